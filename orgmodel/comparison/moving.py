"""The two measures that need both structures: posts moved, counted where they arrive, and lines changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.comparison.lines import KEPT, LineChange
from orgmodel.comparison.moves import Followed
from orgmodel.measures.catalogue import Measure
from orgmodel.measures.contributions import Contributions, Totals
from orgmodel.measures.differences import Differing, Side
from orgmodel.measures.meter import Meter
from orgmodel.measures.posts import positions

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


class Moving:
    """Count posts moved and lines changed in any scope of two structures."""

    def __init__(self, before: Meter, after: Meter, posts: Sequence[Followed], lines: Sequence[LineChange]) -> None:
        """Take the posts followed and the lines compared."""
        self.before = before
        self.after = after
        self._posts = posts
        self._lines = lines

    def table(self, measure: Measure, dimension: str, names: Sequence[str]) -> Differing:
        """Count in groups of a dimension: 0 before, the count after, which is the change."""
        if measure.id == "posts_moved":
            side = _side(self.after, self._moved(), dimension, names)
        else:
            changed = [one for one in self._lines if one.status != KEPT]
            here = {one.from_ for one in changed if self.after.structure.units.row(one.from_) >= 0}
            side = _side(
                self.after,
                _lines_at(self.after.structure, [one for one in changed if one.from_ in here]),
                dimension,
                names,
            )
            gone = [one for one in changed if one.from_ not in here]
            other = _side(self.before, _lines_at(self.before.structure, gone), dimension, names)
            side = Side(
                side.value + other.value, side.low + other.low, side.high + other.high, side.missing, side.assumed
            )
        zeros = np.zeros(len(names))
        before = Side(zeros, zeros, zeros, np.zeros(len(names), dtype=np.int64), zeros)
        told = side.missing == 0
        return Differing(
            before,
            side,
            np.where(told, side.value, np.nan),
            np.where(told, side.low, np.nan),
            np.where(told, side.high, np.nan),
        )

    def _moved(self) -> Contributions:
        structure = self.after.structure
        rows = sorted(structure.posts.row(one.after.id) for one in self._posts if one.status == "moved" and one.after)
        count = positions(structure)
        return count.selected(np.flatnonzero(np.isin(count.row, rows)))


def _lines_at(structure: Structure, lines: Sequence[LineChange]) -> Contributions:
    rows = np.array([structure.units.row(one.from_) for one in lines], dtype=np.int64)
    rows = rows[rows >= 0]
    return Contributions.exact("units", rows, rows, structure.units.column("block")[rows], np.ones_like(rows))


def _side(meter: Meter, one: Contributions, dimension: str, names: Sequence[str]) -> Side:
    totals: Totals = meter.totals(one, dimension)
    places = meter.places(dimension, names)
    here = places >= 0

    def taken(values: np.ndarray[tuple[int], np.dtype[np.generic]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        found = np.zeros(len(places))
        found[here] = values[places[here]]
        return found

    missing = taken(totals.missing).astype(np.int64)
    value = np.where(taken(totals.unknown) > 0, np.nan, taken(totals.value))
    high = np.where(missing > 0, np.nan, taken(totals.high))
    return Side(value, taken(totals.low), high, missing, taken(totals.share_assumed()))
