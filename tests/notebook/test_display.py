"""Displays are compact, escape names, and are there in a notebook without being asked for."""

from __future__ import annotations

from pathlib import Path

from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.read import read
from orgmodel.notebook.display import show_outcome, show_scenario, show_structure, show_study

SMALL = Path(__file__).parents[1] / "fixtures" / "small"


def test_a_structure_shows_its_totals_and_what_is_missing():
    """A total over a missing figure is shown as at least."""
    structure = Structure.of(
        [
            Unit("a", names_of(vi="Sở"), block="party"),
            Post("a/1", "a", block="party", authorized=2),
            Post("a/2", "a", authorized=None),
        ]
    )
    shown = show_structure(structure)
    assert "ít nhất 2 (còn thiếu 1 số liệu)" in shown
    assert "Số đảng viên" not in shown
    assert "block:party" in shown


def test_names_are_data_in_html():
    """Markup in a name does not become markup on the page."""
    study = read(SMALL)
    scenario = study.scenario("split")
    step = scenario.steps[0]
    evil = type(scenario)(
        "evil", scenario.baseline, title=names_of(vi="<script>alert(1)</script>"), steps=(type(step)("s", owner="<b>"),)
    )
    for shown in (show_scenario(evil), show_outcome(evil.run())):
        assert "<script>" not in shown
        assert "<b>" not in shown


def test_a_study_and_an_outcome_show_what_they_hold():
    """The scenarios of a study, and who ends and begins in an outcome, are named."""
    study = read(SMALL)
    assert "Chia cơ quan" in show_study(study)
    shown = show_outcome(study.scenario("split").run())
    assert "h.tcnv" in shown
    assert "h.pnv" in shown
