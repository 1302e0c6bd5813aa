"""A total shared out: every lawful way as likely, also when some parts are kept."""

from __future__ import annotations

import itertools
import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from orgmodel.exploration.shared_total import SharedTotal


def listed(total: int, ranges: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """List every way by trying all."""
    return [way for way in itertools.product(*(range(low, high + 1) for low, high in ranges)) if sum(way) == total]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4), st.data())
@settings(max_examples=30)
def test_each_way_is_drawn_as_often(spans, data):
    """The ways are those listed by trying all, and each comes as often but for chance (chi-square at 1 in 10,000)."""
    ranges = [(low, low + more) for low, more in spans]
    total = data.draw(st.integers(sum(low for low, _ in ranges), sum(high for _, high in ranges)))
    shared = SharedTotal(total, *zip(*ranges, strict=True))
    ways = listed(total, ranges)
    assert shared.ways == len(ways)
    draws = shared.draw(np.random.default_rng(total).random((200 * len(ways), len(ranges))))
    found, counts = np.unique(draws, axis=0, return_counts=True)
    assert set(map(tuple, found.tolist())) == set(ways)
    off = ((counts - 200) ** 2 / 200).sum()
    assert off <= len(ways) + 4 * math.sqrt(2 * len(ways)) + 12


def test_redrawn_parts_follow_the_same_law():
    """Keep the first of three as drawn and share out the rest again: all ways still come as often."""
    ranges = [(0, 6), (1, 4), (2, 7)]
    shared = SharedTotal(10, *zip(*ranges, strict=True))
    rng = np.random.default_rng(5)
    ways = listed(10, ranges)
    draws = shared.draw(rng.random((400 * len(ways), 3)))
    again = shared.redraw(draws, [0], rng.random((len(draws), 3)))
    assert (again[:, 0] == draws[:, 0]).all()
    assert (again.sum(axis=1) == 10).all()
    found, counts = np.unique(again, axis=0, return_counts=True)
    assert len(found) == len(ways)
    assert ((counts - 400) ** 2 / 400).sum() <= len(ways) + 4 * math.sqrt(2 * len(ways)) + 12
    assert (shared.redraw(draws, [0, 1, 2], rng.random((len(draws), 3))) == draws).all()


def test_a_large_total_among_many():
    """Ten parts of up to 1,000 each: every draw keeps the ranges and the total; the means are alike."""
    shared = SharedTotal(5000, [0] * 10, [1000] * 10)
    draws = shared.draw(np.random.default_rng(1).random((4000, 10)))
    assert (draws.sum(axis=1) == 5000).all()
    assert draws.min() >= 0
    assert draws.max() <= 1000
    np.testing.assert_allclose(draws.mean(axis=0), 500, atol=25)


@pytest.mark.parametrize(
    ("total", "low", "high", "told"),
    [
        (9, [0, 0], [4, 4], "0 to 8, never to 9"),
        (3, [2], [1], "the least first"),
        (9000, [0, 0], [9000, 9000], "4,000"),
    ],
)
def test_what_cannot_be_shared_is_refused(total, low, high, told):
    """Ranges that miss the total, stand upside down, or are too wide."""
    with pytest.raises(ValueError, match=told):
        SharedTotal(total, low, high)
