"""Scenarios side by side: for each clause a table with measures down and its alternatives across.

A table gives the value now once, then each case's value and change, in the scope that the clause touches, with the
whole beneath. Rows on which all agree with now are counted; where two cases differ outside the rows shown, the scope is
named. The values are plain; text, Markdown, HTML and workbooks are made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.lineages import came_from, came_to
from orgmodel.comparison.sentences import SHOWS, units_apart
from orgmodel.core.records import Line, Unit
from orgmodel.measures.catalogue import MEAN, MOST, Measure, measure_of, measures_of
from orgmodel.measures.scopes import TOTAL, UNIT, split_scope

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison_tables import ComparisonTables
    from orgmodel.core.structure import Structure

MOST_COLUMNS = 6
WHOLE = ("units", "posts_authorized", "headcount")
"""The measures that the line about the whole gives."""


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """Hold one figure: its value (None: not known), the change against now, and how many figures are missing.

    ``units`` names what a unit of the row became or came from, where it is in one state only; with ``joined`` others
    went into those too, so that no change is known. A mean, and what may be below nothing, is of ``known`` units out of
    ``of``; ``now_known`` is by how much a sum rose for being known better.
    """

    value: float | None
    change: float | None = None
    missing: int = 0
    at_least: bool = False
    units: tuple[str, ...] = ()
    joined: bool = False
    known: int | None = None
    of: int | None = None
    now_known: float | None = None

    @property
    def is_partial(self) -> bool:
        """Tell whether units are left out of it."""
        return self.known is not None and self.of is not None and self.known < self.of


@dataclass(frozen=True, slots=True)
class Comparable:
    """Hold one measure in one scope: the cell now (None where baselines differ), and one a case (None: refused, or without that unit).

    ``nows`` are the cells now of each case by itself.
    """

    scope: str
    measure: str
    now: MeasureCell | None
    cells: tuple[MeasureCell | None, ...]
    nows: tuple[MeasureCell | None, ...]

    def percent(self, at: int) -> float | None:
        """Give the change of one case in per cent of now; None where either is not known whole."""
        cell = self.cells[at]
        if cell is None or cell.change is None or self.now is None or not self.now.value or self.now.missing:
            return None
        return 100 * cell.change / self.now.value

    @property
    def is_blank(self) -> bool:
        """Tell whether it is given nowhere, since too few units tell."""
        cells = [cell for cell in (self.now, *self.cells) if cell is not None]
        return all(cell.value is None for cell in cells) and any(cell.is_partial for cell in cells)

    @property
    def differs_from_now(self) -> bool:
        """Tell whether any case changes it, or may."""
        return any(
            cell is not None and _has_change(cell) and not self.knows_no_other(at) for at, cell in enumerate(self.cells)
        )

    def knows_no_other(self, at: int) -> bool:
        """Tell whether a maximum over missing figures is the same as far as is known, which is nothing to show."""
        cell, now = self.cells[at], self.now or self.nows[at]
        is_most = measure_of(self.measure).form == MOST
        return is_most and cell is not None and now is not None and cell.change is None and cell.value == now.value

    @property
    def differs(self) -> bool:
        """Tell whether two cases differ in what they change."""
        changes = [
            0 if self.knows_no_other(at) else cell.change for at, cell in enumerate(self.cells) if cell is not None
        ]
        return any(_apart(changes[0], other) for other in changes[1:])


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Hold the alternatives of one clause (or of several, or of none) in the scope that they touch.

    ``lines`` are the rows to show, ``alike`` the measures on which all agree with now, ``blank`` those that are not given
    anywhere since too few units tell, ``whole`` the rows of the total,
    and ``elsewhere`` the scopes in which two cases differ and no row is shown.
    """

    clauses: tuple[str, ...]
    scope: str
    cases: tuple[Case, ...]
    lines: tuple[Comparable, ...]
    alike: tuple[str, ...] = ()
    whole: tuple[Comparable, ...] = ()
    elsewhere: tuple[str, ...] = ()
    blank: tuple[Comparable, ...] = ()


