"""Data frames of any library to a structure and back, through the checks that files go through."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Mapping, Sequence
from enum import Enum
from numbers import Number, Real
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from orgmodel.core.categorical import Categorical
from orgmodel.core.characters import invisible, nfc
from orgmodel.core.dates import day_of
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, refuse_if_any
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import structure_of
from orgmodel.io.decoding import strange_character
from orgmodel.io.layout import Column, layouts_of
from orgmodel.io.sheet import Sheet
from orgmodel.io.write_baseline import baseline_tables

if TYPE_CHECKING:
    import pandas as pd

A_FRAME = "a DataFrame of pandas or polars, an Arrow table, or a mapping of columns to lists"


def from_frames(frames: Mapping[str, Any], terms: Any, as_of: Any) -> Structure:
    """Make a structure of frames by table name; raises ProblemsError with every problem of every frame."""
    problems: list[Problem] = []
    date = _as_of(as_of, problems)
    if terms is not None and not isinstance(terms, Vocabulary):
        problems.append(
            Problem(
                "SUBJECT", Message.of("terms is a Vocabulary (structure.terms), not {name}", name=type(terms).__name__)
            )
        )
        terms = None
    if frames.get("units") is None:
        problems.append(
            Problem(
                "SUBJECT",
                Message.of("units is {frame}, not None: a structure needs its units", frame=Message.of(A_FRAME)),
            )
        )
    sheets = {}
    for table, frame in frames.items():
        if frame is None:
            continue
        columns = columns_of(frame)
        if columns is None:
            shown = Message.of(
                "{table} is {frame}, not {name}", table=table, frame=Message.of(A_FRAME), name=type(frame).__name__
            )
            problems.append(Problem("SUBJECT", shown, table, Location(f"<{table}>")))
        elif len({len(values) for _, values in columns}) > 1:
            lengths = ", ".join(f"{name} {len(values)}" for name, values in columns)
            problems.append(
                Problem(
                    "LENGTH",
                    Message.of("columns of {table} differ in length: {lengths}", table=table, lengths=lengths),
                    table,
                )
            )
        else:
            sheets[table] = sheet_of(table, columns, problems)
    structure, found = structure_of(sheets, terms or Vocabulary(), date, problems)
    refuse_if_any(dict.fromkeys(found))
    return structure


def _as_of(as_of: Any, problems: list[Problem]) -> str | None:
    if as_of is None:
        return None
    try:
        day = day_of(as_of)
    except ProblemsError as error:
        problems += error.problems
        return None
    return as_of if isinstance(as_of, str) else day


def columns_of(frame: Any) -> list[tuple[str, Sequence[Any]]] | None:
    """Give the columns of a frame by name, whatever library made it, as lists of plain values; None for what is no frame.

    A named index of pandas is a column; a lazy frame of polars is collected.

    >>> columns_of({"id": ["a"], "order": [None]}), columns_of(3)
    ([('id', ['a']), ('order', [None])], None)
    """
    library = type(frame).__module__.split(".")[0]
    if library == "pandas" and hasattr(frame, "iloc") and hasattr(frame, "columns"):
        fresh = [name for name in frame.index.names if name is not None and name not in frame.columns]
        named = frame.reset_index(fresh) if fresh else frame  # an index that is a column too is that column
        return [(str(name), named.iloc[:, place].tolist()) for place, name in enumerate(named.columns)]
    if library == "polars" and hasattr(frame, "collect"):
        frame = frame.collect()
    if library == "polars" and hasattr(frame, "get_columns"):
        return [(one.name, one.to_list()) for one in frame.get_columns()]
    if library == "pyarrow" and hasattr(frame, "column_names"):
        return [(name, frame.column(place).to_pylist()) for place, name in enumerate(frame.column_names)]
    if isinstance(frame, Mapping):
        listed = [(str(name), _listed(values)) for name, values in frame.items()]
        return (
            [(name, values) for name, values in listed if values is not None]
            if all(v is not None for _, v in listed)
            else None
        )
    if isinstance(frame, list | tuple) and all(isinstance(row, Mapping) for row in frame):
        names = list(dict.fromkeys(name for row in frame for name in row))
        return [(str(name), [row.get(name) for row in frame]) for name in names]
    if library in ("pandas", "polars"):  # a series, an index: one column without a table
        return None
    if hasattr(frame, "__arrow_c_stream__"):
        # a library that hands out Arrow data and is none of the above; pyarrow is read with where it is there
        try:
            return columns_of(importlib.import_module("pyarrow").table(frame))
        except (TypeError, ValueError):  # an array, which is no table
            return None
        except ImportError:
            message = Message.of(
                "to read a {name} of {library} the package pyarrow is needed; or give a DataFrame",
                name=type(frame).__name__,
                library=library,
            )
            raise ProblemsError([Problem("MISSING_PACKAGE", message)]) from None
    if hasattr(frame, "__dataframe__"):
        from pandas.api.interchange import from_dataframe

        return columns_of(from_dataframe(frame))
    return None


def _listed(values: Any) -> list[Any] | None:
    if isinstance(values, str | bytes | Mapping) or not hasattr(values, "__iter__"):
        return None
    return values.tolist() if hasattr(values, "tolist") else list(values)


def sheet_of(
    table: str, columns: list[tuple[str, Sequence[Any]]], problems: list[Problem], *, keep_invisible: bool = False
) -> Sheet:
    """Take columns of plain values as a table of texts; what is no single value, or holds unseen characters, is a problem.

    ``keep_invisible`` leaves unseen characters to the reader.
    """

    def place(row: int, column: int) -> Location:
        return Location(f"<{table}>", row + 1, column + 1)

    def told(row: int, column: int, name: str, value: Any) -> str:
        message = Message.of("{name} is one value in a cell, not {type}", name=name, type=type(value).__name__)
        problems.append(Problem("BAD_VALUE", message, name, place(row, column)))
        return ""

    coded = []
    for number, (name, values) in enumerate(columns):
        texts = [_text(value) for value in values]
        problems += [
            strange_character(text[at], place(texts.index(text), number))
            for text in dict.fromkeys(one for one in texts if one and not (one.isascii() and one.isprintable()))
            if not keep_invisible and (at := invisible(text)) is not None
        ]
        coded.append(
            Categorical.of(
                told(row, number, name, values[row]) if text is None else text for row, text in enumerate(texts)
            )
        )
    return Sheet(
        f"<{table}>", [name.strip() for name, _ in columns], coded, len(columns[0][1]) if columns else 0, place
    )


def _text(value: Any) -> str | None:
    """Write a cell of a frame as the cell of a file; None for what is no single value.

    A float that is whole is a count, as a column of integers with gaps becomes floats in pandas.

    >>> _text(3.0), _text(2.5), _text(float("nan")), _text(datetime.datetime(2026, 3, 1)), _text(True)
    ('3', '2.5', '', '2026-03-01', 'yes')
    """
    if isinstance(value, str):
        return nfc(value).strip()
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if not _is_single(value):
        return None
    if type(value).__name__ == "datetime64":
        return "" if str(value) == "NaT" else str(value)[:10]
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value).strip()
    if number != number:
        return ""
    return str(int(number)) if number.is_integer() else str(value)


def _is_single(value: Any) -> bool:
    """Tell what stands for one thing by the kinds that libraries put into cells; a frame, a list or a function does not."""
    if isinstance(value, Number):
        return not isinstance(value, complex) or isinstance(value, Real)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta | PurePath | UUID | Enum):
        return True
    library = type(value).__module__.split(".")[0]
    return (
        library in ("numpy", "pandas")
        and not callable(value)
        and not hasattr(value, "__iter__")
        and not getattr(value, "ndim", 0)
    )


def to_frames(structure: Structure) -> dict[str, pd.DataFrame]:
    """Give every table that has rows as a DataFrame of nullable integers, nullable floats and texts."""
    import pandas as pd

    written = {layout.table: _by_name(layout.columns) for layout in layouts_of(structure.terms)}
    frames = {}
    for table, (header, rows) in baseline_tables(structure, []).items():
        columns: dict[str, Any] = {}
        for place, name in enumerate(header):
            kept = [row[place] or None for row in rows]
            column = written[table].get(name)
            if "?" in kept:  # a remainder of nobody knows how many units: a text, or it would be one of one unit
                columns[name] = pd.array(kept, dtype="string")
            elif column is not None and column.is_whole:
                columns[name] = pd.array([None if one is None else int(one) for one in kept], dtype="Int64")
            elif column is not None and column.is_number:
                columns[name] = pd.array([None if one is None else float(one) for one in kept], dtype="Float64")
            else:
                columns[name] = pd.array(kept, dtype="string")
        frames[table] = pd.DataFrame(columns)
    return frames


def _by_name(columns: Sequence[Column]) -> dict[str, Column]:
    found = {}
    for column in columns:
        for name in (column.name, *((f"{column.name}_low", f"{column.name}_high") if column.ranged else ())):
            found[name] = column
    return found
