"""Measures of cases side by side: the figure now once, then one a case; a unit in one state only with what it became.

Where a unit ends or begins, it is compared with what it became or came from; one on the way only is measured just before
the step that ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.lineages import came_from, came_to
from orgmodel.measures.catalogue import MEAN, MOST, SUM, Measure
from orgmodel.measures.scopes import TOTAL, UNIT, split_scope
from orgmodel.measures.together import Together
from orgmodel.words.money import MONEY_MEASURES

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.measures.evaluator import Evaluator

SHOWS = 0.005
"""The least change of a mean that two decimals show."""
EXACT = 0.00005
"""The least change of a sum that is told: a quantity has four decimals at most."""


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """Hold one figure: its value (None: not known), the change against now, and how many figures are missing.

    ``units`` names what a unit of the row became or came from, where it is in one state only; with ``joined`` others
    went into those too, so that no change is known. A mean, and what may be below nothing, is of ``known`` units out of
    ``of``; ``now_known`` is by how much a sum rose for being known better; ``low`` and ``high`` are the least and the most that are
    proven, ``assumed`` the share that rests on assumed figures.
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
    low: float | None = None
    high: float | None = None
    assumed: float = 0.0

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
    meant: Measure

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
    def is_unknown(self) -> bool:
        """Tell whether nothing is known of it anywhere, though there is something of it."""
        cells = [cell for cell in (self.now, *self.cells) if cell is not None]
        return all(cell.value is None for cell in cells) and any(cell.missing for cell in cells)

    @property
    def differs_from_now(self) -> bool:
        """Tell whether any case changes it, or may."""
        return any(
            cell is not None
            and (_has_change(cell, self.least) or self._becomes_known(at))
            and not self.knows_no_other(at)
            for at, cell in enumerate(self.cells)
        )

    @property
    def least(self) -> float:
        """Give the least change that is told."""
        return least_told(self.meant)

    def _becomes_known(self, at: int) -> bool:
        """Tell whether too few units tell before or after, and not on both sides."""
        cell, now = self.cells[at], self.now or self.nows[at]
        if cell is None or now is None or not (cell.is_partial or now.is_partial):
            return False
        return (cell.value is None) != (now.value is None)

    def knows_no_other(self, at: int) -> bool:
        """Tell whether a maximum over missing figures is the same as far as is known, which is nothing to show."""
        cell, now = self.cells[at], self.now or self.nows[at]
        is_most = self.meant.form == MOST
        return is_most and cell is not None and now is not None and cell.change is None and cell.value == now.value

    @property
    def differs(self) -> bool:
        """Tell whether two cases differ in what they change."""
        changes = [
            0 if self.knows_no_other(at) else cell.change for at, cell in enumerate(self.cells) if cell is not None
        ]
        return any(apart(changes[0], other, self.least) for other in changes[1:])


def currency_of(case: Case) -> str:
    """Give the currency that the costs of a case are in; empty where the study states none."""
    money = case.before.terms.money
    return money.currency if money is not None else ""


def lines_of(cases: Sequence[Case], scope: str, measures: Sequence[Measure]) -> list[Comparable]:
    """Read measures in a scope for some cases: now once, then a cell a case, in the order of the measures.

    Costs have a row for each currency, in which the cases of others have no cell.
    """
    currencies = dict.fromkeys(currency_of(case) for case in cases)
    costs = [one for one in measures if one.id in MONEY_MEASURES]
    if len(currencies) < 2 or not costs:
        return _lines_of(cases, scope, measures)
    found: dict[str, list[Comparable]] = {}
    for line in _lines_of(cases, scope, [one for one in measures if one not in costs]):
        found[line.measure] = [line]
    for currency in currencies:
        at = [i for i, case in enumerate(cases) if currency_of(case) == currency]
        for line in _lines_of([cases[i] for i in at], scope, costs):
            cells, nows = dict(zip(at, line.cells, strict=True)), dict(zip(at, line.nows, strict=True))
            here, each = (tuple(one.get(i) for i in range(len(cases))) for one in (cells, nows))
            found.setdefault(line.measure, []).append(replace(line, cells=here, nows=each))
    return [line for measure in measures for line in found[measure.id]]


def _lines_of(cases: Sequence[Case], scope: str, measures: Sequence[Measure]) -> list[Comparable]:
    tables = [_cells(case, scope, measures) if knows(case, scope) else None for case in cases]
    same = all(case.before is cases[0].before or case.before == cases[0].before for case in cases)
    lines = []
    for measure in measures:
        pairs = [table and table[measure.id] for table in tables]
        nows = [pair[0] for pair in pairs if pair] or [_now(cases[0], scope, measure)]
        own = [now for now in nows if now.value is not None and not now.units]  # the unit itself, or the group
        alike = (
            len({(now.value, now.missing, now.known, now.of) for now in own or nows}) == 1
        )  # else what it came from in each
        now = (own or nows)[0] if same and alike and not measure.compares else None
        cells, each = (tuple(pair[side] if pair else None for pair in pairs) for side in (1, 0))
        lines.append(Comparable(scope, measure.id, now, cells, each, measure))
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
        if passes_on(case, scope):
            return _passed(case, scope, measures, ends=before)
    return {one.id: (_now(case, scope, one), _then(case, scope, one)) for one in measures}


