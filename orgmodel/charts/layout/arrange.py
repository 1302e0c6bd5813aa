"""Choose how each family is arranged: all the shapes that a branch can take, from narrow and tall to wide and low.

Every branch keeps a few shapes (width, height) of which none is worse than another in both, as the shape functions of
floorplans do; a parent's shapes are made from its children's. Bounding boxes stand for branches here; assigning
coordinates by contour afterwards only makes things closer.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from orgmodel.charts.layout.box_tree import ROW, STACK, WRAP, BoxTree, Spacing

MOST_SHAPES, MANY_SHAPES = 14, 40  # kept of each branch, quickly or with care
MOST_CAPS, MANY_CAPS = 12, 30  # limits of height tried in each row
MOST_COLUMNS = 12
LEAF_RUN = 3  # so many leaves in a row between branches may hang from one stem


class Shape(NamedTuple):
    """Give the size of a branch, how its family is arranged, and which shape each part of the family takes."""

    width: float
    height: float
    style: int = ROW
    breaks: tuple[int, ...] = (0,)
    picks: tuple[int, ...] = ()


class Arranger:
    """Work out the shapes of branches, bottom up, and settle on one of them."""

    def __init__(self, tree: BoxTree, spacing: Spacing, *, careful: bool = False) -> None:
        """Take a tree in which nothing is arranged yet; ``careful`` looks at more shapes and takes longer."""
        self.tree, self.spacing, self.careful = tree, spacing, careful
        self.settled = False
        self.most_shapes = MANY_SHAPES if careful else MOST_SHAPES
        self.most_caps = MANY_CAPS if careful else MOST_CAPS
        self.shapes: list[list[Shape]] = [[] for _ in range(len(tree))]

    def run(self) -> list[Shape]:
        """Give the shapes of the whole, narrowest first."""
        order = self.tree.top_down()
        for node in reversed(order):
            self.shapes[node] = self.of(node, self.tree.children[node])
        return self.shapes[order[0]]

    def of(self, node: int, family: list[int]) -> list[Shape]:
        """Give the shapes of a box with the given children under it, whose own shapes are known."""
        if not family:
            return [Shape(*self.tree.size_with_sides(node, self.spacing))]
        found = self._columns(node, family)
        leaves = not self._has_branches(family)
        options = [self._options(part) for part in self.parts(family)]
        found += self._rows(node, options, self.spacing.across if leaves else self.spacing.apart)
        if not leaves and len(options) > 2:
            found += self._wraps(node, options)
        return _pareto(found, self.most_shapes)

    def _has_branches(self, family: list[int]) -> bool:
        return any(len(self.shapes[child]) > 1 or self.shapes[child][0].picks for child in family)

    def parts(self, family: list[int]) -> list[list[int]]:
        """Cut a family into branches and runs of leaves; a family of leaves alone has one part a leaf."""
        if not self._has_branches(family):
            return [[child] for child in family]
        parts: list[list[int]] = []
        run: list[int] = []
        for child in family:
            if self._has_branches([child]) or child in self.tree.sides:
                parts += [run] if len(run) >= LEAF_RUN else [[leaf] for leaf in run]
                run = []
                parts.append([child])
            else:
                run.append(child)
        return parts + ([run] if len(run) >= LEAF_RUN else [[leaf] for leaf in run])

    def _options(self, part: list[int]) -> list[Shape]:
        if len(part) == 1:
            return self.shapes[part[0]]
        row = self._row([self.shapes[leaf][0] for leaf in part], self.spacing.across)
        return _pareto([Shape(*row, ROW, (0,), (0,) * len(part)), *self._columns(-1, part)], self.most_shapes)

    def _below(self, node: int, width: float, height: float, space: float) -> tuple[float, float]:
        if node < 0 or node in self.tree.virtual:
            return width, height
        wide, high = self.tree.size_with_sides(node, self.spacing)
        return max(wide, width), high + space + height

    @staticmethod
    def _row(sizes: list[Shape], space: float) -> tuple[float, float]:
        return sum([size.width for size in sizes]) + space * (len(sizes) - 1), max([size.height for size in sizes])

    def _rows(self, node: int, options: list[list[Shape]], space: float) -> list[Shape]:
        found = []
        for picks in _by_height(options, self.most_caps):
            sizes = [option[pick] for option, pick in zip(options, picks, strict=True)]
            found.append(Shape(*self._below(node, *self._row(sizes, space), self.spacing.down), ROW, (0,), picks))
        return found

    def _columns(self, node: int, family: list[int]) -> list[Shape]:
        spacing = self.spacing
        options = [self.shapes[child] for child in family]
        # branches in several columns are hard to follow
        most = 1 if self._has_branches(family) else min(len(family), MOST_COLUMNS)
        single = node not in self.tree.sides
        found = []
        for picks in _by_width(options, 3):
            sizes = [option[pick] for option, pick in zip(options, picks, strict=True)]
            heights = tuple([size.height + spacing.stack for size in sizes])
            widths = [size.width + spacing.indent + spacing.across for size in sizes]
            alike = max(widths) if max(widths) == min(widths) else 0.0
            ends = [0.0, *accumulate(heights)]
            rows = 0
            for count in range(1, most + 1):
                if count > 1 and -(-len(family) // count) == rows:
                    continue  # one column more, and not one row less
                rows = -(-len(family) // count)
                starts = split_evenly(heights, count)
                columns = list(pairwise((*starts, len(family))))
                width = alike * len(columns) or sum([max(widths[start:stop]) for start, stop in columns])
                height = max([ends[stop] - ends[start] for start, stop in columns]) - spacing.stack
                space = spacing.stack if single and len(columns) == 1 else spacing.down
                total = self._below(node, width - spacing.across, height, space)
                found.append(Shape(*total, STACK, starts, picks))
        return found

    def _wraps(self, node: int, options: list[list[Shape]]) -> list[Shape]:
        spacing = self.spacing
        trunk = 0.0 if node in self.tree.virtual else spacing.indent
        found = []
        for picks in _by_height(options, 4):
            sizes = [option[pick] for option, pick in zip(options, picks, strict=True)]
            widths = tuple([size.width + spacing.apart for size in sizes])
            for count in range(2, min(len(options) - 1, 6) + 1):
                starts = split_evenly(widths, count)
                rows = [
                    self._row(sizes[start:stop], spacing.apart) for start, stop in pairwise((*starts, len(options)))
                ]
                width = max(row[0] for row in rows) + trunk
                height = sum(row[1] for row in rows) + spacing.down * (len(rows) - 1)
                found.append(Shape(*self._below(node, width, height, spacing.down), WRAP, starts, picks))
        return found

    def settle(self, shape: Shape) -> None:
        """Write the choices that a shape of the whole stands for into the tree, once."""
        self.settled = True
        tree = self.tree
        waiting = [(tree.top_down()[0], shape)]
        while waiting:
            node, chosen = waiting.pop()
            tree.styles[node], tree.breaks[node] = chosen.style, chosen.breaks
            family = tree.children[node]
            parts = [[child] for child in family] if chosen.style == STACK else self.parts(family)
            for part, pick in zip(parts, chosen.picks, strict=True):
                if len(part) == 1:
                    waiting.append((part[0], self.shapes[part[0]][pick]))
                else:
                    run = tree.put_under_virtual(part)
                    self.shapes.append([])
                    option = self._options(part)[pick]
                    tree.styles[run], tree.breaks[run] = option.style, option.breaks


@lru_cache(maxsize=4096)
def split_evenly(sizes: tuple[float, ...], count: int) -> tuple[int, ...]:
    """Cut numbers into at most ``count`` runs whose greatest sum is as small as it can be; give where each begins.

    >>> split_evenly((3, 1, 1, 3), 2)
    (0, 2)
    """
    best: tuple[int, ...] = (0,)
    if count == 1:
        return best
    ends = list(accumulate(sizes))
    largest, share = max(sizes), ends[-1] / count
    low, high = max(largest, share), min(share + largest, ends[-1])  # with so much room every cut succeeds
    best = _cut(ends, high, count) or best
    while high - low > 0.01 * low:
        middle = (low + high) / 2
        tried = _cut(ends, middle, count)
        if tried is None:
            low = middle
        else:
            best, high = tried, middle
    return _cut(ends, low, count) or best


def _cut(ends: list[float], limit: float, count: int) -> tuple[int, ...] | None:
    """Cut where running sums would pass a limit; None where that takes more runs than allowed."""
    starts, index, done, whole = [0], 0, 0.0, ends[-1]
    limit *= 1 + 1e-12
    for _ in range(count):
        if whole - done <= limit:
            return tuple(starts)
        index = bisect_right(ends, done + limit, index)
        starts.append(index)
        done = ends[index - 1]
    return None


def _by_height(options: list[list[Shape]], most: int) -> list[tuple[int, ...]]:
    """Pick from each part the narrowest shape under a limit of height, for the limits worth trying."""
    return _picks([[shape.height for shape in option] for option in options], most)


def _by_width(options: list[list[Shape]], most: int) -> list[tuple[int, ...]]:
    """Pick from each part the lowest shape under a limit of width, for the narrowest limits."""
    mirrored = [[shape.width for shape in reversed(option)] for option in options]
    found = _picks(mirrored, MOST_CAPS)[:most]
    return [tuple(len(option) - 1 - pick for option, pick in zip(options, picks, strict=True)) for picks in found]


def _picks(sizes: list[list[float]], most: int) -> list[tuple[int, ...]]:
    """Pick from each falling list the first that is under a limit, for up to ``most`` limits from the least possible."""
    if all(len(each) == 1 for each in sizes):
        return [(0,) * len(sizes)]
    least = max(each[-1] for each in sizes)
    limits = sorted({size for each in sizes for size in each if size >= least})
    if len(limits) > most:
        last = len(limits) - 1
        limits = [limits[round(step * last / (most - 1))] for step in range(most)]
    columns = []
    for each in sizes:
        picks, pick = [], len(each) - 1
        for limit in limits:
            while pick and each[pick - 1] <= limit:
                pick -= 1
            picks.append(pick)
        columns.append(picks)
    return list(dict.fromkeys(zip(*columns, strict=True)))


def _pareto(found: list[Shape], most: int) -> list[Shape]:
    """Keep the shapes that no other beats, narrowest first, and a fair selection where there are many."""
    kept: list[Shape] = []
    for shape in sorted(found, key=lambda shape: (shape.width, shape.height, shape.style)):
        if not kept or shape.height < kept[-1].height - 1e-9:
            kept.append(shape)
    if len(kept) <= most:
        return kept
    last = len(kept) - 1
    return [kept[round(step * last / (most - 1))] for step in range(most)]
