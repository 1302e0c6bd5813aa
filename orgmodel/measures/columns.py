"""A measure over every group of a dimension, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgmodel.measures.contributions import Flags, Ints, Totals
from orgmodel.measures.measure import MEAN, Measure
from orgmodel.measures.reading import Number, Reading

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Column:
    """Hold a measure over every group of a dimension; ``given`` marks where there is a value.

    ``rows`` counts the rows that a sum has in each group (None for what is no sum of rows).
    """

    value: Ints | Floats
    low: Ints | Floats
    high: Ints | Floats
    missing: Ints
    assumed: Floats
    given: Flags
    rows: Ints | None = None

    def reading(self, place: int, measure: Measure) -> Reading:
        """Give the reading of one group."""
        missing, assumed = int(self.missing[place]), round(float(self.assumed[place]), 6)
        if not self.given[place]:
            return Reading(None, None, None, missing, assumed)
        best, low, high = (_number(array[place], measure) for array in (self.value, self.low, self.high))
        if missing:
            return Reading(best, None if measure.form == MEAN else low, None, missing, assumed)
        return Reading(best, low, high, missing, assumed)


def _number(value: np.generic, measure: Measure) -> Number | None:
    number = value.item()
    if isinstance(number, float):
        if not np.isfinite(number):
            return None
        return number if measure.form == MEAN or not number.is_integer() else int(number)
    return int(number) if measure.scale == 1 else number / measure.scale


def summed(totals: Totals) -> Column:
    """Make the column of a sum."""
    assumed = totals.share_assumed()
    return Column(totals.value, totals.low, totals.high, totals.missing, assumed, ~totals.unknown, totals.rows)


def ratio(over: Totals, under: Totals, factor: int = 1) -> Column:
    """Divide sums by sums; nothing where the divisor is 0 or nothing of either is known."""

    def divided(one: Ints, other: Ints) -> Floats:
        return np.asarray(np.divide(factor * one, other, out=np.full(len(one), np.nan), where=other > 0))

    both = over.weight + under.weight
    assumed = np.divide(over.assumed + under.assumed, both, out=np.zeros(len(both)), where=both > 0)
    given = (under.value > 0) & ~over.unknown & ~under.unknown
    value, low, high = divided(over.value, under.value), divided(over.low, under.high), divided(over.high, under.low)
    return Column(value, low, high, over.missing + under.missing, assumed, given)


def nothing(count: int) -> Column:
    """Make the column of a measure that does not apply to any group."""
    zeros = np.zeros(count, dtype=np.int64)
    return Column(zeros, zeros, zeros, zeros, np.zeros(count), np.zeros(count, dtype=np.bool_))
