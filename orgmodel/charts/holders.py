"""Who holds a row of posts, in words: names, who holds it beside another post, and what is vacant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.charts.content import clean
from orgmodel.core.figures import exact
from orgmodel.core.records import OUTSIDE, Person, Post
from orgmodel.words.charts import word
from orgmodel.words.numbers import number

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

MOST_NAMED = 8
"""Holders of one row of posts who are named in a box; the others are counted."""


def holders_told(structure: Structure, post: Post, language: str) -> str:
    r"""Name who holds a row of posts, and say what of it is known to be vacant; nothing where neither is known.

    >>> from orgmodel.core.records import Incumbency, Unit
    >>> from orgmodel.core.structure import Structure
    >>> post = Post("a/1", "a", authorized=2, filled=1)
    >>> free = Post("a/2", "a", filled=0)
    >>> s = Structure.of([Unit("a"), post, free, Person("p", "Ann"), Incumbency("p", "a/1")])
    >>> holders_told(s, post, "en"), holders_told(s, free, "vi")
    ('Ann; 1\xa0vacant', 'khuyết')
    """
    names: dict[str, None] = {}
    for one in structure.holders_of(post.id):
        names[_called(structure, one.person, language, concurrent=one.order > 0)] = None
    for link in structure.links_to(post.id):
        for one in structure.holders_of(link.post):
            names.setdefault(_called(structure, one.person, language, concurrent=True))
    shown = list(names)[:MOST_NAMED]
    if len(names) > len(shown):
        shown.append(word("more-holders", language, number(len(names) - len(shown), language)))
    vacant = _vacant(post)
    if vacant:
        told = number(vacant, language)
        is_all = vacant == exact(post.authorized)
        shown.append(word("vacant" if is_all and vacant == 1 else "vacant-posts", language, told))
    return "; ".join(shown)


def _vacant(post: Post) -> int:
    """Count the posts of a row that are known to be vacant."""
    authorized, filled = exact(post.authorized), exact(post.filled)
    if post.quota == OUTSIDE or authorized is None or filled is None:
        return 0
    return max(0, authorized - filled)


def _called(structure: Structure, id: str, language: str, *, concurrent: bool) -> str:
    person = structure.get("persons", id)
    name = clean(person.name if isinstance(person, Person) and person.name else id)
    return word("concurrently", language, name) if concurrent else name
