"""The clauses of a scenario that includes others: each drawn by itself, as it changes the baseline alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome, Scenario


def clause_outcomes(outcome: Outcome) -> list[Outcome]:
    """Run by itself each scenario that one includes, and its own steps, and keep those that change or judge something.

    Empty where it includes none, where fewer than two change something, or where one needs what another does: then the
    whole is one picture.
    """
    if not outcome.scenario.included:
        return []
    found = []
    for part in _leaves(outcome.scenario):
        known = part.all_parameters()
        made = part.run(**{name: value for name, value in outcome.overrides.items() if name in known})
        if made.refused and not outcome.refused:
            return []
        if outcome.on is not None:
            made = made.until(outcome.on)
        if changes_something(made) or any(result.assessments for result in made.steps):
            found.append(made)
    return found if sum(map(changes_something, found)) > 1 else []


def changes_something(outcome: Outcome) -> bool:
    """Tell whether any step changed a record; one that only judges by criteria may change none."""
    return any(result.changes for result in outcome.steps)


def clause_of(scenario: Scenario) -> str:
    """Name the clause of a scenario's steps, or the scenario where they are of several or none.

    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.elements import Step
    >>> from orgmodel.scenario.scenario import Scenario
    >>> do = [{"rename": "a", "names": {"en": "A"}}]
    >>> steps = (Step("a", clause="2.3", do=do), Step("b", clause="2.3", do=do))
    >>> clause_of(Scenario("split", Structure.of(), steps=steps)), clause_of(Scenario("split", Structure.of()))
    ('2.3', 'split')
    """
    told = {step.clause for step in scenario.steps if step.do and step.clause}
    return told.pop() if len(told) == 1 else scenario.id


def _leaves(scenario: Scenario) -> Iterator[Scenario]:
    for one in scenario.included:
        yield from _leaves(one)
    if scenario.steps:
        yield replace(scenario, included=())
