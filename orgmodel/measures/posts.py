"""What each row of posts adds to the measures that count posts or people (see the catalogue for the formulas)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount
from orgmodel.measures.contributions import Contributions, Ints, Mask
from orgmodel.measures.masks import assumed_rows, is_code, namer, taken, uncertain_figures

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

OUTSIDE = "out"


def post_rows(structure: Structure) -> Ints:
    """Give the rows of posts that exist in a unit that exists."""
    return np.flatnonzero(structure.posts.live & (structure.reporting.post_unit >= 0))


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
        taken(structure.reporting.post_unit, rows),
        taken(posts.column("block"), rows),
        value,
        missing,
        taken(assumed_rows(structure, posts), rows),
        namer(structure, "posts", rows, field),
        estimates,
    )


def in_quota(structure: Structure) -> Mask:
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
    outside = ~in_quota(structure)
    return post_figures(structure, "authorized", outside, instead=("filled", outside))


def positions(structure: Structure) -> Contributions:
    """Give how many posts each row is: authorized, and outside quota filled where no number is authorized."""
    return post_figures(structure, "authorized", instead=("filled", ~in_quota(structure)))


def vacancies(structure: Structure) -> Contributions:
    """Give authorized less filled inside quota; missing where either is."""
    keep = in_quota(structure)
    given, present = post_figures(structure, "authorized", keep), post_figures(structure, "filled", keep)
    missing = given.missing | present.missing
    value = np.where(missing, 0, given.value - present.value)
    uncertain = {
        i: given.amount(i) - present.amount(i) for i in sorted({*given.uncertain, *present.uncertain}) if not missing[i]
    }
    name = namer(structure, "posts", given.row, "vacancies")
    return Contributions("posts", given.row, given.unit, given.block, value, missing, given.assumed, name, uncertain)


def concurrent(structure: Structure) -> Ints:
    """Count, by post row, the holdings by people who are counted under another post."""
    counts = np.zeros(structure.posts.size, dtype=np.int64)
    np.add.at(counts, second_posts(structure)[0], 1)
    return counts


def second_posts(structure: Structure) -> tuple[Ints, Mask]:
    """Give the post row of each second post held, and whether its source is assumed."""
    links, held = structure.links, structure.table("incumbencies")
    found, flags = [], []
    for table, field, keep in (
        (links, "also_holds", links.live),
        (held, "post", held.live & (held.column("order") > 0)),
    ):
        if keep.any():
            found.append(_post_rows(structure, table.column(field)[keep]))
            flags.append(assumed_rows(structure, table)[keep])
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    rows, assumed = np.concatenate(found), np.concatenate(flags)
    return rows[rows >= 0], assumed[rows >= 0]


def _post_rows(structure: Structure, codes: NDArray[Any]) -> Ints:
    posts = structure.posts
    ids = posts.column("id")
    rows = np.full(len(structure.strings), -1, dtype=np.int64)
    live = np.flatnonzero(posts.live)
    rows[ids[live]] = live
    return np.asarray(rows[codes])


def headcount(structure: Structure) -> Contributions:
    """Give people by post: those present, less those who are counted under another post."""
    one = post_figures(structure, "filled")
    held = taken(concurrent(structure), one.row)
    uncertain = {i: amount - Amount(int(held[i])) for i, amount in one.uncertain.items()}
    return Contributions(
        "posts", one.row, one.unit, one.block, one.value - held, one.missing, one.assumed, one.name, uncertain
    )


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
    nothing = (one.value == 0) & ~one.missing
    nothing[list(one.uncertain)] = False
    uncertain = {i: amount for i, amount in one.uncertain.items() if not unclear[i]}
    return Contributions(
        "posts",
        one.row,
        one.unit,
        one.block,
        np.where(unclear, 0, one.value),
        np.where(unclear, ~nothing, one.missing),
        one.assumed,
        namer(structure, "posts", one.row, "rank"),
        uncertain,
    )


def concurrent_posts(structure: Structure) -> Contributions:
    """Give one for each post held as a second post."""
    rows, assumed = second_posts(structure)
    units = structure.reporting.post_unit[rows]
    here = units >= 0
    rows, units, assumed = rows[here], units[here], assumed[here]
    block = structure.posts.column("block")[rows]
    return Contributions.exact("posts", rows, units, block, np.ones_like(rows), assumed)
