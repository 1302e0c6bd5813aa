"""The tables of strangers' files: every sheet with its header found, and what stands above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from orgmodel.core.problems import Problem
from orgmodel.io.delimited import DELIMITERS, first_row
from orgmodel.io.importers.known.tables import Heading, heading, is_total, may_speak_of_total
from orgmodel.io.importers.notes import note_rows, page_rows
from orgmodel.io.importers.proposal.column_meanings import meant
from orgmodel.io.importers.rows import Rows
from orgmodel.io.importers.source import Opened, folded, open_table
from orgmodel.io.importers.source_frames import json_tables
from orgmodel.io.sheet import Sheet
from orgmodel.io.workbook import hidden_sheets

_LINES = 40
_MOST_HEADER_LINES = 3
_ROWS_LOOKED_AT = 5000


@dataclass(frozen=True)
class Candidate:
    """A table that may be of use: its file and sheet, the line of its header, its rows, and the texts above them with the name of its sheet.

    ``raw`` gives the first cells of each column with the spaces before them, by name; ``header_lines`` says in how many
    lines the names stand, ``is_hidden`` that the sheet is.
    """

    file: str
    sheet: str
    header: int
    rows: Rows
    above: tuple[str, ...]
    raw: dict[str, list[str]]
    header_lines: int = 1
    is_hidden: bool = False

    @property
    def columns(self) -> list[str]:
        """List the names of its columns, blank ones left out."""
        return [name for name in dict.fromkeys(self.rows.sheet.header) if name]

    def texts(self, name: str) -> list[str]:
        """Give the cells of a column, of a long table the first ones; rows of totals are none of them."""
        return self._without_totals(self.rows.texts(name, _ROWS_LOOKED_AT))

    def all_texts(self, name: str) -> list[str]:
        """Give all cells of a column but those of rows of totals."""
        return self._without_totals(self.rows.texts(name))

    def distinct(self, name: str) -> list[str]:
        """List the texts of a column, each once; rows of totals are none of them."""
        return list(dict.fromkeys(self.all_texts(name))) if self._totals else self.rows.coded(name).values

    def _without_totals(self, texts: list[str]) -> list[str]:
        if not self._totals:
            return texts
        return [text for row, text in enumerate(texts) if row not in self._totals]

    @cached_property
    def _totals(self) -> frozenset[int]:
        """The rows whose first text is a word for a sum over other rows, notes beneath the table, and numbers of its columns."""
        notes = frozenset(note_rows(self.rows.sheet)) | page_rows(self.rows.sheet).keys()
        if is_numbering([self.rows.texts(name, 1)[0] for name in self.columns]):
            notes |= {0}
        every = {name: may_speak_of_total(self.rows.coded(name).values) for name in self.columns}
        words = {text for texts in every.values() for text in texts if is_total(text)}
        if not words:
            return notes
        columns = [self.rows.texts(name) for name in self.columns]
        rows = {row for column in columns for row, text in enumerate(column) if text in words}
        summed = (row for row in rows if next((column[row] for column in columns if column[row]), "") in words)
        return notes.union(summed)

    def heading(self, name: str) -> Heading | None:
        """Give what a heading means over the cells of its column, None where neither tells."""
        if name not in self._headings:
            self._headings[name] = meant(name, self.texts(name))
        return self._headings[name]

    @cached_property
    def _headings(self) -> dict[str, Heading | None]:
        return {}

    @property
    def called(self) -> str:
        """Give the name of the file, with the sheet of a workbook."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file


def candidates(files: Sequence[tuple[str, Path | Sheet]], problems: list[Problem], opened: Opened) -> list[Candidate]:
    """Open every table of some files; sheets without at least two columns or without a row are passed over."""
    found: list[Candidate] = []
    for name, file in files:
        if isinstance(file, Sheet):
            found.append(Candidate(name, "", 0, Rows(file, ()), (), {}))
        elif file.suffix.lower() == ".json":
            tables = opened.read((file,), partial(json_tables, file), problems)
            found += [Candidate(name, key, 0, Rows(sheet, ()), (), {}) for key, sheet in tables.items()]
        elif file.suffix.lower() in (".xlsx", ".xlsm"):
            found += _sheets(name, file, problems, opened)
        else:
            found += _text(name, file, problems, opened)
    return [one for one in found if len(one.columns) > 1 and one.rows.sheet.size]


def _sheets(name: str, path: Path, problems: list[Problem], opened: Opened) -> list[Candidate]:
    told: list[Problem] = []
    sheets = opened.workbook(path, told, as_written=True)
    if not sheets:
        problems += told
        return []
    found = []
    hidden = opened.read((path, "hidden"), lambda _: hidden_sheets(path), [])
    for sheet_name, sheet in sheets.items():
        rows = [sheet.header, *([column[row] for column in sheet.cells] for row in range(min(sheet.size, _LINES)))]
        at, lines = header_rows(rows)
        line = sheet.place(at - 1, -1).line
        above = (*(text.strip() for row in rows[:at] for text in row if text.strip()), sheet_name)
        called = sheet_name if len(sheets) > 1 else ""
        some = _opened(name, path, called, line, lines, above, problems, rows[at:], opened)
        found += [replace(one, is_hidden=sheet_name in hidden and len(sheets) > len(hidden)) for one in some]
    return found


