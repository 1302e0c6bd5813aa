"""Which part of each unit is where: shares of what a unit holds with all below it, read from the trace."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgmodel.comparison.crosswalk import UnitMapping, crosswalk_table
from orgmodel.comparison.restate import restate
from orgmodel.comparison.unit_flows import unit_flows
from orgmodel.comparison.unit_mappings import unit_mappings
from orgmodel.core.figures import Amount
from orgmodel.core.problems import errors
from orgmodel.core.quantities import QUANTITIES
from orgmodel.core.records import Function, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.trace import by_quantity, contents
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from tests.scenario.random_scenarios import scenarios

MOVED_CHILD = [
    Unit("gov"),
    *(Unit(unit, parent="gov") for unit in ("a", "b")),
    *(Unit(unit, parent="a") for unit in ("a.x", "a.y")),
    Post("a/h", "a", rank="head", authorized=1, filled=1),
    Post("b/h", "b", rank="head", authorized=1, filled=1),
    Post("x/c", "a.x", authorized=40, filled=40),
    Post("y/c", "a.y", authorized=60, filled=60),
]


def run(*do: dict[str, object], records: list[object] | None = None) -> Outcome:
    """Run operations one step each; nothing may go wrong."""
    steps = tuple(Step(f"s{number}", do=[one]) for number, one in enumerate(do))
    outcome = Scenario("x", Structure.of(MOVED_CHILD if records is None else records), steps=steps).run()  # type: ignore[arg-type]
    assert errors(outcome.problems) == []
    return outcome


TRANSFER = ({"transfer": "a.x", "to": "b"},)
SPLIT_AND_MERGE = (
    {"split_off": "a", "into": [{"unit": {"unit": "n", "kind": "unit"}, "takes": {"children": ["a.x"]}}]},
    {"absorb": ["n"], "into": "b"},
)


@pytest.mark.parametrize("do", [TRANSFER, SPLIT_AND_MERGE], ids=["transfer", "split off and absorbed"])
def test_whatever_moves_a_unit_says_the_same(do) -> None:
    """A unit below another that goes to a third: the same shares, series and totals whichever verbs move it."""
    outcome = run(*do)
    shares = {
        (one.before, one.after): one.shares["authorized"] for one in unit_mappings(outcome) if one.before in ("a", "b")
    }
    assert shares == {("a", "a"): 61 / 101, ("a", "b"): 40 / 101, ("b", "b"): 1}
    series = restate(pd.DataFrame({"a": [101.0], "b": [1.0]}), outcome).series
    assert series.to_dict("list") == {"a": [pytest.approx(61)], "b": [pytest.approx(41)]}
    carried = {
        (flow.quantity, flow.amount.best) for entry in outcome.ledger for flow in (entry.flow,) if flow.via == "a.x"
    }
    assert {("units", 1), ("authorized", 40), ("filled", 40), ("people", 40)} <= carried
    assert ("a.x", "a.x", 40) in {(one.start, one.end, one.known) for one in unit_flows(outcome)}


def test_units_that_begin_and_end_in_a_run_are_passed_through() -> None:
    """Of 31 posts 11 stay with one half, 19 reach the merged unit through an interim one, and a head post ends."""
    records = [
        Unit("gov"), Unit("a", parent="gov"), Unit("c", parent="gov"),
        Post("a/head", "a", rank="head", authorized=1, filled=1), Post("a/one", "a", authorized=10, filled=10),
        Post("a/two", "a", authorized=20, filled=20), Post("c/head", "c", rank="head", authorized=1, filled=1),
        Post("c/staff", "c", authorized=5, filled=5),
    ]  # fmt: skip
    outcome = run(
        {
            "split_up": "a",
            "into": [
                {"unit": {"unit": "b", "parent": "gov"}, "takes": {"posts": ["head", "one"]}, "head": {"keep": "head"}},
                {"unit": {"unit": "x", "parent": "gov"}, "takes": {"posts": ["two"]}, "head": {"convert": "two", "filled": 0}},
            ],
        },
        {
            "consolidate": ["c", "x"], "into": {"unit": "d", "parent": "gov"}, "head": {"keep": "c/head"},
            "surplus_heads": {"x/head": {"end": True, "why": "one head"}},
        },
        records=records,
    )  # fmt: skip
    assert {(one.start, one.end): one.known for one in unit_flows(outcome)} == {
        ("a", "b"): 11,
        ("a", "d"): 19,
        ("c", "d"): 6,
    }
    mapped = [one for one in unit_mappings(outcome) if one.before != "gov"]
    shares = {(one.before, one.after): one.shares["authorized"] for one in mapped}
    assert shares == {("a", "b"): 11 / 31, ("a", "d"): 19 / 31, ("a", None): 1 / 31, ("c", "d"): 1}


def test_two_splits_of_one_unit_come_to_the_whole() -> None:
    """Two units split off in one step leave half, and the three shares are one; a step of renamings keeps all."""
    records = [
        Unit("a"),
        Post("a/h", "a", rank="head", authorized=1, filled=1),
        Post("a/s", "a", authorized=13, filled=13),
    ]
    offs = [
        {
            "split_off": "a",
            "into": [
                {
                    "unit": {"unit": name},
                    "takes": {"posts": [{"post": "s", "count": count}]},
                    "head": {"convert": "s", "filled": 1},
                }
            ],
        }
        for name, count in (("n1", 4), ("n2", 3))
    ]
    baseline = Structure.of(records)  # type: ignore[arg-type]
    outcome = Scenario("x", baseline, steps=(Step("s", do=offs),)).run()
    assert errors(outcome.problems) == []
    shares = {one.after: one.shares["authorized"] for one in unit_mappings(outcome)}
    assert shares == {"a": 7 / 14, "n1": 4 / 14, "n2": 3 / 14}
    names = [{"rename": "a", "names": {"en": text}} for text in ("A", "B")]
    renamed = Scenario("x", baseline, steps=(Step("s", do=names[:1]), Step("t", do=names[1:]))).run()
    assert [one.shares["authorized"] for one in unit_mappings(renamed)] == [1]


def test_what_lay_below_the_unit_that_takes_it_is_counted_once() -> None:
    """A unit absorbed by the one above it changes nothing of that one's series, which held it already."""
    records = [
        Unit("a"),
        Unit("b", parent="a"),
        Post("a/h", "a", rank="head", authorized=1, filled=1),
        Post("b/s", "b", authorized=4, filled=4),
    ]
    outcome = run({"absorb": ["b"], "into": "a"}, records=records)
    assert restate(pd.DataFrame({"a": [5.0], "b": [4.0]}), outcome).series.to_dict("list") == {"a": [5.0]}
    assert {(one.before, one.after): one.shares["authorized"] for one in unit_mappings(outcome)} == {
        ("a", "a"): 1,
        ("b", "a"): 1,
    }


