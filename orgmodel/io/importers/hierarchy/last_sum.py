"""A last row of posts that is the sum of all others, whatever word it has: a total where it lacks what every other row has."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from orgmodel.core.figure_columns import MISSING
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING
from orgmodel.io.importers.hierarchy.placed import Ints
from orgmodel.io.importers.hierarchy.table import Table

_FEWEST = 3
_LEAST_ALONE = 100
"""A figure that stands in one column alone is a sum by chance where it is less."""
_NAMES = ("id", "unit", "unit_name", "unit_parent", "name")


def last_sum(table: Table, totals: Collection[int]) -> dict[int, str]:
    """Give the last row of posts, with its first text, where it is the sum of the others in every figure and no post; nothing where it is not.

    Several figures, or one of three digits, are no chance. It is no post where it has no id and lacks a name that every
    other row has; one that has all of them stays, and is told.
    """
    keys = table.summed
    rows = _without(table.sound.rows, table.notes)
    if table.map.rows == "units" or not keys or len(rows) <= _FEWEST or int(rows[-1]) in totals:
        return {}
    others, last = _without(rows[:-1], totals), int(rows[-1])
    figures = {key: int(table.figures[key][last]) for key in keys}
    given = {key: figure for key, figure in figures.items() if figure not in (0, MISSING)}
    for key in keys:
        known = np.asarray(table.figures[key])[others]
        known = known[known != MISSING]
        if int(known.sum()) != (0 if figures[key] == MISSING else figures[key]) or np.count_nonzero(known) == 1:
            return {}
    alone = max((figure for key, figure in given.items() if not key.startswith("fte")), default=0)
    if len(others) < _FEWEST or (len(given) < 2 and alone < _LEAST_ALONE):
        return {}
    columns = [table.rows.texts(name) for name in _naming(table)]
    said = next((column[last] for column in columns if column[last]), "")
    lacks = any(not column[last] and all(column[row] for row in others.tolist()) for column in columns)
    if lacks and not table.text("id", last):
        return {last: said}
    message = Message.of(
        "{first!r} is the sum of all other rows in every figure; it is kept as a post. If it is a total, name its line under skip: in the map",
        first=said,
    )
    table.report.row(table.rows.lines[last], "SUM_OF_OTHERS", message, severity=WARNING, subject=said)
    return {}


def _without(rows: Ints, some: Collection[int]) -> Ints:
    """Leave some rows out."""
    return rows[~np.isin(rows, list(some))] if some else rows


def _naming(table: Table) -> list[str]:
    """List the columns that name rows or their units, levels too."""
    mapped = [name for key, name in table.columns.items() if key in _NAMES]
    return list(dict.fromkeys([*table.map.levels, *mapped]))
