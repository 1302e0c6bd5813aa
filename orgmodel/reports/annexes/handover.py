"""Biểu 10: what is handed over and only the agencies know: assets, finance, offices, seals, accounts, files; filled in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Identity
from orgmodel.reports.about import About
from orgmodel.reports.annexes.before_after import group_words
from orgmodel.reports.annexes.placement import joined_words
from orgmodel.reports.appendices import roman
from orgmodel.reports.arrangement import Arrangement
from orgmodel.reports.cells import NO
from orgmodel.reports.form import GROUP, Form, FormColumn, FormRow
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case

ITEMS = ("premises", "assets", "finance", "accounts", "seals", "records")


def handover_form(case: Case, parts: Sequence[Arrangement], *, annex: str = "10") -> Form | None:
    """Give the form for each group in which a unit begins or ends, the seals that are known filled in; None where there is none."""
    touched = {*case.units_begun, *case.units_ended}
    rows: list[FormRow] = []
    for part in parts:
        if part.is_of_party_organisations or not touched & set(part.units):
            continue
        place = sum(row.role == GROUP for row in rows)
        head = (roman(place + 1), group_words(case, part), (), (), ())
        rows.append(FormRow(head, GROUP, key=";".join(part.units), about=About(units=part.units)))
        for number, item in enumerate(ITEMS, 1):
            now = _seals(case, part) if item == "seals" else ()
            receivers = joined_words(case, part.after) if item == "seals" and len(part.after) == 1 else ()
            cells = (number, said(item), now, (), receivers)
            key = f"{';'.join(part.units)}@{item}"
            rows.append(FormRow(cells, level=1, key=key, about=About(units=part.units)))
    if not rows:
        return None
    columns = [
        FormColumn(said("no"), NO, width=0.6),
        FormColumn(said("contents"), width=3),
        FormColumn(said("as_it_is"), width=3),
        FormColumn(said("how_handled"), width=3),
        FormColumn(said("who_receives"), width=2.5),
    ]
    return Form.of("handover", said("handover"), columns, rows, [said("filled_in_by")], annex=annex)


def _seals(case: Case, part: Arrangement) -> Names:
    seals = [
        (one.seal, one.src) for one in case.before.table("identities") if isinstance(one, Identity) and one.unit in part.before and one.seal
    ]  # fmt: skip
    if not seals:
        return ()
    is_assumed = any(src.startswith("assumed") for _, src in seals)
    remark = said("is_assumed")
    called = {
        code: "; ".join(text_in(case.own_labels.get(f"text.{seal}", ()), code, seal) for seal, _ in seals)
        for code in case.languages
    }
    return names_of(
        **{code: f"{told} ({text_in(remark, code)})" if is_assumed else told for code, told in called.items()}
    )
