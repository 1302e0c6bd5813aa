"""Units that ended without another that began: dissolved, with what they had given to others or ended with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from orgmodel.core.records import Line, Post
from orgmodel.inference.clear import clear, ready, transfer_posts
from orgmodel.inference.evidence import Evidence
from orgmodel.inference.forms import Data
from orgmodel.inference.takes import allot
from orgmodel.inference.trial import Trial, date_of
from orgmodel.inference.words import GUESSED, WHY, Sure


def dissolve(trial: Trial, unit: str, receivers: Sequence[str], sure: Sure) -> bool:
    """End a unit after what is seen elsewhere has left it one by one; the rest ends with it."""
    if ready(trial, unit) is None:
        return False
    clear(trial, unit, [], keep=True)
    ends: Data = {"posts": "all", "functions": "all", "members": True}
    return _perform(trial, unit, {"ends": ends}, receivers, sure)


def dissolve_giving(trial: Trial, unit: str, receivers: Sequence[str], evidence: Evidence, sure: Sure) -> bool:
    """End a unit, and let each of several that go on take its part."""
    if ready(trial, unit) is None or not receivers:
        return False
    _let_heads_go(trial, unit)
    allotment = allot(trial, unit, receivers, evidence, stays=True)
    takes = dict(zip(receivers, allotment.takes(trial), strict=True))
    taken = {
        kind: {str(name) for one in takes.values() for name in one.get(kind, [])} for kind in ("functions", "posts")
    }
    parts = {one.row.id for portion in allotment.portions for one in portion.parts}
    ends: Data = {
        "posts": [post.id for post in trial.draft.posts_of(unit) if post.id not in taken["posts"] | parts],
        "functions": [
            one.function
            for one in trial.draft.functions_of(unit)
            if one.function not in taken["functions"] and not one.internal
        ],
        "members": not any("members" in one for one in takes.values()),
        "lines": not any("lines" in one for one in takes.values()),
        "identities": not any("identities" in one for one in takes.values()),
    }
    gives = {id: one for id, one in takes.items() if one}
    return _perform(trial, unit, {"gives": gives, "ends": _said(ends)}, receivers, sure)


def dissolve_to(trial: Trial, unit: str, heir: str, sure: Sure) -> bool:
    """End a unit, and let one that goes on take all that does not end."""
    if ready(trial, unit) is None:
        return False
    _let_heads_go(trial, unit)
    clear(trial, unit, [heir], keep=True)
    draft = trial.draft
    posts = [post.id for post in draft.posts_of(unit) if trial.wanted_post(post.id) is None or post.rank == "head"]
    functions = [one.function for one in draft.functions_of(unit) if _lost(trial, heir, one.function)]
    identities = [trial.wanted("identities", one.id) for one in draft.identities_of(unit)]
    lines = [trial.wanted("lines", (line.kind, heir, line.to)) for line in draft.lines_from(unit)]
    members = [trial.wanted("members", (heir, one.origin or unit)) for one in draft.members_of(unit)]
    ends: Data = {
        "posts": posts,
        "functions": functions,
        "members": bool(members) and not any(members),
        "lines": not any(lines),
        "identities": not any(identities),
    }
    return _perform(trial, unit, {"gives_all": heir, "ends": _said(ends)}, [heir], sure)


def _lost(trial: Trial, heir: str, function: str) -> bool:
    return trial.wanted("functions", (heir, function)) is None


def _new(trial: Trial, line: Line, instead: Line) -> bool:
    """Tell whether a line is to lead to a unit instead of another one."""
    there = trial.draft.get("lines", line.key) is not None
    return not there and line == replace(instead, to=line.to) and trial.draft.unit(line.to) is not None


def _said(ends: Data) -> Data:
    usual = {"posts": [], "functions": [], "members": False, "lines": True, "identities": True}
    return {key: value for key, value in ends.items() if value != usual[key]}


def _let_heads_go(trial: Trial, unit: str) -> None:
    """Transfer a head post that is seen elsewhere: it can be given with the rest only where it ends."""
    moves: dict[tuple[str, str | None], list[Any]] = {}
    for post in trial.draft.posts_of(unit):
        then = trial.wanted_post(post.id)
        if (
            post.rank == "head"
            and isinstance(then, Post)
            and then.unit != unit
            and trial.draft.unit(then.unit) is not None
        ):
            moves[then.unit, then.block if then.block != post.block else None] = [post.id]
    transfer_posts(trial, moves)


def _heir(trial: Trial, unit: str, children: Sequence[str], receivers: Sequence[str]) -> str | None:
    """Find the unit under which what was under an ending unit goes: as seen later, or in the register, or else nearest."""
    later = [child.parent for child in map(trial.wanted_unit, children) if child is not None and child.parent]
    ends = [end.unit.parent for end in map(trial.wanted_end, children) if end is not None]
    now = trial.draft.unit(unit)
    most = sorted(set(later), key=lambda id: (-later.count(id), id))
    heirs = [*most, *ends, *receivers, now.parent if now is not None else None]
    return next((id for id in heirs if id and id != unit and trial.draft.unit(id) is not None), None)


def _perform(trial: Trial, unit: str, parts: Data, receivers: Sequence[str], sure: Sure) -> bool:
    data: Data = {"dissolve": unit, **{key: value for key, value in parts.items() if value}}
    given = {id for one in parts.get("gives", {}).values() for id in one.get("children", [])}
    children = [child.id for child in trial.draft.children_of(unit) if child.id not in given]
    heir = _heir(trial, unit, children, receivers) if children else None
    if heir is not None and heir != parts.get("gives_all"):
        data["children"] = heir
    for child in children if heir is None else ():
        trial.perform({"transfer": child, "to": None}, GUESSED)
    lines = trial.draft.lines_to(unit)
    if lines:
        led = [end.to for one in lines for end in trial.target.lines_from(one.from_) if _new(trial, end, one)]
        data["incoming"] = max(sorted(set(led)), key=led.count) if led else "drop"
    data["why"] = WHY
    end = trial.wanted_end(unit)
    date, free = date_of(end.ends if end is not None else None)
    return trial.perform(data, sure, date=date, free=free)
