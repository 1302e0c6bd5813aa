"""Comparing values with limits, interval by interval, for all subjects at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from orgmodel.measures.contributions import Mask
from orgmodel.measures.measured_value import Number
from orgmodel.norms.finding import FAIL, FAILS_FOR_PART, NOT_EVALUABLE, PASS
from orgmodel.norms.formula import Combined, Term
from orgmodel.norms.record import Limit
from orgmodel.norms.shared_sources import from_sources
from orgmodel.norms.terms_evaluated import Subjects, evaluate_term
from orgmodel.norms.values import Values

CODES = (PASS, FAIL, FAILS_FOR_PART, NOT_EVALUABLE)
"""Results that a comparison can give, by code."""


def result_codes(term: Term, values: Values, limits: Iterable[Limit], subjects: Subjects) -> NDArray[np.int64]:
    """Compare the values of a term with limits: the code of each subject's result.

    A missing figure on either side is never decided. What depends on a parameter that nobody gave is decided only
    where every case agrees. Where there may be more than is listed only what is enough already is decided: a least
    figure that is reached. A range is broken for a part where some of its values keep to the limit.
    """
    fails = part = unknown = np.zeros(len(values.best), dtype=np.bool_)
    for limit in limits:
        bound = evaluate_term(limit.term, subjects).spread(len(values.best))
        met, broken = _met_and_broken(limit.comparison, values, bound)
        if subjects.sources is not None:
            apart = from_sources(Combined("minus", (term, limit.term)), subjects.facts.parameters, subjects.sources)
            if apart is not None:
                met, broken = _met_and_broken(limit.comparison, apart, Values.exact(0))
        missing = values.missing | bound.missing
        undecided = ~met & ~broken
        more = (values.more | bound.more) & (undecided if limit.comparison == "at_least" else True)
        unknown = unknown | missing | more | ((values.open_ | bound.open_) & undecided)
        fails = fails | broken
        part = part | undecided
    codes = np.where(fails, CODES.index(FAIL), np.where(part, CODES.index(FAILS_FOR_PART), CODES.index(PASS)))
    return np.where(unknown, CODES.index(NOT_EVALUABLE), codes)


def _met_and_broken(comparison: str, value: Values, bound: Values) -> tuple[Mask, Mask]:
    """Mark where a comparison holds for every value of both ranges, and where for none."""
    if comparison == "at_most":
        return value.high <= bound.low, value.low > bound.high
    if comparison == "at_least":
        return value.low >= bound.high, value.high < bound.low
    same = (value.low == value.high) & (bound.low == bound.high) & (value.low == bound.low)
    return same, (value.high < bound.low) | (value.low > bound.high)


def shown_limit(limits: tuple[Limit, ...], bounds: list[Values], values: Values) -> list[float]:
    """Show the limit that a value breaks, or else the first."""
    shown = bounds[0].best.copy()
    for limit, bound in zip(limits[1:], bounds[1:], strict=True):
        _, broken = _met_and_broken(limit.comparison, values, bound)
        shown = np.where(broken, bound.best, shown)
    return [float(one) for one in shown]


def number_of(value: float) -> Number | None:
    """Give a whole number as one; what is unknown or without bound as None.

    >>> number_of(3.0), number_of(2.5), number_of(float("inf"))
    (3, 2.5, None)
    """
    if np.isnan(value) or np.isinf(value):
        return None
    return int(value) if value == int(value) else round(value, 6)
