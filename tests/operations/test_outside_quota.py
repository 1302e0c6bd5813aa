"""Posts outside quota of which no number is authorized: none is missing, wherever they go, and none is made up."""

from __future__ import annotations

import pytest

from orgmodel.comparison.comparison import compare
from orgmodel.comparison.unit_flows import unit_flows
from orgmodel.comparison.unit_mappings import unit_mappings
from orgmodel.core.problems import errors
from orgmodel.core.records import Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import value
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario

RECORDS: list[Record] = [
    Unit("gov"), Unit("a", parent="gov"), Unit("b", parent="gov"),
    Post("a/h", "a", rank="head", authorized=1, filled=1), Post("a/s", "a", authorized=9, filled=8),
    Post("a/c", "a", quota="out", authorized=None, filled=4), Post("b/h", "b", rank="head", authorized=1, filled=1),
]  # fmt: skip


def run(*do: dict[str, object]) -> Outcome:
    """Run operations, one step each."""
    return Scenario(
        "x", Structure.of(RECORDS), steps=tuple(Step(f"s{at}", do=[one]) for at, one in enumerate(do))
    ).run()


def into(unit: str, posts: list[object], head: dict[str, object] | None = None) -> dict[str, object]:
    """A receiver of a split."""
    return {"unit": {"unit": unit}, "takes": {"posts": posts}, "head": head or {"quota": 1}}


COUNTED = {
    "split_up": "a",
    "into": [
        into("x", ["h", {"post": "s", "count": 4, "filled": 4}, {"post": "c", "count": 1}], {"keep": "h"}),
        into("y", [{"post": "s", "rest": True}, {"post": "c", "rest": True}]),
    ],
}
SHARED = {
    "split_up": "a",
    "into": [into("x", ["h"], {"keep": "h"}), into("y", [])],
    "shares": {"by": [1, 3]},
}


@pytest.mark.parametrize(("do", "contracts"), [(COUNTED, [1, 3]), (SHARED, [1, 3])], ids=["counted", "shared"])
def test_a_split_of_complete_units_is_told_exactly(do, contracts) -> None:
    """Of 10 posts and 4 contracts each part is told whole: no figure of it is missing, and contracts stay as many as there are people."""
    outcome = run(do)
    assert errors(outcome.problems) == []
    assert not any(entry.flow.amount.missing for entry in outcome.ledger if entry.flow.quantity == "authorized")
    shares = {one.after: one.shares["authorized"] for one in unit_mappings(outcome) if one.before == "a"}
    assert sum(shares.values()) == pytest.approx(1)
    told = {(one.start, one.end): (one.known, one.missing) for one in unit_flows(outcome) if one.start == "a"}
    assert sum(known for known, _ in told.values()) == 10
    assert not any(missing for _, missing in told.values())
    assert [value(outcome.after, "posts_outside_quota", unit).value for unit in "xy"] == contracts
    assert [one.authorized for one in outcome.after.posts if one.quota == "out"] == [None, None]
    found = compare(outcome).measures.set_index(["scope", "measure"])
    assert found.loc[("total", "posts_outside_quota"), ["before", "after"]].tolist() == [4, 4]


def test_a_number_is_authorized_only_by_saying_which() -> None:
    """There is none that could be raised by 2; two may be authorized, from outside; and who is present may change."""
    (told,) = run({"resize": "a/c", "by": 2, "why": "need"}).problems
    assert (told.code, told.subject) == ("NO_QUOTA", "a/c")
    outcome = run({"resize": "a/c", "to": 2, "why": "need"})
    (flow,) = [entry.flow for entry in outcome.ledger]
    assert (flow.quantity, flow.from_unit, flow.to_unit, flow.amount.best) == ("authorized", None, "a", 2)
    fewer = run({"resize": "a/c", "filled_by": -1, "why": "left"})
    assert {entry.flow.quantity for entry in fewer.ledger} == {"filled", "people"}
    assert value(fewer.after, "posts_outside_quota", "a").value == 3


def test_a_number_that_is_authorized_outside_quota_is_counted() -> None:
    """Three authorized go as three, though nobody knows who is present."""
    records = [one for one in RECORDS if one.key != "a/c"]
    rows = [Post("a/c", "a", quota="out", authorized=3, filled=None)]
    outcome = Scenario(
        "x", Structure.of([*records, *rows]), steps=(Step("s", do=[{"transfer": {"posts": ["a/c"]}, "to": "b"}]),)
    ).run()
    flows = {entry.flow.quantity: str(entry.flow.amount) for entry in outcome.ledger}
    assert (flows["authorized"], flows["filled"]) == ("3", "at least 0 (1 missing)")
