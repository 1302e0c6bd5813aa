"""Sensitivity on models whose answers are known from outside."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import multivariate_normal, qmc

from orgmodel.exploration.knowing import evppi, settled
from orgmodel.exploration.sensitivity import break_even, shapley, sobol, tornado

Floats = NDArray[np.float64]


def uniform(draws: int, causes: int, seed: int) -> Floats:
    """Draw numbers from 0 to 1 that fill the cube evenly."""
    return qmc.Sobol(causes, rng=np.random.default_rng(seed)).random(draws)


def ishigami(x: Floats) -> Floats:
    """Give Ishigami and Homma's function, a = 7, b = 0.1."""
    angle = math.pi * (2 * x - 1)
    return np.sin(angle[:, 0]) + 7 * np.sin(angle[:, 1]) ** 2 + 0.1 * angle[:, 2] ** 4 * np.sin(angle[:, 0])


def test_sobol_of_ishigami_is_within_a_hundredth() -> None:
    """The indices are those of the closed form: 0.3139, 0.4424, 0; in total 0.5576, 0.4424, 0.2437."""
    both = uniform(2**15, 6, 3)
    first, total = sobol(ishigami, both[:, :3], both[:, 3:], [(0,), (1,), (2,)])
    np.testing.assert_allclose(first.value, [0.3139, 0.4424, 0.0], atol=0.01)
    np.testing.assert_allclose(total.value, [0.5576, 0.4424, 0.2437], atol=0.01)
    assert (first.low <= first.value).all()
    assert (first.value <= first.high).all()


def test_sobol_of_a_group_is_that_of_its_sum() -> None:
    """Two causes of one group have one index: of x + 2y + 3z with (x, y) together (1 + 4) / 14."""
    both = uniform(2**13, 6, 5)
    first, total = sobol(lambda x: x @ np.array([1.0, 2, 3]), both[:, :3], both[:, 3:], [(0, 1), (2,)])
    np.testing.assert_allclose(first.value, [5 / 14, 9 / 14], atol=0.01)
    np.testing.assert_allclose(total.value, [5 / 14, 9 / 14], atol=0.01)


def normal(covariance: Floats, draws: int, seed: int) -> tuple[Floats, object]:
    """Give draws of a normal law and the function that draws it again with some columns kept."""
    from scipy.special import ndtri

    causes = len(covariance)
    root = np.linalg.cholesky(covariance)
    rng = np.random.default_rng(seed + 1)

    def redraw(sample: Floats, kept: tuple[int, ...]) -> Floats:
        gone = [column for column in range(causes) if column not in kept]
        inverse = np.linalg.solve(covariance[np.ix_(kept, kept)], covariance[np.ix_(kept, gone)]) if kept else None
        mean = sample[:, kept] @ inverse if inverse is not None else np.zeros((len(sample), causes))
        left = covariance[np.ix_(gone, gone)]
        if inverse is not None:
            left = left - covariance[np.ix_(gone, kept)] @ inverse
        noise = rng.standard_normal((len(sample), len(gone))) @ np.linalg.cholesky(left).T
        new = sample.copy()
        new[:, gone] = mean + noise
        return new

    return ndtri(np.clip(uniform(draws, causes, seed), 1e-12, None)) @ root.T, redraw


def owen_prieur(rho: float, sigma: float, beta: Floats) -> Floats:
    """Give the shares of a linear model of three normals, two of them correlated (Owen and Prieur 2017, 4.1)."""
    b1, b2, b3 = beta[0], beta[1], sigma * beta[2]
    variance = b1**2 + b2**2 + 2 * rho * b2 * b3 + b3**2
    common = rho * b2 * b3
    each = rho**2 / 2
    return (
        np.array([b1**2, b2**2 * (1 - each) + common + b3**2 * each, b3**2 * (1 - each) + common + b2**2 * each])
        / variance
    )


@pytest.mark.parametrize(("rho", "sigma"), [(0.0, 1.0), (0.7, 2.0), (-0.5, 1.0)])
def test_shapley_of_correlated_normals(rho: float, sigma: float) -> None:
    """Three cases with known shares, and their sum is the variance."""
    beta = np.array([1.0, 1.5, 1.0])
    covariance = np.array([[1, 0, 0], [0, 1, rho * sigma], [0, rho * sigma, sigma**2]])
    draws, redraw = normal(covariance, 2**14, 11)
    shares = shapley(lambda x: x @ beta, draws, redraw, [(0,), (1,), (2,)])
    np.testing.assert_allclose(shares.value, owen_prieur(rho, sigma, beta), atol=0.015)
    assert shares.value.sum() == pytest.approx(1, abs=0.01)
    assert (shares.low <= shares.value).all()
    assert (shares.value <= shares.high).all()


