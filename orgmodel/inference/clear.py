"""Making a unit ready to end: it becomes what the register says it was, and what went elsewhere leaves it first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from orgmodel.core.records import Function, Post, Unit
from orgmodel.inference.forms import Data, texts
from orgmodel.inference.trial import FORM, Trial
from orgmodel.inference.words import GONE, MOVED, ONLY, REGISTER, WHY, Sure


def ready(trial: Trial, unit: str) -> Unit | None:
    """Give a unit that exists, made what the register says that it was when it ended."""
    now = trial.draft.unit(unit)
    end = trial.wanted_end(unit)
    if now is None or end is None:
        return now
    if end.unit.names != now.names:
        trial.perform({"rename": unit, "names": renamed(now, end.unit)}, REGISTER)
    reform(trial, now, end.unit, REGISTER)
    return trial.draft.unit(unit)


def renamed(now: Unit, then: Unit) -> dict[str, str]:
    """Write the names that differ; a language that is gone is emptied."""
    new, old = texts(then.names), texts(now.names)
    changed = {language: text for language, text in new.items() if old.get(language) != text}
    return changed | {language: "" for language in old if language not in new}


def reform(trial: Trial, now: Unit, then: Unit, sure: Sure) -> bool:
    """Give a unit another form or parent, in one operation."""
    form = {field: getattr(then, field) for field in FORM if getattr(then, field) != getattr(now, field)}
    movable = then.parent != now.parent and (then.parent is None or trial.draft.unit(then.parent) is not None)
    if movable:
        data: Data = {"transfer": now.id, "to": then.parent}
        if form:
            data |= {"as_is": False, "change": form}
        if trial.perform(data, sure):
            return True
    return bool(form) and trial.perform({"convert": now.id, "change": form}, sure)


def clear(trial: Trial, unit: str, receivers: Sequence[str], *, heads: bool = True, keep: bool = False) -> None:
    """Let leave an ending unit what is seen elsewhere, or nowhere (``keep``: that ends with it), as far as it can go."""
    elsewhere: dict[tuple[str, str | None], list[Any]] = {}
    for post in trial.draft.posts_of(unit):
        then = trial.wanted_post(post.id)
        if then is None:
            if not keep and (heads or post.rank != "head") and not _parts(trial, post, receivers):
                trial.perform({"dissolve": {"post": post.id}, "why": WHY}, GONE)
        elif then.unit not in receivers and then.unit != unit and trial.draft.unit(then.unit) is not None:
            quota = then.block if then.block != post.block else None
            elsewhere.setdefault((then.unit, quota), []).append(post.id)
    transfer_posts(trial, elsewhere)
    for function in trial.draft.functions_of(unit):
        if any(trial.wanted("functions", (id, function.function)) is not None for id in receivers):
            continue
        wanted = cast("list[Function]", trial.target.group("functions", "function", function.function))
        new = [one.unit for one in wanted if trial.draft.get("functions", one.key) is None]
        takers = [id for id in new if trial.draft.unit(id) is not None]
        name = function.function
        handed = len(takers) == 1 and trial.perform({"assign_function": name, "from": unit, "to": takers[0]}, ONLY)
        if not handed and not keep:
            trial.perform({"dissolve": {"function": name, "unit": unit}, "why": WHY}, GONE)
    now = trial.draft.unit(unit)
    for child in trial.draft.children_of(unit):
        there = trial.wanted_unit(child.id)
        if there is None or there.parent in receivers or there.parent == unit:
            continue
        if child.id not in receivers or now is None or there.parent != now.parent:
            trial.perform({"transfer": child.id, "to": there.parent}, MOVED)


def _parts(trial: Trial, post: Post, receivers: Iterable[str]) -> bool:
    return any(trial.wanted_post(f"{post.id}~{id}") is not None for id in receivers)


def transfer_posts(trial: Trial, moves: dict[tuple[str, str | None], list[Any]]) -> None:
    """Transfer posts by receiver and quota, together where that can be done, else one by one."""
    for (to, quota), takes in sorted(moves.items(), key=lambda one: (one[0][0], one[0][1] or "")):
        tail: Data = {"to": to} if quota is None else {"to": to, "quota_to": quota}
        if not trial.perform({"transfer": {"posts": takes}, **tail}, MOVED) and len(takes) > 1:
            for take in takes:
                trial.perform({"transfer": {"posts": [take]}, **tail}, MOVED)
