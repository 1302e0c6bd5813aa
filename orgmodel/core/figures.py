"""Figures that may be exact, a range, or missing, and sums that never lose which one was which.

A figure is an ``int`` in the unit of its quantity (posts and people whole, full-time equivalents in hundredths),
``None`` where it is missing, or an :class:`Estimate`: a range, or a part of one. A part keeps its source and its
position, so that parts that come together again are the source again and not a new guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
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
    "LARGEST", "LARGEST_SUM", "Amount", "Estimate", "Figure", "FigureId", "Source", "assumed", "exact", "share_out",
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

    __slots__ = ("_ends", "_known", "_terms")

    def __init__(self, known: int = 0, terms: dict[Estimate, int] | None = None) -> None:
        """Hold an exact part and the count of each uncertain term."""
        self._known = known
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
    def of(cls, figure: Figure, identity: FigureId | str = "") -> Amount:
        """Make an amount of one figure; a missing one is known by ``identity``."""
        if isinstance(figure, int):
            return cls(figure)
        if figure is None:
            return cls(0, {Estimate(Source(figure_id(identity))): 1})
        return cls(figure.offset, {replace(figure, offset=0): 1})

    @classmethod
    def total(cls, figures: Iterable[tuple[Figure, FigureId | str]]) -> Amount:
        """Sum figures, each with the identity it has where it is missing."""
        known = 0
        terms: dict[Estimate, int] = {}
        for figure, identity in figures:
            if isinstance(figure, int):
                known += figure
            else:
                one = cls.of(figure, identity)
                known += one._known
                for term, count in one._terms.items():
                    terms[term] = terms.get(term, 0) + count
        return cls(known, terms)

    def _combined(self, other: Amount, sign: int) -> Amount:
        if not self._terms and not other._terms:
            return Amount(self._known + sign * other._known)
        terms = dict(self._terms)
        for term, count in other._terms.items():
            terms[term] = terms.get(term, 0) + sign * count
        return Amount(self._known + sign * other._known, terms)

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
        """Write the sum: a number, a range, or ``at least N (M missing)``.

        >>> str(Amount.of(4) + Amount.of(None, "m"))
        'at least 4 (1 missing)'
        """
        if self.missing:
            return f"at least {self.told} ({self.missing} missing)"
        if self.low != self.high:
            return f"{self.best} ({self.low}–{self.high})"
        return str(self.best)

    @property
    def ends(self) -> tuple[int, int]:
        """Give the least and the most that the known terms can sum to, worked out once."""
        if self._ends is None:
            self._ends = self._found_ends()
        return self._ends

    def _found_ends(self) -> tuple[int, int]:
        low = high = self._known
        for term, count in self._terms.items():
            ends = [bound * count for bound in (term.low, term.high) if bound is not None]
            if len(ends) == 2:
                low += min(ends)
                high += max(ends)
            elif term.best is None:
                low += max(0, (term.low or 0) * count)  # no less than what is known of it
                high += min(0, (term.low or 0) * count)
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
        """Give what is told of the sum: its best value, or while a term is missing what it is at least.

        >>> (Amount.of(assumed("s", 5, 6, 7)) + Amount.of(None, "m")).told, Amount.of(assumed("s", 5, 6, 7)).told
        (5, 6)
        """
        return max(0, self.low) if self.missing else self.known_best

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
