"""What a paper says of how things went, word for word, each with where it stands and what figure shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.reports.about import About
from orgmodel.reports.manuscript import ITEM, Paragraph, Statement
from orgmodel.words.citations import is_table, paper_in_short, source_name
from orgmodel.words.labels import names as label_names
from orgmodel.words.notes import worded
from orgmodel.words.reports import said
from orgmodel.words.understood import WITHOUT_NUMBER

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.scenario.elements import Evaluation

NO_FIGURE = (None, "none-in-source")
FACT = "fact"


def statements_of(case: Case, clauses: Sequence[str] | None = None) -> list[Statement | Paragraph]:
    """Tell the evaluation notes of the steps of a case, of some clauses only where they are given.

    What a clause of a paper says of strengths and limits is quoted word for word, with what it means in other languages. Facts,
    and what is from other sources, are told in the reader's language: they are the study's own words.
    """
    found: list[Statement | Paragraph] = []
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
            source, kind = where_said(case, one.src), _begun(label_names("aspect", one.aspect, case.own_labels))
            about = About(steps=(result.step.id,), case=case.label)
            if _is_quoted(case, one):
                found.append(Statement(one.text, language, _translated(one.text, source, language), kind, figure, about=about))  # fmt: skip
            else:
                told = {code: "; ".join(filter(None, (text_in(source, code), text_in(figure, code)))) for code in case.languages}  # fmt: skip
                found.append(
                    Paragraph(said("told_of", kind=kind, text=one.text, source=names_of(**told)), ITEM, about=about)
                )
    return found


def _is_quoted(case: Case, one: Evaluation) -> bool:
    """Tell whether a note is in the words of a paper: it says in which clause they stand, and is no fact about it."""
    head, _, locator = one.src.partition(":")
    paper = case.papers.get(head)
    return bool(locator) and one.aspect != FACT and paper is not None and paper.kind not in WITHOUT_NUMBER


def _translated(text: Names, source: Names, language: str) -> Names:
    """Put what a quotation means before its source, in the languages that it is not in."""
    whole = dict(said("in_other_words", translated=text, source=source))
    return names_of(**{code: whole[code] if code != language and code in dict(text) else told for code, told in source})


def _begun(names: Names) -> Names:
    """Let a label that begins a line begin with a capital."""
    return names_of(**{code: text[:1].upper() + text[1:] for code, text in names})


def where_said(case: Case, src: str) -> Names:
    """Say where a statement stands: the clause of a paper, or the paper as other sources are named."""
    head, _, locator = src.partition(":")
    paper = case.papers.get(head)
    if paper is None or paper.kind in WITHOUT_NUMBER or is_table(paper):
        return (
            names_of(**{code: source_name(src, case.papers, code, case.own_labels) for code in case.languages})
            if src
            else ()
        )
    short = names_of(**{code: paper_in_short(paper, code) for code in case.languages})
    return said("of_clause", clause=locator, paper=short) if locator else short
