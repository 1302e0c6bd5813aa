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
def orgmodel(orgmodel):
    """Ask for English, which these tests read, of a study in Vietnamese."""
    return lambda *said: orgmodel(*said, *(() if said[0] == "new" or "--lang" in said else ("--lang", "en")))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Give a copy of the study."""
    return Path(shutil.copytree(STUDY, tmp_path / "study"))


def test_clauses_become_one_scenario(orgmodel, study):
    """Three clauses are written as one scenario that runs to what the conclusion leads to."""
    parts = [study / f"{name}.yaml" for name in ("2.3-no-new-quota", "2.4-propaganda-mobilisation", "2.5-criteria")]
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
    assert told["units", "duc-tho.tcnv"]["first"] == "2.3-new-quota:2.3-split"


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


TABLES = """units:
- {id: g, name_en: Council, kind: body}
- {id: a, name_en: Planning, kind: office, parent: g}
- {id: b, name_en: Parks, kind: office, parent: g}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a baseline and proposals that stand in no study."""
    files = {
        "base": TABLES,
        "name": "baseline: base.yaml\nsteps:\n- id: s\n  do: [{rename: b, names: {en: Green Spaces}}]\n",
        "other": "baseline: base.yaml\nsteps:\n- id: s\n  do: [{rename: b, names: {en: Gardens}}]\n",
        "where": "baseline: base.yaml\nparameters: {to: {choices: [a, b], default: b}}\n"
        "steps:\n- id: t\n  do: [{create: {unit: t, parent: {choose: to, a: a, b: b}}, why: law}]\n",
        "there": "extends: where.yaml\nset: {to: a}\n",
        "both": "includes: [name.yaml, {file: where.yaml, set: {to: a}}]\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_conflicts_say_where_the_steps_stand(orgmodel, folder):
    """Each side of a conflict has its file, line and column, and what it wants in the language that differs."""
    said = orgmodel("combine", folder / "name.yaml", folder / "other.yaml", "--format", "json")
    (row,) = json.loads(said.out)["conflicts"]
    assert (said.code, row["first_wants"], row["second_wants"]) == (1, "name: Green Spaces", "name: Gardens")
    assert [Path(row[side]).name for side in ("first_at", "second_at")] == ["name.yaml:3:3", "other.yaml:3:3"]
    assert "1 conflict:" in orgmodel("combine", folder / "name.yaml", folder / "other.yaml").err


@pytest.mark.parametrize(
    ("one", "other", "parent"), [("name", "where", "b"), ("there", "name", "a"), ("both", "name", "a")]
)
def test_what_is_written_runs_outside_of_a_study(orgmodel, folder, one, other, parent):
    """Scenarios with parameters, that extend or include, are written with their baseline, and run to the same."""
    said = orgmodel("combine", folder / f"{one}.yaml", folder / f"{other}.yaml", "-o", folder / "one.yaml")
    assert (said.code, orgmodel("check", folder / "one.yaml").code) == (0, 0)
    after = read(folder / "one.yaml").run().after
    assert (after.unit("t").parent, dict(after.unit("b").names)["en"]) == (parent, "Green Spaces")


def test_another_baseline_is_told_and_can_be_taken(orgmodel, folder):
    """Proposals of two baselines are not combined as they are; onto one they are, and lost steps are counted."""
    (folder / "base2.yaml").write_text(TABLES.replace("id: b", "id: p"), "utf-8")
    (folder / "new.yaml").write_text(
        "baseline: base2.yaml\nsteps:\n- id: s\n  do: [{rename: p, names: {en: Gardens}}]\n", "utf-8"
    )
    said = orgmodel("combine", folder / "new.yaml", folder / "name.yaml")
    assert (said.code, "--onto" in said.err) == (1, True)
    said = orgmodel(
        "combine", folder / "new.yaml", folder / "name.yaml", "--onto", folder / "base2.yaml", "-o", folder / "one.yaml"
    )
    assert (said.code, "1 step no longer applies" in said.err, "UNKNOWN_UNIT" in said.out) == (0, True, True)
    assert "baseline: base2.yaml" in (folder / "one.yaml").read_text("utf-8")
    assert orgmodel("check", folder / "one.yaml").code == 0


@pytest.mark.parametrize(
    ("names", "code", "english", "vietnamese"),
    [
        (["2.5-actual-2023", "wrong"], 1, "wrong.yaml:5:5: UNKNOWN_UNIT no unit 'zz'", "không có đơn vị 'zz'"),
        (["nowhere"], 1, "MISSING_FILE there is no such file", "không có tệp hoặc thư mục này"),
        (
            ["2.3-no-new-quota", "2.3-new-quota"],
            1,
            "13 conflicts: no scenario holds",
            "13 xung đột: không có phương án nào",
        ),
        (["2.5-actual-2023", "2.5-actual-2023"], 0, "in any order", "theo thứ tự bất kỳ"),
        (["2.5-actual-2023", "twice"], 0, "in any order", "theo thứ tự bất kỳ"),
    ],
)
def test_what_is_said_is_in_the_language_asked_for(orgmodel, study, names, code, english, vietnamese) -> None:
    """A wrong or absent file, conflicts, one file twice and one that includes another: each is told in both languages."""
    (study / "wrong.yaml").write_text("title: {vi: W}\nsteps:\n- id: x\n  do:\n  - {transfer: zz, to: b}\n", "utf-8")
    (study / "twice.yaml").write_text("title: {vi: T}\nincludes: [2.5-actual-2023.yaml]\n", "utf-8")
    paths = [study / f"{name}.yaml" for name in names]
    for language, words in (("en", english), ("vi", vietnamese)):
        said = orgmodel("combine", *paths, "--lang", language)
        assert (said.code, words in said.err) == (code, True), said.err


def test_what_does_not_fit_together_is_told_with_names_and_nothing_to_do_as_such(orgmodel, folder):
    """Units are named beside their ids, others stand for themselves, and scenarios without steps are no order."""
    (folder / "away.yaml").write_text("baseline: base.yaml\nsteps:\n- {id: s, do: [{transfer: b, to: a}]}\n", "utf-8")
    (folder / "back.yaml").write_text(
        "baseline: base.yaml\nsteps:\n- {id: s, do: [{create: {unit: n, parent: g}, why: w}, {transfer: b, to: n}]}\n",
        "utf-8",
    )
    said = orgmodel("combine", folder / "away.yaml", folder / "back.yaml", "--format", "json")
    (row,) = json.loads(said.out)["conflicts"]
    assert (row["key"], row["name"], row["first_wants"]) == ("b", "Parks", "parent: a (Planning)")
    (folder / "empty.yaml").write_text("baseline: base.yaml\n", "utf-8")
    said = orgmodel("combine", folder / "empty.yaml", folder / "empty.yaml")
    assert (said.code, "any order" in said.err, "nothing is changed" in said.err) == (0, False, True)


def test_an_abolished_function_of_a_unit_that_is_merged_is_named_and_gone(orgmodel, tmp_path):
    """Abolition and merger come in one order, whichever is named first; the function that they meet over is named with its unit."""
    files = {
        "base": "units:\n- {id: g, name_en: Council}\n- {id: a, name_en: Planning, parent: g}\n- {id: b, name_en: Parks, parent: g}\n"
        "posts:\n- {id: a/h, unit: a, rank: head, authorized: 1, filled: 1}\n- {id: b/h, unit: b, rank: head, authorized: 1, filled: 1}\n"
        "functions:\n- {unit: a, function: f1, name_en: Permits}\n- {unit: a, function: f2}\n",
        "merge": "baseline: base.yaml\nsteps:\n- id: m\n  do:\n  - consolidate: [a, b]\n    into: {unit: m, names: {en: Place}, parent: g}\n"
        "    head: {keep: a/h}\n    surplus_heads: {b/h: {convert: deputy}}\n",
        "abolish": "baseline: base.yaml\nsteps:\n- {id: f, do: [{dissolve: {function: f1, unit: a}, why: no more}]}\n",
        "assign": "baseline: base.yaml\nsteps:\n- {id: g, do: [{assign_function: f1, from: a, to: b}]}\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    for turn in (1, -1):
        pair = [tmp_path / "merge.yaml", tmp_path / "abolish.yaml"][::turn]
        said = orgmodel("combine", *pair, "-o", tmp_path / "one.yaml", "--force")
        assert (said.code, "in the order written" in said.err) == (0, True), said.err
        assert "Planning: Permits" in said.out
        one = read(tmp_path / "one.yaml")
        assert isinstance(one, Scenario)
        outcome = one.run()
        assert [step.step.id for step in outcome.steps] == ["f", "m"]
        assert [function.function for function in outcome.after.functions] == ["f2"]
        pair = [tmp_path / "assign.yaml", tmp_path / "abolish.yaml"][::turn]
        said = orgmodel("combine", *pair)
        assert (said.code, "1 conflict:" in said.err) == (1, True), said.err
