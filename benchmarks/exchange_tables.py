"""A table of positions with reporting lines from one CSV to a checked study: against pandas reading the CSV."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.rows import FULL, TINY, paired, row, same
from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.io.importers.proposal.files import begin_files

SIZES = {FULL: 100_000, TINY: 200}
FILLED, VACANT = "Filled", "Vacant"


def positions(rows: int, path: Path) -> None:
    """Write a table of positions: eight report to one, ten stand in a department, one in ten is vacant."""
    draw = np.random.default_rng(1)
    titles = draw.choice(["Officer", "Clerk", "Analyst", "Team leader"], size=rows)
    vacant = draw.random(rows) < 0.1
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Position ID", "Title", "Reports to", "Department", "Status", "FTE"])
        for number in range(rows):
            above = f"P{(number - 1) // 8:06}" if number else ""
            status = VACANT if vacant[number] else FILLED
            writer.writerow([f"P{number:06}", titles[number], above, f"Department {number // 10}", status, "1.0"])


def ours(path: Path, folder: Path) -> tuple[int, int]:
    """Begin a study of the table, check its structure and write it; give posts authorized and filled."""
    begun = begin_files([path], folder, as_of=None, told=str)
    assert errors(check(begun.structure)) == []
    begun.save(folder)
    posts = begun.structure.posts
    assert not any(posts.missing(key).any() for key in ("authorized", "filled"))
    return int(posts.figures("authorized").sum()), int(posts.figures("filled").sum())


def theirs(path: Path) -> tuple[int, int]:
    """Read the table with pandas; its rows, and those that are filled."""
    table = pd.read_csv(path)
    return len(table), int((table["Status"] == FILLED).sum())


def table(size: str) -> dict[str, Any]:
    """Begin a study of a table of positions."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "positions.csv")
        positions(SIZES[size], path)
        (mine, found), (other, expected) = paired(
            lambda: ours(path, Path(tempfile.mkdtemp(dir=name))), lambda: theirs(path), times=3
        )
    same(found, expected, "posts authorized and filled")
    work = f"a made-up table of {SIZES[size]:,} positions with reporting lines, from one CSV to a checked study"
    return row(work, "pandas.read_csv of the table", mine, other, "s", target=1 / 60, size=size)


ROWS = (table,)
