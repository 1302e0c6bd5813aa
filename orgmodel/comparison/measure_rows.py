"""Measures of one outcome before and after, scope by scope, as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.measures.catalogue import Measure
from orgmodel.measures.crossings import scope_of
from orgmodel.measures.measure_change import ChangeEvaluator, ChangeTable
from orgmodel.measures.scopes import TOTAL, UNIT, is_crossing, labels, split_scope

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.move_evaluator import MoveEvaluator

MEASURE_COLUMNS = (
    "scenario", "scope", "measure", "before", "after", "change", "percent", "low", "high", "missing", "assumed",
    "change_low", "change_high", "missing_before", "assumed_before", "known", "of", "known_before", "of_before", "why",
    "now_known", "low_before", "high_before",
)  # fmt: skip
"""Columns of ``measures`` and ``units``. ``low``, ``high``, ``missing`` and ``assumed`` are of the state after; with
``missing`` figures ``after`` is "at least", ranges at their best (``low`` is proven), but of a mean that of what is known: of ``known`` units out of
``of``, where a remainder is as many as it stands for. ``why`` says why ``after`` has no value; ``now_known`` is
by how much a sum rose for being known better, and not for a change; ``percent`` is the change in per cent of ``before``."""


UNIT_COLUMNS = ("scenario", "unit", *MEASURE_COLUMNS[1:6], *MEASURE_COLUMNS[7:11], "missing_before", "known", "of")
"""What JSON says of each unit: no more than is promised, since there are many of them."""

Groups = list[tuple[str, tuple[str, ...]]]
"""Names of groups by dimension."""


OF_BLOCKS = ("host", "block,host")
"""Groupings that say nothing beside the total where no unit and no post has a block."""
OF_NO_BLOCK = ("", "host:", "block:,host:")
"""Their groups of what has no block."""


def scopes_of(change_evaluator: ChangeEvaluator, by: Sequence[str]) -> Groups:
    """List, for each dimension, its groups in either state: those of the state before first."""
    found: Groups = [(TOTAL, ("",))]
    for dimension in by:
        states = (change_evaluator.before, change_evaluator.after)
        if is_crossing(dimension):
            names = [scope_of(dimension, key) for evaluator in states for key in evaluator.crossing(dimension).keys]
            names = sorted(set(names))
        elif dimension == UNIT:
            names = [id for evaluator in states for id in labels(evaluator.structure, UNIT)]
        else:
            names = sorted({text for evaluator in states for text in labels(evaluator.structure, dimension)})
        if dimension not in OF_BLOCKS or not set(names) <= set(OF_NO_BLOCK):
            found.append((dimension, tuple(dict.fromkeys(names))))
    return found


def asked_scopes(change_evaluator: ChangeEvaluator, scopes: Sequence[str]) -> Groups:
    """Group scopes that a caller wrote out by their dimensions."""
    found: dict[str, list[str]] = {}
    for scope in dict.fromkeys(scopes):
        states = [
            split_scope(evaluator.structure, scope) for evaluator in (change_evaluator.before, change_evaluator.after)
        ]
        dimension, name = next((one for one in states if one[0] != UNIT), states[0])
        found.setdefault(dimension, []).append(name)
    return [(dimension, tuple(names)) for dimension, names in found.items()]


def scope_text(dimension: str, name: str) -> str:
    """Write a group of a dimension as a scope."""
    if dimension == TOTAL:
        return TOTAL
    return name if dimension == UNIT or is_crossing(dimension) else f"{dimension}:{name}"


def measure_frame(
    scenario: str,
    change_evaluator: ChangeEvaluator,
    move_evaluator: MoveEvaluator,
    measures: Sequence[Measure],
    groups: Groups,
    *,
    keep: Sequence[str] | None = (TOTAL,),
) -> pd.DataFrame:
    """Tabulate measures in groups of dimensions; rows of nothing in both states are left out but in ``keep`` (None: in any).

    Sorted by scope as given, then by measure as given.
    """
    import pandas as pd

    blocks: list[dict[str, Any]] = []
    # for a dimension: arrays of an entry a name, one a measure, laid side by side and read row by row
    for dimension, names in groups:
        chosen = [one for one in measures if not is_crossing(dimension) or _fits(change_evaluator, one, dimension)]
        if not names or not chosen:
            continue
        parts = [
            _columns(
                one,
                move_evaluator.table(one, dimension, names)
                if one.compares
                else change_evaluator.table(one, dimension, names),
            )
            for one in chosen
        ]
        columns: dict[str, Any] = {name: np.stack([part[name] for part in parts], axis=1).ravel() for name in parts[0]}
        scopes = np.repeat(np.array([scope_text(dimension, name) for name in names], dtype=object), len(chosen))
        columns |= {"scope": scopes, "measure": np.tile([one.id for one in chosen], len(names))}
        if keep is not None and dimension not in keep:
            told = [np.nan_to_num(columns[name]) != 0 for name in ("before", "after", "missing", "missing_before")]
            some = np.logical_or.reduce(told)
            columns = {name: values[some] for name, values in columns.items()}
        blocks.append(columns)
    if not blocks:
        return pd.DataFrame(columns=list(MEASURE_COLUMNS))
    whole = {name: np.concatenate([one[name] for one in blocks]) for name in blocks[0]}
    return pd.DataFrame({"scenario": scenario, **whole})[list(MEASURE_COLUMNS)]


def _fits(change_evaluator: ChangeEvaluator, measure: Measure, dimension: str) -> bool:
    return not measure.compares and change_evaluator.after.can_cross(measure.id, dimension)


def _columns(measure: Measure, table: ChangeTable) -> Mapping[str, Any]:
    """Give the columns of a change table by name; per cent only where the value before is known and not 0."""
    before, after = table.before, table.after
    nothing = np.full(len(before.value), np.nan)
    percent = np.divide(
        100 * table.change,
        before.value,
        out=np.full(len(before.value), np.nan),
        where=~(np.nan_to_num(before.value) == 0),
    )
    lacking = (before.missing > 0) | (after.missing > 0)
    better = np.round(after.value - before.value - table.change, 6)
    if measure.signed:  # what changes in rows of which a figure is missing has not come to be known
        better = np.where(table.change == 0, better, 0)
    return {
        "before": before.value,
        "after": after.value,
        "change": table.change,
        "percent": np.where(table.change == 0, 0.0, np.where(before.missing == 0, percent, np.nan)),
        "low": after.low,
        "high": after.high,
        "missing": after.missing,
        "assumed": np.round(after.assumed, 6),
        "change_low": table.change_low,
        "change_high": table.change_high,
        "missing_before": before.missing,
        "assumed_before": np.round(before.assumed, 6),
        "low_before": before.low,
        "high_before": before.high,
        "known": nothing if after.known is None else after.known,
        "of": nothing if after.of is None else after.of,
        "known_before": nothing if before.known is None else before.known,
        "of_before": nothing if before.of is None else before.of,
        "why": np.array(after.why or [None] * len(nothing), dtype=object),
        "now_known": np.where(lacking, better, np.nan) if measure.rows is not None else nothing,
    }
