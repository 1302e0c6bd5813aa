"""Who holds what: warnings of holdings that contradict the posts or each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.present import WHOLE
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.records import OUTSIDE
from orgmodel.core.tree import rows_by_code

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def holder_warnings(structure: Structure) -> Iterable[Problem]:
    """Warn of holdings that contradict the posts or each other.

    These are vacant posts with full-time equivalents, people without a name, holders of a post that is said to be vacant, more whole holders than people present,
    and an only holding that is called a second one; a link is a holder too. Columns find the rows; only those are looked at one by one.
    """
    persons, held = structure.table("persons"), structure.table("incumbencies")
    posts = structure.posts
    vacant = posts.live & (posts.column("filled") == 0) & (posts.figures("fte") > 0)
    vacant[list(posts.estimates("filled"))] = False
    for row in np.flatnonzero(vacant).tolist():
        id = structure.strings.value(posts.column("id")[row])
        message = Message.of("{post!r} is vacant (filled: 0) and has full-time equivalents", post=id)
        yield _warning("FTE_OF_VACANT", message, id, "posts", row, "fte")
    nameless = persons.live & (persons.column("name") == structure.strings.code(""))
    rows = np.flatnonzero(nameless).tolist()
    if len(rows) > 1 and len(rows) == np.count_nonzero(persons.live):  # as where names are left out on purpose
        message = Message.of("none of the {count} people has a name", count=len(rows))
        yield _warning("NAMELESS", message, "", "persons", rows[0], "name")
        rows = []
    for row in rows:
        id = structure.strings.value(persons.column("id")[row])
        yield _warning("NAMELESS", Message.of("{person!r} has no name", person=id), id, "persons", row, "name")
    whole: dict[str, int] = defaultdict(int)
    for row in _more_than_present(structure):
        one: Any = held.record(row)
        post: Any = structure.posts.get(one.post)
        whole[one.post] += one.share >= WHOLE
        if post.filled == 0:
            message = Message.of(
                "{person!r} holds {post!r}, of which nobody is said to be present (filled: 0)",
                person=one.person,
                post=one.post,
            )
            yield _warning("HOLDER_OF_VACANT", message, one.post, "incumbencies", row, "post")
        elif isinstance(post.filled, int) and whole[one.post] > post.filled:
            message = Message.of(
                "{post!r} has more whole holders than the {count} present", post=one.post, count=post.filled
            )
            yield _warning("TWO_HOLDERS", message, one.post, "incumbencies", row, "post")
        elif not isinstance(post.filled, int) and whole[one.post] > post.authorized:
            message = Message.of(
                "{post!r} has more whole holders than its {count} posts", post=one.post, count=post.authorized
            )
            yield _warning("TWO_HOLDERS", message, one.post, "incumbencies", row, "post")
    yield from _linked_beyond_present(structure)
    holders = held.column("person")
    times = np.bincount(holders[held.live], minlength=len(structure.strings))
    for row in np.flatnonzero(held.live & (held.column("order") > 0) & (times[holders] == 1)).tolist():
        one = held.record(row)
        message = Message.of(
            "{person!r} holds {post!r} alone, and it is called a second post", person=one.person, post=one.post
        )
        yield _warning("ONLY_SECOND", message, one.person, "incumbencies", row, "order")


_FEWEST_ROWS = 5
_LONG = 1000


def numbers_for_figures(structure: Structure) -> Iterable[Problem]:
    """Warn of posts authorized that look like the numbers of posts: 1, 2, 3 and so on, or all different and from 1,000 up.

    Each row has one person present or none: a column of numbers was then likely read as one of how many there are.
    """
    posts = structure.posts
    told = posts.live & ~posts.missing("authorized")
    authorized, filled = posts.figures("authorized")[told], posts.figures("filled")[told]
    known = ~posts.missing("filled")[told]
    if len(authorized) < _FEWEST_ROWS or not known.any() or (filled[known] > 1).any():
        return
    counted = np.sort(authorized)
    runs = bool((counted == np.arange(1, len(counted) + 1)).all())
    if runs or (counted[0] >= _LONG and (np.diff(counted) > 0).all()):
        message = Message.of(
            "the posts authorized of {count} rows all differ and run from {first} to {last}, with one person or none each: are they the numbers of posts?",
            count=len(counted),
            first=int(counted[0]),
            last=int(counted[-1]),
        )
        row = int(np.flatnonzero(told)[0])
        yield _warning("NUMBERS_AS_FIGURES", message, "", "posts", row, "authorized")


def _linked_beyond_present(structure: Structure) -> Iterable[Problem]:
    """Warn of posts that more hold through links than are present: each link is a holder in a post of the row."""
    links: dict[str, list[int]] = defaultdict(list)
    for row in structure.links.rows():
        link: Any = structure.links.record(row)
        links[link.also_holds].append(row)
    for id, rows in links.items():
        post: Any = structure.posts.get(id)
        if post is not None and isinstance(post.filled, int) and 0 < post.filled < len(rows):
            message = Message.of("{post!r} has more whole holders than the {count} present", post=id, count=post.filled)
            yield _warning("TWO_HOLDERS", message, id, "links", rows[post.filled], "also_holds")


def _more_than_present(structure: Structure) -> list[int]:
    """List the rows of holdings of posts that are said to be vacant, or to have fewer present than whole holders.

    Where nobody says how many are present, there are no more than are authorized inside quota.
    """
    held, posts = structure.table("incumbencies"), structure.posts
    codes = held.column("post")  # before the rows: a column may bring new texts
    post = rows_by_code(structure, "posts")[codes]
    rows = np.flatnonzero(held.live & (post >= 0))
    known = ~posts.missing("filled")
    known[list(posts.estimates("filled"))] = False
    holders = np.zeros(posts.size, dtype=np.int64)
    np.add.at(holders, post[rows], held.column("share")[rows] >= WHOLE)
    filled = posts.figures("filled")
    limited = ~known & ~posts.missing("authorized") & (posts.column("quota") != structure.strings.code(OUTSIDE))
    limited[list(posts.estimates("authorized"))] = False
    at = post[rows]
    doubtful = known[at] & ((filled[at] == 0) | (holders[at] > filled[at]))
    doubtful |= limited[at] & (holders[at] > posts.figures("authorized")[at])
    return [int(row) for row in rows[doubtful]]


def _warning(code: str, message: Message, subject: str, table: str, row: int, field: str) -> Problem:
    return Problem(code, message, subject, severity=WARNING, table=table, row=row, field=field)
