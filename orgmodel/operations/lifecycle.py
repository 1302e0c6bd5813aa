"""Beginning and ending units, their heads, and the lines that meet them: what several verbs share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from orgmodel.core.dates import first_day
from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, exact
from orgmodel.core.ledger import Reason, figure_of
from orgmodel.core.messages import Message, Parts
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.records import UNKNOWN_DATE, Function, Line, Post, Unit
from orgmodel.core.schema import POST_FIGURES, identity_of
from orgmodel.core.sources import cited_document, unknown_document
from orgmodel.operations.allocation import Handover
from orgmodel.operations.effect import Book, Refused, refuse
from orgmodel.operations.leading import begin, dropped, ends_with, lead
from orgmodel.operations.money_schema import stated_pay
from orgmodel.operations.operation_schema import HeadChange, Incoming, LineSpec, UnitSpec
from orgmodel.operations.post_ids import called, free_id, new_id
from orgmodel.operations.post_moves import PostMove, split_move
from orgmodel.words.notes import worded


def existing(draft: Draft, id: str) -> Unit:
    """Give a unit that exists now, or refuse: it has ended, or nobody knows it."""
    unit = draft.unit(id)
    if unit is not None:
        return unit
    ended = draft.ended(id)
    if ended is not None:
        when = "" if ended.ends == UNKNOWN_DATE else Message.of(" on {date}", date=ended.ends)
        raise refuse(
            "ENDED_UNIT",
            Message.of("unit {id!r} has ended{when}: name one that exists, or restore it first", id=id, when=when),
            id,
        )
    raise refuse("UNKNOWN_UNIT", Message.of("no unit {id!r}{hint}", id=id, hint=draft.base.hint("units", id)), id)


def existing_post(draft: Draft, id: str) -> Post:
    """Give a post that exists now, or refuse."""
    post = draft.post(id)
    if post is None and draft.base.get("posts", id) is not None:
        raise refuse("ENDED_POST", Message.of("post {id!r} has ended: name one that exists", id=id), id)
    if post is None:
        raise refuse("UNKNOWN_POST", Message.of("no post {id!r}{hint}", id=id, hint=draft.base.hint("posts", id)), id)
    return post


def restored(draft: Draft, id: str, date: str | None) -> Unit:
    """Make the unit that restores an ended one: id, names, kind, block and parent from the register, never its staff."""
    if draft.unit(id) is not None:
        raise refuse("EXISTS", Message.of("unit {id!r} exists, so it cannot be restored", id=id), id)
    ended = draft.ended(id)
    if ended is None:
        pool = [one.unit.id for one in draft.base.table("ended")]  # type: ignore[union-attr]
        raise refuse(
            "UNKNOWN_UNIT",
            Message.of(
                "no ended unit {id!r} to restore{hint}; a unit to restore stands in units.csv with a date under 'to'",
                id=id,
                hint=nearest(id, pool),
            ),
            id,
        )
    if date and ended.ends != UNKNOWN_DATE and first_day(date) < first_day(ended.ends):
        raise refuse(
            "RESTORED_EARLY",
            Message.of(
                "unit {id!r} ended on {ends}, and cannot be restored on {date}", id=id, ends=ended.ends, date=date
            ),
            id,
        )
    if ended.unit.parent is not None:
        existing(draft, ended.unit.parent)
    return replace(ended.unit, begins=date or UNKNOWN_DATE)


def new_unit(draft: Draft, spec: UnitSpec, date: str | None) -> Unit:
    """Make a unit from its specification; its id is new and its parent exists."""
    made = Unit(
        spec.unit,
        names_of(**spec.names),
        spec.kind,
        spec.level,
        spec.block,
        spec.area,
        spec.parent,
        spec.order,
        spec.stands_for,
        date or UNKNOWN_DATE,
        spec.src,
    )
    refuse_begun(draft, made)
    return made


def tell_nameless(book: Book, unit: str, names: Mapping[str, str]) -> None:
    """Warn of a unit that is begun with names that are still blank."""
    if names and not any(text.strip() for text in names.values()):
        book.warn(
            "NAME_UNDECIDED", Message.of("the name of {unit!r} is still to be decided: say names", unit=unit), unit
        )


def refuse_begun(draft: Draft, unit: Unit) -> None:
    """Refuse a unit that is to begin where its id is taken, what it is under does not exist, or its source is no document."""
    if draft.unit(unit.id) is not None or draft.post(unit.id) is not None:
        raise refuse(
            "EXISTS", Message.of("{unit!r} exists already: give the new unit another id", unit=unit.id), unit.id
        )
    if unit.parent is not None:
        existing(draft, unit.parent)
    _refuse_source(draft, unit.src)


def _refuse_source(draft: Draft, src: str) -> None:
    """Refuse a source that names no document, as of tables; where no documents are listed any is taken."""
    documents, name = draft.base.documents, cited_document(src)
    if name is not None and documents.row(name) < 0 and len(documents):
        raise refuse("UNKNOWN_DOCUMENT", unknown_document(name, draft.base.ids("documents")), name)


def without_head(book: Book, unit: str, heads: Sequence[str]) -> None:
    """Note that a unit is said to begin without a head; refused where it has one all the same."""
    if heads:
        message = Message.of(
            "{unit} is said to begin without a head, and takes the head post {post!r}", unit=unit, post=heads[0]
        )
        raise refuse("SECOND_HEAD", message, unit)
    book.headless.append(unit)


def retitle(handover: Handover, titles: Mapping[str, Mapping[str, str]], of: str) -> None:
    """Give the posts that a unit takes the titles that fit it, by post or by rank; refused where nothing taken is called so."""
    known = {name for one in handover.post_moves for name in (one.post.id, one.post.rank)}
    for name in titles:
        if name not in known:
            message = Message.of(
                "{unit} takes no post or rank {name!r} to give a title to{hint}",
                unit=handover.unit,
                name=name,
                hint=nearest(name, sorted({*called(of, known), *known})),
            )
            raise refuse("UNKNOWN_POST", message, handover.unit)
    for place, move in enumerate(handover.post_moves):
        said = titles.get(move.post.id) or titles.get(move.post.rank)
        if said:
            handover.post_moves[place] = replace(move, titles=names_of(**said))


def settle_head(
    draft: Draft, book: Book, handover: Handover, change: HeadChange | str | None, of: str, taken: set[str]
) -> Post | None:
    """Settle the head of a unit that begins, among the posts that move there; gives the post to create where it is new quota."""
    heads = [one for one in handover.post_moves if (one.rank or one.post.rank) == "head"]
    unit = handover.unit
    if isinstance(change, str):  # none
        without_head(book, unit, [one.post.id for one in heads])
        return None
    if change is None:
        if not heads and handover.post_moves:
            raise refuse(
                "NO_HEAD",
                Message.of("{unit} begins without a head: say head: keep, convert, quota or none", unit=unit),
                unit,
            )
        return None
    if change.keep is not None:
        kept = _move(handover, of, change.keep)
        if kept not in heads:
            raise refuse(
                "NO_HEAD",
                Message.of("{post!r} is not a head post: convert it instead of keep", post=kept.post.id),
                unit,
            )
        handover.post_moves[handover.post_moves.index(kept)] = styled(draft, kept, change)
        return None
    if heads:
        raise refuse(
            "SECOND_HEAD",
            Message.of(
                "{unit} takes the head post {post!r} and would have a second one", unit=unit, post=heads[0].post.id
            ),
            unit,
        )
    if change.quota is not None:
        block = change.block or _block(handover)
        titles = names_of(**change.title) if change.title else worded("head_of_unit")
        id = free_id(draft, taken, new_id(unit, "head"))
        return Post(
            id,
            unit,
            titles,
            "head",
            block,
            change.category or _category(handover),
            office=change.office,
            authorized=1,
            filled=change.filled or 0,
            fte=100 * (change.filled or 0) if not change.filled or _tells_fte(draft, of) else None,
            src="derived",
            **stated_pay(change, draft.terms, id),
        )
    move = _move(handover, of, change.convert or "")
    new_titles = names_of(**change.title) if change.title else ()
    reason = Reason("converted", (move.post.id, "head"), titles=(move.post.titles, new_titles))
    at = handover.post_moves.index(move)
    if move.authorized == 1:
        if change.filled is not None and move.filled != change.filled:
            raise refuse(
                "FILLED_UNCLEAR",
                Message.of(
                    "{post!r} is one post with {present} present, and filled: {stated} is written",
                    post=move.post.id,
                    present=Amount.of(move.filled, "filled"),
                    stated=change.filled,
                ),
                unit,
            )
        handover.post_moves[at] = replace(styled(draft, move, change), rank="head", reason=reason)
        return None
    id = free_id(draft, taken, new_id(unit, "head"))
    part, rest = split_move(move, 1, change.filled, None, id, may_overfill=True)
    handover.post_moves[at] = rest
    handover.post_moves.insert(
        at, replace(styled(draft, part, change), rank="head", reason=reason, holders=tuple(change.holders))
    )
    return None


def _tells_fte(draft: Draft, unit: str) -> bool:
    """Tell whether full-time equivalents are kept of a unit's posts; where none are, those of a new holder are not known."""
    posts = draft.posts_of(unit)
    return not posts or any(post.fte is not None for post in posts)


