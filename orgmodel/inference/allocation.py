"""Who took what of a unit that was split or ended: heads, posts, functions, identities, lines, units below and members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from orgmodel.core.figures import Estimate, Figure
from orgmodel.core.records import Identity, Members, Post
from orgmodel.core.schema import POST_FIGURES, identity_of
from orgmodel.inference.evidence import WHY, Evidence
from orgmodel.inference.search import Data, Search, without_defaults
from orgmodel.operations.operation_schema import NONE, LineSpec, MembersSpec
from orgmodel.operations.post_ids import part_id
from orgmodel.operations.post_moves import minus
from orgmodel.operations.written import spec_of


@dataclass(frozen=True, slots=True)
class Part:
    """A counted part of a row of posts (None: what the others leave of it), and the head post made out of that part."""

    row: Post
    part: Post | None
    head: Post | None = None

    @property
    def count(self) -> int:
        """Count the posts taken with this part, as far as they are counted."""
        counted = [
            one.filled if one.has_no_quota else one.authorized for one in (self.part, self.head) if one is not None
        ]
        return sum(figure for figure in counted if isinstance(figure, int))


def head_change(search: Search, unit: str, posts: Sequence[Post], parts: Sequence[Part] = ()) -> Data | str | None:
    """Write how a unit that begins with some posts gets the head that it is to have, ``none`` where it is to have none.

    None where nothing needs saying.
    """
    wanted = search.target.queries.head_of(unit)
    own = next((post for post in posts if post.rank == "head"), None)
    if own is not None:
        return {"keep": own.id, **_style(own, search.wanted_post(own.id))}
    if wanted is None:
        return NONE if posts or parts else None
    for part in parts:
        if part.part is not None and part.part.id == wanted.id:  # one post was taken, and is the head
            return {"convert": part.row.id, **_style(part.row, wanted)}
    promoted = next((post for post in posts if post.id == wanted.id), None)
    if promoted is not None:
        return {"convert": promoted.id, **_style(promoted, wanted)}
    row = next((part.row for part in parts if part.head is not None), None)
    row = row or next((post for post in posts if is_made_of(search, wanted, post, 0)), None)
    if row is not None:
        change = {"convert": row.id, "filled": wanted.filled, **_style(row, wanted)}
        return change | without_defaults({"holders": _holders(search, row, wanted)}, {"holders": []})
    if search.draft.post(wanted.id) is not None:  # it is another unit's, and comes with that one
        return NONE
    given = {"quota": 1, "filled": wanted.filled, "title": dict(wanted.titles), "office": wanted.office}
    given |= {"block": wanted.block, "category": wanted.category, "basis": WHY}
    return without_defaults(given, {"filled": 0, "title": {}, "office": "", "block": "", "category": ""})


def _style(post: Post, wanted: Post | None) -> Data:
    """Write the title and office that a head has from now on, where they change."""
    style: Data = {}
    if wanted is not None and wanted.titles != post.titles:
        style["title"] = dict(wanted.titles)
    if wanted is not None and wanted.office and wanted.office != post.office:
        style["office"] = wanted.office
    return style


def is_made_of(search: Search, head: Post, row: Post, counted: int) -> bool:
    """Tell whether a head post was made of one post of a row: it is like the row, which has that one less.

    ``counted`` tells how many others were counted off the row.
    """
    left = search.wanted_post(row.id)
    if left is None or head.filled not in (0, 1) or search.draft.post(head.id) is not None:
        return False
    if head.authorized != (None if row.has_no_quota else 1):
        return False
    alike = all(getattr(row, field) == getattr(head, field) for field in ("block", "category", "funding", "src"))
    rest = None if row.has_no_quota else minus(row.authorized, 1 + counted, identity_of(row, "authorized"))
    return alike and left.authorized == rest


def _holders(search: Search, row: Post, *posts: Post) -> list[str]:
    """List the persons of a row who are to hold posts made of it."""
    now = {held.person for held in search.draft.incumbents_of(row.id)}
    return [
        held.person for post in posts for held in search.target.queries.incumbents_of(post.id) if held.person in now
    ]


def head_fates(search: Search, into: str, heads: Sequence[Post]) -> tuple[Post | None, dict[str, Data]]:
    """Find the head post that stays head in a merger, and write what becomes of each other one."""
    wanted = {post.id: search.wanted_post(post.id) for post in heads}
    stay = [post for post in heads if (then := wanted[post.id]) is not None and then.rank == "head"]
    kept = min(stay, key=lambda post: (getattr(wanted[post.id], "unit", "") != into, post.id), default=None)
    fates: dict[str, Data] = {}
    for post in heads:
        then = wanted[post.id]
        if post is kept:
            continue
        if then is None:
            fates[post.id] = {"end": True, "why": WHY}
        elif then.rank not in ("deputy", "staff"):  # head of another unit later: it is converted back there
            fates[post.id] = {"convert": "deputy"}
        else:
            titles = dict(then.titles) if then.titles != post.titles else {}
            fates[post.id] = without_defaults({"convert": then.rank, "title": titles}, {"title": {}})
    return kept, fates


Named = tuple[str, str, Any]
"""A kind of content as takes call it, its block, and how takes name it."""


@dataclass
class Portion:
    """What one receiver takes: whole rows, counted parts of rows, and the rest by how takes name it."""

    unit: str
    posts: list[Post] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    members: Any = None
    quantities: Data = field(default_factory=dict)

    def rows(self) -> list[Post]:
        """List the rows of posts of which something is taken whole or as the rest."""
        return self.posts + [one.row for one in self.parts if one.part is None]


@dataclass
class Allocation:
    """How a unit's content was allotted."""

    portions: list[Portion]
    stays: bool
    both: list[str] = field(default_factory=list)
    weights: list[int] | None = None
    shared: set[str] = field(default_factory=set)  # what was shared by the weights: posts, members, quantities

    def takes(self, search: Search) -> list[Data]:
        """Write the takes of each receiver: by block where that says it all and is shorter, else by name."""
        by_name = [_takes(search, portion, ()) for portion in self.portions]
        if self.shared or self.stays:  # what nobody takes is shared, or stays: a block would take it too
            return by_name
        blocks = self._blocks()
        by_block = [
            _takes(search, portion, [block for block, owner in sorted(blocks.items()) if owner is portion])
            for portion in self.portions
        ]
        return by_block if sum(map(_length, by_block)) < sum(map(_length, by_name)) else by_name

    def _blocks(self) -> dict[str, Portion]:
        """Find which receiver got most of each block."""
        votes: dict[str, Counter[int]] = {}
        for number, portion in enumerate(self.portions):
            for block in (*(post.block for post in portion.posts), *(block for _, block, _ in portion.named)):
                if block:
                    votes.setdefault(block, Counter())[number] += 1
        return {block: self.portions[max(sorted(count), key=count.__getitem__)] for block, count in votes.items()}


