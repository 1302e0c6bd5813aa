"""Leaders per 100 staff of whole figures are all leaders by all staff, before and after, whoever leads and is led where."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgmodel.comparison.comparison import compare
from orgmodel.core import records as r
from orgmodel.core.problems import errors
from orgmodel.core.structure import Structure
from orgmodel.measures import measure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from tests import strategies as make

VERBS = ("absorb", "consolidate", "dissolve", "resize", "split_off", "split_up", "transfer")
ID = "leaders_per_100"


@st.composite
def whole(draw: st.DrawFn) -> Structure:
    """A structure of which every number is known, and every rank: some units have a head alone, some staff alone."""
    structure = draw(make.structures(most=7))
    size = st.integers(0, 9)
    posts = [
        dataclasses.replace(
            post,
            rank=draw(st.sampled_from(["deputy", "staff"])) if post.rank == "unknown" else post.rank,
            authorized=post.authorized if isinstance(post.authorized, int) else draw(size),
        )
        for post in structure.posts
    ]
    posts = [
        dataclasses.replace(post, filled=post.filled if isinstance(post.filled, int) else post.authorized)
        for post in posts
    ]
    listing = {post.unit for post in posts}
    posts += [
        r.Post(f"{unit.id}/new", unit.id, rank="staff", block="party", authorized=draw(size), filled=0)
        for unit in structure.units
        if unit.id not in listing
    ]
    others = [
        one
        for name in ("documents", "units", "functions", "identities", "lines", "members", "quantities", "ended")
        for one in structure.table(name)
    ]
    return Structure.of([*others, *posts], terms=structure.terms)


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    """A run of one or two orders on whole figures."""
    structure = draw(whole())
    steps = [
        Step(f"s{n}", "1", do=[draw(make.operations(structure, VERBS, slips=False))])
        for n in range(draw(st.integers(1, 2)))
    ]
    outcome = Scenario("s", structure, steps=tuple(steps)).run()
    assume(not errors(outcome.problems) and outcome.changes)
    return outcome


def by_pandas(structure: Structure, scope: str) -> float | None:
    """Divide all leaders of a scope by all staff, out of a table of its posts."""
    table = pd.DataFrame(
        [(post.unit, post.block, post.rank, post.authorized) for post in structure.posts if post.quota != "out"],
        columns=["unit", "block", "rank", "authorized"],
    )
    if scope.startswith("block:"):
        table = table[table["block"] == scope.removeprefix("block:")]
    elif scope != "total":
        branch = [unit.id for unit in structure.units if scope in [one.id for one in structure.upward(unit.id)]]
        table = table[table["unit"].isin(branch)]
    sums = table.groupby("rank")["authorized"].sum()
    staff = sums.get("staff", 0)
    return 100 * (sums.get("head", 0) + sums.get("deputy", 0)) / staff if staff else None


@given(whole())
def test_whole_figures_give_a_whole_ratio(structure):
    """In the total, of every block and of every unit: no unit is left out, and nothing is called missing."""
    scopes = ["total", *(f"block:{block}" for block in make.BLOCKS), *structure.ids("units")]
    for row in measure(structure, [ID], scopes):
        expected = by_pandas(structure, row.scope)
        assert row.value == (None if expected is None else pytest.approx(expected)), row.scope
        assert (row.missing, row.known) == (0, row.of), row.scope


@given(outcomes())
def test_whole_figures_give_a_whole_change(outcome):
    """Before and after a run, and so the change; no sentence says that figures are missing."""
    units = set(outcome.before.ids("units")) & set(outcome.after.ids("units"))
    found = compare(outcome, scopes=["total", *sorted(units)])
    # an operation may bring a row whose number it does not state
    assume(all(isinstance(post.authorized, int) and post.rank != "unknown" for post in outcome.after.posts))
    for scope in ("total", *sorted(units)):
        row = found.rows("s", scope)[ID]
        before, after = by_pandas(outcome.before, scope), by_pandas(outcome.after, scope)
        assert row["before"] == (None if before is None else pytest.approx(before)), scope
        assert row["after"] == (None if after is None else pytest.approx(after)), scope
        assert row["known_before"] == row["of_before"], scope
        assert row["known"] == row["of"], scope
        if before is not None and after is not None:
            assert row["change"] == pytest.approx(after - before), scope
            assert (row["missing"], row["missing_before"]) == (0, 0), scope
    assert "leaders per 100 staff: change unknown" not in found.summary("en")


def test_a_division_goes_to_a_unit_that_has_a_head_alone():
    """40 clerks go from A, which keeps 60, to B, which had its head alone: 2 leaders to 100 staff before and after."""
    units = [r.Unit("gov", kind="place"), *(r.Unit(id, kind="organ", parent="gov") for id in "ab")]
    units += [r.Unit(f"a.{id}", kind="division", parent="a") for id in "xy"]
    posts = [r.Post(f"{id}/head", id, rank="head", authorized=1, filled=1) for id in "ab"]
    posts += [r.Post(f"a.{id}/c", f"a.{id}", rank="staff", authorized=n, filled=n) for id, n in (("x", 40), ("y", 60))]
    structure = Structure.of([*units, *posts], terms=make.TERMS)
    outcome = Scenario("s", structure, steps=(Step("m", do=[{"transfer": "a.x", "to": "b"}]),)).run()
    found = compare(outcome, scopes=["total", "b"])
    row = found.rows("s", "total")[ID]
    assert (row["before"], row["after"], row["change"], row["known"], row["of"]) == (2, 2, 0, 4, 4)
    assert found.rows("s", "b")[ID]["after"] == 2.5
    assert "missing" not in found.summary("en")
