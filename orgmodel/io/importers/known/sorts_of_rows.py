"""Words that say of a row what it is of: a unit, a post or a person."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from orgmodel.io.importers.known.tables import plain


@cache
def _words() -> dict[str, str]:
    with Path(__file__).with_name("sorts_of_rows.csv").open(encoding="utf-8", newline="") as file:
        return {plain(row["word"]): row["rows"] for row in csv.DictReader(file)}


def sort_of_row(word: str) -> str:
    """Give what a word in a column of sorts says of its row: units, posts, people, ``other``; empty where it is not known.

    >>> sort_of_row("O"), sort_of_row("Org. Unit"), sort_of_row("Planstelle"), sort_of_row("Person"), sort_of_row("x")
    ('units', 'units', 'posts', 'people', '')
    """
    return _words().get(plain(word), "")
