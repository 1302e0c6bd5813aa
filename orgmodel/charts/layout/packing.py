"""Put the parts of a chart on pages: what fits one page together is on one, in the order in which one reads.

Parts of one page are trees by themselves that stand side by side, or in rows; no box stands on a page twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.charts.layout.arrange import Arranger
from orgmodel.charts.layout.box_tree import BoxTree
from orgmodel.charts.layout.partition import Partition, Rooms
from orgmodel.charts.layout.shapes import Shape

MANY = 60  # parts; beyond, they are put on pages in the order in which one reads, and in no other
MOST_TRIED = 12
"""The last pages on which each part is tried, so that a chart of very many is packed in time that grows with their number."""


@dataclass(frozen=True, slots=True)
class PackedPage:
    """Hold the numbers of the parts that stand on one page, and how much larger than the least its type can be."""

    parts: tuple[int, ...]
    scale: float


def pack(made: Partition, tree: BoxTree, arranger: Arranger, rooms: Rooms) -> list[PackedPage]:
    """Put parts on pages, each on the first one that has room for it.

    None stands before the page that refers to it, unless that saves a page.
    """
    packing = _Packing(made, tree, arranger, rooms)
    orders = (True, False) if len(made.parts) <= MANY else (True,)
    return min((packing.pages(in_order=in_order) for in_order in orders), key=len)


class _Packing:
    def __init__(self, made: Partition, tree: BoxTree, arranger: Arranger, rooms: Rooms) -> None:
        self.made, self.arranger, self.rooms = made, arranger, rooms
        self.boxes = [frozenset(made.shown(tree, part)) for part in made.parts]
        self.shapes = [
            [shape._replace(height=shape.height + rooms.extra((*part.root_path, part.top)[0])) for shape in shapes]
            for part, shapes in zip(made.parts, made.shapes, strict=True)
        ]
        self.areas = [min(shape.width * shape.height for shape in shapes) for shapes in self.shapes]
        self.area = max(width * height for width, height in rooms.pages)

    def pages(self, *, in_order: bool) -> list[PackedPage]:
        """Put each part on the first page that has room; ``in_order`` on none before that which refers to it."""
        pages: list[PackedPage] = []
        page_of: list[int] = []
        for number, part in enumerate(self.made.parts):
            first = page_of[part.origin] if in_order and part.origin >= 0 else 0
            for at in range(max(first, len(pages) - MOST_TRIED), len(pages)):
                together = self.page((*pages[at].parts, number))
                if together is not None:
                    pages[at] = together
                    break
            else:
                alone = self.page((number,))
                assert alone is not None  # each part fits a page by itself
                at = len(pages)
                pages.append(alone)
            page_of.append(at)
        return pages

    def page(self, numbers: Sequence[int]) -> PackedPage | None:
        """Give the page of some parts, or None where they have no room together or would show a box twice."""
        if sum([self.areas[number] for number in numbers]) > self.area:
            return None
        shown: set[int] = set()
        for number in numbers:
            if shown & self.boxes[number]:
                return None
            shown |= self.boxes[number]
        scale = self._scale([self.shapes[number] for number in numbers])
        return None if scale < 1.0 else PackedPage(tuple(numbers), scale)

    def _scale(self, options: list[list[Shape]]) -> float:
        """Say how much larger type can be than the least, at which the rooms are measured in ems."""
        shapes = options[0] if len(options) == 1 else self.arranger.forest(options)
        return max(
            min(width / shape.width, height / shape.height) for shape in shapes for width, height in self.rooms.pages
        )
