"""Which post heads a unit, where a source tells who reports to whom and not who is the head."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def heads_of(
    homes: Mapping[str, str],
    superiors: Mapping[str, str],
    above: Mapping[str, str | None],
    tops: Collection[str] = (),
) -> set[str]:
    """Find the heads among posts by their ids, as :func:`head_rows` does.

    ``homes`` gives the unit of each post, ``superiors`` the post that each reports to, ``above`` the unit above each
    unit, ``tops`` the posts that a source puts at the top.

    >>> sorted(
    ...     heads_of({"a": "u", "b": "u", "c": "v", "d": "v"}, {"b": "a", "c": "a", "d": "a"}, {"u": None, "v": "u"})
    ... )
    ['a']
    """
    posts, units = list(homes), list(dict.fromkeys([*homes.values(), *above]))
    post_at = {post: number for number, post in enumerate(posts)}
    unit_at = {unit: number for number, unit in enumerate(units)}
    found = head_rows(
        np.array([unit_at[home] for home in homes.values()], dtype=np.int64),
        np.array([post_at.get(superiors.get(post, ""), -1) for post in posts], dtype=np.int64),
        np.array([post not in superiors for post in posts], dtype=np.bool_),
        np.array([unit_at.get(above.get(unit) or "", -1) for unit in units], dtype=np.int64),
        np.array([post in tops for post in posts], dtype=np.bool_),
    )
    return {posts[row] for row in found.tolist()}


def head_rows(homes: Ints, superiors: Ints, is_first: Flags, above: Ints, tops: Flags) -> Ints:
    """List the heads among posts: of each unit its one post to which all its others report without leaving the unit.

    ``homes`` is the unit of each post, ``superiors`` the post that each reports to (-1: none that is known), ``is_first``
    marks those who report to nobody, ``above`` is the unit above each unit (-1: none), ``tops`` marks the posts that a
    source puts at the top. A unit with several posts that report outside it, or to
    nobody, has no head that one could tell. Nor has a unit above a post that reports to nobody, unless it is one of the
    tops: the ordinary rule would put that post under the head, and nothing says so.
    """
    leaves = np.flatnonzero(np.where(superiors >= 0, homes[superiors], -1) != homes)
    times = np.bincount(homes[leaves], minlength=len(above))
    alone = leaves[times[homes[leaves]] == 1]
    head = np.full(len(above), -1, dtype=np.int64)
    head[homes[alone]] = alone
    seen: set[int] = set()
    for home in np.unique(homes[is_first]).tolist():
        unit = int(above[home])
        while unit >= 0 and unit not in seen:
            seen.add(unit)
            if head[unit] >= 0 and not tops[head[unit]]:
                head[unit] = -1
            unit = int(above[unit])
    return np.sort(head[head >= 0])
