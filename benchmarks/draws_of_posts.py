"""Figures drawn of very many posts and rolled up over every unit: against a loop of numpy over the draws, by the same points."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import qmc

from benchmarks.rows import FULL, TINY, paired, row, same
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.exploration.exploration import Exploration, explore
from orgmodel.exploration.spread import Marginal
from orgmodel.scenario.scenario import Scenario

SIZES = {FULL: (10_000, 10_000), TINY: (80, 256)}
"""Posts and draws."""
EACH, SPAN = 8, 6
"""Posts of a unit, units under one."""


def ranges(posts: int) -> np.ndarray[Any, Any]:
    """Draw the least, the best and the most of each post's staff: an array (posts, 3)."""
    draw = np.random.default_rng(1)
    low = draw.integers(0, 4, posts)
    high = low + draw.integers(1, 6, posts)
    return np.stack([low, draw.integers(low, high + 1), high], axis=1)


def scenario(spans: np.ndarray[Any, Any]) -> Scenario:
    """Make units in a tree, the posts of each with a range of staff, and a plan that changes nothing."""
    units = [
        Unit(f"u{at}", parent=f"u{(at - 1) // SPAN}" if at else None, kind="internal" if at else "agency")
        for at in range(-(-len(spans) // EACH))
    ]
    posts = [
        Post(f"p{at}", f"u{at // EACH}", rank="staff", authorized=high, filled=Estimate(Source(FigureId("posts", f"p{at}", "filled"), low, best, high)))
        for at, (low, best, high) in enumerate(spans.tolist())
    ]  # fmt: skip
    return Scenario("as-it-is", Structure.of([*units, *posts]))


def ours(plan: Scenario, draws: int) -> Exploration:
    """Say of every unit with all below it how many are there: mean, deviation, quantiles."""
    found = explore(
        plan, draws=draws, runs=1, measures=["posts_filled"], scopes=[unit.id for unit in plan.baseline.units]
    )  # type: ignore[attr-defined]
    assert len(found.measures)
    return found


def theirs(spans: np.ndarray[Any, Any], draws: int) -> np.ndarray[Any, Any]:
    """Draw once at a time, add up the posts of each unit and these from below, and keep sums: an array (units, 2) of mean and deviation."""
    units = -(-len(spans) // EACH)
    sequence = qmc.Sobol(len(spans), scramble=True, rng=np.random.default_rng(np.random.SeedSequence(0)))
    unit_of = np.arange(len(spans)) // EACH
    above = (np.arange(1, units) - 1) // SPAN
    depth = np.zeros(units, dtype=np.int64)
    for at in range(1, units):
        depth[at] = depth[(at - 1) // SPAN] + 1
    levels = [np.flatnonzero(depth == level) for level in range(int(depth.max()), 0, -1)]
    shapes: dict[tuple[int, ...], list[int]] = {}
    for at, span in enumerate(spans.tolist()):
        shapes.setdefault(tuple(span), []).append(at)
    kinds = [(Marginal(*span, "triangular"), np.array(places)) for span, places in shapes.items()]
    total, squares = np.zeros(units), np.zeros(units)
    for _ in range(draws):
        point = sequence.random(1)[0]
        drawn = np.empty(len(spans), dtype=np.int64)
        for marginal, places in kinds:
            drawn[places] = marginal.at(point[places])
        people = np.bincount(unit_of, drawn, units)
        for level in levels:
            np.add.at(people, above[level - 1], people[level])
        total += people
        squares += people**2
    mean = total / draws
    return np.stack([mean, np.sqrt(np.maximum(squares / draws - mean**2, 0))], axis=1)


def roll_up(size: str) -> dict[str, Any]:
    """Draw the staff of every post, and roll it up."""
    posts, draws = SIZES[size]
    spans = ranges(posts)
    plan = scenario(spans)
    (mine, found), (other, expected) = paired(lambda: ours(plan, draws), lambda: theirs(spans, draws), times=1)
    (case,) = found.cases
    counted = np.array([[tally[1].mean, tally[1].sd] for tally in case.tallies])
    same(int((np.abs(counted - expected) > 1e-6).sum()), 0, "units of which mean or deviation over the draws differ")
    work = f"{draws:,} draws of {posts:,} posts: mean, deviation and quantiles of every unit with all below it"
    return row(
        work, "a loop of numpy over the draws, mean and deviation alone", mine, other, "s", target=1.0, size=size
    )


ROWS = (roll_up,)
