"""The value of a measure in a scope, with how certain it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Number = int | float

SUM, MEAN, MOST = "sum", "mean", "most"
"""Forms of a measure. A *sum* with missing figures is "at least"; a *mean* with missing figures is the mean of what is
known; *most* is a maximum, and with missing figures "at least"."""

FEW_KNOWN, NO_FIGURE, NO_DIVISOR, NOTHING, NO_POSTS = "few_known", "no_figure", "no_divisor", "nothing", "no_posts"
"""Why a measure has no value: too few units tell, no figure is given (``no_posts``: nobody lists any posts), what it is divided by is 0, there is nothing of it."""


def is_least(form: str, missing: int, *, signed: bool = False) -> bool:
    """Tell whether a value is what a measure is at least: a sum or a maximum that lacks figures, none of them below nothing.

    >>> is_least(SUM, 3), is_least(MOST, 0), is_least(MEAN, 3), is_least(SUM, 3, signed=True)
    (True, False, False, False)
    """
    return bool(missing) and form != MEAN and not signed


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """Hold a measured value: best, least and most it can be, how many figures are missing, the share assumed.

    ``value`` is None where nothing is known or the measure does not apply, and ``why`` says which; with ``missing`` it
    is what the measure is at least, ranges at their best (``low`` is the least that is proven), or for a mean the mean of what is known: of ``known``
    units out of ``of`` (a remainder as the units that it stands for). ``low`` and ``high`` are None where missing figures leave them open.
    """

    value: Number | None
    low: Number | None
    high: Number | None
    missing: int = 0
    assumed: float = 0.0
    known: int | None = None
    of: int | None = None
    why: str | None = None

    @property
    def complete(self) -> bool:
        """Tell whether the value is there and no figure in it is missing."""
        return self.value is not None and not self.missing


NO_VALUE = MeasuredValue(None, None, None, why=NOTHING)


class MeasureRow(NamedTuple):
    """One row of a table of measures."""

    scope: str
    measure: str
    value: Number | None
    low: Number | None
    high: Number | None
    missing: int
    assumed: float
    known: int | None = None
    of: int | None = None
    why: str | None = None
