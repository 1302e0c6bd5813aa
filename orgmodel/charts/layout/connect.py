"""Draw the lines of the chart: from each box to the boxes under it, by the way its family is arranged."""

from __future__ import annotations

from orgmodel.charts.layout.box_tree import STACK, BoxTree, Spacing
from orgmodel.charts.layout.coordinates import Coordinates

Points = tuple[tuple[float, float], ...]


def connect(tree: BoxTree, coordinates: Coordinates, spacing: Spacing) -> list[tuple[int, int, Points]]:
    """Give a line (parent, child, corners) for every child that has a parent's box above it, in ems."""
    found: list[tuple[int, int, Points]] = []
    for one in tree.outward():
        if one in tree.virtual:
            continue
        found += [(one, child, _to_side(tree, coordinates, one, child)) for child in tree.sides.get(one, ())]
        lead = _Lead(tree, coordinates, spacing, one)
        for child in tree.children[one]:
            if child in tree.virtual:
                found += [(one, leaf, lead.to_run(leaf, child)) for leaf in tree.children[child]]
            else:
                found.append((one, child, lead.to(child)))
    return found


class _Lead:
    """Lead lines from the bottom of one box."""

    def __init__(self, tree: BoxTree, coordinates: Coordinates, spacing: Spacing, one: int) -> None:
        self.tree, self.coordinates, self.one = tree, coordinates, one
        self.rise = spacing.down / 2
        self.x = coordinates.x[one] + tree.width[one] / 2
        self.bottom = coordinates.y[one] + tree.height[one]
        family = tree.children[one]
        self.first = coordinates.y[family[0]] - self.rise if family else 0.0
        self.comb = tree.styles[one] == STACK and len(tree.breaks.get(one, (0,))) == 1 and one not in tree.sides

    def to(self, child: int) -> Points:
        """Lead to a child of the box's own family."""
        if self.tree.styles[self.one] != STACK:
            return self._down_to(child, self._bus(self.coordinates.y[child] - self.rise))
        if self.comb:
            stem = self.coordinates.stems[child]
            return ((stem, self.bottom), *self._from_stem(child)[1:])
        return (*self._bus(self.first), *self._from_stem(child))

    def to_run(self, leaf: int, run: int) -> Points:
        """Lead to a leaf of a run that stands in the family."""
        bus = self._bus(self.coordinates.y[run] - self.rise)
        if self.tree.styles[run] == STACK:
            return (*bus, *self._from_stem(leaf, bus[-1][1]))
        return self._down_to(leaf, bus)

    def _bus(self, level: float) -> Points:
        """Lead down to the line over a row, by the trunk at the left where other rows stand between."""
        trunk = self.coordinates.trunks.get(self.one)
        if trunk is None or level <= self.first + 1e-9:
            return ((self.x, self.bottom), (self.x, level))
        return ((self.x, self.bottom), (self.x, self.first), (trunk, self.first), (trunk, level))

    def _down_to(self, child: int, bus: Points) -> Points:
        middle, top = self.coordinates.x[child] + self.tree.width[child] / 2, self.coordinates.y[child]
        if len(bus) == 2 and abs(middle - self.x) < 1e-6:
            return (bus[0], (self.x, top))
        return (*bus, (middle, bus[-1][1]), (middle, top))

    def _from_stem(self, child: int, level: float | None = None) -> Points:
        stem = self.coordinates.stems[child]
        middle = self.coordinates.y[child] + self.tree.height[child] / 2
        return ((stem, self.first if level is None else level), (stem, middle), (self.coordinates.x[child], middle))


def _to_side(tree: BoxTree, coordinates: Coordinates, one: int, child: int) -> Points:
    x = coordinates.x[one] + tree.width[one] / 2
    level = coordinates.y[child] + tree.height[child] / 2
    right = coordinates.x[child] > x
    return (
        (x, coordinates.y[one] + tree.height[one]),
        (x, level),
        (coordinates.x[child] + (0 if right else tree.width[child]), level),
    )
