"""What a paper says of how things went, word for word, each with where it stands and what figure shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of
from orgmodel.reports.manuscript import Statement
from orgmodel.words.citations import is_table, paper_in_short, source_name
from orgmodel.words.labels import names as label_names
from orgmodel.words.notes import worded
from orgmodel.words.reports import said
from orgmodel.words.understood import WITHOUT_NUMBER

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case

NO_FIGURE = (None, "none-in-source")


def statements_of(case: Case, clauses: Sequence[str] | None = None) -> list[Statement]:
    """Quote the evaluation notes of the steps of a case, of some clauses only where they are given."""
    found = []
    language = case.before.terms.language
    for result in case.outcome.steps:
        if clauses is not None and result.step.clause not in clauses:
            continue
        for one in result.step.evaluation:
            figure = (
                worded("no_figure_in_the_source")
                if one.figure in NO_FIGURE
                else said("figure_is", figure=str(one.figure))
            )
            source = where_said(case, one.src)
            found.append(
                Statement(
                    one.text, language, source, _begun(label_names("aspect", one.aspect, case.own_labels)), figure
                )
            )
    return found


def _begun(names: Names) -> Names:
    """Let a label that begins a line begin with a capital."""
    return names_of(**{code: text[:1].upper() + text[1:] for code, text in names})


def where_said(case: Case, src: str) -> Names:
    """Say where a statement stands: the clause of a paper, or the paper as other sources are named."""
    head, _, locator = src.partition(":")
    paper = case.papers.get(head)
    if paper is None or paper.kind in WITHOUT_NUMBER or is_table(paper):
        return names_of(**{code: source_name(src, case.papers, code) for code in case.languages}) if src else ()
    short = names_of(**{code: paper_in_short(paper, code) for code in case.languages})
    return said("of_clause", clause=locator, paper=short) if locator else short
