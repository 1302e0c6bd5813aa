"""Find the arrangement of a tree that lets its type be largest on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from orgmodel.charts.layout.arrange import Arranger
from orgmodel.charts.layout.box_tree import ROW, STACK, WRAP, BoxTree, Spacing
from orgmodel.charts.layout.coordinates import Coordinates, assign_coordinates
from orgmodel.charts.layout.families import Families, Plan
from orgmodel.charts.layout.shapes import Shape

ASPECT = 1.5  # width to height of a page that grows with its chart
TIGHT = Spacing(across=0.8, apart=1.3, down=1.7, stack=0.5, indent=1.3, side=0.8, clear=0.6)
CLOSE = Spacing(across=0.6, apart=0.9, down=1.4, stack=0.4, indent=1.1, side=0.7, clear=0.45)
TRIES = 6
ABOUT = (
    0.95  # of the size that is looked for: boxes with their coordinates may stand closer than their branches' frames
)
WIDELY = 1.08  # how much larger type must be for families of one shape to be arranged each by its texts
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

    def narrowed(self, families: Families) -> LayoutVariant:
        """Give the variant whose boxes are as narrow as they can be without more lines of text, those of equal families alike."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    merit: float
    size: float
    room: int
    variant: LayoutVariant
    look: _Look
    number: int  # of the shape


@dataclass(frozen=True, slots=True)
class _Look:
    """Hold with what care, spacing and plan a variant is looked at."""

    spacing: Spacing
    careful: bool = False
    families: Families | None = None
    plan: Plan | None = None
    one_way: bool = True  # what is the last resort where there is no room: chains that go on otherwise than they begin

    def arranger(self, tree: BoxTree) -> Arranger:
        return Arranger(
            tree, self.spacing, careful=self.careful, families=self.families, plan=self.plan, one_way=self.one_way
        )


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
    ways = [(spacing, False, True) for spacing in (Spacing(), TIGHT, CLOSE)]
    ways += [(CLOSE, False, False)] * _has_chains(variants[0]())
    for spacing, careful, one_way in (*ways, (CLOSE, True, False)):
        if careful and nearest < NEAR * least:
            break
        best: list[tuple[float, Fitted]] = []
        for narrowly in (False, True):
            families = Families(narrowly=narrowly)
            families.meet([one() for one in variants] if narrowly else [variants[0]()])
            look = _Look(spacing, careful, families, one_way=one_way)
            found = _candidates(variants, rooms, most, look)
            if NEAR * least < found[0].size < min(most, least + EASY):
                promising = list(dict.fromkeys(one.variant for one in found))[: None if careful else PROMISING]
                found += _candidates([one.narrowed(families) for one in promising], rooms, most, look)
                found.sort(key=lambda one: -one.merit)
            nearest = max([nearest, *(one.size for one in found)])
            if (made := _best(found, rooms, least, most)) is not None:
                best.append((made[0] * (1.0 if narrowly else WIDELY), made[1]))
            if not families.several:
                break  # then no family is like another, and none is more narrowly
        if best:
            return max(best, key=lambda pair: pair[0])[1]
    return None


def fit_planned(
    variant: LayoutVariant,
    rooms: Sequence[tuple[float, float]],
    least: float,
    most: float,
    spacing: Spacing,
    families: Families,
    plan: Plan | None,
) -> Fitted | None:
    """Arrange one tree on one of several pages by a plan; None where the type would be smaller than ``least``."""
    look = _Look(spacing, families=families, plan=plan)
    made = _best(_shapes_of(variant, rooms, most, look), rooms, least, most)
    if made is None and _has_chains(variant()):
        made = _best(_shapes_of(variant, rooms, most, replace(look, one_way=False)), rooms, least, most)
    return None if made is None else made[1]


def _has_chains(tree: BoxTree) -> bool:
    """Tell whether an only child has an only child."""
    only = (family[0] for family in tree.children if len(family) == 1)
    return any(len(tree.children[child]) == 1 for child in only)


