"""The report of several scenarios, such as a study: one page first, the clauses as chapters, the authors' own drafts apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from orgmodel.comparison.case import Case
from orgmodel.comparison.comparison import Comparison
from orgmodel.comparison.side_by_side import Alternatives, alternatives_of, only_clause
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.reports.about import ANY, About, naming
from orgmodel.reports.annexes.alternatives import alternatives_form, judgement_form, title_of
from orgmodel.reports.annexes.roadmap import due_of, leaders, roadmap_form, told_steps
from orgmodel.reports.basis import discrepancy_form, legal_basis, sources_list
from orgmodel.reports.cells import DATE, Cell, Words
from orgmodel.reports.certainty import certainty
from orgmodel.reports.figures_dates import dates_told
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.reports.gaps import Gap, gaps_of
from orgmodel.reports.letterhead import STATE, attached, letter_for, letterhead, signature
from orgmodel.reports.manuscript import BODY_TEXT, LEAD, REMARK, Block, Chapter, Manuscript, Paragraph
from orgmodel.reports.scenario_report import (
    Told,
    annexes,
    draft_mark,
    inline_forms,
    nothing_told,
    number_of,
    refusal,
    refused_told,
)
from orgmodel.reports.statements import statements_of
from orgmodel.reports.summary import decision, side_by_side_form, untold_form
from orgmodel.reports.summary_sentences import padded_count, sentences
from orgmodel.scenario.elements import Step
from orgmodel.words.notes import worded
from orgmodel.words.reports import said

MOST_TITLES = 2
"""How many steps of one leader are named there."""
MOST_SAID = 2
"""How many sentences of a clause stand in the table of the first page."""


@dataclass(frozen=True)
class ToldStudy:
    """Hold several cases to be reported on: those that carry out several clauses, those that a paper orders, the authors' drafts."""

    comparison: Comparison
    persons: str = ""
    draws: int = 0

    @cached_property
    def groups(self) -> tuple[Alternatives, ...]:
        """Give the alternatives of each clause, those of several clauses first."""
        found: dict[tuple[str, ...], list[Alternatives]] = {}
        for one in alternatives_of(self.comparison):
            found.setdefault(one.clauses, []).append(one)
        return tuple(one for listed in found.values() for one in listed)

    @cached_property
    def told(self) -> dict[str, Told]:
        """Give what is worked out of each case, by its label."""
        return {
            case.label: Told(self.comparison, case, self.persons, self.draws, self.groups)
            for case in self.comparison.cases
        }

    def ordered(self, group: Alternatives) -> list[Case]:
        """List the cases of a group that are no drafts of the authors' own."""
        return [case for case in group.cases if not case.outcome.scenario.illustrative]

    @property
    def drafts(self) -> list[Case]:
        """List the drafts of the authors' own."""
        return [case for case in self.comparison.cases if case.outcome.scenario.illustrative]

    @cached_property
    def whole(self) -> Case | None:
        """Give the case that carries out the most clauses of a paper, if one carries out several."""
        several = [case for group in self.groups if len(group.clauses) > 1 for case in self.ordered(group)]
        return next((case for case in several if not case.is_refused), None)

    @cached_property
    def clauses(self) -> tuple[Alternatives, ...]:
        """Give the groups of one clause, or of none, in the order in which a reader counts."""
        return tuple(group for group in self.groups if len(group.clauses) < 2)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Give what cannot be told, by supplier: of the study as a whole."""
        return gaps_of(self.comparison, self.comparison.cases)


def study_report(told: ToldStudy, profile: str) -> Manuscript:
    """Make the report of several cases, or say that there is none."""
    comparison = told.comparison
    if not comparison.cases:
        nothing = Chapter(said("summary"), (Paragraph(nothing_told()),))
        return Manuscript(
            "report", worded("comparison_of_scenarios"), (nothing,), said("report"), language=comparison.language
        )
    first = comparison.cases[0]
    studies = {case.outcome.scenario.study.id for case in comparison.cases if case.outcome.scenario.study}
    study = first.outcome.scenario.study if len(studies) == 1 else None
    letter = letter_for(study)
    title = study.title if study is not None and study.title else worded("comparison_of_scenarios")
    chapters = [
        _first_page(told),
        *_chapter(said("basis"), legal_basis(comparison.cases)),
        *(chapter for group in told.clauses for chapter in _clause(told, group)),
        *_drafts(told),
        *_chapter(said("disagreements"), _disagreements(told)),
        *_chapter(said("sources"), sources_list(comparison.cases, _units(told))),
        *_annexes(told, profile),
    ]
    baselines = list({id(one.before): one for one in comparison.cases}.values())
    marks = [draft_mark(), *(Paragraph(one, REMARK) for one in dates_told(baselines))]
    return Manuscript(
        "report",
        title,
        attached(chapters, profile, letter, letter.type or said("report")),
        type=letter.type or said("report"),
        opening=tuple(marks),
        letterhead=letterhead(profile, letter),
        signature=signature(profile, letter),
        language=comparison.language,
        contents=True,
    )


def _chapter(title: Names, blocks: Sequence[Block]) -> list[Chapter]:
    return [Chapter(title, tuple(blocks))] if blocks else []


def _units(told: ToldStudy) -> set[str]:
    return {unit for one in told.told.values() if not one.case.is_refused for unit in one.units}


def _first_page(told: ToldStudy) -> Chapter:
    blocks: list[Block] = []
    table = decisions_form(told)
    blocks += [table] if table is not None else []
    if told.whole is not None:
        one = told.told[told.whole.label]
        blocks.append(Paragraph(said("whole_comes_to", title=names_of(**{code: told.whole.name(code) for code in told.whole.languages})), LEAD))  # fmt: skip
        found = side_by_side_form(told.comparison, told.whole, one.parts, one.alone)
        blocks += [found] if found is not None else []
        blocks += sentences(told.comparison, told.whole, one.parts)
    asked = untold_form(told.gaps, told.comparison.languages)
    blocks += [asked] if asked is not None else []
    return Chapter(said("summary"), tuple(blocks), key=told.whole.label if told.whole is not None else "")


def decisions_form(told: ToldStudy) -> Form | None:
    """List, clause by clause, what a paper orders: who leads, by when, and what it comes to; None where nothing is ordered.

    Where no step is of a clause the alternatives stand in the place of clauses, if there are several.
    """
    cases = [case for group in told.clauses for case in told.ordered(group)]
    rows = [row for case in cases for row in _decided(told, case)]
    if not rows:
        return None
    title, first = said("decisions"), FormColumn(said("clause"), width=0.7)
    if not any(row[0] for row in rows):
        title, first = said("decided_in_each"), FormColumn(said("alternative_column"), width=2)
        named = [title_of(told.comparison.case(row.key)) for row in rows]
        before = [(), *named]
        rows = [
            replace(row, cells=(() if name == above else name, *row.cells[1:]))
            for row, name, above in zip(rows, named, before, strict=False)
        ]
    columns = [
        first,
        FormColumn(said("contents"), width=4),
        FormColumn(said("lead"), width=2.4),
        FormColumn(said("deadline"), DATE, width=1.5),
        FormColumn(said("comes_to_column"), width=4),
    ]
    if len(cases) == 1 and first.heading != said("clause"):
        title, columns, rows = said("decided"), columns[1:], [replace(row, cells=row.cells[1:]) for row in rows]
    return Form.of("decisions", title, columns, rows)


def _decided(told: ToldStudy, case: Case) -> list[FormRow]:
    """Make a row for each leader and deadline of a case."""
    one = told.told[case.label]
    comes_to: Cell
    if case.is_refused:
        comes_to = refused_told()
    else:
        comes_to = _together(case, sentences(told.comparison, case, one.parts)[:MOST_SAID] if one.parts else [])
    groups: dict[tuple[str, tuple[str, ...], Cell], list[Step]] = {}
    for result in told_steps(case):
        step = result.step
        groups.setdefault((step.clause, step.owners, due_of(step)), []).append(step)
    rows = []
    for at, ((clause, owners, due), steps) in enumerate(groups.items()):
        titles = [one.title or (("und", one.id),) for one in steps]
        first = titles[:MOST_TITLES] if len(titles) > MOST_TITLES + 1 else titles
        joined = names_of(**{code: ". ".join(text_in(title, code) for title in first) for code in case.languages})
        if len(first) < len(titles):
            joined = said("and_steps", first=joined, many=padded_count(len(titles) - len(first)))
        what = comes_to if at == 0 and comes_to else said("duty") if at == 0 else ()
        led = Words(leaders(case, owners), naming("units", owners))
        about = About(steps=tuple(one.id for one in steps), case=case.label)
        rows.append(FormRow((clause, joined, led, due, what), key=case.label, about=about))
    return rows


def _clause(told: ToldStudy, group: Alternatives) -> list[Chapter]:
    """Make the chapter of a clause: what a paper orders, then the alternatives side by side."""
    cases = told.ordered(group)
    if not cases:
        return []
    clause = only_clause(group.clauses)
    if len(cases) == 1:
        title = names_of(**{code: cases[0].name(code) for code in cases[0].languages})
        blocks = [*_of_case(told, cases[0]), *_alternatives(group)]
        return [Chapter(title, tuple(blocks), key=cases[0].label, clause=clause, named=True)]
    chapters = [
        Chapter(said("clause_title", clause=", ".join(group.clauses)) if group.clauses else said("alternatives_all"))
    ]
    for case in cases:
        title = names_of(**{code: case.name(code) for code in case.languages})
        chapters.append(Chapter(title, tuple(_of_case(told, case)), level=2, key=case.label, clause=clause, named=True))
    if compared := _alternatives(group):
        chapters.append(Chapter(said("alternatives_title"), tuple(compared), level=2, clause=clause))
    return chapters


def _of_case(told: ToldStudy, case: Case) -> list[Block]:
    """Tell of a case what is decided, what it comes to, what the paper says, and its notes."""
    if case.is_refused:
        return refusal(case)
    one = told.told[case.label]
    blocks: list[Block] = [*decision(case)]
    blocks += sentences(told.comparison, case, one.parts) if one.parts else []
    blocks += statements_of(case)
    notes = case.outcome.scenario.notes
    blocks += [Paragraph(notes, BODY_TEXT, about=About(case=case.label))] if notes else []
    blocks += inline_forms(one)
    return [*blocks, *certainty(case, one.draws)]


def _alternatives(group: Alternatives) -> list[Block]:
    if len(group.cases) < 2:
        return []
    number = "-".join(group.clauses)
    forms = [alternatives_form(group, annex=f"{number}-7" if number else "7"), judgement_form(group.cases, notes=False)]
    return [form for form in forms if form is not None]


def _drafts(told: ToldStudy) -> list[Chapter]:
    """Tell of the authors' own drafts apart, marked as such: what each comes to, and its notes."""
    if not told.drafts:
        return []
    rows = [
        FormRow(
            (title_of(case), _comes_to(told, case), case.outcome.scenario.notes),
            key=case.label,
            about=About(case=case.label),
        )
        for case in told.drafts
    ]
    columns = [
        FormColumn(said("draft_column"), width=3),
        FormColumn(said("comes_to_column"), width=4),
        FormColumn(said("note"), width=4),
    ]
    form = Form.of("drafts", (), columns, rows)
    return [Chapter(said("drafts_title"), (Paragraph(said("own_draft_marked"), REMARK), form), draft=True)]


