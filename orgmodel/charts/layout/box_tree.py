"""The tree that is laid out: sizes of boxes in ems, who hangs under whom, and how each family is arranged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

ROW, STACK, WRAP = 0, 1, 2
"""Children side by side, hung from stems in columns, or side by side in several rows."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Give the spaces between boxes, in ems of the body type."""

    across: float = 1.2  # between neighbours of one family
    apart: float = 2.0  # between branches
    down: float = 2.4  # between a box and the row below it
    stack: float = 0.8  # between boxes of a column
    indent: float = 1.7  # from the stem of a column to its boxes
    side: float = 1.0  # from the trunk to a box that hangs at its side
    clear: float = 0.9  # under a box, before anything of another branch


@dataclass(slots=True)
class BoxTree:
    """Hold boxes by number, parents before children; ``sides`` hang at the side of the trunk (offices, deputies).

    A virtual node has no box: it holds several roots together, or a run of leaves among branches. ``styles`` and
    ``breaks`` say how each family is arranged: the numbers of the children with which each column or row begins.
    Siblings of one of ``groups`` (a kind and level) stand on one level, or in columns that begin on one.
    """

    width: list[float]
    height: list[float]
    parent: list[int]
    children: list[list[int]]
    sides: dict[int, list[int]] = field(default_factory=dict)
    virtual: set[int] = field(default_factory=set)
    styles: list[int] = field(default_factory=list)
    breaks: dict[int, tuple[int, ...]] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Arrange every family as a row, all of one group, unless said otherwise."""
        if not self.styles:
            self.styles = [ROW] * len(self.width)
        if not self.groups:
            self.groups = [""] * len(self.width)

    def __len__(self) -> int:
        """Count the boxes, virtual nodes among them."""
        return len(self.width)

    @classmethod
    def of(
        cls,
        parent: Sequence[int],
        width: Sequence[float],
        height: Sequence[float],
        *,
        sides: Sequence[int] = (),
        groups: Sequence[str] = (),
    ) -> BoxTree:
        """Make a tree from the parent of each box (-1: none; parents come first).

        Several roots are held together by a virtual node, which is then the last number.
        """
        size = len(parent)
        children: list[list[int]] = [[] for _ in range(size)]
        aside = set(sides)
        beside: dict[int, list[int]] = {}
        roots = []
        for child, above in enumerate(parent):
            if above < 0:
                roots.append(child)
            elif child in aside:
                beside.setdefault(above, []).append(child)
            else:
                children[above].append(child)
        made = cls(list(width), list(height), list(parent), children, beside, groups=list(groups))
        if len(roots) > 1:
            made.put_under_virtual(roots)
        return made

    def put_under_virtual(self, members: list[int]) -> int:
        """Put members that stand next to each other in one family (or all roots) under a virtual node."""
        new = len(self.width)
        above = self.parent[members[0]]
        self.width.append(0.0)
        self.height.append(0.0)
        self.parent.append(above)
        self.children.append(members)
        self.styles.append(ROW)
        self.groups.append("")
        self.virtual.add(new)
        for member in members:
            self.parent[member] = new
        if above >= 0:
            family = self.children[above]
            at = family.index(members[0])
            family[at : at + len(members)] = [new]
        return new

    @property
    def root(self) -> int:
        """Give the one box (or virtual node) that has no parent."""
        return (
            next(node for node in range(len(self.parent) - 1, -1, -1) if self.parent[node] < 0) if self.parent else -1
        )

    def top_down(self) -> list[int]:
        """List all but those at a side, parents before their children."""
        if not self.virtual:
            aside = {node for members in self.sides.values() for node in members}
            return (
                [node for node in range(len(self.width)) if node not in aside]
                if aside
                else list(range(len(self.width)))
            )
        order = [self.root]
        for node in order:
            order.extend(self.children[node])
        return order

    def size_with_sides(self, node: int, spacing: Spacing) -> tuple[float, float]:
        """Give the size of a box together with what hangs at its side."""
        beside = self.sides.get(node)
        if not beside:
            return self.width[node], self.height[node]
        reach = spacing.side + max(self.width[each] for each in beside)
        height = self.height[node]
        for first in range(0, len(beside), 2):
            height += spacing.stack + max(self.height[each] for each in beside[first : first + 2])
        return max(self.width[node], 2 * reach), height
