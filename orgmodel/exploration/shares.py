"""Shares of an outcome's variance: exact over sums of independent causes, Shapley effects for parts of one total, drawn elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from orgmodel.exploration.causes import SHARED_OUT, TOGETHER, Causes, Group
from orgmodel.exploration.evidence import Evidence
from orgmodel.exploration.forms import Forms
from orgmodel.exploration.from_points import Sample
from orgmodel.exploration.sensitivity import BATCHES, T_95, WHOLE, Shares, parted, shapley, sobol
from orgmodel.exploration.spread import Floats

MOST_GROUPS = 64
"""Of so many independent causes indices are drawn; of more it would take too long."""
PAIRED = 2048
"""So many draws are taken of each of the two samples of Sobol' indices."""
OF_SHAPLEY = 4096


class Share(NamedTuple):
    """A share of the variance with its 95 % interval; one that is exact is alike at both ends."""

    value: float
    low: float
    high: float


REFUSED, MANY = "shares_refused", "shares_many"
"""Why nothing is told of shares: draws that cannot be carried out have no outcome; so many causes would take too long."""
UNKNOWN = Share(float("nan"), float("nan"), float("nan"))
Three = tuple[Share, Share, Share]
"""First order, total, Shapley effect."""


def shares_of(
    evidence: Evidence, causes: Causes, asked: Sequence[tuple[int, ...]], *, seed: int = 0
) -> tuple[Mapping[tuple[int, ...], Three], str]:
    """Give the shares of causes by their columns, and why there are none where that is so; nothing of outcomes that take a run.

    Of a sum of figures what each independent cause adds is its share, whichever index is meant. Parts of one total depend on each other: they have
    Shapley effects alone, and the total as a whole has the indices.
    """
    if evidence.sums is not None:
        return _of_sums(evidence.sums, evidence.sample, causes, seed), ""
    if evidence.model is None:
        return {}, ""
    touched = [one for one in causes.groups if any(columns[0] in one.columns for columns in asked)]
    if len(touched) > MOST_GROUPS:
        return {}, MANY
    found = _drawn(evidence, causes, touched, seed)
    return found, "" if found else REFUSED


def _of_sums(sums: Forms, sample: Sample, causes: Causes, seed: int) -> dict[tuple[int, ...], Three]:
    groups = [one for one in causes.groups if sums.columns & set(one.columns)]
    added = [sums.added(sample, one.columns) for one in groups]
    exact = np.array([sums.variance(one) for one in groups])
    drawn = np.array([one.var() for one in added])
    variance = np.where(np.isnan(exact), drawn, exact)
    whole = float(variance.sum())
    if not whole:
        return {}
    found: dict[tuple[int, ...], Three] = {}
    for at, group in enumerate(groups):
        value = float(variance[at] / whole)
        margin = 0.0 if not np.isnan(exact).any() else _margin(added[at], added, value)
        share = Share(value, max(0.0, value - margin), min(1.0, value + margin))
        if group.kind != SHARED_OUT:
            found[group.columns] = (share, share, share)
            continue
        found[group.columns] = (share, share, share)
        inner = _inside(sums, sample, causes, group, seed)
        for number, column in enumerate(group.columns):
            part = Share(*(float(one[number]) * value for one in (inner.value, inner.low, inner.high)))
            found[(column,)] = (UNKNOWN, UNKNOWN, part)
    return found


def _margin(one: Floats, every: Sequence[Floats], share: float) -> float:
    """Give half the 95 % interval of a share of the variance, from parts of the draws."""
    parts = [np.flatnonzero(parted(len(one)) == part) for part in range(BATCHES)]
    wholes = np.array([sum(each[part].var() for each in every) for part in parts])
    off = np.array([one[part].var() for part in parts]) - share * wholes
    return float(T_95 * off.std(ddof=1) / wholes.mean() / np.sqrt(BATCHES))


def _inside(sums: Forms, sample: Sample, causes: Causes, group: Group, seed: int) -> Shares:
    """Share what a total that is shared out adds to a sum among its parts."""
    alone = Causes(tuple(causes.columns[at] for at in group.columns), (Group(group.id, tuple(range(len(group.columns))), SHARED_OUT, group.total),))  # fmt: skip
    chance = np.random.default_rng(np.random.SeedSequence([seed, 1]))

    def model(parts: Floats) -> Floats:
        full = np.tile(causes.best, (len(parts), 1))
        full[:, group.columns] = parts
        return sums.added(full, group.columns)

    def redraw(parts: Floats, kept: tuple[int, ...]) -> Floats:
        return alone.redrawn(parts.astype(np.int64), kept, chance).astype(np.float64)

    draws = sample[:OF_SHAPLEY, group.columns].astype(np.float64)
    return shapley(model, draws, redraw, [(at,) for at in range(len(group.columns))], seed=seed)


def _drawn(evidence: Evidence, causes: Causes, groups: Sequence[Group], seed: int) -> dict[tuple[int, ...], Three]:
    """Draw the indices of an outcome that is no sum: Sobol' over independent groups, Shapley effects over all, the least of many together."""
    model = evidence.model
    assert model is not None
    chance = np.random.default_rng(np.random.SeedSequence([seed, 2]))

    def outcome(points: Floats) -> Floats:
        return model(points.astype(np.int64))

    a, b = (causes.drawn(chance.random((PAIRED, causes.dimensions))).astype(np.float64) for _ in range(2))
    if np.isnan(outcome(np.concatenate([a, b]))).any():
        return {}  # some parameters cannot be carried out: there is no variance of all
    rest = tuple(at for one in causes.groups if one not in groups for at in one.columns)
    columns = [one.columns for one in groups]
    first, total = sobol(outcome, a, b, [*columns, *([rest] if rest else [])])
    players = [
        columns
        for one in groups
        for columns in ([one.columns] if one.kind == TOGETHER else [(at,) for at in one.columns])
    ]
    if len(players) > WHOLE:
        order = {at: float(total.value[number]) for number, one in enumerate(groups) for at in one.columns}
        players.sort(key=lambda one: -order[one[0]])
        players = [*players[: WHOLE - 1], tuple(at for one in players[WHOLE - 1 :] for at in one)]

    def redraw(points: Floats, kept: tuple[int, ...]) -> Floats:
        return causes.redrawn(points.astype(np.int64), kept, chance).astype(np.float64)

    effects = shapley(outcome, a[:OF_SHAPLEY], redraw, players, seed=seed)
    found: dict[tuple[int, ...], Three] = {}
    for number, one in enumerate(players):
        found[one] = (UNKNOWN, UNKNOWN, _share(effects, number))
    for number, group in enumerate(groups):
        known = found.get(group.columns, (UNKNOWN, UNKNOWN, UNKNOWN))
        if group.kind != SHARED_OUT or len(group.columns) > 1:
            found[group.columns] = (_share(first, number), _share(total, number), known[2])
    return found


def _share(shares: Shares, number: int) -> Share:
    """Give one share; an estimate that errs beyond nothing or the whole is no less and no more than that."""
    return Share(*(float(np.clip(one[number], 0.0, 1.0)) for one in (shares.value, shares.low, shares.high)))
