"""Cycles of parents and of superiors, each reported once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.problems import Problem
from orgmodel.core.tree import Rows, rows_by_code, unit_rows

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def text_at(structure: Structure, table: str, field: str, row: int) -> Any:
    """Give the text of a field of a row."""
    return structure.vocabulary.value(structure.table(table).column(field)[row])


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
    seen: set[int] = set()
    for start in np.flatnonzero(far >= 0).tolist():
        row, path = start, []
        while row not in seen and row >= 0:
            seen.add(row)
            path.append(row)
            row = int(up[row])
        if row in path:
            ring = path[path.index(row) :]
            names = " → ".join(str(text_at(structure, table, "id", one)) for one in [*ring, ring[0]])
            yield Problem(
                "CYCLE",
                f"a cycle of parents: {names}; one of them must be under another unit",
                subject=str(text_at(structure, table, "id", ring[0])),
                table=table,
                row=ring[0],
                field=field,
            )


def _superior_cycles(structure: Structure) -> Iterable[Problem]:
    """Report units that are, through written administrative lines and parents, their own superiors."""
    lines = structure.lines
    if not lines.size:
        return
    code = structure.vocabulary.code("administrative")
    rows = np.flatnonzero((lines.column("kind") == code) & lines.live)
    if not len(rows):
        return
    up: dict[int, list[int]] = {}
    unit_of = rows_by_code(structure)
    starts, ends = unit_of[lines.column("from_")[rows]], unit_of[lines.column("to")[rows]]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if start >= 0 and end >= 0:
            up.setdefault(start, []).append(end)
    parent = unit_rows(structure, "units", "parent")
    line_of = {(a, b): row for a, b, row in zip(starts.tolist(), ends.tolist(), rows.tolist(), strict=True)}
    state: dict[int, int] = {}
    for first in sorted(up):
        stack: list[tuple[int, list[int]]] = [(first, list(up[first]))] if first not in state else []
        state.setdefault(first, 1)
        while stack:
            unit, above = stack[-1]
            if not above:
                state[unit] = 2
                stack.pop()
                continue
            superior = above.pop()
            if state.get(superior) == 1:
                ring = [one for one, _ in stack]
                ring = ring[ring.index(superior) :]
                names = " → ".join(str(text_at(structure, "units", "id", one)) for one in [*ring, superior])
                yield Problem(
                    "CYCLE",
                    f"a cycle of superiors: {names}; one of these lines must end elsewhere",
                    subject=str(text_at(structure, "units", "id", superior)),
                    table="lines",
                    row=line_of.get((unit, superior), int(rows[0])),
                    field="to",
                )
            elif superior not in state:
                state[superior] = 1
                plain = [int(parent[superior])] if parent[superior] >= 0 else []
                stack.append((superior, list(up.get(superior, plain))))
