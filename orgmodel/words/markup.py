"""Texts as Markdown has them: names are data, so nothing in them becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def escaped(text: str) -> str:
    r"""Escape what Markdown would read as markup, and keep a text on one line.

    >>> print(escaped("<b> a|b"))
    \<b\> a\|b
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    r"""Give the lines of a table of texts.

    >>> table(["a"], [["x|y"]])
    ['| a |', '|---|', '| x\\|y |']
    """
    return [_row(columns), "|" + "---|" * len(columns), *map(_row, rows)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"