def test_missing_figures_make_no_shares() -> None:
    """A unit of which figures are missing has no shares of that quantity, whichever part is known."""
    records = [
        Unit("a"), Post("a/h", "a", rank="head", authorized=1, filled=1), Post("a/d", "a", rank="deputy", authorized=2, filled=2),
        Post("a/s", "a", authorized=None, filled=None),
    ]  # fmt: skip
    off = {"unit": {"unit": "n"}, "takes": {"posts": ["d"]}, "head": {"convert": "d", "filled": 1}}
    outcome = run({"split_off": "a", "into": [off]}, records=records)
    assert {one.after: one.shares.get("authorized") for one in unit_mappings(outcome)} == {"a": None, "n": None}
    assert [one.shares.get("authorized") for one in outcome.lineage] == [None, None]


def test_functions_have_shares_like_any_quantity() -> None:
    """Of three functions one goes with the half that is split off; support work, which is every unit's own, counts none."""
    records = [
        Unit("a"), Post("a/h", "a", rank="head", authorized=1, filled=1), Post("a/s", "a", authorized=9, filled=9),
        *(Function("a", name) for name in ("f1", "f2", "f3")), Function("a", "files", internal=True),
    ]  # fmt: skip
    off = {
        "unit": {"unit": "n"}, "takes": {"posts": [{"post": "s", "count": 4}], "functions": ["f2"]},
        "head": {"convert": "s", "filled": 1},
    }  # fmt: skip
    outcome = run({"split_off": "a", "into": [off]}, records=records)
    assert {one.after: one.shares["functions"] for one in unit_mappings(outcome)} == {"a": 2 / 3, "n": 1 / 3}
    assert restate(pd.DataFrame({"a": [3.0]}), outcome, quantity="functions").series.to_dict("list") == {
        "a": [pytest.approx(2)],
        "n": [pytest.approx(1)],
    }


