"""Partition a tree that does not fit one page into parts that do, by branches, and where need be by runs of siblings.

Bottom up, as in Kundu and Misra's partition of trees (1977): where a box with all below it becomes too large, its
heaviest branches continue elsewhere until the rest fits. Parts then share pages, so that what fits one page together is
on one (see :mod:`orgmodel.charts.layout.packing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from orgmodel.charts.layout.arrange import Arranger
from orgmodel.charts.layout.box_tree import BoxTree, Spacing
from orgmodel.charts.layout.families import LEAF, Families, Plan
from orgmodel.charts.layout.shapes import Shape

LONG = 300  # a family for which it pays to see first whether its area fits


@dataclass(frozen=True, slots=True)
class PagePart:
    """Hold what a part of the chart shows: ``top``, under it the branches of ``members``, and over it the boxes of ``root_path``.

    ``context`` says that the top itself is drawn in full elsewhere and is here only to say where the branches belong: they
    are a run of a long family that is dealt out. ``origin`` is the part that refers here first (parts count from 0; -1: none).
    """

    top: int
    members: tuple[int, ...]
    context: bool = False
    origin: int = -1
    root_path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Partition:
    """Hold the parts in reading order, for each box that continues elsewhere the parts where it does, and each part's shapes."""

    parts: list[PagePart]
    continuations: dict[int, list[int]]
    shapes: list[list[Shape]] = field(default_factory=list)

    def shown(self, tree: BoxTree, part: PagePart) -> list[int]:
        """List the boxes of a part from the top on, parents before their children, without what continues elsewhere."""
        found = list(part.root_path)
        for node in part.root_path:
            found += tree.sides.get(node, ())
        found.append(part.top)
        if not part.context:
            found += tree.sides.get(part.top, ())
        waiting = list(reversed(part.members))
        while waiting:
            node = waiting.pop()
            found.append(node)
            if node not in self.continuations:
                waiting += reversed(tree.children[node])
                found += tree.sides.get(node, ())
        return found


@dataclass(frozen=True, slots=True)
class Rooms:
    """Hold the pages that there may be (width and height in ems), and what a box needs more that stands at the top of one.

    ``reference`` is the height that a reference to a page adds to a box, ``heads`` what its name in full adds.
    """

    pages: Sequence[tuple[float, float]]
    reference: float = 0.0
    heads: Sequence[float] = ()

    def extra(self, node: int) -> float:
        """Give how much higher a box is at the top of a page."""
        return self.reference + (self.heads[node] if self.heads and 0 <= node < len(self.heads) else 0.0)

    def hold(self, shapes: Sequence[Shape], extra: float = 0.0) -> bool:
        """Tell whether a page holds one of some shapes."""
        return any(
            shape.width <= width and shape.height + extra <= height for shape in shapes for width, height in self.pages
        )


def partition(
    tree: BoxTree, rooms: Rooms, spacing: Spacing, *, families: Families | None = None, plan: Plan | None = None
) -> tuple[Partition, Arranger]:
    """Partition a tree so that each part fits one of the pages; families of which there are several go by the plan.

    Gives the parts, and the arranger with the shapes of every branch. Raises ValueError with the number of a box that does not fit a page by itself.
    """
    arranger = Arranger(tree, spacing, families=families, plan=plan, one_way=True)
    return _Partitioning(tree, rooms, arranger).run(), arranger


