"""consolidate (A + B = C, A and B end) and absorb (A + B = A, B ends)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount
from orgmodel.core.frozen import Frozen
from orgmodel.core.ledger import Lineage, Reason
from orgmodel.core.messages import Message, series
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.records import MIXED, UNKNOWN_DATE, Unit, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.tops import top_of
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.operations.allocation import Handover, arriving
from orgmodel.operations.carrying import holdings_of, take_along
from orgmodel.operations.effect import Book, Refused, refuse
from orgmodel.operations.leading import dropped, ends_with, follows, lead
from orgmodel.operations.lifecycle import (
    close_unit,
    create_post,
    existing,
    give_function,
    meet_incoming,
    refuse_begun,
    restored,
    settle_head,
    styled,
    tell_nameless,
    write_lines,
)
from orgmodel.operations.model import Absorb, Consolidate, ConsolidatedUnit
from orgmodel.operations.money_schema import stated_pay
from orgmodel.operations.operation_schema import HeadChange, SurplusHeadRule, Takes
from orgmodel.operations.post_moves import PostMove, apply_moves
from orgmodel.operations.quantities import give_all_quantities

_GOES = "the head post {post!r} is left over: say surplus_heads: {{{post}: {{convert: deputy}}}}, or end: true with why"
_STAYS_OR_GOES = "the head post {post!r} is left over: say head: {{keep: {post}}} where it stays, else surplus_heads: {{{post}: {{convert: deputy}}}}, or end: true with why"


def consolidate(draft: Draft, book: Book, data: Consolidate, date: str | None) -> None:
    """End units and begin one that takes everything of theirs."""
    units = _distinct(draft, data.consolidate)
    target = _target(draft, data.into, units, date)
    tell_nameless(book, target.id, data.into.names)
    change = data.head if isinstance(data.head, HeadChange) else None
    keep = change.keep if change is not None else None
    if keep is not None:
        _refuse_no_head(draft, units, keep)
    post_moves = _post_moves(draft, units, target.id, data.surplus_heads, data.quota, keep, may_stay=data.head is None)
    if change is not None and keep is not None:
        post_moves = [
            styled(draft, one, change) if (one.rank or one.post.rank) == "head" else one for one in post_moves
        ]
    _tell_tops(draft, book, [unit.id for unit in units])
    handover = Handover(target.id, Takes(), post_moves)
    head = None
    if data.head is not None and keep is None:
        head = settle_head(draft, book, handover, data.head, units[0].id, set())
    elif post_moves and not any((one.rank or one.post.rank) == "head" for one in post_moves):
        raise refuse(
            "NO_HEAD",
            Message.of("{unit} begins without a head: say head: keep, convert, quota or none", unit=target.id),
            target.id,
        )
    draft.put(target)
    if head is not None:
        basis = "" if change is None else change.basis
        create_post(draft, book, head, Reason("new_quota", (head.id,), basis))
    held = _held(draft, units)
    _move(draft, book, units, target.id, handover.post_moves, lines=data.lines == "keep")
    if not isinstance(data.lines, str):
        write_lines(draft, book, target.id, data.lines)
    _finish(draft, book, held, units, target.id, "consolidate", date)


def absorb(draft: Draft, book: Book, data: Absorb, date: str | None) -> None:
    """End units and let another that goes on take everything of theirs."""
    into = existing(draft, data.into)
    units = _distinct(draft, data.absorb)
    if into in units:
        raise refuse("ABSORB", Message.of("{into} cannot absorb itself", into=into.id), into.id)
    head = draft.head_of(into.id)
    kept = head.id if head is not None else None
    post_moves = _post_moves(draft, units, into.id, data.surplus_heads, data.quota, kept)
    _tell_tops(draft, book, [into.id, *(unit.id for unit in units)])
    held = _held(draft, units, into)
    parents = {unit.id: unit.parent for unit in units}
    place = into.parent
    while place in parents:  # a unit that absorbs the one it is under takes its place
        place = parents[place]
    if place != into.parent:
        take_along(draft, book, into, place, parents)
        into = replace(into, parent=place)
    _move(draft, book, units, into.id, post_moves, lines=data.lines == "keep")
    _finish(draft, book, held, units, into.id, "absorb", date)
    book.lineage.insert(0, Lineage("absorb", into.id, into.id, {}, date=date))


def _tell_tops(draft: Draft, book: Book, units: list[str]) -> None:
    """Warn where what is merged has several posts at its top of which not all are heads that the merger settles."""
    if not draft.has_lines_of_posts:  # then nothing but being its head puts a post at the top
        return
    tops = {post.id: post for unit in units if (post := top_of(draft, unit)) is not None}
    if len(tops) > 1 and any(post.unit not in units for post in tops.values()):
        message = Message.of(
            "{tops} are at the top of what is merged, and nothing says which of them answers to which: say it "
            "(redirect: {{kind: administrative, from: …, to: null}}, to: …), or convert one",
            tops=series(tops),
        )
        book.warn("TWO_TOPS", message, next(iter(tops)))


def _distinct(draft: Draft, ids: list[str]) -> list[Unit]:
    if len(set(ids)) < len(ids):
        again = next(id for id in ids if ids.count(id) > 1)
        raise refuse(
            "TAKEN_TWICE", Message.of("{again!r} is named twice: each unit is merged once", again=again), again
        )
    units: list[Unit] = []
    problems: list[Problem] = []
    for id in ids:
        try:
            units.append(existing(draft, id))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return units


def _target(draft: Draft, into: ConsolidatedUnit, units: list[Unit], date: str | None) -> Unit:
    if (into.restores is None) == (into.unit is None):
        raise refuse(
            "TARGET", "a consolidation goes into either a new unit (unit: id) or a restored one (restores: id)"
        )
    if into.restores is not None:
        others = sorted(into.model_fields_set - {"restores"})
        if others:
            raise refuse(
                "TARGET",
                Message.of(
                    "{unit!r} is restored as it was: leave out {others}, and rename, convert or transfer it afterwards",
                    unit=into.restores,
                    others=", ".join(others),
                ),
                into.restores,
            )
        return restored(draft, into.restores, date)
    first = units[0]
    blocks = {unit.block for unit in units}
    made = Unit(
        into.unit or "",
        names_of(**into.names),
        first.kind if into.kind is None else into.kind,
        first.level if into.level is None else into.level,
        into.block if into.block is not None else first.block if len(blocks) == 1 else MIXED,
        first.area if into.area is None else into.area,
        into.parent if into.is_placed else _place(draft, units),
        into.order or first.order,
        begins=date or UNKNOWN_DATE,
        src=into.src,
    )
    if made.parent in {unit.id for unit in units}:
        raise refuse(
            "TARGET",
            Message.of(
                "{unit!r} cannot be under {parent!r}, which ends: name another parent",
                unit=made.id,
                parent=made.parent,
            ),
            made.id,
        )
    refuse_begun(draft, made)
    return made


def _place(draft: Draft, units: list[Unit]) -> str | None:
    """Give where the first of some merged units is, or where the merged unit above it is."""
    ending = {unit.id for unit in units}
    return next((one.id for one in draft.upward(units[0].id) if one.id not in ending), None)


def _post_moves(
    draft: Draft,
    units: list[Unit],
    to: str,
    rules: Mapping[str, SurplusHeadRule],
    quota: Mapping[str, str],
    keep: str | None,
    *,
    may_stay: bool = False,
) -> list[PostMove]:
    """Make the moves of all posts; every head but the kept one must have a rule. ``may_stay`` says that one could be kept yet."""
    if draft.is_bare("posts") and not rules:
        return []
    rows = {post.id: post for unit in units for post in draft.posts_of(unit.id)}
    kept = keep
    rule_of: dict[str, SurplusHeadRule] = {}
    problems: list[Problem] = []
    for id, rule in rules.items():
        if id not in rows or rows[id].rank != "head":
            problems.append(
                Problem("UNKNOWN_POST", Message.of("{name!r} is no head post of the merged units", name=id), subject=id)
            )
        else:
            rule_of[id] = rule
    heads = [post for post in rows.values() if post.rank == "head"]
    if keep is None and len(heads) == 1 and not rule_of:
        kept = heads[0].id
    if kept is not None and kept in rule_of:
        problems.append(
            Problem(
                "SURPLUS_HEAD",
                Message.of("{kept!r} is kept as head and stands under surplus_heads too", kept=kept),
                subject=kept,
            )
        )
    post_moves: list[PostMove] = []
    for post in rows.values():
        move = PostMove.whole(post, to, block=quota.get(post.block))
        if post.block in quota:
            move = replace(move, reason=Reason("quota_moves", (post.block, quota[post.block])))
        if post.rank == "head" and post.id != kept:
            if post.id not in rule_of:
                said = _STAYS_OR_GOES if may_stay and keep is None else _GOES
                problems.append(Problem("SURPLUS_HEAD", Message.of(said, post=post.id), subject=post.id))
                continue
            move = _by_rule(move, rule_of[post.id], draft.terms)
        post_moves.append(move)
    if problems:
        raise Refused(problems)
    return post_moves


def _refuse_no_head(draft: Draft, units: list[Unit], keep: str) -> None:
    """Refuse to keep as head what is no head post of the units that are merged."""
    posts = {post.id: post for unit in units for post in draft.posts_of(unit.id)}
    if keep not in posts:
        hint = nearest(keep, [post.id for post in posts.values() if post.rank == "head"])
        message = Message.of("{name!r} is no post of the merged units{hint}", name=keep, hint=hint)
        raise refuse("UNKNOWN_POST", message, keep)
    if posts[keep].rank != "head":
        message = Message.of("{post!r} is not a head post: convert it instead of keep", post=keep)
        raise refuse("NO_HEAD", message, posts[keep].unit)


def _by_rule(move: PostMove, rule: SurplusHeadRule, terms: Vocabulary) -> PostMove:
    if rule.end:
        return replace(move, to=None, block=None, reason=Reason(text=rule.why), operation="dissolve")
    titles = names_of(**rule.title) if rule.title else None
    reason = Reason("surplus_head", (move.post.id, rule.convert or ""), titles=(move.post.titles, titles or ()))
    paid = tuple(stated_pay(rule, terms, move.post.id).items()) if rule.says_pay else ()
    return replace(move, rank=rule.convert, titles=titles, reason=reason, paid=paid)


def _move(draft: Draft, book: Book, units: list[Unit], to: str, post_moves: list[PostMove], *, lines: bool) -> None:
    for unit in units:
        for function in draft.functions_of(unit.id):
            give_function(draft, book, function, to)
            draft.end(function)
        for identity in draft.identities_of(unit.id):
            draft.put(replace(identity, unit=to))
        for members in draft.members_of(unit.id):
            origin = members.origin or unit.id
            new = arriving(members, to, origin)
            amount = Amount.of(members_total(new), identity_of(new, "total"))
            ends = (unit.id, members.block), (to, new.block)
            book.state("members", *ends, amount, records=(members.key, new.key))
            draft.end(members)
            draft.put(new)
        give_all_quantities(draft, book, unit.id, to)
    apply_moves(draft, book, post_moves, to)
    merged = {unit.id for unit in units}
    for unit in units if not draft.is_bare("lines") else ():
        for line in draft.lines_from(unit.id):
            if line.to in merged or line.to == to:
                lead(draft, book, line, [], ends_with(unit.id))
            elif lines:
                lead(draft, book, line, [replace(line, from_=to)], follows(unit.id))
            else:
                lead(draft, book, line, [], dropped(unit.id))
    holding = [unit for unit in units if draft.children_of(unit.id)]
    deepest_first = sorted(holding, key=lambda one: -sum(1 for _ in draft.upward(one.id)))
    for unit in deepest_first:  # so that a unit that is taken along holds no more than it will
        for child in draft.children_of(unit.id):
            if child.id not in merged and child.id != to:
                take_along(draft, book, child, to, merged)


def _held(draft: Draft, units: list[Unit], *into: Unit) -> dict[str, dict[str, Amount]]:
    """Sum what each merged unit holds with all below it, but for merged units there, which have their own sums, and ``into``."""
    merged = {unit.id for unit in units}
    found = {unit.id: holdings_of(draft, unit) for unit in units}
    if not any(found.values()):
        return found
    apart = {id: dict(held) for id, held in found.items()} | {unit.id: holdings_of(draft, unit) for unit in into}
    for unit in (*units, *into):  # one below ``into`` goes off with that
        above = next((one.id for one in draft.upward(unit.parent or "") if one.id in apart), None)
        for quantity, amount in apart[unit.id].items() if above in merged else ():
            found[str(above)][quantity] -= amount
    return found


def _finish(
    draft: Draft,
    book: Book,
    held: Mapping[str, Mapping[str, Amount]],
    units: list[Unit],
    to: str,
    verb: str,
    date: str | None,
) -> None:
    for unit in units if not draft.is_bare("lines") else ():
        meet_incoming(draft, book, unit.id, [to], "both", follows(unit.id))
    for unit in units:
        close_unit(draft, unit, date)
        share = book.shares(unit.id, held[unit.id]).get(to, Frozen())
        book.lineage.append(Lineage(verb, unit.id, to, share, date=date))
