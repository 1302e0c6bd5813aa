"""The columns that are a level of units each, in whatever order they stand: the finer one tells which coarser one is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cmp_to_key
from itertools import permutations

from orgmodel.io.importers.hierarchy.aliases import alike
from orgmodel.io.importers.known.heads import heads_told
from orgmodel.io.importers.known.tables import place_of_kind, plain
from orgmodel.io.importers.proposal.by_values import leads_to_tops
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import LIKELY, OPEN, SURE
from orgmodel.io.importers.proposal.level_values import are_names, filled, is_spanning
from orgmodel.io.importers.proposal.levels_beside import levels_beside
from orgmodel.io.importers.proposal.sheets import Candidate

_LEVEL = re.compile(
    r"(?:(?:org|organi[sz]ation|unit|ou|hierarchy|dept|department)\s+)?(?:level|lvl|l|cấp|niveau|ebene|nivel|nivå|tier|stufe|단계|階層)\s*([0-9]{1,2})"
)


def levels_of(one: Candidate) -> tuple[list[str], str]:
    """Give the columns that are a level each, from the top, with how sure; none where there are none."""
    numbered = {
        int(found[1]): name for name in one.columns if (found := _LEVEL.match(plain(name))) and _is_whole(found, name)
    }
    if len(numbered) > 1:
        return [numbered[number] for number in sorted(numbered)], SURE
    named: list[str] = []
    for name in columns_of_units(one):
        if not any(_says_the_same(one, other, name) for other in named):
            named.append(name)
    if units_above(one, named):
        return [], LIKELY
    beside, sure = levels_beside(one, named)
    if beside or len(named) < 2:
        return beside, sure
    if not all(above_of(one, name, other) for name in named for other in named if other != name):
        return named, OPEN

    def order(first: str, second: str) -> int:
        return above_of(one, first, second)

    ordered = sorted(named, key=cmp_to_key(order))
    if ordered == named:
        return _with_those_between(one, ordered), LIKELY
    return ordered, LIKELY


def units_above(one: Candidate, some: Sequence[str]) -> tuple[str, str] | None:
    """Give of columns of units the one of the rows and that of the units above them, whose values are names of other rows; None where none is."""
    for name, above in permutations(some, 2):
        names = list(map(alike, one.texts(name)))
        if all(names) and len(set(names)) == len(names) and leads_to_tops(names, list(map(alike, one.texts(above)))):
            return name, above
    return None


def unlisted_superiors(one: Candidate, found: Found) -> list[str]:
    """Give the columns of units above, which no row lists, and of the units below them; none where there are no such ones."""
    above, below = found.without.get("parent", ""), found.keys.get("name", "")
    known = one.heading(above) if above else None
    if known is None or not below or (known.meaning("posts") == "parent" and plain(above) not in _ABOVE):
        return []
    if not all(one.texts(above)) or not are_names(one.texts(above)) or not are_names(one.texts(below)):
        return []
    return [] if set(map(alike, one.texts(above))) & set(map(alike, one.texts(below))) else [above, below]


_ABOVE = frozenset(("parent", "cấp trên", "depende de", "rattachement", "överordnad", "overordnet"))
"""Headings that speak of what is above a unit, and of no person."""


def columns_of_units(one: Candidate) -> list[str]:
    """Name the columns whose heading is a unit or a kind of one, and whose values are names of units."""
    spoken = [name for name in one.columns if _is_of_units(one, name)]
    named = [name for name in spoken if are_names(one.texts(name))]
    return [name for name in spoken if name in named or any(_begins(one, name, other) for other in named)]


def _begins(one: Candidate, short: str, long: str) -> bool:
    """Tell whether each sign of a column begins the longer one beside it, as that of a department (Z) does those of its sections (Z 1)."""
    pairs = {(a, b) for a, b in zip(one.texts(short), one.texts(long), strict=True) if a or b}
    return len({a for a, _ in pairs}) > 1 and all(
        a and b.startswith(a) and not b[len(a) :][:1].isalpha() for a, b in pairs
    )


def _is_of_units(one: Candidate, name: str) -> bool:
    known = one.heading(name)
    return known is not None and known.meaning("posts") in ("unit", "unit_name") and known.meaning("units") == "name"


def _says_the_same(one: Candidate, first: str, second: str) -> bool:
    """Tell whether two columns of units say the same of every row, each in its words."""
    pairs = set(zip(one.texts(first), one.texts(second), strict=True))
    once = len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    return once and not above_of(one, first, second)


def above_of(one: Candidate, first: str, second: str) -> int:
    """Tell which of two columns of units is the coarser: -1 the first, 1 the second, 0 where nothing tells.

    The finer one tells which coarser one is meant, and not the other way; else the one that is blank where the other is
    not is the finer; else the words for kinds tell; else the one of which few values stand with several of the other.
    """
    if one.columns.index(first) > one.columns.index(second):
        return -above_of(one, second, first)
    left, right = one.texts(first), one.texts(second)
    if is_spanning(left):  # cells are merged from the left
        left = filled(left)
    pairs = {(a, b) for a, b in zip(left, right, strict=True) if a and b}
    if not pairs:
        return 0
    several_left = len(pairs) - len({a for a, _ in pairs})
    several_right = len(pairs) - len({b for _, b in pairs})
    if bool(several_left) != bool(several_right):
        return -1 if several_left else 1
    without_left = sum(not a and bool(b) for a, b in zip(left, right, strict=True))
    without_right = sum(bool(a) and not b for a, b in zip(left, right, strict=True))
    if bool(without_left) != bool(without_right):
        return 1 if without_left else -1
    places = place_of_kind(first), place_of_kind(second)
    if all(places) and places[0] != places[1]:
        return -1 if places[0] < places[1] else 1
    fewer, more = sorted((several_left, several_right))
    if fewer * 3 <= len(pairs) and fewer * 2 <= more and more:
        return -1 if several_left > several_right else 1
    return 0


def _with_those_between(one: Candidate, named: list[str]) -> list[str]:
    """Take columns that stand among those of levels and part each of the one before as levels too, but those of their heads."""
    columns = one.columns
    found = [named[0]]
    for name in columns[columns.index(named[0]) + 1 : columns.index(named[-1]) + 1]:
        if name in named or (
            one.heading(name) is None
            and not heads_told(name)
            and _parts(one, found[-1], name)
            and _parts(one, name, named[-1])
        ):
            found.append(name)
    return found


def _parts(one: Candidate, above: str, below: str) -> bool:
    """Tell whether the names of a column each stand under one name of another."""
    over: dict[str, str] = {}
    pairs = [(low, high) for high, low in zip(one.texts(above), one.texts(below), strict=True) if low and high]
    return bool(pairs) and all(over.setdefault(low, high) == high for low, high in pairs)


def _is_whole(found: re.Match[str], name: str) -> bool:
    return found.end() == len(plain(name)) or plain(name)[found.end()] == " "


def is_merged(one: Candidate, levels: list[str]) -> bool:
    """Tell whether blank levels stand for the ones above them, as merged cells leave them."""
    columns = [one.texts(name) for name in levels]
    blank = sum(not way[0] and any(way[1:]) for way in zip(*columns, strict=True))
    return bool(columns and columns[0] and columns[0][0]) and blank > 0
