"""Posts that several persons share: one number on several rows, or several names in one cell, is one post with several holders."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from orgmodel.core.figure_columns import MISSING, IntArray
from orgmodel.core.messages import Message
from orgmodel.core.present import WHOLE
from orgmodel.io.importers.hierarchy.links import other_lines, tell_same_id
from orgmodel.io.importers.hierarchy.placed import Ints, RowLines
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE

_OF_HOLDERS = frozenset(("person", "given", "person_id", "also", "fte", "filled", "status", "pay"))
"""What rows of one post may differ in: all that is of who holds it."""


def one_post_a_number(table: Table, sound: RowLines) -> RowLines:
    """Keep of the rows of each post's number the first, where they differ in who holds it alone; others are all left out.

    The further rows of a post are its further holders (``table.shared``).
    """
    if table.map.rows != "posts" or "id" not in table.cells:
        return sound
    ids = table.coded("id")
    codes = ids.codes[sound.rows]
    again = (np.bincount(codes, minlength=len(ids.values)) > 1)[codes]
    again &= ~ids.blanks()[sound.rows]
    if not again.any():
        return sound
    rows: dict[str, list[tuple[int, int]]] = {}
    for row, line in sound.where(again):
        rows.setdefault(ids[row], []).append((row, line))
    gone: set[int] = set()
    for id, mine in rows.items():
        if _are_alike(table, [row for row, _ in mine]):
            gone |= _share(table, id, mine)
        else:
            gone |= {row for row, _ in mine}
            tell_same_id(
                table.report, id, [line for _, line in mine], dated=bool(table.cells.keys() & {"begins", "ends"})
            )
    return sound.where(~np.isin(sound.rows, list(gone)))


def _share(table: Table, id: str, mine: list[tuple[int, int]]) -> set[int]:
    """Let the further rows of a post be its further holders, and a row that says the same as another nothing; give these rows."""
    seen = {_holder(table, mine[0][0])}
    lines = [line for _, line in mine]
    for row, line in mine[1:]:
        others = other_lines(lines, line)
        if (holder := _holder(table, row)) in seen:
            message = Message.of(
                "the row of {id!r} says the same as row {others}, and is taken once", id=id, others=others
            )
            table.report.row(line, "REPEATED_ROW", message, severity=NOTE, subject=id)
            continue
        seen.add(holder)
        table.shared.setdefault(mine[0][0], []).append((row, line))
        message = Message.of(
            "the post {id!r} stands in row {others} too, with another holder: they share it, and it is one post",
            id=id, others=others,
        )  # fmt: skip
        table.report.row(line, "JOB_SHARE", message, severity=NOTE, subject=id)
    return {row for row, _ in mine[1:]}


def _holder(table: Table, row: int) -> tuple[str, ...]:
    return tuple(table.text(key, row) for key in ("person", "person_id"))


def _are_alike(table: Table, rows: Sequence[int]) -> bool:
    """Tell whether rows differ in who holds the post alone; a blank says what the others do."""
    if not table.cells.keys() & {"person", "person_id"}:
        return False
    every = [table.cells[key] for key in table.cells if key not in _OF_HOLDERS]
    every += [table.rows.texts(name) for name in (*table.map.levels, *filter(None, [table.map.indent]))]
    return all(len({texts[row] for row in rows} - {""}) < 2 for texts in every)


def posts_held_by(holders: Ints, authorized: IntArray) -> Ints:
    """Give how many posts of rows their holders take: each one of his own while there are so many, else they share what there is.

    Of a row of which the number is not known there is one.

    >>> posts_held_by(np.array([2, 2, 3, 0, 2]), np.array([1, 2, 2, 1, MISSING])).tolist()
    [1, 2, 2, 0, 1]
    """
    return np.minimum(holders, np.maximum(np.where(authorized == MISSING, 1, authorized), 1)).astype(np.int64)


def shares_of(ftes: Sequence[int | None], authorized: int | None = 1) -> list[int]:
    """Give the shares of those who hold posts of one row, in hundredths of a post: a post each while there are so many.

    Where they share one it is as they work, where all is known and no more than one, else alike.

    >>> shares_of([50, 30]), shares_of([None, None, None]), shares_of([100]), shares_of([None, None], 3)
    ([50, 30], [34, 33, 33], [100], [100, 100])
    """
    count = len(ftes)
    places = min(count, max(authorized or 1, 1))
    known = [fte for fte in ftes if fte]
    if places == 1 and len(known) == count > 1 and sum(known) <= WHOLE:
        return known
    whole = places * WHOLE
    return [whole // count + (whole % count if not number else 0) for number in range(count)]
