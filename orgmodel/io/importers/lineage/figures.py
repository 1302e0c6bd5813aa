"""Figures of old and new units (population, area, staff) compared across the edges, to see that parts add up."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.io import cells
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.lineage.edges import Edge, Lineages


def check_figures(lineages: Lineages, name: str, report: Report) -> None:
    """Report new units whose figure is not the sum of what went into them, and old ones whose parts do not sum to them.

    A unit whose territory holds that of another predecessor is counted through it, so that a county is not counted
    beside its districts. Where a figure is missing, or a part's amount is not known, nothing can be said.
    """
    if all(side.figure is None for edge in lineages.edges for side in (edge.old_side, edge.new_side)):
        return
    into: dict[tuple[str | None, str], list[Edge]] = {}
    out: dict[tuple[str | None, str], list[Edge]] = {}
    for edge in lineages.edges:
        into.setdefault((edge.date, edge.new), []).append(edge)
        out.setdefault((edge.date, edge.old), []).append(edge)
    for (_, new), edges in into.items():
        given, total = edges[0].new_side.figure, predecessors_sum(edges, out)
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
    for (_, old), edges in out.items():
        given = edges[0].old_side.figure
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


def predecessors_sum(edges: list[Edge], out: dict[tuple[str | None, str], list[Edge]]) -> int | None:
    """Sum what went into one new unit on a day; None where a part of the sum is not known."""
    olds = {edge.old for edge in edges}
    covered = {edge.old_side.within for edge in edges if edge.old_side.within != edge.old} & olds
    total = 0
    for edge in edges:
        if edge.old in covered:
            continue
        figure = edge.amount if edge.amount is not None else edge.old_side.figure
        if edge.amount is None and len(out[edge.date, edge.old]) > 1:
            return None
        if figure is None:
            return None
        total += figure
    return total


def figure(text: str, line: int, report: Report) -> int | None:
    """Read a whole figure; what is not one is reported and stays missing."""
    if not text:
        return None
    try:
        return cells.count(text)
    except ValueError as error:
        report.row(line, "BAD_FIGURE", Message.of("{error}; it is kept as missing", error=error))
        return None
