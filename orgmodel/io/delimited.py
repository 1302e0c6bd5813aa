"""CSV tables as people write them: comma, semicolon or tab, with or without BOM, from Excel or by hand."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.categorical import Categorical
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem
from orgmodel.io.decoding import read_text
from orgmodel.io.formulas import unguard
from orgmodel.io.sheet import Sheet

LARGEST = 1_000_000_000
"""The most bytes that a table may have."""

DELIMITERS = (",", ";", "\t")
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}
_OTHER_DELIMITERS = {"|": "'|'", "^": "'^'", "~": "'~'", ":": "':'", "\x1f": "U+001F", "  ": "spaces", " ": "spaces"}
MOST_OF_CELL = 131_072
"""The most characters of a cell, quoted or not."""
_BLOCK = 50_000  # characters at a time: few cells alive at once keep memory small and near

_TOO_LONG = "{count} cells, but the header names {width} columns; a text or number with '{sign}' in it stands in quotes"
_TOO_SHORT = (
    "{count} cells, but the header names {width} columns; leave a cell empty rather than out "
    "(cells are parted by {sign})"
)


@contextmanager
def bounded_cells() -> Iterator[None]:
    """Read by the module csv with our bound of a cell, whatever bound its caller's process has; that is set again after."""
    bound = csv.field_size_limit(MOST_OF_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(bound)


def first_row(text: str, delimiter: str) -> list[str]:
    """Give the cells of the first row of a text; all of it is one where a cell is longer than any may be."""
    try:
        with bounded_cells():
            return next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    except csv.Error:
        return [text]


def read_csv(path: Path, problems: list[Problem], expected: Collection[str] = ()) -> Sheet | None:
    """Read a CSV file into columns of texts; None after a problem that leaves nothing to read.

    ``expected`` are column names that help to tell the delimiter. Rows that are too short or too long are problems,
    and are cut or filled so that reading goes on; rows with nothing in them are passed over.
    """
    text = read_text(path, limit=LARGEST, problems=problems)
    return None if text is None else parse_csv(text, str(path), problems, expected)


def parse_csv(
    text: str, file: str, problems: list[Problem], expected: Collection[str] = (), *, as_written: bool = False
) -> Sheet | None:
    r"""Parse CSV text into columns of texts, with the spaces around them where they are asked for as written.

    >>> found = []
    >>> sheet = parse_csv("id;filled\na; 1,5\n\nb;\n", "x.csv", found)
    >>> sheet.header, [list(column) for column in sheet.cells], str(sheet.at(1, "filled"))
    (['id', 'filled'], [['a', 'b'], ['1,5', '']], 'x.csv:4:3')
    """
    first, start = _header_line(text)
    if not first.strip():
        message = "the table is empty; its first line names the columns"
        problems.append(Problem("EMPTY", message, location=Location(file, 1)))
        return None
    delimiter = sniff(first, expected)
    if first.lower().startswith("sep="):  # a line that Excel reads and writes for itself
        delimiter = first[4:5] or ","
        start += 1
    with bounded_cells():
        sheet = _Reading(text, file, delimiter, start, problems).sheet(as_written=as_written)
    if sheet is not None and len(sheet.header) == 1 and (sign := parted_otherwise(sheet.header[0], expected)):
        message = Message.of(
            "the columns seem to be parted by {name}; save the table with commas, semicolons or tabs",
            name=Message.of(sign),
        )
        problems.append(Problem("DELIMITER", message, location=sheet.at(-1)))
        return None
    return sheet


def parted_otherwise(header: str, expected: Collection[str]) -> str:
    """Name the sign that parts a header into known names and is none of those that are read; empty where none does.

    >>> parted_otherwise("id|name", ("id", "name")), parted_otherwise("id", ("id", "name"))
    ("'|'", '')
    """
    known = {name.casefold() for name in expected}
    for sign, name in _OTHER_DELIMITERS.items():
        if sum(cell.strip().strip('"').casefold() in known for cell in header.split(sign)) > 1:
            return name
    return ""


def sniff(line: str, expected: Collection[str] = ()) -> str:
    r"""Tell the delimiter of a header line: the one that gives most known names, then most names.

    >>> sniff("id;name, short;filled"), sniff("unit\treceiver"), sniff("id")
    (';', '\t', ',')
    """

    def score(delimiter: str) -> tuple[int, int]:
        names = first_row(line, delimiter)
        return sum(name.strip() in expected for name in names), len(names)

    return max(DELIMITERS, key=score)


def _header_line(text: str) -> tuple[str, int]:
    """Give the first line that is not blank, and its number."""
    at, number = 0, 1
    while at < len(text):
        end = text.find("\n", at)
        line = text[at:] if end < 0 else text[at:end]
        if line.strip():
            return line, number
        at, number = at + len(line) + 1, number + 1
    return "", 1


def _unguarded(text: str) -> str:
    return unguard(text.strip())


class _Numbers:
    """Number the texts of a column as they come; while no two are alike, as ids, they are only listed."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._seen: set[str] = set()
        self._known: defaultdict[str, int] | None = None

    def codes(self, cells: Sequence[str]) -> NDArray[np.int32]:
        """Give the number of each cell's text; blocks of one text, such as a source mark, are frequent and quick."""
        if self._known is None:
            self._seen.update(cells)
            before, size = len(self.texts), len(self.texts) + len(cells)
            if len(self._seen) == size:
                self.texts += cells
                return np.arange(before, size, dtype=np.int32)
            self._known = defaultdict(count(before).__next__, zip(self.texts, range(before), strict=True))
        known = self._known
        if cells and cells[0] == cells[-1] and cells.count(cells[0]) == len(cells):
            return np.full(len(cells), known[cells[0]], dtype=np.int32)
        return np.fromiter(map(known.__getitem__, cells), dtype=np.int32, count=len(cells))

    def values(self) -> list[str]:
        """List the texts by their numbers."""
        return self.texts if self._known is None else list(self._known)


@dataclass(frozen=True)
class _Block:
    """Note where a block of rows begins, and the line of each row where it is not one line a row."""

    row: int
    line: int
    lines: list[int] | None


class _Reading:
    """Read one text, block by block; find the place of a cell again only when there is a problem to tell."""

    def __init__(self, text: str, file: str, delimiter: str, start: int, problems: list[Problem]) -> None:
        self.text = text
        self.file = file
        self.delimiter = delimiter
        self.start = start
        self.problems = problems
        self.header: list[str] = []
        self.blocks: list[_Block] = []
        self.size = -1  # rows so far; the header is row -1
        self.text_lines: list[str] = []

    def sheet(self, *, as_written: bool) -> Sheet | None:
        texts = self._texts()
        line, _, text = next(texts)
        first = self._careful_rows(text, line)
        if not first:
            return None
        self.header = [cell.strip() for cell in first[0]]
        rest = first[1:]  # of a header in which a quotation mark stands alone
        self._even_out(rest, 0)
        numbers = [_Numbers() for _ in self.header]
        coded = [[known.codes([row[at] for row in rest])] for at, known in enumerate(numbers)]
        for line, rows, text in texts:
            for known, codes, cells in zip(numbers, coded, self._columns(text, line, rows), strict=False):
                codes.append(known.codes(cells))
        clean = str if as_written else _unguarded if "'" in self.text else str.strip
        columns = [
            Categorical(known.values(), np.concatenate(codes)).mapped(clean)
            for known, codes in zip(numbers, coded, strict=True)
        ]
        return Sheet(self.file, self.header, columns, self.size, self.place)

    def _texts(self) -> Iterator[tuple[int, int, str]]:
        """Cut the text into blocks of whole rows, the header alone first; give each with its first line and how many it has."""
        lines = self.text.split("\n", self.start - 1)
        at, line, least = len(self.text) - len(lines[-1]), self.start, 0
        is_quoted = '"' in self.text
        while at < len(self.text):
            end = self._end_of_line(at + least)
            while (
                is_quoted and self.text.count('"', at, end) % 2 and end < len(self.text)
            ):  # a cell goes on in the next line
                end = self._end_of_line(end + 1)
            text = self.text[at:end]
            count = text.count("\n") + 1
            yield line, count, text
            line += count
            at, least = end + 1, _BLOCK

    def _end_of_line(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _columns(self, text: str, line: int, rows: int) -> list[Sequence[str]]:
        """Part a block into columns: by splitting where nothing is quoted and every row is whole, else with care."""
        width = len(self.header)
        if '"' not in text and len(text) <= MOST_OF_CELL:
            cells = f"\n{text}".replace("\n", f"{self.delimiter}\n").split(self.delimiter)
            first = "".join(cells[1::width])  # where each of these begins a line, every row has its width
            if len(cells) == rows * width + 1 and first.count("\n") == rows and "\n\n" not in f"{first}\n":
                self.blocks.append(_Block(self.size, line, None))
                self.size += rows
                return [cells[column + 1 :: width] for column in range(width)]
        return list(zip(*self._careful_rows(text, line), strict=True))

    def _careful_rows(self, text: str, line: int) -> list[list[str]]:
        """Give the rows of a block that hold something, noting the line of each, and make them as wide as the header."""
        reader = csv.reader(io.StringIO(text), delimiter=self.delimiter, strict=True)
        rows: list[list[str]] = []
        lines: list[int] = []
        while True:
            before = line + reader.line_num
            try:
                row = next(reader, None)
            except csv.Error as error:
                is_long = "limit" in str(error)
                message = (
                    Message.of(
                        "a cell of more than {field_size_limit:,} characters; is a quotation mark not closed?",
                        field_size_limit=MOST_OF_CELL,
                    )
                    if is_long
                    else 'a quotation mark is not closed, or text follows a closed one; inside quotes write it twice ("")'
                )
                self.problems.append(Problem("QUOTES", message, location=Location(self.file, before)))
                if is_long and self._is_open(text, before - line, reader.line_num):
                    break  # whatever follows stands inside the quotes
                continue
            if row is None:
                break
            if any(map(str.strip, row)):
                rows.append(row)
                lines.append(before)
        self.blocks.append(_Block(self.size, line, lines))
        if self.header:
            self._even_out(rows, self.size)
        self.size += len(rows)
        return rows

    def _is_open(self, text: str, begin: int, end: int) -> bool:
        """Tell whether a quotation mark is open at the end of some lines of a block."""
        return "\n".join(text.split("\n", end)[begin:end]).count('"') % 2 == 1

    def _even_out(self, rows: list[list[str]], first: int) -> None:
        """Report rows that are longer or shorter than the header, and make them fit; ``first`` is the number of the first."""
        width = len(self.header)
        for number, row in enumerate(rows, start=first):
            if len(row) > width and not any(map(str.strip, row[width:])):
                del row[width:]
            if len(row) == width:
                continue
            values = {
                "count": len(row),
                "width": width,
                "sign": self.delimiter if len(row) > width else Message.of(_NAMES.get(self.delimiter, "")),
            }
            message = Message.of(_TOO_LONG if len(row) > width else _TOO_SHORT, **values)
            place = self.place(number, min(len(row), width) - 1)
            self.problems.append(Problem("ROW_LENGTH", message, location=place))
            row[width:] = []
            row.extend([""] * (width - len(row)))

    def place(self, row: int, column: int) -> Location:
        """Give the place of a cell by scanning its line again."""
        block = self.blocks[bisect_right(self.blocks, row, key=lambda one: one.row) - 1]
        line = block.line + row - block.row if block.lines is None else block.lines[row - block.row]
        if column < 0:
            return Location(self.file, line)
        self.text_lines = self.text_lines or self.text.split("\n")
        quoted = False
        for number in range(line - 1, len(self.text_lines)):
            for at, character in enumerate(self.text_lines[number]):
                if column == 0:
                    return Location(self.file, number + 1, at + 1)
                if character == '"':
                    quoted = not quoted
                elif character == self.delimiter and not quoted:
                    column -= 1
            if not quoted:  # the cell is empty and last
                return Location(self.file, number + 1, len(self.text_lines[number]) + 1)
        return Location(self.file, line)
