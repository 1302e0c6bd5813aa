"""Crossings: sums by any two or more of block, area, level, kind, and the fields of posts (rank, category, quota …)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.measures.contributions import Contributions, Ints
from orgmodel.measures.marks import taken
from orgmodel.measures.scopes import GROUPINGS, HOST, POST_FIELDS, grouping_problems
from orgmodel.measures.sums import SUMS

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure
    from orgmodel.measures.meter import Meter


def crossable(meter: Meter, id: str, dimension: str) -> bool:
    """Tell whether a measure is a sum of rows that have all the fields of a crossing."""
    if id not in SUMS:
        return False
    return not set(dimension.split(",")) & set(POST_FIELDS) or meter.contributions(id).table == "posts"


def cross_keys(structure: Structure, dimension: str) -> list[tuple[str, ...]]:
    """List the groups of a crossing that a structure has, sorted; a blank field is a group of its own."""
    parts = dimension.split(",")
    tables = ["posts"] if set(parts) & set(POST_FIELDS) else ["units", "posts", "members"]
    found: set[tuple[str, ...]] = set()
    for table in tables:
        codes = _table_codes(structure, table, parts)
        if not len(codes[0]):
            continue
        compact = [_compacted(column) for column in codes]
        number = _number([column for column, _ in compact], [len(used) for _, used in compact])
        _, first = np.unique(number, return_index=True)
        for row in first.tolist():
            found.add(tuple(str(structure.vocabulary.value(int(column[row])) or "") for column in codes))
    return sorted(found)


def scope_of(dimension: str, key: Sequence[str]) -> str:
    """Write a group of a crossing as a scope.

    >>> scope_of("block,rank", ("party", "head"))
    'block:party,rank:head'
    """
    return ",".join(f"{part}:{text}" for part, text in zip(dimension.split(","), key, strict=True))


def _compacted(column: NDArray[Any]) -> tuple[Ints, Ints]:
    """Give the codes of a column anew, numbered from 0, and the codes used."""
    used = np.flatnonzero(np.bincount(column))
    place = np.zeros(int(used[-1]) + 1, dtype=np.int64)
    place[used] = np.arange(len(used))
    return place[column], used


def _table_codes(structure: Structure, table: str, parts: Sequence[str]) -> list[NDArray[Any]]:
    if table == "units":
        rows = np.flatnonzero(structure.tree.depth >= 0)
        return [structure.units.column(part)[rows] for part in parts]
    from orgmodel.core.tree import unit_rows

    units = structure.reporting.post_unit if table == "posts" else unit_rows(structure, table, "unit")
    keep = np.flatnonzero(structure.table(table).live & (units >= 0))
    return [
        taken(structure.table(table).column(part), keep)
        if part == "block" or (part in POST_FIELDS and part != HOST)
        else structure.units.column("block" if part == HOST else part)[taken(units, keep)]
        for part in parts
    ]


def _number(columns: Sequence[NDArray[Any]], sizes: Sequence[int]) -> Ints:
    number = np.zeros(len(columns[0]), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        number = number * max(size, 1) + column
    return number


def cross_groups(structure: Structure, one: Contributions, dimension: str, keys: Sequence[tuple[str, ...]]) -> Ints:
    """Give the number of the group (among ``keys``) of each contribution in a crossing, -1 where it is in none."""
    codes: list[NDArray[Any]] = []
    for part in dimension.split(","):
        if part == "block":
            codes.append(one.block)
        elif part in (*GROUPINGS, HOST):
            codes.append(structure.units.column("block" if part == HOST else part)[one.unit])
        elif one.table == "posts":
            codes.append(taken(structure.posts.column(part), one.row))
        else:
            return np.full(len(one.unit), -1, dtype=np.int64)
    if not len(one.unit):
        return np.zeros(0, dtype=np.int64)
    compact = [_compacted(column) for column in codes]
    sizes = [len(used) for _, used in compact]
    place: list[dict[str, int]] = [
        {str(structure.vocabulary.value(code) or ""): n for n, code in enumerate(used.tolist())} for _, used in compact
    ]
    table = np.full(int(np.prod(sizes)), -1, dtype=np.int64)
    for number, key in enumerate(keys):
        spots = [known.get(text, -1) for known, text in zip(place, key, strict=True)]
        if min(spots) >= 0:
            table[_number([np.array([spot]) for spot in spots], sizes)] = number
    return table[_number([column for column, _ in compact], sizes)]


def cross(
    structure: Structure, by: Sequence[str] = ("block", "rank"), *, measures: Iterable[str] = ("posts_authorized",)
) -> pd.DataFrame:
    """Tabulate sums by any groupings crossed: block, area, level, kind, and of posts rank and the like.

    Columns: the groupings, measure, value, low, high, missing, assumed; sorted by group, NaN where nothing is known.
    Raises ProblemsError for an unknown grouping or measure, and for one that has no such field.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("h", "a", rank="head", block="party"), Post("s", "a", authorized=4)])
    >>> cross(s, ["block", "rank"])[["block", "rank", "value"]].values.tolist()
    [['', 'staff', 4.0], ['party', 'head', 1.0]]
    """
    import pandas as pd

    from orgmodel.measures.catalogue import measures_of
    from orgmodel.measures.meter import Meter

    chosen = measures_of(measures)
    problems = grouping_problems([",".join(by)])
    meter, dimension = Meter(structure), ",".join(by)
    if not problems:
        problems += [
            Problem("NOT_CROSSABLE", f"{one.id} cannot be crossed by {dimension}: its rows have no such fields", one.id)
            for one in chosen
            if not crossable(meter, one.id, dimension)
        ]
    if problems:
        raise ProblemsError(problems)
    keys = meter.keys(dimension)
    frames = []
    for one in chosen:
        column = meter.column(one.id, dimension)
        frame = pd.DataFrame(keys, columns=list(by), dtype=object)
        frame["measure"] = one.id
        for field, values, given in (
            ("value", column.value, column.given),
            ("low", column.low, column.given),
            ("high", column.high, column.given & (column.missing == 0)),
        ):
            frame[field] = np.where(given, values / one.scale, np.nan)
        frame["missing"], frame["assumed"] = column.missing, column.assumed
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)
