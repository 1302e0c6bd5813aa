"""GraphML: units and posts as nodes, the chart and every kind of line as edges, for Gephi, yEd, networkx and others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from orgmodel.core.estimates import exact
from orgmodel.core.problems import Problem
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_all
from orgmodel.io.exporters.losses import frame_not_carried, not_carried, ranges_not_carried
from orgmodel.io.exporters.plain import by_key, head_known_last, visible

_UNITS, _POSTS = Tables.BY_NAME["units"], Tables.BY_NAME["posts"]
_CARRIED = {
    "units": _UNITS.fields,
    "posts": _POSTS.fields,
    "lines": Tables.BY_NAME["lines"].fields,
    "links": ("post", "also_holds", "basis"),
}
_HUNDREDTHS = _POSTS.hundredths
_WHOLE = {*_UNITS.numbers, *_POSTS.numbers, *_POSTS.ranged}.difference(_HUNDREDTHS)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def export_graphml(structure: Structure, path: Path, *, force: bool = False) -> list[Problem]:
    """Write a structure as GraphML; what it has no place for comes back as warnings.

    Nodes have ``node`` (unit or post) and the fields of their record, names by language (``name_vi``), full-time
    equivalents as decimals, and missing figures left out. Edges have ``edge``: ``contains`` (from a unit to what is in
    it), the kind of a written line (from the one who answers), or ``also_holds``; derived lines are not written.
    """
    keys: dict[tuple[str, str], str] = {}
    graph = _data({"as_of": structure.as_of or ""}, "graph", keys)

    def head() -> str:
        declared = [
            f'  <key id="{id}" for="{kind}" attr.name={quoteattr(name)} attr.type="{_type(name)}"/>\n'
            for (kind, name), id in keys.items()
        ]
        return "".join([_HEAD, *declared, '  <graph edgedefault="directed">\n', graph])

    body = chain(_nodes(structure, keys), _edges(structure, keys))
    write_all({path: head_known_last(head, body, "  </graph>\n</graphml>\n")}, force=force)
    return [
        *frame_not_carried(structure, "GraphML", dated=True),
        *not_carried(structure, _CARRIED, "GraphML"),
        *ranges_not_carried(structure, {"posts": _POSTS.figures}, "GraphML"),
    ]


def _nodes(structure: Structure, keys: dict[tuple[str, str], str]) -> Iterator[str]:
    units = structure.units.each(structure.tree.order.tolist())
    for node, records in (("unit", units), ("post", by_key(structure.posts))):
        for record in records:
            data = _data(_fields(record, node, _CARRIED[f"{node}s"]), "node", keys)
            yield f"    <node id={_id(record.id)}>{data}</node>\n"


def _edges(structure: Structure, keys: dict[tuple[str, str], str]) -> Iterator[str]:
    edges: Iterable[tuple[str, str, dict[str, str]]] = chain(
        ((one.parent, one.id, {"edge": "contains"}) for one in by_key(structure.units) if one.parent is not None),
        ((one.unit, one.id, {"edge": "contains"}) for one in by_key(structure.posts)),
        (
            (one.from_, one.to, {"edge": one.kind, "block": one.block, "src": one.src})
            for one in by_key(structure.lines)
        ),
        ((one.post, one.also_holds, {"edge": "also_holds", "basis": one.basis}) for one in by_key(structure.links)),
    )

    def is_here(id: str) -> bool:
        return structure.units.row(id) >= 0 or structure.posts.row(id) >= 0

    sound = ((start, end, data) for start, end, data in edges if is_here(start) and is_here(end))
    for number, (start, end, data) in enumerate(sound):
        yield f'    <edge id="e{number}" source={_id(start)} target={_id(end)}>{_data(data, "edge", keys)}</edge>\n'


def _fields(record: Any, node: str, names: tuple[str, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {"node": node}
    for name in names:
        value = getattr(record, name)
        if name in (_UNITS.names, _POSTS.names):
            made |= {f"{name[:-1]}_{code}": text for code, text in value}
        elif name in _HUNDREDTHS:
            figure = exact(value)
            made[name] = None if figure is None else figure / 100
        elif name in _POSTS.ranged:
            made[name] = exact(value)
        elif name not in ("id", "parent"):
            made[name] = value
    return made


def _data(fields: dict[str, Any], kind: str, keys: dict[tuple[str, str], str]) -> str:
    """Write what is known of a node or an edge, and number the keys met."""
    parts = []
    for name, value in fields.items():
        if value is not None and value != "":
            key = keys.setdefault((kind, name), f"d{len(keys)}")
            parts.append(f'<data key="{key}">{escape(visible(str(value)), {chr(13): "&#13;"})}</data>')
    return "".join(parts)


def _type(name: str) -> str:
    return "double" if name in _HUNDREDTHS else "long" if name in _WHOLE else "string"


def _id(text: str) -> str:
    return quoteattr(visible(text))
