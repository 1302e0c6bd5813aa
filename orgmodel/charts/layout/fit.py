"""Find the arrangement of a hierarchy that lets its type be largest on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from orgmodel.charts.layout.arrange import Arranger, Shape
from orgmodel.charts.layout.box_tree import ROW, STACK, WRAP, Gaps, Hierarchy
from orgmodel.charts.layout.coordinates import Placement, place

ASPECT = 1.5  # width to height of a page that grows with its chart
TIGHT = Gaps(across=0.8, apart=1.3, down=1.7, stack=0.5, indent=1.3, side=0.8, clear=0.6)
TRIES = 12
EASY = 2.0  # points over the least type from which narrower boxes are not worth looking for
PROMISING = 3
TALL = 2e-3  # points that an em of a box's height weighs: of charts in like type the one with fewer lines of text
NEAR = 0.85  # of the least type: worth another look with more care


@dataclass(frozen=True, slots=True)
class Fitted:
    """Hold a hierarchy arranged and placed, the gaps used, the page it is for and the type size that fills it."""

    tree: Hierarchy
    placed: Placement
    gaps: Gaps
    paper: int
    size: float
    making: Making


class Making(Protocol):
    """Make a hierarchy afresh each time, with boxes of one width, or with boxes no wider than their family needs."""

    def __call__(self) -> Hierarchy:
        """Make the hierarchy."""

    def narrowed(self) -> Making:
        """Give the making whose boxes are as narrow as they can be without more lines of text."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    merit: float
    size: float
    paper: int
    making: Making
    arranger: Arranger
    shape: Shape


def fit(
    makings: Sequence[Making],
    papers: Sequence[tuple[float, float]],
    least: float,
    most: float,
) -> Fitted | None:
    """Arrange one of several hierarchies (boxes of other widths) on one of several pages, in the largest type.

    ``papers`` are the rooms in points. Gives None where the type would be smaller than ``least``.
    """
    nearest = 0.0
    for gaps, careful in ((Gaps(), False), (TIGHT, False), (TIGHT, True)):
        if careful and nearest < NEAR * least:
            break
        found = _candidates(makings, papers, most, gaps, careful=careful)
        if NEAR * least < found[0].size < min(most, least + EASY):
            promising = list(dict.fromkeys(one.making for one in found))[: None if careful else PROMISING]
            found += _candidates([one.narrowed() for one in promising], papers, most, gaps, careful=careful)
            found.sort(key=lambda one: -one.merit)
        nearest = max(one.size for one in found)
        for one in [one for one in found if one.size >= least * 0.98][:TRIES]:
            tree, placed = _settled(one)
            width, height = papers[one.paper]
            size = min(width / placed.width, height / placed.height, most)
            if size >= least:
                return Fitted(tree, placed, gaps, one.paper, size, one.making)
    return None


def fit_freely(makings: Sequence[Making], size: float, gaps: Gaps) -> Fitted:
    """Arrange one of several hierarchies for a page that takes whatever size is needed, at a given type."""
    found = []
    for making in makings:
        arranger = Arranger(making(), gaps)
        for shape in arranger.run():
            ratio = shape.width / shape.height / ASPECT
            merit = min(ratio, 1 / ratio) / (shape.width * shape.height) ** 0.5
            found.append(_Candidate(merit, size, 0, making, arranger, shape))
    best = max(found, key=lambda one: one.merit)
    return Fitted(*_settled(best), gaps, 0, size, best.making)


def _candidates(
    makings: Sequence[Making], papers: Sequence[tuple[float, float]], most: float, gaps: Gaps, *, careful: bool
) -> list[_Candidate]:
    """List what could be drawn, best first: large type, weighed by how well it reads."""
    found = []
    for making in makings:
        tree = making()
        ease = _ease(tree)
        lines = TALL * sum(tree.height) / max(len(tree), 1)
        arranger = Arranger(tree, gaps, careful=careful)
        for shape in arranger.run():
            for paper, (width, height) in enumerate(papers):
                size = min(width / shape.width, height / shape.height)
                merit = min(size, most) * ease[shape.style] + 1e-3 * min(size, 2 * most) - lines
                found.append(_Candidate(merit, size, paper, making, arranger, shape))
    return sorted(found, key=lambda one: -one.merit)


def _ease(tree: Hierarchy) -> dict[int, float]:
    """Weigh how well a chart reads by what stands under its top: a row is what officials expect."""
    top = tree.children[tree.root]
    branches = any(tree.children[child] for child in top)
    return {ROW: 1.0, WRAP: 0.9, STACK: 0.75 if branches else 1.0}


def _settled(chosen: _Candidate) -> tuple[Hierarchy, Placement]:
    """Settle on a shape and place it; a hierarchy on which another shape was settled before is made anew."""
    arranger = chosen.arranger
    if arranger.settled:
        arranger = Arranger(chosen.making(), arranger.gaps, careful=arranger.careful)
        arranger.run()
    arranger.settle(chosen.shape)
    return arranger.tree, place(arranger.tree, arranger.gaps)
