"""A scenario carried over to a baseline that has changed: which steps still apply, which do otherwise, and which do not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.combination.relations import PLACES
from orgmodel.core.change import Change, diff
from orgmodel.core.figures import Amount
from orgmodel.core.problems import Problem, errors
from orgmodel.core.records import Key
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome, StepResult

End = tuple[str | None, str | None]
Way = tuple[str, End, End]
"""A quantity, and the unit and block from which and to which it goes; a unit of None is outside."""
Flows = dict[Way, Amount]
Place = tuple[str, Key]
APPLIES, OTHERWISE, FAILS = "applies", "applies otherwise", "no longer applies"


@dataclass(frozen=True)
class RebasedStep:
    """What became of a step: whether it applies, what goes wrong, and which changes of the baseline it meets.

    ``needs`` lists the steps that no longer apply and without which this one fails. Of a step that does otherwise ``moves``
    holds every way on which it moves another amount, with that before and now, and ``records`` what it changes otherwise.
    """

    step: Step
    state: str
    problems: tuple[Problem, ...] = ()
    because: tuple[Change, ...] = ()
    needs: tuple[str, ...] = ()
    moves: tuple[tuple[Way, Amount, Amount], ...] = ()
    records: tuple[Place, ...] = ()


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
    first = scenario.run()
    before = {(one.scenario, one.step.id): one for one in first.steps}
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
    flows, flows_now = _flows(first), _flows(outcome)
    steps = [
        lost[place]
        if place in lost
        else _carried(old, now[place], _met(old, moved), flows.get(place[1], {}), flows_now.get(place[1], {}))
        for place, old in before.items()
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


def _places(step: StepResult) -> dict[Place, None]:
    """List the records that a step changed, and the units that these stand in."""
    records = [record for change in step.changes for record in (change.before, change.after)]
    units = [getattr(record, field, None) for record in records for field in ("unit", "parent")]
    changed = [(change.table, change.key) for change in step.changes]
    return dict.fromkeys([*changed, *(("units", unit) for unit in units if isinstance(unit, str))])


def _met(step: StepResult, moved: dict[Place, Change]) -> tuple[Change, ...]:
    """List the changes of the baseline that a step meets."""
    return tuple(moved[place] for place in _places(step) if place in moved)


def _flows(outcome: Outcome) -> dict[str, Flows]:
    """Sum what each step moves: how much of a quantity, from which unit and block to which."""
    steps: dict[str, dict[Way, list[Amount]]] = {}
    for entry in outcome.ledger:
        flow = entry.flow
        way = flow.quantity, (flow.from_unit, flow.block_from), (flow.to_unit, flow.block_to)
        steps.setdefault(entry.step, {}).setdefault(way, []).append(flow.amount)
    return {step: {way: Amount.sum(each) for way, each in ways.items()} for step, ways in steps.items()}


def _effects(step: StepResult) -> dict[Place, object]:
    """Say of every record that a step changes whether it begins or ends, which fields change, and whence and whither."""
    effects: dict[Place, object] = {}
    for one in step.changes:
        ways = [(field, getattr(one.before, field, None), getattr(one.after, field, None)) for field in PLACES]
        whole = None in (one.before, one.after)
        effects[one.table, one.key] = (
            one.before is None,
            one.fields,
            [way for way in ways if whole or way[0] in one.fields],
        )
    return effects


def _carried(old: StepResult, new: StepResult, met: tuple[Change, ...], was: Flows, now: Flows) -> RebasedStep:
    before, after = _effects(old), _effects(new)
    amounts = [(way, was.get(way, Amount()), now.get(way, Amount())) for way in {**was, **now}]
    moves = tuple(one for one in amounts if one[1] != one[2])
    records = tuple(place for place in {**before, **after} if before.get(place) != after.get(place))
    return RebasedStep(new.step, OTHERWISE if moves or records else APPLIES, (), met, (), moves, records)
