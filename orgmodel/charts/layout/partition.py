"""Cut a hierarchy that does not fit one page into parts that do, by branches, and where need be by runs of siblings.

Bottom up, as in Kundu and Misra's partition of trees (1977): where a box with all below it becomes too large, its
heaviest branches go on elsewhere until the rest fits. Branches that go on side by side share pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orgmodel.charts.layout.arrange import Arranger, Shape
from orgmodel.charts.layout.box_tree import BoxTree, Spacing

LONG = 300  # a family for which it pays to see first whether its area fits


@dataclass(frozen=True, slots=True)
class PagePart:
    """Hold what one page shows: ``head``, under it the branches of ``members``, and over it the boxes of ``root_path``.

    ``context`` says that the head itself is drawn in full elsewhere and is here only to say where the branches belong.
    ``opened`` are the boxes that other pages refer to as going on here, ``origin`` is the page that refers here first
    (pages count from 0; -1: none).
    """

    head: int
    members: tuple[int, ...]
    opened: frozenset[int]
    context: bool = False
    origin: int = -1
    root_path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Partition:
    """Hold the parts in the order of their pages, and for each box that goes on elsewhere the pages where it does."""

    parts: list[PagePart]
    onward: dict[int, list[int]]

    def shown(self, tree: BoxTree, number: int) -> list[int]:
        """List the boxes of a page from the head on, parents before their children, without what goes on elsewhere."""
        part = self.parts[number]
        found = list(part.root_path)
        for one in part.root_path:
            found += tree.sides.get(one, ())
        found.append(part.head)
        waiting = list(reversed(part.members))
        while waiting:
            one = waiting.pop()
            found.append(one)
            if one not in self.onward or one in part.opened:
                waiting += reversed(tree.children[one])
                found += tree.sides.get(one, ())
        return found if part.context else found + tree.sides.get(part.head, [])


def partition(tree: BoxTree, reference: float, spacing: Spacing, room: Sequence[tuple[float, float]]) -> Partition:
    """Cut a hierarchy so that each part fits one of the pages of ``room`` (width and height in ems).

    ``reference`` is the height that a reference to a page adds to a box.
    Raises ValueError with the number of a box that does not fit a page by itself.
    """
    return _Partitioning(tree, reference, spacing, room).run()


class _Partitioning:
    """Hold what one run works on."""

    def __init__(self, tree: BoxTree, reference: float, spacing: Spacing, room: Sequence[tuple[float, float]]) -> None:
        self.tree, self.reference = tree, reference
        self.room = [(width, height - reference) for width, height in room]  # a page's head says where it comes from
        self.arranger = Arranger(tree, spacing)
        self.weight = [1] * len(tree)  # boxes on the page of each, so far
        self.gone: set[int] = set()  # boxes that go on elsewhere
        self.chains: dict[int, list[tuple[int, ...]]] = {}  # runs of children that take a page each
        self.groups: dict[int, tuple[int, ...]] = {}  # for each box that goes on elsewhere, those that share its page
        self.root_path = self._root_path()

    def run(self) -> Partition:
        tree, shapes = self.tree, self.arranger.shapes
        order = tree.outward()
        for one in reversed(order):
            family = tree.children[one]
            made = self._fitting(one, family)
            if made is None:
                if not family:
                    raise ValueError(one)
                made = self._lightened(one, family)
            shapes[one] = made
            self.weight[one] = 1 if one in self.gone else 1 + sum([self.weight[child] for child in family])
        return self._ordered(order[0])

    def _root_path(self) -> list[int]:
        """List the boxes that stand one under the other from the top down to the first with more than one under it."""
        tree = self.tree
        root_path = [tree.root]
        while len(tree.children[root_path[-1]]) == 1:
            root_path.append(tree.children[root_path[-1]][0])
        return root_path

    def _fitting(self, one: int, family: list[int]) -> list[Shape] | None:
        """Give the shapes of a box with children under it, or None where none of them fits a page."""
        if len(family) > LONG:
            area = sum([min([shape.width * shape.height for shape in self.arranger.shapes[child]]) for child in family])
            if area > max(width * height for width, height in self.room):
                return None
        made = self.arranger.of(one, family)
        fits = any(shape.width <= width and shape.height <= height for shape in made for width, height in self.room)
        return made if fits else None

    def _alone(self, one: int) -> list[Shape]:
        """Give the shape of a box that only refers to where it goes on."""
        wide, high = self.tree.head(one, self.arranger.spacing)
        return [Shape(wide, high + self.reference)]

    def _lightened(self, one: int, family: list[int]) -> list[Shape]:
        """Let the heaviest branches go on elsewhere, as few as will do; or else give each run of children a page."""
        shapes = self.arranger.shapes
        heavy = [child for child in family if self.tree.children[child] and child not in self.gone]
        heavy.sort(key=lambda child: -self.weight[child])
        kept = {child: shapes[child] for child in heavy}

        def without(count: int) -> list[Shape] | None:
            for number, child in enumerate(heavy):
                shapes[child] = self._alone(child) if number < count else kept[child]
            return self._fitting(one, family)

        low, high, made = 0, len(heavy), without(len(heavy))
        if made is None:
            without(0)
            return self._chained(one, family)
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
        gone = set(heavy[:high])
        self.gone |= gone
        for child in gone:
            self.weight[child] = 1
        self._share_pages(one, [child for child in family if child in gone], kept)
        return made

    def _share_pages(self, one: int, gone: list[int], whole: dict[int, list[Shape]]) -> None:
        """Let branches that go on elsewhere share pages with their neighbours, under the head that they belong to."""
        shapes = self.arranger.shapes
        alone = {child: shapes[child] for child in gone}
        shapes_of_gone = {child: whole[child] for child in gone}
        for child, shape in shapes_of_gone.items():
            shapes[child] = shape
        group: list[int] = []
        for child in [*gone, -1]:
            if child >= 0 and (not group or self._fitting(one, [*group, child]) is not None):
                group.append(child)
                continue
            for member in group:
                self.groups[member] = tuple(group)
            group = [child]
        for child, shape in alone.items():
            shapes[child] = shape

    def _chained(self, one: int, family: list[int]) -> list[Shape]:
        """Give runs of children a page each; the page above shows only this box, and where it goes on."""
        runs: list[tuple[int, ...]] = []
        begin, guess = 0, 1
        whole = self.room
        if (
            one == self.root_path[-1]
        ):  # what stands over it alone is on the page of the first run, rather than on its own
            over = sum(
                [
                    self.tree.head(above, self.arranger.spacing)[1] + self.arranger.spacing.down
                    for above in self.root_path[:-1]
                ]
            )
            self.room = [(width, height - over) for width, height in whole]
            if over > 0.5 * max(height for _, height in whole) or not self._most(one, family, guess):
                self.room, self.root_path = whole, []
        while begin < len(family):
            count = self._most(one, family[begin:], guess)
            self.room = whole
            if count == 0:  # the head and one branch are too much together: the branch goes on elsewhere
                child = family[begin]
                if child in self.gone or not self.tree.children[child]:
                    raise ValueError(child)
                self.arranger.shapes[child] = self._alone(child)
                self.gone.add(child)
                self.groups[child] = (child,)
                continue
            runs.append(tuple(family[begin : begin + count]))
            begin, guess = begin + count, count
        self.chains[one] = runs
        self.gone.add(one)
        self.groups[one] = (one,)
        return self._alone(one)

    def _most(self, one: int, family: list[int], guess: int) -> int:
        """Count how many of the first children fit a page together, beginning from a guess."""
        low, high = 0, min(guess, len(family))
        while self._fitting(one, family[:high]) is not None:
            low = high
            if low == len(family):
                return low
            high = min(high * 2, len(family))
        while high - low > 1:
            middle = (low + high) // 2
            if self._fitting(one, family[:middle]) is None:
                high = middle
            else:
                low = middle
        return low

    def _ordered(self, root: int) -> Partition:
        """Put the pages in the order in which one reads: a branch's pages follow the page that refers to it."""
        made = Partition([], {one: [] for one in sorted(self.gone)})
        begin = root
        if self.root_path and self.root_path[-1] in self.chains:
            begin = self.root_path[-1]
        parts = self._pages(begin, (begin,))
        parts[0] = replace(parts[0], root_path=tuple(self.root_path[:-1]) if begin != root else ())
        waiting = [(one, -1) for one in reversed(parts)]
        while waiting:
            part, origin = waiting.pop()
            number = len(made.parts)
            if part.context and part.head in part.opened and number:  # the next run of one long family
                origin = made.onward[part.head][-1]
            made.parts.append(replace(part, origin=origin))
            for one in part.opened:
                made.onward[one].append(number)
            later: list[PagePart] = []
            done: set[int] = set()
            for one in made.shown(self.tree, number):
                if one in self.gone and one not in part.opened and one not in done and one != part.head:
                    group = self.groups[one]
                    done.update(group)
                    later += self._pages(self.tree.parent[one], group)
            waiting += [(each, number) for each in reversed(later)]
        return made

    def _pages(self, owner: int, group: tuple[int, ...]) -> list[PagePart]:
        """Give the pages on which a group of branches goes on."""
        if len(group) > 1:
            return [PagePart(owner, group, frozenset(group), context=True)]
        (one,) = group
        opened = frozenset(group) if one in self.gone else frozenset()
        if one in self.chains:
            return [PagePart(one, run, opened, context=number > 0) for number, run in enumerate(self.chains[one])]
        return [PagePart(one, tuple(self.tree.children[one]), opened)]
