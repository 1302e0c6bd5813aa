"""The people of the ledger are those of the measure of headcount, in every unit, before and after, whatever is done."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount
from orgmodel.core.integrity import check
from orgmodel.core.ledger import people_now
from orgmodel.core.problems import errors
from orgmodel.core.records import Incumbency, Link, Person, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.trace import contents, holdings
from orgmodel.measures import measure_change, value
from orgmodel.measures.posts import headcount, posts_filled
from orgmodel.measures.totals import plain_totals
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import operation_of

Data = dict[str, object]
UNITS = ("a", "b", "c")


@st.composite
def organisations(draw: st.DrawFn, *, blanks: bool = False) -> Structure:
    """Three units with posts: vacant, filled by nobody who is listed, shared by several, held beside another, or linked.

    With ``blanks`` of some nobody says how many are present.
    """
    posts = []
    for unit in UNITS:
        posts.append(Post(f"{unit}/h", unit, rank="head", authorized=1, filled=draw(st.integers(0, 1))))
        for number in range(2):
            authorized = draw(st.integers(0, 4))
            filled = draw(st.none() if blanks and draw(st.booleans()) else st.integers(0, authorized))
            posts.append(Post(f"{unit}/{number}", unit, authorized=authorized, filled=filled))
    records: list[Record] = [Unit(one) for one in UNITS]
    for number in range(draw(st.integers(0, 9))):
        held = draw(st.lists(st.sampled_from(posts), min_size=1, max_size=2, unique_by=lambda one: one.id))
        records.append(Person(f"p{number}"))
        for order, post in enumerate(held):
            share = draw(st.sampled_from([100, 50, 50, 25]))
            records.append(Incumbency(f"p{number}", post.id, share=share, order=order))
    filled = [one for one in posts if one.filled]
    if len(filled) > 1 and draw(st.booleans()):
        first, second = draw(st.permutations(filled))[:2]
        records.append(Link(first.id, second.id))
    return Structure.of([*records, *posts])


VERBS = (
    "transfer",
    "part",
    "dissolve",
    "end",
    "resize",
    "absorb",
    "consolidate",
    "split_off",
    "split_up",
    "link",
    "unlink",
    "create",
)


@st.composite
def orders(draw: st.DrawFn, structure: Structure) -> Data:
    """An operation that moves, divides, ends or begins posts or people; most can be carried out."""
    verb = draw(st.sampled_from(VERBS))
    posts = sorted(one.id for one in structure.posts)
    unit, to = draw(st.permutations(sorted(one.id for one in structure.units)))[:2]
    post, other = draw(st.sampled_from(posts)), draw(st.sampled_from(posts))
    here = [one for one in posts if structure.post(one).unit == unit]
    heads = [one for one in here if structure.post(one).rank == "head"]
    staff = [one for one in here if one not in heads and structure.post(one).authorized]
    row = draw(st.sampled_from(staff or posts))
    part = {"post": row, "count": 1, "filled": draw(st.integers(0, 1))}
    held = sorted(one.person for one in structure.incumbents_of(row))
    part |= (
        {"holders": draw(st.lists(st.sampled_from(held), unique=True, max_size=2))} if held and part["filled"] else {}
    )
    ends = {one: {"end": True, "why": "w"} for one in heads}
    if verb in ("end", "dissolve", "resize", "absorb"):
        ending = {"end": [post], "dissolve": heads, "absorb": heads, "resize": [row]}[verb]
        people = draw(people_of(structure, ending))
    if verb == "transfer":
        return {"transfer": {"posts": [row]}, "to": to}
    if verb == "part":
        return {"transfer": {"posts": [part]}, "to": to}
    if verb == "end":
        return {"dissolve": {"post": post}, "why": "w", "people": people}
    if verb == "dissolve":
        return {"dissolve": unit, "why": "w", "gives_all": to, "ends": {"posts": heads}, "people": people}
    if verb == "resize":
        way = draw(
            st.sampled_from([{"filled_by": 1}, {"filled_by": -1}, {"filled_to": 0}, {"filled_to": 2}, {"by": 1}])
        )
        return {"resize": row, "why": "w", **way, "people": {} if way == {"filled_by": 1} else people}
    if verb == "absorb":
        return {"absorb": [unit], "into": to, "surplus_heads": ends, "people": people}
    if verb == "consolidate":
        other_heads = [one for one in posts if structure.post(one).unit == to and structure.post(one).rank == "head"]
        head = {"keep": other_heads[0]} if other_heads else {"quota": 1}
        into = {"unit": "ab", "block": ""}
        return {"consolidate": [unit, to], "into": into, "surplus_heads": ends, "head": head}
    if verb == "split_off":
        return {
            "split_off": unit,
            "into": [{"unit": {"unit": "n"}, "takes": {"posts": [part]}, "head": {"quota": 1, "filled": 1}}],
        }
    if verb == "split_up":
        first: list[object] = [one for one in here if one != row]
        first += [part] if row in here else []
        rest: list[object] = [{"post": row, "rest": True}] if row in here else []
        keep = {"keep": heads[0]} if heads else {"quota": 1}
        new = [
            {"unit": {"unit": "m"}, "takes": {"posts": first}, "head": keep},
            {"unit": {"unit": "n"}, "takes": {"posts": rest}, "head": {"quota": 1}},
        ]
        return {"split_up": unit, "into": new}
    if verb == "link":
        displaced = {"displaced": {"to": row}} if draw(st.booleans()) else {}
        return {"link_posts": post, "also_holds": other, **displaced}
    if verb == "unlink" and len(structure.links):
        link = next(iter(structure.links))
        return {"unlink_posts": link.post, "also_holds": link.also_holds}
    return {"create": {"post": "new", "unit": unit, "authorized": 3, "filled": 2}, "why": "w"}


@st.composite
def people_of(draw: st.DrawFn, structure: Structure, ending: list[str]) -> Data:
    """What becomes of some who hold posts that end: they go home, or to a post that has room."""
    held = sorted({one.person for id in ending for one in structure.incumbents_of(id) if not one.order})
    known = [one for one in structure.posts if isinstance(one.filled, int) and isinstance(one.authorized, int)]
    room = [one.id for one in known if one.filled < one.authorized and one.id not in ending]
    rules = [st.sampled_from(["retires", "leaves"])] + (
        [st.sampled_from(room).map(lambda one: {"to": one})] if room else []
    )
    return draw(st.dictionaries(st.sampled_from(held), st.one_of(rules), max_size=3)) if held else {}


def headcounts(structure: Structure) -> dict[str, int | None]:
    """Give the headcount of each unit by itself."""
    return {one.id: value(structure, "headcount", one.id).value or 0 for one in structure.units}


@given(organisations(), st.data())
def test_people_of_the_ledger_are_the_headcount_of_every_unit(structure, data):
    """Before + in − out = after, by what the measure says; and no operation ends in an account that does not balance."""
    draft = Draft(structure)
    for _ in range(3):
        before = draft.structure()
        if len(before.units) < 2:
            break
        effect = perform(draft, operation_of(data.draw(orders(before))))
        assert [one for one in effect.problems if one.code.startswith(("LEDGER", "FLOW"))] == []
        after = draft.structure()
        moved: Counter[str] = Counter()
        for flow in effect.flows:
            if flow.quantity == "people" and flow.via is None:
                amount = flow.amount.best
                assert amount is not None
                moved[flow.from_unit or ""] -= amount
                moved[flow.to_unit or ""] += amount
        was, now = headcounts(before), headcounts(after)
        for unit in {*was, *now}:
            assert (unit, was.get(unit, 0) + moved[unit]) == (unit, now.get(unit, 0))
        for unit, count in now.items():
            people = [one for (quantity, _), one in contents(after, unit).items() if quantity == "people"]
            assert sum(one.known for one in people) == count
        assert errors(check(after)) == []


def told_people(structure: Structure) -> dict[str, tuple[int, int, int]]:
    """Give what the measures say of each unit by itself: people, posts filled, and how many rows lack their number."""
    people, filled = (measured(structure) for measured in (headcount, posts_filled))
    found = {}
    for unit in structure.units:
        at = structure.units.row(unit.id)
        sums = [plain_totals(one, np.where(one.unit == at, 0, -1), 1) for one in (people, filled)]
        found[unit.id] = int(sums[0].value[0]), int(sums[1].value[0]), int(sums[0].missing[0])
    return found


@settings(max_examples=150)
@given(organisations(blanks=True), st.data())
def test_people_of_rows_without_a_number_are_the_headcount_too(structure, data):
    """Where nobody says how many are present the ledger and what units hold tell those who are listed, as the measures do."""
    draft = Draft(structure)
    for _ in range(3):
        before = draft.structure()
        if len(before.units) < 2:
            break
        order = data.draw(orders(before))
        effect = perform(draft, operation_of(order))
        assert [one for one in effect.problems if one.code.startswith(("LEDGER", "FLOW"))] == []
        if "transfer" in order and isinstance(order["transfer"]["posts"][0], str) and effect.flows:
            row = order["transfer"]["posts"][0]
            told = {flow.quantity: flow.amount for flow in effect.flows if flow.record_from == row}
            at = before.posts.row(row)
            for quantity, measured in (("people", headcount(before)), ("filled", posts_filled(before))):
                place = measured.row.tolist().index(at)
                least = measured.bounds[place][0] if place in measured.uncertain else int(measured.value[place])
                assert told.get(quantity, Amount()).told == least, (quantity, row)
                assert bool(told.get(quantity, Amount()).missing) == bool(measured.blank[place]), (quantity, row)
        after = draft.structure()
        for unit, (people, filled, missing) in told_people(after).items():
            held = Counter[str]()
            lacking = 0
            for post in after.posts_of(unit):
                for (_, quantity, _), amount in holdings(after, post).items():
                    held[quantity] += amount.told
                    lacking += quantity == "people" and amount.missing > 0
            assert (held["people"], held["filled"], lacking) == (people, filled, missing), unit
        assert errors(check(after)) == []


BLANK: list[Record] = [
    Unit("g"), Unit("a", parent="g"), Unit("b", parent="g"), Post("a/s", "a", authorized=2), Post("a/t", "a", authorized=5), Post("b/s", "b", authorized=2, filled=0),
    *(Person(one) for one in "pqrs"), Incumbency("p", "a/s"), Incumbency("q", "a/s"), Incumbency("r", "a/t"), Incumbency("s", "a/t"),
]  # fmt: skip
"""Two hold both posts of a/s, so that nobody else is there; two hold posts of a/t, of which there are five."""


@pytest.mark.parametrize(
    ("do", "flows", "after", "change"),
    [
        ({"transfer": {"posts": ["a/s", "a/t"]}, "to": "b"}, ["2", "at least 2 (1 missing)"], ("0", "at least 4 (1 missing)"), 0),
        ({"transfer": "a", "to": "b"}, ["at least 4 (1 missing)"], ("at least 4 (1 missing)", "0"), 0),
        ({"transfer": {"posts": [{"post": "a/s", "count": 1, "holders": ["p"]}]}, "to": "b"}, ["1"], ("at least 3 (1 missing)", "1"), 0),
        ({"resize": "a/s", "by": -1, "filled_by": -1, "people": {"p": "retires"}, "why": "w"}, ["1"], ("at least 3 (1 missing)", "0"), -1),
        ({"resize": "a/s", "by": 3, "why": "w"}, [], ("at least 4 (1 missing)", "0"), 0),
        ({"resize": "a/t", "by": -3, "why": "w"}, [], ("at least 4 (1 missing)", "0"), 0),
        ({"dissolve": {"post": "a/s"}, "people": {"p": "retires", "q": {"to": "b/s"}}, "why": "w"}, ["1", "1"], ("at least 2 (1 missing)", "1"), -1),
    ],
)  # fmt: skip
def test_listed_persons_fill_rows_without_a_number(do, flows, after, change):
    """By hand: what goes is told with those who are listed, and exactly where no more fit; the headcount changes by who leaves."""
    draft = Draft(Structure.of(BLANK))
    effect = perform(draft, operation_of(do))
    assert errors(effect.problems) == []
    assert sorted(str(one.amount) for one in effect.flows if one.quantity == "people") == sorted(flows)
    made = draft.structure()
    told = [sum((people_now(made, post) for post in made.posts_of(unit)), Amount()) for unit in ("a", "b")]
    assert tuple(map(str, told)) == after
    found = measure_change(draft.base, made, "headcount")
    assert (found.before.value, found.before.missing, found.change) == (4, 1, change)


SHARED: list[Record] = [
    Unit("a"), Unit("b"), Post("a/s", "a", authorized=3, filled=2), Post("b/s", "b", authorized=2, filled=0),
    *(Person(one) for one in "pqr"), Incumbency("p", "a/s", share=50), Incumbency("q", "a/s", share=50), Incumbency("r", "a/s"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("do", "told", "after"),
    [
        ({"transfer": {"posts": ["a/s"]}, "to": "b"}, [], (0, 3)),
        ({"transfer": {"posts": [{"post": "a/s", "count": 1, "filled": 1, "holders": ["p", "q"]}]}, "to": "b"}, [], (1, 2)),
        ({"transfer": {"posts": [{"post": "a/s", "count": 1, "filled": 1, "holders": ["r"]}]}, "to": "b"}, [], (2, 1)),
        ({"transfer": {"posts": [{"post": "a/s", "count": 1, "filled": 1, "holders": ["p"]}]}, "to": "b"}, ["HOLDERS"], (3, 0)),
        ({"resize": "a/s", "filled_by": -1, "people": {"p": "leaves", "q": {"to": "b/s"}}, "why": "w"}, [], (1, 1)),
        ({"dissolve": {"post": "a/s"}, "people": {"p": "leaves", "q": "leaves", "r": {"to": "b/s"}}, "why": "w"}, [], (0, 1)),
    ],
)  # fmt: skip
def test_two_who_share_a_post_are_two(do, told, after):
    """By hand: three hold two posts, two of them one between them; they go together, or stay together, and are three all along."""
    draft = Draft(Structure.of(SHARED))
    effect = perform(draft, operation_of(do))
    assert [one.code for one in errors(effect.problems)] == told
    assert tuple(headcounts(draft.structure())[one] for one in "ab") == after
