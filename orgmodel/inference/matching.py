"""Which unit of one structure is which of another, where their ids differ: by stated keys, with how sure each pair is.

Two units are never taken for one only because they are called alike: a name needs the same superior, or something else
that both have. What could be one of several is listed as ambiguous and left unmatched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Attribute, Record, Unit
from orgmodel.core.schema import Spec, Tables
from orgmodel.core.structure import Structure
from orgmodel.inference.evidence import CERTAIN, LIKELY, POSSIBLE
from orgmodel.inference.likeness import (
    Contents,
    best_pairs,
    has_lost,
    normal_names,
    paired_identities,
    paired_posts,
    plain_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


KEYS = ("id", "code:ATTRIBUTE", "path", "name", "content")
"""What units can be matched by: their id; an attribute, such as a register's code; their name under the same superior; a
name that nobody else has and one more thing in common; or what they contain."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit (or row of posts) before and after, the key that told, and how sure it is."""

    before: str
    after: str
    key: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Units that a key cannot tell apart, or that it alone is not enough for."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    key: str
    why: str


@dataclass
class Matching:
    """Hold what was matched, and what was not."""

    units: list[Pair] = field(default_factory=list)
    posts: list[Pair] = field(default_factory=list)
    identities: list[Pair] = field(default_factory=list)
    ambiguous: list[Ambiguity] = field(default_factory=list)

    def ids(self, table: str) -> dict[str, str]:
        """Give the id before of each matched record after, of units, posts or identities."""
        pairs: list[Pair] = getattr(self, table)
        return {pair.after: pair.before for pair in pairs}


def match(before: Structure, after: Structure, by: Sequence[str] = ("id",)) -> Matching:
    """Match the units of two structures by keys, one after the other (see :data:`KEYS`), and then their posts.

    Raises ProblemsError for a key that there is not.

    >>> from orgmodel.core.structure import Structure
    >>> one = Structure.of([Unit("1", (("vi", "Hoà Bình"),)), Unit("2", (("vi", "Phòng Y tế"),), parent="1")])
    >>> other = Structure.of([Unit("A", (("vi", "Hòa Bình"),)), Unit("B", (("vi", "Phòng y tế"),), parent="A")])
    >>> match(one, other, ["path"]).ids("units")
    {'A': '1', 'B': '2'}
    """
    matcher = _Matcher(before, after)
    problems = [
        Problem(
            "UNKNOWN_KEY",
            Message.of(
                "no key {key!r} to match by{hint}; there are {keys}",
                key=key,
                hint=nearest(key, KEYS),
                keys=", ".join(KEYS),
            ),
        )
        for key in by
        if key not in KEYS and not key.startswith("code:")
    ]
    problems += _unknown_codes(by, (before, after))
    if problems:
        raise ProblemsError(problems)
    for key in by:
        if key.startswith("code:"):
            matcher.by_code(key.removeprefix("code:"))
        else:
            {"id": matcher.by_id, "path": matcher.by_path, "name": matcher.by_name, "content": matcher.by_content}[
                key
            ]()
    matcher.match_contents(stable="id" in by)
    return matcher.found


def _unknown_codes(by: Iterable[str], structures: Sequence[Structure]) -> list[Problem]:
    """Name every attribute of a key ``code:ATTRIBUTE`` that no unit of either structure has, with the nearest."""
    asked = [key.removeprefix("code:") for key in by if key.startswith("code:")]
    if not asked or not any(len(one.units) for one in structures):
        return []
    known = dict.fromkeys(
        cast(Attribute, one).name for structure in structures for one in structure.table("attributes")
    )
    return [
        Problem(
            "UNKNOWN_KEY",
            Message.of("no unit has an attribute {name!r} to match by{hint}", name=name, hint=nearest(name, known)),
            name,
        )
        for name in asked
        if name not in known
    ]


