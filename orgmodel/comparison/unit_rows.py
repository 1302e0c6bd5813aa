"""Measures of every unit: a row a measure where something changes; of many units those that stay have one row in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.comparison.case import one_by_one
from orgmodel.comparison.measure_rows import scopes_of
from orgmodel.measures.catalogue import Measure
from orgmodel.measures.measure_change import ChangeTable, StateColumns, absent_apart
from orgmodel.measures.scopes import UNIT

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case

MOST_IN_FULL = 20_000
"""So many units, those of every scenario counted, are told of one by one under each scenario."""

ASPECTS = ("low", "high", "missing", "assumed", "known", "of")
"""What is known of a measure beside its value, as in the rows of ``units``."""

Mask = NDArray[np.bool_]


def names_of_units(case: Case) -> tuple[str, ...]:
    """List the units of a case in either state, those before first."""
    return next(names for dimension, names in scopes_of(case.change_evaluator, [UNIT]) if dimension == UNIT)


def unchanged_units(cases: Sequence[Case], measures: Sequence[Measure]) -> dict[str, Any]:
    """Give, by column, the units that no case changes, be it for the better known: their ids, then their measures.

    Nothing where there are no more than ``MOST_IN_FULL`` units: then each is told of in full. Every column has an entry a
    unit; NaN where a measure has no value. Beside ``MEASURE`` stands ``MEASURE:low`` and so on (see ``ASPECTS``) where that
    says more of some unit than the value does. The cases start from one structure.
    """
    if not cases or sum(max(len(case.before.units), len(case.after.units)) for case in cases) <= MOST_IN_FULL:
        return {}
    ids = names_of_units(cases[0])
    kept = np.ones(len(ids), dtype=np.bool_)
    columns: dict[str, Any] = {}
    for case in one_by_one(cases):
        rows = case.before.units
        kept &= np.fromiter((rows.row(one) >= 0 for one in ids), dtype=np.bool_, count=len(ids))
        for one in measures:
            found = case.move_evaluator if one.compares else case.change_evaluator
            table = found.table(one, UNIT, ids)
            kept &= _is_same(one, case, table, ids)
            if case is cases[0] and not one.compares:
                columns |= _told(one, table.before)
    return {"unit": [ids[place] for place in np.flatnonzero(kept)]} | {id: one[kept] for id, one in columns.items()}


def _is_same(measure: Measure, case: Case, table: ChangeTable, ids: Sequence[str]) -> Mask:
    """Tell where a measure, and what is known of it, is the same in both states, and lacks the same figures."""
    if measure.compares:
        after = table.after
        return np.asarray((after.missing == 0) & (after.value == 0) & (after.low == 0) & (after.high == 0))
    bounds = (table.change_low, table.change_high)
    kept = table.change == 0
    for one in bounds:  # the change of what is no sum has no bounds where figures are missing
        kept &= one == 0 if measure.rows is not None else (one == 0) | np.isnan(one)
    if np.isnan(table.change).any():
        states = case.change_evaluator
        apart = absent_apart(states.before, states.after, measure.id, UNIT)
        other = np.fromiter((one in apart for one in ids), dtype=np.bool_, count=len(ids))
        kept |= np.isnan(table.change) & ~other
    for name in ("value", *ASPECTS):
        one, other = getattr(table.before, name), getattr(table.after, name)
        if one is not None and other is not None:
            kept &= (one == other) | (np.isnan(one) & np.isnan(other))
    return np.asarray(kept)


def _told(measure: Measure, state: StateColumns) -> dict[str, Any]:
    """Give the value of a measure of every unit, and each aspect that says more of some unit than the value does."""
    value = state.value
    columns = {measure.id: value}
    usual = {"low": value, "high": value, "missing": 0, "assumed": 0, "known": state.of, "of": state.known}
    for name in ASPECTS:
        one = getattr(state, name)
        if one is not None and not ((one == usual[name]) | np.isnan(one) & np.isnan(value)).all():
            columns[f"{measure.id}:{name}"] = np.round(one, 6)
    return columns