def _comes_to(told: ToldStudy, case: Case) -> Cell:
    if case.is_refused:
        return refused_told()
    return _together(case, sentences(told.comparison, case, told.told[case.label].parts))


def _together(case: Case, shown: Sequence[Paragraph]) -> Words:
    """Put sentences together in a cell, which is of all that they are of."""
    text = names_of(**{code: ". ".join(text_in(one.text, code) for one in shown) for code in case.languages})
    return Words(text, reduce(About.beside, (one.about for one in shown)) if shown else ANY)


def _disagreements(told: ToldStudy) -> list[Block]:
    clauses = {clause for group in told.groups for clause in group.clauses}
    found: dict[Names, FormRow] = {}
    form: Form | None = None
    for case in told.comparison.cases:
        one = discrepancy_form(case, clauses)
        if one is not None:
            form = form or one
            for row in one.rows:
                found.setdefault(row.cells[0], row)  # type: ignore[arg-type]
    return [] if form is None else [replace(form, rows=tuple(found.values()))]


def _annexes(told: ToldStudy, profile: str) -> list[Chapter]:
    """Give the roadmap of all that is ordered, then the annexes of each case that a paper orders and that changes anything."""
    chapters: list[Chapter] = []
    ordered = [case for group in told.clauses for case in told.ordered(group) if not case.is_refused]
    plan = _roadmap(told, ordered)
    if plan is not None:
        chapters.append(Chapter(said("roadmap"), (plan,), annex=True, says_annexes=True))
    numbers = _numbers(told, ordered)
    for case in ordered:
        number = numbers[case.label]
        listed = annexes(told.told[case.label], prefix=f"{number}-" if number else "", of_study=True)
        key = "appendices_of" if profile == STATE else "annexes_lettered" if number.isalpha() else "annexes_of"
        title = names_of(
            **{code: text_in(said(key, title=case.name(code), letter=number), code) for code in case.languages}
        )
        chapters += [
            replace(chapter, title=title if at == 0 else (), says_annexes=False) for at, chapter in enumerate(listed)
        ]
    return chapters


