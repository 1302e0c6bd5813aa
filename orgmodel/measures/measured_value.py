"""The value of a measure in a scope, with how certain it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Number = int | float

SUM, MEAN, MOST = "sum", "mean", "most"
"""Forms of a measure. A *sum* with missing figures is "at least"; a *mean* with missing figures is the mean of what is
known; *most* is a maximum, and with missing figures "at least"."""


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """Hold a measured value: best, least and most it can be, how many figures are missing, the share assumed.

    ``value`` is None where nothing is known or the measure does not apply; with ``missing`` it is "at least", or for a
    mean the mean of what is known. ``high`` is None where missing figures leave it open.
    """

    value: Number | None
    low: Number | None
    high: Number | None
    missing: int = 0
    assumed: float = 0.0

    @property
    def complete(self) -> bool:
        """Tell whether the value is there and no figure in it is missing."""
        return self.value is not None and not self.missing


NO_VALUE = MeasuredValue(None, None, None)


class MeasureRow(NamedTuple):
    """One row of a table of measures."""

    scope: str
    measure: str
    value: Number | None
    low: Number | None
    high: Number | None
    missing: int
    assumed: float
