"""What each row adds to a measure, and sums of it over groups of units, blocks or whatever a caller groups by.

A contribution belongs to a unit and a block. Whole numbers are summed as arrays; the few figures that are ranges or
parts of one are kept apart, so that parts which come together in a group are their source again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount, Estimate, FigureId
from orgmodel.core.frozen import Frozen, Held
from orgmodel.core.tree import Tree

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
EXACT = 2**53
"""Below this the sums of floating numbers that are whole are exact."""


def sum_by(groups: Ints, values: NDArray[np.generic], count: int) -> Ints:
    """Sum whole numbers by group; money may need more digits than the quick way has, and is then summed as it is.

    >>> sum_by(np.array([0, 2, 0]), np.array([1, 5, 2]), 3).tolist()
    [3, 0, 5]
    >>> sum_by(np.array([0, 0]), np.array([2**53, 1]), 1).tolist() == [2**53 + 1]
    True
    """
    if count == 1:  # all is in the one group
        return np.array([values.sum(dtype=np.int64)])
    sums = np.bincount(groups, weights=values, minlength=count)
    if len(sums) and np.abs(sums).max() >= EXACT:
        exact = np.zeros(len(sums), dtype=np.int64)
        np.add.at(exact, groups, values.astype(np.int64))
        return exact
    return np.rint(sums).astype(np.int64)


def _unnamed(position: int) -> FigureId:
    """Identify a figure that is known, and so never asked for."""
    return FigureId("", str(position))


@dataclass(frozen=True)
class Contributions(Held):
    """Hold what rows of a table add to a measure: unit row, block code, best value (0 where missing), and doubts.

    Every array has one entry a contribution, called its position. Values are whole numbers of what the measure counts
    (full-time equivalents in hundredths).
    ``uncertain`` gives the amount of each position that is a range or a part of one; ``name`` gives the identity of a
    position that is plainly missing; ``row`` is the row of ``table`` that a position comes from. ``signed`` ones may be
    below nothing: where a term of them is missing nothing of them is known, and ``terms`` gives the amount of such a position.
    """

    table: str
    row: Ints
    unit: Ints
    block: NDArray[np.integer]
    value: Ints
    missing: Mask
    assumed: Mask
    name: Callable[[int], FigureId]
    uncertain: dict[int, Amount] = field(default_factory=dict)
    signed: bool = False
    terms: Callable[[int], Amount] | None = None

    @classmethod
    def exact(
        cls, table: str, row: Ints, unit: Ints, block: NDArray[np.integer], value: Ints, assumed: Mask | None = None
    ) -> Contributions:
        """Make contributions that are all known exactly."""
        nothing = np.zeros(len(row), dtype=np.bool_)
        return cls(table, row, unit, block, value, nothing, nothing if assumed is None else assumed, _unnamed)

    @cached_property
    def bounds(self) -> Mapping[int, tuple[int, int, int, int]]:
        """Give best, low and high of what is known, and how many terms are missing, of each uncertain position."""
        found = {id(amount): _bounds(amount, self.signed) for amount in self._amounts}
        return Frozen({position: found[id(amount)] for position, amount in self.uncertain.items()})

    @cached_property
    def _amounts(self) -> list[Amount]:
        """List the amounts of uncertain positions; one that many rows share is there once."""
        return list({id(amount): amount for amount in self.uncertain.values()}.values())

    @cached_property
    def blank(self) -> Mask:
        """Mark the positions of which a figure is missing."""
        blank = np.asarray(self.missing, dtype=np.bool_)
        if self.uncertain:
            blank = blank.copy()
            for position, amount in self.uncertain.items():
                blank[position] = amount.missing > 0
        return blank

    @cached_property
    def parts(self) -> frozenset[int]:
        """Give the uncertain positions that are parts, which may come together again."""
        parts = {id(amount) for amount in self._amounts if _may_regroup(amount)}
        return frozenset(position for position, amount in self.uncertain.items() if id(amount) in parts)

    def amount(self, position: int) -> Amount:
        """Give what one position adds, with its identity where it is missing."""
        if position in self.uncertain:
            return self.uncertain[position]
        if self.missing[position] and self.terms is not None:
            return self.terms(position)
        known = int(self.value[position])
        if self.missing[position]:
            return Amount(known) + Amount.of(None, self.name(position))
        return Amount(known)

    def selected(self, positions: Ints) -> Contributions:
        """Keep some positions, each as often as it is named."""
        uncertain: dict[int, Amount] = {}
        if self.uncertain:
            found = np.flatnonzero(np.isin(positions, list(self.uncertain)))
            uncertain = {int(i): self.uncertain[int(positions[i])] for i in found}
        name, terms = self.name, self.terms
        return Contributions(
            self.table,
            self.row[positions],
            self.unit[positions],
            self.block[positions],
            self.value[positions],
            self.missing[positions],
            self.assumed[positions],
            lambda i: name(int(positions[i])),
            uncertain,
            self.signed,
            None if terms is None else lambda i: terms(int(positions[i])),
        )


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
        return Totals(*(getattr(self, name) + getattr(other, name) for name in _FIELDS))

    def share_assumed(self) -> NDArray[np.float64]:
        """Give the assumed share of each group, 0 where there is nothing."""
        return np.divide(self.assumed, self.weight, out=np.zeros(len(self.weight)), where=self.weight > 0)

    @property
    def unknown(self) -> Mask:
        """Mark groups of which every row is missing, and nothing is known of any."""
        return np.asarray((self.rows > 0) & (self.known == 0) & (self.low <= 0))


_FIELDS = ("value", "low", "high", "rows", "missing", "known", "assumed", "weight")


def total_by(one: Contributions, groups: Ints, count: int) -> Totals:
    """Sum contributions by group; positions of group -1 are left out."""
    return _assembled(one, groups, count, None, lambda position: [int(groups[position])])


def total_below(one: Contributions, tree: Tree) -> Totals:
    """Sum contributions over each unit row with all below it."""

    def path(position: int) -> list[int]:
        units, unit = [], int(one.unit[position])
        while unit >= 0 and tree.depth[unit] >= 0:  # a unit in a circle of parents is in no tree
            units.append(unit)
            unit = int(tree.parent[unit])
        return units

    return _assembled(one, one.unit, len(tree.parent), tree, path)


def _assembled(
    one: Contributions, groups: Ints, count: int, tree: Tree | None, path: Callable[[int], list[int]]
) -> Totals:
    """Sum contributions into ``count`` groups, and with a tree from each unit row up to its top.

    ``groups`` has the group of each position (-1: none). Whole numbers, and ranges by their bounds, are plain sums of
    arrays. Parts of one source are not: each may be unknown by itself, and all that meet in a group are the source again.
    So they are summed as 0 here, and added afterwards as amounts, in every group of their ``path``.
    """
    parts = sorted(i for i in one.parts if groups[i] >= 0)
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
        sums = sum_by(groups, values, count) if values.any() else np.zeros(count, dtype=np.int64)
        return sums if tree is None else tree.roll_up(sums)

    rows = np.array([len(groups)]) if count == 1 else np.bincount(groups, minlength=count).astype(np.int64)
    rows = rows if tree is None else tree.roll_up(rows)
    sums = summed(value)
    positive = not len(value) or int(value.min()) >= 0
    size = value if positive else np.abs(value)
    doubtful, blank = bool(one.uncertain), summed(missing)
    totals = Totals(
        value=sums,
        low=summed(low) if doubtful else sums.copy(),
        high=summed(high) if doubtful else sums.copy(),
        rows=rows,
        missing=blank,
        known=rows - (summed(missing > 0) if doubtful else blank),
        assumed=summed(np.where(assumed, size, 0)) if assumed.any() else np.zeros(count, dtype=np.int64),
        weight=sums.copy() if positive else summed(size),
    )
    if parts:
        _add_parts(totals, one, parts, path)
    return totals


def _add_parts(totals: Totals, one: Contributions, parts: Iterable[int], path: Callable[[int], list[int]]) -> None:
    """Add the figures that may regroup: group by group as amounts, since they are no plain sums."""
    gathered: dict[int, list[int]] = {}
    for position in parts:
        for group in path(position):
            gathered.setdefault(group, []).append(position)
    for group, positions in gathered.items():
        value, low, high, missing = _bounds(_sum(one.uncertain[position] for position in positions), one.signed)
        if (
            missing and len(positions) > 1 and not one.signed
        ):  # none of the parts that stay unknown is below nothing either
            alone = [one.bounds[position] for position in positions]
            value, low, high = (
                max(found, sum(each[i] for each in alone)) for i, found in enumerate((value, low, high))
            )
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


def _may_regroup(amount: Amount) -> bool:
    """Tell whether an amount has a part of a source, which others of that source may complete."""
    return any(term.parts > 1 for term in amount.terms)


def _bounds(amount: Amount, signed: bool = False) -> tuple[int, int, int, int]:
    """Give best, low and high of what is known, and how many terms are missing."""
    if signed and amount.missing:  # what is known of a difference tells nothing of it
        return 0, 0, 0, amount.missing
    low, high = amount.ends
    missing = sum(term.best is None for term in amount.terms)  # however often it is counted, one figure is missing
    if missing:  # a figure of which some is known to be gone is still no less than nothing
        return max(0, amount.known_best, low), max(0, low), max(0, high, low), missing
    return amount.known_best, low, high, missing
