"""What a cell of a report counts and where, and which cells of the baseline and rows of the ledger can weigh on it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from orgmodel.comparison.case import Case
from orgmodel.core.names import Names
from orgmodel.reports.figures import measure_names
from orgmodel.reports.issue_changes import CellChange, FigureChange
from orgmodel.words.reports import said

AUTHORIZED, FILLED = ("authorized",), ("filled",)
MEMBERS = ("official", "probationary", "total")
FIELDS_OF = {
    "posts_authorized": AUTHORIZED,
    "posts_filled": FILLED,
    "present": FILLED,
    "headcount": FILLED,
    "posts_outside_quota": AUTHORIZED + FILLED,
    "posts_moved": AUTHORIZED + FILLED,
    "vacancies": AUTHORIZED + FILLED,
    "heads": AUTHORIZED,
    "deputies": AUTHORIZED,
    "staff": AUTHORIZED,
    "fte": ("fte",),
    "party_members": MEMBERS,
}
"""The figures of the baseline that a measure is of; any other measure may be of any."""
RANK_OF = {"heads": "head", "deputies": "deputy", "staff": "staff"}
"""The rank of the posts that a measure counts, where it counts those of one."""
_FIGURES = frozenset((*AUTHORIZED, *FILLED, "fte", *MEMBERS))
_OF_PEOPLE = ("present", "headcount")
_WORDS = frozenset(("names", "titles", "order", "notes", "funding", "office"))
"""Fields that no figure depends on."""
_OF_POSTS, _OF_MEMBERS = frozenset(("units", "posts", "links", "incumbencies")), frozenset(("units", "members"))
_PART = re.compile(r"[;.](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Place:
    """Hold what a cell counts in: scenarios, units (none is anywhere) alone or with all below them, and a block if it is of one."""

    cases: tuple[str, ...]
    units: frozenset[str]
    is_alone: bool = False
    block: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """Hold where a record comes to be: units, those with all above, the rows that it becomes, those and what goes with it."""

    units: frozenset[str]
    above: frozenset[str]
    rows: frozenset[str]
    records: frozenset[str]


def weighs(figure: FigureChange, measures: Collection[str]) -> bool:
    """Tell whether a cell of the baseline can weigh on one of some measures: their figures, and what says where these count.

    >>> quota = FigureChange("s", "posts", "a/head", "authorized")
    >>> weighs(quota, ["posts_authorized"]), weighs(quota, ["headcount"]), weighs(quota, ["span_mean"])
    (True, False, True)
    """
    return any(_weighs(figure, one) for one in measures)


def _weighs(figure: FigureChange, measure: str) -> bool:
    fields = FIELDS_OF.get(measure)
    if fields is None:
        return True
    if figure.field in _FIGURES:
        return figure.field in fields
    if figure.field in _WORDS or (figure.table, figure.field) == ("units", "src"):
        return False
    return is_near(figure, (measure,))


def is_near(figure: FigureChange, measures: Collection[str]) -> bool:
    """Tell whether a cell of the baseline is in a table that one of some measures is read from.

    >>> is_near(FigureChange("s", "members", "cell", "total"), ["present"])
    False
    """
    fields = [FIELDS_OF.get(one) for one in measures]
    return any(one is None or figure.table in (_OF_MEMBERS if one is MEMBERS else _OF_POSTS) for one in fields)


def is_of(quantity: str, measures: Iterable[str]) -> bool:
    """Tell whether a row of the ledger of a quantity can weigh on one of some measures.

    >>> is_of("people", ["present"]), is_of("people", ["posts_authorized"]), is_of("members", ["party_members"])
    (True, False, True)
    """
    return any(_is_of(quantity, one) for one in measures)


def _is_of(quantity: str, measure: str) -> bool:
    fields = FIELDS_OF.get(measure)
    if fields is None:
        return True
    if fields is MEMBERS:
        return quantity == "members"
    return quantity in fields or (quantity == "people" and measure in _OF_PEOPLE)


class Measures:
    """Read what measures a cell counts: as its row or column says, else as its heading or the words that changed are titled."""

    def __init__(self, case: Case) -> None:
        """Take a case, in whose words measures are titled."""
        titles: dict[str, Names] = {id: measure_names(id, case) for id in FIELDS_OF if id != "present"}
        every = [*titles.items(), ("posts_authorized", said("authorized")), ("present", said("present")),
                 ("posts_outside_quota", said("contracts")), ("vacancies", said("vacant"))]  # fmt: skip
        self._by_title: Mapping[tuple[str, str], str] = {
            (code, text.casefold()): id for id, names in every for code, text in names
        }

    def of(self, cell: CellChange) -> frozenset[str]:
        """Give the measures that a cell counts; none where that cannot be told."""
        if cell.of:
            return frozenset((cell.of,))
        for code, heading in cell.column:
            for part in heading.split(": "):
                if id := self._by_title.get((code, part.casefold())):
                    return frozenset((id,))
        was = dict(cell.was)
        for code, now in cell.now:
            sides = [{part.strip() for part in _PART.split(text)} - {""} for text in (was.get(code, ""), now)]
            found = [self._by_title.get((code, part.partition(":")[0].casefold())) for part in sides[0] ^ sides[1]]
            if found and all(found):
                return frozenset(filter(None, found))
        return frozenset()
