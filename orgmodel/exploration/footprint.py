"""What a run reads and writes: two runs of which neither writes what the other reads or writes come to the same together as apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from orgmodel.core.draft import Draft
from orgmodel.core.records import Ended, Key, Post, Record, Unit
from orgmodel.core.schema import GROUPED_BY
from orgmodel.core.structure import Structure
from orgmodel.core.tables import Table
from orgmodel.scenario.scenario import Outcome

RECORD, GROUP, TABLE, LIVES, PLACE = "record", "group", "table", "lives", "place"
"""What is read: one record; the records of a table that have a value in a field; whether a table has any; the ended lives of
a unit. A place is a unit in which something is changed, or which is elsewhere than before: its figures are."""

POSITION = ("parent", "block", "area", "level", "kind")
"""Fields of a unit that say in which scopes it is, and all that is in it."""

Read = tuple[Any, ...]
_ENDS = (("post", "also_holds"), ("also_holds", "post"))


@dataclass(frozen=True)
class Footprint:
    """Hold what a run reads and what it writes."""

    reads: frozenset[Read] = frozenset()
    writes: frozenset[Read] = frozenset()

    @staticmethod
    def of(several: Sequence[Footprint]) -> Footprint:
        """Take several together."""
        reads, writes = (one.reads for one in several), (one.writes for one in several)
        return Footprint(frozenset[Read]().union(*reads), frozenset[Read]().union(*writes))

    def meets(self, other: Footprint) -> bool:
        """Tell whether either writes what the other reads, or both write the same.

        >>> one = Footprint(writes=frozenset({(RECORD, "units", "a")}))
        >>> (
        ...     one.meets(Footprint(frozenset({(RECORD, "units", "a")}))),
        ...     one.meets(Footprint(frozenset({(RECORD, "units", "b")}))),
        ... )
        (True, False)
        """
        if not (self.writes.isdisjoint(other.reads) and other.writes.isdisjoint(self.reads)):
            return True
        return any(one[0] in (RECORD, PLACE) for one in self.writes & other.writes)


class WatchedDraft(Draft):
    """A draft that remembers what is asked of it."""

    def __init__(self, base: Structure) -> None:
        """Start from a structure, of which nothing was asked yet."""
        super().__init__(base)
        self.reads: set[Read] = set()

    def get(self, table: str, key: Key) -> Record | None:
        """Give a record as it is now, or None."""
        self.reads.add((RECORD, table, key))
        return super().get(table, key)

    def read_ahead(self, table: str, keys: Iterable[Key]) -> None:
        """Read many records of the base together."""
        asked = list(keys)
        self.reads.update((RECORD, table, key) for key in asked)
        super().read_ahead(table, asked)

    def group(self, table: str, field: str, value: str | None) -> list[Record]:
        """List the records of a table whose field has a value now, by key."""
        self.reads.add((GROUP, table, field, value))
        return super().group(table, field, value)

    def is_bare(self, table: str) -> bool:
        """Tell whether a table has no records in the base, and none were written here."""
        if table in self._bare:
            self.reads.add((TABLE, table))
        return super().is_bare(table)

    @property
    def has_lines_of_posts(self) -> bool:
        """Tell whether any line may begin or end at a post."""
        if not self.base.has_lines_of_posts:
            self.reads.add((TABLE, "lines between posts"))
        return super().has_lines_of_posts

    def ended_units(self, id: str) -> list[Ended]:
        """List the ended lives of a unit as they are now, oldest first."""
        self.reads.add((LIVES, id))
        return super().ended_units(id)

    def writes(self) -> set[Read]:
        """Give all that was written, also what was taken back."""
        found: set[Read] = {(LIVES, id) for id in self._lives}
        if self._between_posts:
            found.add((TABLE, "lines between posts"))
        for (table, field), values in self._arrived.items():
            found.update((GROUP, table, field, value) for value in values)
        for table, records in self._records.items():
            for key in records:
                found |= {(RECORD, table, key), (TABLE, table)}
                stood = self.base.table(table).get(key)
                if stood is not None:
                    found.update((GROUP, table, field, getattr(stood, field)) for field in GROUPED_BY[table])
        return found


def footprint(draft: WatchedDraft, outcome: Outcome) -> Footprint:
    """Give what a run on a draft read and wrote, and the places in which figures are not what they were."""
    return Footprint(frozenset(draft.reads), frozenset(draft.writes() | _places(outcome)))


def _places(outcome: Outcome) -> set[Read]:
    found: set[str] = set()
    for change in outcome.changes:
        records = [one for one in (change.before, change.after) if one is not None]
        for one in records:
            for structure in (outcome.before, outcome.after):
                found |= _units_of(one, structure)
        if change.table == "units" and _is_elsewhere(change.before, change.after):
            for structure in (outcome.before, outcome.after):
                found |= _below(structure, str(change.key))
    return {(PLACE, unit) for unit in found}


def _is_elsewhere(before: Record | None, after: Record | None) -> bool:
    if not isinstance(before, Unit) or not isinstance(after, Unit):
        return True
    return any(getattr(before, field) != getattr(after, field) for field in POSITION)


def _below(structure: Structure, unit: str) -> set[str]:
    row = structure.units.row(unit)
    if row < 0:
        return set()
    ids, value = structure.units.column("id"), structure.strings.value
    return {str(value(ids[one])) for one in structure.tree.below(row).tolist()}


def _units_of(record: Record, structure: Structure) -> set[str]:
    """Give the units whose figures a record is among: of a line that which it leads from; of a post those of its holders' others, too."""
    if isinstance(record, Unit):
        return {record.id}
    posts: set[str] = set()
    found: set[str] = set()
    for name in ("from_", "unit", "post", "also_holds"):
        end = getattr(record, name, None)
        if isinstance(end, str):
            (posts if name in ("post", "also_holds") or structure.get("posts", end) is not None else found).add(end)
    if isinstance(record, Post):
        posts.add(record.id)
    links, held = structure.table("links"), structure.table("incumbencies")
    for post in sorted(posts):
        others = {one for field, end in _ENDS for one in _said(links, end, links.group(field, post))}
        people = _said(held, "person", held.group("post", post))
        others |= {one for person in people for one in _said(held, "post", held.group("person", person))}
        posts |= others
    return found | {str(getattr(structure.get("posts", post), "unit", post)) for post in posts}


def _said(table: Table, field: str, rows: Iterable[int]) -> set[str]:
    """Give what some rows of a table say in a field."""
    return {getattr(table.record(row), field) for row in rows}
