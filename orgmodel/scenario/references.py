"""What a scenario file names besides its operations: owners, partners, councils, documents. Each must exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import STATES
from orgmodel.scenario.elements import Constraint, Step
from orgmodel.scenario.scenario import Scenario


def check_references(
    scenario: Scenario, documents_at: Location | None = None, *, only: Sequence[Step] | None = None
) -> list[Problem]:
    """List the units and documents that the own steps of a scenario name and nobody knows; ``documents_at`` places its list.

    Of ``only`` some of its steps where these are given.
    """
    baseline = scenario.baseline
    units = {*baseline.ids("units"), *(one.unit.id for one in baseline.table("ended"))}  # type: ignore[union-attr]
    for step in scenario.all_steps():
        units.update(_begun(step.do))
    documents = set(baseline.ids("documents"))
    problems: list[Problem] = []
    in_order: dict[str, list[str]] = {}
    states = {*STATES, *baseline.terms.states}

    def named(kind: str, name: str, known: set[str], at: Location | None) -> None:
        if name and name not in known:
            if kind not in in_order:
                in_order[kind] = sorted(known)
            hint = nearest(name, in_order[kind])
            message = Message.of("no {kind} {name!r}{hint}", kind=Message.of(kind), name=name, hint=hint)
            problems.append(Problem(f"UNKNOWN_{kind.upper()}", message, subject=name, location=at))

    for name in scenario.documents if only is None else ():
        named("document", name, documents, documents_at or (Location(scenario.file) if scenario.file else None))
    for step in scenario.steps if only is None else only:
        for name in (*step.owners, *step.partners):
            named("unit", name, units, step.at)
        for name in (step.document, step.evidence, step.decision or ""):
            named("document", name, documents, step.at)
        if step.state not in states:
            message = Message.of(
                "no state {state!r}{hint}: declare the office's own under states in study.yaml",
                state=step.state,
                hint=nearest(step.state, states),
            )
            problems.append(Problem("UNKNOWN_STATE", message, subject=step.id, location=step.at))
        problems += [
            Problem("DATE_ORDER", Message.of("step {step!r} takes effect on {effective}, before it is announced on {announced}", step=step.id, effective=step.effective, announced=step.announced), subject=step.id, location=step.at)
            for _ in range(bool(step.announced and step.effective and step.effective < step.announced[: len(step.effective)]))
        ]  # fmt: skip
    return problems


def references_of_step(scenario: Scenario) -> list[Problem]:
    """List what the last own step of a scenario names and nobody knows: units, documents, a state, a step that it comes after."""
    *_, step = scenario.steps
    ids = [one.id for one in scenario.all_steps()]
    return check_references(scenario, only=[step]) + [
        Problem(
            "UNKNOWN_STEP",
            Message.of(
                "step {step!r} comes after {name!r}, which does not exist{hint}",
                step=step.id,
                name=name,
                hint=nearest(name, ids),
            ),
            subject=step.id,
            location=step.at,
        )
        for name in step.after
        if name not in ids
    ]


def check_constraint(constraint: Constraint, baseline: Structure) -> list[Problem]:
    """List what a constraint names and nobody knows: offices that no post has are told as warnings."""
    offices = {baseline.strings.value(code) for code in set(baseline.posts.column("office").tolist())}
    return [
        Problem(
            "UNKNOWN_OFFICE",
            Message.of(
                "constraint {constraint!r} speaks of the office {name!r}, and no post has it{hint}",
                constraint=constraint.id,
                name=name,
                hint=nearest(name, sorted(filter(None, offices))),
            ),
            subject=name,
            location=constraint.at,
            severity="warning",
        )
        for name in (constraint.office, constraint.also_holds)
        if name not in offices
    ]


def _begun(data: Any) -> Iterable[str]:
    """List the ids of units that operations begin or restore, as far as they are written out."""
    if isinstance(data, dict):
        for key in ("unit", "restores"):
            if isinstance(data.get(key), str):
                yield data[key]
        for value in data.values():
            yield from _begun(value)
    elif isinstance(data, list):
        for value in data:
            if not isinstance(value, str):
                yield from _begun(value)
