"""Figures that are not known exactly: where each comes from, its range, and what becomes of it when it is shared out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from orgmodel.core.apportion import greatest_share, largest_remainder, least_share

LARGEST = 10**15
"""The largest figure that a record may hold, in the smallest unit of its quantity, be it posts, hundredths or money."""

LARGEST_SUM = 5 * 10**15
"""The largest sum of figures: more is a mistake in the file, and never a total.

Tables hold floating numbers, whose 53 bits are 9 × 10^15. Below five of these every sum, and every one of a quantity of up to four
decimals, is shown by the digits that it has: half a last decimal is more than what floating numbers lie apart there.
"""


class FigureId(NamedTuple):
    """Identify a figure: the table, key and field of its record, and where it is a part of a part, which one.

    A tuple, so that no id is ever cut or joined to tell figures apart; as text it is for readers alone.

    >>> str(FigureId("posts", "a/cv", "filled")), str(FigureId("members", ("a", "b"), "total"))
    ('posts:a/cv:filled', 'members:a|b:total')
    """

    table: str
    key: str | tuple[str, ...]
    field: str = ""
    part: str = ""

    def __str__(self) -> str:
        """Write it as ``table:key:field``."""
        key = self.key if isinstance(self.key, str) else "|".join(self.key)
        return ":".join(filter(None, (self.table, key, self.field, self.part)))


def figure_id(given: FigureId | str) -> FigureId:
    """Take a name that somebody gives a figure by hand as its identity; one that is an identity stays.

    >>> figure_id("cv") == FigureId("", "cv")
    True
    """
    return given if isinstance(given, FigureId) else FigureId("", given)


@dataclass(frozen=True, slots=True)
class Source:
    """Identify an uncertain figure: who it is, its range and its best value (None where unknown).

    A figure of which each one is itself uncertain, such as people of whom each is paid within a range, has ``each``: the
    least, best and most of one. It is shared out as what it counts, and each part is worth what its share is times that.
    """

    id: FigureId
    low: int | None = None
    best: int | None = None
    high: int | None = None
    whole: Estimate | int | None = (
        None  # what it was shared out of: a part that was shared out again, or a known number
    )
    each: tuple[int | None, int | None, int | None] | None = None

    def __post_init__(self) -> None:
        """Take a name given by hand as an identity."""
        object.__setattr__(self, "id", figure_id(self.id))


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

    @property
    def _unsplit(self) -> bool:
        return self.parts > 1 and self.weights is None

    @property
    def low(self) -> int | None:
        """Give the least value the figure can take, or None."""
        low, high = self.source.low, self.source.high
        if low is None or self._unsplit:
            return None
        if self.weights is not None:
            low = least_share(low, low + sum(self.weights) if high is None else high, self.weights, self.position)
        if self.source.each is not None:
            return _times(low, self.source.each[0 if low >= 0 else 2])
        return low + self.offset

    @property
    def best(self) -> int | None:
        """Give the value to use where one number is needed, or None when it is missing."""
        best = self.source.best
        if best is None or self._unsplit:
            return None
        if self.weights is not None:
            best = largest_remainder(best, self.weights)[self.position]
        if self.source.each is not None:
            return _times(best, self.source.each[1])
        return best + self.offset

    @property
    def high(self) -> int | None:
        """Give the greatest value the figure can take, or None."""
        low, high = self.source.low, self.source.high
        if high is None or self._unsplit:
            return None
        if self.weights is not None:
            high = greatest_share(high - sum(self.weights) if low is None else low, high, self.weights, self.position)
        if self.source.each is not None:
            return _times(high, self.source.each[2 if high >= 0 else 0])
        return high + self.offset

    def shifted(self, by: int) -> Estimate:
        """Give the same estimate moved by an exact number."""
        return replace(self, offset=self.offset + by)


def _times(count: int, each: int | None) -> int | None:
    return 0 if count == 0 else None if each is None else count * each


Figure = int | Estimate | None


def exact(figure: Figure) -> int | None:
    """Give the best single value of a figure, or None when it is missing.

    >>> exact(3), exact(None), exact(assumed("cv", 5, 6, 7))
    (3, None, 6)
    """
    return figure.best if isinstance(figure, Estimate) else figure


def assumed(source: FigureId | str, low: int | None, best: int | None, high: int | None) -> Estimate:
    """Make a figure known only as a range.

    >>> assumed("posts:a/cv:authorized", 5, 6, 7).high
    7
    """
    return Estimate(Source(figure_id(source), low, best, high))


def share_out(figure: Figure, weights: Sequence[int], identity: FigureId | str) -> list[Figure]:
    """Share a figure by weights; parts of an uncertain one keep their source, and a weight of 0 gets exactly 0.

    >>> share_out(5, [1, 1], "x")
    [3, 2]
    >>> [part.high for part in share_out(assumed("s", 5, 6, 7), [1, 1], "x")]
    [4, 3]
    """
    if isinstance(figure, int):
        return list(largest_remainder(figure, weights))
    used = [i for i, weight in enumerate(weights) if weight]
    if min(weights, default=0) < 0 or not used:
        raise ValueError("weights must be non-negative with a positive sum")
    result: list[Figure] = [0] * len(weights)
    if len(used) == 1:
        result[used[0]] = Estimate(Source(figure_id(identity))) if figure is None else figure
        return result
    source, positive = _as_source(figure, identity), tuple(weights[i] for i in used)
    for position, i in enumerate(used):
        result[i] = Estimate(source, positive, len(used), position)
    return result


def _as_source(figure: Estimate | None, identity: FigureId | str) -> Source:
    if figure is None:
        return Source(figure_id(identity))
    if figure.parts == 1 and figure.weights is None and figure.offset == 0:
        return figure.source
    id = figure.source.id
    return Source(
        id._replace(part=f"{id.part}[{figure.position}]{figure.offset:+d}"),
        figure.low,
        figure.best,
        figure.high,
        figure,
    )
