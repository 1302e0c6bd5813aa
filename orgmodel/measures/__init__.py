"""One structure to tables: headcount, spans of control, layers, lines, leadership, functions, coordination, money.

The list of measures and their formulas is in :mod:`orgmodel.measures.catalogue`; every ``…_table`` is a pure function
of a structure to a tidy DataFrame.
"""

from orgmodel.measures.assumed_figures import assumed_figures, assumed_groups
from orgmodel.measures.catalogue import MEASURES, Measure, all_measures, measure_of, measures_of
from orgmodel.measures.coordination import coordination, coordination_table
from orgmodel.measures.crossed import cross
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.functions import functions_table
from orgmodel.measures.layers import layers_table, longest_chains
from orgmodel.measures.leadership import leadership_table
from orgmodel.measures.measure_change import ChangeEvaluator, MeasureChange, measure_change
from orgmodel.measures.measured_value import MeasuredValue, MeasureRow
from orgmodel.measures.measuring import amount, measure, measures_table, scopes_by, value
from orgmodel.measures.missing_figures import missing_figures, missing_ids
from orgmodel.measures.money import cost_table, payback_years, price_date
from orgmodel.measures.reporting_lines import chains_to_top, lines_table, superiors_table
from orgmodel.measures.spans import average_span, span_groups, spans_summary, spans_table

__all__ = [
    "MEASURES",
    "ChangeEvaluator",
    "Evaluator",
    "Measure",
    "MeasureChange",
    "MeasureRow",
    "MeasuredValue",
    "amount",
    "assumed_figures",
    "assumed_groups",
    "average_span",
    "chains_to_top",
    "coordination",
    "coordination_table",
    "cost_table",
    "cross",
    "functions_table",
    "layers_table",
    "leadership_table",
    "lines_table",
    "longest_chains",
    "measure",
    "measure_change",
    "all_measures",
    "measure_of",
    "measures_of",
    "measures_table",
    "missing_figures",
    "missing_ids",
    "payback_years",
    "price_date",
    "scopes_by",
    "span_groups",
    "spans_summary",
    "spans_table",
    "superiors_table",
    "value",
]
