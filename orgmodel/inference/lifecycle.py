"""Operations by which units end and begin: released and dissolved, split up and off, consolidated, absorbed, created."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from orgmodel.core.change import unlike
from orgmodel.core.draft import Draft
from orgmodel.core.figures import exact
from orgmodel.core.records import Function, Line, Link, Members, Post, Quantity, Unit
from orgmodel.inference.allocation import Allocation, Portion, allocate, head_change, head_fates, in_order_of_shares
from orgmodel.inference.evidence import GONE, GUESSED, MOST_PAIRS, MOVED, ONLY, REGISTER, WHY, Certainty, Evidence
from orgmodel.inference.search import Data, Search, beginning, standing_parent, without_defaults
from orgmodel.operations.operation_schema import NONE, FunctionSpec, IdentitySpec, LineSpec, MembersSpec
from orgmodel.operations.post_ids import part_id, whole_of
from orgmodel.operations.written import FORM, post_spec, spec_of, unit_spec


def ready(search: Search, unit: str) -> Unit | None:
    """Give a unit that exists, made what the register says that it was when it ended."""
    now = search.draft.unit(unit)
    end = search.wanted_end(unit)
    if now is None or end is None:
        return now
    if end.unit.names != now.names:
        search.perform({"rename": unit, "names": renamed(now, end.unit)}, REGISTER)
    reform(search, now, end.unit, REGISTER)
    return search.draft.unit(unit)


def renamed(now: Unit, then: Unit) -> dict[str, str]:
    """Write the names that differ; a language that is gone is emptied."""
    new, old = dict(then.names), dict(now.names)
    changed = {language: text for language, text in new.items() if old.get(language) != text}
    return changed | {language: "" for language in old if language not in new}


def reform(search: Search, now: Unit, then: Unit, sure: Certainty) -> bool:
    """Give a unit another form or parent, in one operation."""
    form = new_form(now, then)
    if is_movable(search, now, then) and search.perform(transfer_of(now.id, then.parent, form), sure):
        return True
    return bool(form) and search.perform({"convert": now.id, "change": form}, sure)


def new_form(now: Unit, then: Unit) -> Data:
    """Give what differs in the form of a unit, as it is to be."""
    return {field: getattr(then, field) for field in unlike(now, then) if field in FORM}


def is_movable(search: Search, now: Unit, then: Unit) -> bool:
    """Tell whether a unit is to be under another one, which is there by now."""
    return then.parent != now.parent and (then.parent is None or search.has_unit(then.parent))


def transfer_of(units: str | list[str], to: str | None, form: Data) -> Data:
    """Write the transfer of units, of another form from now on where one is given."""
    return {"transfer": units, "to": to, **({"as_is": False, "change": form} if form else {})}


def release(search: Search, unit: str, receivers: Sequence[str], *, heads: bool = True, keep: bool = False) -> None:
    """Let leave an ending unit what is seen elsewhere, or nowhere (``keep``: that ends with it), as far as it can go."""
    elsewhere: list[tuple[Post, Post, Any]] = []
    for post in search.draft.posts_of(unit):
        then = search.wanted_post(post.id)
        if then is None:
            if not keep and (heads or post.rank != "head") and not _parts(search, post, receivers):
                search.perform({"dissolve": {"post": post.id}, "why": WHY}, GONE)
        elif then.unit not in receivers and then.unit != unit and search.has_unit(then.unit):
            elsewhere.append((post, then, post.id))
    transfer_posts(search, elsewhere)
    for function in search.draft.functions_of(unit):
        if any(search.wanted("functions", (id, function.function)) is not None for id in receivers):
            continue
        wanted = cast("list[Function]", search.target.group("functions", "function", function.function))
        new = [one.unit for one in wanted if search.draft.get("functions", one.key) is None]
        takers = [id for id in new if search.has_unit(id)]
        name = function.function
        handed = len(takers) == 1 and search.perform({"assign_function": name, "from": unit, "to": takers[0]}, ONLY)
        if not handed and not keep:
            search.perform({"dissolve": {"function": name, "unit": unit}, "why": WHY}, GONE)
    now = search.draft.unit(unit)
    for child in search.draft.children_of(unit):
        there = search.wanted_unit(child.id)
        if there is None or there.parent in receivers or there.parent == unit:
            continue
        if child.id not in receivers or now is None or there.parent != now.parent:
            search.perform({"transfer": child.id, "to": there.parent}, MOVED)


def _parts(search: Search, post: Post, receivers: Iterable[str]) -> bool:
    return any(search.wanted_post(part_id(post.id, id)) is not None for id in receivers)


def transfer_posts(search: Search, moves: Iterable[tuple[Post, Post, Any]]) -> None:
    """Transfer posts (each as it is, as it is to be, what to take) by receiver and quota, together if possible, else one by one."""
    together: dict[tuple[str, str | None], list[Any]] = {}
    for post, then, take in moves:
        together.setdefault((then.unit, then.block if then.block != post.block else None), []).append(take)
    for (to, quota), takes in sorted(together.items(), key=lambda one: (one[0][0], one[0][1] or "")):
        tail: Data = {"to": to} if quota is None else {"to": to, "quota_to": quota}
        if not search.perform({"transfer": {"posts": takes}, **tail}, MOVED) and len(takes) > 1:
            for take in takes:
                search.perform({"transfer": {"posts": [take]}, **tail}, MOVED)


def dissolve(search: Search, unit: str, receivers: Sequence[str], sure: Certainty) -> bool:
    """End a unit after what is seen elsewhere has left it one by one; the rest ends with it."""
    if ready(search, unit) is None:
        return False
    release(search, unit, [], keep=True)
    ends: Data = {"posts": "all", "functions": "all", "members": True}
    if search.draft.quantities_of(unit):
        ends["quantities"] = "all"
    return _perform(search, unit, {"ends": ends}, receivers, sure)


def dissolve_giving(search: Search, unit: str, receivers: Sequence[str], evidence: Evidence, sure: Certainty) -> bool:
    """End a unit, and let each of several that go on take its part."""
    if ready(search, unit) is None or not receivers:
        return False
    _let_heads_go(search, unit)
    allocation = allocate(search, unit, receivers, evidence, stays=True)
    takes = dict(zip(receivers, allocation.takes(search), strict=True))
    taken = {
        kind: {str(name) for one in takes.values() for name in one.get(kind, [])} for kind in ("functions", "posts")
    }
    parts = {one.row.id for portion in allocation.portions for one in portion.parts}
    ends: Data = {
        "posts": [post.id for post in search.draft.posts_of(unit) if post.id not in taken["posts"] | parts],
        "functions": [
            one.function
            for one in search.draft.functions_of(unit)
            if one.function not in taken["functions"] and not one.internal
        ],
    }
    ends |= {kind: not any(kind in one for one in takes.values()) for kind in ("members", "lines", "identities")}
    named = {name for one in takes.values() for name in one.get("quantities", {})}
    ends["quantities"] = sorted({one.quantity for one in search.draft.quantities_of(unit)} - named)
    gives = {id: one for id, one in takes.items() if one}
    return _perform(search, unit, {"gives": gives, "ends": _said(ends)}, receivers, sure)


def dissolve_to(search: Search, unit: str, heir: str, sure: Certainty) -> bool:
    """End a unit, and let one that goes on take all that does not end."""
    if ready(search, unit) is None:
        return False
    _let_heads_go(search, unit)
    release(search, unit, [heir], keep=True)
    draft = search.draft
    posts = [post.id for post in draft.posts_of(unit) if search.wanted_post(post.id) is None or post.rank == "head"]
    told = [one.function for one in draft.functions_of(unit)]
    identities = [search.wanted("identities", one.id) for one in draft.identities_of(unit)]
    lines = [search.wanted("lines", (line.kind, heir, line.to)) for line in draft.lines_from(unit)]
    members = [search.wanted("members", (heir, one.origin or unit)) for one in draft.members_of(unit)]
    held = draft.quantities_of(unit)

    def wanted(one: Quantity) -> bool:
        return search.wanted("quantities", (heir, one.quantity, one.origin or unit)) is not None

    ends: Data = {
        "posts": posts,
        "functions": [name for name in told if search.wanted("functions", (heir, name)) is None],
        "members": bool(members) and not any(members),
        "quantities": sorted({one.quantity for one in held} - {one.quantity for one in held if wanted(one)}),
        "lines": not any(lines),
        "identities": not any(identities),
    }
    return _perform(search, unit, {"gives_all": heir, "ends": _said(ends)}, [heir], sure)


def _new(search: Search, line: Line, instead: Line) -> bool:
    """Tell whether a line is to lead to a unit instead of another one, or of a post."""
    there = search.draft.get("lines", line.key) is not None
    return not there and replace(line, src="") == replace(instead, to=line.to, src="") and search.has_unit(line.to)


def _said(ends: Data) -> Data:
    usual = {"posts": [], "functions": [], "members": False, "quantities": [], "lines": True, "identities": True}
    return {key: value for key, value in ends.items() if value != usual[key]}


def _let_heads_go(search: Search, unit: str) -> None:
    """Transfer a head post that is seen elsewhere: it can be given with the rest only where it ends."""
    heads = [(post, search.wanted_post(post.id)) for post in search.draft.posts_of(unit) if post.rank == "head"]
    gone = [(post, then, post.id) for post, then in heads if then is not None and then.unit != unit]
    transfer_posts(search, [one for one in gone if search.has_unit(one[1].unit)])


def _heir(search: Search, unit: str, children: Sequence[str], receivers: Sequence[str]) -> str | None:
    """Find the unit under which what was under an ending unit goes: as seen later, or in the register, or else nearest."""
    later = [child.parent for child in map(search.wanted_unit, children) if child is not None and child.parent]
    ends = [end.unit.parent for end in map(search.wanted_end, children) if end is not None]
    now = search.draft.unit(unit)
    most = sorted(set(later), key=lambda id: (-later.count(id), id))
    heirs = [*most, *ends, *receivers, now.parent if now is not None else None]
    return next((id for id in heirs if id and id != unit and search.has_unit(id)), None)


def _perform(search: Search, unit: str, parts: Data, receivers: Sequence[str], sure: Certainty) -> bool:
    data: Data = {"dissolve": unit, **{key: value for key, value in parts.items() if value}}
    given = {id for one in parts.get("gives", {}).values() for id in one.get("children", [])}
    children = [child.id for child in search.draft.children_of(unit) if child.id not in given]
    heir = _heir(search, unit, children, receivers) if children else None
    if heir is not None and heir != parts.get("gives_all"):
        data["children"] = heir
    for child in children if heir is None else ():
        search.perform({"transfer": child, "to": None}, GUESSED)
    ends = [unit, *(post.id for post in search.draft.posts_of(unit))]
    lines = [line for end in ends for line in search.draft.lines_to(end)]
    if lines:
        led = [end.to for one in lines for end in search.target.queries.lines_from(one.from_) if _new(search, end, one)]
        data["incoming"] = max(sorted(set(led)), key=led.count) if led else "drop"
    data["why"] = WHY
    return search.perform(data, sure, shown=search.ends([unit]))


def split_up(search: Search, unit: str, receivers: Sequence[str], evidence: Evidence, sure: Certainty) -> bool:
    """Let a unit end in several that begin."""
    old = ready(search, unit)
    if old is None or len(receivers) < 2:
        return False
    release(search, unit, receivers)
    ordered = in_order_of_shares(search, receivers)
    allocation = allocate(search, unit, ordered, evidence, stays=False)
    data = {"split_up": unit, **_split(search, unit, allocation, evidence)}
    return search.perform(data, sure, shown=[*search.begins(ordered), *search.ends([unit])])


def split_off(
    search: Search, unit: str, receivers: Sequence[str], evidence: Evidence, sure: Certainty, *, ending: bool = False
) -> bool:
    """Let units begin with a part of another that goes on (or, ``ending``, that ends soon and leaves all to the first)."""
    if not search.has_unit(unit):
        return False
    allocation = allocate(search, unit, receivers, evidence, stays=not ending)
    allocation.stays = True
    data = {"split_off": unit, **_split(search, unit, allocation, evidence)}
    return search.perform(data, sure, shown=search.begins(receivers))


def _split(search: Search, unit: str, allocation: Allocation, evidence: Evidence) -> Data:
    """Write who takes what of a unit, and how each of them begins, what is shared, and where lines lead from now on."""
    begun: list[Data] = []
    for portion, takes in zip(allocation.portions, allocation.takes(search), strict=True):
        wanted = search.wanted_unit(portion.unit)
        assert isinstance(wanted, Unit)  # receivers stand in the later structure
        data = beginning(search, wanted, [unit, *evidence.sources(portion.unit)], *search.there(unit))
        if takes:
            data["takes"] = takes
        if (head := head_change(search, portion.unit, portion.rows(), portion.parts)) is not None:
            data["head"] = head
        if titles := _titles(search, portion, head):
            data["titles"] = titles
        if lines := _new_lines(search, portion):
            data["begin_lines"] = lines
        begun.append(data)
    shared = {"by": allocation.weights, "of": sorted(allocation.shared)}
    given: Data = {
        "shares": shared if allocation.weights is not None and not allocation.stays else {},
        "both": {"functions": allocation.both} if allocation.both else {},
        "incoming": _incoming(search, unit, allocation, evidence),
    }
    return {"into": begun, **{key: value for key, value in given.items() if value}}


def _titles(search: Search, portion: Portion, head: Data | str | None) -> Data:
    """Write the titles that posts have from now on where a unit takes them, but for the head's, which stands with it."""
    kept = head.get("keep") if isinstance(head, dict) else None
    taken = [(row, search.wanted_post(row.id)) for row in portion.rows()]
    taken += [(one.row, one.part) for one in portion.parts if one.part is not None]
    return {
        row.id: dict(then.titles)
        for row, then in taken
        if then is not None and (then.unit, then.rank) == (portion.unit, row.rank) and row.id != kept
        if then.titles and then.titles != row.titles
    }


