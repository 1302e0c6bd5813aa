"""Workbooks of one layout, a sheet a department: its name is the unit of its rows, or above those that they name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import orgmodel
from orgmodel.core.integrity import check
from tests.io.importers.beginning import tree


def of_sheets(folder: Path, head: str, **sheets: str) -> Any:
    """Begin a study of a workbook whose sheets have one header; rows are parted by a stroke, cells by commas."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in (head, *rows.split(" / ")):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row.split(",")])
    book.save(folder / "book.xlsx")
    return orgmodel.init(folder / "book.xlsx")


def test_teams_of_one_name_in_two_sheets_stay_two(tmp_path: Path) -> None:
    """The map says of each sheet which unit is above its teams, and how sure that is; rows of the department itself are in it."""
    found = of_sheets(
        tmp_path,
        "Team,Post title,Holder",
        Finance="Finance,Director,Ann Lee / Payroll,Clerk,vacant / Budget,Clerk,Bo Ray",
        HR="HR,Director,Cy Oak / Hiring,Officer,Di Elm / Payroll,Officer,Ed Ash",
    )
    assert not found.open
    units = {(dict(unit.names)["en"], unit.parent) for unit in found.structure.units}
    assert units == {
        ("Finance", None), ("HR", None), ("Payroll", "finance"), ("Budget", "finance"), ("Hiring", "hr"), ("Payroll", "hr"),
    }  # fmt: skip
    assert {post.unit for post in found.structure.posts} == {
        "finance", "finance.payroll", "finance.budget", "hr", "hr.hiring", "hr.payroll",
    }  # fmt: skip
    guess = found.guesses.at("tables.1.unit")
    assert (guess.value, guess.certainty) == ("HR", "likely")
    assert [one.code for one in check(found.structure)] == []


def test_sections_with_figures_stand_under_their_sheets(tmp_path: Path) -> None:
    """Lists of units a sheet are no list of units without any above them; every figure is kept."""
    found = of_sheets(
        tmp_path,
        "Section,Authorised posts,Filled posts",
        Finance="Payroll,5,4 / Budget,6,6",
        HR="Hiring,3,2 / Training,4,4",
    )
    assert tree(found) == {
        "Finance": None, "HR": None, "Payroll": "Finance", "Budget": "Finance", "Hiring": "HR", "Training": "HR",
    }  # fmt: skip
    posts = list(found.structure.posts)
    assert (sum(post.authorized for post in posts), sum(post.filled for post in posts)) == (18, 16)
    assert found.imported.rows_in == found.imported.rows_imported + found.imported.rows_reported


def test_sheets_without_a_unit_are_of_one_each(tmp_path: Path) -> None:
    """As the names of the sheets say."""
    found = of_sheets(
        tmp_path, "Post No,Post title,Holder", Finance="F1,Head,Ann Lee / F2,Clerk,vacant", HR="H1,Head,Cy Oak"
    )
    assert {post.unit.rpartition(".")[2] for post in found.structure.posts} == {"finance", "hr"}


@pytest.mark.parametrize("names", [("Sheet1", "Sheet2"), ("Staff 2024", "Staff 2025"), ("1", "2")])
def test_sheets_whose_names_are_of_no_unit_place_nothing(names: tuple[str, str], tmp_path: Path) -> None:
    """Numbers, years and what a new workbook calls its sheets are above nothing."""
    head = "Team,Post title,Holder"
    found = of_sheets(
        tmp_path, head, **{names[0]: "A,Clerk,Ann Lee / B,Cook,vacant", names[1]: "C,Clerk,Bo Ray / D,Cook,Cy Oak"}
    )
    assert not set(names) & {dict(unit.names)["en"] for unit in found.structure.units}


def test_sheets_that_name_the_same_units_are_above_none(tmp_path: Path) -> None:
    """Then they part the posts by something else than where they are."""
    head = "Team,Post title,Holder"
    found = of_sheets(
        tmp_path, head, Permanent="A,Clerk,Ann Lee / B,Cook,vacant", Contract="A,Guard,Bo Ray / B,Cook,Cy Oak"
    )
    assert "Permanent" not in {dict(unit.names)["en"] for unit in found.structure.units}
