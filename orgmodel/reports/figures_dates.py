"""Of which dates the figures of a report are, study by study where several are told of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.measures.figure_dates import figure_dates
from orgmodel.reports.form import Form
from orgmodel.reports.manuscript import Manuscript
from orgmodel.words.labels import LANGUAGES
from orgmodel.words.notes import Date, worded
from orgmodel.words.numbers import date

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case


def dates_told(baselines: Sequence[Case], units: Collection[str] | None = None) -> tuple[Names, ...]:
    """Say of which date the figures are (with ``units``: those of these alone): once, or of each study where the dates differ."""
    dates = {case.before.as_of for case in baselines}
    if len(dates) == 1:
        (day,) = dates
        own = sorted({one for case in baselines for one in figure_dates(case.before, units)})
        if day and own:
            listed = names_of(**{code: ", ".join(date(one, code) for one in own) for code in LANGUAGES})
            return (worded("figures_own_dates", {"date": Date(day), "join": listed}),)
        return (worded("figures_as_of", {"date": Date(day)}) if day else worded("figures_of_no_date"),)
    return tuple(
        worded("figures_of_study", {"study": whose(case, baselines), "date": Date(day)})
        if (day := case.before.as_of)
        else worded("of_study", {"what": worded("figures_of_no_date_part"), "study": whose(case, baselines)})
        for case in baselines
    ) or (worded("figures_of_no_date"),)


def whose(case: Case, baselines: Sequence[Case]) -> Names:
    """Name the study of a case, with its folder's name where another bears the same title; without a study, the case."""
    study = case.outcome.scenario.study
    if study is None:
        return names_of(**{code: case.name(code) for code in case.languages})
    others = [one.outcome.scenario.study for one in baselines if one is not case]
    alike = any(one is not None and (one.title or one.id) == (study.title or study.id) for one in others)
    title = {code: text_in(study.title, code, study.id) for code in case.languages}
    return names_of(**{code: f"{text} ({study.id})" if alike else text for code, text in title.items()})


def with_own_dates(manuscript: Manuscript) -> Manuscript:
    """Say under each form that its figures are of the dates of their sources, and only the structure of the cut-off date."""
    chapters = (
        replace(
            chapter,
            blocks=tuple(replace(one, own_dates=True) if isinstance(one, Form) else one for one in chapter.blocks),
        )
        for chapter in manuscript.chapters
    )
    return replace(manuscript, chapters=tuple(chapters))
