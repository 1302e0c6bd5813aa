"""Evaluating norms: a structure at a date, or an outcome before and after, and what the proposal breaks or mends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Attribute, Members, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import value as measured
from orgmodel.norms.dates import years_after
from orgmodel.norms.facts import Facts
from orgmodel.norms.finding import (
    AFTER,
    BEFORE,
    INHERITED,
    MENDED,
    NEEDS_APPROVAL,
    NEW,
    NOT_APPLICABLE,
    NOT_EVALUABLE,
    PASS,
    Finding,
)
from orgmodel.norms.formula import DeviationsFrom, MeasureOf
from orgmodel.norms.judging import Context, judge
from orgmodel.norms.model_record import NOT_JUDGED
from orgmodel.norms.record import Norm, NormPack
from orgmodel.norms.reference import deviations
from orgmodel.norms.terms_evaluated import Subjects
from orgmodel.norms.values import Values

if TYPE_CHECKING:
    from orgmodel.scenario.outcome import Outcome

ADVERSE = ("fail", "fails_for_part", NEEDS_APPROVAL)


def evaluate(
    subject: Structure | Outcome,
    pack: NormPack,
    *,
    date: str | None = None,
    state: str = BEFORE,
    parameters: Mapping[str, Any] | None = None,
    befores: Befores | None = None,
) -> list[Finding]:
    """Evaluate every norm of a pack: on a structure, or on an outcome before and after.

    The law is that of ``date``; without one, of the structure's own date (of an outcome: of its state after), so that
    before and after are judged by the same law. Findings come in the order of the pack, by subject; those of an
    outcome say what is new, mended or inherited, and which step touched their units last. ``befores`` keeps
    what was found before, so that many scenarios of one baseline judge it once. Raises ProblemsError for a parameter
    that no norm knows or that cannot take its value.
    """
    if isinstance(subject, Structure):
        return _evaluate(subject, pack, state, date or subject.as_of, parameters, None)
    day = date or subject.after.as_of
    before = None if befores is None else befores.get(subject.before, day)
    if before is None:
        before = _evaluate(subject.before, pack, BEFORE, day, parameters, subject.before)
    if befores is not None:
        befores.keep(subject.before, day, before)
    after = _evaluate(subject.after, pack, AFTER, day, parameters, subject.before)
    return before + _compared(before, after, pack, subject, day)


class Befores:
    """Keep the findings on baselines by date, for one pack and one set of parameters."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._kept: list[tuple[Structure, str | None, list[Finding]]] = []

    def get(self, structure: Structure, date: str | None) -> list[Finding] | None:
        """Give the findings on a structure (this very one) on a date, or None."""
        return next((found for one, day, found in self._kept if one is structure and day == date), None)

    def keep(self, structure: Structure, date: str | None, findings: list[Finding]) -> None:
        """Keep findings, once."""
        if self.get(structure, date) is None:
            self._kept.append((structure, date, findings))


