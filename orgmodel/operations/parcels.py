"""Parcels: parts of rows of posts on their way, and the one place where they are carried out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from orgmodel.core.apportion import largest_remainder
from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, Estimate, Figure, Source, exact, share_out
from orgmodel.core.ledger import Reason, concurrent_of
from orgmodel.core.names import Names
from orgmodel.core.problems import nearest
from orgmodel.core.records import Post
from orgmodel.core.specs import identity_of
from orgmodel.operations.effect import Book, refuse


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row of posts, or a part of one, and where it goes; what is None stays as it is.

    ``to`` of None ends it (``reason`` says why). The parcel that keeps the row's id keeps its holders and links.
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

    @classmethod
    def whole(cls, post: Post, to: str | None, *, block: str | None = None, reason: Reason | None = None) -> Parcel:
        """Make a parcel of a whole row."""
        return cls(post, to, post.authorized, post.filled, post.fte, post.id, block=block, reason=reason)

    def parts(self) -> tuple[tuple[str, Figure], ...]:
        """Give the figures on the way, by quantity."""
        return (("authorized", self.authorized), ("filled", self.filled), ("fte", self.fte))


def carry_out(draft: Draft, book: Book, parcels: Iterable[Parcel]) -> None:
    """State the flows of parcels and make their changes; a row whose id no parcel keeps ends."""
    rows: dict[str, list[Parcel]] = {}
    for parcel in parcels:
        rows.setdefault(parcel.post.id, []).append(parcel)
    for id, parts in rows.items():
        post = parts[0].post
        held = _move_holders(draft, parts)
        for parcel in parts:
            _book(book, parcel, held.get(parcel.id, 0))
            if parcel.to is not None:
                draft.put(_arrived(parcel))
        if all(parcel.id != id or parcel.to is None for parcel in parts):
            end_post(draft, post)


def _book(book: Book, parcel: Parcel, held: int) -> None:
    post = parcel.post
    start = (post.unit, post.block)
    end = (parcel.to, post.block if parcel.block is None else parcel.block)
    for quantity, figure in parcel.parts():
        amount = Amount.of(figure, identity_of(post, quantity))
        book.state(quantity, start, end, amount, reason=parcel.reason, operation=parcel.operation)
        if quantity == "filled":
            people = amount - Amount(held)
            book.state("people", start, end, people, reason=parcel.reason, operation=parcel.operation)


def _arrived(parcel: Parcel) -> Post:
    post = parcel.post
    return replace(
        post,
        id=parcel.id,
        unit=parcel.to or "",
        block=post.block if parcel.block is None else parcel.block,
        authorized=parcel.authorized,
        filled=parcel.filled,
        fte=parcel.fte,
        rank=parcel.rank or post.rank,
        titles=parcel.titles or post.titles,
        office=post.office if parcel.office is None else parcel.office,
    )


def _move_holders(draft: Draft, parts: list[Parcel]) -> dict[str, int]:
    """Let named persons follow their part of a row; give the concurrent holdings of each part."""
    post = parts[0].post
    holders = {one.person: one for one in draft.incumbents_of(post.id)}
    held = {post.id: concurrent_of(draft, post.id)}
    for parcel in parts:
        if parcel.id == post.id or not (holders or parcel.holders):
            continue
        unknown = [person for person in parcel.holders if person not in holders]
        if unknown:
            raise refuse(
                "UNKNOWN_PERSON", f"{unknown[0]!r} does not hold {post.id!r}{nearest(unknown[0], holders)}", post.id
            )
        if parcel.filled != len(parcel.holders):
            raise refuse(
                "HOLDERS",
                f"{Amount.of(parcel.filled, post.id)} people leave {post.id!r}, and {len(parcel.holders)} "
                f"are named: say holders: {sorted(holders)}",
                post.id,
            )
        for person in parcel.holders:
            one = holders.pop(person)
            draft.end(one)
            draft.put(replace(one, post=parcel.id))
            if one.order > 0:
                held[parcel.id] = held.get(parcel.id, 0) + 1
                held[post.id] -= 1
    return held


def end_post(draft: Draft, post: Post) -> None:
    """End a row of posts with its incumbencies; a row that is linked or written into lines is refused."""
    links = [*draft.links_from(post.id), *draft.links_to(post.id)]
    if links:
        other = links[0].post if links[0].also_holds == post.id else links[0].also_holds
        raise refuse(
            "LINKED_POST", f"{post.id!r} ends and is held together with {other!r}: unlink_posts first", post.id
        )
    for one in draft.incumbents_of(post.id):
        draft.end(one)
    for line in [*draft.lines_from(post.id), *draft.lines_to(post.id)]:
        draft.end(line)
    draft.end(post)


def minus(figure: Figure, count: int, identity: str) -> Figure:
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


def free_id(draft: Draft, taken: set[str], wanted: str) -> str:
    """Give an id that no unit or post has, the wanted one if possible."""
    id, number = wanted, 2
    while id in taken or draft.get("posts", id) is not None or draft.get("units", id) is not None:
        id, number = f"{wanted}~{number}", number + 1
    taken.add(id)
    return id


def count_off(parcel: Parcel, count: int, filled: int | None, fte: int | None, id: str) -> tuple[Parcel, Parcel]:
    """Take a counted part off a parcel: the part (under a new id) and what remains.

    ``filled`` may be left out only where the row is all filled or all vacant; ``fte`` (hundredths) follows the people
    where it is known.
    """
    post = parcel.post
    name = post.id
    known = exact(parcel.authorized)
    if known is not None and count > known and not isinstance(parcel.authorized, Estimate):
        raise refuse("TAKEN_TWICE", f"{count} posts are taken from {name!r}, which has {known}", name)
    if isinstance(parcel.authorized, Estimate) and parcel.authorized.low is not None and count > parcel.authorized.low:
        low = parcel.authorized.low
        raise refuse("TAKEN_TWICE", f"{count} posts are taken from {name!r}, which may have only {low}", name)
    if filled is None:
        present = parcel.filled
        if present == 0:
            filled = 0
        elif isinstance(present, int) and present == parcel.authorized:
            filled = count
        else:
            raise refuse(
                "FILLED_UNCLEAR",
                f"{count} posts are taken from {name!r}, of which not all are filled: "
                "say how many of them are (filled: …)",
                name,
            )
    if filled > count:
        raise refuse("FILLED_UNCLEAR", f"{filled} filled of {count} posts taken from {name!r}", name)
    present = least_of(parcel.filled)
    if present is not None and filled > present:
        there = f"{present} are" if isinstance(parcel.filled, int) else f"only {present} may be"
        raise refuse("TAKEN_TWICE", f"{filled} people are taken from {name!r}, where {there} present", name)
    part_fte, rest_fte = _fte_parts(parcel, filled, fte)
    part = replace(parcel, id=id, authorized=count, filled=filled, fte=part_fte)
    rest = replace(
        parcel,
        authorized=minus(parcel.authorized, count, identity_of(post, "authorized")),
        filled=minus(parcel.filled, filled, identity_of(post, "filled")),
        fte=rest_fte,
    )
    return part, rest


def _fte_parts(parcel: Parcel, filled: int, fte: int | None) -> tuple[Figure, Figure]:
    identity = identity_of(parcel.post, "fte")
    if fte is not None:
        least = least_of(parcel.fte)
        if least is not None and fte > least:
            taken, there = fte / 100, least / 100
            message = f"{taken:.2f} full-time equivalents are taken from {parcel.post.id!r}, where there may be only {there:.2f}"
            raise refuse("TAKEN_TWICE", message, parcel.post.id)
        return fte, minus(parcel.fte, fte, identity)
    if isinstance(parcel.fte, int) and isinstance(parcel.filled, int):
        if not parcel.filled:
            return 0, parcel.fte
        part, rest = largest_remainder(parcel.fte, [filled, parcel.filled - filled])
        return part, rest
    source = parcel.fte.source if isinstance(parcel.fte, Estimate) and parcel.fte.parts == 1 else Source(identity)
    if isinstance(parcel.fte, Estimate) and (parcel.fte.offset or parcel.fte.parts > 1):
        source = Source(f"{identity}:left", whole=parcel.fte)
    return Estimate(source, None, 2, 1), Estimate(source, None, 2, 0)


def share(parcel: Parcel, weights: list[int], ids: list[str]) -> list[tuple[int, Parcel]]:
    """Share a parcel by weights, with the largest remainder: (index of the weight, part); empty parts are left out."""
    name = identity_of
    authorized = share_out(parcel.authorized, weights, name(parcel.post, "authorized"))
    filled = share_out(parcel.filled, weights, name(parcel.post, "filled"))
    used = [i for i in range(len(weights)) if weights[i] and not (authorized[i] == 0 and filled[i] in (0, None))]
    used = used or [max(range(len(weights)), key=lambda i: (weights[i], -i))]
    if len(used) < len(weights):  # what an unused share would get of an uncertain figure goes to the ones in use
        authorized = _over(parcel.authorized, weights, used, name(parcel.post, "authorized"))
        filled = _over(parcel.filled, weights, used, name(parcel.post, "filled"))
    fte = _over(parcel.fte, weights, used, name(parcel.post, "fte"))
    return [(i, replace(parcel, authorized=authorized[i], filled=filled[i], fte=fte[i], id=ids[i])) for i in used]


def _over(figure: Figure, weights: list[int], used: list[int], identity: str) -> list[Figure]:
    if len(used) == 1:
        return [figure] * len(weights)
    parts = share_out(figure, [weights[i] for i in used], identity)
    result: list[Figure] = [0] * len(weights)
    for i, part in zip(used, parts, strict=True):
        result[i] = part
    return result
