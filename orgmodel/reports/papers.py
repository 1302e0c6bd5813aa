"""The papers that are made of a comparison: the report, the submission, the progress report, full lists, letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of
from orgmodel.measures.figure_dates import figure_dates
from orgmodel.reports.figures_dates import with_own_dates
from orgmodel.reports.full_lists import full_lists_of
from orgmodel.reports.letterhead import NEUTRAL, letter_for
from orgmodel.reports.letters import letters_of
from orgmodel.reports.manuscript import Manuscript
from orgmodel.reports.own_words import with_own_words
from orgmodel.reports.progress import progress_report
from orgmodel.reports.scenario_report import Told, scenario_report, subject_of
from orgmodel.reports.study_report import ToldStudy, study_report
from orgmodel.reports.submission import submission

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.reports.issue import Issue
    from orgmodel.scenario.elements import ProgressNote
    from orgmodel.scenario.scenario import Study

REPORT, SUBMISSION, PROGRESS, LISTS, LETTERS = "report", "submission", "progress", "lists", "letters"
PAPERS = (REPORT, SUBMISSION, PROGRESS, LISTS, LETTERS)
"""The kinds of paper; of letters there are as many as suppliers."""


@dataclass(frozen=True)
class Asked:
    """Hold what is asked of papers: the letterhead, how people are told, of which day progress is, what people wrote of steps.

    ``beside`` is a comparison of one case with its alternatives, where the comparison itself has it alone; ``template`` a
    Word document of an office; ``since`` the last issue, with which the report is compared; with ``draws`` it is told how sure the
    figures are, over so many.
    """

    profile: str | None = None
    persons: str = ""
    as_of: str | None = None
    notes: Mapping[str, ProgressNote] = field(default_factory=dict)
    beside: Comparison | None = None
    template: Path | None = None
    since: Issue | None = None
    draws: int = 0


def papers_of(comparison: Comparison, kinds: tuple[str, ...] = PAPERS, asked: Asked | None = None) -> list[Manuscript]:
    """Make the papers of these kinds that there are: a study has no submission of its own, a refused case neither.

    Raises KeyError for an unknown profile.
    """
    asked = asked or Asked()
    study = study_of(comparison)
    profile = asked.profile or (study.profile if study is not None else NEUTRAL)
    found: list[Manuscript] = []
    alone = _alone(comparison, asked)
    several = ToldStudy(comparison, asked.persons, asked.draws)
    if REPORT in kinds:
        found.append(scenario_report(alone, profile) if alone is not None else study_report(several, profile))
    if SUBMISSION in kinds and alone is not None and (made := submission(alone, profile)) is not None:
        found.append(made)
    scenarios = [case.outcome.scenario for case in comparison.cases]
    if PROGRESS in kinds and study is not None and (day := asked.as_of or study.baseline.as_of):
        found.append(progress_report(study, day, asked.notes, profile, scenarios))
    if LISTS in kinds:
        found.append(full_lists_of(comparison, profile))
    if LETTERS in kinds and comparison.cases:
        found += _letters(comparison, alone, several, profile)
    own = {one.kind: _own_dates(comparison, alone, one.kind) for one in found}
    dated = [with_own_dates(one) if own[one.kind] else one for one in found]
    return [with_own_words(one, comparison.own_labels) for one in dated]


def _own_dates(comparison: Comparison, alone: Told | None, kind: str) -> bool:
    """Tell whether figures of a kind of paper have dates of their own: those of what it tells of."""
    if not comparison.cases:
        return False
    whole = alone is None or alone.case.is_refused or kind in (PROGRESS, LISTS)
    return bool(figure_dates(comparison.cases[0].before, None if whole or alone is None else alone.units))


def report_id(comparison: Comparison) -> str:
    """Give what the report of a comparison is called among its files: one of a single case is called by it."""
    return f"{REPORT}-{comparison.cases[0].label}" if len(comparison.cases) == 1 else REPORT


def study_of(comparison: Comparison) -> Study | None:
    """Give the study of all cases; None where they are of several, or of none."""
    studies = {case.outcome.scenario.study.folder: case.outcome.scenario.study for case in comparison.cases if case.outcome.scenario.study}  # fmt: skip
    return next(iter(studies.values())) if len(studies) == 1 else None


def _alone(comparison: Comparison, asked: Asked) -> Told | None:
    if len(comparison.cases) != 1:
        return None
    label = comparison.cases[0].label
    beside = asked.beside
    if beside is not None and label in beside.labels:
        return Told(beside, beside.case(label), asked.persons, asked.draws)
    return Told(comparison, comparison.cases[0], asked.persons, asked.draws)


def _letters(comparison: Comparison, alone: Told | None, several: ToldStudy, profile: str) -> list[Manuscript]:
    """Draft the letters: of one case about what it touches, of a study about all."""
    case = comparison.cases[0]
    study = study_of(comparison)
    about: Names
    if alone is not None:
        if alone.case.is_refused:
            return []
        about = subject_of(alone.case)
        return letters_of(alone.case, alone.gaps, profile, letter_for(study, alone.owners), about)
    about = (
        study.title
        if study is not None and study.title
        else names_of(**{code: case.name(code) for code in case.languages})
    )
    return letters_of(case, several.gaps, profile, letter_for(study), about, comparison.cases)
