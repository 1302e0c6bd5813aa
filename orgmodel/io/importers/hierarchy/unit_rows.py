"""Rows of text without figures that name the unit of the rows below them, as lists of posts have them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.io.importers.hierarchy.indents import set_in
from orgmodel.io.importers.hierarchy.numbering import is_mark, places
from orgmodel.io.importers.known.tables import is_total
from orgmodel.io.importers.notes import note_rows, page_rows
from orgmodel.io.sheet import Sheet

Way = tuple[str, ...]

_NOTHING = frozenset("-–—")
_NUMBERED = re.compile(
    r"\s*(?:(\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXLC]{1,7}|[A-Z\u0110])[.)])|([0-9]{1,3}(?:\.[0-9]{1,3})*))\s+(?=[^\W\d])"
)
_MOST_CELLS = 2


@dataclass(frozen=True)
class UnitRows:
    """Hold the rows that name units, with their texts, and the way from the top to the unit of every row, none before the first."""

    texts: dict[int, str]
    ways: list[Way]


def unit_rows(sheet: Sheet) -> dict[int, tuple[str, str]]:
    """Give the rows in which one text stands, with nothing beside it but its number before it: that number and the text, by row.

    Dashes are nothing; totals, notes and what each page repeats are no such rows.
    """
    filled = [~np.array([_is_nothing(text) for text in one.values], dtype=np.bool_)[one.codes] for one in sheet.cells]
    counts = np.sum(filled, axis=0) if filled else np.zeros(0, dtype=np.int64)
    some = np.flatnonzero((counts > 0) & (counts <= _MOST_CELLS)).tolist()
    apart = (note_rows(sheet).keys() | page_rows(sheet).keys()) if some else frozenset[int]()
    found = {}
    for row in some:
        *marks, text = [column[row] for column in sheet.cells if not _is_nothing(column[row])]
        named = not is_mark(text) and sum(map(str.isalpha, text)) > 1 and not is_total(text)
        if named and all(map(is_mark, marks)) and row not in apart:
            found[row] = (marks[0].strip() if marks else "", text.rstrip())
    return found


def units_by_rows(sheet: Sheet, top: str) -> UnitRows:
    """Give the unit of each row by the nearest row above that names one, under the unit ``top`` where that is given.

    Several depths are told by outline numbers, before the texts or in a cell of their own, or by how far the texts are set in.
    """
    found = unit_rows(sheet)
    depths, names = depths_of([mark for mark, _ in found.values()], [text for _, text in found.values()])
    above: Way = (top,) if top else ()
    way: Way = ()
    ways: list[Way] = []
    here = dict(zip(found, zip(depths, names, strict=True), strict=True))
    for row in range(sheet.size):
        if row in here:
            depth, name = here[row]
            way = (*(way or above)[: len(above) + depth], name)
        ways.append(way)
    return UnitRows(dict(zip(found, names, strict=True)), ways)


def without_spaces(column: Categorical) -> Categorical:
    """Take the spaces around texts away that are kept to tell how far those of units are set in."""
    return column.mapped(str.strip).distinct()


def _is_nothing(text: str) -> bool:
    return not text.strip() or text.strip() in _NOTHING


def depths_of(marks: Sequence[str], texts: Sequence[str]) -> tuple[list[int], list[str]]:
    """Give how deep each text is, and the text without its number; all at depth 0 where nothing tells.

    >>> depths_of(["", ""], ["1. Ministry", "1.1 Roads"]), depths_of(["", ""], ["Ministry", "  Roads"])
    (([0, 1], ['Ministry', 'Roads']), ([0, 1], ['Ministry', 'Roads']))
    >>> depths_of(["", ""], ["Harbour", "Pilots"])
    ([0, 0], ['Harbour', 'Pilots'])
    """
    bare = [text.strip() for text in texts]
    if not all(marks):
        numbered = list(map(_NUMBERED.match, texts))
        if all(numbered) and len(numbered) > 1:
            marks = [found[1] or found[2] for found in numbered if found]
            bare = [text[found.end() :].strip() for text, found in zip(texts, numbered, strict=True) if found]
    if marks and all(marks):
        return _by_numbers(places(marks)), bare
    sets_in = set_in(texts)
    depths = [depth for depth, _ in sets_in]
    if depths and not depths[0] and all(b <= a + 1 for a, b in pairwise(depths)):
        return depths, [name for _, name in sets_in]
    return [0] * len(texts), bare


def _by_numbers(numbers: Sequence[str]) -> list[int]:
    """Give how many of the numbers before it each stands under."""
    depths: dict[str, int] = {}
    found = []
    for number in numbers:
        over = number.rpartition(".")[0]
        while over and over not in depths:
            over = over.rpartition(".")[0]
        depths[number] = depths[over] + 1 if over else 0
        found.append(depths[number])
    return found
