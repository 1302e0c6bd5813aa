"""Outcomes side by side: measures, units, lines, lineage, ledger, and what differs in words."""

from orgmodel.comparison.analysis import (
    TABLES,
    before_and_after,
    chains,
    coordinations,
    crosswalk,
    disturbance,
    flows,
    functions,
    heads,
    money,
    needs,
)
from orgmodel.comparison.comparison import Comparison, compare
from orgmodel.comparison.crosswalk import UnitMapping, compose
from orgmodel.comparison.flows import flow_matrix
from orgmodel.comparison.restate import Restated, restate

__all__ = [
    "TABLES",
    "Comparison",
    "Restated",
    "UnitMapping",
    "before_and_after",
    "chains",
    "compare",
    "compose",
    "coordinations",
    "crosswalk",
    "disturbance",
    "flow_matrix",
    "flows",
    "functions",
    "heads",
    "money",
    "needs",
    "restate",
]
