"""A known total whose parts are not known: every way of sharing it out that the parts' ranges allow, each as likely."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

WIDEST = 4000  # a part of more values than this makes tables of over a hundred megabytes


class SharedTotal:
    """A whole total shared out among parts with a least and a most each.

    The law is that of "nothing more is known": all ways that keep within the ranges are equally likely. Given some of
    the parts, what is left of the total is shared out among the others by the same law, so one part may be drawn after
    the other, and some drawn again while others stay. The ways are counted by convolution, not listed.

    Raises ValueError where the ranges cannot reach the total, are upside down, or span over 4,000 values.

    >>> SharedTotal(10, [0, 2, 3], [9, 4, 5]).ways
    9
    >>> SharedTotal(3, [0, 0], [1, 1])
    Traceback (most recent call last):
    ValueError: the parts come to 0 to 2, never to 3
    """

    def __init__(self, total: int, low: Sequence[int], high: Sequence[int]) -> None:
        if len(low) != len(high) or any(least > most for least, most in zip(low, high, strict=True)):
            raise ValueError(f"each part needs a least and a most, the least first: {list(low)}, {list(high)}")
        if not sum(low) <= total <= sum(high):
            raise ValueError(f"the parts come to {sum(low)} to {sum(high)}, never to {total}")
        self.total = total
        self.low = np.asarray(low, np.int64)
        # No part holds more than what the others' least leaves of the total.
        self.high = np.minimum(np.asarray(high, np.int64), self.low + total - int(self.low.sum()))
        if int((self.high - self.low).max()) > WIDEST:
            raise ValueError(f"a part of more than {WIDEST:,} values is too wide to share out whole")

    @property
    def ways(self) -> int:
        """The number of ways, exact."""
        spare = self.total - int(self.low.sum())
        ways = [1] + [0] * spare
        for width in (self.high - self.low).tolist():
            running = np.cumsum(np.asarray(ways, object))
            ways = [running[left] - (running[left - width - 1] if left > width else 0) for left in range(spare + 1)]
        return int(ways[spare])

    def draw(self, uniforms: Floats) -> Whole:
        """Share the total out once for each row of numbers from 0 to 1; the last column is not needed and not read.

        `uniforms` has one row a draw and at least one column for each part but the last. Gives (draws, parts), whole
        numbers, each row the total.

        >>> SharedTotal(10, [0, 2, 3], [9, 4, 5]).draw(np.array([[0.0, 0.0], [0.5, 0.5], [0.99, 0.99]]))
        array([[1, 4, 5],
               [3, 3, 4],
               [5, 2, 3]])
        """
        parts = np.arange(len(self.low))
        return self._fill(np.zeros((len(uniforms), len(parts)), np.int64), parts, uniforms)

    def redraw(self, sample: Whole, kept: Sequence[int], uniforms: Floats) -> Whole:
        """Share out again what the kept parts leave, one row of `uniforms` a draw, a column for each part at least."""
        free = np.array([part for part in range(len(self.low)) if part not in kept], np.int64)
        return self._fill(sample.copy(), free, uniforms) if len(free) else sample.copy()

    def _fill(self, sample: Whole, free: Whole, uniforms: Floats) -> Whole:
        kept = np.ones(len(self.low), bool)
        kept[free] = False
        left = self.total - sample[:, kept].sum(axis=1) - int(self.low[free].sum())
        width = self.high[free] - self.low[free]
        most = int(left.max(initial=0))
        # chances[j][s]: ways to share s among the free parts from j on, scaled so that no number overflows
        chances: list[Floats] = [np.zeros(most + 1)]
        chances[0][0] = 1.0
        for span in width[::-1].tolist():
            running = np.concatenate([[0.0], np.cumsum(chances[0])])
            upper = np.arange(1, most + 2)
            here = running[upper] - running[np.maximum(upper - span - 1, 0)]
            chances.insert(0, here / here.max())
        for place, part in enumerate(free.tolist()[:-1]):
            taken = _inverse(chances[place + 1], int(width[place]), left, uniforms[:, place])
            sample[:, part] = self.low[part] + taken
            left = left - taken
        sample[:, free[-1]] = self.low[free[-1]] + left
        return sample


def _inverse(after: Floats, width: int, left: Whole, uniform: Floats) -> Whole:
    """Give what a part takes of what is left, by inverse of its distribution: chance of v is that of sharing the rest."""
    taken = np.empty(len(left), np.int64)
    order = np.argsort(left, kind="stable")
    bounds = np.flatnonzero(np.diff(left[order], prepend=-1, append=int(left.max(initial=0)) + 1))
    for first, end in pairwise(bounds):
        rows = order[first:end]
        spare = int(left[rows[0]])
        values = np.arange(0, min(width, spare) + 1)
        running = np.cumsum(after[spare - values])
        taken[rows] = np.searchsorted(running, uniform[rows] * running[-1], side="right").clip(max=len(values) - 1)
    return taken