def _new_lines(search: Search, portion: Portion) -> list[Data]:
    """Write the lines that a unit is to have and did not take, as far as their ends exist."""
    taken = [name for kind, _, name in portion.named if kind == "lines"]
    new = [
        one for one in search.target.queries.lines_from(portion.unit) if search.stands(one.to) and one.src == "derived"
    ]
    return [spec_of(LineSpec, line) for line in new if spec_of(LineSpec, line) not in taken]


def _incoming(search: Search, unit: str, allocation: Allocation, evidence: Evidence) -> Data:
    """Say, by kind, where the lines that end at a unit lead from now on: to all where one of them does, else as most do.

    Of a unit that stays only the kinds are told of which all lines lead to one receiver, and none to it any more.
    """
    votes: dict[str, Counter[str | int]] = {}
    for line in search.draft.lines_to(unit):
        starts = (line.from_, *evidence.receivers(line.from_))
        led: list[str | int] = [
            number for number, one in enumerate(allocation.portions) if search.leads(line.kind, starts, [one.unit])
        ]
        if allocation.stays:
            led = led[:1] if search.wanted("lines", line.key) is None else []
        votes.setdefault(line.kind, Counter())["both" if len(led) > 1 else led[0] if led else "drop"] += 1
    if allocation.stays:
        told = {kind: list(count) for kind, count in sorted(votes.items())}
        return {kind: rules[0] for kind, rules in told.items() if len(rules) == 1 and rules != ["drop"]}
    most = {kind: max(sorted(count, key=str), key=count.__getitem__) for kind, count in sorted(votes.items())}
    return {kind: "both" if votes[kind]["both"] else rule for kind, rule in most.items()}


