"""Which cause an outcome hangs on: one at a time, as shares of its variance, and where it crosses a limit.

A *model* here is any function of causes, one row a draw: an array (draws, causes) in, an array (draws,) out. Nothing in
this module knows what a cause is.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Model = Callable[[Floats], Floats]
Redraw = Callable[[Floats, tuple[int, ...]], Floats]

BATCHES = 16  # intervals come from this many parts of the draws
T_95 = 2.131  # Student's t, 15 degrees of freedom, 95 % both sides
WHOLE = 8  # so many players have every coalition weighed: 2**8 redraws
GRID = 256  # points at which a range is tried for a crossing before it is narrowed down


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of an outcome's variance, one a player, each with its 95 % interval."""

    value: Floats
    low: Floats
    high: Floats


def tornado(model: Model, middle: Floats, low: Floats, high: Floats) -> Floats:
    """Move each cause to its low and to its high while the others stay at their middle.

    `middle`, `low` and `high` hold one value a cause. Gives an array (causes, 2): the outcome at the low, at the high,
    in the outcome's unit.

    >>> at = np.array([10.0, 5.0])
    >>> tornado(lambda x: x[:, 0] + 2 * x[:, 1], at, at - 1, at + 1)
    array([[19., 21.],
           [18., 22.]])
    """
    causes = len(middle)
    points = np.tile(np.asarray(middle, np.float64), (2 * causes, 1))
    each = np.arange(causes)
    points[2 * each, each] = low
    points[2 * each + 1, each] = high
    return model(points).reshape(causes, 2)


def break_even(
    model: Model, middle: Floats, cause: int, low: float, high: float, *, limit: float, whole: bool = True
) -> list[float]:
    """Find the values of one cause between `low` and `high` at which the outcome crosses `limit`, others at the middle.

    Of whole figures (posts, people) each value is the first on the other side of the limit, going up; of others it is
    the crossing, to a thousandth of the range. None is found where the outcome stays on one side. A range of more than
    256 values is tried at 256 points first, so two crossings between neighbouring points are not seen.

    >>> break_even(lambda x: x.sum(axis=1), np.array([10.0, 5.0]), 0, 6, 14, limit=16)
    [11.0]
    >>> break_even(lambda x: x.sum(axis=1), np.array([10.0, 5.0]), 0, 6, 14, limit=40)
    []
    """

    def reaches(values: Floats) -> NDArray[np.bool_]:
        points = np.tile(np.asarray(middle, np.float64), (len(values), 1))
        points[:, cause] = values
        return np.asarray(model(points) >= limit)

    tried = np.linspace(low, high, GRID)
    if whole:
        tried = np.unique(np.round(tried))
    met = reaches(tried)
    found = []
    for place in np.flatnonzero(met[1:] != met[:-1]):
        left, right, before = float(tried[place]), float(tried[place + 1]), bool(met[place])
        step = 1.0 if whole else (high - low) / 1000
        while right - left > step:
            between = (left + right) / 2
            if whole:
                between = math.floor(between)
            if bool(reaches(np.array([between]))[0]) == before:
                left = between
            else:
                right = between
        found.append(right)
    return found


def sobol(model: Model, a: Floats, b: Floats, groups: Sequence[tuple[int, ...]]) -> tuple[Shares, Shares]:
    """Share an outcome's variance among independent groups of causes: Sobol' indices, first order and total.

    `a` and `b` (draws, causes) are two samples drawn apart, a power of two draws each, 32 at least; `groups` are the columns that
    belong together, every column in one of them. Between groups causes must be independent: of shares of one total the
    indices mislead, so they are one group here and `shapley` tells them apart. The first order is what knowing a group
    would take off the variance; the total also counts what it does together with others. Intervals come from
    16 parts of the draws. All are NaN where the outcome does not vary. Saltelli and others 2010, doi 10.1016/j.cpc.2009.09.018.

    >>> draws = np.random.default_rng(1).random((2, 4096, 2))
    >>> first, total = sobol(lambda x: x[:, 0] + 2 * x[:, 1], draws[0], draws[1], [(0,), (1,)])
    >>> first.value.round(1)
    array([0.2, 0.8])
    """
    from scipy.stats import sobol_indices

    at_a, at_b = model(a), model(b)
    nothing = np.full(len(groups), np.nan)
    if np.ptp(np.concatenate([at_a, at_b])) == 0:
        return Shares(nothing, nothing, nothing), Shares(nothing, nothing, nothing)
    crossed = np.empty((len(groups), 1, len(a)))
    for row, columns in enumerate(groups):
        mixed = a.copy()
        mixed[:, columns] = b[:, columns]
        crossed[row, 0] = model(mixed)

    def indices(draws: slice | NDArray[np.int64]) -> tuple[Floats, Floats]:
        mixed = crossed[:, :, draws]
        mixed = np.concatenate([mixed, mixed[:1]])  # scipy takes two groups at least
        here = {"f_A": at_a[None, draws], "f_B": at_b[None, draws], "f_AB": mixed}
        found = sobol_indices(func=here, n=here["f_A"].shape[1])
        return np.ravel(found.first_order)[:-1], np.ravel(found.total_order)[:-1]

    # scipy's own bootstrap of 32,768 draws took over 20 GB.
    order = parted(len(a))
    parts = [indices(np.flatnonzero(order == one)) for one in range(BATCHES)]
    shares = []
    for number, value in enumerate(indices(slice(None))):
        margin = T_95 * np.std([part[number] for part in parts], axis=0, ddof=1) / math.sqrt(BATCHES)
        shares.append(Shares(value, value - margin, value + margin))
    return shares[0], shares[1]


