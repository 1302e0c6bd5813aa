"""Post moves: parts of rows of posts on their way, and the one place where they are carried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from orgmodel.core.apportion import largest_remainder
from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, Estimate, Figure, FigureId, Source, exact, share_out
from orgmodel.core.ledger import Reason, booked
from orgmodel.core.messages import Message
from orgmodel.core.names import Names
from orgmodel.core.present import filled_of, people_of, places_of
from orgmodel.core.problems import nearest
from orgmodel.core.records import Incumbency, Post
from orgmodel.core.schema import identity_of
from orgmodel.operations.effect import Book, refuse
from orgmodel.operations.leading import dropped, ends_with, lead, led_on


@dataclass(frozen=True, slots=True)
class PostMove:
    """A row of posts, or a part of one, and where it goes; what is None stays as it is.

    ``to`` of None ends it (``reason`` says why). The move that keeps the row's id keeps its holders and links.
    """

    post: Post
    to: str | None
    authorized: Figure
    filled: Figure
    fte: Figure
    id: str
    rank: str | None = None
    titles: Names | None = None
    office: str | None = None
    block: str | None = None
    reason: Reason | None = None
    operation: str = ""
    holders: tuple[str, ...] = ()  # the persons who go along with a part that leaves its row
    paid: tuple[tuple[str, Any], ...] = ()  # the fields that say what its holders are paid from now on

    @classmethod
    def whole(cls, post: Post, to: str | None, *, block: str | None = None, reason: Reason | None = None) -> PostMove:
        """Make a move of a whole row."""
        return cls(post, to, post.authorized, post.filled, post.fte, post.id, block=block, reason=reason)

    def parts(self) -> tuple[tuple[str, Figure], ...]:
        """Give the figures on the way, by quantity."""
        return (("authorized", self.authorized), ("filled", self.filled), ("fte", self.fte))


def apply_moves(draft: Draft, book: Book, post_moves: Iterable[PostMove], heir: str = "") -> None:
    """State the flows of moves of posts and make their changes; a row whose id no move keeps ends.

    Lines that end at such a row go on to the ``heir`` (:data:`DROP` ends them); without one they are left over.
    """
    rows: dict[str, list[PostMove]] = {}
    for move in post_moves:
        rows.setdefault(move.post.id, []).append(move)
    for id, parts in rows.items():
        post = parts[0].post
        present = _move_holders(draft, parts)
        ends = all(move.id != id or move.to is None for move in parts)
        if ends:
            present[id] = present[id].less(_pass_to_second(draft, book, post))
        for move in parts:
            _book(book, move, present[move.id])
            if move.to is not None:
                draft.put(_arrived(move, has_pay=draft.has_pay))
        if ends:
            end_post(draft, book, post, heir)


def _pass_to_second(draft: Draft, book: Book, post: Post) -> int:
    """Let the next post of whoever loses a first one become the first; give how many people are counted there from now on."""
    count = 0
    for one in draft.holders_of(post.id):
        held = [cast(Incumbency, other) for other in draft.group("incumbencies", "person", one.person)]
        others = sorted((other.order, other.post) for other in held if other.post != post.id)
        following = draft.post(others[0][1]) if others and others[0][0] > 0 and not one.order else None
        if following is None:
            continue
        ends = (post.unit, post.block), (following.unit, following.block)
        why = Reason("next_post", (post.id, following.id))
        draft.put(replace(next(other for other in held if other.post == following.id), order=0))
        if post.filled == 0:  # nobody was counted there: from now on its holder is
            beyond = (None, following.block), ends[1]
            book.state("people", *beyond, Amount(1), reason=why, operation="dissolve", records=(None, following.id))
            continue
        book.state("people", *ends, Amount(1), reason=why, records=(post.id, following.id))
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class _Present:
    """Hold who is present in a part of a row: the posts that are filled, and the people who are counted there."""

    filled: Amount
    people: Amount

    @classmethod
    def of(cls, move: PostMove, holders: Sequence[Incumbency], links: int) -> _Present:
        arrived = _arrived(move, has_pay=False)
        return cls(filled_of(arrived, holders, links), people_of(arrived, holders, links))

    def less(self, people: int) -> _Present:
        return replace(self, people=self.people - Amount(people))


def _book(book: Book, move: PostMove, present: _Present) -> None:
    """State the flows of one move, with who is ``present`` in it."""
    post = move.post
    start = (post.unit, post.block)
    end = (move.to, post.block if move.block is None else move.block)
    records = (post.id, None if move.to is None else move.id)
    for quantity, figure in move.parts():
        amount = present.filled if quantity == "filled" else booked(post, quantity, figure)
        book.state(quantity, start, end, amount, reason=move.reason, operation=move.operation, records=records)
        if quantity == "filled":
            people = present.people
            book.state("people", start, end, people, reason=move.reason, operation=move.operation, records=records)


def _arrived(move: PostMove, *, has_pay: bool) -> Post:
    post = move.post
    paid = dict(move.paid) if move.paid else _pay_kept(post, move.id) if has_pay else {}
    return replace(
        post,
        **paid,
        id=move.id,
        unit=move.to or "",
        block=post.block if move.block is None else move.block,
        authorized=move.authorized,
        filled=move.filled,
        fte=move.fte,
        rank=move.rank or post.rank,
        titles=move.titles or post.titles,
        office=post.office if move.office is None else move.office,
    )


def _pay_kept(post: Post, id: str) -> dict[str, Any]:
    """Keep the pay of a row; one that a part lacks, where the row stated none, is the row's own missing figure."""
    unstated = post.pay is None and post.coefficient is None and not post.grade
    return {"pay": Estimate(Source(identity_of(post, "pay")))} if unstated and id != post.id else {}


