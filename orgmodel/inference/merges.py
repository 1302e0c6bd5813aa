"""Mergers and ends as operations: consolidate, absorb, dissolve; and units that begin from nothing that is seen."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.core.figures import exact
from orgmodel.core.records import Function, Members, Post
from orgmodel.inference.clear import clear, ready
from orgmodel.inference.evidence import Evidence
from orgmodel.inference.forms import (
    Data,
    beginning,
    function_spec,
    identity_spec,
    line_spec,
    members_spec,
    post_spec,
    standing_parent,
    told,
    unit_spec,
)
from orgmodel.inference.heads import head_change, head_fates
from orgmodel.inference.splits import begins
from orgmodel.inference.trial import Trial, date_of
from orgmodel.inference.words import ONLY, WHY, Sure


def consolidate(
    trial: Trial, units: Sequence[str], into: str, evidence: Evidence, sure: Sure, *, keep_lines: bool
) -> bool:
    """Let units end in one that begins."""
    wanted = trial.wanted_unit(into)
    if wanted is None or len(units) < 2 or not _make_ready(trial, units, into):
        return False
    posts = [post for unit in units for post in trial.draft.posts_of(unit)]
    heads = [post for post in posts if post.rank == "head"]
    kept, fates = head_fates(trial, into, heads)
    head = head_change(trial, into, [kept] if kept is not None else [post for post in posts if post.rank != "head"])
    if head is None and heads:  # none is seen to be head later: one has to be all the same
        fates.pop(heads[0].id, None)
        head = {"keep": heads[0].id}
    begin = beginning(trial, wanted, [*units, *evidence.sources(into)])
    data: Data = {
        "consolidate": list(units),
        "into": begin if "restores" in begin else begin["unit"],
    }
    if head is not None and (fates or len(head) > 1 or "keep" not in head):
        data["head"] = head
    _add_fates(trial, data, posts, into, fates)
    if not keep_lines:
        lines = [line for line in trial.target.lines_from(into) if line.src == "derived"]
        there = (*units, into)
        data["lines"] = [line_spec(line) for line in lines if line.to not in there and _stands(trial, line.to)]
    ends = [trial.wanted_end(unit) for unit in units]
    date, free = date_of(begins(trial, into), *(end.ends for end in ends if end is not None))
    return trial.perform(data, sure, date=date, free=free)


def absorb(trial: Trial, units: Sequence[str], into: str, sure: Sure, *, keep_lines: bool) -> bool:
    """Let units end in one that goes on."""
    if trial.draft.unit(into) is None or not _make_ready(trial, units, into):
        return False
    posts = [post for unit in units for post in trial.draft.posts_of(unit)]
    heads = [post for post in posts if post.rank == "head"]
    own = [post for post in trial.draft.posts_of(into) if post.rank == "head"]
    _, fates = head_fates(trial, into, heads + own)
    data: Data = {"absorb": units[0] if len(units) == 1 else list(units), "into": into}
    _add_fates(trial, data, posts, into, {id: fate for id, fate in fates.items() if id not in {one.id for one in own}})
    if keep_lines:
        data["lines"] = "keep"
    ends = [trial.wanted_end(unit) for unit in units]
    date, free = date_of(*(end.ends for end in ends if end is not None))
    return trial.perform(data, sure, date=date, free=free)


def _make_ready(trial: Trial, units: Sequence[str], into: str) -> bool:
    if any(ready(trial, unit) is None for unit in units):
        return False
    for unit in units:
        clear(trial, unit, [into], heads=False)
    seen: dict[str, Function] = {}
    for unit in units:
        for function in trial.draft.functions_of(unit):
            other = seen.setdefault(function.function, function)
            if other is not function and not function.internal:  # two cannot be handed to one unit
                trial.perform({"dissolve": {"function": function.function, "unit": unit}, "why": WHY}, ONLY)
    return True


def _add_fates(trial: Trial, data: Data, posts: Sequence[Post], into: str, fates: dict[str, Data]) -> None:
    if fates:
        data["surplus_heads"] = fates
    blocks: dict[str, set[str]] = {}
    for post in posts:
        then = trial.wanted_post(post.id)
        if then is not None and (then.unit == into or trial.wanted_unit(into) is None):
            blocks.setdefault(post.block, set()).add(then.block)
    quota = {block: found.pop() for block, found in sorted(blocks.items()) if len(found) == 1 and block not in found}
    if quota:
        data["quota"] = quota


def _stands(trial: Trial, id: str) -> bool:
    return trial.draft.unit(id) is not None or trial.draft.post(id) is not None


def create(trial: Trial, unit: str, sources: Sequence[str], sure: Sure, *, bare: bool = False) -> bool:
    """Begin a unit with what it alone has (or, ``bare``, with nothing, so that another can end in it)."""
    wanted = trial.wanted_unit(unit)
    if wanted is None or trial.draft.unit(unit) is not None:
        return False
    parent = standing_parent(trial, wanted, list(sources))
    data: Data = {"create": unit_spec(wanted, parent)}
    if not bare:
        data |= _contents(trial, unit)
    data["why"] = WHY
    date, free = date_of(wanted.begins)
    return trial.perform(data, sure, date=date, free=free)


def _contents(trial: Trial, unit: str) -> Data:
    """Write what a unit has that stands nowhere yet."""
    draft, target = trial.draft, trial.target
    posts = [post for post in target.posts_of(unit) if draft.post(post.id) is None and "~" not in post.id]
    functions = [one for one in target.functions_of(unit) if not _had_by_another(trial, one)]
    lines = [one for one in target.lines_from(unit) if _stands(trial, one.to)]
    identities = [one for one in target.identities_of(unit) if draft.get("identities", one.id) is None]
    members = [one for one in target.members_of(unit) if not one.origin]
    given: Data = {
        "posts": [post_spec(trial.unlinked(post)) for post in posts],
        "functions": [function_spec(one) for one in functions],
        "lines": [line_spec(one) for one in lines],
        "identities": [identity_spec(one) for one in identities],
        "members": next((members_spec(one) for one in members if _known(one)), None),
    }
    return told(given, {"posts": [], "functions": [], "lines": [], "identities": [], "members": None})


def _had_by_another(trial: Trial, function: Function) -> bool:
    """Tell whether a unit still has a function that it is not to have, and so can hand it on."""
    now = trial.draft.group("functions", "function", function.function)
    return any(trial.wanted("functions", one.key) is None for one in now)


def _known(members: Members) -> bool:
    return any(exact(figure) is not None for figure in (members.official, members.probationary, members.total))
