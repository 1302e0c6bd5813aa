"""Coordinates: nothing overlaps, parents stand over the middle of their children, equal branches look equal."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.charts.layout.arrange import Arranger
from orgmodel.charts.layout.box_tree import ROW, STACK, WRAP, BoxTree, Spacing
from orgmodel.charts.layout.connect import connect
from orgmodel.charts.layout.coordinates import Coordinates, assign_coordinates
from orgmodel.charts.layout.shapes import split_evenly


@st.composite
def trees(draw: st.DrawFn, most: int = 60) -> BoxTree:
    """Draw a tree, or several, with boxes of any sizes."""
    size = draw(st.integers(1, most))
    parents = [-1] + [
        draw(st.integers(-1 if draw(st.booleans()) and n % 17 == 0 else 0, n - 1)) for n in range(1, size)
    ]
    sides = st.floats(1, 30, allow_nan=False)
    return BoxTree.of(
        parents,
        draw(st.lists(sides, min_size=size, max_size=size)),
        draw(st.lists(sides, min_size=size, max_size=size)),
    )


def overlaps(tree: BoxTree, coordinates: Coordinates) -> list[tuple[int, int]]:
    """List the pairs of boxes that lie over each other."""
    real = [one for one in tree.top_down() if one not in tree.virtual]
    return [
        (a, b)
        for a, b in combinations(real, 2)
        if coordinates.x[a] < coordinates.x[b] + tree.width[b] - 1e-9
        and coordinates.x[b] < coordinates.x[a] + tree.width[a] - 1e-9
        and coordinates.y[a] < coordinates.y[b] + tree.height[b] - 1e-9
        and coordinates.y[b] < coordinates.y[a] + tree.height[a] - 1e-9
    ]


@given(trees())
def test_rows_do_not_overlap_and_parents_are_centred(tree: BoxTree) -> None:
    """In rows no box lies over another, and each parent's middle is that of its first and last child."""
    coordinates = assign_coordinates(tree)
    assert overlaps(tree, coordinates) == []
    for one in tree.top_down():
        children = tree.children[one]
        if children and one not in tree.virtual:
            middles = [coordinates.x[child] + tree.width[child] / 2 for child in children]
            assert coordinates.x[one] + tree.width[one] / 2 == np.float64(1) * np.mean(
                [middles[0], middles[-1]]
            ) or np.isclose(coordinates.x[one] + tree.width[one] / 2, (middles[0] + middles[-1]) / 2)
            assert middles == sorted(middles)


@given(trees())
def test_every_shape_is_kept(tree: BoxTree) -> None:
    """Whatever arrangement is settled on, nothing overlaps, and the whole lies within the size that it gives."""
    shapes = Arranger(tree, Spacing()).run()
    for number in (0, len(shapes) // 2, len(shapes) - 1):
        again = BoxTree.of(
            [
                p if p < len(tree) and p not in tree.virtual else -1
                for p in tree.parent[: len(tree) - len(tree.virtual)]
            ],
            tree.width[: len(tree) - len(tree.virtual)],
            tree.height[: len(tree) - len(tree.virtual)],
        )
        arranger = Arranger(again, Spacing())
        arranger.run()
        arranger.settle(shapes[number])
        coordinates = assign_coordinates(again)
        assert overlaps(again, coordinates) == []
        real = [one for one in again.top_down() if one not in again.virtual]
        assert min(coordinates.x[one] for one in real) >= -1e-6
        assert max(coordinates.x[one] + again.width[one] for one in real) <= coordinates.width + 1e-6
        assert max(coordinates.y[one] + again.height[one] for one in real) <= coordinates.height + 1e-6
        assert coordinates.height <= shapes[number].height + 1e-6
        assert coordinates.width <= shapes[number].width + 1e-6


def test_lines_join_parents_and_children_without_crossing_boxes() -> None:
    """Every child has one line from its parent, by rows, columns, wrapped rows and at the side; networkx agrees."""
    parents = [-1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 6, 0]
    tree = BoxTree.of(parents, [8.0] * 17, [3.0] * 17, sides=[16])
    tree.styles[0], tree.breaks[0] = WRAP, (0, 3)
    tree.styles[1], tree.breaks[1] = STACK, (0, 2)
    tree.styles[2], tree.breaks[2] = STACK, (0,)
    coordinates = assign_coordinates(tree)
    lines = connect(tree, coordinates, Spacing())
    drawn = nx.DiGraph((one, child) for one, child, _ in lines)
    assert nx.is_tree(drawn)
    assert set(drawn.edges) == {(parent, child) for child, parent in enumerate(parents) if parent >= 0}
    for one, child, points in lines:
        assert points[0][1] == coordinates.y[one] + 3.0
        for (x0, y0), (x1, y1) in pairwise(points):
            assert x0 == x1 or abs(y0 - y1) < 1e-9
            for box in range(17):
                inside = min(x0, x1) < coordinates.x[box] + 8 - 1e-9 and max(x0, x1) > coordinates.x[box] + 1e-9
                assert not (inside and min(y0, y1) < coordinates.y[box] + 3 - 1e-9 and max(y0, y1) > coordinates.y[box] + 1e-9), (
                    one, child, box,
                )  # fmt: skip


def test_room_is_shared_among_short_branches() -> None:
    """A leaf between two deep branches stands in the middle of the room that they leave."""
    # two branches whose second row is broad, and one leaf between them
    parents = [-1, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3]
    tree = BoxTree.of(parents, [4.0] * 12, [2.0] * 12)
    coordinates = assign_coordinates(tree)
    left, middle, right = (coordinates.x[n] + 2 for n in (1, 2, 3))
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


def test_an_empty_tree_has_no_size() -> None:
    """An empty tree is no error."""
    assert assign_coordinates(BoxTree.of([], [], [])).width == 0.0


def test_a_deep_chain_needs_no_recursion() -> None:
    """A chain of twenty thousand boxes gets coordinates, one below the other."""
    size = 20_000
    coordinates = assign_coordinates(BoxTree.of(list(range(-1, size - 1)), [5.0] * size, [2.0] * size))
    assert coordinates.width == 5.0
    assert np.isclose(coordinates.y[-1], (size - 1) * (2.0 + Spacing().down))
