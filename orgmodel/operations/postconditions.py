"""Postconditions of every operation: no unit under itself or under one that ends, no dangling reference, no ring of superiors."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.change import Change
from orgmodel.core.draft import Draft
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.reporting import ADMINISTRATIVE
from orgmodel.core.schema import REFERENCED_BY


def dangling_references(draft: Draft, changes: Iterable[Change]) -> list[Problem]:
    """List the references that changes leave dangling and the rings that they close.

    A safeguard over all verbs, which refuse the cases they know in clearer words.
    """
    problems: list[Problem] = []
    rings: set[frozenset[str]] = set()
    for change in changes:
        if isinstance(change.after, Unit):
            problems.extend(_placed(draft, change.after))
        for ring in filter(None, (_ring(draft, start) for start in _subordinates(draft, change) if not problems)):
            if frozenset(ring) in rings:
                continue
            rings.add(frozenset(ring))
            message = Message.of(
                "a cycle of superiors would close: {ring}; redirect one of these lines first",
                ring=" → ".join([*ring, ring[0]]),
            )
            problems.append(Problem("CYCLE", message, subject=ring[0]))
        if change.after is None and isinstance(change.before, Unit | Post):
            for table, field in REFERENCED_BY[change.table]:
                names = [
                    one.key if isinstance(one.key, str) else " ".join(one.key)
                    for one in draft.group(table, field, change.before.id)
                ]
                if names:
                    message = Message.of(
                        "{ended} ends, and {names} ({table}) would be left behind: say where to",
                        ended=change.before.id,
                        names=", ".join(names),
                        table=table,
                    )
                    problems.append(
                        Problem(
                            "LEFT_BEHIND",
                            message,
                            subject=change.before.id,
                        )
                    )
    return problems


def _placed(draft: Draft, unit: Unit) -> Iterable[Problem]:
    """Follow the parents of a unit upward: they must exist, and must not lead back to it."""
    path = [unit.id]
    up = unit.parent
    while up is not None:
        if up in path:
            if up == unit.id:
                ring = " → ".join([*path, up])
                message = Message.of(
                    "{unit} would be below itself ({ring}): transfer one of these units first", unit=unit.id, ring=ring
                )
                yield Problem("CYCLE", message, subject=unit.id)
            return
        above = draft.unit(up)
        if above is None:
            message = Message.of(
                "{names} would be under {unit}, which ends: it needs another parent", names=path[-1], unit=up
            )
            yield Problem("LEFT_BEHIND", message, subject=unit.id)
            return
        path.append(up)
        up = above.parent


# -- superiors -----------------------------------------------------------------------------------------------------------


def _subordinates(draft: Draft, change: Change) -> list[str]:
    """List the units and posts whose superiors a change may give them: those placed, or with a written line."""
    after = change.after
    if isinstance(after, Post) and draft.has_lines_of_posts:  # without a line a post closes nothing
        lines = after.rank == "head" or draft.lines_from(after.id) or draft.lines_to(after.id)
        return [after.id] if lines else []
    if isinstance(after, Unit):
        return [after.id, *(_answering(draft, after.id) if draft.has_lines_of_posts else ())]
    if not isinstance(after, Line) or after.kind != ADMINISTRATIVE:
        return []
    if draft.unit(after.from_) is not None and draft.unit(after.to) is None:
        return _answering(draft, after.from_)
    return [after.from_]


def _answering(draft: Draft, unit: str) -> list[str]:
    """List the posts that answer to somebody above the unit: its head, or all where it has none."""
    head = _head(draft, unit)
    return [head.id] if head is not None else [post.id for post in draft.posts_of(unit)]


def _ring(draft: Draft, start: str) -> list[str]:
    """Walk upward from a unit (over units) or a post (over posts), and give the ring that leads back to it, or nothing."""
    superiors = _superior_units if draft.unit(start) is not None else _superior_posts
    seen: set[str] = set()
    path = {start: superiors(draft, start)}
    while path:
        one, left = next(reversed(path.items()))
        if not left:
            seen.add(one)
            del path[one]
            continue
        above = left.pop()
        if above == start:
            return list(path)
        if above not in seen and above not in path:
            path[above] = superiors(draft, above)
    return []


def _written(draft: Draft, id: str) -> list[str]:
    return [line.to for line in draft.lines_from(id) if line.kind == ADMINISTRATIVE]


def _superior_units(draft: Draft, id: str) -> list[str]:
    written = _written(draft, id)
    if written:
        return [to for to in written if draft.unit(to) is not None]
    unit = draft.unit(id)
    return [unit.parent] if unit is not None and unit.parent is not None else []


def _superior_posts(draft: Draft, id: str) -> list[str]:
    post = draft.post(id)
    if post is None:
        return []
    written = _written(draft, id) or (_written(draft, post.unit) if post.rank == "head" else [])
    if not written:
        unit = draft.unit(post.unit)
        place = (unit.parent if unit is not None else None) if post.rank == "head" else post.unit
        written = [place] if place is not None else []
    found = [to if draft.unit(to) is None else _nearest_head(draft, to) for to in written]
    return [one for one in found if one is not None and one != id]


def _nearest_head(draft: Draft, unit: str) -> str | None:
    place: str | None = unit
    passed: set[str] = set()
    while place is not None and place not in passed:  # a circle of parents is told elsewhere
        passed.add(place)
        head = _head(draft, place)
        if head is not None:
            return head.id
        above = draft.unit(place)
        place = above.parent if above is not None else None
    return None


def _head(draft: Draft, unit: str) -> Post | None:
    return next((post for post in draft.posts_of(unit) if post.rank == "head"), None)
