"""transfer: whole units under another superior (with all below them), or posts to another unit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import Field

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import Lineage, Reason
from orgmodel.core.messages import Message, series
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Unit
from orgmodel.core.trace import shares_of
from orgmodel.operations.carrying import carry, holdings_of
from orgmodel.operations.effect import UNKNOWN, YES, Assessment, Book, Refused, parts_of, refuse
from orgmodel.operations.faults import validated
from orgmodel.operations.leading import lead, with_unit
from orgmodel.operations.lifecycle import existing, existing_post, with_form
from orgmodel.operations.model import Transfer
from orgmodel.operations.operation_schema import Attributed, Criteria, Criterion, Decided, Model, Take, TakenQuantities
from orgmodel.operations.post_ids import free_id, part_id
from orgmodel.operations.post_moves import PostMove, apply_moves, split_move
from orgmodel.operations.quantities import Split, divided, hand_over
from orgmodel.operations.select import judge, select
from orgmodel.operations.undeclared import undeclared


class PostsToTransfer(Model):
    """The form of a transfer of posts."""

    posts: list[Take]


class QuantitiesToTransfer(Model):
    """The form of a transfer of quantities of a unit."""

    quantities: TakenQuantities = Field(min_length=1)
    from_: str = Field(alias="from")


class UnitsToTransfer(Model):
    """The form of a transfer of the units that meet criteria."""

    where: Criteria
    criteria: list[Criterion] = Field(default_factory=list)
    decided: dict[str, Decided] = Field(default_factory=dict)


def transfer(draft: Draft, book: Book, data: Transfer, date: str | None) -> None:
    """Move what the operation names, or what meets its criteria."""
    if isinstance(data.transfer, dict):
        form = _form(data.transfer)
        if isinstance(form, QuantitiesToTransfer):
            _transfer_quantities(draft, book, data, form, date)
            return
        if isinstance(form, PostsToTransfer):
            _transfer_posts(draft, book, data, form)
            return
        units = _judged(draft, book, data, form)
    else:
        ids = [data.transfer] if isinstance(data.transfer, str) else data.transfer
        units = [(existing(draft, id), _receiver(draft, data, id)) for id in ids]
    if data.quota_to is not None:
        raise refuse("TRANSFER", "quota_to moves the quota of posts: name them (transfer: {posts: […]})")
    problems: list[Problem] = []
    for unit, to in units:
        try:
            _transfer_unit(draft, book, data, unit, to, date)
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)


def _transfer_quantities(
    draft: Draft, book: Book, data: Transfer, form: QuantitiesToTransfer, date: str | None
) -> None:
    """Hand so much of a unit's quantities over to another one, which so has a part of it."""
    if wrong := undeclared(draft.terms, form):
        raise Refused(wrong)
    unit, to = existing(draft, form.from_), existing(draft, data.to if isinstance(data.to, str) else "")
    if unit.id == to.id:
        raise refuse("NO_CHANGE", Message.of("{unit} cannot hand a quantity to itself", unit=unit.id), unit.id)
    parts, problems = divided(draft, unit, Split([form.quantities], [to.id], rest_stays=True))
    if problems:
        raise Refused(problems)
    held = holdings_of(draft, unit)
    hand_over(draft, book, unit.id, [to.id], parts, merges=True)
    gone = parts_of(book, unit.id).get(to.id, {})
    kept = {quantity: total - gone.get(quantity, Amount()) for quantity, total in held.items()}
    book.lineage.append(Lineage("transfer", to.id, to.id, date=date))
    book.lineage.append(Lineage("transfer", unit.id, unit.id, shares_of(kept, held), date=date))
    book.lineage.append(Lineage("transfer", unit.id, to.id, shares_of(gone, held), date=date))


def _form(data: dict[str, Any]) -> PostsToTransfer | UnitsToTransfer | QuantitiesToTransfer:
    try:
        if "quantities" in data:
            return validated(QuantitiesToTransfer, data)
        return validated(PostsToTransfer, data) if "posts" in data else validated(UnitsToTransfer, data)
    except ProblemsError as error:
        raise Refused(error.problems) from None


def _receiver(draft: Draft, data: Transfer, unit: str) -> str | None:
    if not isinstance(data.to, Attributed):
        return data.to
    known = draft.attributes_of(unit).get(data.to.attribute)
    if known is None or not known.value:
        raise refuse(
            "NO_RECEIVER",
            Message.of(
                "{unit} has no attribute {attribute!r} that names its receiver: add it to "
                "attributes.csv, or name the receiver",
                unit=unit,
                attribute=data.to.attribute,
            ),
            unit,
        )
    return known.value


