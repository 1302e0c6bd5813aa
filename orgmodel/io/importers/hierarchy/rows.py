"""Which rows of a table are rows of a hierarchy: those undamaged that are no totals under it."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE

_TOTALS = frozenset(
    ("total", "totals", "grand total", "subtotal", "sum", "tổng", "tổng cộng", "tổng số", "cộng", "gesamt", "summe")
)


def rows_of(table: Table) -> list[tuple[int, int]]:
    """Give the sound rows with their lines; totals are left out, and rows without a name are told."""
    rows = table.rows
    skip = set(table.map.skip)
    sound = []
    for row in rows.sound:
        line, first = rows.lines[row], table.text("id", row) or table.text("name", row) or table.text("path", row)
        if line in skip:
            table.report.row(line, "SKIPPED", "the map says to pass over this row; it is left out", severity=NOTE)
            continue
        if first.casefold().strip(": ") in _TOTALS and not table.text("parent", row):
            message = Message.of("{first!r} is a sum over other rows and no unit; it is left out", first=first)
            table.report.row(line, "TOTAL_ROW", message, severity=ERROR, subject=first)
            continue
        if "name" in table.cells and not table.text("name", row) and table.text("id", row):
            table.report.row(line, "MISSING_NAME", "the name is blank; it is kept without one", subject=first)
        sound.append((row, line))
    return sound
