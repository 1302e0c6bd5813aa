"""The lines of a table that name its columns, and those that number them."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.io.importers.known.tables import heading
from orgmodel.io.importers.source import folded

_MOST_HEADER_LINES = 3


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """Give the row that names the columns: the one with most known headings, else the first of full width without numbers.

    >>> header_row([["Staff list 2026", ""], ["", ""], ["ID", "Job title"], ["1", "Clerk"]])
    2
    """
    known = [sum(heading(cell) is not None for cell in row) for row in rows]
    best = max(range(len(rows)), key=lambda at: (known[at], -at), default=0)
    if rows and known[best] > 1:
        return best
    if (crossed := _above_figures(rows)) is not None:
        return crossed
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    full = max(widths, default=0)
    for at, row in enumerate(rows):
        cells = [cell.strip() for cell in row if cell.strip()]
        if widths[at] == full and len(set(cells)) == len(cells) and not any(map(_is_number, cells)):
            return at
    return best


def _above_figures(rows: Sequence[Sequence[str]]) -> int | None:
    """Give the row of names over columns of figures alone, whose own first cell is blank over the names of the rows; None where there is none."""
    for at, row in enumerate(rows):
        names = [cell.strip() for cell in row]
        below = [[cell.strip() for cell in other] for other in rows[at + 1 :] if any(cell.strip() for cell in other)]
        given = [name for name in names[1:] if name]
        if len(names) < _FEWEST_CROSSED or names[0] or len(given) < len(names) - 1 or any(map(_is_number, given)):
            continue
        if len(below) > 1 and all(
            other[0] and not _is_number(other[0]) and all(not cell or _is_number(cell) for cell in other[1:])
            for other in below
        ):
            return at
    return None


_FEWEST_CROSSED = 3


def header_rows(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Give the first row that names the columns, and in how many rows the names stand.

    >>> header_rows([["Unit", "Posts", ""], ["", "Authorised", "Filled"], ["Roads", "3", "2"]])
    (0, 2)
    """
    at = header_row(rows)
    if at and goes_on(rows[at - 1], rows[at]):
        at -= 1
    lines = 1
    while at + lines < len(rows) - 1 and lines < _MOST_HEADER_LINES:
        if not goes_on(folded([list(row) for row in rows[at : at + lines]]), rows[at + lines]):
            break
        lines += 1
    return at, lines


def is_numbering(cells: list[str]) -> bool:
    """Tell whether a row beneath a header numbers its columns: A, B, 1, 2, 3.

    >>> is_numbering(["A", "B", "(1)", "(2)", "3=1-2"]), is_numbering(["1", "Roads", "2"])
    (True, False)
    """
    given = [cell.partition("=")[0].strip("() ") for cell in cells if cell]
    numbers = [int(cell) for cell in given if cell.isdigit()]
    letters = [cell for cell in given if not cell.isdigit()]
    counted = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] < 5
    return counted and letters == list("ABCDĐE")[: len(letters)] and len(given) * 2 > len(cells)


def goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether a row of names goes on in the one below it: under a name over several columns stand theirs.

    >>> goes_on(["Unit", "Posts", ""], ["", "Authorised", "Filled"]), goes_on(["Unit", "Posts"], ["Roads", "3"])
    (True, False)
    >>> goes_on(["Unit", "Posts", "Posts"], ["", "Authorised", "Filled"])
    True
    """
    over, under = _once([cell.strip() for cell in above]), [cell.strip() for cell in below]
    under += [""] * (len(over) - len(under))
    filled = [at for at, cell in enumerate(under) if cell]
    blank = [at for at in filled if at >= len(over) or not over[at]]
    if not blank or blank[0] == 0 or any(map(_is_number, (under[at] for at in filled))) or not any(over):
        return False
    named = [at for at in filled if at not in blank]
    spans = all(at + 1 in blank for at in named) and all(at - 1 in filled for at in blank)
    whole = all(at in filled or not cell for at, cell in enumerate(under) if at < len(over)) and any(
        cell and not under[at] for at, cell in enumerate(over)
    )
    return spans and whole and len(set(under) - {""}) > 1


def _once(names: list[str]) -> list[str]:
    """Leave a name out where the cell before it says the same."""
    return [name if not at or name != names[at - 1] else "" for at, name in enumerate(names)]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "", 1).isdigit()
