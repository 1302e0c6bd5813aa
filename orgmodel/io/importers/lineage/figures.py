"""Figures of old and new units (population, area, staff) compared across the edges, to see that parts add up."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.lineage.edges import Edge, Lineages


def check_figures(lineages: Lineages, name: str, report: Report) -> None:
    """Report new units whose figure is not the sum of what went into them, and old ones whose parts do not sum to them.

    A unit whose territory holds that of another predecessor is counted through it, so that a county is not counted
    beside its districts. Where a figure is missing, or a part's amount is not known, nothing can be said.
    """
    if all(one.figure is None for one in lineages.all_sides()):
        return
    into: dict[str, list[Edge]] = {}
    out: dict[str, list[Edge]] = {}
    for edge in lineages.edges:
        into.setdefault(edge.new, []).append(edge)
        out.setdefault(edge.old, []).append(edge)
    for new, edges in into.items():
        given, total = lineages.side(new, new=True).figure, predecessors_sum(edges, out, lineages)
        if given is not None and total is not None and given != total:
            olds = ", ".join(edge.old for edge in edges)
            for edge in edges:
                message = Message.of(
                    "{name} of {new!r} is {given}, and that of what went into it ({olds}) sums to {total}",
                    name=name,
                    new=new,
                    given=given,
                    olds=olds,
                    total=total,
                )
                report.row(edge.line, "PARTS_DO_NOT_ADD_UP", message, subject=new)
    for old, edges in out.items():
        given = lineages.side(old, new=False).figure
        amounts = [edge.amount for edge in edges if edge.amount is not None]
        if len(amounts) == len(edges) and given is not None and sum(amounts) != given:
            for edge in edges:
                message = Message.of(
                    "{name} of {old!r} is {given}, and its parts sum to {total}",
                    name=name,
                    old=old,
                    given=given,
                    total=sum(amounts),
                )
                report.row(edge.line, "PARTS_DO_NOT_ADD_UP", message, subject=old)


def predecessors_sum(edges: list[Edge], out: dict[str, list[Edge]], lineages: Lineages) -> int | None:
    """Sum what went into one new unit; None where a part of the sum is not known."""
    olds = {edge.old for edge in edges}
    covered = {within for old in olds if (within := lineages.side(old, new=False).within) != old} & olds
    total = 0
    for edge in edges:
        if edge.old in covered:
            continue
        figure = edge.amount if edge.amount is not None else lineages.side(edge.old, new=False).figure
        if edge.amount is None and len(out[edge.old]) > 1:
            return None
        if figure is None:
            return None
        total += figure
    return total
