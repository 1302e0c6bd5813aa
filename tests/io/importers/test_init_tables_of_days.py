"""Sheets and files of one thing at several days: one day counts, the others are told, and where figures differ it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import orgmodel
from orgmodel.core.integrity import check
from orgmodel.core.problems import ProblemsError
from orgmodel.io.yaml_text import read_yaml
from tests.io.importers.beginning import tree


def of_sheets(folder: Path, sheets: dict[str, str], **given: Any) -> Any:
    """Begin a study of a workbook; rows are parted by a stroke, cells by commas."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows.split(" / "):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row.split(",")])
    book.save(folder / "book.xlsx")
    return orgmodel.init(folder / "book.xlsx", **given)


YEARS = {
    "2024": "Section,Authorised posts,Filled posts / Payroll,5,4 / Budget,6,6",
    "2025": "Section,Authorised posts,Filled posts / Payroll,5,5 / Budget,7,6",
}


def figures(found: Any) -> tuple[int, int]:
    """Give the posts authorized and filled of all units; every row read is accounted for."""
    imported = found.imported
    assert not found.open
    assert imported.rows_in == imported.rows_imported + imported.rows_reported
    assert [one.code for one in check(found.structure)] == []
    posts = list(found.structure.posts)
    return sum(post.authorized for post in posts), sum(post.filled for post in posts)


def test_sheets_of_years_that_differ_are_asked_and_the_answer_counts(tmp_path: Path) -> None:
    """Nothing is imported before; then the latest sheet that is not after the day, and the rows of the other are told."""
    found = of_sheets(tmp_path, YEARS)
    assert [one.message.startswith("as_of:") for one in found.open] == [True]
    assert not len(found.structure.units)
    with pytest.raises(ProblemsError):
        found.save(tmp_path / "study")
    kept = tmp_path / "study" / "import" / "map.yaml"
    for day, sums in (("2024-06-30", (11, 10)), ("2025", (12, 11))):
        asked = read_yaml(kept, [])
        answered = orgmodel.init(tmp_path / "book.xlsx", map={**asked, "as_of": day})
        assert figures(answered) == sums
        assert [(one.code, one.severity) for one in answered.problems if one.code == "NOT_USED"] == [
            ("NOT_USED", "note")
        ]
        assert (answered.imported.rows_in, answered.imported.rows_left_out) == (4, 2)


def test_a_day_that_is_said_chooses(tmp_path: Path) -> None:
    """Also in a map that stands; a day before all of them has no table, which is told with their days."""
    found = of_sheets(tmp_path, YEARS, as_of="2024-12-31")
    assert figures(found) == (11, 10)
    data = found.map.model_dump(exclude_defaults=True)
    assert figures(orgmodel.init(tmp_path / "book.xlsx", map=data, as_of="2025-01-01")) == (12, 11)
    early = orgmodel.init(tmp_path / "book.xlsx", map=data, as_of="2023")
    assert [one.message for one in early.problems if one.severity == "error"] == [
        "tables of one name are of 2024, 2025: none is of 2023 or before"
    ]
    with pytest.raises(ProblemsError):
        early.save(tmp_path / "early")


def test_of_sheets_that_say_the_same_the_latest_counts(tmp_path: Path) -> None:
    """No figure differs by it, so nothing is asked."""
    found = of_sheets(tmp_path, dict.fromkeys(("Staff 31.12.2023", "Staff 31.12.2024"), YEARS["2024"]))
    assert figures(found) == (11, 10)
    assert (found.guesses.at("as_of").value, found.guesses.at("as_of").certainty) == ("2024-12-31", "likely")


def test_posts_of_several_years_keep_their_ids(tmp_path: Path) -> None:
    """One id in two years is one post, and no sheet of a year is a unit; a sheet of units without a year counts on each day."""
    head = "Post No,Post title,Unit,Holder"
    sheets = {
        "Units": "Unit,Part of / Trust, / Payroll,Trust / Budget,Trust",
        "Posts 2024": f"{head} / P1,Clerk,Payroll,Ann Lee / P2,Head,Budget,vacant",
        "Posts 2025": f"{head} / P1,Clerk,Payroll,vacant / P2,Head,Budget,Bo Ray / P3,Clerk,Budget,Cy Oak",
    }
    assert len(of_sheets(tmp_path, sheets).open) == 1
    for day, sums in (("2024", (2, 1)), ("2025", (3, 2))):
        found = of_sheets(tmp_path, sheets, as_of=day)
        assert figures(found) == sums
        assert tree(found) == {"Trust": None, "Payroll": "Trust", "Budget": "Trust"}


def test_a_sheet_a_unit_and_year(tmp_path: Path) -> None:
    """The unit is called as the sheets without their year."""
    head = "Post title,Holder"
    sheets = {
        "Roads 2024": f"{head} / Engineer,Ann Lee",
        "Ports 2024": f"{head} / Pilot,vacant",
        "Roads 2025": f"{head} / Engineer,Ann Lee / Clerk,vacant",
        "Ports 2025": f"{head} / Pilot,Bo Ray",
    }
    assert of_sheets(tmp_path, sheets).open
    found = of_sheets(tmp_path, sheets, as_of="2025")
    assert figures(found) == (3, 2)
    assert {"Roads", "Ports"} <= set(tree(found))


def test_files_of_several_days(tmp_path: Path) -> None:
    """As sheets: of a monthly export the one of the day counts."""
    for month, filled in (("01", 3), ("02", 4)):
        (tmp_path / f"posts_2025-{month}.csv").write_text(f"Unit,Authorised,Filled\nRoads,5,{filled}\n", "utf-8")
    files = sorted(tmp_path.glob("*.csv"))
    assert orgmodel.init(*files).open
    assert figures(orgmodel.init(*files, as_of="2025-01-31")) == (5, 3)


def test_sheets_of_other_things_are_none_of_several_days(tmp_path: Path) -> None:
    """A name but for its day that heads other columns is of something else."""
    sheets = {"2024": YEARS["2024"], "2025": "Document,Signed by / Charter,Ann Lee"}
    assert figures(of_sheets(tmp_path, sheets)) == (11, 10)
