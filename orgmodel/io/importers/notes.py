"""Rows that belong to the print of a table and not to it: notes beneath it, headers that each page repeats, numbers of pages."""

from __future__ import annotations

import re

from orgmodel.io.importers.known.tables import is_note, is_signature
from orgmodel.io.importers.source import FOLD, folded
from orgmodel.io.sheet import Sheet

_SIGN = re.compile(r"\s*(?:[*†‡§©\u203b]|\(?[0-9]{1,2}[).]\s|\[[0-9a-z]{1,2}\])")
_SENTENCE = re.compile(r"\S+(?:\s+\S+){3,}.*[.;:]\s*$|\S+(?:\s+\S+){7,}", re.DOTALL)
_PAGE = re.compile(
    r"\W*(?:(?:page|p|seite|trang|p\wgina|p\wg|strona|strana|sida|side|sivu|bladzijde|oldal|стр|страница|сторінка)\W*)?"
    r"[0-9]{1,4}(?:\W*(?:of|von|de|di|sur|z|av|van)?\W*[0-9]{1,4})?\W*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[-+(]?[0-9][0-9.,\s]*[%)]?")
_ROWS_ABOVE = 50  # rows of a column that are looked at to tell whether it has figures
_MOST_SIGNED = 4
_LEAST_COLUMNS = 3
_MOST_HEADER_LINES = 4


def note_rows(sheet: Sheet) -> dict[int, str]:
    """Give the rows at the end of a table that are notes or who signs it, with their texts; of one or two columns none can be told.

    A note begins with a word or a sign for one, or is a sentence; a single name is none, since it may be a row of which
    nothing else is known. Who signs stands in a column of figures, in a row without any and without what is in its first column.
    """
    if sum(map(bool, sheet.header)) < _LEAST_COLUMNS:
        return {}
    found: dict[int, str] = {}
    told: list[int] = []
    for row in range(sheet.size - 1, -1, -1):
        texts = [text for column in sheet.cells if (text := column[row].strip())]
        signed = _is_signed(sheet, row)
        if len(texts) != 1 and not signed:
            break
        found[row] = texts[0]
        told += [row] if signed or _tells(texts[0]) else []
    return {row: found[row] for row in sorted(found) if told and row >= min(told)}


def _is_signed(sheet: Sheet, row: int) -> bool:
    """Tell whether a row bears words alone, all of them where the rows above have figures, or some there and a word for who signs.

    A post whose figures nobody knows has its title where the rows above have theirs.
    """
    texts = [column[row].strip() for column in sheet.cells]
    first = next(number for number, name in enumerate(sheet.header) if name)
    if row < 2 or texts[first] or any(_FIGURE.fullmatch(text) for text in texts):
        return False
    given = [number for number, text in enumerate(texts) if text]
    under = [number for number in given if _has_figures(sheet, number, row)]
    return bool(under) and (under == given or any(map(is_signature, texts)))


def _has_figures(sheet: Sheet, column: int, row: int) -> bool:
    """Tell whether figures, two at least, stand in a column above a row, but for those who sign right above it."""
    cells = sheet.cells[column]
    above = [one for at in range(max(0, row - _ROWS_ABOVE), row) if (one := cells[at].strip())]
    for _ in range(_MOST_SIGNED):
        if above and _FIGURE.fullmatch(above[-1]) is None:
            above.pop()
    return len(above) > 1 and all(map(_FIGURE.fullmatch, above))


def page_rows(sheet: Sheet) -> dict[int, str]:
    """Give the rows that repeat the header, with its first name, and where there is one those that number a page, with their texts."""
    named = [(name, column) for name, column in zip(sheet.header, sheet.cells, strict=True) if name]
    if len(named) < 2:
        return {}
    first, cells = named[0]
    found = {row: first for row in cells.rows_of(first) if all(column[row].strip() == name for name, column in named)}
    found |= _folded_headers(sheet)
    if not found:
        return {}
    for row in cells.rows_where(lambda text: _PAGE.fullmatch(text) is not None):
        if not any(column[row].strip() for _, column in named[1:]):
            found[row] = cells[row].strip()
    return found


def _folded_headers(sheet: Sheet) -> dict[int, str]:
    """Give the rows that repeat a header of several lines, each with its first text; every line of it has to stand there."""
    if not any(FOLD in name for name in sheet.header):
        return {}
    at = next(number for number, name in enumerate(sheet.header) if name)
    found: dict[int, str] = {}
    begins = {FOLD.join(sheet.header[at].split(FOLD)[: count + 1]) for count in range(sheet.header[at].count(FOLD) + 1)}
    for row in sheet.cells[at].rows_where(lambda text: text.strip() in begins):
        for lines in range(2, min(_MOST_HEADER_LINES, sheet.size - row) + 1):
            here = [[column[row + line].strip() for column in sheet.cells] for line in range(lines)]
            if folded(here) == sheet.header:
                found |= {row + line: next(filter(None, texts), "") for line, texts in enumerate(here)}
    return found


def _tells(text: str) -> bool:
    return is_note(text) or _SIGN.match(text) is not None or _SENTENCE.fullmatch(text) is not None
