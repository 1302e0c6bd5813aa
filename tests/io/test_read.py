"""Reading a path: what it holds, everything wrong in it at once, and nothing outside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import orgmodel
from orgmodel.api import follow_up_rows, missing_rows
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.structure import Structure
from orgmodel.io.read import read, read_with_problems
from orgmodel.scenario.scenario import Scenario, Study

SMALL = Path(__file__).parents[1] / "fixtures" / "small"
STUDIES = Path(__file__).parents[2] / "scenarios"


@pytest.fixture
def study(tmp_path) -> Path:
    """Give a copy of the small study that a test may spoil."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def told(path: Path) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        read(path)
    return [str(one).removeprefix(f"{path}/") for one in caught.value.problems]


def scenario(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def test_a_path_is_read_as_what_it_is(study):
    """A study, its file, a scenario of it, and its baseline are told apart by what they hold."""
    assert isinstance(read(study), Study)
    assert isinstance(read(study / "study.yaml"), Study)
    one = read(study / "split.yaml")
    assert isinstance(one, Scenario)
    assert one.study is not None
    baseline = read(study / "baseline")
    assert isinstance(baseline, Structure)
    assert baseline.as_of == "2022-09-30"
    assert "committee" in baseline.terms.kinds


def test_a_scenario_without_a_study_names_its_baseline(study, tmp_path):
    """Alone, a scenario gives its baseline's folder; without one it is told what to write."""
    text = (study / "split.yaml").read_text("utf-8")
    shutil.copytree(study / "baseline", tmp_path / "alone" / "baseline")
    scenario(tmp_path / "alone", "one.yaml", f"baseline: baseline\n{text}")
    scenario(tmp_path / "alone", "two.yaml", text)
    found = read(tmp_path / "alone" / "one.yaml")
    assert isinstance(found, Scenario)
    assert len(found.run().after.units) == len(found.baseline.units) + 1
    assert "NO_BASELINE" in told(tmp_path / "alone" / "two.yaml")[0]


def test_problems_of_every_file_come_together(study):
    """A fault in study.yaml, in a table, and in two scenarios: all in one run."""
    (study / "study.yaml").write_text((study / "study.yaml").read_text("utf-8") + "labguage: vi\n", "utf-8")
    posts = study / "baseline" / "posts.csv"
    posts.write_text(posts.read_text("utf-8").replace("h.ptp/cv,h.ptp,", "h.ptp/cv,h.ptq,"), "utf-8")
    scenario(study, "a.yaml", "title: x\nstesp: []\nincludes: [b.yaml, nosuch.yaml]\n")
    scenario(study, "b.yaml", "title: x\nsteps:\n- id: s\n  force: mus\n")
    said = told(study)
    for place, word in (
        ("study.yaml:", "'language'"),
        ("posts.csv:", "h.ptq"),
        ("a.yaml:2:1", "'steps'"),
        ("a.yaml:3:", "nosuch"),
        ("b.yaml:4:", "'must'"),
    ):
        assert sum(place in line and word in line for line in said) == 1, (place, said)


def test_a_baseline_that_cannot_be_read_does_not_bury_its_reason(study):
    """Where the units are missing, scenarios are not told that each of their units is unknown."""
    (study / "baseline" / "units.csv").unlink()
    said = told(study)
    assert "MISSING_FILE" in "".join(said)
    assert not any("split.yaml" in line for line in said)


@pytest.mark.parametrize(
    ("first", "chain"),
    [
        ("extends: a.yaml\n", "a.yaml → a.yaml"),
        ("extends: b.yaml\n", "a.yaml → b.yaml → c.yaml → a.yaml"),
        ("includes: [{file: b.yaml}]\n", "a.yaml → b.yaml → c.yaml → a.yaml"),
    ],
)
def test_a_loop_is_told_as_a_chain(study, first, chain):
    """Scenarios that lead back to themselves are named in their order, at the place that closes the loop."""
    scenario(study, "a.yaml", first)
    scenario(study, "b.yaml", "extends: c.yaml\n")
    scenario(study, "c.yaml", "includes: [a.yaml]\n")
    loops = [line for line in told(study) if "LOOP" in line]
    assert len(loops) == 1
    assert chain in loops[0]


@pytest.mark.parametrize(
    "name", ["../other.yaml", "{absolute}", "link.yaml", "sub/../../other.yaml", "linked/other.yaml"]
)
@pytest.mark.parametrize("key", ["extends: {}", "includes: [{}]", "includes: [{{file: {}}}]"])
def test_nothing_outside_the_study_is_read(study, key, name):
    """Neither .. nor an absolute path nor a link leads out of the study's folder."""
    outside = study.parent / "other.yaml"
    outside.write_text("title: secret\n", "utf-8")
    (study / "link.yaml").symlink_to(outside)
    (study / "linked").symlink_to(study.parent)
    (study / "sub").mkdir()
    name = name.replace("{absolute}", str(outside))
    scenario(study, "a.yaml", key.format(f'"{name}"') + "\n")
    (study / "study.yaml").write_text((study / "study.yaml").read_text("utf-8") + "scenarios: [a.yaml]\n", "utf-8")
    said = told(study)
    assert [line.split(" ")[1] for line in said] == ["OUTSIDE"]
    assert said[0].startswith("a.yaml:1:") or "link.yaml: OUTSIDE" in said[0]


def test_a_baseline_or_bulk_table_outside_is_refused(study):
    """The baseline's folder and the tables of for_each lie in the study too."""
    text = (study / "study.yaml").read_text("utf-8")
    (study.parent / "tables.csv").write_text("unit\nh.ptp\n", "utf-8")
    scenario(
        study,
        "a.yaml",
        "steps:\n- id: s\n  do:\n  - for_each: {file: ../tables.csv}\n    rename: '{unit}'\n    names: x\n",
    )
    assert ["OUTSIDE" in line and "a.yaml:4:" in line for line in told(study)] == [True]
    (study / "a.yaml").unlink()
    (study / "study.yaml").write_text(f"{text}baseline: ../small/../\n", "utf-8")
    assert any("OUTSIDE" in line for line in told(study))


def test_a_bulk_table_gives_its_rows_their_places(study):
    """An operation of a bulk table that cannot be carried out is told at the table's row."""
    (study / "bulk.csv").write_text("unit;name\nh.ptp;Tư pháp\nh.ptq;X\n", "utf-8")
    scenario(
        study,
        "a.yaml",
        "title: x\nsteps:\n- id: s\n  do:\n  - for_each: {file: bulk.csv}\n    rename: '{unit}'\n    names: {vi: '{name}'}\n",
    )
    found = read(study / "a.yaml")
    problems = [str(one) for one in found.run().problems if one.severity == "error"]
    assert len(problems) == 1
    assert "bulk.csv:3" in problems[0]
    assert "'h.ptp'" in problems[0]


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("smal", "MISSING_FILE", "'small'"),
        ("small/baseline/units.csv", "UNKNOWN_FORMAT", "folder"),
        (".", "UNKNOWN_FORMAT", "study.yaml"),
    ],
)
def test_a_path_that_is_nothing_to_read_is_told(study, name, code, hint):
    """A wrong path says what was meant, or what could be given."""
    found, problems = read_with_problems(study.parent / name)
    assert found is None
    assert [one.code for one in problems] == [code]
    assert hint in problems[0].message


