"""Organisations, and operations on them, for hypothesis: sound structures, and orders that may be carried out or not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from orgmodel.core import records as r
from orgmodel.core.figures import Estimate, Figure, FigureId, Source
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary

BLOCKS = ("party", "government", "front")
TERMS = Vocabulary(
    kinds={"organ": "agency", "division": "internal", "committee": "body", "cell": "party", "place": "none"},
    levels=("province", "district"),
    blocks=(*BLOCKS, "mixed"),
    categories=("CB", "CC"),
    quantities={
        "served": DeclaredQuantity((("en", "People served"), ("vi", "Dân số phục vụ")), (("en", "people"),)),
        "land": DeclaredQuantity((), (("en", "km²"),), decimals=2, split="weights"),
        "budget": DeclaredQuantity((("en", "Budget"),), split="posts"),
    },
)
LINE_KINDS = ("administrative", "professional", "coordination")
SOURCES = st.sampled_from(["", "doc", "doc:2.3", "assumed"])
DATES = st.sampled_from([None, "?", "2018", "2018-12-01"])

Data = dict[str, Any]


# -- structures ----------------------------------------------------------------------------------------------------------


@st.composite
def figures(draw: st.DrawFn, identity: str, most: int = 6) -> Figure:
    """A figure: exact, missing, or a range that may have no best value."""
    kind = draw(st.sampled_from(["exact", "exact", "exact", "missing", "range"]))
    if kind == "missing":
        return None
    best = draw(st.integers(0, most))
    if kind == "exact":
        return best
    low, high = best - draw(st.integers(0, best)), best + draw(st.integers(0, 3))
    known = [best, best, None] if low < high else [best]  # a range of one value is that value
    return Estimate(Source(identity, low, draw(st.sampled_from(known)), high))


@st.composite
def unit_records(draw: st.DrawFn, most: int) -> list[r.Unit]:
    """Units under some roots, each after its parent; ids tell nothing about their place."""
    numbers = draw(st.permutations(range(draw(st.integers(2, most)))))
    units: list[r.Unit] = []
    for place, number in enumerate(numbers):
        parent = None
        if place and draw(st.integers(0, 5)):
            parent = units[draw(st.integers(0, place - 1))].id
        units.append(
            r.Unit(
                f"u{number}",
                (("vi", f"Đơn vị {number}"),),
                draw(st.sampled_from(["organ", "organ", "division", "committee", "cell", "place"])),
                draw(st.sampled_from(TERMS.levels)),
                draw(st.sampled_from(TERMS.blocks)),
                draw(st.sampled_from(["north", "south"])),
                parent,
                draw(st.integers(0, 2)),
                draw(st.sampled_from([1, 1, 1, 4])),
                draw(DATES),
                draw(SOURCES),
            )
        )
    return units


@st.composite
def post_records(draw: st.DrawFn, unit: r.Unit) -> list[r.Post]:
    """The posts of a unit: none, or a head (mostly) and some others, in blocks of their own."""
    posts: list[r.Post] = []
    block = unit.block if unit.block != "mixed" else None
    for number in range(draw(st.integers(0, 4))):
        id = f"{unit.id}/{number}"
        rank = (
            "head" if number == 0 and draw(st.integers(0, 3)) else draw(st.sampled_from(["deputy", "staff", "unknown"]))
        )
        authorized: Figure = 1 if rank == "head" else draw(figures(FigureId("posts", id, "authorized")))
        if rank == "head":
            filled: Figure = draw(st.sampled_from([0, 1, 1]))
        elif isinstance(authorized, int):
            filled = draw(st.none() | st.integers(0, authorized))
        else:
            filled = draw(figures(FigureId("posts", id, "filled")))
        posts.append(
            r.Post(
                id,
                unit.id,
                (("vi", f"Vị trí {number}"),),
                rank,
                block or draw(st.sampled_from(BLOCKS)),
                draw(st.sampled_from(TERMS.categories)),
                draw(st.sampled_from(["in", "in", "out"])),
                office=draw(st.sampled_from(["", f"office-{id}"])),
                authorized=authorized,
                filled=filled,
                fte=100 * filled
                if isinstance(filled, int) and draw(st.booleans())
                else draw(figures(FigureId("posts", id, "fte"), 400)),
                order=draw(st.integers(0, 1)),
                src=draw(SOURCES),
            )
        )
    return posts


@st.composite
def structures(draw: st.DrawFn, most: int = 8) -> Structure:
    """A sound structure with several roots, mixed blocks, figures of all sorts, lines, links, persons, ended units."""
    units = draw(unit_records(most))
    ids = [unit.id for unit in units]
    posts = [post for unit in units for post in draw(post_records(unit))]
    made: list[r.Record] = [r.Document("doc", "12-KL/TU", date="2022-09"), *units, *posts]
    keys: set[object] = set()

    def add(record: r.Record) -> None:
        if (type(record), record.key) not in keys:
            keys.add((type(record), record.key))
            made.append(record)

    for unit in units:
        if draw(st.integers(0, 2)) == 0:
            add(r.Identity(f"{unit.id}#", unit.id, unit.names, draw(st.sampled_from(BLOCKS))))
        for number in draw(st.lists(st.integers(0, 3), max_size=2, unique=True)):
            block = draw(st.sampled_from(BLOCKS))
            add(r.Function(unit.id, f"f{number}-{unit.id}", block=block, internal=draw(st.booleans())))
        if draw(st.integers(0, 3)) == 0:
            add(r.Function(unit.id, "shared", block=draw(st.sampled_from(BLOCKS)), internal=True))
        if unit.kind == "cell":
            add(draw(members(unit.id)))
        for name in draw(st.lists(st.sampled_from(list(TERMS.quantities)), max_size=2, unique=True)):
            add(draw(quantities(unit.id, name)))
        add(r.Attribute(unit.id, "size", draw(st.sampled_from(["1", "2", "3,5", ""])), draw(SOURCES)))
    for _ in range(
        draw(st.integers(0, 4))
    ):  # a line goes up, to a unit made earlier, so that nobody is their own superior
        low, high = sorted(draw(st.lists(st.integers(0, len(ids) - 1), min_size=2, max_size=2)))
        if low != high:
            kind = draw(st.sampled_from(LINE_KINDS))
            add(r.Line(kind, ids[high], ids[low], draw(st.sampled_from(["", *BLOCKS]))))
    place = {unit.id: number for number, unit in enumerate(units)}
    for _ in range(draw(st.integers(0, 2)) if len(posts) > 1 else 0):  # likewise for posts
        low, high = sorted(draw(st.permutations(posts))[:2], key=lambda post: place[post.unit])
        if place[low.unit] < place[high.unit]:
            add(r.Line("administrative", high.id, low.id if low.rank == "head" else low.unit))
    made.extend(draw(holdings(posts)))
    made.append(r.Pay("CB", "head", 620, 40))
    made.append(
        r.Ended(
            r.Unit(
                "old",
                (("vi", "Cũ"),),
                "organ",
                "district",
                "party",
                "north",
                draw(st.sampled_from([None, ids[0]])),
                begins="2001",
            ),
            "2018-12-01",
        )
    )
    return Structure.of(draw(st.permutations(made)), terms=TERMS, as_of="2022-09-30")


@st.composite
def members(draw: st.DrawFn, unit: str) -> r.Members:
    """The members of a party organisation: in two parts, as a total, as a range, or missing."""
    kind = draw(st.integers(0, 2))
    if kind == 0:
        return r.Members(unit, official=draw(st.integers(0, 40)), probationary=draw(st.integers(0, 5)))
    total = draw(figures(FigureId("members", (unit, ""), "total"), 90))
    return r.Members(unit, total=total)


@st.composite
def quantities(draw: st.DrawFn, unit: str, name: str) -> r.Quantity:
    """How much a unit has of a declared quantity; now and then it came from a unit that is no more."""
    origin = draw(st.sampled_from(["", "", "", "gone"]))
    value = draw(figures(FigureId("quantities", (unit, name, origin), "value"), 900))
    return r.Quantity(unit, name, origin, value, draw(SOURCES))


@st.composite
def holdings(draw: st.DrawFn, posts: list[r.Post]) -> list[r.Record]:
    """Persons where all who are present are listed, and links from a held post to another one that is held through it."""
    found: list[r.Record] = []
    held = [post for post in posts if isinstance(post.filled, int) and post.filled]
    if held and draw(st.booleans()):
        post = draw(st.sampled_from(held))
        for number in range(post.filled if isinstance(post.filled, int) else 0):
            found += [r.Person(f"p{number}"), r.Incumbency(f"p{number}", post.id, basis="QĐ")]
    if len(held) > 1 and draw(st.booleans()):
        first, second = draw(st.permutations(held))[:2]
        if not any(isinstance(one, r.Incumbency) and one.post == second.id for one in found):
            found.append(r.Link(first.id, second.id, "KL 2.2"))
    return found


# -- operations ----------------------------------------------------------------------------------------------------------

VERBS = (
    "create", "dissolve", "consolidate", "absorb", "split_up", "split_off", "transfer", "rename", "convert", "redirect",
    "resize", "assign_function", "link_posts", "unlink_posts",
)  # fmt: skip


@st.composite
def operations(draw: st.DrawFn, structure: Structure, verbs: tuple[str, ...] = VERBS, *, slips: bool = True) -> Data:
    """An order on a structure, as data: complete as a careful analyst writes it, or (``slips``) with one slip."""
    return draw(operation_on(structure, draw(st.sampled_from(verbs)), slips=slips))


def operation_on(structure: Structure, verb: str, *, slips: bool = True) -> st.SearchStrategy[Data]:
    """An order of one verb on a structure."""
    made = {
        "create": creates,
        "dissolve": dissolves,
        "consolidate": mergers,
        "absorb": mergers,
        "split_up": splits,
        "split_off": splits,
        "transfer": transfers,
    }.get(verb, small)(structure, verb)
    if verb in ("dissolve", "consolidate", "absorb", "resize") and len(structure.table("incumbencies")):
        made = made.flatmap(
            lambda data: st.just(data) if isinstance(data.get("resize"), dict) else with_people(structure, data)
        )  # a quantity has no holders
    return made.flatmap(with_slip) if slips else made


@st.composite
def with_people(draw: st.DrawFn, structure: Structure, data: Data) -> Data:
    """The same order, now and then with what becomes of some who hold a post."""
    holders = sorted({one.person for one in structure.table("incumbencies")})  # type: ignore[union-attr]
    rule = st.one_of(
        st.sampled_from(["retires", "leaves", "reserve", "unassigned", {"outcome": "leaves", "why": "Quyết định 5"}]),
        st.sampled_from(_ids(structure, "posts")).map(lambda post: {"to": post}),
    )
    people = draw(st.dictionaries(st.sampled_from(holders), rule, max_size=2))
    return {**data, "people": people} if people else data


@st.composite
def with_slip(draw: st.DrawFn, data: Data) -> Data:
    """The same order, now and then with a slip in it: an unknown id, or something left out or named twice."""
    if draw(st.integers(0, 4)):
        return data
    kind = draw(st.sampled_from(["unknown", "left out", "twice"]))
    verb = next(iter(data))
    if kind == "unknown" and isinstance(data[verb], str):
        return {**data, verb: data[verb] + "x"}
    receivers = data.get("into")
    if isinstance(receivers, list):
        lists = [
            (i, field)
            for i, one in enumerate(receivers)
            for field, value in one.get("takes", {}).items()
            if isinstance(value, list) and value
        ]
        if lists:
            i, field = draw(st.sampled_from(lists))
            changed = [{**one, "takes": {**one.get("takes", {})}} for one in receivers]
            item = changed[i]["takes"][field][0]
            if kind == "left out":
                changed[i]["takes"][field] = changed[i]["takes"][field][1:]
            else:
                other = changed[(i + 1) % len(changed)]["takes"]
                other[field] = [*other.get(field, []), item]
            return {**data, "into": changed}
    return {key: value for key, value in data.items() if key == verb} if kind == "left out" else data


def _ids(structure: Structure, table: str) -> list[str]:
    return structure.ids(table)


def _head(structure: Structure, unit: str) -> str | None:
    return next((post.id for post in structure.posts_of(unit) if post.rank == "head"), None)


@st.composite
def creates(draw: st.DrawFn, structure: Structure, verb: str) -> Data:
    """Begin a unit with posts, members and functions; a row of posts; or a function."""
    unit = draw(st.sampled_from(_ids(structure, "units")))
    kind = draw(st.sampled_from(["unit", "post", "function"]))
    block = draw(st.sampled_from(BLOCKS))
    if kind == "post":
        rank = draw(st.sampled_from(["deputy", "staff", "head"]))
        return {"create": {"post": "new", "unit": unit, "rank": rank, "block": block}, "why": "need"}
    if kind == "function":
        return {"create": {"function": "new", "unit": unit, "block": block}, "why": "law"}
    return {
        "create": {"unit": "begun", "parent": unit, "block": block, "kind": "organ"},
        "posts": [{"id": "head", "rank": "head"}, {"id": "cv", "authorized": draw(st.integers(0, 3)), "filled": None}],
        "functions": [{"function": "new", "block": block}],
        "members": {"total": draw(st.integers(0, 9))},
        "quantities": draw(st.sampled_from([{}, {"served": 40, "land": 2.5}])),
        "lines": [{"kind": "professional", "to": unit}],
        "why": "law",
    }


@st.composite
def dissolves(draw: st.DrawFn, structure: Structure, verb: str) -> Data:
    """End a unit, giving all to another or ending all; a row of posts; or a function."""
    units, posts = _ids(structure, "units"), _ids(structure, "posts")
    unit = draw(st.sampled_from(units))
    kind = draw(st.sampled_from(["give", "end", "post"]))
    if kind == "post" and posts:
        return {"dissolve": {"post": draw(st.sampled_from(posts))}, "why": "no longer needed"}
    if kind == "give":
        ends = {"posts": [head] if (head := _head(structure, unit)) else []}
        return {"dissolve": unit, "gives_all": draw(st.sampled_from(units)), "ends": ends, "why": "streamlining"}
    return {
        "dissolve": unit,
        "ends": {"posts": "all", "functions": "all", "members": True, "quantities": "all"},
        "children": draw(st.sampled_from(units)),
        "incoming": "drop",
        "why": "streamlining",
    }


@st.composite
def mergers(draw: st.DrawFn, structure: Structure, verb: str) -> Data:
    """Merge units into a new or a restored one, or into one that goes on; surplus heads are converted or end."""
    all_units = _ids(structure, "units")
    units = draw(st.lists(st.sampled_from(all_units), min_size=min(2, len(all_units)), max_size=3, unique=True))
    into, merged = (units[0], units[1:]) if verb == "absorb" else ("merged", units)
    heads = [head for unit in merged if (head := _head(structure, unit))]
    kept = [] if verb == "absorb" and _head(structure, into) else heads[:1]
    fates = [{"convert": "deputy"}, {"convert": "staff", "title": "Chuyên viên"}, {"end": True, "why": "one head"}]
    data: Data = {verb: merged, "into": into}
    if verb == "consolidate":
        data["into"] = draw(st.sampled_from([{"unit": "merged", "kind": "organ"}, {"restores": "old"}]))
        posts = [post.id for unit in merged for post in structure.posts_of(unit)]
        if kept:
            data["head"] = {"keep": kept[0]}
        elif posts:
            data["head"] = draw(st.sampled_from([{"quota": 1, "block": "party"}, {"convert": posts[0], "filled": 0}]))
    elif kept:  # the unit that goes on has no head of its own: the surplus one is converted all the same
        kept = []
    surplus = [head for head in heads if head not in kept]
    if surplus:
        data["surplus_heads"] = {head: draw(st.sampled_from(fates)) for head in surplus}
    if draw(st.booleans()):
        data["quota"] = {"front": "party"}
    if verb == "absorb":
        data["lines"] = draw(st.sampled_from(["keep", "drop"]))
    return data


@st.composite
def splits(draw: st.DrawFn, structure: Structure, verb: str) -> Data:
    """Split a unit, with every post, function, identity, line, child and member named, shared, or staying."""
    unit = draw(st.sampled_from(_ids(structure, "units")))
    count = 2 if verb == "split_up" else 1
    by_shares = verb == "split_up" and draw(st.booleans())
    takes: list[Data] = [{} for _ in range(count)]
    head = _head(structure, unit)
    keeps = draw(st.integers(0, count - 1)) if head and verb == "split_up" else -1
    if keeps >= 0:
        takes[keeps]["posts"] = [head]
    if not by_shares:
        draw(named_posts(structure, unit, takes))
    draw(named_parts(structure, unit, takes))
    if structure.members_of(unit) and not by_shares and (verb == "split_up" or draw(st.booleans())):
        takes[draw(st.integers(0, count - 1))]["members"] = "all"
    draw(named_quantities(structure, unit, takes, by_shares=by_shares))
    restores = draw(st.booleans())
    into = []
    for number, taken in enumerate(takes):
        receiver: Data = {"takes": taken}
        if number == keeps:
            receiver["head"] = {"keep": head}
        elif taken.get("posts") or (by_shares and structure.posts_of(unit)):
            filled = draw(st.sampled_from([0, 1]))
            receiver["head"] = {"quota": 1, "block": "government", "title": "Trưởng", "filled": filled}
        if restores and number == 0:
            receiver["restores"] = "old"
        else:
            receiver["unit"] = {"unit": f"part{number}", "kind": "organ", "block": "government"}
        into.append(receiver)
    both = [one.function for one in structure.functions_of(unit) if one.internal]
    data: Data = {verb: unit, "into": into, "both": {"functions": both}}
    if verb == "split_up":
        data["incoming"] = draw(st.sampled_from(["both", 0, 1, "drop"]))
        if by_shares:
            data["shares"] = {"by": draw(st.sampled_from([[1, 1], [2, 1], [3, 1]]))}
    return data


@st.composite
def named_posts(draw: st.DrawFn, structure: Structure, unit: str, takes: list[Data]) -> None:
    """Give each row of posts (but the head's) to a receiver, now and then one of its posts and the rest to another."""
    for post in structure.posts_of(unit):
        if post.rank == "head":
            continue
        if post.authorized not in (0, 1) and draw(st.booleans()):
            filled = min(1, post.filled) if isinstance(post.filled, int) else draw(st.sampled_from([0, 1]))
            takes[0].setdefault("posts", []).append({"post": post.id, "count": 1, "filled": filled})
            if len(takes) == 2:
                takes[1].setdefault("posts", []).append({"post": post.id, "rest": True})
        else:
            draw(given_to(takes, "posts", post.id))


@st.composite
def named_parts(draw: st.DrawFn, structure: Structure, unit: str, takes: list[Data]) -> None:
    """Give each function that is not internal, identity, line and unit below to a receiver."""
    for function in structure.functions_of(unit):
        if not function.internal:
            draw(given_to(takes, "functions", function.function))
    for identity in structure.identities_of(unit):
        draw(given_to(takes, "identities", identity.id))
    for line in structure.lines_from(unit):
        draw(given_to(takes, "lines", {"kind": line.kind, "to": line.to}))
    for child in structure.children_of(unit):
        draw(given_to(takes, "children", child.id))


@st.composite
def named_quantities(draw: st.DrawFn, structure: Structure, unit: str, takes: list[Data], *, by_shares: bool) -> None:
    """Give each quantity whole, or so much of it and the rest, or leave it to the rule that is declared."""
    held: dict[str, list[r.Quantity]] = {}
    for one in structure.quantities_of(unit):
        held.setdefault(one.quantity, []).append(one)
    for name, records in held.items():
        known = [one.value for one in records if isinstance(one.value, int)]
        ways = ["all"]
        if len(known) == len(records):
            ways.append("counted")
        if name == "budget" or (name == "land" and by_shares) or len(takes) == 1:
            ways.append("unnamed")
        way = draw(st.sampled_from(ways))
        if way == "all":
            takes[draw(st.integers(0, len(takes) - 1))].setdefault("quantities", {})[name] = "all"
        elif way == "counted":
            part = draw(st.integers(0, sum(known)))
            takes[0].setdefault("quantities", {})[name] = part / TERMS.quantities[name].scale
            if len(takes) > 1:
                takes[1].setdefault("quantities", {})[name] = "rest"


@st.composite
def given_to(draw: st.DrawFn, takes: list[Data], field: str, item: Any) -> None:
    """Give an item to one of two receivers, or to the only one if it does not stay."""
    if len(takes) > 1 or draw(st.booleans()):
        takes[draw(st.integers(0, len(takes) - 1))].setdefault(field, []).append(item)


@st.composite
def transfers(draw: st.DrawFn, structure: Structure, verb: str) -> Data:
    """Transfer units, units by criteria, or posts whole and in part."""
    units, posts = _ids(structure, "units"), list(structure.posts)
    to = draw(st.sampled_from(units))
    kind = draw(st.sampled_from(["one", "several", "where", "posts", "posts", "quantities"]))
    if kind == "quantities":
        held = list(structure.table("quantities"))
        if not held:
            return {"transfer": {"quantities": {"served": "all"}, "from": draw(st.sampled_from(units))}, "to": to}
        one: Any = draw(st.sampled_from(held))
        amount = draw(st.sampled_from(["all", "rest", 1, 2.5]))
        return {"transfer": {"quantities": {one.quantity: amount}, "from": one.unit}, "to": to}
    if kind == "one" or (kind == "posts" and not posts):
        top = draw(st.integers(0, 5)) == 0
        data: Data = {"transfer": draw(st.sampled_from(units)), "to": None if top else to}
        if draw(st.integers(0, 3)) == 0:
            data |= {"as_is": False, "change": {"level": draw(st.sampled_from(TERMS.levels))}}
        return data
    if kind == "several":
        return {"transfer": draw(st.lists(st.sampled_from(units), min_size=1, max_size=3, unique=True)), "to": to}
    if kind == "where":
        where = draw(st.sampled_from([{"kind": "cell"}, {"under": to}, {"attribute": {"size": {"at_least": 2}}}]))
        return {"transfer": {"where": where}, "to": to}
    chosen = draw(st.lists(st.sampled_from(posts), min_size=1, max_size=2, unique_by=lambda post: post.id))
    takes: list[Any] = []
    for post in chosen:
        take: Any = post.id  # type: ignore[union-attr]
        if post.authorized not in (0, 1) and draw(st.booleans()):  # type: ignore[union-attr]
            filled = min(1, post.filled) if isinstance(post.filled, int) else draw(st.sampled_from([0, 1]))  # type: ignore[union-attr]
            take = {"post": take, "count": 1, "filled": filled}
        takes.append(take)
    data = {"transfer": {"posts": takes}, "to": to}
    if draw(st.integers(0, 2)) == 0:
        data["quota_to"] = draw(st.sampled_from(BLOCKS))
    return data


@st.composite
def small(draw: st.DrawFn, structure: Structure, verb: str) -> Data:
    """The verbs that alter one thing: rename, convert, redirect, resize, assign_function, link_posts, unlink_posts."""
    units, posts = _ids(structure, "units"), _ids(structure, "posts") or ["none"]
    unit, other = draw(st.sampled_from(units)), draw(st.sampled_from(units))
    post, second = draw(st.sampled_from(posts)), draw(st.sampled_from(posts))
    if verb == "rename":
        return {"rename": unit, "names": {"vi": draw(st.sampled_from(["Sở", "Phòng"]))}}
    if verb == "convert":
        change = draw(st.sampled_from([{"level": "district"}, {"block": "party"}, {"kind": "division"}, {"kind": "x"}]))
        return {"convert": unit, "change": change}
    if verb == "redirect":
        lines = [{"kind": line.kind, "from": line.from_, "to": line.to} for line in structure.lines]  # type: ignore[union-attr]
        ends = draw(st.sampled_from([*lines, {"kind": draw(st.sampled_from(LINE_KINDS)), "from": unit, "to": None}]))
        return {"redirect": ends, "to": draw(st.sampled_from([other, None]))}
    if verb == "resize":
        way = draw(
            st.sampled_from(
                [{"by": 1}, {"by": -1}, {"to": 2}, {"filled_to": 1}, {"filled_by": -1}, {"fte_by": 0.5, "by": 2}]
            )
        )
        if draw(st.integers(0, 3)) == 0:
            quantity = {"quantity": draw(st.sampled_from(list(TERMS.quantities))), "unit": unit}
            way = draw(st.sampled_from([{"amount_by": 3}, {"amount_by": -1}, {"amount_to": 7.5}, {"amount_to": 0}]))
            return {"resize": quantity, **way, "why": "Điều chỉnh địa bàn"}
        return {"resize": post, **way, "why": "Quyết định giao biên chế"}
    if verb == "assign_function":
        functions = [(one.unit, one.function) for one in structure.functions] or [(unit, "none")]  # type: ignore[union-attr]
        start, function = draw(st.sampled_from(functions))
        return {"assign_function": function, "from": start, "to": other}
    links = [(one.post, one.also_holds) for one in structure.links]  # type: ignore[union-attr]
    if verb == "unlink_posts" and links:
        post, second = links[0]
    data: Data = {verb: post, "also_holds": second}
    if verb == "link_posts" and draw(st.booleans()):
        data["displaced"] = {"to": draw(st.sampled_from(posts))}
    return data
