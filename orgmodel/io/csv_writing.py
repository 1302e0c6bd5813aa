"""CSV text: guarded against formulas, by the habit of a study."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.tables import AT_ONCE
from orgmodel.io.delimited import bounded_cells
from orgmodel.io.formulas import FIRST, guard, unguard


def csv_text(
    header: list[str], rows: Iterable[list[str]], habit: CsvHabit = PLAIN, numbers: Collection[str] = ()
) -> str:
    r"""Write a table as CSV text, guarded against formulas; ``numbers`` are the columns that hold numbers.

    >>> csv_text(["id", "note"], [["a", "=1"]])
    "id,note\na,'=1\n"
    >>> csv_text(["id", "fte"], [["1.1", "1.50"]], CsvHabit(";", ","), ["fte"])
    'id;fte\n1.1;1,50\n'
    """
    return "".join(csv_of_columns(header, _parts(rows), habit, numbers))


def _parts(rows: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        yield list(map(list, zip(*part, strict=True)))


def csv_of_columns(
    header: list[str], parts: Iterable[list[list[str]]], habit: CsvHabit = PLAIN, numbers: Collection[str] = ()
) -> Iterator[str]:
    r"""Write a table as CSV text, a part of its rows at a time; of each its columns are given.

    >>> "".join(csv_of_columns(["id", "note"], [[["a", "b"], ["=1", "c,d"]]]))
    'id,note\na,\'=1\nb,"c,d"\n'
    """
    if first := habit.first():
        yield first
    changed = [at for at, name in enumerate(header) if name in numbers] if habit.has_comma else []
    yield _written([[name] for name in header], habit.separator)
    for columns in parts:
        for at in changed:
            columns[at] = [text.replace(".", ",") for text in columns[at]]
        yield _written(columns, habit.separator)


def _written(columns: list[list[str]], separator: str) -> str:
    """Write rows, as the module csv does; most columns hold no cell to guard or quote, and are looked at as one text."""
    told = []
    for column in columns:
        cells, text = column, "\0" + "\0".join(column)
        if any(sign in text and f"\0{sign}" in text for sign in FIRST):
            cells = list(map(guard, column))
        if '"' in text or "\n" in text:
            cells = [_quoted(cell, separator) for cell in cells]
        elif separator in text:
            cells = [f'"{cell}"' if separator in cell else cell for cell in cells]
        if "\r" in text or len(columns) < 2:  # how these are written is left to the module
            return _by_csv(columns, separator)
        told.append(cells)
    return "\n".join([*map(separator.join, zip(*told, strict=True)), ""])


def _by_csv(columns: list[list[str]], separator: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n", delimiter=separator)
    writer.writerows(zip(*(map(guard, column) for column in columns), strict=True))
    return stream.getvalue()


def _quoted(cell: str, separator: str) -> str:
    if separator not in cell and '"' not in cell and "\n" not in cell:
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def rewritten(text: str, habit: CsvHabit, numbers: Collection[str]) -> str:
    r"""Write a table that :func:`csv_text` wrote plainly by a habit.

    >>> rewritten("id,share\n'=a,0.5\n", CsvHabit(";", ","), ["share"])
    "id;share\n'=a;0,5\n"
    """
    with bounded_cells():
        header, *rows = [[unguard(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    return csv_text(header, rows, habit, numbers)
