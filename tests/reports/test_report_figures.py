"""The law of one truth for reports: whatever a report says of a figure, the comparison's JSON says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel import api
from orgmodel.core.names import text_in
from orgmodel.reports.form import Form
from orgmodel.reports.manuscript import Paragraph
from orgmodel.reports.papers import papers_of
from orgmodel.reports.scenario_report import Told, scenario_report
from orgmodel.reports.summary import side_by_side_form
from orgmodel.reports.summary_sentences import sentences
from tests.reports.report_truths import agree
from tests.scenario.random_outcomes import outcomes

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
LABELS = [path.stem for path in sorted(STUDY.glob("[123]*.yaml"))]
MOST = 10_000
EXAMPLES = MOST if settings.default.max_examples >= MOST else settings.default.max_examples // 3


@pytest.fixture(scope="module")
def study():
    """Compare the whole study once."""
    return api.compare_all(orgmodel.read(STUDY).outcomes, language="vi")


@settings(max_examples=EXAMPLES)
@given(outcomes(), st.sampled_from(["vi", "en"]))
def test_reports_of_made_studies_tell_the_truth(made, language):
    """Of each made outcome alone, and of all together, every figure that can be looked up is that of the JSON object."""
    every = api.compare_all(made)
    for case in every.cases:
        alone = api.compare_all([case.outcome])
        report = scenario_report(Told(alone, alone.cases[0]), "neutral")
        agree(report, alone)
        assert all(text is not None for form in report.forms() for row in form.texts(language) for text in row)
    if len(every.cases) > 1:
        agree(papers_of(every, ("report",))[0], every)


@pytest.mark.parametrize("label", LABELS)
def test_the_report_of_each_shipped_scenario_tells_the_truth(label):
    """Every figure that can be looked up is that of the JSON object, in a scenario's report by itself."""
    comparison = api.compare_all(api.read_outcomes([STUDY / f"{label}.yaml"]), language="vi")
    report = scenario_report(Told(comparison, comparison.cases[0]), "party")
    compared = agree(report, comparison)
    assert compared or not comparison.cases[0].outcome.changes


def test_the_report_of_the_study_tells_the_truth(study):
    """Every figure that can be looked up is that of the JSON object, and most can."""
    (report,) = papers_of(study, ("report",))
    assert agree(report, study) > 400


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sentences_say_what_the_table_shows(study, language):
    """Every number in the sentences of a case stands in the table above them, or is a name's own."""
    for case in study.cases:
        told = Told(study, case)
        if case.is_refused or not told.parts:
            continue
        table = side_by_side_form(study, case, told.parts, told.alone)
        assert table is not None
        shown = {text.strip("*+-≥%") for row in table.texts(language) for text in row}
        shown |= {str(int(text)) for text in shown if text.isdigit()}
        names = " ".join(text_in(unit.names, language) for state in (case.before, case.after) for unit in state.units)
        for one in sentences(study, case, told.parts):
            text = re.sub(r"(và|and) \d+ [^;]*?(khác|more)", "", text_in(one.text, language))  # how many are not named
            for number in re.findall(r"(?<![\w.])\d+(?:[.,]\d+)*(?!\w)", text):
                plain = str(int(number)) if number.isdigit() else number
                assert {number, plain} & shown or number in names, (case.label, number, text)


def test_nothing_is_formatted_in_the_model(study):
    """No cell of figures is a text: a typed file has numbers where the report has figures."""
    (report,) = papers_of(study, ("report",))
    for form in report.forms():
        for row in form.rows:
            for cell, column in zip(row.cells, form.columns, strict=True):
                assert column.kind in ("text", "no", "date") or not isinstance(cell, str), (form.id, cell)


def test_the_first_page_is_first(study):
    """Each report begins with what is decided, by whom and when, before any annex."""
    for paper in papers_of(study, ("report", "lists")):
        assert paper.chapters[0].blocks
    report = papers_of(api.compare_all([study.case("2.3-no-new-quota").outcome]), ("report",))[0]
    first = report.chapters[0].blocks
    assert isinstance(first[0], Paragraph)
    assert "mục 2.3" in text_in(first[0].text, "vi")
    assert "trong tháng 10/2022" in text_in(first[1].text, "vi")
    assert any(isinstance(block, Form) for block in first)
