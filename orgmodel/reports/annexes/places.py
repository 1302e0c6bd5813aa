"""The places that a ban on replicating a model binds: who reports, whether the model is there, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from orgmodel.core.names import names_of
from orgmodel.core.records import Attribute
from orgmodel.reports.about import About
from orgmodel.reports.annexes.placement import joined
from orgmodel.reports.annexes.present_state import unit_words
from orgmodel.reports.arrangement import unit_of
from orgmodel.reports.cells import NO
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.words.labels import label
from orgmodel.words.labels import names as label_names
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.scenario.elements import Constraint


def places_form(comparison: Comparison, case: Case, constraint: Constraint, *, annex: str = "") -> Form | None:
    """List the places of a constraint, with who leads there, what is known of the model, and the finding; None where there are none."""
    owners = {
        unit.area: owner
        for result in case.outcome.steps
        if result.step.clause == constraint.clause
        for owner in result.step.owners
        if (unit := unit_of(case, owner)) is not None and unit.area
    }
    found = {
        str(row["subject"]).partition(":")[2] or str(row["subject"]): row
        for row in comparison.norms_of(case.label)
        if (row["norm"], row["state"]) == (constraint.id, "after")
    }
    known = {
        one.unit: one.value
        for one in case.before.table("attributes")
        if isinstance(one, Attribute) and one.name == constraint.known
    }
    places = list(dict.fromkeys((*owners, *(one for one in found if case.names_of(one)))))
    if not places:
        return None
    rows = []
    for number, place in enumerate(places, 1):
        row = found.get(place)
        owner = owners.get(place)
        answer = known.get(place, "unknown")
        rows.append(
            FormRow(
                (
                    number,
                    unit_words(case, place),
                    unit_words(case, owner) if owner else (),
                    names_of(**{code: label("answer", answer, code) for code in case.languages})
                    if answer in ("yes", "no")
                    else said("not_reported"),
                    label_names("result", row["result"] if row is not None else "not_applicable", case.own_labels),
                ),
                key=place,
                about=About(units=(place,)),
            )
        )
    without = [one for one in places if one not in found]
    columns = [
        FormColumn(said("no"), NO, width=0.5),
        FormColumn(said("place"), width=3),
        FormColumn(said("who_reports"), width=3),
        FormColumn(said("model_there"), width=1.5),
        FormColumn(said("result"), width=2),
    ]
    return Form.of(
        f"places-{constraint.id}",
        said("places", model=constraint.title),
        columns,
        rows,
        [said("no_such_office", which=joined(case, without))] if without else [],
        annex=annex,
        as_of=case.before.as_of,
    )


def constraints_of(case: Case, clauses: Iterable[str]) -> list[Constraint]:
    """Give the constraints of the study that some clauses state."""
    study = case.outcome.scenario.study
    wanted = set(clauses)
    return [] if study is None else [one for one in study.constraints if one.clause in wanted]
