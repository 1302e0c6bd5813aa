"""Choose how each family is arranged: all the shapes that a branch can take, from narrow and tall to wide and low.

Every branch keeps a few shapes (width, height) of which none is worse than another in both, as the shape functions of
floorplans do; a parent's shapes are made from its children's. Bounding boxes stand for branches here; assigning
coordinates by contour afterwards only makes things closer. Siblings of one group stand on one level, or in columns that
begin on one; families of which there are several are arranged by a plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, combinations, pairwise

from orgmodel.charts.layout.box_tree import ROW, STACK, WRAP, BoxTree, Spacing
from orgmodel.charts.layout.families import LEAF, Families, Plan, closed_breaks
from orgmodel.charts.layout.shapes import Shape, by_height, by_width, pareto, row_of, split_evenly

MOST_SHAPES, MANY_SHAPES = 14, 40  # kept of each branch, quickly or with care
EVERY = 1000  # of several trees on a page
MOST_CAPS, MANY_CAPS = 12, 30  # limits of height tried in each row
MOST_COLUMNS = 12
MOST_ROWS = 6
MOST_BREAKS = 24  # ways tried to break a family into rows
LEAF_RUN = 3  # so many leaves in a row between branches may hang from one stem


class Arranger:
    """Work out the shapes of branches, bottom up, and settle on one of them."""

    def __init__(
        self,
        tree: BoxTree,
        spacing: Spacing,
        *,
        careful: bool = False,
        families: Families | None = None,
        plan: Plan | None = None,
        one_way: bool = False,
    ) -> None:
        """Take a tree in which nothing is arranged yet; ``careful`` looks at more shapes and takes longer.

        ``one_way`` takes of chains of only children the shapes alone that go on as they begin.
        """
        self.tree, self.spacing, self.careful = tree, spacing, careful
        self.families, self.plan, self.one_way = families or Families(), plan, one_way
        self.most_shapes = MANY_SHAPES if careful else MOST_SHAPES
        self.most_caps = MANY_CAPS if careful else MOST_CAPS
        self.shapes: list[list[Shape]] = [[] for _ in range(len(tree))]
        self.numbers = [LEAF] * len(tree)

    def run(self) -> list[Shape]:
        """Give the shapes of the whole, narrowest first."""
        tree, order = self.tree, self.tree.top_down()
        leaves: dict[tuple[float, float], list[Shape]] = {}  # most boxes are leaves, and of few sizes
        for node in reversed(order):
            family = tree.children[node]
            if family or node in tree.sides:
                self.take(node, self.of(node, family), family)
                continue
            size = tree.width[node], tree.height[node]
            self.shapes[node] = leaves.get(size) or leaves.setdefault(size, self.of(node, family))
        return self.shapes[order[0]]

    def take(self, node: int, shapes: list[Shape], family: list[int]) -> None:
        """Keep the shapes of a box with the given children under it."""
        self.shapes[node] = shapes
        self.numbers[node] = self.families.of_node(self.tree, node, family, self.numbers)

    def of(self, node: int, family: list[int]) -> list[Shape]:
        """Give the shapes of a box with the given children under it, whose own shapes are known."""
        if not family:
            wide, high = self.tree.size_with_sides(node, self.spacing)
            return [Shape(wide, high, wide / 2)]
        if self._is_planned(node, family):
            return [self._planned(node, family)]
        found = self._columns(node, family)
        leaves = not self._has_branches(family)
        parts = self.parts(family)
        options = [self._options(part) for part in parts]
        found += self._rows(node, options, self.spacing.across if leaves else self.spacing.apart)
        virtual = node in self.tree.virtual
        if not leaves and len(options) > 2 - virtual:
            found += self._wraps(node, parts, options)
        if self.one_way and len(family) == 1:
            found = self._in_one_way(family[0], found)
        return pareto(found, EVERY if virtual else self.most_shapes)

    def _in_one_way(self, child: int, found: list[Shape]) -> list[Shape]:
        """Keep, of a box over an only child that has an only child itself, the shapes in which the chain goes on as it goes below."""
        if len(self.tree.children[child]) != 1:
            return found
        below = self.shapes[child]
        return [one for one in found if below[one.picks[0]].style == one.style] or found

    def forest(self, options: list[list[Shape]]) -> list[Shape]:
        """Give the shapes of trees that stand side by side, or in rows."""
        found = self._rows(-1, options, self.spacing.apart)
        return pareto(found + self._wraps(-1, [[-1]] * len(options), options), EVERY)

    # -- families of which there are several -------------------------------------------------------------------------

    def _is_planned(self, node: int, family: list[int]) -> bool:
        """Tell whether there are several of a family, all of which are arranged by the plan."""
        if self.plan is None or node < 0 or node in self.tree.virtual:
            return False
        return self.families.of_node(self.tree, node, family, self.numbers) in self.families.several

    def _planned(self, node: int, family: list[int]) -> Shape:
        assert self.plan is not None
        firsts = (0,) * len(family)
        if not self._has_branches(family):
            if not self.plan.leaves_in_rows:
                return self._in_columns(node, family, firsts, self.plan.columns(len(family)))
            sizes = [self.shapes[child][0] for child in family]
            return Shape(*self._below(node, *row_of(sizes, self.spacing.across), self.spacing.down), ROW, (0,), firsts)
        if self._goes_on(family) or (not self.plan.in_rows and all(self.shapes[child][0].is_comb for child in family)):
            return self._in_columns(node, family, firsts, 1)
        sizes = [self._options(part, planned=True)[0] for part in self.parts(family)]
        total = self._below(node, *row_of(sizes, self.spacing.apart), self.spacing.down)
        return Shape(*total, ROW, (0,), (0,) * len(sizes))

    def _goes_on(self, family: list[int]) -> bool:
        """Tell whether a box begins or continues a chain of only children that hang one at the side of the other."""
        if not self.one_way or len(family) != 1 or len(self.tree.children[family[0]]) != 1:
            return False
        return self.shapes[family[0]][0].style == STACK

    # -- parts of a family -------------------------------------------------------------------------------------------

    def _has_branches(self, family: list[int]) -> bool:
        return any(len(self.shapes[child]) > 1 or self.shapes[child][0].picks for child in family)

    def parts(self, family: list[int]) -> list[list[int]]:
        """Cut a family into branches and runs of leaves; a family of leaves alone has one part a leaf.

        Leaves hang in a run only where all of their group do: the others stand on one level with the branches.
        """
        if not self._has_branches(family):
            return [[child] for child in family]
        groups = self.tree.groups
        counts = Counter([groups[child] for child in family])
        parts: list[list[int]] = []
        run: list[int] = []
        for child in [*family, -1]:
            if child >= 0 and not self._has_branches([child]) and child not in self.tree.sides:
                run.append(child)
                continue
            parts += _runs(run, groups, counts)
            run = []
            if child >= 0:
                parts.append([child])
        return parts

    def _options(self, part: list[int], *, planned: bool = False) -> list[Shape]:
        if len(part) == 1:
            return self.shapes[part[0]]
        firsts = (0,) * len(part)
        if planned and self.plan is not None:
            return [self._in_columns(-1, part, firsts, self.plan.columns(len(part)))]
        row = row_of([self.shapes[leaf][0] for leaf in part], self.spacing.across)
        return pareto([Shape(*row, ROW, (0,), firsts), *self._columns(-1, part)], self.most_shapes)

    def _below(self, node: int, width: float, height: float, middle: float, space: float) -> tuple[float, float, float]:
        """Give the size and the middle of a box over a family of a size, of which it stands over the middle."""
        if node < 0 or node in self.tree.virtual:
            return width, height, middle
        wide, high = self.tree.size_with_sides(node, self.spacing)
        left = min(0.0, middle - wide / 2)
        return max(width, middle + wide / 2) - left, high + space + height, middle - left

    # -- ways to arrange a family ------------------------------------------------------------------------------------

    def _rows(self, node: int, options: list[list[Shape]], space: float) -> list[Shape]:
        found = []
        for picks in by_height(options, self.most_caps):
            sizes = [option[pick] for option, pick in zip(options, picks, strict=True)]
            found.append(Shape(*self._below(node, *row_of(sizes, space), self.spacing.down), ROW, (0,), picks))
        return found

    def _columns(self, node: int, family: list[int]) -> list[Shape]:
        """Hang children in columns: any branch in one, but in several only such as stand at the left of their own."""
        combs = [[at for at, shape in enumerate(self.shapes[child]) if shape.is_comb] for child in family]
        free = [
            list(range(len(self.shapes[child]))) if self._may_lean(child) else own
            for child, own in zip(family, combs, strict=True)
        ]
        found = []
        if all(free):
            found += [self._in_columns(node, family, picks, 1) for picks in self._narrow(family, free)]
        if all(combs):
            for picks in self._narrow(family, combs):
                rows = 0
                for count in range(2, min(len(family), MOST_COLUMNS) + 1):
                    if -(-len(family) // count) == rows:
                        continue  # one column more, and not one row less
                    rows = -(-len(family) // count)
                    found.append(self._in_columns(node, family, picks, count))
        return found

    def _may_lean(self, child: int) -> bool:
        """Tell whether a branch may stand at the left of what is below it however that is arranged: it has no equal."""
        return self.plan is None or self.numbers[child] not in self.families.several

    def _narrow(self, family: list[int], allowed: list[list[int]]) -> list[tuple[int, ...]]:
        """Pick the narrowest of the shapes that are allowed, for a few limits of width."""
        options = [[self.shapes[child][at] for at in own] for child, own in zip(family, allowed, strict=True)]
        return [tuple([own[pick] for own, pick in zip(allowed, picks, strict=True)]) for picks in by_width(options, 3)]

    def _in_columns(self, node: int, family: list[int], picks: tuple[int, ...], count: int) -> Shape:
        """Hang children in so many columns, as even as they can be; a group that is broken begins a column."""
        spacing = self.spacing
        sizes = [self.shapes[child][pick] for child, pick in zip(family, picks, strict=True)]
        heights = tuple([size.height + spacing.stack for size in sizes])
        starts = self._starts(family, heights, count)
        ends = [0.0, *accumulate(heights)]
        width = height = 0.0
        aside = bool(self.tree.sides)
        widths = [size.width for size in sizes]
        for start, stop in pairwise((*starts, len(family))):
            reach = max(widths[start:stop])
            if aside:
                overs = [self._overhang(child) for child in family[start:stop]]
                reach = max([max(overs) - over + wide for over, wide in zip(overs, widths[start:stop], strict=True)])
            width += spacing.indent + reach + spacing.across
            height = max(height, ends[stop] - ends[start] - spacing.stack)
        single = len(starts) == 1 and node not in self.tree.sides
        width -= spacing.across
        middle = (width + spacing.indent) / 2
        if len(starts) == 1:
            middle = spacing.indent / 2 if node < 0 else self.tree.size_with_sides(node, spacing)[0] / 2
        total = self._below(node, width, height, middle, spacing.stack if single else spacing.down)
        return Shape(*total, STACK, starts, picks)

    def _overhang(self, child: int) -> float:
        """Say how far what hangs at the sides of a box reaches to the left of it."""
        if child not in self.tree.sides:
            return 0.0
        return (self.tree.size_with_sides(child, self.spacing)[0] - self.tree.width[child]) / 2

    def _starts(self, family: list[int], heights: tuple[float, ...], count: int) -> tuple[int, ...]:
        """Give where columns begin: as many as asked for, or fewer where groups would not begin on one level."""
        if count == 1:
            return (0,)
        groups = [self.tree.groups[child] for child in family]
        is_one = groups.count(groups[0]) == len(groups)
        begins = {} if is_one else {group: at for at, group in reversed(list(enumerate(groups)))}
        for fewer in range(count, 1, -1):
            starts = split_evenly(heights, fewer)
            if not is_one:
                starts = tuple(sorted({*starts, *(begins[groups[start]] for start in starts)}))
                if self._begins_level(groups, starts):
                    return starts
            elif len(starts) == len(family) or all(stop - start > 1 for start, stop in pairwise(starts)):
                return starts
        return (0,)

    @staticmethod
    def _begins_level(groups: list[str], starts: tuple[int, ...]) -> bool:
        """Tell whether each group is in one column, or begins every one that it is in: with two boxes in all but the last, or one in each."""
        columns: dict[str, list[int]] = {}
        inside: set[str] = set()  # groups that do not begin a column
        for start, stop in pairwise((*starts, len(groups))):
            held = Counter(groups[start:stop])
            inside |= held.keys() - {groups[start]}
            for group, count in held.items():
                columns.setdefault(group, []).append(count)
        return all(
            len(held) == 1 or (group not in inside and (max(held) == 1 or min(held[:-1]) > 1))
            for group, held in columns.items()
        )

    def _wraps(self, node: int, parts: list[list[int]], options: list[list[Shape]]) -> list[Shape]:
        spacing = self.spacing
        virtual = node < 0 or node in self.tree.virtual
        trunk = 0.0 if virtual else spacing.indent
        found = []
        for picks in by_height(options, 4):
            sizes = [option[pick] for option, pick in zip(options, picks, strict=True)]
            for starts in self._wrap_starts(parts, sizes, free=virtual):
                rows = [row_of(sizes[start:stop], spacing.apart) for start, stop in pairwise((*starts, len(options)))]
                width = max(row[0] for row in rows) + trunk
                height = sum(row[1] for row in rows) + spacing.down * (len(rows) - 1)
                found.append(Shape(*self._below(node, width, height, width / 2, spacing.down), WRAP, starts, picks))
        return found

    def _wrap_starts(self, parts: list[list[int]], sizes: list[Shape], *, free: bool) -> list[tuple[int, ...]]:
        """List the ways to break a family into rows: anywhere among roots, else where no group goes on in the next row."""
        if free:
            widths = tuple([size.width + self.spacing.apart for size in sizes])
            return [split_evenly(widths, count) for count in range(2, min(len(sizes), MOST_ROWS) + 1)]
        groups = self.tree.groups
        part_of = [number for number, part in enumerate(parts) for _ in part]
        members = [child for part in parts for child in part]
        allowed = [at for at in closed_breaks([groups[child] for child in members]) if part_of[at] != part_of[at - 1]]
        places = [part_of[at] for at in allowed]
        ways = [(0, *chosen) for count in range(1, MOST_ROWS) for chosen in combinations(places, count)]
        return ways[:MOST_BREAKS]

    # -- the choice --------------------------------------------------------------------------------------------------

    def settle(self, shape: Shape) -> None:
        """Write the choices that a shape of the whole stands for into the tree, once."""
        tree = self.tree
        waiting = [(tree.top_down()[0], shape)]
        while waiting:
            node, chosen = waiting.pop()
            tree.styles[node], tree.breaks[node] = chosen.style, chosen.breaks
            family = tree.children[node]
            planned = self._is_planned(node, family)
            parts = [[child] for child in family] if chosen.style == STACK else self.parts(family)
            for part, pick in zip(parts, chosen.picks, strict=True):
                if len(part) == 1:
                    waiting.append((part[0], self.shapes[part[0]][pick]))
                else:
                    option = self._options(part, planned=planned)[pick]
                    run = tree.put_under_virtual(part)
                    self.shapes.append([])
                    self.numbers.append(LEAF)
                    tree.styles[run], tree.breaks[run] = option.style, option.breaks


def _runs(run: list[int], groups: Sequence[str], counts: Counter[str]) -> list[list[int]]:
    """Cut leaves that stand next to each other into runs whose groups are whole, and single ones."""
    inside = Counter([groups[leaf] for leaf in run])
    parts: list[list[int]] = []
    whole: list[int] = []
    for leaf in [*run, -1]:
        if leaf >= 0 and inside[groups[leaf]] == counts[groups[leaf]]:
            whole.append(leaf)
            continue
        parts += [whole] if len(whole) >= LEAF_RUN else [[one] for one in whole]
        whole = []
        if leaf >= 0:
            parts.append([leaf])
    return parts
