"""The workbook that an office edits: which sheet and heading is which table and column, as its own guide says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from orgmodel.core.categorical import Categorical
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem, nearest
from orgmodel.io.importers.naming import Ids, slug
from orgmodel.io.sheet import Sheet
from orgmodel.io.workbook import read_workbook
from orgmodel.operations.post_ids import new_id

GUIDE = "orgmodel"
"""The name of the sheet that tells what the others are."""
MARK = "orgmodel 1"
"""What its first cell holds."""
NEW_IDS = "NEW_IDS"
"""The code of the warning that rows got ids."""
RANKS = ("head", "deputy", "staff", "unknown")
_COLUMN = re.compile(r"([a-z_]+)\.([a-z_]+)")
_SHOWN = 8
_NAMED = {
    ("units", "parent"),
    ("posts", "unit"),
    ("lines", "from"),
    ("lines", "to"),
    ("functions", "unit"),
    ("quantities", "unit"),
}
"""The columns in which a unit may be called by its name, if only one has it."""


def is_office(sheets: Mapping[str, Sheet]) -> bool:
    """Tell whether sheets are those of a workbook that an office edits."""
    return GUIDE in sheets and sheets[GUIDE].header[:1] == [MARK]


def title_in(path: Path) -> str | None:
    """Give the title that was written into a workbook, or else its name; None of a file that is no such workbook."""
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return None
    sheets = read_workbook(path, [])
    if not is_office(sheets):
        return None
    return next((text for text in sheets[GUIDE].header[2:] if text), path.stem)


def tables_in(sheets: Mapping[str, Sheet], ranks: Mapping[str, str], problems: list[Problem]) -> dict[str, Sheet]:
    """Give the tables of such a workbook by their names, headings as columns; new rows get ids, units that are named theirs.

    ``ranks`` gives each rank by the words in which it may be written. Sheets and headings that the guide does not know are problems.
    """
    known = _guided(sheets[GUIDE])
    tables: dict[str, Sheet] = {}
    for name, sheet in sheets.items():
        if name == GUIDE:
            continue
        if name not in known:
            hint = nearest(name, known)
            message = Message.of(
                "the sheet {name!r} is not one that the sheet {guide!r} lists{hint}", name=name, guide=GUIDE, hint=hint
            )
            problems.append(Problem("UNKNOWN_TABLE", message, name, Location(sheet.file)))
            continue
        table, columns = known[name]
        tables[table] = _worded_back(sheet, columns, problems)
    if "posts" in tables:
        tables["posts"] = _mapped(tables["posts"], "rank", lambda text: ranks.get(text.casefold(), text))
    return _with_units(tables, problems)


def _guided(guide: Sheet) -> dict[str, tuple[str, dict[str, str]]]:
    """Read the guide: the table of each sheet, and the column of each of its headings."""
    known: dict[str, tuple[str, dict[str, str]]] = {}
    columns = [[column[row] for row in range(guide.size)] for column in guide.cells[:3]]
    for sheet, heading, column in zip(*columns, strict=True):
        if found := _COLUMN.fullmatch(column):
            known.setdefault(sheet, (found[1], {}))[1][heading] = found[2]
    return known


def _worded_back(sheet: Sheet, columns: Mapping[str, str], problems: list[Problem]) -> Sheet:
    header = []
    for at, heading in enumerate(sheet.header):
        if heading and heading not in columns:
            message = Message.of(
                "no column {heading!r} in this sheet{hint}", heading=heading, hint=nearest(heading, columns)
            )
            problems.append(Problem("UNKNOWN_COLUMN", message, heading, sheet.place(-1, at)))
        header.append(columns.get(heading, ""))
    kept = [at for at, name in enumerate(header) if name]

    def place(row: int, column: int) -> Location:
        return sheet.place(row, kept[column] if column >= 0 else column)

    return Sheet(sheet.file, [header[at] for at in kept], [sheet.cells[at] for at in kept], sheet.size, place)


def _mapped(sheet: Sheet, name: str, to: Callable[[str], str]) -> Sheet:
    if name not in sheet.header:
        return sheet
    cells = list(sheet.cells)
    at = sheet.header.index(name)
    cells[at] = cells[at].mapped(to)
    return replace(sheet, cells=cells)


def _with_units(tables: dict[str, Sheet], problems: list[Problem]) -> dict[str, Sheet]:
    """Give ids to new units and posts, and put ids where units are called by their names."""
    units = tables.get("units")
    if units is None:
        return tables
    named = units
    units = tables["units"] = _with_ids(named, lambda row: slug(next(iter(_names(named, "name_", row)), "")), problems)
    called: dict[str, set[str]] = {}
    for row in range(units.size):
        if not _text(units, "to", row):
            for name in _names(units, "name_", row):
                called.setdefault(name, set()).add(_text(units, "id", row))
    ids = {_text(units, "id", row) for row in range(units.size)}
    by_name = {
        name: next(iter(found)) for name, found in called.items() if name and len(found) == 1 and name not in ids
    }
    for table, column in _NAMED:
        if table in tables:
            tables[table] = _mapped(tables[table], column, lambda text: by_name.get(text, text))
    if "posts" in tables:
        posts = tables["posts"]
        made = _with_ids(
            posts,
            lambda row: new_id(_text(posts, "unit", row), slug(next(iter(_names(posts, "title_", row)), ""), "post")),
            problems,
        )
        tables["posts"] = made
    return tables


def _names(sheet: Sheet, prefix: str, row: int) -> list[str]:
    """List the names of a row in whatever languages."""
    columns = zip(sheet.header, sheet.cells, strict=True)
    return [column[row] for name, column in columns if name.startswith(prefix) and column[row]]


def _text(sheet: Sheet, name: str, row: int) -> str:
    column = sheet.column(name)
    return "" if column is None else column[row]


def _with_ids(sheet: Sheet, wanted: Callable[[int], str], problems: list[Problem]) -> Sheet:
    """Give the rows that have no id one of their own, told in one line."""
    column = sheet.column("id")
    if column is None:
        return sheet
    texts = [column[row] for row in range(sheet.size)]
    blank = [row for row, text in enumerate(texts) if not text]
    if not blank:
        return sheet
    ids = Ids(text for text in texts if text)
    for row in blank:
        texts[row] = ids.give(wanted(row))
    shown = ", ".join([*(texts[row] for row in blank[:_SHOWN]), *(["…"] if len(blank) > _SHOWN else [])])
    message = Message.of("new rows without an id have one of their name: {ids}", ids=shown)
    problems.append(Problem(NEW_IDS, message, location=sheet.at(blank[0], "id"), severity=WARNING))
    cells = list(sheet.cells)
    cells[sheet.header.index("id")] = Categorical.of(texts)
    return replace(sheet, cells=cells)
