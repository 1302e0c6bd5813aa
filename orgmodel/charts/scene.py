"""Hold what is laid out together: one state, or two whose units keep their positions, of which one is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from orgmodel.charts.boxes import Boxes, Sizes
from orgmodel.charts.content import BoxContent
from orgmodel.charts.layout.box_tree import BoxTree
from orgmodel.charts.selection import Selection
from orgmodel.charts.ties import Tie

MOST_BESIDE = 4  # boxes at the sides of one trunk; more hang below like any other


@dataclass(frozen=True)
class Scene:
    """Hold the selections of the states, node by node, and the number of the one that is shown."""

    states: tuple[Selection, ...]
    shown: int = 0

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self.states[0].contents)

    @property
    def parents(self) -> list[int]:
        """Give the parent of each node."""
        return self.states[0].parents

    @property
    def selection(self) -> Selection:
        """Give the state that is shown."""
        return self.states[self.shown]

    @cached_property
    def sides(self) -> list[int]:
        """List the nodes that hang at a side in every state that fills them."""
        aside = [set(state.sides) for state in self.states]
        return [
            node
            for node in sorted(set().union(*aside))
            if all(state.contents[node] is None or node in own for state, own in zip(self.states, aside, strict=True))
        ]

    def tied(self, most: int) -> list[list[Tie]]:
        """List for each state the lines that can be drawn; at most so many."""
        return [state.within(most) for state in self.states]

    def written(self, drawn: list[list[Tie]], *, short: bool = True) -> list[list[BoxContent | None]]:
        """Give for each state the contents as boxes show them."""
        return [state.written(ties, short=short) for state, ties in zip(self.states, drawn, strict=True)]

    def subset(self, nodes: list[int]) -> Scene:
        """Take some of the nodes."""
        return Scene(tuple(state.subset(nodes) for state in self.states), self.shown)

    @cached_property
    def keys(self) -> set[tuple[str, str]]:
        """Gather what is here in any state and the legend explains: blocks, kinds of line, and bundles."""
        ties = [tie for state in self.states for tie in state.ties]
        blocks = {content.block for state in self.states for content in state.contents if content is not None}
        lines = {("text", f"bundle-{tie.bundle}") if tie.bundle else ("line", tie.kind) for tie in ties}
        return {("block", block) for block in blocks} | lines

    def name(self, node: int) -> str:
        """Give the name at a node, as shown or else in another state."""
        content = self.selection.contents[node]
        return content.name if content else next(one.contents[node].name for one in self.states if one.contents[node])  # type: ignore[union-attr]


class SceneVariant:
    """Make the box tree of a scene for boxes of some sizes, afresh each time."""

    def __init__(self, scene: Scene, boxes: Boxes, sizes: Sizes) -> None:
        """Take the scene and its boxes."""
        self.scene, self.boxes, self.sizes = scene, boxes, sizes

    def __call__(self) -> BoxTree:
        """Make the box tree."""
        parents, width = self.scene.parents, self.sizes.width
        ordinary = self.boxes.outer(self.sizes.text) + 1e-6
        beside = Counter(parents[node] for node in self.scene.sides)
        sides = [node for node in self.scene.sides if beside[parents[node]] <= MOST_BESIDE and width[node] <= ordinary]
        return BoxTree.of(parents, width, self.sizes.height, sides=sides)

    def narrowed(self) -> SceneVariant:
        """Give the variant whose boxes are no wider than their family needs."""
        return SceneVariant(self.scene, self.boxes, self.boxes.narrowed(self.sizes, self.scene.parents))


def lone(selection: Selection) -> Scene:
    """Give the scene of one state."""
    return Scene((replace(selection),))
