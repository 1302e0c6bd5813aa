"""A variant of a large organisation by a hundred operations, and a hundred variants kept: against copying a graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.organisations import Organisation
from benchmarks.rows import FULL, TINY, megabytes, row, same, seconds
from orgmodel.core.draft import Draft
from orgmodel.core.structure import Structure
from orgmodel.operations.effect import Effect
from orgmodel.operations.model import Operation
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import operation_of

SIZES = {FULL: (100_000, 10, 100), TINY: (700, 10, 3)}  # units, rows of posts in each, variants kept
TOUCHED = ("units", "posts", "ended")
CYCLE = ("unit", "resize", "posts", "resize", "unit", "resize", "unit", "absorb", "consolidate", "split")
"""Ten operations: seven transfers or resizes, three mergers or splits; a variant has ten times these."""
FIRST_AND_SECOND = ((0, 2, 3, 4, 5), (1, 6, 7, 8, 9))
"""Which rows of posts each half of a split takes; the deputy heads the second."""


@dataclass(frozen=True)
class Order:
    """One operation in plain words: what, on which unit, with which other, and a number to tell new units apart."""

    what: str
    unit: str
    other: str
    number: int


def orders(organisation: Organisation, seed: int) -> list[Order]:
    """Draw the hundred operations of a variant: no unit is changed twice, and none goes below itself.

    Whole units that are transferred have some six units below; mergers and splits are of units at the bottom.
    """
    draw = np.random.default_rng(seed)
    count = len(organisation.units)
    middle = iter(draw.permutation(np.arange(count // 24, count // 8)).tolist())
    bottom = draw.permutation(np.arange(count // 3, count))[:200].tolist()
    top = draw.integers(0, count // 24, 100).tolist()
    found = []
    for number in range(100):
        what = CYCLE[number % len(CYCLE)]
        unit, other = bottom[2 * number], bottom[2 * number + 1]
        if what == "unit":
            unit, other = next(middle), top[number]
            if organisation.parent[unit] == other:
                other = 0 if other else 1
        found.append(Order(what, organisation.units[unit], organisation.units[other], number))
    return found


def operation(order: Order, parent: str) -> Operation:
    """Write an order as an operation of ours; ``parent`` is where the unit stands."""
    unit, other, number = order.unit, order.other, order.number
    fate = {"convert": "deputy"}
    one, two = ([f"{unit}/{k}" for k in part] for part in FIRST_AND_SECOND)
    data: dict[str, Any] = {
        "unit": {"transfer": unit, "to": other},
        "posts": {"transfer": {"posts": [f"{unit}/8", f"{unit}/9"]}, "to": other},
        "resize": {"resize": f"{unit}/4", "by": 1, "why": "more cases"},
        "absorb": {"absorb": unit, "into": other, "surplus_heads": {f"{unit}/0": fate}},
        "consolidate": {
            "consolidate": [unit, other],
            "into": {"unit": f"new{number}"},
            "head": {"keep": f"{unit}/0"},
            "surplus_heads": {f"{other}/0": fate},
        },
        "split": {
            "split_up": unit,
            "into": [
                {
                    "unit": {"unit": f"new{number}a", "parent": parent},
                    "takes": {"posts": one},
                    "head": {"keep": f"{unit}/0"},
                },
                {
                    "unit": {"unit": f"new{number}b", "parent": parent},
                    "takes": {"posts": two},
                    "head": {"convert": f"{unit}/1"},
                },
            ],
        },
    }[order.what]
    return operation_of(data)


def ours(baseline: Structure, operations: list[Operation]) -> tuple[Structure, list[Effect]]:
    """Perform the operations: preconditions, changes, flows checked against them, lineage; then make the columns."""
    draft = Draft(baseline)
    effects = [perform(draft, one) for one in operations]
    problems = [problem for effect in effects for problem in effect.problems]
    if problems:
        raise AssertionError(f"an operation of the benchmark was refused: {problems[0]}")
    structure = draft.structure()
    for name in TOUCHED:
        table = structure.table(name)
        for field in table.spec.fields:
            table.column(field)
    return structure, effects


def theirs(baseline: nx.DiGraph[str], found: list[Order]) -> nx.DiGraph[str]:
    """Copy the graph and carry out the orders on the copy: no preconditions, no ledger, no lineage."""
    graph = baseline.copy()

    def move(node: str, to: str) -> None:
        graph.remove_edge(next(graph.predecessors(node)), node)
        graph.add_edge(to, node)

    def merge(unit: str, to: str) -> None:
        for node in list(graph.successors(unit)):
            move(node, to)
        graph.remove_node(unit)

    for order in found:
        unit, other, new = order.unit, order.other, f"new{order.number}"
        if order.what == "unit":
            move(unit, other)
        elif order.what == "posts":
            move(f"{unit}/8", other)
            move(f"{unit}/9", other)
        elif order.what == "resize":
            graph.nodes[f"{unit}/4"]["authorized"] += 1
        elif order.what == "absorb":
            graph.nodes[f"{unit}/0"]["rank"] = "deputy"
            merge(unit, other)
        elif order.what == "consolidate":
            graph.add_edge(next(graph.predecessors(unit)), new)
            graph.nodes[f"{other}/0"]["rank"] = "deputy"
            merge(unit, new)
            merge(other, new)
        else:
            for letter, part in zip("ab", FIRST_AND_SECOND, strict=True):
                graph.add_edge(next(graph.predecessors(unit)), new + letter)
                for k in part:
                    move(f"{unit}/{k}", new + letter)
            graph.nodes[f"{unit}/1"]["rank"] = "head"
            graph.remove_node(unit)
    return graph


def compare(structure: Structure, graph: nx.DiGraph[str]) -> None:
    """Stop unless both came to the same units, parents and posts."""
    up = {node: next(graph.predecessors(node), None) for node in graph}
    units = {node: up[node] for node in graph if "rank" not in graph.nodes[node]}
    posts = {node: (up[node], *graph.nodes[node].values()) for node in graph if "rank" in graph.nodes[node]}
    same({unit.id: unit.parent for unit in structure.units}, units, "units and parents")  # type: ignore[union-attr]
    mine = {one.id: (one.unit, one.rank, one.authorized, one.filled) for one in structure.posts}  # type: ignore[union-attr]
    same(mine, posts, "posts")


def variants(size: str) -> list[dict[str, Any]]:
    """Make variants, keep them all, and weigh them."""
    units, each, kept = SIZES[size]
    organisation = Organisation.of(units, each)
    baseline, graph = organisation.structure(), organisation.graph()
    parent = {unit: organisation.units[up] for unit, up in zip(organisation.units, organisation.parent, strict=True)}
    plans = [orders(organisation, seed) for seed in range(kept)]
    operations = [[operation(order, parent[order.unit]) for order in plan] for plan in plans]
    compare(ours(baseline, operations[0])[0], theirs(graph, plans[0]))

    def keep_all(release: bool) -> list[tuple[Structure, list[Effect]]]:
        made = []
        for one in operations:
            made.append(ours(baseline, one))
            if release:
                made[-1][0].release()
        return made

    all_of_them, made = seconds(lambda _: keep_all(release=True))
    del made
    held, made = megabytes(lambda: keep_all(release=True))
    del made
    columns, one = megabytes(lambda: ours(baseline, operations[0]))
    del one
    copied, copy = seconds(lambda _: theirs(graph, plans[1]), times=2 if size == FULL else 1)
    del copy
    copy_held, copy = megabytes(lambda: theirs(graph, plans[1]))
    del copy
    work = f"a variant of {units:,} units with {each} rows of posts each by 100 operations"
    peer = "networkx, the graph copied for each and the same done to it, nothing checked"
    return [
        row(
            f"{work}: preconditions, changes, flows, lineage and all columns made; {kept} kept",
            peer, all_of_them / kept, copied, "s", target=30, size=size,
        ),
        row(
            f"memory of each of {kept} kept: changes, flows and lineage; columns released, and made again when asked for",
            peer, held / kept, copy_held, "MB", target=300, size=size,
        ),
        row("memory of one whose columns are held too", peer, columns, copy_held, "MB", target=None, size=size),
    ]  # fmt: skip


ROWS = (variants,)
