"""A form: a table of the annexes, with its title and notes in two languages, before anything is formatted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orgmodel.core.figures import Amount
from orgmodel.core.names import Names, text_in
from orgmodel.words.numbers import amount, number

Cell = str | int | float | Amount | Names | None


@dataclass(frozen=True, slots=True)
class Form:
    """Hold a table: columns and cells may be texts by language; None is unknown and never 0."""

    id: str
    title: Names
    columns: tuple[Names, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Names, ...] = ()

    @classmethod
    def of(
        cls,
        id: str,
        title: Names,
        columns: Sequence[Names],
        rows: Sequence[Sequence[Cell]],
        notes: Sequence[Names] = (),
    ) -> Form:
        """Make a form of whatever lists hold its columns and rows."""
        return cls(id, title, tuple(columns), tuple(map(tuple, rows)), tuple(notes))


def written(cell: Any, language: str) -> str:
    """Write a cell as a reader of the language expects: blank for unknown, decimal comma and dots in Vietnamese.

    >>> written(4982, "vi"), written(12.5, "vi"), written(None, "vi")
    ('4.982', '12,5', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, Amount):
        return amount(cell, language)
    if isinstance(cell, tuple):
        return text_in(cell, language)
    if isinstance(cell, int | float):
        return number(cell, language, places=4)  # as many as it was rounded to
    return str(cell)
