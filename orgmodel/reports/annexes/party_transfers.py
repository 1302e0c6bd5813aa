"""Biểu 9: Party organisations that pass to another superior, with their members, and what both ends have before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of
from orgmodel.measures.catalogue import measure_of
from orgmodel.operations.effect import UNKNOWN
from orgmodel.reports.about import About
from orgmodel.reports.annexes.present_state import unit_names, unit_words
from orgmodel.reports.arrangement import Arrangement, unit_of
from orgmodel.reports.cells import COUNT, NO, PEOPLE, Cell
from orgmodel.reports.ends_form import members_in_sums
from orgmodel.reports.figures import measure_names
from orgmodel.reports.form import AFTER, BEFORE, CHANGE, GROUP, HEADING, TOTAL, Form, FormColumn, FormRow
from orgmodel.words.citations import rows_together, source_name
from orgmodel.words.labels import label
from orgmodel.words.labels import names as label_names
from orgmodel.words.numbers import number, padded
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.operations.effect import Assessment


def moved_organisations(case: Case) -> dict[str, list[str]]:
    """Give the Party organisations that stand under another superior than before, by the superior after."""
    found: dict[str, list[str]] = {}
    for unit, before, after in case.units_moved:
        one = unit_of(case, unit)
        if one is not None and case.before.terms.counts(one.kind) == "party" and before and after:
            found.setdefault(after, []).append(unit)
    return found


def transfer_form(case: Case, *, annex: str = "9") -> Form | None:
    """List the organisations that move, under each receiver with the sum of their members; None where none moves."""
    receivers = moved_organisations(case)
    if not receivers:
        return None
    came_from = {unit: before for unit, before, _ in case.units_moved}
    rows: list[FormRow] = []
    number = 0
    for receiver, units in receivers.items():
        together = Arrangement(case, tuple(units), tuple(units)).read("party_members").after
        cells: tuple[Cell, ...] = ((), unit_words(case, receiver), (), len(units), together, ())
        rows.append(FormRow(cells, GROUP, key=";".join(units), about=About(units=tuple(units))))
        for unit in units:
            number += 1
            one, kind = Arrangement(case, (unit,), (unit,)), unit_of(case, unit)
            kind_names = label_names("kind", kind.kind, case.own_labels) if kind is not None else ()
            cells = (number, unit_words(case, unit), kind_names, 1, one.read("party_members").after, unit_words(case, came_from[unit]))  # fmt: skip
            rows.append(FormRow(cells, level=1, key=unit, about=About(units=(unit,))))
    every = tuple(unit for units in receivers.values() for unit in units)
    total = Arrangement(case, every, every).read("party_members").after
    cells = ((), said("total"), (), len(every), total, ())
    rows.append(FormRow(cells, TOTAL, key=";".join(every), about=About(units=every)))
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("party_organisation"), width=4),
        FormColumn(said("kind"), width=1.7),
        FormColumn(said("organisations"), COUNT, of="units_direct", width=0.9, adds_up=True),
        FormColumn(said("members"), PEOPLE, "", "party_members", width=0.9, adds_up=True),
        FormColumn(said("comes_from"), width=3),
    ]
    notes = _notes(case, receivers)
    origins = list(dict.fromkeys(came_from[unit] for unit in every))
    if len(origins) == 1:  # said once, not row by row
        columns, rows = columns[:-1], [replace(row, cells=row.cells[:-1]) for row in rows]
        notes.insert(0, said("all_come_from", unit=unit_names(case, origins[0])))
    return Form.of(
        "party-transfers", said("party_transfers"), columns, rows, notes, annex=annex,
        unit=said("organisations_and_members"), as_of=case.before.as_of, source=_sources(case, every),
    )  # fmt: skip


def _notes(case: Case, receivers: dict[str, list[str]]) -> list[Names]:
    """Say where only the sum over several organisations is cited."""
    of_sums = []
    for units in receivers.values():
        alone = [Arrangement(case, (unit,), (unit,)).read("party_members").after for unit in units]
        together = Arrangement(case, tuple(units), tuple(units)).read("party_members").after
        if len(units) > 1 and together.complete and any(one.missing for one in alone):
            of_sums.append(
                said(
                    "only_the_sum",
                    many=names_of(vi=padded(len(units), "vi"), en=number(len(units), "en")),
                    total=int(together.value or 0),
                )
            )
    added = members_in_sums(case)
    return [*of_sums, added] if added else of_sums


def _sources(case: Case, units: Sequence[str]) -> Names:
    found = [one.src for unit in units for one in case.before.queries.members_of(unit) if one.src]
    evidence = [result.step.evidence for result in case.outcome.steps if result.step.evidence]
    listed = rows_together(dict.fromkeys((*found, *evidence)))
    texts = {
        code: dict.fromkeys(source_name(one, case.papers, code, case.own_labels) for one in listed)
        for code in case.languages
    }
    return names_of(**{code: "; ".join(filter(None, told)) for code, told in texts.items()})


def ends_form(case: Case, *, annex: str = "") -> Form | None:
    """Tell of each superior that organisations leave or reach how many it has directly under it, and its members."""
    ends = list(dict.fromkeys(end for one in moved_organisations(case).values() for unit, *pair in case.units_moved if unit in one for end in pair if end))  # fmt: skip
    if not ends:
        return None
    measures = [measure_of(id) for id in ("units_direct", "party_members")]
    rows = []
    for end in ends:
        sides = [(end,) if state.units.get(end) is not None else () for state in (case.before, case.after)]
        if not any(sides):
            continue  # it begins and ends within the run: neither state has figures of it
        cells: list[Cell] = [unit_words(case, end)]
        for one in measures:
            change = Arrangement(case, sides[0], sides[1]).read(one.id)
            cells += [change.before, change.after, change.change] if one.id == "units_direct" else [change.change]
        rows.append(FormRow(tuple(cells), key=end, about=About(units=(end,))))
    columns = [FormColumn(said("superior"), width=4)]
    columns += [
        FormColumn(said(role), COUNT, role, "units_direct", group=measure_names("units_direct", case))
        for role in (BEFORE, AFTER, CHANGE)
    ]
    columns.append(FormColumn(said("members_change"), PEOPLE, CHANGE, "party_members"))
    return Form.of(
        "ends",
        said("ends"),
        columns,
        rows,
        annex=annex,
        unit=said("organisations_and_members"),
        as_of=case.before.as_of,
    )


def assessment_form(case: Case, *, annex: str = "9") -> Form | None:
    """List the organisations judged by criteria, with the evidence of each answer; None where none was judged."""
    judged = [one for result in case.outcome.steps for one in result.assessments if one.answers]
    if not judged:
        return None
    titles = {name: title for one in judged for name, title in one.titles}
    criteria = list(dict.fromkeys(answer[0] for one in judged for answer in one.answers))
    rows = [
        FormRow(
            (number, unit_words(case, one.unit), *_assessed(case, one, criteria)),
            key=one.unit,
            about=About(units=(one.unit,)),
        )
        for number, one in enumerate(judged, 1)
    ]
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("party_organisation"), width=3.5),
        FormColumn(said("members"), PEOPLE, "", "party_members", width=0.9),
        *(FormColumn(titles.get(name) or (("und", name),), width=2, named=HEADING) for name in criteria),
        FormColumn(said("verdict"), width=1.4),
        FormColumn(said("decision"), width=1.4),
        FormColumn(said("receiver"), width=2),
    ]
    kept = [at for at in range(len(columns)) if at < 3 or any(row[at] for row in rows)]
    trimmed = [replace(row, cells=tuple(row[at] for at in kept)) for row in rows]
    return Form.of(
        "party-criteria", said("party_criteria"), [columns[at] for at in kept], trimmed, annex=annex,
        unit=said("members_unit"), as_of=case.before.as_of, source=_sources(case, tuple(one.unit for one in judged)), wide=True,
    )  # fmt: skip


def _assessed(case: Case, one: Assessment, criteria: Sequence[str]) -> tuple[Cell, ...]:
    answers = {name: (answer, shown, src) for name, answer, shown, src in one.answers}
    members = Arrangement(case, (one.unit,), (one.unit,)).read("party_members").before
    is_open = one.verdict == UNKNOWN and not one.decision
    return (
        members,
        *(_answer(case, *answers.get(name, ("unknown", "", ""))) for name in criteria),
        label_names("verdict", one.verdict, case.own_labels),
        one.decision or said("moves" if one.moves else "undecided" if is_open else "stays"),
        unit_words(case, one.receiver) if one.receiver else (),
    )


def _answer(case: Case, answer: str, shown: str, src: str) -> Names:
    texts = {}
    for code in case.languages:
        tail = f" ({shown}; {source_name(src, case.papers, code, case.own_labels)})" if shown else ""
        texts[code] = label("answer", answer, code) + tail
    return names_of(**texts)
