"""XLSX workbooks, written by another library than the one that reads them."""

from __future__ import annotations

import datetime

import openpyxl

from orgmodel.core.terms import Terms
from orgmodel.io.baseline import read_baseline
from orgmodel.io.workbook import read_workbook


def save(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_is_a_baseline(tmp_path):
    """One sheet a table; numbers, dates and flags are read as a CSV would have them."""
    path = save(
        tmp_path / "baseline.xlsx",
        units=[["id", "name_vi", "from"], ["a", "Ủy ban", datetime.date(2018, 12, 1)]],
        posts=[["id", "unit", "authorized", "fte"], ["a/cv", "a", 3, 2.5]],
        functions=[["unit", "function", "internal"], ["a", "f", True]],
        empty=[],
    )
    structure, problems = read_baseline(path, Terms(), None)
    assert problems == []
    assert structure.unit("a").begins == "2018-12-01"
    assert (structure.post("a/cv").authorized, structure.post("a/cv").fte) == (3, 250)
    assert structure.functions_of("a")[0].internal is True


def test_problems_name_the_sheet_row_and_column(tmp_path):
    """A person finds the cell in Excel: the row's number, the column's number, the sheet."""
    path = save(tmp_path / "b.xlsx", units=[["id"], ["a"]], posts=[["id", "unit", "filled"], [], ["p", "a", "two"]])
    _, problems = read_baseline(path, Terms(), None)
    assert [str(one.location) for one in problems] == [f"{path}[posts]:3:3"]


def test_a_sheet_that_is_no_table_and_a_file_that_is_no_workbook_are_told(tmp_path):
    """Misspelt sheets get the nearest table; text with the suffix of a workbook is refused."""
    path = save(tmp_path / "b.xlsx", units=[["id"], ["a"]], post=[["id", "unit"]])
    _, problems = read_baseline(path, Terms(), None)
    assert "did you mean 'posts'" in problems[0].message
    (tmp_path / "c.xlsx").write_text("id\n")
    found = []
    assert read_workbook(tmp_path / "c.xlsx", found) == {}
    assert [one.code for one in found] == ["UNREADABLE"]
