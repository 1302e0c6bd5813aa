"""A scenario run with the figures of one draw: what cannot be compiled is measured so, and what is compiled is checked by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.comparison.case import Case, cases_of
from orgmodel.comparison.measure_rows import asked_scopes, measure_frame
from orgmodel.core.frozen import Alike, Held
from orgmodel.core.problems import errors
from orgmodel.core.records import Unit
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.rules import Rules, judged_after
from orgmodel.exploration.spread import Floats, Ints
from orgmodel.exploration.stated import with_stated
from orgmodel.exploration.terms import drawn_structures
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.scopes import is_there
from orgmodel.scenario.scenario import Outcome, Scenario

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.norms.finding import Finding
    from orgmodel.norms.record import NormPack

STATES = ("before", "after", "change")
Sums = tuple[tuple[str, str], ...]
"""What is measured: scopes and measures, in this order."""

Judged = Mapping[tuple[str, str], str]
"""The result of each norm about each subject, after."""


@dataclass(frozen=True)
class Asked(Held):
    """Say what is read of each run: measures by id, scopes, and the norms that are judged (None: none)."""

    measures: tuple[str, ...]
    scopes: tuple[str, ...]
    pack: NormPack | None = None
    rules: tuple[Rules, ...] = ()
    """Other rules, by which the norms are judged, too."""

    @cached_property
    def keys(self) -> Sums:
        """List scope and measure of each value."""
        return tuple((scope, measure) for scope in self.scopes for measure in self.measures)


@dataclass(frozen=True, eq=False)
class Measured(Alike):
    """Hold what one run comes to: a value a key and state (keys, 3), not-a-number where unknown; what norms say; why it was refused.

    ``missing`` counts the figures that each value after lacks; ``by_rules`` holds what norms say by each set of other rules.
    """

    values: Floats
    judged: Judged
    refused: tuple[str, ...] = ()
    missing: Ints | None = None
    by_rules: tuple[Judged, ...] = ()


class Runner:
    """Run a scenario with the figures and parameters of a draw, without its expectations, and read what is asked."""

    def __init__(self, scenario: Scenario, causes: Causes, settings: Mapping[str, Any]) -> None:
        """Take a scenario, what is drawn, and parameters that are set in every draw."""
        self.scenario = _plain(scenario, scenario.baseline)
        self.causes = causes
        self.settings = dict(settings)
        self._parameters = self.scenario.all_parameters()
        self._drawn = drawn_structures(scenario.baseline, causes)

    def __reduce__(self) -> tuple[Any, ...]:
        """Send it to a worker as what it is made of."""
        return Runner, (self.scenario, self.causes, self.settings)

    def overrides(self, drawn: Ints) -> dict[str, Any]:
        """Give the parameters of one draw: those set, and of the drawn ones those that this scenario has."""
        return self.settings | {
            name: self.causes.columns[at].value(int(drawn[at]))
            for name, at in self.causes.parameters.items()
            if name in self._parameters
        }

    def run(self, drawn: Ints) -> Outcome:
        """Run on the baseline as one draw has it."""
        outcome = _plain(self.scenario, self._drawn(drawn)).run(**self.overrides(drawn))
        return with_stated(outcome, self.causes, drawn)

    def with_ranges(self, drawn: Ints) -> Outcome:
        """Run on the baseline with its ranges, by the parameters of one draw."""
        return self.scenario.run(**self.overrides(drawn))

    def measured(self, drawn: Ints, asked: Asked) -> Measured:
        """Run and read one draw."""
        return read(self.run(drawn), asked)


def _plain(scenario: Scenario, baseline: Structure) -> Scenario:
    """Put another baseline under a scenario and all that it includes, and leave the expectations out."""
    return replace(
        scenario,
        baseline=baseline,
        expectations=(),
        included=tuple(_plain(one, baseline) for one in scenario.included),
    )


def read(outcome: Outcome, asked: Asked) -> Measured:
    """Read what is asked of an outcome; of one that is refused nothing is known."""
    if outcome.refused:
        codes = tuple(dict.fromkeys(one.code for one in errors(outcome.problems)))
        return Measured(np.full((len(asked.keys), 3), np.nan), {}, codes)
    (case,) = cases_of([outcome])
    values, missing = _values(case, asked)
    if asked.pack is None or not asked.pack.norms:
        return Measured(values, {}, (), missing)
    pack = asked.pack
    judged = _results(judged_after(outcome, pack))
    return Measured(values, judged, (), missing, tuple(_results(one.judged(outcome, pack)) for one in asked.rules))


def _results(found: Iterable[Finding]) -> Judged:
    return {(one.norm, one.subject): one.result for one in found}


def _values(case: Case, asked: Asked) -> tuple[Floats, Ints]:
    terms = case.before.terms
    measures = [measure_of(id, terms) for id in asked.measures]
    changes = case.change_evaluator
    groups = asked_scopes(changes, asked.scopes)
    table = measure_frame(case.label, changes, case.move_evaluator, measures, groups, keep=None)
    found = table.set_index(["scope", "measure"])[[*STATES, "missing"]].reindex(list(asked.keys))
    numbers = found.to_numpy(dtype=np.float64)
    for at, (scope, _) in enumerate(asked.keys):  # a unit that is not there has no figures, rather than those of 0
        for state, structure in ((0, case.before), (1, case.after)):
            if not is_there(structure, scope):
                numbers[at, [state, 2]] = np.nan
    return numbers[:, :3], np.nan_to_num(numbers[:, 3]).astype(np.int64)


def touched_scopes(outcome: Outcome, most: int = 40) -> list[str]:
    """List the scopes that a run touches: the total; blocks, areas and units in which a record is written, begun or ended.

    Of more than ``most`` units those alone that begin, end or move.
    """
    units: dict[str, None] = {}
    moved: dict[str, None] = {}
    for change in outcome.changes:
        for record in (change.before, change.after):
            if record is None:
                continue
            id = record.key if change.table == "units" else getattr(record, "unit", None)
            if isinstance(id, str) and id:
                units[id] = None
                if change.table == "units":
                    moved[id] = None
    kept = units if len(units) <= most else moved if len(moved) <= most else {}
    groups: dict[str, None] = {}
    for field in ("block", "area"):
        for id in units:
            for structure in (outcome.before, outcome.after):
                unit = structure.units.get(id)
                if isinstance(unit, Unit) and (name := {"block": unit.block, "area": unit.area}[field]):
                    groups[f"{field}:{name}"] = None
    blocks = {
        str(getattr(record, "block", ""))  # of posts and members
        for change in outcome.changes
        if change.table in ("posts", "members")
        for record in (change.before, change.after)
        if record is not None and getattr(record, "block", None)
    }
    return ["total", *sorted({*groups, *(f"block:{one}" for one in blocks)}), *sorted(kept)]


def known_measures(outcome: Outcome, ids: Iterable[str] | None = None) -> tuple[str, ...]:
    """List the measures of what an outcome keeps, as a comparison shows them; or check those asked for."""
    from orgmodel.measures.catalogue import measures_of

    (case,) = cases_of([outcome])
    every: Sequence[Any] = measures_of(None if ids is None else tuple(ids), outcome.before.terms)
    return tuple(one.id for one in every if ids is not None or case.has(one))
