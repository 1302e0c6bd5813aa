"""Blocks of draws: the points of any part are those of the whole, values are counted as by hand, and workers count the same."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.exploration.causes import causes_of
from orgmodel.exploration.draws import BLOCK, Draws, block_size
from orgmodel.exploration.exploration import explore
from orgmodel.exploration.spread import Marginal
from orgmodel.exploration.tally import ValueTally, counts_of
from orgmodel.exploration.workers import cluster, lent, processes
from orgmodel.scenario.elements import Parameter, Step
from orgmodel.scenario.scenario import Scenario


def offices(many: int) -> Structure:
    """Offices in a row under a top, each with staff between bounds of its own."""
    return Structure.of(
        [
            Unit("top", kind="committee"),
            *(Unit(f"u{at}", parent="top", kind="agency") for at in range(many)),
            *(
                Post(f"u{at}/s", f"u{at}", rank="staff", authorized=9,
                     filled=Estimate(Source(FigureId("posts", f"u{at}/s", "filled"), at % 3, at % 3 + 2, at % 3 + 5)))
                for at in range(many)
            ),
        ]
    )  # fmt: skip


@st.composite
def triangles(draw):
    """A triangle of whole numbers and some quantiles, thresholds among them."""
    low = draw(st.integers(-5, 20))
    best = low + draw(st.integers(0, 120))
    high = best + draw(st.integers(0, 120))
    return low, best, high, draw(st.lists(st.integers(0, 2**30 - 1), min_size=1, max_size=20))


@given(triangles())
@settings(deadline=None)
def test_a_triangle_is_looked_up_as_its_chances_say(one):
    """The value at a quantile is the first of which the exact sum of chances (fractions) is above it."""
    low, best, high, points = one
    left, right = best - low + 1, high - best + 1
    weights = [
        min(Fraction(value - low + 1, left), Fraction(high + 1 - value, right)) for value in range(low, high + 1)
    ]
    whole = sum(weights)
    found = Marginal(low, best, high, "triangular").at(np.array(points) / 2**30).tolist()
    for point, value in zip(points, found, strict=True):
        below = sum(weights[: value - low]) / whole
        assert below <= Fraction(point, 2**30) < below + weights[value - low] / whole


@given(
    st.lists(st.lists(st.sampled_from([0.0, 1.0, -2.5, 7.0, np.nan]), min_size=4, max_size=4), min_size=1, max_size=6)
)
def test_rows_are_counted_as_by_hand(rows):
    """How often each value comes in each row, and how many are not known, as a Counter says."""
    found = counts_of(np.array(rows))
    for at, row in enumerate(rows):
        values, counts, unknown = found[at]
        known = [one for one in row if not np.isnan(one)]
        assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == Counter(known)
        assert values.tolist() == sorted(set(known))
        assert unknown == len(row) - len(known)


def test_a_tally_of_very_many_values_comes_to_what_numpy_says():
    """Values that wait, are put together and thinned: mean and deviation exact, quantiles within the share that thinning leaves."""
    values = np.random.default_rng(3).normal(50, 9, (40, 4000))
    tally = ValueTally()
    for block in values:
        tally.add(block)
    assert tally.known == values.size
    assert tally.mean == pytest.approx(values.mean(), rel=1e-12)
    assert tally.sd == pytest.approx(values.std(), rel=1e-9)
    assert tally.quantiles([0.05, 0.5, 0.95]) == pytest.approx(np.quantile(values, [0.05, 0.5, 0.95]), abs=0.01)


def test_any_part_of_the_draws_is_that_of_the_whole_sequence():
    """Parts taken in any order hold the points of one Sobol' sequence of scipy, the last part of fewer draws too."""
    causes = causes_of(offices(7))
    draws = Draws(causes, 2 * BLOCK + 100, seed=5)
    chance = np.random.default_rng(np.random.SeedSequence(5))
    points = qmc.Sobol(causes.dimensions, scramble=True, rng=chance).random(4 * BLOCK)[: draws.count]
    whole = causes.drawn(points)
    assert [len(part) for part in draws.parts()] == [BLOCK, BLOCK, 100]
    for part in reversed(draws.parts()):
        assert np.array_equal(draws.block(part), whole[part.start : part.stop])
    assert np.array_equal(np.concatenate(list(draws.blocks())), whole)
    assert np.array_equal(draws.first(300), whole[:300])


