"""Double entry: what an operation says it moves must equal what its changes come to.

Accounts are (unit, quantity, block). A flow is stated by the operation; the net of the changes is computed here from
the records alone. The two must be equal, so a post that is lost, invented or taken twice cannot pass.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from orgmodel.core.change import Change
from orgmodel.core.figures import Amount, Figure
from orgmodel.core.frozen import Frozen, hold
from orgmodel.core.messages import Message
from orgmodel.core.names import Names
from orgmodel.core.present import filled_of, first_first, people_of
from orgmodel.core.problems import Problem
from orgmodel.core.quantities import QUANTITIES
from orgmodel.core.records import Function, Incumbency, Key, Link, Members, Post, Quantity, Record, members_total
from orgmodel.core.schema import POST_FIGURES, identity_of

if TYPE_CHECKING:
    from orgmodel.core.draft import Draft
    from orgmodel.core.queries import Queries

DECLARED = "declared"
"""Stands, among the quantities that may cross the border, for all that a study declares."""

Account = tuple[str, str, str]
"""A unit, a quantity and a block."""

STATED = "stated"
REASONS: dict[str, tuple[str, ...]] = {
    STATED: (),  # in the user's own words, which stand in ``text``
    "converted": ("post", "rank after"),  # a post that became another, such as a head
    "surplus_head": ("post", "rank after"),  # a head post left over by a merger
    "quota_moves": ("block before", "block after"),
    "carried": ("unit",),  # goes along with a unit that moves whole
    "new_quota": ("post",),  # of a new post; ``text`` is the basis, if one is stated
    "held": ("post",),  # filled by the holder of another post; ``text`` is the basis, if one is stated
    "no_longer_held": ("post",),
    "displaced": ("post before", "post after"),  # by a concurrent holding
    "line_follows": ("unit or post",),  # a line goes on from, or to, what its end became
    "line_led_on": ("from", "to"),  # a line is led from a unit or post to another that goes on
    "line_ends_with": ("unit or post",),
    "line_dropped": ("unit or post",),  # a line ends since nothing of it is kept
    "line_with_unit": ("unit",),  # a line changes with a unit's place in the chart
    "next_post": ("post before", "post after"),  # the first post of a person ended, and the second became the first
    "placed": ("person", "post before", "post after"),  # a person whose post ends goes to another one
    "retires": ("person", "post"),
    "leaves": ("person", "post"),  # the organisation
    "reserve": ("person", "post"),  # is kept without a post
    "unassigned": ("person", "post"),  # is left without a post, and what then is not settled
}
"""The kinds of reason, and what each refers to."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Say why a flow is: a kind of :data:`REASONS`, what it refers to, and the user's own words, untouched.

    ``titles`` gives, where a post becomes another, its titles before and after in all their languages (none after
    where only its rank changes): a later step may change them, so the records at the end do not tell.
    """

    kind: str = STATED
    of: tuple[str, ...] = ()
    text: str = ""
    titles: tuple[Names, ...] = ()

    @property
    def is_given(self) -> bool:
        """Tell whether anything is said."""
        return self.kind != STATED or bool(self.text)


NO_REASON = Reason()
PRESENT: Mapping[str, Callable[[Post, Sequence[Incumbency], int], Amount]] = MappingProxyType(
    {"filled": filled_of, "people": people_of}
)
"""Who is present: what counts each quantity of a row of posts with its holders and links."""
WITHOUT_POST = ("retires", "leaves", "reserve", "unassigned")
"""What may become of a person who goes to no other post; each is a kind of reason."""


@dataclass(frozen=True, slots=True)
class Flow:
    """State that an amount of a quantity goes from one unit and block to another; None is outside.

    ``record_from`` and ``record_to`` are the keys of the records that it leaves and reaches (a row of posts, members, a
    function), None outside. ``via`` names the unit that is carried along whole: such a flow runs between its old and its
    new parent, belongs to the sums over a unit with all below it, and does not enter the accounts of single units.
    """

    quantity: str
    from_unit: str | None
    to_unit: str | None
    block_from: str | None
    block_to: str | None
    amount: Amount
    reason: Reason = NO_REASON
    via: str | None = None
    operation: str = ""  # set where a part of an operation is one of its own: the new head post of a split is created
    record_from: Key | None = None
    record_to: Key | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Link a unit before to a unit after; a None on one side is a unit that begins or ends for good.

    ``shares`` gives the part of the unit before, by quantity, that the unit after received; ``carried`` what a unit
    took along when it was transferred whole.
    """

    operation: str
    before: str | None
    after: str | None
    shares: dict[str, float] = field(default_factory=Frozen)
    carried: dict[str, Amount] = field(default_factory=Frozen)
    step: str = ""
    clause: str = ""
    date: str | None = None
    term: str = ""

    def __post_init__(self) -> None:
        """Hold what it is given so that nobody changes it."""
        if type(self.shares) is not Frozen or type(self.carried) is not Frozen:
            hold(self, "shares", "carried")


