"""A chart of very many boxes is asked about before it is laid out."""

from __future__ import annotations

from pathlib import Path

from orgmodel.charts import extent

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


def test_a_large_chart_is_asked_about(monkeypatch, tmp_path, orgmodel):
    """It says how many boxes and pages there would be, and draws a part or, told so, all."""
    monkeypatch.setattr(extent, "MOST_UNASKED", 40)
    target = tmp_path / "chart.drawio"
    said = orgmodel("chart", STUDY, "-o", target, "--lang", "en")
    assert said.code == 1
    assert "LARGE_CHART" in said.err
    assert "--yes" in said.err
    assert not list(tmp_path.iterdir())
    assert orgmodel("chart", STUDY, "-o", target, "--page", "fit").code == 1
    assert orgmodel("chart", STUDY, "-o", target, "--depth", "1").code == 0
    assert orgmodel("chart", STUDY, "-o", target, "--yes").code == 0
