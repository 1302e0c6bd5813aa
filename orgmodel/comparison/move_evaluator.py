"""The measures that need both structures: posts moved, counted where they arrive, lines changed, and one-off costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

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


class Part(NamedTuple):
    """Hold rows that are summed, in the groups of which structure (None: they are of no unit, and in the total alone), and what sums are divided by."""

    evaluator: Evaluator | None
    figures: Contributions
    scale: int = 1


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
        after: StateColumns | None = None
        for one in self.parts(measure):
            if one.evaluator is None and dimension != TOTAL:
                continue
            columns = _columns_of(one.evaluator or self.after, one.figures, dimension, names, one.scale)
            after = columns if after is None else _added(after, columns)
        assert after is not None
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

    def parts(self, measure: Measure) -> list[Part]:
        """Give what is summed: posts moved; one-off costs where they are after, at units that have ended, at none; lines after, and of what has ended."""
        if measure.id == "posts_moved":
            return [Part(self.after, self._moved())]
        if measure.id == "cost_one_off":
            scale, costs = currency_unit(self.after.structure), self._costs
            gone, nowhere = Part(self.before, costs.before, scale), Part(None, costs.nowhere, scale)
            return [Part(self.after, costs.after, scale), *(one for one in (gone, nowhere) if len(one.figures.row))]
        changed = changed_lines(self._lines)
        here = {one.from_ for one in changed if _unit_row(self.after.structure, one.from_) >= 0}
        found, ended = ([one for one in changed if (one.from_ in here) == there] for there in (True, False))
        return [
            Part(evaluator, _lines_at(evaluator.structure, lines))
            for evaluator, lines in ((self.after, found), (self.before, ended))
        ]

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
