"""Tables whose rows and columns are exchanged: grades in rows, and a column for each unit."""

from __future__ import annotations

from orgmodel.core.categorical import Categorical
from orgmodel.core.problems import Location
from orgmodel.io.sheet import Sheet

UNITS = "unit"
"""What the column is called that was the header."""


def turned(sheet: Sheet) -> Sheet:
    """Exchange rows and columns: each column but the first becomes a row, and the texts of the first one name columns.

    Places are those in the turned table, as a spreadsheet would show it: line 2 is the second column. The name of the file
    says so.
    """
    file = f"{sheet.file[:-1]}, turned]" if sheet.file.endswith("]") else f"{sheet.file}[turned]"

    def place(row: int, column: int) -> Location:
        return Location(file, row + 2, column + 1)

    first, *others = sheet.cells
    names = [UNITS, *map(str, first.cells())]
    rows = [column.cells() for column in others]
    cells = [Categorical.of(sheet.header[1:]), *(Categorical.of([row[at] for row in rows]) for at in range(sheet.size))]
    return Sheet(file, names, cells, len(others), place)
