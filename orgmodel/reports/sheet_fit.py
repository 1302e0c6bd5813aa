"""How a form stands on a sheet of a workbook that is read and printed: widths of columns, heights of rows, the way the page lies.

Heights are written, since a program that opens a workbook does not always make a row as high as the lines in it, and never
one of merged cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.reports.cells import FIGURES
from orgmodel.reports.column_widths import CELL_MARGIN, STRONG, fitted, head_heights
from orgmodel.reports.form import Form
from orgmodel.reports.letter_widths import MILLIMETRES, ems, lines_in

MARGIN = 15.0
"""What stays free on every side of a printed sheet, in mm."""
UPRIGHT, ON_ITS_SIDE = 210 - 2 * MARGIN, 297 - 2 * MARGIN
"""The mm across a page of A4, upright and on its side."""
SIZES = {"Times New Roman": 11.0}
OTHER_SIZE = 10.0
"""The size of letters by face: the one at which a digit is as wide as a column of width one is made for."""
DIGIT, PADDING, INCH, DOTS = 7, 5, 25.4, 96
"""A digit and what stands beside it in dots, mm of an inch, dots of an inch: the unit of a column's width."""
LINE, ROW_MARGIN = 1.3, 1.5
"""The height of a line by the size of its letters, and what stands about the lines of a row, in points."""
HIGHEST = 409.0
"""No row may be higher, in points."""
LEAST_FIGURES = 3.0
"""So many ems has a column of figures at least: room for a figure of four digits that somebody types."""
TITLE_SIZE = 13.0
NEAR = 0.02
"""What a text is longer at most, in ems, that just fits."""


@dataclass(frozen=True)
class Fit:
    """Hold how a form stands on its sheet: columns in mm, heads and rows in points, and whether the page lies on its side."""

    columns: tuple[float, ...]
    heads: tuple[float, ...]
    rows: tuple[float, ...]
    on_side: bool


def size_of(face: str) -> float:
    """Give the size in points in which a sheet is set in a face."""
    return SIZES.get(face, OTHER_SIZE)


def width_of(millimetres: float) -> float:
    """Give the width of a column in the unit of workbooks, letters of the common size.

    >>> round(width_of(20), 2)
    10.08
    """
    return max((millimetres / INCH * DOTS - PADDING) / DIGIT, 1)


def row_height(text: str, room: float, face: str, *, size: float = 0.0, bold: bool = False) -> float:
    """Give the height in points of a row with a text in so many mm.

    >>> row_height("a", 50, "Arial"), row_height("word " * 30, 50, "Arial")
    (14.5, 79.5)
    """
    size = size or size_of(face)
    inner = max(room - 2 * CELL_MARGIN, CELL_MARGIN) / (size * MILLIMETRES) + NEAR
    return min(lines_in(text, inner, face, bold=bold) * size * LINE + ROW_MARGIN, HIGHEST)


def fit(form: Form, language: str, face: str, texts: Sequence[Sequence[str]]) -> Fit:
    """Fit a form to the width of a page of A4, in letters of the common size: on its side where it asks for that or needs it.

    What needs more than a page on its side keeps its size here, and is printed smaller.

    >>> columns = [(("en", "No."),), (("en", "What"),)]
    >>> form = Form.of("f", (), columns, [("1", "a long text of many words " * 9)])
    >>> made = fit(form, "en", "Arial", form.texts("en"))
    >>> round(sum(made.columns)), made.on_side, made.heads, made.rows
    (180, False, (14.5,), (40.5,))
    """
    on_side, columns = form.wide, _columns(form, language, face, texts, ON_ITS_SIDE if form.wide else UPRIGHT)
    if not on_side and sum(columns) > UPRIGHT + 1:
        on_side, columns = True, _columns(form, language, face, texts, ON_ITS_SIDE)
    rows = []
    for at, row in enumerate(form.rows):
        bold = row.role in STRONG
        cells = [(texts[at][place], sum(columns[place : place + across])) for place, across in form.spans(at, language)]
        rows.append(max((row_height(text, room, face, bold=bold) for text, room in cells), default=0.0))
    heads = head_heights(form, language, columns, lambda text, room: row_height(text, room, face, bold=True))
    return Fit(tuple(columns), heads, tuple(rows), on_side)


def _columns(form: Form, language: str, face: str, texts: Sequence[Sequence[str]], room: float) -> list[float]:
    """Give the columns in mm: together as wide as the page, or wider where that is what they need in letters of the common size."""
    asked = size_of(face)
    size, shares = fitted(form, language, room, asked, face)
    columns = [share * room * asked / size for share in shares]
    strong = [row.role in STRONG for row in form.rows]
    for place, column in enumerate(form.columns):
        if column.kind in FIGURES:  # a figure that finds no room is shown as none at all
            each = (ems(row[place], face, bold=bold) for row, bold in zip(texts, strong, strict=True))
            needed = max(max(each, default=0.0), LEAST_FIGURES) * asked * MILLIMETRES + 2 * CELL_MARGIN
            columns[place] = max(columns[place], needed)
    return columns
