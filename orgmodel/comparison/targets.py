"""Targets: a measure that a study or scenario wants to reach; met or missed, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.measured_value import MeasuredValue

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.scenario.elements import Target
    from orgmodel.scenario.scenario import Outcome

TARGET_COLUMNS = (
    "scenario", "measure", "scope", "at_least", "at_most", "before", "after", "result", "gap", "missing", "basis",
    "missing_before", "low_before", "low",
)  # fmt: skip
MET, MISSED, UNKNOWN = "met", "missed", "unknown"


def targets_of(outcome: Outcome) -> tuple[Target, ...]:
    """List the targets that bind an outcome: its study's and its own."""
    study = outcome.scenario.study
    return (*(study.targets if study is not None else ()), *outcome.scenario.targets)


def target_rows(case: Case, targets: Iterable[Target], problems: list[Problem]) -> list[tuple[Any, ...]]:
    """Judge targets on the state after; ``gap`` is what is still to go (0 or less: met).

    A value of which figures are missing can still miss or meet a bound by what it is at least and at most; otherwise it is
    unknown.
    """
    rows = []
    for target in targets:
        try:
            found = case.change_evaluator.read(measure_of(target.measure, case.before.terms), target.scope)
        except ProblemsError as error:
            problems += error.problems
            continue
        result, gap = judge(target, found.after)
        rows.append(
            (case.label, target.measure, target.scope, target.at_least, target.at_most, found.before.value,
             found.after.value, result, gap, found.after.missing, target.basis or None,
             found.before.missing, found.before.low, found.after.low)
        )  # fmt: skip
    return rows


def judge(target: Target, found: MeasuredValue) -> tuple[str, float | None]:
    """Tell whether a measured value meets a target, and the gap to it; None where the gap is not known."""
    value = found.value
    if value is None:
        return UNKNOWN, None
    gaps = []
    if target.at_most is not None:
        gaps.append(value - target.at_most)
    if target.at_least is not None:
        gaps.append(target.at_least - value)
    gap = max(gaps, default=0)
    if not found.missing:
        return (MISSED if gap > 0 else MET), gap
    if target.at_most is not None and found.low is not None and found.low > target.at_most:
        return MISSED, None
    if target.at_least is not None and found.high is not None and found.high < target.at_least:
        return MISSED, None
    least = target.at_least is None or (found.low is not None and found.low >= target.at_least)
    most = target.at_most is None or (found.high is not None and found.high <= target.at_most)
    return (MET if least and most else UNKNOWN), None
