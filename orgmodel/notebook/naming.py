"""Names in the place of ids, for displays: as the structures have them, or the records that an operation begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orgmodel.core.change_rows import key_text
from orgmodel.core.messages import Message, Parts
from orgmodel.core.names import text_in
from orgmodel.core.records import Function, Identity, Incumbency, Line, Post, Unit
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.words.ids_told import with_names
from orgmodel.words.labels import label
from orgmodel.words.operation_lines import UNNAMED, describe
from orgmodel.words.tables import word

if TYPE_CHECKING:
    from orgmodel.core.change import Change
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.elements import Step

OF_LINES = ("{kind} from {start}", "{kind} line to {to}", "{start} has a {kind} line to {end} already")
"""Messages of a line, which tell its kind; of others the kind is a field to be typed."""


class Namer:
    """Name units and posts by their ids; an id stands behind a name that another unit bears too, and for what has none."""

    def __init__(
        self,
        language: str,
        *structures: Structure,
        changes: Iterable[Change] = (),
        steps: Iterable[Step] = (),
        begun: Mapping[str, str] | None = None,
    ) -> None:
        """Take names from the structures, the first before the others, from the records of changes, from steps, and those of ``begun``."""
        self._given = begun or {}
        self.language, self._structures, self._changes = language, structures, changes
        self._titles = {one.id: text_in(one.title, language) for one in steps}
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
    def _begun_as(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for one in self._begun.values():
            if isinstance(one, Unit):
                found.setdefault(text_in(one.names, self.language), set()).add(one.id)
        return found

    def _bearers(self, name: str) -> int:
        """Count the units that bear a name, or come to bear it."""
        known = (one.kept(_bearers, self.language).get(name, ()) for one in self._structures)
        return len(self._begun_as.get(name, set()).union(*known))

    def _titled(self, unit: str, title: str) -> int:
        """Count the rows of posts of a unit that bear a title."""
        there = (one for one in self._structures if one.units.row(unit) >= 0)
        beside = {post.id: post for one in there for post in one.posts_of(unit)}
        beside |= {one.id: one for one in self._begun.values() if isinstance(one, Post) and one.unit == unit}
        return sum(text_in(post.titles, self.language) == title for post in beside.values())

    def _holders(self, post: str) -> int:
        """Count who holds a post, at most, in one of the structures."""
        return max((one.kept(_held)[post] for one in self._structures), default=0)

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
            return f"{name} ({id})" if name and self._bearers(name) > 1 else name or None
        if isinstance(record, Post):
            title = text_in(record.titles, self.language)
            if not title:
                return None
            told = f"{title}, {self.of(record.unit)}"
            return f"{told} ({id})" if self._titled(record.unit, title) > 1 else told
        past = next((found for one in self._structures if (found := one.ended(id)) is not None), None)
        return (None if past is None else text_in(past.unit.names, self.language) or None) or self._given.get(id)

    def of(self, id: str | None) -> str:
        """Name an id, as itself where it has no name; nothing where there is none."""
        return self.find(id) or id or ""

    def step(self, clause: str, id: str) -> str:
        """Name a step by its clause, else by its title, else by its id."""
        return clause or self._titles.get(id) or id

    def each(self, ids: Iterable[str | None]) -> str:
        """Name several, each once."""
        return ", ".join(dict.fromkeys(filter(None, map(self.of, ids))))

    def operation(self, data: Any) -> str:
        """Tell an operation in one line."""
        return describe(data, self.language, self.find)

    def message(self, message: str, *, typed: bool = False) -> str:
        """Put names in the place of the ids among the values of a message; ``typed`` keeps each id behind its name, to be typed."""
        if not isinstance(message, Message):
            return message
        values = {key: self._told(key, one, typed=typed) for key, one in message.values.items()}
        if message.template in OF_LINES:
            values["kind"] = label("line", message.values["kind"], self.language, self.terms.labels)
        return Message(message.template, values)

    def _told(self, key: str, value: Any, *, typed: bool) -> Any:
        """Put names in the place of the ids of one value of a message."""
        if isinstance(value, Message):
            return self.message(value, typed=typed)
        if isinstance(value, Parts):
            return Parts(self._told("", one, typed=typed) for one in value)
        if not isinstance(value, str) or key in UNNAMED:
            return value
        if key == "person":
            return word("the-holder", self.language, value)
        name = self.find(value)
        return value if name is None else f"{name} ({value})" if typed and not name.endswith(f"({value})") else name

    def record(self, change: Change) -> str:
        """Name the record that changed: a line by what it leads from and to, what a unit has by both, who holds a post by that; else its key, with names."""
        record = change.after or change.before
        if isinstance(record, Line):
            kind = label("line", record.kind, self.language, self.terms.labels)
            return f"{kind}: {self.of(record.from_)} → {self.of(record.to)}"
        if isinstance(record, Incumbency):
            held = self.of(record.post)
            return f"{held} ({record.person})" if self._holders(record.post) > 1 else held
        if isinstance(record, Function | Identity) and (name := text_in(record.names, self.language)):
            return f"{self.of(record.unit)}: {name}"
        return self.within(key_text(change.key))

    def within(self, text: str) -> str:
        """Put names in the place of the ids in a text."""
        return with_names(text, self.find)


def _bearers(structure: Structure, language: str) -> dict[str, set[str]]:
    """Gather by name the ids of the units that bear it."""
    found: dict[str, set[str]] = {}
    for unit in structure.units:
        if isinstance(unit, Unit):
            found.setdefault(text_in(unit.names, language), set()).add(unit.id)
    return found


def _held(structure: Structure) -> Counter[str]:
    """Count the holders of each post."""
    return Counter(one.post for one in structure.table("incumbencies") if isinstance(one, Incumbency))


def begun_in(data: Any, language: str) -> dict[str, str]:
    """Name the units that operations begin or restore, by id and in their order; one that no name is given to is called by its id.

    >>> parts = [{"unit": {"unit": "b", "names": {"en": "Board"}}}, {"restores": "c", "takes": {}}]
    >>> begun_in([{"split_up": "a", "into": parts}, {"create": {"post": "b/1", "unit": "b"}}], "en")
    {'b': 'Board', 'c': 'c'}
    """
    found: dict[str, str] = {}
    if isinstance(data, Mapping):
        into = data.get("into")
        for one in (data.get("create"), *(into if isinstance(into, list | tuple) else [into])):
            if isinstance(one, Mapping) and not {"post", "function"} & one.keys():
                found |= _begun(one, language)
        data = tuple(data.values())
    for one in data if isinstance(data, list | tuple) else ():
        found |= begun_in(one, language)
    return found


def _begun(one: Mapping[str, Any], language: str) -> dict[str, str]:
    """Name a unit that begins by itself, or as one of several that say what they take."""
    spec = one["unit"] if isinstance(one.get("unit"), Mapping) else one
    id = one.get("restores") or spec.get("unit") or spec.get("id")
    names = spec.get("names") or {}
    name = names if isinstance(names, str) else text_in(tuple(names.items()), language)
    return {str(id): name or str(id)} if id else {}
