"""Columns drawn from points: every number from 0 to 1 made the value of each figure that hangs on it, many columns at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.frozen import Alike, read_only
from orgmodel.exploration.shared_total import SharedTotal
from orgmodel.exploration.spread import Floats, Ints, Marginal

AT_ONCE = 64
"""So many columns are drawn at a time: their numbers stay near the processor."""

Sample = NDArray[np.signedinteger[Any]]
"""Draws: a row a draw, a column a cause. Who calculates with them widens them first: a narrow type holds the drawn values alone."""


@dataclass(frozen=True, eq=False)
class _Stretch(Alike):
    """Some columns that follow each other: those that count the steps of a table which a number has passed, and the others."""

    dimensions: slice | Ints
    columns: Ints  # those with steps, the most steps first
    rows: Ints  # where their numbers are among those of the stretch
    low: Ints  # (columns, 1)
    steps: Floats  # (most steps, columns): of those with fewer the rest is not read
    many: tuple[int, ...]  # how many columns have each step
    others: tuple[tuple[Marginal, Ints, Ints], ...]  # by marginal: columns, and the rows of their numbers


@dataclass(frozen=True, eq=False)
class FromPoints(Alike):
    """Draw columns from points; it holds tables alone, so that a worker gets it quickly."""

    width: int
    kind: np.dtype[Any]  # the narrowest that holds every value
    stretches: tuple[_Stretch, ...]
    totals: tuple[tuple[SharedTotal, Ints, slice], ...]  # of each: its columns, and its dimensions

    @classmethod
    def of(
        cls,
        marginals: Sequence[Marginal],
        dimensions: Sequence[int],
        totals: Sequence[tuple[SharedTotal, Sequence[int], slice]] = (),
    ) -> FromPoints:
        """Make it of how each column lies in its range and the dimension that it hangs on; columns of totals are drawn by these.

        >>> made = FromPoints.of([Marginal(5, 6, 8), Marginal(0, 1, 2, "triangular")], [0, 0])
        >>> made.drawn(np.array([[0.0], [0.5], [0.99]])).tolist()
        [[5, 0], [7, 1], [8, 2]]
        """
        shared = {column for _, columns, _ in totals for column in columns}
        kept = [column for column in range(len(marginals)) if column not in shared]
        low, high = min((one.low for one in marginals), default=0), max((one.high for one in marginals), default=0)
        kind = np.promote_types(
            np.min_scalar_type(min(low, -high - 1)), np.int8
        )  # a type below 0 goes as far above it, less one
        parts = [kept[at : at + AT_ONCE] for at in range(0, len(kept), AT_ONCE)]
        return cls(
            len(marginals), kind,
            tuple(_stretch(part, marginals, [dimensions[one] for one in part]) for part in parts),
            tuple((total, _numbers(columns), places) for total, columns, places in totals),
        )  # fmt: skip

    def drawn(self, points: Floats) -> Sample:
        """Draw every column once for each point, a row of numbers from 0 to 1, in the narrowest type; the draws of a column lie together."""
        found = np.empty((self.width, len(points)), dtype=self.kind)
        for total, columns, dimensions in self.totals:
            found[columns] = total.draw(points[:, dimensions]).T
        for one in self.stretches:
            numbers = np.ascontiguousarray(points[:, one.dimensions].T)  # columns are read and written whole
            if len(one.columns):
                quantiles = numbers[one.rows]
                passed = np.zeros(quantiles.shape, dtype=np.int8)
                for steps, many in zip(one.steps, one.many, strict=True):
                    passed[:many] += quantiles[:many] >= steps[:many, None]
                found[one.columns] = np.add(passed, one.low, dtype=self.kind, casting="unsafe")
            for marginal, columns, rows in one.others:
                found[columns] = marginal.at(numbers[rows])
        return found.T


def _stretch(columns: Sequence[int], marginals: Sequence[Marginal], dimensions: list[int]) -> _Stretch:
    alike: dict[Marginal, list[int]] = {}
    for row, column in enumerate(columns):
        alike.setdefault(marginals[column], []).append(row)
    steps = {marginal: found for marginal in alike if (found := marginal.steps()) is not None}
    ordered = sorted(
        ((marginal, row) for marginal in steps for row in alike[marginal]), key=lambda one: -len(steps[one[0]])
    )
    most = len(steps[ordered[0][0]]) if ordered else 0
    table = np.ones((most, len(ordered)))
    for at, (marginal, _) in enumerate(ordered):
        table[: len(steps[marginal]), at] = steps[marginal]
    rows = [row for _, row in ordered]
    first, last = dimensions[0], dimensions[-1]
    return _Stretch(
        slice(first, last + 1) if dimensions == list(range(first, last + 1)) else _numbers(dimensions),
        _numbers([columns[row] for row in rows]),
        _numbers(rows),
        read_only(np.array([[marginal.low] for marginal, _ in ordered], dtype=np.int64).reshape(-1, 1)),
        read_only(table),
        tuple(sum(len(steps[marginal]) > step for marginal, _ in ordered) for step in range(most)),
        tuple((one, _numbers([columns[row] for row in rows]), _numbers(rows)) for one, rows in alike.items() if one not in steps),
    )  # fmt: skip


def _numbers(given: Sequence[int]) -> Ints:
    found: Ints = read_only(np.array(given, dtype=np.int64))
    return found
