"""Units whose posts nobody lists: the one rule for measures, the list of missing figures, and norms.

A unit of a kind that has posts does not tell them where neither it nor a unit below it lists any. A kind that has none (a
party organisation, a place) has nothing to tell. A unit that listed posts in the baseline of a run, all of which have left
it, has none: that is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.tree import rows_by_code
from orgmodel.measures.contributions import Ints, Mask
from orgmodel.measures.masks import counting_as, is_code, taken, text_mask

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

WITHOUT = ("none", "party")
"""What units count as that have no posts by their kind."""


def has_posts_by_kind(structure: Structure) -> Mask:
    """Mark the unit rows whose kind has posts: all but party organisations and what counts as nothing."""
    counts = structure.terms.counts
    return text_mask(structure, structure.units.column("kind"), lambda kind: counts(kind) not in WITHOUT)


def stands_for_places(structure: Structure) -> Mask:
    """Mark the remainders that stand for several places, of which nobody lists the units that are in them."""
    counts = structure.terms.counts
    places = text_mask(structure, structure.units.column("kind"), lambda kind: counts(kind) == "none")
    return np.asarray(places & (structure.units.column("stands_for") != 1))


def rows_listed(structure: Structure, *, beside_heads: bool = False, placed: Ints | None = None) -> Ints:
    """Count the rows of posts that each unit row lists, or listed in the baseline of a run; ``beside_heads`` leaves out heads.

    A row that a run wrote counts where it is and where it was. ``placed`` gives the rows that are in each unit row, where they are counted
    already.
    """
    posts, origin = structure.posts, structure.posts.origin
    was = np.array([row for row in posts.patch if row < origin.size], dtype=np.int64)
    if beside_heads:
        was = was[~is_code(structure, origin.column("rank")[was], "head")]
    left = rows_by_code(structure)[origin.column("unit")[was]]
    if placed is None or beside_heads:
        placed = posts_placed(structure, beside_heads=beside_heads)
    return placed + np.bincount(left[left >= 0], minlength=structure.units.size)


def posts_placed(structure: Structure, *, beside_heads: bool = False) -> Ints:
    """Count the rows of posts that are in each unit row; ``beside_heads`` leaves out heads."""
    rows = structure.placed_posts
    if beside_heads:
        rows = rows[~is_code(structure, structure.posts.column("rank")[rows], "head")]
    return np.bincount(taken(structure.post_unit, rows), minlength=structure.units.size).astype(np.int64)


def unlisted(structure: Structure, rows: Ints, *, below: bool = True) -> Mask:
    """Mark the unit rows that do not tell their posts, by how many rows each lists.

    With ``below`` units below tell for those above, and a remainder of several places does not tell what is in them.
    """
    if not below:
        return np.asarray((rows == 0) & has_posts_by_kind(structure))
    return np.asarray(
        (structure.tree.roll_up(rows) == 0) & (has_posts_by_kind(structure) | stands_for_places(structure))
    )


def agencies_without_posts(structure: Structure, listing: Ints) -> Mask:
    """Mark the agencies that list no posts (``listing`` rows by unit row), neither of their own nor in internal units within them."""
    tree, listed = structure.tree, listing > 0
    internal = counting_as(structure, "internal")
    for row in np.flatnonzero(listed & internal).tolist():
        while row >= 0 and internal[row]:
            row = int(tree.parent[row])
            if row >= 0:
                listed[row] = True
    return np.asarray(counting_as(structure, "agency") & ~listed)
