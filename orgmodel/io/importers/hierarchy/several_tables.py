"""Ids that stand in several tables: rows alike are one, rows that differ are told, and superiors may stand in another table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR
from orgmodel.io.importers.hierarchy.picked import taken_by_none
from orgmodel.io.importers.hierarchy.placed import Placed, RowLines
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE


def apart(tables: Sequence[Table], sound: Sequence[RowLines]) -> list[RowLines]:
    """Leave out the rows whose id stands in a row of another table: of those alike all but the first, of others all.

    The ids of a table that are its own (``ids: own``) are compared with none. Units side by side without ids are told by their names.
    """
    seen: dict[str, list[tuple[int, int, int]]] = {}
    for number, (table, rows) in enumerate(zip(tables, sound, strict=True)):
        key = "name" if table.map.flat and "id" not in table.cells else "id"
        ids = table.cells.get(key) if len(tables) > 1 and table.map.ids == "shared" else None
        for row, line in rows if ids is not None else ():
            if ids is not None and ids[row]:
                seen.setdefault(ids[row], []).append((number, row, line))
    left: list[set[int]] = [set() for _ in tables]
    for id, places in seen.items():
        if len({number for number, _, _ in places}) < 2:
            continue
        first = places[0]
        same = all(_said(tables[number], row) == _said(tables[first[0]], first[1]) for number, row, _ in places)
        for number, row, line in places[1:] if same else places:
            left[number].add(row)
            others = ", ".join(
                f"{tables[other].source}:{at}" for other, _, at in places if (other, at) != (number, line)
            )
            message = "the row of {id!r} stands in another table too ({others}), and is taken once"
            if not same:
                message = (
                    "the id {id!r} stands in another table too ({others}), and the rows differ; all are left out: leave a "
                    "table out of the map, or say ids: own where it is another row"
                )
            told = Message.of(message, id=id, others=others)
            code, severity = ("REPEATED_ROW", NOTE) if same else ("DUPLICATE_ID", ERROR)
            tables[number].report.row(line, code, told, severity=severity, subject=id)
    return [
        rows.where(~np.isin(rows.rows, list(gone))) if gone else rows for rows, gone in zip(sound, left, strict=True)
    ]


def _said(table: Table, row: int) -> Mapping[str, str]:
    """Give what a row says, by meaning."""
    return {key: text for key in table.cells if (text := table.text(key, row))}


def new_units(placed: list[Placed], table: Table, taken: Collection[str]) -> list[Placed]:
    """Give the units that no table before lists: one with the id of such a unit has another id where ids are the table's own, else it is left out and told."""
    clashes = {one.id for one in placed if one.id in taken}
    if not clashes:
        return placed
    if table.map.ids == "own":
        for one in placed:
            one.id = f"{one.id}@{table.source}" if one.id in clashes else one.id
            one.parent = f"{one.parent}@{table.source}" if one.parent in clashes else one.parent
        return placed
    for one in placed:
        if one.id in clashes:
            told = Message.of(
                "the unit {id!r} stands in another table too, and its row here is left out: leave a table out of the map, or say "
                "ids: own where it is another unit",
                id=one.id,
            )
            table.report.row(one.line, "DUPLICATE_ID", told, severity=ERROR, subject=one.id)
    return [one for one in placed if one.id not in clashes]


def own_ids(table: Table, ids: list[str], taken: set[str]) -> list[str]:
    """Give the ids of a table another form where they are its own, and another table has them too."""
    if table.map.ids != "own" or taken.isdisjoint(ids):
        return ids
    return [f"{id}@{table.source}" if id in taken else id for id in ids]


def tell_untaken(tables: Sequence[Table]) -> int:
    """Count the rows of tables in several parts that no part takes; each table tells of its own."""
    parts: dict[str, list[Table]] = {}
    joined: set[str] = set()
    for table in tables:
        if table.map.relations is not None and table.map.rows == "people":  # of the other rows their names are taken
            joined.update(*table.map.where.values())
        else:
            parts.setdefault(table.source, []).append(table)
    total = 0
    for some in parts.values():
        passed = [table.passed for table in some if table.passed is not None]
        count, told = taken_by_none(passed, joined) if len(passed) == len(some) else (0, None)
        if told is not None:
            some[0].report.whole("NOT_TAKEN", told)
            total += count
    return total
