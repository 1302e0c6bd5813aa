"""Biểu 7: the alternatives side by side with what differs, and what speaks for and against each by its own notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.comparison.comparable import MeasureCell
from orgmodel.comparison.scope_names import scope_name
from orgmodel.comparison.side_by_side import Alternatives
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.measures.measured_value import MeasuredValue
from orgmodel.reports.about import About, about_scope
from orgmodel.reports.arrangement import arrangements_of
from orgmodel.reports.cells import COUNT, Cell
from orgmodel.reports.figures import kind_of, measure_names
from orgmodel.reports.form import AFTER, BEFORE, CHANGE, HEAD_GROUP, Form, FormColumn, FormRow
from orgmodel.reports.statements import where_said
from orgmodel.words.money import measure_places
from orgmodel.words.numbers import change_told, places_of
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.scenario.elements import Evaluation

STRENGTH, LIMIT = "strength", "limit"
HEADS = (("after", AFTER), ("more_or_less", CHANGE))
"""What stands above the two columns of an alternative."""
WIDE = 4
"""Of more alternatives the table lies on its side."""


def alternatives_form(found: Alternatives, *, annex: str = "7") -> Form | None:
    """Lay what differs between alternatives side by side, in the scope that they touch; None of fewer than two, or where nothing does."""
    cases = [case for case in found.cases if not case.is_refused]
    if len(cases) < 2:
        return None
    at = [place for place, case in enumerate(found.cases) if not case.is_refused]
    rows = []
    for line in found.lines:
        if all(cell is None or (cell.change is None and not line.meant.compares) for cell in line.cells):
            continue  # of no alternative it is known how it changes
        nows = [line.now or line.nows[place] for place in at]
        is_lost = any(
            now and (cell := line.cells[place]) and _is_lost(now, cell) for now, place in zip(nows, at, strict=True)
        )
        title = measure_names(line.measure, cases[0])
        cells: list[Cell] = [said("total_not_known", measure=title), ()] if is_lost else [title, _value(line.now)]
        told = [(now.value, cell.value, cell.change) for now, place in zip(nows, at, strict=True) if now and (cell := line.cells[place])]  # fmt: skip
        places = places_of(*told, least=measure_places(line.measure, cases[0].before.terms))
        for now, place in zip(nows, at, strict=True):
            cell = line.cells[place]
            change = change_told(now.value if now else None, cell.value, cell.change, places) if cell else None
            cells += (
                [(), ()] if cell is None else [() if is_lost else _value(cell), () if line.meant.compares else change]
            )
        about = about_scope(cases[0].before, found.scope)
        rows.append(FormRow(tuple(cells), kind=kind_of(line.meant), places=places, key=found.scope, of=line.measure, about=about))  # fmt: skip
    left = [sum(len(part.deputies_left()) for part in arrangements_of(case)) for case in cases]
    if any(left):
        counted = [cell for many in left for cell in (many, ())]
        cells = [said("agencies_left_without_deputy"), (), *counted]
        rows.append(FormRow(tuple(cells), key="left_without_deputy", about=About(("deputies",))))
    if not rows:
        return None
    columns = [FormColumn(said("measure"), width=4), FormColumn(said("now"), COUNT, BEFORE)]
    for number, case in enumerate(cases, 1):
        group = short_name(case, number)
        columns += [
            FormColumn(said(key), COUNT, role, case=case.label, group=group, named=HEAD_GROUP) for key, role in HEADS
        ]
    notes = [said("alternative_is", short=short_name(case, number), title=title_of(case)) for number, case in enumerate(cases, 1)]  # fmt: skip
    scope = names_of(**{code: scope_name(cases[0], found.scope, code) for code in cases[0].languages})
    return Form.of(
        f"alternatives-{'-'.join(found.clauses) or 'all'}", said("alternatives", scope=scope), columns, rows, notes,
        annex=annex, unit=said("people_and_posts"), as_of=cases[0].before.as_of, wide=len(cases) > WIDE,
    )  # fmt: skip


def _is_lost(now: MeasureCell, after: MeasureCell) -> bool:
    """Tell whether of a sum is known no more than what leaves it: at least so many before, and after it nothing, with a known change."""
    return bool(now.value and now.missing and after.missing and not after.value and after.change)


def short_name(case: Case, number: int) -> Names:
    """Call an alternative in the head of a column: by the name that it has there everywhere, or by a number."""
    return case.short_names or said("alternative", number=number)


def title_of(case: Case) -> Names:
    """Give the title of a case, which says so where it is a draft of the authors' own."""
    return names_of(**{code: case.name(code) for code in case.languages})


def _value(cell: MeasureCell | None) -> Cell:
    if cell is None or (cell.value is None and not cell.missing and not cell.units):
        return ()
    return MeasuredValue(cell.value, cell.low, cell.high, cell.missing, cell.assumed, known=cell.known, of=cell.of)


def judgement_form(cases: Sequence[Case], *, notes: bool = True, annex: str = "") -> Form | None:
    """Say of each alternative what speaks for it and against it, each with its source, and what else its notes say.

    Where nothing is noted its cell is to be filled in. Without ``notes`` only evaluations are told, and None is given where
    none has any.
    """
    judged = [_judged(case) for case in cases]
    if not notes and not any(texts for both in judged for texts in both):
        return None
    rows = []
    for number, (case, both) in enumerate(zip(cases, judged, strict=True), 1):
        judgements = (_together(case, texts) or said("left_to_fill_in") for texts in both)
        cells = (short_name(case, number), *judgements, case.outcome.scenario.notes if notes else ())
        rows.append(FormRow(cells, key=case.label, about=About(case=case.label)))
    columns = [FormColumn(said("alternative_column"), width=1.2), FormColumn(said("advantages"), width=3),
               FormColumn(said("drawbacks"), width=3), FormColumn(said("note"), width=4)]  # fmt: skip
    kept = [at for at in range(4) if not at or any(row[at] for row in rows)]
    told = [replace(row, cells=tuple(row[at] for at in kept)) for row in rows]
    wide = len(cases) > WIDE  # on the page of the table that it follows
    return Form.of("judgement", said("judgement"), [columns[at] for at in kept], told, annex=annex, wide=wide)


def _judged(case: Case) -> tuple[list[Evaluation], list[Evaluation]]:
    """Gather what a scenario and its steps note for it, and against it."""
    notes = [
        *case.outcome.scenario.evaluation,
        *(one for result in case.outcome.steps for one in result.step.evaluation),
    ]
    strengths, limits = ([one for one in notes if one.aspect == aspect] for aspect in (STRENGTH, LIMIT))
    return strengths, limits


def _together(case: Case, notes: Sequence[Evaluation]) -> Names:
    """Put notes together, each with its source in brackets."""
    texts = {code: " ".join(filter(None, (_with_source(case, one, code) for one in notes))) for code in case.languages}
    return names_of(**texts)


def _with_source(case: Case, one: Evaluation, language: str) -> str:
    text = text_in(one.text, language)
    source = text_in(where_said(case, one.src), language)
    return f"{text.removesuffix('.')} ({source})." if text and source else text
