"""Placed rows: each with its id and what it is under, one by one or as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.distinct import firsts_of

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RowLines:
    """Hold the numbers of some rows of a table with the line of each.

    >>> list(RowLines.of([(0, 2), (1, 3)]).where(np.array([False, True])))
    [(1, 3)]
    """

    rows: Ints
    lines: Ints

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> RowLines:
        """Take rows with their lines."""
        both = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
        return cls(both[:, 0], both[:, 1])

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """List the rows with their lines."""
        return zip(self.rows.tolist(), self.lines.tolist(), strict=True)

    def where(self, kept: Flags) -> RowLines:
        """Keep some rows."""
        return self if kept.all() else RowLines(self.rows[kept], self.lines[kept])


@dataclass(slots=True)
class Placed:
    """Hold a row with its id and the id of what it is under.

    ``is_top`` where the table itself puts it at the top, ``is_unsure`` where it names a superior who cannot be told.
    """

    row: int
    line: int
    id: str
    parent: str | None = None
    is_top: bool = False
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class PlacedRows:
    """Hold placed rows as columns; ``above`` is the number among them of what each is under, -1 of one at the top.

    ``beyond`` gives, by number, the id in another table of what a row is under.
    """

    rows: Ints
    lines: Ints
    ids: list[str]
    above: Ints
    is_top: Flags
    is_unsure: Flags
    beyond: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, placed: Sequence[Placed]) -> PlacedRows:
        """Take placed rows one by one; a parent that is none of them counts as none."""
        numbers = {one.id: number for number, one in enumerate(placed)}
        return cls(
            np.array([one.row for one in placed], dtype=np.int64),
            np.array([one.line for one in placed], dtype=np.int64),
            [one.id for one in placed],
            np.array([-1 if one.parent is None else numbers.get(one.parent, -1) for one in placed], dtype=np.int64),
            np.array([one.is_top for one in placed], dtype=np.bool_),
            np.array([one.is_unsure for one in placed], dtype=np.bool_),
        )

    @classmethod
    def apart(cls, sound: RowLines, ids: list[str]) -> PlacedRows:
        """Take rows that are under none of the others."""
        none = np.zeros(len(ids), dtype=np.bool_)
        return cls(sound.rows, sound.lines, ids, np.full(len(ids), -1, dtype=np.int64), none, none)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.ids)

    def each(self) -> list[Placed]:
        """Give the rows one by one."""
        columns = (self.rows, self.lines, self.above, self.is_top, self.is_unsure)
        rows, lines, above, tops, unsure = (column.tolist() for column in columns)
        parents = [self.ids[at] if at >= 0 else self.beyond.get(row) for row, at in enumerate(above)]
        return list(map(Placed, rows, lines, self.ids, parents, tops, unsure))

    def under(self, above: Ints) -> PlacedRows:
        """Put rows under others."""
        return replace(self, above=above)

    def named(self, ids: list[str]) -> PlacedRows:
        """Give rows other ids."""
        return replace(self, ids=ids)


def in_turn(codes: Ints) -> tuple[list[int], Ints]:
    """Give the first place of each distinct number in the order in which they come, and for each place which of them it is.

    >>> firsts, which = in_turn(np.array([7, 3, 7]))
    >>> firsts, which.tolist()
    ([0, 1], [0, 1, 0])
    """
    firsts, which = firsts_of(codes)
    order = np.argsort(firsts, kind="stable")
    turn = np.empty(len(order), dtype=np.int64)
    turn[order] = np.arange(len(order))
    return firsts[order].tolist(), turn[which]


def endless(above: Ints) -> Ints:
    """List the rows from which the way up never ends, since it comes back upon itself.

    >>> endless(np.array([-1, 0, 3, 2])).tolist()
    [2, 3]
    """
    far, steps = above, 1
    while steps <= len(above) and (far >= 0).any():
        far = np.where(far >= 0, far[far], -1)
        steps *= 2
    return np.flatnonzero(far >= 0)
