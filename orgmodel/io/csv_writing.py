"""CSV text: guarded against formulas, by the habit of a study."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.tables import AT_ONCE
from orgmodel.io.formulas import guard, unguard


def csv_text(
    header: list[str], rows: Iterable[list[str]], habit: CsvHabit = PLAIN, numbers: Collection[str] = ()
) -> str:
    r"""Write a table as CSV text, guarded against formulas; ``numbers`` are the columns that hold numbers.

    >>> csv_text(["id", "note"], [["a", "=1"]])
    "id,note\na,'=1\n"
    >>> csv_text(["id", "fte"], [["1.1", "1.50"]], CsvHabit(";", ","), ["fte"])
    'id;fte\n1.1;1,50\n'
    """
    return "".join(csv_parts(header, rows, habit, numbers))


def csv_parts(
    header: list[str], rows: Iterable[list[str]], habit: CsvHabit = PLAIN, numbers: Collection[str] = ()
) -> Iterator[str]:
    """Write a table as CSV text, a few thousand rows at a time."""
    if first := habit.first():
        yield first
    if habit.has_comma and (columns := [at for at, name in enumerate(header) if name in numbers]):
        rows = _with_comma(rows, columns)
    may_run = _may_run(habit.separator)
    lines = chain([header], rows)
    while part := list(islice(lines, AT_ONCE)):
        text = _plain(part, habit.separator)
        if may_run.search(text):  # most tables hold nothing to guard, and looking at the text once is quick
            text = _plain([[guard(cell) for cell in row] for row in part], habit.separator)
        yield text


def rewritten(text: str, habit: CsvHabit, numbers: Collection[str]) -> str:
    r"""Write a table that :func:`csv_text` wrote plainly by a habit.

    >>> rewritten("id,share\n'=a,0.5\n", CsvHabit(";", ","), ["share"])
    "id;share\n'=a;0,5\n"
    """
    header, *rows = [[unguard(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    return csv_text(header, rows, habit, numbers)


def _with_comma(rows: Iterable[list[str]], columns: list[int]) -> Iterator[list[str]]:
    for row in map(list, rows):
        for at in columns:
            row[at] = row[at].replace(".", ",")
        yield row


def _plain(rows: list[list[str]], separator: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n", delimiter=separator).writerows(rows)
    return stream.getvalue()


@lru_cache
def _may_run(separator: str) -> re.Pattern[str]:
    return re.compile(f"(?:^|{separator})\"?'*[=+\\-@\t\r]", re.MULTILINE)
