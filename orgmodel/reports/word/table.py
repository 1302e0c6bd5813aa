"""Forms as tables of Word: heads repeated on each page, rows kept whole, figures to the right, what explains them beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from orgmodel.core.names import Names, text_in
from orgmodel.reports.annex_fit import TableFit
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.column_widths import CELL_MARGIN, fitted
from orgmodel.reports.form import GROUP, REMOVED, SUBTOTAL, TOTAL, Form
from orgmodel.reports.page_breaks import Kept, kept_rows
from orgmodel.reports.word import parts
from orgmodel.reports.word.parts import align, millimetres, points
from orgmodel.reports.word.setting import FORM_TITLE, HEADINGS, SMALL_PRINT, TABLE_TEXT, Setting
from orgmodel.words.notes import worded

BREAK = "\u200b"
"""Where a line may end, without a sign."""
HEAD_FILL = "E7E6E6"


def set_form(setting: Setting, form: Form) -> None:
    """Set a form: its title and unit of measure above, the table, then signs, cut-off date, source and notes."""
    setting.turned(wide=form.wide)
    language = setting.language
    title = form.heading(language)
    if form.attached:
        set_annex_head(setting, form.annex_name(language), text_in(form.title, language), form.attached)
    elif title:
        setting.add(title, style=FORM_TITLE)
    if unit := text_in(form.unit, language):
        line = setting.add(text_in(worded("unit_of_measure", {"unit": unit}), language), style=SMALL_PRINT)
        align(line, "right")
        line.paragraph_format.keep_with_next = True
    fit = setting.tables or TableFit(setting.type.table)
    beneath = fit.beneath(form, language)
    if form.rows:
        _table(setting, form, title, fit, explained=bool(beneath))
    elif not form.notes:
        setting.add(text_in(worded("none"), language), style=SMALL_PRINT)
    for at, note in enumerate(beneath, 1):
        setting.add(note, style=SMALL_PRINT).paragraph_format.keep_with_next = at < len(beneath)


def set_annex_head(setting: Setting, name: str, title: str, attached: Names) -> None:
    """Set the head of an annex by itself: its number, its title and to which paper it is attached, each in the middle."""
    for words, style, capitals in ((name, HEADINGS[1], False), (title, FORM_TITLE, True)):
        if words:
            line = setting.add(words, style=style)
            align(line, "center")
            line.runs[0].font.all_caps = capitals
    line = setting.add(text_in(attached, setting.language), style=SMALL_PRINT)
    align(line, "center")
    line.paragraph_format.keep_with_next = True
    line.runs[0].font.size = points(setting.type.form.size)


def _table(setting: Setting, form: Form, title: str, fit: TableFit, *, explained: bool) -> None:
    """Write the table as its elements at once: of a table made cell by cell, most of the time goes into asking for cells.

    A short table stays on one page; of a long one the first rows stay with each other, and the last with what explains them.
    """
    from docx.oxml import parse_xml

    setting.before_table()
    room = setting.room()[0]
    size, shares = fitted(form, setting.language, room, fit.size, setting.type.face, words=fit.words)
    held = kept_rows(form, setting.language, room, size, shares, setting.type.face)
    kept = [_stays(form, at, held, explained=explained) for at in range(len(form.rows))]
    widths = [millimetres(share * room).twips for share in shares]
    style = setting.document.styles[TABLE_TEXT].style_id
    looks = _Looks(f'<w:pStyle w:val="{escape(style)}"/>', f'<w:sz w:val="{round(2 * size)}"/>', widths, size)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join((*_heads(form, setting.language, looks), *_rows(form, setting.language, looks, kept)))
    made = parse_xml(
        f'<w:tbl xmlns:w="{parts.WORDS}">{parts.table_properties(title, CELL_MARGIN)}'
        f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )
    setting.document.element.body.sectPr.addprevious(made)
    setting.fresh = False
    if any(row.was or row.revision for row in form.rows):
        _mark(setting, form, made, points(size))


@dataclass(frozen=True)
class _Looks:
    """Hold how every cell of a table is set: the style of its paragraph, the size of its letters, the widths of columns."""

    style: str
    size: str
    widths: list[int]
    em: float
    """How large its letters are, in points: so far is a level of rows set in."""

    def cell(
        self,
        words: str,
        place: int,
        across: int = 1,
        *,
        before: str = "",
        after: str = "",
        bold: bool = False,
        more: str = "",
    ) -> str:
        """Write a cell; ``before`` and ``after`` stand around its indent and alignment, ``more`` among its own properties."""
        span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        width = sum(self.widths[place : place + across])
        strong = "<w:b/>" if bold else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{more}</w:tcPr>'
            f"<w:p><w:pPr>{self.style}{before}{after}</w:pPr><w:r><w:rPr>{strong}{self.size}</w:rPr>{parts.run_text(words)}</w:r></w:p></w:tc>"
        )

    def goes_on(self, place: int) -> str:
        """Write a cell that the one above it goes on into."""
        return f'<w:tc><w:tcPr><w:tcW w:w="{self.widths[place]}" w:type="dxa"/><w:vMerge/></w:tcPr><w:p><w:pPr>{self.style}</w:pPr></w:p></w:tc>'


def _stays(form: Form, at: int, held: Kept, *, explained: bool) -> bool:
    """Tell whether a row stays on the page of what follows it."""
    last = at + 1 == len(form.rows)
    begins, ends = at + 1 < held.first, at + held.last >= len(form.rows)
    return form.rows[at].role == GROUP or (begins and not last) or (ends and (explained or not last))


def _rows(form: Form, language: str, looks: _Looks, kept: Sequence[bool]) -> Iterator[str]:
    """Write the rows of the body, each kept whole."""
    for at, (row, texts) in enumerate(zip(form.rows, form.texts(language), strict=True)):
        bold, line = row.role in (GROUP, SUBTOTAL, TOTAL), ""
        keep = "<w:keepNext/>" if kept[at] else ""
        for place, across in form.spans(at, language):
            after = ""
            if form.kind_of(at, place) in FIGURES:
                after = '<w:jc w:val="right"/>'
            elif row.level and place == form.set_in(at):
                after = f'<w:ind w:left="{round(20 * looks.em * row.level)}"/>'
            line += looks.cell(texts[place], place, across, before=keep, after=after, bold=bold)
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{line}</w:tr>"


def _heads(form: Form, language: str, looks: _Looks) -> Iterator[str]:
    """Write the heads of the columns, which repeat: above neighbours of one group its name, over them all."""
    groups = [text_in(column.group, language) for column in form.columns]
    lines = ["", ""]
    begins = 0
    for place, column in enumerate(form.columns):
        words = text_in(column.heading, language)
        if not groups[place]:
            lines[0] += _head(looks, words, place, more='<w:vMerge w:val="restart"/>' if any(groups) else "")
            lines[1] += looks.goes_on(place)
            begins = place + 1
            continue
        lines[1] += _head(looks, words, place)
        if place + 1 == len(groups) or form.columns[place + 1].group != column.group:
            lines[0] += _head(looks, groups[place], begins, place + 1 - begins)
            begins = place + 1
    for line in lines if any(groups) else lines[:1]:
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{line}</w:tr>"


def _head(looks: _Looks, words: str, place: int, across: int = 1, *, more: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/>'
    broken = words.replace("/", f"/{BREAK}")
    return looks.cell(
        broken, place, across, before="<w:keepNext/>", after='<w:jc w:val="center"/>', bold=True, more=more + shade
    )


def _mark(setting: Setting, form: Form, made: Any, size: int) -> None:
    """Mark the cells that changed since the last issue, with what they were, and the rows that are new or gone."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    rows = list(Table(made, setting.document._body).rows)
    heads = len(rows) - len(form.rows)
    for at, row in enumerate(form.rows):
        if not row.was and not row.revision:
            continue
        line = rows[heads + at]
        for cell, (place, _) in zip(line._tr.tc_lst, form.spans(at, setting.language), strict=True):
            was = form.was(at, place, setting.language)
            if was is None:
                continue
            paragraph = Paragraph(cell.p_lst[0], setting.document._body)
            for run in paragraph.runs:
                run._r.getparent().remove(run._r)
            for run in setting.revise(paragraph, was, form.text(at, place, setting.language)):
                run.font.bold, run.font.size = row.role in (GROUP, SUBTOTAL, TOTAL) or None, size
        if row.revision:
            setting.mark(line, parts.mark_row, gone=row.revision == REMOVED)
