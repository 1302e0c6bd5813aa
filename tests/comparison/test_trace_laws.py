"""Laws of the trace and of what is read from it, whatever the organisation and the operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgmodel.comparison.case import Case, cases_of
from orgmodel.comparison.crosswalk import UnitMapping
from orgmodel.comparison.unit_flows import unit_flows
from orgmodel.comparison.unit_mappings import unit_gains, unit_mappings
from orgmodel.core.figures import Amount
from orgmodel.core.problems import errors
from orgmodel.core.records import Post, Unit
from orgmodel.core.schema import identity_of
from orgmodel.core.structure import Structure
from orgmodel.core.trace import TraceRow, contents
from orgmodel.core.trace import holdings as records_hold
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from tests.books import Values, holdings
from tests.scenario.random_scenarios import scenarios
from tests.strategies import structures


def run(before: Structure, *do: dict[str, object]) -> Outcome:
    """Run operations, one step each."""
    return Scenario("x", before, steps=tuple(Step(f"s{n}", do=[one]) for n, one in enumerate(do))).run()


Row = tuple[str, object, object]


def amounts(rows: Iterable[TraceRow]) -> dict[Row, tuple[Amount, bool]]:
    """Give how much is said of each quantity, row before and row after, and whether it is a share."""
    return {(one.quantity, one.record_from, one.record_to): (one.amount, one.shared) for one in rows}


def composed(
    first: Iterable[TraceRow], second: Iterable[TraceRow]
) -> tuple[dict[Row, Amount], set[tuple[str, object]]]:
    """Lead what the first trace says that a row held on by the second; and name the rows after that are shares of several."""
    reached: dict[tuple[str, object], dict[object, Amount]] = {}
    for (quantity, origin, end), (amount, _) in amounts(first).items():
        reached.setdefault((quantity, end), {})[origin] = amount
    left: dict[tuple[str, object], dict[object, Amount]] = {}
    for (quantity, start, end), (amount, _) in amounts(second).items():
        left.setdefault((quantity, start), {})[end] = amount
    found: dict[Row, Amount] = {}
    unclear: set[tuple[str, object]] = set()

    def add(quantity: str, origin: object, end: object, amount: Amount) -> None:
        found[quantity, origin, end] = found.get((quantity, origin, end), Amount()) + amount

    for (quantity, middle), origins in reached.items():
        ways = left.get((quantity, middle)) if middle is not None else None
        if ways is None or len(ways) == 1:  # it ended, stays, or goes one way: with all that it is of
            end = middle if ways is None else next(iter(ways))
            for origin, amount in origins.items():
                add(quantity, origin, end, amount)
        elif len(origins) == 1:
            for end, amount in ways.items():
                add(quantity, next(iter(origins)), end, amount)
        else:
            unclear |= {(quantity, end) for end in ways}
    for (quantity, start), ways in left.items():
        if start is None or (quantity, start) not in reached:  # begun, or untouched until then
            for end, amount in ways.items():
                add(quantity, start, end, amount)
    return found, unclear


@given(scenarios(), st.data())
def test_the_trace_of_a_composed_run_is_the_composition(scenario: Scenario, data: st.DataObject) -> None:
    """Run in two halves: what the second says of each row is what the first says that the row held, row by row.

    Only where a row in the middle held several origins and went several ways are the parts shares, and no more is told.
    """
    whole = scenario.run()
    assume(not errors(whole.problems) and len(scenario.steps) > 1)
    ran = [result.step for result in whole.steps]
    cut = data.draw(st.integers(1, len(ran) - 1))
    first = Scenario("first", scenario.baseline, steps=tuple(ran[:cut])).run()
    second = Scenario("second", first.after, steps=tuple(ran[cut:])).run()
    assume(not errors(first.problems) and not errors(second.problems))
    assert second.after == whole.after
    found = amounts(whole.trace)
    led, unclear = composed(first.trace, second.trace)
    unclear |= {(quantity, end) for (quantity, _, end), (_, shared) in found.items() if shared}
    for key in {*led, *found}:
        quantity, origin, end = key
        if (quantity, end) not in unclear and (origin, end) != (None, None):
            assert led.get(key, Amount()) == found.get(key, (Amount(), False))[0], key


@given(scenarios())
def test_by_the_trace_what_stays_is_what_was_less_what_ended_at_every_unit_and_level(scenario: Scenario) -> None:
    """Before less ended is after less begun: of each unit with all below it, of each level, and of the whole."""
    outcome = scenario.run()
    assume(not errors(outcome.problems) and outcome.ledger)
    values = Values()
    sides = []
    for state, other in ((outcome.before, "record_to"), (outcome.after, "record_from")):
        end = "record_from" if other == "record_to" else "record_to"
        told: Counter[tuple[str, str]] = Counter()
        lost: Counter[tuple[str, str]] = Counter()
        for row in outcome.trace:
            unit = row.unit_from if end == "record_from" else row.unit_to
            for scope in scopes(state, unit):
                told[row.quantity, scope] += values.amount(row.amount)
                lost[row.quantity, scope] += values.amount(row.amount) if getattr(row, other) is None else 0
        touched = {(row.quantity, getattr(row, end)) for row in outcome.trace}
        held: Counter[tuple[str, str]] = Counter()
        for (unit, quantity, _), number in holdings(state, values).items():
            for scope in scopes(state, unit):
                held[quantity, scope] += number
        for record in (*state.posts, *state.members, *state.functions, *state.table("quantities")):
            for (unit, quantity, _), amount in records_hold(state, record).items():
                if (quantity, record.key) not in touched:
                    for scope in scopes(state, unit):
                        told[quantity, scope] += values.amount(amount)
        assert [key for key in {*told, *held} if told[key] != held[key]] == []
        sides.append({key: told[key] - lost[key] for key in told if key[1] == "total"})
    one, other = sides
    for key in {*one, *other}:
        assert one.get(key, 0) == other.get(key, 0), key


def scopes(state: Structure, unit: str | None) -> list[str]:
    """List a unit, those above it, its level and the whole."""
    if unit is None:
        return []
    return [*(f"unit:{one.id}" for one in state.upward(unit)), f"level:{state.unit(unit).level}", "total"]


@given(scenarios())
def test_figures_of_ribbons_are_those_of_the_trace(scenario: Scenario) -> None:
    """A ribbon between units that go on is what the trace says that went; one to an heir is what of the unit is found there."""
    outcome = scenario.run()
    assume(not errors(outcome.problems) and outcome.ledger)
    before, after = outcome.before, outcome.after
    told: dict[tuple[str, object], list[TraceRow]] = {}
    for row in outcome.trace:
        told.setdefault((row.quantity, row.record_from), []).append(row)
    shown = {(flow.start, flow.end): flow for flow in unit_flows(outcome)}
    for (start, end), flow in shown.items():
        if start == end or flow.quantity not in ("authorized", "filled"):
            continue
        heirs = {to for one, to in shown if one == start}
        amount = Amount()
        both = before.units.get(end) is not None and after.units.get(start) is not None
        for post in [post for unit in before.subtree(start) for post in before.posts_of(unit.id)]:
            rows = told.get((flow.quantity, post.id))
            own = Amount.of(getattr(post, flow.quantity), identity_of(post, flow.quantity))
            if (flow.quantity, post.quota, post.authorized) == ("authorized", "out", None):
                own = Amount()  # outside quota no number can be authorized
            for place, part in [(row.unit_to, row.amount) for row in rows] if rows is not None else [(post.unit, own)]:
                above = [one.id for one in after.upward(place)] if place is not None else []
                if both:
                    amount += part if (post.unit, place) == (start, end) else Amount()
                elif next((one for one in above if one in heirs), None) == end and start not in above:
                    amount += part
        assert (flow.known, flow.missing) == (amount.told, bool(amount.missing)), (start, end)


@st.composite
def moves(draw: st.DrawFn) -> tuple[Outcome, Outcome]:
    """A unit with all below it goes from under one to under another: by transfer, and by an interim unit that is absorbed."""
    before = draw(structures())
    units = [one for one in before.units if isinstance(one, Unit)]
    inside = [one for one in units if one.parent is not None]
    assume(inside)
    unit = draw(st.sampled_from(inside))
    below = {one.id for one in before.subtree(unit.id)}
    to = draw(st.sampled_from(sorted({one.id for one in units} - below - {unit.parent}) or [""]))
    assume(to)
    above = before.unit(str(unit.parent))
    interim = {
        "unit": "interim", "parent": above.parent, "kind": above.kind, "level": above.level, "area": above.area,
        "block": above.block,
    }  # fmt: skip
    off = {
        "split_off": above.id,
        "into": [{"unit": interim, "takes": {"children": [unit.id]}, "head": "none"}],
    }
    pair = run(before, {"transfer": unit.id, "to": to}), run(before, off, {"absorb": "interim", "into": to})
    assume(not any(errors(one.problems) for one in pair))
    return pair


def shares(mappings: list[UnitMapping]) -> dict[tuple[str | None, str | None], dict[str, float]]:
    """Give the shares of each way."""
    return {(one.before, one.after): dict(one.shares) for one in mappings}


def lines(case: Case) -> list[tuple[object, ...]]:
    """Give what became of each line, without what did it."""
    return [
        (one.kind, one.from_, one.to, one.status, one.was_from, one.was, one.derived, one.reason.kind) for one in case.lines
    ]  # fmt: skip


SMALL = [
    Unit("gov"), *(Unit(id, parent="gov") for id in ("a", "b")), *(Unit(id, parent="a") for id in ("a.x", "a.y")),
    Unit("a.x.1", parent="a.x"), Post("a/h", "a", rank="head", authorized=1, filled=1),
    Post("a/d", "a", rank="deputy", authorized=1, filled=1), Post("b/h", "b", rank="head", authorized=1, filled=1),
    Post("x/c", "a.x", authorized=4, filled=4), Post("x1/c", "a.x.1", authorized=5, filled=5),
]  # fmt: skip
MERGED = {"a/h": {"convert": "deputy"}}
HALVES = [
    {"unit": {"unit": "n1", "parent": "gov"}, "takes": {"posts": ["h"], "children": ["a.x"]}},
    {"unit": {"unit": "n2", "parent": "gov"}, "takes": {"posts": ["d"], "children": ["a.y"]}, "head": {"convert": "d"}},
]


@pytest.mark.parametrize(
    "operation",
    [
        {"consolidate": ["a", "b"], "into": {"unit": "ab"}, "head": {"keep": "b/h"}, "surplus_heads": MERGED},
        {"absorb": "a", "into": "b", "surplus_heads": MERGED},
        {"split_up": "a", "into": HALVES},
        {"dissolve": "a", "ends": {"posts": "all"}, "children": "b", "why": "w"},
        {"split_off": "a", "into": [{"unit": {"unit": "n"}, "takes": {"children": ["a.x", "a.y"]}, "head": "none"}]},
        {"transfer": ["a.x", "a.y"], "to": "b"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_every_verb_writes_a_row_by_way_of_each_unit_that_it_takes_along(operation: dict[str, object]) -> None:
    """With all that is below it, and with nothing of what it leaves."""
    outcome = run(Structure.of(SMALL), operation)
    assert errors(outcome.problems) == []
    rows = {
        (entry.flow.via, entry.flow.quantity): entry.flow.amount.best
        for entry in outcome.ledger
        if entry.flow.via is not None
    }
    held = {(unit, quantity): 9 for unit in ("a.x",) for quantity in ("authorized", "filled", "people")}
    assert {key: count for key, count in rows.items() if count and key[1] != "fte"} == {
        **held, ("a.x", "units"): 2, ("a.y", "units"): 1,
    }  # fmt: skip


@given(moves())
def test_transfer_and_split_off_with_absorb_of_a_subtree_say_the_same(pair: tuple[Outcome, Outcome]) -> None:
    """Totals, trace, crosswalk, restated series, ribbons and lines are of what went where, not of the verbs used."""
    one, other = pair
    for unit in one.after.units:
        assert contents(one.after, unit.id) == contents(other.after, unit.id)
    assert one.trace == other.trace
    assert shares(unit_mappings(one)) == shares(unit_mappings(other))
    assert shares(unit_gains(one)) == shares(unit_gains(other))
    assert set(unit_flows(one)) == set(unit_flows(other))
    cases = cases_of(pair)
    assert lines(cases[0]) == lines(cases[1])
    assert [one.rows("total")["lines_changed"]["after"] for one in cases] == [
        len({(*each[:3], each[3] == "ended") for each in lines(cases[0]) if each[3] not in ("kept", "passed_on")})
    ] * 2
    assert cases[0].post_traces == cases[1].post_traces