def _move_holders(draft: Draft, parts: list[PostMove]) -> dict[str, _Present]:
    """Let named persons follow their part of a row; give who is present in each part, by the part's id.

    The part that keeps the row's id keeps whoever is not named. Refused where a part is not as large as its holders
    are many, where it leaves one behind who shares a post with them, or where somebody named does not hold the row.
    """
    post = parts[0].post
    holders = {one.person: one for one in draft.holders_of(post.id)}
    links = len(draft.links_to(post.id))
    whole = _Present.of(PostMove.whole(post, None), list(holders.values()), links)
    if len(parts) == 1:
        return {post.id: whole, parts[0].id: whole}
    present: dict[str, _Present] = {}
    for move in parts:
        if move.id == post.id:
            continue
        present[move.id] = _Present.of(move, (), 0)
        if not (holders or move.holders):
            continue
        unknown = [person for person in move.holders if person not in holders]
        if unknown:
            raise refuse(
                "UNKNOWN_PERSON",
                Message.of(
                    "{person!r} does not hold {post!r}{hint}",
                    person=unknown[0],
                    post=post.id,
                    hint=nearest(unknown[0], holders),
                ),
                post.id,
            )
        going = [holders.pop(person) for person in move.holders]
        if move.filled not in (len(going), places_of(going)):
            raise refuse(
                "HOLDERS",
                Message.of(
                    "{people} people leave {post!r} (named: {count}): say holders: {holders}",
                    people=Amount.of(move.filled, post.id),
                    post=post.id,
                    count=len(move.holders),
                    holders=sorted([*holders, *move.holders]),
                ),
                post.id,
            )
        for one in going:
            draft.end(one)
            draft.put(replace(one, post=move.id))
        present[move.id] = _Present.of(move, going, 0)
    kept = next((move for move in parts if move.id == post.id), None)
    _refuse_without_linked(draft, post, kept)
    if kept is not None:
        if (
            kept.filled is None
        ):  # some of a missing number may have gone: what stays is not known to be all that is listed
            kept = replace(kept, filled=Estimate(Source(identity_of(post, "filled"))))
        present[post.id] = _Present.of(kept, list(holders.values()), links)
        _refuse_shared(post, whole.people, sum((one.people for one in present.values()), Amount()))
    return present


