"""The posts of every unit with all below it, as boxes show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orgmodel.measures.assumed_figures import is_assumed_figure
from orgmodel.measures.posts import in_quota, posts_authorized, posts_filled
from orgmodel.measures.totals import total_below

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


class PostSums:
    """Hold the posts of every unit with all below it, in vectors, as the measures count them: filled, authorized, missing, assumed."""

    def __init__(self, structure: Structure) -> None:
        """Sum the posts of a structure once."""
        posts, tree = structure.posts, structure.tree
        size = structure.units.size
        given, present = posts_authorized(structure), posts_filled(structure)
        inside = in_quota(structure)
        sides = [present.selected(np.flatnonzero(mask[present.row])) for mask in (inside, ~inside)]
        authorized, filled, outside = (total_below(one, tree) for one in (given, *sides))
        assumed = is_assumed_figure(structure, "posts", "authorized") | is_assumed_figure(structure, "posts", "filled")
        self.is_assumed = assumed  # by row of posts

        own = np.bincount(present.unit, minlength=size)
        self.rows = tree.roll_up(own)
        self.below = tree.roll_up((own > 0).astype(np.int64)) - (own > 0)  # units under this one that have posts
        self.inside, self.outside = filled.rows, outside.rows
        self.assumed = tree.roll_up(np.bincount(present.unit[assumed[present.row]], minlength=size))
        self.authorized, self.no_authorized = authorized.value, authorized.missing
        self.filled, self.no_filled = filled.value, filled.missing
        self.filled_outside, self.no_outside = outside.value, outside.missing
        self.listed = np.full(posts.size, -1, dtype=np.int64)  # filled by row, where it is known; -1 where not
        self.listed[present.row] = np.where(present.blank, -1, present.value)
