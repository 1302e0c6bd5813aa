"""Placing: nothing overlaps, parents stand over the middle of their children, equal branches look equal."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.charts.layout.arrange import Arranger, split_evenly
from orgmodel.charts.layout.box_tree import ROW, STACK, WRAP, Gaps, Hierarchy
from orgmodel.charts.layout.connect import connect
from orgmodel.charts.layout.coordinates import Placement, place


@st.composite
def hierarchies(draw: st.DrawFn, most: int = 60) -> Hierarchy:
    """Draw a tree, or several, with boxes of any sizes."""
    size = draw(st.integers(1, most))
    parents = [-1] + [
        draw(st.integers(-1 if draw(st.booleans()) and n % 17 == 0 else 0, n - 1)) for n in range(1, size)
    ]
    sides = st.floats(1, 30, allow_nan=False)
    return Hierarchy.of(
        parents,
        draw(st.lists(sides, min_size=size, max_size=size)),
        draw(st.lists(sides, min_size=size, max_size=size)),
    )


def overlaps(tree: Hierarchy, placed: Placement) -> list[tuple[int, int]]:
    """List the pairs of boxes that lie over each other."""
    real = [one for one in tree.outward() if one not in tree.hollow]
    return [
        (a, b)
        for a, b in combinations(real, 2)
        if placed.x[a] < placed.x[b] + tree.width[b] - 1e-9
        and placed.x[b] < placed.x[a] + tree.width[a] - 1e-9
        and placed.y[a] < placed.y[b] + tree.height[b] - 1e-9
        and placed.y[b] < placed.y[a] + tree.height[a] - 1e-9
    ]


@given(hierarchies())
def test_rows_do_not_overlap_and_parents_are_centred(tree: Hierarchy) -> None:
    """In rows no box lies over another, and each parent's middle is that of its first and last child."""
    placed = place(tree)
    assert overlaps(tree, placed) == []
    for one in tree.outward():
        children = tree.children[one]
        if children and one not in tree.hollow:
            middles = [placed.x[child] + tree.width[child] / 2 for child in children]
            assert placed.x[one] + tree.width[one] / 2 == np.float64(1) * np.mean(
                [middles[0], middles[-1]]
            ) or np.isclose(placed.x[one] + tree.width[one] / 2, (middles[0] + middles[-1]) / 2)
            assert middles == sorted(middles)


@given(hierarchies())
def test_every_shape_is_kept(tree: Hierarchy) -> None:
    """Whatever arrangement is settled on, nothing overlaps, and the whole lies within the size that it gives."""
    shapes = Arranger(tree, Gaps()).run()
    for number in (0, len(shapes) // 2, len(shapes) - 1):
        again = Hierarchy.of(
            [p if p < len(tree) and p not in tree.hollow else -1 for p in tree.parent[: len(tree) - len(tree.hollow)]],
            tree.width[: len(tree) - len(tree.hollow)],
            tree.height[: len(tree) - len(tree.hollow)],
        )
        arranger = Arranger(again, Gaps())
        arranger.run()
        arranger.settle(shapes[number])
        placed = place(again)
        assert overlaps(again, placed) == []
        real = [one for one in again.outward() if one not in again.hollow]
        assert min(placed.x[one] for one in real) >= -1e-6
        assert max(placed.x[one] + again.width[one] for one in real) <= placed.width + 1e-6
        assert max(placed.y[one] + again.height[one] for one in real) <= placed.height + 1e-6
        assert placed.height <= shapes[number].height + 1e-6


def test_lines_join_parents_and_children_without_crossing_boxes() -> None:
    """Every child has one line from its parent, by rows, columns, wrapped rows and at the side; networkx agrees."""
    parents = [-1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 6, 0]
    tree = Hierarchy.of(parents, [8.0] * 17, [3.0] * 17, sides=[16])
    tree.styles[0], tree.breaks[0] = WRAP, (0, 3)
    tree.styles[1], tree.breaks[1] = STACK, (0, 2)
    tree.styles[2], tree.breaks[2] = STACK, (0,)
    placed = place(tree)
    lines = connect(tree, placed, Gaps())
    drawn = nx.DiGraph((one, child) for one, child, _ in lines)
    assert nx.is_tree(drawn)
    assert set(drawn.edges) == {(parent, child) for child, parent in enumerate(parents) if parent >= 0}
    for one, child, points in lines:
        assert points[0][1] == placed.y[one] + 3.0
        for (x0, y0), (x1, y1) in pairwise(points):
            assert x0 == x1 or abs(y0 - y1) < 1e-9
            for box in range(17):
                inside = min(x0, x1) < placed.x[box] + 8 - 1e-9 and max(x0, x1) > placed.x[box] + 1e-9
                assert not (inside and min(y0, y1) < placed.y[box] + 3 - 1e-9 and max(y0, y1) > placed.y[box] + 1e-9), (
                    one, child, box,
                )  # fmt: skip


def test_room_is_shared_among_short_branches() -> None:
    """A leaf between two deep branches stands in the middle of the room that they leave."""
    # two branches whose second row is broad, and one leaf between them
    parents = [-1, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3]
    tree = Hierarchy.of(parents, [4.0] * 12, [2.0] * 12)
    placed = place(tree)
    left, middle, right = (placed.x[n] + 2 for n in (1, 2, 3))
    assert np.isclose(middle - left, right - middle)
    assert tree.styles == [ROW] * 12


@given(st.lists(st.floats(0.5, 9), min_size=1, max_size=8), st.integers(1, 8))
def test_columns_are_as_even_as_they_can_be(sizes: list[float], count: int) -> None:
    """No cut into so many runs has a smaller greatest sum, as trying every cut shows."""
    count = min(count, len(sizes))
    found = split_evenly(tuple(sizes), count)
    bounds = [*found, len(sizes)]
    greatest = max(sum(sizes[a:b]) for a, b in pairwise(bounds))
    best = min(
        max(sum(sizes[a:b]) for a, b in zip((0, *cut), (*cut, len(sizes)), strict=True))
        for parts in range(count)
        for cut in combinations(range(1, len(sizes)), parts)
    )
    assert len(found) <= count
    assert greatest <= best * 1.01 + 1e-9


def test_an_empty_hierarchy_has_no_size() -> None:
    """Nothing to place is no error."""
    assert place(Hierarchy.of([], [], [])).width == 0.0


def test_a_deep_chain_needs_no_recursion() -> None:
    """A chain of twenty thousand boxes is placed, one below the other."""
    size = 20_000
    placed = place(Hierarchy.of(list(range(-1, size - 1)), [5.0] * size, [2.0] * size))
    assert placed.width == 5.0
    assert np.isclose(placed.y[-1], (size - 1) * (2.0 + Gaps().down))
