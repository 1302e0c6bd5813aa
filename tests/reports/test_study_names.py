"""What things are called in the report of a study: each annex and chart by itself, alternatives where no clause is, nothing by an id."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from orgmodel import api
from orgmodel.cli.main import run
from orgmodel.core.names import names_of, text_in
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.reports.form import Form
from orgmodel.reports.manuscript import Manuscript, Paragraph
from orgmodel.reports.papers import REPORT, papers_of
from orgmodel.reports.summary import decision
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NORMS = Path(__file__).parents[2] / "orgmodel" / "norms" / "data"
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def _report(study: str) -> Manuscript:
    comparison = api.compare_all(api.read_outcomes([SCENARIOS / study]))
    (found,) = papers_of(comparison, (REPORT,))
    return found


@pytest.fixture(scope="module")
def conclusion() -> Manuscript:
    """Give the report of a study whose scenarios carry out clauses."""
    return _report("ha-tinh-2022")


@pytest.fixture(params=["conclusion", "ministry"])
def report(request: pytest.FixtureRequest) -> Manuscript:
    """Give the report of a study that has clauses, and of one that has none."""
    found: Manuscript = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def ministry() -> Manuscript:
    """Give the report of a study without clauses."""
    return _report("ministry")


@pytest.fixture(scope="module")
def history() -> Manuscript:
    """Give the report of what was done over years, in which many Party organisations end."""
    return _report("ha-tinh-2018-2026")


def _cells(form: Form, language: str) -> list[list[str]]:
    return form.texts(language)


def test_no_two_annexes_bear_one_number(report: Manuscript) -> None:
    """Two scenarios of one clause have annexes of one form, and so have two of none."""
    names = [form.annex_name("en") for form in report.forms() if form.annex]
    assert len(names) > 5
    assert [name for name, many in Counter(names).items() if many > 1] == []


def test_annexes_bear_the_number_of_their_scenario(conclusion: Manuscript) -> None:
    """As its title has it: 2.5a is the transfer, 2.5 what the paper orders."""
    numbers = {form.annex for form in conclusion.forms() if form.annex}
    assert {"2.5-9", "2.5a-9", "2.3-1", "2.5-7"} <= numbers


def test_each_chart_is_called_by_what_it_shows(report: Manuscript) -> None:
    """In the list of charts and on slides their titles are one."""
    called = [picture.called("en", page) for picture in report.pictures() for page in range(len(picture.pages("en")))]
    assert len(called) == len(set(called)) > 2


def test_where_there_are_no_clauses_alternatives_stand_in_their_place(ministry: Manuscript) -> None:
    """The first page says which row is of which alternative, each named once."""
    form = next(form for form in ministry.forms() if form.id == "decisions")
    heads = [text_in(column.heading, "en") for column in form.columns]
    assert heads[0] == "Alternative"
    assert "Clause" not in heads
    named = [row[0] for row in _cells(form, "en") if row[0]]
    assert named == ["Permits apart from inspection", "One agency for water infrastructure", "No divisions above sections", "The three together"]  # fmt: skip
    titles = [text_in(chapter.title, "en") for chapter in ministry.chapters if chapter.title]
    assert [title for title, many in Counter(titles).items() if many > 1] == []


def test_people_are_told_by_number_wherever_a_table_names_them(ministry: Manuscript) -> None:
    """Not by the id of a file in why they go, beside their number in the list."""
    listed = [row for form in ministry.forms() if form.id == "displaced" for row in _cells(form, "en")]
    assert listed
    for row in listed:
        assert "#" not in " ".join(row)
        assert row[1] in row[-1]


def test_a_note_points_to_a_table_that_is_there(ministry: Manuscript) -> None:
    """Of who holds no post afterwards, where there is such a table; else that everybody holds one."""
    for chapter in ministry.annexes:
        forms = {form.id: form for form in chapter.forms}
        if "placement" in forms:
            notes = [text_in(note, "en") for note in forms["placement"].notes]
            assert any("next table" in note for note in notes) == ("displaced" in forms)
            assert any("Everybody listed" in note for note in notes) == ("displaced" not in forms)


def test_tables_of_judgements_say_of_which_day_they_are(conclusion: Manuscript) -> None:
    """The cut-off date stands under every table of figures and answers."""
    found = [form for form in conclusion.forms() if form.id == "party-criteria" or form.id.startswith("places-")]  # fmt: skip
    assert len(found) == 2
    assert all("30/9/2022" in " ".join(form.beneath("vi")) for form in found)


def test_a_place_to_which_a_ban_does_not_apply_is_told_why(conclusion: Manuscript) -> None:
    """It stands in the list of the thirteen, and has no post of the office."""
    (form,) = (form for form in conclusion.forms() if form.id.startswith("places-"))
    apart = [row[1] for row in _cells(form, "vi") if row[-1] == "không áp dụng"]
    assert apart == ["Huyện Kỳ Anh"]
    assert any(f"Không áp dụng: {apart[0]} không có" in note for note in form.beneath("vi"))


def test_papers_that_disagree_are_told_in_words_of_the_reader(history: Manuscript) -> None:
    """Days as the language writes them, operations in the words of law."""
    (form,) = (form for form in history.forms() if form.id == "discrepancies")
    said = " ".join(text for row in _cells(form, "vi") for text in row)
    assert "18/4/2022" in said
    assert not ISO.search(said)
    assert "consolidate" not in said
    assert "hợp nhất" in said


def test_notes_of_norms_name_no_id_of_a_norm_and_no_user() -> None:
    """They stand in papers of an office."""
    packs = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(NORMS.rglob("*.yaml"))]
    ids = {str(norm["id"]) for pack in packs for norm in pack.get("norms") or []}
    ids |= {one.rpartition("-")[0] for one in ids if one.count("-") > 1}
    notes = [
        text
        for pack in packs
        for norm in (*(pack.get("norms") or []), *(role for model in pack.get("models") or [] for role in model.get("roles") or []))
        for text in (norm.get("note") or {}).values()
    ]  # fmt: skip
    assert len(notes) > 20
    for note in notes:
        assert not any(re.search(rf"\b{re.escape(id)}\b", note) for id in ids if any(map(str.isdigit, id))), note
        assert not re.search(r"\bngười dùng\b|\bthe user\b", note), note


def test_a_superior_that_loses_all_is_said_to_have_none(history: Manuscript) -> None:
    """Not *from 130 to 0*; and a superior of which nothing is known has no rows on the first page."""
    said = [
        text_in(one.text, "vi") for chapter in history.chapters for one in chapter.blocks if isinstance(one, Paragraph)
    ]
    assert any(text.endswith("từ 130 đầu mối trực thuộc đến không còn đầu mối nào") for text in said)
    assert not any(re.search(r"\bcòn 0\b", text) for text in said)
    (form,) = (form for form in history.forms() if form.id == "summary")
    rows = [row for row, texts in zip(form.rows, form.texts("vi"), strict=True) if any(texts[1:4])]
    assert len(rows) > 5
    assert ["…", "-", "…"] not in [texts[1:4] for texts in form.texts("vi")]


@pytest.mark.parametrize(("clause", "said"), [("", "No deadline is set;"), ("2.1", "The paper sets no deadline;")])
def test_a_deadline_is_missed_in_a_paper_only_where_there_is_one(clause: str, said: str) -> None:
    """A study that rests on no paper has none that could set it."""
    base = Structure.of([Unit("u", names_of(en="Unit"), kind="agency"), Post("p", "u", authorized=1, filled=1)])
    step = Step("a", clause=clause, do=[{"rename": "u", "names": {"en": "The unit"}}])
    comparison = api.comparison_of([Scenario("s", base, steps=(step,))])
    told = " ".join(text_in(one.text, "en") for one in decision(comparison.cases[0]))
    assert said in told


@pytest.mark.parametrize("name", ["2.3", "2.3-no-new-quota", "v1.2-draft"])
def test_a_folder_may_have_a_point_in_its_name(name: str, tmp_path: Path) -> None:
    """What stands behind it is no format."""
    source = str(SCENARIOS / "ministry" / "split.yaml")
    assert run(["report", source, "-o", str(tmp_path / name), "--lang", "en"]) == 0
    assert (tmp_path / name / "index.html").is_file()


def test_a_format_that_there_is_not_is_told_of_the_file_that_was_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """Not of the file of one language."""
    source = str(SCENARIOS / "ministry" / "split.yaml")
    assert run(["report", source, "-o", str(tmp_path / "x.odt"), "--lang", "vi,en"])
    told = capsys.readouterr().err
    assert "x.odt" in told
    assert "x.vi.odt" not in told