class _Matcher:
    """Work through the keys; what a key has matched is out of reach for the next."""

    def __init__(self, before: Structure, after: Structure) -> None:
        self.structures = (before, after)
        self.found = Matching()
        self.left: tuple[dict[str, None], dict[str, None]] = (
            dict.fromkeys(sorted(before.ids("units"))),
            dict.fromkeys(sorted(after.ids("units"))),
        )
        self.partner: dict[str, str] = {}
        self.doubts: set[tuple[str, ...]] = set()  # units that a key could not tell apart, each told once

    @cached_property
    def contents(self) -> tuple[Contents, Contents]:
        """Read what the units contain, which matching by id does without."""
        return Contents.of(self.structures[0]), Contents.of(self.structures[1])

    def pair(self, before: str, after: str, key: str, certainty: str) -> None:
        """Match two units."""
        self.found.units.append(Pair(before, after, key, certainty))
        self.partner[before] = after
        del self.left[0][before], self.left[1][after]

    def by_id(self) -> None:
        """Match units whose id stands in both."""
        for id in [id for id in self.left[0] if id in self.left[1]]:
            self.pair(id, id, "id", CERTAIN)

    def by_code(self, name: str) -> None:
        """Match units by an attribute that each has for itself."""

        def codes(side: int) -> dict[str, list[str]]:
            values: dict[str, list[str]] = defaultdict(list)
            for record in cast("Iterable[Attribute]", self.structures[side].table("attributes")):
                if record.name == name and record.value and record.unit in self.left[side]:
                    values[record.value.strip()].append(record.unit)
            return values

        self._by_groups(codes(0), codes(1), f"code:{name}", lambda *_: CERTAIN)

    def by_path(self) -> None:
        """Match units of one name under matched superiors, from the top."""
        self._below([(None, None)], "path")

    def by_name(self) -> None:
        """Match units of one name that have something else in common too: a superior, a place, or what they contain."""
        names = [self._named(side, list(self.left[side]), normal_names) for side in (0, 1)]
        self._by_groups(names[0], names[1], "name", self._corroborated)
        self._below(list(self.partner.items()), "name")

    def _below(self, level: list[tuple[str | None, str | None]], key: str) -> None:
        """Match what is below pairs of units, level by level: by its name, and then by its name without diacritics."""
        while level:
            below: list[tuple[str | None, str | None]] = []
            for one, other in level:
                children = [self.contents[0].children.get(one, []), self.contents[1].children.get(other, [])]
                open_ = [[id for id in children[side] if id in self.left[side]] for side in (0, 1)]
                if all(open_):
                    names = [self._named(side, open_[side], normal_names) for side in (0, 1)]
                    self._by_groups(names[0], names[1], key, lambda *_: LIKELY)
                    plain = [self._named(side, open_[side], plain_names) for side in (0, 1)]
                    self._by_groups(plain[0], plain[1], key, self._spelt_without)
                known = (
                    children[0] if key == "path" else open_[0]
                )  # by name, those matched before are in the first level
                below += [(child, self.partner[child]) for child in known if child in self.partner]
            level = below

    def _spelt_without(self, one: str, other: str) -> str | None:
        """Tell how sure it is that two units of one name but for diacritics are the same: one of the two must have lost them."""
        names = [normal_names(self.contents[side].units[id]) for side, id in enumerate((one, other))]
        lost = any(all(map(has_lost, some)) for some in names)
        if not lost:  # two names, such as Hòa and Hóa, and nothing to doubt
            self.doubts.add((one, "", other))
        return POSSIBLE if lost else None

    def _corroborated(self, one: str, other: str) -> str | None:
        """Tell how sure it is that two units of one name are the same: not at all where the name is all they share."""
        first, second = self.contents[0], self.contents[1]
        parents = first.units[one].parent, second.units[other].parent
        if parents[0] is not None and self.partner.get(parents[0]) == parents[1]:
            return LIKELY
        if first.units[one].area and first.units[one].area == second.units[other].area:
            return LIKELY
        return POSSIBLE if first.features(one) & second.features(other) else None

    def by_content(self) -> None:
        """Match units by what they contain, where no other comes near."""
        for one, other, same in best_pairs(*self.contents, list(self.left[0]), list(self.left[1])):
            self.pair(one, other, "content", LIKELY if same else POSSIBLE)

    def _named(self, side: int, units: Iterable[str], named: Callable[[Unit], list[str]]) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for id in units:
            if id in self.left[side]:
                for name in named(self.contents[side].units[id]):
                    groups[name].append(id)
        return groups

    def _by_groups(
        self,
        before: Mapping[str, list[str]],
        after: Mapping[str, list[str]],
        key: str,
        judge: Callable[[str, str], str | None],
    ) -> None:
        """Match the groups that hold one unit on each side; the others are ambiguous."""
        for word, mine in before.items():
            ones = [id for id in mine if id in self.left[0]]
            others = [id for id in after.get(word, ()) if id in self.left[1]]
            if not ones or not others:
                continue
            certainty = judge(ones[0], others[0]) if len(ones) == len(others) == 1 else None
            if certainty is not None:
                self.pair(ones[0], others[0], key, certainty)
                continue
            why = "the name is all that they share" if len(ones) == len(others) == 1 else "several have it"
            if (*ones, "", *others) not in self.doubts:
                self.doubts.add((*ones, "", *others))
                self.found.ambiguous.append(Ambiguity(tuple(ones), tuple(others), key, f"{word!r}: {why}"))

    def match_contents(self, *, stable: bool) -> None:
        """Match posts and identities: by id where ids are ``stable``, else within matched units by what tells them apart."""
        if stable:
            for table, pairs in (("posts", self.found.posts), ("identities", self.found.identities)):
                known = set(self.structures[1].ids(table))
                pairs += [Pair(id, id, "id", CERTAIN) for id in self.structures[0].ids(table) if id in known]
        used = {pair.before for pair in self.found.posts}
        for pair in self.found.units:
            if pair.key == "id":
                continue
            mine, theirs = (self.structures[side].posts_of(id) for side, id in enumerate((pair.before, pair.after)))
            posts = [[post for post in one if post.id not in used] for one in (mine, theirs)]
            self.found.posts += [Pair(one, other, "title", sure) for one, other, sure in paired_posts(*posts)]
            identities = [self.structures[side].identities_of(id) for side, id in enumerate((pair.before, pair.after))]
            self.found.identities += [
                Pair(one, other, "name", sure) for one, other, sure in paired_identities(*identities)
            ]
        self._settle()

    def _settle(self) -> None:
        """Leave out of what was ambiguous the units that another key told apart."""
        still = []
        for one in self.found.ambiguous:
            ones = tuple(id for id in one.before if id in self.left[0])
            others = tuple(id for id in one.after if id in self.left[1])
            if ones and others:
                still.append(Ambiguity(ones, others, one.key, one.why))
        self.found.ambiguous = still