def _refuse_shared(post: Post, before: Amount, after: Amount) -> None:
    """Refuse parts that make more or fewer people of those of a row: some who share one post would be on both sides."""
    if before != after:
        message = Message.of(
            "{post!r} is shared by several holders: those who share a post go together, or stay together (of {before} people "
            "the parts have {after})",
            post=post.id,
            before=before,
            after=after,
        )
        raise refuse("HOLDERS", message, post.id)


def _refuse_without_linked(draft: Draft, post: Post, kept: PostMove | None) -> None:
    """Refuse parts that take the holders of links, which stay with the row: of it at least so many must stay filled."""
    links = [*draft.links_to(post.id), *draft.links_from(post.id)]
    least = max(len(draft.links_to(post.id)), 1) if links else 0
    if kept is None or not isinstance(kept.filled, int) or not isinstance(post.filled, int):
        return
    if kept.filled < least <= post.filled:
        other = links[0].post if links[0].also_holds == post.id else links[0].also_holds
        message = Message.of(
            "{post!r} is held together with {other!r}, and that holder stays there: the part that leaves it has filled: "
            "{most} at most, or unlink_posts first",
            post=post.id,
            other=other,
            most=post.filled - least,
        )
        raise refuse("LINKED_POST", message, post.id)


DROP = "drop"
"""In the place of an heir: lines that end at what ends go with it."""


def end_post(draft: Draft, book: Book, post: Post, heir: str = "") -> None:
    """End a row of posts with its incumbencies and the lines that start there; a row that is linked is refused.

    Lines that end at it go on to the heir, or end with :data:`DROP`; without either they would be left behind, which is
    refused by name.
    """
    links = [*draft.links_from(post.id), *draft.links_to(post.id)]
    if links:
        other = links[0].post if links[0].also_holds == post.id else links[0].also_holds
        raise refuse(
            "LINKED_POST",
            Message.of(
                "{post!r} ends and is held together with {other!r}: unlink_posts first", post=post.id, other=other
            ),
            post.id,
        )
    for one in draft.incumbents_of(post.id):
        draft.end(one)
    for line in draft.lines_from(post.id):
        lead(draft, book, line, [], ends_with(post.id))
    for line in draft.lines_to(post.id) if heir else ():
        if heir == DROP:
            lead(draft, book, line, [], dropped(post.id))
        elif heir == line.from_:
            lead(draft, book, line, [], ends_with(post.id))
        else:
            lead(draft, book, line, [replace(line, to=heir)], led_on(post.id, heir))
    draft.end(post)


def minus(figure: Figure, count: int, identity: FigureId) -> Figure:
    """Take a count off a figure; what is uncertain stays so, less the count.

    >>> minus(5, 2, "x"), str(Amount.of(minus(None, 1, "x")) + Amount(1)) == str(Amount.of(None, "x"))
    (3, True)
    """
    if isinstance(figure, int):
        return figure - count
    if figure is None:
        return Estimate(Source(identity), offset=-count) if count else None
    return figure.shifted(-count)


def least_of(figure: Figure) -> int | None:
    """Give the least that a figure may be, or None where nobody knows."""
    if not isinstance(figure, Estimate):
        return figure
    known = [end for end in (figure.low, figure.best, figure.high) if end is not None]
    return min(known, default=None)


def takeable(figure: Figure) -> int | None:
    """Give how much may be taken off a figure: the least that it may be; of an unknown part of a sum no more than the sum.

    >>> takeable(3), takeable(None), takeable(Estimate(Source("x", whole=100), None, 2, 1, -20))
    (3, None, 80)
    """
    least = least_of(figure)
    if least is not None or not isinstance(figure, Estimate) or figure.parts == 1:
        return least
    source = figure.source
    sum_ = most_of(source.whole) if source.whole is not None else source.high
    return None if sum_ is None else max(0, sum_ + figure.offset)


