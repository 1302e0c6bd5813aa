"""The verbs that alter without moving units: rename, convert, redirect, resize, assign_function, link_posts, unlink_posts."""

from __future__ import annotations

from dataclasses import replace

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, Figure, exact
from orgmodel.core.integrity import in_its_unit
from orgmodel.core.ledger import Lineage, Reason, concurrent_of, figure_of, people_now
from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.problems import nearest
from orgmodel.core.records import Function, Line, Link, Post
from orgmodel.core.schema import POST_FIGURES, identity_of
from orgmodel.operations.effect import Book, refuse
from orgmodel.operations.leading import begin, lead
from orgmodel.operations.lifecycle import existing, existing_post, give_function, with_form
from orgmodel.operations.model import AssignFunction, Convert, LinkPosts, Redirect, Rename, Resize, UnlinkPosts
from orgmodel.operations.money_schema import stated_pay
from orgmodel.operations.people import is_full, is_unclear_whether_full, refuse_full
from orgmodel.operations.post_moves import minus, takeable
from orgmodel.operations.quantities import resize_quantity


def rename(draft: Draft, book: Book, data: Rename, date: str | None) -> None:
    """Give a unit other names; languages that are not named keep theirs."""
    unit = existing(draft, data.rename)
    names = names_of(**{**dict(unit.names), **data.names})
    if names == unit.names:
        raise refuse("NO_CHANGE", Message.of("{unit} has these names already", unit=unit.id), unit.id)
    draft.put(replace(unit, names=names))
    book.lineage.append(Lineage("rename", unit.id, unit.id, date=date))


def convert(draft: Draft, book: Book, data: Convert, date: str | None) -> None:
    """Change the form of a unit."""
    unit = existing(draft, data.convert)
    changed = with_form(unit, {str(field): word for field, word in data.change.items()})
    if changed == unit:
        raise refuse("NO_CHANGE", Message.of("{unit} has this form already", unit=unit.id), unit.id)
    draft.put(changed)
    book.lineage.append(Lineage("convert", unit.id, unit.id, date=date))


def redirect(draft: Draft, book: Book, data: Redirect, date: str | None) -> None:
    """Make a line end elsewhere, end it, or begin one."""
    ends = data.redirect
    for id in (ends.from_, data.to):
        if id is not None and draft.post(id) is None:
            existing(draft, id)
    if ends.to is None and data.to is None:
        raise refuse("NO_CHANGE", "a redirect from nothing to nothing: give one of the two ends")
    old = None
    if ends.to is not None:
        old = draft.get("lines", (ends.kind, ends.from_, ends.to))
        if not isinstance(old, Line):
            there = [line.to for line in draft.lines_from(ends.from_) if line.kind == ends.kind]
            known = (
                Message.of("; it has {kind} lines to {there}", kind=ends.kind, there=", ".join(there)) if there else ""
            )
            raise refuse(
                "UNKNOWN_LINE",
                Message.of(
                    "no written {kind} line from {start!r} to {end!r}{known}",
                    kind=ends.kind,
                    start=ends.from_,
                    end=ends.to,
                    known=known,
                ),
                ends.from_,
            )
    new = None
    if data.to is not None:
        new = (
            replace(old, to=data.to)
            if isinstance(old, Line)
            else Line(ends.kind, ends.from_, data.to, ends.block, "derived")
        )
        if draft.get("lines", new.key) is not None:
            raise refuse(
                "EXISTS",
                Message.of("{start} has a {kind} line to {end} already", start=ends.from_, kind=ends.kind, end=data.to),
                ends.from_,
            )
    if isinstance(old, Line):
        lead(draft, book, old, [] if new is None else [new])
    elif new is not None:
        begin(draft, book, new)


