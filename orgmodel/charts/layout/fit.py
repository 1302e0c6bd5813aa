"""Find the arrangement of a hierarchy that lets its type be largest on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from orgmodel.charts.layout.arrange import Arranger, Shape
from orgmodel.charts.layout.hierarchy import ROW, STACK, WRAP, Gaps, Hierarchy
from orgmodel.charts.layout.place import Placement, place

ASPECT = 1.5  # width to height of a page that grows with its chart
TIGHT = Gaps(across=0.8, apart=1.3, down=1.7, stack=0.5, indent=1.3, side=0.8, clear=0.6)
TRIES = 6


@dataclass(frozen=True, slots=True)
class Fitted:
    """Hold a hierarchy arranged and placed, the gaps used, the page it is for and the type size that fills it."""

    tree: Hierarchy
    placed: Placement
    gaps: Gaps
    paper: int
    size: float
    choice: int  # which of the offered hierarchies


def fit(
    make: Sequence[Callable[[], Hierarchy]],
    papers: Sequence[tuple[float, float]],
    least: float,
    most: float,
    tried: Iterable[Gaps],
) -> Fitted | None:
    """Arrange one of several hierarchies (boxes of other widths) on one of several pages, in the largest type.

    ``papers`` are the rooms in points. Gives None where the type would be smaller than ``least``.
    """
    for gaps in tried:
        found = _candidates(make, papers, least, most, gaps)
        for _, size, paper, choice, shape in found[:TRIES]:
            tree, placed = _settled(make[choice](), shape, gaps)
            width, height = papers[paper]
            size = min(width / placed.width, height / placed.height, most)
            if size >= least:
                return Fitted(tree, placed, gaps, paper, size, choice)
    return None


def fit_freely(make: Sequence[Callable[[], Hierarchy]], size: float, gaps: Gaps) -> Fitted:
    """Arrange one of several hierarchies for a page that takes whatever size is needed, at a given type."""
    best: tuple[float, int, Shape] | None = None
    for choice, each in enumerate(make):
        for shape in Arranger(each(), gaps).run():
            ratio = shape.width / shape.height / ASPECT
            merit = min(ratio, 1 / ratio) / (shape.width * shape.height) ** 0.5
            if best is None or merit > best[0]:
                best = merit, choice, shape
    if best is None:
        raise ValueError("nothing to arrange")
    tree, placed = _settled(make[best[1]](), best[2], gaps)
    return Fitted(tree, placed, gaps, 0, size, best[1])


def _candidates(
    make: Sequence[Callable[[], Hierarchy]],
    papers: Sequence[tuple[float, float]],
    least: float,
    most: float,
    gaps: Gaps,
) -> list[tuple[float, float, int, int, Shape]]:
    """List what fits, best first: large type, weighed by how well it reads."""
    found = []
    for choice, each in enumerate(make):
        tree = each()
        ease = _ease(tree)
        for shape in Arranger(tree, gaps).run():
            for paper, (width, height) in enumerate(papers):
                size = min(width / shape.width, height / shape.height)
                if size >= least * 0.98:
                    merit = min(size, most) * ease[shape.style] + 1e-3 * min(size, 2 * most)
                    found.append((merit, size, paper, choice, shape))
    return sorted(found, key=lambda one: (-one[0], one[2], one[3]))


def _ease(tree: Hierarchy) -> dict[int, float]:
    """Weigh how well a chart reads by what stands under its top: a row is what officials expect."""
    top = tree.children[tree.root]
    branches = any(tree.children[child] for child in top)
    return {ROW: 1.0, WRAP: 0.9, STACK: 0.75 if branches else 1.0}


def _settled(tree: Hierarchy, shape: Shape, gaps: Gaps) -> tuple[Hierarchy, Placement]:
    arranger = Arranger(tree, gaps)
    arranger.run()
    arranger.settle(shape)
    return tree, place(tree, gaps)
