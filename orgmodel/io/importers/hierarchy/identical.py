"""Identical posts of a unit as one row, with every origin kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from orgmodel.core.records import Incumbency, Line, Person, Post

_MOST_LINES = 40


def as_one_row(
    posts: list[Post], lines: list[Line], holders: list[Person | Incumbency]
) -> tuple[list[Post], list[Line], list[Person | Incumbency], dict[str, str]]:
    """Put posts of one unit, title, rank, grade and superiors together that nobody reports to; heads stay by themselves.

    So do posts whose holder has another. A post of which it is not known whether it is filled stays apart, so that what is known of the others stays exact.
    Gives the rows with their lines and holders, and the row that each post is in.
    """
    above: dict[str, tuple[tuple[str, str], ...]] = {}
    superiors = set()
    for line in lines:
        above[line.from_] = (*above.get(line.from_, ()), (line.kind, line.to))
        superiors.add(line.to)
    held = [one for one in holders if isinstance(one, Incumbency)]
    times = Counter(one.person for one in held)
    alone = superiors | {one.post for one in held if times[one.person] > 1}
    groups: dict[object, list[Post]] = {}
    for post in posts:
        apart = post.id in alone or post.rank in ("head", "deputy")
        groups.setdefault(post.id if apart else _sameness(post, above.get(post.id, ())), []).append(post)
    row_of = {post.id: group[0].id for group in groups.values() for post in group}
    kept = [_together(group) for group in groups.values()]
    # of lines that come to be one the first is kept
    new_lines: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        key = (line.kind, row_of[line.from_], row_of[line.to])
        if key not in new_lines:
            new_lines[key] = line if line.key == key else replace(line, from_=key[1], to=key[2])
    seen: set[tuple[str, str]] = set()
    new_holders: list[Person | Incumbency] = []
    for one in holders:
        if isinstance(one, Incumbency):
            one = replace(one, post=row_of.get(one.post, one.post))
            if one.key in seen:
                continue
            seen.add(one.key)
        new_holders.append(one)
    return kept, list(new_lines.values()), new_holders, row_of


def _sameness(post: Post, above: tuple[tuple[str, str], ...]) -> object:
    same = (post.unit, post.titles, post.rank, post.block, post.category, post.grade, post.pay)
    known = tuple(figure is None for figure in (post.authorized, post.filled, post.fte))
    return (*same, *known, tuple(sorted(above)), post.src.partition(":")[0])


def _together(group: list[Post]) -> Post:
    first = group[0]
    if len(group) == 1:
        return first
    source = first.src.partition(":")[0]
    rows = [post.src.partition(":")[2] for post in group]
    shown = ", ".join(rows[:_MOST_LINES]) + (f", … ({len(rows)})" if len(rows) > _MOST_LINES else "")
    return replace(
        first,
        authorized=_sum(group, "authorized"),
        filled=_sum(group, "filled"),
        fte=_sum(group, "fte"),
        src=f"{source}:{shown}",
    )


def _sum(group: list[Post], key: str) -> int | None:
    figures = [getattr(post, key) for post in group]
    return None if figures[0] is None else sum(figures)
