"""Which post heads a unit, where a source tells who reports to whom and not who is the head."""

from __future__ import annotations

from collections.abc import Mapping


def heads_of(homes: Mapping[str, str], superiors: Mapping[str, str]) -> set[str]:
    """Find the heads among posts: of each unit its one post to which all its others report without leaving the unit.

    ``homes`` gives the unit of each post, ``superiors`` the post that each reports to. A unit with several posts that
    report outside it, or to nobody, has no head that one could tell.

    >>> sorted(heads_of({"a": "u", "b": "u", "c": "v", "d": "v"}, {"b": "a", "c": "a", "d": "a"}))
    ['a']
    """
    tops: dict[str, list[str]] = {}
    for post, home in homes.items():
        if homes.get(superiors.get(post, "")) != home:
            tops.setdefault(home, []).append(post)
    return {posts[0] for posts in tops.values() if len(posts) == 1}
