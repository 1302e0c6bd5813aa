"""The edges of a table carried out day by day: which units stand when, and what of the table cannot have been so."""

from __future__ import annotations

from dataclasses import dataclass, field

from orgmodel.core.dates import first_day
from orgmodel.io.importers.lineage.edges import Alone, Edge, Lineages, Side
from orgmodel.io.importers.lineage.events import RANK, RENAMED, Day, Event, changes_of

ENDED, REUSED, STANDS, GOES = "ended already", "reused", "stands already", "goes to others"
"""Why an edge, or what begins or ends alone, cannot be: its old unit has ended, its new one ends on that day or cannot begin again."""


@dataclass
class Timeline:
    """Hold the events in the order in which they are carried out, and what was left out, each with why."""

    events: list[Event] = field(default_factory=list)
    refused: list[tuple[Edge | Alone, str]] = field(default_factory=list)


def timeline_of(lineages: Lineages) -> Timeline:
    """Carry out the edges of a table day by day; write into each what happened, and into the table who stands after.

    In a table of pairs (``is_open``) a unit that is old before it is new has stood from the beginning, and one that has
    ended may begin again later; in a register each unit has the one life that it states.
    """
    return _Walk(lineages).walked()


class _Walk:
    def __init__(self, lineages: Lineages) -> None:
        self.lineages = lineages
        self.live: dict[str, Side] = dict(lineages.before)
        self.known: dict[str, Side] = dict(self.live)
        self.found = Timeline()
        self.days: dict[str | None, tuple[list[Edge], list[Alone], list[Alone]]] = {}
        for edge in lineages.edges:
            self._on(edge.date)[0].append(edge)
        for number, every in ((1, lineages.begun), (2, lineages.gone)):
            for one in every:
                self._on(one.date)[number].append(one)  # type: ignore[arg-type]

    def _on(self, date: str | None) -> tuple[list[Edge], list[Alone], list[Alone]]:
        return self.days.setdefault(date, ([], [], []))

    def walked(self) -> Timeline:
        one, sound = self.lineages, []
        for day in sorted(self.days, key=lambda day: (day is None, first_day(day or ""), day or "")):
            sound += self._day(day, *self.days[day])
        self.found.events.sort(key=_place)
        one.edges = sound
        one.after = self.live
        one.between = {
            code: side for code, side in self.known.items() if code not in one.before and code not in self.live
        }
        return self.found

    def _day(self, day: str | None, edges: list[Edge], begun: list[Alone], gone: list[Alone]) -> list[Edge]:
        sound = self._standing(edges, gone)
        today = Day(day, sound, self.live)
        self.found.events += today.events()
        leaving = []
        for alone in gone:
            if alone.side.code in today.out or not self._stood(alone.side):
                self.found.refused.append((alone, GOES if alone.side.code in today.out else ENDED))
            else:
                self.found.events.append(Event("dissolve", day, (alone.side.code,), ()))
                leaving.append(alone.side.code)
        arriving: dict[str, Side] = {}
        for alone in begun:
            if alone.side.code in self.live or alone.side.code in today.into:
                self.found.refused.append((alone, STANDS))
            else:
                self.found.events.append(Event("create", day, (), (alone.side,), is_alone=True))
                arriving[alone.side.code] = alone.side
        for new, taken in today.into.items():
            old = self.live.get(new)
            if old is None:
                arriving[new] = taken[0].new_side
            elif old is not taken[0].new_side:
                self._goes_on(day, old, taken)
        for code in (*today.ends(), *leaving):
            del self.live[code]
        for code, side in arriving.items():
            if self.lineages.is_open:
                side.begins = day
            self.live[code] = self.known[code] = side
        return sound

    def _goes_on(self, day: str | None, old: Side, taken: list[Edge]) -> None:
        """Let a unit that goes on have its new name, kind and area."""
        new = taken[0].new_side
        events = changes_of(day, old, new)
        self.found.events += events
        for event in events:
            for edge in taken:
                if event.verb == "rename" and edge.old == edge.new:
                    edge.kind = RENAMED
        renamed = any(event.verb == "rename" for event in events)
        self.live[new.code] = self.known[new.code] = Side(
            old.code,
            old.line,
            new.name if renamed else old.name,
            new.kind or old.kind,
            new.within or old.within,
            new.figure if new.figure is not None else old.figure,
            old.begins,
        )

    def _standing(self, edges: list[Edge], gone: list[Alone]) -> list[Edge]:
        """Keep the edges of a day whose old unit stands, and whose new one stands too or can begin."""
        goes_on = {edge.old_side.code for edge in edges if edge.old_side.code == edge.new_side.code}
        ending = {edge.old_side.code for edge in edges} - goes_on
        ending |= {alone.side.code for alone in gone} - goes_on
        sound = []
        for edge in edges:
            new = edge.new_side.code
            may_begin = self.lineages.is_open or new in self.live or new not in self.known
            if new in ending or not may_begin:
                self.found.refused.append((edge, REUSED))
            else:
                sound.append(edge)
        stood: list[Edge] = []
        for edge in sound:
            if self._stood(edge.old_side):
                stood.append(edge)
            else:
                self.found.refused.append((edge, ENDED))
        return stood

    def _stood(self, side: Side) -> bool:
        """Tell whether a unit stands; of pairs one that was never seen has stood from the beginning."""
        if side.code in self.live:
            return True
        if not self.lineages.is_open or side.code in self.known:
            return False
        self.live[side.code] = self.known[side.code] = self.lineages.before[side.code] = side
        return True


def _place(event: Event) -> tuple[object, ...]:
    new = tuple(side.code for side in event.news)
    return (
        event.date is None,
        event.date or "",
        RANK[event.verb],
        event.round,
        len(event.olds),
        len(event.news),
        new,
        event.olds,
    )
