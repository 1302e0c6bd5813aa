"""Writing the tables of a comparison into a folder: CSV for spreadsheets, one JSON with everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison

TABLES = ("measures", "units", "lines", "lineage", "ledger", "posts", "norms", "deviations", "steps", "targets")


def write_tables(comparison: Comparison, folder: Path, *, force: bool = False) -> list[Path]:
    """Write every table as CSV with a BOM (so that Excel reads Vietnamese), and comparison.json; give the files.

    Raises ProblemsError, with nothing written, where the folder holds a study or a baseline, or files that no comparison
    wrote or that were changed since, unless ``force`` lets those be replaced.
    """
    from orgmodel.cli.output import json_text
    from orgmodel.comparison.analysis import TABLES as MORE
    from orgmodel.core.writing import TableSet, write_all
    from orgmodel.io.formulas import guard

    files: dict[Path, bytes] = {}
    tables = {name: getattr(comparison, name) for name in TABLES} | {
        name: made(comparison) for name, made in MORE.items()
    }
    for name, table in tables.items():
        safe = table.map(lambda cell: guard(cell) if isinstance(cell, str) else cell) if len(table) else table
        files[folder / f"{name}.csv"] = safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    files[folder / "comparison.json"] = f"{json_text(comparison.to_json_object())}\n".encode()
    write_all(files, force=force, tables=TableSet("comparison", folder))
    return list(files)
