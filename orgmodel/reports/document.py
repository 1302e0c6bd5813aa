"""The report of a comparison as sections of paragraphs and forms, before any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Document as CitedDocument
from orgmodel.reports.form import Form
from orgmodel.reports.forms import (
    assumed_form,
    evaluation_form,
    function_form,
    ledger_form,
    lineage_form,
    missing_form,
    need_form,
    option_form,
    step_form,
    transfer_form,
)
from orgmodel.reports.overview import change_form, deviation_form, norm_form, open_norm_form, side_by_side_forms
from orgmodel.words.notes import Date, worded

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report."""

    title: Names
    paragraphs: tuple[Names, ...] = ()
    forms: tuple[Form, ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A report before it is formatted."""

    title: Names
    opening: tuple[Names, ...]
    sections: tuple[Section, ...]


PROFILES: dict[str, tuple[str, ...]] = {
    "neutral": (),
    "party": ("letterhead_party",),
    "state": ("letterhead_state", "letterhead_state_motto"),
}
"""The lines of the letterhead of each profile, by key."""


def document_of(comparison: Comparison, profile: str | None = None) -> Document:
    """Build the report of a comparison: the whole first, then each scenario, then what is missing.

    ``profile`` is the letterhead, one of :data:`PROFILES`; where None that of the study.

    Raises KeyError for an unknown profile.
    """
    studies = {
        one.outcome.scenario.study.id: one.outcome.scenario.study
        for one in comparison.cases
        if one.outcome.scenario.study
    }
    study = next(iter(studies.values())) if len(studies) == 1 else None
    title = study.title if study is not None and study.title else worded("comparison_of_scenarios")
    as_of = comparison.cases[0].before.as_of if comparison.cases else None
    opening = [
        *map(worded, PROFILES[profile or (study.profile if study is not None else "neutral")]),
        worded("draft"),
        worded("figures_as_of", {"date": Date(as_of)}) if as_of else worded("figures_of_no_date"),
    ]
    sections = [
        Section(
            worded("overview"),
            _lines(comparison),
            (
                *side_by_side_forms(comparison),
                norm_form(comparison),
                open_norm_form(comparison),
                deviation_form(comparison),
            ),
        )
    ]
    sections += [_scenario(comparison, case) for case in comparison.cases]
    for case in {id(one.before): one for one in comparison.cases}.values():
        sections.append(Section(worded("missing_and_assumed"), forms=(missing_form(case), assumed_form(case))))
    return Document(title, tuple(opening), tuple(sections))


def _lines(comparison: Comparison) -> tuple[Names, ...]:
    """Make a paragraph of each line of the summary."""
    languages = comparison.languages
    told = zip(*(comparison.summary(language).splitlines() for language in languages), strict=True)
    return tuple(names_of(**dict(zip(languages, texts, strict=True))) for texts in told)


def _scenario(comparison: Comparison, case: Case) -> Section:
    outcome = case.outcome
    names = names_of(**{code: case.name(code) for code in case.languages})
    forms: list[Form | None] = [
        evaluation_form(case),
        change_form(comparison, case),
        lineage_form(comparison, case) if outcome.lineage else None,
        ledger_form(comparison, case) if outcome.ledger else None,
        function_form(case) if outcome.lineage else None,
        transfer_form(case),
        option_form(outcome.scenario),
        need_form(case),
        step_form(comparison, case),
    ]
    paragraphs = [worded("id", {"label": case.label})]
    if outcome.scenario.documents:
        found = [(id, outcome.before.documents.get(id)) for id in outcome.scenario.documents]
        titles = {
            code: "; ".join(text_in(one.title, code, id) if isinstance(one, CitedDocument) else id for id, one in found)
            for code in case.languages
        }
        paragraphs.append(worded("basis_documents", {"join": names_of(**titles)}))
    if outcome.scenario.notes:
        paragraphs.append(outcome.scenario.notes)
    if not outcome.changes:
        paragraphs.append(worded("no_change_of_structure"))
    return Section(names, tuple(paragraphs), tuple(form for form in forms if form is not None and form.rows))
