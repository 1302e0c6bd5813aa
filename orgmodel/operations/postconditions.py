"""Postconditions of every operation: no unit under itself or under one that ends, no dangling reference, no line to itself, no ring of superiors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from orgmodel.core.change import Change
from orgmodel.core.draft import Draft
from orgmodel.core.integrity import line_to_itself
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.reporting import ADMINISTRATIVE, superiors_of_post, superiors_of_unit
from orgmodel.core.rings import ring_through
from orgmodel.core.schema import REFERENCED_BY


def dangling_references(draft: Draft, changes: Iterable[Change]) -> list[Problem]:
    """List the references that changes leave dangling and the rings that they close.

    A safeguard over all verbs, which refuse the cases they know in clearer words.
    """
    problems: list[Problem] = []
    rings: set[frozenset[str]] = set()
    has_lines = not draft.is_bare("lines")
    referring: dict[str, list[tuple[str, str]]] = {}
    for change in changes:
        if isinstance(change.after, Unit):
            problems.extend(_placed(draft, change.after))
        line = change.after
        if isinstance(line, Line) and line.from_ == line.to and line.kind != ADMINISTRATIVE:  # which is a ring besides
            problems.append(line_to_itself(line.kind, line.from_))
        if has_lines:  # else units answer to those they are under, and posts to their heads
            _add_rings(draft, change, rings, problems)
        if change.after is None and isinstance(change.before, Unit | Post):
            if change.table not in referring:
                by = REFERENCED_BY[change.table]
                referring[change.table] = [(table, field) for table, field in by if not draft.is_bare(table)]
            for table, field in referring[change.table]:
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


def _add_rings(draft: Draft, change: Change, rings: set[frozenset[str]], problems: list[Problem]) -> None:
    """Tell the rings of superiors that a change closes, each once."""
    for ring in filter(None, (_ring(draft, start) for start in _subordinates(draft, change) if not problems)):
        if frozenset(ring) in rings:
            continue
        rings.add(frozenset(ring))
        message = Message.of(
            "a cycle of superiors would close: {ring}; redirect one of these lines first",
            ring=" → ".join([*ring, ring[0]]),
        )
        problems.append(Problem("CYCLE", message, subject=ring[0]))


def _placed(draft: Draft, unit: Unit) -> Iterable[Problem]:
    """Follow the parents of a unit upward: they must exist, and must not lead back to it."""
    id, up, way = unit.id, unit.parent, [unit.id]
    while up is not None and up not in way:
        above = draft.unit(up)
        if above is None:
            message = Message.of(
                "{unit} would be under {parent}, which ends: it needs another parent", unit=id, parent=up
            )
            yield Problem("LEFT_BEHIND", message, subject=id)
            return
        way.append(up)
        id, up = up, above.parent
    if up == unit.id:
        message = Message.of(
            "{unit} would be below itself ({ring}): transfer one of these units first",
            unit=unit.id,
            ring=" → ".join([*way, unit.id]),
        )
        yield Problem("CYCLE", message, subject=unit.id)


# -- superiors -----------------------------------------------------------------------------------------------------------


def _subordinates(draft: Draft, change: Change) -> list[str]:
    """List the units and posts whose superiors a change may give them: those placed, or with a written line."""
    after = change.after
    if isinstance(after, Post) and draft.has_lines_of_posts:  # without a line a post closes nothing
        lines = after.rank == "head" or draft.lines_from(after.id) or draft.lines_to(after.id)
        return [after.id] if lines else []
    if isinstance(after, Unit):
        return [after.id, *(_answering(draft, after.id) if draft.has_lines_of_posts else ())]
    line = change.before if after is None else after  # of one that ends the ordinary rule takes the place
    if not isinstance(line, Line) or line.kind != ADMINISTRATIVE:
        return []
    if draft.unit(line.from_) is None:
        return [line.from_] if draft.post(line.from_) is not None else []
    return [line.from_, *(_answering(draft, line.from_) if draft.has_lines_of_posts else ())]


def _answering(draft: Draft, unit: str) -> list[str]:
    """List the posts that answer to somebody above the unit: its head, or all where it has none."""
    head = draft.head_of(unit)
    return [head.id] if head is not None else [post.id for post in draft.posts_of(unit)]


def _ring(draft: Draft, start: str) -> list[str]:
    """Give the ring of superiors that leads from a unit (over units) or a post (over posts) back to it, or nothing."""
    return ring_through(start, partial(_superior_units if draft.unit(start) is not None else _superior_posts, draft))


def _superior_units(draft: Draft, id: str) -> list[str]:
    unit = draft.unit(id)
    return [one for one in superiors_of_unit(draft, unit) if draft.unit(one) is not None] if unit is not None else []


def _superior_posts(draft: Draft, id: str) -> list[str]:
    post = draft.post(id)
    return superiors_of_post(draft, post) if post is not None else []
