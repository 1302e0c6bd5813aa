"""Who is present in a row of posts: from the number stated, the persons listed, and the concurrent holdings."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.core.figures import Amount
from orgmodel.core.records import Incumbency, Post
from orgmodel.core.schema import identity_of

WHOLE = 100
"""The share of a holding that is nobody else's, in hundredths."""


def places_of(holders: Sequence[Incumbency]) -> int:
    """Count the posts that holders take: two at half share take one."""
    return -(-sum(one.share for one in holders) // WHOLE)


def people_of(post: Post, holders: Sequence[Incumbency], links: int) -> Amount:
    """Count the people who are counted under a row of posts, as the measure of headcount does.

    They are those present, less those who are counted under another post: ``links`` that fill a post of the row, and
    holders whose first post is another. Where more hold posts of the row than are filled, and share them, each is counted.

    >>> halves = [Incumbency(who, "a/s", share=50) for who in ("p", "q")]
    >>> post = Post("a/s", "a", authorized=2, filled=1)
    >>> [people_of(post, held, 0).best for held in ([], halves[:1], halves)]
    [1, 1, 2]
    """
    seconds = links + sum(one.order > 0 for one in holders)
    if not isinstance(post.filled, int):
        return Amount.of(post.filled, identity_of(post, "filled")) - Amount(seconds)
    own = post.filled - links
    if len(holders) > 1 and own < len(holders) and (places := places_of(holders)) <= own:
        own += len(holders) - places
    return Amount(own + links - seconds)
