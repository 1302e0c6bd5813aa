"""What the law of combining says, asked of orders that are run here one by one; and random scenarios that meet each other."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from orgmodel.combination.combine import Combination, combine
from orgmodel.combination.relations import SAME
from orgmodel.core.change import diff
from orgmodel.core.figures import Amount
from orgmodel.core.problems import errors
from orgmodel.core.schema import FIGURES, identity_of
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from tests.strategies import VERBS, operations, structures

Orders = dict[tuple[int, ...], Structure | None]
"""By the turns in which scenarios are carried out: what that leads to, or None where something goes wrong."""

OFTEN = (*VERBS, *("resize", "transfer", "rename", "create", "assign_function", "convert") * 2, "absorb", "consolidate")
"""The verbs, those oftener of which two seldom exclude each other, or one has to come first."""


@st.composite
def proposals(draw: st.DrawFn, count: int, *, most: int = 2, dated: bool = False) -> list[Scenario]:
    """Some scenarios of one baseline, each of which runs by itself; now and then with a step that another one has too."""
    before = draw(structures(4))
    found: list[Scenario] = []
    for turn in range(count):
        name = "abc"[turn]
        scenario = Scenario(name, before)
        for number in range(draw(st.integers(1, most))):
            others = [one.do for other in found for one in other.steps]
            after = scenario.run().after
            if not len(after.units):
                break
            for _ in range(6):
                repeats = others and draw(st.integers(0, 9)) == 7
                do = draw(st.sampled_from(others)) if repeats else [draw(operations(after, OFTEN, slips=False))]
                if not repeats and do in others:
                    continue
                day = draw(st.sampled_from([None, None, "2020", "2021"])) if dated else None
                step = Step(f"{name}{number}", do=do, effective=day)
                longer = replace(scenario, steps=(*scenario.steps, step))
                if not errors(longer.run().problems):
                    scenario = longer
                    break
        found.append(scenario)
    return found


def broken_law(scenarios: Sequence[Scenario]) -> str:
    """Say how an answer breaks the law, or nothing; the scenarios' steps have ids that no two share."""
    found = combine(scenarios)
    twins = {(one.second.step, one.first.step) for one in found.relations if one.kind == SAME}
    for later, earlier in twins:
        if not _adds_nothing(scenarios, earlier, later):
            return f"{later} is dropped beside {earlier}, and does something of its own"
    orders = {turns: _in_turn(scenarios, turns, twins) for turns in itertools.permutations(range(len(scenarios)))}
    run = [after for after in orders.values() if after is not None]
    alike = all(same(run[0], after) for after in run)
    whatever = len(run) == len(orders) and alike
    if found.any_order != whatever:
        return f"in any order: said {found.any_order}, and is {whatever}"
    said = _wrongly_said(scenarios, found, twins, run if alike else [])
    return said or _unsymmetrical(scenarios, found)


def _wrongly_said(
    scenarios: Sequence[Scenario], found: Combination, twins: set[tuple[str, str]], run: Sequence[Structure]
) -> str:
    steps = {step.id: step for one in scenarios for step in one.steps}
    if found.scenario is None:
        if not found.conflicts:
            return "no scenario, and no conflict said"
        for one in found.conflicts:
            pair = [scenario for scenario in scenarios if scenario.id in (one.first.scenario, one.second.scenario)]
            afters = [_in_turn(pair, turns, twins) for turns in ((0, 1), (1, 0))] if len(scenarios) > 2 else []
            if len(afters) == 2 and None not in afters and same(*afters) and not _only_together(found):  # type: ignore[arg-type]
                return f"{one.first.step} and {one.second.step} conflict, and their scenarios agree in both orders"
        return ""
    if found.conflicts:
        return "a scenario in spite of conflicts"
    order = [step.id for step in found.scenario.steps]
    dropped = {later for later, _ in twins}
    if sorted(order) != sorted(set(steps) - dropped):
        return f"of {sorted(steps)} without {sorted(dropped)} it has {order}"
    if any(step.do != steps[step.id].do for step in found.scenario.steps):
        return "a step is not what it was"
    for one in scenarios:
        own = [step.id for step in one.steps if step.id in order]
        days = [(steps[id].effective is None, steps[id].effective or "") for id in own]
        if days == sorted(days) and own != [id for id in order if id in own]:
            return f"{one.id} has lost the order of its steps"
    outcome = found.scenario.run()
    if errors(outcome.problems):
        return f"what is written has errors: {[str(one) for one in errors(outcome.problems)]}"
    by_hand = _run(scenarios[0].baseline, [steps[id] for id in order])
    if by_hand.after != outcome.after:
        return "what is written leads elsewhere than its steps do in that order"
    if not all(same(after, outcome.after) for after in run):
        return "an order that runs leads elsewhere than the one that is named"
    return ""


