"""How wide the columns of a form are set, and in what size, so that no word is broken and the table is as low as can be."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import text_in
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.form import GROUP, Form
from orgmodel.reports.letter_widths import BOLD, MILLIMETRES, ems

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PLAIN = "Arial"
"""The face whose letters are taken where none is named."""
CELL_MARGIN = 1.1
"""What stands on either side of a cell's text, in mm."""
LEAST_SIZE, SIZE_STEP = 7.0, 0.5
"""A table that does not fit is set smaller by such steps, never smaller than this."""
WORDS = 8.0
"""A column of words is at least so many ems wide, where it holds as many."""
BLANK = 6.0
"""So many ems has a column of words that is left to be filled in."""
FREE = 1.25
"""A table is set smaller until there is so much room for what its columns need; by so much of its size at most:"""
READABLE = 0.82
FEWEST = 1.4
"""No column is set for fewer ems."""
LONGEST_WORD = 12.0
"""A word of more ems is broken, wherever it stands."""
RAGGED = 1.5
"""What a line that is broken leaves empty, in ems."""
LINE, ROW_MARGIN = 0.44, 1.0
"""The height of a line in mm, by its size in points, and what stands above and below the text of a row, in mm."""
SHORT, SHORT_WIDE = 130.0, 110.0
"""A form that is at most so high, in mm, stands on one page, upright and on its side."""
LAST_ROWS = 5
"""So many rows of a longer one at least stand on its last page."""
STEPS = 60
"""So many parts of the free width are given out, one by one."""
MOST_ROWS = 120
"""So many rows are looked at, spread over the form."""
SHARP = 6
"""How much a row is as high as its highest cell: the others count a little, as they may be highest next."""


def fitted(form: Form, language: str, room: float, size: float, face: str = PLAIN) -> tuple[float, list[float]]:
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
    bare = [_least(form, place, head, sample, face) for place, head in enumerate(heads)]
    asked = size
    while True:
        margin = 2 * CELL_MARGIN / (size * MILLIMETRES)
        ems_there = room / (size * MILLIMETRES)
        least = [one + margin for one in bare]
        enough = sum(least) * (FREE if size > READABLE * asked else 1)
        if enough <= ems_there or size - SIZE_STEP < LEAST_SIZE:
            break
        size -= SIZE_STEP
    if sum(least) >= ems_there:
        return size, [one / sum(least) for one in least]
    import numpy as np

    lengths = np.array(
        [[ems(head, face) * BOLD for head in heads], *([ems(text, face) for text in row] for row in sample)]
    )
    inner = np.array(bare)
    step = (ems_there - sum(least)) / STEPS
    now, then = (_lines(lengths, inner + more) for more in (0, step))
    for _ in range(STEPS):
        place = _lowered(now, then)
        if place is None:  # all is on one line: the rest is for all
            break
        inner[place] += step
        now[:, place] = then[:, place]
        then[:, place] = _lines(lengths[:, place], inner[place] + step)
    widths = inner + margin
    return size, (widths / widths.sum()).tolist()


def is_short(form: Form, language: str, room: float, size: float, shares: Sequence[float], face: str = PLAIN) -> bool:
    """Tell whether a form, set in such columns, stands on one page with its title and what is beneath it."""
    return height(form, language, room, size, shares, face) <= (SHORT_WIDE if form.wide else SHORT)


def height(form: Form, language: str, room: float, size: float, shares: Sequence[float], face: str = PLAIN) -> float:
    """Say how high a form is at most when it is set in such columns, with its title and what stands beneath, in mm.

    >>> form = Form.of("f", (), [(), ()], [("1", "a"), ("2", "b " * 200)])
    >>> 50 < height(form, "en", 100, 11, [0.1, 0.9]) < 70
    True
    """
    line, em = size * LINE, size * MILLIMETRES

    def lines(text: str, width: float, scale: float = 1.0) -> int:
        long, wide = ems(text, face) * scale, max(width - 2 * CELL_MARGIN, 1) / em
        return 1 if long <= wide else math.ceil(long / max(wide - RAGGED, FEWEST))

    def highest(texts: Sequence[str], scale: float = 1.0) -> int:
        return max((lines(text, share * room, scale) for text, share in zip(texts, shares, strict=True)), default=1)

    heads = [text_in(column.heading, language) for column in form.columns]
    above = 2 + (2 if any(column.group for column in form.columns) else 0) + highest(heads, BOLD)
    rows = 0
    for at, (one, texts) in enumerate(zip(form.rows, form.texts(language), strict=True)):
        if one.role != GROUP:
            rows += highest(texts)
            continue
        spans = form.spans(at, language)
        rows += max(lines(texts[place], sum(shares[place : place + across]) * room, BOLD) for place, across in spans)
    beneath = sum(lines(note, room) for note in form.beneath(language))
    return (above + rows + beneath) * line + len(form.rows) * ROW_MARGIN


def _least(form: Form, place: int, head: str, sample: Sequence[Sequence[str]], face: str) -> float:
    """Give the ems that a column needs: its longest word, and of a column of words some more."""
    needed = max([FEWEST, _longest(head, face) * BOLD, *(_longest(row[place], face) for row in sample)])
    if form.columns[place].kind in FIGURES:
        return needed
    longest = max((ems(row[place], face) for row in sample), default=0)
    return max(needed, min(WORDS, longest) if longest else BLANK)


def _longest(text: str, face: str) -> float:
    return min(max((ems(part, face) for part in re.split(r"[\s/]+", text)), default=0), LONGEST_WORD)


def _lines(lengths: Floats, width: Floats | float) -> Floats:
    """Give the lines that texts take in so much width, one at least."""
    import numpy as np

    return np.maximum(np.where(lengths <= width, 1, 0.5 + lengths / np.maximum(width - RAGGED / 2, FEWEST / 2)), 1)


def _lowered(now: Floats, then: Floats) -> int | None:
    """Tell which column makes the table lowest when it is a step wider: the lines that each cell takes now, and would then."""
    mine, others = now**SHARP, then**SHARP
    heights = mine.sum(axis=1, keepdims=True)
    won = (heights ** (1 / SHARP) - (heights - mine + others) ** (1 / SHARP)).sum(axis=0)
    place = int(won.argmax())
    return place if won[place] > 1e-9 else None
