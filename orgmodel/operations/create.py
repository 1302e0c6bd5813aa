"""create and dissolve: units, rows of posts and functions that begin from, or end to, outside, and say why."""

from __future__ import annotations

from typing import TypeVar

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import Lineage
from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.records import MIXED, PARTY, Function, Identity, Members, Post, Unit, members_total
from orgmodel.core.schema import Tables, identity_of
from orgmodel.operations.allocation import Allocation, Handover, arriving
from orgmodel.operations.carrying import holdings_of, take_along
from orgmodel.operations.effect import Book, Refused, refuse
from orgmodel.operations.faults import validated
from orgmodel.operations.leading import dropped, ends_with, lead, led_on
from orgmodel.operations.lifecycle import (
    close_unit,
    create_post,
    existing,
    existing_post,
    meet_incoming,
    new_unit,
    tell_nameless,
    without_head,
    write_lines,
)
from orgmodel.operations.model import Create, Dissolve, Ends
from orgmodel.operations.money_schema import stated_pay
from orgmodel.operations.operation_schema import NONE, FunctionSpec, Model, PostSpec, Takes, UnitSpec
from orgmodel.operations.post_moves import DROP, PostMove, apply_moves
from orgmodel.operations.quantities import begin_quantities, end_quantities, give_all_quantities, hand_over
from orgmodel.operations.split import apply_handovers
from orgmodel.operations.undeclared import undeclared

Spec = TypeVar("Spec", bound=Model)


def create(draft: Draft, book: Book, data: Create, date: str | None) -> None:
    """Begin a unit with what it starts with, or a row of posts, or a function."""
    if not data.why:
        raise refuse("WHY", "create says why: add why: with the ground for it")
    what = dict(data.create)
    if "post" in what:
        unit = existing(draft, str(what.pop("unit", "")))
        id = str(what.pop("post"))
        _create_post(draft, book, _spec(draft, PostSpec, {"id": id, **what}), unit)
        write_lines(draft, book, id, data.lines)
    elif "function" in what:
        unit = existing(draft, str(what.pop("unit", "")))
        _create_function(draft, book, _spec(draft, FunctionSpec, what), unit)
    else:
        spec = _spec(draft, UnitSpec, what)
        unit = new_unit(draft, spec, date)
        tell_nameless(book, unit.id, spec.names)
        draft.put(unit)
        if data.head == NONE:
            without_head(book, unit.id, [post.id for post in data.posts if post.rank == "head"])
        for post in data.posts:
            _create_post(draft, book, post, unit)
        for function in data.functions:
            _create_function(draft, book, function, unit)
        write_lines(draft, book, unit.id, data.lines)
        for one in data.identities:
            draft.put(Identity(one.id, unit.id, names_of(**one.names), one.block, one.seal, "derived"))
        if data.members is not None:
            members = Members(
                unit.id,
                "",
                data.members.official,
                data.members.probationary,
                data.members.total,
                block=PARTY if PARTY in draft.terms.blocks else "",
                src="derived",
            )
            amount = Amount.of(members_total(members), identity_of(members, "total"))
            ends = (None, members.block), (unit.id, members.block)
            book.state("members", *ends, amount, records=(None, members.key))
            draft.put(members)
        begin_quantities(draft, book, unit.id, data.quantities)
        book.lineage.append(Lineage("create", None, unit.id, date=date))


def _spec(draft: Draft, model: type[Spec], data: object) -> Spec:
    try:
        spec = validated(model, data)
    except ProblemsError as error:
        raise Refused(error.problems) from None
    if wrong := undeclared(draft.terms, spec):
        raise Refused(wrong)
    return spec


