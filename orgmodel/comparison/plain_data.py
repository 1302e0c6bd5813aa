"""Tables as plain data for JSON: numbers plain, the unknown null."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from orgmodel.core.messages import values_of
from orgmodel.core.problems import Problem
from orgmodel.words.messages import message_text

if TYPE_CHECKING:
    import pandas as pd


AT_ONCE = 5_000
"""So many rows of a table are made plain at a time."""


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Make a dict for each row; NaN becomes None, and a float without a fraction a whole number."""
    return list(each_plain_row(table))


def each_plain_row(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Make the rows of :func:`plain_rows` one by one, so that those of a large table need not be held."""
    names = [str(name) for name in table.columns]
    for start in range(0, len(table), AT_ONCE):
        part = table.iloc[start : start + AT_ONCE]
        columns = [[plain_value(value) for value in part[name].tolist()] for name in part.columns]
        for row in zip(*columns, strict=True):
            yield dict(zip(names, row, strict=True))


def plain_value(value: Any) -> Any:
    """Make one value plain.

    >>> plain_value(float("nan")), plain_value(12.0), plain_value(2.5), plain_value({"a": 1.0})
    (None, 12, 2.5, {'a': 1})
    """
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {str(key): plain_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(one) for one in value]
    return value


def problem_rows(problems: Iterable[Problem], language: str) -> list[dict[str, Any]]:
    """Make a row for each problem, worded in a language; an unknown place is None."""
    return [
        {
            "code": one.code,
            "message": message_text(one.message, language),
            "values": {name: plain_value(value) for name, value in values_of(one.message).items()},
            "subject": one.subject or None,
            "severity": one.severity,
            "file": one.location.file if one.location else None,
            "line": (one.location.line or None) if one.location else None,
            "column": (one.location.column or None) if one.location else None,
        }
        for one in problems
    ]
