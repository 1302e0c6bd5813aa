"""Posts traced from before to after: which stay, move, change title, rank, block or superior, begin or end.

A row of posts that goes on keeps its id. A row that begins out of a part of another is led back to it: the row that
lost posts, in a unit from which the ledger shows posts going to the new one, whose remaining fields are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.change import Change, diff
from orgmodel.core.figures import Figure
from orgmodel.core.ledger import Flow
from orgmodel.core.records import Post

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

Superiors = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostTrace:
    """Hold a row of posts before and after (None: it begins, or ends), and the posts that it answers to."""

    before: Post | None
    after: Post | None
    superiors_before: Superiors = ()
    superiors_after: Superiors = ()

    @property
    def status(self) -> str:
        """Tell what happens to it: begun, ended, moved (to another unit), changed (in its unit) or kept."""
        if self.before is None:
            return "begun"
        if self.after is None:
            return "ended"
        if self.before.unit != self.after.unit:
            return "moved"
        return "changed" if self.changed else "kept"

    @property
    def changed(self) -> tuple[str, ...]:
        """List what changes: unit, title, rank, block, superior."""
        one, other = self.before, self.after
        if one is None or other is None:
            return ()
        pairs = (
            ("unit", one.unit, other.unit),
            ("title", one.titles, other.titles),
            ("rank", one.rank, other.rank),
            ("block", one.block, other.block),
            ("superior", self.superiors_before, self.superiors_after),
        )
        return tuple(name for name, old, new in pairs if old != new)


def trace_posts(
    before: Structure,
    after: Structure,
    *,
    changes: Iterable[Change] | None = None,
    flows: Iterable[Flow] | None = None,
) -> list[PostTrace]:
    """Trace every row of posts that a change touches, or whose superior changes; sorted by id.

    ``changes`` are a run's own (None: worked out), ``flows`` the ledger's: without them a row that begins is led back
    only to a row of the same title and rank.
    """
    touched = [
        (cast("Post | None", one.before), cast("Post | None", one.after))
        for one in (diff(before, after) if changes is None else changes)
        if one.table == "posts"
    ]
    found = [PostTrace(old, new) for old, new in touched if old is not None and new is not None]
    begun = [new for old, new in touched if old is None and new is not None]
    sources = _Sources([(old, new) for old, new in touched if old is not None], None if flows is None else reach(flows))
    origins = sources.origins_of(begun)
    used = {origin.id for origin in origins.values()}
    found += [PostTrace(origins.get(one.id), one) for one in begun]
    found += [PostTrace(old, None) for old, new in touched if old is not None and new is None and old.id not in used]
    return _with_superiors(before, after, found)


def reach(flows: Iterable[Flow]) -> dict[str, frozenset[str]]:
    """Tell, for each unit, which units its posts can have come from, over any number of steps."""
    direct: dict[str, dict[str, None]] = {}
    for flow in flows:
        if flow.via is None and flow.from_unit and flow.to_unit and flow.quantity in ("authorized", "filled"):
            direct.setdefault(flow.to_unit, {})[flow.from_unit] = None
    closed: dict[str, frozenset[str]] = {}
    for unit in direct:
        seen, stack = {unit}, [unit]
        while stack:
            for one in direct.get(stack.pop(), ()):
                if one not in seen:
                    seen.add(one)
                    stack.append(one)
        closed[unit] = frozenset(seen)
    return closed


class _Sources:
    """Find which row each new row is a part of; a row gives no more posts than it lost.

    ``left`` counts, by row, the posts that it lost and that no new row has taken yet (None: it cannot be counted). Of
    the rows of one kind from which posts can have come, the nearest is taken (see ``_mismatches``).
    """

    def __init__(self, rows: list[tuple[Post, Post | None]], reached: Mapping[str, frozenset[str]] | None) -> None:
        self.reached = reached
        self.by_kind: dict[tuple[object, ...], list[Post]] = {}
        self.left: dict[str, int | None] = {}
        for old, new in rows:
            lost = _lost(old.authorized, new.authorized if new else 0)
            if lost == 0:
                lost = _lost(old.filled, new.filled if new else 0)
            if lost != 0 or new is None:
                self.by_kind.setdefault(_kind(old), []).append(old)
                self.left[old.id] = lost if lost != 0 else None

    def origins_of(self, begun: list[Post]) -> dict[str, Post]:
        origins = {}
        for one in sorted(begun, key=lambda post: post.id):
            count = one.authorized if isinstance(one.authorized, int) else 0
            fit = [old for old in self.by_kind.get(_kind(one), []) if self._can(old, one, count)]
            if fit:
                best = min(fit, key=lambda old: (*_mismatches(old, one), old.id))
                origins[one.id] = best
                left = self.left[best.id]
                if left is not None:
                    self.left[best.id] = left - count
        return origins

    def _can(self, old: Post, new: Post, count: int) -> bool:
        left = self.left[old.id]
        if left is not None and left < max(count, 1):
            return False
        if self.reached is None:
            return (old.titles, old.rank) == (new.titles, new.rank)
        return old.unit == new.unit or old.unit in self.reached.get(new.unit, ())


def _kind(post: Post) -> tuple[object, ...]:
    return (post.category, post.quota, post.funding, post.function, post.order, post.src)


def _mismatches(old: Post, new: Post) -> tuple[bool, ...]:
    """Tell in which fields two rows differ, the weightiest first, so that the least tuple is the nearest row."""
    pairs = ((old.rank, new.rank), (old.office, new.office), (old.titles, new.titles), (old.block, new.block))
    figures = ((old.authorized, new.authorized), (old.filled, new.filled))
    return tuple(one != other for one, other in (*pairs, *figures))


def _lost(before: Figure, after: Figure) -> int | None:
    """Count what a row lost: 0 for nothing, None where it lost something that cannot be counted."""
    if isinstance(before, int) and isinstance(after, int):
        return max(before - after, 0)
    return 0 if before == after else None


def _with_superiors(before: Structure, after: Structure, found: list[PostTrace]) -> list[PostTrace]:
    """Add whom each answers to, and the rows of which only that changes."""
    known = {one.after.id for one in found if one.after} | {one.before.id for one in found if one.before}
    others = [id for id in _other_superiors(before, after) if id not in known]
    found += [PostTrace(before.post(id), after.post(id)) for id in others]
    old = superiors(before, [one.before.id for one in found if one.before])
    new = superiors(after, [one.after.id for one in found if one.after])
    full = [
        replace(
            one,
            superiors_before=old.get(one.before.id, ()) if one.before else (),
            superiors_after=new.get(one.after.id, ()) if one.after else (),
        )
        for one in found
    ]
    return sorted(full, key=lambda one: (_unit(one), (one.after or one.before).id))  # type: ignore[union-attr]


def _unit(one: PostTrace) -> str:
    return one.before.unit if one.before else one.after.unit  # type: ignore[union-attr]


def superiors(structure: Structure, posts: Iterable[str]) -> dict[str, Superiors]:
    """Give the posts that each post answers to by administrative lines, sorted."""
    reporting, table = structure.reporting, structure.posts
    ids, value = table.column("id"), structure.strings.value
    rows = np.array([table.row(post) for post in posts], dtype=np.int64)
    wanted = np.zeros(table.size, dtype=np.bool_)
    wanted[rows[rows >= 0]] = True
    lines = np.flatnonzero(wanted[reporting.post_from])
    found: dict[str, list[str]] = {}
    pairs = zip(ids[reporting.post_from[lines]].tolist(), ids[reporting.post_to[lines]].tolist(), strict=True)
    for junior, senior in pairs:
        found.setdefault(str(value(junior)), []).append(str(value(senior)))
    return {post: tuple(sorted(set(names))) for post, names in found.items()}


def _other_superiors(before: Structure, after: Structure) -> list[str]:
    """List the posts of both states that answer to others than before, in row order of the first."""
    old, new = before.posts, after.posts
    if old.origin is new.origin:  # rows have the same numbers: a line is one, junior * size + senior
        size = max(old.size, new.size)
        one, other = (
            np.unique(lines.post_from * size + lines.post_to) for lines in (before.reporting, after.reporting)
        )
        juniors = np.unique(np.setxor1d(one, other) // max(size, 1))
        rows = [row for row in juniors.tolist() if row < old.size and old.live[row] and new.live[row]]
        ids, value = old.column("id"), before.strings.value
        return [str(value(ids[row])) for row in rows]
    shared = [id for id in before.ids("posts") if new.row(id) >= 0]
    was, now = superiors(before, shared), superiors(after, shared)
    return [id for id in shared if was.get(id) != now.get(id)]
