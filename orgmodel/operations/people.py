"""What becomes of people whose posts end: each goes to another post, or leaves and it is said why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, Figure
from orgmodel.core.ledger import Reason, people_now
from orgmodel.core.messages import Message
from orgmodel.core.present import first_first, places_taken
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
    if not people and not isinstance(operation, Resize):
        return operation
    resized = None
    if isinstance(operation, Resize):
        if not isinstance(operation.resize, str):  # of a quantity, which nobody holds
            return operation
        resized = operation.resize
    leaving = _Leaving()
    for person in sorted(people, key=lambda one: (people[one].to is None, one)):
        one = _holding(draft, person, resized)
        _go(draft, book, verb, one, existing_post(draft, one.post), people[person], leaving)
    book.people.sort(key=lambda one: one.person)
    leaving.settle(draft, book, verb)
    if isinstance(operation, Resize) and resized is not None:
        return _less(operation, existing_post(draft, resized), leaving.counts.get(resized, 0))
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
        hint = draft.base.hint("persons", person)
        raise refuse("UNKNOWN_PERSON", Message.of("no person {person!r}{hint}", person=person, hint=hint), person)
    raise refuse("NOT_DISPLACED", Message.of("{person!r} holds no post that could end", person=person), person)


@dataclass
class _Leaving:
    """Keep count of those who leave: the posts that they take along, and what is stated of people beside what posts have.

    Of two who share a post the first takes it along, and each who goes to another post fills one there.
    """

    shares: dict[tuple[str, ...], int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    before: dict[str, Amount] = field(default_factory=dict)
    stated: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)

    def places(self, one: Incumbency, *way: str) -> int:
        """Count the posts that one more takes along a way."""
        before = self.shares.get(way, 0)
        self.shares[way] = before + one.share
        return -(-self.shares[way] // WHOLE) - -(-before // WHOLE)

    def note(self, draft: Draft, post: Post, by: int, reason: Reason) -> None:
        """Note that people of a post are stated to change, before they do."""
        self.before.setdefault(post.id, people_now(draft, post))
        self.stated[post.id] = self.stated.get(post.id, 0) + by
        self.reasons[post.id] = reason

    def settle(self, draft: Draft, book: Book, verb: str) -> None:
        """State what is left: who is counted, or no longer, since people share posts otherwise than they did."""
        for id, before in self.before.items():
            left = people_now(draft, existing_post(draft, id)) - before - Amount(self.stated[id])
            _beyond(book, verb, "people", existing_post(draft, id), left.known, self.reasons[id])


def _beyond(book: Book, verb: str, quantity: str, post: Post, more: int, reason: Reason) -> None:
    """State what a post has more, or less, than came to it from other posts or left it for them."""
    ends, records = ((post.unit, post.block), (None, post.block)), (post.id, None)
    start, end = ends if more < 0 else ends[::-1]
    operation = "" if verb in (RESIZE, "dissolve") else "dissolve"
    book.state(
        quantity, start, end, Amount(abs(more)), reason=reason, operation=operation,
        records=records if more < 0 else records[::-1],
    )  # fmt: skip


def _go(draft: Draft, book: Book, verb: str, one: Incumbency, post: Post, rule: PersonRule, leaving: _Leaving) -> None:
    """Let one person leave a post, for another or for none, and state what flows."""
    is_there = post.filled != 0 or leaving.counts.get(post.id, 0) > 0
    count = leaving.places(one, post.id)
    if isinstance(post.filled, int):
        count = min(count, post.filled)
    leaving.counts[post.id] = leaving.counts.get(post.id, 0) + count
    come = count
    target = None
    if rule.to is None:
        reason = Reason(rule.outcome or "", (one.person, post.id), rule.why)
    else:
        target = existing_post(draft, rule.to)
        if draft.get("incumbencies", (one.person, target.id)) is not None or target.id == post.id:
            message = Message.of("{person!r} holds {post!r} already", person=one.person, post=target.id)
            raise refuse("NO_CHANGE", message, one.person)
        refuse_full(draft, book, target, post)
        reason = Reason("placed", (one.person, post.id, target.id), rule.why)
        come = leaving.places(one, post.id, target.id) if is_there else 0
    one = first_first([one], draft.holdings_of)[0]
    people = int(is_there and not one.order)
    leaving.note(draft, post, -people, reason)
    if target is not None:
        leaving.note(draft, target, people, reason)
    draft.end(one)
    if target is not None:
        draft.put(replace(one, post=target.id))
    book.people.append(PersonMove(one.person, post.id, rule.to, reason))
    end = (None, post.block) if target is None else (target.unit, target.block)
    part, rest = (0, post.fte) if verb == RESIZE else _fte(post, count, target)
    amounts = {"filled": Amount(min(count, come)), "people": Amount(people)}
    amounts["fte"] = Amount.of(part, identity_of(post, "fte"))
    crosses = target is None and verb not in (RESIZE, "dissolve")
    for quantity, amount in amounts.items():
        book.state(
            quantity, (post.unit, post.block), end, amount, reason=reason, operation="dissolve" if crosses else "",
            records=(post.id, rule.to),
        )  # fmt: skip
    _beyond(book, verb, "filled", post, min(0, come - count), reason)
    draft.put(replace(post, filled=minus(post.filled, count, identity_of(post, "filled")), fte=rest))
    if target is not None:
        _beyond(book, verb, "filled", target, max(0, come - count), reason)
        filled = minus(target.filled, -come, identity_of(target, "filled"))
        draft.put(replace(target, filled=filled, fte=_joined(target, part)))


def refuse_full(draft: Draft, book: Book, target: Post, left: Post) -> None:
    """Refuse a post that has no vacancy for a holder of another; where that is not known, warn."""
    if is_full(draft, target):
        message = Message.of("{target} has no vacancy for the holder of {second}", target=target.id, second=left.id)
        raise refuse("OCCUPIED", message, target.id)
    if is_unclear_whether_full(target):
        message = Message.of(
            "whether {target} is vacant is not known; the holder of {second} goes there",
            target=target.id,
            second=left.id,
        )
        book.warn("VACANCY_UNKNOWN", message, target.id)


def is_full(draft: Draft, post: Post) -> bool:
    """Tell whether a row of posts surely has no vacancy; of one without a number present, who is listed is there."""
    least, most = least_of(post.filled), most_of(post.authorized)
    if least is None:
        least = places_taken(draft.incumbents_of(post.id), len(draft.links_to(post.id)))
    return most is not None and least >= most


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
