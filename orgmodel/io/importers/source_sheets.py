"""Which sheet of a stranger's workbook is meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.io.importers.source_checks import known_names
from orgmodel.io.sheet import Sheet

_ROWS_TO_LOOK_AT = 40


def choose(
    sheets: Mapping[str, Sheet],
    name: str,
    expected: Collection[str],
    problems: list[Problem],
    file: str,
    *,
    look_for_header: bool,
) -> Sheet | None:
    """Give the sheet named, the only one, or the only one with columns looked for; None after a problem."""
    if not sheets:
        if not problems:
            problems.append(Problem("EMPTY", "the workbook holds no table", location=Location(file)))
        return None
    if name:
        if name in sheets:
            return sheets[name]
        problems.append(
            Problem(
                "UNKNOWN_SHEET",
                Message.of("no sheet {name!r}{hint}", name=name, hint=nearest(name, sheets)),
                location=Location(file),
            )
        )
        return None
    if len(sheets) == 1:
        return next(iter(sheets.values()))
    fitting = [each for each, sheet in sheets.items() if look_for_header and _fits(sheet, expected)]
    if len(fitting) == 1:
        return sheets[fitting[0]]
    message = Message.of(
        "the workbook has {count} sheets ({sheets}); say which in a map: sheet: …",
        count=len(sheets),
        sheets=", ".join(list(sheets)[:20]),
    )
    problems.append(Problem("SEVERAL_SHEETS", message, location=Location(file)))
    return None


def _fits(sheet: Sheet, expected: Collection[str]) -> bool:
    rows = [sheet.header]
    rows += [[column[row] for column in sheet.cells] for row in range(min(sheet.size, _ROWS_TO_LOOK_AT))]
    return any(known_names(row, expected) > 1 for row in rows)
