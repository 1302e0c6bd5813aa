"""Parts of a scenario that have nothing in common, each run by itself: what is measured of one, as sums that may be added to others'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.comparison.case import Case, cases_of
from orgmodel.comparison.measure_rows import asked_scopes
from orgmodel.core.frozen import Held
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.structure import Structure
from orgmodel.exploration.deviating import Told, casts_of, differing, pack_of, scopes_deviating, told_of
from orgmodel.exploration.footprint import Footprint, WatchedDraft, footprint
from orgmodel.exploration.variants import NOT_THERE, Asked, Floats
from orgmodel.measures.catalogue import Measure, measures_of
from orgmodel.measures.derived import spans_each
from orgmodel.measures.measured_value import MOST
from orgmodel.measures.scopes import UNIT, is_there
from orgmodel.measures.totals import Totals
from orgmodel.norms.finding import AFTER, NEW, NOT_EVALUABLE
from orgmodel.norms.judged import judged
from orgmodel.scenario.run import run
from orgmodel.scenario.scenario import Outcome, Scenario

Ints = NDArray[np.int64]
ADDED, GREATEST, COUNTED, ALONE = "added", "greatest", "counted", "alone"
"""How a figure of several parts is put together: of sums that are added; the greatest; whole numbers added; not at all."""

COUNTED_ALONE = ("functions_uncovered", "functions_duplicated")
SPANS = ("span_max", "span_people_max")


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold what a norm says of a subject: whether it is broken, and newly; what it said, and what it lacks."""

    broken: bool
    new: bool
    said: tuple[Any, ...]
    lacks: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Piece(Held):
    """Hold what one part of a scenario comes to by one of its settings, all else left out.

    ``figures`` has a row a cell (a measure in a scope) of four; ``sums`` of each cell what its figures are made of, as one array, or None; ``rows`` of a greatest
    span the superiors that it is the greatest of; ``casts`` what reference models are told otherwise than of the baseline. ``refused``
    are the codes of why it cannot be carried out.
    """

    refused: str = ""
    figures: Floats = field(default_factory=lambda: np.empty((0, 4)))
    sums: tuple[Ints | None, ...] = ()
    rows: Mapping[int, Mapping[str, Ints]] = field(default_factory=dict)
    judged: Mapping[tuple[str, str, int], Judged] = field(default_factory=dict)
    casts: Told = field(default_factory=dict)
    as_of: str | None = None


@dataclass(frozen=True)
class Law(Held):
    """Say how the figures of a cell are put together: by ``how``; of sums, by ``made`` of arrays as many as ``parts`` says (a total is eight)."""

    how: str
    made: Callable[..., Any] | None = None
    parts: tuple[bool, ...] = ()
    scale: float = 1.0
    form: str = ""


Order = tuple[Scenario, Mapping[str, Any]]
"""A scenario, of the steps of one part alone, and the settings that it runs with."""


@gc_paused()
def footprints(orders: Sequence[Order]) -> list[Footprint]:
    """Run each order by itself and tell what it reads and writes; of settings that no run takes, nothing."""
    found = []
    for scenario, settings in orders:
        drafts: list[WatchedDraft] = []

        def drafted(base: Structure, drafts: list[WatchedDraft] = drafts) -> WatchedDraft:
            drafts.append(WatchedDraft(base))
            return drafts[-1]

        try:
            outcome = run(scenario, settings, drafted=drafted)
        except ProblemsError:
            found.append(Footprint())
        else:
            found.append(footprint(drafts[0], outcome))
    return found


@gc_paused()
def pieces(orders: Sequence[Order], asked: Asked, law: Mapping[str, Any]) -> tuple[list[Piece], list[Law]]:
    """Run and measure each order; give with it the laws of the cells, which are those of the first that is not refused."""
    outcomes: dict[int, Outcome] = {}
    found: list[Piece] = []
    for at, (scenario, settings) in enumerate(orders):
        try:
            outcome = run(scenario, settings)
        except ProblemsError as error:
            found.append(Piece(_codes(error)))
            continue
        if outcome.refused:
            found.append(Piece(_codes(ProblemsError(errors(outcome.problems)))))
            continue
        outcomes[at] = outcome
        found.append(Piece())
    laws: list[Law] = []
    done = list(outcomes)
    findings = list(judged(outcomes.values(), law)) if asked.norms else [[] for _ in done]
    grounds: dict[str | None, Told] = {}
    for at, case, said in zip(done, cases_of(list(outcomes.values())), findings, strict=True):
        cells = _cells(case, asked)
        laws = laws or [one for one, _, _ in cells]
        of_norms = {}
        seen: Counter[tuple[str, str]] = Counter()
        for one in said:
            if one.state == AFTER:
                lacks = frozenset(one.missing) if one.result == NOT_EVALUABLE else frozenset()
                told = (one.result, one.value, one.low, one.high, one.missing, one.change)
                key = one.norm, one.subject
                of_norms[*key, seen[key]] = Judged(one.broken, one.change == NEW and one.broken, told, lacks)
                seen[key] += 1
        found[at] = replace(
            found[at],
            figures=np.array([figures for _, figures, _ in cells], np.float64).reshape(len(cells), 4),
            sums=tuple(sums for _, _, sums in cells),
            rows=_rows(case, asked),
            judged=of_norms,
            casts=_casts(case, asked, grounds),
            as_of=case.after.as_of,
        )
    return found, laws


