"""Which unit of one structure is which of another, where their ids differ: by stated keys, with how sure each pair is.

Two units are never taken for one only because they are called alike: a name needs the same superior, or something else
that both have. What could be one of several is listed as ambiguous and left unmatched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, product
from typing import TYPE_CHECKING, TypeVar, cast

from orgmodel.core.frozen import Held
from orgmodel.core.messages import Message
from orgmodel.core.names import has_lost
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Attribute, Unit
from orgmodel.inference.evidence import CERTAIN, LIKELY, POSSIBLE
from orgmodel.inference.likeness import Contents, Pair, best_pairs, named, no_surer, paired_identities, paired_posts

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


KEYS = ("id", "code:ATTRIBUTE", "path", "name", "content")
"""What units can be matched by: their id; an attribute, such as a register's code; their name under the same superior; a
name that nobody else has and one more thing in common; or what they contain."""


Kept = TypeVar("Kept")
Named = TypeVar("Named", bound=Hashable)

Groups = Iterable[tuple[Sequence[str], Sequence[str]]]
"""Units before and after of which something went from the ones to the others."""


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Units that a key cannot tell apart, or that it alone is not enough for."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    key: str
    why: str


@dataclass(frozen=True)
class Matching(Held):
    """Hold what was matched, and what was not."""

    units: tuple[Pair, ...] = ()
    posts: tuple[Pair, ...] = ()
    identities: tuple[Pair, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    """By id after: the id of a unit that is not matched, where something else has its own before."""
    namesakes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By pair of one name whose area or functions say otherwise: the one other later unit of that name that has them."""

    def doubts(self) -> dict[str, tuple[str, str]]:
        """Give the pair of units, each by its own id, that may be the same, for either of them by its id in the earlier structure."""
        pairs = [(one, other) for found in self.ambiguous for one in found.before for other in found.after]
        return {self.marks.get(other, other): (one, other) for one, other in pairs} | {pair[0]: pair for pair in pairs}

    def ids(self, table: str) -> dict[str, str]:
        """Give the id before of each matched record after, of units, posts or identities."""
        pairs: tuple[Pair, ...] = getattr(self, table)
        return {pair.after: pair.before for pair in pairs}


class _Found:
    """Gather what is matched."""

    def __init__(self, known: Matching) -> None:
        self.units, self.posts = list(known.units), list(known.posts)
        self.identities, self.ambiguous = list(known.identities), list(known.ambiguous)
        self.namesakes = dict(known.namesakes)


def match(
    before: Structure,
    after: Structure,
    by: Sequence[str] = ("id",),
    *,
    apart: Container[tuple[str, str]] = (),
    given: Iterable[Pair] = (),
) -> Matching:
    """Match the units of two structures by keys, one after the other (see :data:`KEYS`), and then their posts.

    Pairs that are ``given`` go first, and units that are said to be ``apart`` are in no pair by name, path or content.

    Raises ProblemsError for a key that there is not.

    >>> from orgmodel.core.structure import Structure
    >>> one = Structure.of([Unit("1", (("vi", "Hoà Bình"),)), Unit("2", (("vi", "Phòng Y tế"),), parent="1")])
    >>> other = Structure.of([Unit("A", (("vi", "Hòa Bình"),)), Unit("B", (("vi", "Phòng y tế"),), parent="A")])
    >>> match(one, other, ["path"]).ids("units")
    {'A': '1', 'B': '2'}
    """
    _refuse_unknown(by, (before, after))
    matcher = _Matcher(before, after, Matching(), apart)
    for pair in given:
        matcher.pair(pair.before, pair.after, pair.key, pair.certainty)
    keys = {"id": matcher.by_id, "path": matcher.by_path, "name": matcher.by_name, "content": matcher.by_content}
    for key in by:
        if key in keys:
            keys[key]()
        else:
            matcher.by_code(key.removeprefix("code:"))
    matcher.match_contents(stable="id" in by)
    return matcher.matching()


def match_below(before: Structure, after: Structure, found: Matching, groups: Groups) -> Matching | None:
    """Match what is below units that ended in, or came out of, one another, too; None where nothing could be."""
    matcher = _Matcher(before, after, found)
    known = len(found.units)
    for ones, others in groups:
        matcher.by_group(ones, others)
    matcher.match_contents(since=known)
    return matcher.matching() if len(matcher.found.units) > known else None


