"""How wide the columns of a form are set, and in what size, so that no word is broken and the table is as low as can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import text_in
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.form import GROUP, SUBTOTAL, TOTAL, Form
from orgmodel.reports.letter_widths import MILLIMETRES, ems

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
STEPS = 60
"""So many parts of the free width are given out, one by one."""
MOST_ROWS = 120
"""So many rows are looked at, spread over the form."""
STRONG = (GROUP, SUBTOTAL, TOTAL)
"""The rows whose letters are bold."""
SHARP = 6
"""How much a row is as high as its highest cell: the others count a little, as they may be highest next."""


def fitted(
    form: Form,
    language: str,
    room: float,
    size: float,
    face: str = PLAIN,
    beside: float = CELL_MARGIN,
    *,
    words: float = WORDS,
) -> tuple[float, list[float]]:
    """Give the size in points in which a form fits into so many mm, at most the size asked for, and the share of each column.

    A column is at least as wide as its longest word, with so many mm ``beside`` it; what is left goes, part by part, to the
    column that it makes lower. A column of words has ``words`` ems at least, where it holds as many.

    >>> from orgmodel.core.names import names_of
    >>> form = Form.of("f", (), [names_of(en="No."), names_of(en="What")], [("1", "a long text of many words " * 4)])
    >>> size, shares = fitted(form, "en", 100, 11)
    >>> size, [round(share, 1) for share in shares]
    (11, [0.1, 0.9])
    """
    if not form.columns:
        return size, []
    heads = [text_in(column.heading, language) for column in form.columns]
    sample = _measured(form, language)
    bare = [_least(form, place, head, sample, face, words) for place, head in enumerate(heads)]
    asked = size
    while True:
        margin = 2 * beside / (size * MILLIMETRES)
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
        [
            [ems(head, face, bold=True) for head in heads],
            *([ems(text, face, bold=bold) for text in row] for row, bold in sample),
        ]
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


def _measured(form: Form, language: str) -> list[tuple[Sequence[str], bool]]:
    """Give the texts of the rows that are looked at, and whether they are bold: of a heading over rows what stands in its column."""
    written, found = form.rooms(language), list[tuple[Sequence[str], bool]]()
    for at in range(0, len(form.rows), max(1, len(form.rows) // MOST_ROWS)):
        texts: Sequence[str] = written[at]
        if form.rows[at].role == GROUP:
            alone = {place for place, across in form.spans(at, language) if across == 1}
            texts = [text if place in alone else "" for place, text in enumerate(texts)]
        found.append((texts, form.rows[at].role in STRONG))
    return found


def _least(
    form: Form, place: int, head: str, sample: Sequence[tuple[Sequence[str], bool]], face: str, words: float
) -> float:
    """Give the ems that a column needs: its longest word, and of a column of words some more."""
    each = (_longest(row[place], face, bold=bold) for row, bold in sample)
    needed = max([FEWEST, _longest(head, face, bold=True), *each])
    if form.columns[place].kind in FIGURES:
        return needed
    longest = max((ems(row[place], face, bold=bold) for row, bold in sample), default=0)
    return max(needed, min(words, longest) if longest else BLANK)


def _longest(text: str, face: str, *, bold: bool) -> float:
    return min(max((ems(part, face, bold=bold) for part in re.split(r"[\s/]+", text)), default=0), LONGEST_WORD)


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


def head_heights(
    form: Form, language: str, widths: Sequence[float], height: Callable[[str, float], float]
) -> tuple[float, ...]:
    """Give the heights of the rows of heads, one, or two where columns stand in groups; ``height`` is that of a text in a width.

    >>> from orgmodel.reports.form import FormColumn
    >>> columns = [FormColumn((("en", "Unit"),)), FormColumn((("en", "Before"),), group=(("en", "Posts"),))]
    >>> head_heights(Form.of("f", (), columns, []), "en", [9, 9], lambda text, width: len(text) / width)
    (0.5555555555555556, 0.6666666666666666)
    """
    groups = [text_in(column.group, language) for column in form.columns]
    alone, low, high, across = 0.0, 0.0, 0.0, 0.0
    for place, (column, width) in enumerate(zip(form.columns, widths, strict=True)):
        needed = height(text_in(column.heading, language), width)
        if not groups[place]:
            alone = max(alone, needed)
            continue
        low, across = max(low, needed), across + width
        if place + 1 == len(groups) or groups[place + 1] != groups[place]:
            high, across = max(high, height(groups[place], across)), 0.0
    return (high, max(low, alone - high)) if any(groups) else (alone,)
