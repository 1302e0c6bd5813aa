"""What is not known of a structure: the one list of missing figures, and how the parts of any sum are missing by unit.

A figure is missing where the measures lack it, so that their counts, the list, charts and reports cannot differ. What
cannot be there is not missing: the authorized number of posts outside quota, posts of a party organisation, full-time
equivalents and pay where nobody keeps any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.tree import Rows, unit_rows
from orgmodel.measures.contributions import Contributions, Mask
from orgmodel.measures.masks import counting_as
from orgmodel.measures.money import unpriced
from orgmodel.measures.posts import fte, posts_authorized, posts_filled
from orgmodel.measures.units import party_members

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

NO_POSTS = "no posts listed"
KEPT = {
    ("posts", "authorized"): posts_authorized,
    ("posts", "filled"): posts_filled,
    ("posts", "fte"): fte,
    ("members", "total"): party_members,
}
"""What gives each figure that a study keeps, as the measures count it."""
LISTED = {**KEPT, ("posts", "pay"): unpriced}
"""What the list of missing figures has: those that are kept, and what posts pay, of which only the lack is listed."""


def is_missing(structure: Structure, table: str, field: str) -> Mask:
    """Mark the rows of a table of which a figure is missing: what could be known, and the measures lack."""
    rows = structure.table(table)
    mask = np.zeros(rows.size, dtype=np.bool_)
    if field == "fte" and rows.missing(field)[rows.live].all():
        return mask
    one = LISTED[table, field](structure)
    mask[one.row[one.blank]] = True
    return mask


def missing_figures(structure: Structure) -> pd.DataFrame:
    """Tabulate what is missing: each figure of posts and members that nobody gives, and agencies without any row of posts.

    Columns: table, record (id), unit, field, src. Sorted by unit in the chart's order, then by record and field. An agency
    whose posts stand in units within it lists them there.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> missing_figures(Structure.of([Unit("a"), Unit("b"), Post("a/1", "a")]))[["record", "field"]].values.tolist()
    [['a/1', 'filled'], ['b', 'no posts listed']]
    """
    import pandas as pd

    value, units = structure.strings.value, structure.units
    start = structure.tree.start
    found: list[tuple[int, str, str, str, str, str]] = []
    for name, field in LISTED:
        table, of_unit = structure.table(name), unit_rows(structure, name, "unit")
        for row in np.flatnonzero(is_missing(structure, name, field)).tolist():
            unit = int(of_unit[row])
            id = str(value(table.column("id" if name == "posts" else "unit")[row]))
            src = str(value(table.column("src")[row]) or "")
            found.append((int(start[unit]), name, id, str(value(units.column("id")[unit])), field, src))
    for row in np.flatnonzero(_without_posts(structure)).tolist():
        id = str(value(units.column("id")[row]))
        found.append((int(start[row]), "units", id, id, NO_POSTS, str(value(units.column("src")[row]) or "")))
    return pd.DataFrame([row[1:] for row in sorted(found)], columns=["table", "record", "unit", "field", "src"])


def _without_posts(structure: Structure) -> Mask:
    """Mark the agencies that list no posts, neither of their own nor in internal units within them."""
    units, tree = structure.units, structure.tree
    of_unit = structure.reporting.post_unit
    staffed = np.zeros(units.size, dtype=np.bool_)
    staffed[of_unit[structure.posts.live & (of_unit >= 0)]] = True
    internal = counting_as(structure, "internal")
    for row in np.flatnonzero(staffed & internal).tolist():
        while row >= 0 and internal[row]:
            row = int(tree.parent[row])
            if row >= 0:
                staffed[row] = True
    return np.asarray(counting_as(structure, "agency") & ~staffed)


@dataclass(frozen=True)
class MissingFigures:
    """Hold the missing figures of any contributions in depth-first order of their units, so that those of any subtree are a slice."""

    starts: Rows
    stops: Rows
    positions: Rows
    figures: tuple[FigureId, ...]

    @classmethod
    def of(cls, parts: Sequence[tuple[str, Contributions]], structure: Structure) -> MissingFigures:
        """Collect the missing figures of contributions; beside a field stand rows of which it is unsaid, so that it is missing."""
        tree = structure.tree
        found: list[tuple[int, FigureId]] = []
        for unsaid, figures in parts:
            missing = figures.blank
            if unsaid:
                missing = missing | (figures.value > 0)
            positions = tree.start[figures.unit]
            for at in np.flatnonzero(missing).tolist():
                name = figures.name(at)
                found.append((int(positions[at]), name._replace(field=unsaid) if unsaid else name))
        found.sort(key=lambda one: (one[0], str(one[1])))
        return cls(
            tree.start,
            tree.stop,
            np.array([position for position, _ in found], dtype=np.int64),
            tuple(name for _, name in found),
        )

    def names(self, row: int, *, below: bool = False) -> tuple[FigureId, ...]:
        """Name the missing figures of a unit, or of it with all below."""
        start = int(self.starts[row])
        first, last = np.searchsorted(self.positions, [start, int(self.stops[row]) if below else start + 1])
        return self.figures[first:last]
