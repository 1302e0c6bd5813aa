"""Names in the place of ids, for displays: as the structures have them, or the records that an operation begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.core.names import text_in
from orgmodel.core.records import Post, Unit
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.words.ids_told import with_names

if TYPE_CHECKING:
    from orgmodel.core.change import Change
    from orgmodel.core.structure import Structure


class Namer:
    """Name units and posts by their ids; an id stands behind a name that another unit bears too, and for what has none."""

    def __init__(self, language: str, *structures: Structure, changes: Iterable[Change] = ()) -> None:
        """Take names from the structures, the first before the others, and from the records of changes."""
        self.language, self._structures, self._changes = language, structures, changes
        self.terms = structures[0].terms if structures else Vocabulary()

    @cached_property
    def _begun(self) -> dict[str, Unit | Post]:
        return {
            record.id: record
            for change in self._changes
            for record in (change.before, change.after)
            if isinstance(record, Unit | Post)
        }

    @cached_property
    def _bearers(self) -> Counter[str]:
        bearers: dict[str, set[str]] = {}
        units = [unit for structure in self._structures for unit in structure.units]
        for unit in (*units, *self._begun.values()):
            if isinstance(unit, Unit):
                bearers.setdefault(text_in(unit.names, self.language), set()).add(unit.id)
        return Counter({name: len(ids) for name, ids in bearers.items()})

    def find(self, id: str | None) -> str | None:
        """Give the name of a unit, or the title of a post with its unit; None for what has none."""
        if not id:
            return None
        record = next(
            (found for one in self._structures if (found := one.units.get(id) or one.posts.get(id)) is not None),
            self._begun.get(id),
        )
        if isinstance(record, Unit):
            name = text_in(record.names, self.language)
            return f"{name} ({id})" if name and self._bearers[name] > 1 else name or None
        if isinstance(record, Post):
            title = text_in(record.titles, self.language)
            return f"{title}, {self.of(record.unit)}" if title else None
        past = next((found for one in self._structures if (found := one.ended(id)) is not None), None)
        return None if past is None else text_in(past.unit.names, self.language) or None

    def of(self, id: str | None) -> str:
        """Name an id, as itself where it has no name; nothing where there is none."""
        return self.find(id) or id or ""

    def each(self, ids: Iterable[str | None]) -> str:
        """Name several, each once."""
        return ", ".join(dict.fromkeys(filter(None, map(self.of, ids))))

    def within(self, text: str) -> str:
        """Put names in the place of the ids in a text."""
        return with_names(text, self.find)
