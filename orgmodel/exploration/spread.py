"""How one figure lies within its range: its chances, and the value at each quantile, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.scenario.elements import RANGE, TRIANGULAR

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DISCRETE = "discrete"
MOST_LISTED = 100_000
"""A range of more values than this has no list of chances; its moments come from draws."""
MOST_LOOKED_UP = 256
"""In a triangle of fewer values than this they are looked up in a table of its quantiles, which is quicker than roots."""
FEW = 24


@dataclass(frozen=True, slots=True)
class Marginal:
    """The chances of one figure by itself, in the smallest unit of its quantity.

    ``shape`` is ``range`` (each whole number from ``low`` to ``high`` as likely), ``triangular`` (the chance rises evenly from just below
    ``low`` to ``best`` and falls to just above ``high``), or ``discrete`` (``chances`` of each value, which sum to 1).
    """

    low: int
    best: int
    high: int
    shape: str = RANGE
    chances: tuple[tuple[int, float], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a range upside down, and chances that do not sum to 1."""
        if not self.low <= self.best <= self.high:
            message = Message.of(
                "a range goes from its least over its best to its most, not {low}, {best}, {high}",
                low=self.low, best=self.best, high=self.high,
            )  # fmt: skip
            raise ProblemsError([Problem("RANGE", message)])
        if self.shape == DISCRETE and abs(sum(chance for _, chance in self.chances) - 1) > 1e-9:
            message = Message.of(
                "{name}: the chances come to {sum:g}; none is below 0, and together they are 1",
                name=Message.of("a figure"), sum=sum(chance for _, chance in self.chances),
            )  # fmt: skip
            raise ProblemsError([Problem("CHANCES", message)])

    def at(self, quantiles: Floats) -> Ints:
        """Give the value at quantiles from 0 to 1: the least of which the chance to be at most that reaches the quantile.

        >>> Marginal(5, 6, 8).at(np.array([0.0, 0.25, 0.5, 0.99])).tolist()
        [5, 6, 7, 8]
        >>> Marginal(0, 1, 2, "triangular").at(np.array([0.2, 0.5, 0.8])).tolist()
        [0, 1, 2]
        """
        if self.shape == DISCRETE:
            values = np.array([value for value, _ in sorted(self.chances)], dtype=np.int64)
            running = np.cumsum([chance for _, chance in sorted(self.chances)])
            place = np.searchsorted(running, quantiles, side="right")
            return np.asarray(values[np.minimum(place, np.flatnonzero(np.diff(running, prepend=0) > 0)[-1])])
        if self.shape == TRIANGULAR:
            if self.high - self.low < MOST_LOOKED_UP:
                return self.low + _passed(_rises(self.low, self.best, self.high), quantiles)
            return self._triangular(quantiles)
        width = self.high - self.low + 1
        return self.low + np.minimum((quantiles * width).astype(np.int64), width - 1)

    def steps(self) -> Floats | None:
        """Give the numbers from 0 to 1 at which the value of a triangle rises by one; None where there are many, or it is no triangle.

        >>> Marginal(0, 1, 2, "triangular").steps().tolist()
        [0.25, 0.75]
        """
        few = self.shape == TRIANGULAR and self.high - self.low <= FEW
        return _rises(self.low, self.best, self.high) if few else None

    def _triangular(self, quantiles: Floats) -> Ints:
        """Invert the sums of 1, 2, … up to the best value, and of as many from the other end.

        The chance of the k-th value from the left is k in ``left`` parts up to the best, and so from the right; together these are
        (left + right) / 2, the best value counted once.
        """
        left, right = self.best - self.low + 1, self.high - self.best + 1
        mass = quantiles * (left + right) / 2
        up = np.floor((np.sqrt(1 + 8 * left * mass) - 1) / 2).astype(np.int64)
        up += ((up + 1) * (up + 2) <= 2 * left * mass).astype(np.int64) - (up * (up + 1) > 2 * left * mass)
        rest = (left + right) / 2 - mass  # what is above the quantile, counted from the right
        down = np.ceil((np.sqrt(1 + 8 * right * rest) - 1) / 2).astype(np.int64)
        down += (down * (down + 1) < 2 * right * rest).astype(np.int64) - (down * (down - 1) >= 2 * right * rest)
        on_left = mass < (left + 1) / 2
        value = np.where(on_left, self.low + up, self.high + 1 - down)
        return np.clip(
            np.where(on_left, np.minimum(value, self.best), np.maximum(value, self.best)), self.low, self.high
        )

    def listed(self) -> tuple[Ints, Floats] | None:
        """List the values and their chances; None where there are too many.

        >>> [one.tolist() for one in Marginal(0, 1, 2, "triangular").listed()]
        [[0, 1, 2], [0.25, 0.5, 0.25]]
        """
        if self.shape == DISCRETE:
            return (
                np.array([value for value, _ in sorted(self.chances)], dtype=np.int64),
                np.array([chance for _, chance in sorted(self.chances)]),
            )
        if self.high - self.low >= MOST_LISTED:
            return None
        values = np.arange(self.low, self.high + 1)
        if self.shape == RANGE:
            return values, np.full(len(values), 1 / len(values))
        weights = np.minimum(
            (values - self.low + 1) / (self.best - self.low + 1), (self.high + 1 - values) / (self.high - self.best + 1)
        )
        return values, weights / weights.sum()

    def moments(self) -> tuple[float, float]:
        """Give mean and variance, not-a-number of so many values that they are not listed.

        >>> Marginal(0, 1, 2, "triangular").moments()
        (1.0, 0.5)
        """
        listed = self.listed()
        if listed is None:
            return float("nan"), float("nan")
        values, chances = listed
        mean = float(chances @ values)
        return mean, float(chances @ (values - mean) ** 2)


@lru_cache(maxsize=4096)
def _rises(low: int, best: int, high: int) -> Floats:
    """Give for each value of a triangle but the last the chance to be at most that; each is one division of whole numbers."""
    left, right = best - low + 1, high - best + 1
    up, down = left * (left + right), right * (left + right)
    rises = [k * (k + 1) / up for k in range(1, left)]
    return np.array([*rises, *((down - k * (k + 1)) / down for k in range(right - 1, 0, -1))])


def _passed(rises: Floats, quantiles: Floats) -> Ints:
    """Count how many of some rising numbers each quantile has reached; of a few by comparing with each, which is quicker than a search."""
    if len(rises) > FEW:
        return np.searchsorted(rises, quantiles, side="right")
    found = np.zeros(quantiles.shape, dtype=np.int8)
    for one in rises.tolist():
        found += quantiles >= one
    return found.astype(np.int64)
