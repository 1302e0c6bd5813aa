"""Lines led around boxes: horizontal and vertical, from edge to edge, through no box."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.charts.layout.route import Router


@given(st.integers(0, 10_000))
def test_paths_avoid_boxes(seed: int) -> None:
    """Among boxes of a ragged grid every path starts and ends at its box and crosses none."""
    draw = np.random.default_rng(seed)
    columns, rows = (int(n) for n in draw.integers(1, 6, size=2))
    cells = [(column, row) for column in range(columns) for row in range(rows) if draw.random() < 0.85]
    boxes = [
        (column * 11 + draw.random(), row * 6 + draw.random(), 8 + draw.random(), 3 + draw.random())
        for column, row in cells
    ]
    if len(boxes) < 2:
        return
    x, y, width, height = (list(side) for side in zip(*boxes, strict=True))
    router = Router(x, y, width, height)
    for number in range(4):
        start, end = (int(n) for n in draw.choice(len(boxes), size=2, replace=False))
        points = router.route(start, end, ("coordination", number))
        assert points is not None
        assert _at_edge(points[0], boxes[start])
        assert _at_edge(points[-1], boxes[end])
        for (x0, y0), (x1, y1) in pairwise(points):
            assert x0 == x1 or y0 == y1
            for left, top, wide, high in boxes:
                through = min(x0, x1) < left + wide - 1e-9 and max(x0, x1) > left + 1e-9
                assert not (through and min(y0, y1) < top + high - 1e-9 and max(y0, y1) > top + 1e-9)


def _at_edge(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    (x, y), (left, top, wide, high) = point, box
    on_side = min(abs(x - left), abs(x - left - wide)) < 1e-9 and top <= y <= top + high
    return on_side or (min(abs(y - top), abs(y - top - high)) < 1e-9 and left <= x <= left + wide)


def test_a_path_to_the_side_has_two_bends() -> None:
    """From a box to one beside it, of the same size, the path goes from side to side."""
    points = Router([0.0, 12.0], [0.0, 0.0], [8.0, 8.0], [3.0, 3.0]).route(0, 1, ("professional", 1))
    assert points is not None
    assert points[0][0] == 8.0
    assert points[-1][0] == 12.0
    assert len(points) == 4


def test_lines_of_other_bundles_keep_apart() -> None:
    """Two lines between the same boxes do not run on one another where there is room beside."""
    router = Router([0.0, 12.0, 24.0], [0.0, 0.0, 0.0], [8.0] * 3, [3.0] * 3)
    first = router.route(0, 2, ("professional", 2))
    second = router.route(0, 2, ("coordination", 2))
    assert first is not None
    assert second is not None
    runs = [{y0 for (_, y0), (_, y1) in pairwise(path) if y0 == y1} for path in (first, second)]
    assert not (runs[0] & runs[1]) - {first[0][1], first[-1][1]}


def test_a_path_keeps_out_of_the_comb_of_a_column() -> None:
    """Down a column whose boxes hang on one line, a path runs where no branch is, though the way between is as short."""
    y = [4.0 * row for row in range(6)]
    trunk = [((-0.9, -1.0), (-0.9, top + 1.5), (0.0, top + 1.5)) for top in y]
    boxes = [0.0] * 6, y, [8.0] * 6, [3.0] * 6
    points = Router(*boxes, trunk).route(0, 5, ("professional", 5))
    assert points is not None
    inner = [x for (x, _), (x1, _) in pairwise(points) if x == x1]
    assert inner
    assert all(x > 8.0 or x < -0.9 for x in inner)
