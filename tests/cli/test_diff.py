"""``orgmodel diff``: what changed, the operations that explain it, and a scenario file that does them again."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from orgmodel.core.records import Post
from orgmodel.core.schema import Tables
from orgmodel.io.read import read
from orgmodel.io.write_baseline import write_baseline
from orgmodel.scenario.scenario import Scenario

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


@pytest.fixture
def orgmodel(orgmodel):
    """Ask for English, which these tests read, of a study in Vietnamese."""
    return lambda *said: orgmodel(*said, *(() if said[0] == "new" or "--lang" in said else ("--lang", "en")))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Give a copy of the study."""
    return Path(shutil.copytree(STUDY, tmp_path / "study"))


def test_the_operations_of_the_study_are_found(orgmodel):
    """Between the study's baseline and what clause 2.4 leads to stands one split, and JSON has every key."""
    said = orgmodel("diff", STUDY, STUDY / "2.4-propaganda-mobilisation.yaml", "--format", "json")
    assert (said.code, said.err) == (0, "1 step leads exactly to AFTER\n")
    found = json.loads(said.out)
    assert found["corrections"] == []
    assert set(found) == {
        "changes",
        "operations",
        "lineage",
        "corrections",
        "unsaid",
        "matches",
        "ambiguous",
        "totals",
        "problems",
    }
    (split,) = found["operations"]
    assert (split["operation"], split["certainty"]) == ("split_up", "likely")
    assert [(row["before"], row["after"]) for row in found["lineage"]] == [
        ("ky-anh.tuyen-giao-dan-van", "ky-anh.ban-dan-van"),
        ("ky-anh.tuyen-giao-dan-van", "ky-anh.ban-tuyen-giao"),
    ]
    (row,) = [one for one in found["changes"] if (one["table"], one["key"]) == ("units", "ky-anh.tuyen-giao-dan-van")]
    assert (row["change"], row["event"], row["field"], row["before"], row["after"]) == ("ended", "ended", *[None] * 3)
    assert row["name"] == found["lineage"][0]["before_name"] is not None
    assert (found["matches"], found["ambiguous"]) == ([], [])


def _untitled(record):
    """Give a record as it is but for the title of a post, which no inferred operation writes."""
    return replace(record, titles=()) if isinstance(record, Post) else record


def test_the_scenario_written_runs_to_the_same_structure(orgmodel, study):
    """The file that -o writes into the study is sound, and leads to the structure that it was inferred from, but for titles."""
    said = orgmodel("diff", study, study / "conclusion.yaml", "-o", study / "found.yaml")
    assert said.code == 0
    assert orgmodel("check", study / "found.yaml").code == 0
    found, wanted = read(study / "found.yaml"), read(study / "conclusion.yaml")
    assert isinstance(found, Scenario)
    assert isinstance(wanted, Scenario)
    one, other = (
        [_untitled(row) for spec in Tables.ALL for row in each.run().after.table(spec.table)]
        for each in (found, wanted)
    )
    assert sorted(map(repr, one)) == sorted(map(repr, other))
    again = (study / "found.yaml").read_bytes()
    orgmodel("diff", study, study / "conclusion.yaml", "-o", study / "found.yaml")
    assert (study / "found.yaml").read_bytes() == again


def test_folders_of_tables_are_compared(orgmodel, study, tmp_path):
    """Two baseline folders are compared, and the scenario names the folder that it starts from."""
    scenario = read(study / "2.5-actual-2023.yaml")
    assert isinstance(scenario, Scenario)
    work = tmp_path / "work"
    write_baseline(scenario.baseline, work / "before")
    write_baseline(scenario.run().after, work / "after")
    said = orgmodel("diff", work / "before", work / "after", "-o", work / "moves.yaml")
    assert said.code == 0
    assert "transfer" in said.out
    assert "baseline: before" in (work / "moves.yaml").read_text("utf-8")
    assert isinstance(read(work / "moves.yaml"), Scenario)