def _text(name: str, path: Path, problems: list[Problem], opened: Opened) -> list[Candidate]:
    told: list[Problem] = []
    text = opened.text(path, told)
    if text is None:
        problems += told
        return []
    lines = text.split("\n", _LINES)[:_LINES]
    starts = [number for number, line in enumerate(lines, start=1) if line.strip()]
    delimiter = _delimiter([line for line in lines if line.strip()])
    rows = [first_row(lines[number - 1], delimiter) for number in starts]
    if not rows:
        problems += told
        return _opened(name, path, "", 1, 1, (), problems, [], opened)
    at, header_lines = header_rows(rows)
    above = tuple(cell.strip() for row in rows[:at] for cell in row if cell.strip())
    return _opened(name, path, "", starts[at], header_lines, above, problems, rows[at:], opened)


def _delimiter(lines: list[str]) -> str:
    """Give the sign that parts most lines into the same number of cells, more than one."""

    def score(sign: str) -> tuple[int, int]:
        widths = Counter(len(first_row(line, sign)) for line in lines)
        width, many = max(widths.items(), key=lambda one: (one[1] if one[0] > 1 else 0, one[0]), default=(1, 0))
        return (many if width > 1 else 0, width)

    return max(DELIMITERS, key=score)


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """Give the row that names the columns: the one with most known headings, else the first of full width without numbers.

    >>> header_row([["Staff list 2026", ""], ["", ""], ["ID", "Job title"], ["1", "Clerk"]])
    2
    """
    known = [sum(heading(cell) is not None for cell in row) for row in rows]
    best = max(range(len(rows)), key=lambda at: (known[at], -at), default=0)
    if rows and known[best] > 1:
        return best
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    full = max(widths, default=0)
    for at, row in enumerate(rows):
        cells = [cell.strip() for cell in row if cell.strip()]
        if widths[at] == full and len(set(cells)) == len(cells) and not any(map(_is_number, cells)):
            return at
    return best


def header_rows(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Give the first row that names the columns, and in how many rows the names stand.

    >>> header_rows([["Unit", "Posts", ""], ["", "Authorised", "Filled"], ["Roads", "3", "2"]])
    (0, 2)
    """
    at = header_row(rows)
    if at and goes_on(rows[at - 1], rows[at]):
        at -= 1
    lines = 1
    while at + lines < len(rows) - 1 and lines < _MOST_HEADER_LINES:
        if not goes_on(folded([list(row) for row in rows[at : at + lines]]), rows[at + lines]):
            break
        lines += 1
    return at, lines


def is_numbering(cells: list[str]) -> bool:
    """Tell whether a row beneath a header numbers its columns: A, B, 1, 2, 3.

    >>> is_numbering(["A", "B", "(1)", "(2)", "3=1-2"]), is_numbering(["1", "Roads", "2"])
    (True, False)
    """
    given = [cell.partition("=")[0].strip("() ") for cell in cells if cell]
    numbers = [int(cell) for cell in given if cell.isdigit()]
    letters = [cell for cell in given if not cell.isdigit()]
    counted = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] < 5
    return counted and letters == list("ABCDĐE")[: len(letters)] and len(given) * 2 > len(cells)


def goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether a row of names goes on in the one below it: under a name over several columns stand theirs.

    >>> goes_on(["Unit", "Posts", ""], ["", "Authorised", "Filled"]), goes_on(["Unit", "Posts"], ["Roads", "3"])
    (True, False)
    >>> goes_on(["Unit", "Posts", "Posts"], ["", "Authorised", "Filled"])
    True
    """
    over, under = _once([cell.strip() for cell in above]), [cell.strip() for cell in below]
    under += [""] * (len(over) - len(under))
    filled = [at for at, cell in enumerate(under) if cell]
    blank = [at for at in filled if at >= len(over) or not over[at]]
    if not blank or blank[0] == 0 or any(map(_is_number, (under[at] for at in filled))) or not any(over):
        return False
    named = [at for at in filled if at not in blank]
    spans = all(at + 1 in blank for at in named) and all(at - 1 in filled for at in blank)
    whole = all(at in filled or not cell for at, cell in enumerate(under) if at < len(over)) and any(
        cell and not under[at] for at, cell in enumerate(over)
    )
    return spans and whole and len(set(under) - {""}) > 1


def _once(names: list[str]) -> list[str]:
    """Leave a name out where the cell before it says the same."""
    return [name if not at or name != names[at - 1] else "" for at, name in enumerate(names)]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "", 1).isdigit()


def _opened(
    name: str,
    path: Path,
    sheet: str,
    header: int,
    header_lines: int,
    above: tuple[str, ...],
    problems: list[Problem],
    first: Sequence[Sequence[str]],
    opened: Opened,
) -> list[Candidate]:
    told: list[Problem] = []
    names = folded([[cell.strip() for cell in row] for row in first[:header_lines]]) if first else []
    expected = [name for name in names if name]
    table = open_table(
        path, told, expected=expected, header=header, header_lines=header_lines, sheet=sheet, opened=opened
    )
    if table is None:
        problems += told
        return []
    below = first[header_lines:]
    raw = {column: [row[at] if at < len(row) else "" for row in below] for at, column in enumerate(names) if column}
    return [Candidate(name, sheet, header, Rows(table, tuple(told)), above, raw, header_lines)]