def _create_post(draft: Draft, book: Book, spec: PostSpec, unit: Unit) -> None:
    if draft.post(spec.id) is not None or draft.unit(spec.id) is not None:
        raise refuse(
            "EXISTS",
            Message.of("{post!r} exists already: resize it, or give the new posts another id", post=spec.id),
            spec.id,
        )
    if spec.rank == "head" and draft.head_of(unit.id) is not None:
        raise refuse("SECOND_HEAD", Message.of("{unit} has a head already", unit=unit.id), unit.id)
    fte = None if spec.fte is None else round(spec.fte * 100)
    written = {name: getattr(spec, name) for name in Tables.BY_NAME["posts"].fields if name in PostSpec.model_fields}
    written |= {"titles": names_of(**spec.title), "block": spec.block or unit.block, "fte": fte, "src": "derived"}
    written |= stated_pay(spec, draft.terms, spec.id)
    post = Post(**{**written, "unit": unit.id})
    if post.block == MIXED:
        raise refuse(
            "UNDECLARED",
            Message.of(
                "post {post!r} needs the block whose quota it belongs to; a post's is never mixed", post=post.id
            ),
            post.id,
        )
    create_post(draft, book, post)


def _create_function(draft: Draft, book: Book, spec: FunctionSpec, unit: Unit) -> None:
    if draft.get("functions", (unit.id, spec.function)) is not None:
        raise refuse(
            "EXISTS", Message.of("{unit} performs {function!r} already", unit=unit.id, function=spec.function), unit.id
        )
    function = Function(
        unit.id, spec.function, names_of(**spec.names), spec.block or unit.block, spec.internal, "derived"
    )
    if not function.internal:
        ends = (None, function.block), (unit.id, function.block)
        book.state("functions", *ends, Amount(1), operation="create", records=(None, function.key))
    draft.put(function)


def dissolve(draft: Draft, book: Book, data: Dissolve, date: str | None) -> None:
    """End a unit, saying where everything goes or that it ends; or end a row of posts or a function."""
    if not data.why:
        raise refuse("WHY", "dissolve says why: add why: with the ground for it")
    if isinstance(data.dissolve, dict):
        _dissolve_part(draft, book, data.dissolve, data.incoming)
        return
    unit = existing(draft, data.dissolve)
    given = dict(data.gives)
    if data.gives_all is not None:
        if given:
            raise refuse("TAKEN_TWICE", Message.of("{unit}: give either gives or gives_all", unit=unit.id), unit.id)
        given = {data.gives_all: Takes()}
    receivers = [existing(draft, id) for id in given]
    held = holdings_of(draft, unit)
    if unit in receivers:
        raise refuse("DISSOLVE", Message.of("{unit} cannot give to itself", unit=unit.id), unit.id)
    heir = data.incoming or data.gives_all or ""
    _end_for_good(draft, book, unit, data.ends, existing(draft, heir).id if heir not in ("", DROP) else heir)
    handovers = [Handover(one.id, takes) for one, takes in zip(receivers, given.values(), strict=True)]
    plan = Allocation(
        draft,
        unit,
        handovers,
        rest_stays=data.gives_all is not None,
        children_stay=data.children is not None,
        gives=True,
    )
    if data.gives_all is not None:
        _take_all(draft, book, unit, handovers[0])
    if data.children is not None:
        existing(draft, data.children)
    if plan.problems:
        raise Refused(plan.problems)
    heads = [one for handover in handovers for one in handover.post_moves if one.post.rank == "head"]
    if heads:
        raise refuse(
            "SURPLUS_HEAD",
            Message.of(
                "{unit} ends with its head post {post!r}: end it (ends: {{posts: […]}}) or absorb the "
                "unit with surplus_heads",
                unit=unit.id,
                post=heads[0].post.id,
            ),
            unit.id,
        )
    apply_handovers(draft, book, unit, handovers, both=set(), is_heir=False)
    if data.gives_all is not None:
        give_all_quantities(draft, book, unit.id, data.gives_all)
    else:
        hand_over(draft, book, unit.id, [one.unit for one in handovers], plan.quantities, merges=True)
    to = data.children or data.gives_all
    for child in sorted(draft.children_of(unit.id), key=lambda child: child.id != to):
        # One that takes its place rises to it, first: with what it has now, whatever the order of its siblings is.
        take_along(draft, book, child, unit.parent if child.id == to else to)
    target = data.incoming if data.incoming not in ("", "drop") else data.gives_all
    if target is not None and data.incoming != "drop":
        meet_incoming(draft, book, unit.id, [existing(draft, target).id], "both", led_on(unit.id, target))
    else:
        meet_incoming(draft, book, unit.id, [], "drop" if data.incoming == "drop" else None, dropped(unit.id))
    close_unit(draft, unit, date)
    shares = book.shares(unit.id, held)
    for handover in handovers:
        book.lineage.append(Lineage("dissolve", unit.id, handover.unit, shares.get(handover.unit, {}), date=date))
    if not handovers:
        book.lineage.append(Lineage("dissolve", unit.id, None, date=date))


