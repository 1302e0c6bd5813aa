"""``orgmodel chart``: what is asked for wrongly is told, with the nearest that there is, and nothing is written."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest


@pytest.fixture
def orgmodel(orgmodel):
    """Ask for English, which these tests read, of a study in Vietnamese."""
    return lambda *said: orgmodel(*said, *(() if said[0] == "new" or "--lang" in said else ("--lang", "en")))


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("-o", "{folder}/x.pdff"), 1, "no format '.pdff'; did you mean '.pdf'?; there are .svg, .png"),
        (("-o", "{folder}/x"), 1, "no format 'x'; there are .svg, .png"),
        (("-o", "{folder}"), 2, "is a folder; name a file"),
        (("--root", "h.tcn", "-o", "{folder}/x.svg"), 1, "no unit 'h.tcn' to draw; did you mean 'h.tcnv'?"),
        (("--depth", "-1", "-o", "{folder}/x.svg"), 2, "'-1' is no whole number from 0"),
        (("--page", "a4-landscap", "-o", "{folder}/x.svg"), 2, "did you mean 'a4-landscape'?"),
        (("--page", "20x30", "-o", "{folder}/x.svg"), 2, "a page of 20x30 mm is too small"),
        (("--theme", "gray", "-o", "{folder}/x.svg"), 1, "no theme 'gray'; did you mean 'grey'?"),
        (
            ("--theme", "{folder}/none.toml", "-o", "{folder}/x.svg"),
            1,
            "none.toml: THEME_FILE the theme cannot be read",
        ),
    ],
)
def test_what_is_asked_wrongly_is_told(small, tmp_path, orgmodel, options, code, message):
    """Errors of the input are 1, of the command line 2; no traceback, no file."""
    folder = tmp_path / "out"
    folder.mkdir()
    said = orgmodel("chart", small / "split.yaml", *(one.format(folder=folder) for one in options))
    assert said.code == code
    assert message in said.err
    assert "Traceback" not in said.err
    assert list(folder.iterdir()) == []


def test_every_fault_of_a_theme_is_told(small, tmp_path, orgmodel):
    """A theme file with two faults gives two messages."""
    (tmp_path / "mine.toml").write_text('lik = "grey"\nink = "red"\n', encoding="utf-8")
    said = orgmodel("chart", small / "split.yaml", "--theme", tmp_path / "mine.toml", "-o", tmp_path / "x.svg")
    assert said.code == 1
    assert said.err.splitlines() == [
        "mine.toml: THEME_VALUE lik: a theme has no such key; did you mean 'like'?",
        "mine.toml: THEME_VALUE ink: expected a colour as #rrggbb, found 'red'",
    ]


def test_title_source_and_size_of_page(small, tmp_path, orgmodel):
    """A chart for a document: its own title and source, a size in millimetres, letters as shapes."""
    options = ("--title", "Phụ lục <1>", "--source", "Đề án", "--page", "165x240", "--depth", "0", "--root", "h.tcnv")
    said = orgmodel("chart", small / "split.yaml", "--state", "before", *options, "-o", tmp_path / "new" / "x.svg")
    assert (said.code, said.out) == (0, f"{tmp_path / 'new' / 'x.svg'}\n")
    root = ElementTree.parse(tmp_path / "new" / "x.svg").getroot()
    assert root.find("{*}title").text == "Phụ lục <1>"
    assert [round(float(root.get(side)[:-2]) / 72 * 25.4) for side in ("width", "height")] == [165, 240]
    assert any("Đề án" in "".join(text.itertext()) for text in root.findall(".//{*}text"))
    said = orgmodel("chart", small / "split.yaml", "--outlines", "--state", "before", "-o", tmp_path / "o.svg")
    assert said.code == 0, said.err


def test_the_pages_of_an_earlier_longer_chart_go(small, tmp_path, orgmodel):
    """A chart that has become shorter leaves no page of the longer one; other files there stay."""
    (tmp_path / "x-9.svg").write_text("mine", encoding="utf-8")
    assert orgmodel("chart", small / "split.yaml", "--page", "100x70", "-o", tmp_path / "x.svg").code == 0
    assert (tmp_path / "x-2.svg").exists()
    assert orgmodel("chart", small / "split.yaml", "--page", "fit", "-o", tmp_path / "y.svg").code == 0
    assert orgmodel("chart", small / "split.yaml", "--page", "fit", "-o", tmp_path / "x.svg").code == 0
    assert sorted(path.name for path in tmp_path.glob("*.svg")) == ["x-9.svg", "x.svg", "y.svg"]
