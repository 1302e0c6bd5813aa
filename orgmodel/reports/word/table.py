"""Forms as tables of Word: heads repeated on each page, rows kept whole, figures to the right, what explains them beneath."""

from __future__ import annotations

from typing import Any

from orgmodel.core.names import text_in
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.column_widths import CELL_MARGIN, fitted
from orgmodel.reports.form import GROUP, REMOVED, SUBTOTAL, TOTAL, Form
from orgmodel.reports.word import parts
from orgmodel.reports.word.parts import align, millimetres, points
from orgmodel.reports.word.setting import FORM_TITLE, SMALL_PRINT, TABLE_TEXT, Setting
from orgmodel.words.notes import worded

BREAK = "\u200b"
"""Where a line may end, without a sign."""
HEAD_FILL = "E7E6E6"
INDENT = 4
"""How far a level of rows is set in, in mm."""


def set_form(setting: Setting, form: Form) -> None:
    """Set a form: its title and unit of measure above, the table, then signs, cut-off date, source and notes."""
    setting.turned(wide=form.wide)
    language = setting.language
    title = form.heading(language)
    if title:
        setting.add(title, style=FORM_TITLE)
    if unit := text_in(form.unit, language):
        line = setting.add(text_in(worded("unit_of_measure", {"unit": unit}), language), style=SMALL_PRINT)
        align(line, "right")
        line.paragraph_format.keep_with_next = True
    if form.rows:
        _table(setting, form, title)
    elif not form.notes:
        setting.add(text_in(worded("none"), language), style=SMALL_PRINT)
    for note in form.beneath(language):
        setting.add(note, style=SMALL_PRINT)


def _table(setting: Setting, form: Form, title: str) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT

    heads = 2 if any(column.group for column in form.columns) else 1
    table = setting.document.add_table(heads + len(form.rows), len(form.columns))
    parts.draw_grid(table)
    parts.set_margins(table, CELL_MARGIN)
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    parts.describe_table(table, title, title)
    room = setting.room()[0]
    size, shares = fitted(form, setting.language, room, setting.type.table)
    widths = [millimetres(share * room) for share in shares]
    cells = _rows_of(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for line in cells:
        for cell, width in zip(line, widths, strict=True):
            cell.width = width
    _heads(setting, form, cells, points(size))
    texts = form.texts(setting.language)
    for at, row in enumerate(form.rows):
        line = cells[heads + at]
        for place, across in form.spans(at, setting.language):
            cell = line[place] if across == 1 else line[place].merge(line[place + across - 1])
            bold, was = row.role in (GROUP, SUBTOTAL, TOTAL), form.was(at, place, setting.language)
            paragraph = _words(setting, cell, texts[at][place], points(size), bold=bold, was=was)
            if form.kind_of(at, place) in FIGURES:
                align(paragraph, "right")
            elif row.level and place == 0:
                paragraph.paragraph_format.left_indent = millimetres(INDENT * row.level)
            if row.role == GROUP:
                paragraph.paragraph_format.keep_with_next = True
    for at, one in enumerate(table.rows):
        parts.keep_whole(one)
        if at >= heads and (revision := form.rows[at - heads].revision):
            setting.mark(one, parts.mark_row, gone=revision == REMOVED)
        if at < heads:
            parts.repeat_head(one)


def _heads(setting: Setting, form: Form, cells: list[list[Any]], size: int) -> None:
    """Set the heads of the columns: above neighbours of one group its name, merged over them."""
    grouped = any(column.group for column in form.columns)
    begins = 0
    for place, column in enumerate(form.columns):
        words, group = text_in(column.heading, setting.language), text_in(column.group, setting.language)
        if not group:
            _head(setting, cells[0][place].merge(cells[1][place]) if grouped else cells[0][place], words, size)
            begins = place + 1
            continue
        _head(setting, cells[1][place], words, size)
        if place + 1 == len(form.columns) or form.columns[place + 1].group != column.group:
            _head(setting, cells[0][begins].merge(cells[0][place]), group, size)
            begins = place + 1


def _head(setting: Setting, cell: Any, words: str, size: int) -> None:
    paragraph = _words(setting, cell, words.replace("/", f"/{BREAK}"), size, bold=True)
    align(paragraph, "center")
    parts.shade(cell, HEAD_FILL)


def _words(setting: Setting, cell: Any, words: str, size: int, *, bold: bool, was: str | None = None) -> Any:
    """Set the words of a cell in its first paragraph, with what they were where that is marked, and give that."""
    paragraph = cell.paragraphs[0]
    paragraph.style = setting.document.styles[TABLE_TEXT]
    for run in [paragraph.add_run(words)] if was is None else setting.revise(paragraph, was, words):
        run.font.bold, run.font.size = bold or None, size
    return paragraph


def _rows_of(table: Any) -> list[list[Any]]:
    """List the cells of a table row by row; asking the table for each cell would walk over all of it every time."""
    cells, count = table._cells, len(table.columns)
    return [cells[at : at + count] for at in range(0, len(cells), count)]
