"""Writing the tables of a comparison into a folder: CSV for spreadsheets, one JSON with everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison

TABLES = ("measures", "units", "lines", "lineage", "ledger", "posts", "norms", "deviations", "steps", "targets")


def write_tables(comparison: Comparison, folder: Path) -> list[Path]:
    """Write every table as CSV with a BOM (so that Excel reads Vietnamese), and comparison.json; give the files."""
    from orgmodel.cli.output import json_text
    from orgmodel.comparison.analysis import TABLES as MORE
    from orgmodel.core.atomic import write_text
    from orgmodel.io.formulas import guard

    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    tables = {name: getattr(comparison, name) for name in TABLES} | {
        name: made(comparison) for name, made in MORE.items()
    }
    for name, table in tables.items():
        safe = table.map(lambda cell: guard(cell) if isinstance(cell, str) else cell) if len(table) else table
        path = folder / f"{name}.csv"
        write_text(path, "\ufeff" + safe.to_csv(index=False, lineterminator="\n"))
        written.append(path)
    path = folder / "comparison.json"
    write_text(path, json_text(comparison.to_json_object()) + "\n")
    return [*written, path]
