"""Find which lines cross, and which of them have to go so that no others do."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import pairwise

import numpy as np

Line = tuple[Hashable, Hashable, Sequence[tuple[float, float]]]
"""A line from one box to another: both ends, and its corners, each above, below or beside the one before."""

SAME = 1e-6


def crossings(lines: Sequence[Line], moved: Collection[int]) -> dict[int, set[int]]:
    """Give for each of the lines ``moved`` those of all that it crosses; lines with an end in common cross nowhere.

    >>> lines = [("a", "b", [(0, 0), (0, 9)]), ("c", "d", [(-3, 5), (3, 5)]), ("c", "b", [(-3, 7), (3, 7)])]
    >>> crossings(lines, [1, 2])
    {1: {0}, 2: set()}
    """
    found: dict[int, set[int]] = {number: set() for number in moved}
    pieces = [(number, *a, *b) for number, (*_, corners) in enumerate(lines) for a, b in pairwise(corners)]
    if not found or not pieces:
        return found
    owner = np.array([one[0] for one in pieces])
    ends = np.array([one[1:] for one in pieces], dtype=np.float64)
    left, right = np.minimum(ends[:, 0], ends[:, 2]), np.maximum(ends[:, 0], ends[:, 2])
    top, low = np.minimum(ends[:, 1], ends[:, 3]), np.maximum(ends[:, 1], ends[:, 3])
    level, upright = low - top < SAME, right - left < SAME
    for piece in np.flatnonzero(np.isin(owner, list(found))).tolist():
        if level[piece]:
            here = upright & (left > left[piece] + SAME) & (left < right[piece] - SAME)
            here &= (top < top[piece] - SAME) & (low > top[piece] + SAME)
        else:
            here = level & (top > top[piece] + SAME) & (top < low[piece] - SAME)
            here &= (left < left[piece] - SAME) & (right > left[piece] + SAME)
        number = int(owner[piece])
        for other in set(owner[here].tolist()) - {number}:
            if not {*lines[number][:2]} & {*lines[other][:2]}:
                found[number].add(other)
    return found


def to_leave_out(crossed: Mapping[int, Collection[int]]) -> list[int]:
    """Choose lines so that those left cross none: time and again the one that crosses most of those left, the last of equals.

    >>> to_leave_out({1: {0, 2}, 2: {1}, 3: set()})
    [1]
    """
    left = {number: set(others) for number, others in crossed.items()}
    chosen = []
    while left and left[worst := max(left, key=lambda number: (len(left[number]), number))]:
        del left[worst]
        chosen.append(worst)
        for others in left.values():
            others.discard(worst)
    return chosen
