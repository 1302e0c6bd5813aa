"""The workbook that an office edits: headings in words, typed cells, what may be edited marked; read back by ``diff``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from orgmodel.core.problems import Problem, refuse_unknown
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_all
from orgmodel.io.exporters.losses import frame_not_carried, texts_cut
from orgmodel.io.exporters.tables import LONGEST, fewer, looked_at, refuse_too_many, workbook
from orgmodel.io.layout import NUMBERS, layouts_of
from orgmodel.io.office import GUIDE, MARK, RANKS
from orgmodel.io.write_baseline import WrittenTable, written_tables
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
    if language is not None:
        refuse_unknown("language", language, LANGUAGES)

    tables = {one.table: one for one in written_tables(structure)}
    refuse_too_many([*tables.values()], path)
    problems: list[Problem] = []
    cut: list[int] = []
    made = partial(_write_book, structure, tables, language or structure.terms.language, problems, cut)
    write_all({path: made}, force=force)
    return fewer(problems) + texts_cut(sum(cut), "XLSX") + frame_not_carried(structure, "XLSX")


def _write_book(
    structure: Structure, tables: Mapping[str, WrittenTable], language: str, problems: list[Problem], cut: list[int],
    file: BinaryIO,
) -> None:  # fmt: skip
    """Write the guide and the sheets; a text that no cell holds whole is cut, and counted."""
    layouts = {layout.table: layout for layout in layouts_of(structure.terms)}
    with workbook([*tables.values()], file) as book:
        formats = _formats(book)
        guide = book.add_worksheet(GUIDE)
        listed: list[tuple[str, str, str, bool]] = []
        for table in [one for one in SHEETS if one in tables]:
            one = tables[table]
            name = office_word(SHEETS, table, language)
            headings = _headings(one.header, language)
            edited = [_may_edit(table, column) for column in one.header]
            listed += [
                (name, words, f"{table}.{column}", may)
                for words, column, may in zip(headings, one.header, edited, strict=True)
            ]
            sheet = book.add_worksheet(name)
            dates = {
                column.name for column in layouts[table].columns if column.field in ("begins", "ends", "date", "born")
            }
            ranked = _ranks(structure, language) if table == "posts" else {}
            _begin(sheet, one, headings, edited, ranked, formats)
            cut.append(_fill(sheet, one, dates, ranked, problems, formats))
        _write_guide(guide, listed, language, formats)
        book.worksheets()[1].activate()


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


def _ranks(structure: Structure, language: str) -> Mapping[str, str]:
    """Word the ranks of posts."""
    return {rank: label("rank", rank, language, structure.terms.labels) for rank in RANKS}


def _worded(header: Sequence[str], row: list[str], ranks: Mapping[str, str]) -> list[str]:
    """Give a row with its rank in words, where there are any."""
    at = header.index("rank") if ranks and "rank" in header else -1
    return row if at < 0 else [*row[:at], ranks.get(row[at], row[at]), *row[at + 1 :]]


def _begin(
    sheet: Any, one: WrittenTable, headings: Sequence[str], edited: Sequence[bool], ranks: Mapping[str, str],
    formats: Mapping[str, Any],
) -> None:  # fmt: skip
    """Set up a sheet: its headings, how wide its columns are, and that they can be filtered."""
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    first = [_worded(one.header, row, ranks) for row in looked_at(one)]
    for column, words in enumerate(headings):
        sheet.write_string(0, column, words, formats["edit" if edited[column] else "keep"])
        width = max([len(words) // 2 + 2, *(len(row[column]) for row in first)])
        sheet.set_column(column, column, min(max(width, 8) + 2, _WIDEST), None if edited[column] else formats["kept"])
    if one.count:
        sheet.autofilter(0, 0, one.count, len(one.header) - 1)


def _fill(
    sheet: Any, one: WrittenTable, dates: set[str], ranks: Mapping[str, str], problems: list[Problem],
    formats: Mapping[str, Any],
) -> int:  # fmt: skip
    """Write the rows of a table in their order, as dates, numbers and texts, and count the texts that are cut."""
    cut = 0
    numbers = [name in NUMBERS[one.table] for name in one.header]
    days = [name in dates for name in one.header]
    for number, row in enumerate(one.rows(problems), start=1):
        for column, text in enumerate(_worded(one.header, row, ranks)):
            if not text:
                continue
            if days[column] and (day := _day(text)) is not None:
                sheet.write_datetime(number, column, day, formats["date"])
            elif numbers[column] and _is_number(text):
                sheet.write_number(number, column, float(text))
            else:
                cut += len(text) > LONGEST
                sheet.write_string(number, column, text[:LONGEST])
    return cut


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
