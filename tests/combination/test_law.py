"""What combine answers is what running the scenarios shows: in the order named, in every order where it says any."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from orgmodel.combination.combine import combine
from tests.combination.laws import broken_law, meetings, proposals


@pytest.mark.parametrize("dated", [False, True], ids=["undated", "dated"])
@given(data=st.data())
def test_the_answer_for_two_scenarios_is_what_running_them_shows(data, dated) -> None:
    """It is symmetrical, drops no step that does something, and says any order and conflict where that is so."""
    scenarios = data.draw(proposals(2, dated=dated))
    found = combine(scenarios)
    event("in any order" if found.any_order else "in one order" if found.scenario else "in none")
    event(f"records in common: {bool(found.relations)}")
    assert broken_law(scenarios) == ""


@given(data=st.data())
@pytest.mark.parametrize(("count", "most"), [(2, 1), (2, 2), (3, 1)], ids=["pairs", "pairs of two steps", "triples"])
def test_the_answer_for_scenarios_that_meet_is_what_running_them_shows(count, most, data) -> None:
    """Of scenarios that draw on the same rows each relation is asked for itself: commute, before, conflict."""
    scenarios = data.draw(meetings(count, most=most))
    for one in combine(scenarios).relations:
        event(f"{one.kind} of {len(one.turns)}")
    assert broken_law(scenarios) == ""


@pytest.mark.slow
@settings(max_examples=settings.default.max_examples // 3)
@given(st.data())
def test_the_answer_for_three_scenarios_is_what_running_them_shows(data) -> None:
    """It holds for all six orders of three, and no two conflict that agree by themselves."""
    scenarios = data.draw(proposals(3))
    event("in any order" if combine(scenarios).any_order else "not in any order")
    assert broken_law(scenarios) == ""
