"""Figures drawn of very many posts and rolled up over every unit: against loops of numpy and networkx over the draws, by the same points."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from scipy.stats import qmc

from benchmarks.rows import FULL, TINY, paired, peak_megabytes, row, same, seconds
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.exploration.exploration import Exploration, explore
from orgmodel.exploration.spread import Marginal
from orgmodel.exploration.workers import Hands, processes
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


def ours(plan: Scenario, draws: int, hands: Hands | None = None) -> Exploration:
    """Say of every unit with all below it how many are there: mean, deviation, quantiles."""
    found = explore(
        plan,
        draws=draws,
        runs=1,
        measures=["posts_filled"],
        scopes=[unit.id for unit in plan.baseline.units],
        hands=hands,
    )  # type: ignore[attr-defined]
    assert len(found.measures)
    return found


class Points:
    """Draw all posts once at a time, by the points that ours come of."""

    def __init__(self, spans: np.ndarray[Any, Any]) -> None:
        self._sequence = qmc.Sobol(len(spans), scramble=True, rng=np.random.default_rng(np.random.SeedSequence(0)))
        shapes: dict[tuple[int, int, int], list[int]] = {}
        for at, (low, best, high) in enumerate(spans.tolist()):
            shapes.setdefault((low, best, high), []).append(at)
        self._kinds = [
            (Marginal(low, best, high, "triangular"), np.array(places)) for (low, best, high), places in shapes.items()
        ]

    def drawn(self) -> np.ndarray[Any, Any]:
        """Draw once: an array (posts,)."""
        point = self._sequence.random(1)[0]
        found = np.empty(len(point), dtype=np.int64)
        for marginal, places in self._kinds:
            found[places] = marginal.at(point[places])
        return found


def moments(total: np.ndarray[Any, Any], squares: np.ndarray[Any, Any], draws: int) -> np.ndarray[Any, Any]:
    """Give mean and deviation: an array (units, 2)."""
    mean = total / draws
    return np.stack([mean, np.sqrt(np.maximum(squares / draws - mean**2, 0))], axis=1)


def by_numpy(spans: np.ndarray[Any, Any], draws: int) -> np.ndarray[Any, Any]:
    """Add up, draw by draw, the posts of each unit and these from below, and keep sums: an array (units, 2) of mean and deviation."""
    units = -(-len(spans) // EACH)
    points = Points(spans)
    unit_of = np.arange(len(spans)) // EACH
    above = (np.arange(1, units) - 1) // SPAN
    depth = np.zeros(units, dtype=np.int64)
    for at in range(1, units):
        depth[at] = depth[(at - 1) // SPAN] + 1
    levels = [np.flatnonzero(depth == level) for level in range(int(depth.max()), 0, -1)]
    total, squares = np.zeros(units), np.zeros(units)
    for _ in range(draws):
        people = np.bincount(unit_of, points.drawn(), units)
        for level in levels:
            np.add.at(people, above[level - 1], people[level])
        total += people
        squares += people**2
    return moments(total, squares, draws)


def by_networkx(spans: np.ndarray[Any, Any], draws: int) -> np.ndarray[Any, Any]:
    """Put each draw on the posts of a graph and add up in post-order: an array (units, 2) of mean and deviation."""
    units = -(-len(spans) // EACH)
    points = Points(spans)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((f"u{(at - 1) // SPAN}", f"u{at}") for at in range(1, units))
    graph.add_edges_from((f"u{at // EACH}", f"p{at}") for at in range(len(spans)))
    total, squares = np.zeros(units), np.zeros(units)
    for _ in range(draws):
        nx.set_node_attributes(graph, {f"p{at}": value for at, value in enumerate(points.drawn().tolist())}, "filled")
        people: dict[str, int] = {}
        for node in nx.dfs_postorder_nodes(graph, "u0"):
            people[node] = graph.nodes[node].get("filled", 0) + sum(people[child] for child in graph.successors(node))
        each = np.array([people[f"u{at}"] for at in range(units)])
        total += each
        squares += each**2
    return moments(total, squares, draws)


def counted(found: Exploration) -> np.ndarray[Any, Any]:
    """Give mean and deviation of every unit after: an array (units, 2)."""
    (case,) = found.cases
    return np.array([[tally[1].mean, tally[1].sd] for tally in case.tallies])


def alike(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> None:
    """Stop where two sides come to other figures."""
    same(int((np.abs(one - other) > 1e-6).sum()), 0, "units of which mean or deviation over the draws differ")


WORK = "{draws:,} draws of {posts:,} posts: mean, deviation and quantiles of every unit with all below it"
LOOP = "a loop of numpy over the draws, mean and deviation alone"


def roll_up(size: str) -> dict[str, Any]:
    """Draw the staff of every post, and roll it up."""
    posts, draws = SIZES[size]
    spans = ranges(posts)
    plan = scenario(spans)
    (mine, found), (other, expected) = paired(lambda: ours(plan, draws), lambda: by_numpy(spans, draws), times=1)
    alike(counted(found), expected)
    return row(WORK.format(draws=draws, posts=posts), LOOP, mine, other, "s", target=1.0, size=size)


def by_two(size: str) -> dict[str, Any]:
    """Have two processes that stand ready do the same."""
    posts, draws = SIZES[size]
    spans = ranges(posts)
    plan = scenario(spans)
    with processes(2) as hands:
        ours(scenario(ranges(80)), 4096, hands)  # the workers have begun, and know the program
        (mine, found), (other, expected) = paired(
            lambda: ours(plan, draws, hands), lambda: by_numpy(spans, draws), times=1
        )
    alike(counted(found), expected)
    work = WORK.format(draws=draws, posts=posts) + ", by two workers"
    return row(work, LOOP, mine, other, "s", target=1.7, size=size)


def beside_networkx(size: str) -> dict[str, Any]:
    """Do the same beside a graph: of the peer so many draws that a minute is enough, counted up to all."""
    posts, draws = SIZES[size]
    spans = ranges(posts)
    plan = scenario(spans)
    few = 20
    mine, _ = seconds(lambda _: ours(plan, draws))
    other, expected = seconds(lambda _: by_networkx(spans, few))
    alike(counted(ours(plan, few)), expected)
    peer = f"a loop of networkx over the draws (post-order), {few} of them counted up to all"
    return row(WORK.format(draws=draws, posts=posts), peer, mine, other * draws / few, "s", target=100, size=size)


def memory(size: str) -> dict[str, Any]:
    """Ten times the draws: what the most of the memory comes to."""
    posts, draws = {FULL: (1000, 10_000), TINY: (80, 2048)}[size]
    plan = scenario(ranges(posts))
    few, _ = peak_megabytes(lambda: ours(plan, draws))
    many, found = peak_megabytes(lambda: ours(plan, 10 * draws))
    alike(counted(found), by_numpy(ranges(posts), 10 * draws))
    work = f"{10 * draws:,} draws of {posts:,} posts: the most memory on the way"
    return row(work, f"{draws:,} draws (target: at most 1.2 times)", many, few, "MB", target=1 / 1.2, size=size)


ROWS = (roll_up, by_two, beside_networkx, memory)
