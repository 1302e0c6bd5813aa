"""What is exported of many rows is never held a second time: fields are read and written a few thousand rows at a time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.organisations import Organisation
from orgmodel.core.tables import AT_ONCE, Table
from orgmodel.io.baseline import read_baseline
from orgmodel.io.exporters import tables
from orgmodel.io.exporters.formats import export_to
from orgmodel.io.written_order import Part


@pytest.mark.parametrize(
    ("form", "name"),
    [("csv", "x"), ("xlsx", "x.xlsx"), ("graphml", "x.graphml"), ("w3c-org", "x.ttl"), ("cpov", "x.ttl")],
)
def test_rows_are_read_a_few_thousand_at_a_time(
    form: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No exporter of large studies asks for what all rows of a table hold at once."""
    structure = Organisation.of(6000, 2).structure()
    asked: list[int] = []
    given, written, looked = Table.values, Part.told, Part.distinct

    def values(self: Table, field: str, rows: Sequence[int]) -> list[Any]:
        asked.extend([len(rows)] if field == "src" else [])
        return given(self, field, rows)

    def told(self: Part, field: str, text: Callable[[Any], str]) -> list[str]:
        asked.extend([len(self.rows)] if field == "src" else [])
        return written(self, field, text)

    def distinct(self: Part, field: str) -> list[Any]:
        asked.extend([len(self.rows)] if field == "src" else [])
        return looked(self, field)

    monkeypatch.setattr(Table, "values", values)
    monkeypatch.setattr(Part, "told", told)
    monkeypatch.setattr(Part, "distinct", distinct)
    monkeypatch.setattr(Table, "__iter__", lambda self: iter(()) if not self.size else pytest.fail("all rows at once"))
    export_to(form, structure, tmp_path / name)
    assert sum(asked) >= 18_000
    assert max(asked) == AT_ONCE


def test_a_workbook_of_many_rows_keeps_its_texts_in_their_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of texts beside the sheets would hold them all; what is written either way is read the same."""
    structure = Organisation.of(30, 4).structure()
    export_to("xlsx", structure, tmp_path / "held.xlsx")
    monkeypatch.setattr(tables, "_MANY_ROWS", 100)
    export_to("xlsx", structure, tmp_path / "streamed.xlsx")
    texts = {}
    for one in ("held", "streamed"):
        with zipfile.ZipFile(tmp_path / f"{one}.xlsx") as book:
            texts[one] = "xl/sharedStrings.xml" in book.namelist()
    assert texts == {"held": True, "streamed": False}
    held, streamed = (read_baseline(tmp_path / f"{one}.xlsx", structure.terms, None)[0] for one in ("held", "streamed"))
    assert held == streamed == structure
