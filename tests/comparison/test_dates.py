"""Comparisons on a date: which one is said, and what has none is said to be left out."""

from __future__ import annotations

import orgmodel
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario


def test_the_date_asked_for_and_steps_without_one_are_told():
    """Of three steps one has taken effect, one comes later, and one has no date: the date and the one are said."""
    dates = {"a": "2022-05-01", "b": "2024-01-01", "c": None}
    steps = tuple(
        Step(id, do=[{"create": {"unit": id, "parent": "top"}, "why": "asked"}], effective=date)
        for id, date in dates.items()
    )
    plan = Scenario("plan", Structure.of([Unit("top")], as_of="2022-01-01"), steps=steps)
    found = orgmodel.compare(plan, at="2022-12")
    assert found.summary("en").splitlines()[1] == "As on 1 December 2022; 1 step without a date of effect is left out."
    units = found.measures.query("measure == 'units' and scope == 'total'")
    assert (units["before"].item(), units["after"].item()) == (1, 2)
    assert [one for one in orgmodel.compare(plan).sentences if one.kind == "on"] == []
