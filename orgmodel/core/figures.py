"""Figures that may be exact, a range, or missing, and sums that never lose which one was which.

A figure is an ``int`` in the unit of its quantity (posts and people whole, full-time equivalents in hundredths),
``None`` where it is missing, or an :class:`Estimate`: a range, or a part of one. A part keeps its source and its
position, so that parts that come together again are the source again and not a new guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from orgmodel.core.canonical import canonical_form, simplified
from orgmodel.core.estimates import (
    LARGEST,
    LARGEST_SUM,
    Estimate,
    Figure,
    FigureId,
    Source,
    assumed,
    exact,
    figure_id,
    share_out,
)

__all__ = [
    "LARGEST", "LARGEST_SUM", "Amount", "Estimate", "Figure", "FigureId", "Source", "Tally", "assumed", "exact",
    "share_out",
]  # fmt: skip


class Amount:
    """Sum figures without losing what is uncertain in them; two amounts are equal when every term is.

    >>> a = assumed("s", 5, 6, 7)
    >>> left, right = share_out(a, [1, 1], "s")
    >>> Amount.of(left) + Amount.of(right) == Amount.of(a)
    True
    >>> (Amount.of(4) + Amount.of(a)).low, (Amount.of(4) + Amount.of(None, "m")).missing
    (9, 1)
    """

    __slots__ = ("_ends", "_floors", "_known", "_terms")

    def __init__(
        self, known: int = 0, terms: dict[Estimate, int] | None = None, floors: Mapping[Estimate, int] | None = None
    ) -> None:
        """Hold an exact part, the count of each uncertain term, and what missing ones are known to be at least.

        What is known besides of a missing term tells no amount from another: it is the same figure that is missing.
        """
        self._known = known
        self._floors = floors or None
        self._terms: dict[Estimate, int] = {}
        if terms and any(term.parts > 1 for term in terms):
            plain, offset = canonical_form(terms)
            self._terms, again = simplified(plain)
            self._known += offset + again
        elif terms:
            self._terms = {term: count for term, count in terms.items() if count}
        self._ends: tuple[int, int] | None = None

    @property
    def known(self) -> int:
        """Give the exact part."""
        return self._known

    @property
    def terms(self) -> Mapping[Estimate, int]:
        """Give the count of each uncertain term."""
        return MappingProxyType(self._terms)

    @classmethod
    def of(cls, figure: Figure, identity: FigureId | str = "", *, least: int = 0) -> Amount:
        """Make an amount of one figure; a missing one is known by ``identity``, and is at least so much.

        >>> Amount.of(None, "m", least=2).told, Amount.of(None, "m", least=2) == Amount.of(None, "m")
        (2, True)
        """
        if isinstance(figure, int):
            return cls(figure)
        term = Estimate(Source(figure_id(identity))) if figure is None else replace(figure, offset=0)
        offset = 0 if figure is None else figure.offset
        return cls(offset, {term: 1}, {term: least - offset} if least and term.best is None else None)

    @classmethod
    def total(cls, figures: Iterable[tuple[Figure, FigureId | str]]) -> Amount:
        """Sum figures, each with the identity it has where it is missing."""
        return cls.sum(cls.of(figure, identity) for figure, identity in figures)

    @classmethod
    def sum(cls, amounts: Iterable[Amount]) -> Amount:
        """Sum many amounts, which are put together once."""
        known = 0
        terms: dict[Estimate, int] = {}
        floors: dict[Estimate, int] = {}
        for one in amounts:
            known += one._known
            for term, count in one._terms.items():
                terms[term] = terms.get(term, 0) + count
            for term, least in (one._floors or {}).items():
                floors[term] = max(least, floors.get(term, 0))
        return cls(known, terms, floors)

    def _combined(self, other: Amount, sign: int) -> Amount:
        if not self._terms and not other._terms:
            return Amount(self._known + sign * other._known)
        terms = dict(self._terms)
        for term, count in other._terms.items():
            terms[term] = terms.get(term, 0) + sign * count
        return Amount(self._known + sign * other._known, terms, _floors_of(self, other))

    def __add__(self, other: Amount) -> Amount:
        """Add term by term."""
        return self._combined(other, 1)

    def __sub__(self, other: Amount) -> Amount:
        """Subtract term by term."""
        return self._combined(other, -1)

    def __neg__(self) -> Amount:
        """Turn every sign."""
        return Amount() - self

    def __bool__(self) -> bool:
        """Tell whether anything is in it, known or not."""
        return bool(self._known or self._terms)

    def __eq__(self, other: object) -> bool:
        """Compare the exact part and every uncertain term, however they are put together."""
        if not isinstance(other, Amount):
            return NotImplemented
        same = self._known == other._known and self._terms == other._terms
        return same or (bool(self._terms and other._terms) and self._key() == other._key())

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self._key())

    def _key(self) -> tuple[int, frozenset[tuple[Estimate, int]]]:
        terms, offset = canonical_form(self._terms)
        return self._known + offset, frozenset(terms.items())

    def __repr__(self) -> str:
        """Show the sum as a reader would say it."""
        return f"Amount({self})"

    def __str__(self) -> str:
        """Write the sum: a number, a range, or ``at least N (M missing)``, with the least of it where ranges are in it.

        >>> str(Amount.of(4) + Amount.of(None, "m")), str(Amount.of(assumed("s", 5, 6, 7)) + Amount.of(None, "m"))
        ('at least 4 (1 missing)', 'at least 6 (5 at its least, 1 missing)')
        """
        if self.missing:
            least = f"{self.least} at its least, " if self.least < self.told else ""
            return f"at least {self.told} ({least}{self.missing} missing)"
        if self.low != self.high:
            return f"{self.best} ({self.low}–{self.high})"
        return str(self.best)

    @property
    def ends(self) -> tuple[int, int]:
        """Give the least and the most that the known terms can sum to, worked out once."""
        if self._ends is None:
            self._ends = self._found_ends()
        return self._ends

    def _least_of(self, term: Estimate) -> int:
        """Give what a missing term is at least."""
        return max(term.low or 0, self._floors.get(term, 0) if self._floors else 0)

    def _found_ends(self) -> tuple[int, int]:
        low = high = self._known
        for term, count in self._terms.items():
            ends = [bound * count for bound in (term.low, term.high) if bound is not None]
            if len(ends) == 2:
                low += min(ends)
                high += max(ends)
            elif term.best is None:
                least = self._least_of(term) * count  # no less than what is known of it
                low += max(0, least)
                high += min(0, least)
            else:
                low += term.best * count
                high += term.best * count
        return low, high

    @property
    def missing(self) -> int:
        """Count the terms whose value nobody gave."""
        return sum(abs(count) for term, count in self._terms.items() if term.best is None)

    @property
    def known_best(self) -> int:
        """Sum the best values of the terms that have one."""
        return self._known + sum((term.best or 0) * count for term, count in self._terms.items())

    @property
    def told(self) -> int:
        """Give what is told of the sum: its best value, which is what it is at least while a term is missing.

        Ranges are in it at their best, so that what is told adds up whether a term is missing or not; ``least`` is below it then.

        >>> (Amount.of(assumed("s", 5, 6, 7)) + Amount.of(None, "m")).told, Amount.of(assumed("s", 5, 6, 7)).told
        (6, 6)
        """
        if not self.missing:
            return self.known_best
        known = (max(0, self._least_of(term) * count) for term, count in self._terms.items() if term.best is None)
        return max(0, self.known_best + sum(known))

    @property
    def least(self) -> int:
        """Give the least that the sum is proven to be: its low end, and of what is not known exactly no less than nothing.

        >>> (Amount.of(assumed("s", 5, 6, 7)) + Amount.of(None, "m")).least, (Amount.of(None, "m") - Amount(3)).least
        (5, 0)
        >>> (Amount.of(assumed("s", 0, 1, 1)) - Amount(1)).least
        0
        """
        return max(0, self.low) if self._terms else self.low

    @property
    def best(self) -> int | None:
        """Give the sum, or None while a term is missing."""
        return None if self.missing else self.known_best

    @property
    def low(self) -> int:
        """Give the least the known terms can sum to."""
        return self.ends[0]

    @property
    def high(self) -> int | None:
        """Give the most the sum can be, or None while a term is missing."""
        return None if self.missing else self.ends[1]


def _floors_of(one: Amount, other: Amount) -> Mapping[Estimate, int] | None:
    """Put together what is known of missing terms of two amounts: the more of each."""
    if not one._floors or not other._floors:
        return one._floors or other._floors
    both = dict(one._floors)
    for term, least in other._floors.items():
        both[term] = max(least, both.get(term, least))
    return both


@dataclass(slots=True)
class Tally:
    """Sum amounts of which none is below nothing: what is told of them together is no less than what is told of each.

    A known part of a missing figure and what is left of it come to the missing figure again, of which that part is known.

    >>> tally, missing = Tally(), Amount.of(None, "m")
    >>> tally.add(Amount(3)), tally.add(missing - Amount(3))
    (None, None)
    >>> tally.amount == missing, missing.told, tally.told, tally.least
    (True, 0, 3, 3)
    """

    _amounts: list[Amount] = field(default_factory=list)
    _told: int = 0
    _least: int = 0

    @property
    def amount(self) -> Amount:
        """Give the sum; very many amounts are put together once."""
        if len(self._amounts) != 1:
            self._amounts = [Amount.sum(self._amounts)]
        return self._amounts[0]

    def add(self, amount: Amount) -> None:
        """Add one amount."""
        self._amounts.append(amount)
        self._told += amount.told
        self._least += amount.least

    @property
    def missing(self) -> int:
        """Count the terms whose value nobody gave."""
        return self.amount.missing

    @property
    def told(self) -> int:
        """Give what is told of the amounts together."""
        return max(self.amount.told, self._told) if self.amount.missing else self.amount.told

    @property
    def least(self) -> int:
        """Give the least that they are proven to be together."""
        return max(self.amount.least, self._least) if self.amount.missing else self.amount.least