def _take_all(draft: Draft, book: Book, unit: Unit, handover: Handover) -> None:
    done = {move.post.id for move in handover.post_moves}
    for post in draft.posts_of(unit.id):
        if post.id not in done:
            handover.post_moves.append(PostMove.whole(post, handover.unit))
    handover.functions = draft.functions_of(unit.id)
    handover.identities = draft.identities_of(unit.id)
    handover.lines = [line for line in draft.lines_from(unit.id) if line.to != handover.unit]
    for line in draft.lines_from(unit.id):
        if line.to == handover.unit:
            lead(draft, book, line, [], ends_with(unit.id))
    handover.members = [(one, arriving(one, handover.unit, one.origin or unit.id)) for one in draft.members_of(unit.id)]


def _end_for_good(draft: Draft, book: Book, unit: Unit, ends: Ends, heir: str) -> None:
    posts = {post.id: post for post in draft.posts_of(unit.id)}
    wanted = list(posts) if ends.posts == "all" else ends.posts
    for id in wanted:
        if id not in posts:
            raise refuse("UNKNOWN_POST", Message.of("{unit} has no post {id!r} to end", unit=unit.id, id=id), unit.id)
        apply_moves(draft, book, [PostMove.whole(posts[id], None)], heir)
    functions = {one.function: one for one in draft.functions_of(unit.id)}
    for name in list(functions) if ends.functions == "all" else ends.functions:
        if name not in functions:
            raise refuse(
                "UNKNOWN_FUNCTION",
                Message.of("{unit} has no function {name!r} to end", unit=unit.id, name=name),
                unit.id,
            )
        _end_function(draft, book, functions[name])
    for function in functions.values():
        if function.internal and draft.get("functions", function.key) is not None:
            draft.end(function)
    if ends.identities:
        for identity in draft.identities_of(unit.id):
            draft.end(identity)
    if ends.lines:
        for line in draft.lines_from(unit.id):
            lead(draft, book, line, [], ends_with(unit.id))
    if ends.members:
        for members in draft.members_of(unit.id):
            amount = Amount.of(members_total(members), identity_of(members, "total"))
            here, outside = (unit.id, members.block), (None, members.block)
            book.state("members", here, outside, amount, records=(members.key, None))
            draft.end(members)
    end_quantities(draft, book, unit.id, ends.quantities)


def _end_function(draft: Draft, book: Book, function: Function) -> None:
    if not function.internal:
        here = (function.unit, function.block)
        book.state("functions", here, (None, function.block), Amount(1), records=(function.key, None))
    draft.end(function)


def _dissolve_part(draft: Draft, book: Book, what: dict[str, str], heir: str) -> None:
    if "post" in what:
        heir = existing(draft, heir).id if heir not in ("", DROP) else heir
        apply_moves(draft, book, [PostMove.whole(existing_post(draft, what["post"]), None)], heir)
        return
    function = draft.get("functions", (what.get("unit", ""), what.get("function", "")))
    if not isinstance(function, Function):
        problem = Problem(
            "UNKNOWN_FUNCTION",
            Message.of(
                "no function {function!r} in unit {unit!r} to end; dissolve: {{function: …, unit: …}}",
                function=what.get("function"),
                unit=what.get("unit"),
            ),
        )
        raise Refused([problem])
    _end_function(draft, book, function)
