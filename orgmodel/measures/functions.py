"""Functions: who performs each, and which are uncovered, duplicated or fragmented.

Internal support work (``internal: yes``) is what every unit needs for itself; it is never duplicated or uncovered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.names import text_in
from orgmodel.core.records import Function, Unit
from orgmodel.core.tree import unit_rows

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class Performed:
    """Hold one function of an organisation: the unit rows that perform it, and the block at each."""

    function: str
    units: tuple[int, ...]
    blocks: tuple[str, ...]


def performed(structure: Structure) -> dict[str, Performed]:
    """List the functions that existing units perform for others, by id, units in the order of the chart."""
    table = structure.functions
    units = unit_rows(structure, "functions", "unit")
    found: dict[str, list[tuple[int, int, str]]] = {}
    start = structure.tree.start
    rows = np.flatnonzero(table.live & (units >= 0))
    texts = (structure.strings.values_of(table.column(field)[rows]) for field in ("function", "block", "internal"))
    for function, block, internal, unit in zip(*texts, units[rows].tolist(), strict=True):
        if not internal:
            found.setdefault(function, []).append((int(start[unit]), unit, block))
    return {
        function: Performed(function, tuple(unit for _, unit, _ in rows), tuple(block for _, _, block in rows))
        for function, rows in sorted((function, sorted(rows)) for function, rows in found.items())
    }


def duplicated(structure: Structure, functions: Mapping[str, Performed]) -> list[Performed]:
    """List, for each function and each level and area, the units of which two or more perform it side by side.

    A unit within another that performs the function too is part of it, and no second one.
    """
    units, tree = structure.units, structure.tree
    level, area = units.column("level"), units.column("area")
    found = []
    for one in functions.values():
        if len(one.units) < 2:
            continue
        by_level_and_area: dict[tuple[int, int], list[tuple[int, str]]] = {}
        end = -1
        for unit, block in zip(one.units, one.blocks, strict=True):
            if tree.start[unit] < end:
                continue
            end = int(tree.stop[unit])
            by_level_and_area.setdefault((int(level[unit]), int(area[unit])), []).append((unit, block))
        found += [
            Performed(one.function, tuple(unit for unit, _ in pairs), tuple(block for _, block in pairs))
            for pairs in by_level_and_area.values()
            if len(pairs) > 1
        ]
    return found


def functions_table(structure: Structure) -> pd.DataFrame:
    """Tabulate functions, a row for each unit that performs one.

    Columns: function, name, unit, block, level, area, internal, duplicated (another unit of the same level and area
    performs it too), fragmented (and the two have no direct superior in common). Sorted by function, then unit.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Unit("b"), Function("a", "f"), Function("b", "f")])
    >>> functions_table(s)[["unit", "duplicated", "fragmented"]].values.tolist()
    [['a', True, True], ['b', True, True]]
    """
    import pandas as pd

    parent, ids = structure.tree.parent, structure.units
    twice: dict[tuple[str, str], bool] = {}
    for group in duplicated(structure, performed(structure)):
        parents = {int(parent[unit]) for unit in group.units}
        apart = len(parents) > 1 or parents == {-1}
        for unit in group.units:
            twice[(group.function, str(ids.record(unit).key))] = apart
    rows = []
    for one in cast(Iterable[Function], structure.functions):
        where = cast("Unit | None", structure.units.get(one.unit))
        key = (one.function, one.unit)
        rows.append(
            (
                one.function,
                text_in(one.names, structure.terms.language, one.function),
                one.unit,
                one.block,
                where.level if where else "",
                where.area if where else "",
                one.internal,
                key in twice,
                twice.get(key, False),
            )
        )
    columns = ["function", "name", "unit", "block", "level", "area", "internal", "duplicated", "fragmented"]
    return pd.DataFrame(sorted(rows), columns=columns)
