"""Draw the lines of the chart: from each box to the boxes under it, by the way its family is arranged."""

from __future__ import annotations

from orgmodel.charts.layout.box_tree import STACK, BoxTree, Spacing
from orgmodel.charts.layout.coordinates import Coordinates

Points = tuple[tuple[float, float], ...]


def connect(tree: BoxTree, coordinates: Coordinates, spacing: Spacing) -> list[tuple[int, int, Points]]:
    """Give a line (parent, child, corners) for every child that has a parent's box above it, in ems."""
    found: list[tuple[int, int, Points]] = []
    for node in tree.top_down():
        if node in tree.virtual:
            continue
        found += [(node, child, _to_side(tree, coordinates, node, child)) for child in tree.sides.get(node, ())]
        connector = _Connector(tree, coordinates, spacing, node)
        for child in tree.children[node]:
            if child in tree.virtual:
                found += [(node, leaf, connector.to_run(leaf, child)) for leaf in tree.children[child]]
            else:
                found.append((node, child, connector.to(child)))
    return found


class _Connector:
    """Lead lines from the bottom of one box."""

    def __init__(self, tree: BoxTree, coordinates: Coordinates, spacing: Spacing, node: int) -> None:
        self.tree, self.coordinates, self.node = tree, coordinates, node
        self.rise = spacing.down / 2
        self.x = coordinates.x[node] + tree.width[node] / 2
        self.bottom = coordinates.y[node] + tree.height[node]
        family = tree.children[node]
        self.first = coordinates.y[family[0]] - self.rise if family else 0.0
        self.comb = tree.styles[node] == STACK and len(tree.breaks.get(node, (0,))) == 1 and node not in tree.sides

    def to(self, child: int) -> Points:
        """Lead to a child of the box's own family."""
        if self.tree.styles[self.node] != STACK:
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
        trunk = self.coordinates.trunks.get(self.node)
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


def _to_side(tree: BoxTree, coordinates: Coordinates, node: int, child: int) -> Points:
    x = coordinates.x[node] + tree.width[node] / 2
    level = coordinates.y[child] + tree.height[child] / 2
    right = coordinates.x[child] > x
    return (
        (x, coordinates.y[node] + tree.height[node]),
        (x, level),
        (coordinates.x[child] + (0 if right else tree.width[child]), level),
    )
