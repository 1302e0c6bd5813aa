"""Steps as they stand: two files may each have a step of one id, and both are followed."""

from __future__ import annotations

from orgmodel.core.problems import Location
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from orgmodel.tracking.board import status_rows
from orgmodel.tracking.missing_data import missing_data


def test_steps_of_one_id_in_two_files_are_two() -> None:
    """Each has its row, and each its date that is asked for; the same step in two scenarios has one."""
    base = Structure.of([Unit("a"), Unit("b", parent="a"), Unit("c", parent="a")])
    steps = [
        Step("s", owner="a", do=[{"rename": unit, "names": {"en": unit.upper()}}], at=Location(f"{unit}.yaml", 3, 1))
        for unit in ("b", "c")
    ]
    one, other, again = (Scenario(f"x{at}", base, steps=(step,)) for at, step in enumerate((*steps, steps[0])))
    assert len(status_rows([one, other, again], "2026-01-01")) == 2
    asked = missing_data([each.run() for each in (one, other, again)], [])
    assert sorted(datum.subject for datum in asked) == ["s", "s (c.yaml:3:1)"]


def test_a_step_is_not_named_as_a_unit_of_its_id() -> None:
    """A step without a title keeps its id, though a unit is called so."""
    base = Structure.of([Unit("a"), Unit("b", (("en", "Bureau"),), parent="a")])
    step = Step("b", do=[{"rename": "a", "names": {"en": "A"}}])
    (asked,) = missing_data([Scenario("x", base, steps=(step,)).run()], [])
    assert (asked.subject, dict(asked.what)["en"]) == ("b", "b: date of effect")
