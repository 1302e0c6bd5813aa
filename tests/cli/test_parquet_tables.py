"""The tables of a comparison as Parquet: the rows and figures of the CSV files, read by pandas."""

from __future__ import annotations

import builtins
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell)


@pytest.mark.parametrize("fixture", ["small", "served", "pay-en"])
def test_parquet_has_the_rows_and_figures_of_csv(fixture, orgmodel, tmp_path) -> None:
    """Every table has the same columns and rows; numbers are equal as numbers, and texts are not guarded."""
    study = tmp_path / fixture
    shutil.copytree(FIXTURES / fixture, study)
    for form in ("csv", "parquet"):
        assert orgmodel("compare", study, "-o", tmp_path / form, "--tables", form).code == 0
    tables = sorted((tmp_path / "csv").glob("*.csv"))
    assert [one.stem for one in tables] == [one.stem for one in sorted((tmp_path / "parquet").glob("*.parquet"))]
    assert not list((tmp_path / "parquet").glob("*.csv"))
    compared = 0
    for table in tables:
        ours = pd.read_parquet(tmp_path / "parquet" / f"{table.stem}.parquet")
        usual = pd.read_csv(table, dtype=str, keep_default_na=False)
        assert list(ours) == list(usual)
        assert len(ours) == len(usual)
        for name in ours:
            texts = usual[name].tolist()
            if pd.api.types.is_numeric_dtype(ours[name]) and not pd.api.types.is_bool_dtype(ours[name]):
                assert ours[name].isna().tolist() == [text == "" for text in texts], (table.name, name)
                known = [(float(one), float(text)) for one, text in zip(ours[name], texts, strict=True) if text]
                assert all(one == text for one, text in known), (table.name, name)
                compared += len(known)
            else:
                assert [_text(one) for one in ours[name]] == texts, (table.name, name)
    assert compared > 100
    plain = json.loads((tmp_path / "csv" / "comparison.json").read_text(encoding="utf-8"))
    assert plain == json.loads((tmp_path / "parquet" / "comparison.json").read_text(encoding="utf-8"))


def test_the_other_form_takes_the_place_of_the_first(orgmodel, small, tmp_path) -> None:
    """A folder holds one form of a comparison: what was written before as CSV goes."""
    assert orgmodel("compare", small, "-o", tmp_path / "o").code == 0
    assert orgmodel("compare", small, "-o", tmp_path / "o", "--tables", "parquet").code == 0
    assert {one.suffix for one in (tmp_path / "o").iterdir()} == {".parquet", ".json", ".xlsx"}


def test_without_pyarrow_it_is_said(orgmodel, small, tmp_path, monkeypatch) -> None:
    """The extra is named, and nothing is written."""
    usual = builtins.__import__

    def without(name, *rest):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return usual(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    said = orgmodel("compare", small, "-o", tmp_path / "o", "--tables", "parquet")
    monkeypatch.undo()
    assert said.code == 1
    assert "NEEDS_EXTRA" in said.err
    assert not (tmp_path / "o").exists()