def _refuse_unknown(by: Iterable[str], structures: Sequence[Structure]) -> None:
    """Name every key that there is not, and every attribute that no unit of either structure has, with the nearest."""
    problems: list[Problem] = []
    known = dict.fromkeys(cast(Attribute, one).name for side in structures for one in side.table("attributes"))
    for key in by:
        name = key.removeprefix("code:")
        if name == key and key not in KEYS:
            no_key = "no key {key!r} to match by{hint}; there are {keys}"
            hint = nearest(key, KEYS)
            problems.append(Problem("UNKNOWN_KEY", Message.of(no_key, key=key, hint=hint, keys=", ".join(KEYS))))
        elif name != key and name not in known and any(len(side.units) for side in structures):
            no_code = "no unit has an attribute {name!r} to match by{hint}"
            problems.append(Problem("UNKNOWN_KEY", Message.of(no_code, name=name, hint=nearest(name, known)), name))
    if problems:
        raise ProblemsError(problems)


class _Matcher:
    """Work through the keys; what a key has matched is out of reach for the next."""

    def __init__(
        self, before: Structure, after: Structure, found: Matching, apart: Container[tuple[str, str]] = ()
    ) -> None:
        self.structures = (before, after)
        self.known_before = found
        self.found = _Found(found)
        self.apart = apart
        self.partner = {pair.before: pair.after for pair in found.units}
        known = (self.partner.keys(), set(self.partner.values()))
        self.left: tuple[dict[str, None], dict[str, None]] = (
            dict.fromkeys(id for id in sorted(before.ids("units")) if id not in known[0]),
            dict.fromkeys(id for id in sorted(after.ids("units")) if id not in known[1]),
        )
        self.doubts = {(*one.before, "", *one.after) for one in found.ambiguous}  # not told apart, each told once

    def matching(self) -> Matching:
        """Give what is matched by now."""
        found = self.found
        return replace(
            self.known_before,
            units=tuple(found.units),
            posts=tuple(found.posts),
            identities=tuple(found.identities),
            ambiguous=tuple(found.ambiguous),
            namesakes=dict(found.namesakes),
        )

    @cached_property
    def contents(self) -> tuple[Contents, Contents]:
        """Read what the units contain, which matching by id does without."""
        return Contents.of(self.structures[0]), Contents.of(self.structures[1])

    def _units(self, one: str, other: str) -> tuple[Unit, Unit]:
        return self.contents[0].units[one], self.contents[1].units[other]

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
        codes: list[dict[str, str]] = []
        for side, left in zip(self.structures, self.left, strict=True):
            told = (one for one in cast("Iterable[Attribute]", side.table("attributes")) if one.name == name)
            codes.append({one.unit: one.value.strip() for one in told if one.value and one.unit in left})
        self._by_groups(_grouped(codes, lambda side, id: [codes[side][id]]), f"code:{name}", lambda *_: CERTAIN)

    def by_path(self) -> None:
        """Match units of one name under matched superiors, from the top."""
        self._below([(None, None)], "path")

    def _namesake(self, one: str, other: str) -> str | None:
        """Give the later unit that is called like one, and has the area and functions that its own pair has not; one alone."""
        theirs = dict.fromkeys(id for key in self._traits(0, one) for id in self.namesakes.get(key, ()))
        found = [id for id in theirs if id != other and not self._against(one, id)]
        return found[0] if len(found) == 1 else None

    def _traits(self, side: int, id: str) -> list[Hashable]:
        """List the names of a unit with each thing by which a namesake of it may be known."""
        unit = self.contents[side].units[id]
        traits = [("function", function) for function in sorted(self.contents[side].functions(id))]
        return [(*sorted(named(unit)), *one) for one in ([("area", unit.area)] if unit.area else []) + traits]

    @cached_property
    def namesakes(self) -> dict[Hashable, list[str]]:
        """List the later units by what a namesake may be known by."""
        return _grouped([self.contents[1].units], lambda _, id: self._traits(1, id))[0]

    def by_name(self) -> None:
        """Match units of one name that have something else in common too: a superior, a place, or what they contain."""
        names = self._named((list(self.left[0]), list(self.left[1])))
        self._by_groups(names, "name", self._corroborated)
        self._sisters(names)
        self._below(list(self.partner.items()), "name")

    def _sisters(self, names: Sequence[Mapping[str, list[str]]]) -> None:
        """Match units that share no more than a name which no other has, where a sister of theirs went the same way."""
        ways: dict[tuple[str | None, str | None], dict[str, str]] = defaultdict(dict)
        for word, ones in names[0].items():
            others = names[1].get(word, [])
            if len(ones) == len(others) == 1 and ones[0] in self.left[0] and others[0] in self.left[1]:
                one, other = self._units(ones[0], others[0])
                if one.parent and other.parent and self._agreed(one.id, other.id):
                    ways[one.parent, other.parent][one.id] = other.id
        for together in ways.values():
            for one_id, other_id in together.items() if len(together) > 1 else ():
                self.pair(one_id, other_id, "name", POSSIBLE)

    def _below(self, level: list[tuple[str | None, str | None]], key: str) -> None:
        """Match what is below pairs of units, level by level: by its name, and then by its name without diacritics."""
        while level:
            below: list[tuple[str | None, str | None]] = []
            for pair in level:
                children = self.contents[0].children.get(pair[0], [])
                open_ = self._open_below([pair[0]], [pair[1]])
                if all(open_):
                    self._by_groups(self._named(open_), key, self._agreed)
                    self._by_groups(self._named(open_, plain=True), key, self._spelt_without)
                known = children if key == "path" else open_[0]  # by name, those known before are in the first level
                below += [(child, self.partner[child]) for child in known if child in self.partner]
            level = below

    def _open_below(self, *parents: Iterable[str | None]) -> list[list[str]]:
        """List what is below units and not matched yet, for each side."""
        sides = zip(self.contents, parents, self.left, strict=True)
        return [
            [id for unit in units for id in side.children.get(unit, ()) if id in left] for side, units, left in sides
        ]

    def by_group(self, ones: Iterable[str], others: Iterable[str]) -> None:
        """Match what is below units of which something went to others: by name and all that it contains, else by name."""
        open_ = self._open_below(ones, others)
        if not all(open_):
            return
        known = len(self.found.units)
        alike = _grouped(
            open_, lambda side, id: [(*named(self.contents[side].units[id]), self.contents[side].full(id))]
        )
        for told, mine in alike[0].items():
            for one, other in sorted(
                product(mine, alike[1].get(told, ())), key=lambda pair: not self._under_one(*pair)
            ):
                if one in self.left[0] and other in self.left[1]:
                    self.pair(one, other, "path", LIKELY)
        self._by_groups(self._named(open_), "path", self._agreed)
        self._below([(pair.before, pair.after) for pair in self.found.units[known:]], "path")

    def _agreed(self, one: str, other: str) -> str | None:
        """Tell how sure it is that two units of one name are the same, for all that their functions and areas say.

        One of the two against it leaves it possible, both together make them two. Only areas and functions that both
        structures know can contradict: in other words, nothing is said.
        """
        if (one, other) in self.apart:
            return None
        against = self._against(one, other)
        if against and (namesake := self._namesake(one, other)) is not None:
            self.found.namesakes[one, other] = namesake
        return (LIKELY, POSSIBLE, None)[against]

    def _against(self, one: str, other: str) -> int:
        """Count what says that two units are two: their areas, their functions."""
        areas = [{unit.area} - {""} for unit in self._units(one, other)]
        functions = [side.functions(id) for side, id in zip(self.contents, (one, other), strict=True)]
        return sum(
            all(mine & there for mine, there in zip(said, known, strict=True)) and not said[0] & said[1]
            for said, known in ((areas, self.known[0]), (functions, self.known[1]))
        )

    @cached_property
    def known(self) -> tuple[tuple[set[str], ...], tuple[set[str], ...]]:
        """List the areas, and the functions, that the other structure knows, for each side."""
        areas = [{unit.area for unit in side.units.values()} for side in self.contents]
        functions = [{function for id in side.units for function in side.functions(id)} for side in self.contents]
        return (areas[1], areas[0]), (functions[1], functions[0])

    def _spelt_without(self, one: str, other: str) -> str | None:
        """Tell how sure it is that two units of one name but for diacritics are the same: one of the two must have lost them."""
        lost = any(all(map(has_lost, named(unit))) for unit in self._units(one, other))
        if not lost:  # two names, such as Hòa and Hóa, and nothing to doubt
            self.doubts.add((one, "", other))
        return POSSIBLE if lost and self._agreed(one, other) else None

    def _under_one(self, one: str, other: str) -> bool:
        """Tell whether two units are under superiors that are matched."""
        above, other_above = (unit.parent for unit in self._units(one, other))
        return above is not None and self.partner.get(above) == other_above

    def _corroborated(self, one: str, other: str) -> str | None:
        """Tell how sure it is that two units of one name are the same: not at all where the name is all they share."""
        agreed, (first, second) = self._agreed(one, other), self._units(one, other)
        if self._under_one(one, other) or (first.area and first.area == second.area):
            return agreed
        common = self.contents[0].features(one) & self.contents[1].features(other)
        return POSSIBLE if agreed and common else None

    def by_content(self) -> None:
        """Match units by what they contain, where no other comes near."""
        for one, other, same in best_pairs(*self.contents, list(self.left[0]), list(self.left[1])):
            if (one, other) in self.apart:
                continue
            self.pair(one, other, "content", LIKELY if same else POSSIBLE)

    def _named(self, units: Sequence[Iterable[str]], *, plain: bool = False) -> list[dict[str, list[str]]]:
        """Group units of both sides by their names."""
        open_ = [[id for id in ids if id in left] for ids, left in zip(units, self.left, strict=True)]
        return _grouped(open_, lambda side, id: named(self.contents[side].units[id], plain=plain))

    def _by_groups(
        self, groups: Sequence[Mapping[str, list[str]]], key: str, judge: Callable[[str, str], str | None]
    ) -> None:
        """Match the groups that hold one unit on each side; the others are ambiguous."""
        for word, mine in groups[0].items():
            ones = [id for id in mine if id in self.left[0]]
            others = [id for id in groups[1].get(word, ()) if id in self.left[1]]
            if not ones or not others:
                continue
            alone = len(ones) == len(others) == 1
            certainty = judge(ones[0], others[0]) if alone else None
            if certainty is not None:
                self.pair(ones[0], others[0], key, certainty)
            elif (*ones, "", *others) not in self.doubts:
                self.doubts.add((*ones, "", *others))
                name = word.split(":", 1)[-1]
                why = Message.of("{name!r}: several have it", name=name)
                if alone and self._agreed(ones[0], others[0]):
                    why = Message.of("{name!r}: the name is all that they share", name=name)
                elif alone:
                    why = Message.of("{name!r}: functions and area say otherwise", name=name)
                self.found.ambiguous.append(Ambiguity(tuple(ones), tuple(others), key, why))

    def match_contents(self, *, stable: bool = False, since: int = 0) -> None:
        """Match posts and identities: by id where ids are ``stable``, else within matched units by what tells them apart."""
        if stable:
            for table, pairs in (("posts", self.found.posts), ("identities", self.found.identities)):
                known = set(self.structures[1].ids(table))
                pairs += [Pair(id, id, "id", CERTAIN) for id in self.structures[0].ids(table) if id in known]
        used = {pair.before for pair in self.found.posts}
        for pair in self.found.units[since:]:
            if pair.key == "id":
                continue
            both = list(zip(self.structures, (pair.before, pair.after), strict=True))
            mine, theirs = ((one, [post for post in one.posts_of(id) if post.id not in used]) for one, id in both)
            self.found.posts += (no_surer(post, pair) for post in paired_posts(mine, theirs))
            self.found.identities += paired_identities(*(structure.identities_of(id) for structure, id in both))
        self._settle()

    def _settle(self) -> None:
        """Leave out of what was ambiguous the units that another key told apart."""
        left = [
            replace(
                one,
                before=tuple(id for id in one.before if id in self.left[0]),
                after=tuple(id for id in one.after if id in self.left[1]),
            )
            for one in self.found.ambiguous
        ]
        self.found.ambiguous = [one for one in left if one.before and one.after]


