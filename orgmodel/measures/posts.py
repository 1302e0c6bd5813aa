"""What each row of posts adds to the measures that count posts or people (see the catalogue for the formulas)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount, FigureId
from orgmodel.core.frozen import read_only
from orgmodel.core.records import OUTSIDE, Incumbency
from orgmodel.measures.contributions import Contributions, Ints, Mask, sum_by
from orgmodel.measures.masks import assumed_rows, is_code, namer, taken, uncertain_figures

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

HUNDREDTHS = 100
"""Full-time equivalents are stored in hundredths."""


def post_rows(structure: Structure) -> Ints:
    """Give the rows of posts that exist in a unit that exists."""
    return structure.placed_posts


def post_figures(
    structure: Structure, field: str, keep: Mask | None = None, *, instead: tuple[str, Mask] | None = None
) -> Contributions:
    """Give a figure of the posts (of those kept); ``instead`` names the figure that stands in for a missing one, and where."""
    posts = structure.posts
    rows = post_rows(structure)
    if keep is not None:
        rows = rows[taken(keep, rows)]
    value, missing = taken(posts.figures(field), rows), taken(posts.missing(field), rows)
    estimates = uncertain_figures(posts, field, rows)
    if instead is not None and missing.any():
        other, where = instead
        substituted = missing & taken(where, rows)
        substituted[list(estimates)] = False
        value = np.where(substituted, taken(posts.figures(other), rows), value)
        missing = np.where(substituted, taken(posts.missing(other), rows), missing)
        estimates |= {i: amount for i, amount in uncertain_figures(posts, other, rows).items() if substituted[i]}
    return Contributions(
        "posts",
        rows,
        taken(structure.post_unit, rows),
        taken(posts.column("block"), rows),
        value,
        missing,
        taken(assumed_rows(structure, posts), rows),
        namer(structure, "posts", rows, field),
        estimates,
    )


def account_figures(structure: Structure, field: str) -> Contributions:
    """Give a figure of the posts as the ledger counts it: of posts outside quota a blank number is none, and not missing."""
    one = post_figures(structure, field)
    if field != "authorized" or not one.missing.any():
        return one
    none = one.missing & taken(~in_quota(structure), one.row)
    none[list(one.uncertain)] = False
    return replace(one, missing=one.missing & ~none)


def in_quota(structure: Structure) -> Mask:
    """Mark the posts inside quota (surplus and reserve are quota too)."""
    return structure.kept(_in_quota)


def _in_quota(structure: Structure) -> Mask:
    return cast(Mask, read_only(~is_code(structure, structure.posts.column("quota"), OUTSIDE)))


def posts_authorized(structure: Structure) -> Contributions:
    """Give authorized posts inside quota."""
    return post_figures(structure, "authorized", in_quota(structure))


@dataclass(frozen=True)
class Listed:
    """Hold what is known of posts from the persons listed in them, by post row.

    ``people`` counts them, ``places`` the posts that they take: two at half share take one.
    """

    people: Ints
    places: Ints

    @classmethod
    def of(cls, structure: Structure) -> Listed | None:
        """Count the holders of every post; None where none is listed."""
        held = structure.table("incumbencies")
        if not held.live.any():
            return None
        codes = held.column("post")[held.live]  # before the rows: a column may bring new texts
        rows = rows_named(structure, codes)
        shares = held.column("share")[held.live]
        size = structure.posts.size
        found = rows >= 0
        people = sum_by(rows[found], np.ones(int(found.sum())), size)
        return cls(people, -(-sum_by(rows[found], shares[found], size) // HUNDREDTHS))


def posts_filled(structure: Structure) -> Contributions:
    """Give filled posts, inside and outside quota; where no number is stated, at least those that listed persons take."""
    return _with_listed(structure, post_figures(structure, "filled"), Listed.of(structure), people=False)


def _with_listed(structure: Structure, one: Contributions, listed: Listed | None, *, people: bool) -> Contributions:
    """Take listed persons (or the posts that they take) for a missing number: at least these, and all where no more fit.

    Links that fill a post of the row count with them.
    """
    links = structure.links
    if listed is None and not links.size:
        return one
    posts, linked = structure.posts, taken(_linked(structure), one.row)
    nothing = np.zeros(len(one.row), dtype=np.int64)
    places = (nothing if listed is None else taken(listed.places, one.row)) + linked
    counted = places
    if people:
        counted = (nothing if listed is None else taken(listed.people, one.row)) + linked
    unstated = one.missing & (counted > 0)
    unstated[list(one.uncertain)] = False  # a part of a missing number stays one
    shifted = {i: amount for i, amount in one.uncertain.items() if counted[i] and _is_shifted(amount)}
    if shifted:  # so many came to a missing number, or left it
        at = list(shifted)
        unstated[at] = True
        counted = counted.copy()
        counted[at] = [max(int(counted[i]), amount.low) for i, amount in shifted.items()]
        one = replace(
            one,
            missing=one.missing | unstated,
            uncertain={i: amount for i, amount in one.uncertain.items() if i not in shifted},
        )
    authorized = np.where(taken(posts.missing("authorized"), one.row), -1, taken(posts.figures("authorized"), one.row))
    ranges = uncertain_figures(posts, "authorized", one.row)
    authorized[list(ranges)] = -1
    whole = unstated & (authorized >= 0) & (places >= authorized)
    whole[list(shifted)] = False  # the change stays exact: the same number is missing before
    value = np.where(unstated, counted, one.value)

    def terms(position: int) -> Amount:
        if position in shifted:
            return shifted[position]
        return Amount.of(None, one.name(position))  # the same missing number, however many of it are listed

    return replace(one, value=value, missing=one.missing & ~whole, terms=terms)


def _linked(structure: Structure) -> Ints:
    """Count, by post row, the links through which posts of it are held."""
    rows = rows_named(structure, structure.links.column("also_holds")[structure.links.live])
    return np.bincount(rows[rows >= 0], minlength=structure.posts.size)


def _is_shifted(amount: Amount) -> bool:
    """Tell whether an amount is one missing number, more or less a known one."""
    terms = list(amount.terms.items())
    if len(terms) != 1:
        return False
    term, count = terms[0]
    return (
        count == 1 and term.parts == 1 and term.source.best is None and term.source.whole is None and term.low is None
    )


def posts_outside_quota(structure: Structure) -> Contributions:
    """Give posts outside quota, filled where no number is authorized."""
    outside = ~in_quota(structure)
    return post_figures(structure, "authorized", outside, instead=("filled", outside))


def positions(structure: Structure) -> Contributions:
    """Give how many posts each row is: authorized, and outside quota filled where no number is authorized."""
    return post_figures(structure, "authorized", instead=("filled", ~in_quota(structure)))


def vacancies(structure: Structure) -> Contributions:
    """Give authorized less filled inside quota, of each row by itself; missing where either is."""
    given, present = quota_sides(structure)
    missing = given.blank | present.blank
    value = np.where(missing, 0, given.value - present.value)

    def left(position: int) -> Amount:
        return given.amount(position) - present.amount(position)

    uncertain = {position: left(position) for position in sorted({*given.uncertain, *present.uncertain})}
    name = namer(structure, "posts", given.row, "vacancies")
    return replace(given, value=value, missing=missing, name=name, uncertain=uncertain, signed=True, terms=left)


def quota_sides(structure: Structure) -> tuple[Contributions, Contributions]:
    """Give authorized and filled posts inside quota, row by row; people who share a post take one between them."""
    keep = in_quota(structure)
    present = post_figures(structure, "filled", keep)
    listed = Listed.of(structure)
    if listed is not None:
        people, places = taken(listed.people, present.row), taken(listed.places, present.row)
        own = present.value - taken(_linked(structure), present.row)
        shared = np.where(~present.missing & (own >= people), people - places, 0)
        shared[list(present.uncertain)] = 0
        present = replace(present, value=present.value - shared)
    return post_figures(structure, "authorized", keep), _with_listed(structure, present, listed, people=False)


def concurrent(structure: Structure) -> Ints:
    """Count, by post row, the holdings by people who are counted under another post."""
    counts = np.zeros(structure.posts.size, dtype=np.int64)
    np.add.at(counts, second_posts(structure)[0], 1)
    return counts


def first_holdings(structure: Structure) -> Mask:
    """Mark the holdings under which a person is counted; somebody with second ones only is counted under the least of these.

    >>> from orgmodel.core.records import Incumbency, Person, Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("a/s", "a"), Person("p"), Incumbency("p", "a/s", order=1)])
    >>> first_holdings(s).tolist()
    [True]
    """
    held = structure.table("incumbencies")
    person, order = held.column("person"), held.column("order")
    first = np.asarray(held.live & (order == 0))
    has_first = np.zeros(len(structure.strings), dtype=np.bool_)
    has_first[person[first]] = True
    least: dict[int, tuple[int, str, int]] = {}
    for row in np.flatnonzero(held.live & ~first & ~has_first[person]).tolist():
        one = int(order[row]), cast(Incumbency, held.record(row)).post, row
        least[int(person[row])] = min(one, least.get(int(person[row]), one))
    first[[row for _, _, row in least.values()]] = True
    return first


def second_posts(structure: Structure) -> tuple[Ints, Mask]:
    """Give the post row of each second post held, and whether its source is assumed."""
    links, held = structure.links, structure.table("incumbencies")
    found, flags = [], []
    for table, field, keep in (
        (links, "also_holds", links.live),
        (held, "post", held.live & ~first_holdings(structure)),
    ):
        if keep.any():
            found.append(rows_named(structure, table.column(field)[keep]))
            flags.append(assumed_rows(structure, table)[keep])
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    rows, assumed = np.concatenate(found), np.concatenate(flags)
    return rows[rows >= 0], assumed[rows >= 0]


def rows_named(structure: Structure, codes: NDArray[Any]) -> Ints:
    """Give the row of the post that each code of an id names, -1 where there is none."""
    posts = structure.posts
    ids = posts.column("id")
    rows = np.full(len(structure.strings), -1, dtype=np.int64)
    live = np.flatnonzero(posts.live)
    rows[ids[live]] = live
    return np.asarray(rows[codes])


def headcount(structure: Structure) -> Contributions:
    """Give people by post: those present, less those who are counted under another post.

    Listed persons count where no number is stated, and where they are more than the posts that they share.
    """
    one = post_figures(structure, "filled")
    second, _ = second_posts(structure)
    listed = Listed.of(structure)
    if listed is None and not len(second):
        return one
    held = taken(np.bincount(second, minlength=structure.posts.size), one.row)
    if listed is not None:
        people, places = taken(listed.people, one.row), taken(listed.places, one.row)
        own = one.value - taken(_linked(structure), one.row)
        sharing = ~one.missing & (places <= own) & (own < people)
        sharing[list(one.uncertain)] = False
        one = replace(one, value=np.where(sharing, people + one.value - places, one.value))
    one = _with_listed(structure, one, listed, people=True)
    doubtful = {*one.uncertain, *np.flatnonzero(one.missing & (held > 0)).tolist()}
    uncertain = {i: one.amount(i) - Amount(int(held[i])) for i in sorted(doubtful)}
    value = np.where(one.missing, np.maximum(one.value - held, 0), one.value - held)
    if (terms := one.terms) is not None:  # of a number that is not stated those are known who are listed
        for i in [i for i in uncertain if i not in one.uncertain and value[i]]:
            del uncertain[i]
        one = replace(one, terms=lambda i: terms(i) - Amount(int(held[i])))
    return replace(one, value=value, uncertain=uncertain)


def vacant_rows(structure: Structure) -> Mask:
    """Mark the rows of posts that are known to be vacant; a range that may be 0 is not known to be."""
    vacant = np.asarray(structure.posts.column("filled") == 0)
    vacant[list(structure.posts.estimates("filled"))] = False
    return vacant


def fte(structure: Structure) -> Contributions:
    """Give full-time equivalents in hundredths; a post known to be vacant has none."""
    one = post_figures(structure, "fte")
    vacant = taken(vacant_rows(structure), one.row)
    vacant[list(one.uncertain)] = False
    return replace(one, missing=one.missing & ~vacant)


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
    nothing = (one.value == 0) & ~one.missing
    nothing[list(one.uncertain)] = False
    uncertain = {i: amount for i, amount in one.uncertain.items() if not unclear[i]}
    name = partial(_of_rank, one, unclear, namer(structure, "posts", one.row, "rank"))
    value, missing = np.where(unclear, 0, one.value), np.where(unclear, ~nothing, one.missing)
    return replace(one, value=value, missing=missing, name=name, uncertain=uncertain)


def _of_rank(one: Contributions, unclear: Mask, called: Callable[[int], FigureId], position: int) -> FigureId:
    """Name a figure: the same posts of unknown rank are the same missing figure."""
    return called(position)._replace(part=str(one.amount(position))) if unclear[position] else one.name(position)


def concurrent_posts(structure: Structure) -> Contributions:
    """Give one for each post held as a second post."""
    rows, assumed = second_posts(structure)
    units = structure.post_unit[rows]
    here = units >= 0
    rows, units, assumed = rows[here], units[here], assumed[here]
    block = structure.posts.column("block")[rows]
    return Contributions.exact("posts", rows, units, block, np.ones_like(rows), assumed)
