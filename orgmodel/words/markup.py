"""Texts as Markdown has them: names are data, so nothing in them becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")


def escaped(text: str) -> str:
    r"""Escape what Markdown would read as markup, and keep a text on one line.

    >>> print(escaped("<b> a|b"))
    \<b\> a\|b
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, strong: Sequence[bool] = ()) -> list[str]:
    r"""Give the lines of a table of texts; the rows marked as ``strong`` stand out.

    >>> table(["a"], [["x|y"], [""]], strong=[False, True])
    ['| a |', '|---|', '| x\\|y |', '|  |']
    """
    marks = [*strong] or None
    lines = [_row(columns), "|" + "---|" * len(columns)]
    for at, row in enumerate(rows):
        lines.append(_row(row, strong=marks is not None and marks[at]))
    return lines


def _row(cells: Iterable[str], *, strong: bool = False) -> str:
    texts = (escaped(cell) for cell in cells)
    return "| " + " | ".join(f"**{text}**" if strong and text else text for text in texts) + " |"
