"""Headcount of every unit with all below it, reports of every unit's head, layers: against networkx."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np

from benchmarks.organisations import Organisation
from benchmarks.rows import FULL, TINY, row, same, seconds
from orgmodel.core.structure import Structure
from orgmodel.measures.evaluator import Evaluator

SIZES = {FULL: (125_000, 8), TINY: (60, 4)}
MEASURES = "as the public measures of every unit (missing figures, ranges, shares assumed)"
Three = tuple[Any, Any, Any]


def ours(structure: Structure) -> Three:
    """Give people below, direct reports by post, and layers by unit, as arrays."""
    tree, reporting = structure.tree, structure.reporting
    people = np.bincount(
        reporting.post_unit, weights=structure.posts.figures("filled"), minlength=structure.units.size
    ).astype(np.int64)
    reports = np.bincount(reporting.post_to, minlength=structure.posts.size)
    return tree.roll_up(people), reports, tree.depth + 1


def measured(structure: Structure) -> Three:
    """Give the same by the public measures, with what is missing, ranges and shares assumed, of every unit."""
    evaluator = Evaluator(structure)
    return evaluator.column("headcount", "unit"), evaluator.spans.reports, evaluator.column("layers", "unit")


def theirs(graphs: tuple[nx.DiGraph[str], nx.DiGraph[str]]) -> Three:
    """Give the same by networkx: post-order, out-degrees, path lengths from the top."""
    graph, chart = graphs
    top = next(iter(chart))
    people: dict[str, int] = {}
    nodes = graph.nodes
    for node in nx.dfs_postorder_nodes(graph, top):
        people[node] = nodes[node].get("filled", 0) + sum(people[below] for below in graph.successors(node))
    return people, dict(graph.out_degree()), nx.single_source_shortest_path_length(chart, top)


def compare(organisation: Organisation, structure: Structure, mine: Three, other: Three) -> None:
    """Stop unless both came to the same for every unit.

    A head's reports are the other posts of its unit and the heads of the units below: all that is directly under the
    unit in the graph, but for the head itself.
    """
    people, reports, layers = mine
    total, degrees, lengths = other
    units = organisation.units
    heads = structure.reporting.head
    same(people.tolist(), [total[unit] for unit in units], "headcount below")
    same(reports[heads].tolist(), [degrees[unit] - 1 for unit in units], "direct reports")
    same(layers.tolist(), [lengths[unit] + 1 for unit in units], "layers")


def given(size: str) -> list[dict[str, Any]]:
    """Roll up with the indexes and the graph given; and by the public measures."""
    organisation = Organisation.of(*SIZES[size])
    structure = organisation.structure()
    graphs = organisation.graph(), organisation.chart()
    ours(structure)
    mine, result = seconds(lambda _: ours(structure), times=7)
    full, _ = seconds(lambda _: measured(structure), times=3)
    other, peers = seconds(lambda _: theirs(graphs), times=3 if size == FULL else 1)
    compare(organisation, structure, result, peers)
    work = f"headcount roll-up, spans and layers of {len(organisation.units):,} units, {len(organisation.posts):,} rows of posts"
    peer = "networkx, graph given"
    return [
        row(f"{work}, indexes given", peer, mine, other, "s", target=200, size=size),
        row(f"the same, {MEASURES}", peer, full, other, "s", target=None, size=size),
    ]


def just_made(size: str) -> list[dict[str, Any]]:
    """Roll up from a structure just made, derived lines and indexes included; and by the public measures."""
    organisation = Organisation.of(*SIZES[size])
    made = organisation.structure()
    mine, result = seconds(ours, times=3, fresh=organisation.structure)
    full, _ = seconds(measured, times=3, fresh=organisation.structure)
    other, peers = seconds(lambda _: theirs((organisation.graph(), organisation.chart())))
    compare(organisation, made, result, peers)
    work = "the same from a structure just made, derived lines and indexes included"
    peer = "networkx, graph building included"
    return [
        row(work, peer, mine, other, "s", target=40, size=size),
        row(f"{work}, {MEASURES}", peer, full, other, "s", target=None, size=size),
    ]


ROWS = (given, just_made)
