"""Import every UK organogram return of a folder, and count the defects by kind.

    python scripts/import_uk_organograms.py FOLDER -o OUT

FOLDER holds pairs of files, ``NAME-senior.csv`` and ``NAME-junior.csv``, as bodies publish them. OUT gets a baseline
folder a body (with its ``problems.csv``), ``bodies.csv`` (rows read, imported and reported, full-time equivalents, and
of which return a file is only a copy, or a version with the same posts and figures) and ``defects.csv`` (defects by
kind, copies not counted again). A body of which a file is not there is told as not imported, and does not stop the rest.
A second run writes the same bytes. Ends with 1 where a body could not be imported at all.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from pathlib import Path

from orgmodel.core.problems import ProblemsError
from orgmodel.core.writing import write_text
from orgmodel.io.csv_writing import csv_text
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram

COLUMNS = [
    "body",
    "rows_in",
    "rows_imported",
    "rows_reported",
    "units",
    "rows_of_posts",
    "fte",
    "copy_of",
    "version_of",
    "not_imported",
]


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description="Import every UK organogram return of a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--as-of", default=None, help="the date of the returns, such as 2013-09-30")
    options = parser.parse_args()
    names = sorted(
        {
            path.name.removesuffix(f"-{kind}.csv")
            for kind in ("senior", "junior")
            for path in options.folder.glob(f"*-{kind}.csv")
        }
    )
    if not names:
        print(f"{options.folder}: no files named NAME-senior.csv or NAME-junior.csv", file=sys.stderr)
        return 1
    first: dict[str, str] = {}
    versions: dict[str, str] = {}
    rows: list[list[str]] = []
    defects: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    for name in names:
        files = tuple(options.folder / f"{name}-{kind}.csv" for kind in ("senior", "junior"))
        copied = first.setdefault(_digest(files), name)
        result = import_uk_organogram(*files, as_of=options.as_of)
        refused = ""
        try:
            save(result, options.out / "baselines" / name)
        except ProblemsError as error:
            refused = ", ".join(sorted({problem.code for problem in error.problems}))
        version = "" if refused else versions.setdefault(_posts_and_figures(result), name)
        rows.append(_row(name, result, *("" if one == name else one for one in (copied, version)), refused))
        if copied == name:
            defects.update(result.counts())
            bodies.update(set(result.counts()))
    table = [
        [code, str(count), str(bodies[code])]
        for code, count in sorted(defects.items(), key=lambda one: (-one[1], one[0]))
    ]
    write_text(options.out / "bodies.csv", csv_text(COLUMNS, rows))
    write_text(options.out / "defects.csv", csv_text(["code", "count", "bodies"], table))
    _tell(rows, table)
    return 0 if any(not row[-1] for row in rows) else 1


def _digest(files: tuple[Path, ...]) -> str:
    read = (path.read_bytes() if path.is_file() else str(path).encode() for path in files)
    return hashlib.sha256(b"\0".join(read)).hexdigest()


def _posts_and_figures(result: Imported) -> str:
    """Give what two versions of one return have in common: the posts, where they are, and their full-time equivalents."""
    posts = sorted((post.id, post.unit, str(post.fte)) for post in result.structure.posts)  # type: ignore[union-attr]
    return hashlib.sha256(repr(posts).encode()).hexdigest()


def _row(name: str, result: Imported, copy_of: str, version_of: str, refused: str) -> list[str]:
    counts = (
        result.rows_in,
        result.rows_imported,
        result.rows_reported,
        len(result.structure.units),
        len(result.structure.posts),
    )
    fte = int(result.structure.posts.figures("fte").sum())
    return [name, *map(str, counts), f"{fte // 100}.{fte % 100:02}", copy_of, "" if copy_of else version_of, refused]


def _tell(rows: list[list[str]], table: list[list[str]]) -> None:
    read, imported, reported = (sum(int(row[at]) for row in rows) for at in (1, 2, 3))
    copies, versions = sum(bool(row[-3]) for row in rows), sum(bool(row[-2]) for row in rows)
    print(
        f"{len(rows)} returns ({copies} copies and {versions} other versions of another), {read} rows: {imported} imported as they are, {reported} reported"
    )
    for row in rows:
        if row[-1]:
            print(f"  not imported: {row[0]} ({row[-1]})")
    print(f"{'defect':<24}{'rows':>7}{'bodies':>8}")
    for code, count, bodies in table:
        print(f"{code:<24}{count:>7}{bodies:>8}")


if __name__ == "__main__":
    sys.exit(main())
