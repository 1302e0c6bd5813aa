"""A structure as tables: the baseline folder of CSV files, or the same tables as sheets of one workbook."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem, ProblemsError
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_bytes
from orgmodel.io.exporters.losses import frame_not_carried, texts_cut
from orgmodel.io.write_baseline import baseline_tables, write_baseline
from orgmodel.io.write_study import study_text

_NUMBERS = {
    spec.table: frozenset([*spec.numbers, *(one + end for one in spec.ranged for end in ("", "_low", "_high"))])
    for spec in Tables.ALL
} | {"member_groups": frozenset(("total", "total_low", "total_high"))}
"""By table: the columns that hold numbers."""
_MOST_ROWS = 1_048_576
_LONGEST = 32_767
_MOST_NAMED = 20


def export_csv(structure: Structure, folder: Path, *, force: bool = False) -> list[Problem]:
    """Write the tables of a structure as CSV files into a folder; a part of another figure loses where it comes from.

    Where the study declares quantities, without which their table cannot be read, a study.yaml with all that it declares
    is written beside the tables.
    """
    study = study_text(structure) if structure.terms.quantities else ""
    problems = _fewer(write_baseline(structure, folder, force=force, study=study))
    return problems if study else problems + frame_not_carried(structure, "CSV")


def export_xlsx(structure: Structure, path: Path, *, force: bool = False) -> list[Problem]:
    """Write the tables of a structure as sheets of a workbook: texts as texts, never as formulas or links.

    The same structure gives the same bytes. Raises ProblemsError where a table has more rows than a sheet can have.
    """
    import xlsxwriter

    problems: list[Problem] = []
    tables = baseline_tables(structure, problems)
    for table, (_, rows) in tables.items():
        if len(rows) >= _MOST_ROWS:
            message = Message.of(
                "{table} has {count:,} rows, and a sheet can have {most_rows:,}: export CSV",
                table=table,
                count=len(rows),
                most_rows=_MOST_ROWS - 1,
            )
            raise ProblemsError([Problem("TOO_MANY_ROWS", message, table, Location(str(path)))])
    stream = io.BytesIO()
    cut = 0
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
        bold = book.add_format({"bold": True})
        for table, (header, rows) in tables.items():
            sheet = book.add_worksheet(table)
            sheet.freeze_panes(1, 1)
            for column, name in enumerate(header):
                sheet.write_string(0, column, name, bold)
                width = max([len(name), *(len(row[column]) for row in rows[:200])])
                sheet.set_column(column, column, min(width + 2, 60))
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            _fill(sheet, table, header, rows)
            cut += sum(len(cell) > _LONGEST for row in rows for cell in row)
    write_bytes(path, stream.getvalue(), force=force)
    return _fewer(problems) + texts_cut(cut, "XLSX") + frame_not_carried(structure, "XLSX")


def _fewer(problems: list[Problem]) -> list[Problem]:
    """Name the first figures that lose where they come from, and count the rest."""
    if len(problems) <= _MOST_NAMED:
        return problems
    message = Message.of(
        "of {count} figures more the range alone is kept, and not the source", count=len(problems) - _MOST_NAMED
    )
    return [*problems[:_MOST_NAMED], Problem("NOT_CARRIED", message, "ranges", severity=WARNING)]


def _fill(sheet: object, table: str, header: list[str], rows: list[list[str]]) -> None:
    for column, name in enumerate(header):
        is_number = name in _NUMBERS[table]
        for row, cells in enumerate(rows, start=1):
            text = cells[column]
            if text and is_number:
                sheet.write_number(row, column, float(text))  # type: ignore[attr-defined]
            elif text:
                sheet.write_string(row, column, text[:_LONGEST])  # type: ignore[attr-defined]