def most_of(figure: Figure) -> int | None:
    """Give the most that a figure may be, or None where nobody knows."""
    if not isinstance(figure, Estimate):
        return figure
    known = [end for end in (figure.low, figure.best, figure.high) if end is not None]
    return max(known, default=None)


def split_move(
    move: PostMove, count: int, filled: int | None, fte: int | None, id: str, *, may_overfill: bool = False
) -> tuple[PostMove, PostMove]:
    """Take a counted part off a move: the part (under a new id) and what remains.

    ``filled`` may be left out only where the row is all filled or all vacant, or is of those present, for want of a quota,
    of which its parts have none either; ``fte`` (hundredths) follows the people where it is known. What remains may have no more people than posts unless it ``may_overfill``: a head post that is
    converted vacant leaves all who work where they are.
    """
    post = move.post
    name = post.id
    known = exact(move.authorized)
    if known is not None and count > known and not isinstance(move.authorized, Estimate):
        raise refuse(
            "TAKEN_TWICE",
            Message.of("{count} posts are taken from {name!r}, which has {known}", count=count, name=name, known=known),
            name,
        )
    if isinstance(move.authorized, Estimate) and move.authorized.low is not None and count > move.authorized.low:
        low = move.authorized.low
        raise refuse(
            "TAKEN_TWICE",
            Message.of(
                "{count} posts are taken from {name!r}, which may have only {low}", count=count, name=name, low=low
            ),
            name,
        )
    if filled is None:
        present = move.filled
        if present == 0:
            filled = 0
        elif isinstance(present, int) and (present == move.authorized or post.has_no_quota):
            filled = count
        else:
            text = "{count} posts are taken from {name!r}, of which not all are filled: say how many of them are (filled: …)"
            if not isinstance(present, int):
                text = "{count} posts are taken from {name!r}, and how many are filled is not known: say how many of them are (filled: …)"
            raise refuse("FILLED_UNCLEAR", Message.of(text, count=count, name=name), name)
    if filled > count:
        raise refuse(
            "FILLED_UNCLEAR",
            Message.of("{filled} filled of {count} posts taken from {name!r}", filled=filled, count=count, name=name),
            name,
        )
    present = takeable(move.filled)
    if present is not None and filled > present:
        there = "{filled} people are taken from {name!r}, of {count} present"
        may_be = "{filled} people are taken from {name!r}, where only {count} may be present"
        message = Message.of(there if isinstance(move.filled, int) else may_be, filled=filled, name=name, count=present)
        raise refuse("TAKEN_TWICE", message, name)
    overfull = known is not None and isinstance(move.filled, int) and move.filled - filled > known - count
    if overfull and not may_overfill:
        raise refuse(
            "FILLED_UNCLEAR",
            Message.of(
                "taking {count} posts with {filled} people from {name!r} would leave more people than posts "
                "(vacant of it: {vacant})",
                count=count,
                filled=filled,
                name=name,
                vacant=Amount.of(known) - Amount.of(move.filled),
            ),
            name,
        )
    part_fte, rest_fte = fte_parts(move, filled, fte)
    authorized = minus(move.authorized, count, identity_of(post, "authorized"))
    part = replace(move, id=id, authorized=None if post.has_no_quota else count, filled=filled, fte=part_fte)
    rest = replace(
        move,
        authorized=None if post.has_no_quota else authorized,
        filled=minus(move.filled, filled, identity_of(post, "filled")),
        fte=rest_fte,
    )
    return part, rest


