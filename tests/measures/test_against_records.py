"""Sums against plain loops over the records: any structure, any scope."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.figures import Amount
from orgmodel.core.records import Link, Members, Post, Unit, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.structure import Structure
from orgmodel.measures import ChangeEvaluator, Evaluator, measure, measure_of, scopes_by
from tests import strategies as make

BY = ["block", "area", "level", "kind", "unit"]
HELD = "held"


def inside(structure: Structure, scope: str, unit: Unit, block: str) -> bool:
    """Tell whether a record of a unit, with a block of its own, is in a scope."""
    head, _, name = scope.partition(":")
    if scope == "total":
        return True
    if name:
        return (block if head == "block" else getattr(unit, head)) == name
    while unit.id != scope and unit.parent is not None:
        unit = structure.unit(unit.parent)
    return unit.id == scope


def untold(structure: Structure, scope: str, origin: Structure | None = None) -> bool:
    """Tell whether no post is listed in a scope, though a unit in it, of a kind that has posts, lists none with all below it.

    Several places that one unit stands for have units that nobody lists.
    """
    if any(inside(structure, scope, structure.unit(post.unit), post.block) for post in structure.posts):
        return False
    listing = {post.unit for state in (structure, origin or structure) for post in state.posts}
    silent = [
        unit
        for unit in structure.units
        if (
            structure.terms.counts(unit.kind) not in ("none", "party")
            or (structure.terms.counts(unit.kind) == "none" and unit.stands_for != 1)
        )
        and not any(one.id in listing for one in structure.subtree(unit.id))
    ]
    return any(inside(structure, scope, unit, unit.block) for unit in silent)


def second_posts(structure: Structure) -> dict[str, int]:
    """Count by post the holdings by people counted elsewhere."""
    held: dict[str, int] = {}
    for one in structure.links:
        held[one.also_holds] = held.get(one.also_holds, 0) + 1
    for one in structure.table("incumbencies"):
        if one.order > 0:
            held[one.post] = held.get(one.post, 0) + 1
    return held


def figure(post: Post, field: str) -> Amount:
    return Amount.of(getattr(post, field), identity_of(post, field))


def present(structure: Structure, post: Post) -> Amount:
    """Give how many are present in a row: where that is not said, those who are named, if they take all of its posts."""
    shares = [one.share for one in structure.table("incumbencies") if one.post == post.id]
    shares += [100 for one in structure.links if one.also_holds == post.id]
    if post.filled is None and shares and isinstance(post.authorized, int) and sum(shares) >= 100 * post.authorized:
        return Amount(len(shares))
    return figure(post, "filled")


def outside(post: Post) -> Amount:
    return figure(post, "authorized" if post.authorized is not None else "filled")


def fte(post: Post) -> Amount:
    return Amount() if post.fte is None and post.filled == 0 else figure(post, "fte")


def ranked(rank: str):
    def amount(post: Post) -> Amount | None:
        if post.quota == "out" or post.rank not in (rank, "unknown"):
            return None
        if post.rank == "unknown":
            return Amount() if post.authorized == 0 else Amount.of(None, post.id)
        return figure(post, "authorized")

    return amount


OF_POSTS = {
    "posts_authorized": lambda post: figure(post, "authorized") if post.quota != "out" else None,
    "posts_filled": lambda post: figure(post, "filled"),
    "posts_outside_quota": lambda post: outside(post) if post.quota == "out" else None,
    "fte": fte,
    "heads": ranked("head"),
    "deputies": ranked("deputy"),
    "staff": ranked("staff"),
}


def expected(structure: Structure, measure: str, scope: str) -> tuple[list[Amount], Amount]:
    """List what each record adds to a sum, and the sum."""
    found = []
    held = second_posts(structure)
    for post in structure.posts:
        if not inside(structure, scope, structure.unit(post.unit), post.block):
            continue
        if measure == "headcount":
            found.append(present(structure, post) - Amount(held.get(post.id, 0)))
        elif measure == "concurrent_posts":
            found.append(Amount(held.get(post.id, 0)))
        elif measure in OF_POSTS:
            found.append(OF_POSTS[measure](post))
    found += [
        Amount.of(members_total(members), identity_of(members, "total"))
        for members in structure.members
        if measure == "party_members" and inside(structure, scope, structure.unit(members.unit), members.block)
    ]
    kind = {"units": "agency", "units_internal": "internal"}.get(measure)
    found += [
        Amount(unit.stands_for)
        for unit in structure.units
        if structure.terms.counts(unit.kind) == kind and inside(structure, scope, unit, unit.block)
    ]
    found = [one for one in found if one is not None]
    return found, sum(found, Amount())


SUMS = [*OF_POSTS, "headcount", "concurrent_posts", "party_members", "units", "units_internal"]


@given(make.structures())
def test_sums_are_those_of_the_records(structure):
    """In every scope a sum has the value, range and missing figures of its records summed one by one."""
    for row in measure(structure, SUMS, by=BY):
        parts, amount = expected(structure, row.measure, row.scope)
        if row.measure in {*OF_POSTS, "headcount"} and untold(structure, row.scope):
            assert (row.value, row.low, row.high, row.why) == (None, None, None, "no_posts"), row
            assert row.missing >= 1, row
            continue
        scale = 100 if row.measure == "fte" else 1
        assert row.missing == amount.missing, row
        lows = (max(0, count * (term.low or 0)) for term, count in amount.terms.items() if term.best is None)
        told = max(0, amount.known_best + sum(lows)) if amount.missing else amount.best  # ranges at their best
        if parts and all(one.missing for one in parts):
            assert row.value is None or row.value * scale == pytest.approx(told), row
            assert (row.value is None) == (not told), row
            continue
        assert row.value * scale == pytest.approx(told), row
        assert row.low * scale == pytest.approx(amount.low), row
        assert row.high == (None if amount.high is None else pytest.approx(amount.high / scale)), row


@st.composite
def two(draw: st.DrawFn):
    """A structure and one made of it by changing some records, kept as a patch or made anew."""
    before = draw(make.structures())
    changes: dict = {"posts": {}, "units": {}, "links": {}}
    held = {one.post for one in before.table("incumbencies")}  # whose holders would tell how many are there
    for post in before.posts:
        what = draw(st.sampled_from(["keep", "keep", "move", "block", "figure", "end"]))
        ids = before.ids("units")
        if what == "move":
            changes["posts"][post.id] = dataclasses.replace(post, unit=draw(st.sampled_from(ids)))
        elif what == "block":
            changes["posts"][post.id] = dataclasses.replace(post, block=draw(st.sampled_from(make.BLOCKS)))
        elif what == "figure":
            filled = post.filled if post.id in held else None
            changes["posts"][post.id] = dataclasses.replace(post, authorized=draw(st.integers(0, 5)), filled=filled)
        elif what == "end" and not before.links_from(post.id) and not before.links_to(post.id):
            changes["posts"][post.id] = None
    for unit in before.units:
        if draw(st.integers(0, 5)) == 0:
            area = draw(st.sampled_from(["north", "east"]))
            changes["units"][unit.id] = dataclasses.replace(unit, parent=None, area=area)
    for link in before.links:
        if draw(st.booleans()):
            changes["links"][link.key] = None
    after = before.patched(changes)
    if draw(st.booleans()):
        after = Structure.of([one for name in TABLES for one in after.table(name)], terms=before.terms)
    return before, after


TABLES = ["units", "posts", "links", "incumbencies", "persons", "members", "functions", "lines", "ended"]


@given(two())
def test_changes_are_exact(pair):
    """The change of a sum is that of its records: what is missing on both sides in one scope has not changed."""
    before, after = pair
    scopes = dict.fromkeys([*scopes_by(before, BY), *scopes_by(after, BY)])
    change_evaluator = ChangeEvaluator(Evaluator(before, after), Evaluator(after, before))
    for scope in scopes:
        for id in ("posts_authorized", "headcount", "party_members", "fte"):
            found = change_evaluator.read(measure_of(id), scope)
            origin = before if after.posts.root is not None else None
            if id != "party_members" and any(map(untold, (before, after), (scope, scope), (None, origin))):
                assert found.change is None, (scope, id)
                continue
            change = expected(after, id, scope)[1] - expected(before, id, scope)[1]
            scale = 100 if id == "fte" else 1
            assert found.change == (None if change.best is None else pytest.approx(change.best / scale)), (scope, id)
            if change.best is not None:
                assert (found.low, found.high) == pytest.approx((change.low / scale, change.high / scale)), (scope, id)


def test_parts_that_come_together_are_their_source():
    """Three parts of one assumed figure, or of one known total, regroup where all of them are in the scope."""
    from orgmodel.core.figures import Estimate, Source, assumed, share_out

    parts = share_out(assumed("s", 10, 11, 15), [1, 1, 1], "s")
    whole = Source("group", None, 42, None)
    records = [
        Unit("top"),
        Unit("a", parent="top"),
        Unit("b", parent="top"),
        *(Post(f"{unit}/{n}", unit, authorized=part) for n, (unit, part) in enumerate(zip("aab", parts, strict=True))),
        *(Members(unit, total=Estimate(whole, None, 2, n)) for n, unit in enumerate("ab")),
        Link("a/0", "b/2"),
    ]
    rows = {(row.scope, row.measure): row[2:6] for row in measure(Structure.of(records), by=["unit"])}
    assert rows[("top", "posts_authorized")] == (11, 10, 15, 0)
    assert rows[("a", "posts_authorized")] == (8, 7, 10, 0)
    assert rows[("b", "posts_authorized")] == (3, 3, 5, 0)
    assert rows[("total", "party_members")] == (42, 42, 42, 0)
    assert rows[("a", "party_members")] == (None, None, None, 1)
