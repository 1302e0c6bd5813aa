"""No unit of a shipped study is shown with less than one below it: in no scenario, state or measure that adds up or is a maximum."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import orgmodel
from orgmodel.core.structure import Structure
from orgmodel.measures.catalogue import MEAN, measures_of

SCENARIOS = Path(__file__).parents[2] / "scenarios"
STUDIES = ("ha-tinh-2022", "ha-tinh-2018-2026", "ministry")


def parents(structure: Structure) -> dict[str, str]:
    """Give the id of the unit above each unit that has one."""
    return {unit.id: unit.parent for unit in structure.units if unit.parent is not None}


@pytest.mark.parametrize("study", STUDIES)
def test_no_parent_is_below_its_children(study):
    """What is told of a unit, at least or whole, is no less than what is told of each unit below; nor is what is proven."""
    found = orgmodel.compare(orgmodel.read(SCENARIOS / study))
    adding = [one.id for one in measures_of(None, found.declared) if one.form != MEAN and not one.signed]
    compared = 0
    for case in found.cases:
        rows = found.units[(found.units["scenario"] == case.label) & found.units["measure"].isin(adding)]
        assert rows["measure"].nunique() > 10
        for state, low, structure in (
            ("before", "low_before", case.before),
            ("after", "low", case.after),
        ):
            above = rows["unit"].map(parents(structure))
            pairs = rows.assign(above=above).dropna(subset=["above"]).merge(
                rows, how="left", left_on=["above", "measure"], right_on=["unit", "measure"], suffixes=("_below", "_above")
            )  # fmt: skip
            compared += len(pairs)
            for name in (state, low):
                below = pairs[f"{name}_below"].fillna(0).to_numpy(float)
                over = pairs[f"{name}_above"].to_numpy(float)
                wrong = pairs[np.where(np.isnan(over), below > 0, over < below - 1e-9)]
                told = [f"{name}_below", f"{name}_above"]
                assert wrong.empty, wrong[["unit_below", "above", "measure", *told]].head().to_string()
    assert compared > 1000
