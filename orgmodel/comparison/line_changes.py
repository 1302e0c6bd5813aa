"""Lines before and after: kept, redirected, added, ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.reporting import ADMINISTRATIVE

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

KEPT, REDIRECTED, ADDED, ENDED = "kept", "redirected", "added", "ended"


@dataclass(frozen=True, slots=True)
class LineChange:
    """Hold one line: its kind, from whom, to whom, what became of it, and where it ran before if it was redirected."""

    kind: str
    from_: str
    to: str
    status: str
    was: str | None = None
    derived: bool = False


Key = tuple[str, str, str]


def lines_of(structure: Structure) -> dict[Key, bool]:
    """List the lines between units, and those written from or to posts: (kind, from, to) and whether it is derived."""
    lines = structure.lines
    value = structure.strings.value
    rows = np.flatnonzero(lines.live)
    columns = [lines.column(field)[rows].tolist() for field in ("kind", "from_", "to")]
    found: dict[Key, bool] = {
        (str(value(kind)), str(value(start)), str(value(end))): False for kind, start, end in zip(*columns, strict=True)
    }
    reporting, ids = structure.reporting, structure.units.column("id")
    derived = np.flatnonzero(reporting.unit_derived)
    for start, end in zip(
        ids[reporting.unit_from[derived]].tolist(), ids[reporting.unit_to[derived]].tolist(), strict=True
    ):
        found[(ADMINISTRATIVE, str(value(start)), str(value(end)))] = True
    return found


def compare_lines(before: Structure, after: Structure) -> list[LineChange]:
    """Compare the lines of two structures; sorted by kind, from, to.

    A line that ends and one that begins, of one kind and from the same unit, are one line redirected.

    >>> from orgmodel.core.records import Line, Unit
    >>> from orgmodel.core.structure import Structure
    >>> units = [Unit("a"), Unit("b"), Unit("c")]
    >>> old = Structure.of([*units, Line("professional", "a", "b")])
    >>> new = Structure.of([*units, Line("professional", "a", "c")])
    >>> [(one.to, one.status, one.was) for one in compare_lines(old, new)]
    [('c', 'redirected', 'b')]
    """
    old, new = lines_of(before), lines_of(after)
    found = [LineChange(*key, KEPT, derived=new[key]) for key in new if key in old]
    gone: dict[tuple[str, str], list[str]] = {}
    come: dict[tuple[str, str], list[str]] = {}
    for kind, start, end in sorted(set(old) - set(new)):
        gone.setdefault((kind, start), []).append(end)
    for kind, start, end in sorted(set(new) - set(old)):
        come.setdefault((kind, start), []).append(end)
    for (kind, start), ends in come.items():
        was = gone.get((kind, start), [])
        for end in ends:
            derived = new[(kind, start, end)]
            if was:
                found.append(LineChange(kind, start, end, REDIRECTED, was.pop(0), derived))
            else:
                found.append(LineChange(kind, start, end, ADDED, derived=derived))
    for (kind, start), ends in gone.items():
        found += [LineChange(kind, start, end, ENDED, derived=old[(kind, start, end)]) for end in ends]
    return sorted(found, key=lambda one: (one.kind, one.from_, one.to, one.status))
