"""The figures that somebody outside must supply or confirm: what is missing and what is assumed, cell by cell, by supplier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.estimates import Estimate, FigureId
from orgmodel.core.names import Names
from orgmodel.core.quantities import decimals_of
from orgmodel.core.records import Post
from orgmodel.core.tree import unit_rows
from orgmodel.measures.assumed_figures import is_assumed_figure
from orgmodel.measures.missing_figures import KEPT, figure_of, is_missing
from orgmodel.words.figure_names import figure_names

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """Name one cell of the baseline: what it is and of whom, what stands there now, where that is from, and who could supply it.

    ``value``, ``low`` and ``high`` are in the figure's own unit (full-time equivalents with two decimals); None is missing.
    ``places`` is how many decimals it may have.
    """

    figure: FigureId
    unit: Names
    what: Names
    value: float | None
    low: float | None
    high: float | None
    src: str
    supplier: Names
    places: int = 0


def asked_figures(structure: Structure, supplier: Callable[[FigureId], Names]) -> list[AskedFigure]:
    """List every missing and every assumed figure of posts, members and declared quantities, in the chart's order of units.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("a/1", "a", authorized=4, filled=None)])
    >>> [(str(one.figure), one.value) for one in asked_figures(s, lambda figure: ())]
    [('posts:a/1:filled', None)]
    """
    start, value, ids = structure.tree.start, structure.strings.value, structure.units.column("id")
    found = []
    for table, field in KEPT:
        rows = structure.table(table)
        of_unit = unit_rows(structure, table, "unit")
        asked = is_missing(structure, table, field) | is_assumed_figure(structure, table, field)
        for row in np.flatnonzero(asked).tolist():
            record = rows.record(row)
            unit = structure.unit(str(value(ids[of_unit[row]])))
            told = figure_of(structure, table, field, row)
            places = 2 if field == "fte" else 0
            if table == "quantities":
                places = decimals_of(structure.terms.quantities, told)
            figure = getattr(record, field)
            is_range = isinstance(figure, Estimate)
            best, low, high = (
                None if end is None else end / 10**places if places else end
                for end in ((figure.best, figure.low, figure.high) if is_range else (figure, figure, figure))
            )
            title = record.titles if isinstance(record, Post) else ()
            one = FigureId(table, record.key, field)
            what = figure_names(title, table, told, structure.terms.labels)
            src = str(getattr(record, "src", ""))
            asked_of = AskedFigure(one, unit.names, what, best, low, high, src, supplier(one), places)
            found.append((int(start[of_unit[row]]), asked_of))
    found.sort(key=lambda pair: (pair[0], pair[1].figure))
    return [one for _, one in found]
