"""Figures as readers are shown them, side by side, against the rows of the JSON object of a comparison."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from orgmodel.comparison.case import Case
from orgmodel.comparison.comparable import Comparable
from orgmodel.comparison.comparison import Comparison
from orgmodel.comparison.lineages import came_from, came_to
from orgmodel.comparison.plain_data import plain_rows
from orgmodel.comparison.side_by_side import alternatives_of
from orgmodel.core.structure import Structure
from orgmodel.measures.catalogue import MEAN, MOST, measure_of
from orgmodel.measures.posts import in_quota, posts_filled
from orgmodel.measures.together import Together
from orgmodel.measures.totals import total_below
from orgmodel.reports.side_by_side import TextTable, side_by_side
from orgmodel.words.money import measure_title
from orgmodel.words.numbers import number
from orgmodel.words.tables import word
from tests.strategies import TERMS

Json = dict[str, Any]


def filled_sides(structure: Structure) -> dict[str, tuple[int, int]]:
    """Give, of each unit with all below it, who is present inside and outside quota: a box tells the two apart, a table sums them."""
    present, inside = posts_filled(structure), in_quota(structure)
    sides = [
        total_below(present.selected(np.flatnonzero(mask[present.row])), structure.tree) for mask in (inside, ~inside)
    ]
    found = {}
    for unit in structure.ids("units"):
        at = structure.units.row(unit)
        found[unit] = int(sides[0].value[at]), int(sides[1].value[at])
    return found


CELL = re.compile(r"(≥?)(-?[\d.,]+\*?|\?|–)( \[\d+/\d+\])?(?: \(([+-]?[\d.,]+|\?)?(?:(?:; )?([^()]*))\))?")
MAY_NOT_BE_KEPT = {"party_members", "functions_uncovered", "functions_duplicated", "cost_year", "cost_one_off"}
NEVER_LEAST = {"vacancies"}  # may be below nothing
PLACES = (2, 3, 4)


Figure = tuple[float | None, int, float | None, float | None, float | None]
"""A value, how many figures are missing, of how many units out of how many it is (None: of all), and the least that is proven."""


@dataclass(frozen=True)
class Told:
    """What the rows say of a measure in one scope of one case, before and after: each a value and how many are missing."""

    before: Figure
    after: Figure
    change: float | None
    passed: bool = False


def agree_in_sides(
    found: Comparison, made: Json, language: str, scopes: Sequence[str] | None = None
) -> tuple[TextTable, ...]:
    """Compare every figure of the tables of scenarios side by side with the JSON object, and give the tables."""
    tables = side_by_side(found, language, scopes=scopes)
    laid_out = alternatives_of(found, scopes=scopes)
    told_of = reader(found, made)
    for table, alternatives in zip(tables, laid_out, strict=True):
        assert [row[0] for row in table.rows] == [
            measure_title(line.measure, TERMS, language) for line in alternatives.lines
        ]
        for row, line in zip(table.rows, alternatives.lines, strict=True):
            told = [told_of(case, line.scope, line.measure) for case in alternatives.cases]
            place = (line.scope, line.measure, row)
            agree_in_now(row[1], [one for one in told if one is not None], line, language, place)
            for text, one, case in zip(row[2:], told, alternatives.cases, strict=True):
                agree_in_cell(text, one, case, line, row[1], language)
    return tables


def agree_in_now(text: str, told: list[Told], line: Comparable, language: str, place: Any) -> None:
    """Compare the figure now, which stands there where all cases agree on it."""
    if text and told:
        own = [one.before for one in told if not one.passed and one.before[0] is not None]
        for figure in own or [one.before for one in told]:
            agree_in_figure(text, figure, line.measure, language, place)


def agree_in_figure(text: str, figure: Figure, measure: str, language: str, place: Any) -> None:
    """Compare one figure as text with a value of which so many figures are missing, or that is of some units only."""
    value, missing, known, of, low = figure
    at_least = bool(missing) and measure_of(measure, TERMS).form != MEAN and measure not in NEVER_LEAST
    text, bracket, part = text.partition(" [")
    assert (bracket + part) == (f" [{known:.0f}/{of:.0f}]" if None not in (known, of) and known < of else ""), place  # type: ignore[operator]
    if text == "–":
        assert (value, missing) == (None, 0) or (value == missing == 0 and measure in MAY_NOT_BE_KEPT), place
    elif text == "?":
        assert value is None or (at_least and not value), place
    else:
        assert value is not None, place
        assert text.startswith("≥") == at_least, place
        assert text.endswith("*") == (at_least and low < value), place  # ranges in it are at their best
        assert text.strip("≥*") in {number(value, language, places=places) for places in PLACES}, place


def agree_in_cell(text: str, told: Told | None, case: Case, line: Comparable, now: str, language: str) -> None:
    """Compare one cell, a figure with its change, with what the rows say."""
    place = (case.label, line.scope, line.measure, text, told)
    if told is None:
        assert text == (word("refused", language) if case.is_refused else ""), place
        return
    parts = CELL.fullmatch(text)
    assert parts, place
    sign, figure, part, change, _ = parts.groups()
    agree_in_figure(sign + figure + (part or ""), told.after, line.measure, language, place)
    if measure_of(line.measure, TERMS).compares or figure == "–":
        assert change is None, place
    elif figure == "?":  # by how much it changes may be known all the same
        known = told.change is not None and abs(told.change) >= 0.005
        assert change == (number(told.change, language, signed=True) if known else None), place
    elif change == "?":
        assert told.change is None, place
    elif change is not None:
        assert told.change is not None, place
        options = {number(told.change, language, signed=True, places=places) for places in PLACES}
        before, after = told.before[0], told.after[0]
        if before is not None and after is not None and abs(after - before - told.change) < 1e-6:  # as they are written
            moved = ((round(after, places) - round(before, places), places) for places in PLACES)
            options = {number(one, language, signed=True, places=places) for one, places in moved}
        assert change in options, place
    elif told.change is None:  # nothing to compare with
        assert told.before[:2] == (None, 0) or told.passed, place
    else:
        assert abs(told.change) < 0.005, place


def reader(found: Comparison, made: Json) -> Callable[[Case, str, str], Told | None]:
    """Make what looks up the rows of a case, scope and measure: of a unit in one state only, of what it became too."""
    measures = {(row["scenario"], row["scope"], row["measure"]): row for row in made["measures"]}
    units = {(row["scenario"], row["unit"], row["measure"]): row for row in plain_rows(found.units)}
    interim = {(row["scenario"], row["unit"], row["measure"]): row["value"] for row in made["interim"]}
    lineage = {
        label: [SimpleNamespace(**row) for row in made["lineage"] if row["scenario"] == label] for label in found.labels
    }
    refused = {entry["id"] for entry in made["scenarios"] if entry["refused"]}

    def row_of(case: Case, scope: str, measure: str) -> Json:
        rows = measures if scope == "total" or ":" in scope else units
        row = rows.get((case.label, scope, measure))
        if row is None:  # rows of nothing are left out
            row = case.rows(scope).get(measure)
            if row is None:  # of a quantity that is not kept there is none at all
                assert measure in MAY_NOT_BE_KEPT
                return dict.fromkeys(
                    ("before", "after", "change", "known", "of", "known_before", "of_before", "low", "low_before")
                ) | {
                    "missing": 0,
                    "missing_before": 0,
                }
            assert not any(row[name] for name in ("before", "after", "change", "missing", "missing_before"))
        return row

    def figure(row: Json, side: str) -> Figure:
        ending = "_before" if side == "before" else ""
        return row[side], *(row[f"{name}{ending}"] for name in ("missing", "known", "of", "low"))

    def over(case: Case, kin: Sequence[str], measure: str, side: str) -> Figure:
        rows = [row_of(case, one, measure) for one in kin]
        each = [figure(row, side) for row in rows]
        missing = sum(one[1] for one in each)
        known, of = (
            (None if not each or None in part else sum(part) for part in zip(*(one[2:4] for one in each), strict=True))
            if each
            else (None, None)
        )
        values, form = [row[side] for row in rows], measure_of(measure, TERMS).form
        if form == MEAN and len(values) > 1:  # of what they divide together: no row has it, but it lies among theirs
            evaluator = getattr(case.change_evaluator, side)
            pooled = Together(evaluator, kin).read(measure_of(measure, TERMS), "total")
            told = [value for value in values if value is not None]
            assert pooled.value is None or not told or min(told) - 1e-9 <= pooled.value <= max(told) + 1e-9
            return pooled.value, pooled.missing, pooled.known, pooled.of, pooled.low
        if not values or None in values:
            return None, missing, known, of, None
        lows = [one[4] for one in each]
        together = max if form == MOST else sum
        return together(values), missing, known, of, None if None in lows else together(lows)

    def told_of(case: Case, scope: str, measure: str) -> Told | None:
        if case.label in refused:
            return None
        states = [structure.units.row(scope) >= 0 for structure in (case.before, case.after)]
        if scope == "total" or ":" in scope or all(states):
            row = row_of(case, scope, measure)
            return Told(figure(row, "before"), figure(row, "after"), row["change"])
        if not any(states):
            on_the_way = any(key[:2] == (case.label, scope) for key in interim)
            value = interim.get((case.label, scope, measure))
            nothing = (None, 0, None, None, None)
            return Told(nothing, (value, 0, None, None, None), None, passed=True) if on_the_way else None
        here, there = (case.before, case.after) if states[0] else (case.after, case.before)
        forth, back = (came_to, came_from) if states[0] else (came_from, came_to)
        links = lineage[case.label]
        kin = tuple(one for one in forth(links, scope) if there.units.row(one) >= 0)
        others = {*kin, *(other for one in kin for other in back(links, one))} - {scope}
        joined = any(here.units.row(other) >= 0 for other in others)
        sides = ((scope,), kin) if states[0] else (kin, (scope,))
        before, after = over(case, sides[0], measure, "before"), over(case, sides[1], measure, "after")
        if measure_of(measure, TERMS).compares:  # what moved or changed is of the unit itself
            row = row_of(case, scope, measure)
            return Told(figure(row, "before"), figure(row, "after"), row["change"], passed=True)
        unknown = not kin or joined or before[1] or after[1] or None in (before[0], after[0])
        return Told(before, after, None if unknown else (after[0] or 0) - (before[0] or 0), passed=True)

    return told_of
