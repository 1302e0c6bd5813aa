"""Of very many units little is held on to: what a table was made of is forgotten, and made again where it is asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

import orgmodel

STUDY = Path(__file__).parents[1] / "fixtures" / "pay-en"


def compared() -> orgmodel.Comparison:
    """Compare a split with its baseline, afresh."""
    study = orgmodel.read(STUDY)
    assert isinstance(study, orgmodel.Study)
    return orgmodel.compare(study.scenarios["split"].run())


def test_what_tables_were_made_of_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables are those of few units, figure for figure; afterwards no evaluator holds what rows add to a measure."""
    plain, kept = compared(), compared()
    wanted = [plain.measures, plain.units]
    assert plain.cases[0].change_evaluator.before._contributions
    module = sys.modules["orgmodel.measures.measure_change"]  # the package gives a function of that name
    monkeypatch.setattr(module, "MANY_UNITS", 0)
    for want, found in zip(wanted, [kept.measures, kept.units], strict=True):
        pd.testing.assert_frame_equal(found, want)
    for evaluator in (kept.cases[0].change_evaluator.before, kept.cases[0].change_evaluator.after):
        assert not evaluator._contributions
        assert not [key for key in evaluator._once if isinstance(key, tuple)]
