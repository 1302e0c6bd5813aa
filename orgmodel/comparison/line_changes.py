"""Lines before and after: kept, passed on to what their ends became, redirected, added, ended; and what did it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.ledger import NO_REASON, Lineage, Reason
from orgmodel.core.line_moves import FOLLOWS, composed
from orgmodel.core.reporting import ADMINISTRATIVE

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import LineEntry, Outcome

KEPT, PASSED_ON, REDIRECTED, ADDED, ENDED = "kept", "passed_on", "redirected", "added", "ended"
UNCHANGED = (KEPT, PASSED_ON)
"""What befell lines that are the same after as before, be it between what their ends became."""

BECOMES = ("consolidate", "absorb", "split_up", "split_off")
"""Operations by which a unit becomes another, and its lines are passed on."""

BEGINS = ("create", "consolidate", "split_up", "split_off")
ENDS = ("dissolve", "consolidate", "absorb", "split_up")
"""Operations that let the unit after begin, and the unit before end."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """Hold one line: its kind, from whom, to whom, what became of it, where it ran before if elsewhere, and what did it."""

    kind: str
    from_: str
    to: str
    status: str
    was: str | None = None
    derived: bool = False
    was_from: str | None = None
    step: str | None = None
    clause: str | None = None
    operation: str | None = None
    reason: Reason = NO_REASON


Key = tuple[str, str, str]
Told = tuple[str, str, str]
"""A step, its clause and the operation."""
Cause = tuple[str, Told]
"""A unit, and what befell it."""


def lines_of(structure: Structure) -> dict[Key, bool]:
    """List the lines between units, and those written from or to posts: (kind, from, to) and whether it is derived."""
    lines = structure.lines
    value = structure.strings.value
    rows = np.flatnonzero(lines.live)
    columns = [lines.column(field)[rows].tolist() for field in ("kind", "from_", "to")]
    found: dict[Key, bool] = {
        (str(value(kind)), str(value(start)), str(value(end))): False for kind, start, end in zip(*columns, strict=True)
    }
    reporting, ids = structure.reporting, structure.units.column("id")
    derived = np.flatnonzero(reporting.unit_derived)
    for start, end in zip(
        ids[reporting.unit_from[derived]].tolist(), ids[reporting.unit_to[derived]].tolist(), strict=True
    ):
        found[(ADMINISTRATIVE, str(value(start)), str(value(end)))] = True
    return found


def compare_lines(before: Structure, after: Structure, outcome: Outcome | None = None) -> list[LineChange]:
    """Compare the lines of two structures; sorted by kind, from, to.

    Of an outcome the records of its operations tell what became of written lines, and its lineage what became of derived
    ones, each with the operation that did it. What neither tells is read by likeness: a line that ends and one that
    begins, of one kind and from the same unit or from what that became, are one line redirected; of an outcome only where
    nobody wrote one of the two.

    >>> from orgmodel.core.records import Line, Unit
    >>> from orgmodel.core.structure import Structure
    >>> units = [Unit("a"), Unit("b"), Unit("c")]
    >>> old = Structure.of([*units, Line("professional", "a", "b")])
    >>> new = Structure.of([*units, Line("professional", "a", "c")])
    >>> [(one.to, one.status, one.was) for one in compare_lines(old, new)]
    [('c', 'redirected', 'b')]
    """
    found = _Comparison(before, after, outcome)
    if outcome is not None:
        found.by_records(outcome.lines)
    found.by_lineage()
    found.by_likeness()
    return sorted(
        found.rows, key=lambda one: (one.kind, one.from_, one.to, one.status, one.was_from or "", one.was or "")
    )


def changed_lines(lines: Iterable[LineChange]) -> list[LineChange]:
    """List the lines that are redirected, added or ended, each once: several that become one elsewhere are one that changes.

    >>> led = [LineChange("professional", "m", "z", REDIRECTED, "top", was_from=unit) for unit in ("x", "y")]
    >>> len(changed_lines([*led, LineChange("professional", "w", "z", PASSED_ON, "y")]))
    1
    """
    found: dict[tuple[bool, Key], LineChange] = {}
    for one in lines:
        if one.status not in UNCHANGED:
            found.setdefault((one.status == ENDED, (one.kind, one.from_, one.to)), one)
    return list(found.values())


class _Comparison:
    """Find for each line that is not the same what it was, or what it became, by the surest way first."""

    def __init__(self, before: Structure, after: Structure, outcome: Outcome | None) -> None:
        self.before, self.after = before, after
        self.old, self.new = lines_of(before), lines_of(after)
        self.rows = [LineChange(*key, KEPT, derived=self.new[key]) for key in self.new if key in self.old]
        self.gone = dict.fromkeys(sorted(set(self.old) - set(self.new)))
        self.come = dict.fromkeys(sorted(set(self.new) - set(self.old)))
        self.entries: dict[Key, LineEntry] = {}
        self.is_of_strangers = outcome is None
        self.origins, self.became = _origins(outcome.lineage if outcome is not None else ())
        self.causes = _causes(outcome) if outcome is not None else {}

    def by_records(self, entries: Iterable[LineEntry]) -> None:
        """Pair written lines as the records of the operations lead."""
        gone, come = set(self.gone), set(self.come)
        for path in composed(self.before, ((entry, entry.move) for entry in entries)):
            old, new = path.before.key if path.before else None, path.after.key if path.after else None
            if old in gone and new is not None and new in self.new:
                entry = path.records[-1]
                if path.follows and not self._goes_on(old, new):  # by way of units that begin and end in the run
                    entry = replace(entry, move=replace(entry.move, reason=self._leading(old, new)))
                    self._pair(old, new, REDIRECTED, entry)
                else:
                    self._pair(old, new, PASSED_ON if path.follows else REDIRECTED, entry)
            elif old in gone:
                self.entries[old] = path.records[-1]
            elif new in come:
                self.entries.setdefault(new, path.records[-1])

    def by_lineage(self) -> None:
        """Pass on the lines between units that became others; both lines of units that became one go on as its line."""
        ways: dict[Key, list[Key]] = defaultdict(list)
        gone = set(self.gone)
        for key in [*self.come, *(key for key in self.new if key in self.old and self._is_heir(key))]:
            kind, start, end = key
            for one, other in product(self._from(start), self._from(end)):
                old = (kind, one, other)
                if old in gone and self._goes_on(old, key):
                    ways[key].append(old)
        for new, olds in ways.items():
            for old in olds:
                self._pair(old, new, PASSED_ON)

    def by_likeness(self) -> None:
        """Pair what is left by kind and unit that it leads from, and list what is left then as added and ended."""
        for origins in (False, True):  # its own line first, then one of a unit that became it and is no more
            starts: dict[tuple[str, str], list[Key]] = defaultdict(list)
            for old in self.gone:
                starts[old[:2]].append(old)
            for new in list(self.come):
                of = self._ended_origins(new[1]) if origins else [new[1]]
                for start in of:  # one line of each that it came from
                    left = [old for old in starts[(new[0], start)] if self._may_be(old, new)]
                    if left:
                        starts[left[0][:2]].remove(left[0])
                        self._pair(left[0], new, REDIRECTED)
        for new in self.come:
            self._add(LineChange(*new, ADDED, derived=self.new[new]), new)
        for old in self.gone:
            self._add(LineChange(*old, ENDED, derived=self.old[old]), old)

    def _pair(self, old: Key, new: Key, status: str, entry: LineEntry | None = None) -> None:
        self.gone.pop(old, None)
        self.come.pop(new, None)
        row = LineChange(*new, status, old[2], self.new[new], old[1] if old[1] != new[1] else None)
        self._add(row, new, old, entry)

    def _add(self, row: LineChange, *keys: Key | LineEntry | None) -> None:
        entry = next((one for one in keys if one is not None and not isinstance(one, tuple)), None)
        lines = [one for one in keys if isinstance(one, tuple)]
        entry = entry or next((self.entries[key] for key in lines if key in self.entries), None)
        if entry is not None:
            told = (entry.step, entry.clause, entry.operation, entry.move.reason)
        else:
            cause = self._becoming(*lines) if row.status == PASSED_ON else self._placing(lines)
            if cause is None:
                self.rows.append(row)
                return
            told = (*cause[1], Reason(FOLLOWS if row.status == PASSED_ON else "line_with_unit", (cause[0],)))
        self.rows.append(replace(row, step=told[0], clause=told[1], operation=told[2], reason=told[3]))

    def _becoming(self, new: Key, old: Key) -> Cause | None:
        """Give the end of a line before that became the end after, the junior one first, and what last did that."""
        ends = [(then, now) for then, now in zip(old[1:], new[1:], strict=True) if then != now]
        return next(((then, self.became[then, now]) for then, now in ends if (then, now) in self.became), None)

    def _placing(self, lines: Iterable[Key]) -> Cause | None:
        """Give the end of a line of which the place in the chart changed, the junior one first, and what did that."""
        ends = dict.fromkeys(id for position in (1, 2) for key in lines for id in [key[position]])
        return next(((id, self.causes[id]) for id in ends if id in self.causes), None)

    def _goes_on(self, old: Key, new: Key) -> bool:
        """Tell whether the ends that differ became one another: each ended, or began; between units that both go on a line is led elsewhere."""
        ends = zip(old[1:], new[1:], strict=True)
        return all(then == now or not (_is_in(self.after, then) and _is_in(self.before, now)) for then, now in ends)

    def _leading(self, old: Key, new: Key) -> Reason:
        """Say why a line is led from an end that goes on to another that was there: with the junior unit, or by itself."""
        if old[1] == new[1] and old[1] in self.causes:
            return Reason("line_with_unit", (old[1],))
        return Reason(
            "line_led_on", next((then, now) for then, now in zip(old[1:], new[1:], strict=True) if then != now)
        )

    def _may_be(self, old: Key, new: Key) -> bool:
        """Tell whether likeness may pair two lines: of a run both written ones are what its records say."""
        return self.is_of_strangers or self.old[old] or self.new[new]

    def _from(self, id: str) -> tuple[str, ...]:
        return (id, *self.origins.get(id, ()))

    def _ended_origins(self, id: str) -> list[str]:
        return [one for one in self.origins.get(id, ()) if self.after.units.row(one) < 0]

    def _is_heir(self, key: Key) -> bool:
        return key[1] in self.origins or key[2] in self.origins


def _origins(lineage: Iterable[Lineage]) -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, str], Told]]:
    """Give the units, but itself, that each unit came from by mergers and splits, over a whole run; and what last did it."""
    found: dict[str, dict[str, None]] = {}
    became: dict[tuple[str, str], Told] = {}
    for one in lineage:
        if one.operation in BECOMES and one.before and one.after and one.before != one.after:
            of = found.setdefault(one.after, {})
            before = (one.before, *found.get(one.before, ()))
            of.update(dict.fromkeys(before))
            became.update(dict.fromkeys(((origin, one.after) for origin in before), _told(one)))
    return {unit: tuple(sorted(one for one in of if one != unit)) for unit, of in found.items()}, became


def _causes(outcome: Outcome) -> dict[str, Told]:
    """Give the step, clause and operation that last changed the place of each unit, began or ended it."""
    order = {result.step.id: number for number, result in enumerate(outcome.steps)}
    placed: list[tuple[int, int, str, Told]] = []
    for one in outcome.lineage:
        for rank, unit, operations in ((0, one.after, BEGINS), (2, one.before, ENDS)):
            if unit is not None and one.before != one.after and one.operation in operations:
                placed.append((order[one.step], rank, unit, _told(one)))
    placed += [
        (order[entry.step], 1, entry.flow.via, (entry.step, entry.clause, entry.operation))
        for entry in outcome.ledger
        if entry.flow.via is not None
    ]
    # Within a step a unit begins, goes along, and ends.
    return {unit: told for _, _, unit, told in sorted(placed, key=lambda one: one[:2])}


def _is_in(structure: Structure, end: str) -> bool:
    return structure.units.row(end) >= 0 or structure.posts.row(end) >= 0


def _told(one: Lineage) -> Told:
    return one.step, one.clause, one.operation
