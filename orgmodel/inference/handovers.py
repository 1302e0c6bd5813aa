"""Which posts went from unit to unit in mergers and splits, where ids differ.

Looked for only between units where functions, titles, figures and units below tell that something went, so that no post
ends and begins anew where it may have gone over: whole rows first, then the parts into which a row was divided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from orgmodel.core.change import Change, diff
from orgmodel.core.figures import exact
from orgmodel.core.records import Identity, Key, Post, Record
from orgmodel.core.translation import translated
from orgmodel.inference.evidence import LIKELY, POSSIBLE, STRONG, Evidence, gather
from orgmodel.inference.likeness import (
    CONVERTED,
    HEADS,
    LOOSE_ROWS,
    WHOLE_ROWS,
    Near,
    Pair,
    Tell,
    paired_identities,
    paired_posts,
    titled,
)
from orgmodel.inference.matching import Matching, ids_in, match_below
from orgmodel.operations.post_ids import new_id, part_id

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

Losses = Iterable[tuple[Post, int | None]]
"""Rows of posts, each with how many it lost."""


def in_ids_of(before: Structure, after: Structure, matching: Matching, *, stable: bool) -> tuple[Matching, Structure]:
    """Give the matching with the posts that went elsewhere, and the later structure in the ids of the earlier one.

    Where ids are ``stable`` only parts of rows are looked for. What is new has the id that operations give it: a post its
    unit's and its own, a part of a row the row's and its unit's.
    """
    ids = ids_in(before, after, matching)
    later = translated(after, ids)
    if not stable:
        own = {id: old for old, id in ids["units"].items()}
        groups = gathered(before, later).groups(sorted(before.ids("units")), sorted(later.ids("units")))
        apart = [(ones, [own.get(id, id) for id in others]) for ones, others in groups if len(ones) + len(others) > 1]
        if below := match_below(before, after, matching, apart):
            matching = below
            ids = ids_in(before, after, matching)
            later = translated(after, ids)
    sums = _summed(before, later)
    if sums:
        own = {id: old for old, id in ids["posts"].items()}
        several = {row.id: row for rows in sums.values() for row in rows}
        pairs = [pair for pair in matching.posts if pair.before not in several]
        pairs += [Pair(row.id, own.get(id, id), "sum", POSSIBLE) for id, rows in sums.items() for row in rows]
        matching = replace(matching, posts=tuple(pairs))
        rows: dict[Key, Record | None] = dict.fromkeys(sums)
        for id, parts in sums.items():
            rows |= {row.id: replace(row, unit=cast("Post", later.posts.get(id)).unit) for row in parts}
        later = later.patched({"posts": rows})
    found = _handed_on(before, later, stable=stable)
    new = {table: {pair.after: pair.before for pair in pairs} for table, pairs in found.items()}
    known = {*before.ids("posts"), *new["posts"]}
    for post in (cast("Post", later.posts.get(id)) for id in later.ids("posts") if id not in known):
        begun_head = post.rank == "head" and not stable and before.units.get(post.unit) is None
        id = new_id(post.unit, "head" if begun_head else post.id)
        new["posts"] |= {post.id: id} if id not in known else {}
    for table, pairs in found.items():
        own = {id: old for old, id in ids[table].items()}
        told = (replace(pair, after=own.get(pair.after, pair.after)) for pair in pairs)
        more: dict[str, Any] = {table: (*getattr(matching, table), *told)}
        matching = replace(matching, **more)
    marks = {old: id for old, id in ids["units"].items() if old != id}
    return replace(matching, marks=marks), translated(later, new)


def _summed(before: Structure, after: Structure) -> dict[str, list[Post]]:
    """List the rows of which the later structure knows the sum alone: of one title and sort, and to nobody's loss.

    A row of the later structure stands for several where these are gone, in its unit or in one that gave it something, and
    their figures sum up to its own; of a row that persons, links or lines name nothing is taken apart.
    """
    changes = [one for one in diff(before, after) if one.table == "posts"]
    evidence, claims = gathered(before, after), defaultdict[str, list[str]](list)
    lost: dict[Hashable, list[Post]] = defaultdict(list)
    for change in changes:
        if isinstance(change.before, Post) and change.after is None:
            lost[titled(before, change.before), change.before.unit].append(change.before)
    found: dict[str, list[Post]] = {}
    for change in changes:
        new, old = change.after, change.before
        if not isinstance(new, Post) or new.rank == "head" or any(len(after.group(*one, new.id)) for one in NAMING):
            continue
        units = dict.fromkeys([new.unit, *evidence.sources(new.unit)])
        near = [row for unit in units for row in lost.get((titled(after, new), unit), ())]
        rows = [*([old] if isinstance(old, Post) and titled(before, old) == titled(after, new) else []), *near]
        if len(rows) > 1 and all(_adds_up(new, rows, name) for name in ("authorized", "filled", "fte")):
            found[new.id] = rows
            for row in rows:
                claims[row.id].append(new.id)
    return {id: rows for id, rows in found.items() if all(claims[row.id] == [id] for row in rows)}


def _adds_up(whole: Post, rows: Iterable[Post], name: str) -> bool:
    """Tell whether a figure of a row is the sum of those of others; full-time equivalents may be left unsaid."""
    sums = [exact(getattr(row, name)) for row in rows]
    said = exact(getattr(whole, name))
    return said == sum(one or 0 for one in sums) if None not in (said, *sums) else name == "fte"


NAMING = (("incumbencies", "post"), ("links", "post"), ("links", "also_holds"), ("lines", "from_"), ("lines", "to"))
"""Where records name a row of posts."""


def gathered(before: Structure, after: Structure, less: Losses = ()) -> Evidence:
    """Gather what shows where posts, functions and units went; of rows that lost posts, too."""
    fewer = [Change("posts", row, None, row.id) for row, _ in less]
    return gather(before, after, [*diff(before, after), *fewer], titles=True)


def _handed_on(before: Structure, after: Structure, *, stable: bool) -> dict[str, list[Pair]]:
    """Pair the rows of posts and the legal identities that stand in another unit, by table."""
    sides: tuple[dict[str, list[Post | Identity]], ...] = (defaultdict(list), defaultdict(list))
    less: dict[str, list[tuple[Post, int | None]]] = defaultdict(list)
    for change in diff(before, after):
        old, new = change.before, change.after
        if isinstance(old, Post | Identity) and new is None:
            sides[0][old.unit].append(old)
        elif isinstance(new, Post | Identity) and old is None:
            sides[1][new.unit].append(new)
        elif isinstance(old, Post) and isinstance(new, Post) and (loss := _loss(old, new)) > 0:
            less[old.unit].append((old, loss))
    evidence = gathered(before, after, (row for rows in less.values() for row in rows))
    found: dict[str, list[Pair]] = {"posts": [], "identities": []}
    starts, ends = sorted({*sides[0], *less}), sorted(sides[1])
    for group in evidence.groups(starts, ends, least=0.0 if stable else STRONG):
        ones, others = ([one for id in ids for one in side[id]] for side, ids in zip(sides, group, strict=True))
        look = _Look((before, after), evidence.amount, _posts(ones), _posts(others))
        fewer = [row for unit in group[0] for row in less[unit]]
        if stable:
            look.divide(fewer, POSSIBLE)
        else:
            look.heads()
            look.whole(WHOLE_ROWS)
            look.divide([*((row, exact(row.authorized)) for row in look.left[0].values()), *fewer], LIKELY)
            look.whole(LOOSE_ROWS)
            look.whole(CONVERTED)
            look.divide(fewer, POSSIBLE, heads_alone=True)
            seals = ([one for one in side if isinstance(one, Identity)] for side in (ones, others))
            found["identities"] += paired_identities(*seals)
        found["posts"] += look.found
    return found


def _loss(old: Post, new: Post) -> int:
    both = (old.authorized, new.authorized)
    return both[0] - both[1] if isinstance(both[0], int) and isinstance(both[1], int) else 0


def _posts(records: Iterable[Post | Identity]) -> dict[str, Post]:
    return {one.id: one for one in records if isinstance(one, Post)}


def _any(_: Post) -> bool:
    return True


def _is_head(post: Post) -> bool:
    return post.rank == "head"


def _is_other(post: Post) -> bool:
    return post.rank != "head"


class _Look:
    """Look for the rows that some units lost among those that others gained; what is found is out of reach for the next look."""

    def __init__(
        self, sides: tuple[Structure, Structure], near: Near, lost: dict[str, Post], come: dict[str, Post]
    ) -> None:
        self.sides = sides
        self.near = near
        self.left = (lost, come)
        self.found: list[Pair] = []

    def _pair(self, before: str, after: str, certainty: str) -> None:
        self.left[0].pop(before, None)
        del self.left[1][after]
        self.found.append(Pair(before, after, "title", certainty))

    def heads(self) -> None:
        """Pair heads, first those of units that are seen in several, which go on and lead what comes to them.

        A unit's head may have been made of a row: of one that lost exactly one post on its way there. Then nobody else's
        head became it, as long as there is another post that it may have become: the head of another unit, or a single
        post of which nothing else is seen that became it.
        """
        if led := self._led_by_one_of_a_row():
            self.whole(WHOLE_ROWS, of=_is_other, to=_is_other)
            known = {titled(self.sides[0], post) for post in self.left[0].values()}
            units = {post.unit for post in self.left[1].values()}
            several = {
                post.unit
                for post in self.left[0].values()
                if sum(self.near(post.unit, unit) >= STRONG for unit in units) > 1
            }
            self.whole(
                HEADS,
                of=lambda post: _is_head(post) and post.unit in several,
                to=lambda post: _is_head(post) and post.unit not in led,
            )
            self.whole(HEADS, of=_is_head, to=lambda post: _is_head(post) and post.unit not in led)
            self.whole(
                CONVERTED, of=_is_head, to=lambda post: _is_other(post) and titled(self.sides[1], post) not in known
            )
        self.whole(HEADS, of=_is_head, to=_is_head)

    def _led_by_one_of_a_row(self) -> set[str]:
        """List the units whose head may be the one post that a row lost where the others of it went."""
        led = {post.unit for post in self.left[1].values() if post.rank == "head"}
        parts: dict[Hashable, list[Post]] = defaultdict(list)
        for post in self.left[1].values():
            parts[titled(self.sides[1], post)].append(post)
        found = set()
        for row in self.left[0].values():
            went = [part for part in parts[titled(self.sides[0], row)] if self._may_be_of(row, part)]
            if len(went) == 1 and went[0].unit in led and _loss(row, went[0]) == 1:
                found.add(went[0].unit)
        return found

    def whole(
        self, tells: Sequence[Tell], *, of: Callable[[Post], bool] = _any, to: Callable[[Post], bool] = _any
    ) -> None:
        """Pair whole rows by what tells them apart: all, or those ``of`` a sort, with those ``to`` which they may have come."""
        mine = [post for post in self.left[0].values() if of(post)]
        theirs = [post for post in self.left[1].values() if to(post)]
        for pair in list(paired_posts((self.sides[0], mine), (self.sides[1], theirs), self.near, tells)):
            self._pair(pair.before, pair.after, pair.certainty)

    def divide(self, rows: Losses, certainty: str, *, heads_alone: bool = False) -> None:
        """Pair the parts of rows that lost so many posts, all of which are seen elsewhere, some as heads.

        Of a row that is gone the largest part keeps the id. A head with no other part beside it may have been made of any
        row that goes on: that is looked for last (``heads_alone``).
        """
        alike: dict[Hashable, list[Post]] = defaultdict(list)
        for post in self.left[1].values():
            alike[titled(self.sides[1], post)].append(post)
        for row, loss in rows:
            parts = [one for one in alike[titled(self.sides[0], row)] if self._may_be_of(row, one)]
            units = {one.unit for one in parts}
            gone = row.id in self.left[0]
            heads = [one for one in self.left[1].values() if one.rank == "head" and self._may_be_of(row, one)]
            heads = [one for one in heads if one.unit in units or (heads_alone and not units and not gone)]
            counted = sum(exact(one.authorized) or 0 for one in parts)
            if counted == loss:
                heads = []
            elif counted + len(heads) != loss:
                heads, parts = [], [one for one in parts if one.authorized == loss][:1]
            kept = max(parts, key=lambda one: (exact(one.authorized) or 0, one.id), default=None) if gone else None
            for one in (*parts, *heads):
                part = new_id(one.unit, "head") if one in heads and parts else part_id(row.id, one.unit)
                self._pair(row.id if one is kept else part, one.id, certainty)

    def _may_be_of(self, row: Post, part: Post) -> bool:
        same = (row.block, row.category, row.funding) == (part.block, part.category, part.funding)
        return same and part.id in self.left[1] and self.near(row.unit, part.unit) > 0
