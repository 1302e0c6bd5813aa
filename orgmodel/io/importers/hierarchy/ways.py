"""The names on the way from the top to each row, where a table has a path or a column a level."""

from __future__ import annotations

from orgmodel.io.importers.hierarchy.links import Ways
from orgmodel.io.importers.hierarchy.table import Table


def ways_of(table: Table) -> Ways | None:
    """Give the way to each row, None where the table has neither a path nor levels, nor rows that name the units of those below.

    A row with a blank top level has no way, unless the map says to fill it: which name it had is a guess.
    """
    if table.unit_rows is not None:
        return table.unit_rows.ways
    if table.map.levels:
        columns = [table.rows.texts(name) for name in table.map.levels]
        if table.map.fill:
            return _filled(columns)
        return [tuple(filter(None, way)) if way[0] else () for way in zip(*columns, strict=True)]
    if "path" in table.cells:
        return _by_paths(table)
    return None


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
