"""What a structure's columns say row by row: which hold a word, which are assumed, which are uncertain."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount, FigureId
from orgmodel.core.frozen import read_only
from orgmodel.core.records import is_assumed
from orgmodel.measures.contributions import Ints, Mask

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.core.tables import Table

Values = TypeVar("Values", bound=NDArray[Any])


def taken(column: Values, rows: Ints) -> Values:
    """Take rows of a column; all of them (rows are sorted, each once) cost nothing."""
    return column if len(rows) == len(column) else cast(Values, column[rows])


def is_code(structure: Structure, column: NDArray[Any], text: str) -> Mask:
    """Mark the rows of a coded column that hold a text."""
    return np.asarray(column == structure.strings.code(text))


def text_mask(structure: Structure, column: NDArray[Any], holds: Callable[[str], bool]) -> Mask:
    """Mark the rows of a coded column whose text has a property; each text is asked about once."""
    if not len(column):
        return np.zeros(0, dtype=np.bool_)
    value = structure.strings.value
    if (column == column[0]).all():
        return np.full(len(column), holds(str(value(int(column[0])) or "")))
    mask = np.zeros(len(structure.strings) + 1, dtype=np.bool_)
    for code in np.flatnonzero(np.bincount(column)).tolist():
        mask[code] = holds(str(value(code) or ""))
    return np.asarray(mask[column])


def assumed_rows(structure: Structure, table: Table) -> Mask:
    """Mark the rows whose source says that their figures are assumed."""
    return structure.kept(_assumed_rows, table.spec.table)


def _assumed_rows(structure: Structure, table: str) -> Mask:
    return cast(Mask, read_only(text_mask(structure, structure.table(table).column("src"), is_assumed)))


def counting_as(structure: Structure, *classes: str) -> Mask:
    """Mark the unit rows that exist and whose kind counts as one of some classes."""
    return structure.kept(_counting_as, *classes)


def _counting_as(structure: Structure, *classes: str) -> Mask:
    counts = structure.terms.counts
    chosen = text_mask(structure, structure.units.column("kind"), lambda kind: counts(kind) in classes)
    return cast(Mask, read_only(chosen & (structure.tree.depth >= 0)))


def uncertain_figures(table: Table, field: str, rows: Ints) -> dict[int, Amount]:
    """Give the uncertain figures of a column by position among ``rows`` (sorted)."""
    found = table.amounts(field)
    if not found or not len(rows):
        return {}
    wanted = np.fromiter(sorted(found), dtype=np.int64)
    positions = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
    here = rows[positions] == wanted
    return {int(position): found[int(row)] for position, row in zip(positions[here], wanted[here], strict=True)}


def namer(structure: Structure, table: str, rows: Ints, field: str) -> Callable[[int], FigureId]:
    """Give the function that names the figure at a position, as the ledger names it."""
    return partial(_named, structure, table, rows, field)


def _named(structure: Structure, table: str, rows: Ints, field: str, position: int) -> FigureId:
    keys, row = structure.table(table), int(rows[position])
    key = structure.strings.value(keys.column("id")[row]) if table == "posts" else keys.record(row).key
    return FigureId(table, key, field)
