"""Let lines of one kind to one box run together: each goes its own way until it meets another, and then with that one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Points = tuple[Point, ...]

SAME = 1e-6


def joined(lines: Sequence[tuple[Hashable, Points]]) -> list[tuple[Points, int]]:
    """Lead each line from where it first meets an earlier one of its bundle as that one goes.

    Gives the points of each, and how many of them are its own up to where it meets the other (0: all).

    >>> joined([("a", ((0, 0), (0, 4), (9, 4))), ("a", ((5, 0), (5, 4), (7, 4), (7, 5), (9, 5)))])
    [(((0, 0), (0, 4), (9, 4)), 0), (((5, 0), (5, 4), (9, 4)), 2)]
    """
    found: list[tuple[Points, int]] = []
    bundles: dict[Hashable, list[Points]] = {}
    for bundle, points in lines:
        earlier = bundles.setdefault(bundle, [])
        made, own = _led(points, earlier)
        earlier.append(made)
        found.append((made, own))
    return found


def _led(points: Points, earlier: Sequence[Points]) -> tuple[Points, int]:
    """Lead one line; one that begins on another has one point of its own."""
    for number, (a, b) in enumerate(pairwise(points)):
        meetings = [
            (abs(at[0] - a[0]) + abs(at[1] - a[1]), order, at, rest) for order, (at, rest) in _meet(a, b, earlier)
        ]
        if meetings:
            _, _, at, rest = min(meetings)
            own = points[: number + 1] if at == a else (*points[: number + 1], at)
            return (*own, *rest), len(own)
    return points, 0


def _meet(a: Point, b: Point, earlier: Sequence[Points]) -> list[tuple[int, tuple[Point, Points]]]:
    """Give where a piece first meets each of the earlier lines, and the points of that line from there on."""
    found = []
    for order, line in enumerate(earlier):
        for number, (c, d) in enumerate(pairwise(line)):
            at = _crossing(a, b, c, d)
            if at is not None:
                rest = line[number + 1 :]
                found.append((order, (at, rest if at != rest[0] else rest[1:])))
    return [one for one in found if one[1][1]]


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Give the point of one level or upright piece, nearest to its start, that is on another one."""
    low = max(min(a[0], b[0]), min(c[0], d[0])), max(min(a[1], b[1]), min(c[1], d[1]))
    high = min(max(a[0], b[0]), max(c[0], d[0])), min(max(a[1], b[1]), max(c[1], d[1]))
    if low[0] > high[0] + SAME or low[1] > high[1] + SAME:
        return None
    return (high[0] if a[0] > b[0] else low[0]), (high[1] if a[1] > b[1] else low[1])
