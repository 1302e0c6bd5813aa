"""Which rows of a form stay on one page: all of a short one, and of a longer one the first and the last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.core.names import text_in
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.column_widths import CELL_MARGIN, FEWEST, PLAIN, RAGGED, STRONG
from orgmodel.reports.form import GROUP, TOTAL, Form
from orgmodel.reports.letter_widths import MILLIMETRES, ems

LINE, ROW_MARGIN = 0.44, 1.0
"""The height of a line in mm, by its size in points, and what stands above and below the text of a row, in mm."""
SHORT, SHORT_WIDE = 130.0, 110.0
"""A form that is at most so high, in mm, stands on one page, upright and on its side."""
SHORT_WORDS, LONG_ROWS = 60.0, 4.0
"""One of words alone whose rows take so many lines or more, as they are on the mean, is read row by row: it is short to so many mm."""
EDGE_LINES = 5
"""Rows of so many lines at least, without the total, stand before and after the end of a page."""


@dataclass(frozen=True)
class Kept:
    """Say how many rows at the beginning and the end of a form stay on one page with each other, and whether all do."""

    first: int
    last: int
    whole: bool = False
    high: frozenset[int] = frozenset()
    """Rows that are as high as a short form: they may not fit a page beside others."""


def kept_rows(form: Form, language: str, room: float, size: float, shares: Sequence[float], face: str = PLAIN) -> Kept:
    """Say which rows stay on one page when a form is set in such columns, in so many mm and points.

    >>> rows = [(str(one), "words " * 60) for one in range(20)]
    >>> kept_rows(Form.of("f", (), [(), ()], rows), "en", 100, 11, [0.1, 0.9])
    Kept(first=1, last=1, whole=False, high=frozenset())
    >>> kept_rows(Form.of("f", (), [()], [(str(one),) for one in range(50)]), "en", 100, 11, [1.0])
    Kept(first=5, last=5, whole=False, high=frozenset())
    >>> kept_rows(Form.of("f", (), [()], [("a",)]), "en", 100, 11, [1.0])
    Kept(first=1, last=1, whole=True, high=frozenset())
    >>> sorted(kept_rows(Form.of("f", (), [()], [("a",), ("words " * 900,)]), "en", 100, 11, [1.0]).high)
    [1]
    """
    lines = _row_lines(form, language, room, size, shares, face)
    most = SHORT_WIDE if form.wide else SHORT
    high = frozenset(at for at, count in enumerate(lines) if count * size * LINE + ROW_MARGIN > most)
    if lines and sum(lines) / len(lines) >= LONG_ROWS and not any(one.kind in FIGURES for one in form.columns):
        most = SHORT_WORDS
    if height(form, language, room, size, shares, face) <= most:
        return Kept(len(lines), len(lines), whole=True)
    counted = [0 if row.role == TOTAL else count for row, count in zip(form.rows, lines, strict=True)]
    return Kept(_edge(counted), _edge(counted[::-1]), high=high)


def height(form: Form, language: str, room: float, size: float, shares: Sequence[float], face: str = PLAIN) -> float:
    """Say how high a form is at most when it is set in such columns, with its title and what stands beneath, in mm.

    >>> form = Form.of("f", (), [(), ()], [("1", "a"), ("2", "b " * 200)])
    >>> 50 < height(form, "en", 100, 11, [0.1, 0.9]) < 70
    True
    """
    heads = [text_in(column.heading, language) for column in form.columns]
    each = [share * room for share in shares]
    above = 2 + (2 if any(column.group for column in form.columns) else 0)
    above += max((_lines(text, wide, size, face, bold=True) for text, wide in zip(heads, each, strict=True)), default=1)
    rows = sum(_row_lines(form, language, room, size, shares, face))
    beneath = sum(_lines(note, room, size, face) for note in form.beneath(language))
    return (above + rows + beneath) * size * LINE + len(form.rows) * ROW_MARGIN


def _row_lines(form: Form, language: str, room: float, size: float, shares: Sequence[float], face: str) -> list[int]:
    """Count the lines of each row."""
    found = []
    for at, (row, texts) in enumerate(zip(form.rows, form.rooms(language), strict=True)):
        spans = form.spans(at, language) if row.role == GROUP else [(place, 1) for place in range(len(shares))]
        widths = [(texts[place], sum(shares[place : place + across]) * room) for place, across in spans]
        found.append(max((_lines(text, wide, size, face, bold=row.role in STRONG) for text, wide in widths), default=1))
    return found


def _lines(text: str, width: float, size: float, face: str, *, bold: bool = False) -> int:
    """Count the lines that a text takes in so many mm, broken between words."""
    long, wide = ems(text, face, bold=bold), max(width - 2 * CELL_MARGIN, 1) / (size * MILLIMETRES)
    return 1 if long <= wide else math.ceil(long / max(wide - RAGGED, FEWEST))


def _edge(lines: Sequence[int]) -> int:
    """Count the first rows that come to so many lines that a reader sees what the table is."""
    held = 0
    for at, count in enumerate(lines, 1):
        held += count
        if held >= EDGE_LINES:
            return at
    return len(lines)