def _best(
    found: Sequence[_Candidate], rooms: Sequence[tuple[float, float]], least: float, most: float
) -> tuple[float, Fitted] | None:
    """Settle on the candidate that turns out best once boxes have their coordinates, of the first few; give its merit too."""
    best: tuple[float, Fitted] | None = None
    for one in [one for one in found if one.size >= least * ABOUT][:TRIES]:
        tree, coordinates = _settled(one)
        width, height = rooms[one.room]
        size = min(width / coordinates.width, height / coordinates.height, most)
        merit = one.merit * size / min(one.size, most)
        if size >= least and (best is None or merit > best[0] + 1e-9):
            best = merit, Fitted(tree, coordinates, one.look.spacing, one.room, size, one.variant)
    return best


def fit_freely(variants: Sequence[LayoutVariant], size: float, spacing: Spacing) -> Fitted:
    """Arrange one of several trees for a page that takes whatever size is needed, at a given type."""
    families = Families()
    families.meet([variants[0]()])
    best: tuple[float, LayoutVariant, Arranger, Shape] | None = None
    for variant, look in _looks(variants, _Look(spacing, families=families)):
        arranger = look.arranger(variant())
        for shape in arranger.run():
            ratio = shape.width / shape.height / ASPECT
            merit = min(ratio, 1 / ratio) / (shape.width * shape.height) ** 0.5
            if best is None or merit > best[0]:
                best = merit, variant, arranger, shape
    assert best is not None
    _, variant, arranger, shape = best
    arranger.settle(shape)
    return Fitted(arranger.tree, assign_coordinates(arranger.tree, spacing), spacing, 0, size, variant)


def _looks(variants: Sequence[LayoutVariant], look: _Look) -> list[tuple[LayoutVariant, _Look]]:
    """List with which plan each variant is looked at: with none where no family has an equal."""
    plans: Sequence[Plan | None] = (look.families.plans if look.families is not None else ()) or (None,)
    return [(variant, replace(look, plan=plan)) for variant in variants for plan in plans]


def _candidates(
    variants: Sequence[LayoutVariant], rooms: Sequence[tuple[float, float]], most: float, look: _Look
) -> list[_Candidate]:
    """List what could be drawn, best first: large type, weighed by how well it reads."""
    middle = variants[len(variants) // 2]
    first = [(_shapes_of(middle, rooms, most, planned), planned) for _, planned in _looks([middle], look)]
    first.sort(key=lambda pair: -pair[0][0].merit)
    found = [one for shapes, _ in first for one in shapes]
    for _, planned in first[:PROMISING]:
        for variant in variants:
            if variant is not middle:
                found += _shapes_of(variant, rooms, most, planned)
    return sorted(found, key=lambda one: -one.merit)


def _shapes_of(
    variant: LayoutVariant, rooms: Sequence[tuple[float, float]], most: float, look: _Look
) -> list[_Candidate]:
    tree, found = variant(), []
    ease = _ease(tree)
    lines = TALL * sum(tree.height) / max(len(tree), 1)
    for number, shape in enumerate(look.arranger(tree).run()):
        for room, (width, height) in enumerate(rooms):
            size = min(width / shape.width, height / shape.height)
            merit = min(size, most) * ease[shape.style] + 1e-3 * min(size, 2 * most) - lines
            found.append(_Candidate(merit, size, room, variant, look, number))
    return sorted(found, key=lambda one: -one.merit)


def _ease(tree: BoxTree) -> dict[int, float]:
    """Weigh how well a chart reads by what stands under its top: a row is what officials expect."""
    top = tree.children[tree.root]
    branches = any(tree.children[child] for child in top)
    return {ROW: 1.0, WRAP: 0.9, STACK: 0.75 if branches else 1.0}


def _settled(chosen: _Candidate) -> tuple[BoxTree, Coordinates]:
    """Settle on a shape of a tree made anew, and assign coordinates."""
    tree = chosen.variant()
    arranger = chosen.look.arranger(tree)
    arranger.settle(arranger.run()[chosen.number])
    return tree, assign_coordinates(tree, chosen.look.spacing)
