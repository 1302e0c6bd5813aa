"""Bend bands between two heights so that they are everywhere equally wide: level, an arc, straight, an arc, level."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, hypot, sin, tan

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
"""The start, the two handles and the end of a cubic curve."""
STEPS = 8  # straight segments that stand for an arc


@dataclass(frozen=True, slots=True)
class Bend:
    """Hold the middle of a band that goes from ``start`` to ``end``, and leaves and reaches them level.

    ``turns`` are the radii of its two arcs; they are made less where there is no room for both. How steep the straight
    part between them is follows.

    >>> one = Bend((0, 0), (10, 20), (2, 3))
    >>> round(one.angle, 3), one.arcs(0)[0][0], one.arcs(0)[1][-1]
    (1.264, (0.0, 0.0), (10.0, 20.0))
    """

    start: Point
    end: Point
    turns: tuple[float, float]

    @property
    def _width(self) -> float:
        return self.end[0] - self.start[0]

    @property
    def _height(self) -> float:
        return abs(self.end[1] - self.start[1])

    @property
    def radii(self) -> tuple[float, float]:
        """Give the radii that there is room for: both arcs together turn no further than upright."""
        width, height = self._width, self._height
        most = min(width, (width * width + height * height) / (2 * height)) if height else 0.0
        fits = min(1.0, most / (sum(self.turns) or 1.0))
        return self.turns[0] * fits, self.turns[1] * fits

    @property
    def angle(self) -> float:
        """Give by how much the straight part leans, in radians: 0 is level."""
        width, height, turns = self._width, self._height, sum(self.radii)
        if not height:
            return 0.0
        # of width = turns × sin + length × cos and height = turns × (1 − cos) + length × sin
        return asin(min(1.0, turns / hypot(width, height - turns))) + atan2(height - turns, width)

    def _placed(self, arc: int, aside: float, lean: float) -> Point:
        """Give where an edge ``aside`` below the middle is when it leans so much in one of the arcs."""
        sign = -1.0 if self.end[1] < self.start[1] else 1.0
        radius, down = self.radii[arc], sign * aside
        if arc == 0:
            x, y = self.start[0] + (radius - down) * sin(lean), radius - (radius - down) * cos(lean)
        else:
            x, y = self.end[0] - (radius + down) * sin(lean), self._height - radius + (radius + down) * cos(lean)
        return x, self.start[1] + sign * y

    def arcs(self, aside: float) -> tuple[Curve, Curve]:
        """Give the two arcs of the edge that lies ``aside`` below the middle, as cubic curves: off by less than 0.03 % of the radius."""
        sign = -1.0 if self.end[1] < self.start[1] else 1.0
        lean = self.angle
        reach = 4 / 3 * tan(lean / 4)
        found = []
        for arc, radius in enumerate(self.radii):
            level, leaning = self._placed(arc, aside, 0.0), self._placed(arc, aside, lean)
            handle = reach * (radius + (sign * aside if arc else -sign * aside))
            way = handle if arc == 0 else -handle
            curve = (
                level, (level[0] + way, level[1]), (leaning[0] - way * cos(lean), leaning[1] - sign * way * sin(lean)), leaning,
            )  # fmt: skip
            found.append(curve if arc == 0 else curve[::-1])
        return found[0], found[1]

    def points(self, aside: float) -> list[Point]:
        """List points of the edge that lies ``aside`` below the middle, for who draws no curves."""
        steps = [self.angle * step / STEPS for step in range(STEPS + 1)]
        return [self._placed(0, aside, one) for one in steps] + [self._placed(1, aside, one) for one in reversed(steps)]

    @property
    def corners(self) -> tuple[Point, Point]:
        """Give where the straight part would meet the two level ones."""
        (first, second), half = self.radii, tan(self.angle / 2)
        return (self.start[0] + first * half, self.start[1]), (self.end[0] - second * half, self.end[1])
