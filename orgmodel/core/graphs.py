"""networkx views of a structure, made when asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest

if TYPE_CHECKING:
    import networkx as nx

    from orgmodel.core.reporting import Reporting
    from orgmodel.core.store import Store
    from orgmodel.core.tree import Tree


def graph(structure: Store, tree: Tree, reporting: Callable[[], Reporting], kind: str) -> nx.DiGraph[str]:
    """Make the graph of a kind: ``units``, ``posts``, or any kind of line that the structure's terms declare.

    Node attributes are the fields of the unit or post. Edges of ``units`` run from parent to child; edges of all other
    graphs from the one who answers to the superior, with ``derived`` telling that nobody wrote the line.
    """
    import networkx as nx

    result: nx.DiGraph[str] = nx.DiGraph(kind=kind)
    if kind == "units":
        for row in tree.order.tolist():
            unit = structure.units.record(row)
            result.add_node(unit.id, **_attributes(unit))  # type: ignore[union-attr]
            if tree.parent[row] >= 0:
                result.add_edge(unit.parent, unit.id)  # type: ignore[union-attr, arg-type]
        return result
    if kind == "posts":
        for post in structure.posts:
            result.add_node(post.id, **_attributes(post))  # type: ignore[union-attr]
        ids = structure.posts.column("id")
        lines = reporting()
        triples = zip(lines.post_from, lines.post_to, lines.post_derived, strict=True)
        _connect(structure, result, ids, triples)
        return result
    known = sorted({*structure.terms.lines, *written_kinds(structure)})
    if kind not in known:
        message = Message.of(
            "no graph of kind {kind!r}; there are units, posts and the lines {known}{hint}",
            kind=kind,
            known=known,
            hint=nearest(kind, ["units", "posts", *known]),
        )
        raise ProblemsError([Problem("UNKNOWN_GRAPH", message, str(kind))])
    for row in tree.order.tolist():
        unit = structure.units.record(row)
        result.add_node(unit.id, **_attributes(unit))  # type: ignore[union-attr]
    if kind == "administrative":
        lines = reporting()
        triples = zip(lines.unit_from, lines.unit_to, lines.unit_derived, strict=True)
        _connect(structure, result, structure.units.column("id"), triples)
    else:
        for line in structure.lines:
            if line.kind == kind:  # type: ignore[union-attr]
                result.add_edge(line.from_, line.to, derived=False)  # type: ignore[union-attr]
    return result


def written_kinds(structure: Store) -> list[str]:
    """List the kinds of line that are written, sorted."""
    codes = structure.lines.column("kind")
    return [structure.strings.value(code) for code in sorted(set(codes[structure.lines.live].tolist()))]


def _connect(structure: Store, result: nx.DiGraph[str], ids: Any, triples: Any) -> None:
    value = structure.strings.value
    for start, end, derived in triples:
        result.add_edge(value(ids[start]), value(ids[end]), derived=bool(derived))


def _attributes(record: Any) -> dict[str, Any]:
    return {field: getattr(record, field) for field in type(record).__dataclass_fields__ if field != "id"}
