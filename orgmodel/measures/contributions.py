"""What each row adds to a measure, and sums of it over groups of units, blocks or whatever a caller groups by.

A contribution belongs to a unit and a block. Whole numbers are summed as arrays; the few figures that are ranges or
parts of one are kept apart, so that parts which come together in a group are their source again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount, FigureId
from orgmodel.core.frozen import Alike, Frozen, read_only

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Kept = TypeVar("Kept")
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


@dataclass(frozen=True, eq=False)
class Contributions(Alike):
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
    name: Callable[[int], FigureId] = field(compare=False)
    uncertain: dict[int, Amount] = field(default_factory=dict)
    signed: bool = False
    terms: Callable[[int], Amount] | None = field(default=None, compare=False)

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
        found = {id(amount): bounds_of(amount, self.signed) for amount in self._amounts}
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
    def doubtful(self) -> Mask:
        """Mark the positions that are not known exactly: missing ones, and those that are a range or a part of one."""
        found = np.asarray(self.missing, dtype=np.bool_).copy()
        found[list(self.uncertain)] = True
        marked: Mask = read_only(found)
        return marked

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
        kept = positions.astype(
            np.min_scalar_type(len(self.row))
        )  # names hold on to them, and to all of which they are
        return Contributions(
            self.table,
            self.row[positions],
            self.unit[positions],
            self.block[positions],
            self.value[positions],
            self.missing[positions],
            self.assumed[positions],
            partial(_kept, self.name, kept) if len(kept) else _unnamed,
            uncertain,
            self.signed,
            None if self.terms is None or not len(kept) else partial(_kept, self.terms, kept),
        )

    def is_same(self, other: Contributions) -> bool:
        """Tell whether the rows of another state of one baseline are the same ones, and add the same."""
        arrays = ((self.row, other.row), (self.value, other.value), (self.missing, other.missing))
        return all(np.array_equal(*pair) for pair in arrays) and self.uncertain == other.uncertain


def _kept(one: Callable[[int], Kept], kept: Ints, position: int) -> Kept:
    """Give what a function says of the position that was kept."""
    return one(int(kept[position]))


def _may_regroup(amount: Amount) -> bool:
    """Tell whether an amount has a part of a source, which others of that source may complete."""
    return any(term.parts > 1 for term in amount.terms)


def bounds_of(amount: Amount, signed: bool = False) -> tuple[int, int, int, int]:
    """Give best, low and high of what is known, and how many terms are missing.

    What is not ``signed`` is never below nothing: of one to two people of whom two are counted elsewhere none may be left, not less.

    >>> from orgmodel.core.figures import assumed
    >>> bounds_of(Amount.of(assumed("s", 0, 1, 1)) - Amount(1))
    (0, 0, 0, 0)
    """
    if signed and amount.missing:  # what is known of a difference tells nothing of it
        return 0, 0, 0, amount.missing
    low, high = amount.ends
    missing = sum(term.best is None for term in amount.terms)  # however often it is counted, one figure is missing
    if missing:  # a figure of which some is known to be gone is still no less than nothing
        return amount.told, amount.least, max(0, high, low), missing
    if signed or low >= 0:
        return amount.known_best, low, high, missing
    return max(0, amount.known_best), 0, max(0, high), missing
