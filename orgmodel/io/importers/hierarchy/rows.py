"""Which rows of a table are rows of a hierarchy: those undamaged that are no totals under it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from orgmodel.core.figure_columns import MISSING, IntArray
from orgmodel.core.messages import Message
from orgmodel.core.problems import ERROR
from orgmodel.io.importers.hierarchy.figures import FTE_AUTHORIZED
from orgmodel.io.importers.hierarchy.last_sum import last_sum
from orgmodel.io.importers.hierarchy.placed import RowLines
from orgmodel.io.importers.hierarchy.table import FIGURES, Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.known.tables import is_total, may_speak_of_total, speaks_of_total
from orgmodel.io.importers.naming import Ids

_LABELS = (
    "id", "also", "unit", "unit_name", "path", "outline", "hierarchy", "depth", "name", "person", "person_id"
)  # fmt: skip

_EMPTY = frozenset(("vacant", "frozen"))


def rows_of(table: Table) -> RowLines:
    """Give the sound rows with their lines; totals and notes are left out, and rows without a name are told."""
    sound, totals = table.sound, _totals(table)
    totals |= last_sum(table, totals)
    table.totals.update(totals)
    for row, text in table.pages.items():
        message = Message.of("{text!r} repeats the header or numbers a page; it is left out", text=text[:60])
        table.report.row(table.rows.lines[row], "PAGE_ROW", message, severity=NOTE)
    kept = np.ones(len(sound), dtype=np.bool_)
    skipped = np.isin(sound.lines, list(table.map.skip))
    for line in sound.lines[skipped].tolist():
        table.report.row(line, "SKIPPED", "the map says to pass over this row; it is left out", severity=NOTE)
    kept &= ~skipped
    noted = kept & np.isin(sound.rows, list(table.notes))
    for row, line in zip(sound.rows[noted].tolist(), sound.lines[noted].tolist(), strict=True):
        message = Message.of("{text!r} is a note beneath the table; it is left out", text=table.notes[row][:60])
        table.report.row(line, "NOTE_ROW", message, severity=NOTE)
    kept &= ~noted
    named = table.unit_rows.texts if table.unit_rows is not None else {}
    naming = kept & np.isin(sound.rows, list(named))
    for row, line in zip(sound.rows[naming].tolist(), sound.lines[naming].tolist(), strict=True):
        message = Message.of("{text!r} is the unit of the rows below it", text=named[row][:60])
        table.report.row(line, "UNIT_ROW", message, severity=NOTE)
    kept &= ~naming
    summed = kept & np.isin(sound.rows, list(totals))
    for row, line in zip(sound.rows[summed].tolist(), sound.lines[summed].tolist(), strict=True):
        message = Message.of("{first!r} is a sum over other rows and no unit; it is left out", first=totals[row])
        table.report.row(line, "TOTAL_ROW", message, severity=ERROR, subject=totals[row])
        _check_total(row, line, totals, table)
    kept &= ~summed
    if "name" in table.cells:
        nameless = kept & table.coded("name").blanks()[sound.rows] & ~table.coded("id").blanks()[sound.rows]
        for row, line in zip(sound.rows[nameless].tolist(), sound.lines[nameless].tolist(), strict=True):
            told = "the name is blank; it is kept without one"
            table.report.row(line, "MISSING_NAME", told, subject=table.text("id", row))
    found = sound.where(kept)
    if "id" in table.cells and table.map.rows != "units":
        _give_ids_to_vacant(table, found)
    return found


def _give_ids_to_vacant(table: Table, sound: RowLines) -> None:
    """Give vacant posts without an id that of their line: where ids are those of persons, nobody has lent them one."""
    ids = table.coded("id")
    without = ids.blanks()[sound.rows]
    empty = [
        (row, line)
        for row, line in sound.where(without)
        if table.status[row] in _EMPTY or table.holder(row)[1] in _EMPTY
    ]
    if not empty or len(empty) == len(sound):
        return
    texts, given = ids.cells(), Ids(ids.values)
    for row, line in empty:
        texts[row] = given.give(f"row-{line}")
    table.cells.put("id", texts)
    told = "vacant posts have no id, as where it is that of who holds them; each has one of its line ({id}): {count}"
    message = Message.of(told, id=texts[empty[0][0]], count=len(empty))
    table.report.whole("IDS_OF_VACANT", message, severity=NOTE)


def _totals(table: Table) -> dict[int, str]:
    """Give the rows that are sums over others, with the word that says so.

    A word for a total is one where nothing else names the row, or its figures are the sum of those above it; a text that
    only begins or ends with such a word, where they are. It may stand in any column but those of figures and of superiors.
    """
    named = _naming(table)
    counted = {name for key, name in table.columns.items() if key in (*FIGURES, FTE_AUTHORIZED, "pay", "parent")}
    header = [name for name in dict.fromkeys(table.rows.sheet.header) if name and name not in counted]
    every = [*named, *(name for name in header if name not in named)]
    spoken = {text for name in every for text in table.rows.coded(name).found(may_speak_of_total)}
    spoken = set(filter(speaks_of_total, spoken))
    if not spoken:
        return {}
    columns = [table.rows.texts(name) for name in every]
    parents = table.cells.get("parent")
    found: dict[int, str] = {}
    for row in sorted({row for column in columns for row, text in enumerate(column) if text in spoken}):
        if parents is not None and parents[row]:
            continue
        labels = [column[row] for column in columns[: len(named)] if column[row]]
        said = next(column[row] for column in columns if column[row] in spoken)
        titled = table.map.rows != "units" and is_total(table.text("name", row))
        alone = titled or all(text == said or is_total(text) or _is_number(text) for text in labels)
        if (is_total(said) and alone) or _is_sum(row, found, table):
            found[row] = said
    return found


def _check_total(row: int, line: int, totals: dict[int, str], table: Table) -> None:
    """Tell where a total over a flat list, or over sorts of staff, is not the sum of rows above it; the rows count."""
    if not (table.map.flat and not table.map.figures and table.map.rows == "units"):
        return
    for key in table.counted:
        column = table.figures[key]
        given = [int(column[above]) for above in range(row) if above not in totals]
        known = [figure for figure in given if figure != MISSING]
        figure = int(column[row])
        if figure == MISSING or not known or figure in (*_sums(column, row, totals), known[-1], sum(known)):
            continue
        if MISSING in given and figure > sum(known):
            continue  # what is missing may be the rest
        message = Message.of(
            "{first!r} says {figure} of {name!r}, and the rows above it are {total} together; the rows count",
            first=totals[row], figure=figure, name=table.columns.get(key, key.removeprefix("sort:")), total=sum(known),
        )  # fmt: skip
        table.report.row(line, "TOTAL_DIFFERS", message, subject=totals[row])


def _naming(table: Table) -> list[str]:
    """List the columns that name or number rows: the first where it has no meaning, levels, and those that are mapped so."""
    header = table.rows.sheet.header
    first = [name for name in header[:1] if name and name not in table.columns.values()]
    mapped = {name for key, name in table.columns.items() if key in _LABELS}
    names = [*first, *table.map.levels, *filter(None, [table.map.indent]), *(one for one in header if one in mapped)]
    return list(dict.fromkeys(names))


def _is_number(text: str) -> bool:
    return text.strip(".").isdigit()


def _is_sum(row: int, totals: dict[int, str], table: Table) -> bool:
    """Tell whether the figures of a row are those of the rows right above it, of all of them or back to some row."""
    figures = [table.figures[key] for key in table.summed]
    given = [column for column in figures if column[row] not in (0, MISSING)]
    return bool(given) and all(any(total == column[row] for total in _sums(column, row, totals)) for column in given)


def _sums(column: IntArray, row: int, totals: dict[int, str]) -> Iterator[int]:
    """Give the sums of a figure over the rows above a row, from the last of them to the first; other totals are none of it."""
    total = summed = 0
    most = int(column[row])
    for above in range(row - 1, -1, -1):
        figure = int(column[above])
        if above not in totals and figure not in (0, MISSING):
            total, summed = total + figure, summed + 1
            if summed > 1:
                yield total
            if total > most:
                return