def allocate(search: Search, unit: str, receivers: Sequence[str], evidence: Evidence, *, stays: bool) -> Allocation:
    """Find what each receiver took of a unit; what nobody is seen to have goes to the first, unless the unit goes on."""
    portions = {id: Portion(id) for id in receivers}
    result = Allocation(list(portions.values()), stays)
    first = None if stays else result.portions[0]
    _posts(search, unit, portions, first, result)
    for function in search.draft.functions_of(unit):
        takers = [id for id in receivers if search.wanted("functions", (id, function.function)) is not None]
        remains = stays and search.wanted("functions", function.key) is not None
        if function.internal and takers:
            lacking, elsewhere = len(receivers) - len(takers), _new_to_others(search, function.function, receivers)
            everywhere = not lacking and len(takers) + (remains or (stays and elsewhere > 0)) > 1
        else:
            lacking, elsewhere, everywhere = 0, 0, False
        if everywhere or (lacking and lacking == elsewhere):
            result.both.append(function.function)
        elif not remains:
            _give(portions, takers, first, ("functions", function.block, function.function))
    for identity in search.draft.identities_of(unit):
        there = search.wanted("identities", identity.id)
        takers = [there.unit] if isinstance(there, Identity) and there.unit in portions else []
        if takers or not isinstance(there, Identity) or there.unit != unit:
            _give(portions, takers, first, ("identities", identity.block, identity.id))
    for line in search.draft.lines_from(unit):
        ends = (line.to, *evidence.receivers(line.to))
        takers = [id for id in receivers if search.leads(line.kind, [id], ends)]
        takers.sort(key=lambda id: search.wanted("lines", (line.kind, id, line.to)) != replace(line, from_=id))
        remains = stays and search.wanted("lines", line.key) == line
        if (takers and not remains) or not stays:
            _give(portions, takers, first, ("lines", line.block, spec_of(LineSpec, line)))
    for child in search.draft.children_of(unit):
        there = search.wanted_unit(child.id)
        takers = [str(there.parent)] if there is not None and there.parent in portions else []
        if child.id not in portions and (takers or not stays):
            _give(portions, takers, first, ("children", child.block, child.id))
    _members(search, unit, portions, first, result)
    _quantities(search, unit, portions, first, result)
    return result


