"""A measure over every group of a dimension, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.frozen import Held
from orgmodel.measures.contributions import Contributions, Ints, Mask
from orgmodel.measures.measured_value import (
    FEW_KNOWN,
    MEAN,
    NO_DIVISOR,
    NO_FIGURE,
    NO_POSTS,
    NOTHING,
    MeasuredValue,
    Number,
)
from orgmodel.measures.totals import Totals

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MeasureColumn(Held):
    """Hold a measure over every group of a dimension; ``given`` marks where there is a value.

    Every array has an entry a group: of units one a unit row, with all below it. ``value`` is the best of what is known,
    ``low`` the least that is proven. Values of sums are as stored, before the
    measure's scale divides them; ``missing`` counts figures (of a mean, the units that are left out), ``assumed`` is a
    share from 0 to 1. ``rows`` counts the rows that a sum has in each group (None for what is no sum of rows). ``known`` and
    ``of`` count the units that a mean is of and those that it should be of; ``absent`` lists the figures that it lacks,
    side by side in one order.
    ``unlisted`` marks the groups of which no post is listed though units there have some; ``low_given`` and ``high_given`` mark where a bound is known; without them a least is known but of a mean that lacks
    figures, a most where nothing is missing. ``sums`` are the plain sums that a column is made of by ``made``, an entry a group each: those of parts that have
    nothing in common may be added, and the column of the whole made of what they come to. What is no such column has none.
    """

    value: Ints | Floats
    low: Ints | Floats
    high: Ints | Floats
    missing: Ints
    assumed: Floats
    given: Mask
    rows: Ints | None = None
    known: Ints | None = None
    of: Ints | None = None
    absent: tuple[Contributions, ...] = ()
    unlisted: Mask | None = None
    low_given: Mask | None = None
    high_given: Mask | None = None
    sums: tuple[Totals | Ints, ...] = ()
    made: Callable[..., MeasureColumn] | None = None

    def bounds_given(self, form: str) -> tuple[Mask, Mask]:
        """Mark where a least and a most are known."""
        complete = self.missing == 0
        low = self.low_given if self.low_given is not None else complete | (form != MEAN)
        high = self.high_given if self.high_given is not None else complete
        return np.asarray(self.given & low), np.asarray(self.given & high)

    def value_at(self, group: int, form: str, scale: int) -> MeasuredValue:
        """Give the value of one group, for a measure of a form whose stored whole numbers are divided by ``scale``."""
        missing, assumed = int(self.missing[group]), round(float(self.assumed[group]), 6)
        known, of = (None if one is None else int(one[group]) for one in (self.known, self.of))
        if not self.given[group]:
            return MeasuredValue(None, None, None, missing, assumed, known, of, self.why_at(group))
        best, low, high = (_number(array[group], form, scale) for array in (self.value, self.low, self.high))
        low_given, high_given = (bool(mask[group]) for mask in self.bounds_given(form))
        return MeasuredValue(
            best, low if low_given else None, high if high_given else None, missing, assumed, known, of
        )

    def why_at(self, group: int) -> str:
        """Say why a group has no value."""
        if self.unlisted is not None and self.unlisted[group]:
            return NO_POSTS
        if self.of is None or self.known is None:
            return NO_FIGURE if self.missing[group] else NOTHING
        if not self.of[group]:
            return NOTHING
        return FEW_KNOWN if self.known[group] < self.of[group] else NO_DIVISOR


def _number(value: np.generic, form: str, scale: int) -> Number | None:
    number = value.item()
    if isinstance(number, float):
        if not np.isfinite(number):
            return None
        return number if form == MEAN or not number.is_integer() else int(number)
    return int(number) if scale == 1 else number / scale


def sum_column(totals: Totals) -> MeasureColumn:
    """Make the column of a sum."""
    assumed = totals.share_assumed()
    return MeasureColumn(
        totals.value, totals.low, totals.high, totals.missing, assumed, ~totals.unknown, totals.rows, sums=(totals,), made=sum_column
    )  # fmt: skip


def ratio_column(over: Totals, under: Totals, factor: float = 1) -> MeasureColumn:
    """Divide sums by sums; nothing where the divisor is 0 or nothing of either is known."""

    def divided(one: Ints, other: Ints) -> Floats:
        return np.asarray(np.divide(factor * one, other, out=np.full(len(one), np.nan), where=other > 0))

    both = over.weight + under.weight
    assumed = np.divide(over.assumed + under.assumed, both, out=np.zeros(len(both)), where=both > 0)
    given = (under.value > 0) & ~over.unknown & ~under.unknown
    value, low, high = divided(over.value, under.value), divided(over.low, under.high), divided(over.high, under.low)
    made = partial(ratio_column, factor=factor)
    return MeasureColumn(value, low, high, over.missing + under.missing, assumed, given, sums=(over, under), made=made)


def blank_column(count: int) -> MeasureColumn:
    """Make the column of a measure that does not apply to any group."""
    zeros = np.zeros(count, dtype=np.int64)
    return MeasureColumn(zeros, zeros, zeros, zeros, np.zeros(count), np.zeros(count, dtype=np.bool_))