def fte_parts(move: PostMove, filled: int, fte: int | None) -> tuple[Figure, Figure]:
    """Part the full-time equivalents of a row (hundredths) between a part with ``filled`` people and what remains.

    Stated, they are taken off. Else they follow the people: all of them or none go with all or none of the people, and
    what is known is divided by largest remainder, so that the two add up to the hundredth. Where the people or the
    full-time equivalents are not known, both parts keep the identity of their source (position 1 and 0 of 2), so that
    they come to the same figure again where they meet.
    """
    identity = identity_of(move.post, "fte")
    if fte is not None:
        least = takeable(move.fte)
        if least is not None and fte > least:
            taken, there = fte / 100, least / 100
            message = Message.of(
                "{taken:.2f} full-time equivalents are taken from {post!r}, where there may be only {there:.2f}",
                taken=taken,
                post=move.post.id,
                there=there,
            )
            raise refuse("TAKEN_TWICE", message, move.post.id)
        return fte, minus(move.fte, fte, identity)
    whole: Figure = Estimate(Source(identity)) if move.fte is None else move.fte
    if not filled or whole == 0:
        return 0, move.fte if move.id == move.post.id else whole
    if filled == move.filled:
        return whole, 0
    if isinstance(whole, int) and isinstance(move.filled, int):
        part, rest = largest_remainder(whole, [filled, move.filled - filled])
        return part, rest
    if isinstance(whole, Estimate) and whole.parts == 1 and not whole.offset:
        source = whole.source
    else:  # known, or already a part: a source of its own
        source = Source(identity._replace(part="left"), whole=whole)
    return Estimate(source, None, 2, 1), Estimate(source, None, 2, 0)


def share(move: PostMove, weights: list[int], ids: list[str]) -> list[tuple[int, PostMove]]:
    """Share a move by weights, with the largest remainder: (index of the weight, part); empty parts are left out.

    ``weights`` and ``ids`` have one entry a receiver. Posts and people are shared each by itself; full-time equivalents
    only among the receivers in use, since a receiver without posts and people can have none. Where everything rounds to
    nothing the heaviest receiver (of equals the first) gets the row, so that a vacant row does not vanish.
    """
    name = identity_of
    if move.post.has_no_quota:  # nothing is authorized, nor in any part
        shared = share(replace(move, post=replace(move.post, authorized=0), authorized=0), weights, ids)
        return [(i, replace(part, post=move.post, authorized=None)) for i, part in shared]
    authorized = share_out(move.authorized, weights, name(move.post, "authorized"))
    filled = share_out(move.filled, weights, name(move.post, "filled"))
    filled = _seated(filled, authorized, weights)
    used = [i for i in range(len(weights)) if weights[i] and not (authorized[i] == 0 and filled[i] in (0, None))]
    used = used or [max(range(len(weights)), key=lambda i: (weights[i], -i))]
    if len(used) < len(weights):  # what an unused share would get of an uncertain figure goes to the ones in use
        authorized = _over(move.authorized, weights, used, name(move.post, "authorized"))
        filled = _over(move.filled, weights, used, name(move.post, "filled"))
    fte = _over(move.fte, weights, used, name(move.post, "fte"))
    return [(i, replace(move, authorized=authorized[i], filled=filled[i], fte=fte[i], id=ids[i])) for i in used]


def _seated(filled: list[Figure], authorized: list[Figure], weights: list[int]) -> list[Figure]:
    """Let no part have more people than posts, where the whole has not: who is over sits where the heaviest room is."""
    people, posts = ([one for one in figures if isinstance(one, int)] for figures in (filled, authorized))
    if len(people) < len(filled) or len(posts) < len(authorized) or sum(people) > sum(posts):
        return filled
    over = sum(max(0, one - room) for one, room in zip(people, posts, strict=True))
    seated = [min(one, room) for one, room in zip(people, posts, strict=True)]
    for i in sorted(range(len(weights)), key=lambda i: (-weights[i], i)):
        more = min(over, posts[i] - seated[i])
        seated[i] += more
        over -= more
    return list(seated)


def _over(figure: Figure, weights: list[int], used: list[int], identity: FigureId) -> list[Figure]:
    """Share a figure among the receivers in use: one entry a receiver, 0 for those that are not; whole where one is."""
    if len(used) == 1:
        return [figure] * len(weights)
    parts = share_out(figure, [weights[i] for i in used], identity)
    result: list[Figure] = [0] * len(weights)
    for i, part in zip(used, parts, strict=True):
        result[i] = part
    return result
