"""The rows of a picture of changes: before at the left, after at the right, what goes on level with itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.charts.content import Contents, Entry
from orgmodel.charts.fates import Fates
from orgmodel.charts.lines import Tie, notes, ties
from orgmodel.charts.slots import Slots
from orgmodel.charts.wording import number, word

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

STATUSES = ("leaving", "arriving", "moved", "altered")


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one side of a row: what the box says, how it fares, and the words for it."""

    entry: Entry
    status: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one place on both sides; ``parent`` is the row above it in the chart (-1: none).

    A row without cells stands for ``gap`` units that do not change.
    """

    depth: int
    parent: int
    before: Cell | None = None
    after: Cell | None = None
    gap: int = 0


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
        """List the rows, depth-first; runs of places where nothing changes become one row each."""
        parents = self.slots.parents
        kept = self._kept()
        sizes = [1] * len(parents)
        for place in range(len(parents) - 1, -1, -1):
            if parents[place] >= 0:
                sizes[parents[place]] += sizes[place]
        rows: list[Row] = []
        row_of: dict[int, int] = {}
        depths: dict[int, int] = {-1: -1}
        skipped_until = 0
        for place, parent in enumerate(parents):
            if place < skipped_until:
                continue
            if place in kept:
                depth = depths[parent] + 1
                depths[place] = depth
                row_of[place] = len(rows)
                cells = self._cell(place, 0), self._cell(place, 1)
                rows.append(Row(depth, row_of.get(parent, -1), *cells))
                continue
            skipped_until = place + sizes[place]
            above = row_of.get(parent, -1)
            if rows and rows[-1].gap and rows[-1].parent == above:
                rows[-1] = Row(rows[-1].depth, above, gap=rows[-1].gap + sizes[place])
            else:
                rows.append(Row(depths[parent] + 1, above, gap=sizes[place]))
        return rows

    def _kept(self) -> set[int]:
        """List the places where something changes, and those above them."""
        kept: set[int] = set()
        parents = self.slots.parents
        for place in range(len(parents) - 1, -1, -1):
            for state in (0, 1):
                row = self.slots.rows[state][place]
                if row >= 0 and self._id(state, row) in self.changed[state]:
                    kept.add(place)
            if place in kept and parents[place] >= 0:
                kept.add(parents[place])
        if not kept:
            kept.update(place for place, parent in enumerate(parents) if parent < 0)
        return kept

    def _id(self, state: int, row: int) -> str:
        structure = self.states[state]
        return str(structure.vocabulary.value(structure.units.column("id")[row]))

    def _cell(self, place: int, state: int) -> Cell | None:
        row = self.slots.rows[state][place]
        if row < 0:
            return None
        entry = self.contents[state].entry(row)
        fates = self.fates.of(entry.id, ahead=bool(state)) if entry.id in self.changed[state] else ()
        survives = self.states[1 - state].units.row(entry.id) >= 0
        if not fates:
            return Cell(entry)
        if not survives:
            status = "arriving" if state else "leaving"
        else:
            status = "moved" if "moved" in fates else "altered"
        self.statuses.add(status)
        badge = ", ".join(word(f"fate:{fate}", self.language) for fate in fates[:2])
        said = self._notes(entry.id, state, survives=survives)
        entry = Entry(entry.id, entry.name, (*entry.details, *said), entry.block)
        return Cell(entry, status, badge)

    def _notes(self, id: str, state: int, *, survives: bool) -> list[str]:
        """Name the lines of a unit that begins or ends, and of one that goes on those that differ."""
        own = self.ties[state].get(id, [])
        if not survives:
            self.kinds.update(tie.kind for tie in own)
            return notes(own)
        other = {(tie.kind, tie.end) for tie in self.ties[1 - state].get(id, [])}
        differing = [tie for tie in own if (tie.kind, tie.end) not in other]
        self.redirected |= bool(differing)
        self.kinds.update(tie.kind for tie in differing)
        sign = "+" if state else "−"
        return [f"{sign} {text}" for text in notes(differing)]


def _by_start(found: Iterable[Tie]) -> dict[str, list[Tie]]:
    by_start: dict[str, list[Tie]] = {}
    for tie in found:
        by_start.setdefault(tie.start, []).append(tie)
    return by_start


def gap_text(row: Row, language: str) -> str:
    """Write what a row of unchanged units says."""
    return word("unchanged", language, number(row.gap, language))


def names_within(rows: Sequence[Row], state: int) -> dict[str, int]:
    """Give the row of each unit on a side."""
    found = {}
    for place, row in enumerate(rows):
        cell = row.after if state else row.before
        if cell is not None:
            found[cell.entry.id] = place
    return found