def styled(draft: Draft, move: PostMove, change: HeadChange) -> PostMove:
    """Give a head post the title, office code and pay that it has from now on; those left out stay."""
    titles = names_of(**change.title) if change.title else move.titles
    paid = tuple(stated_pay(change, draft.terms, move.id).items()) if change.says_pay else move.paid
    return replace(move, titles=titles, office=change.office or move.office, paid=paid)


def _move(handover: Handover, of: str, name: str) -> PostMove:
    found = next((one for one in handover.post_moves if one.post.id == name), None)
    if found is None:
        raise refuse(
            "UNKNOWN_POST",
            Message.of(
                "{unit} does not take a post {name!r}{hint}",
                unit=handover.unit,
                name=name,
                hint=nearest(name, called(of, (one.post.id for one in handover.post_moves))),
            ),
            handover.unit,
        )
    if exact(found.authorized) == 0:
        raise refuse("UNKNOWN_POST", Message.of("{name!r} has no post left to be a head", name=name), handover.unit)
    return found


def _block(handover: Handover) -> str:
    return handover.post_moves[0].post.block if handover.post_moves else (handover.takes.block or [""])[0]


def _category(handover: Handover) -> str:
    return handover.post_moves[0].post.category if handover.post_moves else ""


def create_post(draft: Draft, book: Book, post: Post, reason: Reason | None = None) -> None:
    """Create a row of posts from outside, for a reason, or for what the operation says."""
    here = (post.unit, post.block)
    for quantity in POST_FIGURES:
        amount = figure_of(post, quantity)
        book.state(
            quantity, (None, post.block), here, amount, reason=reason, operation="create", records=(None, post.id)
        )
    people = Amount.of(post.filled, identity_of(post, "filled"))
    book.state("people", (None, post.block), here, people, reason=reason, operation="create", records=(None, post.id))
    draft.put(post)


