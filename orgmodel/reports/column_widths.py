"""How wide the columns of a form are set, and in what size, so that no word is broken and the table is as low as can be."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import text_in
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.form import GROUP, Form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LETTER = 0.19
"""The mean width of a letter in mm, by its size in points."""
CELL_MARGIN = 1.1
"""What stands on either side of a cell's text, in mm."""
LEAST_SIZE, SIZE_STEP = 7.0, 0.5
"""A table that does not fit is set smaller by such steps, never smaller than this."""
WORDS = 18
"""A column of words is at least so many letters wide, where it holds as many."""
FEWEST = 3.0
"""No column is set for fewer letters."""
LONGEST_WORD = 24
"""A word of more letters is broken, wherever it stands."""
LINE, ROW_MARGIN = 0.44, 1.0
"""The height of a line in mm, by its size in points, and what stands above and below the text of a row, in mm."""
SHORT, SHORT_WIDE = 130.0, 110.0
"""A form that is at most so high, in mm, stands on one page, upright and on its side."""
STEPS = 48
"""So many parts of the free width are given out, one by one."""
MOST_ROWS = 120
"""So many rows are looked at, spread over the form."""
BOLD = 1.4
"""How much wider than plain ones the letters of a head are."""


def fitted(form: Form, language: str, room: float, size: float) -> tuple[float, list[float]]:
    """Give the size in points in which a form fits into so many mm, at most the size asked for, and the share of each column.

    A column is at least as wide as its longest word; what is left goes, part by part, to the column that it makes lower.

    >>> from orgmodel.core.names import names_of
    >>> form = Form.of("f", (), [names_of(en="No."), names_of(en="What")], [("1", "a long text of many words " * 4)])
    >>> size, shares = fitted(form, "en", 100, 11)
    >>> size, [round(share, 1) for share in shares]
    (11, [0.1, 0.9])
    """
    if not form.columns:
        return size, []
    texts = [row for at, row in enumerate(form.texts(language)) if form.rows[at].role != GROUP]
    sample = texts[:: max(1, len(texts) // MOST_ROWS)]
    heads = [text_in(column.heading, language) for column in form.columns]
    while True:
        margin = 2 * CELL_MARGIN / (size * LETTER)
        letters = room / (size * LETTER)
        least = [_least(form, place, head, sample) + margin for place, head in enumerate(heads)]
        if sum(least) <= letters or size - SIZE_STEP < LEAST_SIZE:
            break
        size -= SIZE_STEP
    if sum(least) >= letters:
        return size, [one / sum(least) for one in least]
    import numpy as np

    widths, step = np.array(least), (letters - sum(least)) / STEPS
    lengths = np.array([[len(head) * BOLD for head in heads], *([len(text) for text in row] for row in sample)])
    now, then = (lengths / (widths + more - margin).clip(1) for more in (0, step))
    for _ in range(STEPS):
        place = _lowered(now, then)
        if place is None:  # all is on one line: the rest is for all
            break
        widths[place] += step
        now[:, place] = then[:, place]
        then[:, place] = lengths[:, place] / max(widths[place] + step - margin, 1)
    return size, (widths / widths.sum()).tolist()


def is_short(form: Form, language: str, room: float, size: float, shares: Sequence[float]) -> bool:
    """Tell whether a form, set in such columns, stands on one page with its title and what is beneath it."""
    return height(form, language, room, size, shares) <= (SHORT_WIDE if form.wide else SHORT)


def height(form: Form, language: str, room: float, size: float, shares: Sequence[float]) -> float:
    """Say how high a form is at most when it is set in such columns, with its title and what stands beneath, in mm.

    >>> form = Form.of("f", (), [(), ()], [("1", "a"), ("2", "b " * 200)])
    >>> 60 < height(form, "en", 100, 11, [0.1, 0.9]) < 70
    True
    """
    line = size * LINE

    def lines(texts: Sequence[str], scale: float = 1.0) -> int:
        wide = (max(share * room - 2 * CELL_MARGIN, 1) for share in shares)
        return max((math.ceil(len(text) * scale * size * LETTER / width) for text, width in zip(texts, wide, strict=True)), default=1)  # fmt: skip

    heads = [text_in(column.heading, language) for column in form.columns]
    above = 2 + (2 if any(column.group for column in form.columns) else 0) + lines(heads, BOLD)
    whole = room - 2 * CELL_MARGIN
    rows = [
        math.ceil(max(map(len, texts), default=0) * size * LETTER / whole) if one.role == GROUP else lines(texts)
        for one, texts in zip(form.rows, form.texts(language), strict=True)
    ]
    beneath = sum(math.ceil(len(note) * size * LETTER / room) for note in form.beneath(language))
    return (above + sum(max(one, 1) for one in rows) + beneath) * line + len(rows) * ROW_MARGIN


def _least(form: Form, place: int, head: str, sample: Sequence[Sequence[str]]) -> float:
    """Give the letters that a column needs: its longest word, and of a column of words some more."""
    needed = max([FEWEST, _longest(head) * BOLD, *(_longest(row[place]) for row in sample)])
    if form.columns[place].kind in FIGURES:
        return needed
    return max(needed, min(WORDS, max((len(row[place]) for row in sample), default=0)))


def _longest(text: str) -> int:
    if len(text) <= FEWEST:
        return len(text)
    return min(max(map(len, re.split(r"[\s/]+", text)), default=0), LONGEST_WORD)


def _lowered(lines: Floats, then: Floats) -> int | None:
    """Tell which column makes the table lowest when it is a step wider: the lines that each cell takes now, and would then."""
    highest = lines.max(axis=1, keepdims=True)
    counts = (lines >= 0.75 * highest) & (highest > 1)  # what is nearly as high will be highest next
    won = ((lines - then) * counts).sum(axis=0)
    return int(won.argmax()) if won.max() else None
