"""Run the benchmarks: ``python -m benchmarks [--tiny] [--only TEXT] [-o FILE]``."""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import pkgutil
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks.rows import FULL, TINY

Row = dict[str, Any]


def works(only: str) -> Iterator[tuple[str, Callable[[str], Row | list[Row]]]]:
    """List the functions that give rows, by module."""
    for module in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda one: one.name):
        if not module.name.startswith("_"):
            for work in getattr(importlib.import_module(f"benchmarks.{module.name}"), "ROWS", ()):
                name = f"{module.name}.{work.__name__}"
                if only in name:
                    yield name, work


def shown(row: Row) -> str:
    """Write a row as two lines."""
    met = {True: "met", False: "NOT MET", None: ""}[row["met"]]
    target = "" if row["target"] is None else f"target {row['target']:g}×"
    figures = f"{row['ours']:>12g} {row['theirs']:>12g} {row['unit']:<4} {row['ratio']:>9g}× {target:<14} {met}"
    return f"{row['work']}\n  against {row['peer']}\n  {figures.rstrip()}"


def written(rows: list[Row], path: Path) -> None:
    """Write the rows, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(path)


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; 1 where the two sides of a row came to different results, or one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="small sizes: compare both sides' results, no thresholds")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the rows whose module or function holds TEXT")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="default, when all rows are run: out/bench.json, or out/bench-tiny.json",
    )
    asked = parser.parse_args(arguments)
    size = TINY if asked.tiny else FULL
    rows: list[Row] = []
    failed = 0
    print(f"        ours        peer        times less than the peer ({size} size)\n")
    for name, work in works(asked.only):
        try:
            found = work(size)
        except Exception:  # noqa: BLE001 - one row that fails must not lose the others
            failed += 1
            print(f"{name} failed:\n{traceback.format_exc()}", file=sys.stderr)
            continue
        for row in found if isinstance(found, list) else [found]:
            rows.append(row)
            print(shown(row), flush=True)
        gc.collect()
    path = asked.output
    if path is None and not asked.only:  # a part does not take the place of the whole
        path = Path("out") / ("bench-tiny.json" if asked.tiny else "bench.json")
    if path is not None:
        written(rows, path)
    missed = sum(row["met"] is False for row in rows)
    where = f"; written to {path}" if path is not None else ""
    print(f"\n{len(rows)} rows, {missed} targets not met, {failed} failed{where}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
