"""Writing the tables of a comparison into a folder: CSV for spreadsheets, one JSON with everything."""

from __future__ import annotations

import datetime
import importlib.util
import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.csv_habit import CsvHabit
    from orgmodel.core.writing import Content

CSV, PARQUET = "csv", "parquet"
FORMS = (CSV, PARQUET)
LONGEST_CELL = 32_767
MOST_IN_SHEET = 50_000
"""Tables of more rows are in their CSV files alone, and the workbook says so: a sheet of them takes long to write and to open."""
ROWS_AT_ONCE = 20_000
TABLES = (
    "measures",
    "units",
    "interim",
    "lines",
    "lineage",
    "ledger",
    "posts",
    "displaced",
    "norms",
    "deviations",
    "steps",
    "targets",
)


def write_tables(comparison: Comparison, folder: Path, *, form: str = CSV, force: bool = False) -> list[Path]:
    """Write every table as CSV by the habit of the study (else with a BOM, so that Excel reads Vietnamese), and comparison.json; give the files.

    With the form ``parquet`` the tables are Parquet files of the same names: numbers as numbers, lists and objects as in CSV.

    Raises ProblemsError, with nothing written, where the folder holds a study or a baseline, or files that no comparison
    wrote or that were changed since, unless ``force`` lets those be replaced; or where pyarrow is needed and not installed.
    """
    from orgmodel.comparison.analysis import TABLES as MORE
    from orgmodel.core.csv_habit import PLAIN
    from orgmodel.core.replacing import FileSet
    from orgmodel.core.writing import write_all
    from orgmodel.io.exporters.parquet import need_pyarrow

    if form == PARQUET:
        need_pyarrow(folder)
    files: dict[Path, Content] = {}
    tables = {name: getattr(comparison, name) for name in TABLES} | {
        name: made(comparison) for name, made in MORE.items()
    }
    if len(comparison.units_now):
        tables["units_now"] = comparison.units_now
    habit = comparison.cases[0].before.terms.csv if comparison.cases else PLAIN
    for name, table in tables.items():
        write = partial(_write_csv, table, habit) if form == CSV else partial(_write_parquet, table)
        files[folder / f"{name}.{form}"] = write
    if importlib.util.find_spec("xlsxwriter") is not None:  # an extra: the CSV files hold the same
        files[folder / "comparison.xlsx"] = _workbook(comparison, tables, form)
    files[folder / "comparison.json"] = partial(_write_json, comparison)
    write_all(files, force=force, one_set=FileSet("comparison", folder))
    return list(files)


def _write_csv(table: pd.DataFrame, habit: CsvHabit, file: BinaryIO) -> None:
    """Write a table by the habit of the study, with a BOM unless that says otherwise, its texts guarded against being taken for formulas."""
    from orgmodel.cli.output import flat
    from orgmodel.io.formulas import guard

    safe = table.copy(deep=False)
    for name in table.columns if len(table) else ():
        if table[name].dtype == object:
            safe[name] = table[name].map(
                lambda cell: (
                    guard(flat(cell))
                    if isinstance(cell, str | list | dict)
                    else habit.number(str(cell))
                    if habit.has_comma and isinstance(cell, float) and cell == cell
                    else cell
                )
            )
    safe.to_csv(
        file,
        index=False,
        lineterminator="\n",
        sep=habit.separator,
        decimal=habit.decimal,
        encoding="utf-8-sig" if habit.first(usual=True) else "utf-8",
        chunksize=ROWS_AT_ONCE,
    )


def _write_parquet(table: pd.DataFrame, file: BinaryIO) -> None:
    """Write a table as Parquet: whole columns of numbers as numbers, all else as texts; what is missing is null."""
    import pyarrow
    import pyarrow.parquet

    from orgmodel.cli.output import flat

    arrays = {}
    for name in table.columns:
        column = table[name]
        if column.dtype == object:
            values = [None if _is_nothing(one) else one for one in column.tolist()]
            kinds = {type(one) for one in values if one is not None}
            if kinds == {int, float}:
                values = [None if one is None else float(one) for one in values]
            elif len(kinds) > 1 or any(issubclass(one, list | dict | tuple) for one in kinds):
                values = [None if one is None else flat(one) for one in values]
            kind = None if kinds else pyarrow.string()
            arrays[str(name)] = pyarrow.array(values, kind)
        else:
            arrays[str(name)] = pyarrow.array(column, from_pandas=True)
    pyarrow.parquet.write_table(pyarrow.table(arrays), file)


def _is_nothing(cell: Any) -> bool:
    return cell is None or cell != cell


def _write_json(comparison: Comparison, file: BinaryIO) -> None:
    from orgmodel.cli.output import json_parts

    file.writelines(part.encode() for part in json_parts(comparison.json_items()))
    file.write(b"\n")


def _workbook(comparison: Comparison, tables: Mapping[str, pd.DataFrame], form: str) -> bytes:
    """Make one workbook: the scenarios side by side first, then a sheet a table, texts as texts and numbers as numbers."""
    import xlsxwriter

    from orgmodel.reports.side_by_side import findings_table, key_table, side_by_side
    from orgmodel.words.numbers import number
    from orgmodel.words.tables import word

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("side_by_side")
        sheet.set_column(0, 0, 50)
        sheet.set_column(1, 12, 18)
        row = 0
        language = comparison.language
        sides = (
            *side_by_side(comparison, language),
            key_table(comparison, language),
            findings_table(comparison, language),
        )
        for side in filter(lambda one: one.rows or one.notes, sides):
            sheet.write_string(row, 0, side.title, bold)
            for cells in (side.heads, *side.rows) if side.rows else ():
                row += 1
                for column, text in enumerate(cells):
                    sheet.write_string(row, column, text)
            for note in side.notes:
                row += 1
                sheet.write_string(row, 0, note)
            row += 2
        for name, table in tables.items():
            if len(table) <= MOST_IN_SHEET:
                _fill(book.add_worksheet(name), table, bold)
            else:
                sheet.write_string(row, 0, word("in-csv", language, f"{name}.{form}", number(len(table), language)))
                row += 1
    return stream.getvalue()


def _fill(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    from orgmodel.cli.output import flat

    sheet.freeze_panes(1, 1)
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, str(name), bold)
        for row, cell in enumerate(table[name].tolist(), start=1):
            if isinstance(cell, bool) or cell is None or cell != cell:
                if isinstance(cell, bool):
                    sheet.write_boolean(row, column, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(row, column, cell)
            else:
                sheet.write_string(row, column, flat(cell)[:LONGEST_CELL])
