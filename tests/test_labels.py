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


FRENCH = """
title: {fr: Mairie, en: Town}
as_of: 2024-01-01
language: fr
kinds: {direction: agency, service: internal}
blocks: [ville]
labels:
  kind.direction: {fr: Directions centrales}
  block.ville: {fr: La Ville}
  line.chart: {fr: fait partie de}
  measure.units: {fr: Directions et établissements}
  form.before_and_after: {fr: Avant et après}
"""


@pytest.fixture
def town(tmp_path, monkeypatch) -> Path:
    """A study in French that brings words for a kind, a block, a line, a measure and a form."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "town"
    (folder / "baseline").mkdir(parents=True)
    rows = "id,name_fr,kind,block,parent\na,Mairie,direction,ville,\nb,Voirie,direction,ville,a\n"
    (folder / "baseline" / "units.csv").write_text(rows, "utf-8")
    (folder / "baseline" / "posts.csv").write_text(
        "id,unit,rank,authorized,filled,block\np,b,staff,3,3,ville\n", "utf-8"
    )
    (folder / "study.yaml").write_text(FRENCH, "utf-8")
    (folder / "end.yaml").write_text(
        "title: {fr: Sans voirie}\nsteps:\n- id: s\n  do:\n  - absorb: [b]\n    into: a\n", "utf-8"
    )
    return folder


def test_a_third_language_needs_no_change_of_ours(town, capsys):
    """The study's own words are used in text, report, chart and display, and English stands for the rest."""
    assert run(["compare", str(town)]) == 0
    told = capsys.readouterr().out
    found = orgmodel.compare(orgmodel.read(town))
    assert run(["report", str(town), "-o", "r.md", "--lang", "fr"]) == 0
    assert run(["chart", str(town), "-o", "c.svg", "--lang", "fr"]) == 0
    report = Path("r.md").read_text("utf-8")
    for text in (told, report, found.summary("fr"), found._repr_html_()):
        assert "irections et établissements 2 → 1" in text or "Directions et établissements" in text
    assert "Directions centrales" in told
    assert run(["report", str(town), "-o", "l.md", "--paper", "lists", "--lang", "fr"]) == 0
    assert "La Ville" in Path("l.md").read_text("utf-8")
    assert "La Ville" in Path("c.svg").read_text("utf-8")
    assert "Avant et après" in report
    assert "Sans voirie" in report
    assert "Posts authorized" in report
    assert found.language == "fr"
    assert found.languages == ("vi", "en", "fr")


@pytest.mark.parametrize("command", ["compare", "status", "show", "check"])
def test_a_language_is_asked_for_only_where_it_is_brought(town, command, capsys):
    """What the study brings may be asked for, another language is refused with the list."""
    assert run([command, str(town), "--lang", "fr"]) == 0
    assert run([command, str(SMALL), "--lang", "fr"]) == 2
    assert run([command, str(town), "--lang", "fx"]) == 2
    assert "'fr'" in capsys.readouterr().err


def test_labels_of_nothing_are_told_with_the_nearest(town, capsys):
    """A label of a family, kind, block, measure or form that there is not is a warning at its place."""
    wrong = ("kind.directoin", "measur.units", "measure.unit", "form.befor", "block.vile", "rank.haed")
    lines = "".join(f"  {one}: {{fr: x}}\n" for one in wrong)
    (town / "study.yaml").write_text(FRENCH + lines + "  choice.keep: {fr: garder}\n", "utf-8")
    assert run(["check", str(town)]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "UNKNOWN_LABEL" in line]
    assert len(told) == len(wrong)
    assert all("study.yaml:" in line for line in told)
    for near in ("direction", "measure", "units", "before", "ville", "head"):
        assert any(f"'{near}'" in line for line in told), near


def test_options_are_called_by_their_titles(tmp_path):
    """The options of a parameter stand in a report by the study's own titles for them."""
    study = orgmodel.read(Path(__file__).parents[1] / "scenarios" / "ha-tinh-2022")
    for language, wanted in (
        ("vi", ("giữ nguyên", "tách lại như cũ", "chuyển về Sở Y tế")),
        ("en", ("kept as it is",)),
    ):
        report = orgmodel.report(study.scenario("2.1-health-centres"), tmp_path / f"{language}.md", language=language)
        text = report.read_text("utf-8")
        assert all(one in text for one in wanted)
        assert "split\\_up" not in text
