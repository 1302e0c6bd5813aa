"""Which rows are in force on a day: what has ended, what has not begun, and of several rows of one id the one of its date."""

from __future__ import annotations

from orgmodel.core.dates import first_day
from orgmodel.core.messages import Message
from orgmodel.core.records import UNKNOWN_DATE
from orgmodel.io.importers.hierarchy.placed import RowLines
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE


def in_force(sound: RowLines, table: Table, as_of: str | None) -> tuple[RowLines, dict[int, str]]:
    """Give the rows that count on a day, and of units that have ended by then the day of each row.

    Without a day a row counts as ended where it has an end or a status that says so, and none as not begun.
    """
    dated = table.cells.keys() & {"begins", "ends"}
    if not dated and not {"proposed", "ended"} & set(table.status.values):
        return sound, {}
    kept, ended = _parted(sound, table, as_of)
    if as_of is not None and "begins" in table.cells and "id" in table.cells:
        kept, ended = _latest(kept, ended, table)
    if table.map.rows == "units":
        for row, line in kept:
            if row in ended:
                message = Message.of(
                    "it ended ({ends} is the first day without it); it is kept as ended", ends=ended[row]
                )
                table.report.row(line, "KEPT_AS_ENDED", message, severity=NOTE, subject=table.text("id", row))
        return kept, ended
    for row, line in kept:
        if row in ended:
            message = Message.of("it has ended ({ends}); it is left out", ends=ended[row])
            if ended[row] == UNKNOWN_DATE and (word := table.text("status", row)):
                message = Message.of("its status is {word!r}, so that it has ended; it is left out", word=word)
            table.report.row(line, "ENDED", message, severity=NOTE, subject=table.text("id", row))
            table.left_out.add(table.text("id", row))
    return RowLines.of(one for one in kept if one[0] not in ended), {}


def _parted(sound: RowLines, table: Table, as_of: str | None) -> tuple[RowLines, dict[int, str]]:
    """Leave out what has not begun or is only proposed, and tell what has ended."""
    day = None if as_of is None else first_day(as_of)
    begins, ends, status = table.begins, table.ends, table.status.cells()
    kept: list[tuple[int, int]] = []
    ended: dict[int, str] = {}
    for row, line in sound:
        start, end = begins[row], ends[row]
        if start and end and UNKNOWN_DATE not in (start, end) and first_day(end) <= first_day(start):
            message = Message.of("it ends before it begins ({begins}); the end is left out", begins=start)
            table.report.row(line, "ENDS_EARLY", message, subject=table.text("id", row))
            end = None
        if day is not None and start not in (None, UNKNOWN_DATE) and first_day(start or "") > day:
            message = Message.of("it begins on {begins}, after {as_of}; it is left out", begins=start, as_of=as_of)
            table.report.row(line, "NOT_BEGUN", message, severity=NOTE, subject=table.text("id", row))
            table.left_out.add(table.text("id", row))
            continue
        if status[row] == "proposed":
            message = Message.of("it is only proposed ({word}); it is left out", word=table.text("status", row))
            table.report.row(line, "PROPOSED", message, severity=NOTE, subject=table.text("id", row))
            table.left_out.add(table.text("id", row))
            continue
        if end is not None and (day is None or end == UNKNOWN_DATE or first_day(end) <= day):
            ended[row] = end
        elif status[row] == "ended" and end is None:
            ended[row] = UNKNOWN_DATE
        kept.append((row, line))
    return RowLines.of(kept), ended


def _latest(kept: RowLines, ended: dict[int, str], table: Table) -> tuple[RowLines, dict[int, str]]:
    """Take of several rows of one id the one that began last; one that goes on is before those that have ended."""
    ids, begins = table.cells["id"], table.begins
    rows: dict[str, list[tuple[int, int]]] = {}
    for row, line in kept:
        rows.setdefault(ids[row], []).append((row, line))
    if len(rows) == len(kept):
        return kept, ended
    left: set[int] = set()
    for id, mine in rows.items():
        days = [first_day(day) if (day := begins[row]) not in (None, UNKNOWN_DATE) and day else "" for row, _ in mine]
        if len(mine) == 1 or not id or not all(days):
            continue
        ranked = sorted(
            zip(((row not in ended, day) for (row, _), day in zip(mine, days, strict=True)), mine, strict=True)
        )
        if ranked[-1][0] == ranked[-2][0]:
            continue  # two rows of one day: which is meant is unknown, and is told as ids that repeat
        _, (_, line_in_force) = ranked[-1]
        for _, (row, line) in ranked[:-1]:
            message = Message.of(
                "a later row of {id!r} is in force (row {row}); this one is left out", id=id, row=line_in_force
            )
            table.report.row(line, "SUPERSEDED", message, severity=NOTE, subject=id)
            left.add(row)
    return RowLines.of(one for one in kept if one[0] not in left), {
        row: day for row, day in ended.items() if row not in left
    }
