"""Partition a tree that does not fit one page into parts that do, by branches, and where need be by runs of siblings.

Bottom up, as in Kundu and Misra's partition of trees (1977): where a box with all below it becomes too large, its
heaviest branches continue elsewhere until the rest fits. Branches that continue side by side share pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orgmodel.charts.layout.arrange import Arranger, Shape
from orgmodel.charts.layout.box_tree import BoxTree, Spacing

LONG = 300  # a family for which it pays to see first whether its area fits


@dataclass(frozen=True, slots=True)
class PagePart:
    """Hold what one page shows: ``top``, under it the branches of ``members``, and over it the boxes of ``root_path``.

    ``context`` says that the top itself is drawn in full elsewhere and is here only to say where the branches belong.
    ``continued`` are the boxes that other pages refer to as continuing here, ``origin`` is the page that refers here first
    (pages count from 0; -1: none).
    """

    top: int
    members: tuple[int, ...]
    continued: frozenset[int]
    context: bool = False
    origin: int = -1
    root_path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Partition:
    """Hold the parts in the order of their pages, and for each box that continues elsewhere the pages where it does."""

    parts: list[PagePart]
    continuations: dict[int, list[int]]

    def shown(self, tree: BoxTree, number: int) -> list[int]:
        """List the boxes of a page from the top on, parents before their children, without what continues elsewhere."""
        part = self.parts[number]
        found = list(part.root_path)
        for node in part.root_path:
            found += tree.sides.get(node, ())
        found.append(part.top)
        waiting = list(reversed(part.members))
        while waiting:
            node = waiting.pop()
            found.append(node)
            if node not in self.continuations or node in part.continued:
                waiting += reversed(tree.children[node])
                found += tree.sides.get(node, ())
        return found if part.context else found + tree.sides.get(part.top, [])


def partition(tree: BoxTree, reference: float, spacing: Spacing, rooms: Sequence[tuple[float, float]]) -> Partition:
    """Partition a tree so that each part fits one of the pages of ``rooms`` (width and height in ems).

    ``reference`` is the height that a reference to a page adds to a box.
    Raises ValueError with the number of a box that does not fit a page by itself.
    """
    return _Partitioning(tree, reference, spacing, rooms).run()


class _Partitioning:
    """Hold what one run works on."""

    def __init__(self, tree: BoxTree, reference: float, spacing: Spacing, rooms: Sequence[tuple[float, float]]) -> None:
        self.tree, self.reference = tree, reference
        self.rooms = [
            (width, height - reference) for width, height in rooms
        ]  # the top of a page says where it comes from
        self.arranger = Arranger(tree, spacing)
        self.weight = [1] * len(tree)  # boxes on the page of each, so far
        self.cut_off: set[int] = set()  # boxes that continue elsewhere
        self.runs: dict[int, list[tuple[int, ...]]] = {}  # runs of children that take a page each
        self.groups: dict[int, tuple[int, ...]] = {}  # for each box that continues elsewhere, those that share its page
        self.root_path = self._root_path()

    def run(self) -> Partition:
        tree, shapes = self.tree, self.arranger.shapes
        order = tree.top_down()
        for node in reversed(order):
            family = tree.children[node]
            made = self._fitting(node, family)
            if made is None:
                if not family:
                    raise ValueError(node)
                made = self._pruned(node, family)
            shapes[node] = made
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
            if area > max(width * height for width, height in self.rooms):
                return None
        made = self.arranger.of(node, family)
        fits = any(shape.width <= width and shape.height <= height for shape in made for width, height in self.rooms)
        return made if fits else None

    def _reference_only(self, node: int) -> list[Shape]:
        """Give the shape of a box that only refers to where it continues."""
        wide, high = self.tree.size_with_sides(node, self.arranger.spacing)
        return [Shape(wide, high + self.reference)]

    def _pruned(self, node: int, family: list[int]) -> list[Shape]:
        """Let the heaviest branches continue elsewhere, as few as will do; or else give each run of children a page."""
        shapes = self.arranger.shapes
        heavy = [child for child in family if self.tree.children[child] and child not in self.cut_off]
        heavy.sort(key=lambda child: -self.weight[child])
        kept = {child: shapes[child] for child in heavy}

        def without(count: int) -> list[Shape] | None:
            for number, child in enumerate(heavy):
                shapes[child] = self._reference_only(child) if number < count else kept[child]
            return self._fitting(node, family)

        low, high, made = 0, len(heavy), without(len(heavy))
        if made is None:
            without(0)
            return self._in_runs(node, family)
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
        cut_off = set(heavy[:high])
        self.cut_off |= cut_off
        for child in cut_off:
            self.weight[child] = 1
        self._share_pages(node, [child for child in family if child in cut_off], kept)
        return made

    def _share_pages(self, node: int, cut_off: list[int], whole: dict[int, list[Shape]]) -> None:
        """Let branches that continue elsewhere share pages with their neighbours, under the box that they belong to."""
        shapes = self.arranger.shapes
        references = {child: shapes[child] for child in cut_off}
        for child in cut_off:
            shapes[child] = whole[child]
        group: list[int] = []
        for child in [*cut_off, -1]:
            if child >= 0 and (not group or self._fitting(node, [*group, child]) is not None):
                group.append(child)
                continue
            for member in group:
                self.groups[member] = tuple(group)
            group = [child]
        for child, shape in references.items():
            shapes[child] = shape

    def _in_runs(self, node: int, family: list[int]) -> list[Shape]:
        """Give runs of children a page each; the page above shows only this box, and where it continues."""
        runs: list[tuple[int, ...]] = []
        begin, guess = 0, 1
        whole = self.rooms
        # what stands over it alone is on the page of the first run, rather than on its own
        if node == self.root_path[-1]:
            over = sum(
                [
                    self.tree.size_with_sides(above, self.arranger.spacing)[1] + self.arranger.spacing.down
                    for above in self.root_path[:-1]
                ]
            )
            self.rooms = [(width, height - over) for width, height in whole]
            if over > 0.5 * max(height for _, height in whole) or not self._most(node, family, guess):
                self.rooms, self.root_path = whole, []
        while begin < len(family):
            count = self._most(node, family[begin:], guess)
            self.rooms = whole
            if count == 0:  # the top and one branch are too much together: the branch continues elsewhere
                child = family[begin]
                if child in self.cut_off or not self.tree.children[child]:
                    raise ValueError(child)
                self.arranger.shapes[child] = self._reference_only(child)
                self.cut_off.add(child)
                self.groups[child] = (child,)
                continue
            runs.append(tuple(family[begin : begin + count]))
            begin, guess = begin + count, count
        self.runs[node] = runs
        self.cut_off.add(node)
        self.groups[node] = (node,)
        return self._reference_only(node)

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
        """Put the pages in the order in which one reads: a branch's pages follow the page that refers to it."""
        made = Partition([], {node: [] for node in sorted(self.cut_off)})
        begin = root
        if self.root_path and self.root_path[-1] in self.runs:
            begin = self.root_path[-1]
        parts = self._pages(begin, (begin,))
        parts[0] = replace(parts[0], root_path=tuple(self.root_path[:-1]) if begin != root else ())
        waiting = [(part, -1) for part in reversed(parts)]
        while waiting:
            part, origin = waiting.pop()
            number = len(made.parts)
            if part.context and part.top in part.continued and number:  # the next run of one long family
                origin = made.continuations[part.top][-1]
            made.parts.append(replace(part, origin=origin))
            for node in part.continued:
                made.continuations[node].append(number)
            later: list[PagePart] = []
            done: set[int] = set()
            for node in made.shown(self.tree, number):
                if node in self.cut_off and node not in part.continued and node not in done and node != part.top:
                    group = self.groups[node]
                    done.update(group)
                    later += self._pages(self.tree.parent[node], group)
            waiting += [(later_part, number) for later_part in reversed(later)]
        return made

    def _pages(self, owner: int, group: tuple[int, ...]) -> list[PagePart]:
        """Give the pages on which a group of branches continues."""
        if len(group) > 1:
            return [PagePart(owner, group, frozenset(group), context=True)]
        (node,) = group
        continued = frozenset(group) if node in self.cut_off else frozenset()
        if node in self.runs:
            return [PagePart(node, run, continued, context=number > 0) for number, run in enumerate(self.runs[node])]
        return [PagePart(node, tuple(self.tree.children[node]), continued)]
