"""Who answers to whom: written lines are the truth, the ordinary rule derives the rest.

The ordinary rule: a post answers to the head of its unit, a head to the head of the nearest unit above that has one.
Where a unit (or one of its posts) has written administrative lines, these are the complete list of its superiors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.frozen import Alike
from orgmodel.core.tree import Rows, rows_by_code

if TYPE_CHECKING:
    from orgmodel.core.queries import Queries
    from orgmodel.core.records import Post, Unit
    from orgmodel.core.store import Store
    from orgmodel.core.tree import Tree

ADMINISTRATIVE = "administrative"


@dataclass(frozen=True, eq=False)
class Reporting(Alike):
    """Hold the administrative lines as arrays.

    ``head`` is the head post's row of each unit row (-1: none), ``nearest_head`` the head of the unit or of the
    nearest one above. ``post_from``/``post_to`` are the lines between post rows, ``unit_from``/``unit_to`` those between
    unit rows; ``post_derived``/``unit_derived`` mark the ones that nobody wrote.
    """

    head: Rows
    nearest_head: Rows
    post_unit: Rows
    post_from: Rows
    post_to: Rows
    post_derived: NDArray[np.bool_]
    unit_from: Rows
    unit_to: Rows
    unit_derived: NDArray[np.bool_]

    @classmethod
    def of(cls, structure: Store, tree: Tree, post_unit: Rows) -> Reporting:
        """Derive the lines of a structure, whose chart and unit row of each row of posts are given."""
        head = heads(structure, post_unit)
        nearest = nearest_heads(head, tree.parent)
        junior_unit, junior_post, senior_unit, senior_post = written_lines(structure)

        # units: what is written, and the parent for the rest
        is_unit_line = (junior_unit >= 0) & (senior_unit >= 0)
        has_written = np.zeros(len(head), dtype=np.bool_)
        has_written[junior_unit[junior_unit >= 0]] = True
        plain = np.flatnonzero((tree.depth >= 0) & ~has_written & (tree.parent >= 0))
        unit_from = np.concatenate([junior_unit[is_unit_line], plain])
        unit_to = np.concatenate([senior_unit[is_unit_line], tree.parent[plain]])
        unit_derived = np.arange(len(unit_from)) >= int(is_unit_line.sum())

        # posts: written ones of a post, or of its unit for the head; the ordinary rule for the rest
        written_post = np.zeros(len(post_unit), dtype=np.bool_)
        written_post[junior_post[junior_post >= 0]] = True
        is_head = np.zeros(len(post_unit), dtype=np.bool_)
        is_head[head[head >= 0]] = True
        posts = np.flatnonzero(structure.posts.live & (post_unit >= 0))
        plain_posts = posts[~written_post[posts] & ~is_head[posts]]
        heads_left = posts[is_head[posts] & ~written_post[posts]]
        by_parent = heads_left[~has_written[post_unit[heads_left]]]
        parent = tree.parent[post_unit[by_parent]]
        to_parent = np.where(parent >= 0, nearest[parent], -1)
        senior = np.where(senior_post >= 0, senior_post, np.where(senior_unit >= 0, nearest[senior_unit], -1))
        junior_head = np.where(junior_unit >= 0, head[junior_unit], -1)
        from_head = junior_head >= 0
        from_head[from_head] = ~written_post[junior_head[from_head]]
        from_post = junior_post >= 0
        starts = np.concatenate([junior_post[from_post], junior_head[from_head], plain_posts, by_parent])
        ends = np.concatenate([senior[from_post], senior[from_head], nearest[post_unit[plain_posts]], to_parent])
        written = int(from_post.sum()) + int(from_head.sum())
        derived = np.arange(len(starts)) >= written
        real = (ends >= 0) & (starts != ends)
        return cls(head, nearest, post_unit, starts[real], ends[real], derived[real], unit_from, unit_to, unit_derived)


def heads(structure: Store, post_unit: Rows) -> Rows:
    """Give the row of each unit's head post, -1 where it has none.

    A unit with two is a problem that ``integrity.check`` reports; here the first by id stands, in whatever order they
    were read.
    """
    head = np.full(structure.units.size, -1, dtype=np.int64)
    rows = head_rows(structure, post_unit)
    head[post_unit[rows]] = rows
    if np.count_nonzero(head >= 0) < len(rows):
        ids = structure.posts.column("id")
        rows = rows[np.argsort([str(structure.strings.value(code)) for code in ids[rows]])[::-1]]
        head[post_unit[rows]] = rows
    return head


def head_rows(structure: Store, post_unit: Rows) -> Rows:
    """List the rows of the head posts of units that exist."""
    posts = structure.posts
    is_head = (posts.column("rank") == structure.strings.code("head")) & posts.live & (post_unit >= 0)
    return np.flatnonzero(is_head)


def nearest_heads(head: Rows, parent: Rows) -> Rows:
    """Give each unit the head of itself or of the nearest unit above, by pointer jumping."""
    found, up = head.copy(), parent.copy()
    open_rows = np.flatnonzero((found < 0) & (up >= 0))
    for _ in range(len(parent).bit_length() + 1):  # each turn doubles the way; a cycle of parents never ends
        above = up[open_rows]
        found[open_rows] = found[above]
        up[open_rows] = np.where(found[open_rows] >= 0, -1, up[above])
        open_rows = open_rows[up[open_rows] >= 0]
    return found


def written_lines(structure: Store) -> tuple[Rows, Rows, Rows, Rows]:
    """Give the written administrative lines as rows: junior unit or post, senior unit or post (-1: the other)."""
    lines = structure.lines
    kind, junior, senior = lines.column("kind"), lines.column("from_"), lines.column("to")
    rows = np.flatnonzero((kind == structure.strings.code(ADMINISTRATIVE)) & lines.live)
    if not len(rows):
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing, nothing
    post_codes = structure.posts.column("id")
    units = rows_by_code(structure)
    posts = np.full(len(structure.strings), -1, dtype=np.int64)
    live = np.flatnonzero(structure.posts.live)
    posts[post_codes[live]] = live
    return units[junior[rows]], posts[junior[rows]], units[senior[rows]], posts[senior[rows]]


# -- one by one, where no arrays are made --------------------------------------------------------------------------------


def superiors_of_unit(reader: Queries, unit: Unit) -> list[str]:
    """List the units and posts that a unit answers to: as written, else its parent."""
    return _written_of(reader, unit.id) or ([unit.parent] if unit.parent is not None else [])


def superiors_of_post(reader: Queries, post: Post) -> list[str]:
    """List the posts that a post answers to: those written, or the heads of the units that it or its unit answers to."""
    found = _written_of(reader, post.id)
    if not found and post.rank == "head":
        unit = cast("Unit | None", reader.get("units", post.unit))
        found = superiors_of_unit(reader, unit) if unit is not None else []
    elif not found:
        found = [post.unit]
    posts = [to if reader.get("units", to) is None else nearest_head(reader, to) for to in found]
    return [one for one in posts if one is not None and one != post.id]


def nearest_head(reader: Queries, unit: str) -> str | None:
    """Give the head post of a unit or of the nearest one above that has one."""
    heads = (reader.queries.head_of(one.id) for one in reader.queries.upward(unit))
    return next((head.id for head in heads if head is not None), None)


def _written_of(reader: Queries, id: str) -> list[str]:
    return [line.to for line in reader.queries.lines_from(id) if line.kind == ADMINISTRATIVE]