@given(scenarios())
def test_shares_come_to_one_or_are_unknown_together(scenario) -> None:
    """The shares of a unit and quantity, with what ended, are one; or none is known, but where nothing went.

    Of a quantity that the unit is known to hold none of there is a share only where all of the unit is in one.
    """
    outcome = scenario.run()
    assume(not errors(outcome.problems) and outcome.ledger)
    by_unit: dict[str, list[UnitMapping]] = {}
    for one in unit_mappings(outcome):
        if one.before is not None:
            by_unit.setdefault(one.before, []).append(one)
    for unit, ways in by_unit.items():
        held = by_quantity(contents(outcome.before, unit))
        assert len({one.holds_none for one in ways}) == 1
        for quantity in QUANTITIES:
            has = held.get(quantity, Amount())
            assert (quantity in ways[0].holds_none) == (not (has.missing or has.least or has.high))
            parts = [one.shares.get(quantity) for one in ways]
            if quantity in ways[0].holds_none:
                assert set(parts) <= {None, 0.0, 1.0}, (unit, quantity, parts)
                assert parts.count(1.0) <= 1, (unit, quantity, parts)
            elif None in parts:
                assert set(parts) <= {None, 0.0}, (unit, quantity, parts)
            else:
                assert sum(parts) == pytest.approx(1), (unit, quantity, parts)


@given(scenarios())
def test_a_restated_series_is_what_the_units_hold_after(scenario) -> None:
    """What units held before, put on the units after, is what these hold less what is new and what resizing brought."""
    outcome = scenario.run()
    assume(not errors(outcome.problems) and outcome.ledger)
    held = {
        unit.id: by_quantity(contents(outcome.before, unit.id)).get("functions", Amount()).known_best
        for unit in outcome.before.units
    }
    new: dict[str, int] = {}
    for row in outcome.trace:
        if row.quantity == "functions" and row.record_from is None and row.unit_to is not None:
            for unit in outcome.after.upward(row.unit_to):
                new[unit.id] = new.get(unit.id, 0) + row.amount.known_best
    result = restate(
        pd.DataFrame({unit: [float(count)] for unit, count in held.items()}), outcome, quantity="functions"
    )
    for unit in result.series.columns:
        value = result.series[unit].iloc[0]
        if value == value:
            now = by_quantity(contents(outcome.after, unit)).get("functions", Amount()).known_best
            assert value == pytest.approx(now - new.get(unit, 0)), unit


def left_of(outcome: Outcome, **series: float) -> tuple[dict[str, list[float]], list[list[object]]]:
    """Restate one year, and give what stands and what was left."""
    found = restate(pd.DataFrame({unit: [value] for unit, value in series.items()}), outcome)
    assert sum(found.series.iloc[0]) + found.left["not_carried"].sum() == pytest.approx(sum(series.values()))
    return found.series.to_dict("list"), found.left[["unit", "into", "not_carried"]].values.tolist()


MERGE = {"consolidate": ["a", "b"], "into": {"unit": "ab", "parent": "gov"}, "head": {"keep": "a/h"}}


