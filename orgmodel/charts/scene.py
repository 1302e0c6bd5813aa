"""Hold what is laid out together: one state, or two whose units keep their positions, of which one is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from orgmodel.charts.boxes import Boxes, Sizes
from orgmodel.charts.content import BoxContent
from orgmodel.charts.layout.box_tree import BoxTree
from orgmodel.charts.layout.families import Families
from orgmodel.charts.selection import Selection
from orgmodel.charts.ties import LEAST_BUNDLE, MOST_BUNDLES, Tie

MOST_BESIDE = 4  # boxes at the sides of one trunk; more hang below like any other


@dataclass(frozen=True)
class Scene:
    """Hold the selections of the states, node by node, and the number of the one that is shown."""

    states: tuple[Selection, ...]
    shown: int = 0
    is_settled: bool = False  # what hangs at a side is decided

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

    @cached_property
    def groups(self) -> list[str]:
        """Give the kind and level of each node, as it is last: those of one under one superior stand on one level."""
        found = []
        for node in range(len(self)):
            kept = [content for state in self.states if (content := state.contents[node]) is not None]
            found.append(kept[-1].rank if kept else "")
        return found

    def tied(self, most: int) -> list[list[Tie]]:
        """List for each state the lines that can be drawn; at most so many."""
        return [state.within(most) for state in self.states]

    def written(self, drawn: list[list[Tie]], *, full: Collection[int] = ()) -> list[list[BoxContent | None]]:
        """Give for each state the contents as boxes show them; the names of the nodes in ``full`` are whole."""
        return [state.written(ties, full=full) for state, ties in zip(self.states, drawn, strict=True)]

    @property
    def is_tied(self) -> bool:
        """Tell whether a state has lines that may be drawn besides the chart's own."""
        return any(tie.may_be_drawn for state in self.states for tie in state.ties)

    def naming(self, lines: Collection[tuple[str, str, str]]) -> Scene:
        """Take all, where boxes name these lines (kind, start, end) in every state; of many to one unit they have a number."""
        every = [tie for state in self.states for tie in state.ties]
        named = {*lines, *(tie.key for tie in every if not tie.free)}
        sizes = Counter((kind, end) for kind, _, end in named)
        numbers = {(tie.kind, tie.end): tie.bundle for tie in every if tie.bundle}
        for bundle in sorted(sizes.keys() - numbers.keys(), key=lambda one: (-sizes[one], one)):
            if sizes[bundle] >= LEAST_BUNDLE and len(numbers) < MOST_BUNDLES:
                numbers[bundle] = len(numbers) + 1

        def told(tie: Tie) -> Tie:
            return replace(tie, free=tie.key not in named, bundle=numbers.get((tie.kind, tie.end), 0))

        return replace(self, states=tuple([replace(one, ties=tuple(map(told, one.ties))) for one in self.states]))

    def subset(self, nodes: list[int], roots: Collection[int], aside: Collection[int]) -> Scene:
        """Take some of the nodes; ``roots`` hang under none, those ``aside``, and no others, at a side."""
        return Scene(tuple(state.subset(nodes, roots, aside) for state in self.states), self.shown, is_settled=True)

    @cached_property
    def keys(self) -> set[tuple[str, str]]:
        """Gather what is here in any state and the legend explains: groups, kinds of line, and bundles."""
        ties = [tie for state in self.states for tie in state.ties]
        groups = {content.group for state in self.states for content in state.contents if content is not None}
        lines = {("text", f"bundle-{tie.bundle}") if tie.bundle else ("line", tie.kind) for tie in ties}
        return {("group", group) for group in groups} | lines

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
        parents, width, groups = self.scene.parents, self.sizes.width, self.scene.groups
        sides = self.scene.sides
        if not self.scene.is_settled:
            ordinary = self.boxes.outer(self.sizes.text) + 1e-6
            beside = Counter(parents[node] for node in sides)
            aside = {node for node in sides if beside[parents[node]] <= MOST_BESIDE and width[node] <= ordinary}
            below = {(parents[node], groups[node]) for node in sides if node not in aside}
            sides = [node for node in sides if node in aside and (parents[node], groups[node]) not in below]
        return BoxTree.of(parents, width, self.sizes.height, sides=sides, groups=groups)

    def narrowed(self, families: Families) -> SceneVariant:
        """Give the variant whose boxes are no wider than their family, and all its equals, need."""
        alike = families.as_wide(self())[: len(self.scene)]
        return SceneVariant(self.scene, self.boxes, self.boxes.narrowed(self.sizes, alike))


def lone(selection: Selection) -> Scene:
    """Give the scene of one state."""
    return Scene((replace(selection),))
