"""The rows of a picture of changes: before at the left, after at the right, what goes on level with itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orgmodel.charts.aligned_tree import Slots
from orgmodel.charts.boxes import MARK
from orgmodel.charts.content import Contents, Entry, shortened
from orgmodel.charts.ties import Tie, notes, ties
from orgmodel.charts.unit_changes import Fates
from orgmodel.words.charts import counted, fares

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

STATUSES = ("leaving", "arriving", "moved", "altered")


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one side of a row: what the box says, how it fares, and the words for it."""

    entry: Entry
    name: str  # in full
    status: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one place on both sides; ``parent`` is the row above it in the chart (-1: none)."""

    depth: int
    parent: int
    before: Cell | None = None
    after: Cell | None = None


class Outline:
    """Make the rows of the units that change, with those above them."""

    def __init__(self, states: tuple[Structure, Structure], fates: Fates, slots: Slots, language: str) -> None:
        """Take both states, the fates of their units, and the slots that hold them."""
        self.states, self.fates, self.slots, self.language = states, fates, slots, language
        self.contents = tuple(Contents(state, language) for state in states)
        self.ties = tuple(_by_start(ties(state, language)) for state in states)
        self.changed = fates.changed()
        self.statuses: set[str] = set()
        self.redirected = False
        self.kinds: set[str] = set()  # kinds of line that boxes name

    def rows(self) -> list[Row]:
        """List the rows, depth-first; a box says how many units below it do not change and are left out."""
        parents = self.slots.parents
        kept = self._kept()
        left_out: dict[int, int] = {}
        above: dict[int, int] = {}  # for a place left out, the nearest kept one above it
        for place, parent in enumerate(parents):
            if place not in kept and parent >= 0:
                above[place] = above.get(parent, parent)
                left_out[above[place]] = left_out.get(above[place], 0) + 1
        rows: list[Row] = []
        row_of: dict[int, int] = {}
        above_names: dict[int, tuple[str, ...]] = {-1: ()}
        for place, parent in enumerate(parents):
            if place in kept:
                over = row_of.get(parent, -1)
                row_of[place] = len(rows)
                known = above_names.get(parent, ())
                cells = [self._cell(place, state, left_out.get(place, 0), known) for state in (0, 1)]
                whole = [cell.name for cell in cells if cell is not None][-1]
                above_names[place] = (*known[:1], *known[1:][-2:], whole)
                rows.append(Row(rows[over].depth + 1 if over >= 0 else 0, over, *cells))
        return rows

    def _kept(self) -> set[int]:
        """List the places where something changes, and those above them up to the first that they all are under."""
        parents = self.slots.parents
        kept: set[int] = set()
        below = [0] * len(parents)  # places under each where something changes
        for place in range(len(parents) - 1, -1, -1):
            for state in (0, 1):
                row = self.slots.rows[state][place]
                if row >= 0 and self._id(state, row) in self.changed[state]:
                    kept.add(place)
            below[place] += place in kept
            if parents[place] >= 0:
                below[parents[place]] += below[place]
        if not kept:
            return {place for place, parent in enumerate(parents) if parent < 0}
        total = len(kept)
        found = {place for place, count in enumerate(below) if count}
        over_all = [place for place in found if below[place] == total and place not in kept]
        return found - set(sorted(over_all)[:-1])  # of a line of places above everything only the lowest stays

    def _id(self, state: int, row: int) -> str:
        structure = self.states[state]
        return str(structure.strings.value(structure.units.column("id")[row]))

    def _cell(self, place: int, state: int, left_out: int, above: tuple[str, ...]) -> Cell | None:
        row = self.slots.rows[state][place]
        if row < 0:
            return None
        entry = self.contents[state].entry(row)
        fates = self.fates.of(entry.id, ahead=bool(state)) if entry.id in self.changed[state] else ()
        survives = self.states[1 - state].units.row(entry.id) >= 0
        more = [counted("unchanged", left_out, self.language)] if left_out else []
        if not fates:
            shown = replace(entry, name=shortened(entry.name, above), details=_flowing(*entry.details, *more))
            return Cell(shown, entry.name)
        if not survives:
            status = "arriving" if state else "leaving"
        else:
            status = "moved" if "moved" in fates else "altered"
        self.statuses.add(status)
        badge = fares(fates[:2], status, self.language)
        said = self._notes(entry.id, state, above[:1], survives=survives)
        shown = replace(entry, name=shortened(entry.name, above), details=_flowing(*entry.details, *said, *more))
        return Cell(shown, entry.name, status, badge)

    def _notes(self, id: str, state: int, above: tuple[str, ...], *, survives: bool) -> list[str]:
        """Name the lines of a unit that begins or ends, and of one that goes on those that differ."""
        own = self.ties[state].get(id, [])
        if not survives:
            self.kinds.update(tie.kind for tie in own)
            return notes(own, above)
        other = {(tie.kind, tie.end) for tie in self.ties[1 - state].get(id, [])}
        differing = [tie for tie in own if (tie.kind, tie.end) not in other]
        self.redirected |= bool(differing)
        self.kinds.update(tie.kind for tie in differing)
        sign = "+" if state else "−"
        return [f"{sign}\N{NO-BREAK SPACE}{text}" for text in notes(differing, above)]


def _flowing(*details: str) -> tuple[str, ...]:
    """Put all details into one text: the boxes are wide."""
    return (MARK.join(details),) if details else ()


def _by_start(found: Iterable[Tie]) -> dict[str, list[Tie]]:
    by_start: dict[str, list[Tie]] = {}
    for tie in found:
        by_start.setdefault(tie.start, []).append(tie)
    return by_start


def names_within(rows: Sequence[Row], state: int) -> dict[str, int]:
    """Give the row of each unit on a side."""
    found = {}
    for place, row in enumerate(rows):
        cell = row.after if state else row.before
        if cell is not None:
            found[cell.entry.id] = place
    return found
