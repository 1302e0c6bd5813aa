"""Allocation: every post, function, identity, line, member and child of a unit goes to exactly one receiver.

What is left over, or taken twice, is a problem that names it; nothing is shared out silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, Estimate, Figure, Source, exact, share_out
from orgmodel.core.messages import Message, series
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.records import Function, Identity, Line, Members, Post, Unit, members_total
from orgmodel.core.schema import identity_of
from orgmodel.operations.effect import Refused
from orgmodel.operations.operation_schema import MembersSpec, PostTake, Shares, Takes
from orgmodel.operations.post_ids import called, free_id, part_id
from orgmodel.operations.post_moves import PostMove, share, split_move
from orgmodel.operations.quantities import Parts, Split, divided

Given = TypeVar("Given", Function, Identity, Unit, Line)
ONE_OF = {"functions": "function", "identities": "identity", "lines": "line", "children": "unit below"}
"""What one record of each field of :class:`Takes` is called in a message."""
CRITERIA = ("block", "rank", "category", "function", "office", "quota")


@dataclass
class Handover:
    """What one receiver gets of a unit."""

    unit: str
    takes: Takes
    post_moves: list[PostMove] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    children: list[Unit] = field(default_factory=list)
    members: list[tuple[Members, Members]] = field(default_factory=list)  # (as it was, as it arrives)

    @property
    def authorized(self) -> int | None:
        """Count the authorized posts that it gets, or None where that is not known."""
        counts = [_authorized(move.post, move.authorized) for move in self.post_moves if move.to == self.unit]
        return (
            None
            if not all(isinstance(one, int) for one in counts)
            else sum(one for one in counts if isinstance(one, int))
        )


class Allocation:
    """Work out who gets what of a unit; problems are collected, so that all are told at once."""

    def __init__(
        self,
        draft: Draft,
        unit: Unit,
        handovers: list[Handover],
        *,
        shares: Shares | None = None,
        both: Sequence[str] = (),
        rest_stays: bool = False,
        children_stay: bool = False,
        gives: bool = False,
    ) -> None:
        """Plan the allocation of a unit's content; nothing is changed yet.

        ``rest_stays`` lets what nobody takes stay where it is; ``children_stay`` lets the units below it. ``gives`` says
        that the operation names what goes where under gives and ends, and not under takes.
        """
        self.draft = draft
        self.unit = unit
        self.handovers = handovers
        self.shares = shares
        self.both = list(both)
        self.rest_stays = rest_stays
        self.children_stay = children_stay
        self.gives = gives
        self.problems: list[Problem] = []
        self._taken_ids: set[str] = set()
        if shares is not None and len(shares.by) != len(handovers):
            self._report(
                "SHARES",
                Message.of(
                    "shares by {by} for {count} receivers: give one weight each", by=shares.by, count=len(handovers)
                ),
            )
            self.shares = None
        self._posts()
        self._functions()
        self._named("identities", draft.identities_of(unit.id), lambda one: one.id)
        self._lines()
        self._named("children", draft.children_of(unit.id), lambda one: one.id)
        self._members()
        self.quantities = self._quantities()

    def _report(self, code: str, message: str) -> None:
        self.problems.append(
            Problem(code, Message.of("{unit}: {message}", unit=self.unit.id, message=message), subject=self.unit.id)
        )

    # -- posts -------------------------------------------------------------------------------------------------------

    def _posts(self) -> None:
        posts = {post.id: post for post in self.draft.posts_of(self.unit.id)}
        named: dict[str, list[tuple[Handover, PostTake]]] = {}
        for handover in self.handovers:
            for take in handover.takes.posts:
                if take.post not in posts:
                    self._report(
                        "UNKNOWN_POST",
                        Message.of(
                            "no post {post!r} to take{hint}",
                            post=take.post,
                            hint=nearest(take.post, called(self.unit.id, posts)),
                        ),
                    )
                else:
                    named.setdefault(take.post, []).append((handover, take))
        for post in posts.values():
            try:
                if post.id in named:
                    self._named_post(post, named[post.id])
                else:
                    self._matched_post(post)
            except Refused as refused:
                self.problems.extend(refused.problems)

    def _matched_post(self, post: Post) -> None:
        """Give a row that nobody names to the one receiver whose criteria it meets, or share it by weights."""
        takers = [handover for handover in self.handovers if _matches(post, handover.takes)]
        if len(takers) == 1:
            takers[0].post_moves.append(PostMove.whole(post, takers[0].unit))
        elif takers:
            names = series(handover.unit for handover in takers)
            self._report(
                "TAKEN_TWICE",
                Message.of("post {post!r} is taken by the criteria of {names}", post=post.id, names=names),
            )
        elif self.shares is not None and "posts" in self.shares.of:
            ids = [post.id] + [
                free_id(self.draft, self._taken_ids, part_id(post.id, handover.unit)) for handover in self.handovers[1:]
            ]
            parts = share(PostMove.whole(post, None), self.shares.by, ids)
            if all(part.id != post.id for _, part in parts):
                parts[0] = (parts[0][0], replace(parts[0][1], id=post.id))
            for index, part in parts:
                self.handovers[index].post_moves.append(replace(part, to=self.handovers[index].unit))
        elif not self.rest_stays:
            self._report(
                "LEFT_OVER",
                Message.of(
                    "{posts} not allocated: name {post!r} under gives, or under ends where it ends"
                    if self.gives
                    else "{posts} not allocated: name {post!r} under takes, or give criteria or shares",
                    posts=_posts_in_words(post),
                    post=post.id,
                ),
            )

    def _named_post(self, post: Post, takes: list[tuple[Handover, PostTake]]) -> None:
        """Part one row among the receivers that name it: one takes it whole, or each counts off its part.

        Parts are counted off in the order of the receivers; what is left goes to the one that takes the rest, or stays
        where ``rest_stays``. Exactly one part keeps the row's id, and with it its holders, links and lines: the rest, or,
        where nothing is left, the first part.
        """
        wholes = [handover for handover, take in takes if take.count is None and not take.rest]
        rests = [handover for handover, take in takes if take.rest]
        counted = [(handover, take) for handover, take in takes if take.count is not None]
        if len(wholes) + bool(counted or rests) > 1 or len(rests) > 1:
            names = series(handover.unit for handover, _ in takes)
            self._report("TAKEN_TWICE", Message.of("post {post!r} is taken by {names}", post=post.id, names=names))
            return
        if wholes:
            wholes[0].post_moves.append(PostMove.whole(post, wholes[0].unit))
            return
        if isinstance(post.authorized, Estimate | None) and not rests and not self.rest_stays:
            self._report(
                "RANGE_TAKEN",
                Message.of(
                    "{post!r} has {count} posts: take the whole row, or let exactly one receiver take the rest "
                    "(rest: true)",
                    post=post.id,
                    count=Amount.of(post.authorized, post.id),
                ),
            )
            return
        left = PostMove.whole(post, None)
        parts: list[tuple[Handover, PostMove]] = []
        for handover, take in counted:
            count = take.count or 0
            id = free_id(self.draft, self._taken_ids, part_id(post.id, handover.unit))
            if count == left.authorized and not rests:
                part, left = replace(left, id=id), replace(left, authorized=0, filled=0, fte=0)
                if take.filled is not None and take.filled != part.filled:
                    self._report(
                        "FILLED_UNCLEAR",
                        Message.of(
                            "the last {count} of {post!r} have {filled} filled, and filled: {stated} is written",
                            count=count,
                            post=post.id,
                            filled=part.filled,
                            stated=take.filled,
                        ),
                    )
            else:
                fte = None if take.fte is None else round(take.fte * 100)
                part, left = split_move(left, count, take.filled, fte, id)
            parts.append((handover, replace(part, to=handover.unit, holders=tuple(take.holders))))
        if rests:
            parts.append((rests[0], replace(left, to=rests[0].unit)))
        elif left.authorized != 0 or left.filled not in (0, None):
            if not self.rest_stays:
                self._report(
                    "LEFT_OVER",
                    Message.of(
                        "{count} of {post!r} not allocated: count them, or let one receiver take the rest (rest: true)",
                        count=Amount.of(left.authorized, post.id),
                        post=post.id,
                    ),
                )
                return
            parts.append((self.handovers[0], replace(left, to=self.unit.id)))
        else:
            parts[0] = (parts[0][0], replace(parts[0][1], id=post.id))
        for handover, part in parts:
            handover.post_moves.append(part)

    # -- the rest ----------------------------------------------------------------------------------------------------

    def _functions(self) -> None:
        functions = {one.function: one for one in self.draft.functions_of(self.unit.id)}
        for name in self.both:
            if name not in functions:
                self._report(
                    "UNKNOWN_FUNCTION",
                    Message.of("no function {name!r} for both{hint}", name=name, hint=nearest(name, functions)),
                )
            elif not functions[name].internal:
                self._report(
                    "TAKEN_TWICE",
                    Message.of(
                        "function {name!r} is not internal, so only one unit can have it: mark it internal in "
                        "functions.csv if every unit needs it for itself",
                        name=name,
                    ),
                )
            else:
                for handover in self.handovers:
                    handover.functions.append(functions[name])
        left = [one for name, one in functions.items() if name not in self.both]
        self._named("functions", left, lambda one: one.function)

    def _lines(self) -> None:
        lines = self.draft.lines_from(self.unit.id)
        wanted: dict[tuple[str, str], list[Handover]] = {}
        for handover in self.handovers:
            for spec in handover.takes.lines:
                if not any((line.kind, line.to) == (spec.kind, spec.to) for line in lines):
                    self._report(
                        "UNKNOWN_LINE", Message.of("no {kind} line to {to!r} to take", kind=spec.kind, to=spec.to)
                    )
                wanted.setdefault((spec.kind, spec.to), []).append(handover)
        for line in lines:
            takers = wanted.get((line.kind, line.to)) or self._by_block(line.block)
            self._give("lines", Message.of("{kind} line to {to}", kind=line.kind, to=line.to), line, takers)

    def _named(self, kind: str, records: Iterable[Given], name_of: Callable[[Given], str]) -> None:
        records = list(records)
        names = {name_of(record): record for record in records}
        wanted: dict[str, list[Handover]] = {}
        for handover in self.handovers:
            for name in getattr(handover.takes, kind):
                if name not in names:
                    self._report(
                        "UNKNOWN_TAKE",
                        Message.of(
                            "no {what} {name!r} to take{hint}",
                            what=Message.of(ONE_OF[kind]),
                            name=name,
                            hint=nearest(name, names),
                        ),
                    )
                wanted.setdefault(name, []).append(handover)
        for name, record in names.items():
            self._give(kind, name, record, wanted.get(name) or self._by_block(record.block))

    def _by_block(self, block: str) -> list[Handover]:
        return [handover for handover in self.handovers if handover.takes.block and block in handover.takes.block]

    def _give(self, kind: str, name: str, record: Given, takers: list[Handover]) -> None:
        if len(takers) == 1:
            getattr(takers[0], kind).append(record)
        elif takers:
            self._report(
                "TAKEN_TWICE",
                Message.of(
                    "{what} {name!r} is taken by {takers}",
                    what=Message.of(ONE_OF[kind]),
                    name=name,
                    takers=series(one.unit for one in takers),
                ),
            )
        elif not (self.rest_stays or (kind == "children" and self.children_stay)):
            self._report(
                "LEFT_OVER",
                Message.of(
                    "{what} {name!r} not allocated: name it under takes: {kind}"
                    if not self.gives
                    else "{what} {name!r} not allocated: say who takes it, as children: UNIT"
                    if kind == "children"
                    else "{what} {name!r} not allocated: name it under gives, or under ends where it ends: {kind}",
                    what=Message.of(ONE_OF[kind]),
                    name=name,
                    kind=kind,
                ),
            )

    def _members(self) -> None:
        for members in self.draft.members_of(self.unit.id):
            named = [one for one in self.handovers if one.takes.members is not None] or self._by_block(members.block)
            if len(named) == 1 and not isinstance(named[0].takes.members, MembersSpec):
                named[0].members.append((members, arriving(members, named[0].unit)))
            elif named and all(isinstance(one.takes.members, MembersSpec) for one in named):
                self._counted_members(members, named)
            elif named:
                self._report(
                    "TAKEN_TWICE",
                    Message.of("members are taken by {named}", named=series(one.unit for one in named)),
                )
            elif self.shares is not None and "members" in self.shares.of:
                for handover, part in zip(self.handovers, _shared_members(members, self.shares.by), strict=True):
                    handover.members.append((members, replace(part, unit=handover.unit)))
            elif not self.rest_stays:
                self._report(
                    "LEFT_OVER",
                    Message.of(
                        "{count} members not allocated: say gives: {{UNIT: {{members: …}}}}"
                        if self.gives
                        else "{count} members not allocated: say takes: {{members: …}}",
                        count=Amount.of(members_total(members), "members"),
                    ),
                )

    def _counted_members(self, members: Members, named: list[Handover]) -> None:
        for handover in named:
            spec = handover.takes.members
            if isinstance(spec, MembersSpec):
                part = Members(
                    handover.unit,
                    members.origin,
                    spec.official,
                    spec.probationary,
                    spec.total,
                    members.block,
                    members.src,
                )
                handover.members.append((members, part))
        for kind in ("official", "probationary"):
            there, taken = getattr(members, kind), [getattr(one.takes.members, kind) for one in named]
            if isinstance(there, int) and all(isinstance(one, int) for one in taken) and sum(taken) != there:
                message = Message.of(
                    "{field}: {taken} members taken of {whole}", whole=there, field=kind, taken=sum(taken)
                )
                self._report("LEFT_OVER" if sum(taken) < there else "TAKEN_TWICE", message)
                return
        whole, parts = members_total(members), [members_total(part) for one in named for _, part in one.members]
        if not isinstance(whole, int) or not all(isinstance(part, int) for part in parts):
            self._report("RANGE_TAKEN", "members can be counted off only where their total is known")
        elif sum(part for part in parts if isinstance(part, int)) != whole:
            self._report(
                "LEFT_OVER",
                Message.of("{taken} members taken of {whole}", whole=whole, taken=sum(part or 0 for part in parts)),
            )

    def _quantities(self) -> Parts:
        counts = [handover.authorized for handover in self.handovers]
        here = [_authorized(post, post.authorized) for post in self.draft.posts_of(self.unit.id)]
        known = [one for one in (*here, *counts) if isinstance(one, int)]
        is_known = len(known) == len(here) + len(counts)
        left = sum(known[: len(here)]) - sum(known[len(here) :]) if is_known else None
        shared = self.shares is not None and "quantities" in self.shares.of
        split = Split(
            [handover.takes.quantities for handover in self.handovers],
            [handover.unit for handover in self.handovers],
            self.shares.by if shared and self.shares is not None else None,
            [*counts, left if self.rest_stays else 0],
            self.rest_stays,
        )
        parts, problems = divided(self.draft, self.unit, split)
        self.problems.extend(problems)
        return parts


def arriving(members: Members, unit: str, origin: str | None = None) -> Members:
    """Give members as they arrive at another unit; a missing total keeps the identity that it had."""
    total, whole = members.total, members_total(members)
    if whole is None:
        total = Estimate(Source(identity_of(members, "total")))
    elif not isinstance(whole, int):
        total = whole
    return replace(members, unit=unit, origin=members.origin if origin is None else origin, total=total)


def _shared_members(members: Members, weights: list[int]) -> list[Members]:
    """Share members by weights, one record a weight: official and probationary each where both are known, else the total."""
    official, probationary = exact(members.official), exact(members.probationary)
    if members.total is None and official is not None and probationary is not None:
        parts = zip(share_out(official, weights, ""), share_out(probationary, weights, ""), strict=True)
        return [replace(members, official=one, probationary=other) for one, other in parts]
    totals = share_out(members_total(members), weights, identity_of(members, "total"))
    return [replace(members, official=None, probationary=None, total=total) for total in totals]


def _matches(post: Post, takes: Takes) -> bool:
    asked = [(field, getattr(takes, field)) for field in CRITERIA if getattr(takes, field) is not None]
    return bool(asked) and all(getattr(post, field) in words for field, words in asked)


def _authorized(post: Post, figure: Figure) -> Figure:
    """Give the authorized posts of a row, or of a part of it; what has no quota has none."""
    return 0 if figure is None and post.has_no_quota else figure


def _posts_in_words(post: Post) -> str:
    return Message.of("posts {title!r} ({count})", count=Amount.of(post.authorized, post.id), title=post.title())
