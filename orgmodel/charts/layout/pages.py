"""Choose how a tree that fits no page is cut and arranged: the plan and the width of boxes that need the fewest pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from orgmodel.charts.layout.box_tree import BoxTree, Spacing
from orgmodel.charts.layout.families import PLANS, Families, Plan
from orgmodel.charts.layout.packing import PackedPage, pack
from orgmodel.charts.layout.partition import Partition, Rooms, partition

BEST_PLANS = 2
"""Plans that are tried with other widths of boxes."""
MOST_PLANS = ((600, len(PLANS)), (3000, 3))
"""How many plans are looked at, for up to so many boxes; for more the first alone is."""


@dataclass(frozen=True, slots=True)
class Paged:
    """Hold a tree cut into parts and put on pages, with the plan by which families of which there are several are arranged."""

    tree: BoxTree
    partition: Partition
    pages: list[PackedPage]
    families: Families
    plan: Plan | None
    width: float

    @property
    def merit(self) -> tuple[int, int, float, float]:
        """Order ways to cut a tree: few pages, few parts, then large type on the page of the smallest, then on all."""
        scales = [page.scale for page in self.pages]
        return -len(self.pages), -len(self.partition.parts), round(min(scales), 2), sum(scales) / len(scales)


def paged(
    make: Callable[[float], tuple[BoxTree, Rooms, float]], widths: Sequence[float], spacing: Spacing, families: Families
) -> Paged:
    """Cut a tree whose boxes may take several widths; ``make`` makes the tree, the rooms and the width that it takes for one.

    Raises ValueError with the number of a box that fits no page.
    """
    first, *others = widths
    tree, rooms, width = make(first)
    families.meet([tree])
    plans: Sequence[Plan | None] = families.plans[: _most_plans(len(tree))] or (None,)
    found = [_cut(tree, rooms, width, spacing, families, plan) for plan in plans]
    best = sorted(found, key=lambda one: one.merit, reverse=True)
    for wider in others:
        tree, rooms, width = make(wider)
        if any(one.width == width for one in found):
            continue
        found += [_cut(tree, rooms, width, spacing, families, one.plan) for one in best[:BEST_PLANS]]
    return max(found, key=lambda one: one.merit)


def _most_plans(boxes: int) -> int:
    """Say how many plans are looked at for so many boxes: for very many fewer."""
    return next((count for most, count in MOST_PLANS if boxes <= most), 1)


def again(
    was: Paged, make: Callable[[float], tuple[BoxTree, Rooms, float]], spacing: Spacing, families: Families
) -> Paged:
    """Cut a tree once more by the same width and plan, with more families of which there are several; the plan is chosen where there was none."""
    tree, rooms, width = make(was.width)
    plans = [was.plan] if was.plan is not None else families.plans[: _most_plans(len(tree))] or [PLANS[0]]
    found = [_cut(tree, rooms, width, spacing, families, plan) for plan in plans]
    return max(found, key=lambda one: one.merit)


def _cut(tree: BoxTree, rooms: Rooms, width: float, spacing: Spacing, families: Families, plan: Plan | None) -> Paged:
    made, arranger = partition(tree, rooms, spacing, families=families, plan=plan)
    return Paged(tree, made, pack(made, tree, arranger, rooms), families, plan, width)
