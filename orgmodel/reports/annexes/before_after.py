"""Biểu 4: before and after, unit by unit, by block and in total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.names import Names
from orgmodel.measures.measure_change import MeasureChange
from orgmodel.measures.scopes import scope_problem
from orgmodel.reports.about import About, naming
from orgmodel.reports.annexes.placement import joined
from orgmodel.reports.annexes.present_state import unit_names, unit_words
from orgmodel.reports.appendices import roman
from orgmodel.reports.arrangement import Arrangement, whole
from orgmodel.reports.cells import COUNT, NO, Cell, Words
from orgmodel.reports.figures import filled_outside, present, sources_of
from orgmodel.reports.form import AFTER, BEFORE, CHANGE, GROUP, OF_WHICH, TOTAL, Form, FormColumn, FormRow
from orgmodel.words.labels import names as label_names
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case

ROLES = (BEFORE, AFTER, CHANGE)
MEASURES = (
    ("units", "units"), ("authorized", "posts_authorized"), ("present", "present"), ("contracts", "posts_outside_quota"),
    ("heads", "heads"), ("deputies", "deputies"), ("concurrent", "concurrent_posts"),
)  # fmt: skip
"""Headings, and the measure of the three columns under each."""


def before_after_form(case: Case, parts: Sequence[Arrangement], *, annex: str = "4") -> Form | None:
    """Lay the units of each group before and after side by side; a measure of which there is nothing has no columns."""
    listed = [part for part in parts if not part.is_of_party_organisations]
    if not listed:
        return None
    every = whole(case, listed)
    kept = [one for one in MEASURES if any(_plain(cell) for cell in _three(every, one[1]))]
    rows: list[FormRow] = []
    for place, part in enumerate(listed):
        number = roman(place + 1)
        called, members = _heading_and_members(case, part)
        words = Words(called, naming("units", part.units))
        rows.append(FormRow((number, words, *_figures(part, kept)), GROUP, key=_key(part), about=_about(part)))
        rows += [
            FormRow(
                ((), unit_words(case, unit), *_figures(_alone(part, unit), kept)),
                level=1,
                key=unit,
                about=About(units=(unit,)),
            )
            for unit in members
        ]
    rows += _blocks(case, every, kept)
    rows.append(FormRow(((), said("total"), *_figures(every, kept)), TOTAL, key=_key(every), about=_about(every)))
    columns = [FormColumn(said("no"), NO, width=0.6), FormColumn(said("agency"), width=4)]
    columns += [
        FormColumn(
            said(role if role != CHANGE else "more_or_less"),
            COUNT,
            role,
            measure,
            said(key),
            0.8,
            adds_up=role != CHANGE,
        )
        for key, measure in kept
        for role in ROLES
    ]
    return Form.of(
        "before-after", said("before_and_after"), columns, rows, annex=annex, unit=said("people_and_posts"),
        as_of=case.before.as_of, source=sources_of(case, [unit for part in listed for unit in part.before]), wide=True,
    )  # fmt: skip


def _heading_and_members(case: Case, part: Arrangement) -> tuple[Names, Sequence[str]]:
    """Name a group by the one unit that it comes from or leads to, with the others as its members; a unit that stays is alone."""
    if part.before == part.after:
        return joined(case, part.before), ()
    for side, others in ((part.before, part.after), (part.after, part.before)):
        if len(side) == 1:
            return unit_names(case, side[0]), others
    return group_words(case, part).text, part.units


def group_words(case: Case, part: Arrangement) -> Words:
    """Name a group by the units before and those after."""
    before, after = list(part.before), list(part.after)
    told = joined(case, before or after)
    if before and after:
        told = said("became", before=joined(case, before), after=joined(case, after))
    return Words(told, naming("units", part.units))


def _alone(part: Arrangement, unit: str) -> Arrangement:
    """Take one unit of a group in the states in which it is there, be it within another of the group."""
    sides = [(unit,) if state.units.row(unit) >= 0 else () for state in (part.case.before, part.case.after)]
    return Arrangement(part.case, sides[0], sides[1], part.steps)


def _three(part: Arrangement, measure: str, scope: str = "total") -> list[Cell]:
    """Give a measure before, after, and what changes."""
    if measure == "present":
        filled = part.read("posts_filled").change
        old, new = (filled_outside(part, state) for state in (BEFORE, AFTER))
        known = filled is not None and not old.missing and not new.missing
        return [
            *present(part),
            filled - ((new.value or 0) - (old.value or 0)) if known and filled is not None else None,
        ]
    read: MeasureChange = part.read(measure, scope)
    return [read.before, read.after, read.change]


def _plain(cell: Cell) -> bool:
    value = getattr(cell, "value", cell)
    return bool(value) or bool(getattr(cell, "missing", 0))


def _figures(part: Arrangement, kept: Sequence[tuple[str, str]]) -> list[Cell]:
    return [cell for _, measure in kept for cell in _three(part, measure)]


def _blocks(case: Case, every: Arrangement, kept: Sequence[tuple[str, str]]) -> list[FormRow]:
    """Give a row for each block of the posts, where there is more than one; who is present is not told by block."""
    blocks = []
    for block in case.before.terms.blocks:
        cells: list[Cell] = []
        for _, measure in kept:
            told = measure in ("units", "present", "concurrent_posts") or knows_no_block(every, block)
            cells += [(), (), ()] if told else _three(every, measure, f"block:{block}")
        if any(_plain(cell) for cell in cells if cell != ()):
            names = said("of_which", what=label_names("block", block, case.before.terms.labels))
            about = replace(_about(every), scope=f"block:{block}")
            key = f"{_key(every)}@{about.scope}"
            blocks.append(FormRow(((), names, *cells), OF_WHICH, level=1, key=key, about=about))
    return blocks if len(blocks) > 1 else []


def knows_no_block(part: Arrangement, block: str) -> bool:
    """Tell whether a block that a study declares has nothing in either state."""
    return scope_problem(part.case.before, f"block:{block}", part.case.after) is not None


def _key(part: Arrangement) -> str:
    return ";".join(part.units)


def _about(part: Arrangement) -> About:
    return About(units=part.units)
