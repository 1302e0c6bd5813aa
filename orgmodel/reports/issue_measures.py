"""What a cell of a report counts and where, and which cells of the baseline and rows of the ledger can weigh on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from orgmodel.reports.issue_changes import FigureChange

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
"""The figures of the baseline that a measure is of; what others read stands in :data:`READS`."""
_FIGURES = frozenset((*AUTHORIZED, *FILLED, "fte", *MEMBERS))
_OF_PEOPLE = ("present", "headcount", "span_people_mean", "span_people_max")
_WORDS = frozenset(("names", "titles", "order", "notes", "funding", "office"))
"""Fields that no figure depends on."""
_NAMES = frozenset(("names", "titles", "name", "title"))
"""Fields that say what a record is called; of a paper all that it is cited by does."""
_OF_POSTS, _OF_MEMBERS = frozenset(("units", "posts", "links", "incumbencies")), frozenset(("units", "members"))
_ALL_POSTS = _OF_POSTS | {"lines"}
_OF_LINES = frozenset(("units", "lines"))
READS: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "units": (frozenset(("units",)), ()),
    "units_internal": (frozenset(("units",)), ()),
    "layers": (frozenset(("units",)), ()),
    "units_direct": (_OF_LINES, ()),
    "span_units_mean": (_OF_LINES, ()),
    "superiors_per_unit": (_OF_LINES, ()),
    "lines_changed": (_OF_LINES, ()),
    "leaders_per_100": (_OF_POSTS, AUTHORIZED),
    "span_mean": (_ALL_POSTS, AUTHORIZED + FILLED),
    "span_max": (_ALL_POSTS, AUTHORIZED + FILLED),
    "span_people_mean": (_ALL_POSTS, AUTHORIZED + FILLED),
    "span_people_max": (_ALL_POSTS, AUTHORIZED + FILLED),
    "span_fte_mean": (_ALL_POSTS, (*AUTHORIZED, *FILLED, "fte")),
    "layers_posts": (_ALL_POSTS, AUTHORIZED + FILLED),
    "concurrent_posts": (_OF_POSTS, ()),
    "functions_uncovered": (frozenset(("units", "functions")), ()),
    "functions_duplicated": (frozenset(("units", "functions")), ()),
}
"""The tables that measures of no figure alone are read from, and the figures of these that they count; any other measure may be of any."""


@dataclass(frozen=True, slots=True)
class Place:
    """Hold what a cell counts in: scenarios, units with all below (none is anywhere), units of groups alone, fields of posts, steps."""

    cases: tuple[str, ...]
    units: frozenset[str]
    groups: frozenset[str] | None = None
    posts: tuple[tuple[str, str], ...] = ()
    steps: frozenset[str] = frozenset()


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
    >>> [weighs(quota, [one]) for one in ("posts_authorized", "headcount", "span_mean", "units", "cost_year")]
    [True, False, True, False, True]
    """
    return any(_weighs(figure, one) for one in measures)


def _weighs(figure: FigureChange, measure: str) -> bool:
    fields = FIELDS_OF.get(measure)
    if fields is None and measure not in READS:
        return True
    tables, fields = READS.get(measure, (None, fields))
    if tables is not None and figure.table not in tables:
        return False
    if figure.field in _FIGURES:
        return figure.field in (fields or ())
    if figure.field in _WORDS or (figure.table, figure.field) == ("units", "src"):
        return False
    return is_near(figure, (measure,))


def is_name(figure: FigureChange) -> bool:
    """Tell whether a cell of the baseline says what a record is called.

    >>> is_name(FigureChange("s", "units", "a", "names")), is_name(FigureChange("s", "units", "a", "kind"))
    (True, False)
    """
    return figure.field in _NAMES or figure.table == "documents"


def is_near(figure: FigureChange, measures: Collection[str]) -> bool:
    """Tell whether a cell of the baseline is in a table that one of some measures is read from.

    >>> is_near(FigureChange("s", "members", "cell", "total"), ["present"])
    False
    """
    return any((tables := _tables(one)) is None or figure.table in tables for one in measures)


def _tables(measure: str) -> frozenset[str] | None:
    """Give the tables that a measure is read from; None where it may be of any."""
    if measure in READS:
        return READS[measure][0]
    fields = FIELDS_OF.get(measure)
    return None if fields is None else _OF_MEMBERS if fields is MEMBERS else _OF_POSTS


def is_of(quantity: str, measures: Iterable[str]) -> bool:
    """Tell whether a row of the ledger of a quantity can weigh on one of some measures.

    >>> is_of("people", ["present"]), is_of("people", ["posts_authorized"]), is_of("members", ["party_members"])
    (True, False, True)
    >>> is_of("authorized", ["span_mean"]), is_of("authorized", ["units"]), is_of("members", ["cost_year"])
    (True, False, True)
    """
    return any(_is_of(quantity, one) for one in measures)


def _is_of(quantity: str, measure: str) -> bool:
    fields = READS[measure][1] if measure in READS else FIELDS_OF.get(measure)
    if fields is None:
        return True
    if fields is MEMBERS:
        return quantity == "members"
    return quantity in fields or (quantity == "people" and measure in _OF_PEOPLE)
