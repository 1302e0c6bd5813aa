"""Families that are alike, and the way in which all of them are arranged; and which children stand on one level.

Two families are alike where their trees are, with the kinds of their members told apart alike; or more narrowly where
their boxes are as high as well. A plan says how those are arranged of which there are several; a family that is the only
one of its shape may take any arrangement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orgmodel.charts.layout.box_tree import BoxTree

LEAF = 0
"""The number of a box with nothing below it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Say how families are arranged of which there are several: leaves in columns of at most ``longest``, or in a row.

    ``in_rows`` puts branches side by side, else one below the other.
    """

    longest: int = 6
    leaves_in_rows: bool = False
    in_rows: bool = True

    def columns(self, count: int) -> int:
        """Say over how many columns so many leaves go."""
        return -(-count // self.longest)


PLANS = (
    Plan(6),
    Plan(12),
    Plan(4),
    Plan(12, in_rows=False),
    Plan(6, in_rows=False),
    Plan(2),
    Plan(8, leaves_in_rows=True),
)


class Families:
    """Number families by their shape, over any number of trees, and remember of which there are several."""

    def __init__(self, *, narrowly: bool = False) -> None:
        """Know no family yet; ``narrowly`` families are alike only where their boxes are as high."""
        self.narrowly = narrowly
        self._numbers: dict[tuple[object, ...], int] = {}
        self.several: frozenset[int] = frozenset()
        self._sizes: dict[int, tuple[int, bool]] = {}  # of each its members, and whether there are branches among them

    def number(self, members: Sequence[int], groups: Sequence[str], sides: int, heights: tuple[float, ...] = ()) -> int:
        """Give the number of the family with members of such numbers, groups and heights, and so many boxes at its side."""
        first: dict[str, int] = {}
        is_one = groups.count(groups[0]) == len(groups)
        pattern = (0,) * len(groups) if is_one else tuple([first.setdefault(one, len(first)) for one in groups])
        return self._numbers.setdefault((tuple(members), pattern, sides, heights), len(self._numbers) + 1)

    def of_tree(self, tree: BoxTree) -> list[int]:
        """Give the number of every node's family."""
        numbers = [LEAF] * len(tree)
        for node in reversed(tree.top_down()):
            numbers[node] = self.of_node(tree, node, tree.children[node], numbers)
        return numbers

    def of_node(self, tree: BoxTree, node: int, family: Sequence[int], numbers: Sequence[int]) -> int:
        """Give the number of one node's family, of whose members the numbers are known."""
        if not family:
            return LEAF
        groups = [tree.groups[child] for child in family]
        heights = tuple([round(tree.height[one], 3) for one in (node, *family)]) if self.narrowly else ()
        return self.number([numbers[child] for child in family], groups, len(tree.sides.get(node, ())), heights)

    def meet(self, trees: Iterable[BoxTree]) -> None:
        """Find of which families there are several in some trees."""
        counts: Counter[int] = Counter()
        for tree in trees:
            for node, number in enumerate(self.of_tree(tree)):
                if number and node not in tree.virtual:
                    counts[number] += 1
                    family = tree.children[node]
                    self._sizes[number] = len(family), any(tree.children[child] for child in family)
        self.several |= {number for number, count in counts.items() if count > 1}

    @property
    def plans(self) -> list[Plan]:
        """List the plans by which families of which there are several are arranged in different ways; none where there is none."""
        if not self.several:
            return []
        sizes, branch = zip(*(self._sizes[number] for number in self.several), strict=True)
        most, branches = max(sizes), any(branch)
        apart: dict[tuple[object, ...], Plan] = {}
        for one in PLANS:
            apart.setdefault((min(one.longest, most), one.leaves_in_rows, one.in_rows or not branches), one)
        return list(apart.values())

    def as_wide(self, tree: BoxTree) -> list[int]:
        """Give numbers to the boxes, the same to those that are to be as wide as each other: siblings, and all in the same place of equal families."""
        numbers = self.of_tree(tree)
        several = self.several
        names: dict[tuple[str, int], int] = {}
        same: list[int] = []  # for each name, one that it is the same as; the first of all is the same as itself

        def found(kind: str, number: int) -> int:
            at = names.setdefault((kind, number), len(names))
            if at == len(same):
                same.append(at)
            while same[at] != at:
                at = same[at]
            return at

        places = []
        for node, number in enumerate(numbers):
            above = tree.parent[node]
            equal = above >= 0 and numbers[above] in several
            place = found("below", numbers[above]) if equal else found("under", above)
            if number in several:
                own = found("top", number)
                same[max(own, place)] = min(own, place)
            places.append(place)
        for at in range(len(same)):
            same[at] = same[same[at]]
        return [same[place] for place in places]


def closed_breaks(groups: Sequence[str]) -> list[int]:
    """List where a family can be cut so that no group is on both sides.

    >>> closed_breaks(["a", "a", "b", "c", "b"])
    [2]
    """
    last = {group: at for at, group in enumerate(groups)}
    found, reach = [], -1
    for at, group in enumerate(groups):
        if at and reach < at:
            found.append(at)
        reach = max(reach, last[group])
    return found
