"""The rows of a picture of changes: before at the left, after at the right, what goes on level with itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orgmodel.charts.aligned_tree import AlignedTree
from orgmodel.charts.boxes import SEPARATOR
from orgmodel.charts.content import NOTHING, BoxContent, Detail, joined, shortened
from orgmodel.charts.content_writer import ContentWriter
from orgmodel.charts.held_at_once import held_at_once
from orgmodel.charts.request import Request
from orgmodel.charts.ties import Tie, notes, ties
from orgmodel.charts.unit_changes import UnitChanges
from orgmodel.core.records import NUMBER_UNKNOWN
from orgmodel.words.charts import fares, unchanged

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

STATUSES = ("leaving", "arriving", "moved", "altered")


@dataclass(frozen=True, slots=True)
class OutlineCell:
    """Hold one side of a row: what the box says, how it fares, the words for it, and for the units below that are left out."""

    content: BoxContent
    name: str  # in full
    status: str = ""
    badge: str = ""
    folded: Detail = NOTHING


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """Hold what stands level on both sides; ``parent`` is the row above it in the chart (-1: none)."""

    depth: int
    parent: int
    before: OutlineCell | None = None
    after: OutlineCell | None = None


class Outline:
    """Make the rows of the units that change, with those above them."""

    def __init__(
        self, states: tuple[Structure, Structure], changes: UnitChanges, aligned: AlignedTree, asked: Request
    ) -> None:
        """Take both states, the changes of their units, their aligned tree, and what boxes are to say."""
        language = asked.language
        self.states, self.changes, self.aligned, self.language = states, changes, aligned, language
        self.writers = tuple(ContentWriter(state, language, asked.fields, asked.colouring) for state in states)
        self.ties = tuple(_by_start(ties(state, language)) for state in states)
        self.changed = changes.changed()
        self.statuses: set[str] = set()
        self.redirected = False
        self.kinds: set[str] = set()  # kinds of line that boxes name

    def rows(self) -> list[OutlineRow]:
        """List the rows, depth-first; a box says how many units below it do not change and are left out."""
        parents = self.aligned.parents
        kept = self._kept()
        left_out: tuple[dict[int, int], dict[int, int]] = ({}, {})
        at_least: set[tuple[int, int]] = set()  # boxes below which a remainder of unknown number is left out, by state
        above: dict[int, int] = {}  # for a node left out, the nearest kept one above it
        for node, parent in enumerate(parents):
            if node not in kept and parent >= 0:
                above[node] = above.get(parent, parent)
                many = self._many(node)
                for state in (0, 1):
                    if self.aligned.units[state][node] >= 0:
                        left_out[state][above[node]] = left_out[state].get(above[node], 0) + max(1, many)
                        at_least |= {(state, above[node])} if many == NUMBER_UNKNOWN else set()
        rows: list[OutlineRow] = []
        row_of: dict[int, int] = {}
        above_names: dict[int, tuple[str, ...]] = {-1: ()}
        for node, parent in enumerate(parents):
            if node in kept:
                over = row_of.get(parent, -1)
                row_of[node] = len(rows)
                known = above_names.get(parent, ())
                more = [
                    Detail(unchanged(left_out[state].get(node, 0), self.language, at_least=(state, node) in at_least))
                    for state in (0, 1)
                ]
                cells = [self._cell(node, state, more[state], known) for state in (0, 1)]
                whole = [cell.name for cell in cells if cell is not None][-1]
                above_names[node] = (*known[:1], *known[1:][-2:], whole)
                rows.append(OutlineRow(rows[over].depth + 1 if over >= 0 else 0, over, *cells))
        return rows

    def _many(self, node: int) -> int:
        """Count the units that a node stands for: a remainder as many as it says."""
        both = ((state, self.aligned.units[number][node]) for number, state in enumerate(self.states))
        return max(int(state.units.column("stands_for")[row]) for state, row in both if row >= 0)

    def _kept(self) -> set[int]:
        """List the nodes where something changes, and those above them up to the first that they all are under."""
        parents = self.aligned.parents
        kept: set[int] = set()
        below = [0] * len(parents)  # nodes under each where something changes
        for node in range(len(parents) - 1, -1, -1):
            for state in (0, 1):
                row = self.aligned.units[state][node]
                if row >= 0 and self._id(state, row) in self.changed[state]:
                    kept.add(node)
            below[node] += node in kept
            if parents[node] >= 0:
                below[parents[node]] += below[node]
        if not kept:
            return {node for node, parent in enumerate(parents) if parent < 0}
        total = len(kept)
        found = {node for node, count in enumerate(below) if count}
        over_all = [node for node in found if below[node] == total and node not in kept]
        return found - set(sorted(over_all)[:-1])  # of a chain of nodes above everything only the lowest stays

    def _id(self, state: int, row: int) -> str:
        structure = self.states[state]
        return str(structure.strings.value(structure.units.column("id")[row]))

    def _cell(self, node: int, state: int, folded: Detail, above: tuple[str, ...]) -> OutlineCell | None:
        row = self.aligned.units[state][node]
        if row < 0:
            return None
        content = self.writers[state].unit(row)
        changes = self.changes.of(content.id, after=bool(state)) if content.id in self.changed[state] else ()
        survives = self.states[1 - state].units.row(content.id) >= 0
        more = [folded] * bool(folded)
        if not changes:
            shown = replace(content, name=shortened(content.name, above), details=_flowing(*content.details, *more))
            return OutlineCell(shown, content.whole or content.name, folded=folded)
        if not survives:
            status = "arriving" if state else "leaving"
        else:
            status = "moved" if "moved" in changes else "altered"
        self.statuses.add(status)
        badge = fares(changes[:2], status, self.language)
        said = self._notes(content.id, state, above[:1], survives=survives)
        shown = replace(content, name=shortened(content.name, above), details=_flowing(*content.details, *said, *more))
        return OutlineCell(shown, content.whole or content.name, status, badge, folded)

    def _notes(self, id: str, state: int, above: tuple[str, ...], *, survives: bool) -> list[Detail]:
        """Name the lines of a unit that begins or ends, and of one that goes on those that differ; its area and posts held at once, too."""
        own = self.ties[state].get(id, [])
        told = self.writers[state].area(id) if survives and "resited" in self.changes.of(id, after=True) else []
        links = self.changes.links[state].get(id, ())
        told += [Detail(text) for text in held_at_once(self.states[state], links, id, self.language)]
        if not survives:
            self.kinds.update(tie.kind for tie in own)
            return told + notes(own, above)
        changed = self.changes.lines[state].get(id, set())
        differing = [tie for tie in own if (tie.kind, tie.end) in changed]
        self.redirected |= bool(differing)
        self.kinds.update(tie.kind for tie in differing)
        sign = Detail(f"{'+' if state else '−'}\N{NO-BREAK SPACE}", frozenset(["lines-changed"]))
        return told + [sign + note for note in notes(differing, above)]


def _flowing(*details: Detail) -> tuple[Detail, ...]:
    """Put all details into one text: the boxes are wide."""
    return (joined(details, SEPARATOR),) if details else ()


def _by_start(found: Iterable[Tie]) -> dict[str, list[Tie]]:
    by_start: dict[str, list[Tie]] = {}
    for tie in found:
        by_start.setdefault(tie.start, []).append(tie)
    return by_start


def rows_by_unit(rows: Sequence[OutlineRow], state: int) -> dict[str, int]:
    """Give the row of each unit on a side."""
    found = {}
    for index, row in enumerate(rows):
        cell = row.after if state else row.before
        if cell is not None:
            found[cell.content.id] = index
    return found