def _posts(search: Search, unit: str, portions: dict[str, Portion], first: Portion | None, result: Allocation) -> None:
    for post in search.draft.posts_of(unit):
        then = search.wanted_post(post.id)
        owner = portions.get(then.unit) if then is not None else None
        parts = {id: part for id in portions if (part := search.wanted_post(part_id(post.id, id))) is not None}
        figures = ((getattr(part, name), getattr(post, name)) for part in parts.values() for name in POST_FIGURES)
        weights = next(filter(None, (_weights(figure, was) for figure, was in figures)), None)
        if parts and weights is not None and len(weights) == len(portions):
            result.weights = weights
            result.shared.add("posts")
        elif parts:
            counted = sum(Part(post, part).count for part in parts.values())
            for id, part in parts.items():
                head = _head_made_of(search, id, post, counted)
                portions[id].parts.append(Part(post, part, head if head is None or head.id != part.id else None))
            if owner is not None:
                head = _head_made_of(search, owner.unit, post, counted)
                owner.parts.append(Part(post, then if _counted_last(then) else None, head))
            elif first is not None:
                first.parts.append(Part(post, None))
        elif owner is not None:
            owner.posts.append(post)
        elif first is not None:
            first.posts.append(post)


def _head_made_of(search: Search, unit: str, row: Post, counted: int) -> Post | None:
    """Give the head post that a unit is to have where it is made of one post of a row."""
    head = search.target.queries.head_of(unit)
    return head if head is not None and is_made_of(search, head, row, counted) else None


def _weights(figure: Figure, *was: Figure) -> list[int] | None:
    """Give the weights by which a figure was shared out; none where it is the part of an earlier share, as it ``was``."""
    shared = isinstance(figure, Estimate) and figure.weights is not None and figure not in was
    return list(cast("Estimate", figure).weights or ()) if shared else None


def _counted_last(post: Post | None) -> bool:
    """Tell whether a row's own part was counted off like the others: its time is then the second of two parts."""
    fte = post.fte if post is not None else None
    return isinstance(fte, Estimate) and fte.weights is None and fte.parts == 2 and fte.position == 1


def _new_to_others(search: Search, name: str, receivers: Sequence[str]) -> int:
    """Count the units besides the receivers that are to have a function which they have not."""
    found = [one for one in search.target.group("functions", "function", name) if one.key[0] not in receivers]
    return sum(search.draft.get("functions", one.key) is None for one in found)


def _give(portions: dict[str, Portion], takers: Sequence[str], first: Portion | None, named: Named) -> None:
    taker = portions[takers[0]] if takers else first
    if taker is not None:
        taker.named.append(named)


