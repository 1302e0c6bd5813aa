"""A stranger's table: CSV or XLSX, with lines above its header or no header at all, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

from orgmodel.core.categorical import Categorical
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem
from orgmodel.io.decoding import read_text
from orgmodel.io.delimited import DELIMITERS, first_row, parse_csv
from orgmodel.io.importers.barred import without_bars
from orgmodel.io.importers.side_by_side import alone, side_by_side
from orgmodel.io.importers.source_checks import banner, banner_line, checked
from orgmodel.io.importers.source_sheets import choose
from orgmodel.io.importers.turned import turned
from orgmodel.io.sheet import Sheet
from orgmodel.io.workbook import read_workbook

LARGEST = 200_000_000
"""The most bytes of a table to import."""

MOST_ROWS = 1_000_000
"""The most rows of a table to import: what fits into the memory of an office's machine."""

MOST_COLUMNS = 16_384
"""The most columns of a table to import: as many as a sheet of Excel has."""

FOLD = " – "
"""What stands between the names of a column whose header stands in several lines."""

Made = TypeVar("Made")

_LINES_TO_LOOK_AT = 40


class Opened:
    """Keep what was read of files, so that one which is looked at and then imported is read once."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._made: dict[tuple[object, ...], tuple[Any, list[Problem]]] = {}

    def read(self, key: tuple[object, ...], make: Callable[[list[Problem]], Made], problems: list[Problem]) -> Made:
        """Give what is made under a key, made once; its problems are told each time."""
        if key not in self._made:
            told: list[Problem] = []
            self._made[key] = (make(told), told)
        made, told = self._made[key]
        problems += told
        return cast(Made, made)

    def text(self, path: Path, problems: list[Problem]) -> str | None:
        """Read a file as text, with commas for the bars that part its cells; None after a problem."""

        def read(told: list[Problem]) -> str | None:
            text = read_text(path, limit=LARGEST, problems=told, keep_invisible=True)
            return text and without_bars(text)

        return self.read((path, "text"), read, problems)

    def workbook(self, path: Path, problems: list[Problem], *, as_written: bool) -> dict[str, Sheet]:
        """Read the sheets of a workbook, with the spaces around texts where they are asked for as written."""
        sheets = self.read((path,), lambda told: read_workbook(path, told, as_written=True), problems)
        return sheets if as_written else {name: _stripped(sheet) for name, sheet in sheets.items()}


def open_table(
    path: Path,
    problems: list[Problem],
    *,
    expected: Sequence[str],
    header: int | None = None,
    header_lines: int = 1,
    names: Sequence[str] = (),
    sheet: str = "",
    indent: str = "",
    block: int = 0,
    is_turned: bool = False,
    opened: Opened | None = None,
) -> Sheet | None:
    """Read a table to import; None after a problem that leaves nothing to read.

    ``expected`` are the column names looked for; ``header`` is the line of the header where lines stand above it, and ``header_lines``
    says in how many lines it stands;
    ``names`` are the names of the columns of a table without a header; ``sheet`` names one of a workbook's sheets,
    ``indent`` a column that keeps the spaces at the beginnings of its cells; ``block`` is the number of one of several tables
    that stand side by side, 0 for a sheet of one; ``is_turned`` that its rows and columns are exchanged.
    Characters that cannot be seen are left out, and reported with their row.
    """
    opened = opened or Opened()

    def read(told: list[Problem]) -> Sheet | None:
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            sheets = opened.workbook(path, told, as_written=bool(indent))
            found = _from_workbook(sheets, path, told, expected, header, names, sheet)
        else:
            found = _from_text(opened, path, told, expected, header, names, as_written=bool(indent))
        if found is not None and header_lines > 1 and not names:
            found = _reheaded(found, folded(rows_of(found)[:header_lines]), min(header_lines - 1, found.size) - 1)
        if found is not None and block:
            found = _alone(found, block, told)
        if found is not None and is_turned:
            found = turned(found)
        return _stripped(found, indent) if found is not None and indent else found

    key = (
        (path, header, header_lines, *names, sheet, indent, block, is_turned)
        if header is not None
        else (path, *expected, *names, sheet, indent, block, is_turned)
    )
    found = opened.read(key, read, problems)
    return None if found is None else checked(found, expected, problems, has_header=not names)


def _alone(sheet: Sheet, block: int, problems: list[Problem]) -> Sheet | None:
    """Give one of the tables that stand side by side; None, which is told, where there are not so many."""
    found = alone(sheet, block)
    if found is None:
        message = Message.of(
            "the map names table {block} of those side by side, and there are {count}",
            block=block, count=max(len(side_by_side(sheet.header)), 1),
        )  # fmt: skip
        problems.append(Problem("MISSING_BLOCK", message, location=sheet.at(-1)))
    return found


def _from_text(
    opened: Opened,
    path: Path,
    problems: list[Problem],
    expected: Sequence[str],
    header: int | None,
    names: Sequence[str],
    *,
    as_written: bool = False,
) -> Sheet | None:
    if (lines := _count_lines(path)) > MOST_ROWS + 1:
        problems.append(too_many(str(path), lines))
        return None
    text = opened.text(path, problems)
    if text is None:
        return None
    if any(line.count(delimiter) >= MOST_COLUMNS for line in _first_lines(text) for delimiter in DELIMITERS):
        message = Message.of(
            "more columns than the {most_columns:,} of a sheet; is it a table?", most_columns=MOST_COLUMNS
        )
        problems.append(Problem("TOO_MANY_COLUMNS", message, location=Location(str(path))))
        return None
    if names:
        return _without_header(text, str(path), names, problems)
    found = header or _header_line(text, expected)
    if found > 1:
        if header is None:
            problems.append(banner(str(path), found))
            return None
        text = "\n" * (found - 1) + text.split("\n", found - 1)[-1]
    return parse_csv(text, str(path), problems, expected, as_written=as_written)


def _first_lines(text: str) -> list[str]:
    return text.split("\n", _LINES_TO_LOOK_AT)[:_LINES_TO_LOOK_AT]


def _count_lines(path: Path) -> int:
    """Count the lines of a file without holding it; nothing where that is no file to read."""
    lines = returns = 0
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return 0
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                lines += block.count(b"\n")
                returns += 0 if lines else block.count(b"\r")
    except OSError:
        return 0  # reading it tells why
    return lines or returns


def _without_header(text: str, file: str, names: Sequence[str], problems: list[Problem]) -> Sheet | None:
    """Read a table whose first line is a row; the names given stand for its header."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max((*DELIMITERS, "|"), key=first.count)
    width = len(first_row(first, delimiter))
    if width != len(names):
        message = Message.of(
            "the map names {count} columns, and the first row has {width} cells", count=len(names), width=width
        )
        problems.append(Problem("NAMES", message, location=Location(file, 1)))
        return None
    before = len(problems)
    sheet = parse_csv(delimiter.join(names) + "\n" + text, file, problems, names)
    problems[before:] = [replace(one, location=one.location and _up(one.location)) for one in problems[before:]]
    if sheet is None:
        return None
    place = sheet.place
    return replace(sheet, place=lambda row, column: _up(place(row, column)))


