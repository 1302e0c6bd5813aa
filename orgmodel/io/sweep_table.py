"""The table of a sweep, a row a variant, as CSV or Parquet, written chunk by chunk."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.csv_habit import CsvHabit
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.core.writing import write_all
from orgmodel.io.exporters.parquet import need_pyarrow
from orgmodel.io.formulas import guard

Floats = NDArray[np.float64]
FORMS = (".parquet", ".csv")
GROUP = 16_384
"""So many rows a group of a Parquet table has: it is in memory as a whole."""


@dataclass(frozen=True)
class Rows:
    """Some variants: their numbers, the values of each axis (a sequence an axis), why each is refused (empty: it is not), and its figures."""

    numbers: Sequence[int]
    values: Sequence[Sequence[Any]]
    refused: Sequence[str]
    figures: Floats


def refuse_form(path: Path) -> None:
    """Raise ProblemsError where a table cannot be written to a path, before anything is run."""
    if path.suffix.lower() not in FORMS:
        message = Message.of(
            "the table of a sweep is {forms}, not {suffix!r}", forms=" / ".join(FORMS), suffix=path.suffix
        )
        raise ProblemsError([Problem("FORM", message, location=Location(str(path)))])
    if path.suffix.lower() == ".parquet":
        need_pyarrow(path)


def write_sweep(
    path: Path,
    axes: Sequence[str],
    columns: Sequence[str],
    chunks: Callable[[], Iterable[Rows]],
    habit: CsvHabit,
    *,
    force: bool = False,
) -> None:
    """Write the table: `variant`, a column an axis, `refused`, then the figures; what is not known is null, or blank.

    `chunks` gives the rows in order. Raises ProblemsError where somebody's file stands there, unless `force`.
    """
    writer = _parquet if path.suffix.lower() == ".parquet" else _csv
    write_all({path: partial(writer, axes, columns, chunks, habit)}, force=force)


def _csv(
    axes: Sequence[str], columns: Sequence[str], chunks: Callable[[], Iterable[Rows]], habit: CsvHabit, file: BinaryIO
) -> None:
    text = io.TextIOWrapper(file, "utf-8", newline="")
    text.write(habit.first(usual=True))
    writer = csv.writer(text, delimiter=habit.separator, lineterminator="\n")
    writer.writerow([guard(one) for one in ("variant", *axes, "refused", *columns)])
    for rows in chunks():
        for at, number in enumerate(rows.numbers):
            told = [_cell(one, habit) for one in (number, *(values[at] for values in rows.values))]
            figures = [_number(one, habit) for one in rows.figures[at].tolist()]
            writer.writerow([*told, guard(rows.refused[at]), *figures])
    text.flush()
    text.detach()


def _cell(value: Any, habit: CsvHabit) -> str:
    if value is None:
        return ""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return _number(value, habit) if is_number else guard(str(value))


def _number(value: float, habit: CsvHabit) -> str:
    if value != value:
        return ""
    return str(int(value)) if value == int(value) else habit.number(repr(round(value, 9)))


def _parquet(
    axes: Sequence[str], columns: Sequence[str], chunks: Callable[[], Iterable[Rows]], _habit: CsvHabit, file: BinaryIO
) -> None:
    import pyarrow
    import pyarrow.parquet

    schema: Any = None
    writer: Any = None
    kinds: list[Any] = []
    for rows in _grouped(chunks()):
        if writer is None:
            kinds = [_kind(pyarrow, next((one for one in values if one is not None), "")) for values in rows.values]
            fields = [("variant", pyarrow.int64()), *zip(axes, kinds, strict=True), ("refused", pyarrow.string())]
            schema = pyarrow.schema([*fields, *((name, pyarrow.float64()) for name in columns)])
            writer = pyarrow.parquet.ParquetWriter(file, schema)
        told = [
            pyarrow.array([_as(kind, one, pyarrow) for one in values], kind)
            for kind, values in zip(kinds, rows.values, strict=True)
        ]
        figures = [pyarrow.array(rows.figures[:, at], from_pandas=True) for at in range(len(columns))]
        arrays = [
            pyarrow.array(list(rows.numbers), pyarrow.int64()),
            *told,
            pyarrow.array(list(rows.refused), pyarrow.string()),
            *figures,
        ]
        writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
    if writer is not None:
        writer.close()


def _grouped(chunks: Iterable[Rows]) -> Iterator[Rows]:
    """Put chunks together until they have the rows of a group: many small groups are more description than table."""
    some: list[Rows] = []
    for rows in chunks:
        some.append(rows)
        if sum(len(one.numbers) for one in some) >= GROUP:
            yield _joined(some)
            some = []
    if some:
        yield _joined(some)


def _joined(some: Sequence[Rows]) -> Rows:
    return Rows(
        [number for one in some for number in one.numbers],
        [list(chain.from_iterable(values)) for values in zip(*(one.values for one in some), strict=True)],
        [why for one in some for why in one.refused],
        np.concatenate([one.figures for one in some]),
    )


def _kind(pyarrow: Any, value: Any) -> Any:
    """Numbers stand as doubles, since a later chunk may hold decimals; all else as texts."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return pyarrow.float64() if is_number else pyarrow.string()


def _as(kind: Any, value: Any, pyarrow: Any) -> Any:
    if value is None:
        return None
    return float(value) if kind == pyarrow.float64() else str(value)
