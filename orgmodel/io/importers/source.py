"""A stranger's table: CSV or XLSX, with lines above its header or no header at all, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from orgmodel.core.coded import Coded
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.io.decoding import read_text
from orgmodel.io.delimited import parse_csv
from orgmodel.io.sheet import Sheet
from orgmodel.io.workbook import read_workbook

LARGEST = 400_000_000
"""The most bytes of a table to import."""

MOST_ROWS = 1_000_000
"""The most rows of a table to import: what fits into the memory of an office's machine."""

_LINES_TO_LOOK_AT = 40


def open_table(
    path: Path,
    problems: list[Problem],
    *,
    expected: Sequence[str],
    header: int | None = None,
    names: Sequence[str] = (),
    sheet: str = "",
) -> Sheet | None:
    """Read a table to import; None after a problem that leaves nothing to read.

    ``expected`` are the column names looked for; ``header`` is the line of the header where lines stand above it;
    ``names`` are the names of the columns of a table without a header; ``sheet`` names one of a workbook's sheets.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _from_workbook(path, problems, expected, header, names, sheet)
    text = read_text(path, limit=LARGEST, problems=problems)
    if text is None:
        return None
    if text.count("\n") > MOST_ROWS:
        problems.append(_too_many(str(path), text.count("\n")))
        return None
    if names:
        return _without_header(text, str(path), names, problems)
    found = header or _header_line(text, expected)
    if found > 1:
        if header is None:
            problems.append(_banner(str(path), found))
            return None
        text = "\n" * (found - 1) + text.split("\n", found - 1)[-1]
    return parse_csv(text, str(path), problems, expected)


def _without_header(text: str, file: str, names: Sequence[str], problems: list[Problem]) -> Sheet | None:
    """Read a table whose first line is a row; the names given stand for its header."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max((",", ";", "\t", "|"), key=first.count)
    before = len(problems)
    sheet = parse_csv(delimiter.join(names) + "\n" + text, file, problems, names)
    problems[before:] = [replace(one, location=one.location and _up(one.location)) for one in problems[before:]]
    if sheet is None:
        return None
    place = sheet.place
    return replace(sheet, place=lambda row, column: _up(place(row, column)))


def _up(place: Location) -> Location:
    return Location(place.file, max(place.line - 1, 0), place.column)


def _from_workbook(
    path: Path, problems: list[Problem], expected: Sequence[str], header: int | None, names: Sequence[str], name: str
) -> Sheet | None:
    sheets = read_workbook(path, problems)
    if not sheets:
        if not problems:
            problems.append(Problem("EMPTY", "the workbook holds no table", location=Location(str(path))))
        return None
    if name and name not in sheets:
        problems.append(
            Problem("UNKNOWN_SHEET", f"no sheet {name!r}{nearest(name, sheets)}", location=Location(str(path)))
        )
        return None
    sheet = sheets[name] if name else next(iter(sheets.values()))
    if sheet.size > MOST_ROWS:
        problems.append(_too_many(str(path), sheet.size))
        return None
    if names:
        return _reheaded(sheet, list(names), -1)
    if header is None:
        rows = [sheet.header] + [
            [column[row] for column in sheet.cells] for row in range(min(sheet.size, _LINES_TO_LOOK_AT))
        ]
        best = _best([_known(row, expected) for row in rows])
        if best:
            problems.append(_banner(str(path), sheet.place(best - 1, -1).line))
            return None
        return sheet
    for row in range(-1, min(sheet.size, 1000)):
        if sheet.place(row, -1).line == header:
            return sheet if row < 0 else _reheaded(sheet, [column[row] for column in sheet.cells], row)
    problems.append(
        Problem(
            "EMPTY",
            f"row {header} is said to be the header, and nothing stands there",
            location=Location(str(path), header),
        )
    )
    return None


def _reheaded(sheet: Sheet, header: list[str], row: int) -> Sheet:
    """Take a row as the header (-1: the present header is a row, and the names given stand above it)."""
    place: Callable[[int, int], Location] = sheet.place
    if row < 0:
        cells = [Coded.of([name, *column]) for name, column in zip(sheet.header, sheet.cells, strict=True)]
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
    lines = text.split("\n", _LINES_TO_LOOK_AT)[:_LINES_TO_LOOK_AT]
    starts = [number for number, line in enumerate(lines) if line.strip()]
    scores = []
    for number in starts:
        line = lines[number]
        delimiter = max((",", ";", "\t"), key=line.count)
        scores.append(_known([cell.strip().strip('"') for cell in line.split(delimiter)], expected))
    best = _best(scores)
    return starts[best] + 1 if best else 1


def _known(cells: Sequence[str], expected: Sequence[str]) -> int:
    return sum(cell in expected for cell in cells)


def _best(scores: Sequence[int]) -> int:
    """Give the first place whose score is more than the first's and at least two, or 0."""
    best = max(range(len(scores)), key=lambda at: (scores[at], -at), default=0)
    return best if scores and scores[best] > max(scores[0], 1) else 0


def _banner(file: str, line: int) -> Problem:
    message = f"the header seems to stand in line {line}; delete the lines above it, or say header: {line} in the map"
    return Problem("BANNER", message, location=Location(file, 1))


def _too_many(file: str, rows: int) -> Problem:
    message = f"{rows:,} rows, more than the {MOST_ROWS:,} that are read at once; import the file in parts"
    return Problem("TOO_MANY_ROWS", message, location=Location(file))
