"""Units that succeed themselves through others, and codes that differ in nothing but zeros."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orgmodel.core.messages import Message, series
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.lineage.edges import Edge
from orgmodel.io.importers.naming import plain_code


def without_rings(edges: list[Edge], report: Report) -> list[Edge]:
    """Leave out the edges among units that come, through others, from themselves, and report their rows."""
    left = [edge for edge in edges if edge.old != edge.new]
    for side, other in (("new", "old"), ("old", "new")):
        left = _pruned(left, side, other)
    ring = {id(edge) for edge in left}
    names = " → ".join(edge.old for edge in left[:10])
    for edge in left:
        message = Message.of(
            "{old!r} would come from itself, through {new!r} ({names} …); that is left out",
            old=edge.old,
            new=edge.new,
            names=names,
        )
        report.row(edge.line, "LOOP", message, subject=edge.old)
    return [edge for edge in edges if id(edge) not in ring]


def _pruned(edges: list[Edge], side: str, other: str) -> list[Edge]:
    """Take away, again and again, the edges that begin (or end) where none goes on."""
    by_start: dict[str, list[Edge]] = {}
    waiting: dict[str, int] = {}
    for edge in edges:
        by_start.setdefault(getattr(edge, other), []).append(edge)
        waiting[getattr(edge, side)] = waiting.get(getattr(edge, side), 0) + 1
    free = [name for name in by_start if name not in waiting]
    gone = set()
    while free:
        for edge in by_start.get(free.pop(), ()):
            gone.add(id(edge))
            end = getattr(edge, side)
            waiting[end] -= 1
            if not waiting[end]:
                free.append(end)
    return [edge for edge in edges if id(edge) not in gone]


def check_codes(lines: Mapping[str, Iterable[int]], report: Report) -> None:
    """Report codes that differ only in zeros before a number or a decimal part of zeros; each is kept as a unit."""
    if len(set(map(len, lines))) < 2 and "." not in "".join(lines):  # of one length none has more zeros
        return
    alike: dict[str, list[str]] = {}
    for code in lines:
        alike.setdefault(plain_code(code), []).append(code)
    for codes in alike.values():
        if len(codes) > 1:
            message = Message.of(
                "the codes {codes} differ only in zeros (did a spreadsheet change them?); each is kept as a unit",
                codes=series(map(repr, codes)),
            )
            for code in codes:
                for line in lines[code]:
                    report.row(line, "CODES_ALIKE", message, subject=code)
