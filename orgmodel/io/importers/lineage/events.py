"""From the edges of one day to events: what merged, split, was absorbed, renamed or replaced."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from orgmodel.core.names import normal_name
from orgmodel.io.importers.lineage.edges import Edge, Side

STAYS, RENAMED, REPLACED, MERGED, ABSORBED = "stays", "renamed", "replaced", "merged", "absorbed"
SPLIT_UP, SPLIT_OFF, DIVIDED, PART = "split up", "split off", "split", "part"

Part = Fraction | None
"""A part of what a unit has as the event comes; None where nobody knows how much."""


@dataclass(frozen=True, slots=True)
class Event:
    """Hold one operation to write: its verb, what was before it, what comes of it, and which part each takes.

    Events of one day, verb and ``round`` touch no unit twice. ``change`` is what a unit that goes on converts to;
    ``is_alone`` where a unit begins of which no other gives any part.
    """

    verb: str
    date: str | None
    olds: tuple[str, ...]
    news: tuple[Side, ...]
    parts: tuple[Part, ...] = ()
    round: int = 0
    change: tuple[tuple[str, str], ...] = ()
    is_alone: bool = False


ORDER = (
    "create", "consolidate", "replace", "split_up", "split_off", "transfer", "absorb", "divide", "dissolve", "rename",
    "convert",
)  # fmt: skip
"""The order of verbs on one day: what others need begins first, parts go before a unit takes others, and units that give to them end last."""
RANK = {verb: number for number, verb in enumerate(ORDER)}


class Day:
    """Tell the events among the edges of one day, of which each old unit stands and none is made anew on it.

    A unit all of which went into one new unit merged with the others that did (or was replaced, where there are none);
    one of which several took parts was split, by a split where all of them begin by it, and otherwise by giving itself up
    to units that begin by merging; one that goes on hands parts over.
    """

    def __init__(self, day: str | None, edges: list[Edge], live: Collection[str]) -> None:
        """Take the edges of a day, and the units that stand as it comes."""
        self.day = day
        self.live = live
        self.out: dict[str, list[Edge]] = {}
        self.into: dict[str, list[Edge]] = {}
        for edge in edges:
            self.out.setdefault(edge.old_side.code, []).append(edge)
            self.into.setdefault(edge.new_side.code, []).append(edge)
        self.made: list[Event] = []
        self.begun: set[str] = set()
        self.rounds: dict[str, int] = {}

    def events(self) -> list[Event]:
        """List the events, in no order but that of parts handed over."""
        out = self.out
        for edges in self.into.values():
            self._whole(edges, [edge for edge in edges if len(out[edge.old_side.code]) == 1])
        divided = {old: edges for old, edges in out.items() if len(edges) > 1}
        for old, edges in divided.items():
            self._parts(old, edges)
        for old in self._givers_first([old for old in divided if self._goes_on(old)]):
            self._handed_over(old, divided[old])
        return self.made

    def ends(self) -> list[str]:
        """List the units that end."""
        return [old for old in self.out if not self._goes_on(old)]

    def _add(self, verb: str, olds: list[str], news: list[Side], parts: tuple[Part, ...] = ()) -> None:
        self.made.append(Event(verb, self.day, tuple(olds), tuple(news), parts))

    def _goes_on(self, code: str) -> bool:
        out = self.out.get(code)
        return code in self.live and (out is None or any(edge.new_side.code == code for edge in out))

    def _whole(self, every: list[Edge], edges: list[Edge]) -> None:
        """Tell what became of units that went into one new unit whole."""
        side = every[0].new_side
        new = side.code
        olds = [edge.old_side.code for edge in edges if edge.old_side.code != new]
        if self._goes_on(new):
            for edge in edges:
                edge.kind = ABSORBED if edge.old_side.code != new else STAYS
            if olds:
                self._add("absorb", olds, [side])
        elif len(olds) > 1:
            self._add("consolidate", olds, [side])
            self.begun.add(new)
            for edge in edges:
                edge.kind = MERGED
        elif olds:
            self._add("replace", olds, [side])
            self.begun.add(new)
            for edge in edges:
                edge.kind = REPLACED if len(every) == 1 else MERGED

    def _parts(self, old: str, edges: list[Edge]) -> None:
        """Tell what became of a unit of which several took parts, save what it hands over to units that others make too."""
        given = [edge for edge in edges if edge.new_side.code != old]
        own = [
            edge for edge in given if len(self.into[edge.new_side.code]) == 1 and not self._goes_on(edge.new_side.code)
        ]
        if self._goes_on(old):
            if own:
                self._add("split_off", [old], *_sides_and_parts(own, edges))
            names = {edge.new_side.code for edge in own}
            for edge in edges:
                here = edge.new_side.code
                edge.kind = (edge.kind or STAYS) if here == old else SPLIT_OFF if here in names else PART
            self._begin([edge for edge in given if edge not in own])
        elif len(own) == len(given):
            self._add("split_up", [old], *_sides_and_parts(own, edges))
            for edge in edges:
                edge.kind = SPLIT_UP
        else:
            self._begin(given)
            self._add("divide", [old], *_sides_and_parts(given, edges))
            for edge in edges:
                edge.kind = DIVIDED

    def _begin(self, edges: list[Edge]) -> None:
        """Let units begin that are made of parts only."""
        for edge in edges:
            new = edge.new_side.code
            if new not in self.begun and not self._goes_on(new):
                if not any(len(self.out[one.old_side.code]) == 1 for one in self.into[new]):
                    self._add("create", [], [edge.new_side])
                self.begun.add(new)

    def _givers_first(self, givers: list[str]) -> list[str]:
        """Put units that hand parts over before those that take from them, as far as there is no circle."""
        takes_from: dict[str, set[str]] = {old: set() for old in givers}
        for old in givers:
            for edge in self.out[old]:
                if edge.new_side.code != old and edge.new_side.code in takes_from:
                    takes_from[old].add(edge.new_side.code)
        found: list[str] = []
        waiting = dict.fromkeys(givers)
        while waiting:
            free = [old for old in waiting if not takes_from[old] & waiting.keys()] or [next(iter(waiting))]
            found += free
            for old in free:
                del waiting[old]
        return found

    def _handed_over(self, old: str, edges: list[Edge]) -> None:
        """Hand parts of a unit that goes on to others, one after the other; each a part of what is left by then."""
        left: Part = Fraction(1) - sum((edge.share or 0 for edge in edges if edge.kind == SPLIT_OFF), Fraction())
        known = all(edge.share is not None for edge in edges)
        for edge in edges:
            if edge.kind != PART:
                continue
            part = edge.share / left if known and left and edge.share is not None else None
            ends = (old, edge.new_side.code)
            number = 1 + max(self.rounds.get(end, 0) for end in ends)
            self.rounds.update(dict.fromkeys(ends, number))
            self.made.append(Event("transfer", self.day, (old,), (edge.new_side,), (part,), number))
            left = left - edge.share if left is not None and edge.share is not None else None


def changes_of(day: str | None, old: Side, new: Side) -> list[Event]:
    """Tell what a unit that goes on becomes: another name, kind or area; a name that is only spelt otherwise stays."""
    found: list[Event] = []
    if new.name and old.name != new.name and (not old.name or normal_name(old.name) != normal_name(new.name)):
        found.append(Event("rename", day, (old.code,), (new,)))
    change = [("kind", new.kind)] if new.kind and new.kind != old.kind else []
    change += [("area", new.within)] if new.within and new.within != old.within else []
    if change:
        found.append(Event("convert", day, (old.code,), (), change=tuple(change)))
    return found


def _sides_and_parts(taken: list[Edge], edges: list[Edge]) -> tuple[list[Side], tuple[Part, ...]]:
    known = all(edge.share is not None for edge in edges)
    return [edge.new_side for edge in taken], tuple(edge.share if known else None for edge in taken)