def shared(total: int) -> tuple[Floats, object]:
    """Give every way to share a total among three, each as likely, and the function that shares what is left again."""
    ways = np.array([(x, y, total - x - y) for x in range(total + 1) for y in range(total + 1 - x)], np.float64)
    rng = np.random.default_rng(7)

    def redraw(sample: Floats, kept: tuple[int, ...]) -> Floats:
        if not kept:
            return ways[rng.integers(len(ways), size=len(sample))]
        if len(kept) > 1:
            return sample  # two of three tell the third
        left = total - sample[:, kept[0]]
        one = np.floor(rng.random(len(sample)) * (left + 1))
        others = [column for column in range(3) if column not in kept]
        new = sample.copy()
        new[:, others[0]], new[:, others[1]] = one, left - one
        return new

    return ways[rng.integers(len(ways), size=2**14)], redraw


def test_of_shares_of_one_total_the_one_that_tells_all_gets_most() -> None:
    """The outcome is the first share alone: the two others get alike, by symmetry, and all sum to 1.

    By hand: knowing either other alone explains a quarter (correlation −1/2), knowing both explains all. So the shares
    are those of the game v(1) = v(1,·) = v(2,3) = 1, v(2) = v(3) = 1/4: 7/12 and 5/24 each.
    """
    draws, redraw = shared(30)
    shares = shapley(lambda x: x[:, 0], draws, redraw, [(0,), (1,), (2,)])
    np.testing.assert_allclose(shares.value, [7 / 12, 5 / 24, 5 / 24], atol=0.015)


def test_many_players_still_sum_to_the_variance() -> None:
    """Twelve independent causes, by sampled orders: shares are the squares of the weights."""
    weights = np.arange(1.0, 13.0)
    count = itertools.count(50)

    def redraw(sample: Floats, kept: tuple[int, ...]) -> Floats:
        new = np.random.default_rng(next(count)).random(sample.shape)
        new[:, kept] = sample[:, kept]
        return new

    shares = shapley(lambda x: x @ weights, uniform(2**12, 12, 1), redraw, [(player,) for player in range(12)])
    np.testing.assert_allclose(shares.value, weights**2 / (weights**2).sum(), atol=0.03)
    assert shares.value.sum() == pytest.approx(1, abs=0.01)


def test_what_does_not_vary_has_no_shares() -> None:
    """A constant outcome has no variance to share."""
    both = uniform(64, 2, 1)
    first, total = sobol(lambda x: np.zeros(len(x)), both, both, [(0,), (1,)])
    shares = shapley(lambda x: np.ones(len(x)), both, lambda x, _: x, [(0,), (1,)])
    assert np.isnan([first.value, total.value, shares.value]).all()


def test_evppi_of_normals_is_the_unit_loss() -> None:
    """Of "nothing" against a gain of mean m whose known part has deviation s: s·φ(m/s) − |m|·Φ(−|m|/s)."""
    draws = uniform(2**14, 2, 4)
    part = multivariate_normal(0, 1)
    from scipy.special import ndtri

    known, rest = ndtri(np.clip(draws, 1e-9, None)).T
    for mean, deviation in ((0.0, 1.0), (0.5, 1.0), (-1.0, 2.0)):
        gain = mean + deviation * known + 0.7 * rest
        found = evppi(known, np.column_stack([np.zeros(len(gain)), gain]))
        expected = deviation * part.pdf(mean / deviation) - abs(mean) * part.cdf(-abs(mean) / deviation)
        assert found.value == pytest.approx(expected, abs=0.03)
        assert found.low <= expected <= found.high


def test_evppi_of_what_tells_nothing_is_none() -> None:
    """Chance in the draws is not taken for knowledge."""
    rng = np.random.default_rng(8)
    worth = [
        evppi(rng.random(2000), np.column_stack([rng.normal(0, 1, 2000), rng.normal(0.2, 1, 2000)])).value
        for _ in range(40)
    ]
    assert np.mean(worth) < 0.02


