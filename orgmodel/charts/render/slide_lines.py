"""Draw lines on a slide: elbows between boxes, and segments between tiny joints where a path has more corners.

PowerPoint draws a glued connector as it is stored, LibreOffice leads it anew; both agree on straight segments, on segments
with one corner, and on an elbow from the bottom of one box to the top of another.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from orgmodel.charts.render.elbows import elbow, segments, straightened
from orgmodel.charts.render.slide_shapes import End, connector, fill, outline, shape

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Box, Route

JOINT = 0.5  # points
MARKS = {
    "arrow": ("triangle", "sm", "med"), "open": ("arrow", "med", "med"), "dot": ("oval", "sm", "sm"),
    "diamond": ("diamond", "med", "lg"), "ring": ("stealth", "med", "lg"), "bar": ("oval", "lg", "sm"),
}  # fmt: skip
"""What the marks at ends of lines are on slides, which know no ring and no bar: kind, width and length."""
Point = tuple[float, float]


class Lines:
    """Draw the lines of one slide."""

    def __init__(self, slide: Any) -> None:
        """Take a slide whose boxes are there."""
        self.slide = slide
        self.joints: dict[tuple[str, int, int], int] = {}
        self.drawn: set[tuple[str, tuple[int, ...]]] = set()
        self.made: list[str] = []

    def draw(self, route: Route) -> None:
        """Draw a line, glued at both ends; where it goes on as another one does, up to there."""
        if route.own:
            for piece in pairwise(straightened(route.own_points)):
                self._segment(route, piece, first=piece[0] == route.points[0], last=False)
            return
        path = straightened(route.points)
        start, end = self.slide.groups[route.start][0], self.slide.groups[route.end][0]
        direct = len(path) == 2 or (len(path) == 4 and _site(start, path[0]) == 2 and _site(end, path[-1]) == 0)
        if direct and _site(start, path[0]) is not None and _site(end, path[-1]) is not None:
            self._segment(route, tuple(path), first=True, last=True)
            return
        # a line that leaves a box sideways and turns at once would be led round by LibreOffice
        found = segments(route.points) if route.kind == "chart" else list(pairwise(path))
        for number, segment in enumerate(found):
            self._segment(route, segment, first=number == 0, last=number == len(found) - 1)

    def _segment(self, route: Route, segment: tuple[Point, ...], *, first: bool, last: bool) -> None:
        made = elbow(segment)
        if made is None:
            return
        bundle = f"{route.kind}:{route.start if route.kind == 'chart' else route.end}"
        key = (bundle, tuple(round(value * 4) for point in segment for value in point))
        if key in self.drawn:
            return  # another line runs here already
        slide = self.slide
        self.drawn.add(key)
        begins = self._end(route.start if first else "", bundle, segment[0], segment[1])
        ends = self._end(route.end if last else "", bundle, segment[-1], segment[-2])
        mark = MARKS.get(slide.painter.line_look(route.kind).mark) if last else None
        width, dash = slide.painter.stroke(route.kind, slide.size)
        line = outline(slide.painter.theme.line, width, dash, mark)
        extent = slide.at(made.x, made.y, made.width, made.height)
        name = f"{route.kind}: {route.start} → {route.end}"
        self.made.append(connector(slide.number(), name, extent, made, line, begins, ends))

    def _end(self, name: str, bundle: str, point: Point, towards: Point) -> End:
        """Give the shape and the site at which a segment ends: a box, a joint at its edge, or a joint on the path."""
        if name:
            box, number, parts = self.slide.groups[name]
            site = _site(box, point)
            if site is not None:
                return number, site
            return self._joint(name, point, parts), _facing(point, towards)
        return self._joint(bundle, point, self.made), _facing(point, towards)

    def _joint(self, owner: str, point: Point, among: list[str]) -> int:
        key = (owner, round(point[0] * 4), round(point[1] * 4))
        if key not in self.joints:
            number = self.joints[key] = self.slide.number()
            extent = self.slide.at(point[0] - JOINT / 2, point[1] - JOINT / 2, JOINT, JOINT)
            looks = fill(self.slide.painter.theme.line) + outline("", 0)
            among.append(shape(number, "joint", extent, looks))
        return self.joints[key]


def _site(box: Box, point: Point) -> int | None:
    """Give the connection site that a point is at: 0 top, 1 left, 2 bottom, 3 right, each in the middle of its side."""
    x, y = point
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    sites = ((middle_x, box.y), (box.x, middle_y), (middle_x, box.y + box.height), (box.x + box.width, middle_y))
    for number, (site_x, site_y) in enumerate(sites):
        if abs(x - site_x) < 1.0 and abs(y - site_y) < 1.0:
            return number
    return None


def _facing(point: Point, towards: Point) -> int:
    """Give the site of a joint that faces where a segment comes from."""
    dx, dy = towards[0] - point[0], towards[1] - point[1]
    if abs(dx) > abs(dy):
        return 3 if dx > 0 else 1
    return 2 if dy > 0 else 0
