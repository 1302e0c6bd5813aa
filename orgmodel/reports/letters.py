"""Draft letters, one for each who must supply or confirm figures: what is missing, with room to fill in, and what is assumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, plain_name, text_in
from orgmodel.core.records import Post, Unit
from orgmodel.reports.annexes.present_state import unit_names
from orgmodel.reports.arrangement import unit_of
from orgmodel.reports.cells import COUNT, NO, Cell
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.reports.gaps import AssumedFigure, Gap
from orgmodel.reports.letterhead import WRITES, ended, letterhead, recipients, signature
from orgmodel.reports.manuscript import ITEM, Chapter, Manuscript, Paragraph
from orgmodel.tracking.missing_data import MissingDatum
from orgmodel.words.citations import source_name
from orgmodel.words.labels import names as label_names
from orgmodel.words.numbers import dates, ranged
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.scenario.elements import Letter

OF_PARTY, OF_PLACES = {"members"}, {"attributes", "area"}
"""Tables of which the committee above a Party organisation knows, and of which a place's own committees."""
FACTS = ("steps", "documents")
"""Whose missing things are dates and numbers of papers, no figures of a day."""


def letters_of(
    case: Case, gaps: Sequence[Gap], profile: str, letter: Letter, about: Names, cases: Sequence[Case] = ()
) -> list[Manuscript]:
    """Draft a letter to each supplier of figures; ``cases`` are those that units are looked for in, this one by itself else."""
    return [_letter(case, gap, number, profile, letter, about, cases) for number, gap in enumerate(gaps, 1)]


def _letter(case: Case, gap: Gap, number: int, profile: str, letter: Letter, about: Names, cases: Sequence[Case]) -> Manuscript:  # fmt: skip
    kind, is_own = _kind(gap), is_issuer(gap.supplier, letter)
    asks = said(
        "letter_asks",
        about=about,
        whom=said("letter_whom_own" if is_own else "letter_whom"),
        what=said(f"letter_asks_{kind}", date=dates(case.before.as_of) or "?"),
    )
    who = said("own_sections", who=gap.supplier) if is_own else gap.supplier
    opening = [Paragraph(said("dear", who=who)), *addressees(cases or (case,), gap), Paragraph(asks)]
    blocks = [form for form in (missing_form(case, gap.missing), assumed_form(case, gap.assumed)) if form is not None]
    closing = Paragraph(said("letter_ends"))
    foot = signature(profile, letter)
    return Manuscript(
        f"letter-{number:02d}-{_slug(gap.supplier, case.before.terms.language)}",
        said("letter_about", does=said(f"letter_about_{kind}"), about=about),
        (Chapter((), (*opening, closing)), Chapter(said("letter_lists"), tuple(blocks), annex=True)),
        type=said("official_letter"),
        letterhead=letterhead(profile, letter, WRITES),
        signature=None if foot is None else replace(foot, recipients=recipients(profile, (said("as_above"),))),
        language=case.before.terms.language,
        kind="letters",
    )


def addressees(cases: Sequence[Case], gap: Gap) -> list[Paragraph]:
    """List whom a letter to several of a kind goes to, as the study has them: committees above Party organisations, places of units.

    Nobody is listed where who is asked is called by name; where of something nobody is known, that stands at the end.
    """
    asked = [(one.table, one.subject) for one in gap.missing] + [(one.table, one.unit) for one in gap.assumed]
    tables = {table for table, _ in asked}
    if not tables or not (tables <= OF_PARTY or tables <= OF_PLACES):
        return []
    finding = _above if tables <= OF_PARTY else _place
    found = {unit: next(filter(None, (finding(case, unit) for case in cases)), ()) for _, unit in asked}
    named = [one for one in dict.fromkeys(found.values()) if one]
    if not named:
        return []
    listed = [*named, *([said("others_not_known")] if not all(found.values()) else [])]
    return [Paragraph(one, ITEM) for one in ended(listed, ";")]


def _above(case: Case, unit: str) -> Names:
    """Name what stands directly above a unit, where the study has it."""
    one = unit_of(case, unit)
    above = unit_of(case, one.parent) if one is not None and one.parent else None
    return above.names if above is not None else ()