def test_what_ends_on_the_way_is_left() -> None:
    """A head post that ends with a merger is in no unit after: what stands and what is left come to what there was."""
    outcome = run({**MERGE, "surplus_heads": {"b/h": {"end": True, "why": "one head"}}})
    assert left_of(outcome, a=101.0, b=1.0) == ({"ab": [101]}, [["b", None, 1]])
    halves = [*MOVED_CHILD, Post("b/s", "b", authorized=3, filled=3)]
    outcome = run({**MERGE, "surplus_heads": {"b/h": {"end": True, "why": "one head"}}}, records=halves)
    assert left_of(outcome, a=101.0, b=4.0) == ({"ab": [104]}, [["b", None, 1]])
    ended = run({"resize": "x/c", "by": -10, "filled_by": -10, "why": "fewer"})
    assert left_of(ended, a=101.0) == ({"a": [pytest.approx(91)]}, [["a", None, pytest.approx(10)]])


def test_a_unit_transferred_whole_keeps_its_series() -> None:
    """It stands below the other, which has it too: what it holds itself is as it was."""
    series = restate(pd.DataFrame({"a": [101.0], "b": [1.0]}), run({"transfer": "a", "to": "b"})).series
    assert series.to_dict("list") == {"b": [102], "a": [101]}


def test_a_series_has_what_comes_from_the_units_that_it_lists() -> None:
    """From under one organisation to under another: told of the organisations where they are listed, else of units below."""
    records = [
        Unit("r"), Unit("o1", parent="r"), Unit("o2", parent="r"), Unit("a", parent="o1"), Unit("a.x", parent="a"),
        Unit("b", parent="o2"), Post("a/h", "a", rank="head", authorized=1, filled=1),
        Post("b/h", "b", rank="head", authorized=1, filled=1), Post("x/c", "a.x", authorized=40, filled=40),
    ]  # fmt: skip
    outcome = run({"transfer": "a.x", "to": "b"}, records=records)
    assert left_of(outcome, a=41.0, b=1.0) == ({"a": [1], "b": [41]}, [])
    assert left_of(outcome, a=41.0, b=1.0, o1=41.0, o2=1.0)[0] == {"a": [1], "b": [41], "o1": [1], "o2": [41]}
    lower = restate(pd.DataFrame({"a.x": [40.0], "b": [1.0]}), outcome).series
    assert lower.to_dict("list") == {"a.x": [40], "b": [41]}


def test_a_dissolved_unit_of_which_all_goes_on_leaves_nothing() -> None:
    """What lay in a child that goes to the unit above has not ended with the unit between."""
    records = [Unit("r"), Unit("a", parent="r"), Unit("a.x", parent="a"), Post("x/c", "a.x", authorized=40, filled=40)]
    outcome = run({"dissolve": "a", "children": "r", "ends": {}, "why": "w"}, records=records)
    found = restate(pd.DataFrame({"r": [40.0], "a": [40.0], "a.x": [40.0]}), outcome)
    assert found.series.to_dict("list") == {"r": [40], "a.x": [40]}
    assert found.left.empty


def test_what_went_up_into_a_unit_without_a_series_is_left() -> None:
    """A unit absorbed by the one above it, of which there is no series, has no other place."""
    outcome = run({"absorb": ["a.x"], "into": "a"})
    found = restate(pd.DataFrame({"a.x": [40.0]}), outcome)
    assert found.series["a"].isna().all()
    assert found.left[["unit", "into", "not_carried"]].values.tolist() == [["a.x", "a", 40]]


