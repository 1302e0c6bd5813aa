"""Sums of contributions over groups of units, blocks or whatever a caller groups by.

Whole numbers are summed as arrays; figures that are parts of one are added as amounts, so that parts which come together
in a group are their source again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount, Estimate
from orgmodel.core.tree import Tree
from orgmodel.measures.contributions import Contributions, Ints, Mask, bounds_of, sum_by


@dataclass(frozen=True)
class Totals:
    """Hold sums by group: best value, bounds of what is known, counts of rows and of missing ones, the assumed part.

    Every array has one entry a group. ``value``, ``low``, ``high``, ``assumed`` and ``weight`` are in the unit of the
    contributions; ``rows``, ``known`` and ``missing`` count contributions (``missing`` the terms of those that have several).
    """

    value: Ints
    low: Ints
    high: Ints
    rows: Ints
    missing: Ints
    known: Ints
    assumed: Ints
    weight: Ints  # what the assumed part is a share of: the sum of magnitudes

    def __add__(self, other: Totals) -> Totals:
        """Add group by group."""
        return self._each(np.add, other)

    def __sub__(self, other: Totals) -> Totals:
        """Subtract group by group."""
        return self._each(np.subtract, other)

    def _each(self, made: Callable[..., Ints], *others: Totals) -> Totals:
        """Make each array anew; one that stands for several figures, as where all is known exactly, is made once."""
        found: dict[tuple[int, ...], Ints] = {}
        each = []
        for name in _FIELDS:
            arrays = [getattr(one, name) for one in (self, *others)]
            key = tuple(map(id, arrays))
            if key not in found:
                found[key] = made(*arrays)
            each.append(found[key])
        return Totals(*each)

    def below(self, tree: Tree) -> Totals:
        """Sum what unit rows have themselves over each unit row with all below it."""
        return self._each(lambda array: tree.roll_up(array) if array.any() else array)

    def whole(self) -> Totals:
        """Sum all groups into one."""
        return self._each(lambda array: np.array([array.sum(dtype=np.int64)]))

    def extended(self, count: int) -> Totals:
        """Give as many groups, those that are new with nothing in them."""
        return self._each(lambda array: np.append(array, np.zeros(count - len(array), dtype=np.int64)))

    def at(self, groups: Ints) -> Totals:
        """Give the sums of some groups by number, in that order; of -1 those of nothing."""
        there = groups >= 0

        def taken(array: Ints) -> Ints:
            found = np.zeros(len(groups), dtype=np.int64)
            found[there] = array[groups[there]]
            return found

        return self._each(taken)

    def arrays(self) -> tuple[Ints, ...]:
        """Give the sums as arrays, in the order in which they make one again."""
        return tuple(getattr(self, name) for name in _FIELDS)

    def share_assumed(self) -> NDArray[np.float64]:
        """Give the assumed share of each group, 0 where there is nothing."""
        return np.divide(self.assumed, self.weight, out=np.zeros(len(self.weight)), where=self.weight > 0)

    @property
    def unknown(self) -> Mask:
        """Mark groups of which every row is missing, and nothing is known of any."""
        return np.asarray((self.rows > 0) & (self.known == 0) & (self.value <= 0))


_FIELDS = ("value", "low", "high", "rows", "missing", "known", "assumed", "weight")


def total_by(one: Contributions, groups: Ints, count: int) -> Totals:
    """Sum contributions by group; positions of group -1 are left out."""
    totals = plain_totals(one, groups, count)
    parts = sorted(i for i in one.parts if groups[i] >= 0)
    return _with_parts(totals, one, parts, lambda position: [int(groups[position])])


def total_below(one: Contributions, tree: Tree) -> Totals:
    """Sum contributions over each unit row with all below it."""

    def path(position: int) -> list[int]:
        units, unit = [], int(one.unit[position])
        while unit >= 0 and tree.depth[unit] >= 0:  # a unit in a circle of parents is in no tree
            units.append(unit)
            unit = int(tree.parent[unit])
        return units

    totals = plain_totals(one, one.unit, len(tree.parent)).below(tree)
    return _with_parts(totals, one, sorted(i for i in one.parts if one.unit[i] >= 0), path)


def plain_totals(one: Contributions, groups: Ints, count: int) -> Totals:
    """Sum contributions into ``count`` groups: parts of one source as 0, all else as what it is.

    ``groups`` has the group of each position (-1: none). Whole numbers, and ranges by their bounds, are plain sums of
    arrays. Parts of one source are not: each may be unknown by itself, and all that meet in a group are the source again.
    So they are added afterwards as amounts, in every group that they are in.
    """
    value, low, high = one.value, one.value, one.value
    missing: NDArray[np.integer | np.bool_] = one.missing
    if one.uncertain:
        value, low, high, missing = value.copy(), value.copy(), value.copy(), missing.astype(np.int64)
        for i, bounds in one.bounds.items():
            value[i], low[i], high[i], missing[i] = (0, 0, 0, 0) if i in one.parts else bounds
    inside = groups >= 0
    assumed = one.assumed
    if not inside.all():
        groups, value, low, high = (array[inside] for array in (groups, value, low, high))
        missing, assumed = missing[inside], assumed[inside]

    def summed(values: NDArray[np.generic]) -> Ints:
        return sum_by(groups, values, count) if values.any() else np.zeros(count, dtype=np.int64)

    rows = np.array([len(groups)]) if count == 1 else np.bincount(groups, minlength=count).astype(np.int64)
    sums = summed(value)
    positive = not len(value) or int(value.min()) >= 0
    size = value if positive else np.abs(value)
    doubtful, blank = bool(one.uncertain), summed(missing)
    return Totals(
        value=sums,
        low=summed(low) if doubtful else sums,
        high=summed(high) if doubtful else sums,
        rows=rows,
        missing=blank,
        known=rows - (summed(missing > 0) if doubtful else blank) if blank.any() else rows,
        assumed=summed(np.where(assumed, size, 0)) if assumed.any() else np.zeros(count, dtype=np.int64),
        weight=sums if positive else summed(size),
    )


def _with_parts(totals: Totals, one: Contributions, parts: list[int], path: Callable[[int], list[int]]) -> Totals:
    """Add the figures that may regroup, in every group of their ``path``."""
    if not parts:
        return totals
    totals = Totals(*(getattr(totals, name).copy() for name in _FIELDS))
    _add_parts(totals, one, parts, path)
    return totals


def _add_parts(totals: Totals, one: Contributions, parts: Iterable[int], path: Callable[[int], list[int]]) -> None:
    """Add the figures that may regroup: group by group as amounts, since they are no plain sums."""
    gathered: dict[int, list[int]] = {}
    for position in parts:
        for group in path(position):
            gathered.setdefault(group, []).append(position)
    for group, positions in gathered.items():
        value, low, high, missing = bounds_of(_sum(one.uncertain[position] for position in positions), one.signed)
        if len(positions) > 1 and not one.signed:  # none of the parts is below nothing either
            alone = [one.bounds[position] for position in positions]
            least = [max(found, sum(each[i] for each in alone)) for i, found in enumerate((value, low, high))]
            value, low, high = least if missing else (value, min(least[1], value), high)
        totals.value[group] += value
        totals.low[group] += low
        totals.high[group] += high
        totals.missing[group] += missing
        if missing:
            totals.known[group] -= sum(one.uncertain[position].missing > 0 for position in positions)
        totals.weight[group] += abs(value)
        share = sum(bool(one.assumed[position]) for position in positions) / len(positions)
        totals.assumed[group] += round(abs(value) * share)


def _sum(amounts: Iterable[Amount]) -> Amount:
    """Add amounts; terms of one source are counted together, so that parts become their whole."""
    known = 0
    terms: dict[Estimate, int] = {}
    for amount in amounts:
        known += amount.known
        for term, count in amount.terms.items():
            terms[term] = terms.get(term, 0) + count
    return Amount(known, terms)
