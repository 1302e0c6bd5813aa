"""Biểu 5: the functions of the units that are rearranged, by agency before and after, with gaps and overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.names import Names
from orgmodel.core.records import Function
from orgmodel.reports.about import About, naming
from orgmodel.reports.annexes.before_after import group_words
from orgmodel.reports.annexes.placement import joined_words
from orgmodel.reports.appendices import roman
from orgmodel.reports.arrangement import Arrangement
from orgmodel.reports.cells import NO, Words
from orgmodel.reports.form import GROUP, Form, FormColumn, FormRow
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.core.structure import Structure

Performed = dict[str, tuple[Function, list[str]]]


def function_allocation_form(case: Case, parts: Sequence[Arrangement], *, annex: str = "5") -> Form | None:
    """List the functions of each group: who performs them before and after; None where no unit has any."""
    rows: list[FormRow] = []
    number = 0
    for part in parts:
        before, after = _performed(case.before, part.before), _performed(case.after, part.after)
        if not before and not after:
            continue
        place = sum(row.role == GROUP for row in rows)
        head = (roman(place + 1), group_words(case, part), (), (), ())
        rows.append(FormRow(head, GROUP, key=";".join(part.units), about=About(units=part.units)))
        for id in sorted({*before, *after}, key=lambda one: _order(case, one, before, after)):
            old, new = (found.get(id, (None, []))[1] for found in (before, after))
            one = (after.get(id) or before[id])[0]
            number += 1
            holders = tuple(dict.fromkeys((*old, *new)))
            called = Words(one.names or (("und", id),), naming("functions", (f"{unit} {id}" for unit in holders)))
            cells = (number, called, joined_words(case, old), joined_words(case, new), _note(case, id, one, old, new))
            rows.append(FormRow(cells, key=id, about=About(units=holders)))
    if not rows:
        return None
    columns = [
        FormColumn(said("no"), NO, width=0.6),
        FormColumn(said("function"), width=4),
        FormColumn(said("unit_before"), width=3),
        FormColumn(said("unit_after"), width=3),
        FormColumn(said("note"), width=2),
    ]
    shown = [part for part in parts if _performed(case.before, part.before) or _performed(case.after, part.after)]
    alone = [at for at, side in ((2, "before"), (3, "after")) if all(len(getattr(part, side)) == 1 for part in shown)]
    kept = [at for at in range(len(columns)) if at not in alone[:1]]
    rows = [replace(row, cells=tuple(row.cells[at] for at in kept)) for row in rows]
    columns = [columns[at] for at in kept]
    return Form.of("functions", said("functions_allocated"), columns, rows, annex=annex, as_of=case.before.as_of)


def _performed(structure: Structure, units: Sequence[str]) -> Performed:
    """Give the functions of units with all below, and which units perform each."""
    found: Performed = {}
    for unit in units:
        for inner in structure.queries.subtree(unit):
            for one in structure.functions_of(inner.id):
                if isinstance(one, Function):
                    found.setdefault(one.function, (one, []))[1].append(inner.id)
    return found


def _order(case: Case, id: str, before: Performed, after: Performed) -> tuple[bool, int, str]:
    """Sort by the unit that performs a function afterwards, internal ones last."""
    one, units = after.get(id) or before[id]
    structure = case.after if id in after else case.before
    return one.internal, int(structure.tree.start[structure.units.row(units[0])]), id


def _note(case: Case, id: str, one: Function, old: list[str], new: list[str]) -> Names:
    if not new:
        elsewhere = [
            other.unit
            for other in case.after.table("functions")
            if isinstance(other, Function) and other.function == id
        ]
        return said("function_elsewhere") if elsewhere and not one.internal else said("function_gap")
    if not old:
        return said("function_new")
    if len(new) > 1 and len(old) <= 1:
        return said("function_of_each") if one.internal else said("function_overlap")
    return ()