def test_changes_as_csv(orgmodel):
    """The CSV holds a row for each record that began or ended, and for each field that changed."""
    said = orgmodel("diff", STUDY, STUDY / "2.5-internal.yaml", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    renamed = {row["after"] for row in rows if (row["key"], row["field"]) == ("khoi.ban-tuyen-giao", "names")}
    assert renamed == {"Ban Tuyên giáo - Dân vận Đảng ủy Khối"}
    assert {row["change"] for row in rows} == {"begun", "ended", "changed"}


def test_other_ids_are_matched_as_told(orgmodel, tmp_path):
    """Where no id is shared a warning says how to match; by path only what changed is left, and a name alone is doubted."""
    for name, ids, places, third in (("one", "123", "4", "Phòng A"), ("two", "xyz", "w", "Phòng B")):
        folder = tmp_path / name
        folder.mkdir()
        rows = [
            f"{ids[0]},Sở Y tế,",
            f"{ids[1]},Phòng Kế hoạch – Tài chính,{ids[0]}",
            f"{ids[2]},{third},{ids[0]}",
            f"{places},Văn phòng,{ids[2]}",
        ]
        (folder / "units.csv").write_text("id,name_vi,parent\n" + "\n".join(rows) + "\n", "utf-8")
    assert "NO_MATCH" in orgmodel("diff", tmp_path / "one", tmp_path / "two").err
    said = orgmodel("diff", tmp_path / "one", tmp_path / "two", "--by", "path", "--by", "name", "--format", "json")
    found = json.loads(said.out)
    assert [(row["before"], row["after"], row["key"]) for row in found["matches"]] == [
        ("1", "x", "path"),
        ("2", "y", "path"),
    ]
    assert [(row["before"], row["after"]) for row in found["ambiguous"]] == [("4", "w")]
    assert {row["operation"] for row in found["operations"]} == {"create", "dissolve"}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["diff", "STUDY", "nowhere"], 1, "nowhere"),
        (["diff", "STUDY"], 2, "AFTER"),
        (["diff", "STUDY", "STUDY", "--by", "pth"], 1, "'path'"),
    ],
)
def test_wrong_use_is_told(orgmodel, arguments, code, told):
    """A path that is not there is an error, a missing argument wrong usage, an unknown key is named with the nearest."""
    said = orgmodel(*[STUDY if one == "STUDY" else one for one in arguments])
    assert (said.code, told in said.err) == (code, True)