def folded(lines: Sequence[Sequence[str]]) -> list[str]:
    """Make one name of each column of a header that stands in several lines, a name over several columns before each of them.

    >>> folded([["Unit", "Posts", "", "Remarks"], ["", "Authorised", "Filled", ""]])
    ['Unit', 'Posts – Authorised', 'Posts – Filled', 'Remarks']
    """
    names = list(lines[0])
    for below in lines[1:]:
        over = ""
        for at, name in enumerate(below):
            over = names[at] or (over if name else "")
            names[at] = FOLD.join(dict.fromkeys(filter(None, (over.strip(), name.strip()))))
    return names


def _up(place: Location) -> Location:
    return Location(place.file, max(place.line - 1, 0), place.column)


def _from_workbook(
    sheets: dict[str, Sheet],
    path: Path,
    problems: list[Problem],
    expected: Sequence[str],
    header: int | None,
    names: Sequence[str],
    name: str,
) -> Sheet | None:
    found, problems[:] = list(problems), []
    sheet = choose(sheets, name, expected, found, str(path), look_for_header=header is None and not names)
    problems += [one for one in found if sheet is None or one.location is None or one.location.file == sheet.file]
    if sheet is None:
        return None
    if sheet.size > MOST_ROWS:
        problems.append(too_many(str(path), sheet.size))
        return None
    if names:
        return _reheaded(sheet, list(names), -1)
    if header is None:
        best = banner_line(rows_of(sheet), expected)
        if best:
            problems.append(banner(sheet.file, sheet.place(best - 1, -1).line))
            return None
        return sheet
    for row in range(-1, min(sheet.size, 1000)):
        if sheet.place(row, -1).line == header:
            return sheet if row < 0 else _reheaded(sheet, [column[row] for column in sheet.cells], row)
    message = Message.of("row {header} is said to be the header, and nothing stands there", header=header)
    problems.append(Problem("EMPTY", message, location=Location(sheet.file, header)))
    return None


def _stripped(sheet: Sheet, indent: str = "") -> Sheet:
    """Take the spaces around cells away, but for those before the names of one column."""
    header = [name.strip() for name in sheet.header]
    cells = [
        column.mapped(str.rstrip if name == indent else str.strip)
        for name, column in zip(header, sheet.cells, strict=True)
    ]
    return replace(sheet, header=header, cells=cells)


def rows_of(sheet: Sheet) -> list[list[str]]:
    """Give the header and the first rows of a sheet."""
    rows = range(min(sheet.size, _LINES_TO_LOOK_AT))
    return [sheet.header, *([column[row] for column in sheet.cells] for row in rows)]


def _reheaded(sheet: Sheet, header: list[str], row: int) -> Sheet:
    """Take a row as the header (-1: the present header is a row, and the names given stand above it)."""
    place: Callable[[int, int], Location] = sheet.place
    if row < 0:
        cells = [Categorical.of([name, *column]) for name, column in zip(sheet.header, sheet.cells, strict=True)]
    else:
        cells = [column[row + 1 :] for column in sheet.cells]
    size = len(cells[0]) if cells else 0
    shift = row + 1 if row >= 0 else -1
    return Sheet(
        sheet.file,
        (header + [""] * len(cells))[: len(cells)],
        cells,
        size,
        lambda at, column: place(at + shift, column),
    )


def _header_line(text: str, expected: Sequence[str]) -> int:
    """Find the line among the first that names most of the columns looked for; 1 where none does better than the first."""
    lines = _first_lines(text)
    starts = [number for number, line in enumerate(lines) if line.strip()]
    rows = []
    for number in starts:
        line = lines[number]
        delimiter = max(DELIMITERS, key=line.count)
        rows.append([cell.strip().strip('"') for cell in line.split(delimiter)])
    best = banner_line(rows, expected)
    return starts[best] + 1 if best else 1


def too_many(file: str, rows: int) -> Problem:
    """Refuse more rows than are read at once."""
    message = Message.of(
        "{rows:,} rows, more than the {most_rows:,} that are read at once; import the file in parts",
        rows=rows,
        most_rows=MOST_ROWS,
    )
    return Problem("TOO_MANY_ROWS", message, location=Location(file))