def consolidate(
    search: Search, units: Sequence[str], into: str, evidence: Evidence, sure: Certainty, *, keep_lines: bool
) -> bool:
    """Let units end in one that begins."""
    wanted = search.wanted_unit(into)
    if wanted is None or len(units) < 2 or not _make_ready(search, units, into):
        return False
    posts = [post for unit in units for post in search.draft.posts_of(unit)]
    heads = [post for post in posts if post.rank == "head"]
    kept, fates = head_fates(search, into, heads)
    head = head_change(search, into, [kept] if kept is not None else [post for post in posts if post.rank != "head"])
    if (head is None or head == NONE) and heads:  # none is seen to be head later: one has to be all the same
        fates.pop(heads[0].id, None)
        head = {"keep": heads[0].id}
    begin = beginning(search, wanted, [*units, *evidence.sources(into)], *search.there(*units))
    data: Data = {
        "consolidate": list(units),
        "into": begin if "restores" in begin else begin["unit"],
    }
    if head is not None and (fates or len(head) > 1 or "keep" not in head):
        data["head"] = head
    _add_fates(search, data, posts, into, fates)
    if not keep_lines:
        lines = [line for line in search.target.queries.lines_from(into) if line.src == "derived"]
        there = (*units, into)
        data["lines"] = [spec_of(LineSpec, line) for line in lines if line.to not in there and search.stands(line.to)]
    return search.perform(data, sure, shown=[*search.begins([into]), *search.ends(units)])


