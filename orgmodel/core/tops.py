"""The post at the top of a unit with all below it, wherever in it the post is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.core.reporting import ADMINISTRATIVE

if TYPE_CHECKING:
    from orgmodel.core.draft import Draft
    from orgmodel.core.records import Post
    from orgmodel.core.structure import Structure


def top_of(state: Structure | Draft, unit: str) -> Post | None:
    """Give the post at the top of a unit: its head; or where it has none, the only post below that leads others there by written lines and answers to nobody.

    >>> from orgmodel.core.records import Line, Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> units = [Unit("a"), Unit("a.x", parent="a"), Unit("a.y", parent="a")]
    >>> posts = [Post("chief", "a.x", rank="head"), Post("director", "a.y", rank="head")]
    >>> top = top_of(Structure.of([*units, *posts, Line("administrative", "director", "chief")]), "a")
    >>> top and top.id
    'chief'
    """
    if (head := state.queries.head_of(unit)) is not None:
        return head
    if not state.has_lines_of_posts or (not state.children_of(unit) and len(state.posts_of(unit)) < 2):
        return None
    here = {post.id: post for one in state.subtree(unit) for post in state.posts_of(one.id)}
    found = []
    for post in here.values():
        if any(line.kind == ADMINISTRATIVE for line in state.lines_from(post.id)):
            continue
        led = (here.get(line.from_) for line in state.lines_to(post.id) if line.kind == ADMINISTRATIVE)
        if any(one is not None and one.unit != post.unit for one in led):
            found.append(post)
    return found[0] if len(found) == 1 else None
