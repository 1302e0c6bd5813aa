"""The shapes that a branch can take, of which none is worse than another in both directions."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from orgmodel.charts.layout.box_tree import ROW, STACK

MOST_LIMITS = 12  # of width, among which the narrowest are tried


class Shape(NamedTuple):
    """Give the size of a branch, how its family is arranged, and which shape each part of the family takes.

    ``middle`` is how far the middle of its box is from its left.
    """

    width: float
    height: float
    middle: float
    style: int = ROW
    breaks: tuple[int, ...] = (0,)
    picks: tuple[int, ...] = ()

    @property
    def is_comb(self) -> bool:
        """Tell whether the box stands at the left of all that is below it: in one column, or alone."""
        return not self.picks or (self.style == STACK and len(self.breaks) == 1)


def row_of(sizes: list[Shape], space: float) -> tuple[float, float, float]:
    """Give the size of shapes side by side, and where the middle is between the boxes of the first and the last."""
    width = sum([size.width for size in sizes]) + space * (len(sizes) - 1)
    last = sizes[-1]
    return width, max([size.height for size in sizes]), (sizes[0].middle + width - last.width + last.middle) / 2


def by_height(options: list[list[Shape]], most: int) -> list[tuple[int, ...]]:
    """Pick from each part the narrowest shape under a limit of height, for the limits worth trying."""
    return _picks([[shape.height for shape in option] for option in options], most)


def by_width(options: list[list[Shape]], most: int) -> list[tuple[int, ...]]:
    """Pick from each part the lowest shape under a limit of width, for the narrowest limits."""
    mirrored = [[shape.width for shape in reversed(option)] for option in options]
    found = _picks(mirrored, MOST_LIMITS)[:most]
    return [tuple(len(option) - 1 - pick for option, pick in zip(options, picks, strict=True)) for picks in found]


def _picks(sizes: list[list[float]], most: int) -> list[tuple[int, ...]]:
    """Pick from each falling list the first that is under a limit, for up to ``most`` limits from the least possible."""
    if all(len(each) == 1 for each in sizes):
        return [(0,) * len(sizes)]
    least = max(each[-1] for each in sizes)
    limits = sorted({size for each in sizes for size in each if size >= least})
    if len(limits) > most:
        last = len(limits) - 1
        limits = [limits[round(step * last / (most - 1))] for step in range(most)]
    columns = []
    for each in sizes:
        picks, pick = [], len(each) - 1
        for limit in limits:
            while pick and each[pick - 1] <= limit:
                pick -= 1
            picks.append(pick)
        columns.append(picks)
    return list(dict.fromkeys(zip(*columns, strict=True)))


def pareto(found: list[Shape], most: int) -> list[Shape]:
    """Keep the shapes that no other beats, narrowest first, and a fair selection where there are many."""
    kept: list[Shape] = []
    for shape in sorted(found, key=lambda shape: (shape.width, shape.height, shape.style)):
        if not kept or shape.height < kept[-1].height - 1e-9:
            kept.append(shape)
    if len(kept) <= most:
        return kept
    last = len(kept) - 1
    return [kept[round(step * last / (most - 1))] for step in range(most)]


@lru_cache(maxsize=4096)
def split_evenly(sizes: tuple[float, ...], count: int) -> tuple[int, ...]:
    """Cut numbers into at most ``count`` runs whose greatest sum is as small as it can be; give where each begins.

    >>> split_evenly((3, 1, 1, 3), 2)
    (0, 2)
    """
    best: tuple[int, ...] = (0,)
    if count == 1:
        return best
    ends = list(accumulate(sizes))
    largest, share = max(sizes), ends[-1] / count
    low, high = max(largest, share), min(share + largest, ends[-1])  # with so much room every cut succeeds
    best = _cut(ends, high, count) or best
    while high - low > 0.01 * low:
        middle = (low + high) / 2
        tried = _cut(ends, middle, count)
        if tried is None:
            low = middle
        else:
            best, high = tried, middle
    return _cut(ends, low, count) or best


def _cut(ends: list[float], limit: float, count: int) -> tuple[int, ...] | None:
    """Cut where running sums would pass a limit; None where that takes more runs than allowed."""
    starts, index, done, whole = [0], 0, 0.0, ends[-1]
    limit *= 1 + 1e-12
    for _ in range(count):
        if whole - done <= limit:
            return tuple(starts)
        index = bisect_right(ends, done + limit, index)
        starts.append(index)
        done = ends[index - 1]
    return None
