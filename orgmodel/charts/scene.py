"""Hold what is laid out together: one state, or two whose units keep their places, of which one is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from orgmodel.charts.boxes import Boxes, Sizes
from orgmodel.charts.content import Entry
from orgmodel.charts.layout.box_tree import Hierarchy
from orgmodel.charts.selection import Selection
from orgmodel.charts.ties import Tie

MOST_BESIDE = 4  # boxes at the sides of one trunk; more hang below like any other


@dataclass(frozen=True)
class Scene:
    """Hold the selections of the states, place by place, and the number of the one that is shown."""

    states: tuple[Selection, ...]
    shown: int = 0

    def __len__(self) -> int:
        """Count the places."""
        return len(self.states[0].entries)

    @property
    def parents(self) -> list[int]:
        """Give the parent of each place."""
        return self.states[0].parents

    @property
    def selection(self) -> Selection:
        """Give the state that is shown."""
        return self.states[self.shown]

    @cached_property
    def sides(self) -> list[int]:
        """List the places that hang at a side in every state that fills them."""
        aside = [set(state.sides) for state in self.states]
        return [
            place
            for place in sorted(set().union(*aside))
            if all(state.entries[place] is None or place in own for state, own in zip(self.states, aside, strict=True))
        ]

    def tied(self, most: int) -> list[list[Tie]]:
        """List for each state the lines that can be drawn; at most so many."""
        return [state.within(most) for state in self.states]

    def written(self, drawn: list[list[Tie]], *, short: bool = True) -> list[list[Entry | None]]:
        """Give for each state the entries as boxes show them."""
        return [state.written(ties, short=short) for state, ties in zip(self.states, drawn, strict=True)]

    def part(self, places: list[int]) -> Scene:
        """Take some of the places."""
        return Scene(tuple(state.part(places) for state in self.states), self.shown)

    @cached_property
    def keys(self) -> set[tuple[str, str]]:
        """Gather what is here in any state and the legend explains: blocks, kinds of line, and marks."""
        ties = [tie for state in self.states for tie in state.ties]
        blocks = {entry.block for state in self.states for entry in state.entries if entry is not None}
        lines = {("text", f"mark-{tie.mark}") if tie.mark else ("line", tie.kind) for tie in ties}
        return {("block", block) for block in blocks} | lines

    def name(self, place: int) -> str:
        """Give the name at a place, as shown or else in another state."""
        entry = self.selection.entries[place]
        return entry.name if entry else next(one.entries[place].name for one in self.states if one.entries[place])  # type: ignore[union-attr]


class SceneMaking:
    """Make the hierarchy of a scene for boxes of some sizes, afresh each time."""

    def __init__(self, scene: Scene, boxes: Boxes, sizes: Sizes) -> None:
        """Take the scene and its boxes."""
        self.scene, self.boxes, self.sizes = scene, boxes, sizes

    def __call__(self) -> Hierarchy:
        """Make the hierarchy."""
        parents, width = self.scene.parents, self.sizes.width
        ordinary = self.boxes.outer(self.sizes.text) + 1e-6
        beside = Counter(parents[place] for place in self.scene.sides)
        sides = [
            place for place in self.scene.sides if beside[parents[place]] <= MOST_BESIDE and width[place] <= ordinary
        ]
        return Hierarchy.of(parents, width, self.sizes.height, sides=sides)

    def narrowed(self) -> SceneMaking:
        """Give the making whose boxes are no wider than their family needs."""
        return SceneMaking(self.scene, self.boxes, self.boxes.narrowed(self.sizes, self.scene.parents))


def lone(selection: Selection) -> Scene:
    """Give the scene of one state."""
    return Scene((replace(selection),))
