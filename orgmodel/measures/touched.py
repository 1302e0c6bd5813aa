"""The rows of posts in which two structures of one baseline differ, as two small structures.

What a row of posts adds to a sum depends on the row, on who holds its posts, and on nothing else. So the sums of one
structure are those of the other, less what the rows that differ added, plus what they add now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from orgmodel.core.records import Incumbency
from orgmodel.core.schema import Tables

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.core.tables import Table

MANY = 4
"""More than one row in so many makes it no cheaper to look at those alone."""
FEW = 20_000
"""So few rows of posts are looked at all at once in less time than it takes to find which differ."""


def touched_posts(before: Structure, after: Structure) -> tuple[Structure, Structure] | None:
    """Give both structures with only those rows of posts that may add something else to a sum in one than in the other.

    None where they are not of one baseline, read posts by different words, are small, or differ in much.
    """
    if before.posts.size < FEW or before.terms is not after.terms or not _of_one_origin(before, after):
        return None
    if after.units.size < before.units.size:  # it is no variant of the other
        return None
    rows: set[int] = set()
    for structure in (before, after):
        rows.update(structure.posts.patch)
        rows.update(held_rows(structure, structure.posts))
    for row in {*before.units.patch, *after.units.patch}:  # the posts of a unit go and come with it
        is_here = [row < one.units.size and bool(one.units.live[row]) for one in (before, after)]
        if is_here[0] != is_here[1]:
            unit = (before if is_here[0] else after).units.record(row).key
            rows.update(row for one in (before, after) for row in one.posts.group("unit", cast(str, unit)))
    if len(rows) * MANY > before.posts.size:
        return None
    return _with_posts(before, sorted(rows)), _with_posts(after, sorted(rows))


def _of_one_origin(before: Structure, after: Structure) -> bool:
    return all(
        before.table(name).origin is after.table(name).origin for name in ("units", "posts", "links", "incumbencies")
    )


def _with_posts(structure: Structure, rows: list[int]) -> Structure:
    """Give a structure with some rows of its posts, those that exist; all else stays, unit rows too."""
    posts = structure.posts
    here = [row for row in rows if row < posts.size and posts.live[row]]
    tables = {spec.table: structure.table(spec.table) for spec in Tables.ALL}
    tables["posts"] = posts.chosen(here)
    return type(structure)(tables, structure.strings, terms=structure.terms, as_of=structure.as_of)


def held_rows(structure: Structure, posts: Table) -> list[int]:
    """List the rows of posts that a link or an incumbency names which a run wrote or ended."""
    rows = []
    for name in ("links", "incumbencies"):
        table = structure.table(name)
        for row, record in table.patch.items():
            for one in (record, table.origin.record(row) if row < table.origin.size else None):
                named = (getattr(one, field, None) for field in ("post", "also_holds"))
                rows += [posts.row(id, ended=True) for id in named if id is not None]
                if isinstance(one, Incumbency):  # the other posts of the same person
                    held = structure.group("incumbencies", "person", one.person)
                    rows += [posts.row(other.post, ended=True) for other in cast("list[Incumbency]", held)]
    return [row for row in rows if row >= 0]
