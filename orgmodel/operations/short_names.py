"""Short names of posts, what follows the unit's id and a slash: the one place where an id is joined or stripped."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.records import Post


def called(unit: str, posts: Iterable[str]) -> list[str]:
    """List what posts of a unit may be called: their ids and their short names."""
    ids = list(posts)
    return ids + [short(unit, id) for id in ids if id.startswith(f"{unit}/")]


def local(unit: str, name: str, posts: dict[str, Post]) -> str | None:
    """Find a post among some by its id or its short name."""
    return next((id for id in (name, f"{unit}/{name}") if id in posts), None)


def new_id(unit: str, name: str) -> str:
    """Give the id of a new post: the name that is written where it holds a slash, else under its unit.

    >>> new_id("a", "head"), new_id("a", "b/head")
    ('a/head', 'b/head')
    """
    return name if "/" in name else f"{unit}/{name}"


def short(unit: str, post: str) -> str:
    """Give the short name of a post of a unit, or its id where it has none.

    >>> short("a", "a/head"), short("a", "p7")
    ('head', 'p7')
    """
    return post.removeprefix(f"{unit}/")
