"""The submission (tờ trình) of a proposal on one page: on what basis, what, what it comes to, what is still open, what is asked."""

from __future__ import annotations

from orgmodel.core.names import Names, names_of
from orgmodel.reports.letterhead import SUBMITS, letter_for, letterhead, signature
from orgmodel.reports.manuscript import BODY_TEXT, LEAD, Chapter, Manuscript, Paragraph
from orgmodel.reports.scenario_report import Told, draft_mark, subject_of
from orgmodel.reports.summary import decision, sentences, untold
from orgmodel.words.citations import issuer_names, paper_in_short
from orgmodel.words.reports import said
from orgmodel.words.understood import WITHOUT_NUMBER, rank_of_paper

MOST_OPEN = 3
"""How many suppliers are named of what is still open: the report has them all."""


def submission(told: Told, profile: str) -> Manuscript | None:
    """Make the submission of a case that is carried out; None of one that is refused."""
    case = told.case
    if case.is_refused:
        return None
    letter = letter_for(case.outcome.scenario.study, told.owners)
    whom = _whom(told)
    who = _called(told, told.owners[0]) if len(told.owners) == 1 else letter.issuer or said("whoever_submits")
    blocks = [
        Paragraph(said("submission_basis", papers=_papers(told), who=who, whom=whom)),
        Paragraph(said("submission_contents"), LEAD),
        *(Paragraph(one.text, BODY_TEXT) for one in decision(case)),
        Paragraph(said("submission_comes_to"), LEAD),
        *sentences(told.comparison, case, told.parts),
    ]
    if told.gaps:
        blocks.append(Paragraph(said("submission_open"), LEAD))
        blocks.append(Paragraph(untold(told.gaps[:MOST_OPEN], case.languages), BODY_TEXT))
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
