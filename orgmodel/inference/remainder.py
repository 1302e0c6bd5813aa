"""What no change of units explains: posts, functions, figures, names, forms, places and lines, one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, cast

from orgmodel.core.change import unlike
from orgmodel.core.figures import Estimate, Figure, FigureId
from orgmodel.core.records import Link, Post, Quantity, Unit
from orgmodel.core.schema import identity_of
from orgmodel.inference.allocation import Part, part_of
from orgmodel.inference.evidence import ANEW, GONE, GUESSED, KEPT, MOVED, NEW, ONLY, SPELT, WHY, Certainty
from orgmodel.inference.lifecycle import (
    hold,
    is_movable,
    linked,
    new_form,
    reform,
    renamed,
    transfer_of,
    transfer_posts,
)
from orgmodel.inference.likeness import named
from orgmodel.inference.search import Data, Search
from orgmodel.operations.money_schema import pay_fields
from orgmodel.operations.operation_schema import FunctionSpec, LineSpec
from orgmodel.operations.post_ids import whole_of
from orgmodel.operations.post_moves import minus
from orgmodel.operations.written import post_spec, spec_of

SUBSTANCE = {"unit", "rank", "block", "category", "quota", "funding", "function", "office"}


def alter(search: Search) -> None:
    """Perform what is left of units, posts and functions; what makes room for another goes in a round before it."""
    _transfer_units(search)
    _move_posts(search)
    _functions(search)
    _posts(search)


def _transfer_units(search: Search) -> None:
    together: dict[tuple[str | None, tuple[tuple[str, str], ...]], list[str]] = defaultdict(list)
    for key, now, then in list(search.left("units")):
        if isinstance(now, Unit) and isinstance(then, Unit):
            if now.names != then.names:
                same = named(now) == named(then)
                search.perform({"rename": str(key), "names": renamed(now, then)}, SPELT if same else KEPT)
            if is_movable(search, now, then):
                together[then.parent, tuple(sorted(new_form(now, then).items()))].append(str(key))
            else:
                reform(search, now, then, KEPT)
    for (to, change), ids in sorted(together.items(), key=lambda one: (one[0][0] or "", one[0][1])):
        if not search.perform(transfer_of(ids if len(ids) > 1 else ids[0], to, dict(change)), KEPT):
            for id in ids:
                now_unit, then_unit = search.draft.unit(id), search.wanted_unit(id)
                if now_unit is not None and then_unit is not None:
                    reform(search, now_unit, then_unit, KEPT)


def _move_posts(search: Search) -> None:
    moves: list[tuple[Post, Post, Any]] = []
    for key, now, then in search.left("posts"):
        if not isinstance(then, Post) or not search.has_unit(then.unit):
            continue
        row = search.draft.post(whole_of(then.id, then.unit) or "") if now is None else None
        if isinstance(now, Post) and now.unit != then.unit:
            moves.append((now, then, str(key)))
        elif row is not None and then.authorized != 0 and row.unit != then.unit:
            moves.append((row, then, part_of(search, Part(row, then))))
    transfer_posts(search, moves)


def _gone_and_come(search: Search, table: str, place: Callable[[Any], Any]) -> list[tuple[list[Any], list[Any]]]:
    """List, place by place, the records that are to be there no more beside those that are to come."""
    found: dict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for _, now, then in search.left(table):
        if now is None or then is None:
            found[place(now or then)][now is None].append(now or then)
    return [both for _, both in sorted(found.items())]


def _functions(search: Search) -> None:
    for gone, come in _gone_and_come(search, "functions", lambda one: one.function):
        sure = ONLY if len(gone) == len(come) == 1 else GUESSED
        for function in come:
            alike = (one for one in gone if {"unit", "internal"}.issuperset(unlike(one, function)))
            giver = next(chain(alike, gone), None)
            handed: Data = {"assign_function": function.function, "from": giver and giver.unit, "to": function.unit}
            if giver is not None and search.perform(handed, sure):
                gone.remove(giver)
            else:
                spec = {**spec_of(FunctionSpec, function), "unit": function.unit}
                search.perform({"create": spec, "why": WHY}, NEW)
        for function in gone:
            search.perform({"dissolve": {"function": function.function, "unit": function.unit}, "why": WHY}, GONE)


def _posts(search: Search) -> None:
    for key, now, then in list(search.left("posts")):
        if then is None:
            search.perform({"dissolve": {"post": str(key)}, "why": WHY}, GONE)
        elif isinstance(now, Post) and isinstance(then, Post) and not SUBSTANCE.isdisjoint(unlike(now, then)):
            _make_anew(search, now, then)
    for _, now, then in list(search.left("posts")):
        if now is None and isinstance(then, Post):
            _create_post(search, then, NEW)


def _make_anew(search: Search, now: Post, then: Post) -> None:
    """End a post and begin another of the same id, where nobody and nothing hangs on it."""
    draft = search.draft
    held = (draft.incumbents_of, draft.links_from, draft.links_to, draft.lines_from, draft.lines_to)
    if any(look(now.id) for look in held) or not search.has_unit(then.unit):
        return
    mark = search.savepoint()
    if not search.perform({"dissolve": {"post": now.id}, "why": WHY}, ANEW) or not _create_post(search, then, ANEW):
        search.rollback(mark)


def _create_post(search: Search, post: Post, sure: Certainty) -> bool:
    spec = post_spec(search.unlinked(post), search.draft.terms)
    lines = [spec_of(LineSpec, one) for one in search.target.queries.lines_from(post.id) if search.stands(one.to)]
    data: Data = {"create": {"post": spec.pop("id"), "unit": post.unit, **spec}, **({"lines": lines} if lines else {})}
    if not search.perform({**data, "why": WHY}, sure):
        return False
    hold(search, post, sure)
    return True


def resize(search: Search) -> None:
    """Give rows of posts the figures that they are to have, before the links that are still to fill them."""
    for key, now, then in list(search.left("posts")):
        if not isinstance(now, Post) or not isinstance(then, Post):
            continue
        figures: Data = {"resize": str(key)}
        for field, to in (("authorized", "to"), ("filled", "filled_to"), ("fte", "fte_to")):
            figure = getattr(search.unlinked(then), field)
            by = _shift(getattr(now, field), figure, identity_of(now, field))
            if by:
                figures[to.replace("to", "by")] = by / 100 if field == "fte" else by
            elif figure != getattr(now, field) and isinstance(figure, int):
                figures[to] = figure / 100 if field == "fte" else figure
        if (now.grade, now.pay, now.coefficient) != (then.grade, then.pay, then.coefficient):
            figures |= pay_fields(then, search.draft.terms)
        if len(figures) > 1:
            search.perform({**figures, "why": WHY}, KEPT)


def transfer_quantities(search: Search) -> None:
    """Hand units what they are to have of a declared quantity that another one has and goes on, where that leads nearer."""
    draft, target = search.draft, search.target
    for _, now, then in list(search.left("quantities")):
        if (
            not isinstance(then, Quantity)
            or then.quantity not in draft.terms.quantities
            or not search.has_unit(then.unit)
        ):
            continue
        start = now.value if isinstance(now, Quantity) else 0
        counted = then.value - start if isinstance(then.value, int) and isinstance(start, int) else None
        losing = (
            one.unit
            for _, one, _ in search.left("quantities")
            if isinstance(one, Quantity) and one.quantity == then.quantity
        )
        for giver in dict.fromkeys((then.origin, *losing)):
            amount: Any = "all"
            if target.queries.quantities_of(giver, then.quantity):
                amount = (
                    counted / draft.terms.quantities[then.quantity].scale
                    if counted is not None and counted > 0
                    else None
                )
            if giver == then.unit or amount is None or not draft.quantities_of(giver, then.quantity):
                continue
            mark, cost = search.savepoint(), search.cost
            done = search.perform(
                {"transfer": {"quantities": {then.quantity: amount}, "from": giver}, "to": then.unit}, MOVED
            )
            if done and search.cost < cost:
                break
            search.rollback(mark)


def resize_quantities(search: Search) -> None:
    """Give units as much of a declared quantity as they are to have, where that leads to what they have of each origin."""
    told = dict.fromkeys(
        (one.unit, one.quantity) for _, *both in search.left("quantities") for one in both if isinstance(one, Quantity)
    )
    for unit, quantity in told:
        if quantity not in search.draft.terms.quantities:
            continue
        now, then = search.draft.quantities_of(unit, quantity), search.target.queries.quantities_of(unit, quantity)
        scale = search.draft.terms.quantities[quantity].scale
        amount = {key: figure / scale for key, figure in _amount(now, then).items()}
        mark = search.savepoint()
        data: Data = {"resize": {"quantity": quantity, "unit": unit}, **amount, "why": WHY}
        done = bool(amount) and search.perform(data, KEPT)
        if done and any(key[:2] == (unit, quantity) for key, *_ in search.left("quantities")):
            search.rollback(mark)


def _amount(now: Sequence[Quantity], then: Sequence[Quantity]) -> dict[str, int]:
    """Tell by how much a unit is to have more of a quantity, or how much it is to have where that was not known."""
    sums = [[one.value for one in records] for records in (now, then)]
    known = [sum(value for value in values if isinstance(value, int)) for values in sums]
    if all(isinstance(value, int) for values in sums for value in values):
        if not now:
            return {"amount_to": known[1]}
        return {"amount_by": known[1] - known[0]} if known[0] != known[1] else {}
    if len(now) > 1 or len(then) != 1:
        return {}
    start = now[0].value if now else None
    if isinstance(then[0].value, int):
        return {"amount_to": then[0].value}
    by = _shift(start, then[0].value, identity_of(then[0], "value"))
    return {"amount_by": by} if by else {}


def _shift(now: Figure, then: Figure, identity: FigureId) -> int:
    """Tell by how much an uncertain figure was moved; 0 where it is another one."""
    if not isinstance(then, Estimate):
        return 0
    by = then.offset - (now.offset if isinstance(now, Estimate) else 0)
    return by if not isinstance(now, int) and minus(now, -by, identity) == then else 0


def unlink(search: Search) -> None:
    """End the concurrent holdings that are there no more."""
    for key, _, then in list(search.left("links")):
        if then is None:
            post, also_holds = cast("tuple[str, str]", key)
            search.perform({"unlink_posts": post, "also_holds": also_holds}, GONE)


def redirect(search: Search) -> None:
    """Make every written line end where it is to end."""
    for gone, come in _gone_and_come(search, "lines", lambda one: (one.kind, one.from_)):
        for line in come:
            old = next((one for one in gone if replace(one, to=line.to) == line), None)
            ends: Data = {"kind": line.kind, "from": line.from_, "to": old.to if old is not None else None}
            if old is None and line.block:
                ends["block"] = line.block
            sure = ONLY if old is not None else NEW
            if search.perform({"redirect": ends, "to": line.to}, sure) and old is not None:
                gone.remove(old)
        for line in gone:
            search.perform({"redirect": {"kind": line.kind, "from": line.from_, "to": line.to}, "to": None}, GONE)


def link(search: Search, *, dated: str | None = None, displacing: bool = False) -> None:
    """Make the concurrent holdings that are to be: of one date only, or only those that displace a holder."""
    for _, now, then in list(search.left("links")):
        if now is not None or not isinstance(then, Link) or (dated is not None and then.begins != dated):
            continue
        data = linked(then)
        if not _displaced(search, then, data) and not displacing:
            search.perform(data, NEW, shown=[then.begins])


def _displaced(search: Search, link: Link, data: Data) -> bool:
    """Make a link whose second post's holder goes to a post that has one person more, where that leads nearer than without."""
    places = [
        str(key)
        for key, now, then in search.left("posts")
        if isinstance(now, Post) and replace(now, filled=minus(now.filled, -1, identity_of(now, "filled"))) == then
    ]
    if not places or search.draft.post(link.also_holds) is None:
        return False
    mark = search.savepoint()
    least = search.score() if search.perform(data, NEW, shown=[link.begins]) else None
    search.rollback(mark)
    sure = ONLY if len(places) == 1 else GUESSED
    for place in places:
        done = search.perform({**data, "displaced": {"to": place}}, sure, shown=[link.begins])
        if done and (least is None or search.score() < least):
            return True
        search.rollback(mark)
    return False
