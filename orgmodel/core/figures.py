"""Figures that may be exact, a range, or missing, and sums that never lose which one was which.

A figure is an ``int`` in the unit of its quantity (posts and people whole, full-time equivalents in hundredths),
``None`` where it is missing, or an :class:`Estimate`: a range, or a part of one. A part keeps its source and its
position, so that parts that come together again are the source again and not a new guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Source:
    """Identify an uncertain figure: who it is, its range and its best value (None where unknown)."""

    id: str
    low: int | None = None
    best: int | None = None
    high: int | None = None
    whole: Estimate | None = None  # when this source is itself a part that was shared out again


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hold a figure that is not known exactly: a source, or a part of one, plus an exact offset.

    ``weights`` of None with ``parts`` > 1 means that the source is known only as a sum over that many parts,
    each of which is unknown by itself.
    """

    source: Source
    weights: tuple[int, ...] | None = None
    parts: int = 1
    position: int = 0
    offset: int = 0

    def _bound(self, value: int | None) -> int | None:
        if value is None or (self.parts > 1 and self.weights is None):
            return None
        if self.weights is not None:
            value = largest_remainder(value, self.weights)[self.position]
        return value + self.offset

    @property
    def low(self) -> int | None:
        """Give the least value the figure can take, or None."""
        return self._bound(self.source.low)

    @property
    def best(self) -> int | None:
        """Give the value to use where one number is needed, or None when it is missing."""
        return self._bound(self.source.best)

    @property
    def high(self) -> int | None:
        """Give the greatest value the figure can take, or None."""
        return self._bound(self.source.high)

    def shifted(self, by: int) -> Estimate:
        """Give the same estimate moved by an exact number."""
        return replace(self, offset=self.offset + by)


Figure = int | Estimate | None


def exact(figure: Figure) -> int | None:
    """Give the best single value of a figure, or None when it is missing.

    >>> exact(3), exact(None), exact(assumed("cv", 5, 6, 7))
    (3, None, 6)
    """
    return figure.best if isinstance(figure, Estimate) else figure


