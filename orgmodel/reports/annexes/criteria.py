"""Biểu 6: what norms say of the units that are rearranged, with evidence and citation, and how far the common model is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.core.names import Names, names_of
from orgmodel.norms.finding import AFTER, BEFORE, PASS, is_for_action
from orgmodel.reports.about import naming
from orgmodel.reports.annexes.placement import MOST_LEFT, joined
from orgmodel.reports.arrangement import Arrangement
from orgmodel.reports.cells import COUNT, NO, Cell, Words
from orgmodel.reports.form import GROUP, Form, FormColumn, FormRow
from orgmodel.reports.side_by_side import subject_name
from orgmodel.words.labels import names as label_names
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison

Row = Mapping[str, Any]
MOST_IN_POOL = 100
"""Of a pool of more units a finding is not about the few that are rearranged."""


def criteria_form(comparison: Comparison, case: Case, parts: Sequence[Arrangement], *, annex: str = "6") -> Form | None:
    """List the findings about units that are rearranged, norm by norm; None where no norm speaks of any."""
    found = findings_of(comparison, case, parts)
    before = {(row["norm"], row["subject"]): row for row in _rows(comparison, case, BEFORE)}
    norms: dict[str, list[Row]] = {}
    for row in found:
        norms.setdefault(row["norm"], []).append(row)
    rows: list[FormRow] = []
    for place, listed in enumerate(norms.values(), 1):
        title, cited = names_of(**listed[0]["title"]) or listed[0]["norm"], names_of(**listed[0]["cited"])
        head = (place, said("norm_and_citation", norm=title, cited=cited), (), (), (), (), ())
        rows.append(FormRow(head, GROUP, key=listed[0]["norm"]))
        alike: dict[tuple[Cell, ...], list[Row]] = {}
        for row in listed:
            cells = _cells(case, row, before.get((row["norm"], row["subject"])))
            alike.setdefault((*cells[1:-1], () if row["result"] == PASS else cells[-1]), []).append(row)
        for cells, several in alike.items():
            key = f"{several[0]['norm']}@{';'.join(str(row['subject']) for row in several)}"
            named = [unit for row in several for unit in row.get("units") or ()]
            subjects = Words(_subjects(case, several), naming("units", named))
            rows.append(FormRow(((), subjects, *cells), key=key, level=1))
    rows += _model_rows(comparison, case, parts, len(norms))
    if not rows:
        return None
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("criterion_and_subject"), width=4.5),
        FormColumn(said("limit"), COUNT, width=0.8),
        FormColumn(said("before"), COUNT, "before", "value", width=0.8),
        FormColumn(said("after"), COUNT, "after", "value", width=0.8),
        FormColumn(said("result"), width=1.6),
        FormColumn(said("note"), width=3),
    ]
    return Form.of("criteria", said("criteria"), columns, rows, annex=annex, as_of=case.before.as_of)


def findings_of(comparison: Comparison, case: Case, parts: Sequence[Arrangement]) -> list[Row]:
    """Give the findings after of the units that are rearranged, and those that somebody must act on where one is touched."""
    touched = {unit for part in parts for unit in part.after}
    found = []
    for row in _rows(comparison, case, AFTER):
        units = set(row.get("units") or ())
        about = bool(units & touched) and len(units) <= MOST_IN_POOL
        if row["result"] != "not_applicable" and (about or (units & touched and is_for_action(row["result"], row.get("change")))):  # fmt: skip
            found.append(row)
    return found


def _rows(comparison: Comparison, case: Case, state: str) -> Iterable[Row]:
    return (row for row in comparison.norms_of(case.label) if row["state"] == state)


def _known(value: Any) -> float | int | None:
    return None if value is None or value != value else int(value) if float(value).is_integer() else float(value)


def _subjects(case: Case, rows: Sequence[Row]) -> Names:
    texts = {code: [subject_name(case, str(row["subject"]), code) for row in rows] for code in case.languages}
    return names_of(**{code: "; ".join(told) for code, told in texts.items()})


def _cells(case: Case, row: Row, was: Row | None) -> tuple[Cell, ...]:
    subject = _subjects(case, [row])
    limit, value = _known(row["limit"]), _known(row["value"])
    before = _known(was["value"]) if was is not None else ()
    return (
        subject,
        () if limit is None else limit,
        before if before is not None else (),
        value if value is not None or row["result"] == "not_evaluable" else (),
        label_names("result", row["result"], case.own_labels),
        names_of(**row["note"]),
    )


def model_deviations(
    comparison: Comparison, case: Case, parts: Sequence[Arrangement]
) -> dict[tuple[str, str], Counter[str]]:
    """Count the deviations from reference models in the areas touched, by model and kind, in each state."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in _deviations(comparison, case, parts):
        found.setdefault((row["model"], row["kind"]), Counter())[row["state"]] += 1
    return found


def _deviations(comparison: Comparison, case: Case, parts: Sequence[Arrangement]) -> list[Row]:
    """List the deviations in the areas touched."""
    touched = {unit for part in parts for unit in part.units}
    areas = {getattr(case.after.units.get(unit) or case.before.units.get(unit), "area", "") for unit in touched}
    return [
        row
        for row in comparison.deviations_of(case.label)
        if row["kind"] != "not_judged" and row.get("area", "") in areas
    ]


def model_titles(comparison: Comparison, case: Case) -> dict[str, Names]:
    """Give the titles of the reference models."""
    return {row["model"]: names_of(**(row.get("model_title") or {})) for row in comparison.deviations_of(case.label)}


def _model_rows(comparison: Comparison, case: Case, parts: Sequence[Arrangement], place: int) -> list[FormRow]:
    titles = model_titles(comparison, case)
    left: dict[tuple[str, str], list[str]] = {}
    for row in _deviations(comparison, case, parts):
        if row["state"] == AFTER and row["unit"]:
            left.setdefault((row["model"], row["kind"]), []).append(row["unit"])
    rows: list[FormRow] = []
    headed: set[str] = set()
    for (model, kind), states in sorted(model_deviations(comparison, case, parts).items()):
        title = said("kept_to_model", model=titles.get(model) or model)
        if model not in headed:
            headed.add(model)
            place += 1
            rows.append(FormRow((place, title, (), (), (), (), ()), GROUP, key=model))
        kind_names = label_names("deviation", kind, case.own_labels)
        units = list(dict.fromkeys(left.get((model, kind), [])))
        note: Cell = ()
        if 0 < len(units) <= MOST_LEFT:
            note = Words(said("deviation_left", units=joined(case, units)), naming("units", units))
        cells: tuple[Cell, ...] = ((), kind_names, (), states[BEFORE], states[AFTER], (), note)
        rows.append(FormRow(cells, level=1, key=f"{model}@{kind}"))
    return rows