def resize(draft: Draft, book: Book, data: Resize, date: str | None) -> None:
    """Change the quota or the people of a row of posts, and say why."""
    if not data.why:
        raise refuse("WHY", "resize says why: add why: with the ground for it")
    if isinstance(data.resize, dict):
        unit_of = existing(draft, data.resize["unit"])
        resize_quantity(draft, book, unit_of.id, data.resize["quantity"], data.amount_by, data.amount_to, data.why)
        return
    post = existing_post(draft, data.resize)
    changed = replace(
        post,
        authorized=_resized(draft, post, "authorized", data.by, data.to),
        filled=_resized(draft, post, "filled", data.filled_by, data.filled_to),
        fte=_resized(draft, post, "fte", _hundredths(data.fte_by), _hundredths(data.fte_to)),
        **(stated_pay(data, draft.terms, post.id) if data.says_pay else {}),
    )
    if changed.filled is None:
        changed = draft.as_stated(changed)
    if changed == post and not data.people:
        raise refuse("NO_CHANGE", Message.of("{post} has these figures already", post=post.id), post.id)
    least = max(concurrent_of(draft, post.id), len(draft.links_from(post.id)) and 1)
    if isinstance(changed.filled, int) and changed.filled < least:
        held = [*draft.links_to(post.id), *draft.links_from(post.id)]
        names = ""
        if held:
            names = Message.of(" ({first} with {second})", first=held[0].post, second=held[0].also_holds)
        message = Message.of(
            "{post} is part of a concurrent holding{names}, so at least {least} of it is filled: unlink_posts first",
            post=post.id,
            names=names,
            least=least,
        )
        raise refuse("LINKED_POST", message, post.id)
    unit = draft.unit(post.unit)
    heads = unit.stands_for if unit is not None else 1  # a remainder has the heads of all it stands for
    if post.rank == "head" and isinstance(changed.authorized, int) and changed.authorized > max(heads, 1):
        raise refuse("SECOND_HEAD", Message.of("{post} is a head post: a unit has one head", post=post.id), post.id)
    here, outside = (post.unit, post.block), (None, post.block)
    for quantity in POST_FIGURES:
        difference = figure_of(changed, quantity) - figure_of(post, quantity)
        _resize_by(book, quantity, here, outside, difference, Reason(text=data.why), post.id)
        if quantity == "filled":
            people = people_now(draft, changed) - people_now(draft, post)
            _resize_by(book, "people", here, outside, people, Reason(text=data.why), post.id)
    draft.put(changed)


def _resize_by(
    book: Book,
    quantity: str,
    here: tuple[str, str],
    outside: tuple[None, str],
    difference: Amount,
    why: Reason,
    id: str,
) -> None:
    if difference.known_best < 0:
        book.state(quantity, here, outside, -difference, reason=why, records=(id, None))
    else:
        book.state(quantity, outside, here, difference, reason=why, records=(None, id))


def _hundredths(value: float | None) -> int | None:
    return None if value is None else round(value * 100)


def _resized(draft: Draft, post: Post, quantity: str, by: int | None, to: int | None) -> Figure:
    figure: Figure = getattr(post, quantity)
    if to is not None:
        return to
    if by is None:
        return figure
    if quantity == "authorized" and post.has_no_quota:
        message = Message.of(
            "{post} is outside quota and no number of it is authorized: change who is present (filled_by, filled_to), "
            "or authorize a number (to)",
            post=post.id,
        )
        raise refuse("NO_QUOTA", message, post.id)
    least = takeable(figure)
    if least is not None and least + by < 0:
        has = "{post} has {count} {quantity}, so it cannot lose {loss}"
        may_have = "{post} may have only {count} {quantity}, so it cannot lose {loss}"
        count, loss = (in_its_unit(draft.terms, "posts", quantity, one) for one in (least, -by))
        values = {"post": post.id, "count": count, "quantity": quantity, "loss": loss}
        raise refuse("NEGATIVE", Message.of(has if isinstance(figure, int) else may_have, **values), post.id)
    return minus(figure, -by, identity_of(post, quantity))


def assign_function(draft: Draft, book: Book, data: AssignFunction, date: str | None) -> None:
    """Hand a function from one unit to another."""
    start, end = existing(draft, data.from_), existing(draft, data.to)
    if start.id == end.id:
        raise refuse("NO_CHANGE", Message.of("{start} cannot hand a function to itself", start=start.id), start.id)
    function = draft.get("functions", (start.id, data.assign_function))
    if not isinstance(function, Function):
        known = [one.function for one in draft.functions_of(start.id)]
        raise refuse(
            "UNKNOWN_FUNCTION",
            Message.of(
                "{start} has no function {function!r}{hint}; a new one begins with create: {{function: …}}",
                start=start.id,
                function=data.assign_function,
                hint=nearest(data.assign_function, known),
            ),
            start.id,
        )
    give_function(draft, book, function, end.id)
    draft.end(function)


