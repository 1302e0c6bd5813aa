"""Biểu 1: the present state of the units that are rearranged: quota, who is present, vacancies, leaders, contracts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.reports.arrangement import Arrangement, whole
from orgmodel.reports.cells import COUNT, NO, Cell
from orgmodel.reports.figures import in_quota, sources_of
from orgmodel.reports.form import BEFORE, TOTAL, Form, FormColumn, FormRow
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.core.names import Names

COLUMNS = (
    ("authorized", "posts_authorized"), ("present", "present"), ("vacant", "vacancies"), ("contracts", "posts_outside_quota"),
    ("heads", "heads"), ("deputies", "deputies"), ("staff", "staff"),
)  # fmt: skip
"""Headings, and the measure that stands under each; ``present`` is who is present inside quota."""


def present_state_form(case: Case, parts: Sequence[Arrangement], *, annex: str = "1") -> Form | None:
    """List the units before, with a total; None where none of them has posts."""
    listed = [part for part in parts if not part.is_of_party_organisations]
    units = [unit for part in listed for unit in part.before]
    if not units:
        return None
    rows = [
        FormRow((number, unit_names(case, unit), *_figures(Arrangement(case, (unit,), ()))), key=unit)
        for number, unit in enumerate(units, 1)
    ]
    if len(rows) > 1:
        all_of_them = whole(case, [Arrangement(case, (unit,), ()) for unit in units])
        rows.append(FormRow(((), said("total"), *_figures(all_of_them)), TOTAL, key=";".join(units)))
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("agency"), width=4),
        *(FormColumn(said(key), COUNT, BEFORE, measure, adds_up=True) for key, measure in COLUMNS),
    ]
    return Form.of(
        "present-state", said("present_state"), columns, rows, annex=annex, unit=said("people_and_posts"),
        as_of=case.before.as_of, source=sources_of(case, units),
    ).without_empty()  # fmt: skip


def _figures(part: Arrangement) -> list[Cell]:
    found: list[Cell] = []
    for _, measure in COLUMNS:
        if measure == "present":
            found.append(in_quota(part.read("posts_filled").before, part.read("posts_outside_quota").before))
        else:
            found.append(part.read(measure).before)
    return found


def unit_names(case: Case, id: str) -> Names:
    """Name a unit, apart from others that bear the same name."""
    return case.told_apart(id) or (("und", id),)
