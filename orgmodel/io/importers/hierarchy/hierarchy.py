"""A hierarchy in any table: ids and parents, managers, paths, columns by level, or SQL Server's HierarchyId."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.names import names_of, spoken_in
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.records import Document, Record
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.importers.hierarchy.homes import home_units, homes_by_way, unlinked
from orgmodel.io.importers.hierarchy.links import Placed, by_node, by_parent, by_path, without_loops
from orgmodel.io.importers.hierarchy.map import UNUSED, USUAL, HierarchyMap
from orgmodel.io.importers.hierarchy.records import Table, post_records, unit_records
from orgmodel.io.importers.hierarchy.rows import rows_of
from orgmodel.io.importers.imported import NOTE, Imported, Report, in_order
from orgmodel.io.importers.rows import Rows
from orgmodel.io.importers.source import open_table
from orgmodel.io.importers.source_checks import left_over
from orgmodel.io.sheet import Sheet


@gc_paused()
def import_hierarchy(path: Path, map: HierarchyMap | None = None, *, as_of: str | None = None) -> Imported:
    """Import a table of units, posts or people as one structure, with every broken link reported.

    The map says which column holds what; a column it does not name is found by a usual name (``id``, ``parent``,
    ``manager_id``, ``name`` …). Who is above is told by a parent's id, a HierarchyId, a path of names, or a column a
    level. A row whose superior is unknown, ambiguous, itself, or in a loop is kept at the top and reported.
    """
    map = map or HierarchyMap()
    report = Report(str(path))
    expected = [*map.columns.values(), *map.levels, *(name for names in USUAL.values() for name in names)]
    sheet = open_table(path, report.problems, expected=expected, header=map.header, names=map.names, sheet=map.sheet)
    columns = _columns(sheet, map, report) if sheet is not None else None
    if sheet is None or columns is None:
        return Imported(Structure.of(), in_order(report.problems))
    rows = Rows(sheet, tuple(report.problems))
    if not rows.count:
        report.whole("EMPTY_FILE", "the file has a header and no rows")
    table = Table(map, {key: rows.texts(name) for key, name in columns.items()}, report)
    placed, made = _unit_rows(rows, table) if map.rows == "units" else _post_rows(rows, table)
    if (tops := sum(one.parent is None for one in placed)) > 1:
        report.whole("SEVERAL_TOPS", Message.of("{tops} rows are at the top", tops=tops), severity=NOTE)
    records: list[Record] = [
        Document(
            "table", kind="dataset", date=as_of, title=names_of(**{map.language: path.name}), note="src gives the row"
        )
    ]
    records += made
    taken = {name for key, name in columns.items() if key not in UNUSED[map.rows]}
    return Imported(
        Structure.of(records, terms=Vocabulary(language=spoken_in(map.language)), as_of=as_of),
        in_order(report.problems),
        rows.count,
        left_over(sheet, {*taken, *map.levels}),
    )


def _columns(sheet: Sheet, map: HierarchyMap, report: Report) -> dict[str, str] | None:
    """Find the column of each meaning; None after a problem."""
    before = len(report.problems)
    found: dict[str, str] = {}
    lower = {name.lower(): name for name in reversed(sheet.header)}
    for key, name in map.columns.items():
        if name in sheet.header:
            found[key] = name
        else:
            message = Message.of(
                "the map says that {key} is in the column {name!r}, and there is none{hint}",
                key=key,
                name=name,
                hint=nearest(name, sheet.header),
            )
            report.problems.append(Problem("MISSING_COLUMN", message, name, sheet.at(-1)))
    for name in map.levels:
        if name not in sheet.header:
            message = Message.of(
                "the map names the level {name!r}, and there is no such column{hint}",
                name=name,
                hint=nearest(name, sheet.header),
            )
            report.problems.append(Problem("MISSING_COLUMN", message, name, sheet.at(-1)))
    taken = {*found.values(), *map.levels}
    for usual_key, names in USUAL.items():
        usual = next((lower[name] for name in names if name in lower and lower[name] not in taken), None)
        if usual_key not in map.columns and usual is not None:
            found[usual_key] = usual
            taken.add(usual)
    if len(report.problems) == before:
        _check_enough(found, map, sheet, report)
    return found if len(report.problems) == before else None


def _check_enough(found: dict[str, str], map: HierarchyMap, sheet: Sheet, report: Report) -> None:
    if not map.levels and not found.keys() & {"parent", "hierarchy", "path"}:
        message = Message.of(
            "no column tells who is above: name parent, hierarchy or path in a map (the columns are {columns})",
            columns=_list(sheet.header),
        )
        report.problems.append(Problem("MISSING_COLUMN", message, "parent", sheet.at(-1)))
    elif "id" not in found and "parent" in found and not (map.levels or found.keys() & {"hierarchy", "path"}):
        message = Message.of(
            "no column holds the ids: name id in a map (the columns are {columns})", columns=_list(sheet.header)
        )
        report.problems.append(Problem("MISSING_COLUMN", message, "id", sheet.at(-1)))


def _list(names: Sequence[str]) -> str:
    return ", ".join(name[:40] for name in names[:20]) + (" …" if len(names) > 20 else "")


def _ways(rows: Rows, table: Table) -> list[tuple[str, ...]] | None:
    """Give the names on the way from the top to each row, where the table has a path or a column a level.

    A row with a blank top level has no way: where cells were merged, which name it had is a guess.
    """
    if table.map.levels:
        columns = [rows.texts(name) for name in table.map.levels]
        return [tuple(filter(None, way)) if way[0] else () for way in zip(*columns, strict=True)]
    if "path" in table.cells:
        return [way_of(text, table.map.separator) for text in table.cells["path"]]
    return None


def way_of(path: str, separator: str) -> tuple[str, ...]:
    """Part a path into the names on the way.

    >>> way_of("/Sở Nội vụ / Văn phòng", "/")
    ('Sở Nội vụ', 'Văn phòng')
    """
    return tuple(name for part in path.split(separator) if (name := part.strip()))


def _unit_rows(rows: Rows, table: Table) -> tuple[list[Placed], list[Record]]:
    sound = rows_of(rows, table)
    ways = _ways(rows, table)
    implied: dict[str, tuple[str, str | None]] = {}
    if ways is not None:
        table.cells.setdefault("name", [way[-1] if way else "" for way in ways])
        placed, implied = by_path(sound, table.cells.get("id"), ways, table.report)
    else:
        placed = _linked(sound, table)
    without_loops(placed, table.report)
    return placed, list(unit_records(placed, implied, table))


def _post_rows(rows: Rows, table: Table) -> tuple[list[Placed], list[Record]]:
    sound = rows_of(rows, table)
    ways = _ways(rows, table)
    linked = table.cells.keys() & {"parent", "hierarchy"}
    placed = _linked(sound, table) if linked else unlinked(sound, table)
    without_loops(placed, table.report)
    units, homes = home_units(placed, table) if ways is None else homes_by_way(placed, ways, table)
    return placed, [*units, *post_records(placed, homes, units, table)]


def _linked(sound: list[tuple[int, int]], table: Table) -> list[Placed]:
    ids, report = table.cells.get("id"), table.report
    if "hierarchy" in table.cells:
        return by_node(sound, ids, table.cells["hierarchy"], report)
    return by_parent(sound, ids or [], table.cells["parent"], table.map.root, report)
