"""split_up (the unit ends, at least two begin) and split_off (it goes on, at least one begins)."""

from __future__ import annotations

from dataclasses import replace

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import Lineage, Reason
from orgmodel.core.messages import Message, series
from orgmodel.core.problems import Problem
from orgmodel.core.records import MIXED, Post, Unit, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.trace import shares_of
from orgmodel.operations.allocation import Allocation, Handover
from orgmodel.operations.carrying import holdings_of, take_along
from orgmodel.operations.effect import Book, Refused, parts_of, refuse
from orgmodel.operations.leading import begin, dropped, follows, lead, led_on, with_unit
from orgmodel.operations.lifecycle import (
    close_unit,
    create_post,
    existing,
    give_function,
    incoming_rule,
    meet_incoming,
    new_unit,
    receiver_of,
    restored,
    retitle,
    settle_head,
    tell_nameless,
    unsaid_incoming,
    write_lines,
)
from orgmodel.operations.model import SplitOff, SplitUp
from orgmodel.operations.operation_schema import HeadChange, Incoming, Receiver, UnitSpec
from orgmodel.operations.post_moves import apply_moves
from orgmodel.operations.quantities import Parts, hand_over

INHERITED = ("kind", "level", "block", "area")
"""What a unit that begins by a split has of the old one where nothing is said; its place is the old one's, too."""


def split_up(draft: Draft, book: Book, data: SplitUp, date: str | None) -> None:
    """End a unit and begin others that take all that it had."""
    unit = existing(draft, data.split_up)
    held = holdings_of(draft, unit)
    begun, handovers, heads, quantities = _plan(draft, book, unit, data, date, rest_stays=False)
    _begin(draft, book, begun, handovers, heads, data.into)
    apply_handovers(draft, book, unit, handovers, both=set(data.both.functions))
    hand_over(draft, book, unit.id, [one.id for one in begun], quantities, merges=False)
    for shared in draft.functions_of(unit.id):
        draft.end(shared)  # internal functions that both sides now have
    meet_incoming(draft, book, unit.id, [one.id for one in begun], data.incoming, follows(unit.id))
    close_unit(draft, unit, date)
    shares = book.shares(unit.id, held)
    for one in begun:
        book.lineage.append(Lineage("split_up", unit.id, one.id, shares.get(one.id, {}), date=date))


def split_off(draft: Draft, book: Book, data: SplitOff, date: str | None) -> None:
    """Begin units that take a part of another, which goes on with the rest."""
    unit = existing(draft, data.split_off)
    begun, handovers, heads, quantities = _plan(draft, book, unit, data, date, rest_stays=True)
    had_head = draft.head_of(unit.id) is not None
    held = holdings_of(draft, unit)
    _begin(draft, book, begun, handovers, heads, data.into)
    apply_handovers(draft, book, unit, handovers, both=set(data.both.functions))
    hand_over(draft, book, unit.id, [one.id for one in begun], quantities, merges=False)
    _share_incoming(draft, book, unit, begun, data.incoming)
    posts = draft.posts_of(unit.id)
    if had_head and posts and all(post.rank != "head" for post in posts):
        raise Refused(
            [
                Problem(
                    "NO_HEAD",
                    Message.of("{unit} goes on without a head: leave it its head post", unit=unit.id),
                    subject=unit.id,
                )
            ]
        )
    shares = book.shares(unit.id, held)
    gone = [one for receiver, one in parts_of(book, unit.id).items() if receiver != unit.id]
    kept = {
        quantity: total - sum((one.get(quantity, Amount()) for one in gone), Amount())
        for quantity, total in held.items()
    }
    book.lineage.append(Lineage("split_off", unit.id, unit.id, shares_of(kept, held), date=date))
    for one in begun:
        book.lineage.append(Lineage("split_off", unit.id, one.id, shares.get(one.id, {}), date=date))


def _share_incoming(draft: Draft, book: Book, unit: Unit, begun: list[Unit], policy: Incoming | None) -> None:
    """Lead lines that end at a unit that goes on to one that begins, to every one besides (both), or end them (drop)."""
    for line in draft.lines_to(unit.id):
        rule = incoming_rule(line.kind, policy)
        if rule == "drop":
            lead(draft, book, line, [], dropped(unit.id))
        elif rule == "both":
            for one in begun:
                if one.id != line.from_:
                    begin(draft, book, replace(line, to=one.id), led_on(unit.id, one.id))
        elif isinstance(rule, int):
            to = receiver_of(unit.id, line.kind, rule, [one.id for one in begun])
            if to != line.from_:
                lead(draft, book, line, [replace(line, to=to)], led_on(unit.id, to))


