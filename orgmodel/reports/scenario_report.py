"""The report of one scenario: one page first, on what it rests, what it is, and its annexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.comparison.comparison import Comparison
from orgmodel.comparison.side_by_side import Alternatives, alternatives_of, clauses_of, touched_units
from orgmodel.core.names import Names, names_of
from orgmodel.core.problems import errors
from orgmodel.reports.annexes.alternatives import alternatives_form, judgement_form
from orgmodel.reports.annexes.before_after import before_after_form
from orgmodel.reports.annexes.criteria import criteria_form
from orgmodel.reports.annexes.functions import function_allocation_form
from orgmodel.reports.annexes.handover import handover_form
from orgmodel.reports.annexes.holders import displaced_form, holders_form
from orgmodel.reports.annexes.options import options_form, units_of_parameters
from orgmodel.reports.annexes.party_transfers import assessment_form, ends_form, transfer_form
from orgmodel.reports.annexes.placement import placement_form
from orgmodel.reports.annexes.places import constraints_of, places_form
from orgmodel.reports.annexes.present_state import present_state_form
from orgmodel.reports.annexes.roadmap import roadmap_form
from orgmodel.reports.arrangement import Arrangement, arrangements_of, unit_of
from orgmodel.reports.basis import discrepancy_form, legal_basis, sources_list
from orgmodel.reports.certainty import certainty
from orgmodel.reports.figures_dates import dates_told
from orgmodel.reports.form import Form, turned_together
from orgmodel.reports.gaps import Gap, gaps_of, units_within
from orgmodel.reports.letterhead import attached, issues_itself, letter_for, letterhead, signature
from orgmodel.reports.manuscript import BODY_TEXT, DRAFT_MARK, ITEM, REMARK, Block, Chapter, Manuscript, Paragraph
from orgmodel.reports.pictures import changes_picture
from orgmodel.reports.statements import statements_of
from orgmodel.reports.summary import page_one
from orgmodel.words.messages import message_text
from orgmodel.words.notes import worded
from orgmodel.words.reports import said
from orgmodel.words.sentences import WORDED

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case

PSEUDONYMS, NAMES = "pseudonyms", "names"
"""How people are told, where anybody asks for them: by numbers in place of names, or by name."""


@dataclass(frozen=True)
class Told:
    """Hold a case to be reported on, with what is worked out of it once."""

    comparison: Comparison
    case: Case
    persons: str = ""
    draws: int = 0
    groups: tuple[Alternatives, ...] | None = field(default=None, repr=False)
    """The alternatives of every clause of the comparison, where they are worked out already."""

    @cached_property
    def parts(self) -> tuple[Arrangement, ...]:
        """Give the groups of units that are rearranged."""
        return arrangements_of(self.case)

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Give the clauses that the case carries out."""
        return clauses_of(self.case)

    @cached_property
    def units(self) -> set[str]:
        """Give the units that are rearranged with all below, those that options are about, and the places that bans bind."""
        found = units_within(self.case, self.parts) | set(units_of_parameters(self.case).values())
        if any(True for _ in constraints_of(self.case, self.clauses)):
            found |= {unit.area for owner in self.owners if (unit := unit_of(self.case, owner)) is not None}
        return found | {one.unit for result in self.case.outcome.steps for one in result.assessments}

    @cached_property
    def gaps(self) -> list[Gap]:
        """Give what cannot be told of them, by supplier."""
        return gaps_of(self.comparison, [self.case], self.units)

    @cached_property
    def alternatives(self) -> Alternatives:
        """Give the alternatives that the case is one of, in the comparison."""
        return next(one for one in self.groups or alternatives_of(self.comparison) if self.case in one.cases)

    @cached_property
    def alone(self) -> Alternatives:
        """Give what the case changes in the scope that it touches by itself."""
        if len(self.alternatives.cases) == 1:
            return self.alternatives
        return alternatives_of(Comparison([self.case]))[0]

    @property
    def owners(self) -> tuple[str, ...]:
        """Give all who lead steps."""
        return tuple(dict.fromkeys(owner for result in self.case.outcome.steps for owner in result.step.owners))


def scenario_report(told: Told, profile: str) -> Manuscript:
    """Make the report of one case; a refused one is told as refused, with no figures."""
    case = told.case
    study = case.outcome.scenario.study
    letter = letter_for(study, told.owners)
    chapters = _refused(case) if case.is_refused else [*body(told), *annexes(told)]
    return Manuscript(
        f"report-{case.label}",
        subject_of(case),
        attached(chapters, profile, letter, letter.type or said("report"), _issuer(told)),
        type=letter.type or said("report"),
        opening=opening(told),
        letterhead=letterhead(profile, letter),
        signature=signature(profile, letter),
        language=case.before.terms.language,
    )


def _issuer(told: Told) -> Names:
    """Name the only owner of the steps where it issues the paper itself; nobody where the study's letterhead stands above it."""
    if not issues_itself(told.case.outcome.scenario.study, told.owners):
        return ()
    return names_of(**{code: told.case.called(told.owners[0], code) for code in told.case.languages})


def subject_of(case: Case) -> Names:
    """Give the subject of a paper on a case: its title without the number of the clause that stands before it."""
    begins = _begins(clauses_of(case))
    told = {code: case.name(code) for code in case.languages}
    return names_of(**{code: begins.sub("", text, count=1) if begins and begins.match(text) else text for code, text in told.items()})  # fmt: skip


def _begins(clauses: Iterable[str]) -> re.Pattern[str] | None:
    """Give what the number of a clause before a title looks like, with the letter that a scenario of it may bear."""
    numbers = "|".join(re.escape(one) for one in clauses if one)
    return re.compile(rf"((?:{numbers})[^\W\d_]?)\.?\s+(?=\S)") if numbers else None


