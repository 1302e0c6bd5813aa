"""Values of terms: intervals with what is missing told apart, one a subject, whole arrays at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.tree import Rows
from orgmodel.measures.contributions import Mask
from orgmodel.measures.totals import Totals

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Values:
    """Hold one value a subject: ``best`` in the interval ``low`` to ``high``.

    ``missing`` marks those that a missing figure enters; ``open_`` those that depend on a parameter nobody gave, for
    which the interval spans every case; ``more`` those of which there may be more than anybody tells, so that the interval
    has no upper end. An array of one entry stands for any number of subjects.
    """

    best: Floats
    low: Floats
    high: Floats
    missing: Mask
    open_: Mask
    more: Mask = field(default_factory=lambda: np.zeros(1, dtype=np.bool_))

    @classmethod
    def exact(cls, values: Floats | float, *, least: float | None = None) -> Values:
        """Make values that are known exactly; not-a-number is missing, or else at least ``least``."""
        best = np.atleast_1d(np.asarray(values, dtype=np.float64))
        missing, none = np.isnan(best), np.zeros(len(best), dtype=np.bool_)
        known = np.where(missing, 0.0 if least is None else least, best)
        if least is None:
            return cls(best, known, known, missing, none)
        return cls(best, known, np.where(missing, np.inf, known), none, none, missing)

    @classmethod
    def unknown(cls, *, low: float = -np.inf, high: float = np.inf) -> Values:
        """Make one value that depends on a parameter nobody gave."""
        one = np.ones(1)
        return cls(one * np.nan, one * low, one * high, np.zeros(1, dtype=np.bool_), np.ones(1, dtype=np.bool_))

    @classmethod
    def of_totals(cls, totals: Totals, also_missing: Mask | None = None) -> Values:
        """Make values of sums by subject; a subject without any row is missing, since nothing says that it is 0."""
        missing = (totals.missing > 0) | (totals.rows == 0)
        if also_missing is not None:
            missing = missing | also_missing
        best = np.where(missing, np.nan, totals.value)
        none = np.zeros(len(missing), dtype=np.bool_)
        return cls(best, totals.low.astype(np.float64), totals.high.astype(np.float64), missing, none)

    def take(self, rows: Rows) -> Values:
        """Pick subjects by position; what stands for any number of subjects goes on doing so."""
        return self if len(self.best) == 1 else self.picked(rows)

    def picked(self, rows: Rows) -> Values:
        """Pick entries by position."""
        more = self.more if len(self.more) == 1 else self.more[rows]
        return Values(self.best[rows], self.low[rows], self.high[rows], self.missing[rows], self.open_[rows], more)

    def repeated(self, times: int) -> Values:
        """Give each entry so many times, one after the other; what stands for any number of subjects goes on doing so."""
        if times == 1 or len(self.best) == 1:
            return self
        return self.spread(len(self.best)).picked(np.repeat(np.arange(len(self.best)), times))

    def turned(self, times: int) -> Values:
        """Give all entries so many times, over and over."""
        return self.spread(len(self.best)).picked(np.tile(np.arange(len(self.best)), times))

    def spread(self, size: int) -> Values:
        """Give one entry a subject."""
        if len(self.best) == len(self.more) == size:
            return self
        arrays = (self.best, self.low, self.high, self.missing, self.open_, self.more)
        return Values(*(np.broadcast_to(one, size) for one in arrays))  # type: ignore[arg-type]


def combine(operator: str, parts: Sequence[Values]) -> Values:
    """Combine values by arithmetic, interval by interval.

    >>> float(combine("times", [Values.exact(2), Values.exact(3)]).best[0])
    6.0
    """
    missing, open_, more = parts[0].missing, parts[0].open_, parts[0].more
    for one in parts[1:]:
        missing, open_, more = missing | one.missing, open_ | one.open_, more | one.more
    result = parts[0]
    for one in parts[1:]:
        result = _pair(operator, result, one)
    return Values(result.best, result.low, result.high, *np.broadcast_arrays(missing, open_, more, result.best)[:3])


def _pair(operator: str, one: Values, other: Values) -> Values:
    with np.errstate(invalid="ignore"):
        if operator == "plus":
            best, low, high = one.best + other.best, one.low + other.low, one.high + other.high
        elif operator == "minus":
            best, low, high = one.best - other.best, one.low - other.high, one.high - other.low
        elif operator in ("max", "min"):
            pick = np.maximum if operator == "max" else np.minimum
            best, low, high = pick(one.best, other.best), pick(one.low, other.low), pick(one.high, other.high)
        else:
            scale = 100.0 if operator == "percent" else 1.0
            ends = np.stack(
                np.broadcast_arrays(
                    one.low * other.low, one.low * other.high, one.high * other.low, one.high * other.high
                )
            )
            ends = np.where(np.isnan(ends), 0.0, ends) / scale  # nothing times anything is nothing
            best, low, high = one.best * other.best / scale, ends.min(axis=0), ends.max(axis=0)
    return Values(best, low, high, one.missing, one.open_)


def by_size(size: Values, rows: Sequence[tuple[float | None, Values]]) -> Values:
    """Look values up in a table by size; a size that is a range gives every row it can fall in.

    Where there may be more than is listed, and not every row that this allows says the same, the value depends on it.
    """
    length = max(len(size.best), *(len(one.best) for _, one in rows))
    size = size.spread(length)
    best, low, high = np.full(length, np.nan), np.full(length, np.inf), np.full(length, -np.inf)
    missing, open_ = size.missing.copy(), size.open_.copy()
    more = np.zeros(length, dtype=np.bool_)
    floor = -np.inf
    for bound, value in rows:
        value = value.spread(length)
        ceiling = np.inf if bound is None else float(bound)
        holds = (size.best >= floor) & (size.best < ceiling)
        may_hold = (size.high >= floor) & (size.low < ceiling)
        best = np.where(holds, value.best, best)
        low = np.where(may_hold, np.minimum(low, value.low), low)
        high = np.where(may_hold, np.maximum(high, value.high), high)
        missing |= may_hold & value.missing
        open_ |= may_hold & value.open_
        more = more | (may_hold & value.more)
        floor = ceiling
    same = size.more & (low == high)
    return Values(np.where(same, low, best), low, high, missing, open_ | (size.more & ~same), more)


def by_case(chosen: Sequence[int] | Rows, cases: Sequence[Values]) -> Values:
    """Pick each subject's case (-1: none is known, so any may hold)."""
    length = max(len(chosen), *(len(one.best) for one in cases))
    number = np.broadcast_to(np.asarray(chosen, dtype=np.int64), length)
    spread = [one.spread(length) for one in cases]
    none = number < 0
    best, low, high = np.full(length, np.nan), np.full(length, np.inf), np.full(length, -np.inf)
    missing, more, open_ = np.zeros(length, dtype=np.bool_), np.zeros(length, dtype=np.bool_), none.copy()
    for index, one in enumerate(spread):
        here = number == index
        may_be = here | none
        best = np.where(here, one.best, best)
        low = np.where(may_be, np.minimum(low, one.low), low)
        high = np.where(may_be, np.maximum(high, one.high), high)
        missing |= may_be & one.missing
        more = more | (may_be & one.more)
        open_ |= may_be & one.open_
    same = none & (low == high)  # every case says the same: nothing depends on the class
    return Values(np.where(same, low, best), low, high, missing, open_ & (~same | _any_open(spread)), more)


def _any_open(cases: Sequence[Values]) -> Mask:
    return np.asarray(np.logical_or.reduce([one.open_ for one in cases]))