def concurrent_of(draft: Draft, post: str) -> int:
    """Count the holdings of a post by people who are counted under another post."""
    return len(draft.links_to(post)) + sum(one.order > 0 for one in draft.holders_of(post))


def figure_of(post: Post, quantity: str) -> Amount:
    """Give a figure of a row of posts as the accounts count it; what cannot be there is nothing, and not missing.

    >>> str(figure_of(Post("a/c", "a", quota="out", authorized=None, filled=3), "authorized"))
    '0'
    """
    return booked(post, quantity, getattr(post, quantity))


def booked(post: Post, quantity: str, figure: Figure) -> Amount:
    """Give a figure on its way from or to a row of posts, as the accounts count it."""
    if figure is None and quantity == "authorized" and post.has_no_quota:
        return Amount()
    return Amount.of(figure, identity_of(post, quantity))


def amounts_of(record: Record) -> dict[Account, Amount]:
    """Give what a record puts on the accounts by itself (who is present is counted over posts, holders and links together)."""
    result: dict[Account, Amount] = {}
    if isinstance(record, Post):
        for quantity in POST_FIGURES:
            if quantity != "filled" and (amount := figure_of(record, quantity)):
                result[(record.unit, quantity, record.block)] = amount
    elif isinstance(record, Members):
        amount = Amount.of(members_total(record), identity_of(record, "total"))
        if amount:
            result[(record.unit, "members", record.block)] = amount
    elif isinstance(record, Quantity):
        amount = Amount.of(record.value, identity_of(record, "value"))
        if amount:
            result[(record.unit, record.quantity, "")] = amount
    elif isinstance(record, Function) and not record.internal:
        result[(record.unit, "functions", record.block)] = Amount(1)
    return result


def people_now(state: Queries, post: Post) -> Amount:
    """Count the people who are counted under a row of posts, with the holders and links that a state has now."""
    return people_of(post, state.queries.holders_of(post.id), len(state.queries.links_to(post.id)))


def filled_now(state: Queries, post: Post) -> Amount:
    """Give the filled posts of a row, with the holders and links that a state has now."""
    if isinstance(post.filled, int):
        return Amount(post.filled)
    return filled_of(post, state.queries.holders_of(post.id), len(state.queries.links_to(post.id)))


_WITHOUT_AMOUNTS = frozenset(("units", "ended", "lines", "identities", "attributes"))
"""The tables whose records are on no account."""


def net(changes: Iterable[Change], draft: Draft) -> dict[Account, Amount]:
    """Sum what changes do to every account; ``draft`` is the state after them."""
    sums: dict[Account, list[Amount]] = {}
    linked: dict[str, int] = {}  # post -> change of the links that fill it
    held: dict[str, list[tuple[Incumbency, int]]] = {}  # post -> holdings ended (-1) and begun (1)
    posts: dict[str, tuple[Post | None, Post | None]] = {}

    def book(account: Account, amount: Amount) -> None:
        sums.setdefault(account, []).append(amount)

    for change in [one for one in changes if one.table not in _WITHOUT_AMOUNTS]:
        for account, amount in amounts_of(change.before).items() if change.before is not None else ():
            book(account, -amount)
        for account, amount in amounts_of(change.after).items() if change.after is not None else ():
            book(account, amount)
        if change.table == "posts":
            posts[cast(str, change.key)] = (cast("Post | None", change.before), cast("Post | None", change.after))
        elif change.table in ("links", "incumbencies"):
            for record, sign in ((change.before, -1), (change.after, 1)):
                if isinstance(record, Link):
                    linked[record.also_holds] = linked.get(record.also_holds, 0) + sign
                elif isinstance(record, Incumbency):
                    held.setdefault(record.post, []).append((record, sign))
    for post in (*linked, *held):
        if post not in posts:
            same = cast("Post | None", draft.get("posts", post))
            posts[post] = (same, same)
    for id, (before, after) in posts.items():
        links = len(draft.links_to(id))
        if before is not None:
            then = _holders_then(draft, id, held), links - linked.get(id, 0)
            _book_present(book, before, -1, *then)
        if after is not None:
            _book_present(book, after, 1, draft.holders_of(id), links)
    return _summed(sums)