def number_of(case: Case, clauses: Iterable[str]) -> str:
    """Give the number that the title of a case begins with, that of its clause with the letter behind it; nothing where it has none."""
    begins = _begins(clauses)
    found = begins.match(case.name(case.before.terms.language)) if begins else None
    return found[1] if found else ""


def opening(told: Told) -> tuple[Paragraph, ...]:
    """Say that it is a draft, and of which date the figures of the units that it tells of are."""
    marks = [draft_mark()]
    if told.case.outcome.scenario.illustrative:
        marks.append(Paragraph(said("own_draft_marked"), REMARK))
    units = () if told.case.is_refused else told.units
    return (*marks, *(Paragraph(one, REMARK) for one in dates_told([told.case], units)))


def draft_mark() -> Paragraph:
    """Say that a paper is a draft."""
    return Paragraph(worded("draft"), DRAFT_MARK)


def _refused(case: Case) -> list[Chapter]:
    return [Chapter(said("summary"), tuple(refusal(case)), key=case.label)]


def refusal(case: Case) -> list[Block]:
    """Say that a case cannot be carried out, and why."""
    why = dict.fromkeys(one.message for one in errors(case.outcome.problems))
    items = (names_of(**{code: message_text(one, code) for code in ("vi", "en")}) for one in why)
    return [Paragraph(refused_told()), *(Paragraph(one, ITEM) for one in items)]


def refused_told() -> Names:
    """Say that a scenario cannot be carried out, and so has no figures."""
    return names_of(**{code: WORDED["refused"]({}, code) for code in ("vi", "en")})


def nothing_told() -> Names:
    """Say that there is no scenario to report on."""
    return names_of(**{code: WORDED["nothing"]({}, code) for code in ("vi", "en")})


def body(told: Told) -> list[Chapter]:
    """Make what stands before the signature: the first page, the basis, contents, what the papers say, sources."""
    case = told.case
    summary = page_one(told.comparison, case, told.parts, told.alone, told.gaps)
    chapters = [Chapter(said("summary"), tuple(summary), key=case.label)]
    basis = legal_basis([case])
    contents: list[Block] = [Paragraph(case.outcome.scenario.notes, BODY_TEXT)] if case.outcome.scenario.notes else []
    contents += inline_forms(told)
    sections: list[tuple[Names, Sequence[Block]]] = [
        (said("basis"), basis),
        (said("evaluation_of_papers"), statements_of(case)),
        (said("contents_of_it"), contents),
        (said("certainty"), certainty(case, told.draws)),
        (said("disagreements"), [form] if (form := discrepancy_form(case, told.clauses)) is not None else []),
        (said("sources"), sources_list([case], told.units) if told.units else []),
    ]
    chapters += [Chapter(title, tuple(blocks)) for title, blocks in sections if blocks]
    return chapters


def inline_forms(told: Told) -> list[Block]:
    """Give the forms that are read with the text: options, the places of a ban, alternatives, the roadmap."""
    case = told.case
    forms: list[Form | None] = [options_form(case, annex="")] if _has_many_options(case) else []
    forms += [places_form(told.comparison, case, one) for one in constraints_of(case, told.clauses)]
    return [form for form in forms if form is not None]


def _has_many_options(case: Case) -> bool:
    return sum(bool(one.choices) for one in case.outcome.scenario.all_parameters().values()) > 1


def annex_forms(told: Told, *, of_study: bool = False) -> list[Form]:
    """Make the annexes that have rows, in their order; the report of a study has some once for all its scenarios."""
    comparison, case, parts = told.comparison, told.case, told.parts
    forms = [
        present_state_form(case, parts),
        holders_form(case, parts, told.persons) if told.persons else None,
        placement_form(case, parts),
        displaced_form(case, told.persons),
        before_after_form(case, parts),
        function_allocation_form(case, parts),
        criteria_form(comparison, case, parts),
        *([] if of_study else _of_all(told)),
        transfer_form(case),
        ends_form(case),
        assessment_form(case),
        handover_form(case, parts),
    ]
    return [form for form in forms if form is not None]


def _of_all(told: Told) -> list[Form | None]:
    """Make what is told once for all the scenarios of a study: the alternatives, and the roadmap."""
    judged = judgement_form(told.alternatives.cases) if len(told.alternatives.cases) > 1 else None
    return [alternatives_form(told.alternatives), judged, roadmap_form(told.case)]


def annexes(told: Told, *, prefix: str = "", of_study: bool = False) -> list[Chapter]:
    """Make a chapter of the annexes, and one of the chart of what changes.

    ``prefix`` stands before their numbers; in the report of a study what that tells once for all is left out.
    """
    forms = annex_forms(told, of_study=of_study)
    forms = [replace(form, annex=f"{prefix}{form.annex}") if form.annex else form for form in forms]
    found = (
        [Chapter(said("annexes"), tuple(turned_together(forms)), annex=True, key=told.case.label, says_annexes=True)]
        if forms
        else []
    )
    if told.case.outcome.changes:
        found.append(Chapter(said("charts"), (_chart(told.case),), annex=True, key=told.case.label, says_annexes=True))
    return found


MOST_CHARTED = 600
"""Of so many units the chart of what changes is part of a report: some thirty pages at most."""


def _chart(case: Case) -> Block:
    touched = len(touched_units(case))
    if touched <= MOST_CHARTED:
        return changes_picture(case)
    return Paragraph(said("chart_too_large", units=touched, scenario=case.label), REMARK)
