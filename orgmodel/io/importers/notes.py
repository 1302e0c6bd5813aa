"""Notes beneath a table: rows at its end in which one text stands and nothing else."""

from __future__ import annotations

import re

from orgmodel.io.importers.known.tables import is_note
from orgmodel.io.sheet import Sheet

_SIGN = re.compile(r"\s*(?:[*†‡§©]|\(?[0-9]{1,2}[).]\s|\[[0-9a-z]{1,2}\])")
_SENTENCE = re.compile(r"\S+(?:\s+\S+){3,}.*[.;:]\s*$|\S+(?:\s+\S+){7,}", re.DOTALL)
_LEAST_COLUMNS = 3


def note_rows(sheet: Sheet) -> dict[int, str]:
    """Give the rows at the end of a table that are notes, with their texts; of a table of one or two columns none can be told.

    A note begins with a word or a sign for one, or is a sentence; a single name is none, since it may be a row of which
    nothing else is known.
    """
    if sum(map(bool, sheet.header)) < _LEAST_COLUMNS:
        return {}
    found: dict[int, str] = {}
    for row in range(sheet.size - 1, -1, -1):
        texts = [text for column in sheet.cells if (text := column[row].strip())]
        if len(texts) != 1:
            break
        found[row] = texts[0]
    told = [row for row, text in found.items() if _tells(text)]
    return {row: found[row] for row in sorted(found) if told and row >= min(told)}


def _tells(text: str) -> bool:
    return is_note(text) or _SIGN.match(text) is not None or _SENTENCE.fullmatch(text) is not None