def _summed(booked: Mapping[Account, Sequence[Amount]]) -> dict[Account, Amount]:
    """Sum each account, what it has of very many uncertain figures once; those that come to nothing are left out."""
    sums = {account: Amount.sum(amounts) for account, amounts in booked.items()}
    return {account: amount for account, amount in sums.items() if amount}


def _book_present(
    book: Callable[[Account, Amount], None], post: Post, sign: int, holders: Sequence[Incumbency], links: int
) -> None:
    """Put who is present in a row of posts on its accounts, or take it off."""
    for quantity, count in PRESENT.items():
        amount = count(post, holders, links)
        book((post.unit, quantity, post.block), amount if sign > 0 else -amount)


def _holders_then(draft: Draft, post: str, held: Mapping[str, list[tuple[Incumbency, int]]]) -> list[Incumbency]:
    """List who held a post before holdings ended (-1) and began (1), each as first under whom a person was counted."""

    def before(now: list[Incumbency], differ: list[tuple[Incumbency, int]]) -> list[Incumbency]:
        begun = [one for one, sign in differ if sign > 0]
        return [one for one in now if one not in begun] + [one for one, sign in differ if sign < 0]

    def held_by(person: str) -> list[Incumbency]:
        differ = [pair for pairs in held.values() for pair in pairs if pair[0].person == person]
        return before(draft.holdings_of(person), differ)

    return first_first(before(draft.incumbents_of(post), held.get(post, [])), held_by)


def stated(flows: Iterable[Flow]) -> dict[Account, Amount]:
    """Sum stated flows by account; what is carried along with a unit is left out."""
    sums: dict[Account, list[Amount]] = {}
    for flow in flows:
        if flow.via is not None:
            continue
        for unit, block, amount in (
            (flow.from_unit, flow.block_from, -flow.amount),
            (flow.to_unit, flow.block_to, flow.amount),
        ):
            if unit is not None:
                account = (unit, flow.quantity, block or "")
                sums.setdefault(account, []).append(amount)
    return _summed(sums)


def check(
    verb: str,
    flows: Iterable[Flow],
    changes: Iterable[Change],
    draft: Draft,
    may_cross: Mapping[str, Collection[str]],
) -> list[Problem]:
    """List every account on which an operation's flows and changes disagree, and every flow it may not have.

    ``may_cross`` gives, by verb, the quantities that may come from or go to outside; a verb that it does not name may
    take none.
    """
    flows = list(flows)
    problems = []
    said, done = stated(flows), net(changes, draft)
    for unit, quantity, block in sorted({*said, *done}):
        account = (unit, quantity, block)
        one, other = said.get(account, Amount()), done.get(account, Amount())
        if one != other:
            message = Message.of(
                "{verb}: {quantity} of {unit} in block {block} change by {net}, and {stated} is stated",
                verb=verb,
                quantity=quantity,
                unit=unit,
                block=block or Message.of("none"),
                net=other,
                stated=one,
            )
            problems.append(Problem("LEDGER_IMBALANCE", message, subject=unit))
    for flow in flows:
        if flow.via is None and (flow.from_unit is None or flow.to_unit is None):
            by = flow.operation or verb
            known = flow.quantity if flow.quantity in QUANTITIES else DECLARED
            if known not in may_cross.get(by, ()):
                side = flow.to_unit or flow.from_unit or ""
                message = Message.of(
                    "{by} may not take {quantity} from or to outside ({side}); use create, dissolve or resize",
                    by=by,
                    quantity=flow.quantity,
                    side=side,
                )
                problems.append(Problem("FLOW_OUTSIDE", message, subject=side))
            elif not flow.reason.is_given:
                message = Message.of(
                    "{by} takes {quantity} from or to outside and does not say why", by=by, quantity=flow.quantity
                )
                problems.append(Problem("FLOW_WITHOUT_REASON", message, subject=flow.to_unit or flow.from_unit or ""))
    return problems
