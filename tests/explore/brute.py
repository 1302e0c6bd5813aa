"""The oracle of explore: figures of a draw put into the records one by one, the scenario run as anybody runs it, compared as anybody compares."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from orgmodel.comparison.comparison import compare
from orgmodel.core.estimates import Estimate
from orgmodel.core.schema import RANGED
from orgmodel.core.structure import Structure
from orgmodel.exploration.causes import Causes
from orgmodel.scenario.scenario import Scenario


def with_draw(structure: Structure, causes: Causes, drawn) -> Structure:
    """The baseline with the figures of one draw: every range replaced by the number drawn of it, record by record."""
    given = {one.source.id: int(value) for one, value in zip(causes.columns, drawn, strict=True) if one.source}
    changes: dict = {}
    for table, fields in RANGED.items():
        for record in structure.table(table):
            new = {}
            for field in fields:
                figure = getattr(record, field)
                if isinstance(figure, Estimate) and figure.source.id in given:
                    assert figure.parts == 1, "a baseline has whole figures"
                    new[field] = given[figure.source.id] + figure.offset
            if new:
                changes.setdefault(table, {})[record.key] = replace(record, **new)
    return structure.patched(changes)


def run_draw(scenario: Scenario, causes: Causes, drawn, **settings):
    """The outcome of one draw, by the scenario's own run."""

    def on(one: Scenario, baseline: Structure) -> Scenario:
        return replace(one, baseline=baseline, included=tuple(on(each, baseline) for each in one.included))

    return on(scenario, with_draw(scenario.baseline, causes, drawn)).run(**settings)


def measured(outcome, keys) -> np.ndarray:
    """Before, after and change of each scope and measure, as a comparison tells them; inf where it has no row, as nothing is there."""
    scopes, measures = list(dict.fromkeys(one for one, _ in keys)), list(dict.fromkeys(one for _, one in keys))
    table = compare(outcome, measures=measures, scopes=scopes).measures
    gone = {}
    for scope in scopes:  # a comparison tells of what such a unit became or came from
        for state, structure in ((0, outcome.before), (1, outcome.after)):
            if ":" not in scope and scope != "total" and structure.units.get(scope) is None:
                gone.setdefault(scope, set()).update({state, 2})
    rows = {(row.scope, row.measure): (row.before, row.after, row.change) for row in table.itertuples()}
    found = np.array([rows.get(key, (np.inf,) * 3) for key in keys], dtype=float)
    for at, (scope, _) in enumerate(keys):
        found[at, sorted(gone.get(scope, ()))] = np.nan
    return found


def differing(found: np.ndarray, want: np.ndarray) -> np.ndarray:
    """Mark the keys of which any state differs; where the oracle has no row, all must be 0 or unknown."""
    empty = np.isinf(want)
    close = np.isclose(found, np.where(empty, 0, want), equal_nan=True, atol=1e-7) | (empty & np.isnan(found))
    return ~close.all(axis=1)
