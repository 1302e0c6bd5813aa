"""Judging the expectations that a scenario file states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.core.problems import MOST_TOLD, Problem, ProblemsError
from orgmodel.scenario.scenario import ExpectationResult

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.measures.evaluator import Evaluator
    from orgmodel.measures.measure_change import ChangeEvaluator
    from orgmodel.scenario.elements import Expectation
    from orgmodel.scenario.scenario import Scenario


class Evaluators:
    """Keep an evaluator of each state that a run is judged on; that of a baseline serves all its runs."""

    def __init__(self, baseline: Structure) -> None:
        """Begin with those of a baseline, which it keeps."""
        self._base = baseline.kept(_evaluator)
        self._kept = {id(baseline): self._base}  # an evaluator holds its state, so no id is given anew

    def of(self, state: Structure) -> Evaluator:
        """Give the evaluator of a state; what is worked out for one expectation serves the others, and of the baseline all states."""
        if id(state) not in self._kept:
            self._kept[id(state)] = _evaluator(state, self._base)
        return self._kept[id(state)]


def _evaluator(state: Structure, base: Evaluator | None = None) -> Evaluator:
    from orgmodel.measures.evaluator import Evaluator

    return Evaluator(state, expected=state, base=base)


def judge(
    scenario: Scenario, before: Structure, after: Structure, evaluators: Evaluators
) -> tuple[list[ExpectationResult], list[Problem]]:
    """Judge the expectations of a file on the states before and after its steps; each that is not met is a problem.

    After very many problems those that follow are not judged; the last problem says so.
    """
    from orgmodel.measures.measure_change import ChangeEvaluator

    results: list[ExpectationResult] = []
    problems: list[Problem] = []
    changes = ChangeEvaluator(evaluators.of(before).beside(after, before), evaluators.of(after).beside(before, before))
    for expectation in scenario.expectations:
        for scope in expectation.scopes:
            if len(problems) >= MOST_TOLD:
                message = Message.of("more than {most} faults; what stands below is not judged", most=MOST_TOLD)
                return results, [*problems, Problem("TOO_MANY", message, location=expectation.at)]
            try:
                judged = _judge(scenario.id, expectation, scope, changes)
            except ProblemsError as error:
                problems.extend(one.at(expectation.at) for one in error.problems)
                continue
            results.extend(judged)
            problems.extend(_problem(one) for one in judged if not one.met)
    return results, problems


def _judge(name: str, expectation: Expectation, scope: str, changes: ChangeEvaluator) -> list[ExpectationResult]:
    from orgmodel.measures.catalogue import measure_of

    measure = measure_of(expectation.measure, changes.after.structure.terms)
    changes.after.check([measure], [scope])
    results: list[ExpectationResult] = []

    def note(asked: str, expected: float, found: float | None, met: bool) -> None:
        results.append(ExpectationResult(expectation, name, scope, asked, expected, found, met))

    if expectation.change is not None:
        found = changes.change(measure, scope)
        note("change", expectation.change, found, found is not None and abs(found - expectation.change) < 1e-9)
    for asked, expected, state in (
        ("before", expectation.before, changes.before),
        ("after", expectation.after, changes.after),
        ("at_least", expectation.at_least, changes.after),
        ("at_most", expectation.at_most, changes.after),
    ):
        if expected is None:
            continue
        reading = state.read(measure, scope)
        bound = {"at_least": reading.low, "at_most": reading.high}.get(asked)
        found = bound if reading.missing else reading.value
        met = found is not None and (
            found >= expected
            if asked == "at_least"
            else found <= expected
            if asked == "at_most"
            else abs(found - expected) < 1e-9
        )
        note(asked, expected, found, met)
    return results


_EXPECTED = {
    "change": "{measure} of {scope} should change by {expected:g}; {found}",
    "before": "{measure} of {scope} should be {expected:g} before the steps; {found}",
    "after": "{measure} of {scope} should be {expected:g}; {found}",
    "at_least": "{measure} of {scope} should be at least {expected:g}; {found}",
    "at_most": "{measure} of {scope} should be at most {expected:g}; {found}",
}


def _problem(result: ExpectationResult) -> Problem:
    found = Message.of("it is not known, since figures are missing")
    if result.found is not None:
        found = Message.of(
            "it changes by {value:g}" if result.asked == "change" else "it is {value:g}", value=result.found
        )
    values = {"measure": result.expectation.measure, "scope": result.scope, "expected": result.expected, "found": found}
    message = Message.of(_EXPECTED[result.asked], **values)
    return Problem("EXPECT", message, subject=result.scope, location=result.expectation.at)
