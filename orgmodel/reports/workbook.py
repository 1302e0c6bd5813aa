"""Setting a manuscript as a workbook: a sheet of text, then one for each form, with typed cells and what follows from others as formulas."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

from orgmodel.core.names import Names, text_in
from orgmodel.reports import manuscript as kinds
from orgmodel.reports.cells import DATE, FIGURES, FTE, NO, NUMBER, PERCENT, TEXT, WHOLE, day_of, told_of
from orgmodel.reports.form import DIFFERENCE, GROUP, PERCENT_OF, SUBTOTAL, TOTAL, Form, Formula
from orgmodel.reports.sheet_fit import MARGIN, TITLE_SIZE, UPRIGHT, Fit, fit, row_height, size_of, width_of
from orgmodel.reports.typography import PROFILES
from orgmodel.words.notes import worded
from orgmodel.words.numbers import padded

MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""When every workbook says that it was made, so that the same manuscript gives the same bytes."""
LONGEST_NAME, FORBIDDEN = 31, "[]:*?/\\'"
LONGEST_CELL = 32_000
HEAD_FILL = "#E7E6E6"
A4 = 9
"""The number of the paper in workbooks."""
FINE = (FTE, NUMBER)
"""Kinds of figures that keep all their decimals where a formula gives them: it may come to any."""
INDENT = 3.0
"""How far a step sets a text in, in mm."""
FOOTER_TITLE = 120


def workbook(manuscript: kinds.Manuscript, language: str) -> bytes:
    """Write a manuscript as a workbook (.xlsx); the same manuscript gives the same bytes, and no text becomes a formula."""
    import xlsxwriter

    stream = io.BytesIO()
    face = PROFILES[manuscript.letterhead.profile].face
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": face, "font_size": size_of(face)},
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": MADE, "title": text_in(manuscript.title, language)[:255], "author": "orgmodel"})
        book.set_calc_mode("auto")
        _Book(book, manuscript, language, face).set()
    return stream.getvalue()


