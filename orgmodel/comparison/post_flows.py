"""How many posts of each row before are in which row after: the amounts of the trace, with what changes of them.

A row may have grown, shrunk or been divided on its way, so that its figures after are not what came from the row before;
whatever counts posts that move, end, begin or stay reads these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.comparison.post_traces import PostTrace, superiors
from orgmodel.core.figures import Amount, Figure
from orgmodel.core.records import Post
from orgmodel.core.schema import identity_of
from orgmodel.core.trace import TraceRow

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

COUNTED = ("authorized", "filled")
"""The quantities by which posts are counted."""


@dataclass(frozen=True, slots=True)
class PostFlow:
    """Hold how much of a row of posts before is in a row after: authorized and filled posts (None: not there before, or after)."""

    way: PostTrace
    authorized: Amount
    filled: Amount

    def number(self, post: Post) -> Amount:
        """Count the posts as one of both rows is counted: authorized, and outside quota filled where none is authorized."""
        return self.filled if post.has_no_quota else self.authorized


def post_flows(
    before: Structure, after: Structure, ways: Sequence[PostTrace], rows: Iterable[TraceRow]
) -> tuple[PostFlow, ...]:
    """Count the posts that are touched, by row before and after, as the trace of the run says (``rows``).

    ``ways`` are the rows of posts traced. A row that no flow touches is whole; sorted by unit and id as they are.
    """
    amounts: dict[tuple[str | None, str | None], dict[str, Amount]] = {}
    followed: set[tuple[str, str | None]] = set()
    for row in rows:
        if row.quantity in COUNTED:
            start, end = (None if key is None else str(key) for key in (row.record_from, row.record_to))
            found = amounts.setdefault((start, end), {})
            found[row.quantity] = found.get(row.quantity, Amount()) + row.amount
            followed.add((row.quantity, start))
    for one in ways:
        pair = (one.before.id if one.before else None, one.after.id if one.after else None)
        if one.before is not None and pair[0] == pair[1]:
            whole = {name: whole_of(one.before, name) for name in COUNTED if (name, pair[0]) not in followed}
            amounts[pair] = amounts.get(pair, {}) | whole
        elif pair not in amounts and all((name, id) not in followed for name in COUNTED for id in pair if id):
            amounts[pair] = {}
    answering = (
        _answering(
            before, {one.before.id: one.superiors_before for one in ways if one.before}, [one for one, _ in amounts]
        ),
        _answering(
            after, {one.after.id: one.superiors_after for one in ways if one.after}, [one for _, one in amounts]
        ),
    )
    flows = [
        PostFlow(
            PostTrace(
                _post(before, pair[0]),
                _post(after, pair[1]),
                *(known.get(id or "", ()) for known, id in zip(answering, pair, strict=True)),
            ),
            *(found.get(name, Amount()) for name in COUNTED),
        )
        for pair, found in amounts.items()
    ]
    return tuple(sorted(flows, key=_place))


def whole_of(post: Post, quantity: str) -> Amount:
    """Give the whole of a figure of a row of posts; a blank number outside quota is none, and not missing."""
    if quantity == "authorized" and post.has_no_quota:
        return Amount()
    figure: Figure = getattr(post, quantity)
    return Amount.of(figure, identity_of(post, quantity))


def _answering(
    structure: Structure, known: dict[str, tuple[str, ...]], ids: Sequence[str | None]
) -> dict[str, tuple[str, ...]]:
    """Give whom each post answers to, where it is not known yet."""
    return superiors(structure, sorted({id for id in ids if id is not None and id not in known})) | known


def _post(structure: Structure, id: str | None) -> Post | None:
    found = structure.posts.get(id) if id is not None else None
    return found if isinstance(found, Post) else None


def _place(one: PostFlow) -> tuple[str, str, str]:
    """Sort by the unit before (or else after), the row after (or else before), the row before."""
    old, new = one.way.before, one.way.after
    first, last = old or new, new or old
    return (first.unit if first else "", last.id if last else "", old.id if old else "")