def is_passing(case: Case, scope: str) -> bool:
    """Tell whether a scope is a unit that is not there in both states, but in one or on the way."""
    return passes_on(case, scope) or (scope in case.interim and knows(case, scope))


def passes_on(case: Case, scope: str) -> bool:
    """Tell whether a scope is a unit that is there in one state only."""
    if UNIT not in (split_scope(case.before, scope)[0], split_scope(case.after, scope)[0]):
        return False
    before, after = (structure.units.row(scope) >= 0 for structure in (case.before, case.after))
    return before != after


def passed_rows(case: Case, unit: str, measures: Sequence[Measure]) -> list[dict[str, Any]]:
    """Give the rows of ``measures`` of a unit that is not there in both states, by column; what is unknown is left out.

    Least and most are those of the units that it became together; the assumed share is of several units and is not told.
    """
    rows = []
    for line in lines_of([case], unit, measures):
        now, then = line.nows[0] or MeasureCell(None), line.cells[0] or MeasureCell(None)
        rows.append(
            {
                "scenario": case.label,
                "scope": unit,
                "measure": line.measure,
                "before": now.value,
                "after": then.value,
                "change": then.change,
                "low": then.low,
                "high": then.high,
                "low_before": now.low,
                "high_before": now.high,
                "percent": line.percent(0),
                "change_low": then.change,
                "change_high": then.change,
                "missing": then.missing,
                "missing_before": now.missing,
                "known": then.known,
                "of": then.of,
                "known_before": now.known,
                "of_before": now.of,
                "now_known": then.now_known,
                "why": "",
            }
        )
    return rows


def _then(case: Case, scope: str, measure: Measure) -> MeasureCell:
    row = case.rows(scope).get(measure.id)
    if row is None:
        return MeasureCell(None)
    least = measure.is_least(row["missing"])
    return MeasureCell(
        row["after"],
        row["change"],
        row["missing"],
        least,
        known=row["known"],
        of=row["of"],
        now_known=row["now_known"],
        low=row["low"],
        high=row["high"],
        assumed=row["assumed"] or 0.0,
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
        row["before"],
        None,
        row["missing_before"],
        least,
        known=row["known_before"],
        of=row["of_before"],
        low=row["low_before"],
        high=row["high_before"],
        assumed=row["assumed_before"] or 0.0,
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
        if one.compares:  # what moved or changed is the unit's own, on whichever side it is there
            found[one.id] = (_now(case, unit, one), _then(case, unit, one))
            continue
        own = _over(case, one, (unit,), state[0])
        other = _over(case, one, kin, state[1])
        change = None
        if kin and not joined and None not in (own.value, other.value) and not own.missing and not other.missing:
            change = (other.value or 0) - (own.value or 0) if ends else (own.value or 0) - (other.value or 0)
            change = round(change, 9)  # hundredths of full-time equivalents are floats here
        kin_cell = replace(other, units=kin, joined=joined)
        if ends:
            found[one.id] = (own, replace(kin_cell, change=change))
        else:
            found[one.id] = (kin_cell, replace(own, change=change, units=kin, joined=joined))
    return found


def _over(case: Case, measure: Measure, units: Sequence[str], state: str) -> MeasureCell:
    """Read a measure over some units together: sums add up, a maximum is the largest, a mean is of all that they divide."""
    if measure.compares:
        return MeasureCell(None)
    evaluator: Evaluator = getattr(case.change_evaluator, state)
    together = measure.form == MEAN and len(units) > 1
    measured = (
        [Together(evaluator, units).read(measure, TOTAL)]
        if together
        else [evaluator.read(measure, unit) for unit in units]
    )
    missing = sum(one.missing for one in measured)
    known, of = (_whole([getattr(one, name) for one in measured]) for name in ("known", "of"))
    if _whole([one.value for one in measured]) is None:
        return MeasureCell(None, None, missing, known=known, of=of)
    least = measure.is_least(missing)
    value = _bound(measure, [one.value for one in measured])
    low, high = (_bound(measure, [getattr(one, end) for one in measured]) for end in ("low", "high"))
    assumed = max(one.assumed for one in measured)
    return MeasureCell(value, None, missing, least, known=known, of=of, low=low, high=high, assumed=assumed)


def _whole(counts: Sequence[Any]) -> Any:
    """Sum counts that are all known; None where one is not, or there is none."""
    return sum(counts) if counts and None not in counts else None


def _bound(measure: Measure, ends: Sequence[float | None]) -> float | None:
    """Give the least or the most of some units together: of a sum, the sum; of a maximum, the largest; else that of the one."""
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    return max(known) if measure.form == MOST else known[0] if len(known) == 1 else round(sum(known), 9)


def least_told(measure: Measure) -> float:
    """Give the least change of a measure that is told: of sums any, of others one that two decimals show."""
    return EXACT if measure.form == SUM else SHOWS


def apart(one: float | None, other: float | None, least: float) -> bool:
    """Tell whether two changes differ by so much at least as is shown; an unknown one differs from a known."""
    if one is None or other is None:
        return one is not other
    return abs(one - other) >= least


def _has_change(cell: MeasureCell, least: float) -> bool:
    return (
        bool(cell.now_known)
        or (cell.change is None and cell.value is not None)
        or (cell.change is not None and abs(cell.change) >= least)
    )