def shapley(
    model: Model, draws: Floats, redraw: Redraw, players: Sequence[tuple[int, ...]], *, seed: int = 0
) -> Shares:
    """Share an outcome's variance among causes that may depend on each other: Shapley effects, which sum to it.

    `draws` (draws, causes) is a sample; `redraw(sample, kept)` draws every column anew but those of `kept`, as they fall
    *given* the kept ones (of shares of one total: what is left of it shared out again), by chance of its own: two
    quasi-random sequences are not apart. `players` are the columns that
    count as one, every column in one of them. Gives shares of the variance, the sum of which is 1 but for rounding;
    NaN where the outcome does not vary. A coalition is worth the variance of the outcome's mean given its columns,
    taken as the covariance of the outcome with the outcome of redrawn others. Up to 8 players every coalition is
    weighed, beyond it so many random orders as take the same work. Owen 2014, doi 10.1137/130936233; Song, Nelson and
    Staum 2016, doi 10.1137/15M1048070. An interval comes from 16 parts of the draws.

    >>> def redraw(sample, kept):  # two independent causes
    ...     new = np.random.default_rng(100 + len(kept)).random(sample.shape)
    ...     new[:, kept] = sample[:, kept]
    ...     return new
    >>> draws = np.random.default_rng(1).random((16384, 2))
    >>> shapley(lambda x: x[:, 0] + 2 * x[:, 1], draws, redraw, [(0,), (1,)]).value.round(1)
    array([0.2, 0.8])
    """
    count = len(players)
    outcome = model(draws)
    if np.ptp(outcome) == 0:
        nothing = np.full(count, np.nan)
        return Shares(nothing, nothing, nothing)
    centre = outcome.mean()
    part = parted(len(draws))
    sizes = np.bincount(part, minlength=BATCHES)
    worths: dict[frozenset[int], Floats] = {frozenset(): np.zeros(BATCHES)}
    worths[frozenset(range(count))] = np.bincount(part, (outcome - centre) ** 2, BATCHES) / sizes

    def worth(coalition: frozenset[int]) -> Floats:
        if coalition not in worths:
            kept = tuple(sorted(column for player in coalition for column in players[player]))
            again = model(redraw(draws, kept))
            product = (outcome - centre) * (again - again.mean())
            worths[coalition] = np.bincount(part, product, BATCHES) / sizes
        return worths[coalition]

    gained = np.zeros((count, BATCHES))
    for player, there, weight in _joinings(count, seed):
        gained[player] += weight * (worth(there | {player}) - worth(there))
    variance = float(gained.sum(axis=0).mean())
    value = gained.mean(axis=1) / variance
    # A ratio's error: what each part deviates from its own variance times the share.
    off = (gained - value[:, None] * gained.sum(axis=0)) / variance
    margin = T_95 * off.std(axis=1, ddof=1) / math.sqrt(BATCHES)
    return Shares(value, value - margin, value + margin)


def parted(count: int) -> NDArray[np.int64]:
    """Put draws into parts of equal size by chance: of quasi-random draws every sixteenth would lie in one corner."""
    return np.random.default_rng(0).permutation(count) % BATCHES


def _joinings(count: int, seed: int) -> Iterator[tuple[int, frozenset[int], float]]:
    """Give who joins whom, with weights that sum to 1 a player: every way while players are few, else a sample."""
    if count <= WHOLE:
        for player in range(count):
            others = [other for other in range(count) if other != player]
            for size in range(count):
                weight = 1 / (count * math.comb(count - 1, size))  # the share of orders in which just these come before
                for before in itertools.combinations(others, size):
                    yield player, frozenset(before), weight
        return
    rng = np.random.default_rng(seed)
    half = max(8, 2**WHOLE // (2 * count))
    for _ in range(half):
        order = rng.permutation(count).tolist()
        for each in (order, order[::-1]):  # an order and its reverse: what one counts early the other counts late
            for place, player in enumerate(each):
                yield player, frozenset(each[:place]), 1 / (2 * half)
