"""Move lines apart that run along each other, so that none covers another: by a little, and never into a box."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Points = tuple[tuple[float, float], ...]
Corners = list[list[float]]
Numbers = NDArray[np.float64]
Piece = tuple[bool, float, float, float]
"""Whether a piece is upright, where it lies across, and from where to where it goes along."""

NEAR = 0.17  # ems within which lines that run along each other cover each other
STEPS = tuple(
    side * step for step in (0.3, 0.2, 0.1, 0.25, 0.15, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0) for side in (1, -1)
)  # ems tried, across
CLEAR = 0.06  # what stays free around a box
MARK = 0.45  # ems within which the marks at the ends of two lines touch
LEAST = 0.2  # ems along which lines may run together: less than a mark at an end is long


class Nudger:
    """Hold boxes and the lines that are placed already; lengths are in ems."""

    def __init__(self, x: Sequence[float], y: Sequence[float], width: Sequence[float], height: Sequence[float]) -> None:
        """Take the boxes."""
        self.left, self.top = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        self.right, self.low = self.left + np.asarray(width), self.top + np.asarray(height)
        self.placed: dict[bool, Numbers] = {upright: np.empty((0, 3)) for upright in (False, True)}
        self.marks = np.empty((0, 2))

    def place(self, lines: Sequence[Points]) -> None:
        """Let lines stand as they are."""
        pieces = [piece for points in lines for piece in _pieces(points)]
        for upright in self.placed:
            found = [one[1:] for one in pieces if one[0] == upright]
            if found:
                self.placed[upright] = np.concatenate([self.placed[upright], np.array(found)])

    def together(self, bundles: Sequence[tuple[Hashable, int, int, Points]]) -> list[Points]:
        """Put pieces of lines on those of earlier lines of their bundle that run beside them too near to be told apart."""
        lines = _corners(bundles)
        earlier: dict[Hashable, _Tracks] = {}
        for (bundle, start, end, _), line in zip(bundles, lines, strict=True):
            tracks = earlier.setdefault(bundle, _Tracks())
            for at in range(len(line) - 1):
                piece = _piece(line[at], line[at + 1])
                there = tracks.beside(piece)
                if there is not None:
                    self._shift(line, at, there - piece[1], start, end)
            tracks.add(_pieces(line))
        return [_points(line) for line in lines]

    def _shift(self, line: Corners, at: int, off: float, start: int, end: int) -> None:
        """Move one piece across, where it stands there."""
        axis = 0 if _piece(line[at], line[at + 1])[0] else 1
        for corner in (at, at + 1):
            line[corner][axis] += off
        if not self._stands(line, start, end):
            for corner in (at, at + 1):
                line[corner][axis] -= off

    def apart(self, bundles: Sequence[tuple[Hashable, int, int, Points]]) -> list[Points]:
        """Move lines (their bundle, the boxes that they join, their points) apart from those placed and from other bundles.

        Pieces of one bundle on one line move together.
        """
        lines, ends = _corners(bundles), [(start, end) for _, start, end, _ in bundles]
        for bundle in dict.fromkeys(name for name, *_ in bundles):
            own = [number for number, (name, *_) in enumerate(bundles) if name == bundle]
            tracks: dict[tuple[bool, float], list[tuple[int, int]]] = {}
            for number in own:
                for at, (upright, across, _, _) in enumerate(_pieces(lines[number])):
                    tracks.setdefault((upright, round(across, 2)), []).append((number, at))
            for (upright, _), pieces in tracks.items():
                self._move(lines, ends, upright, pieces)
            self.place([_points(lines[number]) for number in own])
            self.marks = np.concatenate([self.marks, [lines[number][-1] for number in own]])
        return [_points(line) for line in lines]

    def _move(
        self, lines: list[Corners], ends: list[tuple[int, int]], upright: bool, pieces: list[tuple[int, int]]
    ) -> None:
        """Move the pieces of one track to the place near where they cover nothing and cross the fewest lines, the nearest of those.

        They stay where they cover nothing and cross nothing there.
        """
        numbers = {number for number, _ in pieces}
        covers = self._covers(lines, pieces)
        here = self._crossed(lines, numbers)
        if not covers and not here:
            return
        axis = 0 if upright else 1
        corners = {(number, at + step) for number, at in pieces for step in (0, 1)}

        placed = {(number, at): lines[number][at][axis] for number, at in corners}

        def move(step: float) -> None:
            for (number, at), there in placed.items():
                lines[number][at][axis] = there + step

        best, least = 0.0, None if covers else here
        for step in STEPS:
            move(step)
            if not self._covers(lines, pieces) and all(self._stands(lines[one], *ends[one]) for one in numbers):
                crossed = self._crossed(lines, numbers)
                if least is None or crossed < least:
                    best, least = step, crossed
            if least == 0:
                break
        move(best)

    def _crossed(self, lines: list[Corners], numbers: Iterable[int]) -> int:
        """Count the placed lines that pieces of lines cross."""
        count = 0
        for number in numbers:
            for upright, across, low, high in _pieces(lines[number]):
                there, begin, stop = self.placed[not upright].T
                count += int(((there > low) & (there < high) & (begin < across) & (stop > across)).sum())
        return count

    def _covers(self, lines: list[Corners], pieces: list[tuple[int, int]]) -> bool:
        """Tell whether pieces lie on placed lines, or the marks at their ends on those of others."""
        for number, at in pieces:
            upright, across, low, high = _piece(lines[number][at], lines[number][at + 1])
            there, begin, stop = self.placed[upright].T
            if ((np.abs(there - across) < NEAR) & (np.minimum(high, stop) - np.maximum(low, begin) > LEAST)).any():
                return True
            if (
                at == len(lines[number]) - 2
                and (np.abs(self.marks - lines[number][-1]).max(axis=1, initial=0.0) < MARK).any()
            ):
                return True
        return False

    def _stands(self, line: Corners, start: int, end: int) -> bool:
        """Tell whether a line meets its boxes at their edges, and no other box anywhere."""
        for box, (x, y) in ((start, line[0]), (end, line[-1])):
            on_side = min(abs(x - self.left[box]), abs(x - self.right[box])) < 1e-6
            along, edges = (y, (self.top[box], self.low[box])) if on_side else (x, (self.left[box], self.right[box]))
            if not edges[0] + CLEAR < along < edges[1] - CLEAR:
                return False
        for at, ((x0, y0), (x1, y1)) in enumerate(pairwise(line)):
            hit = self._hit(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            hit[[start] * (at == 0) + [end] * (at == len(line) - 2)] = False
            if hit.any():
                return False
        return True

    def _hit(self, x0: float, y0: float, x1: float, y1: float) -> NDArray[np.bool_]:
        found = (self.left - CLEAR < x1) & (x0 < self.right + CLEAR) & (self.top - CLEAR < y1) & (y0 < self.low + CLEAR)
        return np.asarray(found)


class _Tracks:
    """Hold where the pieces of a bundle lie, so that those near a piece are found without a look at all."""

    def __init__(self) -> None:
        self.made: dict[tuple[bool, int], dict[float, list[tuple[float, float]]]] = {}

    def add(self, pieces: Sequence[Piece]) -> None:
        for upright, across, low, high in pieces:
            track = self.made.setdefault((upright, round(across / NEAR)), {}).setdefault(across, [])
            apart = [one for one in track if one[0] >= high or one[1] <= low]
            met = [one for one in track if one[0] < high and one[1] > low]
            track[:] = [*apart, (min([low, *[one[0] for one in met]]), max([high, *[one[1] for one in met]]))]

    def beside(self, piece: Piece) -> float | None:
        """Give the nearest track, other than its own, on which something runs beside a piece too near to be told apart."""
        upright, across, low, high = piece
        cell = round(across / NEAR)
        near = [
            (abs(there - across), there)
            for one in (cell - 1, cell, cell + 1)
            for there, spans in self.made.get((upright, one), {}).items()
            if 1e-9 < abs(there - across) < NEAR and any(low < stop and begin < high for begin, stop in spans)
        ]
        return min(near)[1] if near else None


def _corners(bundles: Sequence[tuple[Hashable, int, int, Points]]) -> list[Corners]:
    return [[list(point) for point in points] for *_, points in bundles]


def _pieces(points: Points | Corners) -> list[Piece]:
    return [_piece(a, b) for a, b in pairwise(points)]


def _piece(a: Sequence[float], b: Sequence[float]) -> Piece:
    upright = abs(a[0] - b[0]) < 1e-6
    low, high = sorted((a[1], b[1]) if upright else (a[0], b[0]))
    return upright, a[0] if upright else a[1], low, high


def _points(line: Corners) -> Points:
    return tuple([(x, y) for x, y in line])