def test_what_goes_one_way_goes_whole_whatever_is_missing() -> None:
    """Merged with all that it has, a unit of which figures are missing is restated as the crosswalk has it: whole."""
    records = [*MOVED_CHILD, Post("a/s", "a", authorized=None, filled=None)]
    outcome = run({**MERGE, "surplus_heads": {"b/h": {"convert": "staff"}}}, records=records)
    shares = {(one.before, one.after): one.shares.get("authorized") for one in unit_mappings(outcome)}
    assert shares["a", "ab"] == shares["b", "ab"] == 1
    assert left_of(outcome, a=101.0, b=1.0) == ({"ab": [102]}, [])
    apart = run({"transfer": "a.x", "to": "b"}, records=records)  # of which a part goes: unknown, in both
    assert {one.shares.get("authorized") for one in unit_mappings(apart) if one.before == "a"} == {None}
    assert restate(pd.DataFrame({"a": [101.0], "b": [1.0]}), apart).series.isna().all(axis=None)


def test_of_what_a_unit_does_not_hold_there_is_no_share_and_it_is_said() -> None:
    """Of 0 members no part is a share: blank since it holds none, not since figures are missing."""
    outcome = run({"transfer": "a.x", "to": "b"})
    way = next(one for one in unit_mappings(outcome) if (one.before, one.after) == ("a", "b"))
    assert way.shares["authorized"] == 40 / 101
    assert "members" not in way.shares
    assert way.holds_none == ("members", "functions")
    table = crosswalk_table([way])
    assert table[["authorized", "holds_none"]].values.tolist() == [[40 / 101, "members, functions"]]
    assert table["members"].isna().all()
    whole = crosswalk_table(
        unit_mappings(run({"absorb": "a", "into": "b", "surplus_heads": {"a/h": {"convert": "deputy"}}}))
    )
    assert 1 in whole["authorized"].tolist()
    assert whole["members"].isna().all()  # though all of it goes one way
    series = pd.DataFrame({"a": [0.0, 3.0], "b": [1.0, 1.0]})
    found = restate(series, outcome, quantity="members")
    assert found.series["b"].tolist()[:1] == [1]  # of nothing nothing went
    assert found.series["b"].isna().tolist() == [False, True]
    assert found.left[["unit", "into", "reason", "not_carried"]].values.tolist()[0] == [
        "a", "a, b", "the unit holds none of the quantity", 3,
    ]  # fmt: skip


def test_of_what_a_split_unit_does_not_hold_neither_half_has_more() -> None:
    """One half takes the only function, the other nothing: of posts, which the unit has none of, no half is said to have all."""
    records = [Unit("r"), Unit("a", parent="r"), Function("a", "f1")]
    halves = [
        {"unit": {"unit": "x", "parent": "r"}},
        {"unit": {"unit": "y", "parent": "r"}, "takes": {"functions": ["f1"]}},
    ]
    outcome = run({"split_up": "a", "into": halves}, records=records)
    found = {one.after: one.shares for one in unit_mappings(outcome) if one.before == "a"}
    assert {after: (one.get("functions"), one.get("authorized")) for after, one in found.items()} == {
        "x": (0, None), "y": (1, None),
    }  # fmt: skip
    restated = restate(pd.DataFrame({"a": [60.0]}), outcome, quantity="authorized")
    assert restated.left[["unit", "not_carried"]].values.tolist() == [["a", 60]]
    assert restated.series.isna().all(axis=None)


def test_a_share_that_is_not_known_leaves_the_sum_once() -> None:
    """Of a unit of which a figure is missing nobody knows what went where: its sum stands in one row."""
    records = [*MOVED_CHILD, Post("a/s", "a", authorized=None, filled=None)]
    found = restate(pd.DataFrame({"a": [101.0]}), run({"transfer": "a.x", "to": "b"}, records=records))
    assert found.left.values.tolist() == [["a", "a, b", "no share is known", 101]]


def test_what_lay_in_a_dissolved_unit_without_heir_is_not_lost() -> None:
    """Its child goes up to a unit of which there is no series: the figures are the child's, as the crosswalk has it."""
    records = [
        Unit("r"), Unit("a", parent="r"), Unit("a.x", parent="a"), Post("x/c", "a.x", authorized=40, filled=40),
        Post("a/c", "a", authorized=10, filled=10),
    ]  # fmt: skip
    outcome = run({"dissolve": "a", "children": "r", "ends": {"posts": "all"}, "why": "w"}, records=records)
    assert left_of(outcome, a=50.0) == ({"a.x": [40]}, [["a", None, 10]])
    found = restate(pd.DataFrame({"a": [50.0], "a.x": [40.0]}), outcome)
    assert found.series.to_dict("list") == {"a.x": [40]}  # which held its own already
    assert found.left[["unit", "not_carried"]].values.tolist() == [["a", 10]]


