"""Organisations made up for the benchmarks, and the same as networkx graphs of units and posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from orgmodel.core.structure import Structure

SPAN = 6


@dataclass(frozen=True)
class Organisation:
    """An organisation as plain columns: unit ``i`` has the posts ``i * each`` to ``i * each + each - 1``, its head first."""

    units: list[str]
    parent: list[int]
    posts: list[str]
    ranks: list[str]
    authorized: list[int]
    filled: list[int]
    each: int

    @classmethod
    def of(cls, units: int, each: int, seed: int = 1) -> Organisation:
        """Make one up: unit i is under a unit before it, spans are about six, a head, a deputy and staff in each."""
        draw = np.random.default_rng(seed)
        near = np.maximum(np.arange(units) - 1, 0) // SPAN + draw.integers(0, 3, units) - 1
        parent = np.clip(near, 0, np.maximum(np.arange(units) - 1, 0))
        parent[0] = -1
        authorized = draw.integers(1, 4, (units, each))
        authorized[:, :2] = 1
        filled = np.maximum(authorized - draw.integers(0, 2, (units, each)), 0)
        filled[:, 0] = 1
        ids = [f"u{i}" for i in range(units)]
        ranks = ["head", "deputy", *["staff"] * (each - 2)]
        return cls(
            ids,
            parent.tolist(),
            [f"{unit}/{k}" for unit in ids for k in range(each)],
            ranks * units,
            authorized.ravel().tolist(),
            filled.ravel().tolist(),
            each,
        )

    def structure(self) -> Structure:
        """Make the structure; nothing is derived yet."""
        names: dict[str, dict[str, Any]] = {
            "units": {
                "id": self.units,
                "parent": [None if up < 0 else self.units[up] for up in self.parent],
                "block": ["government"] * len(self.units),
            },
            "posts": {
                "id": self.posts,
                "unit": [unit for unit in self.units for _ in range(self.each)],
                "rank": self.ranks,
                "block": ["government"] * len(self.posts),
                "authorized": self.authorized,
                "filled": self.filled,
                "fte": [100 * people for people in self.filled],
            },
        }
        return Structure.from_columns(names)

    def chart(self) -> nx.DiGraph[str]:
        """Make the graph of the units, from parent to child."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.units)
        graph.add_edges_from(
            (self.units[up], unit) for unit, up in zip(self.units, self.parent, strict=True) if up >= 0
        )
        return graph

    def graph(self) -> nx.DiGraph[str]:
        """Make the graph of the units and, under each, its posts."""
        graph = self.chart()
        figures = zip(self.posts, self.ranks, self.authorized, self.filled, strict=True)
        graph.add_nodes_from(
            (post, {"rank": rank, "authorized": posts, "filled": people}) for post, rank, posts, people in figures
        )
        graph.add_edges_from((self.units[i // self.each], post) for i, post in enumerate(self.posts))
        return graph
