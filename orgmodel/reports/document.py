"""The report of a comparison as sections of paragraphs and forms, before any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.measures.figure_dates import figure_dates
from orgmodel.reports.account_forms import displaced_form, line_form
from orgmodel.reports.ends_form import ends_form
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
from orgmodel.reports.overview import (
    change_form,
    deviation_form,
    norm_form,
    open_norm_form,
    side_by_side_forms,
    target_form,
)
from orgmodel.words.citations import paper_in_full
from orgmodel.words.labels import LANGUAGES
from orgmodel.words.notes import Date, worded
from orgmodel.words.numbers import date
from orgmodel.words.sentences import WORDED
from orgmodel.words.understood import WITHOUT_NUMBER

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
        one.outcome.scenario.study.folder: one.outcome.scenario.study
        for one in comparison.cases
        if one.outcome.scenario.study
    }
    baselines = list({id(one.before): one for one in comparison.cases}.values())
    study = next(iter(studies.values())) if len(studies) == 1 else None
    title = study.title if study is not None and study.title else worded("comparison_of_scenarios")
    opening = [
        *map(worded, PROFILES[profile or (study.profile if study is not None else "neutral")]),
        worded("draft"),
        *_dates(baselines),
    ]
    sections = [
        Section(
            worded("overview"),
            _lines(comparison),
            (
                *side_by_side_forms(comparison),
                *((targets,) if (targets := target_form(comparison)) is not None else ()),
                norm_form(comparison),
                open_norm_form(comparison),
                deviation_form(comparison),
            ),
        )
    ]
    sections += [_scenario(comparison, case) for case in comparison.cases]
    for case in baselines:
        title_of = worded("missing_and_assumed")
        if len(baselines) > 1:
            title_of = worded("of_study", {"what": title_of, "study": _whose(case, baselines)})
        sections.append(Section(title_of, forms=(missing_form(case), assumed_form(case))))
    return Document(title, tuple(opening), tuple(sections))


def _dates(baselines: Sequence[Case]) -> tuple[Names, ...]:
    """Say of which date the figures are: once, or of each study where the dates differ."""
    dates = {case.before.as_of for case in baselines}
    if len(dates) == 1:
        (day,) = dates
        own = sorted({one for case in baselines for one in figure_dates(case.before)})
        if day and own:
            listed = names_of(**{code: ", ".join(date(one, code) for one in own) for code in LANGUAGES})
            return (worded("figures_own_dates", {"date": Date(day), "join": listed}),)
        return (worded("figures_as_of", {"date": Date(day)}) if day else worded("figures_of_no_date"),)
    return tuple(
        worded("figures_of_study", {"study": _whose(case, baselines), "date": Date(day)})
        if (day := case.before.as_of)
        else worded("of_study", {"what": worded("figures_of_no_date_part"), "study": _whose(case, baselines)})
        for case in baselines
    ) or (worded("figures_of_no_date"),)


def _whose(case: Case, baselines: Sequence[Case]) -> Names:
    """Name the study of a case, with its folder's name where another bears the same title; without a study, the case."""
    study = case.outcome.scenario.study
    if study is None:
        return names_of(**{code: case.name(code) for code in case.languages})
    others = [one.outcome.scenario.study for one in baselines if one is not case]
    alike = any(one is not None and (one.title or one.id) == (study.title or study.id) for one in others)
    title = {code: text_in(study.title, code, study.id) for code in case.languages}
    return names_of(**{code: f"{text} ({study.id})" if alike else text for code, text in title.items()})


def _lines(comparison: Comparison) -> tuple[Names, ...]:
    """Make a paragraph of each line of the summary."""
    languages = comparison.languages
    told = zip(*(comparison.summary(language).splitlines() for language in languages), strict=True)
    return tuple(names_of(**dict(zip(languages, texts, strict=True))) for texts in told)


def _scenario(comparison: Comparison, case: Case) -> Section:
    outcome = case.outcome
    names = names_of(**{code: case.name(code) for code in case.languages})
    if case.is_refused:
        told = names_of(**{code: WORDED["refused"]({}, code) for code in case.languages})
        return Section(names, (worded("id", {"label": case.label}), told), (step_form(comparison, case),))
    forms: list[Form | None] = [
        evaluation_form(case),
        change_form(comparison, case),
        lineage_form(comparison, case) if outcome.lineage else None,
        ends_form(comparison, case),
        ledger_form(comparison, case) if outcome.ledger else None,
        line_form(case),
        displaced_form(case, named=comparison.persons),
        function_form(case) if outcome.lineage else None,
        transfer_form(case),
        option_form(outcome.scenario),
        need_form(case),
        step_form(comparison, case),
    ]
    paragraphs = [worded("id", {"label": case.label})]
    if outcome.scenario.documents:
        papers = [case.papers[id] for id in outcome.scenario.documents if id in case.papers]
        titles = {
            code: "; ".join(paper_in_full(one, code) for one in papers if one.kind not in WITHOUT_NUMBER)
            for code in case.languages
        }
        if any(titles.values()):
            paragraphs.append(worded("basis_documents", {"join": names_of(**titles)}))
    if outcome.scenario.notes:
        paragraphs.append(outcome.scenario.notes)
    if not outcome.changes:
        paragraphs.append(worded("no_change_of_structure"))
    return Section(names, tuple(paragraphs), tuple(form for form in forms if form is not None and form.rows))
