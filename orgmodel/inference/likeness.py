"""What tells units, posts and identities from others besides their id: names as people compare them, and contents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import log
from typing import TYPE_CHECKING, cast

from orgmodel.core.names import normal_names, plain_name
from orgmodel.core.records import Identity, Incumbency, Post, Unit
from orgmodel.inference.evidence import CERTAINTIES, LIKELY, POSSIBLE

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


MOST_HOLDERS = 20  # a thing that more units have tells none of them from another
LEAST_COMMON, LEAST_ALIKE, LEAST_MARGIN = 3, 0.6, 0.1

Feature = tuple[str, ...]


def named(record: Unit | Post | Identity, *, plain: bool = False) -> list[str]:
    """List the names or titles of a record as people compare them, with their language; ``plain``: without diacritics."""
    names = normal_names(record.titles if isinstance(record, Post) else record.names)
    return list(map(plain_name, names)) if plain else names


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit (or row of posts) before and after, the key that told, and how sure it is."""

    before: str
    after: str
    key: str
    certainty: str


def no_surer(pair: Pair, than: Pair) -> Pair:
    """Give a pair that is no surer than one on which it rests.

    >>> no_surer(Pair("a/1", "b/1", "title", LIKELY), Pair("a", "b", "content", POSSIBLE)).certainty
    'possible'
    """
    return replace(pair, certainty=max(pair.certainty, than.certainty, key=CERTAINTIES.index))


@dataclass
class Contents:
    """Hold the units of a structure, what is below each, and what each contains."""

    structure: Structure
    units: dict[str, Unit]
    children: dict[str | None, list[str]]

    @classmethod
    def of(cls, structure: Structure) -> Contents:
        """Read them; a unit whose parent does not exist stands at the top."""
        units = {unit.id: unit for unit in sorted(cast("Iterable[Unit]", structure.units), key=lambda one: one.id)}
        children: dict[str | None, list[str]] = defaultdict(list)
        for unit in units.values():
            children[unit.parent if unit.parent in units else None].append(unit.id)
        return cls(structure, units, children)

    def features(self, unit: str) -> Counter[Feature]:
        """Count what a unit contains, by names that do not depend on ids: posts, functions, identities, units below."""
        posts, identities = self.structure.posts_of(unit), self.structure.identities_of(unit)
        found: list[Feature] = [("function", function) for function in self.functions(unit)]
        found += [("post", name, post.rank) for post in posts for name in named(post)]
        found += [("identity", name) for identity in identities for name in named(identity)]
        found += [("below", name) for child in self.children.get(unit, ()) for name in named(self.units[child])]
        return Counter(found)

    def functions(self, unit: str) -> set[str]:
        """List the functions of a unit that not every other needs for itself."""
        return {one.function for one in self.structure.functions_of(unit) if not one.internal}

    def full(self, unit: str) -> Hashable:
        """Give all that a unit contains, with the figures of its posts."""
        posts = [(titled(self.structure, post), figures_of(post)) for post in self.structure.posts_of(unit)]
        return frozenset(self.features(unit).items()), frozenset(Counter(posts).items())


def best_pairs(
    before: Contents, after: Contents, ones: Sequence[str], others: Sequence[str]
) -> list[tuple[str, str, bool]]:
    """List the units that are each other's nearest by what they contain, with nobody else as near; and if all is the same.

    Nearness is the share of what two units contain that both do. Only units that share something few others have are
    compared. One of which a function, identity or unit below is in a third was split or merged, and is in no pair.
    """
    contained = [{id: side.features(id) for id in ids} for side, ids in ((before, ones), (after, others))]
    holding: tuple[dict[Feature, list[str]], ...] = (defaultdict(list), defaultdict(list))
    for side in (0, 1):
        for id, features in contained[side].items():
            for feature in features:
                holding[side][feature].append(id)
    holders = holding[1]
    near: dict[str, list[tuple[float, str]]] = {}
    back: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for id, features in contained[0].items():
        found = {other for one in features if len(holders[one]) <= MOST_HOLDERS for other in holders[one]}
        near[id] = sorted(((_alike(features, contained[1][other]), other) for other in found), reverse=True)
        for share, other in near[id]:
            back[other].append((share, id))
    pairs = []
    for id, ranked in near.items():
        if not ranked or not _stands_out(ranked):
            continue
        share, other = ranked[0]
        apart = contained[0][id] - contained[1][other], contained[1][other] - contained[0][id]
        if any(holding[1 - side][one] for side in (0, 1) for one in apart[side] if one[0] != "post"):
            continue
        if _stands_out(sorted(back[other], reverse=True)) and max(back[other])[1] == id:
            pairs.append((id, other, share == 1.0))
    return pairs


def _alike(one: Counter[Feature], other: Counter[Feature]) -> float:
    common = (one & other).total()
    return common / (one | other).total() if common >= LEAST_COMMON else 0.0


def _stands_out(ranked: Sequence[tuple[float, str]]) -> bool:
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return ranked[0][0] >= LEAST_ALIKE and ranked[0][0] - second >= LEAST_MARGIN


Side = tuple["Structure", Iterable[Post]]
Near = Callable[[str, str], float]
"""Tell how much shows that something went from one unit to another; 0 where nothing does."""


