"""Measures of how a chart is laid out, told by arithmetic over its boxes and lines, ours and any other program's alike.

All lengths are in points. The definitions stand in docs/charts.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

PADDING = 1.5 * 72 / 25.4  # around a text, where a box is as large as it needs to be
LINE = 1.2  # ems
NEAR = 0.5  # points within which two boxes are on one level, or in one column

Point = tuple[float, float]


@dataclass(frozen=True)
class PlacedBox:
    """Hold a box on a page: its unit, its frame, and the size of its text (the widest line, all lines)."""

    unit: str
    x: float
    y: float
    width: float
    height: float
    text: tuple[float, float]

    @property
    def natural(self) -> float:
        """Give the area of the box at its natural size: its text and 1.5 mm around it, and never more than is drawn."""
        wide, high = (
            min(side + 2 * PADDING, drawn) for side, drawn in zip(self.text, (self.width, self.height), strict=True)
        )
        return wide * high


@dataclass(frozen=True)
class PlacedPage:
    """Hold a page: the printable area, the size of letters, its boxes, and its lines from unit to unit."""

    printable: float
    letters: float
    boxes: Sequence[PlacedBox]
    lines: Sequence[tuple[str, str, Sequence[Point]]] = ()


@dataclass(frozen=True)
class Organisation:
    """Hold what is drawn: the parent of each unit, in the order of the chart, and what kind and level it is of."""

    name: str
    parents: Mapping[str, str | None]
    kinds: Mapping[str, tuple[str, str]]
    children: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, parents: Mapping[str, str | None], kinds: Mapping[str, tuple[str, str]]) -> Organisation:
        """Make one, with the children of each unit."""
        children: dict[str, list[str]] = defaultdict(list)
        for unit, parent in parents.items():
            if parent is not None:
                children[parent].append(unit)
        return cls(name, parents, kinds, children)


def share_of_boxes(pages: Sequence[PlacedPage]) -> float:
    """Give the share of the printable area that boxes at their natural size take, over all pages."""
    return sum(box.natural for page in pages for box in page.boxes) / sum(page.printable for page in pages)


def families_alike(pages: Sequence[PlacedPage], organisation: Organisation) -> tuple[int, int]:
    """Count the equal families, and those that are drawn as most of their equals are.

    A family is a unit with all below it, where these stand on one page; two are equal where their trees and the heights
    and widths of their boxes, in ems, are. Families of one box are none, nor is one without an equal.
    """
    drawn: dict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
    for page in pages:
        boxes = {box.unit: box for box in page.boxes}
        shapes: dict[str, tuple[object, ...]] = {}
        for unit in reversed(list(_top_down(organisation, boxes))):
            own = organisation.children.get(unit, ())
            if not all(child in shapes for child in own):
                continue
            box = boxes[unit]
            size = tuple(round(side / page.letters, 1) for side in box.text)
            shapes[unit] = (size, *(shapes[child] for child in own))
            if own:
                places = tuple(
                    (round((boxes[one].x - box.x) / page.letters, 1), round((boxes[one].y - box.y) / page.letters, 1))
                    for one in _below(organisation, unit)
                )
                drawn[shapes[unit]].append(places)
    equal = [found for found in drawn.values() if len(found) > 1]
    return sum(map(len, equal)), sum(max(map(found.count, found)) for found in equal)


def _top_down(organisation: Organisation, boxes: Mapping[str, PlacedBox]) -> Iterator[str]:
    waiting = [unit for unit in boxes if organisation.parents.get(unit) not in boxes and unit in organisation.parents]
    while waiting:
        unit = waiting.pop()
        yield unit
        waiting += [child for child in organisation.children.get(unit, ()) if child in boxes]


def _below(organisation: Organisation, unit: str) -> Iterator[str]:
    waiting = list(organisation.children.get(unit, ()))
    while waiting:
        one = waiting.pop()
        yield one
        waiting += organisation.children.get(one, ())


def level_violations(pages: Sequence[PlacedPage], organisation: Organisation) -> tuple[int, int]:
    """Count the groups of units of one kind and level that hang under one box of a page, and those not on one level nor in columns.

    Columns stand side by side, begin on one level, and hold two boxes at least (but for the last, which may be short).
    """
    groups = wrong = 0
    for page in pages:
        boxes = {box.unit: box for box in page.boxes}
        joined = {(start, end) for start, end, _ in page.lines}
        together: dict[object, list[PlacedBox]] = defaultdict(list)
        for unit, box in boxes.items():
            parent = organisation.parents.get(unit)
            if (parent, unit) in joined and unit in organisation.kinds:
                together[parent, organisation.kinds[unit]].append(box)
        for members in together.values():
            if len(members) > 1:
                groups += 1
                wrong += not (_is_level(members) or _is_columns(members))
    return groups, wrong


def _is_level(boxes: Sequence[PlacedBox]) -> bool:
    tops = [box.y for box in boxes]
    return max(tops) - min(tops) <= NEAR


def _is_columns(boxes: Sequence[PlacedBox]) -> bool:
    columns: list[list[PlacedBox]] = []
    for box in sorted(boxes, key=lambda one: one.x):
        if columns and abs(columns[-1][0].x - box.x) <= NEAR:
            columns[-1].append(box)
        else:
            columns.append([box])
    for column in columns:
        column.sort(key=lambda one: one.y)
    if len(columns) == 1:
        return True
    return _is_level([column[0] for column in columns]) and all(len(column) > 1 for column in columns[:-1])


def crossings(pages: Sequence[PlacedPage]) -> int:
    """Count the points where lines cross; lines that begin or end at one unit may touch each other, and such as run as one are one."""
    count = 0
    for page in pages:
        points: set[Point] = set()
        pieces = [
            (number, start, end, a, b)
            for number, (start, end, corners) in enumerate(page.lines)
            for a, b in pairwise(corners)
        ]
        for at, (number, start, end, a, b) in enumerate(pieces):
            for other, begin, stop, c, d in pieces[at + 1 :]:
                if number != other and not {start, end} & {begin, stop} and _cross(a, b, c, d):
                    points.add(_meeting(a, b, c, d))
        count += len(points)
    return count


def _meeting(a: Point, b: Point, c: Point, d: Point) -> Point:
    """Give where two pieces that cross meet, to the point."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = a, b, c, d
    under = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / under
    return round(ax + along * (bx - ax)), round(ay + along * (by - ay))


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < -1e-6 and side(c, d, a) * side(c, d, b) < -1e-6


def mean_move(before: Sequence[PlacedPage], after: Sequence[PlacedPage]) -> float:
    """Give how far the boxes that are in both states move on their pages, on average, in millimetres.

    A box that goes to another page moves by the width of one.
    """
    places = [
        {box.unit: (number, box.x + box.width / 2, box.y) for number, page in enumerate(pages) for box in page.boxes}
        for pages in (before, after)
    ]
    moves = []
    for unit in places[0].keys() & places[1].keys():
        (page, x, y), (other, x1, y1) = places[0][unit], places[1][unit]
        moves.append(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5 if page == other else 595.0)
    return sum(moves) / len(moves) / 72 * 25.4 if moves else 0.0
