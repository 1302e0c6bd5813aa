"""One structure to tables: headcount, spans of control, layers, lines, leadership, functions, money.

The list of measures and their formulas is in :mod:`orgmodel.measures.catalogue`.
"""

from orgmodel.measures.catalogue import MEASURES, Measure, measure_of, measures_of
from orgmodel.measures.measuring import measure, measures_table, value
from orgmodel.measures.meter import Meter
from orgmodel.measures.reading import MeasureRow, Reading
from orgmodel.measures.scopes import scopes_by

__all__ = [
    "MEASURES",
    "Measure",
    "MeasureRow",
    "Meter",
    "Reading",
    "measure",
    "measure_of",
    "measures_of",
    "measures_table",
    "scopes_by",
    "value",
]
