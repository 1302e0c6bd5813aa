"""Blanks around a text of a scenario are none of it, as in tables; an id of blanks alone is none."""

from __future__ import annotations

import pytest

from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.io.baseline import read_baseline
from orgmodel.io.exporters.formats import export_to
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario

BEFORE = Structure.of([Unit("a", (("vi", "Sở"),)), Unit("b")])


def run(*do: dict) -> Outcome:
    """Carry operations out."""
    return Scenario("s", BEFORE, steps=(Step("1", do=list(do)),)).run()


def test_blanks_around_texts_are_left_out(tmp_path):
    """What a run leaves is what its tables are read as."""
    outcome = run(
        {"create": {"unit": "x ", "kind": " agency", "area": "\tsouth", "names": {"vi": " Phòng\r\n"}}, "head": "none", "why": "x"},
        {"create": {"post": "p ", "unit": "a "}, "why": "need"},
    )  # fmt: skip
    assert [one for one in outcome.problems if one.severity == "error"] == []
    unit = outcome.after.unit("x")
    assert (unit.kind, unit.area, unit.names) == ("agency", "south", (("vi", "Phòng"),))
    assert outcome.after.ids("posts") == ["a/p"]
    export_to("csv", outcome.after, tmp_path / "out")
    again, _ = read_baseline(tmp_path / "out", outcome.after.terms, outcome.after.as_of)
    assert again == outcome.after


@pytest.mark.parametrize(
    "made",
    [{"unit": " ", "kind": "agency"}, {"post": "\t", "unit": "a"}, {"function": " ", "unit": "a", "block": "x"}],
)
def test_an_id_of_blanks_is_none(made):
    """It is told where it stands, and nothing begins."""
    outcome = run({"create": made, "why": "need"})
    assert [one.code for one in outcome.problems if one.severity == "error"] == ["EMPTY"]
    assert outcome.changes == ()


def test_a_name_of_blanks_renames_nothing():
    """It is no name."""
    assert [one.code for one in run({"rename": "b", "names": {"vi": "\r\n"}}).problems] == ["NO_CHANGE"]
