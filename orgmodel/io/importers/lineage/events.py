"""From edges to events: what merged, split, was absorbed, renamed or replaced, and on which day."""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.io.importers.lineage.edges import Edge, Lineages

STAYS, RENAMED, REPLACED, MERGED, ABSORBED = "stays", "renamed", "replaced", "merged", "absorbed"
SPLIT_UP, SPLIT_OFF, DIVIDED, PART = "split up", "split off", "split", "part"


@dataclass(frozen=True, slots=True)
class Event:
    """Hold one operation to write: its verb, what was before it and what comes of it."""

    verb: str
    date: str | None
    olds: tuple[str, ...]
    news: tuple[str, ...]


ORDER = ("create", "consolidate", "split_up", "split_off", "absorb", "replace", "divide", "dissolve", "rename")
"""The order of verbs on one day: what others need begins first, and units that give to them end last."""


def events_of(lineages: Lineages) -> list[Event]:
    """Tell the events behind edges, and write into each edge what happened to its old unit.

    Of the edges of one day: a unit all of which went into one new unit merged with the others that did (or was
    replaced, where there are none); one of which several took parts was split, by a split where all of them begin by
    it, and otherwise by giving itself up to units that begin by merging.
    """
    by_day: dict[str | None, list[Edge]] = {}
    for edge in lineages.edges:
        by_day.setdefault(edge.date, []).append(edge)
    events: list[Event] = []
    for day in sorted(by_day, key=lambda one: (one is None, one or "")):
        events += _Day(day, by_day[day], lineages).events()
    events += [Event("create", date, (), (code,)) for code, date in lineages.begun.items()]
    events += [Event("dissolve", date, (code,), ()) for code, date in lineages.gone.items()]
    rank = {verb: number for number, verb in enumerate(ORDER)}
    return sorted(events, key=lambda one: (one.date is None, one.date or "", rank[one.verb], one.news, one.olds))


class _Day:
    """Tell the events among the edges of one day."""

    def __init__(self, day: str | None, edges: list[Edge], lineages: Lineages) -> None:
        self.day = day
        self.lineages = lineages
        self.out: dict[str, list[Edge]] = {}
        self.into: dict[str, list[Edge]] = {}
        for edge in edges:
            self.out.setdefault(edge.old, []).append(edge)
            self.into.setdefault(edge.new, []).append(edge)
        self.made: list[Event] = []
        self.begun: set[str] = set()

    def events(self) -> list[Event]:
        for new, edges in self.into.items():
            self._whole(new, [edge for edge in edges if len(self.out[edge.old]) == 1])
        for old, edges in self.out.items():
            if len(edges) > 1:
                self._parts(old, edges)
        return self.made

    def _add(self, verb: str, olds: list[str], news: list[str]) -> None:
        self.made.append(Event(verb, self.day, tuple(olds), tuple(news)))

    def _goes_on(self, code: str) -> bool:
        return (code, self.day) in self.lineages.standing or any(edge.new == code for edge in self.out.get(code, ()))

    def _whole(self, new: str, edges: list[Edge]) -> None:
        """Tell what became of units that went into one new unit whole."""
        olds = [edge.old for edge in edges if edge.old != new]
        if self._goes_on(new):
            for edge in edges:
                edge.kind = ABSORBED if edge.old != new else STAYS
            if olds:
                self._add("absorb", olds, [new])
            names = self.lineages.side(new, new=False).name, self.lineages.side(new, new=True).name
            if all(names) and names[0] != names[1]:
                self._add("rename", [new], [new])
                for edge in edges:
                    edge.kind = RENAMED if edge.old == new else edge.kind
        elif len(olds) > 1:
            self._add("consolidate", olds, [new])
            self.begun.add(new)
            for edge in edges:
                edge.kind = MERGED
        elif olds:
            alone = len(self.into[new]) == 1
            self._add("replace", olds, [new])
            self.begun.add(new)
            for edge in edges:
                edge.kind = REPLACED if alone else MERGED

    def _parts(self, old: str, edges: list[Edge]) -> None:
        """Tell what became of a unit of which several took parts."""
        goes_on = self._goes_on(old)
        news = [edge.new for edge in edges if edge.new != old]
        own = [new for new in news if len(self.into[new]) == 1]
        if goes_on:
            if own:
                self._add("split_off", [old], own)
            for edge in edges:
                edge.kind = STAYS if edge.new == old else SPLIT_OFF if edge.new in own else PART
            self._begin([new for new in news if new not in own])
        elif len(own) == len(news):
            self._add("split_up", [old], own)
            for edge in edges:
                edge.kind = SPLIT_UP
        else:
            self._begin(news)
            self._add("divide", [old], news)
            for edge in edges:
                edge.kind = DIVIDED

    def _begin(self, news: list[str]) -> None:
        """Let units begin that are made of parts only."""
        for new in news:
            if new not in self.begun and not self._goes_on(new):
                whole = [edge for edge in self.into[new] if len(self.out[edge.old]) == 1]
                if not whole:
                    self._add("create", [], [new])
                self.begun.add(new)
