"""Posts that move, end, begin and stay are counted by the trace, whatever became of the rows on their way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from orgmodel.comparison.analysis import disturbance, flows
from orgmodel.comparison.comparison import compare
from orgmodel.core.figures import Amount
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from tests.scenario.random_scenarios import scenarios

GROWN = {"resize": "a/s", "by": 5, "why": "more"}
MOVED = {"transfer": {"posts": ["a/s"]}, "to": "b"}


def run(*operations: dict[str, object]) -> Outcome:
    """Run operations on thirteen posts: the head of m, above a with its head and ten, and b with its head."""
    units = [Unit("m", kind="agency"), *(Unit(id, parent="m", kind="agency") for id in "ab")]
    heads = [Post(f"{id}/h", id, rank="head", authorized=1, filled=1) for id in "mab"]
    before = Structure.of([*units, *heads, Post("a/s", "a", rank="staff", authorized=10, filled=8)])
    steps = tuple(Step(f"s{number}", do=[one]) for number, one in enumerate(operations))
    outcome = Scenario("s", before, steps=steps).run()
    assert not outcome.refused, outcome.problems
    return outcome


@pytest.mark.parametrize(
    ("operations", "moved", "filled", "calm", "ended", "begun"),
    [
        ([MOVED, GROWN], 10, 8, 3, 0, 5),
        ([GROWN, MOVED], 10, 8, 3, 0, 5),
        ([{"resize": "a/s", "by": -3, "filled_by": -2, "why": "fewer"}], 0, 0, 10, 3, 0),
        (
            [{"absorb": "a", "into": "b", "surplus_heads": {"a/h": {"convert": "staff"}}}, {**GROWN, "by": 20}],
            11, 9, 2, 0, 20,
        ),
    ],
)  # fmt: skip
def test_rows_that_grow_and_shrink(operations, moved, filled, calm, ended, begun):
    """What comes to a row after it moved has not moved, and what a row loses has ended."""
    found = compare(run(*operations))
    assert found.rows("s", "total")["posts_moved"]["after"] == moved
    table = flows(found)
    assert (table["posts"].sum(), table["filled"].sum()) == (moved, filled)
    (row,) = disturbance(found).to_dict("records")
    assert (row["posts"], row["undisturbed"], row["ended"], row["begun"]) == (13, calm, ended, begun)
    ways = found.posts
    assert ways[ways["status"] == "moved"]["posts"].sum() == moved
    assert ways[ways["status"] == "ended"]["posts"].sum() == ended


@settings(max_examples=40)
@given(scenarios(4))
def test_tables_are_sums_of_the_trace(scenario):
    """Over several operations: posts moved, flows and who is disturbed are the trace's rows, and come to what is before and after."""
    outcome = scenario.run()
    if outcome.refused:
        return
    found = compare(outcome)
    inside: dict[str, Amount] = {"authorized": Amount(), "filled": Amount()}
    posts = Amount()
    for row in outcome.trace:
        if row.quantity in inside and row.unit_from and row.unit_to and row.unit_from != row.unit_to:
            inside[row.quantity] += row.amount
            after = outcome.after.post(row.record_to)
            if row.quantity == ("filled" if after.has_no_quota else "authorized"):
                posts += row.amount
    table = flows(found)
    label = found.labels[0]
    if not posts.missing:
        assert table["posts"].sum() == posts.known_best
        assert found.rows(label, "total")["posts_moved"]["after"] == posts.known_best
    if not inside["filled"].missing:
        assert table["filled"].sum() == inside["filled"].known_best
    (row,) = disturbance(found).to_dict("records")
    assert row["posts"] == row["undisturbed"] + row["disturbed"] + row["unclear"]
    parts = [row[name] for name in ("undisturbed", "disturbed", "unclear")]
    assert min(parts) >= 0
    reasons = [row[name] for name in ("unit", "title", "rank", "block", "superior", "ended")]
    assert max(reasons) <= row["disturbed"] <= sum(reasons)
    assert row["unit"] == found.rows(label, "total")["posts_moved"]["after"] or row["missing"]
    sides = [[_number(post) for post in side.posts] for side in (outcome.before, outcome.after)]
    if all(isinstance(one, int) for side in sides for one in side) and not row["missing"]:
        assert row["posts"] == sum(sides[0])
        same_quota = all(
            post.has_no_quota == (outcome.after.posts.get(post.id) or post).has_no_quota
            for post in outcome.before.posts
        )
        if same_quota:
            assert row["posts"] - row["ended"] + row["begun"] == sum(sides[1])


def _number(post: Post) -> object:
    return post.filled if post.has_no_quota else post.authorized
