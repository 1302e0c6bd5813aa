"""GraphML: units and posts as nodes, the chart and every kind of line as edges, for Gephi, yEd, networkx and others."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from orgmodel.core.atomic import write_bytes
from orgmodel.core.estimates import exact
from orgmodel.core.problems import Problem
from orgmodel.core.structure import Structure
from orgmodel.io.exporters.losses import not_carried, ranges_not_carried
from orgmodel.io.exporters.plain import by_key, visible

_CARRIED = {
    "units": ("id", "names", "kind", "level", "block", "area", "parent", "order", "stands_for", "begins", "src"),
    "posts": (
        "id", "unit", "titles", "rank", "block", "category", "quota", "funding", "function", "office",
        "authorized", "filled", "fte", "order", "src",
    ),
    "lines": ("kind", "from_", "to", "block", "src"),
    "links": ("post", "also_holds", "basis"),
}  # fmt: skip


def export_graphml(structure: Structure, path: Path) -> list[Problem]:
    """Write a structure as GraphML; what it has no place for comes back as warnings.

    Nodes have ``node`` (unit or post) and the fields of their record, names by language (``name_vi``), full-time
    equivalents as decimals, and missing figures left out. Edges have ``edge``: ``contains`` (from a unit to what is in
    it), the kind of a written line (from the one who answers), or ``also_holds``; derived lines are not written.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(as_of=structure.as_of or "")
    units: list[Any] = structure.units.records(structure.tree.order.tolist())
    for unit in units:
        graph.add_node(visible(unit.id), **_fields(unit, "unit", _CARRIED["units"]))
    for post in by_key(structure.posts):
        graph.add_node(visible(post.id), **_fields(post, "post", _CARRIED["posts"]))
    number = 0

    def join(start: str, end: str, **data: str) -> None:
        nonlocal number
        if visible(start) in graph and visible(end) in graph:
            graph.add_edge(
                visible(start),
                visible(end),
                key=f"e{number}",
                **{key: visible(text) for key, text in data.items() if text},
            )
            number += 1

    for unit in by_key(structure.units):
        if unit.parent is not None:
            join(unit.parent, unit.id, edge="contains")
    for post in by_key(structure.posts):
        join(post.unit, post.id, edge="contains")
    for line in by_key(structure.lines):
        join(line.from_, line.to, edge=line.kind, block=line.block, src=line.src)
    for link in by_key(structure.links):
        join(link.post, link.also_holds, edge="also_holds", basis=link.basis)
    stream = io.BytesIO()
    nx.write_graphml_xml(graph, stream, edge_id_from_attribute=None)
    write_bytes(path, stream.getvalue())
    return not_carried(structure, _CARRIED, "GraphML") + ranges_not_carried(
        structure, {"posts": ("authorized", "filled", "fte")}, "GraphML"
    )


def _fields(record: Any, node: str, names: tuple[str, ...]) -> dict[str, str | int | float]:
    made: dict[str, str | int | float] = {"node": node}
    for name in names:
        value = getattr(record, name)
        if name in ("names", "titles"):
            made |= {f"{name[:-1]}_{code}": visible(text) for code, text in value}
        elif name in ("authorized", "filled", "fte"):
            figure = exact(value)
            if figure is not None:
                made[name] = figure / 100 if name == "fte" else figure
        elif name not in ("id", "parent") and value not in ("", None):
            made[name] = visible(value) if isinstance(value, str) else value
    return made
