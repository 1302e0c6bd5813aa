"""What tells units, posts and identities from others besides their id: names as people compare them, and contents."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from orgmodel.core.records import Identity, Post, Unit
from orgmodel.inference.evidence import LIKELY, POSSIBLE

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
WORD = re.compile(r"[^\W_]+")
MOST_HOLDERS = 20  # a thing that more units have tells none of them from another
LEAST_COMMON, LEAST_ALIKE, LEAST_MARGIN = 3, 0.6, 0.1

Feature = tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def normal_name(text: str) -> str:
    """Give a name as people compare it: any case, spacing and dashes, and the tone mark on whichever vowel it stands.

    Diacritics count; where the tone mark of a syllable stands does not (hoà, hòa; uỷ, ủy).

    >>> normal_name("Uỷ ban  Kiểm tra – Thanh tra") == normal_name("ỦY BAN KIỂM TRA - THANH TRA")
    True
    >>> normal_name("Hòa") == normal_name("Hóa"), normal_name("Đức") == normal_name("Duc")
    (False, False)
    """
    words = []
    for word in WORD.findall(unicodedata.normalize("NFC", text).casefold()):
        if word.isascii():
            words.append(word)
            continue
        letters = unicodedata.normalize("NFD", word)
        tones = "".join(letter for letter in letters if letter in TONES)
        plain = "".join(letter for letter in letters if letter not in TONES)
        words.append(unicodedata.normalize("NFC", plain) + tones)
    return " ".join(words)


def plain_name(text: str) -> str:
    """Give a name without diacritics, as it stands in files that lost them.

    >>> plain_name("Phòng Giáo dục – Đào tạo")
    'phong giao duc dao tao'
    """
    letters = unicodedata.normalize("NFD", normal_name(text)).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def has_lost(name: str) -> bool:
    """Tell whether a normal name has no diacritics, be it that it never had any.

    >>> has_lost("vi:phong y te"), has_lost("vi:phòng y tế")
    (True, False)
    """
    return name.isascii()


def plain_names(record: Unit | Post | Identity) -> list[str]:
    """List the names or titles of a record without diacritics, with their language."""
    names = record.titles if isinstance(record, Post) else record.names
    return [f"{language}:{found}" for language, text in names if (found := plain_name(text))]


def normal_names(record: Unit | Post | Identity) -> list[str]:
    """List the names or titles of a record as people compare them, with their language."""
    names = record.titles if isinstance(record, Post) else record.names
    return [f"{language}:{found}" for language, text in names if (found := normal_name(text))]


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
        return Counter(self._features(unit))

    def _features(self, unit: str) -> Iterator[Feature]:
        for post in self.structure.posts_of(unit):
            for name in normal_names(post):
                yield ("post", name, post.rank)
        for function in self.structure.functions_of(unit):
            if not function.internal:
                yield ("function", function.function)
        for identity in self.structure.identities_of(unit):
            for name in normal_names(identity):
                yield ("identity", name)
        for child in self.children.get(unit, ()):
            for name in normal_names(self.units[child]):
                yield ("below", name)


def best_pairs(
    before: Contents, after: Contents, ones: Sequence[str], others: Sequence[str]
) -> list[tuple[str, str, bool]]:
    """List the units that are each other's nearest by what they contain, with nobody else as near; and if all is the same.

    Nearness is the share of what two units contain that both do. Only units that share something few others have are
    compared.
    """
    contained = [{id: side.features(id) for id in ids} for side, ids in ((before, ones), (after, others))]
    holders: dict[Feature, list[str]] = defaultdict(list)
    for id, features in contained[1].items():
        for feature in features:
            holders[feature].append(id)
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
        if _stands_out(sorted(back[other], reverse=True)) and max(back[other])[1] == id:
            pairs.append((id, other, share == 1.0))
    return pairs


def _alike(one: Counter[Feature], other: Counter[Feature]) -> float:
    common = (one & other).total()
    return common / (one | other).total() if common >= LEAST_COMMON else 0.0


def _stands_out(ranked: Sequence[tuple[float, str]]) -> bool:
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return ranked[0][0] >= LEAST_ALIKE and ranked[0][0] - second >= LEAST_MARGIN


Found = Iterator[tuple[str, str, str]]
"""Ids before and after, and how sure the pair is."""


def paired_posts(before: Iterable[Post], after: Iterable[Post]) -> Found:
    """Pair rows of posts by title and all else that tells them apart; then with diacritics lost; then the heads."""
    mine, theirs = {post.id: post for post in before}, {post.id: post for post in after}
    for tell, certainty in ((_row, LIKELY), (_plain_row, POSSIBLE), (_rank, POSSIBLE)):
        if mine and theirs:
            yield from _paired(mine, theirs, tell, certainty)


def _paired(mine: dict[str, Post], theirs: dict[str, Post], tell: Callable[[Post], Hashable], certainty: str) -> Found:
    groups: dict[Hashable, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, posts in enumerate((mine, theirs)):
        for post in posts.values():
            groups[tell(post)][side].append(post.id)
    for ones, others in groups.values():
        if len(ones) != len(others):
            continue
        alike = (
            len(ones) == 1 or len({_figures(mine[id]) for id in ones} | {_figures(theirs[id]) for id in others}) == 1
        )
        if alike:
            for one, other in zip(ones, others, strict=True):
                yield one, other, certainty if len(ones) == 1 else POSSIBLE
                del mine[one], theirs[other]


def paired_identities(before: Iterable[Identity], after: Iterable[Identity]) -> Found:
    """Pair legal identities of one name."""
    theirs = list(after)
    for one in before:
        same = [other for other in theirs if set(normal_names(one)) & set(normal_names(other))]
        if len(same) == 1:
            yield one.id, same[0].id, LIKELY


def _row(post: Post) -> Hashable:
    return (tuple(sorted(normal_names(post))), *_sort(post))


def _plain_row(post: Post) -> Hashable:
    return (tuple(sorted(plain_names(post))), *_sort(post))


def _sort(post: Post) -> tuple[Hashable, ...]:
    return (post.rank, post.block, post.category, post.quota, post.function, post.office)


def _rank(post: Post) -> Hashable:
    return post.rank if post.rank == "head" else post.id


def _figures(post: Post) -> Hashable:
    return (post.authorized, post.filled, post.fte)
