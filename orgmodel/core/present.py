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


def number_listed(post: Post, holders: Sequence[Incumbency], links: int) -> int | None:
    """Give how many posts of a row are filled where no number is stated, and who is listed takes all that there are; else None.

    >>> [number_listed(Post("a/s", "a", authorized=n), [Incumbency("p", "a/s")], 0) for n in (1, 2)]
    [1, None]
    """
    if post.filled is not None or not isinstance(post.authorized, int):
        return None
    taken = places_taken(holders, links)
    return taken if taken and taken >= post.authorized else None


def filled_of(post: Post, holders: Sequence[Incumbency], links: int) -> Amount:
    """Give the filled posts of a row, as the measure does: as stated, or at least those that listed persons and ``links`` take.

    >>> [str(filled_of(Post("a/s", "a", authorized=n), [Incumbency("p", "a/s")], 0)) for n in (1, 2)]
    ['1', 'at least 1 (1 missing)']
    """
    if isinstance(post.filled, int):
        return Amount(post.filled)
    listed = number_listed(post, holders, links)
    least = places_taken(holders, links)
    return Amount(listed) if listed is not None else Amount.of(post.filled, identity_of(post, "filled"), least=least)


def people_of(post: Post, holders: Sequence[Incumbency], links: int) -> Amount:
    """Count the people who are counted under a row of posts, as the measure of headcount does.

    They are those present, less those who are counted under another post: ``links`` that fill a post of the row, and
    holders whose first post is another. Where more hold posts of the row than are filled, and share them, each is counted.
    Of a number that is not stated those are known who are listed, and all where no more fit.

    >>> halves = [Incumbency(who, "a/s", share=50) for who in ("p", "q")]
    >>> post = Post("a/s", "a", authorized=2, filled=1)
    >>> [people_of(post, held, 0).best for held in ([], halves[:1], halves)]
    [1, 1, 2]
    >>> str(people_of(Post("a/s", "a", authorized=2), halves, 0))
    'at least 2 (1 missing)'
    """
    seconds = links + sum(one.order > 0 for one in holders)
    if not isinstance(post.filled, int):
        listed = len(holders) + links
        if number_listed(post, holders, links) is not None:
            return Amount(listed - seconds)
        return Amount.of(post.filled, identity_of(post, "filled"), least=listed) - Amount(seconds)
    own = post.filled - links
    if len(holders) > 1 and own < len(holders) and (places := places_of(holders)) <= own:
        own += len(holders) - places
    return Amount(own + links - seconds)
