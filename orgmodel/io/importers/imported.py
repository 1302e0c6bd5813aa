"""What an import gives: a structure, and a full account of the rows that were read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.frozen import Held
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR, WARNING, Location, Problem, ProblemsError
from orgmodel.core.replacing import FileSet
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_all
from orgmodel.io.baseline import REPORT
from orgmodel.io.csv_writing import csv_text, rewritten
from orgmodel.io.read import csv_habit_at
from orgmodel.io.study_files import STUDY, home_of
from orgmodel.io.write_baseline import BASELINE_NAMES, baseline_files
from orgmodel.io.write_study import csv_data, study_text
from orgmodel.scenario.write import yaml_text
from orgmodel.words.messages import message_text
from orgmodel.words.numbers import count
from orgmodel.words.tables import structure_line

NOTE = "note"
"""The severity of what a source itself says of a row: reported, and no defect."""

LEFT_OUT = frozenset(
    ("ENDED", "NOTE_ROW", "NOT_BEGUN", "PAGE_ROW", "PROPOSED", "REPEATED_ROW", "SKIPPED", "SUPERSEDED")
)
"""The codes of notes on rows that are left out for what their source says of them."""

_SHOWN = 60
_PARTS = ("baseline", "after")
STUDY_REPORT = "import/problems.csv"
"""Where the report of an import stands in a study that it begins."""
_NUMBERS = ("share", "amount", "old_figure", "new_figure")
"""The columns of imported tables beside a baseline that hold decimals."""
_HEADER = ["file", "row", "code", "message", "severity"]


@dataclass(frozen=True)
class Imported(Held):
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
    rows_unused: int = 0
    """Rows of tables that are not used: each is left out, and one problem of its table reports them."""

    @property
    def rows_reported(self) -> int:
        """Count the rows of which something is reported."""
        return len(_rows(self.problems)) + self.rows_unused

    @property
    def rows_imported(self) -> int:
        """Count the rows that were imported whole."""
        return self.rows_in - self.rows_reported

    @property
    def rows_left_out(self) -> int:
        """Count the rows of which nothing is imported: because of a defect, or since they do not count on the day."""
        left = _rows(one for one in self.problems if one.severity == ERROR or one.code in LEFT_OUT)
        return len(left) + self.rows_unused

    @property
    def defects(self) -> tuple[Problem, ...]:
        """List the problems that are defects, leaving out notes."""
        return tuple(problem for problem in self.problems if problem.severity != NOTE)

    def counts(self) -> dict[str, int]:
        """Count the problems by code, in alphabetical order."""
        return dict(sorted(Counter(problem.code for problem in self.problems).items()))

    def summary(self, language: str = "en") -> str:
        """Say in a few lines what came in, and what is reported: of each kind how often, and the first with what to do."""
        account = Message.of(
            "{rows}: {whole} imported unchanged, {reported} reported ({left_out} of them left out)",
            rows=count(self.rows_in, "row", language),
            whole=self.rows_imported,
            reported=self.rows_reported,
            left_out=self.rows_left_out,
        )
        lines = [message_text(account, language), structure_line(self.structure, language)]
        first = {one.code: one for one in reversed(self.problems)}
        for code, many in self.counts().items():
            one = first[code]
            row = f"{Path(one.location.file).name}:{one.location.line}: " if one.location and one.location.line else ""
            lines.append(f"{many:>7} {code}: {row}{message_text(one.message, language)}")
        if self.not_carried:
            shown = ", ".join(name[:80] for name in self.not_carried[:_SHOWN])
            more = len(self.not_carried) - _SHOWN
            names = Message.of("{names} and {count} others, listed in {file}", names=shown, count=more, file=REPORT)
            left = Message.of("columns that a baseline has no place for: {names}", names=names if more > 0 else shown)
            lines.append(message_text(left, language))
        return "\n".join(lines)


def _rows(problems: Iterable[Problem]) -> set[tuple[str, int]]:
    return {(one.location.file, one.location.line) for one in problems if one.location and one.location.line}


@gc_paused()
def save(
    imported: Imported, folder: Path, *, strict: bool = False, force: bool = False, language: str = "en"
) -> list[Problem]:
    """Write an import as a baseline folder with its ``problems.csv`` in a language; give the warnings of writing.

    Raises ProblemsError, with nothing written, where nothing could be imported, with ``strict`` where any row or
    file has a defect, or where the folder holds a study, a baseline or files of these names that no import of the kind
    wrote, or that were changed since, unless ``force`` lets those be replaced. Raises OSError where the folder cannot be
    written.
    """
    if not len(imported.structure.units) or (imported.rows_in and imported.rows_left_out == imported.rows_in):
        nothing = Problem("NOTHING", "nothing in these files could be imported, so nothing is written")
        raise ProblemsError([*imported.problems, nothing])
    if strict and imported.defects:
        raise ProblemsError(replace(problem, severity=ERROR) for problem in imported.defects)
    warnings: list[Problem] = []
    habit = csv_habit_at(folder)
    report = REPORT
    if imported.after is None and imported.texts:
        report = STUDY_REPORT
        names = frozenset(name for name in imported.texts if "/" not in name)
        one_set = FileSet("imported study", folder, names | {_PARTS[0]})
        files = {
            f"{_PARTS[0]}/{name}": text for name, text in baseline_files(imported.structure, warnings, habit).items()
        }
    elif imported.after is None:
        study = _declared_in(imported.structure, folder)
        one_set = FileSet("import", folder, BASELINE_NAMES | {REPORT})
        files = baseline_files(imported.structure, warnings, habit) | study
    else:
        one_set = FileSet("imported study", folder, frozenset([*_PARTS, *imported.texts, REPORT]))
        sides = zip(_PARTS, (imported.structure, imported.after), strict=True)
        files = {
            f"{part}/{name}": text
            for part, structure in sides
            for name, text in baseline_files(structure, warnings, habit).items()
        }
    files |= {name: _by_habit(name, text, habit) for name, text in imported.texts.items()}
    files[report] = problems_csv([*imported.problems, *_not_carried(imported)], language, habit)
    write_all({folder / name: text.encode() for name, text in files.items()}, force=force, one_set=one_set)
    return warnings


def _declared_in(structure: Structure, folder: Path) -> dict[str, str]:
    """Give the study.yaml without which tables of declared quantities cannot be read, where a folder lies in no study above it."""
    home = home_of(folder)
    is_own = home is None or os.path.realpath(home) == os.path.realpath(folder)
    return {STUDY: study_text(structure)} if structure.terms.quantities and is_own else {}


def _by_habit(name: str, text: str, habit: CsvHabit) -> str:
    """Give the text of a file as the study that stands there writes CSV; its study.yaml goes on saying so."""
    if habit == PLAIN:
        return text
    if name.endswith(".csv"):
        return rewritten(text, habit, _NUMBERS)
    return text + yaml_text({"csv": csv_data(habit)}) if name == STUDY else text


def _not_carried(imported: Imported) -> list[Problem]:
    """Give the columns that a baseline has no place for as notes."""
    files = sorted({one.location.file for one in imported.problems if one.location})
    place = Location(files[0]) if len(files) == 1 else None
    message = "{name}: the baseline has no place for this column or property"
    return [
        Problem("NOT_CARRIED", Message.of(message, name=name), location=place, severity=NOTE)
        for name in imported.not_carried
    ]


def problems_csv(problems: Iterable[Problem], language: str = "en", habit: CsvHabit = PLAIN) -> str:
    """Write problems as a table in a language: file, row, code, message, and severity (what became of the row)."""
    rows = [
        [
            Path(one.location.file).name if one.location else "",
            str(one.location.line) if one.location and one.location.line else "",
            one.code,
            message_text(one.message, language),
            one.severity,
        ]
        for one in problems
    ]
    return csv_text(_HEADER, rows, habit)


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