def test_more_figures_than_a_sequence_has_dimensions_are_drawn_too(monkeypatch):
    """Of more ranges than scipy's sequence goes to the last are drawn by plain chance: each about its mean, the same in any part, workers alike."""
    monkeypatch.setattr(qmc.Sobol, "MAXDIM", 5)
    causes = causes_of(offices(8))
    draws = Draws(causes, 3 * BLOCK, seed=2)
    whole = np.concatenate(list(draws.blocks()))
    for part in reversed(draws.parts()):
        assert np.array_equal(draws.block(part), whole[part.start : part.stop])
    assert np.array_equal(draws.first(300), whole[:300])
    for column, one in enumerate(causes.columns):
        mean, variance = one.marginal.moments()
        assert whole[:, column].mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / len(whole)))
    assert len({tuple(column) for column in whole.T.tolist()}) == 8  # no two go together
    assert np.abs(np.corrcoef(whole.T) - np.eye(8)).max() < 0.08


def test_of_very_many_figures_fewer_draws_are_held_at_once(monkeypatch):
    """Blocks are smaller, and the draws and what is told of them the same but for the last digits."""
    plan = Scenario("as-it-is", offices(8))
    asked = {"draws": 2 * BLOCK, "runs": 2, "measures": ["posts_filled"]}
    one = explore(plan, **asked)
    monkeypatch.setattr("orgmodel.exploration.draws.MOST_NUMBERS", 8 * 100)
    assert block_size(8) == 64
    assert len(Draws(one.causes, 2 * BLOCK).parts()) == 32
    assert np.array_equal(Draws(one.causes, 2 * BLOCK).first(BLOCK), one.draws.first(BLOCK))
    other = explore(plan, **asked)
    numbers = ["best", "mean", "sd", "p5", "p50", "p95"]
    assert np.allclose(one.measures[numbers], other.measures[numbers], equal_nan=True)


def test_workers_count_the_same():
    """Processes and threads give the tables of one process, to the last bit: measures, pairs, and sets of drawn parameters."""
    baseline = offices(6)
    step = Step("more", do=[{"resize": "u0/s", "by": {"param": "extra"}, "why": "more"}])
    plans = [
        Scenario("more", baseline, steps=(step,), parameters={"extra": Parameter("extra", default=1, low=1, high=3)}),
        Scenario("as-it-is", baseline),
    ]
    asked = {"draws": 3 * BLOCK + 7, "runs": 4, "vary": ["extra"], "measures": ["posts_filled", "span_mean"]}
    alone = explore(*plans, **asked)
    assert alone.cases[0].variants == 3
    with ThreadPoolExecutor(2) as pool, lent(pool) as threads, processes(2) as both:
        for hands in (threads, both):
            other = explore(*plans, **asked, hands=hands)
            assert other.to_json_object() == alone.to_json_object()
            assert [one.variants for one in other.cases] == [one.variants for one in alone.cases]


@pytest.mark.slow
def test_a_cluster_explores_the_same_though_a_worker_ends_itself():
    """Two dask workers, of which one is killed at its first work: every table, the decisions too, is that of one process."""
    from distributed import Client, LocalCluster

    step = Step("more", do=[{"resize": "u0/s", "by": 2, "why": "more"}])
    plan = Scenario("more", offices(6), steps=(step,))
    asked = {"draws": 2 * BLOCK, "runs": 64, "decide": ["posts_filled@total<=30"]}
    local = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with local, cluster(local.scheduler_address) as hands, Client(local) as other:
        killed = other.submit(os._exit, 1)
        found = explore(plan, **asked, hands=hands)
        assert killed.exception() is not None
    assert found.to_json_object() == explore(plan, **asked).to_json_object()
