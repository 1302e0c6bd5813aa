"""Who holds two posts: the rows with somebody who does, and the first post of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orgmodel.measures.contributions import Ints, Mask
from orgmodel.measures.posts import first_holdings, rows_named, second_posts

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def first_posts(structure: Structure) -> Ints:
    """Give the row of the first post of each second post held: an entry a second post, sorted by row.

    >>> from orgmodel.core.records import Link, Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a"), Post("a/1", "a"), Post("a/2", "a"), Link("a/2", "a/1")])
    >>> first_posts(s).tolist()
    [1]
    """
    found = []
    links, held = structure.links, structure.table("incumbencies")
    if links.live.any():
        found.append(rows_named(structure, links.column("post")[links.live]))
    counted = first_holdings(structure)
    more = held.live & ~counted
    if more.any():
        first = np.full(len(structure.strings), -1, dtype=np.int64)
        one = counted
        first[held.column("person")[one]] = rows_named(structure, held.column("post")[one])
        found.append(first[held.column("person")[more]])
    rows = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
    return np.sort(rows[rows >= 0])


def two_posts(structure: Structure) -> Mask:
    """Mark the rows of posts in which somebody holds another post too, be it the first or the second."""
    mask = np.zeros(structure.posts.size, dtype=np.bool_)
    mask[first_posts(structure)] = True
    mask[second_posts(structure)[0]] = True
    return mask
