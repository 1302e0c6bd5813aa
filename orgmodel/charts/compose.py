"""Compose the pages of one state of an organisation: choose the arrangement, place, frame."""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.charts.boxes import WIDTHS, Boxes, Sizes
from orgmodel.charts.frame import Framer
from orgmodel.charts.layout.arrange import Arranger, Shape, gather_runs
from orgmodel.charts.layout.connect import connect
from orgmodel.charts.layout.hierarchy import Gaps, Hierarchy
from orgmodel.charts.layout.place import Placement, place
from orgmodel.charts.model import Box, Page, Route
from orgmodel.charts.selection import Selection
from orgmodel.charts.sheet import Sheet

SHAPE = 1.5  # width to height of a page that grows with its chart


@dataclass(slots=True)
class Arranged:
    """Hold one arrangement, ready to be placed, and the type size it allows on a sheet of a size."""

    tree: Hierarchy
    sizes: Sizes
    arranger: Arranger
    shape: Shape
    type_size: float
    paper: tuple[float, float]


def arranged(selection: Selection, boxes: Boxes, framer: Framer, sheet: Sheet, gaps: Gaps) -> Arranged:
    """Find the arrangement that lets type be largest on the sheet."""
    best: Arranged | None = None
    score = 0.0
    for text in WIDTHS:
        sizes = boxes.sized(text)
        tree = Hierarchy.of(selection.parents, sizes.width, sizes.height, sides=selection.sides)
        gather_runs(tree)
        arranger = Arranger(tree, gaps)
        for shape in arranger.run():
            for paper in sheet.sizes or ((0.0, 0.0),):
                size, merit = _merit(shape, paper, framer, sheet)
                if merit > score * 1.0001:
                    best, score = Arranged(tree, sizes, arranger, shape, size, paper), merit
    assert best is not None
    return best


def _merit(shape: Shape, paper: tuple[float, float], framer: Framer, sheet: Sheet) -> tuple[float, float]:
    if sheet.endless:
        ratio = shape.width / shape.height / SHAPE
        return sheet.most, min(ratio, 1 / ratio) / (shape.width * shape.height) ** 0.5
    frame = framer.frame(*paper)
    size = min(frame.width / shape.width, frame.height / shape.height)
    return min(size, sheet.most), size if size < sheet.most else sheet.most + shape.width / (1e3 + shape.height)


def single_page(selection: Selection, boxes: Boxes, framer: Framer, sheet: Sheet, gaps: Gaps) -> Page:
    """Compose everything on one page."""
    chosen = arranged(selection, boxes, framer, sheet, gaps)
    chosen.arranger.settle(chosen.shape)
    placed = place(chosen.tree, gaps)
    size = chosen.type_size
    if sheet.endless:
        width = max(placed.width * size, 40 * sheet.legend) + 2 * sheet.margin
        trial = framer.frame(width, 1000.0)
        paper = (width, 1000.0 - trial.height + placed.height * size)
    else:
        paper = chosen.paper
        trial = framer.frame(*paper)
        size = min(trial.width / placed.width, trial.height / placed.height, sheet.most)
    frame = framer.frame(*paper)
    left = frame.left + (frame.width - placed.width * size) / 2
    boxes_drawn = _boxes(selection, boxes, chosen.tree, placed, size, left, frame.top)
    routes = _routes(selection, chosen.tree, placed, gaps, size, left, frame.top)
    return Page(1, *paper, size, boxes_drawn, routes, (), frame.notes, frame.samples)


def _boxes(
    selection: Selection, boxes: Boxes, tree: Hierarchy, placed: Placement, size: float, left: float, top: float
) -> tuple[Box, ...]:
    return tuple(
        Box(
            entry.id, entry.id, left + placed.x[number] * size, top + placed.y[number] * size, tree.width[number] * size,
            tree.height[number] * size, boxes.lines(number, tree.width[number]), entry.block,
        )
        for number, entry in enumerate(selection.entries)
    )  # fmt: skip


def _routes(
    selection: Selection, tree: Hierarchy, placed: Placement, gaps: Gaps, size: float, left: float, top: float
) -> tuple[Route, ...]:
    entries = selection.entries
    return tuple(
        Route("chart", entries[one].id, entries[child].id, tuple((left + x * size, top + y * size) for x, y in points))
        for one, child, points in connect(tree, placed, gaps)
    )
