"""Values over draws, counted as they come: mean, deviation and quantiles without holding the draws."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from orgmodel.exploration.spread import Floats

QUANTILES = (0.05, 0.5, 0.95)
MOST_VALUES = 1 << 16
"""So many different values are told apart; beyond that the nearest are put together, and quantiles are right to a share of the range."""


@dataclass(slots=True, eq=False)
class ValueTally:
    """Count how often each value comes.

    >>> tally = ValueTally()
    >>> tally.add(np.array([1.0, 2.0, 2.0, np.nan]))
    >>> tally.mean, tally.known, tally.unknown, tally.quantiles([0.5])
    (1.6666666666666667, 3, 1, [2.0])
    """

    _values: Floats = field(default_factory=lambda: np.empty(0))
    _counts: Floats = field(default_factory=lambda: np.empty(0))
    _unknown: int = 0
    _sums: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])

    def __eq__(self, other: object) -> bool:
        """Equal a tally of the same values, each as often."""
        return isinstance(other, ValueTally) and (
            self._unknown == other._unknown
            and np.array_equal(self._values, other._values)
            and np.array_equal(self._counts, other._counts)
        )

    __hash__ = None  # type: ignore[assignment]

    def add(self, values: Floats) -> None:
        """Count the values of some draws; what is not a number is not known."""
        there = values[~np.isnan(values)]
        self._unknown += len(values) - len(there)
        if not len(there):
            return
        new, count = np.unique(there, return_counts=True)
        self._sum(new, count)
        every, place = np.unique(np.concatenate([self._values, new]), return_inverse=True)
        self._counts = np.bincount(place, np.concatenate([self._counts, count])).astype(np.float64)
        self._values = every
        if len(every) > MOST_VALUES:
            self._thin()

    def _sum(self, values: Floats, counts: NDArray[np.int64]) -> None:
        """Keep count, mean and sum of squares about it, put together so that nothing cancels (Chan and others 1979)."""
        number = float(counts.sum())
        mean = float(counts @ values / number)
        squares = float(counts @ (values - mean) ** 2)
        before, was, sums = self._sums
        whole = before + number
        shift = mean - was
        self._sums = [whole, was + shift * number / whole, sums + squares + shift**2 * before * number / whole]

    def _thin(self) -> None:
        ends = np.linspace(self._values[0], self._values[-1], MOST_VALUES // 2)
        place = np.searchsorted(ends, self._values)
        self._counts = np.bincount(place, self._counts, len(ends)).astype(np.float64)
        kept = self._counts > 0
        self._values, self._counts = ends[kept], self._counts[kept]

    @property
    def unknown(self) -> int:
        """Count the draws of which the value is not known."""
        return self._unknown

    @property
    def known(self) -> int:
        """Count the draws of which the value is known."""
        return round(self._sums[0])

    @property
    def mean(self) -> float:
        """Give the mean of what is known, not-a-number of nothing."""
        return self._sums[1] if self.known else float("nan")

    @property
    def sd(self) -> float:
        """Give the standard deviation of what is known, over all of it."""
        return float(np.sqrt(self._sums[2] / self._sums[0])) if self.known else float("nan")

    def quantiles(self, asked: tuple[float, ...] | list[float] = QUANTILES) -> list[float]:
        """Give, for each share, the least value that as many of the draws do not exceed."""
        if not self.known:
            return [float("nan")] * len(asked)
        running = np.cumsum(self._counts) / self._counts.sum()
        return [float(self._values[min(int(np.searchsorted(running, one - 1e-12)), len(running) - 1)]) for one in asked]

    def chance(self, above: float) -> tuple[float, float, float]:
        """Give the share of draws below, at and above a number, not-a-number of nothing."""
        if not self.known:
            return (float("nan"),) * 3
        whole = self._counts.sum()
        below, beyond = self._counts[self._values < above - 1e-9].sum(), self._counts[self._values > above + 1e-9].sum()
        return float(below / whole), float((whole - below - beyond) / whole), float(beyond / whole)
