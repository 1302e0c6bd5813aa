"""Biểu 8: the roadmap: steps, who leads, by when in the paper's own words, and the acts that must come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of
from orgmodel.reports.about import About, naming
from orgmodel.reports.annexes.placement import joined, joined_words
from orgmodel.reports.cells import DATE, NO, Cell, Dated, Words
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.words.labels import names as label_names
from orgmodel.words.numbers import count
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.scenario.elements import Step
    from orgmodel.scenario.scenario import StepResult

MOST_NAMED = 4
"""So many who lead a step are named one by one, more are counted."""
MOST_ACTS_NAMED = 3


def roadmap_form(case: Case, *, clauses: Sequence[str] | None = None, annex: str = "8") -> Form | None:
    """List the steps of a case in their order, before each that takes effect the acts that it needs; None where there is none.

    With ``clauses`` only their steps.
    """
    rows: list[FormRow] = []
    number = 0
    for result in told_steps(case):
        step = result.step
        if clauses is not None and step.clause not in clauses:
            continue
        number += 1
        about = About(steps=(step.id,))
        rows.append(FormRow((number, *_step(case, step)), key=step.id, about=about))
        parts = [*_act_rows(case, result), *_effect(result)]
        rows += [FormRow(((), *cells), level=1, key=step.id, about=about) for cells in parts]
    if not rows:
        return None
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("contents"), width=4.5),
        FormColumn(said("lead"), width=2.2),
        FormColumn(said("partners"), width=1.8),
        FormColumn(said("deadline"), DATE, width=1.7),
        FormColumn(said("product"), width=1.6),
    ]
    columns = [one for at, one in enumerate(columns) if at < 2 or any(row[at] for row in rows)]
    kept = [0, 1, *(at for at in range(2, 6) if any(row[at] for row in rows))]
    rows = [replace(row, cells=tuple(row[at] for at in kept)) for row in rows]
    return Form.of("roadmap", said("roadmap"), columns, rows, annex=annex)


def told_steps(case: Case) -> list[StepResult]:
    """Give the steps of a case without options that nobody owes and that change nothing."""
    owed = {result.step.clause for result in case.outcome.steps if result.step.owners}
    return [
        result
        for result in case.outcome.steps
        if result.step.owners or result.changes or result.problems or result.step.clause not in owed
    ]


def due_of(step: Step) -> Cell:
    """Give by when a step's product is due, in the paper's words."""
    if step.due is None and not step.due_cited:
        return ()
    return Dated(step.due, step.due_cited)


def _step(case: Case, step: Step) -> tuple[Cell, ...]:
    title = step.title or step.id
    what = said("step_of_clause", step=title, clause=step.clause) if step.clause else title
    led = Words(leaders(case, step.owners), naming("units", step.owners))
    return what, led, joined_words(case, step.partners), due_of(step), step.product or ()


def leaders(case: Case, owners: Sequence[str]) -> Names:
    """Name who leads a step; of many alike how many they are."""
    if len(owners) <= MOST_NAMED:
        return joined(case, owners)
    return said("and_others", first=joined(case, owners[:1]), many=len(owners) - 1)


def counted_units(many: int) -> Names:
    """Say how many units there are."""
    return names_of(**{code: count(many, "unit", code) for code in ("vi", "en")})


def _acts(result: StepResult) -> dict[tuple[str, str, str], list[str]]:
    """Put the acts that must come first together, by what they are, whose they are, and how sure that is."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for unit, need in result.needs:
        found.setdefault((need.act, need.by, need.certainty), []).append(unit)
    return found


def _named(case: Case, act: str, certainty: str, units: Names) -> Names:
    what = said("act_of", act=label_names("act", act, case.own_labels), units=units)
    if not certainty:
        return what
    return said("with_remark", what=what, remark=label_names("need_certainty", certainty, case.own_labels))


def _act_rows(case: Case, result: StepResult) -> list[tuple[Cell, ...]]:
    """Make a row of each act that must come first."""
    return [
        (
            Words(said("act_first", act=_named(case, act, certainty, joined(case, units))), naming("units", units)),
            joined_words(case, [by]) if by else (), (), said("before_effect"), (),
        )
        for (act, by, certainty), units in _acts(result).items()
    ]  # fmt: skip


def _effect(result: StepResult) -> list[tuple[Cell, ...]]:
    """Say when what a step does takes effect, where it does anything."""
    if not result.changes:
        return []
    effective = result.step.effective
    when: Cell = Dated(effective) if effective and effective != "?" else said("effect_not_known")
    return [(said("takes_effect"), (), (), when, ())]


def acts_named(case: Case) -> list[Names]:
    """Name the acts that must come first; of many units how many they are."""
    return [
        _named(case, act, certainty, joined(case, units) if len(units) < MOST_ACTS_NAMED else counted_units(len(units)))
        for result in case.outcome.steps
        for (act, _, certainty), units in _acts(result).items()
    ]
