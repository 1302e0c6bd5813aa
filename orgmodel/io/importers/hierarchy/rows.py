"""Which rows of a table are rows of a hierarchy: those undamaged that are no totals under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR
from orgmodel.io.importers.hierarchy.table import FIGURES, Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.known.tables import is_total, speaks_of_total

_LABELS = ("id", "also", "unit", "unit_name", "path", "name", "person", "person_id")


def rows_of(table: Table) -> list[tuple[int, int]]:
    """Give the sound rows with their lines; totals are left out, and rows without a name are told."""
    rows = table.rows
    skip = set(table.map.skip)
    totals = _totals(table)
    sound = []
    for row in rows.sound:
        line, first = rows.lines[row], table.text("id", row) or table.text("name", row) or table.text("path", row)
        if line in skip:
            table.report.row(line, "SKIPPED", "the map says to pass over this row; it is left out", severity=NOTE)
            continue
        if row in totals:
            message = Message.of("{first!r} is a sum over other rows and no unit; it is left out", first=totals[row])
            table.report.row(line, "TOTAL_ROW", message, severity=ERROR, subject=totals[row])
            continue
        if "name" in table.cells and not table.text("name", row) and table.text("id", row):
            table.report.row(line, "MISSING_NAME", "the name is blank; it is kept without one", subject=first)
        sound.append((row, line))
    return sound


def _totals(table: Table) -> dict[int, str]:
    """Give the rows that are sums over others, with the word that says so.

    A word for a total is one where nothing else names the row, or its figures are the sum of those above it; a text that
    only begins or ends with such a word, where they are.
    """
    named = {name for key, name in table.columns.items() if key in _LABELS}
    header = table.rows.sheet.header
    first = [name for name in header[:1] if name not in table.columns.values()]
    names = [*dict.fromkeys((*first, *table.map.levels, *filter(None, [table.map.indent])))]
    columns = [table.rows.texts(name) for name in dict.fromkeys((*names, *(name for name in header if name in named)))]
    spoken = {text for column in columns for text in set(column) if text and speaks_of_total(text)}
    if not spoken:
        return {}
    parents = table.cells.get("parent")
    found: dict[int, str] = {}
    for row in sorted({row for column in columns for row, text in enumerate(column) if text in spoken}):
        if parents is not None and parents[row]:
            continue
        labels = [column[row] for column in columns if column[row]]
        said = next(text for text in labels if text in spoken)
        alone = all(text == said or is_total(text) or _is_number(text) for text in labels)
        if (is_total(said) and alone) or _is_sum(row, found, table):
            found[row] = said
    return found


def _is_number(text: str) -> bool:
    return text.strip(".").isdigit()


def _is_sum(row: int, totals: dict[int, str], table: Table) -> bool:
    """Tell whether the figures of a row are those of the rows right above it, of all of them or back to some row."""
    figures = [table.figures[key] for key in FIGURES if key in table.figures]
    given = [column for column in figures if column[row]]
    return bool(given) and all(any(total == column[row] for total in _sums(column, row, totals)) for column in given)


def _sums(column: Sequence[int | None], row: int, totals: dict[int, str]) -> Iterator[int]:
    """Give the sums of a figure over the rows above a row, from the last of them to the first; other totals are none of it."""
    total = summed = 0
    for above in range(row - 1, -1, -1):
        if above not in totals and (figure := column[above]):
            total, summed = total + figure, summed + 1
            if summed > 1:
                yield total
            if total > (column[row] or 0):
                return