def absorb(search: Search, units: Sequence[str], into: str, sure: Certainty, *, keep_lines: bool) -> bool:
    """Let units end in one that goes on."""
    if not search.has_unit(into) or not _make_ready(search, units, into):
        return False
    posts = [post for unit in units for post in search.draft.posts_of(unit)]
    heads = [post for post in posts if post.rank == "head"]
    own = [post for post in search.draft.posts_of(into) if post.rank == "head"]
    _, fates = head_fates(search, into, heads + own)
    data: Data = {"absorb": units[0] if len(units) == 1 else list(units), "into": into}
    _add_fates(search, data, posts, into, {id: fate for id, fate in fates.items() if id not in {one.id for one in own}})
    if keep_lines:
        data["lines"] = "keep"
    return search.perform(data, sure, shown=search.ends(units))


def _make_ready(search: Search, units: Sequence[str], into: str) -> bool:
    if any(ready(search, unit) is None for unit in units):
        return False
    for unit in units:
        release(search, unit, [into], heads=False)
    seen: dict[str, Function] = {}
    for unit in units:
        for function in search.draft.functions_of(unit):
            other = seen.setdefault(function.function, function)
            if other is not function and not function.internal:  # two cannot be handed to one unit
                search.perform({"dissolve": {"function": function.function, "unit": unit}, "why": WHY}, ONLY)
    return True