UNITS = "units:\n- {id: g, name_en: Council, kind: body}\n- {id: a, name_en: Planning, kind: office, parent: g}\n"
MORE = "- {id: b, name_en: Licensing, kind: office, parent: g}\n"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Give a folder with two files of tables, of which the second has a unit less."""
    (tmp_path / "before.yaml").write_text(UNITS + MORE, "utf-8")
    (tmp_path / "after.yaml").write_text(UNITS, "utf-8")
    return tmp_path


def test_what_a_replay_differs_in_is_asked_with_state(orgmodel, two):
    """With --state after, what the written scenario leads to is compared, and there is no change."""
    said = orgmodel("diff", two / "before.yaml", two / "after.yaml", "-o", two / "found.yaml")
    assert (said.code, "1 step leads exactly to AFTER" in said.err, "UNSAID" in said.err) == (0, True, True)
    said = orgmodel("diff", two / "found.yaml", two / "after.yaml", "--state", "after")
    assert (said.code, said.out) == (0, "no change\n")
    assert "no change" not in orgmodel("diff", two / "found.yaml", two / "after.yaml").out


def test_a_scenario_that_could_not_name_its_baseline_is_not_written(orgmodel, two, study):
    """Outside of the folder of its baseline, in a study of another one, or after a run, writing is refused before all."""
    pair = (two / "before.yaml", two / "after.yaml")
    elsewhere = two / "sub" / "found.yaml"
    elsewhere.parent.mkdir()
    for arguments, told in (
        ((*pair, "-o", elsewhere), "into the folder that holds it"),
        ((*pair, "-o", study / "found.yaml"), "whose baseline is not what"),
        ((study, study / "conclusion.yaml", "-o", two / "found.yaml"), "outside the study"),
    ):
        said = orgmodel("diff", *arguments)
        assert (said.code, told in said.err, said.out) == (2, True, "")
        assert not Path(str(arguments[-1])).exists()
    orgmodel("diff", *pair, "-o", two / "found.yaml")
    said = orgmodel("diff", two / "found.yaml", two / "before.yaml", "--state", "after", "-o", two / "back.yaml")
    assert (said.code, "no tables hold" in said.err) == (2, True)


def test_a_scenario_starts_from_an_exported_file(orgmodel, two):
    """A scenario inferred from an exported JSON file names it, and reads it again."""
    assert orgmodel("export", two / "before.yaml", "--to", "json", "-o", two / "b.json").code == 0
    assert orgmodel("diff", two / "b.json", two / "after.yaml", "-o", two / "found.yaml").code == 0
    assert orgmodel("check", two / "found.yaml").code == 0


def test_nothing_on_one_side(orgmodel, two):
    """An empty list of units is an organisation without units, and all of the other one begins or ends."""
    (two / "none.yaml").write_text("units: []\n", "utf-8")
    for arguments, verb in (
        ((two / "none.yaml", two / "after.yaml"), "create"),
        ((two / "after.yaml", two / "none.yaml"), "dissolve"),
    ):
        found = json.loads(orgmodel("diff", *arguments, "--format", "json").out)
        assert [row["operation"] for row in found["operations"]] == [verb, verb]
        assert found["corrections"] == []
    assert orgmodel("diff", two / "none.yaml", two / "none.yaml").out == "no change\n"


def test_the_summary_counts_what_happened(orgmodel, two):
    """The text counts records by what happened to them; doubtful matches are listed, the others counted."""
    (two / "moved.yaml").write_text(
        UNITS.replace("Planning", "Plans") + "- {id: c, name_en: Licensing, kind: office, parent: a}\n", "utf-8"
    )
    said = orgmodel("diff", two / "before.yaml", two / "moved.yaml")
    totals, summary = said.out.split("\nchanges\n")
    assert totals.split("\n")[1:] == [
        "totals",
        "measure  before  after  change",
        "-------  ------  -----  ------",
        "Units         2      2       0",
        "",
    ]
    assert summary.split("\n")[0].split() == ["records", "begun", "ended", "renamed", "registered"]
    assert "called alike, under other ids" in said.out
    said = orgmodel("diff", two / "before.yaml", two / "moved.yaml", "--format", "md")
    assert "| units | 1 | 1 | 1 |  |" in said.out


def test_bare_tables_are_counted_by_the_kinds_of_the_other_side(orgmodel, tmp_path):
    """An export has no study.yaml: its divisions are no agencies where the study before says so, nor the other way round."""
    study = tmp_path / "w"
    study.mkdir()
    (study / "study.yaml").write_text(
        "title: {en: W}\nlanguage: en\nbaseline: base.yaml\nkinds: {office: agency, desk: internal}\n"
    )
    units = "- {id: a, name_en: A, kind: office}\n" + "".join(
        f"- {{id: a{i}, name_en: A{i}, kind: desk, parent: a}}\n" for i in range(3)
    )
    (study / "base.yaml").write_text(
        f"units:\n{units}posts: [{{id: a/h, unit: a, rank: head, authorized: 1, filled: 1}}]\n"
    )
    (study / "s.yaml").write_text("title: {en: S}\nsteps:\n- id: s\n  do:\n  - {resize: a/h, filled_to: 0, why: t}\n")
    assert orgmodel("export", study / "s.yaml", "--to", "csv", "-o", tmp_path / "aft").code == 0
    for pair in ((study, tmp_path / "aft"), (tmp_path / "aft", study)):
        totals = json.loads(orgmodel("diff", *pair, "--format", "json").out)["totals"]
        (units_row,) = [one for one in totals if one["measure"] == "units"]
        assert (units_row["before"], units_row["after"], units_row["change"]) == (1, 1, 0)
