"""Who is present in a row of posts: from the number stated, the persons listed, and the concurrent holdings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from orgmodel.core.figures import Amount
from orgmodel.core.records import Incumbency, Post
from orgmodel.core.schema import identity_of

WHOLE = 100
"""The share of a holding that is nobody else's, in hundredths."""


def places_of(holders: Sequence[Incumbency]) -> int:
    """Count the posts that holders take: two at half share take one."""
    return -(-sum(one.share for one in holders) // WHOLE)


def first_first(holders: Sequence[Incumbency], held_by: Callable[[str], Sequence[Incumbency]]) -> list[Incumbency]:
    """Call the holding first under which a person is counted who is only said to hold second posts.

    ``held_by`` gives all holdings of a person. Of several second ones without a first, the one of the least order is it.

    >>> alone = Incumbency("p", "a/s", order=1)
    >>> [one.order for one in first_first([alone], lambda person: [alone])]
    [0]
    """
    return [
        replace(one, order=0)
        if one.order
        and min(((other.order, other.post) for other in held_by(one.person)), default=None) == (one.order, one.post)
        else one
        for one in holders
    ]


def places_taken(holders: Sequence[Incumbency], links: int) -> int:
    """Count the posts of a row that are surely taken: by the persons listed, and by links that fill one."""
    return places_of(holders) + links


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