def link_posts(draft: Draft, book: Book, data: LinkPosts, date: str | None) -> None:
    """Let the holder of one post also hold a second, which must be vacant or be vacated (displaced)."""
    first, second = existing_post(draft, data.link_posts), existing_post(draft, data.also_holds)
    if first.id == second.id:
        raise refuse(
            "LINK", Message.of("{first} is linked to itself: a link joins two posts", first=first.id), first.id
        )
    if draft.get("links", (first.id, second.id)) is not None:
        raise refuse(
            "EXISTS", Message.of("{first} and {second} are linked already", first=first.id, second=second.id), first.id
        )
    if first.filled == 0:
        raise refuse(
            "VACANT",
            Message.of("nobody holds {first}, so nobody can also hold {second}", first=first.id, second=second.id),
            first.id,
        )
    if data.displaced is not None:
        second = _displace(draft, book, second, data.displaced.to)
    if is_full(draft, second):
        raise refuse(
            "OCCUPIED",
            Message.of("{second} is filled: say where its holder goes (displaced: {{to: post}})", second=second.id),
            second.id,
        )
    if data.displaced is None and is_unclear_whether_full(second):
        message = Message.of(
            "whether {second} is vacant is not known; the holder of {first} holds it as well",
            second=second.id,
            first=first.id,
        )
        book.warn("VACANCY_UNKNOWN", message, second.id)
    here = (second.unit, second.block)
    why = Reason("held", (first.id,), data.basis)
    book.state("filled", (None, second.block), here, Amount(1), reason=why, records=(None, second.id))
    draft.put(replace(second, filled=minus(second.filled, -1, identity_of(second, "filled"))))
    draft.put(Link(first.id, second.id, data.basis, date, "derived"))


def _displace(draft: Draft, book: Book, second: Post, to: str) -> Post:
    """Move the one holder of a post to a vacancy elsewhere; where nobody knows how many there are, there is one."""
    target = existing_post(draft, to)
    is_unclear = exact(second.filled) is None and (second.authorized == 1 or exact(second.authorized) is None)
    if (second.filled != 1 and not is_unclear) or concurrent_of(draft, second.id):
        raise refuse(
            "OCCUPIED",
            Message.of(
                "{second} has {count} holders of its own: one can be displaced",
                second=second.id,
                count=Amount.of(second.filled, "filled"),
            ),
            second.id,
        )
    if is_unclear:
        message = Message.of(
            "how many hold {second} is not known; one of them goes to {target}", second=second.id, target=target.id
        )
        book.warn("FILLED_UNKNOWN", message, second.id)
    refuse_full(draft, book, target, second)
    start, end = (second.unit, second.block), (target.unit, target.block)
    were = [people_now(draft, one) for one in (second, target)]
    for incumbent in draft.holders_of(second.id):
        draft.end(incumbent)
        draft.put(replace(incumbent, post=target.id))
    second = replace(second, filled=minus(second.filled, 1, identity_of(second, "filled")))
    target = replace(target, filled=minus(target.filled, -1, identity_of(target, "filled")))
    draft.put(target)
    draft.put(second)
    gone, come = were[0] - people_now(draft, second), people_now(draft, target) - were[1]
    if gone != come:  # who share a post find none to share
        raise refuse(
            "OCCUPIED",
            Message.of("{second} has {count} holders of its own: one can be displaced", second=second.id, count=gone),
            second.id,
        )
    for quantity, amount in (("filled", Amount(1)), ("people", gone)):
        why = Reason("displaced", (second.id, target.id))
        book.state(quantity, start, end, amount, reason=why, records=(second.id, target.id))
    return second


def unlink_posts(draft: Draft, book: Book, data: UnlinkPosts, date: str | None) -> None:
    """End a concurrent holding; the second post becomes vacant."""
    link = draft.get("links", (data.unlink_posts, data.also_holds))
    if link is None:
        raise refuse(
            "UNKNOWN_LINK",
            Message.of(
                "{first} and {second} are not linked",
                first=data.unlink_posts,
                second=data.also_holds,
            ),
            data.unlink_posts,
        )
    second = existing_post(draft, data.also_holds)
    here = (second.unit, second.block)
    why = Reason("no_longer_held", (data.unlink_posts,))
    book.state("filled", here, (None, second.block), Amount(1), reason=why, records=(second.id, None))
    draft.put(replace(second, filled=minus(second.filled, 1, identity_of(second, "filled"))))
    draft.end(link)
