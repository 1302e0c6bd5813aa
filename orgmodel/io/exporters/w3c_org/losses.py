"""What linked data cannot carry of lines, ended units and lineage, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from orgmodel.core.ledger import Lineage
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.records import Ended
from orgmodel.core.structure import Structure
from orgmodel.io.exporters.change_events import Event
from orgmodel.io.exporters.plain import by_key


def is_solid(structure: Structure, line: Any) -> bool:
    """Say whether a line is of a solid kind."""
    return structure.terms.lines.get(line.kind, "dotted") == "solid"


def last_lives(structure: Structure) -> dict[str, Ended]:
    """Give the last ended life of every unit that is no more, by id in order."""
    found: dict[str, Ended] = {}
    for one in by_key(structure.table("ended")):
        if structure.units.get(one.unit.id) is None:
            found[one.unit.id] = one
    return found


def unsaid(structure: Structure, events: Sequence[Event], lineage: Sequence[Lineage], format: str) -> list[Problem]:
    """Warn of the lines, ended units and lineage that are not in the file, or not whole."""
    said = [*_lines(structure, format), *_ended(structure, format), *_lineage(events, lineage, format)]
    return [Problem("NOT_CARRIED", message, subject, severity=WARNING) for subject, message in said]


def _lines(structure: Structure, format: str) -> list[tuple[str, Message]]:
    lines, posts = list(by_key(structure.lines)), structure.posts
    kept = [one for one in lines if is_solid(structure, one) or max(posts.row(one.from_), posts.row(one.to)) < 0]
    kinds = Counter(line.kind for line in kept if line.kind != "administrative")
    said = []
    if kinds:
        listed = ", ".join(f"{kind} ({kinds[kind]})" for kind in sorted(kinds))
        message = Message.of(
            "{format} knows org:reportsTo for solid lines and org:linkedTo for dotted ones, and no kinds of them: these are "
            "not told apart: {kinds}",
            format=format,
            kinds=listed,
        )
        said.append(("lines.kind", message))
    if len(kept) < len(lines):
        message = Message.of(
            "{format} has dotted lines between organisations alone; from or to a post, and not in the file: {count}",
            format=format,
            count=len(lines) - len(kept),
        )
        said.append(("lines", message))
    return said


def _ended(structure: Structure, format: str) -> list[tuple[str, Message]]:
    lives = last_lives(structure).values()
    undated = sum(one.ends == "?" for one in lives)
    earlier = len(structure.table("ended")) - len(lives)
    said = []
    if undated:
        message = Message.of(
            "{format} tells an end by its date; where it is unknown a unit is there only if a change event names it "
            "({count} units)",
            format=format,
            count=undated,
        )
        said.append(("ended.ends", message))
    if earlier:
        message = Message.of(
            "{format} has one life a unit; earlier ones, not in the file: {count}", format=format, count=earlier
        )
        said.append(("ended", message))
    return said


def _lineage(events: Sequence[Event], lineage: Sequence[Lineage], format: str) -> list[tuple[str, Message]]:
    said = []
    shares = sum(bool(one.shares) for one in lineage)
    if shares:
        message = Message.of(
            "{format} has no place for shares: which part of a unit went where is not in the file, for {count} edges",
            format=format,
            count=shares,
        )
        said.append(("lineage.shares", message))
    alone = sum(None in (one.before, one.after) or one.before == one.after for one in lineage)
    inside = sum(one == other for event in events for one in event.originals for other in event.results)
    if alone > inside:
        message = Message.of(
            "beginnings, endings, renamings and conversions of one unit alone make no change event: {count}",
            count=alone - inside,
        )
        said.append(("lineage", message))
    undated = sum(not _is_day(event.date) for event in events)
    if undated:
        message = Message.of("without a day, and so without a time: {count} change events", count=undated)
        said.append(("lineage.date", message))
    return said


def _is_day(text: str | None) -> bool:
    return bool(text) and len(text or "") == len("2023-04-01")
