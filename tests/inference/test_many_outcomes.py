"""Many made-up outcomes, inferred by id: what is told leads to them, and of one operation names its verb."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from orgmodel.core.change import apply
from orgmodel.inference.infer import infer
from orgmodel.operations.verbs import operation_of, verb_of
from orgmodel.scenario.scenario import Scenario
from tests.scenario.random_scenarios import scenarios, single_operations
from tests.strategies import VERBS


def drawn(examples: int) -> settings:
    """Draw so many, without looking for more and without making what fails smaller."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


MANY, EACH = 100, 14
"""So many chains of up to four operations are drawn, and operations of each verb."""
EXACT = 97
"""Of how many of a hundred chains nothing is left to correct."""


@pytest.mark.slow
def test_many_outcomes_are_reached() -> None:
    """Running what is told, and correcting what it says is to be corrected, is the outcome; mostly nothing is."""
    exact: list[bool] = []

    @drawn(MANY)
    @given(scenarios(4))
    def each(scenario) -> None:
        after = scenario.run().after
        found = infer(scenario.baseline, after)
        assert apply(found.scenario.run().after, found.corrections) == after
        exact.append(not found.corrections)

    each()
    assert len(exact) >= MANY
    assert sum(exact) >= EXACT


@pytest.mark.slow
def test_many_operations_are_called_by_their_verb() -> None:
    """What one operation did is told exactly, and as that operation, save where another one does the very same."""
    made: Counter[str] = Counter()
    otherwise: Counter[str] = Counter()
    inexact: Counter[str] = Counter()

    def judge(scenario: Scenario) -> None:
        outcome = scenario.run()
        if outcome.after == scenario.baseline:
            return
        (verb,) = (verb_of(operation_of(step.do[0])) for step in scenario.steps)
        found = infer(scenario.baseline, outcome.after)
        assert apply(found.scenario.run().after, found.corrections) == outcome.after
        made[verb] += 1
        inexact[verb] += bool(found.corrections)
        otherwise[verb] += found.verbs != {verb: 1}

    for verb in VERBS:
        drawn(EACH)(given(single_operations((verb,)))(judge))()
    assert set(made) == set(VERBS)
    assert sum(made.values()) >= MANY
    assert sum(inexact.values()) <= 0.01 * sum(made.values())
    assert sum(otherwise.values()) <= 0.1 * sum(made.values())