def paired_posts(before: Side, after: Side, near: Near = lambda *_: 1.0, tells: Sequence[Tell] = ()) -> Iterator[Pair]:
    """Pair rows of posts by what tells them apart, from most to least (:data:`TELLS`), the nearest units first.

    A pair is possible, and no more, where several rows are told alike that have other figures.
    """
    sides = (before[0], {post.id: post for post in before[1]}), (after[0], {post.id: post for post in after[1]})
    for tell, certainty in tells or TELLS:
        if not all(posts for _, posts in sides):
            return
        groups: dict[Hashable, tuple[dict[str, list[Post]], dict[str, list[Post]]]] = defaultdict(lambda: ({}, {}))
        for side, (structure, posts) in enumerate(sides):
            for post in posts.values():
                if (told := tell(structure, post)) is not None:
                    groups[told][side].setdefault(post.unit, []).append(post)
        for group in groups.values():
            rows = [[post for posts in side.values() for post in posts] for side in group]
            alone = max(map(len, rows)) == 1 or len(set(map(figures_of, rows[0] + rows[1]))) == 1
            for start, end in _nearest_first(*group, near):
                open_ = [
                    [post for post in group[side][unit] if post.id in sides[side][1]]
                    for side, unit in enumerate((start, end))
                ]
                for one, other in zip(
                    *(sorted(posts, key=lambda post: (post.order, post.id)) for posts in open_), strict=False
                ):
                    yield Pair(one.id, other.id, "title", certainty if alone else POSSIBLE)
                    del sides[0][1][one.id], sides[1][1][other.id]


def _nearest_first(starts: Iterable[str], ends: Iterable[str], near: Near) -> list[tuple[str, str]]:
    """List the pairs of units that are near at all: first those that lose most where either is paired with another.

    >>> near = {("a", "p"): 2, ("a", "q"): 6, ("b", "p"): 0.1, ("b", "q"): 4}
    >>> _nearest_first("ab", "pq", lambda *pair: near[pair])
    [('b', 'q'), ('a', 'p'), ('a', 'q'), ('b', 'p')]
    """
    found = {pair: amount for pair in product(starts, ends) if (amount := near(*pair)) > 0}
    most: dict[tuple[int, str], list[float]] = defaultdict(lambda: [NOWHERE, NOWHERE])
    for pair, amount in found.items():
        for side, unit in enumerate(pair):
            most[side, unit] = sorted((*most[side, unit], amount), reverse=True)[:2]

    def lost(pair: tuple[str, str]) -> float:
        first, second = (most[side, unit] for side, unit in enumerate(pair))
        amount = found[pair]
        return sum(log(amount / (two[1] if two[0] == amount else two[0])) for two in (first, second))

    return sorted(found, key=lambda pair: (-lost(pair), -found[pair], pair))


NOWHERE = 1e-9
"""How near to a unit what has no other place is to another."""


def paired_identities(before: Iterable[Identity], after: Iterable[Identity]) -> Iterator[Pair]:
    """Pair legal identities of one name."""
    theirs = list(after)
    for one in before:
        same = [other for other in theirs if set(named(one)) & set(named(other))]
        if len(same) == 1:
            yield Pair(one.id, same[0].id, "name", LIKELY)


def sort_of(post: Post) -> tuple[Hashable, ...]:
    """Give what tells a row of posts from others besides its title and figures."""
    return (post.rank, post.block, post.category, post.quota, post.function, post.office)


def titled(_: Structure, post: Post) -> Hashable:
    """Tell a row of posts by its title and sort."""
    return (tuple(sorted(named(post))), *sort_of(post))


def figures_of(post: Post) -> tuple[Hashable, ...]:
    """Give the figures of a row of posts."""
    return (post.authorized, post.filled, post.fte)


def _held(structure: Structure, post: Post) -> Hashable:
    held = structure.group("incumbencies", "post", post.id) if len(structure.table("incumbencies")) else ()
    return frozenset(cast("Incumbency", one).person for one in held) or None


def _converted(_: Structure, post: Post) -> Hashable:
    return (post.block, post.category, post.authorized, post.filled) if post.authorized == 1 else None


Tell = tuple[Callable[["Structure", Post], Hashable], str]
TELLS: tuple[Tell, ...] = (
    (_held, LIKELY),
    (lambda _, post: (titled(_, post), figures_of(post), post.order), LIKELY),
    (lambda _, post: (titled(_, post), figures_of(post)), LIKELY),
    (titled, LIKELY),
    (lambda _, post: (tuple(sorted(named(post, plain=True))), *sort_of(post)), POSSIBLE),
    (lambda _, post: True if post.rank == "head" else None, POSSIBLE),
)
"""What tells rows of posts apart: who holds them, title and figures, the title, without diacritics, being the head."""

WHOLE_ROWS, LOOSE_ROWS = TELLS[:3], TELLS[3:]
"""What tells a row apart that went over as it was, and one that did not."""

HEADS = (TELLS[0], TELLS[2])
"""What tells heads apart that are still heads: of one unit there is one, whatever its place among the rows."""

CONVERTED: tuple[Tell, ...] = ((_converted, LIKELY),)
"""What a single post and the head, or the deputy, that it was made into have in common."""
