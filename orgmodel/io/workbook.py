"""XLSX workbooks: each sheet as columns of texts, values as Excel keeps them and not as it shows them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from orgmodel.core.categorical import Categorical
from orgmodel.core.characters import invisible, nfc
from orgmodel.core.messages import Message
from orgmodel.core.one_run import note
from orgmodel.core.problems import Location, Problem
from orgmodel.core.schema import NO, YES
from orgmodel.io.decoding import strange_character
from orgmodel.io.sheet import Sheet
from orgmodel.io.workbook_indents import indents_of
from orgmodel.io.workbook_package import blank_cell, look_at


def read_workbook(path: Path, problems: list[Problem], *, as_written: bool = False) -> dict[str, Sheet]:
    """Read the sheets of a workbook that have a header, by name; nothing after a problem.

    ``as_written`` keeps the spaces around texts, has some before those that are set in by their alignment, and tells of
    rows that are hidden.

    Lines and columns of a place are the sheet's row and column numbers; several sheets put theirs into the file's name
    (``baseline.xlsx[posts]``). Formulas count by the value that was saved; macros and links are never run.
    """
    read = raw_rows(path, problems)
    if read is None:
        return {}
    tables, parts = read
    sheets = {}
    indents = indents_of(path) if as_written else {}
    for name, rows in tables.items():
        file = str(path) if len(tables) == 1 else f"{path}[{name}]"
        blanks = parts[name].blanks if name in parts else []
        problems += [blank_cell(text, Location(file, row, column)) for row, column, text in blanks]
        for (row, column), depth in indents.get(name, {}).items():
            if row <= len(rows) and column <= len(rows[row - 1]) and isinstance(text := rows[row - 1][column - 1], str):
                rows[row - 1][column - 1] = "  " * depth + text if text.strip() else text
        sheet = _sheet(rows, file, problems, cell_as_written if as_written else cell_text)
        hidden = [
            row for row in (parts[name].hidden_rows if name in parts else ()) if row <= len(rows) and any(rows[row - 1])
        ]
        if as_written and hidden:
            problems.append(_hidden_rows(hidden, file))
        if sheet is not None:
            sheets[nfc(name).strip()] = sheet
    return sheets


def hidden_sheets(path: Path) -> frozenset[str]:
    """Name the sheets of a workbook that its readers do not see; none where it cannot be read."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, ValueError, OSError):  # reading it tells why
        return frozenset()
    seen = python_calamine.SheetVisibleEnum.Visible
    return frozenset(nfc(one.name).strip() for one in book.sheets_metadata if one.visible != seen)


def _hidden_rows(rows: list[int], file: str) -> Problem:
    shown = ", ".join(map(str, rows[:5]))
    message = Message.of(
        "rows that are hidden in the workbook, as by a filter, are read like the others: {count} ({rows})",
        count=len(rows),
        rows=shown if len(rows) <= 5 else f"{shown}, …",
    )
    return Problem("HIDDEN_ROWS", message, location=Location(file), severity="note")


def raw_rows(path: Path, problems: list[Problem]) -> tuple[dict[str, list[list[Any]]], Mapping[str, Any]] | None:
    """Read the rows of every sheet as they are, by name, and what was seen of each sheet's parts; None after a problem."""
    try:
        import python_calamine
    except ImportError:
        message = "reading XLSX needs python-calamine: install orgmodel[excel], or save the sheets as CSV"
        problems.append(Problem("NEEDS_EXTRA", message, location=Location(str(path))))
        return None
    note(path)
    parts = look_at(path, problems)
    if parts is None:
        return None
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        tables = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        message = Message.of(
            "the workbook cannot be read ({error}); open it in Excel and save it as .xlsx", error=error
        )
        problems.append(Problem("UNREADABLE", message, location=Location(str(path))))
        return None
    return tables, parts


def _sheet(
    rows: Sequence[Sequence[object]], file: str, problems: list[Problem], text_of: Callable[[object], str]
) -> Sheet | None:
    texts = [[text_of(cell) for cell in row] for row in rows]
    for number, row in enumerate(texts):
        if invisible("".join(row)) is None:  # most rows hold none, and are looked at as one text
            continue
        for index, text in enumerate(row):
            at = invisible(text)
            if at is not None:
                problems.append(strange_character(text[at], Location(file, number + 1, index + 1)))
    kept = [number for number, row in enumerate(texts) if any(map(str.strip, row))]
    if not kept:
        return None
    header = [name.strip() for name in texts[kept[0]]]
    body = [texts[number] for number in kept[1:]]
    cells = [Categorical.of(row[index] for row in body) for index in range(len(header))]

    def place(row: int, column: int) -> Location:
        return Location(file, kept[row + 1] + 1, column + 1)

    return Sheet(file, header, cells, len(body), place)


def cell_text(value: object) -> str:
    """Write a cell's value as a CSV would have it: numbers plain with a point, dates by year, month and day.

    >>> cell_text(12.0), cell_text(0.1 + 0.2), cell_text(datetime.date(2018, 12, 1)), cell_text(True)
    ('12', '0.3', '2018-12-01', 'yes')
    """
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    if isinstance(value, float):
        shown = format(value, ".15g")  # the digits that Excel itself keeps
        return format(Decimal(shown), "f") if "e" in shown and "inf" not in shown else shown
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return nfc(str(value)).strip()


def cell_as_written(value: object) -> str:
    """Write a cell's value with the spaces around a text.

    >>> cell_as_written("  Pay "), cell_as_written(3.0)
    ('  Pay ', '3')
    """
    return nfc(value) if isinstance(value, str) else cell_text(value)
