"""The measures that need both structures: posts moved, counted where they arrive, lines changed, and one-off costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.comparison.line_changes import LineChange, changed_lines
from orgmodel.comparison.one_off import PlacedCosts, currency_unit
from orgmodel.comparison.post_flows import PostFlow
from orgmodel.core.frozen import SetOnce
from orgmodel.core.records import Post
from orgmodel.measures.catalogue import Measure
from orgmodel.measures.contributions import Contributions
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.masks import assumed_rows
from orgmodel.measures.measure_change import ChangeTable, StateColumns
from orgmodel.measures.scopes import TOTAL
from orgmodel.measures.totals import Totals

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


class MoveEvaluator(SetOnce):
    """Count posts moved, lines changed and what it costs once, in any scope of two structures."""

    def __init__(
        self,
        before: Evaluator,
        after: Evaluator,
        posts: Sequence[PostFlow],
        lines: Sequence[LineChange],
        costs: PlacedCosts,
    ) -> None:
        """Take the posts counted by the trace, the lines compared, and the one-off costs."""
        self.before = before
        self.after = after
        self._posts = posts
        self._lines = lines
        self._costs = costs

    def table(self, measure: Measure, dimension: str, names: Sequence[str]) -> ChangeTable:
        """Count in groups of a dimension: 0 before, the count after, which is the change.

        A changed line counts where its unit, or that of its post, is after; one from what has ended, where that was before.
        """
        if measure.id == "posts_moved":
            after = _columns_of(self.after, self._moved(), dimension, names)
        elif measure.id == "cost_one_off":
            after = self._spent(dimension, names)
        else:
            after = self._changed_lines(dimension, names)
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

    def rows_of(self, id: str) -> list[tuple[Evaluator, Contributions, bool]]:
        """Give the rows that a measure sums, with what has their units, and whether they count in the total alone; none of one that sums no figures."""
        if id == "posts_moved":
            return [(self.after, self._moved(), False)]
        costs = self._costs
        placed = [
            (self.after, costs.after, False),
            (self.before, costs.before, False),
            (self.after, costs.nowhere, True),
        ]
        return placed if id == "cost_one_off" else []

    def _changed_lines(self, dimension: str, names: Sequence[str]) -> StateColumns:
        changed = changed_lines(self._lines)
        here = {one.from_ for one in changed if _unit_row(self.after.structure, one.from_) >= 0}
        found = [one for one in changed if one.from_ in here]
        after = _columns_of(self.after, _lines_at(self.after.structure, found), dimension, names)
        gone = [one for one in changed if one.from_ not in here]
        return _added(after, _columns_of(self.before, _lines_at(self.before.structure, gone), dimension, names))

    def _spent(self, dimension: str, names: Sequence[str]) -> StateColumns:
        """Sum one-off costs; one at a unit that has ended counts where it was, one at no unit in the total alone."""
        scale = currency_unit(self.after.structure)
        costs = self._costs
        found = _columns_of(self.after, costs.after, dimension, names, scale)
        if len(costs.before.row):
            found = _added(found, _columns_of(self.before, costs.before, dimension, names, scale))
        if len(costs.nowhere.row) and dimension == TOTAL:
            found = _added(found, _columns_of(self.after, costs.nowhere, dimension, names, scale))
        return found

    def _moved(self) -> Contributions:
        """Give the posts that moved, at the unit where they are after: an entry for each row that they came from."""
        structure = self.after.structure
        found = [
            (structure.posts.row(one.way.after.id), one.number(one.way.after))
            for one in self._posts
            if one.way.status == "moved" and one.way.after is not None
        ]
        found.sort(key=lambda one: one[0])
        rows = np.array([row for row, _ in found], dtype=np.int64)
        amounts = [amount for _, amount in found]
        return replace(
            Contributions.exact(
                "posts",
                rows,
                structure.post_unit[rows],
                structure.posts.column("block")[rows],
                np.array([0 if amount.terms else amount.known for amount in amounts], dtype=np.int64),
                assumed_rows(structure, structure.posts)[rows],
            ),
            uncertain={place: amount for place, amount in enumerate(amounts) if amount.terms},
        )


def _lines_at(structure: Structure, lines: Sequence[LineChange]) -> Contributions:
    """Give one for each line, at the unit that it leads from, or that of the post."""
    rows = np.array([_unit_row(structure, one.from_) for one in lines], dtype=np.int64)
    return Contributions.exact("units", rows, rows, structure.units.column("block")[rows], np.ones_like(rows))


def _unit_row(structure: Structure, end: str) -> int:
    """Give the row of the unit at an end of a line, which is a unit or a post; -1 where it is not there."""
    post = structure.get("posts", end)
    return structure.units.row(post.unit if isinstance(post, Post) else end)


def _added(one: StateColumns, other: StateColumns) -> StateColumns:
    """Add what two states contribute to the same groups; what is known of a group stays where the other knows nothing."""
    unknown = np.isnan(one.value) & np.isnan(other.value)
    unknown |= np.isnan(one.value) & (other.value == 0) | np.isnan(other.value) & (one.value == 0)
    value = np.where(unknown, np.nan, np.nan_to_num(one.value) + np.nan_to_num(other.value))
    weights = np.stack([np.abs(np.nan_to_num(part.value)) for part in (one, other)])
    shares = np.stack([one.assumed, other.assumed])
    whole = weights.sum(axis=0)
    assumed = np.divide((weights * shares).sum(axis=0), whole, out=np.zeros(len(whole)), where=whole > 0)
    sums = one.sums + other.sums
    return StateColumns(
        value, one.low + other.low, one.high + other.high, one.missing + other.missing, assumed, sums=sums
    )


def _columns_of(
    evaluator: Evaluator, one: Contributions, dimension: str, names: Sequence[str], scale: int = 1
) -> StateColumns:
    """Sum contributions in the named groups of a dimension, an entry a name; 0 where the structure has no such group."""
    numbers = evaluator.numbers(dimension, names)
    found = counted_columns(evaluator.totals(one, dimension).at(numbers), scale=scale)
    unplaced = evaluator.unplaced(one, dimension)
    if unplaced is None:
        return found
    missing = found.missing + len(unplaced.row)  # which may be of any group
    nothing = np.full(len(missing), np.nan)
    return replace(found, value=np.where(found.value > 0, found.value, np.nan), high=nothing, missing=missing, sums=())


def counted_columns(*sums: Totals, scale: int = 1) -> StateColumns:
    """Say of sums what is known of them, in each group; of several, one after another, what they come to together."""
    totals, *others = sums
    high = np.where(totals.missing > 0, np.nan, totals.high / scale)
    value = np.where(totals.unknown, np.nan, totals.value / scale)
    found = StateColumns(value, totals.low / scale, high, totals.missing, totals.share_assumed(), sums=(totals,))
    return _added(found, counted_columns(*others, scale=scale)) if others else found
