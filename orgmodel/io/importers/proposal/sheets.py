"""The tables of strangers' files: every sheet with its header found, and what stands above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from orgmodel.core.problems import Problem
from orgmodel.io.delimited import DELIMITERS, first_row
from orgmodel.io.importers.known.tables import Heading, is_total, may_speak_of_total
from orgmodel.io.importers.notes import note_rows, page_rows
from orgmodel.io.importers.proposal.block_titles import BlockTitle, titles_of
from orgmodel.io.importers.proposal.column_meanings import meant
from orgmodel.io.importers.proposal.headers import header_rows, is_numbering
from orgmodel.io.importers.proposal.numbers_of_posts import number_of_post
from orgmodel.io.importers.proposal.turned_tables import seems_turned
from orgmodel.io.importers.proposal.unit_rows import units_between
from orgmodel.io.importers.rows import Rows
from orgmodel.io.importers.side_by_side import side_by_side
from orgmodel.io.importers.source import Opened, folded, open_table
from orgmodel.io.importers.source_frames import json_tables
from orgmodel.io.importers.turned import turned
from orgmodel.io.sheet import Sheet
from orgmodel.io.workbook import hidden_sheets

_LINES = 40
_ROWS_LOOKED_AT = 5000


@dataclass(frozen=True)
class RelationsOf:
    """Say which table has the relations between the rows, how many there are, and whether some end."""

    place: dict[str, str | int]
    called: str
    count: int
    ends: bool


@dataclass(frozen=True)
class OfOneSort:
    """Say which rows of a table are of one sort: those in which a column says some words, and by which columns they are placed.

    ``also`` picks them by further columns, as the language where each stands in several.
    """

    rows: str
    column: str
    words: tuple[str, ...]
    keys: dict[str, str]
    count: int
    relations: RelationsOf | None = None
    also: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """A table that may be of use: its file and sheet, the line of its header, its rows, and the texts above them with the name of its sheet.

    ``raw`` gives the first cells of each column with the spaces before them, by name; ``header_lines`` says in how many
    lines the names stand, ``is_hidden`` that the sheet is, ``block`` which of several tables side by side it is (0 for one alone), ``title`` its own above it;
    ``sort`` says which rows of a table of several sorts these are, ``doubt``
    what is asked of a table that seems to have several; ``is_turned`` that its rows are columns of the file.
    """

    file: str
    sheet: str
    header: int
    rows: Rows
    above: tuple[str, ...]
    raw: dict[str, list[str]]
    header_lines: int = 1
    is_hidden: bool = False
    sort: OfOneSort | None = None
    doubt: str = ""
    block: int = 0
    is_turned: bool = False
    title: BlockTitle | None = None

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

    def counted(self, name: str) -> Counter[str]:
        """Count the texts of a column in the order in which they come; rows of totals are none of them."""
        return Counter(self.all_texts(name)) if self._totals else self.rows.coded(name).counted()

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
        notes = frozenset(note_rows(self.rows.sheet)) | page_rows(self.rows.sheet).keys() | self.unit_rows.keys()
        if is_numbering([self.rows.texts(name, 1)[0] for name in self.columns]):
            notes |= {0}
        every = {name: self.rows.coded(name).found(may_speak_of_total) for name in self.columns}
        words = {text for texts in every.values() for text in texts if is_total(text)}
        if not words:
            return notes
        columns = [self.rows.texts(name) for name in self.columns]
        rows = {row for column in columns for row, text in enumerate(column) if text in words}
        summed = (row for row in rows if next((column[row] for column in columns if column[row]), "") in words)
        return notes.union(summed)

    @cached_property
    def unit_rows(self) -> dict[int, str]:
        """The rows of text that seem to name the unit of the rows below them, with their texts."""
        return units_between(self.rows.sheet, self.raw)

    def heading(self, name: str) -> Heading | None:
        """Give what a heading means over the cells of its column, None where neither tells."""
        if name not in self._headings:
            known = meant(name, self.texts(name))
            self._headings[name] = number_of_post(name, known, self.columns, self.texts)
        return self._headings[name]

    @cached_property
    def _headings(self) -> dict[str, Heading | None]:
        return {}

    @property
    def called(self) -> str:
        """Give the name of the file, with the sheet of a workbook, the number of a table that stands beside others, and the sort of its rows."""
        called = f"{self.file}[{self.sheet}]" if self.sheet else self.file
        called = f"{called} ({self.block})" if self.block else called
        return called if self.sort is None else f"{called} ({self.sort.column}: {', '.join(self.sort.words)})"


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
        some = _opened(name, path, called, line, lines, above, problems, rows[at:], opened, rows[:at])
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
    return _opened(name, path, "", starts[at], header_lines, above, problems, rows[at:], opened, rows[:at])


def _delimiter(lines: list[str]) -> str:
    """Give the sign that parts most lines into the same number of cells, more than one."""

    def score(sign: str) -> tuple[int, int]:
        widths = Counter(len(first_row(line, sign)) for line in lines)
        width, many = max(widths.items(), key=lambda one: (one[1] if one[0] > 1 else 0, one[0]), default=(1, 0))
        return (many if width > 1 else 0, width)

    return max(DELIMITERS, key=score)


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
    over: Sequence[Sequence[str]] = (),
) -> list[Candidate]:
    names = folded([[cell.strip() for cell in row] for row in first[:header_lines]]) if first else []
    below = first[header_lines:]
    found: list[Candidate] = []
    blocks = side_by_side(names)
    titles = titles_of(over, blocks)
    own = {one.text for one in titles if one is not None and not one.of_all}
    for block, columns in list(enumerate(blocks, 1)) or [(0, range(len(names)))]:
        title = titles[block - 1] if block else None
        mine = tuple(text for text in above if text not in own or (title is not None and text == title.text))
        told: list[Problem] = []
        table = open_table(
            path, told, expected=[names[at] for at in columns if names[at]], header=header, header_lines=header_lines,
            sheet=sheet, block=block, opened=opened,
        )  # fmt: skip
        if table is None:
            problems += told
            continue
        if seems_turned(table):
            table = turned(table)
            found.append(
                Candidate(
                    name,
                    sheet,
                    header,
                    Rows(table, tuple(told)),
                    mine,
                    {},
                    header_lines,
                    block=block,
                    is_turned=True,
                    title=title,
                )
            )
            continue
        raw = {names[at]: [row[at] if at < len(row) else "" for row in below] for at in columns if names[at]}
        found.append(
            Candidate(name, sheet, header, Rows(table, tuple(told)), mine, raw, header_lines, block=block, title=title)
        )
    return found
