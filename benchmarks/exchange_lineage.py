"""A conversion table of old and new units imported, run and compared: against pandas reading and grouping it."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.rows import FULL, TINY, paired, row, same, seconds
from orgmodel.comparison.comparison import compare
from orgmodel.io.importers.imported import save
from orgmodel.io.importers.lineage.lineage import import_lineage
from orgmodel.io.read import read
from orgmodel.scenario.scenario import Study

SIZES = {FULL: 10_000, TINY: 60}


def conversion_table(rows: int, path: Path) -> None:
    """Write a table like a national one: most units merge by two to five, some go on, some are divided."""
    draw = np.random.default_rng(1)
    pairs: list[list[str]] = []
    old = new = 0
    while len(pairs) < rows:
        new += 1
        many = int(draw.choice([1, 2, 3, 4, 5], p=[0.1, 0.3, 0.3, 0.2, 0.1]))
        for _ in range(min(many, rows - len(pairs))):
            old += 1
            pairs.append([f"{old:05}", f"Xã {old}", f"N{new:05}", f"Xã mới {new}"])
        if new % 50 == 0 and len(pairs) < rows:  # a part of the last old unit goes to an earlier new one
            pairs.append([f"{old:05}", f"Xã {old}", f"N{new - 7:05}", f"Xã mới {new - 7}"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["old_code", "old_name", "new_code", "new_name"])
        writer.writerows(pairs)


def ours(path: Path, folder: Path) -> dict[str, list[str]]:
    """Import the table, write it as a study, run the scenario and compare; give the units and which went into each."""
    save(import_lineage(path), folder)
    study = read(folder)
    assert isinstance(study, Study)
    outcome = study.scenarios["lineage"].run()
    compare(outcome)
    olds: dict[str, list[str]] = {code: [] for code in outcome.after.ids("units")}
    for one in outcome.lineage:
        if one.before is not None and one.after is not None and one.before != one.after:
            olds[one.after].append(one.before)
    return {new: sorted(codes) for new, codes in olds.items()}


def theirs(path: Path) -> dict[str, list[str]]:
    """Read and group the table with pandas: the old units of each new one."""
    table = pd.read_csv(path, dtype=str)
    grouped = table.groupby("new_code")["old_code"].agg(sorted)
    return dict(zip(grouped.index, grouped, strict=True))


def counted(path: Path) -> dict[str, int]:
    """Read the table with pandas and only count."""
    counts = pd.read_csv(path, dtype=str).groupby("new_code").size()
    return dict(zip(counts.index, counts.tolist(), strict=True))


def table(size: str) -> list[dict[str, Any]]:
    """Import, run and compare a conversion table; the second row, against a mere count, has no target."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "table.csv")
        conversion_table(SIZES[size], path)
        (mine, found), (other, expected) = paired(
            lambda: ours(path, Path(tempfile.mkdtemp(dir=name))), lambda: theirs(path), times=5
        )
        least, counts = seconds(lambda _: counted(path), times=5)
    same(found, expected, "new units and which old ones went into each")
    same({new: len(olds) for new, olds in found.items()}, counts, "how many old units went into each")
    work = f"a made-up conversion table of {SIZES[size]:,} rows imported, run and compared"
    return [
        row(
            work,
            "pandas reading and grouping it: the old units of each new one",
            mine,
            other,
            "s",
            target=1 / 20,
            size=size,
        ),
        row(work, "pandas reading it and counting by new unit, for scale", mine, least, "s", target=None, size=size),
    ]


ROWS = (table,)
