"""The chart of units as arrays: depth-first order, depths, subtree ranges and roll-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.frozen import Alike

if TYPE_CHECKING:
    from orgmodel.core.store import Store

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tree(Alike):
    """Order the units depth-first, siblings by (order, id).

    ``parent``, ``depth``, ``start`` and ``stop`` have one entry a unit row (dead rows: parent -1, depth -1, an empty
    range); ``order`` lists live rows depth-first, and a unit with all below it is ``order[start:stop]``.
    """

    parent: Rows
    depth: Rows
    order: Rows
    start: Rows
    stop: Rows

    @classmethod
    def of(cls, structure: Store) -> Tree:
        """Build the tree of a structure; a unit whose parent does not exist is a root, a cycle is left out."""
        units = structure.units
        codes = units.column("parent")
        row_of = rows_by_code(structure)
        live = units.live
        parent = np.where(live & (codes > 0), row_of[codes], -1)
        ids = units.column("id")
        rank = units.id_ranks()
        rows = np.flatnonzero(live)
        rows = rows[np.lexsort((rank[rows], units.column("order")[rows]))]
        return cls.from_parents(parent, rows, len(ids))

    @classmethod
    def from_parents(cls, parent: Rows, rows: Rows, size: int) -> Tree:
        """Build the tree from parent rows; ``rows`` lists the live ones, siblings in their order."""
        sorted_rows = rows[np.argsort(parent[rows], kind="stable")]
        sorted_parents = parent[sorted_rows]
        first = np.searchsorted(sorted_parents, np.arange(-1, size + 1))
        depth = np.full(size, -1, dtype=np.int64)
        levels: list[Rows] = []
        frontier = sorted_rows[first[0] : first[1]]
        while len(frontier):
            depth[frontier] = len(levels)
            levels.append(frontier)
            begin, end = first[frontier + 1], first[frontier + 2]
            frontier = sorted_rows[ranges(begin, end)]
        weight = np.zeros(size, dtype=np.int64)
        for level in reversed(levels):
            weight[level] += 1
            inner = level[parent[level] >= 0]
            np.add.at(weight, parent[inner], weight[inner])
        start = np.zeros(size, dtype=np.int64)
        for number, level in enumerate(levels):
            before = np.cumsum(weight[level]) - weight[level]
            if number == 0:
                start[level] = before
                continue
            up = parent[level]
            new_family = np.append(True, up[1:] != up[:-1])
            family = np.maximum.accumulate(np.where(new_family, np.arange(len(level)), 0))
            start[level] = start[up] + 1 + before - before[family]
        stop = start + weight
        reached = np.flatnonzero(depth >= 0)
        order = np.empty(len(reached), dtype=np.int64)
        order[start[reached]] = reached
        return cls(parent, depth, order, start, stop)

    def roll_up(self, values: NDArray[Any]) -> NDArray[Any]:
        """Sum a value a unit row over each unit with all below it."""
        sums = np.zeros(len(self.order) + 1, dtype=values.dtype)
        np.cumsum(values[self.order], out=sums[1:])
        return np.asarray(sums[self.stop] - sums[self.start])

    def below(self, row: int) -> Rows:
        """List the rows of a unit and all below it, depth-first."""
        return self.order[self.start[row] : self.stop[row]]


def rows_by_code(structure: Store, table: str = "units") -> Rows:
    """Give the live row (of units, or of another table with ids) of each text code, -1 where there is none."""
    named = structure.table(table)
    codes = named.column("id")  # before the length is asked: a column may bring new texts
    rows = np.full(len(structure.strings), -1, dtype=np.int64)
    live = np.flatnonzero(named.live)[::-1]
    rows[codes[live]] = live
    return rows


def unit_rows(structure: Store, table: str, field: str) -> Rows:
    """Give the live unit row that each row of a table names in a field, -1 where there is none."""
    codes = structure.table(table).column(field)
    return np.asarray(rows_by_code(structure)[codes])


def ranges(begin: Rows, end: Rows) -> Rows:
    """Concatenate the ranges begin[i]:end[i]."""
    lengths = end - begin
    total = int(lengths.sum())
    if not total:
        return np.empty(0, dtype=np.int64)
    offsets = np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
    return offsets + np.arange(total)
