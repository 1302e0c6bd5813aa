"""Values over draws, counted as they come: mean, deviation and quantiles without holding the draws."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from orgmodel.exploration.spread import Floats, Ints

QUANTILES = (0.05, 0.5, 0.95)
MOST_VALUES = 1 << 16
"""So many different values are told apart; beyond that the nearest are put together, and quantiles are right to a share of the range."""


MOST_WAITING = 8
"""Values of so many blocks wait to be put among the others, which is slow to do for a few at a time."""


@dataclass(frozen=True, eq=False, slots=True)
class Counts:
    """Hold how often each value comes in each of many rows: those of row ``r`` lie from ``starts[r]`` to ``starts[r + 1]``, rising."""

    values: Floats
    counts: Ints
    starts: Ints
    unknown: Ints  # of each row, how many values are not known

    def __getitem__(self, row: int) -> tuple[Floats, Ints, int]:
        """Give one row: its values, how often each comes, and how many are not known."""
        here = slice(self.starts[row], self.starts[row + 1])
        return self.values[here], self.counts[here], int(self.unknown[row])


def counts_of(values: Floats) -> Counts:
    """Count how often each value comes in each row; what is not a number is not known.

    >>> found = counts_of(np.array([[2.0, 1.0, 2.0], [np.nan, 3.0, np.nan]]))
    >>> [
    ...     [part.tolist() if part is not unknown else part for part in (*_, unknown)]
    ...     for *_, unknown in (found[0], found[1])
    ... ]
    [[[1.0, 2.0], [1, 2], 0], [[3.0], [1], 2]]
    """
    many, width = values.shape
    ordered = np.sort(values, axis=1)  # what is not a number comes last
    there = ~np.isnan(ordered)
    new = there.copy()
    new[:, 1:] &= ordered[:, 1:] != ordered[:, :-1]
    places = np.flatnonzero(new)
    known = there.sum(axis=1)
    starts = np.concatenate([[0], np.cumsum(new.sum(axis=1))])
    ends = np.append(places[1:], 0)
    filled = known > 0
    ends[starts[1:][filled] - 1] = (np.arange(many) * width + known)[
        filled
    ]  # the last of a row ends where that is no longer known
    return Counts(ordered.ravel()[places], ends - places, starts, width - known)


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
    _waiting: list[tuple[Floats, Ints]] = field(default_factory=list)

    def __eq__(self, other: object) -> bool:
        """Equal a tally of the same values, each as often."""
        if not isinstance(other, ValueTally):
            return False
        self._settle()
        other._settle()
        return (
            self._unknown == other._unknown
            and np.array_equal(self._values, other._values)
            and np.array_equal(self._counts, other._counts)
        )

    __hash__ = None  # type: ignore[assignment]

    def add(self, values: Floats) -> None:
        """Count the values of some draws; what is not a number is not known."""
        self.count(*counts_of(values[None, :])[0])

    def count(self, values: Floats, counts: Ints, unknown: int) -> None:
        """Count each of some values so many times, and so many that are not known."""
        self._unknown += unknown
        if len(values):
            self._waiting.append((values, counts))
            if len(self._waiting) >= MOST_WAITING:
                self._settle()

    def _settle(self) -> None:
        """Put the values that wait among the others."""
        if not self._waiting:
            return
        new, count = (np.concatenate(one) for one in zip(*self._waiting, strict=True))
        self._waiting = []
        self._sum(new, count)
        every, place = np.unique(np.concatenate([self._values, new]), return_inverse=True)
        self._counts = np.bincount(place, np.concatenate([self._counts, count])).astype(np.float64)
        self._values = every
        if len(every) > MOST_VALUES:
            self._thin()

    def _sum(self, values: Floats, counts: Ints) -> None:
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
        self._settle()
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
        """Give, for each share, the least value that as many of the draws do not exceed, without the dust of sums of fractions."""
        if not self.known:
            return [float("nan")] * len(asked)
        running = np.cumsum(self._counts) / self._counts.sum()
        places = [min(int(np.searchsorted(running, one - 1e-12)), len(running) - 1) for one in asked]
        return [_without_dust(float(self._values[at])) for at in places]

    def chance(self, above: float) -> tuple[float, float, float]:
        """Give the share of draws below, at and above a number, not-a-number of nothing."""
        if not self.known:
            return (float("nan"),) * 3
        whole = self._counts.sum()
        below, beyond = self._counts[self._values < above - 1e-9].sum(), self._counts[self._values > above + 1e-9].sum()
        return float(below / whole), float((whole - below - beyond) / whole), float(beyond / whole)


def _without_dust(value: float) -> float:
    """Give a decimal number that a sum of fractions has just missed; any other as it is.

    >>> _without_dust(55.730000000000004), _without_dust(1 / 7)
    (55.73, 0.14285714285714285)
    """
    near = round(value, 4)
    return near if abs(near - value) <= 1e-12 * max(1.0, abs(value)) else value
