"""Means that pair what they divide unit by unit: a unit of which either side is missing is left out of both.

So a mean is that of what is known, of k units out of n; where too few units tell (``Vocabulary.known_share``, a half
unless a study says otherwise) there is none. A remainder counts as the units that it stands for. By block a unit is
paired block by block, since its posts may be of two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.measures.contributions import Contributions, Ints, Mask
from orgmodel.measures.measure_column import MeasureColumn, ratio_column
from orgmodel.measures.scopes import is_crossing
from orgmodel.measures.totals import Totals

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.measures.grouped_structure import GroupedStructure


def paired_mean(
    grouped: GroupedStructure,
    dimension: str,
    over: Contributions,
    under: Contributions,
    *,
    factor: float = 1,
) -> MeasureColumn:
    """Divide sums by sums over the units of which both are known; a unit that has none of one side is known to have none."""
    structure = grouped.structure
    cells, units, blocks = _cells(structure, dimension, (over, under))
    open_ = [one for part in (over, under) if (one := grouped.unplaced(part, dimension)) is not None]
    unclear = np.unique(np.concatenate([one.unit for one in open_])) if open_ else np.empty(0, dtype=np.int64)
    unpaired = np.isin(units, unclear)
    absent = list(open_)
    for cell, one in zip(cells, (over, under), strict=True):
        unpaired[cell[one.blank]] = True
        absent.append(one.selected(np.flatnonzero(one.blank)))
    if unpaired.any():
        over, under = (
            one.selected(np.flatnonzero(~unpaired[cell])) for cell, one in zip(cells, (over, under), strict=True)
        )
    column = ratio_column(grouped.totals(over, dimension), grouped.totals(under, dimension), factor)
    every = Contributions.exact("units", units, units, blocks, structure.units.column("stands_for")[units])
    column = counted(grouped, dimension, column, every, unpaired, absent)
    return _with_unclear(grouped, dimension, column, every, unclear) if len(unclear) else column


def _with_unclear(
    grouped: GroupedStructure, dimension: str, column: MeasureColumn, every: Contributions, unclear: Ints
) -> MeasureColumn:
    """Count units with posts of which nobody says the group among those that should tell in every group: they may be of any."""
    assert column.of is not None
    assert column.known is not None
    there = every.selected(np.flatnonzero(np.isin(every.unit, unclear)))
    more = grouped.structure.units.column("stands_for")[unclear].sum() - grouped.totals(there, dimension).value
    of = column.of + np.maximum(more, 0)
    return replace(
        column,
        of=of,
        missing=of - column.known,
        given=column.given & enough_known(grouped, column.known, of),
        sums=(),
    )


def counted(
    grouped: GroupedStructure,
    dimension: str,
    column: MeasureColumn,
    every: Contributions,
    unpaired: np.ndarray[tuple[int], np.dtype[np.bool_]],
    absent: Sequence[Contributions] = (),
) -> MeasureColumn:
    """Say of a mean how many units it is of, and take it away where too few tell."""
    of = known = grouped.totals(every, dimension).value
    if unpaired.any():
        known = grouped.totals(every.selected(np.flatnonzero(~unpaired)), dimension).value
    found = _of_so_many(*column.sums, known, of, made=column.made, share=grouped.structure.terms.known_share)
    return replace(found, absent=tuple(absent))


def _of_so_many(*sums: Totals | Ints, made: Callable[..., MeasureColumn] | None, share: float) -> MeasureColumn:
    """Make a mean of its sums, of which the last two count the units that tell and those that should."""
    *parts, known, of = sums
    assert made is not None
    assert not isinstance(known, Totals)
    assert not isinstance(of, Totals)
    column = made(*parts)
    given = column.given & (known >= share * of - 1e-9)
    again = partial(_of_so_many, made=made, share=share)
    return replace(column, missing=of - known, given=given, known=known, of=of, sums=sums, made=again)


def enough_known(grouped: GroupedStructure, known: Ints, of: Ints) -> Mask:
    """Mark the groups of which enough units tell, by the share that the study asks for."""
    return np.asarray(known >= grouped.structure.terms.known_share * of - 1e-9)


def units_told(
    grouped: GroupedStructure, dimension: str, parts: Sequence[Contributions]
) -> tuple[Ints, Ints] | tuple[None, None]:
    """Count by group the units of which every figure is known, and all that have any; nothing for groups of posts alone."""
    if is_crossing(dimension):
        return None, None
    structure = grouped.structure
    cells, units, blocks = _cells(structure, dimension, parts)
    told = np.ones(len(units), dtype=np.bool_)
    for cell, one in zip(cells, parts, strict=True):
        told[cell[one.blank]] = False
    every = Contributions.exact("units", units, units, blocks, structure.units.column("stands_for")[units])
    known = every.selected(np.flatnonzero(told))
    return tuple(grouped.totals(one, dimension).value for one in (known, every))  # type: ignore[return-value]


def _cells(structure: Structure, dimension: str, both: Sequence[Contributions]) -> tuple[list[Ints], Ints, Ints]:
    """Assign a number to each unit (by block, to each unit and block) that either side has.

    Gives the number of each position on either side, and the unit row and block of each number.
    """
    blocks = structure.units.column("block")
    keys = [one.unit.astype(np.int64) for one in both]
    width = 1
    if dimension == "block":
        width = int(max((int(one.block.max(initial=0)) for one in both), default=0)) + 1
        keys = [key * width + one.block for key, one in zip(keys, both, strict=True)]
    size = structure.units.size * width
    if size <= 8 * sum(map(len, keys)) + 1_000_000:  # a table of all is quicker than sorting
        seen = np.zeros(size, dtype=np.bool_)
        for key in keys:
            seen[key] = True
        there = np.flatnonzero(seen)
        number = np.cumsum(seen) - 1
        cells = [number[key] for key in keys]
    else:
        there = np.unique(np.concatenate(keys))
        cells = [np.searchsorted(there, key) for key in keys]
    units = there // width
    return cells, units, there % width if width > 1 else blocks[units].astype(np.int64)
