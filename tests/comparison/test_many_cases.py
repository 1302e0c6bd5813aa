"""Many large cases: what is worked out of one is forgotten before the next, and the tables are the same."""

from __future__ import annotations

import importlib
import json

import pytest

import orgmodel
from benchmarks.scale import studies
from orgmodel.cli.main import run
from orgmodel.comparison.comparison import Comparison

case_module = importlib.import_module("orgmodel.comparison.case")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> orgmodel.Study:
    folder = tmp_path_factory.mktemp("scale") / "studies"
    studies(folder, 50)
    study = orgmodel.read(folder / "many")
    assert isinstance(study, orgmodel.Study)
    return study


def test_tables_are_the_same_where_cases_are_forgotten_one_by_one(
    many: orgmodel.Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the states after no column is left when a table is made, and every table says what it says of cases that are kept."""
    kept = orgmodel.compare(many)
    held = kept.to_json_object()
    assert any(case.change_evaluator.after._columns for case in kept.cases)
    monkeypatch.setattr(case_module, "FEW", 0)
    monkeypatch.setattr(case_module, "MOST_HELD", 0)
    again = orgmodel.compare(many)
    assert len(again.units)
    assert not any(case.change_evaluator.after._columns for case in again.cases)
    assert again.to_json_object() == held


def test_json_of_compare_is_printed_row_by_row(
    many: orgmodel.Study, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command never makes the object whole, and prints what it would be."""
    expected = orgmodel.compare(many).to_json_object()
    monkeypatch.setattr(Comparison, "to_json_object", lambda *_, **__: pytest.fail("the object is made whole"))
    assert run(["compare", many.folder, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(expected, default=str))
