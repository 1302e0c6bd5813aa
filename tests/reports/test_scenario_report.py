"""What the report of a scenario holds, whatever its size."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.api import comparison_of
from orgmodel.core.names import names_of
from orgmodel.core.records import Document, Unit
from orgmodel.core.structure import Structure
from orgmodel.norms.record import Discrepancy
from orgmodel.reports import basis, scenario_report
from orgmodel.reports.manuscript import Paragraph, Picture
from orgmodel.reports.papers import papers_of
from orgmodel.scenario.scenario import Scenario

ROADS = Path(__file__).parents[1] / "fixtures" / "roads"


@pytest.mark.parametrize("most", [0, 10_000])
def test_a_chart_of_very_many_units_is_told_and_not_drawn(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chapter of charts stands in every report of a scenario that changes something: a picture, or the way to a part of it."""
    monkeypatch.setattr(scenario_report, "MOST_CHARTED", most)
    (report,) = papers_of(orgmodel.compare(orgmodel.read(ROADS / "split.yaml").run()), ("report",))
    charts = [block for chapter in report.chapters for block in chapter.blocks if isinstance(block, Picture)]
    told = [str(block) for chapter in report.chapters for block in chapter.blocks if isinstance(block, Paragraph)]
    assert bool(charts) == (most > 0)
    assert any("orgmodel chart … --state changes" in one for one in told) == (most == 0)


def test_a_disagreement_is_told_where_it_is_about_the_papers_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of papers that it names one must be among those of the scenario; what a paper says is not read for numbers."""
    papers = [
        Document("a", number="12-NQ", title=names_of(en="A")),
        Document("b", number="7-KL", title=names_of(en="B")),
    ]
    baseline = Structure.of([Unit("top", names_of(en="Ministry"), kind="agency"), *papers], as_of="2024-01-01")
    comparison = comparison_of([Scenario("x", baseline, documents=("a",))])
    assert not comparison.problems
    says = (("Title", "7-KL"), ("Body", "8-KL"))
    listed = [
        Discrepancy("recorded", names_of(en="Recorded"), says),
        Discrepancy("mine", names_of(en="Mine"), says, papers=("a", "c")),
        Discrepancy("theirs", names_of(en="Theirs"), (("Title", "12-NQ"),), papers=("b", "c")),
    ]
    monkeypatch.setattr(basis, "discrepancies", lambda *_: listed)
    form = basis.discrepancy_form(comparison.cases[0], ())
    assert form is not None
    assert [row[0] for row in form.texts("en")] == ["Recorded", "Mine"]