@given(scenarios(), st.data())
def test_what_one_unit_had_stands_or_is_left(scenario, data) -> None:
    """A series of one unit, put on the units after: what stands in the topmost of which it is known, and what is left, are the whole."""
    outcome = scenario.run()
    assume(not errors(outcome.problems) and outcome.ledger)
    unit = data.draw(st.sampled_from(sorted(one.id for one in outcome.before.units)))
    quantity = data.draw(st.sampled_from(QUANTITIES))
    found = restate(pd.DataFrame({unit: [60.0]}), outcome, quantity=quantity)
    stands = found.series.iloc[0]
    inside = {one for one in stands.index if outcome.after.units.get(one) is not None}
    assert set(stands.index) <= inside
    told = {one for one in inside if not pd.isna(stands[one])}
    tops = [one for one in told if not any(up.id in told for up in outcome.after.upward(one) if up.id != one)]
    known = stands[tops].sum()
    assert known + found.left["not_carried"].fillna(0).sum() == pytest.approx(60), found


@given(scenarios())
def test_a_restated_series_and_what_is_left_come_to_the_whole(scenario) -> None:
    """Of each unit what ended stands in ``left``, and at the top nothing is lost between what stands and what is left."""
    outcome = scenario.run()
    assume(not errors(outcome.problems) and outcome.ledger)
    before, after = outcome.before, outcome.after
    held = {
        unit.id: float(by_quantity(contents(before, unit.id)).get("functions", Amount()).known_best)
        for unit in before.units
    }
    ended: dict[str, int] = {}
    for row in outcome.trace:
        if row.quantity == "functions" and row.record_to is None and row.unit_from is not None:
            for unit in before.upward(row.unit_from):
                ended[unit.id] = ended.get(unit.id, 0) + row.amount.known_best
    result = restate(pd.DataFrame({unit: [count] for unit, count in held.items()}), outcome, quantity="functions")
    left = result.left[result.left["into"].isna() & (result.left["not_carried"] != 0)]
    assert dict(zip(left["unit"], left["not_carried"], strict=True)) == pytest.approx(ended)
    roots = [unit.id for unit in after.units if unit.parent is None and unit.id in result.series]
    stands = result.series[roots].iloc[0].sum(skipna=False)
    if stands == stands:
        tops = [unit.id for unit in before.units if unit.parent is None]
        assert stands + sum(ended.get(unit, 0) for unit in tops) == pytest.approx(sum(held[unit] for unit in tops))


def test_a_quantity_that_goes_one_way_goes_whole_though_other_things_end() -> None:
    """Of a dissolved unit the head ends and 30 clerks go over, of whom nobody knows how many are there: all of these."""
    records = [
        *(Unit(unit) for unit in ("a", "b")),
        Post("a/h", "a", rank="head", authorized=1, filled=0),
        Post("a/c", "a", authorized=30),
        Post("b/h", "b", rank="head", authorized=1, filled=1),
    ]
    ends = {"dissolve": "a", "gives": {"b": {"posts": ["c"]}}, "ends": {"posts": ["h"]}, "why": "over"}
    outcome = run(ends, records=records)
    shares = {one.after: one.shares for one in unit_mappings(outcome) if one.before == "a"}
    assert shares[None]["authorized"] == 1 / 31
    assert (shares[None]["filled"], shares["b"]["filled"]) == (0, 1)
    restated = restate(pd.DataFrame({"a": [20.0], "b": [1.0]}), outcome, quantity="filled")
    assert restated.series.to_dict("list") == {"b": [21.0]}
    assert restated.left.empty
