"""The change events behind lineage: one an operation, with the units before it and those that came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orgmodel.core.ledger import Lineage


@dataclass(frozen=True, slots=True)
class Event:
    """Hold one event: its verb, day and clause, the units before it and those after it."""

    verb: str
    date: str | None
    clause: str
    originals: tuple[str, ...]
    results: tuple[str, ...]

    @property
    def description(self) -> str:
        """Say what happened."""
        return self.verb.replace("_", " ") + (f", clause {self.clause}" if self.clause else "")


def events_of(lineage: Iterable[Lineage]) -> list[Event]:
    """Put the links of each operation together: those of one step and verb that share a unit are one event.

    Links with a side missing (begun from nothing, ended for good) and of a unit to itself alone make no event.

    >>> links = [Lineage("consolidate", "a", "c"), Lineage("consolidate", "b", "c"), Lineage("rename", "d", "d")]
    >>> [(one.verb, one.originals, one.results) for one in events_of(links)]
    [('consolidate', ('a', 'b'), ('c',))]
    """
    groups: dict[tuple[str, str, str | None, str], list[tuple[str, str]]] = {}
    for link in lineage:
        if link.before is not None and link.after is not None:
            key = (link.step, link.operation, link.date, link.clause)
            groups.setdefault(key, []).append((link.before, link.after))
    events = []
    for (_, verb, date, clause), pairs in groups.items():
        for joined in _joined(pairs):
            if any(one != other for one, other in joined):
                originals, results = (tuple(sorted({pair[side] for pair in joined})) for side in (0, 1))
                events.append(Event(verb, date, clause, originals, results))
    return events


def _joined(pairs: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Part pairs into those that hang together by a unit."""
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in pairs:
        parent[root(one)] = root(other)
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in pairs:
        found.setdefault(root(pair[0]), []).append(pair)
    return list(found.values())
