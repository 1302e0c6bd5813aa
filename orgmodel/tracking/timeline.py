"""Time: steps and law on one axis, what must come before what, and dates that are out of order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.core.names import Names
from orgmodel.core.problems import ERROR, WARNING, Problem
from orgmodel.core.records import Document, Unit
from orgmodel.norms.model_record import ReferenceModel
from orgmodel.norms.partial_dates import first_day, known, last_day
from orgmodel.norms.record import Norm, NormPack
from orgmodel.words.labels import names
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.scenario.elements import Step
    from orgmodel.scenario.scenario import Outcome, StepResult

STEP, LAW_BEGINS, LAW_ENDS, MODEL_BEGINS, MODEL_ENDS = "step", "norm_begins", "norm_ends", "model_begins", "model_ends"


@dataclass(frozen=True, slots=True)
class Event:
    """Hold what happens on a day: a step, or a norm or reference model that comes into force or ends.

    ``date`` is as the source gives it, None where unknown (those come last); ``after`` names what must come before:
    step ids, ``document:<id>`` of the deciding act, or ``act:<what> by <unit>``.
    """

    date: str | None
    kind: str
    subject: str
    title: Names
    clause: str = ""
    announced: str | None = None
    due: str | None = None
    after: tuple[str, ...] = ()
    citation: str = ""


def timeline(outcome: Outcome, pack: NormPack | None = None) -> list[Event]:
    """Put the steps of a run on one axis, with the law and the models that begin or end between the first and the last.

    Events are sorted by the first day that their date can mean; what has no date comes last, in the order of the run.
    """
    events = [
        Event(
            result.step.effective,
            STEP,
            result.step.id,
            result.step.title,
            result.step.clause,
            result.step.announced,
            result.step.due,
            comes_after(result),
        )
        for result in outcome.steps
    ]
    days = [first_day(event.date) for event in events if event.date is not None]
    begin = min([*days, *filter(None, [outcome.before.as_of])], default=None)
    end = max(days, default=None)
    if pack is not None and begin is not None and end is not None:
        events += _law(pack, first_day(begin), end)
    return sorted(events, key=lambda event: (event.date is None, first_day(event.date) if event.date else ""))


def _law(pack: NormPack, begin: str, end: str) -> list[Event]:
    found = []
    law: list[tuple[Norm | ReferenceModel, tuple[str, str]]] = []
    law += [(norm, (LAW_BEGINS, LAW_ENDS)) for norm in pack.norms]
    law += [(model, (MODEL_BEGINS, MODEL_ENDS)) for model in pack.models]
    for one, kinds in law:
        for date, kind in ((one.from_, kinds[0]), (one.to, kinds[1])):
            if date is not None and begin <= first_day(date) <= end:
                found.append(Event(date, kind, one.id, one.title, citation=str(one.citation)))
    return found


def comes_after(result: StepResult) -> tuple[str, ...]:
    """List what must come before a step: steps, the act that decides it, and the acts that its operations need."""
    step = result.step
    found = list(step.after)
    if step.decision:
        found.append(f"document:{step.decision}")
    found += [f"act:{need.act} by {need.by}" if need.by else f"act:{need.act}" for _, need in result.needs]
    return tuple(dict.fromkeys(found))


def order_problems(outcome: Outcome) -> list[Problem]:
    """List dates out of order: a step before the act that decides it, before an act that it needs, or before it is due.

    Steps that must come after others are checked when the scenario runs. A month or a year counts from its first day;
    where another of its days would be in order, what is found is a warning.
    """
    problems: list[Problem] = []
    by_owner: dict[str, list[StepResult]] = {}
    for result in outcome.steps:
        for owner in result.step.owners:
            by_owner.setdefault(owner, []).append(result)
    for result in outcome.steps:
        step = result.step
        if step.effective is None:
            continue
        document = outcome.before.documents.get(step.decision) if step.decision else None
        decided = document.date if isinstance(document, Document) and known(document.date) else None
        if decided is not None and _before(step.effective, decided):
            template = "step {step!r} takes effect on {effective}, before its decision {decision} of {decided}"
            problems.append(_too_early(step, template, decided, decision=step.decision, decided=decided))
        for unit, need in result.needs:
            for act in by_owner.get(need.by, ()):
                done = act.step.effective
                if done is not None and _is(need.act, act) and _before(step.effective, done):
                    values = {"unit": unit, "act": need.act, "by": need.by, "other": act.step.id, "done": done}
                    problems.append(_too_early(step, _BEFORE_ACT, done, **values))
        if step.announced is not None and _before(step.effective, step.announced):
            template = "step {step!r} takes effect on {effective}, before it is announced on {announced}"
            problem = _too_early(step, template, step.announced, announced=step.announced)
            problems.append(replace(problem, severity=WARNING))
    return problems


_BEFORE_ACT = (
    "step {step!r} takes effect on {effective}; {unit} needs {act} by {by} first, which step {other!r} does on {done}"
)


def _too_early(step: Step, template: str, against: str, **values: object) -> Problem:
    message = Message.of(template, step=step.id, effective=step.effective, **values)
    severity = ERROR if last_day(step.effective or "") < first_day(against) else WARNING
    return Problem("ORDER", message, subject=step.id, location=step.at, severity=severity)


def _is(act: str, result: StepResult) -> bool:
    """Tell whether a step is an act that is needed: its term, product or title names it."""
    texts = [result.step.term, *(text for _, text in (*result.step.product, *result.step.title))]
    return any(act.casefold() in text.casefold() for text in texts)


def _before(one: str, other: str) -> bool:
    return known(one) and known(other) and first_day(one) < first_day(other)


def open_needs(outcomes: Iterable[Outcome]) -> list[tuple[str, str, Names]]:
    """List the acts that operations need and no step carries out: the step, the unit, and the act in words.

    An act that several scenarios need for one unit is listed once.
    """
    found = []
    for outcome in outcomes:
        for result in outcome.steps:
            for unit, need in result.needs:
                carried = any(need.by in one.step.owners and _is(need.act, one) for one in outcome.steps)
                if not carried:
                    by = outcome.after.units.get(need.by)
                    texts = worded(
                        "act_by_certainty" if need.certainty else "act_by",
                        {
                            "act": names("act", need.act),
                            "by": by.names if isinstance(by, Unit) and by.names else need.by,
                            "certainty": names("need_certainty", need.certainty) if need.certainty else "",
                        },
                    )
                    found.append((result.step.id, unit, texts))
    return list(dict.fromkeys(found))
