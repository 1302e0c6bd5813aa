"""CSV tables as people write them: comma, semicolon or tab, with or without BOM, from Excel or by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path

from orgmodel.core.problems import Location, Problem
from orgmodel.io.decoding import read_text
from orgmodel.io.sheet import Sheet

LARGEST = 1_000_000_000
"""The most bytes that a table may have."""

DELIMITERS = (",", ";", "\t")
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}


def read_csv(path: Path, problems: list[Problem], expected: Collection[str] = ()) -> Sheet | None:
    """Read a CSV file into columns of texts; None after a problem that leaves nothing to read.

    ``expected`` are column names that help to tell the delimiter. Rows that are too short or too long are problems,
    and are cut or filled so that reading goes on; rows with nothing in them are passed over.
    """
    text = read_text(path, limit=LARGEST, problems=problems)
    return None if text is None else parse_csv(text, str(path), problems, expected)


def parse_csv(text: str, file: str, problems: list[Problem], expected: Collection[str] = ()) -> Sheet | None:
    r"""Parse CSV text into columns of texts.

    >>> found = []
    >>> sheet = parse_csv("id;filled\na; 1,5\n\nb;\n", "x.csv", found)
    >>> sheet.header, sheet.cells, str(sheet.at(1, "filled"))
    (['id', 'filled'], [['a', 'b'], ['1,5', '']], 'x.csv:4:3')
    """
    first, start = _header_line(text)
    if not first.strip():
        problems.append(
            Problem("EMPTY", "the table is empty; its first line names the columns", location=Location(file, 1))
        )
        return None
    delimiter = first[4] if first.lower().startswith("sep=") else sniff(first, expected)
    if first.lower().startswith("sep="):  # a line that Excel reads and writes for itself
        start += 1
    rows, lines = _rows(text, file, delimiter, start, problems)
    if not rows:
        problems.append(Problem("EMPTY", "the table has no header line", location=Location(file, start)))
        return None
    source = _Source(text, file, delimiter, lines)
    header = [cell.strip() for cell in rows.pop(0)]
    _even_out(rows, header, source, problems)
    cells = [[cell.strip() for cell in column] for column in zip(*rows, strict=True)] if rows else [[] for _ in header]
    return Sheet(file, header, cells, len(rows), source.place)


def sniff(line: str, expected: Collection[str] = ()) -> str:
    r"""Tell the delimiter of a header line: the one that gives most known names, then most names.

    >>> sniff("id;name, short;filled"), sniff("unit\treceiver"), sniff("id")
    (';', '\t', ',')
    """

    def score(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([line], delimiter=delimiter), [])
        return sum(name.strip() in expected for name in names), len(names)

    return max(DELIMITERS, key=score)


def _header_line(text: str) -> tuple[str, int]:
    """Give the first line that is not blank, and its number."""
    number = 1
    for line in io.StringIO(text):
        if line.strip():
            return line.rstrip("\n"), number
        number += 1
    return "", 1


def _rows(
    text: str, file: str, delimiter: str, start: int, problems: list[Problem]
) -> tuple[list[list[str]], Sequence[int]]:
    """Give the rows from a line on that are not blank, and the line where each begins."""
    stream = io.StringIO(text)
    for _ in range(start - 1):
        stream.readline()
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
        if reader.line_num == len(rows) and all(map(any, rows)):
            return rows, range(start, start + len(rows))
    except csv.Error:
        pass
    return _rows_one_by_one(text, file, delimiter, start, problems)


def _rows_one_by_one(
    text: str, file: str, delimiter: str, start: int, problems: list[Problem]
) -> tuple[list[list[str]], list[int]]:
    stream = io.StringIO(text)
    for _ in range(start - 1):
        stream.readline()
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    while True:
        line = start + reader.line_num
        try:
            row = next(reader, None)
        except csv.Error:
            message = 'a quotation mark is not closed, or text follows a closed one; inside quotes write it twice ("")'
            problems.append(Problem("QUOTES", message, location=Location(file, line)))
            return rows, lines
        if row is None:
            return rows, lines
        if any(cell.strip() for cell in row):
            rows.append(row)
            lines.append(line)


def _even_out(rows: list[list[str]], header: list[str], source: _Source, problems: list[Problem]) -> None:
    """Report rows that are longer or shorter than the header, and make them fit."""
    width = len(header)
    if all(len(row) == width for row in rows):
        return
    for number, row in enumerate(rows):
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            del row[width:]
        if len(row) == width:
            continue
        message = f"{len(row)} cells, but the header names {width} columns"
        if len(row) > width:
            message += f"; a text or number with '{source.delimiter}' in it stands in quotes"
        else:
            message += f"; leave a cell empty rather than out (cells are parted by {_NAMES[source.delimiter]})"
        problems.append(Problem("ROW_LENGTH", message, location=source.place(number, min(len(row), width) - 1)))
        row[width:] = []
        row.extend([""] * (width - len(row)))


class _Source:
    """Find the place of a cell in the text again; asked only when there is a problem to tell."""

    def __init__(self, text: str, file: str, delimiter: str, lines: Sequence[int]) -> None:
        self.delimiter = delimiter
        self._text = text
        self._file = file
        self._row_lines = lines
        self._lines: list[str] | None = None

    def place(self, row: int, column: int) -> Location:
        line = self._row_lines[row + 1]
        if column < 0:
            return Location(self._file, line)
        if self._lines is None:
            self._lines = self._text.split("\n")
        quoted = False
        for number in range(line - 1, len(self._lines)):
            for at, character in enumerate(self._lines[number]):
                if column == 0:
                    return Location(self._file, number + 1, at + 1)
                if character == '"':
                    quoted = not quoted
                elif character == self.delimiter and not quoted:
                    column -= 1
            if not quoted:  # the cell is empty and last
                return Location(self._file, number + 1, len(self._lines[number]) + 1)
        return Location(self._file, line)
