"""One structure to tables: headcount, spans of control, layers, lines, leadership, functions, money.

The list of measures and their formulas is in :mod:`orgmodel.measures.catalogue`.
"""

from orgmodel.measures.catalogue import MEASURES, Measure, measure_of, measures_of
from orgmodel.measures.crossings import cross
from orgmodel.measures.differences import Difference, Differences, difference
from orgmodel.measures.measuring import measure, measures_table, scopes_by, value
from orgmodel.measures.meter import Meter
from orgmodel.measures.reading import MeasureRow, Reading

__all__ = [
    "MEASURES",
    "Difference",
    "Differences",
    "Measure",
    "MeasureRow",
    "Meter",
    "Reading",
    "cross",
    "difference",
    "measure",
    "measure_of",
    "measures_of",
    "measures_table",
    "scopes_by",
    "value",
]
