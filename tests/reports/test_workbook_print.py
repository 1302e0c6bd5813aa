"""A workbook is read on a screen and on paper: nothing is cut, no row is too low, and figures look as in every other paper."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from orgmodel.reports.cells import FIGURES
from orgmodel.reports.form import GROUP, Form, FormColumn, FormRow
from orgmodel.reports.letter_widths import ems
from orgmodel.reports.manuscript import Chapter, Manuscript
from orgmodel.reports.sheet_fit import HIGHEST, size_of
from orgmodel.reports.workbook import workbook
from tests.reports.papers import both, changes, manuscript

FIRST = 2
LONG = "Rà soát, xây dựng các đề án đề xuất tiếp tục hợp nhất ở cấp tỉnh và cấp huyện " * 4


def _fractions() -> Form:
    columns = [
        FormColumn(both("Chỉ tiêu", "Measure")),
        FormColumn(both("Trước", "Before"), "number", "before", "x"),
        FormColumn(both("Sau", "After"), "number", "after", "x"),
        FormColumn(both("%", "%"), "percent"),
        FormColumn(both("Số người", "People"), "people"),
    ]
    rows = [("mean", 3.75, 2, 100, 4), ("ratio", 2.5, 12345.25, -44.44, 4982), ("none", 0, 0, 0, 0)]
    return Form.of("fractions", both("Tỷ lệ", "Ratios"), columns, rows)


def _paper(*forms: Form, profile: str = "neutral"):
    return replace(manuscript(profile), chapters=(Chapter(both("Chương", "Chapter"), forms),))


def _sheets(paper, language: str = "vi"):
    return openpyxl.load_workbook(BytesIO(workbook(paper, language))).worksheets


def _wide(cell) -> float:
    """Give the points across a cell, with those that it is merged with."""
    sheet = cell.parent
    letters = [cell.column_letter]
    for one in sheet.merged_cells.ranges:
        if cell.coordinate in one and one.min_row == cell.row and one.min_col == cell.column:
            letters = [get_column_letter(at) for at in range(one.min_col, one.max_col + 1)]
    return sum((sheet.column_dimensions[letter].width * 7 + 5) * 72 / 96 for letter in letters)


def _fitted(sheet, face: str) -> None:
    """Every text has the room for its letters, on so many lines as its rows are high; every figure stands on one line."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None or any(
                cell.coordinate in one and one.max_row > one.min_row for one in sheet.merged_cells.ranges
            ):
                continue
            long = ems(str(cell.value), face, bold=bool(cell.font.b)) * cell.font.sz
            high = sheet.row_dimensions[cell.row].height
            assert high is not None, cell.coordinate
            lines = int(high / (cell.font.sz * 1.15))
            room = _wide(cell) - 4
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                assert cell.alignment.wrap_text or long <= room, cell.coordinate
                assert long <= room * lines or high == HIGHEST, (cell.coordinate, cell.value)
            elif not str(cell.value).startswith("="):
                assert long <= room, cell.coordinate


@pytest.mark.parametrize(("profile", "face"), [("neutral", "Arial"), ("party", "Times New Roman")])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_is_cut(profile: str, face: str, language: str) -> None:
    """Rows are as high as what stands in them: words, heads over two rows, titles and notes across the table, a group's line."""
    long = replace(changes(), title=both(LONG, LONG), notes=(both(LONG, LONG),))
    words = Form.of(
        "words",
        both("Tên", "Names"),
        [both("TT", "No."), both("Nội dung", "What"), both("Ghi chú", "Notes")],
        [FormRow(("I", both(LONG, LONG), ""), GROUP), ("1", LONG, "x" * 300), ("2", "short", LONG * 5)],
    )
    paper = _paper(long, words, profile=profile)
    sheets = _sheets(paper, language)
    for sheet in sheets:
        _fitted(sheet, face)
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} == {face}
        assert {cell.font.sz for row in sheet.iter_rows(min_row=3) for cell in row if cell.value is not None} <= {size_of(face), 12, 13, 14}  # fmt: skip


def test_sheets_are_printed_as_wide_as_a_page() -> None:
    """A4, one page wide, the heads on each page, nothing outside of the table's columns, and a wide table on its side."""
    many = [FormColumn(both(f"Cột số {at}", f"Column number {at}"), "count") for at in range(14)]
    wide = Form.of("wide", both("2.1 Rộng", "2.1 Wide"), [both("Đơn vị", "Unit"), *many], [("a", *range(14))])
    sheets = _sheets(_paper(changes(), wide))
    for sheet in sheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert not sheet.page_setup.fitToHeight
        assert sheet.page_margins.left * 25.4 == pytest.approx(15)
        assert "&P / &N" in sheet.oddFooter.right.text if sheet.oddFooter.right.text else True
    for sheet, form in zip(sheets[1:], (changes(), wide), strict=True):
        last = get_column_letter(len(form.columns))
        assert sheet.print_area.startswith(f"'{sheet.title}'!$A$1:${last}$")
        assert sheet.print_title_rows
    assert [sheet.page_setup.orientation for sheet in sheets] == ["portrait", "portrait", "landscape"]


def test_a_table_without_a_title_bears_that_of_its_chapter() -> None:
    """Its sheet is called by something, and the line that leads to it has words."""
    bare = replace(changes(), title=(), annex="")
    sheets = _sheets(_paper(bare))
    assert sheets[1].title == "Chương"
    assert sheets[1]["A1"].value == "Chương"
    linked = [cell.value for row in sheets[0].iter_rows() for cell in row if cell.hyperlink]
    assert linked == ["Chương"]


@pytest.mark.needs_office
@pytest.mark.slow
def test_an_office_suite_shows_the_figures_as_the_papers_do(tmp_path, office) -> None:
    """A figure looks as in the report: 04, 2 and not 2., -44.4%, with its signs; only separators are those of the machine."""
    forms = (_fractions(), changes())
    (tmp_path / "book.xlsx").write_bytes(workbook(_paper(*forms), "vi"))
    shown = office.shown(tmp_path / "book.xlsx")[1:]
    for form, rows in zip(forms, shown, strict=True):
        first = FIRST + (2 if any(column.group for column in form.columns) else 1)
        for at in range(len(form.rows)):
            for place in range(len(form.columns)):
                if form.kind_of(at, place) not in FIGURES:
                    continue
                wanted = form.text(at, place, "vi").translate(str.maketrans(",.", ".,"))
                assert rows[first + at][place] == wanted, (at, place)


@pytest.mark.parametrize("title", ["Duc Tho", "2.4. Duc Tho", "105 members"])
def test_a_sheet_is_named_by_the_clause_of_its_chapter_and_not_by_its_title(title: str) -> None:
    """What a chapter is about is known of it: a number in its title is none, and one that is not there is told."""
    about = Chapter(both(title, title), (replace(changes(), annex=""),), clause="2.3")
    other = Chapter(both(title, title), (replace(changes(), annex=""),))
    paper = Manuscript("p", both("Văn bản", "Paper"), (about, other))
    assert [sheet.title for sheet in _sheets(paper, "en")][1:] == ["2.3 Before and after", "Before and after"]