def _plan(
    draft: Draft, book: Book, unit: Unit, data: SplitUp | SplitOff, date: str | None, *, rest_stays: bool
) -> tuple[list[Unit], list[Handover], list[Post | None], Parts]:
    """Work out the units that begin, what each takes, its head, and the parts of quantities; all problems at once."""
    problems: list[Problem] = []
    begun: list[Unit] = []
    for receiver in data.into:
        try:
            begun.append(_unit_of(draft, unit, receiver, date))
            if receiver.unit is not None:
                tell_nameless(book, receiver.unit.unit, receiver.unit.names)
        except Refused as refused:
            problems.extend(refused.problems)
    ids = [one.id for one in begun]
    problems += [
        Problem("EXISTS", Message.of("{id!r} begins twice in one split", id=id), subject=id)
        for id in sorted({i for i in ids if ids.count(i) > 1})
    ]
    if problems:
        raise Refused(problems)
    handovers = [Handover(one.id, receiver.takes) for one, receiver in zip(begun, data.into, strict=True)]
    shares = data.shares if isinstance(data, SplitUp) else None
    plan = Allocation(draft, unit, handovers, shares=shares, both=data.both.functions, rest_stays=rest_stays)
    problems.extend(plan.problems)
    heads: list[Post | None] = []
    taken: set[str] = set()
    are_posts_left = bool(plan.problems) and bool(draft.posts_of(unit.id))
    for handover, receiver in zip(handovers, data.into, strict=True):
        if receiver.head is None and not handover.post_moves and are_posts_left:
            message = Message.of("{unit} takes no post yet, and nothing says who heads it", unit=handover.unit)
            problems.append(Problem("NO_HEAD", message, subject=handover.unit))
        try:
            retitle(handover, receiver.titles, unit.id)
            heads.append(settle_head(draft, book, handover, receiver.head, unit.id, taken))
        except Refused as refused:
            problems.extend(refused.problems)
    if isinstance(data, SplitUp):
        problems.extend(unsaid_incoming(draft, unit.id, data.incoming))
    if problems:
        raise Refused(problems)
    return begun, handovers, heads, plan.quantities


def _unit_of(draft: Draft, old: Unit, receiver: Receiver, date: str | None) -> Unit:
    """Make the unit that a receiver begins; what is not said of its form and place it has of the old one, save a block for two."""
    if receiver.restores is not None:
        return restored(draft, receiver.restores, date)
    assert receiver.unit is not None  # the model gives exactly one of the two
    said = receiver.unit.model_dump()
    inherited = {field: getattr(old, field) for field in INHERITED if said[field] is None}
    if not receiver.unit.is_placed:
        inherited["parent"] = old.parent
    made = new_unit(draft, UnitSpec(**said | inherited), date)
    if said["block"] is None and old.block == MIXED:
        message = Message.of(
            "{unit} takes part of {old}, which is of several blocks: say block: {blocks}",
            unit=said["unit"],
            old=old.id,
            blocks=series(draft.terms.blocks, "or") if draft.terms.blocks else "…",
        )
        raise refuse("BLOCK", message, said["unit"])
    return made


def _begin(
    draft: Draft,
    book: Book,
    begun: list[Unit],
    handovers: list[Handover],
    heads: list[Post | None],
    into: list[Receiver],
) -> None:
    for unit in begun:
        draft.put(unit)
    for unit, head, receiver in zip(begun, heads, into, strict=True):
        if head is not None:
            basis = receiver.head.basis if isinstance(receiver.head, HeadChange) else ""
            create_post(draft, book, head, Reason("new_quota", (head.id,), basis))
        write_lines(draft, book, unit.id, receiver.begin_lines)
        book.needs.extend((unit.id, need) for need in receiver.needs)


def apply_handovers(
    draft: Draft, book: Book, unit: Unit, handovers: list[Handover], both: set[str], *, is_heir: bool = True
) -> None:
    """Hand over what the handovers of a unit hold, stating each flow; ``is_heir`` where the receivers are what it became."""
    apply_moves(draft, book, [move for handover in handovers for move in handover.post_moves])
    for handover in handovers:
        for function in handover.functions:
            if function.function in both:
                draft.put(replace(function, unit=handover.unit))
            else:
                give_function(draft, book, function, handover.unit)
                draft.end(function)
        for identity in handover.identities:
            draft.put(replace(identity, unit=handover.unit))
        for line in handover.lines:
            why = follows(unit.id) if is_heir else led_on(unit.id, handover.unit)
            lead(draft, book, line, [replace(line, from_=handover.unit)], why)
        for child in handover.children:
            take_along(draft, book, child, handover.unit)
            for line in draft.lines_from(child.id):
                if line.to == unit.id:
                    why = follows(unit.id) if is_heir else with_unit(child.id)
                    lead(draft, book, line, [replace(line, to=handover.unit)], why)
        for old, new in handover.members:
            amount = Amount.of(members_total(new), identity_of(new, "total"))
            ends = (unit.id, old.block), (handover.unit, new.block)
            book.state("members", *ends, amount, records=(old.key, new.key))
            draft.end(old)
        for _, new in handover.members:
            draft.put(new)
