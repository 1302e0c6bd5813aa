"""Say how units change between two states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgmodel.core.ledger import Lineage
    from orgmodel.core.structure import Structure

UNIT_CHANGES = ("new", "ended", "merged", "split", "moved", "renamed", "converted", "staffed", "redirected")
"""How a unit can change, the weightiest first where several are true."""

_SPLITS = ("split_up", "split_off")
_MERGERS = ("consolidate", "absorb")


class UnitChanges:
    """Work out how every unit changes, seen from each side."""

    def __init__(self, before: Structure, after: Structure, lineage: Iterable[Lineage]) -> None:
        """Take the two states and the lineage that leads from one to the other."""
        self.before, self.after = before, after
        self.lineage = list(lineage)
        self.leaving: dict[str, set[str]] = {}
        self.arriving: dict[str, set[str]] = {}
        for one in self.lineage:
            if one.before is not None and one.before != one.after:
                self.leaving.setdefault(one.before, set()).add(one.operation)
            if one.after is not None and one.before != one.after:
                self.arriving.setdefault(one.after, set()).add(one.operation)
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
        if _posts(before, id) != _posts(after, id) or before.members_of(id) != after.members_of(id):
            found.append("staffed")
        if _lines(before, id) != _lines(after, id):
            found.append("redirected")
        return sorted(found, key=UNIT_CHANGES.index)

    def changed(self) -> tuple[set[str], set[str]]:
        """List the units that change, before and after; cost goes with what the states differ in."""
        from orgmodel.core.change import diff
        from orgmodel.core.records import Line, Members, Post, Unit

        touched: set[str] = set()
        posts: set[str] = set()
        for change in diff(self.before, self.after):
            for record in (change.before, change.after):
                if isinstance(record, Unit):
                    touched.add(record.id)
                elif isinstance(record, Post | Members):
                    touched.add(record.unit)
                elif isinstance(record, Line):
                    posts.add(record.from_)
        for id in posts:
            for state in (self.before, self.after):
                post: Any = state.posts.get(id)
                touched.add(id if post is None else post.unit)
        touched |= set(self.leaving) | set(self.arriving)
        old = {id for id in touched if self.before.units.row(id) >= 0 and self.of(id, after=False)}
        new = {id for id in touched if self.after.units.row(id) >= 0 and self.of(id, after=True)}
        return old, new


def _posts(structure: Structure, id: str) -> list[Any]:
    return structure.posts_of(id)


def _lines(structure: Structure, id: str) -> list[tuple[str, ...]]:
    return [line.key for line in structure.lines_from(id)]
