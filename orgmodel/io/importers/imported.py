"""What an import gives: a structure, and a full account of the rows that were read."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from orgmodel.core.atomic import write_text
from orgmodel.core.collecting import without_collecting
from orgmodel.core.problems import ERROR, WARNING, Location, Problem, ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.io.baseline import REPORT
from orgmodel.io.layout import LAYOUTS
from orgmodel.io.write_baseline import csv_text, write_baseline

NOTE = "note"
"""The severity of what a source itself says of a row: reported, and no defect."""

_TABLE_NAMES = frozenset(layout.table for layout in LAYOUTS)
_OF_A_SCENARIO = re.compile(r"(?:undated|[0-9][0-9-]*)-[a-z-]+-[0-9]+-[0-9]+\.csv")
_SHOWN = 60
_PARTS = ("baseline", "after")
_HEADER = ["file", "row", "code", "message", "severity"]


@dataclass(frozen=True)
class Imported:
    """Hold what an import gives.

    Every row read is either imported whole, or reported: ``rows_in = rows_imported + rows_reported``. The severity of a
    problem says what became of its row: an ``error`` is left out, a ``warning`` is in the structure but for what the
    message names, a ``note`` is what the source says itself (a post marked as eliminated). A problem without a line
    is about the file and counts no row.
    """

    structure: Structure
    problems: tuple[Problem, ...] = ()
    rows_in: int = 0
    not_carried: tuple[str, ...] = ()
    after: Structure | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows_reported(self) -> int:
        """Count the rows of which something is reported."""
        return len(_rows(self.problems))

    @property
    def rows_imported(self) -> int:
        """Count the rows that were imported whole."""
        return self.rows_in - self.rows_reported

    @property
    def rows_left_out(self) -> int:
        """Count the rows of which nothing is imported because of a defect."""
        return len(_rows(problem for problem in self.problems if problem.severity == ERROR))

    @property
    def defects(self) -> tuple[Problem, ...]:
        """List the problems that are defects, leaving out notes."""
        return tuple(problem for problem in self.problems if problem.severity != NOTE)

    def counts(self) -> dict[str, int]:
        """Count the problems by code, in alphabetical order."""
        return dict(sorted(Counter(problem.code for problem in self.problems).items()))

    def summary(self) -> str:
        """Say in a few lines what came in, and what is reported."""
        left = f"{self.rows_left_out} of them left out"
        account = f"{self.rows_imported} imported as they are, {self.rows_reported} reported ({left})"
        lines = [
            f"{self.rows_in} rows: {account}",
            f"{len(self.structure.units)} units, {len(self.structure.posts)} rows of posts",
        ]
        lines += [f"{count:>7} {code}" for code, count in self.counts().items()]
        if self.not_carried:
            lines.append(f"columns that a baseline has no place for: {_listed(self.not_carried)}")
        return "\n".join(lines)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(name[:80] for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} others, listed in {REPORT}" if len(names) > _SHOWN else "")


def _rows(problems: Iterable[Problem]) -> set[tuple[str, int]]:
    return {(one.location.file, one.location.line) for one in problems if one.location and one.location.line}


@without_collecting()
def save(imported: Imported, folder: Path, *, strict: bool = False) -> list[Problem]:
    """Write an import as a baseline folder with its ``problems.csv``; give the warnings of writing.

    Raises ProblemsError, with nothing written, where nothing could be imported, with ``strict`` where any row or
    file has a defect, or where the folder holds files of these names that no import wrote. Raises OSError where the
    folder cannot be written.
    """
    if not len(imported.structure.units) or (imported.rows_in and imported.rows_left_out == imported.rows_in):
        nothing = Problem("NOTHING", "nothing in these files could be imported, so nothing is written")
        raise ProblemsError([*imported.problems, nothing])
    if strict and imported.defects:
        raise ProblemsError(replace(problem, severity=ERROR) for problem in imported.defects)
    _refuse_to_overwrite(imported, folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as name:
        made = Path(name)
        warnings = write_baseline(imported.structure, made / "baseline" if imported.after else made)
        if imported.after is not None:
            warnings += write_baseline(imported.after, made / "after")
        for path, text in imported.texts.items():
            write_text(made / path, text)
        write_text(made / REPORT, problems_csv([*imported.problems, *_not_carried(imported)]))
        _replace(made, folder)
    return warnings


def _not_carried(imported: Imported) -> list[Problem]:
    """Give the columns that a baseline has no place for as notes."""
    files = sorted({one.location.file for one in imported.problems if one.location})
    place = Location(files[0]) if len(files) == 1 else None
    message = "the baseline has no place for this column or property"
    return [
        Problem("NOT_CARRIED", f"{name}: {message}", location=place, severity=NOTE) for name in imported.not_carried
    ]


def _refuse_to_overwrite(imported: Imported, folder: Path) -> None:
    """Refuse a folder with files of the names to be written, unless an earlier import of the same kind wrote there."""
    if not folder.is_dir():
        return
    names = {REPORT, *(f"{name}.csv" for name in _TABLE_NAMES)}
    if imported.after is not None:
        names = {REPORT, *imported.texts, *_PARTS}
    there = sorted(name for name in names if (folder / name).exists())
    earlier = folder / REPORT
    is_ours = earlier.is_file() and earlier.read_bytes()[:200].startswith(",".join(_HEADER).encode())
    is_study = (folder / _PARTS[0]).is_dir()
    if not there or (is_ours and is_study == (imported.after is not None)):
        return
    what = "an import of another kind" if is_ours else f"files that no import wrote ({', '.join(there[:5])})"
    message = f"the folder holds {what}, and nothing is overwritten; choose another folder"
    raise ProblemsError([Problem("FOLDER_IN_USE", message, location=Location(str(folder)))])


def _replace(made: Path, folder: Path) -> None:
    """Move new files over those of an earlier import, and take away tables that are no longer made."""
    folder.mkdir(exist_ok=True)
    for path in sorted(made.rglob("*.csv")):
        for old in sorted((folder / path.relative_to(made)).parent.glob("*.csv")):
            if not (made / old.relative_to(folder)).exists() and old.stem in _TABLE_NAMES:
                old.unlink()
    for old in sorted((folder / "bulk").glob("*.csv")):
        if _OF_A_SCENARIO.fullmatch(old.name) and not (made / old.relative_to(folder)).exists():
            old.unlink()
    for path in sorted(made.rglob("*")):
        place = folder / path.relative_to(made)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        else:
            shutil.move(path, place)


def problems_csv(problems: Iterable[Problem]) -> str:
    """Write problems as a table: file, row, code, message, and severity (what became of the row)."""
    rows = [
        [
            Path(one.location.file).name if one.location else "",
            str(one.location.line) if one.location and one.location.line else "",
            one.code,
            one.message,
            one.severity,
        ]
        for one in problems
    ]
    return csv_text(_HEADER, rows)


class Report:
    """Gather the problems of one file while it is read."""

    def __init__(self, file: str) -> None:
        """Start with nothing to report."""
        self.file = file
        self.problems: list[Problem] = []

    def row(self, line: int, code: str, message: str, *, severity: str = WARNING, subject: str = "") -> None:
        """Report a row."""
        self.problems.append(Problem(code, message, subject, Location(self.file, line), severity))

    def whole(self, code: str, message: str, *, severity: str = WARNING) -> None:
        """Report something about the file as a whole."""
        self.problems.append(Problem(code, message, location=Location(self.file), severity=severity))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file and row."""
    return tuple(sorted(problems, key=lambda one: (one.location or Location(""), one.code, one.message)))
