"""Units in a report: under the names they bore then, told apart where names repeat, and where each went is said."""

from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.names import names_of, text_in
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.reports.form import HEAD_GROUP, HEADING, Form, FormColumn
from orgmodel.reports.manuscript import Chapter, Manuscript
from orgmodel.reports.own_words import with_own_words
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from orgmodel.words.reports import said

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
    from orgmodel.reports.cells import cell_text as written
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


def test_a_report_of_two_studies_says_whose_dates_and_gaps_are_whose(tmp_path: Path) -> None:
    """Each date and each list of missing figures names its study; studies of one title bear their folders' names too."""
    paths = []
    for folder, title, day in (("one", "Roads", "2022-01-01"), ("two", "Roads", "2026-09-30"), ("three", "Rail", "")):
        (tmp_path / folder / "baseline").mkdir(parents=True)
        (tmp_path / folder / "baseline" / "units.csv").write_text("id,name_en,kind\na,Office,agency\n", "utf-8")
        as_of = f"as_of: {day}\n" if day else ""
        (tmp_path / folder / "study.yaml").write_text(f"title: {{en: {title}}}\n{as_of}", "utf-8")
        (tmp_path / folder / f"{folder}.yaml").write_text("title: {en: Plan}\nsteps: []\n", "utf-8")
        paths.append(tmp_path / folder)
    found = orgmodel.compare(*map(orgmodel.read, paths))
    text = orgmodel.report(found, tmp_path / "r.md").read_text("utf-8")
    assert "Roads (one): figures as of 1 January 2022." in text
    assert "Roads (two): figures as of 30 September 2026." in text
    assert "Figures without a date: Rail" in text
    orgmodel.report(found, tmp_path / "all")
    lists = (tmp_path / "all" / "lists.md").read_text("utf-8")
    headings = [line for line in lists.splitlines() if line.startswith("## Missing")]
    assert [line.partition(": ")[2] for line in headings] == ["Roads (one)", "Roads (two)", "Rail"]
    alone = orgmodel.report(orgmodel.compare(orgmodel.read(paths[0])), tmp_path / "a.md").read_text("utf-8")
    assert "Figures as of 1 January 2022." in alone
    assert "Roads (one)" not in alone


def test_a_report_says_what_the_text_says_where_nothing_changes(tmp_path: Path) -> None:
    """A scenario that changes nothing, or no measure, is told of, never "None."; notes are sentences apart."""
    still = Scenario("still", BASE, steps=(Step("s", clause="1"),))
    swap = Scenario("swap", BASE, steps=(Step("s", clause="2", do=[{"rename": "a", "names": {"en": "Z"}}]),))
    end = Scenario("end", BASE, steps=(Step("s", clause="3", do=[{"absorb": ["a"], "into": "b"}]),))
    found = orgmodel.compare(still, swap, end)
    text = orgmodel.report(found, tmp_path / "r.md", paper="lists").read_text("utf-8")
    overview = text.partition("## Overview")[2].partition("**Norms")[0]
    assert "None." not in overview
    assert "*still: no change of structure.*" in overview
    assert "*swap: as now in all" in overview
    notes = [line for line in overview.splitlines() if line.startswith("*") and not line.startswith("**")]
    assert len(notes) >= 3
    assert all(line.endswith(".*") and line.count(". ") == 0 for line in notes)


@pytest.mark.parametrize(
    ("language", "due", "start"), [("en", "31 May 2024", "1 March 2024"), ("vi", "31/5/2024", "01/3/2024")]
)
def test_dates_in_the_table_of_steps_read_as_elsewhere(language: str, due: str, start: str, tmp_path: Path) -> None:
    """Due dates and dates of effect are written as people write them, and none where there is none."""
    steps = (Step("s", due="2024-05-31", effective="2024-03-01", do=[{"absorb": ["a"], "into": "b"}]), Step("t"))
    made = Scenario("x", BASE, steps=steps)
    text = orgmodel.report(made, tmp_path / "l.md", language=language, paper="lists").read_text("utf-8")
    assert f"| {due} | {start} |" in text
    assert "2024-05-31" not in text
    text = orgmodel.report(made, tmp_path / "r.md", language=language).read_text("utf-8")
    assert f"| {due} |" in text
    assert f"| {start} |" in text
    assert "2024-05-31" not in text


@pytest.mark.parametrize("language", ["en", "vi"])
def test_own_words_stand_for_ours_and_for_no_name_in_the_study(language: str) -> None:
    """A category, a scenario and a chapter that read as a word of ours stay where a study has its own word for that."""
    word = said("deputies")
    columns = (
        FormColumn(word, named=HEADING, group=word),
        FormColumn(word, named=HEAD_GROUP, group=word),
        FormColumn(word),
    )
    form = Form.of("f", word, columns, [("a", "b", "c")])
    chapters = (Chapter(word, (form,), named=True), Chapter(word))
    made = with_own_words(Manuscript("m", word, chapters), {"form.deputies": names_of(en="Seconds", vi="Phó")})
    ours, own = text_in(word, language), {"en": "Seconds", "vi": "Phó"}[language]
    (shown,) = made.forms()
    heads = [(text_in(one.heading, language), text_in(one.group, language)) for one in shown.columns]
    assert heads == [(ours, own), (own, ours), (own, "")]
    assert [text_in(one.title, language) for one in made.chapters] == [ours, own]
