"""Variants run and measured, a chunk at a time: the same figures that a comparison of them would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.comparison.case import Case, cases_of
from orgmodel.comparison.measure_rows import asked_scopes
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, errors, refuse_if_any
from orgmodel.core.structure import Structure
from orgmodel.exploration.deviating import DEVIATIONS, casts_of, counts_of, figures_of, pack_of, scopes_deviating
from orgmodel.exploration.space import ALTERNATIVES, CARRIED_OUT, NORMS, PARAMETERS, STEPS, Axis, Space, Variant
from orgmodel.measures.catalogue import Measure, measures_of
from orgmodel.measures.scopes import is_there, scope_problem
from orgmodel.norms.finding import AFTER, NEW
from orgmodel.norms.judged import judged
from orgmodel.scenario.scenario import Outcome, Scenario

Floats = NDArray[np.float64]
NEWLY_BROKEN = "norms_new"
FIGURES = ("", "_low", "_high", "_missing")
"""What is told of each measure in each scope: the best of what is known, the least and the most, figures missing."""
MOST_TRIED = 64
"""So many variants are run at most to find a unit that the scenario as its file has it does not make."""
NOT_THERE = (float("nan"), float("nan"), float("nan"), 0.0)
"""The figures of a measure of a unit that is not there: none, and none is missing."""


@dataclass(frozen=True)
class Asked:
    """What is measured of each variant: measures by id, scopes, and whether norms are judged.

    Judged, deviations from the reference models are counted in the total and in areas, and each norm has a column with how many subjects break it,
    `norms_new` how many breaches the baseline had not.
    """

    measures: tuple[str, ...]
    scopes: tuple[str, ...] = ("total",)
    norms: bool = False

    def cells(self, space: Space) -> list[tuple[str, str]]:
        """List what has four figures: measures in scopes, then deviations, each as its scope and its measure."""
        counted = scopes_deviating(space.scenario, self.scopes) if self.norms else ()
        return [(scope, one) for scope in self.scopes for one in self.measures] + [(one, DEVIATIONS) for one in counted]

    def columns(self, space: Space) -> list[str]:
        """Name the columns of figures: `measure` in the total, `measure@scope` elsewhere, `fails:norm` a norm."""
        named = [
            f"{measure}{figure}" if scope == "total" else f"{measure}{figure}@{scope}"
            for scope, measure in self.cells(space)
            for figure in FIGURES
        ]
        return named + [*(f"fails:{one}" for one in norm_ids(space)), NEWLY_BROKEN] * self.norms


def asked_of(
    scenario: Scenario | Space, measures: Iterable[str] | None, scopes: Sequence[str] = (), *, norms: bool = False
) -> Asked:
    """Say what is measured: the measures of what the study keeps where none are named, in the total where no scope is.

    A scope may be a unit that the scenario makes, or of a space any variant. Raises ProblemsError for measures and scopes that are not known.
    """
    space = scenario if isinstance(scenario, Space) else Space(scenario, ())
    scenario = space.scenario
    baseline = scenario.baseline
    chosen = measures_of(measures, baseline.terms)
    if measures is None:
        chosen = tuple(one for one in chosen if one.is_kept(baseline) and (baseline.has_pay or not one.priced))
    wanted = tuple(dict.fromkeys(scopes)) or ("total",)
    faults = {one: problem for one in wanted if (problem := scope_problem(baseline, one)) is not None}
    tried = refused = 0
    for made in _made_by(space) if faults else ():
        tried += 1
        if made is None:
            refused += 1
            continue
        faults = {one: problem for one, problem in faults.items() if scope_problem(made, one, baseline) is not None}
        if not faults:
            break
    refuse_if_any(_nowhere(problem, tried, refused) if space.axes else problem for problem in faults.values())
    return Asked(tuple(one.id for one in chosen), wanted, norms)


def _made_by(space: Space) -> Iterator[Structure | None]:
    """Give what the scenario comes to as its file has it, then with one thing otherwise each time, for some of the things; None of one that is refused."""
    yield _after(Variant(space.scenario, {}, {}))
    if not space.axes:
        return
    own = [_own(space, axis) for axis in space.axes]
    tried = [
        (*own[:at], value, *own[at + 1 :])
        for at, axis in enumerate(space.axes)
        for value in axis.values[:MOST_TRIED]
        if value != own[at] and axis.sort != NORMS
    ]
    for values in tried[:MOST_TRIED]:
        yield _after(space.of(values))


def _own(space: Space, axis: Axis) -> Any:
    """Give the value of an axis that the scenario as its file has it takes, or the first where it takes none of them."""
    own: dict[str, Callable[[], Any]] = {PARAMETERS: lambda: space.scenario.all_parameters()[axis.name].default, STEPS: lambda: CARRIED_OUT, ALTERNATIVES: lambda: axis.name}  # fmt: skip
    value = own[axis.sort]() if axis.sort in own else axis.values[0]
    return value if value in axis.values else axis.values[0]


def _after(variant: Variant) -> Structure | None:
    try:
        outcome = variant.scenario.run(**variant.settings)
    except ProblemsError:
        return None
    return None if outcome.refused else outcome.after


def _nowhere(problem: Problem, tried: int, refused: int) -> Problem:
    """Say of a scope that nobody knows that no variant that was tried makes it."""
    said = "{problem}; no variant has it either of those tried, which differ from the scenario in one thing (tried: {tried}, of these refused: {refused})"
    return replace(problem, message=Message.of(said, problem=problem.message, tried=tried, refused=refused))


@dataclass(frozen=True)
class Measured:
    """A chunk of variants: their numbers, a row of figures each (NaN where nothing is known), and why one is refused."""

    numbers: tuple[int, ...]
    figures: Floats
    refused: Mapping[int, str]


def norm_ids(space: Space) -> list[str]:
    """List the norms by which variants are judged, versions of one norm as one, and the constraints of the study."""
    study = space.scenario.study
    if study is None:
        return []
    pack = pack_of(space.scenario)
    return list(dict.fromkeys([*(norm.id for norm in pack.norms), *(one.id for one in study.constraints)]))


@gc_paused()
def measured(space: Space, numbers: Sequence[int], asked: Asked) -> Measured:
    """Run the variants of some numbers and measure them; one that is refused has no figures, and says the codes of why."""
    outcomes: list[Outcome] = []
    refused: dict[int, str] = {}
    variants = [space.variant(number) for number in numbers]
    rows = []
    for row, (number, variant) in enumerate(zip(numbers, variants, strict=True)):
        try:
            outcome = variant.scenario.run(**variant.settings)
        except ProblemsError as error:
            refused[number] = _codes(error)
            continue
        if outcome.refused:
            refused[number] = _codes(ProblemsError(errors(outcome.problems)))
            continue
        outcomes.append(outcome)
        rows.append(row)
    width = len(asked.columns(space))
    figures = np.full((len(numbers), width), np.nan)
    if not rows:
        return Measured(tuple(numbers), figures, refused)
    chosen = measures_of(list(asked.measures), space.scenario.baseline.terms)
    of_measures = len(asked.cells(space)) * len(FIGURES)
    pack, counted = pack_of(space.scenario), scopes_deviating(space.scenario, asked.scopes) if asked.norms else ()
    for row, case in zip(rows, cases_of(outcomes), strict=True):
        casts = casts_of(case.after, pack, case.after.as_of) if counted else {}
        deviations = figures_of(counts_of(casts, pack), counted)
        figures[row, :of_measures] = np.concatenate([_figures(case, chosen, asked.scopes), deviations])
    if asked.norms:
        ids = norm_ids(space)
        place = {id: of_measures + at for at, id in enumerate(ids)}
        figures[np.array(rows), of_measures:] = 0
        # Variants judged by the same law stand together, so that their baseline is judged once.
        order = sorted(range(len(rows)), key=lambda at: repr(sorted(variants[rows[at]].norms.items())))
        for _, same in groupby(order, key=lambda at: repr(sorted(variants[rows[at]].norms.items()))):
            here = list(same)
            law = variants[rows[here[0]]].norms
            for at, findings in zip(here, judged([outcomes[at] for at in here], law), strict=True):
                for finding in findings:
                    if finding.state == AFTER and finding.broken and finding.norm in place:
                        figures[rows[at], place[finding.norm]] += 1
                        figures[rows[at], -1] += finding.change == NEW
    return Measured(tuple(numbers), figures, refused)


def _figures(case: Case, measures: Sequence[Measure], scopes: Sequence[str]) -> Floats:
    """Read measures in scopes after the run, as the comparison does: scope by scope, four figures each; of a unit that is not there none."""
    found: list[float] = []
    for scope in scopes:
        if not is_there(case.after, scope):
            found += NOT_THERE * len(measures)
            continue
        ((dimension, names),) = asked_scopes(case.change_evaluator, [scope])
        for measure in measures:
            if measure.compares:
                after = case.move_evaluator.table(measure, dimension, names).after
            else:
                after = case.change_evaluator.after_alone(measure, dimension, names)
            found += [after.value[0], after.low[0], after.high[0], after.missing[0]]
    return np.array(found, np.float64)


def _codes(error: ProblemsError) -> str:
    return ", ".join(dict.fromkeys(one.code for one in error.problems))
