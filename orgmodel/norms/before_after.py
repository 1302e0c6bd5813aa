"""Findings after against findings before: what a proposal breaks, mends or leaves, and which step did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.estimates import FigureId
from orgmodel.core.records import Attribute, Members, Post, Record, Unit
from orgmodel.norms.finding import (
    ACTING,
    AFTER,
    INHERITED,
    MENDED,
    NEW,
    NOT_APPLICABLE,
    NOT_EVALUABLE,
    PASS,
    Finding,
)
from orgmodel.norms.partial_dates import first_day, years_after
from orgmodel.norms.record import Norm, NormPack
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome


def compared(
    before: list[Finding], after: list[Finding], pack: NormPack, outcome: Outcome, date: str | None
) -> list[Finding]:
    """Mark what is new, mended or inherited, with the step that touched the subject last."""
    then = {(one.norm, one.subject): one for one in before}
    touched = touching_steps(outcome)
    dates = {result.step.id: result.step.effective for result in outcome.steps}
    order = list(dates)
    clauses = {result.step.id: result.step.clause for result in outcome.steps}
    versions = {norm.id: norm for norm in pack.norms if norm.in_force(date)}
    found: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for one in after:
        earlier = then.get((one.norm, one.subject))
        seen.add((one.norm, one.subject))
        was = earlier is not None and earlier.result in ACTING
        step = _cause(one, earlier, touched, order)
        one = replace(one, step=step, clause=clauses.get(step, ""))
        one = _in_transition(one, versions.get(one.norm), dates.get(step), date)
        if one.result in ACTING:
            one = replace(one, change=INHERITED if was else NEW)
        elif was and one.result == PASS:
            one = replace(one, change=MENDED)
        found.append(one)
    for key, earlier in then.items():
        if key not in seen and earlier.result in ACTING:
            found.append(_gone(earlier, touched, clauses))
    return found


def _cause(one: Finding, earlier: Finding | None, touched: Mapping[str, str], order: list[str]) -> str:
    """Give the last step that touched the units of a finding, where the finding is not what it was."""
    if earlier is not None and (earlier.units, earlier.value, earlier.result) == (one.units, one.value, one.result):
        return ""
    units = (*one.units, *(earlier.units if earlier is not None else ()))
    return max((touched[unit] for unit in units if unit in touched), key=order.index, default="")


def _gone(earlier: Finding, touched: Mapping[str, str], clauses: Mapping[str, str]) -> Finding:
    step = next((touched[unit] for unit in earlier.units if unit in touched), "")
    note = worded("subject_gone")
    return replace(
        earlier,
        state=AFTER,
        result=NOT_APPLICABLE,
        value=None,
        low=None,
        high=None,
        step=step,
        clause=clauses.get(step, ""),
        change=MENDED,
        note=note,
    )


def _in_transition(one: Finding, norm: Norm | None, decided: str | None, date: str | None) -> Finding:
    """Let a limit be exceeded while the years after the decision on the rearrangement run."""
    if norm is None or norm.transition is None or one.result not in ACTING or not one.step:
        return one
    if decided is None:
        missing = (FigureId("steps", one.step, "effective"),)
        return replace(one, result=NOT_EVALUABLE, missing=missing)
    until = years_after(decided, norm.transition.years)
    if date is None or first_day(date) < until:
        note = worded("allowed_until", {"until": until, "years": norm.transition.years})
        return replace(one, result=PASS, note=note)
    return one


def touching_steps(outcome: Outcome) -> dict[str, str]:
    """Give the last step that touched each unit: itself, its posts, members or attributes, or what is right under it."""
    touched: dict[str, str] = {}
    for result in outcome.steps:
        for change in result.changes:
            for record in (change.before, change.after):
                for unit in _units_of(record):
                    touched[unit] = result.step.id
    return touched


def _units_of(record: Record | None) -> tuple[str, ...]:
    if isinstance(record, Unit):
        return (record.id,) if record.parent is None else (record.id, record.parent)
    if isinstance(record, Post | Members | Attribute):
        return (record.unit,)
    return ()