def _casts(case: Case, asked: Asked, grounds: dict[str | None, Told]) -> Told:
    """Give what the reference models in force are told otherwise than of the baseline, which is looked through once a date."""
    scenario, date = case.outcome.scenario, case.after.as_of
    if not asked.norms or not scopes_deviating(scenario, asked.scopes):
        return {}
    pack = pack_of(scenario)
    if date not in grounds:
        grounds[date] = told_of(casts_of(case.before, pack, date))
    return differing(told_of(casts_of(case.after, pack, date)), grounds[date])


def _cells(case: Case, asked: Asked) -> list[tuple[Law, list[float], Ints | None]]:
    """Read measures in scopes after the run, scope by scope, four figures each, with what they are made of."""
    measures = measures_of(list(asked.measures), case.before.terms)
    found = []
    for scope in asked.scopes:
        ((dimension, names),) = asked_scopes(case.change_evaluator, [scope])
        cells = [_cell(case, measure, dimension, names) for measure in measures]
        if not is_there(case.after, scope):
            cells = [(law, [*NOT_THERE], None) for law, _, _ in cells]
        found += cells
    return found


def _rows(case: Case, asked: Asked) -> dict[int, dict[str, Ints]]:
    """Give, of each cell that is a greatest span, the sums of each superior post in its scope."""
    after, found = case.change_evaluator.after, {}
    ids, value = after.structure.posts.column("id"), after.structure.strings.value
    for at, scope in enumerate(asked.scopes):
        ((dimension, names),) = asked_scopes(case.change_evaluator, [scope])
        group = int(after.numbers(dimension, names)[0])
        for number, id in enumerate(asked.measures):
            if id not in SPANS:
                continue
            superiors, groups, each = spans_each(after, id, dimension)
            if dimension == UNIT:
                below = np.zeros(after.structure.units.size, np.bool_)
                if group >= 0:
                    below[after.structure.tree.below(group)] = True
                inside = below[superiors.unit]
            else:
                inside = groups == group
            here = np.flatnonzero(inside & (group >= 0))
            found[at * len(asked.measures) + number] = {
                str(value(ids[superiors.row[one]])): each[one] for one in here.tolist()
            }
    return found


def _cell(case: Case, measure: Measure, dimension: str, names: tuple[str, ...]) -> tuple[Law, list[float], Ints | None]:
    if measure.compares:
        from orgmodel.comparison.move_evaluator import counted_columns

        state = case.move_evaluator.table(measure, dimension, names).after
        sums = np.concatenate([array for one in state.sums for array in one.arrays()]) if state.sums else None
        law = Law(ALONE if sums is None or measure.priced else ADDED, counted_columns, (True,) * len(state.sums), 1.0)
        figures = [float(one[0]) for one in (state.value, state.low, state.high, state.missing)]
        return law, figures, sums
    state = case.change_evaluator.after_alone(measure, dimension, names)
    figures = [float(one[0]) for one in (state.value, state.low, state.high, state.missing)]
    after = case.change_evaluator.after
    group = int(after.numbers(dimension, names)[0])
    column = after.column(measure.id, dimension)
    if measure.form == MOST:
        return Law(GREATEST, form=measure.form), figures, None
    if measure.id in COUNTED_ALONE:
        return Law(COUNTED, form=measure.form), figures, None
    is_silent = column.unlisted is not None and group >= 0 and bool(column.unlisted[group])
    if not column.sums or column.made is None or is_silent:
        return Law(ALONE, form=measure.form), figures, None
    parts = tuple(isinstance(one, Totals) for one in column.sums)
    law = Law(ADDED, column.made, parts, after.scale(measure), measure.form)
    if group < 0:
        return law, figures, np.zeros(sum(8 if one else 1 for one in parts), np.int64)
    arrays = [array for one in column.sums for array in (one.arrays() if isinstance(one, Totals) else (one,))]
    return law, figures, np.array([int(array[group]) for array in arrays], np.int64)


def _codes(error: ProblemsError) -> str:
    return ", ".join(dict.fromkeys(one.code for one in error.problems))
