"""The rows of a table that a part of the map takes by words in a column, where rows of several sorts stand in one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.io.sheet import Sheet

Where = Mapping[str, Sequence[str]]
_SHOWN = 10


@dataclass(frozen=True)
class Passed:
    """Hold the rows that a part of the map does not take, by line, each with its words in the columns that part them."""

    rows: Mapping[int, tuple[str, ...]]


def picked(sheet: Sheet, where: Where) -> tuple[Sheet, Passed]:
    """Take the rows in which each column says one of its words; give them with those that are passed over."""
    columns = [(sheet.column(name), frozenset(words)) for name, words in where.items()]
    taken = np.ones(sheet.size, dtype=np.bool_)
    for column, words in columns:
        if column is not None:
            taken &= np.array([text in words for text in column.values], dtype=np.bool_)[column.codes]
    rows = np.flatnonzero(taken)
    at = rows.tolist()
    place = sheet.place
    kept = replace(
        sheet,
        cells=[column.taken(rows) for column in sheet.cells],
        size=len(at),
        place=lambda row, column: place(at[row] if row >= 0 else row, column),
    )
    passed = {
        place(row, -1).line: tuple(column[row] for column, _ in columns if column is not None)
        for row in np.flatnonzero(~taken).tolist()
    }
    return kept, Passed(passed)


def of_rows(problems: Sequence[Problem], kept: Sheet, passed: Passed, *, is_first: bool) -> list[Problem]:
    """Give the problems of a file that are of the rows taken; the first part of a table tells those of no row too."""
    lines = {kept.place(row, -1).line for row in range(kept.size)}
    found = []
    for one in problems:
        line = one.location.line if one.location else 0
        if line in lines or (is_first and line not in passed.rows):
            found.append(one)
    return found


def taken_by_none(parts: Sequence[Passed], joined: Collection[str] = ()) -> tuple[int, Message | None]:
    """Count the rows that no part takes, with what is told of them; None where there are none. Those of some words are joined to others."""
    lines = set.intersection(*(set(part.rows) for part in parts)) if parts else set()
    lines = {line for line in lines if not set(parts[0].rows[line]) & set(joined)}
    if not lines:
        return 0, None
    words = dict.fromkeys(" · ".join(parts[0].rows[line]) for line in sorted(lines))
    some = ", ".join(map(repr, list(words)[:_SHOWN])) + (" …" if len(words) > _SHOWN else "")
    message = Message.of(
        "rows of {words}, which no table of the map takes: {count}; they are left out", words=some, count=len(lines)
    )
    return len(lines), message
