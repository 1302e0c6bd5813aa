"""What the law of combining says, asked of orders that are run here one by one; and random scenarios that meet each other."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from orgmodel.combination.combine import Combination, combine
from orgmodel.combination.relations import BEFORE, COMMUTE, CONFLICT, SAME
from orgmodel.core.figures import Amount
from orgmodel.core.problems import errors
from orgmodel.core.records import Function, Post, Unit
from orgmodel.core.schema import FIGURES, Tables, identity_of
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


CLOSE = Structure.of(
    [
        Unit("root"), *(Unit(id, parent="root", kind="office") for id in "abc"),
        *(Post(f"{id}/h", id, rank="head", authorized=1, filled=1) for id in "abc"),
        Post("a/s", "a", authorized=10, filled=9, fte=900), Post("b/s", "b", authorized=5, filled=None, fte=None),
        Post("c/s", "c", authorized=None, filled=3, fte=300), *(Function("a", f"f{n}") for n in range(3)),
    ]
)  # fmt: skip
"""Few records, on which orders meet oftener than not."""


@st.composite
def meetings(draw: st.DrawFn, count: int, *, most: int = 1) -> list[Scenario]:
    """Some scenarios that draw on the same few rows, units and functions."""
    unit, post, few = st.sampled_from("abc"), st.sampled_from(["a/s", "b/s", "c/s"]), st.integers(1, 5)
    figure = st.sampled_from(["", "filled_", "fte_"])

    def order() -> dict[str, object]:
        one, other = draw(unit), draw(unit)
        way = draw(st.integers(0, 12))
        if way < 5:
            part: dict[str, object] = {"post": draw(post), "count": (size := draw(few))}
            part |= {"filled": size} if draw(st.booleans()) else {"filled": 0}
            return {"transfer": {"posts": [part]}, "to": draw(st.sampled_from(["b", "c", "root"]))}
        if way < 7:
            return {"resize": draw(post), draw(figure) + draw(st.sampled_from(["by", "to"])): draw(few), "why": "w"}
        if way == 7:
            return {"rename": one, "names": {"en": draw(st.sampled_from("XY"))}}
        if way == 8:
            heads = {f"{end}/h": {"convert": "deputy"} for end in (one, other)[1:]}
            return {
                "consolidate": [one, other],
                "into": {"unit": "m", "parent": "root"},
                "head": {"keep": f"{one}/h"},
                "surplus_heads": heads,
            }
        if way == 9:
            return {"absorb": [one], "into": other, "surplus_heads": {f"{one}/h": {"convert": "deputy"}}}
        if way == 10:
            return {"assign_function": f"f{draw(few) % 3}", "from": "a", "to": other}
        if way == 11:
            return {"create": {"post": f"n{draw(few)}", "unit": one, "authorized": draw(few)}, "why": "w"}
        return {"transfer": one, "to": other}

    found = []
    for name in "abcd"[:count]:
        scenario = Scenario(name, CLOSE)
        for number in range(draw(st.integers(1, most))):
            for _ in range(6):
                longer = replace(scenario, steps=(*scenario.steps, Step(f"{name}{number}", do=[order()])))
                if longer.run().sound:
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
    alike = all(same(run[0], after, scenarios[0].baseline) for after in run)
    whatever = len(run) == len(orders) and alike
    if found.any_order != whatever:
        return f"in any order: said {found.any_order}, and is {whatever}"
    said = _wrongly_said(scenarios, found, {later for later, _ in twins}, run if alike else [])
    return said or _falsely_related(scenarios, found, twins) or _unsymmetrical(scenarios, found)


def _wrongly_said(
    scenarios: Sequence[Scenario], found: Combination, dropped: set[str], run: Sequence[Structure]
) -> str:
    steps = {step.id: step for one in scenarios for step in one.steps}
    if found.scenario is None:
        if run:
            return f"a conflict, and orders run that all agree: {[one.why for one in found.conflicts]}"
        return "" if found.conflicts else "no scenario, and no conflict said"
    if found.conflicts:
        return "a scenario in spite of conflicts"
    order = [step.id for step in found.scenario.steps]
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
    if not all(same(after, outcome.after, outcome.before) for after in run):
        return "an order that runs leads elsewhere than the one that is named"
    return ""


def _falsely_related(scenarios: Sequence[Scenario], found: Combination, twins: set[tuple[str, str]]) -> str:
    """Ask each conflict of the scenarios that it names alone, and each other relation of scenarios of one step."""
    base = scenarios[0].baseline
    ends = [(one.kind, one.ends) for one in found.relations]
    if clash := {pair for kind, pair in ends if kind == COMMUTE} & {
        pair for kind, pair in ends if kind in (BEFORE, CONFLICT)
    }:
        return f"{clash} commute, and do not"
    for one in found.relations:
        names = [one.first.scenario, one.second.scenario, *(other.scenario for other in one.others)]
        group = [scenario for scenario in scenarios if scenario.id in names]
        plain = not twins and all(len(scenario.steps) == 1 for scenario in group) and "beside the others" not in one.why
        if one.kind == CONFLICT:
            ends = [_in_turn(group, turns, twins) for turns in itertools.permutations(range(len(group)))]
            runs = [end for end in ends if end is not None]
            if not twins and runs and all(same(runs[0], end, base) for end in runs):
                return f"{names} conflict ({one.why}), and by themselves their orders that run agree"
        elif plain and one.kind in (COMMUTE, BEFORE):
            ahead, back = (
                _in_turn(sorted(group, key=lambda each: names.index(each.id)), turns, twins)
                for turns in ((0, 1), (1, 0))
            )
            alike = ahead is not None and back is not None and same(ahead, back, base)
            if alike is not (one.kind == COMMUTE) or (one.kind == BEFORE and ahead is None):
                return f"{one.kind} of {names} ({one.why}): the one order {ahead is not None}, the other {back is not None}, alike {alike}"
    return ""


def _unsymmetrical(scenarios: Sequence[Scenario], found: Combination) -> str:
    for order in itertools.permutations(scenarios):
        other = combine(order)
        if (other.relations, other.any_order) != (found.relations, found.any_order):
            return "other relations where the scenarios are named in another order"
        if (other.scenario and other.scenario.steps) != (found.scenario and found.scenario.steps):
            return "another scenario where the scenarios are named in another order"
    return ""


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
        if outcome.steps[-1].changes or {one.code for one in outcome.problems} & {"TAKEN_TWICE", "NEGATIVE"}:
            return False  # with more in the row it would have done something
        ends.append(outcome.after)
    return same(ends[0], ends[1], scenarios[0].baseline)


def same(one: Structure, other: Structure, base: Structure) -> bool:
    """Tell whether two structures are equal, whatever new posts are called and whichever part of an unknown figure stands where."""
    return _picture(one, base) == _picture(other, base)


def _picture(structure: Structure, base: Structure) -> tuple[Counter[str], dict[tuple[str, str], Amount]]:
    """Count records by what they hold, new posts named by what stands in them; and sum what is unknown."""
    old = {post.id for post in base.posts}
    called = {post.id: str(_held(post, "posts", {post.id: ""})) for post in structure.posts if post.id not in old}
    rows: Counter[str] = Counter()
    unknown: dict[tuple[str, str], Amount] = {}
    for spec in Tables.ALL:
        for record in structure.table(spec.table):
            rows[f"{spec.table} {_held(record, spec.table, called)}"] += 1
            for name in FIGURES.get(spec.table, ()):
                figure: Any = getattr(record, name)
                if not isinstance(figure, int) and getattr(figure, "best", None) is None:
                    key = identity_of(record, name)
                    key = key._replace(key=called.get(str(key.key), key.key))
                    unknown[spec.table, name] = unknown.get((spec.table, name), Amount()) + Amount.of(figure, key)
    return rows, {place: amount for place, amount in unknown.items() if amount}


def _held(record: Any, table: str, called: Mapping[str, str]) -> list[object]:
    """List a record's values, of figures that nobody knows that they are so."""
    values = [(field.name, getattr(record, field.name)) for field in fields(record)]
    return [
        None
        if name in FIGURES.get(table, ()) and not isinstance(value, int) and getattr(value, "best", None) is None
        else called.get(value, value)
        if isinstance(value, str)
        else value
        for name, value in values
    ]
