"""Spans, layers and chains against networkx, on two hundred random organisations."""

from __future__ import annotations

from statistics import fmean

import networkx as nx
import numpy as np
import pytest

from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import measure


def organisation(seed: int) -> tuple[list[Unit], list[Post], list[Line]]:
    """Draw units in a few trees, heads in most, rows of posts, and some written administrative lines upwards."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 40))
    units, posts, lines = [], [], []
    names = [f"u{n}" for n in rng.permutation(count)]
    for place, name in enumerate(names):
        parent = names[rng.integers(0, place)] if place and rng.random() < 0.9 else None
        area = f"area{rng.integers(0, 3)}"
        units.append(Unit(name, area=area, parent=parent, stands_for=int(rng.integers(1, 3))))
        if rng.random() < 0.7:
            posts.append(Post(f"{name}/head", name, rank="head", block=f"b{rng.integers(0, 2)}"))
        for number in range(rng.integers(0, 4)):
            row = f"{name}/{number}"
            posts.append(Post(row, name, block=f"b{rng.integers(0, 2)}", authorized=int(rng.integers(0, 5))))
        if place and rng.random() < 0.2:
            lines += [Line("administrative", name, names[n]) for n in {int(rng.integers(0, place)) for _ in range(2)}]
    return units, posts, lines


def charts(units: list[Unit], posts: list[Post], lines: list[Line]) -> tuple[nx.DiGraph, nx.DiGraph]:
    """Make the chart (superior to junior), and who answers to whom by the rule as the papers state it."""
    chart = nx.DiGraph()
    chart.add_nodes_from(unit.id for unit in units)
    chart.add_edges_from((unit.parent, unit.id) for unit in units if unit.parent)
    head = {post.unit: post.id for post in posts if post.rank == "head"}
    written: dict[str, list[str]] = {}
    for line in lines:
        written.setdefault(line.from_, []).append(line.to)

    def nearest(unit: str | None) -> str | None:
        while unit is not None and unit not in head:
            unit = next(chart.predecessors(unit), None)
        return head.get(unit) if unit else None

    answers = nx.DiGraph()
    for post in posts:
        answers.add_node(post.id, size=post.authorized)
        if post.rank == "head":
            above = written.get(post.unit) or list(chart.predecessors(post.unit))
        else:
            above = [post.unit]
        for unit in above:
            senior = nearest(unit)
            if senior and senior != post.id:
                answers.add_edge(senior, post.id)
    return chart, answers


@pytest.mark.parametrize("seed", range(200))
def test_spans_layers_and_superiors(seed):
    """Mean and widest span, layers and superiors are those of the graphs, in the whole and in every unit."""
    units, posts, lines = organisation(seed)
    structure = Structure.of([*units, *posts, *lines])
    chart, answers = charts(units, posts, lines)
    unit_of = {post.id: post.unit for post in posts}
    size = {post.id: post.authorized for post in posts}
    weight = {unit.id: unit.stands_for for unit in units}
    under: dict[str, list[str]] = {unit.id: [] for unit in units}
    written: dict[str, list[str]] = {}
    for line in lines:
        written.setdefault(line.from_, []).append(line.to)
    superiors = {unit.id: len(written.get(unit.id) or list(chart.predecessors(unit.id))) for unit in units}
    for unit in units:
        for above in written.get(unit.id) or list(chart.predecessors(unit.id)):
            under[above].append(unit.id)
    found = {(row.scope, row.measure): row.value for row in measure(structure, by=["unit"])}
    for scope in ("total", *chart):
        here = set(chart) if scope == "total" else {scope, *nx.descendants(chart, scope)}
        spans = {
            post: sum(size[junior] for junior in answers.successors(post))
            for post in answers
            if unit_of[post] in here and answers.out_degree(post)
        }
        weights = [max(size[post], 1) for post in spans]
        mean = sum(spans.values()) / sum(weights) if spans else None
        assert found[(scope, "span_mean")] == (None if mean is None else pytest.approx(mean))
        widest = max((span / max(size[post], 1) for post, span in spans.items()), default=None)
        assert found[(scope, "span_max")] == (None if widest is None else pytest.approx(widest))
        below = chart.subgraph(here)
        assert found[(scope, "layers")] == nx.dag_longest_path_length(below) + 1
        agencies = sum(weight[unit] for unit in here)
        lines_up = sum(weight[unit] * superiors[unit] for unit in here)
        assert found[(scope, "superiors_per_unit")] == pytest.approx(lines_up / agencies)
        direct = [(sum(weight[junior] for junior in under[unit]), weight[unit]) for unit in here if under[unit]]
        mean = sum(count for count, _ in direct) / sum(own for _, own in direct) if direct else None
        assert found[(scope, "span_units_mean")] == (None if mean is None else pytest.approx(mean))
        juniors = {junior for unit in here for junior in under[unit]}
        assert found[(scope, "units_direct")] == sum(weight[unit] for unit in juniors)


def test_organisations_are_worth_measuring():
    """The random organisations have what the measures are about."""
    made = [organisation(seed) for seed in range(200)]
    assert fmean(len(units) for units, _, _ in made) > 15
    assert sum(bool(lines) for _, _, lines in made) > 100
