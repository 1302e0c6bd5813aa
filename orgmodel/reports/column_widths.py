"""How wide the columns of a form are set, so that no word is broken and the table is as low as can be."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.core.names import text_in
from orgmodel.reports.form import Form

STEPS = 48
"""So many parts of the free width are given out, one by one."""
MOST_ROWS = 120
"""So many rows are looked at, spread over the form."""
MARGIN = 2.6
"""What stands beside a cell's text, in letters."""
LONGEST_WORD = 24
"""A word of more letters is broken, wherever it stands."""
BOLD = 1.25
"""How much wider than plain ones the letters of a head are."""


def column_widths(form: Form, language: str, letters: float) -> list[float]:
    """Give the share of each column of a form of which a line holds so many letters; the shares sum to 1.

    A column is at least as wide as its longest word, as far as there is room; what is left goes, part by part, to the column
    that it makes lower.

    >>> from orgmodel.core.names import names_of
    >>> form = Form.of("f", (), [names_of(en="No."), names_of(en="What")], [("1", "a long text of many words " * 4)])
    >>> [round(share, 1) for share in column_widths(form, "en", 40)]
    [0.2, 0.8]
    """
    texts = form.texts(language)
    sample = texts[:: max(1, len(texts) // MOST_ROWS)]
    heads = [text_in(column.heading, language) for column in form.columns]
    least = [
        max([_longest(head) * BOLD, *(_longest(row[place]) for row in sample)]) + MARGIN
        for place, head in enumerate(heads)
    ]
    if sum(least) >= letters:
        return [one / sum(least) for one in least]
    widths, step = list(least), (letters - sum(least)) / STEPS
    lengths: list[list[float]] = [[len(head) * BOLD for head in heads]]
    lengths += [[float(len(text)) for text in row] for row in sample]
    for _ in range(STEPS):
        place = _lowered(widths, lengths, step)
        if place is None:  # all is on one line: the rest is for all
            break
        widths[place] += step
    return [one / sum(widths) for one in widths]


def _longest(text: str) -> int:
    return min(max(map(len, text.split()), default=0), LONGEST_WORD)


def _lowered(widths: Sequence[float], lengths: Sequence[Sequence[float]], step: float) -> int | None:
    """Tell which column makes the table lowest when it is a step wider."""
    won = [0.0] * len(widths)
    for row in lengths:
        lines = [length / max(width - MARGIN, 1) for length, width in zip(row, widths, strict=True)]
        highest = max(lines)
        for place, line in enumerate(lines):
            if line >= 0.75 * highest and highest > 1:  # what is nearly as high will be highest next
                won[place] += line - row[place] / (widths[place] + step - MARGIN)
    best = max(won)
    return won.index(best) if best else None
