"""Draw the lines of the chart: from each box to the boxes under it, by the way its family is arranged."""

from __future__ import annotations

from orgmodel.charts.layout.box_tree import STACK, Gaps, Hierarchy
from orgmodel.charts.layout.coordinates import Placement

Points = tuple[tuple[float, float], ...]


def connect(tree: Hierarchy, placed: Placement, gaps: Gaps) -> list[tuple[int, int, Points]]:
    """Give a line (parent, child, corners) for every child that has a parent's box above it, in ems."""
    found: list[tuple[int, int, Points]] = []
    for one in tree.outward():
        if one in tree.hollow:
            continue
        found += [(one, child, _to_side(tree, placed, one, child)) for child in tree.sides.get(one, ())]
        lead = _Lead(tree, placed, gaps, one)
        for child in tree.children[one]:
            if child in tree.hollow:
                found += [(one, leaf, lead.to_run(leaf, child)) for leaf in tree.children[child]]
            else:
                found.append((one, child, lead.to(child)))
    return found


class _Lead:
    """Lead lines from the bottom of one box."""

    def __init__(self, tree: Hierarchy, placed: Placement, gaps: Gaps, one: int) -> None:
        self.tree, self.placed, self.one = tree, placed, one
        self.rise = gaps.down / 2
        self.x = placed.x[one] + tree.width[one] / 2
        self.bottom = placed.y[one] + tree.height[one]
        family = tree.children[one]
        self.first = placed.y[family[0]] - self.rise if family else 0.0
        self.comb = tree.styles[one] == STACK and len(tree.breaks.get(one, (0,))) == 1 and one not in tree.sides

    def to(self, child: int) -> Points:
        """Lead to a child of the box's own family."""
        if self.tree.styles[self.one] != STACK:
            return self._down_to(child, self._bus(self.placed.y[child] - self.rise))
        if self.comb:
            spine = self.placed.spines[child]
            return ((spine, self.bottom), *self._from_spine(child)[1:])
        return (*self._bus(self.first), *self._from_spine(child))

    def to_run(self, leaf: int, run: int) -> Points:
        """Lead to a leaf of a run that stands in the family."""
        bus = self._bus(self.placed.y[run] - self.rise)
        if self.tree.styles[run] == STACK:
            return (*bus, *self._from_spine(leaf, bus[-1][1]))
        return self._down_to(leaf, bus)

    def _bus(self, level: float) -> Points:
        """Lead down to the line over a row, by the trunk at the left where other rows stand between."""
        trunk = self.placed.trunks.get(self.one)
        if trunk is None or level <= self.first + 1e-9:
            return ((self.x, self.bottom), (self.x, level))
        return ((self.x, self.bottom), (self.x, self.first), (trunk, self.first), (trunk, level))

    def _down_to(self, child: int, bus: Points) -> Points:
        middle, top = self.placed.x[child] + self.tree.width[child] / 2, self.placed.y[child]
        if len(bus) == 2 and abs(middle - self.x) < 1e-6:
            return (bus[0], (self.x, top))
        return (*bus, (middle, bus[-1][1]), (middle, top))

    def _from_spine(self, child: int, level: float | None = None) -> Points:
        spine = self.placed.spines[child]
        middle = self.placed.y[child] + self.tree.height[child] / 2
        return ((spine, self.first if level is None else level), (spine, middle), (self.placed.x[child], middle))


def _to_side(tree: Hierarchy, placed: Placement, one: int, child: int) -> Points:
    x = placed.x[one] + tree.width[one] / 2
    level = placed.y[child] + tree.height[child] / 2
    right = placed.x[child] > x
    return (
        (x, placed.y[one] + tree.height[one]),
        (x, level),
        (placed.x[child] + (0 if right else tree.width[child]), level),
    )
