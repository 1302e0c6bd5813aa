"""What each row of a structure adds to the measures that are sums (see the catalogue for the formulas)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount
from orgmodel.core.records import is_assumed
from orgmodel.core.tree import unit_rows
from orgmodel.measures.contributions import Contributions, Flags, Ints

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.core.tables import Table

OUTSIDE = "out"


def is_code(structure: Structure, column: NDArray[Any], text: str) -> Flags:
    """Mark the rows of a coded column that hold a text."""
    return np.asarray(column == structure.vocabulary.code(text))


def assumed_rows(structure: Structure, table: Table) -> Flags:
    """Mark the rows whose source mark says that their figures are assumed."""
    codes = table.column("src")
    marks = np.zeros(len(structure.vocabulary) + 1, dtype=np.bool_)
    for code in np.unique(codes).tolist():
        marks[code] = is_assumed(str(structure.vocabulary.value(code) or ""))
    return np.asarray(marks[codes])


def _namer(structure: Structure, table: str, rows: Ints, field: str) -> Callable[[int], str]:
    keys = structure.table(table)

    def name(position: int) -> str:
        row = int(rows[position])
        if table == "posts":
            key = structure.vocabulary.value(keys.column("id")[row])
        else:
            key = "|".join(cast(tuple[str, ...], keys.record(row).key))
        return f"{table}:{key}:{field}"

    return name


def _posts(structure: Structure) -> tuple[Ints, Ints]:
    units = unit_rows(structure, "posts", "unit")
    rows = np.flatnonzero(structure.posts.live & (units >= 0))
    return rows, units[rows]


def post_figures(
    structure: Structure, field: str, keep: Flags | None = None, *, outside_by: str | None = None
) -> Contributions:
    """Give a figure of the posts; ``outside_by`` names the figure that stands in for a missing one."""
    posts = structure.posts
    rows, units = _posts(structure)
    if keep is not None:
        chosen = keep[rows]
        rows, units = rows[chosen], units[chosen]
    value, missing = posts.figures(field)[rows], posts.missing(field)[rows]
    estimates = _placed(posts, field, rows)
    name = _namer(structure, "posts", rows, field)
    if outside_by is not None and missing.any():
        gap = missing & ~_flags(len(rows), estimates)
        value = np.where(gap, posts.figures(outside_by)[rows], value)
        missing = np.where(gap, posts.missing(outside_by)[rows], missing)
        for position, amount in _placed(posts, outside_by, rows).items():
            if gap[position]:
                estimates[position] = amount
    block = posts.column("block")[rows]
    assumed = assumed_rows(structure, posts)[rows]
    return Contributions("posts", rows, units, block, value, missing, assumed, name, estimates)


def _placed(table: Table, field: str, rows: Ints) -> dict[int, Amount]:
    """Give the uncertain figures of a column by position among ``rows`` (sorted)."""
    found = table.estimates(field)
    if not found:
        return {}
    wanted = np.fromiter(sorted(found), dtype=np.int64)
    places = np.searchsorted(rows, wanted)
    here = (places < len(rows)) & (rows[np.minimum(places, len(rows) - 1)] == wanted) if len(rows) else wanted < 0
    return {int(place): Amount.of(found[int(row)]) for place, row in zip(places[here], wanted[here], strict=True)}


def _flags(count: int, positions: dict[int, Amount]) -> Flags:
    flags = np.zeros(count, dtype=np.bool_)
    flags[list(positions)] = True
    return flags


def in_quota(structure: Structure) -> Flags:
    """Mark the posts inside quota (surplus and reserve are quota too)."""
    return ~is_code(structure, structure.posts.column("quota"), OUTSIDE)


def posts_authorized(structure: Structure) -> Contributions:
    """Give authorized posts inside quota."""
    return post_figures(structure, "authorized", in_quota(structure))


def posts_filled(structure: Structure) -> Contributions:
    """Give filled posts, inside and outside quota."""
    return post_figures(structure, "filled")


def posts_outside_quota(structure: Structure) -> Contributions:
    """Give posts outside quota, filled where no number is authorized."""
    return post_figures(structure, "authorized", ~in_quota(structure), outside_by="filled")


def positions(structure: Structure) -> Contributions:
    """Give how many posts each row is: authorized, and outside quota filled where no number is authorized."""
    inside = in_quota(structure)
    one = post_figures(structure, "authorized")
    other = post_figures(structure, "authorized", outside_by="filled")
    outside = ~inside[one.row]
    uncertain = {i: amount for i, amount in one.uncertain.items() if not outside[i]}
    uncertain |= {i: amount for i, amount in other.uncertain.items() if outside[i]}
    return Contributions(
        "posts",
        one.row,
        one.unit,
        one.block,
        np.where(outside, other.value, one.value),
        np.where(outside, other.missing, one.missing),
        one.assumed,
        one.name,
        uncertain,
    )


def vacancies(structure: Structure) -> Contributions:
    """Give authorized less filled inside quota; missing where either is."""
    keep = in_quota(structure)
    given, present = post_figures(structure, "authorized", keep), post_figures(structure, "filled", keep)
    missing = given.missing | present.missing
    value = np.where(missing, 0, given.value - present.value)
    uncertain = {
        i: given.amount(i) - present.amount(i) for i in sorted({*given.uncertain, *present.uncertain}) if not missing[i]
    }
    name = _namer(structure, "posts", given.row, "vacancies")
    return Contributions("posts", given.row, given.unit, given.block, value, missing, given.assumed, name, uncertain)


def concurrent(structure: Structure) -> Ints:
    """Count, by post row, the holdings by people who are counted under another post."""
    counts = np.zeros(structure.posts.size, dtype=np.int64)
    np.add.at(counts, _second_posts(structure)[0], 1)
    return counts


def _second_posts(structure: Structure) -> tuple[Ints, Flags]:
    """Give the post row of each second post held, and whether its source is assumed."""
    links, held = structure.links, structure.table("incumbencies")
    found, marks = [], []
    for table, field, keep in (
        (links, "also_holds", links.live),
        (held, "post", held.live & (held.column("order") > 0)),
    ):
        if keep.any():
            found.append(_post_rows(structure, table.column(field)[keep]))
            marks.append(assumed_rows(structure, table)[keep])
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    rows, assumed = np.concatenate(found), np.concatenate(marks)
    return rows[rows >= 0], assumed[rows >= 0]


def _post_rows(structure: Structure, codes: NDArray[Any]) -> Ints:
    posts = structure.posts
    ids = posts.column("id")
    rows = np.full(len(structure.vocabulary), -1, dtype=np.int64)
    live = np.flatnonzero(posts.live)
    rows[ids[live]] = live
    return np.asarray(rows[codes])


def headcount(structure: Structure) -> Contributions:
    """Give people by post: those present, less those who are counted under another post."""
    one = post_figures(structure, "filled")
    held = concurrent(structure)[one.row]
    uncertain = {i: amount - Amount(int(held[i])) for i, amount in one.uncertain.items()}
    return Contributions(
        "posts", one.row, one.unit, one.block, one.value - held, one.missing, one.assumed, one.name, uncertain
    )


def fte(structure: Structure) -> Contributions:
    """Give full-time equivalents in hundredths; a post known to be vacant has none."""
    one = post_figures(structure, "fte")
    vacant = (structure.posts.column("filled")[one.row] == 0) & ~_flags(len(one.row), one.uncertain)
    return Contributions(
        "posts", one.row, one.unit, one.block, one.value, one.missing & ~vacant, one.assumed, one.name, one.uncertain
    )


def by_rank(structure: Structure, ranks: tuple[str, ...], *, unknown: bool = True) -> Contributions:
    """Give authorized posts inside quota of some ranks; a row of unknown rank is missing (or left out)."""
    column = structure.posts.column("rank")
    keep = np.zeros(len(column), dtype=np.bool_)
    for rank in ranks:
        keep |= is_code(structure, column, rank)
    unclear = is_code(structure, column, "unknown")
    one = post_figures(structure, "authorized", in_quota(structure) & (keep | unclear if unknown else keep))
    unclear = unclear[one.row]
    if not unclear.any():
        return one
    nothing = (one.value == 0) & ~one.missing & ~_flags(len(one.row), one.uncertain)
    uncertain = {i: amount for i, amount in one.uncertain.items() if not unclear[i]}
    return Contributions(
        "posts",
        one.row,
        one.unit,
        one.block,
        np.where(unclear, 0, one.value),
        np.where(unclear, ~nothing, one.missing),
        one.assumed,
        _namer(structure, "posts", one.row, "rank"),
        uncertain,
    )


def concurrent_posts(structure: Structure) -> Contributions:
    """Give one for each post held as a second post."""
    rows, assumed = _second_posts(structure)
    units = unit_rows(structure, "posts", "unit")[rows]
    here = units >= 0
    rows, units, assumed = rows[here], units[here], assumed[here]
    return _exact(structure, "posts", rows, units, structure.posts.column("block")[rows], np.ones_like(rows), assumed)


def _exact(
    structure: Structure, table: str, rows: Ints, units: Ints, block: NDArray[Any], value: Ints, assumed: Flags
) -> Contributions:
    nothing = np.zeros(len(rows), dtype=np.bool_)
    return Contributions(table, rows, units, block, value, nothing, assumed, _namer(structure, table, rows, "count"))


def counting_as(structure: Structure, *classes: str) -> Flags:
    """Mark the unit rows that exist and whose kind counts as one of some classes."""
    kinds = structure.units.column("kind")
    marks = np.zeros(len(structure.vocabulary) + 1, dtype=np.bool_)
    for code in np.unique(kinds).tolist():
        marks[code] = structure.terms.counts(str(structure.vocabulary.value(code))) in classes
    return np.asarray(marks[kinds] & (structure.tree.depth >= 0))


def units_counting_as(structure: Structure, *classes: str, keep: Flags | None = None) -> Contributions:
    """Give the units of some classes, a remainder as the number it stands for."""
    units = structure.units
    chosen = counting_as(structure, *classes)
    rows = np.flatnonzero(chosen if keep is None else chosen & keep)
    value, assumed = units.column("stands_for")[rows], assumed_rows(structure, units)[rows]
    return _exact(structure, "units", rows, rows, units.column("block")[rows], value, assumed)


def party_members(structure: Structure) -> Contributions:
    """Give members by party organisation: the total as stated, or official and probationary together."""
    table = structure.members
    units = unit_rows(structure, "members", "unit")
    rows = np.flatnonzero(table.live & (units >= 0))
    value, missing = table.figures("total")[rows], table.missing("total")[rows]
    uncertain = _placed(table, "total", rows)
    parts = ("official", "probationary")
    both = missing & ~_flags(len(rows), uncertain)
    for field in parts:
        both &= ~table.missing(field)[rows] & ~_flags(len(rows), _placed(table, field, rows))
    value = np.where(both, sum(table.figures(field)[rows] for field in parts), value)
    name = _namer(structure, "members", rows, "total")
    block, assumed = table.column("block")[rows], assumed_rows(structure, table)[rows]
    return Contributions("members", rows, units[rows], block, value, missing & ~both, assumed, name, uncertain)


SUMS: dict[str, Callable[[Structure], Contributions]] = {
    "units": lambda structure: units_counting_as(structure, "agency"),
    "units_internal": lambda structure: units_counting_as(structure, "internal"),
    "posts_authorized": posts_authorized,
    "posts_filled": posts_filled,
    "posts_outside_quota": posts_outside_quota,
    "vacancies": vacancies,
    "headcount": headcount,
    "fte": fte,
    "heads": lambda structure: by_rank(structure, ("head",)),
    "deputies": lambda structure: by_rank(structure, ("deputy",)),
    "staff": lambda structure: by_rank(structure, ("staff",)),
    "concurrent_posts": concurrent_posts,
    "party_members": party_members,
}
"""The measures that are plain sums of rows, and what gives their contributions."""