def test_two_files_of_one_name_in_a_study_are_told(study):
    """A scenario's id is its file's stem, so it can stand once only."""
    scenario(study, "sub/split.yaml", "title: x\n")
    text = (study / "study.yaml").read_text("utf-8")
    (study / "study.yaml").write_text(f"{text}scenarios: [split.yaml, sub/split.yaml]\n", "utf-8")
    said = told(study)
    assert len(said) == 1
    assert "DUPLICATE" in said[0]


def test_norms_are_not_read_as_scenarios(study):
    """YAML files that the study lists as norms are left to those who read norms."""
    scenario(study, "own-norms.yaml", "norms: []\n")
    assert "own-norms.yaml:1:1" in told(study)[0]
    text = (study / "study.yaml").read_text("utf-8")
    (study / "study.yaml").write_text(f"{text}norms: [own-norms.yaml]\n", "utf-8")
    assert list(read(study).scenarios) == ["split"]


@given(data=st.data())
def test_a_spoilt_study_is_read_or_refused(data, tmp_path_factory):
    """Whatever is cut out of a file or put into it, every problem has a place and nothing else is raised."""
    study = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("spoilt") / "small"))
    files = sorted(path for path in study.rglob("*") if path.is_file())
    pieces = [
        "\n",
        ",",
        ";",
        '"',
        "'",
        "- ",
        "{",
        "}",
        "[",
        ": ",
        "&a ",
        "*a",
        "?",
        "#",
        "-1",
        "1,5",
        "null",
        "h.tcnv",
        "../x",
    ]
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(files))
        text = path.read_text("utf-8")
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 9))
        path.write_text(text[:at] + data.draw(st.sampled_from(pieces)) + text[at + cut :], "utf-8")
    found, problems = read_with_problems(study)
    assert all(one.location is not None and one.location.file.startswith(str(study)) for one in problems)
    if isinstance(found, Study) and not errors(problems):
        assert all(one.location is not None for outcome in found.outcomes for one in outcome.problems)


