"""Pages as their reader sees them: rows set in, words whole on a telephone, letters of every script, rows that stay on their slides."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from orgmodel.charts.letters import fonts_with
from orgmodel.reports.form import GROUP, Form, FormColumn, FormRow
from orgmodel.reports.letter_widths import lines_in
from orgmodel.reports.manuscript import Chapter
from orgmodel.reports.pdf.writer import pdf
from orgmodel.reports.slides import slides
from orgmodel.reports.web_page import web_page
from orgmodel.reports.word.writer import word
from tests.reports.papers import both, manuscript

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BROKEN = """() => [...document.querySelectorAll('td,th')].flatMap(cell => {
  const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = []
  while (walk.nextNode()) for (const one of walk.currentNode.data.matchAll(/[\\p{L}]+/gu)) {
    const range = document.createRange()
    range.setStart(walk.currentNode, one.index); range.setEnd(walk.currentNode, one.index + one[0].length)
    if (new Set([...range.getClientRects()].map(each => Math.round(each.top))).size > 1) found.push(one[0])
  }
  return found
})"""


def _paper(form: Form):
    return replace(manuscript(), chapters=(Chapter(both("Chương", "Chapter"), (form,)),))


def _handover(rows: int = 6) -> Form:
    """Rows with a number and a level below a heading, as in the annex on handover."""
    below = [FormRow((at, both("Trụ sở, phòng làm việc", "Premises"), "", 1), level=1) for at in range(1, rows + 1)]
    columns = [
        FormColumn(both("TT", "No."), "no", width=0.6),
        FormColumn(both("Nội dung", "Contents")),
        FormColumn(both("Phương án xử lý", "How it is handled")),
        FormColumn(both("Biên chế", "Posts"), "count"),
    ]
    return Form.of("rows", both("Bàn giao", "Handover"), columns, [FormRow(("I", both("Sở", "Department"), (), None), GROUP), *below])  # fmt: skip


def _table(form: Form):
    tables = Document(BytesIO(word(_paper(form), "vi"))).tables
    return next(one for one in tables if one.cell(0, 0).text in ("TT", "Nội dung"))


@pytest.mark.parametrize("numbered", [True, False])
def test_words_are_set_in_and_numbers_are_not(numbered: bool) -> None:
    """A number that is set in lies on the line beside its column; where rows have none, words show their level in every format."""
    form = _handover()
    if not numbered:
        rows = tuple(replace(row, cells=row.cells[1:]) for row in form.rows)
        form = replace(form, columns=form.columns[1:], rows=rows)
    expected = [not numbered, *(False for _ in form.columns[1:])]
    table = _table(form)
    for row in list(table.rows)[2:]:
        indents = [cell.paragraphs[0].paragraph_format.left_indent for cell in row.cells]
        assert [bool(one) for one in indents] == expected
    page = web_page(_paper(form), "vi").decode()
    body = ElementTree.fromstring(page[page.index("<tbody") : page.index("</tbody>") + len("</tbody>")])
    for line in list(body)[1:]:
        assert ["padding" in cell.get("style", "") for cell in line] == expected
    deck = Presentation(BytesIO(slides(_paper(form), "vi")))
    (made,) = (shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
    assert [cell.text_frame.text.startswith("  ") for cell in list(made.rows)[2].cells] == expected


def test_words_that_are_set_in_stay_on_their_line() -> None:
    """Of a column that is as wide as its words the indent is a part."""
    numbered = _handover()
    rows = tuple(replace(row, cells=row.cells[1:]) for row in numbered.rows)
    table = _table(replace(numbered, columns=numbered.columns[1:], rows=rows))
    cell = table.cell(2, 0)
    size = cell.paragraphs[0].runs[0].font.size.pt
    room = table.columns[0].width.pt - 2 * 1.9 / 25.4 * 72 - cell.paragraphs[0].paragraph_format.left_indent.pt
    assert lines_in(cell.text, room / size, "Arial") == 1


@pytest.mark.needs_browser
@pytest.mark.parametrize("width", [375, 1280])
def test_words_are_whole_on_a_small_screen(browser, width: int) -> None:
    """A table with many columns is wider than a telephone and is pushed aside; none of its words is broken, nor is the page wider."""
    names = [FormColumn(both(f"Chức danh {at}", f"Post {at}")) for at in range(6)]
    form = Form.of("many", both("Bố trí", "Placement"), names, [("Chuyên viên nghiên cứu",) * 6] * 3, unit=both("người", "people"))  # fmt: skip
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(web_page(_paper(form), "vi").decode())
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_unit_of_measure_stands_under_the_title_of_its_table() -> None:
    """As on paper: title, unit, table."""
    form = replace(_handover(), unit=both("người", "people"))
    page = web_page(_paper(form), "en").decode()
    title, unit, head = (page.index(text) for text in ("<caption>Handover", "Unit: people", "<thead"))
    assert title < unit < head


def test_letters_are_taken_from_a_font_of_the_machine_before_boxes_are_drawn() -> None:
    """Where a font of this machine has them; the font of boxes that matplotlib brings has every letter and shows none."""
    name = "财政部规划司"
    form = Form.of("names", both("Tên", "Names"), [both("Tên", "Name")], [(name,)])
    fonts = {
        str(one.get_object()["/BaseFont"])
        for page in PdfReader(BytesIO(pdf(_paper(form), "en"))).pages
        for one in page["/Resources"]["/Font"].values()
    }
    assert any("LastResort" in font for font in fonts) != bool(fonts_with(frozenset(name))), fonts


@pytest.mark.needs_office
def test_rows_of_a_slide_end_above_its_notes(soffice: Path, tmp_path: Path) -> None:
    """As a program shows them: cells without a word are no higher than others, and texts that just fit are not broken."""
    heads = ("Post before", "Unit before", "Post after", "Posts authorized", "Present", "How")
    kinds = ("text", "text", "text", "count", "count", "text")
    columns = [FormColumn(both("TT", "No."), "no"), *(FormColumn(both(one, one), kind) for one, kind in zip(heads, kinds, strict=True))]  # fmt: skip
    rows: list[FormRow] = []
    for at in range(12):
        rows.append(FormRow(("I", both("Cục", "Agency"), (), (), 1, 1, ()), GROUP))
        rows.append(FormRow((at, "Section Head", "Corporate Support Section (N63)", "", 1, 1, "ends")))
    form = Form.of("placed", both("Bố trí", "Placement"), columns, rows, (both("Ghi chú", "Remark"),))
    path = tmp_path / "deck.pptx"
    path.write_bytes(slides(_paper(form), "en"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run([soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path], check=True, capture_output=True, timeout=300)  # fmt: skip
    tables = 0
    for page in PdfReader(tmp_path / "deck.pdf").pages:
        found: list[tuple[str, float]] = []
        page.extract_text(
            visitor_text=lambda text, _, at, *__, found=found: (
                found.append((text.strip(), at[5])) if text.strip() else None
            )
        )
        notes = [y for text, y in found if text.startswith("Remark")]
        ends = [y for text, y in found if text.endswith("ends")]
        if ends:
            tables += 1
            assert max(notes) < min(ends) - 10
    assert tables > 1
