"""Readings: the value of a measure in a scope, with how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Number = int | float


@dataclass(frozen=True, slots=True)
class Reading:
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


NOT_APPLICABLE = Reading(None, None, None)


class MeasureRow(NamedTuple):
    """One row of a table of measures."""

    scope: str
    measure: str
    value: Number | None
    low: Number | None
    high: Number | None
    missing: int
    assumed: float