def alternatives_of(
    comparison: ComparisonTables, *, scopes: Sequence[str] | None = None, measures: Iterable[str] | None = None
) -> tuple[Alternatives, ...]:
    """Lay the cases of a comparison side by side, the ones that carry out several clauses first.

    ``scopes`` and ``measures`` are what was asked for: then each scope is a table of all cases, in full.
    """
    chosen = measures_of(measures)
    if scopes is not None:
        return tuple(
            _alternatives((), scope, part, chosen, measures_asked=measures is not None)
            for scope in scopes
            for part in _parts(comparison.cases)
        )
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in comparison.cases:
        groups.setdefault(clauses_of(case), []).append(case)
    found = []
    for clauses, cases in sorted(groups.items(), key=lambda item: len(item[0]) < 2):
        cases.sort(key=lambda case: case.outcome.scenario.illustrative)
        for part in _parts(cases):
            scope = touched_scope(part)
            found.append(
                _alternatives(
                    clauses,
                    scope,
                    part,
                    chosen,
                    measures_asked=measures is not None,
                    comparison=comparison,
                )
            )
    return tuple(found)


def clauses_of(case: Case) -> tuple[str, ...]:
    """List the clauses that a case carries out, as a reader counts; a duty without operations counts as well."""
    return tuple(sorted({result.step.clause for result in case.outcome.steps if result.step.clause}, key=_counted))