def settled(pack: NormPack, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give the parameters of a pack: as the caller says, else as a study gives them, else the default, else unknown.

    Raises ProblemsError naming every parameter that does not exist or cannot take its value.
    """
    given: dict[str, Any] = {**pack.given, **(parameters or {})}
    problems = []
    for name, value in given.items():
        known = pack.parameters.get(name)
        if known is None:
            message = f"no norm has a parameter {name!r}{nearest(name, pack.parameters)}"
            problems.append(Problem("UNKNOWN_PARAMETER", message, subject=name))
        elif known.choices and str(value) not in known.choices:
            message = f"{name} is one of {', '.join(known.choices)}, not {value!r}{nearest(value, known.choices)}"
            problems.append(Problem("PARAMETER", message, subject=name))
        elif not known.choices and (isinstance(value, bool) or not _is_number(value)):
            problems.append(Problem("PARAMETER", f"{name} is a number, not {value!r}", subject=name))
    if problems:
        raise ProblemsError(problems)
    defaults = {name: one.default for name, one in pack.parameters.items()}
    return {**defaults, **given}


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def _evaluate(
    structure: Structure,
    pack: NormPack,
    state: str,
    date: str | None,
    parameters: Mapping[str, Any] | None,
    before: Structure | None,
) -> list[Finding]:
    facts = Facts(structure, settled(pack, parameters), pack.kinds)

    def measure(term: MeasureOf) -> Values:
        of = before if term.at == "before" else structure
        if of is None:
            return Values.exact(np.nan)
        reading = measured(of, term.id, term.scope, beside=before)
        if not reading.complete or reading.value is None:
            return Values.exact(np.nan)
        ends = [np.atleast_1d(np.asarray(end, dtype=np.float64)) for end in (reading.value, reading.low, reading.high)]
        none = np.zeros(1, dtype=np.bool_)
        return Values(ends[0], ends[1], ends[2], none, none)

    def deviating(term: DeviationsFrom, areas: tuple[str, ...]) -> Values:
        model = next((one for one in pack.models if one.id == term.model and one.in_force(date)), None)
        if model is None:
            return Values.exact(np.full(len(areas), np.nan))
        found = deviations(structure, model, roles=pack.roles, areas=areas)
        silent = {one.area for one in found if one.kind == NOT_JUDGED}
        counted = [one for one in found if one.kind == term.kind and term.side in ("", one.side)]
        counts = [np.nan if area in silent else sum(one.area == area for one in counted) for area in areas]
        return Values.exact(np.array(counts, dtype=np.float64))

    subjects = Subjects(facts, np.arange(facts.size), measure=measure, deviations=deviating)
    context = Context(subjects, state)
    findings: list[Finding] = []
    for versions in _by_id(pack.norms).values():
        current = [one for one in versions if one.in_force(date)]
        if current:
            findings += judge(current[0], context)
        else:
            findings.append(_out_of_force(versions, date, state))
    return findings


def _by_id(norms: Iterable[Norm]) -> dict[str, list[Norm]]:
    versions: dict[str, list[Norm]] = {}
    for norm in norms:
        versions.setdefault(norm.id, []).append(norm)
    return versions


def _out_of_force(versions: list[Norm], date: str | None, state: str) -> Finding:
    periods = "; ".join(f"{one.from_ or '…'} – {one.to or '…'}" for one in versions)
    note = names_of(
        vi=f"Không có hiệu lực ngày {date} (hiệu lực: {periods})", en=f"Not in force on {date} (in force: {periods})"
    )
    norm = versions[-1]
    return Finding(
        norm.id,
        "",
        NOT_APPLICABLE,
        citation=str(norm.citation),
        state=state,
        title=norm.title,
        confidence=norm.confidence,
        note=note,
    )


def _compared(
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
        was = earlier is not None and earlier.result in ADVERSE
        step = _cause(one, earlier, touched, order)
        one = replace(one, step=step, clause=clauses.get(step, ""))
        one = _in_transition(one, versions.get(one.norm), dates.get(step), date)
        if one.result in ADVERSE:
            one = replace(one, change=INHERITED if was else NEW)
        elif was and one.result == PASS:
            one = replace(one, change=MENDED)
        found.append(one)
    for key, earlier in then.items():
        if key not in seen and earlier.result in ADVERSE:
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
    note = names_of(vi="Đối tượng không còn sau sắp xếp", en="The subject no longer exists after the proposal")
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
    if norm is None or norm.transition is None or one.result not in ADVERSE or not one.step:
        return one
    if decided is None:
        missing = (f"steps:{one.step}:effective",)
        return replace(one, result=NOT_EVALUABLE, missing=missing)
    until = years_after(decided, norm.transition.years)
    if date is None or date < until:
        note = names_of(
            vi=f"Vượt, được phép đến {until} ({norm.transition.years} năm từ khi có quyết định)",
            en=f"Over the limit, allowed until {until} ({norm.transition.years} years from the decision)",
        )
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
