"""What no change of units explains: posts, functions, figures, names, forms, places and lines, one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any, cast

from orgmodel.core.figures import Estimate, Figure, FigureId
from orgmodel.core.records import Function, Line, Link, Post, Unit
from orgmodel.core.schema import identity_of
from orgmodel.inference.allocation import Part, part_of
from orgmodel.inference.evidence import ANEW, GONE, GUESSED, KEPT, NEW, ONLY, SPELT, WHY, Certainty
from orgmodel.inference.lifecycle import destination, reform, renamed, transfer_posts
from orgmodel.inference.likeness import named
from orgmodel.inference.search import Data, Search, date_of
from orgmodel.operations.money_schema import pay_fields
from orgmodel.operations.operation_schema import FunctionSpec, LineSpec
from orgmodel.operations.post_ids import whole_of
from orgmodel.operations.post_moves import minus
from orgmodel.operations.written import FORM, post_spec, spec_of

SUBSTANCE = ("unit", "rank", "block", "category", "quota", "funding", "function", "office")


def alter(search: Search) -> None:
    """Perform what is left of units, posts and functions; what makes room for another goes in a round before it."""
    _transfer_units(search)
    _move_posts(search)
    _functions(search)
    _posts(search)


def _transfer_units(search: Search) -> None:
    together: dict[tuple[str | None, tuple[tuple[str, str], ...]], list[str]] = defaultdict(list)
    for key, now, then in list(search.left("units")):
        if isinstance(now, Unit) and isinstance(then, Unit):
            if now.names != then.names:
                same = named(now) == named(then)
                search.perform({"rename": str(key), "names": renamed(now, then)}, SPELT if same else KEPT)
            if now.parent != then.parent and (then.parent is None or search.draft.unit(then.parent) is not None):
                form = {field: getattr(then, field) for field in FORM if getattr(then, field) != getattr(now, field)}
                together[then.parent, tuple(sorted(form.items()))].append(str(key))
            else:
                reform(search, now, then, KEPT)
    for (to, change), ids in sorted(together.items(), key=lambda one: (one[0][0] or "", one[0][1])):
        transfer: Data = {"transfer": ids if len(ids) > 1 else ids[0], "to": to}
        if change:
            transfer |= {"as_is": False, "change": dict(change)}
        if not search.perform(transfer, KEPT):
            for id in ids:
                now_unit, then_unit = search.draft.unit(id), search.wanted_unit(id)
                if now_unit is not None and then_unit is not None:
                    reform(search, now_unit, then_unit, KEPT)


def _move_posts(search: Search) -> None:
    moves: dict[tuple[str, str | None], list[Any]] = defaultdict(list)
    for key, now, then in list(search.left("posts")):
        if isinstance(now, Post) and isinstance(then, Post) and now.unit != then.unit:
            if search.draft.unit(then.unit) is not None:
                moves[destination(now, then)].append(str(key))
        elif now is None and isinstance(then, Post) and (whole := whole_of(then.id, then.unit)) is not None:
            row = search.draft.post(whole)
            if (
                row is not None
                and then.authorized != 0
                and row.unit != then.unit
                and search.draft.unit(then.unit) is not None
            ):
                moves[destination(row, then)].append(part_of(search, Part(row, then)))
    transfer_posts(search, moves)


def _functions(search: Search) -> None:
    gone: dict[str, list[Function]] = defaultdict(list)
    come: dict[str, list[Function]] = defaultdict(list)
    for _, now, then in list(search.left("functions")):
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
            if giver is not None and search.perform(
                {"assign_function": name, "from": giver.unit, "to": function.unit},
                ONLY if sure else GUESSED,
            ):
                gone[name].remove(giver)
            else:
                spec = {**spec_of(FunctionSpec, function), "unit": function.unit}
                search.perform({"create": spec, "why": WHY}, NEW)
        for function in gone[name]:
            search.perform({"dissolve": {"function": name, "unit": function.unit}, "why": WHY}, GONE)


def _posts(search: Search) -> None:
    for key, now, then in list(search.left("posts")):
        if then is None:
            search.perform({"dissolve": {"post": str(key)}, "why": WHY}, GONE)
        elif isinstance(now, Post) and isinstance(then, Post) and _differ_in_substance(now, then):
            _make_anew(search, now, then)
    for _, now, then in list(search.left("posts")):
        if now is None and isinstance(then, Post):
            _create_post(search, then, NEW)


def _differ_in_substance(now: Post, then: Post) -> bool:
    return any(getattr(now, field) != getattr(then, field) for field in SUBSTANCE)


def _make_anew(search: Search, now: Post, then: Post) -> None:
    """End a post and begin another of the same id, where nobody and nothing hangs on it."""
    draft = search.draft
    held = (draft.incumbents_of, draft.links_from, draft.links_to, draft.lines_from, draft.lines_to)
    if any(look(now.id) for look in held) or draft.unit(then.unit) is None:
        return
    mark = search.savepoint()
    if not search.perform({"dissolve": {"post": now.id}, "why": WHY}, ANEW) or not _create_post(search, then, ANEW):
        search.rollback(mark)


def _create_post(search: Search, post: Post, sure: Certainty) -> bool:
    spec = post_spec(search.unlinked(post), search.draft.terms)
    lines = [spec_of(LineSpec, one) for one in search.target.lines_from(post.id) if search.stands(one.to)]
    data: Data = {"create": {"post": spec.pop("id"), "unit": post.unit, **spec}, **({"lines": lines} if lines else {})}
    return search.perform({**data, "why": WHY}, sure)


def resize(search: Search) -> None:
    """Give rows of posts the figures that they are to have, before the links that are still to fill them."""
    for key, now, then in list(search.left("posts")):
        if not isinstance(now, Post) or not isinstance(then, Post):
            continue
        figures: Data = {"resize": str(key)}
        for field, to in (("authorized", "to"), ("filled", "filled_to"), ("fte", "fte_to")):
            figure = getattr(search.unlinked(then), field)
            by = _shift(getattr(now, field), figure, identity_of(now, field))
            if by:
                figures[to.replace("to", "by")] = by / 100 if field == "fte" else by
            elif figure != getattr(now, field) and isinstance(figure, int):
                figures[to] = figure / 100 if field == "fte" else figure
        if (now.grade, now.pay, now.coefficient) != (then.grade, then.pay, then.coefficient):
            figures |= pay_fields(then, search.draft.terms)
        if len(figures) > 1:
            search.perform({**figures, "why": WHY}, KEPT)


def _shift(now: Figure, then: Figure, identity: FigureId) -> int:
    """Tell by how much an uncertain figure was moved; 0 where it is another one."""
    if not isinstance(then, Estimate):
        return 0
    by = then.offset - (now.offset if isinstance(now, Estimate) else 0)
    return by if not isinstance(now, int) and minus(now, -by, identity) == then else 0


def unlink(search: Search) -> None:
    """End the concurrent holdings that are there no more."""
    for key, _, then in list(search.left("links")):
        if then is None:
            post, also_holds = cast("tuple[str, str]", key)
            search.perform({"unlink_posts": post, "also_holds": also_holds}, GONE)


def redirect(search: Search) -> None:
    """Make every written line end where it is to end."""
    gone: dict[tuple[str, str], list[Line]] = defaultdict(list)
    come: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for _, now, then in list(search.left("lines")):
        if isinstance(now, Line) and then is None:
            gone[now.kind, now.from_].append(now)
        elif now is None and isinstance(then, Line):
            come[then.kind, then.from_].append(then)
    for place in sorted({*gone, *come}):
        for line in come[place]:
            old = next((one for one in gone[place] if replace(one, to=line.to) == line), None)
            ends: Data = {"kind": line.kind, "from": line.from_, "to": old.to if old is not None else None}
            if old is None and line.block:
                ends["block"] = line.block
            sure = ONLY if old is not None else NEW
            if search.perform({"redirect": ends, "to": line.to}, sure) and old is not None:
                gone[place].remove(old)
        for line in gone[place]:
            search.perform({"redirect": {"kind": line.kind, "from": line.from_, "to": line.to}, "to": None}, GONE)


def link(search: Search, *, dated: str | None = None, displacing: bool = False) -> None:
    """Make the concurrent holdings that are to be: of one date only, or only those that displace a holder."""
    for _, now, then in list(search.left("links")):
        if now is not None or not isinstance(then, Link) or (dated is not None and then.begins != dated):
            continue
        data: Data = {"link_posts": then.post, "also_holds": then.also_holds}
        if then.basis:
            data["basis"] = then.basis
        date, free = date_of(then.begins)
        if not _displaced(search, then, data, date, free=free) and not displacing:
            search.perform(data, NEW, date=date, free=free)


def _displaced(search: Search, link: Link, data: Data, date: str | None, *, free: bool) -> bool:
    """Make a link whose second post's holder goes to a post that has one person more and nothing else new."""
    second, wanted = search.draft.post(link.also_holds), search.wanted_post(link.also_holds)
    if second is None or second != wanted or second.filled != 1 or second.authorized != 1:
        return False
    places = [
        str(key)
        for key, now, then in search.left("posts")
        if isinstance(now, Post) and isinstance(now.filled, int) and replace(now, filled=now.filled + 1) == then
    ]
    if not places:
        return False
    data = {**data, "displaced": {"to": places[0]}}
    return search.perform(data, ONLY if len(places) == 1 else GUESSED, date=date, free=free)
