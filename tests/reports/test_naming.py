"""Units in a report: under the names they bore then, told apart where names repeat, and where each went is said."""

from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

BASE = Structure.of(
    [
        Unit("top", names_of(en="Ministry"), kind="agency"),
        Unit("a", names_of(en="Agency A"), kind="agency", parent="top"),
        Unit("b", names_of(en="Agency B"), kind="agency", parent="top"),
        Unit("a.s", names_of(en="Support"), kind="agency", parent="a"),
        Unit("b.s", names_of(en="Support"), kind="agency", parent="b"),
        Post("p", "a.s", authorized=2, filled=2),
    ],
    as_of="2024-01-01",
)


def lineage(*steps: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """Give the operation, before and after of the rows of the lineage form of a run in English."""
    from orgmodel.api import comparison_of
    from orgmodel.reports.form import written
    from orgmodel.reports.forms import lineage_form

    made = tuple(Step(f"s{place}", do=step) for place, step in enumerate(steps))
    comparison = comparison_of([Scenario("x", BASE, steps=made)])
    assert not comparison.problems
    rows = lineage_form(comparison, comparison.cases[0]).rows
    return [(written(row[1], "en"), written(row[3], "en"), written(row[4], "en")) for row in rows]


def test_a_renamed_unit_has_its_old_name_before_and_its_new_name_after() -> None:
    """Each step names a unit as it was called just before and just after it."""
    told = lineage([{"rename": "a", "names": {"en": "Agency One"}}], [{"rename": "a", "names": {"en": "First Agency"}}])
    assert told == [("renamed", "Agency A", "Agency One"), ("renamed", "Agency One", "First Agency")]


def test_where_a_unit_went_is_said() -> None:
    """A transferred unit stands after under its new superior, an absorbing one goes on, a converted one stays."""
    assert lineage([{"transfer": "a.s", "to": "b"}]) == [
        ("transferred", "Support (a.s)", "Support (a.s), under Agency B")
    ]
    assert lineage([{"absorb": ["a"], "into": "b"}]) == [
        ("absorbed", "Agency B", "Agency B"),
        ("absorbed", "Agency A", "Agency B"),
    ]
    assert lineage([{"convert": "a", "change": {"level": "x"}}]) == [("converted", "Agency A", "Agency A")]


@pytest.mark.parametrize("measure", [None, ["units"]])
def test_two_of_one_name_are_told_apart_everywhere(measure: list[str] | None, tmp_path: Path) -> None:
    """In tables, reasons and flows the id stands behind a name that two units bear."""
    scenario = Scenario("x", BASE, steps=(Step("s", do=[{"absorb": ["a.s"], "into": "b.s"}]),))
    text = orgmodel.report(orgmodel.compare(scenario, measures=measure), tmp_path / "r.md").read_text("utf-8")
    assert "Support (a.s)" in text
    assert "| Support |" not in text
    assert "Agency A (a)" not in text
