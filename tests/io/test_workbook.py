"""XLSX workbooks, written by another library than the one that reads them."""

from __future__ import annotations

import datetime
import zipfile

import openpyxl
import pytest

from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io import workbook_package
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
    structure, problems = read_baseline(path, Vocabulary(), None)
    assert problems == []
    assert structure.unit("a").begins == "2018-12-01"
    assert (structure.post("a/cv").authorized, structure.post("a/cv").fte) == (3, 250)
    assert structure.functions_of("a")[0].internal is True


def test_problems_name_the_sheet_row_and_column(tmp_path):
    """A person finds the cell in Excel: the row's number, the column's number, the sheet."""
    path = save(tmp_path / "b.xlsx", units=[["id"], ["a"]], posts=[["id", "unit", "filled"], [], ["p", "a", "two"]])
    _, problems = read_baseline(path, Vocabulary(), None)
    assert [str(one.location) for one in problems] == [f"{path}[posts]:3:3"]


def test_a_sheet_that_is_no_table_and_a_file_that_is_no_workbook_are_told(tmp_path):
    """Misspelt sheets get the nearest table; text with the suffix of a workbook is refused."""
    path = save(tmp_path / "b.xlsx", units=[["id"], ["a"]], post=[["id", "unit"]])
    _, problems = read_baseline(path, Vocabulary(), None)
    assert "did you mean 'posts'" in problems[0].message
    (tmp_path / "c.xlsx").write_text("id\n")
    found = []
    assert read_workbook(tmp_path / "c.xlsx", found) == {}
    assert [one.code for one in found] == ["UNREADABLE"]


def patched(path, part, change):
    """Write the package again with one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {one.filename: old.read(one) for one in old.infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def codes_of(path):
    found = []
    assert read_workbook(path, found) == {}
    return [(one.code, one.message) for one in found]


def test_a_cell_far_from_the_table_is_refused_before_memory_is_asked_for(tmp_path):
    """Five kilobytes may reach to the last cell of a sheet, for which no memory is large enough."""
    path = save(tmp_path / "far.xlsx", units=[["id"], ["a"]])
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"] = "x"
    book.save(path)
    ((code, message),) = codes_of(path)
    assert (code, "row 1,048,576 and column 16,384" in message) == ("TOO_LARGE", True)


def test_a_far_cell_that_is_only_formatted_is_none(tmp_path):
    """Formats reach far in many real workbooks, and mean nothing."""
    path = save(tmp_path / "far.xlsx", units=[["id"], ["a"]])
    patched(path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'))  # fmt: skip
    found = []
    assert list(read_workbook(path, found)["units"].cells[0]) == ["a"]
    assert found == []


@pytest.mark.parametrize("filler", [b"<row><c><v>1</v></c></row>", b'<row r="1"><c r="B1"><v>1</v></c></row>'])
def test_more_cells_than_fit_are_refused(tmp_path, monkeypatch, filler):
    """Cells count whether they name their place or not."""
    path = save(tmp_path / "many.xlsx", units=[["id"], ["a"]])
    patched(path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", filler * 50 + b"</sheetData>"))
    monkeypatch.setattr(workbook_package, "MOST_CELLS", 40)
    assert [code for code, _ in codes_of(path)] == ["TOO_LARGE"]


def test_what_unpacks_to_too_much_or_lies_about_it_is_refused(tmp_path, monkeypatch):
    """The sizes that a package states are added up first, and no part is read further than it states."""
    path = save(tmp_path / "bomb.xlsx", units=[["id"], ["a"]])
    monkeypatch.setattr(workbook_package, "LARGEST", 1000)
    assert [code for code, _ in codes_of(path)] == ["TOO_LARGE"]
    monkeypatch.undo()
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02", data.rindex(b"xl/worksheets/sheet1.xml") - 60) + 24
    path.write_bytes(data[:at] + (10).to_bytes(4, "little") + data[at + 4 :])
    assert [code for code, _ in codes_of(path)] == ["UNREADABLE"]


def test_formulas_without_a_value_and_errors_are_told_by_cell(tmp_path):
    """Each sheet's cells are told under its name; a formula with its value is a value."""
    path = save(tmp_path / "f.xlsx", units=[["id", "name_vi"], ["a", "=1+1"]], posts=[["id", "unit"], ["#REF!", "a"]])
    found = []
    read_workbook(path, found)
    places = [(str(one.location), one.code) for one in found]
    assert places == [(f"{path}[units]:2:2", "NO_VALUE"), (f"{path}[posts]:2:1", "NO_VALUE")]
    patched(path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"<v></v>", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>"))  # fmt: skip
    found = []
    assert list(read_workbook(path, found)["units"].cells[1]) == ["2"]
