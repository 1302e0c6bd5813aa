"""One cause, one problem: what follows from a table that could not be read whole is counted, not listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from orgmodel.core.messages import Message, near_of, values_of
from orgmodel.core.problems import WARNING, Location, Problem
from orgmodel.core.schema import Tables

LOST = frozenset(
    ("CONTROL", "DELIMITER", "EMPTY", "ENCODING", "MISSING_COLUMN", "MISSING_FILE", "NEEDS_EXTRA", "NOT_A_FILE", "NOT_TEXT")
) | {"OUTSIDE", "QUOTES", "SYNTAX", "TOO_LARGE", "UNFINISHED", "UNREADABLE"}  # fmt: skip
"""Codes of problems after which rows of a table are not known."""
_NAMED = {"UNKNOWN_DOCUMENT": "documents", "UNKNOWN_GROUP": "member_groups"}
_SHEET = re.compile(r".*\[(\w+)\]")


def lost_tables(problems: Iterable[Problem], read: Sequence[str] = ()) -> dict[str, Location]:
    """Give the tables that could not be read whole, each with the place of its first fault; ``read`` has all tables.

    >>> lost_tables([Problem("QUOTES", "…", location=Location("b/units.csv", 2))])
    {'units': Location(file='b/units.csv', line=2, column=0)}
    """
    lost: dict[str, Location] = {}
    for one in problems:
        if (
            one.code == "UNKNOWN_TABLE"
            and (near := near_of(one.message)) in Tables.BY_NAME
            and one.location is not None
        ):
            lost.setdefault(str(near), one.location)  # a slip in its name
        if one.code in LOST and one.location is not None:
            sheet = _SHEET.fullmatch(one.location.file)
            table = sheet[1] if sheet else PurePath(one.location.file).stem
            if one.code not in ("CONTROL", "TOO_LARGE") or table not in read:  # else told of a cell, not of the file
                lost.setdefault(table, one.location)
    return lost


def without_effects(
    problems: Iterable[Problem], lost: dict[str, Location], places: Sequence[Problem] | None = None
) -> list[Problem]:
    """Leave out unknown references into tables that are lost, and say beneath each cause how many those are.

    ``places`` are the same problems with the table and field of each, where ``problems`` have lost these.
    """
    kept, hidden = [], dict.fromkeys(lost, 0)
    told = list(problems)
    for one, known in zip(told, told if places is None else places, strict=True):
        into = _table_of(known, lost)
        if into is None:
            kept.append(one)
        else:
            hidden[into] += 1
    for table, count in hidden.items():
        kept = with_untold(kept, table, count, lost[table])
    return kept


def with_untold(problems: Iterable[Problem], table: str, count: int, place: Location) -> list[Problem]:
    """Say once how many problems follow from a table that could not be read whole, those counted before included."""
    kept = []
    for one in problems:
        if one.code == "UNTOLD" and (one.subject, one.location) == (table, place):
            count += int(values_of(one.message)["count"])
        else:
            kept.append(one)
    return [*kept, _untold(table, count, place)] if count else kept


def _untold(table: str, count: int, place: Location) -> Problem:
    message = Message.of(
        "not listed, since they follow from this: {count} unknown names; mend {table} first", count=count, table=table
    )
    return Problem("UNTOLD", message, table, replace(place), WARNING)


def _table_of(problem: Problem, lost: dict[str, Location]) -> str | None:
    if not problem.code.startswith("UNKNOWN_"):
        return None
    if problem.code in _NAMED:
        return _NAMED[problem.code] if _NAMED[problem.code] in lost else None
    spec = Tables.BY_NAME.get(problem.table)
    for reference in spec.references if spec is not None else ():
        if reference.field == problem.field:
            return next((name for name in reference.to if name in lost), None)
    return None
