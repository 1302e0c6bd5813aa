"""Bands are everywhere as wide as they are at their ends, whatever way they bend."""

from __future__ import annotations

from math import cos, hypot, pi, sin

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgmodel.charts.layout.bends import Bend, Curve

FIGURES = st.floats(0.5, 40)


def at(curve: Curve, t: float) -> tuple[float, float]:
    """Give a point of a cubic curve by its definition."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        sum(weight * point[0] for weight, point in zip(weights, curve, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, curve, strict=True)),
    )


@given(FIGURES, st.floats(-600, 600), FIGURES, FIGURES, FIGURES)
def test_edges_lie_apart_by_the_width_everywhere(
    width: float, height: float, first: float, second: float, thick: float
) -> None:
    """The two edges are level at the ends, and as far apart there, in both arcs and between them as the band is wide."""
    bend = Bend((3.0, 50.0), (3.0 + width, 50.0 + height), (first, second))
    half = min(thick / 2, *bend.radii) * 0.999
    assume(half > 0.01)
    upper, lower = bend.arcs(-half), bend.arcs(half)
    for arc in (0, 1):
        for t in (0.0, 0.25, 0.5, 0.8, 1.0):
            (x0, y0), (x1, y1) = at(upper[arc], t), at(lower[arc], t)
            assert hypot(x1 - x0, y1 - y0) == pytest.approx(2 * half, rel=2e-3)
    assert upper[0][0] == pytest.approx((3.0, 50.0 - half))
    assert upper[1][-1] == pytest.approx((3.0 + width, 50.0 + height - half))
    for edge in (upper, lower):
        assert edge[0][1][1] == pytest.approx(edge[0][0][1])
        assert edge[1][2][1] == pytest.approx(edge[1][3][1])
        rise, run = edge[1][0][1] - edge[0][-1][1], edge[1][0][0] - edge[0][-1][0]
        lean = bend.angle * (1 if height > 0 else -1)  # the straight part leans as the arcs leave and meet it
        assert rise * cos(lean) - run * sin(lean) == pytest.approx(0, abs=1e-6 * (1 + abs(height)))
        assert run * cos(lean) + rise * sin(lean) >= -1e-6 * (1 + abs(height))
    assert -1e-9 <= bend.angle <= pi / 2 + 1e-6
    points = bend.points(half)
    assert points[0] == pytest.approx(lower[0][0])
    assert points[-1] == pytest.approx(lower[1][-1])


def test_a_level_band_is_straight() -> None:
    """Between two ends of one height nothing bends."""
    bend = Bend((0.0, 5.0), (20.0, 5.0), (3.0, 3.0))
    assert bend.angle == 0.0
    assert {y for arc in bend.arcs(1.0) for _, y in arc} == {6.0}
