"""Scopes: the whole, a block, an area, a level, a kind, or a unit with all below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.problems import Problem, nearest
from orgmodel.core.tree import Rows

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

TOTAL, UNIT = "total", "unit"
GROUPINGS = ("block", "area", "level", "kind")
"""What a scope may name before a colon. Posts go by their own block, members and functions by theirs, units by the
unit's; area, level and kind are always the unit's."""

DIMENSIONS = (TOTAL, *GROUPINGS, UNIT)
DEFAULT_BY = ("block", "area", "level")


def split_scope(structure: Structure, scope: str) -> tuple[str, str]:
    """Tell what a scope groups by and which group it names; a unit's id wins over a look-alike.

    >>> from orgmodel.core.structure import Structure
    >>> split_scope(Structure.of([]), "block:party"), split_scope(Structure.of([]), "total")
    (('block', 'party'), ('total', ''))
    """
    if scope == TOTAL:
        return TOTAL, ""
    head, colon, tail = scope.partition(":")
    if colon and head in GROUPINGS and structure.units.row(scope) < 0:
        return head, tail
    return UNIT, scope


def labels(structure: Structure, dimension: str) -> list[str]:
    """List the groups of a dimension that a structure has, sorted; the blank one is left out."""
    if dimension == TOTAL:
        return [""]
    if dimension == UNIT:
        tree = structure.tree
        value, ids = structure.vocabulary.value, structure.units.column("id")
        return [value(code) for code in ids[tree.order].tolist()]
    columns = [_live(structure, "units", dimension)]
    if dimension == "block":
        columns += [_live(structure, table, "block") for table in ("posts", "members", "functions")]
    codes = np.unique(np.concatenate(columns))
    return sorted(text for text in map(structure.vocabulary.value, codes.tolist()) if text)


def _live(structure: Structure, table: str, field: str) -> NDArray[Any]:
    rows = structure.table(table)
    return rows.column(field)[rows.live]


def scopes_by(structure: Structure, by: Iterable[str]) -> list[str]:
    """List ``total`` and every scope of the given groupings (``unit`` for each unit, in the order of the chart).

    Raises ProblemsError for an unknown grouping, naming the nearest.
    """
    found = [TOTAL]
    for dimension in by:
        if dimension == TOTAL:
            continue
        texts = labels(structure, dimension)
        found += texts if dimension == UNIT else [f"{dimension}:{text}" for text in texts]
    return found


def grouping_problem(dimension: str, known: Sequence[str]) -> Problem:
    """Say that nothing groups by a word."""
    message = f"cannot group by {dimension!r}{nearest(dimension, known) or '; there are ' + ', '.join(known)}"
    return Problem("UNKNOWN_GROUPING", message, dimension)


def scope_problem(structure: Structure, scope: str, beside: Structure | None = None) -> Problem | None:
    """Say what is wrong with a scope, or None.

    A block, level or kind that the terms declare is known even where no unit has it, and so are units (with their
    areas and so on) that have ended, or that ``beside``, the structure compared with, has.
    """
    dimension, name = split_scope(structure, scope)
    if dimension == TOTAL:
        return None
    places = [structure] if beside is None else [structure, beside]
    if dimension == UNIT:
        for one in places:
            if one.units.row(name) >= 0 or one.ended_units(name):
                return None
        known = [TOTAL, *(id for one in places for id in one.ids("units"))]
        head = name.partition(":")[0]
        if ":" in name and head not in GROUPINGS:
            return Problem(
                "UNKNOWN_SCOPE",
                f"no scope {scope!r}{nearest(head, GROUPINGS)} Scopes are total, block:…, "
                "area:…, level:…, kind:… or a unit's id",
                scope,
            )
        hint = nearest(name, known)
        more = "" if hint else "; scopes are total, block:…, area:…, level:…, kind:… or a unit's id"
        return Problem("UNKNOWN_SCOPE", f"no unit {name!r} to measure{hint}{more}", scope)
    pool = {text for one in places for text in (*labels(one, dimension), *_declared(one, dimension))}
    if name in pool:
        return None
    pool |= {str(getattr(one.unit, dimension)) for place in places for one in place.table("ended")}  # type: ignore[union-attr]
    if name in pool:
        return None
    hint = nearest(name, sorted(pool)) or ("; there are " + ", ".join(sorted(filter(None, pool))) if pool else "")
    return Problem("UNKNOWN_SCOPE", f"no {dimension} {name!r}{hint}", scope)


def _declared(structure: Structure, dimension: str) -> tuple[str, ...]:
    terms = structure.terms
    return {"block": terms.blocks, "level": terms.levels, "kind": tuple(terms.kinds), "area": ()}[dimension]


def unit_groups(structure: Structure, dimension: str, names: Sequence[str]) -> Rows:
    """Give each unit row the number of its group among ``names``, -1 where it is in none."""
    if dimension == TOTAL:
        return np.where(structure.units.live, 0, -1)
    return coded_groups(structure, structure.units.column(dimension), names)


def coded_groups(structure: Structure, codes: NDArray[Any], names: Sequence[str]) -> Rows:
    """Give each text code of a column the number of its text among ``names``, -1 where it is in none."""
    numbers = np.full(len(structure.vocabulary) + 1, -1, dtype=np.int64)
    for number, name in enumerate(names):
        code = structure.vocabulary.code(name)
        if code >= 0:
            numbers[code] = number
    return np.asarray(numbers[codes])
