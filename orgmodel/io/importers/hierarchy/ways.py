"""The names on the way from the top to each row, where a table has a path or a column a level."""

from __future__ import annotations

from orgmodel.io.importers.hierarchy.links import Ways
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.naming import same_name


def ways_of(table: Table) -> Ways | None:
    """Give the way to each row, None where neither a path, levels, rows that name units nor a unit above those it names tell it.

    A row with a blank top level has no way, unless the map says to fill it: which name it had is a guess.
    """
    if table.unit_rows is not None:
        return table.unit_rows.ways
    if table.map.levels:
        columns = [table.rows.texts(name) for name in table.map.levels]
        ways = _filled(columns) if table.map.fill else None
        ways = ways or [tuple(filter(None, way)) if way[0] else () for way in zip(*columns, strict=True)]
        return _in_the_unit(ways, table) if table.map.unit else ways
    if table.map.unit and "unit" in table.columns:
        return _in_the_unit([(text,) if text else () for text in table.cells["unit"]], table)
    if table.map.unit and table.map.rows == "units" and table.map.flat:
        return _in_the_unit([(text,) if text else () for text in table.coded("name").cells()], table)
    if "path" in table.cells:
        return _by_paths(table)
    return None


def _in_the_unit(ways: Ways, table: Table) -> Ways:
    """Begin each way with the unit of which the whole table is; its own name among those below is itself."""
    top, own = table.map.unit, same_name(table.map.unit)
    return [(top, *(way[1:] if way and same_name(way[0]) == own else way)) for way in ways]


def _by_paths(table: Table) -> Ways:
    """Part paths; one that is nothing but what parts names, as directories write it, is the top around all others."""
    texts, sign = table.cells["path"], table.map.separator
    ways = [way_of(text, sign) for text in texts]
    tops = [row for row, (text, way) in enumerate(zip(texts, ways, strict=True)) if text.strip() and not way]
    if not tops:
        return ways
    name = table.text("name", tops[0]) if table.map.rows == "units" else ""
    top = (name or table.whole.organisation or sign,)
    return [(*top, *way) if text.strip() else () for text, way in zip(texts, ways, strict=True)]


def _filled(columns: list[list[str]]) -> Ways:
    """Take a level that is blank before the first one of a row as that of the row above."""
    ways: Ways = []
    above: tuple[str, ...] = ()
    for way in zip(*columns, strict=True):
        first = next((at for at, name in enumerate(way) if name), None)
        if first is not None:
            above = (*above[:first], *filter(None, way))
        ways.append(above)
    return ways


def way_of(path: str, separator: str) -> tuple[str, ...]:
    """Part a path into the names on the way.

    >>> way_of("/Sở Nội vụ / Văn phòng", "/")
    ('Sở Nội vụ', 'Văn phòng')
    """
    return tuple(name for part in path.split(separator) if (name := part.strip()))
