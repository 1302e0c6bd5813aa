"""What is not known of a structure: the one list of missing figures, and how the parts of any sum are missing by unit.

A figure is missing where the measures lack it, so that their counts, the list, charts and reports cannot differ. What
cannot be there is not missing: the authorized number of posts outside quota, posts of a party organisation, full-time
equivalents and pay where nobody keeps any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.tree import Rows, unit_rows
from orgmodel.measures.contributions import Contributions, Mask
from orgmodel.measures.money import unpriced
from orgmodel.measures.posts import fte, posts_authorized, posts_filled
from orgmodel.measures.units import declared_quantity, party_members
from orgmodel.measures.unlisted_posts import agencies_without_posts, rows_listed

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

NO_POSTS = "no posts listed"
KEPT: dict[tuple[str, str], Callable[[Structure], Contributions]] = {
    ("posts", "authorized"): posts_authorized,
    ("posts", "filled"): posts_filled,
    ("posts", "fte"): fte,
    ("members", "total"): party_members,
    ("quantities", "value"): partial(declared_quantity, None),
}
"""What gives each figure that a study keeps, as the measures count it."""
LISTED: dict[tuple[str, str], Callable[[Structure], Contributions]] = {**KEPT, ("posts", "pay"): unpriced}
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
    """Tabulate what is missing: each figure of posts, members and declared quantities that nobody gives, and agencies without any row of posts.

    Where the study declares blocks or levels, posts without a block and units of posts without a level are listed too: sums by these are at least.

    Columns: table, record (id), unit, field (of a declared quantity its id), src. Sorted by unit in the chart's order, then by record and field. An agency
    whose posts stand in units within it lists them there.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> missing_figures(Structure.of([Unit("a"), Unit("b"), Post("a/1", "a")]))[["record", "field"]].values.tolist()
    [['a/1', 'filled'], ['b', 'no posts listed']]
    """
    import pandas as pd

    rows = [row for row, _ in _listed(structure)]
    return pd.DataFrame(rows, columns=["table", "record", "unit", "field", "src"])


def missing_ids(structure: Structure) -> list[FigureId]:
    """Name what :func:`missing_figures` lists, in its order, as the ledger and the findings of norms name it.

    An agency that lists no posts is the field ``no posts listed`` of its unit.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> [str(one) for one in missing_ids(Structure.of([Unit("a"), Unit("b"), Post("a/1", "a")]))]
    ['posts:a/1:filled', 'units:b:no posts listed']
    """
    return [figure for _, figure in _listed(structure)]


Listed = tuple[str, str, str, str, str]
"""A row of the list: table, record, unit, field, src."""


def _listed(structure: Structure) -> list[tuple[Listed, FigureId]]:
    """List what is missing, each with its identity."""
    value, units = structure.strings.value, structure.units
    start, ids = structure.tree.start, structure.units.column("id")
    found: list[tuple[int, Listed, FigureId]] = []
    for name, figure in LISTED:
        table, of_unit = structure.table(name), unit_rows(structure, name, "unit")
        for row in np.flatnonzero(is_missing(structure, name, figure)).tolist():
            unit = int(of_unit[row])
            id = str(value(table.column("id" if name == "posts" else "unit")[row]))
            src = str(value(table.column("src")[row]) or "")
            told = figure_of(structure, name, figure, row)
            key = id if name == "posts" else table.record(row).key
            found.append((int(start[unit]), (name, id, str(value(ids[unit])), told, src), FigureId(name, key, figure)))
    for table_name, lacking, row in _of_no_group(structure):
        table, of_unit = structure.table(table_name), unit_rows(structure, "posts", "unit")
        id, src = (str(value(table.column(name)[row]) or "") for name in ("id", "src"))
        unit = int(of_unit[row]) if table_name == "posts" else row
        listed = (table_name, id, str(value(ids[unit])), lacking, src)
        found.append((int(start[unit]), listed, FigureId(table_name, id, lacking)))
    for row in np.flatnonzero(agencies_without_posts(structure, rows_listed(structure))).tolist():
        id = str(value(ids[row]))
        src = str(value(units.column("src")[row]) or "")
        found.append((int(start[row]), ("units", id, id, NO_POSTS, src), FigureId("units", id, NO_POSTS)))
    return [row[1:] for row in sorted(found)]


def _of_no_group(structure: Structure) -> list[tuple[str, str, int]]:
    """List, as table, field and row, the posts without a block and the units of posts without a level, where the study declares these."""
    found: list[tuple[str, str, int]] = []
    blank, placed = structure.strings.code(""), structure.placed_posts
    if structure.terms.declared("blocks"):
        rows = placed[structure.posts.column("block")[placed] == blank]
        found += [("posts", "block", int(row)) for row in rows]
    if structure.terms.declared("levels"):
        units = np.unique(structure.post_unit[placed])
        found += [("units", "level", int(row)) for row in units[structure.units.column("level")[units] == blank]]
    return found


def figure_of(structure: Structure, table: str, field: str, row: int) -> str:
    """Say which figure a field of a row is: of a quantity that the study declares, which one."""
    if table != "quantities":
        return field
    return str(structure.strings.value(structure.table(table).column("quantity")[row]))


@dataclass(frozen=True)
class MissingFigures:
    """Find the missing figures of any contributions by unit, in depth-first order; they are named when they are asked for.

    ``rows`` has, in the order of ``positions`` of their units, the number of the part and the row in it.
    """

    starts: Rows
    stops: Rows
    positions: Rows
    rows: Rows
    parts: tuple[tuple[str, Contributions], ...]
    _named: dict[int, tuple[FigureId, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, parts: Sequence[tuple[str, Contributions]], structure: Structure) -> MissingFigures:
        """Find the missing figures of contributions; beside a field stand rows of which it is unsaid, so that it is missing."""
        tree = structure.tree
        found = [np.empty((0, 3), dtype=np.int64)]
        for number, (unsaid, figures) in enumerate(parts):
            missing = figures.blank | (figures.value > 0) if unsaid else figures.blank
            at = np.flatnonzero(missing)
            found.append(np.column_stack((tree.start[figures.unit[at]], np.full(len(at), number), at)))
        every = np.concatenate(found)
        every = every[np.argsort(every[:, 0], kind="stable")]
        return cls(tree.start, tree.stop, every[:, 0], every[:, 1:], tuple(parts))

    def names(self, row: int, *, below: bool = False) -> tuple[FigureId, ...]:
        """Name the missing figures of a unit, or of it with all below."""
        start = int(self.starts[row])
        first, last = np.searchsorted(self.positions, [start, int(self.stops[row]) if below else start + 1])
        units = dict.fromkeys(self.positions[first:last].tolist())
        return tuple(name for position in units for name in self._at(position))

    def _at(self, position: int) -> tuple[FigureId, ...]:
        if position not in self._named:
            first, last = np.searchsorted(self.positions, [position, position + 1])
            self._named[position] = tuple(sorted(map(self._name, self.rows[first:last].tolist()), key=str))
        return self._named[position]

    def _name(self, row: list[int]) -> FigureId:
        part, at = row
        unsaid, figures = self.parts[part]
        return figures.name(at)._replace(field=unsaid) if unsaid else figures.name(at)
