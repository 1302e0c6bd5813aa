"""Draw lines on a slide: elbows between boxes, and segments between tiny joints where a path has more corners.

PowerPoint draws a glued connector as it is stored, LibreOffice leads it anew; both agree on straight segments, on segments
with one corner, and on an elbow from the bottom of one box to the top of another.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from orgmodel.charts.content import clean
from orgmodel.charts.render.elbows import elbow, segments, straightened
from orgmodel.charts.render.slide_looks import fill, outlined, without_shadow

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
        self.joints: dict[tuple[str, int, int], Any] = {}
        self.drawn: dict[tuple[str, tuple[int, ...]], Any] = {}
        self.made: list[Any] = []

    def draw(self, route: Route) -> None:
        """Draw a line, glued at both ends; where it goes on as another one does, up to there."""
        if route.own:
            for piece in pairwise(straightened(route.own_points)):
                self._segment(route, piece, first=piece[0] == route.points[0], last=False)
            return
        path = straightened(route.points)
        start, end = self.slide.made[route.start][0], self.slide.made[route.end][0]
        direct = len(path) == 2 or (len(path) == 4 and _site(start, path[0]) == 2 and _site(end, path[-1]) == 0)
        if direct and _site(start, path[0]) is not None and _site(end, path[-1]) is not None:
            self._segment(route, tuple(path), first=True, last=True)
            return
        # a line that leaves a box sideways and turns at once would be led round by LibreOffice
        found = segments(route.points) if route.kind == "chart" else list(pairwise(path))
        for number, segment in enumerate(found):
            self._segment(route, segment, first=number == 0, last=number == len(found) - 1)

    def put_behind(self, index: int) -> None:
        """Put all lines and joints behind the boxes."""
        tree = self.slide.shapes._spTree
        for shape in reversed(self.made):
            tree.remove(shape._element)
            tree.insert(index, shape._element)

    def _segment(self, route: Route, segment: tuple[Point, ...], *, first: bool, last: bool) -> None:
        made = elbow(segment)
        if made is None:
            return
        bundle = f"{route.kind}:{route.start if route.kind == 'chart' else route.end}"
        key = (bundle, tuple(round(value * 4) for point in segment for value in point))
        if key in self.drawn:
            return  # another line runs here already
        from pptx.enum.shapes import MSO_CONNECTOR

        slide = self.slide
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
        slide.bend(line, made)
        without_shadow(line)
        outlined(line, slide.painter.theme.line, *slide.painter.stroke(route.kind, slide.size))
        line.name = clean(f"{route.kind}: {route.start} → {route.end}")
        self.drawn[key] = line
        self.made.append(line)
        line._connect_begin_to(*self._end(route.start if first else "", bundle, segment[0], segment[1]))
        line._connect_end_to(*self._end(route.end if last else "", bundle, segment[-1], segment[-2]))
        if last:
            marked(line, slide.painter.line_look(route.kind).mark)

    def _end(self, name: str, bundle: str, point: Point, towards: Point) -> tuple[Any, int]:
        """Give the shape and the site at which a segment ends: a box, a joint at its edge, or a joint on the path."""
        if name:
            box, shape, group = self.slide.made[name]
            site = _site(box, point)
            if site is not None:
                return shape, site
            return self._joint(name, point, group), _facing(point, towards)
        return self._joint(bundle, point, None), _facing(point, towards)

    def _joint(self, owner: str, point: Point, group: Any) -> Any:
        key = (owner, round(point[0] * 4), round(point[1] * 4))
        if key not in self.joints:
            from pptx.enum.shapes import MSO_SHAPE

            extent = self.slide.at(point[0] - JOINT / 2, point[1] - JOINT / 2, JOINT, JOINT)
            joint = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *extent)
            joint.name = "joint"
            without_shadow(joint)
            joint.line.fill.background()
            fill(joint, self.slide.painter.theme.line)
            if group is None:
                self.made.append(joint)
            else:
                group._element.append(joint._element)
            self.joints[key] = joint
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


def marked(line: Any, mark: str) -> None:
    """Put a mark at the end of a line."""
    from pptx.oxml.ns import qn

    if mark:
        kind, wide, long = MARKS[mark]
        end = line.line._get_or_add_ln()
        end.append(end.makeelement(qn("a:tailEnd"), {"type": kind, "w": wide, "len": long}))