def _judged(draft: Draft, book: Book, data: Transfer, form: UnitsToTransfer) -> list[tuple[Unit, str | None]]:
    """Judge the selected units, and list the ones that move with their receivers."""
    units, problems = [], []
    titles = tuple((one.id, names_of(**one.title)) for one in form.criteria if one.title)
    chosen = select(draft.base, draft, form.where)
    known = {unit.id for unit in chosen}
    for id in sorted(set(form.decided) - known):
        hint = nearest(id, known)
        problems.append(
            Problem(
                "UNKNOWN_UNIT",
                Message.of(
                    "a decision is recorded on {id!r}, which the selection does not hold{hint}", id=id, hint=hint
                ),
                subject=id,
            )
        )
    if not chosen:
        book.warn("NO_ROWS", Message.of("no unit meets the criteria, so nothing is transferred"), "")
    for unit in chosen:
        verdict, answers = judge(draft, unit.id, form.criteria)
        decided = form.decided.get(unit.id)
        moves = verdict == YES or (verdict == UNKNOWN and decided is not None and decided.move)
        words = f"{decided.by}: {decided.basis}".strip(": ") if decided is not None else ""
        receiver = None
        if moves:
            try:
                receiver = _receiver(draft, data, unit.id)
                units.append((unit, receiver))
            except Refused as refused:
                problems.extend(refused.problems)
        book.assessments.append(Assessment(unit.id, verdict, answers, moves, receiver, words, titles))
    if problems:
        raise Refused(problems)
    return units


def _transfer_unit(draft: Draft, book: Book, data: Transfer, unit: Unit, to: str | None, date: str | None) -> None:
    if to is not None:
        existing(draft, to)
        if any(one.id == unit.id for one in draft.upward(to)):
            raise refuse(
                "CYCLE", Message.of("{unit} cannot go under {to}, which is below it", unit=unit.id, to=to), unit.id
            )
    if unit.parent == to and not data.change:
        raise refuse(
            "NO_CHANGE",
            Message.of("{unit} is directly under {to} already: nothing to transfer", unit=unit.id, to=to),
            unit.id,
        )
    carried = carry(draft, book, unit, to)
    draft.put(with_form(replace(unit, parent=to), data.change))
    for line in draft.lines_from(unit.id):
        if line.to == unit.parent:
            lead(draft, book, line, [] if to is None else [replace(line, to=to)], with_unit(unit.id))
    book.lineage.append(Lineage("transfer", unit.id, unit.id, carried=carried, date=date))


def _transfer_posts(draft: Draft, book: Book, data: Transfer, form: PostsToTransfer) -> None:
    if not isinstance(data.to, str):
        raise refuse("TRANSFER", "posts go to one unit: give its id under to")
    to = existing(draft, data.to)
    problems: list[Problem] = []
    post_moves: list[PostMove] = []
    taken: set[str] = set()
    for take in form.posts:
        try:
            post = existing_post(draft, take.post)
            if any(move.post.id == post.id for move in post_moves):
                raise refuse("TAKEN_TWICE", Message.of("post {post!r} is named twice", post=post.id), post.id)
            if post.unit == to.id:
                raise refuse(
                    "NO_CHANGE", Message.of("post {post!r} is in {to} already", post=post.id, to=to.id), post.id
                )
            move = PostMove.whole(post, to.id, block=data.quota_to)
            if data.quota_to is not None and data.quota_to != post.block:
                move = replace(move, reason=Reason("quota_moves", (post.block, data.quota_to)))
            if take.count is None or take.count == post.authorized:
                if take.count is not None and take.filled is not None and take.filled != post.filled:
                    raise refuse(
                        "FILLED_UNCLEAR",
                        Message.of(
                            "the whole of {post!r} ({count} posts) is taken with {present} present, and filled: {stated} is written",
                            count=take.count,
                            post=post.id,
                            present=Amount.of(post.filled, post.id),
                            stated=take.filled,
                        ),
                        post.id,
                    )
                post_moves.append(move)
                continue
            fte = None if take.fte is None else round(take.fte * 100)
            part, rest = split_move(move, take.count, take.filled, fte, free_id(draft, taken, part_id(post.id, to.id)))
            post_moves += [
                replace(part, holders=tuple(take.holders)),
                replace(rest, to=post.unit, block=None, reason=None),
            ]
        except Refused as refused:
            problems.extend(refused.problems)
    heads = [one.post.id for one in post_moves if one.to == to.id and one.post.rank == "head"]
    heads += [post.id for post in draft.posts_of(to.id) if post.rank == "head"]
    if len(heads) > 1:
        problems.append(
            Problem(
                "SECOND_HEAD",
                Message.of("{to} would have the heads {heads}", to=to.id, heads=series(heads)),
                subject=to.id,
            )
        )
    if problems:
        raise Refused(problems)
    apply_moves(draft, book, post_moves)
