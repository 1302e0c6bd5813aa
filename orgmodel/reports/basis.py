"""On what a proposal rests: papers by rank, sources of figures, and where papers disagree."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import names_of, text_in
from orgmodel.core.records import Document
from orgmodel.core.rows_cited import rows_cited
from orgmodel.norms.record import NormPack
from orgmodel.reports.about import naming
from orgmodel.reports.form import Form, FormColumn
from orgmodel.reports.letterhead import ended
from orgmodel.reports.manuscript import ITEM, REMARK, Paragraph
from orgmodel.tracking.discrepancies import discrepancies
from orgmodel.words.citations import paper_in_full
from orgmodel.words.labels import LABELS, label
from orgmodel.words.numbers import date
from orgmodel.words.reports import said
from orgmodel.words.understood import WITHOUT_NUMBER, rank_of_paper

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case


def legal_basis(cases: Iterable[Case]) -> list[Paragraph]:
    """List the papers that scenarios and their steps rest on, each once, the highest first; press and common knowledge are none."""
    ordered = sorted(
        _basis(cases).values(), key=lambda one: (*rank_of_paper(one[1].kind, one[1].issuer), one[1].date or "9999")
    )
    texts = [
        said("on_the_basis_of", paper=names_of(**{code: paper_in_full(paper, code) for code in case.languages}))
        for case, paper in ordered
    ]
    named = (naming("documents", [paper.id]) for _, paper in ordered)
    return [Paragraph(text, ITEM, about=about) for text, about in zip(ended(texts, ";"), named, strict=True)]


def _basis(cases: Iterable[Case]) -> dict[str, tuple[Case, Document]]:
    found: dict[str, tuple[Case, Document]] = {}
    for case in cases:
        cited = [*case.outcome.scenario.documents, *(result.step.document for result in case.outcome.steps)]
        for id in cited:
            paper = case.papers.get(id)
            if paper is not None and paper.kind not in WITHOUT_NUMBER:
                found.setdefault(id, (case, paper))
    return found


def sources_list(cases: Sequence[Case], units: Collection[str]) -> list[Paragraph]:
    """List what the figures of some units are from besides the papers of the basis, most rows first; press stands here alone."""
    case = cases[0]
    basis = _basis(cases)
    counted: dict[str, int] = {}
    for table in ("posts", "members", "units"):
        for src, count in rows_cited(case.before, table, units).items():
            if src:
                counted[_paper_of(src)] = counted.get(_paper_of(src), 0) + count
    evidence = [result.step.evidence for result in case.outcome.steps if result.step.evidence]
    papers = [*dict.fromkeys((*evidence, *sorted(counted, key=lambda one: (-counted[one], one))))]
    found = []
    for id in papers:
        paper = case.papers.get(id)
        if paper is not None and id not in basis:
            text = names_of(**{code: paper_in_full(paper, code) for code in case.languages})
            found.append(Paragraph(text, REMARK, about=naming("documents", [id])))
    return found


def _paper_of(src: str) -> str:
    head, _, rest = src.partition(":")
    return rest.partition(":")[0] if head == "assumed" else head


DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def discrepancy_form(case: Case, clauses: Collection[str]) -> Form | None:
    """List where the papers disagree in some clauses, or in whatever is of none; None where they do not."""
    study = case.outcome.scenario.study
    pack = NormPack() if study is None or study.norms is None else study.norms
    rows = []
    for one in discrepancies([case.outcome], pack):
        if one.clause and one.clause not in clauses:
            continue
        if not one.clause and one.papers and not {*one.papers} & {*case.outcome.scenario.documents}:
            continue
        said_there = {code: "; ".join(f"{_called(where, case, code)}: {_quoted(says, case, code)}" for where, says in one.says) for code in case.languages}  # fmt: skip
        taken = names_of(**{code: _called(one.taken, case, code) for code in case.languages})
        rows.append((one.title, names_of(**said_there), taken, one.why))
    if not rows:
        return None
    columns = [FormColumn(said(key), width=width) for key, width in (("disagreement", 2.5), ("papers_say", 4), ("taken_as", 1.5), ("why", 2.5))]  # fmt: skip
    return Form.of("discrepancies", (), columns, rows)


def _called(text: str, case: Case, code: str) -> str:
    """Give a text of the study in a language, where its labels have it (``text.TEXT``); an operation in the words of law, dates as written there."""
    if text in LABELS["operation_in_law"]:
        return label("operation_in_law", text, code)
    return DAY.sub(lambda day: date(day[0], code), text_in(case.own_labels.get(f"text.{text}", ()), code, text))


def _quoted(says: str, case: Case, code: str) -> str:
    """Give what a paper says: in its own words, which stand in quotation marks in another language than the study's."""
    return says if code == case.before.terms.language or says.isascii() else f"“{says}”"