class _Book:
    """Set the sheets of one manuscript in one language."""

    def __init__(self, book: Any, manuscript: kinds.Manuscript, language: str, face: str) -> None:
        self.book, self.manuscript, self.language, self.face = book, manuscript, language, face
        self.formats: dict[tuple[Any, ...], Any] = {}
        self.texts: list[list[str]] = []
        self.pads = padded(4, language) == "04"
        self.titles = {id(form): title for form, title in _titled(manuscript, language)}
        self.names = dict(zip(self.titles, _sheet_names(manuscript, language), strict=True))

    def set(self) -> None:
        self._text_sheet()
        for form in self.manuscript.forms():
            self._form_sheet(form, self.names[id(form)])

    def format(self, **wanted: Any) -> Any:
        """Give a format, made once."""
        key = tuple(wanted.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **wanted})
        return self.formats[key]

    # -- the sheet of text -------------------------------------------------------------------------------------------

    def _text_sheet(self) -> None:
        sheet = self.book.add_worksheet(_sheet_name(text_in(worded("report"), self.language)))
        sheet.set_column(0, 0, width_of(UPRIGHT))
        self._printed(sheet, text_in(self.manuscript.title, self.language), on_side=False)
        for at, (text, wanted, link) in enumerate(self._lines()):
            room = UPRIGHT - INDENT * wanted.get("indent", 0)
            size = wanted.get("font_size", 0.0)
            sheet.set_row(at, row_height(text, room, self.face, size=size, bold=wanted.get("bold", False)))
            if link:
                sheet.write_url(
                    at, 0, f"internal:'{link}'!A1", self.format(font_color="#0563C1", underline=1, text_wrap=True), text
                )
            else:
                sheet.write_string(at, 0, text[:LONGEST_CELL], self.format(text_wrap=True, **wanted))

    def _lines(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Walk over the lines of the text: what it says, how it looks, and the sheet that it leads to."""
        one = self.manuscript
        head = one.letterhead
        for names in (*head.motto, head.superior, head.issuer, head.number, head.place_and_date, one.type):
            yield from self._line(names, {"bold": True, "align": "center"})
        yield from self._line(one.title, {"bold": True, "font_size": 14, "align": "center"})
        for paragraph in one.opening:
            yield from self._line(paragraph.text, {"align": "center"})
        for chapter in (*one.body, *one.annexes):
            yield from self._line(chapter.title, {"bold": True, "font_size": 13 if chapter.level == 1 else 12})
            for block in chapter.blocks:
                yield from self._block(block)
        if one.signature is not None:
            for names in (one.signature.authority, one.signature.office):
                yield from self._line(names, {"bold": True, "align": "right"})
            for names in one.signature.recipients:
                yield from self._line(names, {"indent": 1})

    def _line(self, names: Names, wanted: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
        if words := text_in(names, self.language):
            yield words, wanted, ""

    def _block(self, block: kinds.Block) -> Iterator[tuple[str, dict[str, Any], str]]:
        if isinstance(block, Form):
            yield self.titles[id(block)], {}, self.names[id(block)]
        elif isinstance(block, kinds.Paragraph):
            looks: dict[str, dict[str, Any]] = {
                kinds.LEAD: {"bold": True},
                kinds.DRAFT_MARK: {"bold": True},
                kinds.ITEM: {"indent": 1},
                kinds.REMARK: {"italic": True},
            }
            yield from self._line(block.text, looks.get(block.style, {}))
        elif isinstance(block, kinds.Statement):
            tail = "; ".join(filter(None, (text_in(text, self.language) for text in (block.source, block.figure))))
            kind = text_in(block.kind, self.language)
            yield (
                f"{f'{kind}: ' if kind else ''}“{text_in(block.text, block.language)}”",
                {"italic": True, "indent": 1},
                "",
            )
            if tail:
                yield tail, {"indent": 2}, ""
        elif isinstance(block, kinds.Picture):
            yield text_in(block.title, self.language), {"bold": True}, ""
            for page in block.pages(self.language):
                yield from ((text, {"indent": min(depth + 1, 15)}, "") for depth, text in page.listing)

    # -- forms -------------------------------------------------------------------------------------------------------

    def _form_sheet(self, form: Form, name: str) -> None:
        sheet = self.book.add_worksheet(name)
        title = self.titles[id(form)]
        heads = 2 if any(column.group for column in form.columns) else 1
        first = 2 + heads
        self.texts = form.texts(self.language)
        made = fit(form, self.language, self.face, self.texts)
        for at, width in enumerate(made.columns):
            sheet.set_column(at, at, width_of(width))
        self._across(sheet, 0, title, made, self.format(bold=True, font_size=TITLE_SIZE, text_wrap=True), TITLE_SIZE)
        if unit := text_in(form.unit, self.language):
            words = text_in(worded("unit_of_measure", {"unit": unit}), self.language)
            self._across(sheet, 1, words, made, self.format(italic=True, align="right", text_wrap=True))
        self._heads(sheet, form, heads)
        self._rows(sheet, form, first)
        for at, height in enumerate((*made.heads, *made.rows), 2):
            sheet.set_row(at, height)
        last = first + len(form.rows)
        for note in form.beneath(self.language):
            last += 1
            self._across(sheet, last, note, made, self.format(italic=True, text_wrap=True))
        sheet.freeze_panes(first, 1)
        sheet.repeat_rows(2, first - 1)
        sheet.print_area(0, 0, last, max(len(form.columns) - 1, 0))
        self._printed(sheet, title, on_side=made.on_side)

    def _across(self, sheet: Any, row: int, text: str, made: Fit, look: Any, size: float = 0.0) -> None:
        """Write a text over all columns of a sheet, on as many lines as it needs there."""
        if len(made.columns) > 1:
            sheet.merge_range(row, 0, row, len(made.columns) - 1, "", look)
        sheet.write_string(row, 0, text[:LONGEST_CELL], look)
        sheet.set_row(row, row_height(text, sum(made.columns), self.face, size=size, bold=bool(size)))

    def _printed(self, sheet: Any, title: str, *, on_side: bool) -> None:
        """Set up a sheet for print: A4, as wide as one page, its title and the number of the page below."""
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        if on_side:
            sheet.set_landscape()
        margin = MARGIN / 25.4
        sheet.set_margins(margin, margin, margin, margin + 0.1)
        told = title[:FOOTER_TITLE].replace("&", "&&")
        sheet.set_footer(f"&L&8 {told}&R&8 &P / &N")

    def _heads(self, sheet: Any, form: Form, heads: int) -> None:
        look = self.format(bold=True, border=1, align="center", text_wrap=True, bg_color=HEAD_FILL)
        groups = [text_in(column.group, self.language) for column in form.columns]
        begins = 0
        for place, column in enumerate(form.columns):
            words = text_in(column.heading, self.language)
            if heads == 1:
                sheet.write_string(2, place, words, look)
            elif not groups[place]:
                sheet.merge_range(2, place, 3, place, words, look)
                begins = place + 1
            else:
                sheet.write_string(3, place, words, look)
                if place + 1 == len(groups) or groups[place + 1] != groups[place]:
                    if place > begins:
                        sheet.merge_range(2, begins, 2, place, groups[place], look)
                    else:
                        sheet.write_string(2, place, groups[place], look)
                    begins = place + 1

    def _rows(self, sheet: Any, form: Form, first: int) -> None:
        """Set the cells: numbers with their signs as a format, dates, formulas that give what the cell holds, or words."""
        formulas, formats = form.formulas(), self.formats
        for at, row in enumerate(form.rows):
            bold, texts, is_group = row.role in (GROUP, SUBTOTAL, TOTAL), self.texts[at], row.role == GROUP
            spans = {place: across for place, across in form.spans(at, self.language) if across > 1} if is_group else {}
            set_in = form.set_in(at)
            covered = {one for place, across in spans.items() for one in range(place + 1, place + across)}
            for place, (column, cell) in enumerate(zip(form.columns, row.cells, strict=False)):
                if place in covered:
                    continue
                kind = form.kind_of(at, place)
                is_figure = kind in FIGURES
                told = None if not is_figure or (is_group and cell is None) else told_of(cell, kind)
                if told is not None and told.value is not None:
                    most = 1 if kind == PERCENT else row.places
                    shown_places = most if (at, place) in formulas and kind in FINE else decimals(told.value, most)
                    is_padded = self.pads and kind in WHOLE and not column.signed and not shown_places
                    wanted = (kind, bold, column.signed, told.at_least, told.assumed, shown_places, is_padded)
                    shown = formats.get(wanted) or self._shown(*wanted)
                    if (formula := formulas.get((at, place))) is not None:
                        sheet.write_formula(first + at, place, formula_text(formula, first), shown, told.value)
                    else:
                        sheet.write_number(first + at, place, told.value, shown)
                elif kind == DATE and (day := day_of(cell)) is not None:
                    shown = self._plain(bold, kind, 0)
                    sheet.write_datetime(first + at, place, datetime.datetime.fromisoformat(day), shown)
                else:
                    words = texts[place]
                    look = (bold, kind, min(row.level, 15) if place == set_in and not is_figure and words else 0)
                    shown = formats.get(look) or self._plain(*look)
                    if across := spans.get(place, 0):
                        sheet.merge_range(first + at, place, first + at, place + across - 1, "", shown)
                    if words:
                        sheet.write_string(first + at, place, words[:LONGEST_CELL], shown)
                    else:
                        sheet.write_blank(first + at, place, None, shown)

    def _shown(self, *wanted: Any) -> Any:
        """Give the format of a number: its kind, whether bold, signed, at least, assumed, its places, and whether 4 is 04."""
        if wanted not in self.formats:
            kind, bold, signed, at_least, assumed, places, is_padded = wanted
            pattern = number_pattern(
                kind,
                signed=signed,
                at_least=at_least,
                assumed=assumed,
                places=places,
                below_ten="#,#00" if is_padded else "#,##0",
            )
            self.formats[wanted] = self.format(border=1, bold=bold, num_format=pattern)
        return self.formats[wanted]

    def _plain(self, *wanted: Any) -> Any:
        """Give the format of words or a date: whether bold, the kind of the cell, how far it is set in."""
        if wanted not in self.formats:
            bold, kind, level = wanted
            side = {"align": "right"} if kind in FIGURES else {"indent": level} if level else {}
            side |= {"num_format": "dd/mm/yyyy"} if kind == DATE else {}
            self.formats[wanted] = self.format(border=1, bold=bold, text_wrap=kind in (TEXT, NO), **side)
        return self.formats[wanted]


def decimals(value: float, most: int) -> int:
    """Count the decimals with which a number is written, so many at most: a format of ``0.##`` would write 2 as ``2.``.

    >>> decimals(2, 2), decimals(2.5, 2), decimals(1.9836, 2), decimals(1.997, 2), decimals(98.56, 1)
    (0, 1, 2, 0, 1)
    """
    return next(places for places in range(most + 1) if round(value, places) == round(value, most))


def number_pattern(
    kind: str, *, signed: bool, at_least: bool, assumed: bool, places: int, below_ten: str = "#,##0"
) -> str:
    """Give the number format of a figure: nothing is ``-``, at least and assumed have their signs, and the number stays one.

    >>> number_pattern("count", signed=False, at_least=True, assumed=False, places=0)
    '"≥"#,##0;"≥"-#,##0;"≥""-"'
    >>> number_pattern("percent", signed=True, at_least=False, assumed=True, places=1)
    '+0.0"%""*";-0.0"%""*";"-""*"'
    >>> number_pattern("count", signed=False, at_least=False, assumed=False, places=0, below_ten="#,#00")
    '#,#00;-#,##0;"-"'
    """
    tail = f".{'0' * places}" if places else ""
    plus, minus = (f"{'0' if kind == PERCENT else whole}{tail}" for whole in (below_ten, "#,##0"))
    before, behind = '"≥"' * at_least, ('"%"' if kind == PERCENT else "") + '"*"' * assumed
    none = f"""{before}"-"{'"*"' * assumed}"""
    return f"{before}{'+' * signed}{plus}{behind};{before}-{minus}{behind};{none}"


def formula_text(formula: Formula, first: int) -> str:
    """Write a formula over the cells of its form, of which the first row stands in row ``first`` (from 0) of the sheet.

    >>> formula_text(Formula("difference", ((0, 2), (0, 1))), 3)
    '=C4-B4'
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    cells = [xl_rowcol_to_cell(row + first, column) for row, column in formula.cells]
    if formula.kind == DIFFERENCE:
        return f"={cells[0]}-{cells[1]}"
    if formula.kind == PERCENT_OF:
        return f"=100*{cells[0]}/{cells[1]}"
    rows = [row for row, _ in formula.cells]
    if len(rows) > 1 and rows == list(range(rows[0], rows[-1] + 1)):
        return f"=SUM({cells[0]}:{cells[-1]})"
    return f"={'+'.join(cells)}"


def _titled(manuscript: kinds.Manuscript, language: str) -> Iterator[tuple[Form, str]]:
    """Give every form with its title: where it has none that of the chapter that it stands in."""
    for chapter in manuscript.chapters:
        for form in chapter.forms:
            yield form, form.heading(language) or text_in(chapter.title, language)


def _sheet_names(manuscript: kinds.Manuscript, language: str) -> Iterator[str]:
    """Name the sheet of each form: its annex, else the clause that its chapter is of and its title, told apart where two are the same."""
    taken = {_sheet_name(text_in(worded("report"), language)).casefold()}
    clauses = {id(form): chapter.clause for chapter in manuscript.chapters for form in chapter.forms}
    for form, title in _titled(manuscript, language):
        clause = clauses[id(form)]
        wanted = form.annex_name(language) or title
        if clause and form.title and not form.annex_name(language):
            wanted = f"{clause} {title}"
        name, number = _sheet_name(wanted), 1
        while name.casefold() in taken:
            number += 1
            tail = f" ({number})"
            name = _sheet_name(wanted, LONGEST_NAME - len(tail)) + tail
        taken.add(name.casefold())
        yield name


def _sheet_name(text: str, longest: int = LONGEST_NAME) -> str:
    """Make a name that a sheet may bear, ended at a word where it is too long.

    >>> _sheet_name("Clause 1: in the part that is modelled")
    'Clause 1 in the part that is'
    """
    name = " ".join("".join(" " if char in FORBIDDEN else char for char in text).split())
    if len(name) > longest:
        whole, space, _ = name[: longest + 1].rpartition(" ")
        name = whole.rstrip(" ,;·–(") if space and len(whole) > longest // 2 else name[:longest]
    return name.strip() or "–"
