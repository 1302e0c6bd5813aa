"""The submission (tờ trình) of a proposal on one page: on what basis, what, what it comes to, what is still open, what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.core.names import Names, names_of
from orgmodel.reports.letterhead import SUBMITS, issues_itself, letter_for, letterhead, signature
from orgmodel.reports.manuscript import BODY_TEXT, ITEM, LEAD, Chapter, Manuscript, Paragraph
from orgmodel.reports.page_height import fits_one_page
from orgmodel.reports.scenario_report import Told, draft_mark, subject_of
from orgmodel.reports.summary import decision, in_sentences, untold
from orgmodel.reports.summary_sentences import padded_count, sentences
from orgmodel.words.citations import issuer_names, paper_in_short
from orgmodel.words.reports import said
from orgmodel.words.understood import WITHOUT_NUMBER, rank_of_paper


@dataclass(frozen=True, slots=True)
class Detail:
    """Say how much a submission tells: of steps that are alike, of decisions (None: all, in full), of suppliers and what each is asked."""

    alike: int | None = None
    decisions: int | None = None
    suppliers: int = 3
    asked: bool = True


DETAILS = (
    Detail(),
    Detail(alike=1),
    Detail(alike=1, suppliers=2),
    Detail(asked=False),
    Detail(alike=1, asked=False),
    Detail(1, 5),
    Detail(1, 5, asked=False),
    Detail(1, 3, 2, asked=False),
)
"""From the fullest to the briefest: the first that stands on one page is written, and the report has all of it."""


def submission(told: Told, profile: str) -> Manuscript | None:
    """Make the submission of a case that is carried out, as full as one page holds; None of one that is refused."""
    if told.case.is_refused:
        return None
    fuller = (_made(told, profile, detail) for detail in DETAILS[:-1])
    fitting = next((one for one in fuller if fits_one_page(one, told.case.languages)), None)
    return fitting or _made(told, profile, DETAILS[-1])


def _made(told: Told, profile: str, detail: Detail) -> Manuscript:
    case = told.case
    study = case.outcome.scenario.study
    letter = letter_for(study, told.owners)
    whom = _whom(told)
    asks = said("submission_of", whom=whom)
    if issues_itself(study, told.owners):
        asks = said("submission_by", whom=whom, who=_called(told, told.owners[0]))
    blocks = [
        Paragraph(said("submission_basis", papers=_papers(told))),
        Paragraph(asks),
        *_decided(told, detail),
        Paragraph(said("submission_comes_to"), LEAD),
        *sentences(told.comparison, case, told.parts),
    ]
    if told.gaps:
        blocks.append(Paragraph(said("submission_open"), LEAD))
        open_yet = untold(told.gaps, case.languages, most=detail.suppliers, asked=detail.asked)
        blocks.append(Paragraph(open_yet, BODY_TEXT))
    blocks.append(Paragraph(said("submission_asks", whom=whom)))
    return Manuscript(
        f"submission-{case.label}",
        said("submission_about", about=subject_of(case)),
        (Chapter((), tuple(blocks), key=case.label),),
        type=said("submission"),
        opening=(draft_mark(), Paragraph(said("dear", who=whom))),
        letterhead=letterhead(profile, letter, SUBMITS),
        signature=signature(profile, letter),
        language=case.before.terms.language,
        kind="submission",
    )


def _decided(told: Told, detail: Detail) -> list[Paragraph]:
    """Say what is decided, a paragraph each; where there is no room for all, the first in a line each, and how many more there are."""
    found = decision(told.case, reported=False, most=detail.alike, listed=False)
    pairs = list(zip(found[::2], found[1::2], strict=True))
    if detail.decisions is None:
        return [Paragraph(in_sentences(told.case, [title.text, more.text])) for title, more in pairs]
    named = [Paragraph(title.text, ITEM) for title, _ in pairs[: detail.decisions]]
    left = len(pairs) - len(named)
    return [*named, Paragraph(said("and_more_decided", many=padded_count(left)), ITEM)] if left else named


def _whom(told: Told) -> Names:
    """Name who decides: who issued the paper that orders it."""
    papers = [told.case.papers.get(result.step.document) for result in told.case.outcome.steps]
    issuing = (issuer_names(paper) for paper in papers if paper is not None and paper.issuer)
    return next(issuing, said("whoever_decides"))


def _called(told: Told, unit: str) -> Names:
    return names_of(**{code: told.case.called(unit, code) for code in told.case.languages})


def _papers(told: Told) -> Names:
    """Name the papers that it rests on, in short, the highest first."""
    case = told.case
    papers = [case.papers[id] for id in dict.fromkeys(case.outcome.scenario.documents) if id in case.papers]
    kept = [paper for paper in papers if paper.kind not in WITHOUT_NUMBER]
    kept.sort(key=lambda paper: (*rank_of_paper(paper.kind, paper.issuer), paper.date or "9999"))
    if not kept:
        return said("to_be_filled")
    return names_of(**{code: "; ".join(paper_in_short(paper, code) for paper in kept) for code in case.languages})
