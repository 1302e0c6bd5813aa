"""Posts traced from before to after: which stay, move, change title, rank, block or superior, begin or end.

A row of posts that goes on keeps its id; where a row that begins came from is what the trace of the run says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.change import Change, diff
from orgmodel.core.quantities import QUANTITIES
from orgmodel.core.records import Post
from orgmodel.core.trace import TraceRow

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
    before: Structure, after: Structure, rows: Iterable[TraceRow], *, changes: Iterable[Change] | None = None
) -> list[PostTrace]:
    """Trace every row of posts that a change touches, or whose superior changes; sorted by unit and id.

    ``rows`` are the trace of the run, ``changes`` its own (None: worked out). A row that begins as a part of others is
    traced to the one that gave the most posts, or else people.
    """
    touched = [
        (cast("Post | None", one.before), cast("Post | None", one.after))
        for one in (diff(before, after) if changes is None else changes)
        if one.table == "posts"
    ]
    found = [PostTrace(old, new) for old, new in touched if old is not None and new is not None]
    begun = {new.id: new for old, new in touched if old is None and new is not None}
    given: dict[str, tuple[int, int, str]] = {}  # row that begins -> quantity, amount and id of the largest giver
    for row in rows:
        if row.table == "posts" and row.record_to in begun and isinstance(row.record_from, str):
            gave = (QUANTITIES.index(row.quantity), -row.amount.known_best, row.record_from)
            new_id = str(row.record_to)
            given[new_id] = min(given.get(new_id, gave), gave)
    used = {id for _, _, id in given.values()}
    found += [PostTrace(before.post(given[id][2]) if id in given else None, new) for id, new in begun.items()]
    found += [PostTrace(old, None) for old, new in touched if old is not None and new is None and old.id not in used]
    return _with_superiors(before, after, found)


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
        one, other = (_sorted(lines.post_from * size + lines.post_to) for lines in (before.reporting, after.reporting))
        juniors = _sorted(np.setxor1d(one, other, assume_unique=True) // max(size, 1))
        rows = [row for row in juniors.tolist() if row < old.size and old.live[row] and new.live[row]]
        ids, value = old.column("id"), before.strings.value
        return [str(value(ids[row])) for row in rows]
    shared = [id for id in before.ids("posts") if new.row(id) >= 0]
    was, now = superiors(before, shared), superiors(after, shared)
    return [id for id in shared if was.get(id) != now.get(id)]


def _sorted(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort numbers, each once; of a million, ``np.unique`` takes many times as long and as much memory."""
    found = np.sort(values)
    first: NDArray[np.bool_] = np.append(True, found[1:] != found[:-1])[: len(found)]
    return np.asarray(found[first])