def test_reading_reads_all(tmp_path):
    """Once a study is read its folder may go: comparing, judging, following up, reporting and drawing read no file of it."""
    folder = tmp_path / "study"
    shutil.copytree(STUDIES / "ha-tinh-2022", folder)
    study = orgmodel.read(folder)
    shutil.rmtree(folder)
    assert isinstance(study, Study)
    scenario = study.scenario("2.3-no-new-quota")
    found = orgmodel.compare(scenario)
    assert len(found.norms) > 100
    assert len(found.deviations)
    assert orgmodel.report(found, tmp_path / "report.md").stat().st_size > 1000
    assert missing_rows(scenario)
    assert follow_up_rows(scenario)["discrepancies"]
    orgmodel.chart(scenario.run(), state="changes", root="duc-tho").save(tmp_path / "c.svg")
    assert not folder.exists()


STEP = "title: {en: s}\nsteps:\n- {id: x, @: '2023-02-29', do: []}\n"
DATED = {
    "study as_of": ("study.yaml", "as_of: '2023-02-29'\n"),
    "study money.at": ("study.yaml", "money: {currency: GBP, at: '2023-02-29'}\n"),
    "study base_pay.from": ("study.yaml", "money: {currency: GBP, base_pay: [{amount: 3, from: '2023-02-29'}]}\n"),
    "study grades.from": ("study.yaml", "money: {currency: GBP, grades: [{grade: G, pay: 3, from: '2023-02-29'}]}\n"),
    "study until": (
        "study.yaml",
        "constraints: [{id: c, freeze: {link: {office: a, also_holds: b}, until: '2023-02-29'}}]\n",
    ),
    **{f"step {key}": ("s.yaml", STEP.replace("@", key)) for key in ("due", "announced", "effective")},
}


@pytest.mark.parametrize("place", DATED)
def test_an_impossible_date_is_refused_in_every_key(place, tmp_path):
    """A day that no calendar has is told at its line, once, whichever key holds it; the day before it is read."""
    name, text = DATED[place]
    (tmp_path / "units.yaml").write_text("units: [{id: a, name_en: A}]\n", "utf-8")
    frame = "title: {en: Dates}\nbaseline: units.yaml\n"
    for day, count in (("2023-02-29", 1), ("2023-02-28", 0)):
        (tmp_path / "study.yaml").write_text(frame, "utf-8")
        written = text.replace("2023-02-29", day)
        (tmp_path / name).write_text(frame + written if name == "study.yaml" else written, "utf-8")
        _, problems = read_with_problems(tmp_path)
        found = [str(one).removeprefix(f"{tmp_path}/") for one in errors(problems)]
        assert len(found) == count, found
        assert all(one.startswith(f"{name}:3:") and "is not a day of the calendar" in one for one in found)
