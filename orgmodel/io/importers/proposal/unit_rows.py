"""Lists of posts in which the unit stands as a row of text above them, as plans of posts of many countries are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from orgmodel.io.importers.hierarchy.indents import set_in
from orgmodel.io.importers.hierarchy.unit_rows import depths_of, unit_rows
from orgmodel.io.importers.known.tables import heading, is_total
from orgmodel.io.importers.notes import note_rows, page_rows
from orgmodel.io.importers.proposal.column_values import is_name, numbers_among
from orgmodel.io.importers.proposal.headers import is_numbering
from orgmodel.io.sheet import Sheet

_LEAST = 2
_FIGURES = frozenset(("authorized", "filled", "fte", "fte_authorized", "vacancies"))
_OF_POSTS = frozenset(("name", "category", "pay"))
_TWO = re.compile(
    r"\s*[/|,;]\s*|\s+(?:and|or|y|e|et|ou|und|oder|та|\u0456|и|a|oraz|en|och|og|ve|v\u00e0|dan)\s+", re.IGNORECASE
)


def units_between(sheet: Sheet, raw: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """Give the rows of text that seem to name the unit of the rows below them; none where they may be anything else.

    They stand from the first row on, never all together, and every other row but sums counts something. In a list of units,
    or where names are set in, rows without figures are units as the others, which their headings or depths tell.
    """
    first = 0
    if sheet.size and is_numbering([column[0].strip() for column in sheet.cells]):
        first = 1
    if sheet.size <= first or sum(bool(column[first].strip()) for column in sheet.cells) > _LEAST:
        return {}
    found = unit_rows(sheet)
    if first not in found or len(found) < _LEAST:
        return {}
    apart = note_rows(sheet).keys() | page_rows(sheet).keys() | found.keys() | set(range(first))
    others = [row for row in range(sheet.size) if row not in apart]
    others = [row for row in others if not any(is_total(column[row].strip()) for column in sheet.cells)]
    others = [row for row in others if any(column[row].strip() for column in sheet.cells)]
    if len(others) < len(found) or len({text.strip() for _, text in found.values()}) * 2 <= len(found):
        return {}
    if not any(
        _counts(name, column.taken(others).cells()) for name, column in zip(sheet.header, sheet.cells, strict=True)
    ):
        return {}
    if not speaks_of_posts(sheet.header) and (_speaks_of_units(sheet.header) or any(map(_is_set_in, raw.values()))):
        return {}
    return {row: text for row, (_, text) in found.items()}


def speaks_of_posts(names: Sequence[str]) -> bool:
    """Tell whether a heading is of titles, grades or pay, or of units and titles in one.

    >>> speaks_of_posts(["Unit", "Posts"]), speaks_of_posts(["Unit and post title", "Posts"])
    (False, True)
    """
    return any(_is_of_posts(part) for name in names for part in dict.fromkeys((name, *_TWO.split(name))))


def column_of_titles(columns: Mapping[str, Sequence[str]], theirs: Collection[str]) -> str:
    """Name the column of titles beneath the rows that name units: the one in which ``theirs`` stand, or of words where cells are merged."""
    worded = [name for name, texts in columns.items() if is_name([text for text in texts if text])]
    return max(worded, key=lambda name: (_is_title(name), name in theirs), default=next(iter(columns)))


def has_one_top(sheet: Sheet, raw: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether all units that rows name are under one of them; ``raw`` gives the first cells with the spaces before them."""
    found = unit_rows(sheet)
    written = [
        next((one[row] for one in raw.values() if row < len(one) and one[row].strip() == text.strip()), text)
        for row, (_, text) in found.items()
    ]
    return depths_of([mark for mark, _ in found.values()], written)[0].count(0) == 1


def _is_of_posts(name: str) -> bool:
    known = heading(name)
    return known is not None and known.meaning("posts") in _OF_POSTS and known.meaning("units") in ("", "category")


def _is_title(name: str) -> bool:
    known = heading(name)
    return known is not None and known.meaning("posts") == "name" and not known.meaning("units")


def _speaks_of_units(names: Sequence[str]) -> bool:
    return any(
        (known := heading(name)) is not None and known.meaning("posts") in ("unit", "unit_name") for name in names
    )


def _counts(name: str, texts: list[str]) -> bool:
    """Tell whether every cell of a column is a figure, and they do not number the rows."""
    given = [text.strip() for text in texts]
    known = heading(name)
    if known is not None and known.meaning("posts") in _FIGURES:
        return numbers_among(given) * 10 >= len(given) * 9
    return numbers_among(given) == len(given) and (len(set(given)) < len(given) or known is None)


def _is_set_in(texts: Sequence[str]) -> bool:
    given = [text for text in texts if text.strip()]
    return len({depth for depth, _ in set_in(given)}) > 1
