"""The rows of a UK organogram return, senior and junior, as published under the schema of datagovuk/schemas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR, WARNING, Problem
from orgmodel.io.cells import hundredths
from orgmodel.io.importers.imported import NOTE, Report
from orgmodel.io.importers.rows import Rows, open_rows
from orgmodel.io.importers.source_checks import left_over
from orgmodel.io.sheet import Sheet

SENIOR = {
    "ref": ("Post Unique Reference",),
    "name": ("Name",),
    "grade": ("Grade (or equivalent)", "Grade"),
    "title": ("Job Title",),
    "department": ("Parent Department",),
    "organisation": ("Organisation",),
    "unit": ("Unit",),
    "superior": ("Reports to Senior Post",),
    "fte": ("FTE",),
}
JUNIOR = {
    "superior": ("Reporting Senior Post",),
    "grade": ("Grade",),
    "title": ("Generic Job Title",),
    "department": ("Parent Department",),
    "organisation": ("Organisation",),
    "unit": ("Unit",),
    "fte": ("Number of Posts in FTE",),
}
PROFESSION = "Professional/Occupational Group"
_MAY_DIFFER = ("Name", "Contact Phone", "Contact E-mail", "Notes")
"""What the rows of one job share may differ in, by the schema."""

_DECIMALS = re.compile(r"[0-9]+\.[0-9]{3,}")
_ZEROS = re.compile(r"(\.[0-9]{2})0+$")
_UNDISCLOSED = ("n/d", "nd", "n/a", "[person]")


@dataclass(slots=True)
class Row:
    """Hold one row of a return, and what importing makes of it."""

    line: int
    ref: str
    name: str
    grade: str
    title: str
    department: str
    organisation: str
    unit: str
    superior: str
    fte: int | None
    profession: str
    body: str = ""  # id of the organisation's unit
    home: str = ""  # id of the unit that the row names
    id: str = ""  # id of the post; blank while the row is left out

    @property
    def is_vacant(self) -> bool:
        """Tell whether the return says that nobody is in the post."""
        return self.name.casefold() == "vacant"

    @property
    def is_disclosed(self) -> bool:
        """Tell whether the row names its holder."""
        return bool(self.name) and not self.is_vacant and self.name.casefold() not in _UNDISCLOSED


@dataclass
class Return:
    """Hold the rows of one file of a return."""

    report: Report
    rows: list[Row]
    count: int
    not_carried: list[str]
    sheet: Sheet | None = None

    @property
    def is_unread(self) -> bool:
        """Tell whether the file could not be read at all, and is not just empty."""
        return self.sheet is None and any(one.code != "EMPTY_FILE" for one in self.report.problems)

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.report.file

    def differing(self, one: Row, other: Row) -> list[str]:
        """Name the columns in which two rows differ and the rows of one job share may not."""
        if self.sheet is None:
            return []
        line = {self.sheet.place(row, -1).line: row for row in range(self.sheet.size)}
        first, second = line[one.line], line[other.line]
        return [
            name or Message.of("the column without a name")
            for at, (name, column) in enumerate(zip(self.sheet.header, self.sheet.cells, strict=True))
            if name not in _MAY_DIFFER and (at or name) and column[first] != column[second]
        ]


def read_return(path: Path, columns: Mapping[str, tuple[str, ...]], *, disclose: bool) -> Return:
    """Read a senior or junior file; what is wrong with it stands in the report, and damaged rows are left out."""
    report = Report(str(path))
    every = [name for names in columns.values() for name in names]
    opened, names = open_rows(path, columns, report.problems, [PROFESSION])
    if opened is None:
        if [one.code for one in report.problems] == ["EMPTY"]:
            report.problems.clear()
            report.whole("EMPTY_FILE", "the file has nothing in it", severity=ERROR)
            return Return(report, [], 0, [])
        missing = [problem for problem in report.problems if problem.code == "MISSING_COLUMN"]
        for problem in missing:
            if len(missing) < len(columns) - 1 and _is_other(problem, columns):
                report.problems[:] = [one for one in report.problems if one not in missing]
                report.whole(
                    "WRONG_FILE",
                    "this looks like the other file of the pair: is senior given as junior?",
                    severity=ERROR,
                )
                break
        return Return(report, [], 0, [])
    if not opened.sheet.size:
        report.whole("EMPTY_FILE", "the file has a header and no rows")
    rows = _rows(opened, names, report)
    carried = {*every, PROFESSION, "Name" if disclose else ""}
    return Return(report, rows, opened.count, list(left_over(opened.sheet, carried)), opened.sheet)


def _is_other(problem: Problem, columns: Mapping[str, tuple[str, ...]]) -> bool:
    key = "ref" if "ref" in columns else "fte"
    return problem.subject == columns[key][0]


def _rows(opened: Rows, names: dict[str, str], report: Report) -> list[Row]:
    texts = {key: opened.texts(names[key]) if key in names else [""] * opened.sheet.size for key in SENIOR}
    ftes = _ftes(texts["fte"], opened, report)
    profession = opened.texts(PROFESSION)
    lines = opened.lines
    keys = ("ref", "name", "grade", "title", "department", "organisation", "unit", "superior")
    return [
        Row(line=lines[row], fte=ftes[row], profession=profession[row], **{key: texts[key][row] for key in keys})
        for row in opened.sound
    ]


def _ftes(texts: Sequence[str], opened: Rows, report: Report) -> list[int | None]:
    """Read full-time equivalents as exact hundredths; what is not such a number stays missing and is reported."""
    known: dict[str, int | None] = {"": None}
    wrong: dict[str, tuple[str, str]] = {"": ("FTE_MISSING", "the FTE is blank; it is kept as missing")}
    for text in dict.fromkeys(texts):
        if not text:
            continue
        try:
            known[text] = hundredths(_ZEROS.sub(r"\1", text))
        except ValueError as error:
            known[text] = None
            if _DECIMALS.fullmatch(text):
                rounded = known[text] = round(Fraction(text) * 100)
                wrong[text] = (
                    "FTE_DECIMALS",
                    Message.of(
                        "the FTE {text} has more than two decimals; it is rounded to {rounded}",
                        text=text, rounded=f"{rounded / 100:.2f}",
                    ),
                )  # fmt: skip
            else:
                wrong[text] = ("FTE_NOT_A_NUMBER", Message.of("FTE {error}; it is kept as missing", error=error))
        else:
            if (known[text] or 0) < 0:
                known[text] = None
                wrong[text] = (
                    "FTE_NEGATIVE",
                    Message.of("the FTE {text} is below zero; it is kept as missing", text=text),
                )
            elif not known[text]:
                wrong[text] = ("FTE_ZERO", "the FTE is 0: a row of no posts; it is kept as it is")
    for row in opened.sound:
        if texts[row] in wrong:
            code, message = wrong[texts[row]]
            report.row(opened.lines[row], code, message, severity=NOTE if code == "FTE_DECIMALS" else WARNING)
    return [known[text] for text in texts]
