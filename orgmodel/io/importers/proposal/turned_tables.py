"""Tables of grades in rows and a column for each unit, told by their headings and cells."""

from __future__ import annotations

from orgmodel.io.importers.known.grades import is_grade, speaks_of_grades
from orgmodel.io.importers.known.tables import heading, is_total
from orgmodel.io.importers.proposal.column_values import is_count
from orgmodel.io.sheet import Sheet

_FEWEST = 2
_DIGITS = "0123456789"


def seems_turned(sheet: Sheet) -> bool:
    """Tell whether the rows of a table seem to be grades, each once, and its columns units.

    The first column is called a grade or holds signs of grades; all others hold counts, and no heading of theirs is known,
    nor are they told apart by numbers alone.

    >>> from orgmodel.core.categorical import Categorical
    >>> from orgmodel.core.problems import Location
    >>> columns = [Categorical.of(["A1", "A2"]), Categorical.of(["3", "4"]), Categorical.of(["0", ""])]
    >>> def of(*names):
    ...     return Sheet("x.csv", [*names], columns, 2, lambda row, column: Location("x.csv", row + 2))
    >>> seems_turned(of("Grade", "Roads", "Bridges")), seems_turned(of("Grade", "Posts", "Filled"))
    (True, False)
    """
    if not sheet.cells or not all(sheet.header[1:]):
        return False
    names = [name for name in sheet.header[1:] if not is_total(name)]  # headings first: most tables are told by them
    if len(names) < _FEWEST or any(heading(name) is not None or is_grade(name) for name in names):
        return False
    if len({name.rstrip(_DIGITS).strip() for name in names}) < len(names):  # alike, years, steps of a pay scale
        return False
    texts = [text for text in sheet.cells[0].cells() if not is_total(text)]
    if len(texts) < _FEWEST or len(set(texts)) < len(texts) or not all(texts):
        return False
    if not (speaks_of_grades(sheet.header[0]) or all(map(is_grade, texts))):
        return False
    given = [list(filter(None, column.cells())) for column in sheet.cells[1:]]
    return all(one and is_count(one) for one in given)
