"""Laws of the trace and of what is read from it, whatever the organisation and the operations."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgmodel.comparison.case import Case, cases_of
from orgmodel.comparison.crosswalk import UnitMapping
from orgmodel.comparison.unit_mappings import unit_flows, unit_gains, unit_mappings
from orgmodel.core.problems import errors
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.trace import contents
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from tests.strategies import structures


def run(before: Structure, *do: dict[str, object]) -> Outcome:
    """Run operations, one step each."""
    return Scenario("x", before, steps=tuple(Step(f"s{n}", do=[one]) for n, one in enumerate(do))).run()


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