def _numbers(told: ToldStudy, cases: Sequence[Case]) -> dict[str, str]:
    """Say by what the annexes of each case are told apart, by its label: its number, as in *2.5a. The transfer*, or its clauses.

    Cases of no clause bear letters, where there are several; of those of one clause without a number the later ones are counted.
    """
    found: dict[str, str] = {}
    lone = [case for case in cases if not told.told[case.label].clauses]
    for case in cases:
        clauses = told.told[case.label].clauses
        if not clauses:
            place = lone.index(case)
            found[case.label] = letters_of(place) if len(lone) > 1 else ""
            continue
        number = number_of(case, clauses) or "-".join(clauses)
        alike = sum(one == number or one.startswith(f"{number}/") for one in found.values())
        found[case.label] = f"{number}/{alike + 1}" if alike else number
    return found


def letters_of(place: int) -> str:
    """Count in letters: A, B … Z, AA.

    >>> letters_of(0), letters_of(25), letters_of(26)
    ('A', 'Z', 'AA')
    """
    rest, last = divmod(place, 26)
    return (letters_of(rest - 1) if rest else "") + chr(ord("A") + last)


def _roadmap(told: ToldStudy, ordered: Sequence[Case]) -> Form | None:
    """Put the roadmaps of the cases that a paper orders together, each step once."""
    whole = told.whole
    if whole is not None:
        return roadmap_form(whole)
    forms = [form for case in ordered if (form := roadmap_form(case)) is not None]
    widest = max(forms, key=lambda form: len(form.columns), default=None)
    return widest if len(forms) == 1 else None