def test_evppi_of_a_planted_figure() -> None:
    """A figure of five values that alone says which of three options is right; another says nothing."""
    rng = np.random.default_rng(3)
    figure = rng.integers(0, 5, 5000).astype(float)
    right = np.array([0, 0, 1, 1, 2])[figure.astype(int)]
    gains = (right[:, None] == np.arange(3)).astype(float)
    assert evppi(figure, gains).value == pytest.approx(1 - 0.4, abs=0.03)
    assert evppi(rng.random(5000), gains).value < 0.01
    assert settled(figure, right == 1) == 1.0
    assert settled(rng.random(5000), right == 1) < 0.05


@pytest.mark.parametrize("seed", range(4))
def test_evppi_of_quasi_random_draws_is_that_of_all_cases(seed: int) -> None:
    """Of two figures of few values whose sum is to stay below a limit, by every pair of values, as likely as it is."""
    first, second = np.arange(7, 14), np.arange(15, 26)
    weight = [np.minimum(one - one[0], one[-1] - one) + 1.0 for one in (first, second)]
    chance = [one / one.sum() for one in weight]
    fits = first[:, None] + second[None, :] <= 30
    known = [(chance[1] * fits).sum(axis=1), (chance[0][:, None] * fits).sum(axis=0)]
    whole = float(known[0] @ chance[0])
    wanted = [
        float(np.maximum(one, 1 - one) @ each) - max(whole, 1 - whole) for one, each in zip(known, chance, strict=True)
    ]
    at = qmc.Sobol(2, rng=np.random.default_rng(seed)).random(4096)
    drawn = [np.searchsorted(each.cumsum(), at[:, number]) for number, each in enumerate(chance)]
    held = fits[drawn[0], drawn[1]].astype(float)
    gains = np.column_stack([held, 1 - held])
    for cause, worth in zip(drawn, wanted, strict=True):
        found = evppi(cause.astype(float), gains)
        assert found.low <= worth <= found.high
        assert found.value == pytest.approx(worth, abs=0.006)


def test_evppi_refuses_too_few_draws() -> None:
    """Of 10 draws nothing is told."""
    with pytest.raises(ValueError, match="64"):
        evppi(np.arange(10.0), np.zeros((10, 2)))


def test_tornado_moves_one_cause_at_a_time() -> None:
    """Each row is the model with that cause alone at its ends."""
    middle, low, high = np.array([1.0, 2, 3]), np.array([0.0, 2, 1]), np.array([2.0, 2, 4])
    swings = tornado(ishigami, middle, low, high)
    for cause, (at_low, at_high) in enumerate(zip(low, high, strict=True)):
        for end, value in enumerate((at_low, at_high)):
            point = middle.copy()
            point[cause] = value
            assert swings[cause, end] == ishigami(point[None])[0]


@pytest.mark.parametrize("limit", [0, 7, 100, 5000, 20001])
def test_break_even_is_the_first_value_beyond(limit: int) -> None:
    """Going up, the value found reaches the limit and the one before does not."""
    found = break_even(lambda x: x[:, 0] * 2 + x[:, 1], np.array([3.0, 1.0]), 0, 0, 10_000, limit=limit)
    expected = [-(-(limit - 1) // 2)] if 0 < -(-(limit - 1) // 2) <= 10_000 else []
    assert found == expected


def test_break_even_finds_both_crossings_of_a_hump() -> None:
    """Up over the limit and down again."""
    found = break_even(lambda x: -((x[:, 0] - 50) ** 2), np.array([0.0]), 0, 0, 100, limit=-100)
    assert found == [40.0, 61.0]
    halves = break_even(lambda x: x[:, 0], np.array([0.0]), 0, 0, 1, limit=0.25, whole=False)
    assert halves == [pytest.approx(0.25, abs=0.001)]


def test_one_cause_has_all_of_the_variance():
    """Of a single group the first order and the total are 1."""
    draws = np.random.default_rng(3).random((2, 1024, 2))
    first, total = sobol(lambda x: x.sum(axis=1), draws[0], draws[1], [(0, 1)])
    assert first.value == pytest.approx([1.0], abs=0.05)
    assert total.value == pytest.approx([1.0], abs=0.05)
