"""Choose how each family is arranged: all the shapes that a branch can take, from narrow and tall to wide and low.

Every branch keeps a few shapes (width, height) of which none is worse than another in both; a parent's shapes are made
from its children's. Bounding boxes stand for branches here; placing by contour afterwards only makes things closer.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from orgmodel.charts.layout.hierarchy import ROW, STACK, WRAP, Gaps, Hierarchy

MOST_SHAPES = 9
RUN = 3  # so many leaves in a row between branches may hang from one spine


class Shape(NamedTuple):
    """Give the size of a branch, how its family is arranged, and which shape each child takes (None: leaves)."""

    width: float
    height: float
    style: int = ROW
    breaks: tuple[int, ...] | None = None
    picks: tuple[int, ...] | None = None


def gather_runs(tree: Hierarchy) -> None:
    """Hold each run of leaves that stands among branches under a hollow one, so that it can be a column."""
    for one in range(len(tree)):
        family = list(tree.children[one])
        leaf = [not tree.children[child] and child not in tree.sides for child in family]
        if all(leaf) or not any(leaf):
            continue
        run: list[int] = []
        for child, is_leaf in zip([*family, -1], [*leaf, False], strict=True):
            if is_leaf:
                run.append(child)
                continue
            if len(run) >= RUN:
                tree.hollow_over(run)
            run = []


class Arranger:
    """Work out the shapes of every branch, bottom up; ``limit`` leaves out what is larger than any page."""

    def __init__(self, tree: Hierarchy, gaps: Gaps) -> None:
        """Take a hierarchy whose runs are gathered; nothing is arranged yet."""
        self.tree, self.gaps = tree, gaps
        self.shapes: list[list[Shape]] = [[] for _ in range(len(tree))]

    def run(self) -> list[Shape]:
        """Give the shapes of the whole, narrowest first."""
        order = self.tree.outward()
        for one in reversed(order):
            self.shapes[one] = self.of(one, self.tree.children[one])
        return self.shapes[order[0]]

    def of(self, one: int, family: list[int]) -> list[Shape]:
        """Give the shapes of a box with the given children under it."""
        wide, high = self.tree.head(one, self.gaps)
        if not family:
            return [Shape(wide, high)]
        found = self._rows(one, family)
        if len(family) > 1:
            found += self._columns(one, family)
        if len(family) > 3 and any(self.tree.children[child] for child in family):
            found += self._wraps(one, family)
        return _best(found)

    def _heads(self, one: int, width: float, height: float, gap: float) -> tuple[float, float]:
        if one in self.tree.hollow:
            return width, height
        wide, high = self.tree.head(one, self.gaps)
        return max(wide, width), high + gap + height

    def _rows(self, one: int, family: list[int]) -> list[Shape]:
        gaps, shapes = self.gaps, self.shapes
        options = [shapes[child] for child in family]
        space = (gaps.apart if any(len(option) > 1 for option in options) else gaps.across) * (len(family) - 1)
        if all(len(option) == 1 for option in options):
            width = space + sum([option[0].width for option in options])
            height = max([option[0].height for option in options])
            return [Shape(*self._heads(one, width, height, gaps.down), ROW, None, (0,) * len(family))]
        found = []
        for cap in _caps(max(option[-1].height for option in options), [s.height for o in options for s in o]):
            picks = tuple(_narrowest(option, cap) for option in options)
            width = space + sum([option[pick].width for option, pick in zip(options, picks, strict=True)])
            height = max([option[pick].height for option, pick in zip(options, picks, strict=True)])
            found.append(Shape(*self._heads(one, width, height, gaps.down), ROW, None, picks))
        return found

    def _columns(self, one: int, family: list[int]) -> list[Shape]:
        gaps, shapes = self.gaps, self.shapes
        family = self._without_runs(family)
        options = [shapes[child] for child in family]
        found = []
        widest = max(option[0].width for option in options)
        caps = _caps(widest, [s.width for o in options for s in o])[:3]
        for cap in caps:
            picks = tuple(_lowest(option, cap) for option in options)
            sizes = [option[pick] for option, pick in zip(options, picks, strict=True)]
            heights = [size.height + gaps.stack for size in sizes]
            done = 0
            for count in range(1, min(len(family), 12) + 1):
                starts = split_evenly(heights, count)
                if len(starts) == done:
                    continue
                done = len(starts)
                width, height = -gaps.across, 0.0
                for start, stop in pairwise((*starts, len(family))):
                    width += gaps.indent + gaps.across + max([size.width for size in sizes[start:stop]])
                    height = max(height, sum(heights[start:stop]) - gaps.stack)
                single = len(starts) == 1 and one not in self.tree.sides
                total = self._heads(one, width, height, gaps.stack if single else gaps.down)
                found.append(Shape(*total, STACK, starts, picks))
        return found

    def _without_runs(self, family: list[int]) -> list[int]:
        """Give a family for columns: leaves of a run stand in it like any other child."""
        tree = self.tree
        if not any(child in tree.hollow for child in family):
            return family
        return [leaf for child in family for leaf in (tree.children[child] if child in tree.hollow else [child])]

    def _wraps(self, one: int, family: list[int]) -> list[Shape]:
        gaps, shapes = self.gaps, self.shapes
        options = [shapes[child] for child in family]
        found = []
        caps = _caps(max(option[-1].height for option in options), [s.height for o in options for s in o])[:3]
        for cap in caps:
            picks = tuple(_narrowest(option, cap) for option in options)
            sizes = [option[pick] for option, pick in zip(options, picks, strict=True)]
            widths = [size.width + gaps.apart for size in sizes]
            for count in range(2, min(len(family) // 2, 6) + 1):
                starts = split_evenly(widths, count)
                width, height = 0.0, -gaps.down
                for start, stop in pairwise((*starts, len(family))):
                    width = max(width, sum(widths[start:stop]) - gaps.apart)
                    height += gaps.down + max([size.height for size in sizes[start:stop]])
                trunk = 0.0 if one in self.tree.hollow else gaps.indent
                found.append(Shape(*self._heads(one, width + trunk, height, gaps.down), WRAP, starts, picks))
        return found

    def settle(self, shape: Shape) -> None:
        """Write the choices of a shape of the whole into the hierarchy."""
        tree, shapes = self.tree, self.shapes
        waiting = [(tree.outward()[0], shape)]
        while waiting:
            one, chosen = waiting.pop()
            tree.styles[one] = chosen.style
            if chosen.breaks is not None:
                tree.breaks[one] = chosen.breaks
            if chosen.style == STACK:
                tree.children[one] = self._without_runs(tree.children[one])
                for child in tree.children[one]:
                    tree.parent[child] = one
            for child, pick in zip(tree.children[one], chosen.picks or (), strict=False):
                waiting.append((child, shapes[child][pick]))


def split_evenly(sizes: list[float], count: int) -> tuple[int, ...]:
    """Cut a list into at most ``count`` runs whose greatest sum is as small as it can be; give where each begins.

    >>> split_evenly([3, 1, 1, 3], 2)
    (0, 2)
    """
    low, high = max(*sizes, sum(sizes) / count), sum(sizes)
    best = _cut(sizes, high)
    if count == 1:
        return best
    for _ in range(12):
        middle = (low + high) / 2
        tried = _cut(sizes, middle)
        if len(tried) <= count:
            best, high = tried, middle
        else:
            low = middle
    return best


def _cut(sizes: list[float], limit: float) -> tuple[int, ...]:
    starts, used = [0], 0.0
    for number, size in enumerate(sizes):
        if used + size > limit * (1 + 1e-12) and used:
            starts.append(number)
            used = 0.0
        used += size
    return tuple(starts)


def _caps(least: float, values: list[float]) -> list[float]:
    """Pick a few limits from those worth trying, from the least possible to the greatest."""
    known = sorted({value for value in values if value >= least} | {least})
    if len(known) <= 6:
        return known
    return [known[round(step * (len(known) - 1) / 5)] for step in range(6)]


def _narrowest(option: list[Shape], height: float) -> int:
    """Pick the narrowest shape that is no higher."""
    for number, shape in enumerate(option):
        if shape.height <= height:
            return number
    return len(option) - 1


def _lowest(option: list[Shape], width: float) -> int:
    """Pick the lowest shape that is no wider."""
    for number in range(len(option) - 1, -1, -1):
        if option[number].width <= width:
            return number
    return 0


def _best(found: list[Shape]) -> list[Shape]:
    """Keep the shapes that no other beats, narrowest first, and a fair selection where there are many."""
    kept: list[Shape] = []
    for shape in sorted(found, key=lambda one: (one.width, one.height, one.style)):
        if not kept or shape.height < kept[-1].height - 1e-9:
            kept.append(shape)
    if len(kept) <= MOST_SHAPES:
        return kept
    last = len(kept) - 1
    return [kept[round(step * last / (MOST_SHAPES - 1))] for step in range(MOST_SHAPES)]