def _only_together(found: Combination) -> bool:
    """Tell whether a conflict is said to be of all scenarios together, which no two of them have."""
    return len({(one.first.scenario, one.second.scenario) for one in found.conflicts}) == 1


def _unsymmetrical(scenarios: Sequence[Scenario], found: Combination) -> str:
    turned = [combine(order) for order in itertools.permutations(scenarios)]
    for other in turned:
        if (other.scenario is None, other.any_order) != (found.scenario is None, found.any_order):
            return "another answer where the scenarios are named in another order"
        written = [one.scenario.run().after for one in (found, other) if one.scenario is not None]
        if written and not same(*written):
            return "another result where the scenarios are named in another order"
    if len(scenarios) == 2:
        mine, theirs = (_told(each) for each in (found, turned[1]))
        if mine != theirs:
            return f"other relations where the scenarios are named in another order: {mine}, {theirs}"
    return ""


def _told(found: Combination) -> list[tuple[str, ...]]:
    """List what is said of which steps, of those that are one the earlier by name, in an order of its own."""
    kin = {
        max(pair): min(pair)
        for one in found.relations
        if one.kind == SAME
        for pair in [(one.first.step, one.second.step)]
    }
    ends = [sorted(kin.get(side.step, side.step) for side in (one.first, one.second)) for one in found.relations]
    return sorted((one.kind, *pair, one.table, str(one.key)) for one, pair in zip(found.relations, ends, strict=True))


def _run(baseline: Structure, steps: Sequence[Step]) -> Outcome:
    return Scenario("by-hand", baseline, steps=tuple(steps)).run()


def _in_turn(scenarios: Sequence[Scenario], turns: Sequence[int], twins: set[tuple[str, str]]) -> Structure | None:
    """Carry out scenarios one after the other, of steps that are said to be the same the first."""
    steps: list[Step] = []
    kin = _kin(twins)
    for turn in turns:
        for step in scenarios[turn].steps:
            if not any(kin.get(step.id, step.id) == kin.get(one.id, one.id) for one in steps):
                steps.append(step)
    outcome = _run(scenarios[0].baseline, steps)
    return None if errors(outcome.problems) else outcome.after


def _kin(twins: set[tuple[str, str]]) -> Mapping[str, str]:
    kin: dict[str, str] = {}
    for later, earlier in sorted(twins):
        kin[later] = kin.get(earlier, earlier)
    return kin


def _adds_nothing(scenarios: Sequence[Scenario], one: str, other: str) -> bool:
    """Tell whether either of two steps, after what comes before both and after the other, changes nothing, and both lead to the same."""
    ahead: list[Step] = []
    pair: dict[str, Step] = {}
    for scenario in scenarios:
        ids = [step.id for step in scenario.steps]
        for id in (one, other):
            if id in ids:
                ahead += [step for step in scenario.steps[: ids.index(id)] if step.do not in [was.do for was in ahead]]
                pair[id] = scenario.steps[ids.index(id)]
    if pair[one].effective != pair[other].effective:
        return False
    ends = []
    for order in ((one, other), (other, one)):
        steps = [replace(step, effective=None) for step in (*ahead, *(pair[id] for id in order))]
        outcome = _run(scenarios[0].baseline, steps)
        if outcome.steps[-1].changes:
            return False
        ends.append(outcome.after)
    return same(*ends)


def same(one: Structure, other: Structure) -> bool:
    """Tell whether two structures are equal, whichever part of an unknown figure stands where."""
    left: dict[tuple[str, str], Amount] = {}
    for change in diff(one, other):
        if change.before is None or change.after is None:
            return False
        for name in change.fields:
            if name not in FIGURES.get(change.table, ()):
                return False
            figures: list[Any] = [getattr(record, name) for record in (change.before, change.after)]
            if any(isinstance(figure, int) or getattr(figure, "best", None) is not None for figure in figures):
                return False
            amounts = [
                Amount.of(figure, identity_of(record, name))
                for figure, record in zip(figures, (change.before, change.after), strict=True)
            ]
            left[change.table, name] = left.get((change.table, name), Amount()) + amounts[0] - amounts[1]
    return not any(left.values())
