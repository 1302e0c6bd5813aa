"""The workbook that an office edits: headings in words, typed cells, what may be edited marked; read back by ``diff``."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, refuse_unknown
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_bytes
from orgmodel.io.exporters.losses import frame_not_carried, texts_cut
from orgmodel.io.exporters.tables import LONGEST, MOST_ROWS, fewer
from orgmodel.io.layout import NUMBERS, layouts_of
from orgmodel.io.office import GUIDE, MARK, RANKS
from orgmodel.io.write_baseline import baseline_tables
from orgmodel.words.labels import LANGUAGES, label
from orgmodel.words.office import GUIDE as WORDS
from orgmodel.words.office import SHEETS, heading, office_word

EDITED = {
    "units": ("name", "kind", "level", "block", "area", "parent"),
    "posts": ("unit", "authorized", "filled", "fte", "grade", "pay", "coefficient"),
    "lines": ("kind", "from", "to", "block"),
    "functions": ("unit", "function", "name", "block"),
    "quantities": ("value",),
    "members": ("official", "probationary", "total"),
    "links": ("post", "also_holds", "basis"),
}
"""By table: the columns that operations can change, and that an office may therefore edit; all else is for new rows."""
_FIRST_YEAR = 1900
_WIDEST = 60


def export_office(
    structure: Structure, path: Path, *, language: str | None = None, force: bool = False
) -> list[Problem]:
    """Write a workbook for people without YAML: a guide, and a sheet a table with headings in a language, the structure's where none is said.

    ``orgmodel diff`` reads it back, edited or not, whatever program saved it. The same structure gives the same bytes; no
    text can become a formula. Raises ProblemsError for a language that headings are not in, and where a table has more
    rows than a sheet can have.
    """
    import xlsxwriter

    if language is not None:
        refuse_unknown("language", language, LANGUAGES)

    problems: list[Problem] = []
    tables = baseline_tables(structure, problems)
    _refuse_many(tables, path)
    language = language or structure.terms.language
    layouts = {layout.table: layout for layout in layouts_of(structure.terms)}
    stream = io.BytesIO()
    cut = 0
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
        formats = _formats(book)
        guide = book.add_worksheet(GUIDE)
        listed: list[tuple[str, str, str, bool]] = []
        for table in [one for one in SHEETS if one in tables]:
            header, rows = tables[table]
            name = office_word(SHEETS, table, language)
            headings = _headings(header, language)
            edited = [_may_edit(table, column) for column in header]
            listed += [
                (name, words, f"{table}.{column}", may)
                for words, column, may in zip(headings, header, edited, strict=True)
            ]
            sheet = book.add_worksheet(name)
            dates = {
                column.name for column in layouts[table].columns if column.field in ("begins", "ends", "date", "born")
            }
            if table == "posts":
                rows = [_ranked(header, row, structure, language) for row in rows]
            _write(sheet, table, header, headings, edited, rows, dates, formats)
            cut += sum(len(cell) > LONGEST for row in rows for cell in row)
        _write_guide(guide, listed, language, formats)
        book.worksheets()[1].activate()
    write_bytes(path, stream.getvalue(), force=force)
    return fewer(problems) + texts_cut(cut, "XLSX") + frame_not_carried(structure, "XLSX")


def _refuse_many(tables: dict[str, tuple[list[str], list[list[str]]]], path: Path) -> None:
    for table, (_, rows) in tables.items():
        if len(rows) >= MOST_ROWS:
            message = Message.of(
                "{table} has {count:,} rows, and a sheet can have {most_rows:,}: export CSV",
                table=table, count=len(rows), most_rows=MOST_ROWS - 1,
            )  # fmt: skip
            raise ProblemsError([Problem("TOO_MANY_ROWS", message, table, Location(str(path)))])


def _formats(book: Any) -> dict[str, Any]:
    wrapped = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
    return {
        "edit": book.add_format({**wrapped, "bg_color": "#FFE699"}),
        "keep": book.add_format({**wrapped, "bg_color": "#D9D9D9"}),
        "kept": book.add_format({"font_color": "#595959"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "title": book.add_format({"bold": True, "bg_color": "#FFE699", "border": 1}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _may_edit(table: str, column: str) -> bool:
    base = column.rsplit("_", 1)[0] if column.startswith("name_") or column.endswith(("_low", "_high")) else column
    return base in EDITED.get(table, ())


def _headings(header: Sequence[str], language: str) -> list[str]:
    """Word the headings of a sheet; two that would be the same have their columns' names behind them."""
    words = [heading(column, language) for column in header]
    return [f"{word} – {column}" if words.count(word) > 1 else word for word, column in zip(words, header, strict=True)]


def _ranked(header: Sequence[str], row: list[str], structure: Structure, language: str) -> list[str]:
    """Write the rank of a post in words."""
    at = header.index("rank") if "rank" in header else -1
    if at < 0 or row[at] not in RANKS:
        return row
    return [*row[:at], label("rank", row[at], language, structure.terms.labels), *row[at + 1 :]]


def _write(
    sheet: Any, table: str, header: Sequence[str], headings: Sequence[str], edited: Sequence[bool],
    rows: Sequence[Sequence[str]], dates: set[str], formats: dict[str, Any],
) -> None:  # fmt: skip
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for column, name in enumerate(header):
        sheet.write_string(0, column, headings[column], formats["edit" if edited[column] else "keep"])
        width = max([len(headings[column]) // 2 + 2, *(len(row[column]) for row in rows[:200])])
        sheet.set_column(column, column, min(max(width, 8) + 2, _WIDEST), None if edited[column] else formats["kept"])
        for number, row in enumerate(rows, start=1):
            text = row[column]
            if not text:
                continue
            day = _day(text) if name in dates else None
            if day is not None:
                sheet.write_datetime(number, column, day, formats["date"])
            elif name in NUMBERS[table] and _is_number(text):
                sheet.write_number(number, column, float(text))
            else:
                sheet.write_string(number, column, text[:LONGEST])
    if rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _day(text: str) -> datetime.datetime | None:
    """Give a full date that a workbook can hold."""
    try:
        day = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == len("2018-12-01") and day.year > _FIRST_YEAR else None


def _write_guide(
    guide: Any, listed: Sequence[tuple[str, str, str, bool]], language: str, formats: dict[str, Any]
) -> None:
    def word(key: str) -> str:
        return office_word(WORDS, key, language)

    guide.set_column(0, 0, 26, formats["wrap"])
    guide.set_column(1, 1, 44, formats["wrap"])
    guide.set_column(2, 2, 60, formats["wrap"])
    guide.write_string(0, 0, MARK)
    guide.write_string(0, 1, word("title"), formats["keep"])
    guide.write_blank(0, 2, None, formats["title"])
    guide.write_string(1, 1, word("how"), formats["wrap"])
    guide.write_string(2, 1, word("read"), formats["wrap"])
    for column, key in enumerate(("sheet", "heading", "column", "edit")):
        guide.write_string(3, column, word(key), formats["keep"])
    for row, (sheet, words, place, may) in enumerate(listed, start=4):
        for at, text in enumerate((sheet, words, place, word("yes" if may else "no"))):
            guide.write_string(row, at, text)
