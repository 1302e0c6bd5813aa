"""Assign coordinates to the boxes of an arranged tree: parents over the middle of their children, branches as close as they fit.

Each branch carries its contours up; columns, wrapped rows and rows of leaves enter as rectangles.
"""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.charts.layout.box_tree import ROW, STACK, BoxTree, Spacing
from orgmodel.charts.layout.contour import Branch, join_branches
from orgmodel.core.gc_pause import gc_paused


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Give the left and top of each box, and the size of all together, in ems.

    ``stems`` has the x of the line from which each child of a column hangs, ``trunks`` that of the line which serves
    the rows under a box.
    """

    x: list[float]
    y: list[float]
    width: float
    height: float
    stems: list[float]
    trunks: dict[int, float]


def assign_coordinates(tree: BoxTree, spacing: Spacing | None = None) -> Coordinates:
    """Give every box its left and top; costs grow in line with their number.

    >>> tree = BoxTree.of([-1, 0, 0], [10.0, 4.0, 4.0], [2.0, 2.0, 2.0])
    >>> placed = assign_coordinates(tree)
    >>> [round(x, 1) for x in placed.x], placed.width
    ([0.0, 0.4, 5.6], 10.0)
    """
    if not len(tree):
        return Coordinates([], [], 0.0, 0.0, [], {})
    with gc_paused():
        return _Assignment(tree, spacing or Spacing()).run()


class _Assignment:
    """Hold what one run works on: offsets from the parent's middle and top, and the branches not yet joined."""

    def __init__(self, tree: BoxTree, spacing: Spacing) -> None:
        self.tree, self.spacing = tree, spacing
        self.x, self.y = [0.0] * len(tree), [0.0] * len(tree)
        self.branches: list[Branch | None] = [None] * len(tree)
        self.stems = [0.0] * len(tree)
        self.trunks: dict[int, float] = {}

    def run(self) -> Coordinates:
        tree, branches = self.tree, self.branches
        children, styles = tree.children, tree.styles
        order = tree.top_down()
        for node in reversed(order):
            family = children[node]
            if not family:
                if node in tree.sides:
                    branches[node] = self._rectangle(node, 0.0, 0.0, self._size(node)[1])
                continue  # a leaf is joined from its size alone
            if styles[node] == ROW:
                branches[node] = self._row(node, family)
            elif styles[node] == STACK:
                branches[node] = self._stack(node, family)
            else:
                branches[node] = self._wrapped(node, family)
            for child in family:
                branches[child] = None
        return self._absolute(order, self._branch(order[0]))

    def _branch(self, node: int) -> Branch:
        branch = self.branches[node]
        if branch is not None:
            return branch
        half, bottom = self.tree.width[node] / 2, self.tree.height[node]
        low = bottom + self.spacing.clear
        return ([(low, -half)], 0.0, 0.0), ([(low, half)], 0.0, 0.0), bottom, -half, half

    def _size(self, node: int) -> tuple[float, float]:
        if node in self.tree.sides:
            return self.tree.size_with_sides(node, self.spacing)
        return self.tree.width[node], self.tree.height[node]

    def _rectangle(self, node: int, least: float, most: float, bottom: float) -> Branch:
        """Make the branch of a box over a rectangle."""
        low = bottom + self.spacing.clear
        left, right = [(low, least)], [(low, most)]
        if node not in self.tree.virtual:
            wide, high = self._size(node)
            half = wide / 2
            left.append((high, -half))
            right.append((high, half))
            least, most = min(least, -half), max(most, half)
        return (left, 0.0, 0.0), (right, 0.0, 0.0), bottom, least, most

    def _leans(self, node: int) -> bool:
        """Tell whether a box stands at the left of what is below it, not over its middle: one of a column does."""
        above = self.tree.parent[node]
        return above >= 0 and above not in self.tree.virtual and self.tree.styles[above] == STACK

    def _row(self, node: int, family: list[int]) -> Branch:
        """Put children side by side and their parent over the middle."""
        tree, spacing, branches = self.tree, self.spacing, self.branches
        virtual = node in tree.virtual
        wide, high = self._size(node)
        top = 0.0 if virtual else high + spacing.down
        if all(branches[child] is None for child in family):
            return self._leaves(node, family, top)
        (left, right, bottom, least, most), anchors = join_branches([self._branch(child) for child in family], spacing)
        first, last = anchors[0], anchors[-1]
        middle = least + wide / 2 if self._leans(node) else (first + last) / 2
        for child, anchor in zip(family, anchors, strict=True):
            self.x[child] = anchor - middle
            self.y[child] = top
        left, right = (left[0], left[1] - middle, left[2] + top), (right[0], right[1] - middle, right[2] + top)
        least, most = least - middle, most - middle
        if virtual:
            return left, right, bottom, least, most
        bus = min(first - middle, 0.0), max(last - middle, 0.0)
        if family[0] in tree.virtual or family[-1] in tree.virtual:
            bus = least, most  # the line over a run of leaves reaches its outer stems
        half = wide / 2
        low = high + spacing.clear
        if len(family) > 1:
            low = high
            left[0].append((top - left[2], bus[0] - left[1]))
            right[0].append((top - right[2], bus[1] - right[1]))
        left[0].append((low - left[2], -half - left[1]))
        right[0].append((low - right[2], half - right[1]))
        return left, right, bottom + top, min(least, -half), max(most, half)

    def _leaves(self, node: int, family: list[int], top: float) -> Branch:
        """Put leaves side by side; together they make a rectangle."""
        width, across = self.tree.width, self.spacing.across
        total = sum([width[child] for child in family]) + across * (len(family) - 1)
        begin = (width[family[0]] / 2 + total - width[family[-1]] / 2) / -2
        if self._leans(node):
            begin = self._size(node)[0] / -2
        at = begin
        for child in family:
            self.x[child] = at + width[child] / 2
            self.y[child] = top
            at += width[child] + across
        return self._rectangle(node, begin, begin + total, top + max([self.tree.height[child] for child in family]))

    def _stack(self, node: int, family: list[int]) -> Branch:
        """Hang children in columns, each from a stem at its left."""
        spacing, width = self.spacing, self.tree.width
        virtual = node in self.tree.virtual
        plain = node not in self.tree.sides
        own_width, high = self._size(node)
        starts = self.tree.breaks.get(node, (0,))
        single = len(starts) == 1
        top = 0.0 if virtual else high + (spacing.stack if single and plain else spacing.down)
        across, bottom = 0.0, 0.0
        xs, ys, stems, branches, heights = self.x, self.y, self.stems, self.branches, self.tree.height
        stack, indent = spacing.stack, spacing.indent
        for start, stop in zip(starts, (*starts[1:], len(family)), strict=True):
            level, reach, stem = top, 0.0, across + indent / 2
            begin = across + indent + max([self._overhang(child) for child in family[start:stop]])
            for child in family[start:stop]:
                branch = branches[child]
                stems[child] = stem
                ys[child] = level
                xs[child] = begin + width[child] / 2
                most, low = (width[child] / 2, heights[child]) if branch is None else (branch[4], branch[2])
                level += low + stack
                reach = max(reach, xs[child] + most)
            bottom = max(bottom, level - stack)
            across = reach + spacing.across
        total = across - spacing.across
        if single and virtual:
            middle = indent / 2
        elif single or self._leans(node):
            middle = own_width / 2
        else:
            middle = (total + indent) / 2
        for child in family:
            xs[child] -= middle
            stems[child] -= middle
        return self._rectangle(node, -middle, total - middle, bottom)

    def _overhang(self, child: int) -> float:
        """Say how far a branch of a column reaches to the left of its box."""
        branch = self.branches[child]
        return 0.0 if branch is None else -branch[3] - self.tree.width[child] / 2

    def _wrapped(self, node: int, family: list[int]) -> Branch:
        """Put children side by side in several rows, with room at the left for the trunk that serves the later ones."""
        spacing = self.spacing
        virtual = node in self.tree.virtual
        high = self._size(node)[1]
        starts = self.tree.breaks.get(node, (0,))
        rows = []
        for start, stop in zip(starts, (*starts[1:], len(family)), strict=True):
            members = family[start:stop]
            rows.append((members, *join_branches([self._branch(child) for child in members], spacing)))
        trunk = 0.0 if virtual or len(rows) == 1 else spacing.indent
        reach = max(branch[4] - branch[3] for _, branch, _ in rows)
        middle = self._size(node)[0] / 2 if self._leans(node) else (trunk + reach) / 2
        if trunk:
            self.trunks[node] = trunk / 2 - middle
        level, bottom = (0.0 if virtual else high + spacing.down), 0.0
        for members, branch, anchors in rows:
            start_x = trunk + (reach - (branch[4] - branch[3])) / 2 - branch[3] - middle
            for child, anchor in zip(members, anchors, strict=True):
                self.x[child] = start_x + anchor
                self.y[child] = level
            bottom = level + branch[2]
            level = bottom + spacing.down
        return self._rectangle(node, -middle, trunk + reach - middle, bottom)

    def _absolute(self, order: list[int], whole: Branch) -> Coordinates:
        """Add up the offsets from the root on, and turn middles into lefts."""
        x, y, width, children = self.x, self.y, self.tree.width, self.tree.children
        stems, trunks, sides, styles = self.stems, self.trunks, self.tree.sides, self.tree.styles
        x[order[0]], y[order[0]] = -whole[3], 0.0
        for node in order:
            middle, top = x[node], y[node]
            family = children[node]
            for child in family:
                x[child] += middle
                y[child] += top
            if styles[node] == STACK:
                for child in family:
                    stems[child] += middle
            if node in trunks:
                trunks[node] += middle
            if node in sides:
                self._beside(node, middle, top)
            x[node] = middle - width[node] / 2
        return Coordinates(x, y, whole[4] - whole[3], whole[2], stems, trunks)

    def _beside(self, node: int, middle: float, top: float) -> None:
        """Hang offices and deputies right and left of the trunk, two a row."""
        tree, spacing = self.tree, self.spacing
        level = top + tree.height[node]
        for first in range(0, len(tree.sides[node]), 2):
            pair = tree.sides[node][first : first + 2]
            level += spacing.stack
            for each, right in zip(pair, (True, False), strict=False):
                self.x[each] = middle + spacing.side if right else middle - spacing.side - tree.width[each]
                self.y[each] = level
            level += max(tree.height[each] for each in pair)
