"""The two measures that need both structures: posts moved, counted where they arrive, and lines changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.comparison.line_changes import KEPT, LineChange
from orgmodel.comparison.post_traces import PostTrace
from orgmodel.measures.catalogue import Measure
from orgmodel.measures.contributions import Contributions, Totals
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.measure_change import ChangeTable, StateColumns
from orgmodel.measures.posts import positions

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


class MoveEvaluator:
    """Count posts moved and lines changed in any scope of two structures."""

    def __init__(
        self, before: Evaluator, after: Evaluator, posts: Sequence[PostTrace], lines: Sequence[LineChange]
    ) -> None:
        """Take the posts traced and the lines compared."""
        self.before = before
        self.after = after
        self._posts = posts
        self._lines = lines

    def table(self, measure: Measure, dimension: str, names: Sequence[str]) -> ChangeTable:
        """Count in groups of a dimension: 0 before, the count after, which is the change.

        A changed line counts where its unit is after; one from a unit that has ended, where that unit was before.
        """
        if measure.id == "posts_moved":
            after = _columns_of(self.after, self._moved(), dimension, names)
        else:
            changed = [one for one in self._lines if one.status != KEPT]
            here = {one.from_ for one in changed if self.after.structure.units.row(one.from_) >= 0}
            after = _columns_of(
                self.after,
                _lines_at(self.after.structure, [one for one in changed if one.from_ in here]),
                dimension,
                names,
            )
            gone = [one for one in changed if one.from_ not in here]
            ended = _columns_of(self.before, _lines_at(self.before.structure, gone), dimension, names)
            after = StateColumns(
                after.value + ended.value,
                after.low + ended.low,
                after.high + ended.high,
                after.missing,
                after.assumed,
            )
        zeros = np.zeros(len(names))
        before = StateColumns(zeros, zeros, zeros, np.zeros(len(names), dtype=np.int64), zeros)
        is_known = after.missing == 0
        return ChangeTable(
            before,
            after,
            np.where(is_known, after.value, np.nan),
            np.where(is_known, after.low, np.nan),
            np.where(is_known, after.high, np.nan),
        )

    def _moved(self) -> Contributions:
        """Give the posts that moved, at the unit where they are after: a position a row, its value the posts of the row."""
        structure = self.after.structure
        rows = sorted(structure.posts.row(one.after.id) for one in self._posts if one.status == "moved" and one.after)
        count = positions(structure)
        return count.selected(np.flatnonzero(np.isin(count.row, rows)))


def _lines_at(structure: Structure, lines: Sequence[LineChange]) -> Contributions:
    """Give one for each line, at the unit that it leads from."""
    rows = np.array([structure.units.row(one.from_) for one in lines], dtype=np.int64)
    rows = rows[rows >= 0]
    return Contributions.exact("units", rows, rows, structure.units.column("block")[rows], np.ones_like(rows))


def _columns_of(evaluator: Evaluator, one: Contributions, dimension: str, names: Sequence[str]) -> StateColumns:
    """Sum contributions in the named groups of a dimension, an entry a name; 0 where the structure has no such group."""
    totals: Totals = evaluator.totals(one, dimension)
    numbers = evaluator.numbers(dimension, names)
    here = numbers >= 0

    def taken(values: np.ndarray[tuple[int], np.dtype[np.generic]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        found = np.zeros(len(numbers))
        found[here] = values[numbers[here]]
        return found

    missing = taken(totals.missing).astype(np.int64)
    value = np.where(taken(totals.unknown) > 0, np.nan, taken(totals.value))
    high = np.where(missing > 0, np.nan, taken(totals.high))
    return StateColumns(value, taken(totals.low), high, missing, taken(totals.share_assumed()))
