"""A scenario carried over to a baseline that has changed: which steps still apply, which do otherwise, and which do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.core.change import Change, diff
from orgmodel.core.problems import Problem, errors
from orgmodel.core.records import Key
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome, StepResult

APPLIES, OTHERWISE, FAILS = "applies", "applies otherwise", "no longer applies"


@dataclass(frozen=True)
class RebasedStep:
    """What became of a step: whether it applies, what goes wrong, and which changes of the baseline it meets.

    ``needs`` lists the steps that no longer apply and without which this one fails.
    """

    step: Step
    state: str
    problems: tuple[Problem, ...] = ()
    because: tuple[Change, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rebase:
    """Hold the scenario of the steps that still apply, on the new baseline, and what became of every step."""

    scenario: Scenario
    steps: tuple[RebasedStep, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every step still applies."""
        return all(one.state != FAILS for one in self.steps)

    @cached_property
    def outcome(self) -> Outcome:
        """Give the outcome on the new baseline."""
        return self.scenario.run()


def rebase(scenario: Scenario, onto: Structure) -> Rebase:
    """Carry a scenario over to another baseline, without the steps that no longer apply there.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> do = [{"rename": "a", "names": {"vi": "A"}}]
    >>> one = Scenario("s", Structure.of([Unit("a"), Unit("b")]), steps=(Step("s1", do=do),))
    >>> [(step.state, step.because[0].key) for step in rebase(one, Structure.of([Unit("b")])).steps]
    [('no longer applies', 'a')]
    """
    moved = {(change.table, change.key): change for change in diff(scenario.baseline, onto)}
    before = {(one.scenario, one.step.id): one for one in scenario.run().steps}
    carried = _onto(scenario, onto)
    lost: dict[tuple[str, str], RebasedStep] = {}
    while True:
        outcome = carried.run()
        failed = next((one for one in outcome.steps if errors(one.problems)), None)
        if failed is None:
            break
        place = (failed.scenario, failed.step.id)
        old = before[place]
        needs = [name for (home, name) in lost if _places(before[home, name]).keys() & _places(old).keys()]
        lost[place] = RebasedStep(failed.step, FAILS, tuple(errors(failed.problems)), _met(old, moved), tuple(needs))
        carried = _without(carried, set(lost))
    now = {(one.scenario, one.step.id): one for one in outcome.steps}
    steps = [
        lost[place] if place in lost else _carried(old, now[place], _met(old, moved)) for place, old in before.items()
    ]
    return Rebase(carried, tuple(steps))


def _onto(scenario: Scenario, baseline: Structure) -> Scenario:
    included = tuple(_onto(one, baseline) for one in scenario.included)
    return replace(scenario, baseline=baseline, included=included, expectations=())


def _without(scenario: Scenario, places: set[tuple[str, str]]) -> Scenario:
    included = tuple(_without(one, places) for one in scenario.included)
    steps = tuple(step for step in scenario.steps if (scenario.id, step.id) not in places)
    kept = {step.id for one in (*included, replace(scenario, steps=steps)) for step in one.all_steps()}
    return replace(
        scenario,
        included=included,
        steps=tuple(replace(step, after=tuple(name for name in step.after if name in kept)) for step in steps),
    )


def _places(step: StepResult) -> dict[tuple[str, Key], None]:
    """List the records that a step changed, and the units that these stand in."""
    places: dict[tuple[str, Key], None] = {}
    for change in step.changes:
        places[change.table, change.key] = None
        for record in (change.before, change.after):
            for field in ("unit", "parent"):
                unit = getattr(record, field, None)
                if isinstance(unit, str):
                    places["units", unit] = None
    return places


def _met(step: StepResult, moved: dict[tuple[str, Key], Change]) -> tuple[Change, ...]:
    """List the changes of the baseline that a step meets."""
    return tuple(moved[place] for place in _places(step) if place in moved)


def _carried(old: StepResult, new: StepResult, met: Sequence[Change]) -> RebasedStep:
    def effects(step: StepResult) -> dict[tuple[str, Key], tuple[bool, bool, tuple[str, ...]]]:
        return {(one.table, one.key): (one.before is None, one.after is None, one.fields) for one in step.changes}

    same = effects(old) == effects(new)
    return RebasedStep(new.step, APPLIES if same else OTHERWISE, (), tuple(met))