def _grouped(
    sides: Iterable[Iterable[Kept]], names: Callable[[int, Kept], Iterable[Named]]
) -> list[dict[Named, list[Kept]]]:
    """Group what each of two sides holds, by each of the names that it has there."""
    groups: list[dict[Named, list[Kept]]] = []
    for side, held in enumerate(sides):
        groups.append(defaultdict(list))
        for one in held:
            for name in names(side, one):
                groups[side][name].append(one)
    return groups


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
    ones, others = _grouped(sides, lambda _, unit: named(unit))
    found = []
    for name in ones:
        both = [tuple(unit.id for unit in side.get(name, ())) for side in (ones, others)]
        if both[1] and not told.issuperset(both[0]):
            why = Message.of("{name!r}: called alike, under other ids", name=name.split(":", 1)[-1])
            found.append(Ambiguity(both[0], both[1], "name", why))
    return found


MATCHED = ("units", "posts", "identities")
"""The tables whose records may have other ids in another structure."""


def ids_in(before: Structure, after: Structure, matching: Matching) -> dict[str, dict[str, str]]:
    """Give the ids that the matched units, posts and identities of a structure have in another one.

    An id that is not matched and that something else has there gets a mark, so that the two are not taken for one.
    """
    taken = {id for table in MATCHED for id in (*before.ids(table), *after.ids(table))}
    found = {table: matching.ids(table) for table in MATCHED}
    for table, ids in found.items():
        there = set(before.ids(table))
        for id in after.ids(table):
            if id in there and id not in ids:
                ids[id] = next(new for number in count(2) if (new := f"{id}~{number}") not in taken)
                taken.add(ids[id])
    return found
