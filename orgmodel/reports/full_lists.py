"""Full lists of a comparison, a file of their own: the whole first, then each scenario row by row, then what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.comparison.side_by_side import clauses_of, only_clause
from orgmodel.core.names import Names, names_of
from orgmodel.reports.account_forms import displaced_form, line_form
from orgmodel.reports.ends_form import ends_form
from orgmodel.reports.figures_dates import dates_told, whose
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
from orgmodel.reports.letterhead import PROFILES
from orgmodel.reports.manuscript import DRAFT_MARK, Chapter, Letterhead, Manuscript, Paragraph
from orgmodel.reports.overview import (
    change_form,
    deviation_form,
    norm_form,
    open_norm_form,
    side_by_side_forms,
    target_form,
)
from orgmodel.words.citations import paper_in_full
from orgmodel.words.notes import worded
from orgmodel.words.reports import said
from orgmodel.words.sentences import WORDED
from orgmodel.words.understood import WITHOUT_NUMBER

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison


def full_lists_of(comparison: Comparison, profile: str | None = None) -> Manuscript:
    """Make the file of full lists: what a report tells in short, row by row; ``profile`` is the study's where None.

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
    key = profile or (study.profile if study is not None else "neutral")
    overview = [
        *side_by_side_forms(comparison),
        *((targets,) if (targets := target_form(comparison)) is not None else ()),
        norm_form(comparison),
        open_norm_form(comparison),
        deviation_form(comparison),
    ]
    chapters = [Chapter(worded("overview"), (*map(Paragraph, _lines(comparison)), *overview))]
    chapters += [_scenario(comparison, case) for case in comparison.cases]
    for case in baselines:
        title_of = worded("missing_and_assumed")
        if len(baselines) > 1:
            title_of = worded("of_study", {"what": title_of, "study": whose(case, baselines)})
        chapters.append(Chapter(title_of, (missing_form(case), assumed_form(case))))
    return Manuscript(
        "lists",
        title,
        tuple(chapters),
        type=said("full_lists"),
        opening=(Paragraph(worded("draft"), DRAFT_MARK), *map(Paragraph, dates_told(baselines))),
        letterhead=Letterhead(key, tuple(map(said, PROFILES[key]))),
        language=comparison.language,
        contents=True,
        kind="lists",
    )


def _lines(comparison: Comparison) -> tuple[Names, ...]:
    """Make a paragraph of each line of the summary."""
    languages = comparison.languages
    told = zip(*(comparison.summary(language).splitlines() for language in languages), strict=True)
    return tuple(names_of(**dict(zip(languages, texts, strict=True))) for texts in told)


def _scenario(comparison: Comparison, case: Case) -> Chapter:
    outcome = case.outcome
    clause = only_clause(clauses_of(case))
    names = names_of(**{code: case.name(code) for code in case.languages})
    if case.is_refused:
        told = names_of(**{code: WORDED["refused"]({}, code) for code in case.languages})
        paragraphs = map(Paragraph, (worded("id", {"label": case.label}), told))
        return Chapter(names, (*paragraphs, step_form(comparison, case)), key=case.label, clause=clause, named=True)
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
    texts = [worded("id", {"label": case.label})]
    if outcome.scenario.documents:
        papers = [case.papers[id] for id in outcome.scenario.documents if id in case.papers]
        titles = {
            code: "; ".join(paper_in_full(one, code) for one in papers if one.kind not in WITHOUT_NUMBER)
            for code in case.languages
        }
        if any(titles.values()):
            texts.append(worded("basis_documents", {"join": names_of(**titles)}))
    if outcome.scenario.notes:
        texts.append(outcome.scenario.notes)
    if not outcome.changes:
        texts.append(worded("no_change_of_structure"))
    shown = (form for form in forms if form is not None and form.rows)
    return Chapter(
        names,
        (*map(Paragraph, texts), *shown),
        key=case.label,
        draft=outcome.scenario.illustrative,
        clause=clause,
        named=True,
    )
