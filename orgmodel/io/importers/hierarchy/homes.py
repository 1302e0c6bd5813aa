"""The units of a hierarchy whose rows are posts or people: from a column, or from the names on the way."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.records import Unit
from orgmodel.io.importers.hierarchy.links import Placed
from orgmodel.io.importers.hierarchy.records import Table
from orgmodel.io.importers.naming import Ids, same_name, slug


def unlinked(sound: list[tuple[int, int]], table: Table) -> list[Placed]:
    """Take rows that name no superior; without ids of their own they are numbered by line."""
    ids = table.cells.get("id")
    given = Ids()
    return [Placed(row, line, given.give((ids[row] if ids else "") or f"row-{line}")) for row, line in sound]


def home_units(placed: list[Placed], table: Table) -> tuple[list[Unit], list[str]]:
    """Make the organisation and the units that rows name; give the unit of each row.

    A row that names none is put into the organisation itself, and reported where others name one.
    """
    language = table.map.language
    name = table.map.organisation
    root = slug(name, "organisation")
    ids = Ids([root, *(one.id for one in placed)])
    units = [Unit(root, names_of(**{language: name}), "agency", src="table")]
    by_name: dict[str, str] = {}
    homes = []
    for one in placed:
        text = table.text("unit", one.row)
        key = same_name(text)
        if not text:
            if "unit" in table.cells:
                table.report.row(
                    one.line, "MISSING_UNIT", "the row names no unit; it is put into the organisation", subject=one.id
                )
            homes.append(root)
            continue
        if key not in by_name:
            by_name[key] = ids.give(f"{root}.{slug(text)}")
            units.append(Unit(by_name[key], names_of(**{language: text}), "internal", parent=root, src="table"))
        homes.append(by_name[key])
    return units, homes


def homes_by_way(placed: list[Placed], ways: list[tuple[str, ...]], table: Table) -> tuple[list[Unit], list[str]]:
    """Make a unit of each name on a way; give the unit of each row, which is the last on its way.

    A row without a way is put into a unit of its own kind at the top, and reported.
    """
    ids = Ids(one.id for one in placed)
    units: list[Unit] = []
    by_way: dict[tuple[str, ...], str] = {}
    homes = []
    for one in placed:
        way = ways[one.row]
        if not way:
            message = Message.of(
                "the row names no unit, or none at the top level (were cells merged?); it is put into the organisation"
            )
            table.report.row(one.line, "MISSING_UNIT", message, subject=one.id)
            way = (table.map.organisation or "organisation",)
        parent = None
        for length in range(1, len(way) + 1):
            key = tuple(map(same_name, way[:length]))
            if key not in by_way:
                by_way[key] = ids.give(".".join(map(slug, way[:length])))
                kind = "agency" if length == 1 else "internal"
                units.append(
                    Unit(
                        by_way[key], names_of(**{table.map.language: way[length - 1]}), kind, parent=parent, src="table"
                    )
                )
            parent = by_way[key]
        homes.append(parent or "")
    return units, homes
