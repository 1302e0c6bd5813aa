"""Rings of a relation: those who, walking upward, come back to where they began."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def rings(starts: Iterable[Node], above: Callable[[Node], Iterable[Node]]) -> Iterable[list[Node]]:
    """Walk upward from some nodes, each node once, and list the rings that close on the way.

    >>> list(rings("a", {"a": "b", "b": "c", "c": "b"}.__getitem__))
    [['b', 'c']]
    """
    done: set[Node] = set()
    for first in starts:
        if first in done:
            continue
        path = {first: list(above(first))}
        while path:
            node, left = next(reversed(path.items()))
            if not left:
                done.add(node)
                del path[node]
                continue
            superior = left.pop()
            if superior in path:
                nodes = list(path)
                yield nodes[nodes.index(superior) :]
            elif superior not in done:
                path[superior] = list(above(superior))


def ring_through(start: Node, above: Callable[[Node], Iterable[Node]]) -> list[Node]:
    """Give the ring that leads from a node back to it, or nothing.

    >>> ring_through("a", {"a": "b", "b": "a"}.__getitem__), ring_through("a", {"a": "b", "b": "b"}.__getitem__)
    (['a', 'b'], [])
    """
    return next((ring for ring in rings([start], above) if ring[0] == start), [])
