"""What the report of a scenario holds, whatever its size."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.reports import scenario_report
from orgmodel.reports.manuscript import Paragraph, Picture
from orgmodel.reports.papers import papers_of

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
