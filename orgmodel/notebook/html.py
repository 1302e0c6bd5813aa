"""The HTML of displays: tables of escaped cells in the colours of the page around them, none larger than a screen needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from orgmodel.words.tables import word

if TYPE_CHECKING:
    import pandas as pd

MOST_LETTERS = 160
"""The longest text that a cell shows."""

MOST_COLUMNS = 12

MOST_ROWS = 200
"""More rows than a table has room for: what is beyond is not worded."""

MOST_IN_TABLE = 7_000
"""The bytes of rows that a table shows: a display has two long tables at most, and stays below 20 KB."""

MOST_HTML = 18_000
"""The most characters of a display, so that no cell of a notebook grows with the organisation."""

STYLE = (
    "<style>.orgmodel table{border-collapse:collapse;margin:.2em 0 .8em}.orgmodel caption{text-align:left;font-weight:600;"
    "padding:.2em 0;caption-side:top;color:inherit}.orgmodel th,.orgmodel td{text-align:left!important;vertical-align:top"
    "!important;padding:.15em 1em .15em 0!important;max-width:38em;white-space:normal}.orgmodel .n{text-align:right"
    "!important;font-variant-numeric:tabular-nums;white-space:nowrap}.orgmodel th.n{white-space:normal;min-width:4em}"
    ".orgmodel td:not(.n){min-width:5em}.orgmodel td:first-child:not(:only-child){min-width:2em}"
    ".orgmodel td:first-child:has(+.n){min-width:12em}.orgmodel thead th{border-bottom:1px solid;"
    "font-weight:600}.orgmodel p,.orgmodel ul{margin:.3em 0}.orgmodel small{opacity:.8}</style>"
)
"""No colour is set: text and lines are those of the page, be it light or dark."""

_FIGURE = re.compile(r"(?:[≥≤]?[+−-]?\d[\d.,\u00a0]*[%*]?|[–?])(?: ?[(\[][^()\[\]]*[)\]])*")


def page(*parts: str) -> str:
    """Put the parts of a display together, with the style that they share."""
    return f'<div class="orgmodel">{STYLE}{"".join(parts)}</div>'


Rest = Callable[[int, int], str]
"""What words the rows that are left, by how many are shown and how many are left."""


def _counted(_: int, left: int) -> str:
    return f"+ {left:,}"


def rest(language: str, where: str) -> Rest:
    """Word how many rows are left and what gives them; ``{at}`` there is the number of those shown.

    >>> rest("en", "rows[{at}:]")(170, 31)
    '… and 31 more (rows[170:])'
    """
    return lambda shown, left: word("more", language, f"{left:,}", where.replace("{at}", str(shown)))


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    caption: str = "",
    *,
    most: int = MOST_IN_TABLE,
    sparse: bool = False,
    longest: int = MOST_LETTERS,
    rest: Rest = _counted,
) -> str:
    """Write an HTML table of escaped cells; None is blank, never 0. Long texts and tables are cut, and the rows left counted.

    ``sparse`` leaves out columns in which nothing stands; ``longest`` is the most letters of a cell; ``rest`` words how many
    rows are left, of how many are shown.

    >>> table(["a"], [["<b>"]])
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    body: list[list[str]] = []
    figures = [True] * min(len(heads), MOST_COLUMNS)
    room, left = most, 0
    for row in rows:
        if left:  # what follows is counted, and not written
            left += 1
            continue
        texts = [cell_text(cell) for cell in row[:MOST_COLUMNS]]
        made = [escape(text if len(text) <= longest else f"{text[: longest - 1]}…") for text in texts]
        room -= 9 + sum(9 + len(text.encode()) for text in made)
        if room < 0:
            left = 1
        else:
            body.append(made)
            figures = [
                held and (not text or bool(_FIGURE.fullmatch(text))) for held, text in zip(figures, texts, strict=False)
            ]
    kept = [at for at in range(len(figures)) if not sparse or any(row[at] for row in body)]
    marks = [' class="n"' if at and figures[at] and any(row[at] for row in body) else "" for at in range(len(figures))]
    lines = ["".join(f"<td{marks[at]}>{row[at]}</td>" for at in kept) for row in body]
    if left:
        lines.append(f'<td colspan="{len(kept) or 1}">{escape(rest(len(body), left))}</td>')
    head = "".join(_head(_short(heads[at]), marks[at]) for at in kept)
    title = f"<caption>{_short(caption)}</caption>" if caption else ""
    rows_made = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{rows_made}</tbody></table>"


def _head(text: str, mark: str) -> str:
    """Write the head of a column; over one that has no name stands a cell, since a screen reader would read an empty head."""
    return f"<th{mark}>{text}</th>" if text else f"<td{mark}></td>"


def cell_text(cell: Any) -> str:
    """Write what a cell holds as text: nothing where it is missing, numbers with commas.

    >>> cell_text(None), cell_text(float("nan")), cell_text(12345), cell_text(0.50)
    ('', '', '12,345', '0.5')
    """
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.2f}".rstrip("0").rstrip(".")
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return str(cell)


def show_figures(table: pd.DataFrame) -> str:
    """Show a table as pandas does, its figures as people write them: no powers of ten, no zeros after the point that say nothing."""
    import pandas as pd

    with pd.option_context("display.float_format", cell_text):
        return str(pd.DataFrame(table)._repr_html_())  # type: ignore[operator]


def paragraph(*parts: str, small: bool = False) -> str:
    """Write a line of those parts that say something, apart by semicolons; nothing where none does."""
    told = _short("; ".join(part for part in parts if part), most=4 * MOST_LETTERS)
    if not told:
        return ""
    return f"<p><small>{told}</small></p>" if small else f"<p>{told}</p>"


def bullets(lines: Iterable[str], *, room: int, rest: Rest = _counted) -> str:
    """Write a list of as many lines as there is room for, and count the others as ``rest`` words them."""
    made, left = [], 0
    for line in lines:
        item = f"<li>{_short(line, most=8 * MOST_LETTERS)}</li>"
        room -= len(item.encode())
        if room < 0 or left:
            left += 1
        else:
            made.append(item)
    if left:
        made.append(f"<li>{escape(rest(len(made), left))}</li>")
    return f"<ul>{''.join(made)}</ul>" if made else ""


def worded(rows: Iterable[Any], word: Callable[[Any], Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Word as many rows as a table may show; the others only count."""
    for at, row in enumerate(rows):
        yield word(row) if at < MOST_ROWS else ()


def _short(text: Any, *, most: int = MOST_LETTERS) -> str:
    shown = str(text)
    return escape(shown if len(shown) <= most else shown[: most - 1] + "…")
