"""Crossings: sums by any two or more of block, area, level, kind, and the fields of posts (rank, category, quota …)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.tree import unit_rows
from orgmodel.measures.contributions import Contributions, Ints
from orgmodel.measures.masks import taken
from orgmodel.measures.scopes import GROUPINGS, HOST, POST_FIELDS

SMALL = 1_000_000
"""Up to so many possible groups (and some for each row) a plain table of them is quicker than sorting."""

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def scope_of(dimension: str, key: Sequence[str]) -> str:
    """Write a group of a crossing as a scope.

    >>> scope_of("block,rank", ("party", "head"))
    'block:party,rank:head'
    """
    return ",".join(f"{part}:{text}" for part, text in zip(dimension.split(","), key, strict=True))


class Crossing:
    """Group the rows of a structure by several fields at once; a blank field is a group of its own.

    ``keys`` lists the groups that there are, sorted, field by field.
    """

    def __init__(self, structure: Structure, dimension: str) -> None:
        """Find the groups; ``dimension`` has the fields with commas between."""
        parts = dimension.split(",")
        tables = ["posts"] if set(parts) & set(POST_FIELDS) else ["units", "posts", "members", "quantities"]
        numbered = {table: _numbered(structure, table, parts) for table in tables}
        self.keys = sorted({key for _, _, keys in numbered.values() for key in keys})
        number_of = {key: number for number, key in enumerate(self.keys)}
        self._groups: dict[str, Ints] = {}
        for table, (number, there, keys) in numbered.items():
            new = np.fromiter((number_of[key] for key in keys), dtype=np.int64, count=len(keys))
            self._groups[table] = _renumbered(number, there, new)

    def groups(self, one: Contributions) -> Ints:
        """Give the number of the group of each contribution, -1 where its rows have no such fields."""
        groups = self._groups.get(one.table)
        return np.full(len(one.row), -1, dtype=np.int64) if groups is None else taken(groups, one.row)


def _numbered(structure: Structure, table: str, parts: Sequence[str]) -> tuple[Ints, Ints, list[tuple[str, ...]]]:
    """Give each row of a table a number by its fields (-1: no row); the numbers there are, and the fields of each.

    The number is that of a mixed base, whose digits are the fields' codes, renumbered from 0 so that the base is the count
    of values in use: with 3 blocks and 4 ranks, block 2 and rank 1 are 2 * 4 + 1 = 9. Rows with equal fields are thus
    found by one whole number a row, without comparing texts.
    """
    if table == "units":
        units = np.where(structure.tree.depth >= 0, np.arange(structure.units.size), -1)
    else:
        units = structure.post_unit if table == "posts" else unit_rows(structure, table, "unit")
    here = structure.table(table).live & (units >= 0)
    number = np.zeros(len(units), dtype=np.int64)
    if not here.any():
        return number - 1, np.empty(0, dtype=np.int64), []
    texts: list[list[str]] = []
    whole = 1
    for part in parts:
        of_unit = part in GROUPINGS[1:] or part == HOST or table in ("units", "quantities")
        codes = (
            structure.units.column("block" if part == HOST else part)
            if of_unit
            else structure.table(table).column(part)
        )
        compact, used = _compacted(codes)
        number = number * len(used) + (compact[units] if of_unit else compact)
        texts.append([str(structure.strings.value(code) or "") for code in used.tolist()])
        whole *= len(used)
    number = number if here.all() else np.where(here, number, -1)
    known = number if here.all() else number[here]
    there = np.flatnonzero(np.bincount(known)) if whole < SMALL + 4 * len(known) else np.unique(known)
    return number, there, [_fields(one, texts) for one in there.tolist()]


def _compacted(column: NDArray[Any]) -> tuple[Ints, Ints]:
    """Give the codes of a column anew, numbered from 0, and the codes used."""
    used = np.flatnonzero(np.bincount(column))
    compact = np.zeros(int(used[-1]) + 1, dtype=np.int64)
    compact[used] = np.arange(len(used))
    return compact[column], used


def _fields(number: int, texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Take a number of a mixed base apart again, into the texts of its digits."""
    chosen = []
    for known in reversed(texts):
        number, here = divmod(number, len(known))
        chosen.append(known[here])
    return tuple(reversed(chosen))


def _renumbered(number: Ints, there: Ints, new: Ints) -> Ints:
    """Replace the numbers that there are by new ones; -1 stays.

    ``there`` (sorted) and ``new`` have an entry a group, ``number`` one a row. A table from old to new is quickest where
    it is small; otherwise each old number is looked up by bisection.
    """
    if not len(there):
        return number
    if there[-1] < SMALL + 4 * len(number):
        table = np.full(int(there[-1]) + 2, -1, dtype=np.int64)
        table[there] = new
        return np.asarray(table[number])  # -1 finds the last entry, which holds -1
    return np.where(number < 0, -1, new[np.minimum(np.searchsorted(there, number), len(there) - 1)])
