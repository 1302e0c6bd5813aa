"""A structure as tables: the baseline folder of CSV files, or the same tables as sheets of one workbook."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem, ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_all
from orgmodel.io.exporters.losses import frame_not_carried, texts_cut
from orgmodel.io.layout import NUMBERS
from orgmodel.io.write_baseline import UNKNOWN_NUMBER, WrittenTable, write_baseline, written_tables
from orgmodel.io.write_study import study_text

MOST_ROWS = 1_048_576
LONGEST = 32_767
_MOST_NAMED = 20
_LOOKED_AT = 200
"""So many rows tell how wide a column is."""
_MANY_ROWS = 50_000
"""More rows are not held while a workbook is written."""


def export_csv(structure: Structure, folder: Path, *, force: bool = False) -> list[Problem]:
    """Write the tables of a structure as CSV files into a folder; a part of another figure loses where it comes from.

    Where the study declares quantities, without which their table cannot be read, a study.yaml with all that it declares
    is written beside the tables.
    """
    study = study_text(structure) if structure.terms.quantities else ""
    problems = fewer(write_baseline(structure, folder, force=force, study=study))
    return problems if study else problems + frame_not_carried(structure, "CSV")


def export_xlsx(structure: Structure, path: Path, *, force: bool = False) -> list[Problem]:
    """Write the tables of a structure as sheets of a workbook: texts as texts, never as formulas or links.

    The same structure gives the same bytes. Raises ProblemsError where a table has more rows than a sheet can have.
    """
    problems: list[Problem] = []
    tables = written_tables(structure)
    refuse_too_many(tables, path)
    cut: list[int] = []
    write_all({path: partial(_write_book, tables, problems, cut)}, force=force)
    return fewer(problems) + texts_cut(sum(cut), "XLSX") + frame_not_carried(structure, "XLSX")


def refuse_too_many(tables: Sequence[WrittenTable], path: Path) -> None:
    """Raise ProblemsError where a table has more rows than a sheet can have."""
    for one in tables:
        if one.count >= MOST_ROWS:
            message = Message.of(
                "{table} has {count:,} rows, and a sheet can have {most_rows:,}: export CSV",
                table=one.table,
                count=one.count,
                most_rows=MOST_ROWS - 1,
            )
            raise ProblemsError([Problem("TOO_MANY_ROWS", message, one.table, Location(str(path)))])


def workbook(tables: Sequence[WrittenTable], file: BinaryIO) -> Any:
    """Begin a workbook of some tables: many rows go to the disk one by one, their texts in their cells and not beside.

    The same sheets give the same bytes; no text can become a formula, a link or a number.
    """
    import xlsxwriter

    is_large = sum(one.count for one in tables) > _MANY_ROWS
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"constant_memory" if is_large else "in_memory": True, **options})
    book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
    return book


def looked_at(one: WrittenTable) -> list[list[str]]:
    """Give the first rows of a table, which tell how wide its columns are."""
    return list(islice(one.rows([]), _LOOKED_AT))


def _write_book(tables: list[WrittenTable], problems: list[Problem], cut: list[int], file: BinaryIO) -> None:
    """Write the tables as sheets."""
    with workbook(tables, file) as book:
        bold = book.add_format({"bold": True})
        for one in tables:
            sheet = book.add_worksheet(one.table)
            sheet.freeze_panes(1, 1)
            first = looked_at(one)
            for column, name in enumerate(one.header):
                sheet.write_string(0, column, name, bold)
                width = max([len(name), *(len(row[column]) for row in first)])
                sheet.set_column(column, column, min(width + 2, 60))
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            cut.append(_fill(sheet, one, problems))


def fewer(problems: list[Problem]) -> list[Problem]:
    """Name the first figures that lose where they come from, and count the rest."""
    if len(problems) <= _MOST_NAMED:
        return problems
    message = Message.of(
        "of {count} figures more the range alone is kept, and not the source", count=len(problems) - _MOST_NAMED
    )
    return [*problems[:_MOST_NAMED], Problem("NOT_CARRIED", message, "ranges", severity=WARNING)]


def _fill(sheet: Any, one: WrittenTable, problems: list[Problem]) -> int:
    """Write the rows of a table in their order, and count the texts that are cut."""
    cut = 0
    numbers = [name in NUMBERS[one.table] for name in one.header]
    for row, cells in enumerate(one.rows(problems), start=1):
        for column, text in enumerate(cells):
            if text and numbers[column] and text != UNKNOWN_NUMBER:
                sheet.write_number(row, column, float(text))
            elif text:
                cut += len(text) > LONGEST
                sheet.write_string(row, column, text[:LONGEST])
    return cut
