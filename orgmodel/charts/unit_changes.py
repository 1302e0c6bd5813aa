"""Say how units change between two states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.line_changes import UNCHANGED
from orgmodel.core.records import Link, Post, Unit
from orgmodel.core.reporting import ADMINISTRATIVE

if TYPE_CHECKING:
    from orgmodel.comparison.line_changes import LineChange
    from orgmodel.core.ledger import Lineage
    from orgmodel.core.structure import Structure

UNIT_CHANGES = (
    *("new", "ended", "merged", "split", "moved", "renamed", "converted", "resited"),
    *("staffed", "linked", "tasked", "amounts", "redirected"),
)
"""How a unit can change, the weightiest first where several are true."""

_SPLITS = ("split_up", "split_off")
_MERGERS = ("consolidate", "absorb")


class UnitChanges:
    """Work out how every unit changes, seen from each side."""

    def __init__(
        self, before: Structure, after: Structure, lineage: Iterable[Lineage], lines: Iterable[LineChange]
    ) -> None:
        """Take the two states, the lineage that leads from one to the other, and what became of each line."""
        self.before, self.after = before, after
        self.lineage = list(lineage)
        self.leaving: dict[str, set[str]] = {}
        self.arriving: dict[str, set[str]] = {}
        for one in self.lineage:
            if one.before is not None and one.before != one.after:
                self.leaving.setdefault(one.before, set()).add(one.operation)
            if one.after is not None and one.before != one.after:
                self.arriving.setdefault(one.after, set()).add(one.operation)
        self.lines: tuple[dict[str, set[tuple[str, str]]], ...] = ({}, {})
        """By unit before and after: the kind and the unit at the other end of each line that is redirected, ends or begins."""
        for line in lines:
            for state, start, end in self._ends(line) if line.status not in UNCHANGED else ():
                self.lines[state].setdefault(start, set()).add((line.kind, end))
        self.links = self._links()
        """By unit before and after: what holds two posts at once that one of its own is of, where that ends or begins."""
        self._by_survivor: dict[str, tuple[str, ...]] = {}

    def of(self, id: str, *, after: bool) -> tuple[str, ...]:
        """List the changes of a unit, the weightiest first; ``after`` looks at it after, else before."""
        old, new = self.before.units.get(id), self.after.units.get(id)
        if old is None or new is None:
            operations = (self.arriving if after else self.leaving).get(id, set())
            if operations & set(_SPLITS):
                return ("split",)
            if operations & set(_MERGERS):
                return ("merged",)
            return ("new",) if after else ("ended",)
        return self._survivor(id)

    def _survivor(self, id: str) -> tuple[str, ...]:
        if id not in self._by_survivor:
            self._by_survivor[id] = tuple(self._differences(id))
        return self._by_survivor[id]

    def _differences(self, id: str) -> list[str]:
        before, after = self.before, self.after
        old, new = before.unit(id), after.unit(id)
        found = []
        if self.arriving.get(id, set()) & set(_MERGERS):
            found.append("merged")
        if self.leaving.get(id, set()) & set(_SPLITS):
            found.append("split")
        if old.parent != new.parent:
            found.append("moved")
        if old.names != new.names:
            found.append("renamed")
        if (old.kind, old.level, old.block) != (new.kind, new.level, new.block):
            found.append("converted")
        if old.area != new.area:
            found.append("resited")
        if _posts(before, id) != _posts(after, id) or before.queries.members_of(id) != after.queries.members_of(id):
            found.append("staffed")
        if any(id in links for links in self.links):
            found.append("linked")
        if _tasks(before, id) != _tasks(after, id):
            found.append("tasked")
        if before.queries.quantities_of(id) != after.queries.quantities_of(id):
            found.append("amounts")
        if any(id in lines for lines in self.lines):
            found.append("redirected")
        return sorted(found, key=UNIT_CHANGES.index)

    def _ends(self, line: LineChange) -> Iterator[tuple[int, str, str]]:
        """Give the state and the units at both ends of a line where it was and where it is, if it is not the chart's own."""
        ways = []
        if line.was is not None or line.status == "ended":
            ways.append((0, self.before, line.was_from or line.from_, line.was or line.to))
        if line.status != "ended":
            ways.append((1, self.after, line.from_, line.to))
        found = [(state, side, unit_of(side, start), unit_of(side, end)) for state, side, start, end in ways]
        if not (line.kind == ADMINISTRATIVE and all(_is_chart(side, start, end) for _, side, start, end in found)):
            yield from ((state, start, end) for state, _, start, end in found)

    def _links(self) -> tuple[dict[str, list[Link]], dict[str, list[Link]]]:
        """Give the concurrent holdings of the posts of each unit that end, and those that begin."""
        found: tuple[dict[str, list[Link]], dict[str, list[Link]]] = ({}, {})
        sides = self.before, self.after
        held = [{link.key: link for link in side.links if isinstance(link, Link)} for side in sides]
        for state, side in enumerate(sides):
            for key in sorted(held[state].keys() - held[1 - state].keys()):
                for unit in dict.fromkeys(unit_of(side, post) for post in key):
                    found[state].setdefault(unit, []).append(held[state][key])
        return found

    def changed(self) -> tuple[set[str], set[str]]:
        """List the units that change, before and after; cost goes with what the states differ in."""
        from orgmodel.core.change import diff
        from orgmodel.core.records import Function, Members, Quantity

        touched: set[str] = set().union(*self.lines, *self.links)
        for change in diff(self.before, self.after):
            for record in (change.before, change.after):
                if isinstance(record, Unit):
                    touched.add(record.id)
                elif isinstance(record, Post | Members | Quantity | Function):
                    touched.add(record.unit)
        touched |= set(self.leaving) | set(self.arriving)
        old = {id for id in touched if self.before.units.row(id) >= 0 and self.of(id, after=False)}
        new = {id for id in touched if self.after.units.row(id) >= 0 and self.of(id, after=True)}
        return old, new


def _posts(structure: Structure, id: str) -> list[Any]:
    return structure.queries.posts_of(id)


def _tasks(structure: Structure, id: str) -> list[str]:
    return [one.function for one in structure.queries.functions_of(id)]


def unit_of(structure: Structure, id: str) -> str:
    """Give the unit that an end of a line is, or is a post of."""
    post = structure.posts.get(id)
    return post.unit if isinstance(post, Post) else id


def _is_chart(structure: Structure, start: str, end: str) -> bool:
    unit = structure.units.get(start)
    return isinstance(unit, Unit) and unit.parent == end
