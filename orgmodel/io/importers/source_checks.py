"""What may be wrong with a stranger's table as a whole: lines above the header, two headers, a name twice, unseen characters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from orgmodel.core.characters import unfit, without_unfit
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.sheet import Sheet


def known_names(cells: Sequence[str], expected: Collection[str]) -> int:
    """Count the cells that are names of columns looked for, in any case."""
    known = {name.casefold() for name in expected}
    return sum(cell.casefold() in known for cell in cells)


def banner_line(rows: Sequence[Sequence[str]], expected: Collection[str]) -> int:
    """Give the first of some rows that holds more known names than the header (at least two), or 0."""
    scores = [known_names(row, expected) for row in rows]
    best = max(range(len(scores)), key=lambda at: (scores[at], -at), default=0)
    return best if scores and scores[best] > max(scores[0], 1) else 0


def banner(file: str, line: int) -> Problem:
    """Tell that lines stand above the header."""
    message = Message.of(
        "the header seems to stand in line {line}; delete the lines above it, or say header: {line} in the map",
        line=line,
    )
    return Problem("BANNER", message, location=Location(file, 1))


def checked(sheet: Sheet, expected: Collection[str], problems: list[Problem], *, has_header: bool) -> Sheet | None:
    """Give a sheet without unseen characters; None after a problem in its header that leaves nothing sure."""
    sheet = without_unseen(sheet, problems)
    if not has_header:
        return sheet
    sheet = _code_and_text(sheet, problems)
    before = len(problems)
    known = {name.casefold() for name in expected}
    firsts: dict[str, int] = {}
    for column, name in enumerate(sheet.header):
        first = firsts.setdefault(name, column)
        if first < column and name.casefold() in known and list(sheet.cells[first]) != list(sheet.cells[column]):
            message = Message.of("two columns are named {name!r} and differ; give each a name of its own", name=name)
            problems.append(Problem("DUPLICATE_COLUMN", message, name, sheet.place(-1, column)))
    if sheet.size:
        cells = [column[0] for column in sheet.cells]
        pairs = [(above, cell) for above, cell in zip(sheet.header, cells, strict=True) if cell]
        under = [above.casefold() in known for above, _ in pairs]
        if pairs and not all(under) and all(cell.casefold() in known for _, cell in pairs):
            line = sheet.place(0, -1).line
            message = Message.of(
                "the header seems to go on in line {line} ({pairs}); write each column's name into one line",
                line=line,
                pairs=", ".join(cell for _, cell in pairs),
            )
            problems.append(Problem("TWO_HEADERS", message, location=Location(sheet.file, line)))
    return sheet if len(problems) == before else None


def _code_and_text(sheet: Sheet, problems: list[Problem]) -> Sheet:
    """Call the second of two columns of one name the text of the first where the first holds codes and the second words, as SAP writes both."""
    header = list(sheet.header)
    for name in dict.fromkeys(filter(None, header)):
        both = [column for column, other in enumerate(header) if other == name]
        if len(both) != 2:
            continue
        codes, texts = ([text for text in sheet.cells[column].values if text] for column in both)
        if codes and texts and all(map(_is_code, codes)) and not any(map(_is_code, texts)):
            header[both[1]] = f"{name} (text)"
            message = Message.of(
                "two columns are named {name!r}: the one of words is taken as {text!r}", name=name, text=header[both[1]]
            )
            problems.append(Problem("CODE_AND_TEXT", message, name, Location(sheet.file), NOTE))
    return sheet if header == sheet.header else replace(sheet, header=header)


def _is_code(text: str) -> bool:
    return any(map(str.isdigit, text)) and " " not in text


def without_unseen(sheet: Sheet, problems: list[Problem]) -> Sheet:
    """Leave out characters that cannot be seen, and report each cell that held some; the row is kept."""
    problems[:] = [one for one in problems if one.code != "CONTROL"]
    header = [_seen(name) for name in sheet.header]
    cells = list(sheet.cells)
    for at, name in enumerate(sheet.header):  # a problem of the header is no row's
        if header[at] != name:
            problems.append(_unseen(name, Location(sheet.file)))
    for at, column in enumerate(cells):
        if column.found(_holds_unseen):  # most hold none
            strange = {value for value in column.values if unfit(value) is not None}
            problems += [
                _unseen(column[row], replace(sheet.place(row, -1), column=sheet.place(row, at).column))
                for row in column.rows_where(strange.__contains__)
            ]
            cells[at] = column.mapped(_seen)
    return replace(sheet, header=header, cells=cells)


def _holds_unseen(texts: list[str]) -> bool:
    """Tell whether texts, looked at as one, hold a character that cannot be seen."""
    return unfit("".join(texts)) is not None


def _unseen(text: str, place: Location) -> Problem:
    at = unfit(text)
    name = f"U+{ord(text[at]):04X}" if at is not None else ""
    return Problem(
        "CONTROL", Message.of("invisible character {name}; it is left out", name=name), location=place, severity=WARNING
    )


def _seen(text: str) -> str:
    return without_unfit(text).strip()


def left_over(sheet: Sheet, taken: Collection[str]) -> tuple[str, ...]:
    """Name the columns that an import does not take; one without a name by its number, where anything stands in it."""
    names: dict[str, None] = {}
    for column, name in enumerate(sheet.header):
        if name and name not in taken:
            names[name] = None
        elif not name and any(sheet.cells[column].values):
            names[Message.of("column {column} (without a name)", column=column + 1)] = None
    return tuple(names)
