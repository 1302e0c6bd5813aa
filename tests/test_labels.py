"""A study's own labels: the same word for a block, kind or line in every deliverable, in a third language too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import orgmodel
from orgmodel.cli.main import run

SMALL = Path(__file__).parent / "fixtures" / "small"


@pytest.fixture
def study(tmp_path) -> Path:
    """The small study, which calls its blocks and a kind of line by words of its own."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    own = """
labels:
  block.party: {vi: bên Đảng, en: the Party side, fr: côté Parti}
  block.government: {vi: bên chính quyền, en: the State side}
  block.mixed: {vi: cả hai bên, en: both sides}
  line.chart: {vi: nằm trong, en: part of}
"""
    (folder / "study.yaml").write_text((folder / "study.yaml").read_text("utf-8") + own, "utf-8")
    return folder


def test_a_block_has_one_name_in_every_deliverable(study, tmp_path, capsys):
    """Sentences, tables, report and chart say the study's word for a block, and nowhere ours."""
    found = orgmodel.compare(orgmodel.read(study))
    assert run(["compare", str(study)]) == 0
    printed = capsys.readouterr().out
    report = orgmodel.report(found, tmp_path / "r.md").read_text("utf-8")
    chart = tmp_path / "c.svg"
    orgmodel.chart(orgmodel.read(study).baseline).save(chart)
    drawn = chart.read_text("utf-8").lower()
    for text in (printed + report + found.summary("vi"), drawn):
        assert "bên chính quyền" in text
        for ours in ("khối chính quyền", "liên khối", "khối đảng"):
            assert ours not in text.lower(), ours


def test_labels_come_back_through_our_own_json(study, tmp_path):
    """A structure written as JSON and read again keeps the words of its study."""
    before = orgmodel.read(study).baseline
    assert run(["export", str(study), "--to", "json", "-o", str(tmp_path / "x.json")]) == 0
    again = orgmodel.read(tmp_path / "x.json")
    assert again == before
    assert dict(again.terms.labels["block.party"])["fr"] == "côté Parti"
