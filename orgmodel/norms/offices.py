"""Who bears two offices of which one holder may not have both, followed through the steps of a run.

An office is told by the code of a post. A merged unit has a head without the code who would take the office all the
same: so heads bear it too of units that came from a unit of which a post had it, or that are called as the constraint
says, and so does whoever has a title that only posts with the code had.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from orgmodel.core.change import Change
from orgmodel.core.ledger import Lineage
from orgmodel.core.names import Names
from orgmodel.core.records import Incumbency, Link, Post, Unit
from orgmodel.norms.recognition import plain

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

TABLES = ("posts", "units", "links", "incumbencies")
"""The tables of which a change can matter."""


@dataclass
class Office:
    """Know the posts that bear an office: its code, the names of units whose head bears it, and titles of it alone."""

    code: str
    called: tuple[str, ...]
    titles: frozenset[str]
    levels: frozenset[str]
    units: set[str] = field(default_factory=set)  # units that a bearer's unit became

    @classmethod
    def of(cls, before: Structure, code: str, called: Collection[str]) -> Office:
        """Learn what a baseline tells of an office."""
        coded = [one for one in before.group("posts", "office", code) if isinstance(one, Post)]
        titles: set[str] = {text for post in coded for _, text in post.titles}
        shared = _titles_of_others(before, code, titles)
        units = [before.units.get(post.unit) for post in coded]
        levels = frozenset(unit.level for unit in units if isinstance(unit, Unit))
        words = tuple(plain(one) for one in called)
        return cls(code, words, frozenset(titles - shared), levels, {post.unit for post in coded})

    def is_called(self, names: Iterable[Names]) -> bool:
        """Tell whether a name begins as units of this office are called; a longer name goes on after a space."""
        every = [f"{plain(text)} " for one in names for _, text in one]
        return any(text.startswith(f"{word} ") for text in every for word in self.called)


def _titles_of_others(before: Structure, code: str, titles: Collection[str]) -> set[str]:
    """List the titles that posts without the code have as well."""
    if not titles:
        return set()
    value = before.strings.value
    posts = before.posts
    live = posts.live & (posts.column("office") != before.strings.code(code))
    others = {text for one in set(posts.column("titles")[live].tolist()) for _, text in value(one) or ()}
    return others & set(titles)


@dataclass
class Replay:
    """Follow two offices, their units and who holds both through the steps of a run, touching only what changes."""

    before: Structure
    first: Office
    second: Office
    by: str
    changed: dict[str, dict[Any, Any]] = field(default_factory=lambda: {table: {} for table in TABLES})
    _called: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def apply(self, changes: Iterable[Change], lineage: Iterable[Lineage]) -> bool:
        """Carry out the changes of one step; tell whether any can matter."""
        matters = False
        for change in changes:
            if change.table in TABLES:
                matters = True
                self.changed[change.table][change.key] = change.after
        followed = tuple(lineage)
        for office in (self.first, self.second):
            self._follow(office, followed)
        return matters

    def _follow(self, office: Office, lineage: tuple[Lineage, ...]) -> None:
        """Carry an office on to what its units became: of several parts to those that have it, if any says so."""
        parts: dict[str, list[str]] = {}
        for one in lineage:
            if one.before in office.units and one.after is not None:
                parts.setdefault(str(one.before), []).append(one.after)
        for before, after in parts.items():
            stays = self._unit(before) is not None and before not in after
            having = [unit for unit in after if any(self._says(office, post) for post in self._posts_of(unit))]
            having = having or [unit for unit in after if self._is_called(office, unit)]
            office.units |= set(having or ([] if stays else after))

    def _unit(self, unit: str) -> Unit | None:
        found = self.changed["units"][unit] if unit in self.changed["units"] else self.before.units.get(unit)
        return found if isinstance(found, Unit) else None

    def _posts_of(self, unit: str) -> Iterator[Post]:
        changed = self.changed["posts"]
        yield from (post for post in self.before.queries.posts_of(unit) if post.id not in changed)
        yield from (post for post in changed.values() if isinstance(post, Post) and post.unit == unit)

    def _says(self, office: Office, post: Post) -> bool:
        return post.office == office.code or any(text in office.titles for _, text in post.titles)

    def _is_called(self, office: Office, unit_id: str) -> bool:
        unit = self._unit(unit_id) if office.called else None
        if unit is None:
            return False
        identities = [one.names for one in self.before.queries.identities_of(unit_id)]
        return unit.level in (office.levels or {unit.level}) and office.is_called([unit.names, *identities])

    def bearers(self, office: Office) -> dict[str, Post]:
        """Give the posts that bear an office now, by id."""
        changed = self.changed["posts"]
        posts = [one for one in self.before.group("posts", "office", office.code) if isinstance(one, Post)]
        found = {one.id: one for one in posts if one.id not in changed}
        now = [one for one in changed.values() if isinstance(one, Post)]
        found |= {one.id: one for one in now if self._says(office, one)}
        units = {*office.units, *(unit for unit in self._called_before(office) if unit not in self.changed["units"])}
        units |= {str(key) for key in self.changed["units"] if self._is_called(office, str(key))}
        found |= {one.id: one for one in now if one.rank == "head" and one.unit in units}
        for unit in units:
            found |= {
                one.id: one
                for one in self.before.queries.posts_of(unit)
                if one.rank == "head" and one.id not in changed
            }
        return found

    def _called_before(self, office: Office) -> tuple[str, ...]:
        """List the units of the baseline that are called as the office's are, once."""
        if office.code not in self._called:
            units = [one for level in sorted(office.levels) for one in self.before.group("units", "level", level)]
            named = [one.id for one in units if isinstance(one, Unit) and self._is_called(office, one.id)]
            self._called[office.code] = tuple(named)
        return self._called[office.code]

    def place(self, unit_id: str) -> str:
        """Name the place of a unit as it is now."""
        unit = self._unit(unit_id)
        return str(getattr(unit, self.by) or "") if unit is not None else ""

    def places(self) -> dict[str, tuple[str, ...]]:
        """List the places where one holder has both offices now, each with the units of the two posts."""
        first, second = self.bearers(self.first), self.bearers(self.second)
        found: dict[str, tuple[str, ...]] = {}
        for key in sorted(first):
            for other in sorted(self._held_with(key) & set(second)):
                place = self.place(first[key].unit)
                found[place] = (*found.get(place, ()), first[key].unit, second[other].unit)
        return found

    def _held_with(self, post: str) -> set[str]:
        """List the posts that the holder of a post has: it, those linked with it, and those the same persons hold."""
        links, holdings = self.changed["links"], self.changed["incumbencies"]
        now = [
            one
            for one in (*self.before.queries.links_from(post), *self.before.queries.links_to(post))
            if one.key not in links
        ]
        now += [one for one in links.values() if isinstance(one, Link) and post in (one.post, one.also_holds)]
        persons = {one.person for one in self.before.queries.incumbents_of(post) if one.key not in holdings}
        persons |= {one.person for one in holdings.values() if isinstance(one, Incumbency) and one.post == post}
        held = {post, *(end for one in now for end in (one.post, one.also_holds))}
        for person in persons:
            own = [one for one in self.before.group("incumbencies", "person", person) if isinstance(one, Incumbency)]
            held |= {one.post for one in own if one.key not in holdings}
            held |= {one.post for one in holdings.values() if isinstance(one, Incumbency) and one.person == person}
        return held

    def hosts(self) -> dict[str, tuple[str, ...]]:
        """List the places that have a post of the first office, with its units."""
        found: dict[str, tuple[str, ...]] = {}
        bearers = self.bearers(self.first)
        for post in (bearers[key] for key in sorted(bearers)):
            if post.office == self.first.code:
                place = self.place(post.unit)
                found[place] = (*found.get(place, ()), post.unit)
        return found
