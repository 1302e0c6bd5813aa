"""What no change of units explains: posts, functions, figures, names, forms, places and lines, one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from orgmodel.core.figures import Estimate, Figure
from orgmodel.core.records import Function, Key, Post, Record, Unit
from orgmodel.core.schema import identity_of
from orgmodel.inference.clear import reform, renamed, transfer_posts
from orgmodel.inference.forms import Data, function_spec, post_spec
from orgmodel.inference.heads import Part
from orgmodel.inference.match_content import normal_names
from orgmodel.inference.takes import part_of
from orgmodel.inference.trial import FORM, Trial
from orgmodel.inference.words import ANEW, GONE, GUESSED, KEPT, NEW, ONLY, SPELT, WHY, Sure, shrunk
from orgmodel.operations.post_moves import minus

SUBSTANCE = ("unit", "rank", "block", "category", "quota", "funding", "function", "office")


def alter(trial: Trial) -> None:
    """Perform what is left of units, posts and functions; what makes room for another goes in a round before it."""
    _transfer_units(trial)
    _move_posts(trial)
    _functions(trial)
    _posts(trial)


def _transfer_units(trial: Trial) -> None:
    together: dict[tuple[str | None, tuple[tuple[str, str], ...]], list[str]] = defaultdict(list)
    for key, now, then in list(trial.left("units")):
        if isinstance(now, Unit) and isinstance(then, Unit):
            if now.names != then.names:
                same = normal_names(now) == normal_names(then)
                trial.perform({"rename": str(key), "names": renamed(now, then)}, SPELT if same else KEPT)
            if now.parent != then.parent and (then.parent is None or trial.draft.unit(then.parent) is not None):
                form = {field: getattr(then, field) for field in FORM if getattr(then, field) != getattr(now, field)}
                together[then.parent, tuple(sorted(form.items()))].append(str(key))
            else:
                reform(trial, now, then, KEPT)
    for (to, change), ids in sorted(together.items(), key=lambda one: (one[0][0] or "", one[0][1])):
        transfer: Data = {"transfer": ids if len(ids) > 1 else ids[0], "to": to}
        if change:
            transfer |= {"as_is": False, "change": dict(change)}
        if not trial.perform(transfer, KEPT):
            for id in ids:
                now_unit, then_unit = trial.draft.unit(id), trial.wanted_unit(id)
                if now_unit is not None and then_unit is not None:
                    reform(trial, now_unit, then_unit, KEPT)


def _move_posts(trial: Trial) -> None:
    moves: dict[tuple[str, str | None], list[Any]] = defaultdict(list)
    for key, now, then in list(trial.left("posts")):
        if isinstance(now, Post) and isinstance(then, Post) and now.unit != then.unit:
            if trial.draft.unit(then.unit) is not None:
                moves[then.unit, then.block if then.block != now.block else None].append(str(key))
        elif now is None and isinstance(then, Post) and then.id.endswith(f"~{then.unit}"):
            row = trial.draft.post(then.id[: -len(then.unit) - 1])
            if (
                row is not None
                and then.authorized != 0
                and row.unit != then.unit
                and trial.draft.unit(then.unit) is not None
            ):
                quota = then.block if then.block != row.block else None
                moves[then.unit, quota].append(part_of(trial, Part(row, then)))
    transfer_posts(trial, moves)


def _functions(trial: Trial) -> None:
    gone: dict[str, list[Function]] = defaultdict(list)
    come: dict[str, list[Function]] = defaultdict(list)
    for _, now, then in list(trial.left("functions")):
        if isinstance(now, Function) and then is None:
            gone[now.function].append(now)
        elif now is None and isinstance(then, Function):
            come[then.function].append(then)
    for name in sorted({*gone, *come}):
        sure = len(gone[name]) == len(come[name]) == 1
        for function in come[name]:
            alike = [
                one
                for one in gone[name]
                if (one.names, one.block, one.src) == (function.names, function.block, function.src)
            ]
            giver = next(iter(alike or gone[name]), None)
            if giver is not None and trial.perform(
                {"assign_function": name, "from": giver.unit, "to": function.unit},
                ONLY if sure else GUESSED,
            ):
                gone[name].remove(giver)
            else:
                spec = {**function_spec(function), "unit": function.unit}
                trial.perform({"create": spec, "why": WHY}, NEW)
        for function in gone[name]:
            trial.perform({"dissolve": {"function": name, "unit": function.unit}, "why": WHY}, GONE)


def _posts(trial: Trial) -> None:
    for key, now, then in list(trial.left("posts")):
        if then is None:
            trial.perform({"dissolve": {"post": str(key)}, "why": WHY}, GONE)
        elif isinstance(now, Post) and isinstance(then, Post) and _differ_in_substance(now, then):
            _make_anew(trial, now, then)
    rows = list(trial.left("posts"))
    less = _rows_that_lost(rows)
    for _, now, then in rows:
        if now is None and isinstance(then, Post):
            row = less.get((*_sort(then), then.authorized), [])
            _create_post(trial, then, shrunk(row[0], cast("int", then.authorized)) if row else NEW)


def _rows_that_lost(rows: Iterable[tuple[Key, Record | None, Record | None]]) -> dict[tuple[object, ...], list[str]]:
    """List the rows that lost posts, by what sort of posts and how many."""
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key, now, then in rows:
        if isinstance(now, Post) and isinstance(then, Post):
            had, has = now.authorized, then.authorized
            if isinstance(had, int) and isinstance(has, int) and had > has:
                found[(*_sort(now), had - has)].append(str(key))
    return found


def _sort(post: Post) -> tuple[object, ...]:
    return (post.titles, post.rank, post.block, post.category, post.quota)


def _differ_in_substance(now: Post, then: Post) -> bool:
    return any(getattr(now, field) != getattr(then, field) for field in SUBSTANCE)


def _make_anew(trial: Trial, now: Post, then: Post) -> None:
    """End a post and begin another of the same id, where nobody and nothing hangs on it."""
    draft = trial.draft
    held = (draft.incumbents_of, draft.links_from, draft.links_to, draft.lines_from, draft.lines_to)
    if any(look(now.id) for look in held) or draft.unit(then.unit) is None:
        return
    mark = trial.savepoint()
    if not trial.perform({"dissolve": {"post": now.id}, "why": WHY}, ANEW) or not _create_post(trial, then, ANEW):
        trial.rollback(mark)


def _create_post(trial: Trial, post: Post, sure: Sure) -> bool:
    spec = post_spec(trial.unlinked(post))
    data: Data = {"create": {"post": spec.pop("id"), "unit": post.unit, **spec}, "why": WHY}
    return trial.perform(data, sure)


def resize(trial: Trial) -> None:
    """Give rows of posts the figures that they are to have, before the links that are still to fill them."""
    for key, now, then in list(trial.left("posts")):
        if not isinstance(now, Post) or not isinstance(then, Post):
            continue
        figures: Data = {"resize": str(key)}
        for field, to in (("authorized", "to"), ("filled", "filled_to"), ("fte", "fte_to")):
            figure = getattr(trial.unlinked(then), field)
            by = _shift(getattr(now, field), figure, identity_of(now, field))
            if by:
                figures[to.replace("to", "by")] = by / 100 if field == "fte" else by
            elif figure != getattr(now, field) and isinstance(figure, int):
                figures[to] = figure / 100 if field == "fte" else figure
        if len(figures) > 1:
            trial.perform({**figures, "why": WHY}, KEPT)


def _shift(now: Figure, then: Figure, identity: str) -> int:
    """Tell by how much an uncertain figure was moved; 0 where it is another one."""
    if not isinstance(then, Estimate):
        return 0
    by = then.offset - (now.offset if isinstance(now, Estimate) else 0)
    return by if not isinstance(now, int) and minus(now, -by, identity) == then else 0


def unlink(trial: Trial) -> None:
    """End the concurrent holdings that are there no more."""
    for key, _, then in list(trial.left("links")):
        if then is None:
            post, also_holds = cast("tuple[str, str]", key)
            trial.perform({"unlink_posts": post, "also_holds": also_holds}, GONE)