def _add_fates(search: Search, data: Data, posts: Sequence[Post], into: str, fates: dict[str, Data]) -> None:
    if fates:
        data["surplus_heads"] = fates
    blocks: dict[str, set[str]] = {}
    for post in posts:
        then = search.wanted_post(post.id)
        if then is not None and (then.unit == into or search.wanted_unit(into) is None):
            blocks.setdefault(post.block, set()).add(then.block)
    quota = {block: found.pop() for block, found in sorted(blocks.items()) if len(found) == 1 and block not in found}
    if quota:
        data["quota"] = quota


def create(search: Search, unit: str, sources: Sequence[str], sure: Certainty, *, bare: bool = False) -> bool:
    """Begin a unit with what it alone has (or, ``bare``, with nothing, so that another can end in it)."""
    wanted = search.wanted_unit(unit)
    if wanted is None or search.has_unit(unit):
        return False
    parent = standing_parent(search, wanted, list(sources))
    data: Data = {"create": unit_spec(wanted, parent)}
    if not bare:
        data |= _contents(search, unit)
    data["why"] = WHY
    if not search.perform(data, sure, shown=[wanted.begins]):
        return False
    for post in search.target.queries.posts_of(unit) if data.get("posts") else ():
        hold(search, post, sure, begins=wanted.begins)
    return True


def hold(search: Search, post: Post, sure: Certainty, *, begins: str | None = None) -> None:
    """Let those who hold a new row of posts besides another hold it, in the step that creates it."""
    for held in search.target.queries.links_to(post.id):
        new = search.draft.get("links", held.key) is None and (begins is None or held.begins in (None, "", begins))
        if new and search.perform(linked(held), sure, shown=[] if begins is None else [begins]):
            search.join_last()


def linked(held: Link) -> Data:
    """Write how a concurrent holding begins."""
    return {"link_posts": held.post, "also_holds": held.also_holds, **({"basis": held.basis} if held.basis else {})}


def _is_part(draft: Draft, post: Post) -> bool:
    """Tell whether a row is a part of one that is there, by its id."""
    whole = whole_of(post.id, post.unit)
    return whole is not None and draft.post(whole) is not None


def _contents(search: Search, unit: str) -> Data:
    """Write what a unit has that stands nowhere yet."""
    draft, target = search.draft, search.target
    posts = [
        post for post in target.queries.posts_of(unit) if draft.post(post.id) is None and not _is_part(draft, post)
    ]
    functions = [one for one in target.queries.functions_of(unit) if not _had_by_another(search, one)]
    lines = [one for one in target.queries.lines_from(unit) if search.stands(one.to)]
    identities = [one for one in target.queries.identities_of(unit) if draft.get("identities", one.id) is None]
    members = [one for one in target.queries.members_of(unit) if not one.origin]
    given: Data = {
        "posts": [post_spec(search.unlinked(post), search.draft.terms) for post in posts],
        "functions": [spec_of(FunctionSpec, one) for one in functions],
        "lines": [spec_of(LineSpec, one) for one in lines],
        "identities": [spec_of(IdentitySpec, one) for one in identities],
        "members": next((spec_of(MembersSpec, one) for one in members if _known(one)), None),
        "quantities": {
            one.quantity: one.value / draft.terms.quantities[one.quantity].scale
            for one in target.queries.quantities_of(unit)
            if not one.origin and isinstance(one.value, int) and one.quantity in draft.terms.quantities
        },
    }
    usual: Data = {"posts": [], "functions": [], "lines": [], "identities": [], "members": None, "quantities": {}}
    return without_defaults(given, usual)


def _had_by_another(search: Search, function: Function) -> bool:
    """Tell whether a unit still has a function that it is not to have, and so can hand it on; many say nothing of one."""
    now = search.draft.group("functions", "function", function.function)
    few = len(now) * len(search.target.group("functions", "function", function.function)) <= MOST_PAIRS
    return few and any(search.wanted("functions", one.key) is None for one in now)


def _known(members: Members) -> bool:
    return any(exact(figure) is not None for figure in (members.official, members.probationary, members.total))
