"""Which post heads a unit, where a source tells who reports to whom and not who is the head."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def heads_of(
    homes: Mapping[str, str],
    superiors: Mapping[str, str],
    above: Mapping[str, str | None],
    tops: Collection[str] = (),
) -> set[str]:
    """Find the heads among posts: of each unit its one post to which all its others report without leaving the unit.

    ``homes`` gives the unit of each post, ``superiors`` the post that each reports to, ``above`` the unit above each
    unit, ``tops`` the posts that a source puts at the top. A unit with several posts that report outside it, or to
    nobody, has no head that one could tell. Nor has a unit above a post that reports to nobody, unless it is one of the
    tops: the ordinary rule would put that post under the head, and nothing says so.

    >>> sorted(
    ...     heads_of({"a": "u", "b": "u", "c": "v", "d": "v"}, {"b": "a", "c": "a", "d": "a"}, {"u": None, "v": "u"})
    ... )
    ['a']
    """
    firsts: dict[str, list[str]] = {}
    for post, home in homes.items():
        if homes.get(superiors.get(post, "")) != home:
            firsts.setdefault(home, []).append(post)
    heads = {home: posts[0] for home, posts in firsts.items() if len(posts) == 1}
    seen: set[str] = set()
    for post, home in homes.items():
        unit = above.get(home) if post not in superiors else None
        while unit is not None and unit not in seen:
            seen.add(unit)
            if heads.get(unit) not in tops:
                heads.pop(unit, None)
            unit = above.get(unit)
    return set(heads.values())
