"""The rows of a table to import: texts by column, the line of each row, and what is damaged in the file itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.categorical import Categorical
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, errors, nearest
from orgmodel.io.importers.source import open_table
from orgmodel.io.sheet import Sheet

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Hold a table to import: texts by column, the line of each row, and the rows that are damaged in the file."""

    sheet: Sheet
    problems: tuple[Problem, ...]

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.sheet.file

    @property
    def count(self) -> int:
        """Number of rows in the file, those that could not be read at all included."""
        return self.sheet.size + (len(self._damaged.difference(self.lines)) if self._damaged else 0)

    @cached_property
    def line_numbers(self) -> Ints:
        """Line of each row, as an array."""
        place, size = self.sheet.place, self.sheet.size
        first = place(0, -1).line if size else 0
        if size and place(size - 1, -1).line == first + size - 1:  # a line a row
            return np.arange(first, first + size)
        return np.array([place(row, -1).line for row in range(size)], dtype=np.int64)

    @cached_property
    def lines(self) -> list[int]:
        """Line of each row."""
        return cast(list[int], self.line_numbers.tolist())

    @cached_property
    def _damaged(self) -> set[int]:
        return {one.location.line for one in errors(self.problems) if one.location and one.location.line}

    @cached_property
    def sound_rows(self) -> Ints:
        """Rows of which no cell is lost or made up, as an array."""
        if not self._damaged:
            return np.arange(self.sheet.size)
        return np.flatnonzero(~np.isin(self.line_numbers, list(self._damaged)))

    @property
    def sound(self) -> list[int]:
        """Rows of which no cell is lost or made up."""
        return cast(list[int], self.sound_rows.tolist())

    @cached_property
    def _columns(self) -> dict[str, Categorical]:
        return {}

    def coded(self, name: str) -> Categorical:
        """Give a column as its distinct texts and the number of each row's; blank where the table lacks it."""
        if name not in self._columns:
            column = self.sheet.column(name)
            self._columns[name] = Categorical.constant("", self.sheet.size) if column is None else column.distinct()
        return self._columns[name]

    def texts(self, name: str, most: int | None = None) -> list[str]:
        """Give the cells of a column, or ``most`` of them from the first on; blank where the table lacks it."""
        column = self.coded(name)
        return column.cells() if most is None else column[:most].cells()


def open_rows(
    path: Path, needed: Mapping[str, Sequence[str]], problems: list[Problem], expected: Sequence[str] = ()
) -> tuple[Rows | None, dict[str, str]]:
    """Open a table that must have certain columns; ``needed`` gives the names that each may have.

    Gives the rows and the name that each column has here; no rows where the table cannot be read or lacks a column.
    """
    every = [name for names in needed.values() for name in names] + list(expected)
    found: list[Problem] = []
    sheet = open_table(path, found, expected=every)
    problems.extend(found)
    if sheet is None:
        return None, {}
    names = {}
    for key, spellings in needed.items():
        here = [name for name in spellings if name in sheet.header]
        if here:
            names[key] = here[0]
        else:
            message = Message.of(
                "no column {name!r}{hint}", name=spellings[0], hint=nearest(spellings[0], sheet.header)
            )
            problems.append(Problem("MISSING_COLUMN", message, spellings[0], sheet.at(-1)))
    if len(names) < len(needed):
        return None, names
    return Rows(sheet, tuple(found)), names