def _place(case: Case, unit: str) -> Names:
    """Name the place of a unit: what stands at the top of its area."""
    one = unit_of(case, unit)
    if one is None or not one.area:
        return ()
    structure = case.before if case.before.units.row(one.id) >= 0 else case.after
    depths = structure.tree.depth
    tops = [two for two in structure.group("units", "area", one.area) if isinstance(two, Unit)]
    top = min(tops, key=lambda two: (int(depths[structure.units.row(two.id)]), two.id), default=None)
    return top.names if top is not None else ()


def _kind(gap: Gap) -> str:
    """Say what a letter asks for: what is missing, what is to be confirmed, both, or facts that are no figures."""
    if gap.assumed:
        return "both" if gap.missing else "assumed"
    return "facts" if _are_facts(gap.missing) else "missing"


def _are_facts(missing: Sequence[MissingDatum]) -> bool:
    """Tell whether what is missing is dates of steps, and numbers and dates of papers alone: no figures of a day."""
    return all(one.table in FACTS for one in missing)


def is_issuer(supplier: Names, letter: Letter) -> bool:
    """Tell whether who is asked is the office that writes, by its name alone or with its superior's behind it.

    >>> from orgmodel.scenario.elements import Letter
    >>> office = Letter(superior=names_of(en="HA TINH PARTY COMMITTEE"), issuer=names_of(en="ORGANISATION BOARD,"))
    >>> is_issuer(names_of(en="Organisation Board, Ha Tinh (Party figures)"), office)
    True
    >>> is_issuer(names_of(en="Home Office"), office), is_issuer(names_of(en="Home Office"), Letter())
    (False, False)
    """
    above = dict(letter.superior)
    for code, issuer in letter.issuer:
        asked = dict(supplier).get(code, "").partition("(")[0].strip().casefold()
        own = issuer.strip().casefold()
        if asked and own and asked.startswith(own) and f"{own} {above.get(code, '')}".casefold().startswith(asked):
            return True
    return False


def _slug(names: Names, language: str) -> str:
    """Make a short name for a file from who a letter goes to, in the language of the study."""
    text = plain_name(text_in(names, language).casefold().partition("(")[0])
    return "-".join(re.findall("[a-z0-9]+", text))[:40].strip("-") or "supplier"


def missing_form(case: Case, missing: Sequence[MissingDatum]) -> Form | None:
    """List what is missing, each with room for what it is; None where nothing is."""
    if not missing:
        return None
    rows = [FormRow((number, one.what, (), ()), key=one.id) for number, one in enumerate(missing, 1)]
    facts = _are_facts(missing)
    heads = (
        ("fact_asked", "fact_to_fill_in", "facts_asked") if facts else ("figure_asked", "to_fill_in", "missing_figures")
    )
    columns = [FormColumn(said("no"), NO, width=0.5), FormColumn(said(heads[0]), width=6),
               FormColumn(said(heads[1]), width=1.5), FormColumn(said("source_of_it"), width=2)]  # fmt: skip
    return Form.of("missing", said(heads[2]), columns, rows, as_of=None if facts else case.before.as_of)


def assumed_form(case: Case, assumed: Sequence[AssumedFigure]) -> Form | None:
    """List what is assumed, with its value, range and source, and room for what is right; None where nothing is."""
    if not assumed:
        return None
    rows = []
    for number, one in enumerate(assumed, 1):
        whose = _whose(case, one)
        value = names_of(**{code: ranged(one.value, one.low, one.high, 0, code) for code in case.languages})
        source = names_of(**{code: source_name(one.src, case.papers, code, case.own_labels) for code in case.languages})
        figure = label_names("figure", f"{one.table}.{one.field}", case.own_labels)
        cells: tuple[Cell, ...] = (number, whose, figure, value, source, ())
        rows.append(FormRow(cells, key=f"{one.table}:{one.record}:{one.field}"))
    columns = [FormColumn(said("no"), NO, width=0.5), FormColumn(said("post_or_unit"), width=4), FormColumn(said("figure"), width=1.6),
               FormColumn(said("value_and_range"), COUNT, width=1.4), FormColumn(said("source"), width=3), FormColumn(said("to_confirm"), width=1.4)]  # fmt: skip
    return Form.of("assumed", said("assumed_figures"), columns, rows, as_of=case.before.as_of)


def _whose(case: Case, one: AssumedFigure) -> Names:
    post = case.before.posts.get(one.record) if one.table == "posts" else None
    unit = unit_names(case, one.unit)
    if not isinstance(post, Post) or not post.titles:
        return unit
    return names_of(**{code: f"{text_in(unit, code)}: {text_in(post.titles, code)}" for code in case.languages})