def assumed(source: str, low: int | None, best: int | None, high: int | None) -> Estimate:
    """Make a figure known only as a range.

    >>> assumed("posts:a/cv:authorized", 5, 6, 7).high
    7
    """
    return Estimate(Source(source, low, best, high))


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Share a whole number by weights so that the shares sum to it (Hamilton's method).

    Ties go to the earlier share. A negative total is shared as its mirror image.

    >>> largest_remainder(10, [1, 1, 1])
    [4, 3, 3]
    >>> sum(largest_remainder(7, [60, 40]))
    7
    """
    if total < 0:
        return [-share for share in largest_remainder(-total, weights)]
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative with a positive sum")
    shares = [total * weight // whole for weight in weights]
    left = total - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[:left]:
        shares[i] += 1
    return shares


def share_out(figure: Figure, weights: Sequence[int], identity: str) -> list[Figure]:
    """Share a figure by weights; parts of an uncertain one keep their source.

    >>> share_out(5, [1, 1], "x")
    [3, 2]
    >>> [part.high for part in share_out(assumed("s", 5, 6, 7), [1, 1], "x")]
    [4, 3]
    """
    if isinstance(figure, int):
        return list(largest_remainder(figure, weights))
    source = _as_source(figure, identity)
    return [Estimate(source, tuple(weights), len(weights), i) for i in range(len(weights))]


def _as_source(figure: Estimate | None, identity: str) -> Source:
    if figure is None:
        return Source(identity)
    if figure.parts == 1 and figure.weights is None and figure.offset == 0:
        return figure.source
    name = f"{figure.source.id}[{figure.position}]{figure.offset:+d}"
    return Source(name, figure.low, figure.best, figure.high, figure)


class Amount:
    """Sum figures without losing what is uncertain in them; two amounts are equal when every term is.

    >>> a = assumed("s", 5, 6, 7)
    >>> left, right = share_out(a, [1, 1], "s")
    >>> Amount.of(left) + Amount.of(right) == Amount.of(a)
    True
    >>> (Amount.of(4) + Amount.of(a)).low, (Amount.of(4) + Amount.of(None, "m")).missing
    (9, 1)
    """

    __slots__ = ("known", "terms")

    def __init__(self, known: int = 0, terms: dict[Estimate, int] | None = None) -> None:
        """Hold an exact part and the count of each uncertain term."""
        self.known = known
        self.terms: dict[Estimate, int] = {}
        if terms:
            self.terms, offset = _regrouped(terms)
            self.known += offset

    @classmethod
    def of(cls, figure: Figure, identity: str = "") -> Amount:
        """Make an amount of one figure; a missing one is known by ``identity``."""
        if isinstance(figure, int):
            return cls(figure)
        if figure is None:
            return cls(0, {Estimate(Source(identity)): 1})
        return cls(figure.offset, {replace(figure, offset=0): 1})

    @classmethod
    def total(cls, figures: Iterable[tuple[Figure, str]]) -> Amount:
        """Sum figures, each with the identity it has where it is missing."""
        known = 0
        terms: dict[Estimate, int] = {}
        for figure, identity in figures:
            if isinstance(figure, int):
                known += figure
            else:
                one = cls.of(figure, identity)
                known += one.known
                for term, count in one.terms.items():
                    terms[term] = terms.get(term, 0) + count
        return cls(known, terms)

    def _combined(self, other: Amount, sign: int) -> Amount:
        if not self.terms and not other.terms:
            return Amount(self.known + sign * other.known)
        terms = dict(self.terms)
        for term, count in other.terms.items():
            terms[term] = terms.get(term, 0) + sign * count
        return Amount(self.known + sign * other.known, terms)

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
        return bool(self.known or self.terms)

    def __eq__(self, other: object) -> bool:
        """Compare the exact part and every uncertain term."""
        return isinstance(other, Amount) and self.known == other.known and self.terms == other.terms

    def __hash__(self) -> int:
        """Hash by content."""
        return hash((self.known, frozenset(self.terms.items())))

    def __repr__(self) -> str:
        """Show the sum as a reader would say it."""
        return f"Amount({self})"

    def __str__(self) -> str:
        """Write the sum: a number, a range, or ``at least N (M missing)``.

        >>> str(Amount.of(4) + Amount.of(None, "m"))
        'at least 4 (1 missing)'
        """
        if self.missing:
            return f"at least {self.known_best} ({self.missing} missing)"
        if self.low != self.high:
            return f"{self.best} ({self.low}–{self.high})"
        return str(self.best)

    def _ends(self) -> tuple[int, int]:
        low = high = self.known
        for term, count in self.terms.items():
            ends = [bound * count for bound in (term.low, term.high) if bound is not None]
            if len(ends) == 2:
                low += min(ends)
                high += max(ends)
            elif term.best is not None:
                low += term.best * count
                high += term.best * count
        return low, high

    @property
    def missing(self) -> int:
        """Count the terms whose value nobody gave."""
        return sum(abs(count) for term, count in self.terms.items() if term.best is None)

    @property
    def known_best(self) -> int:
        """Sum the best values of the terms that have one."""
        return self.known + sum((term.best or 0) * count for term, count in self.terms.items())

    @property
    def best(self) -> int | None:
        """Give the sum, or None while a term is missing."""
        return None if self.missing else self.known_best

    @property
    def low(self) -> int:
        """Give the least the known terms can sum to."""
        return self._ends()[0]

    @property
    def high(self) -> int | None:
        """Give the most the sum can be, or None while a term is missing."""
        return None if self.missing else self._ends()[1]


def _regrouped(terms: dict[Estimate, int]) -> tuple[dict[Estimate, int], int]:
    """Put parts that are all present back into the figure that they were parts of; give its exact offset apart."""
    offset = 0
    result = {term: count for term, count in terms.items() if count}
    changed = any(term.parts > 1 for term in result)
    while changed:
        changed = False
        groups: dict[tuple[Source, tuple[int, ...] | None, int], dict[int, int]] = {}
        for term, count in result.items():
            if term.parts > 1:
                groups.setdefault((term.source, term.weights, term.parts), {})[term.position] = count
        for (source, weights, parts), counts in groups.items():
            if len(counts) < parts:
                continue
            signs = {count > 0 for count in counts.values()}
            if len(signs) > 1:
                continue
            together = min(counts.values(), key=abs)
            for position in range(parts):
                term = Estimate(source, weights, parts, position)
                result[term] -= together
                if not result[term]:
                    del result[term]
            whole = source.whole or Estimate(source)
            offset += whole.offset * together
            whole = replace(whole, offset=0)
            result[whole] = result.get(whole, 0) + together
            if not result[whole]:
                del result[whole]
            changed = True
    return result, offset