class _Partitioning:
    """Hold what one run works on."""

    def __init__(self, tree: BoxTree, rooms: Rooms, arranger: Arranger) -> None:
        self.tree, self.rooms, self.arranger = tree, rooms, arranger
        self.weight = [1] * len(tree)  # boxes on the page of each, so far
        self.cut_off: set[int] = set()  # boxes that continue elsewhere
        self.whole: dict[int, tuple[list[Shape], int]] = {}  # their shapes and family, where they are drawn in full
        self.runs: dict[int, list[tuple[int, ...]]] = {}  # runs of children that take a page each
        self.root_path = self._root_path()

    def run(self) -> Partition:
        tree, arranger = self.tree, self.arranger
        order = tree.top_down()
        for node in reversed(order):
            family = tree.children[node]
            made = self._fitting(node, family)
            if made is not None:
                arranger.take(node, made, family)
            elif not family:
                raise ValueError(node)
            else:
                self._prune(node, family)
            self.weight[node] = 1 if node in self.cut_off else 1 + sum([self.weight[child] for child in family])
        return self._ordered(order[0])

    def _root_path(self) -> list[int]:
        """List the boxes that stand one under the other from the top down to the first with more than one under it."""
        tree = self.tree
        root_path = [tree.root]
        while len(tree.children[root_path[-1]]) == 1:
            root_path.append(tree.children[root_path[-1]][0])
        return root_path

    def _fitting(self, node: int, family: list[int]) -> list[Shape] | None:
        """Give the shapes of a box with children under it, or None where none of them fits a page."""
        if len(family) > LONG:
            area = sum([min([shape.width * shape.height for shape in self.arranger.shapes[child]]) for child in family])
            if area > max(width * height for width, height in self.rooms.pages):
                return None
        made = self.arranger.of(node, family)
        return made if self.rooms.hold(made, self.rooms.extra(node)) else None

    def _cut(self, node: int) -> None:
        """Let a box refer to where it continues."""
        arranger, tree = self.arranger, self.tree
        self.cut_off.add(node)
        self.whole[node] = arranger.shapes[node], arranger.numbers[node]
        arranger.shapes[node] = [
            Shape(tree.width[node], tree.height[node] + self.rooms.reference, tree.width[node] / 2)
        ]
        arranger.numbers[node] = LEAF
        self.weight[node] = 1

    def _restore(self, node: int) -> None:
        """Draw a box in full again, for a while."""
        self.arranger.shapes[node], self.arranger.numbers[node] = self.whole[node]

    def _prune(self, node: int, family: list[int]) -> None:
        """Let the heaviest branches continue elsewhere, as few as will do; or else give each run of children a page."""
        heavy = [child for child in family if self.tree.children[child] and child not in self.cut_off]
        heavy.sort(key=lambda child: -self.weight[child])
        for child in heavy:
            self._cut(child)

        def without(count: int) -> list[Shape] | None:
            for child in heavy[count:]:
                self._restore(child)
            made = self._fitting(node, family)
            for child in heavy[count:]:
                self._cut(child)
            return made

        low, high, made = 0, len(heavy), without(len(heavy))
        if made is None:
            for child in heavy:
                self._restore(child)
                self.cut_off.discard(child)
            self._deal(node, family)
            return
        while high - low > 1:
            middle = (low + high) // 2
            tried = without(middle)
            if tried is None:
                low = middle
            else:
                high, made = middle, tried
        if high > len(heavy) / 3:  # rather all of a kind than a few left behind
            high = len(heavy)
        made = without(high) or made
        for child in heavy[high:]:
            self._restore(child)
            self.cut_off.discard(child)
        self.arranger.take(node, made, family)

    def _deal(self, node: int, family: list[int]) -> None:
        """Deal runs of children out over pages; the page above shows only this box, and where it continues."""
        arranger, rooms = self.arranger, self.rooms
        runs: list[tuple[int, ...]] = []
        begin, guess = 0, 1
        # what stands over it alone is on the page of the first run, rather than on its own
        if node == self.root_path[-1]:
            down = arranger.spacing.down
            over = sum([self.tree.size_with_sides(above, arranger.spacing)[1] + down for above in self.root_path[:-1]])
            self.rooms = replace(rooms, pages=[(width, height - over) for width, height in rooms.pages])
            if over > 0.5 * max(height for _, height in rooms.pages) or not self._most(node, family, guess):
                self.rooms, self.root_path = rooms, []
        while begin < len(family):
            count = self._most(node, family[begin:], guess)
            self.rooms = rooms
            if count == 0:  # the top and one branch are too much together: the branch continues elsewhere
                child = family[begin]
                if child in self.cut_off or not self.tree.children[child]:
                    raise ValueError(child)
                self._cut(child)
                continue
            runs.append(tuple(family[begin : begin + count]))
            begin, guess = begin + count, count
        if len(runs) == 1:  # it was a child that made it too large
            arranger.take(node, arranger.of(node, family), family)
            return
        self.runs[node] = runs
        arranger.take(node, [Shape(0.0, 0.0, 0.0)], [])
        self._cut(node)

    def _most(self, node: int, family: list[int], guess: int) -> int:
        """Count how many of the first children fit a page together, beginning from a guess."""
        low, high = 0, min(guess, len(family))
        while self._fitting(node, family[:high]) is not None:
            low = high
            if low == len(family):
                return low
            high = min(high * 2, len(family))
        while high - low > 1:
            middle = (low + high) // 2
            if self._fitting(node, family[:middle]) is None:
                high = middle
            else:
                low = middle
        return low

    def _ordered(self, root: int) -> Partition:
        """Put the parts in the order in which one reads: a branch's parts follow the part that refers to it."""
        made = Partition([], {node: [] for node in sorted(self.cut_off)})
        begin = root
        if self.root_path and self.root_path[-1] in self.runs:
            begin = self.root_path[-1]
        parts = self._parts(begin)
        parts[0] = replace(parts[0], root_path=tuple(self.root_path[:-1]) if begin != root else ())
        waiting = [(part, -1) for part in reversed(parts)]
        while waiting:
            part, origin = waiting.pop()
            number = len(made.parts)
            if part.context:  # the next run of one long family
                origin = made.continuations[part.top][-1]
            made.parts.append(replace(part, origin=origin))
            made.shapes.append(self._shapes(part))
            if part.top in self.cut_off:
                made.continuations[part.top].append(number)
            later = [
                one
                for node in made.shown(self.tree, part)
                if node in self.cut_off and node != part.top
                for one in self._parts(node)
            ]
            waiting += [(later_part, number) for later_part in reversed(later)]
        return made

    def _shapes(self, part: PagePart) -> list[Shape]:
        """Give the shapes of a part, without what a box at the top of a page needs more."""
        made = self.arranger.of(part.top, list(part.members))
        if not part.root_path:
            return made
        over = [self.tree.size_with_sides(node, self.arranger.spacing) for node in part.root_path]
        widest, high = max(wide for wide, _ in over), sum(high + self.arranger.spacing.down for _, high in over)
        return [shape._replace(width=max(shape.width, widest), height=shape.height + high) for shape in made]

    def _parts(self, node: int) -> list[PagePart]:
        """Give the parts in which a box with all below it is drawn."""
        runs = self.runs.get(node, [tuple(self.tree.children[node])])
        return [PagePart(node, run, context=number > 0) for number, run in enumerate(runs)]
