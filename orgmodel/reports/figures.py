"""Figures of measures as cells: of what kind they are, and what is counted inside quota."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.figures import Amount, FigureId, Tally
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import OUTSIDE, Post, is_assumed
from orgmodel.measures.catalogue import MEAN, Measure, measure_of
from orgmodel.measures.masks import is_code
from orgmodel.measures.measured_value import MeasuredValue
from orgmodel.reports.about import ANY, About
from orgmodel.reports.cells import COUNT, FTE, MONEY, NUMBER, PEOPLE, Cell
from orgmodel.reports.form import AFTER, BEFORE, CHANGE, FormRow
from orgmodel.words.citations import rows_together, source_name
from orgmodel.words.money import measure_places, measure_title
from orgmodel.words.numbers import change_told, places_of
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.core.structure import Structure
    from orgmodel.measures.measure_change import MeasureChange
    from orgmodel.reports.arrangement import Arrangement

KINDS_OF_UNITS = {
    "people": PEOPLE,
    "members": PEOPLE,
    "full_time": FTE,
    "money": MONEY,
    "declared": NUMBER,
    "ratio": NUMBER,
}
"""The kind of cell by what a measure counts; whatever else is counted is a count."""
RANK_OF = {"heads": "head", "deputies": "deputy", "staff": "staff"}
"""The rank of the posts that a measure counts, where it counts those of one."""
MOST_SOURCES = 4
"""How many sources stand under a table; the list of sources has them all."""


def kind_of(measure: Measure) -> str:
    """Give the kind of a measure's cells; of a mean of superiors a count's, as a whole one is told like them (04, and not 4).

    >>> kind_of(measure_of("heads")), kind_of(measure_of("span_mean")), kind_of(measure_of("headcount"))
    ('count', 'number', 'people')
    >>> kind_of(measure_of("superiors_per_unit"))
    'count'
    """
    return (
        NUMBER if measure.form == MEAN and measure.quantity != "lines" else KINDS_OF_UNITS.get(measure.quantity, COUNT)
    )


def measure_names(id: str, case: Case) -> Names:
    """Name a measure in every language."""
    return names_of(**{code: measure_title(id, case.before.terms, code) for code in case.languages})


def cell_of(change: MeasureChange, role: str) -> Cell:
    """Give the cell of a measure before, after, or of what changes."""
    return {BEFORE: change.before, AFTER: change.after, CHANGE: change.change}[role]


def change_row(
    id: str,
    change: MeasureChange,
    case: Case,
    *,
    level: int = 0,
    names: Names = (),
    key: str = "",
    about: About = ANY,
) -> FormRow:
    """Make a row of a measure: its name, before, after, what changes, and the change in per cent where all is known."""
    known = [change.before.value, change.after.value, change.change]
    share: Cell = ()
    if change.change and change.before.value and change.before.complete and change.after.complete:
        share = 100 * change.change / change.before.value
    places = places_of((known[0], known[1], known[2]), least=measure_places(id, case.before.terms))
    told = change_told(known[0], known[1], known[2], places)
    cells = (names or measure_names(id, case), change.before, change.after, told, share)
    return FormRow(cells, kind=kind_of(measure_of(id, case.before.terms)), level=level, places=places, key=key, of=id, about=about)  # fmt: skip


def is_nothing(change: MeasureChange) -> bool:
    """Tell whether there is nothing of a measure in either state."""
    return not any((change.before.value, change.after.value, change.before.missing, change.after.missing))


def is_partial(value: MeasuredValue) -> bool:
    """Tell whether a mean is of some units only."""
    return value.known is not None and value.of is not None and value.known < value.of


def in_quota(filled: MeasuredValue, outside: MeasuredValue) -> MeasuredValue:
    """Count who is present inside quota: all who are present, less those outside.

    >>> in_quota(MeasuredValue(51, 49, 51), MeasuredValue(4, 4, 4)).value
    47
    """
    if filled.value is None or outside.value is None or outside.missing:
        return MeasuredValue(None, None, None, filled.missing or 1)
    low, high = (None if one is None else one - outside.value for one in (filled.low, filled.high))
    return MeasuredValue(filled.value - outside.value, low, high, filled.missing, max(filled.assumed, 0.0))


def present(part: Arrangement) -> tuple[MeasuredValue, MeasuredValue]:
    """Count who is present inside quota in a group before and after."""
    filled = part.read("posts_filled")
    return in_quota(filled.before, filled_outside(part, BEFORE)), in_quota(filled.after, filled_outside(part, AFTER))


def filled_outside(part: Arrangement, state: str) -> MeasuredValue:
    """Count who is present outside quota in a group before or after, whatever number of such posts is agreed."""
    structure = getattr(part.case, state)
    outside = np.flatnonzero(structure.posts.live & is_code(structure, structure.posts.column("quota"), OUTSIDE))
    units = frozenset(getattr(part, state)) if len(outside) else frozenset()
    found = (structure.posts.record(int(row)) for row in outside)
    return sum_of_posts((one for one in found if _within(structure, one.unit, units)), "filled")


def _within(structure: Structure, unit: str, units: frozenset[str]) -> bool:
    """Tell whether a unit is one of some, or lies below one."""
    return any(one.id in units for one in structure.queries.upward(unit))


def sources_of(case: Case, units: Iterable[str], state: str = BEFORE) -> Names:
    """Name the sources of the figures of posts in units with all below, those of the most rows first."""
    structure = getattr(case, state)
    counted: dict[str, int] = {}
    for unit in units:
        if structure.units.row(unit) < 0:
            continue
        for inner in structure.queries.subtree(unit):
            for post in structure.posts_of(inner.id):
                if isinstance(post, Post) and post.src:
                    counted[post.src] = counted.get(post.src, 0) + 1
    listed = rows_together(sorted(counted, key=lambda one: (-counted[one], one)))[:MOST_SOURCES]
    return source_names(case, listed)


def source_names(case: Case, sources: Iterable[str]) -> Names:
    """Name sources in one text; where all that they give is assumed, that is said once.

    A source mark of an assumed figure without a paper says that there is none.
    """
    listed = list(dict.fromkeys(sources))
    papers = list(dict.fromkeys(one.removeprefix("assumed:") for one in listed if one != "assumed"))
    all_assumed = bool(listed) and all(is_assumed(one) for one in listed)
    shown = papers if all_assumed else [one for one in listed if one != "assumed"]
    texts = {}
    for code in case.languages:
        told = [*dict.fromkeys(source_name(one, case.papers, code, case.own_labels) for one in shown)]
        told += [text_in(said("no_source"), code)] if "assumed" in listed else []
        texts[code] = "; ".join(filter(None, remarks_once(told)))
    return said("all_assumed", sources=names_of(**texts)) if all_assumed and papers else names_of(**texts)


def remarks_once(texts: Sequence[str]) -> list[str]:
    """Leave a remark in brackets that several texts end with to the last of them.

    >>> remarks_once(["A (own)", "B", "C (own)"])
    ['A', 'B', 'C (own)']
    """
    ends = [found[0] if (found := re.search(r" \([^()]*\)$", text)) else "" for text in texts]
    return [text.removesuffix(end) if end in ends[at + 1 :] else text for at, (text, end) in enumerate(zip(texts, ends, strict=True))]  # fmt: skip


def tallied(tally: Tally, scale: int = 1) -> MeasuredValue:
    """Give what is told of amounts together as a cell, each ``scale`` of them one.

    >>> from orgmodel.core.figures import Amount
    >>> tally = Tally()
    >>> tally.add(Amount(3)), tally.add(Amount.of(None, "x"))
    (None, None)
    >>> tallied(tally).value, tallied(tally).missing
    (3, 1)
    """
    told, least, most = tally.told, tally.least, tally.amount.high
    in_doubt = least < told if tally.missing else least != most
    ends = [one if one is None or scale == 1 else one / scale for one in (told, least, most)]
    return MeasuredValue(ends[0], ends[1], ends[2], tally.missing, float(in_doubt))


def sum_of_posts(posts: Iterable[Post], field: str) -> MeasuredValue:
    """Sum a figure of rows of posts (``authorized``, ``filled``); a sum of assumed figures is assumed so far.

    >>> posts = [Post("a/1", "a", authorized=3, src="assumed"), Post("a/2", "a", authorized=1)]
    >>> sum_of_posts(posts, "authorized").value, sum_of_posts(posts, "authorized").assumed
    (4, 0.75)
    """
    tally, assumed = Tally(), 0
    for post in posts:
        amount = Amount.of(getattr(post, field), FigureId("posts", post.id, field))
        tally.add(amount)
        assumed += amount.told if is_assumed(post.src) else 0
    told = tallied(tally)
    return replace(told, assumed=assumed / told.value) if assumed and told.value else told


def zero() -> MeasuredValue:
    """Give the figure of what is not there: none."""
    return MeasuredValue(0, 0, 0)
