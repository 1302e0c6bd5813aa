"""Processor time of whole commands that draw charts, beside what they may take."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.charts_drawing import BOXES, structure
from benchmarks.organisations import Organisation
from benchmarks.rows import FULL, TINY, row
from orgmodel.io.write_baseline import write_baseline

LIMITS = {"svg": 0.75, "pdf": 1.2, "pptx": 2.0}
PNG, PNG_PAGE = 0.8, 0.4
POSTS, UNITS = {FULL: (1_300, 10), TINY: (20, 3)}, {FULL: 3_000, TINY: 60}
COMMAND = "from orgmodel.cli.main import main; main()"


def seconds_of(*arguments: str, times: int) -> float:
    """Give the least processor time that a command takes, its own and the system's for it."""
    taken = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", COMMAND, *arguments, "--force"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(taken)


def commands(size: str) -> list[dict[str, Any]]:
    """Time commands on a folder of tables: 300 boxes in each format, many posts, and many units that change."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        boxes, times = BOXES[size], 1 if size == TINY else 3
        write_baseline(structure(boxes), folder / "few")
        rows = []
        for suffix, limit in LIMITS.items():
            page = () if suffix == "pptx" else ("--page", "fit")
            ours = seconds_of("chart", str(folder / "few"), "--state", "before", *page, "-o", str(folder / f"x.{suffix}"), times=times)  # fmt: skip
            words = "on one page" if page else "on slides"
            rows.append(
                _row(f"orgmodel chart of {boxes} boxes to .{suffix} {words}, the whole command", ours, limit, size)
            )
        ours = seconds_of("chart", str(folder / "few"), "--state", "before", "-o", str(folder / "x.png"), times=times)
        pages = len(list(folder.glob("x*.png")))
        limit = PNG + PNG_PAGE * pages
        rows.append(_row(f"orgmodel chart of {boxes} boxes to {pages} pages of .png at 300 dpi", ours, limit, size))
        units, each = POSTS[size]
        write_baseline(Organisation.of(units, each).structure(), folder / "posts")
        ours = seconds_of("chart", str(folder / "posts"), "--state", "before", "--posts", "--yes", "-o", str(folder / "p.pdf"), times=1)  # fmt: skip
        rows.append(_row(f"orgmodel chart --posts of {units * each:,} rows of posts to .pdf", ours, 15.0, size))
        many = UNITS[size]
        _study(folder / "many", many)
        ours = seconds_of("chart", str(folder / "many" / "moves.yaml"), "--state", "changes", "--yes", "-o", str(folder / "c.svg"), times=1)  # fmt: skip
        rows.append(
            _row(f"orgmodel chart --state changes of {many:,} units, each third renamed, to .svg", ours, 4.0, size)
        )
    return rows


def _row(work: str, ours: float, limit: float, size: str) -> dict[str, Any]:
    return row(work, f"{limit:.3g} s of processor time", ours, limit, "s", target=1.0, size=size)


def _study(folder: Path, units: int) -> None:
    """Write a study of made units with a scenario that renames each third."""
    organisation = Organisation.of(units, 2)
    write_baseline(organisation.structure(), folder / "baseline")
    (folder / "study.yaml").write_text("title: {en: Many}\nlanguage: en\nas_of: 2024-01-01\n", encoding="utf-8")
    renamed = "".join(f"  - {{rename: {unit}, names: {{en: New {unit}}}}}\n" for unit in organisation.units[::3])
    text = f"title: {{en: Moves}}\nsteps:\n- id: moves\n  do:\n{renamed}"
    (folder / "moves.yaml").write_text(text, encoding="utf-8")


ROWS = (commands,)