def give_function(draft: Draft, book: Book, function: Function, to: str) -> None:
    """Hand a function to another unit, which must not have it already."""
    if draft.get("functions", (to, function.function)) is not None:
        if not function.internal:
            raise refuse(
                "FUNCTION_TWICE",
                Message.of(
                    "{unit} performs {function!r} already: end it on one side first (dissolve: {{function: "
                    "{function}, unit: …}}) and say why",
                    unit=to,
                    function=function.function,
                ),
                to,
            )
        return
    if not function.internal:
        block = function.block
        book.state(
            "functions", (function.unit, block), (to, block), Amount(1), records=(function.key, (to, function.function))
        )
    draft.put(replace(function, unit=to))


def write_lines(draft: Draft, book: Book, unit: str, specs: Iterable[LineSpec]) -> None:
    """Write lines from a unit; their ends must exist."""
    for spec in specs:
        if draft.post(spec.to) is None:
            existing(draft, spec.to)
        begin(draft, book, Line(spec.kind, unit, spec.to, spec.block, "derived"))


def meet_incoming(
    draft: Draft, book: Book, unit: str, receivers: Sequence[str], policy: Incoming | None, reason: Reason
) -> None:
    """Lead the lines that end at an ending unit on to its receivers, as said; what is not said is refused by name."""
    if unsaid := unsaid_incoming(draft, unit, policy):
        raise Refused(unsaid)
    for line in draft.lines_to(unit):
        rule = incoming_rule(line.kind, policy)
        chosen = receivers if rule == "both" else []
        if isinstance(rule, int):
            chosen = [receiver_of(unit, line.kind, rule, receivers)]
        after = [replace(line, to=receiver) for receiver in chosen if receiver != line.from_]
        lead(draft, book, line, after, reason if after else ends_with(unit) if chosen else dropped(unit))


def receiver_of(unit: str, kind: str, number: int, receivers: Sequence[str]) -> str:
    """Give the receiver that lines of a kind are said to lead to by its number, or refuse."""
    if not 0 <= number < len(receivers):
        message = Message.of(
            "{unit}: incoming {kind}: {rule} is no receiver; they are numbered from 0",
            unit=unit,
            kind=kind,
            rule=number,
        )
        raise refuse("INCOMING", message, unit)
    return receivers[number]


def unsaid_incoming(draft: Draft, unit: str, policy: Incoming | None) -> list[Problem]:
    """Name the lines that end at an ending unit and of which nothing is said."""
    unsaid = [
        Message.of("{kind} from {start}", kind=line.kind, start=line.from_)
        for line in draft.lines_to(unit)
        if incoming_rule(line.kind, policy) is None
    ]
    if not unsaid:
        return []
    message = Message.of(
        "{unit} ends, and lines end at it ({lines}): say incoming: both, drop, or a receiver's number, by kind",
        unit=unit,
        lines=Parts(unsaid),
    )
    return [Problem("INCOMING", message, subject=unit)]


def incoming_rule(kind: str, policy: Incoming | None) -> str | int | None:
    """Give what is said of the lines of a kind that end at a unit, or None."""
    return policy.get(kind) if isinstance(policy, dict) else policy


def close_unit(draft: Draft, unit: Unit, date: str | None) -> None:
    """End a unit that has been emptied; its attributes end with it."""
    for attribute in draft.group("attributes", "unit", unit.id):
        draft.end(attribute)
    draft.end_unit(unit, date)


def with_form(unit: Unit, change: Mapping[str, str]) -> Unit:
    """Give a unit another kind, level, block or area; what is not named stays."""
    return replace(
        unit,
        kind=change.get("kind", unit.kind),
        level=change.get("level", unit.level),
        block=change.get("block", unit.block),
        area=change.get("area", unit.area),
    )
