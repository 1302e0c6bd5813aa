"""Tables that stand side by side in one sheet: where each begins, by the names in the header, and each alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from orgmodel.core.problems import Location
from orgmodel.io.sheet import Sheet

_FEWEST_NAMES = 2
_LETTERS = 26


def side_by_side(header: Sequence[str]) -> list[range]:
    """Give the columns of each of several tables: names parted by blank ones, or the same names over again; none for one table.

    Tables that are parted by blank columns have a name in common with the first, as one table has none twice.

    >>> side_by_side(["Unit", "Posts", "", "Unit", "Posts", "Filled"])
    [range(0, 3), range(3, 6)]
    >>> side_by_side(["No", "Title", "No", "Title"]), side_by_side(["Unit", "Posts", "", "Remarks", "Day"])
    ([range(0, 2), range(2, 4)], [])
    """
    names = [name.strip().casefold() for name in header]
    while names and not names[-1]:
        names.pop()
    starts = [at for at, name in enumerate(names) if name and (not at or not names[at - 1])]
    found = _between(starts, len(header))
    every = [{name for name in names[one.start : one.stop] if name} for one in found]
    if len(found) > 1 and all(len(one) >= _FEWEST_NAMES and one & every[0] for one in every):
        return found
    for width in range(_FEWEST_NAMES, len(names) // 2 + 1):
        if all(names) and len(names) % width == 0 and names == names[:width] * (len(names) // width):
            return _between(list(range(0, len(names), width)), len(header)) if len(set(names[:width])) == width else []
    return []


def _between(starts: list[int], width: int) -> list[range]:
    return [range(start, end) for start, end in pairwise([*starts, width])]


def alone(sheet: Sheet, number: int) -> Sheet | None:
    """Give one of the tables that stand side by side, from 1 on the left; None where there are not so many.

    Rows that are blank in it are none of its; its file says in which columns it stands.
    """
    some = side_by_side(sheet.header)
    if not 0 < number <= len(some):
        return None
    columns = some[number - 1]
    cells = [sheet.cells[at] for at in columns]
    rows = [row for row in range(sheet.size) if any(column[row].strip() for column in cells)]

    def place(row: int, column: int) -> Location:
        found = sheet.place(rows[row] if row >= 0 else row, column + columns.start if column >= 0 else column)
        return replace(found, file=file)

    named = [at for at in columns if sheet.header[at].strip()]
    span = f"{_letters(named[0])}:{_letters(named[-1])}"
    file = f"{sheet.file[:-1]}!{span}]" if sheet.file.endswith("]") else f"{sheet.file}[{span}]"
    taken = [column.taken(rows) for column in cells]
    return Sheet(file, [sheet.header[at] for at in columns], taken, len(rows), place)


def _letters(column: int) -> str:
    """Name a column as spreadsheets do, from A."""
    return (_letters(column // _LETTERS - 1) if column >= _LETTERS else "") + chr(ord("A") + column % _LETTERS)