def _counted(clause: str) -> list[tuple[int, int, str]]:
    """Order clauses as a reader counts: 2.10 after 2.9."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in clause.split(".")]


def touched_scope(cases: Sequence[Case]) -> str:
    """Give the smallest unit that holds all that the cases touch, before and after; else one area, else the total."""
    found: list[str] | None = None
    areas: set[str] = set()
    for case in cases:
        touched = _touched_units(case)
        for id in touched:
            paths = [path for structure in (case.before, case.after) if (path := _path(structure, id))]
            for path in paths or [[]]:
                found = (
                    path if found is None else [one for one, other in zip(found, path, strict=False) if one == other]
                )
            areas.add(
                next((_area(structure, id) for structure in (case.after, case.before) if _path(structure, id)), "")
            )
    if found is not None and len(found) > 1 and all(_stays(case, found[-1]) for case in cases):
        return found[-1]
    if len(areas) == 1 and "" not in areas:
        return f"area:{areas.pop()}"
    return TOTAL


def _touched_units(case: Case) -> list[str]:
    units: dict[str, None] = {}
    for change in case.outcome.changes:
        for record in (change.before, change.after):
            if isinstance(record, Unit):
                units.update(dict.fromkeys((record.id, record.parent or "")))
            elif isinstance(record, Line):
                units[_unit_of(case, record.from_)] = None
            elif isinstance(unit := getattr(record, "unit", None), str):
                units[unit] = None
    return [unit for unit in units if unit]


def _unit_of(case: Case, end: str) -> str:
    for structure in (case.after, case.before):
        post: Any = structure.posts.get(end)
        if post is not None:
            return str(post.unit)
    return end


def _path(structure: Structure, id: str) -> list[str]:
    """List the ids from the top of the chart down to a unit; empty where it is not there."""
    return [unit.id for unit in structure.upward(id)][::-1]


def _area(structure: Structure, id: str) -> str:
    unit: Any = structure.units.get(id)
    return str(unit.area) if unit is not None else ""


def _stays(case: Case, id: str) -> bool:
    return case.before.units.row(id) >= 0 and case.after.units.row(id) >= 0


def _parts(cases: Sequence[Case]) -> list[list[Case]]:
    """Part cases into columns, so many a table that no table has one column where another has all."""
    count = -(-len(cases) // MOST_COLUMNS)
    size = -(-len(cases) // count) if count else 0
    return [list(cases[at : at + size]) for at in range(0, len(cases), size)] if size else []


def _alternatives(
    clauses: tuple[str, ...],
    scope: str,
    cases: Sequence[Case],
    measures: Sequence[Measure],
    *,
    measures_asked: bool,
    comparison: ComparisonTables | None = None,
) -> Alternatives:
    """Make a table; without a comparison its scope was asked for, and is shown in full as measures are that were."""
    lines = [line for line in lines_of(cases, scope, measures) if measures_asked or _is_kept(cases, line.measure)]
    shown = [line for line in lines if measures_asked or comparison is None or line.differs or line.differs_from_now]
    rest = [line for line in lines if line not in shown]
    blank = tuple(line for line in rest if line.is_blank)
    told = [line for line in rest if line not in blank]
    alike = tuple(one.measure for one in told if not any(one.knows_no_other(at) for at in range(len(cases))))
    whole: tuple[Comparable, ...] = ()
    elsewhere: tuple[str, ...] = ()
    if comparison is not None:
        if scope != TOTAL:
            asked = [one for one in measures if one.id in WHOLE]
            whole = tuple(lines_of(cases, TOTAL, asked))
        elsewhere = _elsewhere(comparison, cases, scope, lines)
    return Alternatives(clauses, scope, tuple(cases), tuple(shown), alike, whole, elsewhere, blank)


def _is_kept(cases: Sequence[Case], measure: str) -> bool:
    """Tell whether a study keeps the quantity of a measure at all: an organisation without members has no row of them."""
    return any(case.has(measure_of(measure)) for case in cases)


def _elsewhere(
    comparison: ComparisonTables, cases: Sequence[Case], shown: str, lines: Sequence[Comparable]
) -> tuple[str, ...]:
    """List the scopes of the comparison, other than the one shown, in which two cases differ; units, where nothing larger does."""
    labels = [case.label for case in cases if not case.is_refused]
    found = []
    for scope in dict.fromkeys(scope for label in labels for scope in comparison.scopes(label)):
        if scope == shown:
            continue
        tables = [comparison.rows(label, scope) for label in labels]
        for measure in {name for table in tables for name in table}:
            changes = [table[measure]["change"] if measure in table else 0 for table in tables]
            if any(_apart(changes[0], other) for other in changes[1:]):
                found.append(scope)
                break
    if not found and len(labels) > 1 and not any(line.differs for line in lines):
        found = [unit for unit in units_apart(comparison, labels) if unit != shown]
    return tuple(found)


# -- rows ----------------------------------------------------------------------------------------------------------------


def lines_of(cases: Sequence[Case], scope: str, measures: Sequence[Measure]) -> list[Comparable]:
    """Read measures in a scope for some cases: now once, then a cell a case, in the order of the measures."""
    tables = [_cells(case, scope, measures) if knows(case, scope) else None for case in cases]
    same = all(case.before is cases[0].before or case.before == cases[0].before for case in cases)
    lines = []
    for measure in measures:
        pairs = [table and table[measure.id] for table in tables]
        nows = [pair[0] for pair in pairs if pair] or [_now(cases[0], scope, measure)]
        own = [now for now in nows if now.value is not None and not now.units]  # the unit itself, or the group
        alike = len({(now.value, now.missing) for now in own or nows}) == 1  # else what it came from in each
        now = (own or nows)[0] if same and alike and not measure.compares else None
        cells, each = (tuple(pair[side] if pair else None for pair in pairs) for side in (1, 0))
        lines.append(Comparable(scope, measure.id, now, cells, each))
    return lines


def knows(case: Case, scope: str) -> bool:
    """Tell whether a case has figures of a scope: it is carried out, and a unit is there before, after or on the way."""
    if case.is_refused:
        return False
    if UNIT not in (split_scope(case.before, scope)[0], split_scope(case.after, scope)[0]):
        return True
    return scope in case.interim or any(one.units.row(scope) >= 0 for one in (case.before, case.after))


def _cells(case: Case, scope: str, measures: Sequence[Measure]) -> dict[str, tuple[MeasureCell, MeasureCell]]:
    """Read the cells now and after of a case; a unit in one state only is compared with what it became or came from."""
    if split_scope(case.before, scope)[0] == UNIT and split_scope(case.after, scope)[0] == UNIT:
        before, after = (structure.units.row(scope) >= 0 for structure in (case.before, case.after))
        if not before and not after and scope in case.interim:
            return {one.id: (MeasureCell(None), _interim(case, scope, one)) for one in measures}
        if before != after:
            return _passed(case, scope, measures, ends=before)
    return {one.id: (_now(case, scope, one), _then(case, scope, one)) for one in measures}


def _then(case: Case, scope: str, measure: Measure) -> MeasureCell:
    row = case.rows(scope).get(measure.id)
    if row is None:
        return MeasureCell(None)
    least = measure.is_least(row["missing"])
    return MeasureCell(
        row["after"], row["change"], row["missing"], least, known=row["known"], of=row["of"], now_known=row["now_known"]
    )


def _interim(case: Case, unit: str, measure: Measure) -> MeasureCell:
    value = None if measure.compares else case.value(measure.id, unit, "after")
    return MeasureCell(value, None, 0, units=(case.interim[unit][0],))


def _now(case: Case, scope: str, measure: Measure) -> MeasureCell:
    row = case.rows(scope).get(measure.id)
    if row is None:
        return MeasureCell(None)
    least = measure.is_least(row["missing_before"])
    return MeasureCell(
        row["before"], None, row["missing_before"], least, known=row["known_before"], of=row["of_before"]
    )


def _passed(
    case: Case, unit: str, measures: Sequence[Measure], *, ends: bool
) -> dict[str, tuple[MeasureCell, MeasureCell]]:
    """Compare a unit that ends with what it became, or one that begins with what it came from."""
    lineage = case.outcome.lineage
    kin = came_to(lineage, unit) if ends else came_from(lineage, unit)
    there = case.after if ends else case.before
    kin = tuple(one for one in kin if there.units.row(one) >= 0)
    back = {other for one in kin for other in (came_from(lineage, one) if ends else came_to(lineage, one))}
    here = case.before if ends else case.after
    joined = any(here.units.row(other) >= 0 and other != unit for other in (*back, *kin))
    state = ("before", "after") if ends else ("after", "before")
    found = {}
    for one in measures:
        own = _over(case, one, (unit,), state[0])
        other = _over(case, one, kin, state[1])
        change = None
        if kin and not joined and None not in (own.value, other.value) and not own.missing and not other.missing:
            change = (other.value or 0) - (own.value or 0) if ends else (own.value or 0) - (other.value or 0)
        kin_cell = replace(other, units=kin, joined=joined)
        if ends:
            found[one.id] = (own, replace(kin_cell, change=change))
        else:
            found[one.id] = (kin_cell, replace(own, change=change, units=kin, joined=joined))
    return found


def _over(case: Case, measure: Measure, units: Sequence[str], state: str) -> MeasureCell:
    """Read a measure over some units together: sums add up, a maximum is the largest, a mean is of one unit only."""
    if measure.compares:
        return MeasureCell(None)
    measured = [getattr(case.change_evaluator, state).read(measure, unit) for unit in units]
    values = [one.value for one in measured]
    missing = sum(one.missing for one in measured)
    counts = [
        sum(each) if None not in each else None
        for each in ([one.known for one in measured], [one.of for one in measured])
    ]
    known, of = counts if measured else (None, None)
    if not values or None in values or (measure.form == MEAN and len(values) > 1):
        return MeasureCell(None, None, missing, known=known, of=of)
    value = max(values) if measure.form == MOST else sum(values)
    return MeasureCell(value, None, missing, measure.is_least(missing), known=known, of=of)


def _apart(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) >= SHOWS


def _has_change(cell: MeasureCell) -> bool:
    return (
        bool(cell.now_known)
        or (cell.change is None and cell.value is not None)
        or (cell.change is not None and abs(cell.change) >= SHOWS)
    )


def counted_kinds(comparison: ComparisonTables, measure: str) -> tuple[str, ...]:
    """List the kinds of unit, as the studies declare them, that ``units`` or ``units_internal`` counts and that occur."""
    counts = {"units": ("agency",), "units_internal": ("internal",), "units_direct": ("agency", "party")}
    wanted = counts.get(measure_of(measure).id, ())
    kinds: dict[str, None] = {}
    for case in comparison.cases:
        terms = case.before.terms
        for kind in terms.kinds:
            if terms.counts(kind) in wanted:
                kinds[kind] = None
    return tuple(kinds)
