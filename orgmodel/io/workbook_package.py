"""The parts of an XLSX package, looked at before a reader takes them: bounds, and cells whose value is not there."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem
from orgmodel.io.decoding import unreadable

LARGEST = 300_000_000
"""The most bytes that a workbook may unpack to."""

MOST_CELLS = 5_000_000
"""The most cells of all its sheets, those between filled ones included: readers keep room for each."""

_PICTURES = (".png", ".jpeg", ".jpg", ".gif", ".emf", ".wmf", ".bin", ".tiff", ".svg")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]*)([0-9]+)")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)")
_IS_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</"
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass
class Part:
    """Hold what was seen of one part: how far its cells reach, cells without a value by row and column, and hidden rows."""

    rows: int = 0
    columns: int = 0
    blanks: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)


def look_at(path: Path, problems: list[Problem]) -> dict[str, Part] | None:
    """Look at every part of a workbook, by the name of its sheet; None after a problem that forbids to read it.

    Refused: what is no package, one that needs a password, one that unpacks to more than a workbook should, or whose
    cells reach so far that no memory holds the table.
    """
    file = str(path)
    try:
        with zipfile.ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST:
                message = Message.of(
                    "the workbook unpacks to more than {largest} MB; save its sheets as CSV",
                    largest=LARGEST // 1_000_000,
                )
                problems.append(Problem("TOO_LARGE", message, location=Location(file)))
                return None
            parts: dict[str, Part] = {}
            cells = 0
            for part in package.infolist():
                if part.filename.lower().endswith(_PICTURES):
                    continue
                with package.open(part) as opened:  # read no further than it says: packages lie
                    data = opened.read(part.file_size + 1)
                if len(data) != part.file_size:
                    raise zipfile.BadZipFile(part.filename)
                seen = _scan(data)
                cells += seen.rows * seen.columns
                parts[part.filename] = seen
                if cells > MOST_CELLS:
                    message = Message.of(
                        "{filename} reaches to row {rows:,} and column {columns:,}: more than {most_cells:,} "
                        "cells; delete what stands far from the table, or save the sheet as CSV",
                        filename=part.filename,
                        rows=seen.rows,
                        columns=seen.columns,
                        most_cells=MOST_CELLS,
                    )
                    problems.append(Problem("TOO_LARGE", message, location=Location(file)))
                    return None
            names = sheet_names(package)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        message = Message.of("not an XLSX workbook (an old .xls, or a password?); save it as .xlsx or CSV")
        problems.append(Problem("UNREADABLE", message, location=Location(file)))
        return None
    except OSError as error:
        problems.append(unreadable(path, error))
        return None
    return {names.get(name, name): part for name, part in parts.items()}


def _scan(data: bytes) -> Part:
    """See how far the filled cells of a part reach; a part without any is no sheet."""
    part = Part()
    row = column = count = 0
    has_errors = b'"e"' in data or b"'e'" in data
    has_formulas = b"<f" in data or b":f" in data
    for found in _ROW_OR_CELL.finditer(data):
        reference = _REFERENCE.search(found[2])
        if found[1] == b"row":
            row, column = (int(reference[2]) if reference else row + 1), 0
            if _HIDDEN.search(found[2]):
                part.hidden_rows.append(row)
            continue
        if reference and reference[1]:
            row, column = int(reference[2][:9]), column_number(reference[1][:9])
        else:
            column += 1
        if found[2].endswith(b"/"):  # formatted, and empty
            continue
        count += 1
        if row > part.rows or column > part.columns:
            part.rows, part.columns = max(part.rows, row), max(part.columns, column)
        if part.rows * part.columns > MOST_CELLS or count > MOST_CELLS:
            part.rows = max(part.rows, -(-count // part.columns))
            break
        if has_errors and _IS_ERROR.search(found[2]):
            value = _VALUE.search(data, found.end(), found.end() + 2000)
            part.blanks.append(
                (row, column, value[1].decode("utf-8", "replace")[:20] if value else Message.of("an error"))
            )
        elif has_formulas and _NO_VALUE.match(data, found.end(), found.end() + 20_000):
            part.blanks.append((row, column, ""))
    return part


@lru_cache(maxsize=1024)
def column_number(letters: bytes) -> int:
    """Give the number of a column, from 1.

    >>> column_number(b"A"), column_number(b"AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Give the name of the sheet that each part holds."""
    try:
        book, links = (
            package.read(name).decode("utf-8", "replace") for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        )
    except KeyError:
        return {}
    targets = {}
    for link in _attributes(_LINK, links):
        targets[link.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))[1:]
    names = {}
    for sheet in _attributes(_SHEET, book):
        id = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        names[targets.get(id, "")] = sheet.get("name", "")
    return names


def _attributes(element: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    for found in element.finditer(text):
        yield {name: html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(found[1])}


def blank_cell(text: str, place: Location) -> Problem:
    """Tell of a cell that shows something and holds no value."""
    if text:
        message = Message.of(
            "the cell holds the error {text}; mend its formula, or leave it blank where the value is not known",
            text=text,
        )
    else:
        message = Message.of(
            "a formula whose value was not saved; open the workbook in a spreadsheet and save it again"
        )
    return Problem("NO_VALUE", message, location=place)
