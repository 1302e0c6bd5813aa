"""Sharing by weights: the largest remainder, and what a share can be when the number is a range."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.apportion import greatest_share, largest_remainder, least_share

weights = st.lists(st.integers(0, 12), min_size=1, max_size=6).filter(any)


@given(st.integers(-200, 200), weights)
def test_shares_sum_to_the_total_and_stay_within_one_of_their_quota(total, by):
    """Shares sum to the total, none is a whole unit or more away from its exact part, and a weight of 0 gets nothing."""
    shares = largest_remainder(total, by)
    assert sum(shares) == total
    for share, weight in zip(shares, by, strict=True):
        assert abs(share - Fraction(total * weight, sum(by))) < 1
        assert weight or share == 0


@given(st.integers(0, 200), weights)
def test_units_left_over_go_to_the_largest_remainders(total, by):
    """No share rounded down has a larger remainder than one rounded up, and of equal ones the earlier is rounded up."""
    exact = [Fraction(total * weight, sum(by)) for weight in by]
    shares = largest_remainder(total, by)
    up = [(-(part % 1), i) for i, part in enumerate(exact) if shares[i] > part]
    down = [(-(part % 1), i) for i, part in enumerate(exact) if shares[i] <= part and part % 1]
    assert not up or not down or max(up) < min(down)


@pytest.mark.parametrize(
    "total, by, shares",
    [
        (100, [47, 16, 15, 12, 6, 4], [47, 16, 15, 12, 6, 4]),
        (10, [47000, 16000, 15900, 12000, 6000, 3100], [5, 2, 1, 1, 1, 0]),  # worked by hand: 4.7 1.6 1.59 1.2 .6 .31
        (1, [1, 1], [1, 0]),
        (-3, [1, 1], [-2, -1]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_worked_cases(total, by, shares):
    """Cases worked by hand come out."""
    assert largest_remainder(total, by) == shares


@pytest.mark.parametrize("by", [[], [0, 0], [2, -1]])
def test_weights_that_share_nothing_out_are_refused(by):
    """Weights that are negative, or all 0, are refused."""
    with pytest.raises(ValueError, match="weights"):
        largest_remainder(5, by)


@given(st.integers(-40, 60), st.integers(0, 40), weights, st.data())
def test_the_ends_of_a_share_are_those_of_all_numbers_in_the_range(low, width, by, data):
    """The least and the greatest share are those found by trying every number of the range."""
    position = data.draw(st.integers(0, len(by) - 1))
    tried = [largest_remainder(total, by)[position] for total in range(low, low + width + 1)]
    assert least_share(low, low + width, by, position) == min(tried)
    assert greatest_share(low, low + width, by, position) == max(tried)
