"""Tables of one thing at several days, as sheets of years: on a day the latest that is not after it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from orgmodel.core.dates import first_day
from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR, Location, Problem
from orgmodel.io.importers.days_in_names import without_day
from orgmodel.io.importers.hierarchy.map import TableMap
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE


def on_the_day(tables: Sequence[Table], as_of: str | None, problems: list[Problem]) -> list[Table]:
    """Leave out the tables of other days, each told; without a day to choose by none counts, and that is an error."""
    left: set[int] = set()
    for some in _series(tables):
        days = {first_day(table.map.as_of or ""): table for table in some}
        begun = [day for day in days if as_of is not None and day <= first_day(as_of)]
        if not begun:
            problems.append(_of_no_day(some, as_of))
            left.update(map(id, some))
            continue
        chosen = days[max(begun)]
        for table in some:
            if table is not chosen:
                left.add(id(table))
                problems.append(_told(table, chosen))
    return [table for table in tables if id(table) not in left]


def _series(tables: Sequence[Table]) -> Iterator[list[Table]]:
    """Give the tables of each name but for its day, where there are several."""
    found: dict[tuple[str, str], list[Table]] = {}
    for table in tables:
        if table.map.as_of is not None:
            found.setdefault((without_day(_called(table.map)), table.map.rows), []).append(table)
    return (some for some in found.values() if len(some) > 1)


def _called(part: TableMap) -> str:
    return part.sheet or Path(part.file).stem


def _of_no_day(some: Sequence[Table], as_of: str | None) -> Problem:
    days = ", ".join(sorted(table.map.as_of or "" for table in some))
    if as_of is None:
        told = Message.of("tables of one name are of several days ({days}): say as_of, or --as-of", days=days)
    else:
        told = Message.of("tables of one name are of {days}: none is of {as_of} or before", days=days, as_of=as_of)
    return Problem("TABLES_OF_DAYS", told, location=Location(some[0].report.file), severity=ERROR)


def _told(table: Table, chosen: Table) -> Problem:
    told = Message.of(
        "the table is of {day}, and that of {chosen} counts; its rows: {count}",
        day=table.map.as_of, chosen=chosen.map.as_of, count=table.rows.count,
    )  # fmt: skip
    return Problem("NOT_USED", told, location=Location(table.report.file), severity=NOTE)
