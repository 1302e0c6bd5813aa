"""Columns drawn many at a time and sums rolled up by bundles: each column is what its range says, each sum what a plain product is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from orgmodel.comparison.case import cases_of
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.exploration.causes import causes_of
from orgmodel.exploration.draws import Drawer
from orgmodel.exploration.exploration import explore
from orgmodel.exploration.forms import Entries, Forms
from orgmodel.exploration.from_points import FromPoints
from orgmodel.exploration.linear import forms_over, is_linear, linear_sum
from orgmodel.exploration.rolled import Rolled
from orgmodel.exploration.spread import Marginal
from orgmodel.exploration.terms import Terms
from orgmodel.exploration.workers import Hands
from orgmodel.measures.catalogue import measures_of
from orgmodel.scenario.scenario import Scenario
from tests.explore.test_counting import offices
from tests.explore.test_exploration import office, split

WIDTHS = (0, 1, 4, 24, 25, 120, 300, 40_000)
"""Of values beside each other: few enough for steps, a search, roots."""


@st.composite
def marginals(draw):
    """Any range: of few values and many, below nothing and above, of three shapes."""
    low, width = draw(st.integers(-300, 300)), draw(st.sampled_from(WIDTHS))
    best = low + draw(st.integers(0, width))
    shape = draw(st.sampled_from(["triangular", "range", "discrete"]))
    chances = ((low, 0.25), (best, 0.5), (low + width, 0.25)) if shape == "discrete" else ()
    return Marginal(low, best, low + width, shape, chances)


@given(st.lists(st.tuples(marginals(), st.integers(0, 9)), min_size=1, max_size=150), st.integers(0, 99))
def test_every_column_is_drawn_as_its_range_says(columns, seed):
    """Columns of any ranges, in any order, some of them by one number: each is what its marginal gives by itself, and none overflows."""
    points = np.random.default_rng(seed).random((17, 10))
    points[0], points[1] = 0.0, np.nextafter(1.0, 0.0)
    ranges, dimensions = [one for one, _ in columns], [at for _, at in columns]
    found = FromPoints.of(ranges, dimensions).drawn(points)
    for column, (marginal, at) in enumerate(columns):
        assert found[:, column].tolist() == marginal.at(points[:, at]).tolist()


@given(st.data())
def test_sums_of_bundles_are_the_plain_product(data):
    """Figures in the same sums are added up first; it is the product of the whole matrix, of figures that are in none too."""
    sums, figures = data.draw(st.integers(1, 7)), data.draw(st.integers(0, 400))
    chance = np.random.default_rng(data.draw(st.integers(0, 99)))
    kinds = chance.integers(-2, 3, (sums, 5)).astype(np.float64)
    matrix = kinds[:, chance.integers(0, 5, figures)]
    columns = chance.permutation(figures + 3)[:figures]
    sample = chance.integers(-128, 128, (6, figures + 3)).astype(np.int8)
    best, rest = chance.integers(-9, 9, figures), chance.integers(0, 99, sums).astype(np.float64)
    rest[0] = np.nan if figures % 2 else rest[0]
    found = Rolled.of(csr_array(matrix), columns, best, rest)
    assert len(found.best) <= 5
    wanted = rest[:, None] + matrix @ (sample[:, columns].astype(np.float64) - best).T
    assert np.array_equal(found.over(sample), wanted, equal_nan=True)


def test_a_narrow_sample_does_not_overflow():
    """A figure of a few values moved by an exact number far beyond its type: sample and sum are right."""
    figure = Estimate(Source(FigureId("posts", "p", "filled"), 100, 110, 120))
    causes = causes_of(Structure.of([Unit("u", kind="agency"), Post("p", "u", rank="staff", filled=figure)]))
    narrow = causes.from_points.drawn(np.array([[0.0], [0.999]]))
    assert narrow.dtype == np.int8
    assert Terms(causes).value(figure.shifted(5000), narrow).tolist() == [5100, 5120]
    part = Estimate(figure.source, (1, 1), 2, 0)
    entries = Entries(causes)
    entries.add(0, entries.places([part.shifted(100)]), np.array([3.0]))
    assert entries.forms(np.array([465.0])).over(narrow).tolist() == [[450.0, 480.0]]


def _as_before(forms: Forms) -> list[dict[Estimate, float]]:
    found: list[dict[Estimate, float]] = [{} for _ in forms.rest]
    for row, place, factor in zip(forms.rows.tolist(), forms.places.tolist(), forms.factors.tolist(), strict=True):
        found[row][forms.terms[place]] = factor
    return found


@pytest.mark.parametrize("name", ["whole", "divided"])
def test_sums_of_all_scopes_at_once_are_those_of_each(name):
    """Each measure in each scope, before and after: the figures that the evaluator sums there; the change is the one less the other."""
    outcome = split().run() if name == "divided" else Scenario("as-it-is", office()).run()
    causes = causes_of(office())
    (case,) = cases_of([outcome])
    ends = case.change_evaluator.before, case.change_evaluator.after
    linear = {one.id: one for one in measures_of(None, outcome.before.terms) if is_linear(one) and not one.compares}
    scopes = ["total", "top", "a", "b", "n", "block:party", "block:government", "area:here", "nowhere"]
    keys = [(scope, id) for scope in scopes for id in (*linear, "span_mean")]
    found = _as_before(forms_over(causes, case, linear, keys, np.zeros(3 * len(keys))))
    drawn = Terms(causes).is_drawn
    filled = 0
    for at, (scope, id) in enumerate(keys):
        told = [
            {term: count for term, count in linear_sum(one, linear[id], scope).items() if drawn(term) and count}
            if id in linear
            else {}
            for one in ends
        ]
        change = {term: told[1].get(term, 0) - told[0].get(term, 0) for term in {**told[0], **told[1]}}
        assert found[3 * at : 3 * at + 2] == told
        assert found[3 * at + 2] == {term: count for term, count in change.items() if count}
        filled += bool(told[0] or told[1])
    assert filled > 9


def test_moments_hold_where_a_figure_is_in_sums_whole_and_in_part():
    """A figure in a sum by itself, with a part of it beside, of many sums: mean and deviation over all its values."""
    source = Source(FigureId("posts", "p", "filled"), 3, 4, 9)
    other = Estimate(Source(FigureId("posts", "q", "filled"), 1, 1, 5))
    causes = causes_of(
        Structure.of(
            [Unit("u", kind="agency"), Post("p", "u", rank="staff", filled=Estimate(source)), Post("q", "u", rank="staff", filled=other)]
        )
    )  # fmt: skip
    part = Estimate(source, (2, 1), 2, 1)
    entries = Entries(causes)
    for row, sum_ in enumerate(
        ({Estimate(source): 2.0, part: -1.0}, {other: 3.0}, {Estimate(source): 1.0, other: 1.0})
    ):
        entries.add(row, entries.places(sum_), np.array(list(sum_.values())))
    forms = entries.forms(np.array([1.0, 2.0, 3.0]))
    (one, chance_one), (two, chance_two) = (column.marginal.listed() for column in causes.columns)
    grid = np.array([(a, b) for a in one for b in two])
    chance = np.array([a * b for a in chance_one for b in chance_two])
    values = forms.at(grid)
    mean, deviation = forms.moments()
    assert mean == pytest.approx(chance @ values)
    assert deviation == pytest.approx(np.sqrt(chance @ (values - chance @ values) ** 2))


def test_workers_get_sums_and_no_scenario():
    """What is sent of a plan without drawn parameters is its sums alone, and what draws the columns: no organisation."""
    sent = []

    class Watched(Hands):
        def each(self, work, tasks):
            sent.extend(tasks)
            return super().each(work, tasks)

    plan = Scenario("as-it-is", offices(3))
    explore(plan, draws=64, runs=1, measures=["posts_filled"], scopes=["total"], hands=Watched())
    (sums,), drawer = sent[-1][0].value
    assert isinstance(sums, Rolled)
    assert isinstance(drawer, Drawer)
