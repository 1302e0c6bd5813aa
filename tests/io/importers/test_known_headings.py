"""Headings that importers know: listed or by their words, in one table of which the page is made."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from orgmodel.io.importers.dates import date_of
from orgmodel.io.importers.hierarchy.figures import parted_by, read_figures
from orgmodel.io.importers.hierarchy.map import TableMap
from orgmodel.io.importers.hierarchy.numbering import is_nested, places
from orgmodel.io.importers.known.tables import heading, headings, plain

ROOT = Path(__file__).parents[3]


def test_the_page_of_headings_is_that_of_the_tables() -> None:
    """Nobody writes the page by hand."""
    made = runpy.run_path(str(ROOT / "scripts" / "headings_page.py"))["page"]()
    assert (ROOT / "docs" / "headings.md").read_text("utf-8") == made, "run scripts/headings_page.py"


def test_every_heading_means_something_that_a_map_can_say() -> None:
    """Each meaning is a key of a map, a kind of line, a currency, or pay of a month, which has no place; none stands twice in one language."""
    for text, known in headings().items():
        assert text == plain(text)
        for _, meaning in known.meanings:
            for part in meaning.split("|"):
                assert part in TableMap.KEYS or part.startswith("line:") or part in ("currency", "pay_month"), (
                    text,
                    meaning,
                )


@pytest.mark.parametrize(
    ("text", "rows", "meaning"),
    [
        ("Supervisory Organization", "posts", "unit"),
        ("Superior Organization Code", "units", "parent"),
        ("Superior Organization Code", "posts", "unit_parent"),
        ("DeptID", "posts", "unit"),
        ("Dept Descr", "posts", "unit_name"),
        ("Pos No", "people", "post"),
        ("Supervisor's Employee ID", "people", "parent"),
        ("Org Unit Path [Required]", "people", "path"),
        ("Stelleninhaber/in", "posts", "person"),
        ("Übergeordnete OE-Nr.", "posts", "unit_parent"),
        ("Referatsbezeichnung", "units", "name"),
        ("Übergeordnete Referatsnummer", "units", "parent"),
        ("Dienststellennummer", "posts", "unit"),
        ("Mitarbeiternummer", "posts", "person_id"),
        ("Nærmeste leder", "people", "parent"),
        ("Biên chế được giao năm 2025", "units", "authorized"),
        ("Posts – Authorised", "units", "authorized"),
        ("Число – Занято", "units", "filled"),
        ("Annual Base Pay (EUR)", "posts", "pay"),
        ("Sanctioned posts", "units", "authorized"),
        ("Vacant posts", "units", "vacancies"),
        ("VZÄ Soll", "posts", "fte_authorized"),
        ("VZÄ unbesetzt", "posts", ""),
        ("Employee Title", "people", "name"),
        ("manager.id", "people", "parent"),
        ("davon besetzt am 31.12.2024", "units", "filled"),
        ("Zahl der tatsächlich besetzten Stellen am 30. Juni 2024", "units", "filled"),
        ("In post at 31st March 2024", "units", "filled"),
        ("Personale in servizio al 31 dicembre 2023", "units", "filled"),
        ("Có mặt tính đến ngày 31 tháng 12 năm 2024", "units", "filled"),
        ("Consommation (ETPT)", "units", "fte"),
        ("SG", "posts", "category"),
        ("cn", "people", "person"),
    ],
)
def test_a_heading_is_read_by_its_words(text: str, rows: str, meaning: str) -> None:
    """Words in any order, in several languages, with what is no name left out."""
    known = heading(text)
    assert known is not None
    assert known.meaning(rows) == meaning


@pytest.mark.parametrize(
    "text", ["Date of birth", "Pay Rate Type", "Head of unit", "Job Family", "Colour", "1", "", "(2025)"]
)
def test_a_heading_with_a_strange_word_is_not_known(text: str) -> None:
    """One word that nobody knows, and the heading says nothing."""
    assert heading(text) is None


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        (["1", "1.1", "1.1.1", "2"], ["1", "1.1", "1.1.1", "2"]),
        (["I", "1", "2", "II", "1"], ["I", "I.1", "I.2", "II", "II.1"]),
        (["A", "B", "C", "D"], ["A", "B", "C", "D"]),
        (["A", "I", "a)", "b)", "II", "B", "I"], ["A", "A.I", "A.I.a", "A.I.b", "A.II", "B", "B.I"]),
        (["I", "1", "1.1", "1.2", "2", "II"], ["I", "I.1", "I.1.1", "I.1.2", "I.2", "II"]),
        (["1", "-", "-", "2", "-"], ["1", "1.-1", "1.-2", "2", "2.-1"]),
        (["I", "", "II"], ["I", "", "II"]),
    ],
)
def test_signs_of_several_kinds_nest(marks: list[str], found: list[str]) -> None:
    """A sign that goes on closes what is within; a first one opens a level."""
    assert places(marks) == found


@pytest.mark.parametrize(
    "marks", [["1", "2", "3"], ["5", "9", "2"], ["A", "C", "X", "1"], ["x", "y"], ["I", "V", "1", "7"], []]
)
def test_what_does_not_count_on_is_no_outline(marks: list[str]) -> None:
    """Codes, grades and row numbers are no outlines."""
    assert not is_nested(marks)


def test_figures_as_offices_write_them() -> None:
    """Hundredths, more decimals than two, thousands parted in a whole column; one cell alone says nothing."""
    assert read_figures("fte", ["80%", "62,5 %", "0.125", "1"]).numbers == {
        "80%": 80,
        "62,5 %": 62,
        "0.125": 12,
        "1": 100,
    }
    assert read_figures("fte", ["80", "100"], percent=True).numbers == {"80": 80, "100": 100}
    assert read_figures("authorized", ["1,234", "12,000", "7"]).numbers == {"1,234": 1234, "12,000": 12000, "7": 7}
    assert "1.234" in read_figures("authorized", ["1.234", "7"]).faults
    assert (parted_by(["1 234", "5 678"]), parted_by(["1,234", "1.5"]), parted_by(["2.000", "3.000"])) == (" ", "", "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", "2019-05-01"),
        ("平成18年3月20日", "2006-03-20"),
        ("令和6年", "2024"),
        ("民國101年5月20日", "2012-05-20"),
        ("113/01/01", "2024-01-01"),
    ],
)
def test_days_of_eras(text: str, day: str) -> None:
    """Japanese eras and years of the Republic of China."""
    assert date_of(text) == day


@pytest.mark.parametrize(
    "text",
    ["besetzt am 30.06.2024", "In post as at 31/03/2024", "Effectif réel au 31/12/2023", "ocupados al 31/12/2024"],
)
def test_a_day_behind_a_heading_is_passed_over(text: str) -> None:
    """With the word that stands before days in its language."""
    assert heading(text).meaning("posts") == "filled"
