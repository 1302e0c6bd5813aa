"""One table as texts by column, whatever file it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from orgmodel.core.categorical import Categorical
from orgmodel.core.problems import Location


@dataclass(frozen=True)
class Sheet:
    """Hold the cells of a table as stripped NFC texts by column; a blank cell is ``""``.

    ``place`` gives the place of a cell by row (from 0; -1 is the header) and column number (from 0; -1 is the row).
    """

    file: str
    header: list[str]
    cells: list[Categorical]
    size: int
    place: Callable[[int, int], Location]

    def column(self, name: str) -> Categorical | None:
        """Give the cells of a column, or None where the table lacks it."""
        return self.cells[self.header.index(name)] if name in self.header else None

    def at(self, row: int, name: str = "") -> Location:
        """Give the place of a cell, or of its row where the table lacks the column."""
        return self.place(row, self.header.index(name) if name in self.header else -1)
