"""Scopes: the whole, a block, an area, a level, a kind, or a unit with all below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.records import QUOTAS, RANKS
from orgmodel.core.tree import Rows

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

TOTAL, UNIT = "total", "unit"
GROUPINGS = ("block", "area", "level", "kind")
"""What a scope may name before a colon. Posts go by their own block, members and functions by theirs, units by the
unit's; area, level and kind are always the unit's."""

HOST = "host"
POST_FIELDS = (HOST, "rank", "category", "quota", "funding", "function", "office")
"""Fields of posts by which measures of posts and people can be crossed too: ``rank:head``, ``block:party,rank:head``.
``host`` is the block of the unit in which a post is, which may differ from the post's own."""

DEFAULT_BY = ("block", "area", "level")
"""What a table of one structure groups by where nothing is asked."""


def split_scope(structure: Structure, scope: str) -> tuple[str, str]:
    """Tell what a scope groups by and which group it names; a unit's id wins over a look-alike.

    A crossing is named by its whole text.

    >>> from orgmodel.core.structure import Structure
    >>> split_scope(Structure.of([]), "block:party"), split_scope(Structure.of([]), "total")
    (('block', 'party'), ('total', ''))
    >>> split_scope(Structure.of([]), "block:party,rank:head")
    ('block,rank', 'block:party,rank:head')
    """
    if scope == TOTAL:
        return TOTAL, ""
    head, colon, tail = scope.partition(":")
    if not colon or structure.units.row(scope) >= 0:
        return UNIT, scope
    parts = [part.partition(":") for part in scope.split(",")]
    crossed = all(found and word in (*GROUPINGS, *POST_FIELDS) for word, found, _ in parts)
    if crossed and (len(parts) > 1 or head in POST_FIELDS):
        return ",".join(word for word, _, _ in parts), scope
    return (head, tail) if head in GROUPINGS else (UNIT, scope)


def is_crossing(dimension: str) -> bool:
    """Tell whether a dimension crosses groupings, or groups by a field of posts.

    >>> is_crossing("block"), is_crossing("rank"), is_crossing("block,kind")
    (False, True, True)
    """
    return dimension not in (TOTAL, UNIT, *GROUPINGS)


def labels(structure: Structure, dimension: str) -> list[str]:
    """List the groups of a dimension that a structure has, sorted; the blank one is left out."""
    if dimension == TOTAL:
        return [""]
    if dimension == UNIT:
        tree = structure.tree
        value, ids = structure.strings.value, structure.units.column("id")
        return [value(code) for code in ids[tree.order].tolist()]
    if dimension in POST_FIELDS and dimension != HOST:
        columns = [live_column(structure, "posts", dimension)]
    else:
        columns = [live_column(structure, "units", "block" if dimension == HOST else dimension)]
    if dimension == "block":
        columns += [live_column(structure, table, "block") for table in ("posts", "members", "functions")]
    codes = np.unique(np.concatenate(columns))
    return sorted(text for text in map(structure.strings.value, codes.tolist()) if text)


def live_column(structure: Structure, table: str, field: str) -> NDArray[Any]:
    """Give a column of the rows that exist."""
    rows = structure.table(table)
    return rows.column(field)[rows.live]


def grouping_problems(by: Iterable[str]) -> list[Problem]:
    """Name every grouping that does not exist, with the nearest that does."""
    known = (*GROUPINGS, *POST_FIELDS)
    found = []
    for dimension in by:
        parts = [dimension] if dimension in (TOTAL, UNIT) else dimension.split(",")
        for part in parts:
            if part not in known and dimension not in (TOTAL, UNIT):
                hint = nearest(part, (*known, UNIT)) or Message.of(
                    "; there are {known} and unit", known=", ".join(known)
                )
                found.append(
                    Problem(
                        "UNKNOWN_GROUPING", Message.of("cannot group by {part!r}{hint}", part=part, hint=hint), part
                    )
                )
    return found


def is_there(structure: Structure, scope: str) -> bool:
    """Tell whether a structure has a scope: a unit that it has not has no figures, while a block or level without units has figures of 0."""
    return split_scope(structure, scope)[0] != UNIT or structure.units.row(scope) >= 0


def scope_problem(structure: Structure, scope: str, reference: Structure | None = None) -> Problem | None:
    """Say what is wrong with a scope, or None.

    A block, level or kind that the terms declare is known even where no unit has it, and so are units (with their
    areas and so on) that have ended, or that ``reference``, the structure compared with, has.
    """
    dimension, name = split_scope(structure, scope)
    if dimension == TOTAL:
        return None
    structures = [structure] if reference is None else [structure, reference]
    if dimension == UNIT:
        for one in structures:
            if one.units.row(name) >= 0 or one.ended_units(name):
                return None
        known = chain([TOTAL], *(one.each_id("units") for one in structures))
        head = name.partition(":")[0]
        hint = (
            nearest(name, known) or structure.hint("units", name) or (nearest(head, GROUPINGS) if ":" in name else "")
        )
        more = "" if hint else Message.of("; scopes are total, block:…, area:…, level:…, kind:… or a unit's id")
        return Problem(
            "UNKNOWN_SCOPE",
            Message.of("no unit {name!r} to measure{hint}{more}", name=name, hint=hint, more=more),
            scope,
        )
    parts = scope.split(",") if is_crossing(dimension) else [scope]
    return next(filter(None, (_label_problem(part, structures, crossed=len(parts) > 1) for part in parts)), None)


def _label_problem(part: str, structures: Sequence[Structure], *, crossed: bool) -> Problem | None:
    dimension, _, name = part.partition(":")
    pool = {text for one in structures for text in (*labels(one, dimension), *_declared(one, dimension))}
    if dimension in GROUPINGS:
        pool |= {str(getattr(one.unit, dimension)) for structure in structures for one in structure.table("ended")}  # type: ignore[union-attr]
    if name in pool or (not name and (dimension in POST_FIELDS or crossed)):
        return None
    known = sorted(filter(None, pool))
    hint = nearest(name, known) or (
        Message.of("; there are {known}", known=", ".join(known))
        if known
        else Message.of("; no unit has any {dimension}", dimension=Message.of(dimension))
    )
    return Problem(
        "UNKNOWN_SCOPE",
        Message.of("no {dimension} {name!r}{hint}", dimension=Message.of(dimension), name=name, hint=hint),
        part,
    )


def _declared(structure: Structure, dimension: str) -> tuple[str, ...]:
    terms = structure.terms
    declared = {
        "block": terms.blocks,
        HOST: terms.blocks,
        "level": terms.levels,
        "kind": tuple(terms.kinds),
        "rank": RANKS,
        "quota": QUOTAS,
    }
    return terms.categories if dimension == "category" else declared.get(dimension, ())


def unit_groups(structure: Structure, dimension: str, names: Sequence[str]) -> Rows:
    """Give each unit row the number of its group among ``names``, -1 where it is in none."""
    if dimension == TOTAL:
        return np.where(structure.units.live, 0, -1)
    return coded_groups(structure, structure.units.column(dimension), names)


def coded_groups(structure: Structure, codes: NDArray[Any], names: Sequence[str]) -> Rows:
    """Give each text code of a column the number of its text among ``names``, -1 where it is in none."""
    numbers = np.full(len(structure.strings) + 1, -1, dtype=np.int64)
    for number, name in enumerate(names):
        code = structure.strings.code(name)
        if code >= 0:
            numbers[code] = number
    return np.asarray(numbers[codes])
