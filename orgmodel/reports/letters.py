"""Draft letters, one for each who must supply or confirm figures: what is missing, with room to fill in, and what is assumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, plain_name, text_in
from orgmodel.core.records import Post
from orgmodel.reports.annexes.present_state import unit_names
from orgmodel.reports.cells import COUNT, NO, Cell
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.reports.gaps import AssumedFigure, Gap
from orgmodel.reports.letterhead import WRITES, letterhead, signature
from orgmodel.reports.manuscript import Chapter, Manuscript, Paragraph
from orgmodel.tracking.missing_data import MissingDatum
from orgmodel.words.citations import source_name
from orgmodel.words.labels import names as label_names
from orgmodel.words.numbers import dates, ranged
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.scenario.elements import Letter


def letters_of(case: Case, gaps: Sequence[Gap], profile: str, letter: Letter, about: Names) -> list[Manuscript]:
    """Draft a letter to each supplier of figures."""
    return [_letter(case, gap, number, profile, letter, about) for number, gap in enumerate(gaps, 1)]


def _letter(case: Case, gap: Gap, number: int, profile: str, letter: Letter, about: Names) -> Manuscript:
    title = said("letter_about", about=about)
    opening = [Paragraph(said("dear", who=gap.supplier)), Paragraph(said("letter_asks", about=about, date=dates(case.before.as_of) or "?"))]  # fmt: skip
    blocks = [form for form in (missing_form(case, gap.missing), assumed_form(case, gap.assumed)) if form is not None]
    closing = Paragraph(said("letter_ends"))
    foot = signature(profile, letter)
    recipients = (names_of(**{code: f"{text_in(gap.supplier, code)}" for code in case.languages}),)
    return Manuscript(
        f"letter-{number:02d}-{_slug(gap.supplier)}",
        title,
        (Chapter((), (*opening, closing)), Chapter(said("letter_lists"), tuple(blocks), annex=True)),
        type=said("official_letter"),
        letterhead=letterhead(profile, letter, WRITES),
        signature=None if foot is None else type(foot)(foot.authority, foot.office, foot.name, recipients),
        language=case.before.terms.language,
        kind="letters",
    )


def _slug(names: Names) -> str:
    """Make a short name for a file from who a letter goes to."""
    text = plain_name(text_in(names, "vi").casefold().partition("(")[0])
    return "-".join(re.findall("[a-z0-9]+", text))[:40].strip("-") or "supplier"


def missing_form(case: Case, missing: Sequence[MissingDatum]) -> Form | None:
    """List what is missing, each with room for what it is; None where nothing is."""
    if not missing:
        return None
    rows = [FormRow((number, one.what, (), ()), key=one.id) for number, one in enumerate(missing, 1)]
    columns = [FormColumn(said("no"), NO, width=0.5), FormColumn(said("figure_asked"), width=6),
               FormColumn(said("to_fill_in"), width=1.5), FormColumn(said("source_of_it"), width=2)]  # fmt: skip
    return Form.of("missing", said("missing_figures"), columns, rows, as_of=case.before.as_of)


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
