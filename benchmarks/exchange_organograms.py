"""Organogram returns imported, checked and measured: against pandas reading the same files."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.rows import FULL, TINY, row, same, seconds
from orgmodel.core.integrity import check
from orgmodel.io.importers.uk_organogram.rows import JUNIOR, PROFESSION, SENIOR
from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram
from orgmodel.measures import measure

SIZES = {FULL: 120, TINY: 3}
Pairs = list[tuple[Path, Path]]


def published(pairs: int) -> Pairs:
    """List the returns in the folder of real data, or none."""
    folder = Path(os.environ.get("ORGMODEL_DATA") or "/nonexistent") / "uk_organograms_2013"
    seniors = sorted(folder.glob("*-senior.csv"))[:pairs]
    return [(path, path.with_name(path.name.replace("-senior.csv", "-junior.csv"))) for path in seniors]


def made_up(pairs: int, folder: Path) -> Pairs:
    """Write returns of about the published size: 35 senior and 270 junior rows."""
    draw = np.random.default_rng(1)
    made = []
    for number in range(pairs):
        files = folder / f"{number}-senior.csv", folder / f"{number}-junior.csv"
        body = {"department": "Ministry", "organisation": f"Body {number}", "grade": "SCS1", "fte": "1.0"}
        seniors = [
            body | {"ref": f"{at}", "name": "N/D", "title": f"Director {at}", "unit": f"Unit {at % 9}", "superior": "XX" if at == 1 else f"{draw.integers(1, at)}"}
            for at in range(1, 36)
        ]  # fmt: skip
        juniors = [
            body | {"title": f"Officer {at % 40}", "unit": f"Unit {at % 9}", "superior": f"{draw.integers(1, 36)}", "fte": f"{at % 7}.5"}
            for at in range(270)
        ]  # fmt: skip
        for path, columns, rows in zip(files, (SENIOR, JUNIOR), (seniors, juniors), strict=True):
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([*(names[0] for names in columns.values()), PROFESSION])
                writer.writerows([[*(one[key] for key in columns), "Policy"] for one in rows])
        made.append(files)
    return made


def ours(pairs: Pairs) -> tuple[int, int]:
    """Import, check and measure every pair; give the rows and the full-time equivalents in hundredths."""
    rows = hundredths = 0
    for senior, junior in pairs:
        result = import_uk_organogram(senior, junior)
        check(result.structure)
        figures = {one.measure: one for one in measure(result.structure)}
        rows += result.rows_in
        hundredths += round((figures["fte"].value or 0) * 100)
    return rows, hundredths


def theirs(pairs: Pairs) -> tuple[int, int]:
    """Read every file with pandas; give the rows and the full-time equivalents of what is not eliminated."""
    rows = hundredths = 0
    for senior, junior in pairs:
        first, second = pd.read_csv(senior), pd.read_csv(junior)
        rows += len(first) + len(second)
        stays = first["Name"].astype(str).str.strip().str.lower() != "eliminated"
        hundredths += round(first["FTE"][stays].sum() * 100) + round(second["Number of Posts in FTE"].sum() * 100)
    return rows, hundredths


def returns(size: str) -> dict[str, Any]:
    """Import, check and measure 120 returns."""
    with tempfile.TemporaryDirectory() as name:
        pairs = published(SIZES[size]) or made_up(SIZES[size], Path(name))
        what = "published" if published(1) else "made-up"
        ours(pairs[:1]), theirs(pairs[:1])  # what is loaded once is no part of either side
        mine, found = seconds(lambda _: ours(pairs), times=3)
        other, expected = seconds(lambda _: theirs(pairs), times=3)
    same(found, expected, "rows and full-time equivalents")
    work = f"{len(pairs)} {what} organogram returns ({found[0]:,} rows) imported, checked and measured"
    return row(work, "pandas reading the same files", mine, other, "s", target=1 / 8, size=size)


ROWS = (returns,)