def unmatched(matching: Matching, before: Structure, after: Structure) -> tuple[list[Unit], list[Unit]]:
    """List the units of each structure that have no partner in the other."""
    known = {pair.before for pair in matching.units}, {pair.after for pair in matching.units}
    left = [
        [cast("Unit", structure.units.get(id)) for id in structure.ids("units") if id not in known[side]]
        for side, structure in enumerate((before, after))
    ]
    return left[0], left[1]


def namesakes(matching: Matching, before: Structure, after: Structure) -> list[Ambiguity]:
    """List the units that ended and those that began that are called alike, and so may be the same under another id.

    >>> from orgmodel.core.structure import Structure
    >>> one, other = Structure.of([Unit("1", (("en", "HR"),))]), Structure.of([Unit("9", (("en", "HR"),))])
    >>> [(pair.before, pair.after) for pair in namesakes(match(one, other), one, other)]
    [(('1',), ('9',))]
    """
    told = {id for one in matching.ambiguous for id in one.before}
    sides = unmatched(matching, before, after)
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for side, units in enumerate(sides):
        for unit in units:
            for name in normal_names(unit):
                groups.setdefault(name, ([], []))[side].append(unit.id)
    return [
        Ambiguity(tuple(ones), tuple(others), "name", Message.of("{name!r}: called alike, under other ids", name=name))
        for name, (ones, others) in groups.items()
        if ones and others and not told.issuperset(ones)
    ]


NAMED = ("units", "posts", "identities")
"""The tables whose records may have other ids in another structure."""


def translated(after: Structure, before: Structure, matching: Matching) -> Structure:
    """Give a structure with the ids that its matched units and posts have in another one.

    An id that is not matched and that something else has there gets a mark, so that the two are not taken for one.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.inference.matching import Pair
    >>> after = Structure.of([Unit("A"), Unit("1", parent="A")])
    >>> sorted(translated(after, Structure.of([Unit("1")]), Matching([Pair("1", "A", "name", "likely")])).ids("units"))
    ['1', '1~2']
    """
    taken = {id for table in NAMED for id in (*before.ids(table), *after.ids(table))}
    ids = {table: _with_marks(matching.ids(table), after.ids(table), set(before.ids(table)), taken) for table in NAMED}
    if all(old == new for names in ids.values() for old, new in names.items()):
        return after
    records = (record for spec in Tables.ALL for record in _renamed(after, spec.table, ids))
    return Structure.of(records, terms=after.terms, as_of=after.as_of)


def _with_marks(known: Mapping[str, str], ids: list[str], there: set[str], taken: set[str]) -> dict[str, str]:
    """Add a marked name for each id that is not matched and that means something else there."""
    found = dict(known)
    for id in ids:
        if id not in found and id in there:
            number = 2
            while f"{id}~{number}" in taken:
                number += 1
            found[id] = f"{id}~{number}"
            taken.add(found[id])
    return found


def _renamed(structure: Structure, table: str, ids: Mapping[str, Mapping[str, str]]) -> Iterator[Record]:
    holders = _holders(Tables.BY_NAME[table])
    for record in structure.table(table):
        changed: dict[str, Any] = {}
        for held, tables in holders:
            old = getattr(record, held)
            new = next((ids[name][old] for name in tables if old in ids[name]), old)
            if new != old:
                changed[held] = new
        yield replace(record, **changed) if changed else record


def _holders(spec: Spec) -> list[tuple[str, list[str]]]:
    """List the fields of a table that hold ids, each with the tables whose ids it may hold."""
    own = [("id", [spec.table])] if spec.table in NAMED else []
    others = [(one.field, [name for name in one.to if name in NAMED]) for one in spec.references]
    return [*own, *(one for one in others if one[1])]
