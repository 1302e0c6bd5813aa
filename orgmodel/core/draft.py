"""A draft of a structure: what a run works on. It belongs to one run and costs what is touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from orgmodel.core.change import Change, net_changes
from orgmodel.core.estimates import Estimate, Source
from orgmodel.core.present import number_listed
from orgmodel.core.queries import Queries
from orgmodel.core.records import UNKNOWN_DATE, Ended, Key, Line, Post, Record, Unit
from orgmodel.core.schema import GROUPED_BY, Tables, identity_of

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.core.vocabulary import Vocabulary


class Draft(Queries):
    """Read and write records over an unchanged base; every write is logged and can be taken back."""

    def __init__(self, base: Structure) -> None:
        """Start from a structure, which stays as it is."""
        self.base = base
        self._records: dict[str, dict[Key, Record | None]] = {spec.table: {} for spec in Tables.ALL}
        self._read: dict[str, dict[Key, Record | None]] = {spec.table: {} for spec in Tables.ALL}
        self._groups: dict[tuple[str, str, str | None], list[Record]] = {}
        self._arrived: dict[tuple[str, str], dict[object, dict[Key, None]]] = {}
        self._bare = {spec.table for spec in Tables.ALL if not base.table(spec.table).size}
        self._lives: dict[str, dict[Key, None]] = {}  # keys of ended lives written here, by unit
        self._between_posts = False
        self._log: list[Change] = []

    @property
    def terms(self) -> Vocabulary:
        """Give the words of the base."""
        return self.base.terms

    # -- reading -----------------------------------------------------------------------------------------------------

    def get(self, table: str, key: Key) -> Record | None:
        """Give a record as it is now, or None."""
        written = self._records[table]
        if key in written:
            return written[key]
        if table in self._bare:
            return None
        read = self._read[table]
        if key not in read:  # an operation asks for the same record many times
            read[key] = self.base.table(table).get(key)
        return read[key]

    def read_ahead(self, table: str, keys: Iterable[Key]) -> None:
        """Read many records of the base together, which costs a quarter of reading them one by one."""
        rows = self.base.table(table)
        read = self._read[table]
        asked = [key for key in keys if key not in read]
        places = rows.rows_of(asked)
        live = rows.live
        there = [(key, place) for key, place in zip(asked, places, strict=True) if place >= 0 and live[place]]
        read.update(dict.fromkeys(asked))
        read.update(zip([key for key, _ in there], rows.records([place for _, place in there]), strict=True))

    def unit(self, id: str) -> Unit | None:
        """Give a unit that exists now, or None."""
        return cast("Unit | None", self.get("units", id))

    def post(self, id: str) -> Post | None:
        """Give a post that exists now, or None, with the number present that is known of it."""
        found = cast("Post | None", self.get("posts", id))
        return found if found is None or found.filled is not None else self._with_listed(found)

    def posts_of(self, unit: str) -> list[Post]:
        """List the posts of a unit, each with the number present that is known of it."""
        found = super().posts_of(unit)
        if self.is_bare("incumbencies") and self.is_bare("links"):
            return found
        return [one if one.filled is not None else self._with_listed(one) for one in found]

    def _with_listed(self, post: Post) -> Post:
        """Give a row of which no number is stated with that of those who are listed, where no more fit."""
        listed = self._listed(post)
        return post if listed is None else replace(post, filled=listed)

    def _listed(self, post: Post) -> int | None:
        return number_listed(post, self.incumbents_of(post.id), len(self.links_to(post.id)))

    def group(self, table: str, field: str, value: str | None) -> list[Record]:
        """List the records of a table whose field has a value now, by key."""
        if table in self._bare and not self._records[table]:  # most tables of most organisations are empty
            return []
        place = (table, field, value)
        standing = self._groups.get(place)
        if standing is None:
            rows = self.base.table(table)
            standing = self._groups[place] = [rows.record(row) for row in rows.group(field, value)]
        arrived = self._arrived.get((table, field))
        came = arrived.get(value) if arrived is not None else None
        if not standing and not came:
            return []
        written = self._records[table]
        found: dict[Key, Record] = {record.key: record for record in standing if record.key not in written}
        for key in came or ():
            record_now = written.get(key)
            if record_now is not None and getattr(record_now, field) == value:
                found[key] = record_now
        return [found[key] for key in sorted(found)] if len(found) > 1 else list(found.values())

    def is_bare(self, table: str) -> bool:
        """Tell whether a table has no records in the base, and none were written here."""
        return table in self._bare and not self._records[table]

    @property
    def has_lines_of_posts(self) -> bool:
        """Tell whether any line may begin or end at a post; where none does, posts answer as their units do."""
        return self._between_posts or self.base.has_lines_of_posts

    @property
    def has_pay(self) -> bool:
        """Tell whether anything says what a post of the base is paid."""
        return self.base.has_pay

    def ended_units(self, id: str) -> list[Ended]:
        """List the ended lives of a unit as they are now, oldest first."""
        written = self._records["ended"]
        standing = self.base.ended_units(id) if "ended" not in self._bare else ()
        lives = [one for one in standing if one.key not in written]
        lives += [one for key in self._lives.get(id, ()) if isinstance(one := written[key], Ended)]
        return sorted(lives, key=lambda one: one.key) if len(lives) > 1 else lives

    @property
    def written(self) -> int:
        """Count the records that were written."""
        return sum(map(len, self._records.values()))

    # -- writing -----------------------------------------------------------------------------------------------------

    def put(self, record: Record) -> None:
        """Write a record, new or changed.

        A row of posts of which no number present is stated stays so while the number that is known is the same; one whose
        holders would take all posts only since these are fewer keeps its missing number.
        """
        if isinstance(record, Post):
            record = self.as_stated(record)
        self._write(Tables.BY_RECORD[type(record)].table, record.key, record)

    def as_stated(self, post: Post) -> Post:
        """Give a row of posts as it is written: the number present blank while that which is known stays the same."""
        if post.filled is not None and not isinstance(post.filled, int):
            return post
        stored = self.get("posts", post.id)
        known = self._listed(stored) if isinstance(stored, Post) and stored.filled is None else None
        if post.filled is not None and known is None:
            return post
        blank = replace(post, filled=None)
        listed = self._listed(blank)
        if post.filled is not None:
            return blank if listed == post.filled == known else post
        return post if listed in (None, known) else replace(post, filled=Estimate(Source(identity_of(post, "filled"))))

    def end(self, record: Record) -> None:
        """End a record; a unit is kept in the register by :meth:`end_unit`."""
        self._write(Tables.BY_RECORD[type(record)].table, record.key, None)

    def end_unit(self, unit: Unit, date: str | None) -> None:
        """End a unit and keep it in the register; an unknown date is kept as unknown."""
        self.end(unit)
        self.put(Ended(unit, date or UNKNOWN_DATE))

    def _write(self, table: str, key: Key, record: Record | None) -> None:
        before = self.get(table, key)
        self._log.append(Change(table, before, record, key))
        self._set(table, key, record)

    def _set(self, table: str, key: Key, record: Record | None) -> None:
        self._records[table][key] = record
        if record is not None:
            if isinstance(record, Ended):
                self._lives.setdefault(record.unit.id, {})[key] = None
            if isinstance(record, Line) and (self.unit(record.from_) is None or self.unit(record.to) is None):
                self._between_posts = True
            for field in GROUPED_BY[table]:
                group = self._arrived.setdefault((table, field), {})
                group.setdefault(getattr(record, field), {})[key] = None

    # -- transactions ------------------------------------------------------------------------------------------------

    def savepoint(self) -> int:
        """Remember this moment."""
        return len(self._log)

    def rollback(self, savepoint: int) -> None:
        """Undo everything written since a savepoint."""
        for change in reversed(self._log[savepoint:]):
            self._set(change.table, change.key, change.before)
        del self._log[savepoint:]

    def changes(self, savepoint: int = 0) -> tuple[Change, ...]:
        """Give the changes since a savepoint, one a record, what came to nothing left out."""
        return net_changes(self._log[savepoint:])

    def structure(self) -> Structure:
        """Make the structure as it is now."""
        touched = {}
        for table, written in self._records.items():  # each was read before it was written
            standing: dict[Key, Record | None] = {} if table in self._bare else self._read[table]
            if changed := {key: now for key, now in written.items() if now != standing.get(key)}:
                touched[table] = changed
        return self.base.patched(touched)
