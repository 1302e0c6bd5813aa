"""Nothing that is told of partial figures is contradicted once they are known, whatever they turn out to be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgmodel.comparison.comparison import compare
from orgmodel.core.problems import errors
from orgmodel.measures.catalogue import MEAN, measures_of
from orgmodel.scenario.scenario import Outcome, Scenario
from tests.held import filled_in, held_structures
from tests.scenario.random_scenarios import scenarios

Told = dict[tuple[str, str], dict[str, Any]]
SIDES = (("before", "low_before", "high_before"), ("after", "low", "high"), ("change", "change_low", "change_high"))


def rows(outcome: Outcome) -> Told:
    """Give what a comparison tells of each measure in each scope, blank where nothing is."""
    found = compare(outcome).measures
    found = found.astype(object).where(found.notna(), None)
    return {(row["scope"], row["measure"]): row for row in found.to_dict("records")}


@given(st.data(), st.integers(0, 10**6))
def test_what_is_told_holds_whatever_is_filled_in(data, seed):
    """Figures lie in their bounds, and so do changes; one that is told exactly is that."""
    partial = data.draw(scenarios(3, before=data.draw(held_structures())))
    baseline = filled_in(partial.baseline, seed)
    assume(baseline is not None)
    told, known = partial.run(), Scenario("drawn", baseline, steps=partial.steps).run()
    assume(not errors(told.problems) and not errors(known.problems))
    means = {one.id for one in measures_of(None, told.after.terms) if one.form == MEAN}
    found = rows(known)
    for key, row in rows(told).items():
        if key not in found or key[1].startswith("cost_"):
            continue
        for side, low, high in SIDES:
            figure = found[key][side]
            if figure is not None:
                assert row[low] is None or row[low] <= figure + 1e-6, (key, side, row[low], figure)
                assert row[high] is None or row[high] >= figure - 1e-6, (key, side, row[high], figure)
        exact = row["change"] is not None and row["change_low"] == row["change_high"] is not None
        if exact and key[1] not in means and found[key]["change"] is not None:
            assert row["change"] == pytest.approx(found[key]["change"]), key
