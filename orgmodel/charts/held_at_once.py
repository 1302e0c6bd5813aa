"""Say in boxes who holds two posts at once, where that begins or ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from orgmodel.charts.content import brief, clean
from orgmodel.charts.namesakes import LONGEST
from orgmodel.core.records import Link, Post, Unit
from orgmodel.words.charts import word

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def held_at_once(structure: Structure, links: Iterable[Link], unit: str, language: str) -> list[str]:
    """Name both posts of each holding as a box of the unit does: those of other units with their unit.

    >>> from orgmodel.core.structure import Structure
    >>> a, b = Unit("a", (("en", "Archive"),)), Unit("b", (("en", "Bureau"),))
    >>> head, deputy = Post("a/1", "a", (("en", "Head"),)), Post("b/1", "b", (("en", "Deputy"),))
    >>> link = Link("a/1", "b/1")
    >>> s = Structure.of([a, b, head, deputy, link])
    >>> held_at_once(s, [link], "a", "en"), held_at_once(s, [link], "b", "vi")
    (['Head also holds Deputy (Bureau)'], ['Head (Archive) kiêm Deputy'])
    """
    return [
        word("also-holds", language, *(_called(structure, post, unit, language) for post in link.key)) for link in links
    ]


def _called(structure: Structure, id: str, unit: str, language: str) -> str:
    post = structure.posts.get(id)
    if not isinstance(post, Post):
        return id
    title = clean(post.title(language)) or post.id
    of = structure.units.get(post.unit)
    if post.unit == unit or not isinstance(of, Unit):
        return brief(title, LONGEST)
    return f"{brief(title, LONGEST)} ({brief(clean(of.name(language)) or of.id, LONGEST)})"
