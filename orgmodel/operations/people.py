"""What becomes of people whose posts end: each goes to another post, or leaves and it is said why."""

from __future__ import annotations

from dataclasses import replace

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, Figure
from orgmodel.core.ledger import Reason
from orgmodel.core.messages import Message
from orgmodel.core.problems import nearest
from orgmodel.core.records import Incumbency, Post
from orgmodel.core.schema import identity_of
from orgmodel.operations.effect import Book, PersonMove, refuse
from orgmodel.operations.lifecycle import existing_post
from orgmodel.operations.model import Operation, Resize
from orgmodel.operations.operation_schema import People, PersonRule
from orgmodel.operations.post_moves import PostMove, fte_parts, least_of, minus, most_of

RESIZE = "resize"
WHOLE = 100


def let_people_go(draft: Draft, book: Book, verb: str, operation: Operation) -> Operation:
    """Let the people of whom an operation speaks leave their posts, and give what is left of it to do.

    They go before their posts end, so that what ends is vacant of them. Of a resize they are among those by whom it
    changes the people present. Refused are persons who are not known or hold no such post, and posts that are full.
    """
    people: People = getattr(operation, "people", {})
    resized = None
    if isinstance(operation, Resize):
        if not isinstance(operation.resize, str):  # of a quantity, which nobody holds
            return operation
        resized = operation.resize
    gone: dict[str, int] = {}
    counts: dict[str, int] = {}
    for person in sorted(people):
        one = _holding(draft, person, resized)
        post = existing_post(draft, one.post)
        gone[post.id] = gone.get(post.id, 0) + one.share
        count = -(-gone[post.id] // WHOLE) - counts.get(post.id, 0)  # of two who share a post the first takes it along
        if isinstance(post.filled, int):
            count = min(count, post.filled)
        counts[post.id] = counts.get(post.id, 0) + count
        _go(draft, book, verb, one, post, count, people[person])
    if isinstance(operation, Resize) and resized is not None:
        return _less(operation, existing_post(draft, resized), counts.get(resized, 0))
    return operation


def _holding(draft: Draft, person: str, resized: str | None) -> Incumbency:
    """Give the holding that a person leaves: of the post that is resized, or else the first one."""
    held = [one for one in draft.group("incumbencies", "person", person) if isinstance(one, Incumbency)]
    here = [one for one in held if resized is None or one.post == resized]
    if here:
        return min(here, key=lambda one: (one.order, one.post))
    if resized is not None:
        hint = nearest(person, [one.person for one in draft.incumbents_of(resized)])
        message = Message.of("{person!r} does not hold {post!r}{hint}", person=person, post=resized, hint=hint)
        raise refuse("UNKNOWN_PERSON", message, resized)
    if draft.get("persons", person) is None:
        hint = nearest(person, draft.base.ids("persons"))
        raise refuse("UNKNOWN_PERSON", Message.of("no person {person!r}{hint}", person=person, hint=hint), person)
    raise refuse("NOT_DISPLACED", Message.of("{person!r} holds no post that could end", person=person), person)


def _go(draft: Draft, book: Book, verb: str, one: Incumbency, post: Post, count: int, rule: PersonRule) -> None:
    """Let one person leave a post, for another or for none, and state what flows."""
    draft.end(one)
    end: tuple[str | None, str] = (None, post.block)
    if rule.to is None:
        reason = Reason(rule.outcome or "", (one.person, post.id), rule.why)
        target = None
    else:
        target = existing_post(draft, rule.to)
        if draft.get("incumbencies", (one.person, target.id)) is not None or target.id == post.id:
            message = Message.of("{person!r} holds {post!r} already", person=one.person, post=target.id)
            raise refuse("NO_CHANGE", message, one.person)
        refuse_full(book, target, post)
        reason = Reason("placed", (one.person, post.id, target.id), rule.why)
        end = (target.unit, target.block)
        draft.put(replace(one, post=target.id))
    book.people.append(PersonMove(one.person, post.id, rule.to, reason))
    part, rest = (0, post.fte) if verb == RESIZE else _fte(post, count, target)
    amounts = {"filled": Amount(count), "people": Amount(0 if one.order else count)}
    amounts["fte"] = Amount.of(part, identity_of(post, "fte"))
    crosses = target is None and verb not in (RESIZE, "dissolve")
    for quantity, amount in amounts.items():
        book.state(
            quantity, (post.unit, post.block), end, amount, reason=reason, operation="dissolve" if crosses else "",
            records=(post.id, rule.to),
        )  # fmt: skip
    draft.put(replace(post, filled=minus(post.filled, count, identity_of(post, "filled")), fte=rest))
    if target is not None:
        filled = minus(target.filled, -count, identity_of(target, "filled"))
        draft.put(replace(target, filled=filled, fte=_joined(target, part)))


def refuse_full(book: Book, target: Post, left: Post) -> None:
    """Refuse a post that has no vacancy for a holder of another; where that is not known, warn."""
    if is_full(target):
        message = Message.of("{target} has no vacancy for the holder of {second}", target=target.id, second=left.id)
        raise refuse("OCCUPIED", message, target.id)
    if is_unclear_whether_full(target):
        message = Message.of(
            "whether {target} is vacant is not known; the holder of {second} goes there",
            target=target.id,
            second=left.id,
        )
        book.warn("VACANCY_UNKNOWN", message, target.id)


def is_full(post: Post) -> bool:
    """Tell whether a row of posts surely has no vacancy."""
    least, most = least_of(post.filled), most_of(post.authorized)
    return least is not None and most is not None and least >= most


def is_unclear_whether_full(post: Post) -> bool:
    """Tell whether nobody knows if a row of posts has a vacancy; in one of which none is filled there is room."""
    return not isinstance(post.filled, int) or (post.filled > 0 and not isinstance(post.authorized, int))


def _fte(post: Post, count: int, target: Post | None) -> tuple[Figure, Figure]:
    """Part the full-time equivalents of a row into those that go along and those that stay.

    Nothing goes where neither what goes nor what is there is known: no figure could hold the sum.
    """
    if not count:
        return 0, post.fte
    part, rest = fte_parts(PostMove.whole(post, None), count, None)
    has_no_sum = target is not None and not isinstance(part, int) and not isinstance(target.fte, int)
    return (0, post.fte) if has_no_sum else (part, rest)


def _joined(target: Post, part: Figure) -> Figure:
    if isinstance(part, int):
        return minus(target.fte, -part, identity_of(target, "fte")) if part else target.fte
    return part.shifted(target.fte) if part is not None and isinstance(target.fte, int) else target.fte


def _less(operation: Resize, post: Post, count: int) -> Resize:
    """Give a resize without the people who have left: what it still changes by itself."""
    rest = None if operation.filled_by is None else operation.filled_by + count
    too_few = rest is not None and rest > 0
    if operation.filled_to is not None and isinstance(post.filled, int):
        too_few = post.filled < operation.filled_to
    if operation.people and too_few:
        message = Message.of(
            "{post!r} loses fewer people than are named as leaving it ({count})",
            count=len(operation.people),
            post=post.id,
        )
        raise refuse("HOLDERS", message, post.id)
    return operation.model_copy(update={"filled_by": rest})


def refuse_not_displaced(draft: Draft, book: Book, verb: str) -> None:
    """Refuse what is said of people who keep their post or hold another, and posts to go to that end as well."""
    for one in book.people:
        if one.to is not None and draft.get("incumbencies", (one.person, one.to)) is None:
            message = Message.of(
                "{person!r} cannot go to {post!r}, which ends too: name a post that goes on",
                person=one.person,
                post=one.to,
            )
            raise refuse("TARGET", message, one.person)
        others = [str(other.key[1]) for other in draft.group("incumbencies", "person", one.person)]
        keeps = [one.post] if verb != RESIZE and draft.post(one.post) is not None else []
        keeps += others if one.to is None else []
        if keeps:
            message = Message.of(
                "{person!r} keeps {posts}, which this operation does not end: nothing is to be said of them here",
                person=one.person,
                posts=", ".join(keeps),
            )
            raise refuse("NOT_DISPLACED", message, one.person)
