"""Cycles of parents and of superiors, each reported once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.core.reporting import ADMINISTRATIVE
from orgmodel.core.rings import rings
from orgmodel.core.tree import Rows, rows_by_code, unit_rows

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def text_at(structure: Structure, table: str, field: str, row: int) -> Any:
    """Give the text of a field of a row."""
    return structure.strings.value(structure.table(table).column(field)[row])


def cycles(structure: Structure) -> Iterable[Problem]:
    """Report cycles of parents, and of superiors through written lines, each once."""
    units = structure.units
    if not units.size:
        return
    parent = np.where(units.live, unit_rows(structure, "units", "parent"), -1)
    yield from _report_cycles(structure, "units", "parent", parent)
    yield from _superior_cycles(structure)


def _report_cycles(structure: Structure, table: str, field: str, up: Rows) -> Iterable[Problem]:
    """Report each cycle of a one-superior relation once, at its first row."""
    far = up.copy()
    steps = 1
    while steps < len(up) and (far >= 0).any():
        far = np.where(far >= 0, far[far], -1)
        steps *= 2
    for ring in rings(np.flatnonzero(far >= 0).tolist(), lambda row: [int(up[row])] if up[row] >= 0 else []):
        names = " → ".join(str(text_at(structure, table, "id", one)) for one in [*ring, ring[0]])
        yield Problem(
            "CYCLE",
            Message.of("a cycle of parents: {names}; one of them must be under another unit", names=names),
            subject=str(text_at(structure, table, "id", ring[0])),
            table=table,
            row=ring[0],
            field=field,
        )


def _superior_cycles(structure: Structure) -> Iterable[Problem]:
    """Report units and posts that are, through written administrative lines and the rest, their own superiors."""
    lines = structure.lines
    if not lines.size:
        return
    kind, junior, senior = lines.column("kind"), lines.column("from_"), lines.column("to")
    rows = np.flatnonzero((kind == structure.strings.code(ADMINISTRATIVE)) & lines.live)
    if not len(rows):
        return
    unit_of, reporting, parent = rows_by_code(structure), structure.reporting, structure.tree.parent
    adrift = np.flatnonzero((structure.tree.depth < 0) & (parent >= 0))  # by a cycle of parents: no line is derived
    adrift = np.setdiff1d(adrift, unit_of[junior[rows]])
    unit_from = np.concatenate([reporting.unit_from, adrift])
    unit_to = np.concatenate([reporting.unit_to, parent[adrift]])
    unit_ids = structure.units.column("id")
    starts = np.intersect1d(
        reporting.unit_from[~reporting.unit_derived], _never_ending(unit_from, unit_to, len(parent))
    )
    line_at = {(junior[row], senior[row]): row for row in rows.tolist()} if len(starts) else {}
    for ring in rings(starts.tolist(), _above(unit_from, unit_to, len(parent))):
        edges = [(unit_ids[one], unit_ids[other]) for one, other in pairwise([*ring, ring[0]])]
        lines_in = [line_at[edge] for edge in edges if edge in line_at]
        if lines_in:  # a cycle of parents alone is told as one already
            yield _superior_cycle(structure, [one for one, _ in edges], min(lines_in))

    of_posts = rows[(unit_of[junior[rows]] < 0) | (unit_of[senior[rows]] < 0)]
    never = _never_ending(reporting.post_from, reporting.post_to, structure.posts.size)
    if not len(of_posts) or not len(never):
        return
    ids = structure.posts.column("id")
    row_of = {int(ids[row]): row for row in np.unique(reporting.post_from).tolist()}
    written: dict[int, int] = {}  # post -> the line that it, or as its head its unit, has
    for row in of_posts[::-1].tolist():
        unit = int(unit_of[junior[row]])
        written[int(reporting.head[unit]) if unit >= 0 else row_of.get(int(junior[row]), -1)] = row

    above_post = _above(reporting.post_from, reporting.post_to, structure.posts.size)
    for ring in rings(sorted(written.keys() & set(never.tolist())), above_post):
        found = [written[post] for post in ring if post in written]
        if found:  # a ring through lines between units alone is reported there
            yield _superior_cycle(structure, [int(ids[post]) for post in ring], min(found))


_LEVELS = 100


def _never_ending(junior: Rows, senior: Rows, size: int) -> Rows:
    """List the rows of which not every way up has come to an end after many levels; all others are in no ring."""
    is_open = np.zeros(size, dtype=np.bool_)
    is_open[junior] = True
    left = int(is_open.sum())
    for _ in range(_LEVELS):
        under_open = is_open[senior]
        junior, senior = junior[under_open], senior[under_open]
        is_open[:] = False
        is_open[junior] = True
        before, left = left, int(is_open.sum())
        if left in (0, before):
            break
    return np.flatnonzero(is_open)


def _above(junior: Rows, senior: Rows, size: int) -> Callable[[int], list[int]]:
    """Look up the superiors of a row among lines, in their order."""
    order = np.argsort(junior, kind="stable")
    first: list[int] = np.searchsorted(junior[order], np.arange(size + 1)).tolist()
    ends: list[int] = senior[order].tolist()
    return lambda row: ends[first[row] : first[row + 1]]


def _superior_cycle(structure: Structure, codes: list[int], row: int) -> Problem:
    names = [str(structure.strings.value(code)) for code in codes]
    ring = " → ".join([*names, names[0]])
    message = Message.of("a cycle of superiors: {ring}; one of these lines must end elsewhere", ring=ring)
    return Problem("CYCLE", message, subject=names[0], table="lines", row=row, field="to")
