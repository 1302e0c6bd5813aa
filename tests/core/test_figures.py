"""Figures and their sums: what is uncertain keeps its identity, however it is shared out and put together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.figures import Amount, Estimate, Figure, Source, assumed, exact, share_out

SOURCES = [assumed("a", 5, 6, 7), assumed("b", 0, 2, 9), Estimate(Source("missing")), assumed("c", 3, None, 8)]
WEIGHTS = [[1, 1], [2, 1], [1, 1, 1], [3, 0, 1], [6, 6, 2]]


@st.composite
def figures(draw, deep: int = 3) -> Figure:
    """Draw an uncertain figure: a source, a part of one, a part of a part, shifted here and there."""
    figure: Figure = draw(st.sampled_from(SOURCES))
    for _ in range(draw(st.integers(0, deep))):
        if not isinstance(figure, Estimate):
            break
        if draw(st.booleans()):
            figure = figure.shifted(draw(st.integers(-2, 2)))
        else:
            figure = draw(st.sampled_from(share_out(figure, draw(st.sampled_from(WEIGHTS)), "x")))
    return figure


sums = st.lists(st.tuples(figures() | st.integers(-5, 5), st.sampled_from([-1, 1, 1, 2])), max_size=8)


def amount_of(terms) -> Amount:
    """Sum (figure, count) pairs with the operators of Amount."""
    result = Amount()
    for figure, count in terms:
        for _ in range(abs(count)):
            result = result + Amount.of(figure) if count > 0 else result - Amount.of(figure)
    return result


@dataclass
class Values:
    """Give every uncertain figure a number of its own, such that the parts of a figure sum to it and nothing else holds.

    Two sums are then the same for all values of their figures if (but for odds of one in 2**60) they come to one number.
    """

    known: dict[Estimate, int] = field(default_factory=dict)

    def of(self, figure: Figure) -> int:
        """Give the number of a figure."""
        if not isinstance(figure, Estimate):
            return figure or 0
        plain = figure.shifted(-figure.offset)
        if plain not in self.known:
            if plain.parts == 1:
                self.known[plain] = _number(plain)
            else:
                parts = [Estimate(plain.source, plain.weights, plain.parts, i) for i in range(plain.parts)]
                whole = plain.source.whole or Estimate(plain.source)
                numbers = [_number(part) for part in parts[1:]]
                numbers.append(self.of(whole) - sum(numbers))
                self.known.update(zip(parts, numbers, strict=True))
        return self.known[plain] + figure.offset

    def sum(self, terms) -> int:
        """Give the sum of (figure, count) pairs."""
        return sum(self.of(figure) * count for figure, count in terms)


def _number(figure: Estimate) -> int:
    return int.from_bytes(hashlib.sha256(repr(figure).encode()).digest()[:8])


@given(sums, sums)
def test_amounts_are_equal_when_they_are_so_for_all_values(one, other):
    """Sums are equal exactly when they come to the same for every value that their figures may have."""
    values = Values()
    same = values.sum(one) == values.sum(other)
    assert (amount_of(one) == amount_of(other)) is same
    if same:
        assert hash(amount_of(one)) == hash(amount_of(other))


@given(sums)
def test_a_sum_is_shown_by_terms_that_come_to_it(terms):
    """The exact part and the terms of an amount come to what was summed."""
    amount, values = amount_of(terms), Values()
    assert values.sum(terms) == amount.known + values.sum(amount.terms.items())


@given(sums, st.randoms(use_true_random=False))
def test_the_order_of_a_sum_does_not_matter(terms, shuffler):
    """A sum is the same in any order, in one go or one by one, and is shown the same."""
    other = list(terms)
    shuffler.shuffle(other)
    one, two = amount_of(terms), amount_of(other)
    assert one == two
    assert str(one) == str(two)
    positive = [figure for figure, count in terms for _ in range(count)]
    total = Amount.total((figure, "") for figure in positive)
    assert total == amount_of([(figure, 1) for figure in positive])


@given(sums, sums, sums)
def test_sums_are_associative_and_differences_undo_them(a, b, c):
    """Grouping does not matter, and what is added and taken away again leaves nothing."""
    one, two, three = amount_of(a), amount_of(b), amount_of(c)
    assert (one + two) + three == one + (two + three)
    assert (one + two) - two == one
    assert not one - one
    assert -one + one == Amount()
    assert -one == Amount() - one


@given(figures(), st.sampled_from(WEIGHTS))
def test_parts_together_are_the_figure(figure, by):
    """The parts of a figure sum to it: by identity where it is uncertain, and missing stays missing."""
    parts = share_out(figure, by, "x")
    whole = Amount.of(figure, "x")
    assert Amount.total((part, "x") for part in parts) == whole
    assert str(Amount.total((part, "x") for part in parts)) == str(whole)
    first, rest = Amount.of(parts[0], "x"), Amount.total((part, "x") for part in parts[1:])
    assert whole - first == rest
    assert (whole - first).missing == rest.missing


@given(st.integers(0, 30), st.integers(0, 10), st.integers(0, 10), st.sampled_from(WEIGHTS))
def test_the_range_of_a_part_holds_its_best_value(low, up, over, by):
    """A part's best value lies within its range, and best values sum to the source's."""
    figure = assumed("s", low, low + up, low + up + over)
    parts = share_out(figure, by, "s")
    for part in parts:
        if isinstance(part, Estimate):
            low_end, best, high_end = part.low, part.best, part.high
            assert None not in (low_end, best, high_end)
            assert low_end <= best <= high_end
    assert sum(exact(part) or 0 for part in parts) == low + up


def test_a_missing_figure_is_never_nothing():
    """A missing figure is counted as missing, is not 0, and is told from another one."""
    total = Amount.of(4) + Amount.of(None, "m") + Amount.of(None, "n")
    assert (total.missing, total.best, total.high, total.low) == (2, None, None, 4)
    assert str(total) == "at least 4 (2 missing)"
    assert Amount.of(None, "m") != Amount.of(None, "n")
    assert Amount.of(None, "m") != Amount()
    assert Amount.of(None, "m")


def test_ranges_add_up_end_by_end():
    """The sum of ranges runs from the sum of the least to that of the greatest; one figure twice moves together."""
    a, b = assumed("a", 5, 6, 7), assumed("b", 0, 2, 9)
    both = Amount.of(a) + Amount.of(b) + Amount(10)
    assert (both.low, both.best, both.high, str(both)) == (15, 18, 26, "18 (15–26)")
    same = Amount.of(a) - Amount.of(a.shifted(-2))
    assert (same.low, same.best, same.high, str(same)) == (2, 2, 2, "2")


def test_what_is_left_of_a_whole_is_shown_as_the_other_part():
    """A figure less one of its two parts is the other part, with that part's own range."""
    whole = assumed("a", 5, 6, 7)
    left, right = share_out(whole, [1, 1], "a")
    assert str(Amount.of(whole) - Amount.of(left)) == str(Amount.of(right)) == "3 (2–3)"


def test_parts_known_only_together():
    """Two parts known only as a sum are missing each, and known together."""
    source = Source("fte", 100, 150, 200)
    one, two = Estimate(source, None, 2, 0), Estimate(source, None, 2, 1)
    assert (one.low, one.best, one.high) == (None, None, None)
    assert str(Amount.of(one) + Amount.of(two)) == "150 (100–200)"


@pytest.mark.parametrize("figure", [None, assumed("a", 5, 6, 7), 12])
@pytest.mark.parametrize("by", [[], [0, 0], [1, -1]])
def test_weights_that_share_nothing_out_are_refused_for_any_figure(figure, by):
    """Weights that are negative, or all 0, are refused, be the figure known or not."""
    with pytest.raises(ValueError, match="weights"):
        share_out(figure, by, "x")
