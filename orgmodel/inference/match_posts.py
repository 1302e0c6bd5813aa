"""Which row of posts, and which legal identity, of two matched units is which, by what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from orgmodel.core.records import Identity, Post
from orgmodel.inference.match_content import normal_names, plain_names
from orgmodel.inference.words import LIKELY, POSSIBLE

Found = Iterator[tuple[str, str, str]]
"""Ids before and after, and how sure the pair is."""


def paired_posts(before: Iterable[Post], after: Iterable[Post]) -> Found:
    """Pair rows of posts by title and all else that tells them apart; then with diacritics lost; then the heads."""
    mine, theirs = {post.id: post for post in before}, {post.id: post for post in after}
    for tell, certainty in ((_row, LIKELY), (_plain_row, POSSIBLE), (_rank, POSSIBLE)):
        if mine and theirs:
            yield from _paired(mine, theirs, tell, certainty)


def _paired(mine: dict[str, Post], theirs: dict[str, Post], tell: Callable[[Post], Hashable], certainty: str) -> Found:
    groups: dict[Hashable, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, posts in enumerate((mine, theirs)):
        for post in posts.values():
            groups[tell(post)][side].append(post.id)
    for ones, others in groups.values():
        if len(ones) != len(others):
            continue
        alike = (
            len(ones) == 1 or len({_figures(mine[id]) for id in ones} | {_figures(theirs[id]) for id in others}) == 1
        )
        if alike:
            for one, other in zip(ones, others, strict=True):
                yield one, other, certainty if len(ones) == 1 else POSSIBLE
                del mine[one], theirs[other]


def paired_identities(before: Iterable[Identity], after: Iterable[Identity]) -> Found:
    """Pair legal identities of one name."""
    theirs = list(after)
    for one in before:
        same = [other for other in theirs if set(normal_names(one)) & set(normal_names(other))]
        if len(same) == 1:
            yield one.id, same[0].id, LIKELY


def _row(post: Post) -> Hashable:
    return (tuple(sorted(normal_names(post))), *_sort(post))


def _plain_row(post: Post) -> Hashable:
    return (tuple(sorted(plain_names(post))), *_sort(post))


def _sort(post: Post) -> tuple[Hashable, ...]:
    return (post.rank, post.block, post.category, post.quota, post.function, post.office)


def _rank(post: Post) -> Hashable:
    return post.rank if post.rank == "head" else post.id


def _figures(post: Post) -> Hashable:
    return (post.authorized, post.filled, post.fte)