def _members(
    search: Search, unit: str, portions: dict[str, Portion], first: Portion | None, result: Allocation
) -> None:
    for members in search.draft.members_of(unit):
        found = {
            id: then for id in portions if isinstance(then := search.wanted("members", (id, members.origin)), Members)
        }
        weights = next(filter(None, (_weights(then.total, members.total) for then in found.values())), None)
        if weights is not None and len(weights) == len(portions):
            result.weights = weights
            result.shared.add("members")
        elif len(found) == 1:
            next(portions[id] for id in found).members = "all"
        elif found:
            for id, then in found.items():
                portions[id].members = spec_of(MembersSpec, then)
        elif first is not None:
            first.members = "all"


def _quantities(
    search: Search, unit: str, portions: dict[str, Portion], first: Portion | None, result: Allocation
) -> None:
    """Say how much of each declared quantity every receiver is to have, where that is known; else who has it."""
    for quantity in dict.fromkeys(one.quantity for one in search.draft.quantities_of(unit)):
        declared = search.draft.terms.quantities.get(quantity)
        found = {id: held for id in portions if (held := search.target.queries.quantities_of(id, quantity))}
        was = [one.value for one in search.draft.quantities_of(unit, quantity)]
        weights = next(filter(None, (_weights(one.value, *was) for held in found.values() for one in held)), None)
        known = [one.value for held in found.values() for one in held if isinstance(one.value, int)]
        if weights is not None and len(weights) == len(portions):
            result.weights = weights
            result.shared.add("quantities")
        elif len(found) == 1 and not (result.stays and search.target.queries.quantities_of(unit, quantity)):
            portions[next(iter(found))].quantities[quantity] = "all"
        elif found and declared is not None and len(known) == sum(map(len, found.values())):
            for id, held in found.items():
                amount = sum(one.value for one in held if isinstance(one.value, int)) / declared.scale
                portions[id].quantities[quantity] = int(amount) if amount.is_integer() else amount
        elif first is not None and not found:
            first.quantities[quantity] = "all"


def in_order_of_shares(search: Search, receivers: Sequence[str]) -> list[str]:
    """Put receivers in the order in which shares were given to them, where their figures say so."""

    def position(id: str) -> int:
        for record in (*search.target.queries.posts_of(id), *search.target.queries.members_of(id)):
            for name in (*POST_FIGURES, "total"):
                figure = getattr(record, name, None)
                if isinstance(figure, Estimate) and figure.weights is not None:
                    return figure.position
        return len(receivers)

    return sorted(receivers, key=lambda id: (position(id), receivers.index(id)))


def _takes(search: Search, portion: Portion, blocks: Sequence[str]) -> Data:
    """Write what a portion takes; what its blocks cover is not named."""
    data: Data = {"block": list(blocks)} if len(blocks) > 1 else {"block": blocks[0]} if blocks else {}
    posts: list[Any] = [post.id for post in portion.posts if post.block not in blocks]
    posts += [part_of(search, one) for one in portion.parts]
    named: dict[str, list[Any]] = {}
    for kind, block, name in portion.named:
        if block not in blocks:
            named.setdefault(kind, []).append(name)
    data |= without_defaults({"posts": posts, **named}, {"posts": []})
    if portion.members is not None:
        data["members"] = portion.members
    if portion.quantities:
        data["quantities"] = portion.quantities
    return data


def part_of(search: Search, one: Part) -> Data:
    """Write the take of a counted part of a row, or of what the others leave of it."""
    if one.part is None:
        return {"post": one.row.id, "rest": True}
    data: Data = {"post": one.row.id, "count": one.count}
    taken = [part for part in (one.part, one.head) if part is not None]
    for name in ("filled", "fte"):
        figures = [getattr(part, name) for part in taken]
        if all(isinstance(figure, int) for figure in figures):
            data[name] = sum(figures) / 100 if name == "fte" else sum(figures)
    return data | without_defaults({"holders": _holders(search, one.row, *taken)}, {"holders": []})


def _length(takes: Data) -> int:
    return sum(len(value) if isinstance(value, list) else 1 for value in takes.values())
