"""``orgmodel combine``: one scenario, or the conflicts, and never half a file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from orgmodel.io.read import read
from orgmodel.scenario.scenario import Scenario

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Give a copy of the study."""
    return Path(shutil.copytree(STUDY, tmp_path / "study"))


def test_clauses_become_one_scenario(orgmodel, study):
    """Three clauses are written as one scenario that runs to what the conclusion leads to."""
    parts = [study / f"{name}.yaml" for name in ("2.3-no-new-quota", "2.4-propaganda-mobilisation", "2.5-actual-2023")]
    said = orgmodel("combine", *parts, "-o", study / "one.yaml")
    assert (said.code, "in any order" in said.err) == (0, True)
    one, conclusion = read(study / "one.yaml"), read(study / "conclusion.yaml")
    assert isinstance(one, Scenario)
    assert isinstance(conclusion, Scenario)
    assert one.run().after == conclusion.run().after
    assert orgmodel("check", study / "one.yaml").code == 0


def test_without_a_file_the_scenario_is_printed(orgmodel):
    """The text of the scenario goes to stdout, what is told about it to stderr."""
    said = orgmodel("combine", STUDY / "2.4-propaganda-mobilisation.yaml", STUDY / "2.5-actual-2023.yaml")
    assert said.code == 0
    assert said.out.lstrip().startswith("title:")
    assert "steps" in said.err


def test_conflicts_are_told_and_nothing_is_written(orgmodel, study):
    """The two variants of clause 2.3 conflict: the records, the steps and the wishes are told, and no file is made."""
    parts = [study / f"{name}.yaml" for name in ("2.3-no-new-quota", "2.3-new-quota")]
    said = orgmodel("combine", *parts, "-o", study / "one.yaml", "--format", "json")
    assert (said.code, (study / "one.yaml").exists()) == (1, False)
    found = json.loads(said.out)
    assert found["scenario"] is None
    told = {(row["table"], row["key"]): row for row in found["conflicts"]}
    assert told["units", "duc-tho.tcnv"]["why"] == "both end it, in different ways"
    assert told["units", "duc-tho.tcnv"]["first"] == "2.3-no-new-quota:2.3-split"


def test_onto_another_baseline(orgmodel, study):
    """On a baseline where the split has been done its step no longer applies, and it is told why."""
    orgmodel("combine", study / "2.4-propaganda-mobilisation.yaml", "-o", study / "done.yaml")
    said = orgmodel(
        "combine", study / "2.4-propaganda-mobilisation.yaml", "--onto", study / "done.yaml", "--format", "json"
    )
    (step,) = json.loads(said.out)["rebase"]
    assert (step["step"], step["state"]) == ("2.4-split", "no longer applies")
    assert "ENDED_UNIT" in step["why"]
    assert "ky-anh.tuyen-giao-dan-van" in step["because"]


def test_a_structure_is_no_scenario(orgmodel):
    """A folder of tables is wrong usage, and what was meant is said."""
    said = orgmodel("combine", STUDY / "baseline")
    assert (said.code, "scenario" in said.err) == (2, True)
