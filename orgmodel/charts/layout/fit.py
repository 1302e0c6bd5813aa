"""Find the arrangement of a tree that lets its type be largest on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from orgmodel.charts.layout.arrange import Arranger, Shape
from orgmodel.charts.layout.box_tree import ROW, STACK, WRAP, BoxTree, Spacing
from orgmodel.charts.layout.coordinates import Coordinates, assign_coordinates

ASPECT = 1.5  # width to height of a page that grows with its chart
TIGHT = Spacing(across=0.8, apart=1.3, down=1.7, stack=0.5, indent=1.3, side=0.8, clear=0.6)
TRIES = 12
EASY = 2.0  # points over the least type from which narrower boxes are not worth looking for
PROMISING = 3
TALL = 2e-3  # points that an em of a box's height weighs: of charts in like type the one with fewer lines of text
NEAR = 0.85  # of the least type: worth another look with more care


@dataclass(frozen=True, slots=True)
class Fitted:
    """Hold a tree arranged, its coordinates, the spacing used, the room it is for and the type size that fills it."""

    tree: BoxTree
    coordinates: Coordinates
    spacing: Spacing
    room: int
    size: float
    variant: LayoutVariant


class LayoutVariant(Protocol):
    """Make a box tree afresh each time, with boxes of one width, or with boxes no wider than their family needs."""

    def __call__(self) -> BoxTree:
        """Make the box tree."""

    def narrowed(self) -> LayoutVariant:
        """Give the variant whose boxes are as narrow as they can be without more lines of text."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    merit: float
    size: float
    room: int
    variant: LayoutVariant
    arranger: Arranger
    shape: Shape


def fit(
    variants: Sequence[LayoutVariant],
    rooms: Sequence[tuple[float, float]],
    least: float,
    most: float,
) -> Fitted | None:
    """Arrange one of several trees (boxes of other widths) on one of several pages, in the largest type.

    ``rooms`` are the rooms in points. Gives None where the type would be smaller than ``least``.
    """
    nearest = 0.0
    for spacing, careful in ((Spacing(), False), (TIGHT, False), (TIGHT, True)):
        if careful and nearest < NEAR * least:
            break
        found = _candidates(variants, rooms, most, spacing, careful=careful)
        if NEAR * least < found[0].size < min(most, least + EASY):
            promising = list(dict.fromkeys(one.variant for one in found))[: None if careful else PROMISING]
            found += _candidates([one.narrowed() for one in promising], rooms, most, spacing, careful=careful)
            found.sort(key=lambda one: -one.merit)
        nearest = max(one.size for one in found)
        for one in [one for one in found if one.size >= least * 0.98][:TRIES]:
            tree, coordinates = _settled(one)
            width, height = rooms[one.room]
            size = min(width / coordinates.width, height / coordinates.height, most)
            if size >= least:
                return Fitted(tree, coordinates, spacing, one.room, size, one.variant)
    return None


def fit_freely(variants: Sequence[LayoutVariant], size: float, spacing: Spacing) -> Fitted:
    """Arrange one of several trees for a page that takes whatever size is needed, at a given type."""
    found = []
    for variant in variants:
        arranger = Arranger(variant(), spacing)
        for shape in arranger.run():
            ratio = shape.width / shape.height / ASPECT
            merit = min(ratio, 1 / ratio) / (shape.width * shape.height) ** 0.5
            found.append(_Candidate(merit, size, 0, variant, arranger, shape))
    best = max(found, key=lambda one: one.merit)
    return Fitted(*_settled(best), spacing, 0, size, best.variant)


def _candidates(
    variants: Sequence[LayoutVariant],
    rooms: Sequence[tuple[float, float]],
    most: float,
    spacing: Spacing,
    *,
    careful: bool,
) -> list[_Candidate]:
    """List what could be drawn, best first: large type, weighed by how well it reads."""
    found = []
    for variant in variants:
        tree = variant()
        ease = _ease(tree)
        lines = TALL * sum(tree.height) / max(len(tree), 1)
        arranger = Arranger(tree, spacing, careful=careful)
        for shape in arranger.run():
            for room, (width, height) in enumerate(rooms):
                size = min(width / shape.width, height / shape.height)
                merit = min(size, most) * ease[shape.style] + 1e-3 * min(size, 2 * most) - lines
                found.append(_Candidate(merit, size, room, variant, arranger, shape))
    return sorted(found, key=lambda one: -one.merit)


def _ease(tree: BoxTree) -> dict[int, float]:
    """Weigh how well a chart reads by what stands under its top: a row is what officials expect."""
    top = tree.children[tree.root]
    branches = any(tree.children[child] for child in top)
    return {ROW: 1.0, WRAP: 0.9, STACK: 0.75 if branches else 1.0}


def _settled(chosen: _Candidate) -> tuple[BoxTree, Coordinates]:
    """Settle on a shape and assign coordinates; a tree on which another shape was settled before is made anew."""
    arranger = chosen.arranger
    if arranger.settled:
        arranger = Arranger(chosen.variant(), arranger.spacing, careful=arranger.careful)
        arranger.run()
    arranger.settle(chosen.shape)
    return arranger.tree, assign_coordinates(arranger.tree, arranger.spacing)
