"""Posts keep their pay wherever they go: whatever moves, splits or merges, the cost changes only by what is said."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from orgmodel.core.draft import Draft
from orgmodel.core.figures import assumed, share_out
from orgmodel.core.money import BasePay, Money
from orgmodel.core.records import Grade, Link, Pay, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import read_baseline
from orgmodel.io.exporters.tables import export_xlsx
from orgmodel.io.own_json import from_json, to_json
from orgmodel.io.write_baseline import write_baseline
from orgmodel.measures import measure_change
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import operation_of
from tests.priced import priced_structures
from tests.strategies import operations

MOVES = ("consolidate", "absorb", "split_up", "split_off", "transfer", "rename", "convert")


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_what_only_moves_costs_what_it_did(data):
    """Known, assumed or missing, in people or in pay: where nobody comes or goes the change of the total is exactly 0."""
    before = data.draw(priced_structures(ranges=data.draw(st.booleans()), fte=False, by_rank=False))
    assert not len(before.table("pay"))
    draft = Draft(before)
    effect = perform(draft, operation_of(data.draw(operations(before, MOVES, slips=False))))
    assume(not effect.problems and effect.changes and len(before.posts))
    assume(not any(None in (flow.from_unit, flow.to_unit) for flow in effect.flows if flow.quantity == "filled"))
    found = measure_change(before, draft.structure(), "cost_year")
    assert (found.change, found.low, found.high) == (0, 0, 0)


def split(pay: dict[str, object], filled: object = 5) -> tuple[Structure, Structure]:
    """Split a unit of a head and a row of five in two, and merge the halves again; give the structures before and after."""
    terms = Vocabulary(language="en", money=Money("GBP", base_pays=(BasePay(100),)))
    posts = [Post("a/head", "a", rank="head", filled=1, pay=50), Post("a/cv", "a", authorized=5, filled=filled, **pay)]
    before = Structure.of([Unit("top"), Unit("a", parent="top"), *posts], terms=terms, as_of="2024")
    draft = Draft(before)
    takes = [{"posts": ["head", {"post": "cv", "count": 2, "filled": 2}]}, {"posts": [{"post": "cv", "rest": True}]}]
    into = [
        {"unit": {"unit": unit, "parent": "top"}, "takes": take, "head": head}
        for unit, take, head in zip("bc", takes, [{"keep": "head"}, {"convert": "cv", "filled": 1}], strict=True)
    ]
    assert perform(draft, operation_of({"split_up": "a", "into": into})).problems == ()
    return before, draft.structure()


def test_parts_of_ranged_people_at_ranged_pay_come_to_their_source():
    """Six people, or five to seven, at 10 to 12 each are 50 to 84 in one row and in three, which by themselves may differ."""
    people, pay = assumed("n", 5, 6, 7), assumed("p", 10, 11, 12)
    units = [Unit(id) for id in "abc"]
    before = Structure.of([*units, Post("a/1", "a", filled=people, pay=pay)])
    parts = zip("abc", share_out(people, [1, 1, 1], "n"), strict=True)
    after = Structure.of([*units, *(Post(f"{id}/1", id, filled=part, pay=pay) for id, part in parts)])
    found = measure_change(before, after, "cost_year")
    assert (found.change, found.low, found.high) == (0, 0, 0)
    assert [(one.value, one.low, one.high) for one in (found.before, found.after)] == [(66, 50, 84)] * 2
    assert [measure_change(before, after, "cost_year", id).after.low for id in "abc"] == [20, 20, 10]
    again = Structure.of([*units, Post("c/1", "c", filled=people, pay=pay)])
    assert measure_change(after, again, "cost_year").high == 0


@pytest.mark.parametrize(
    "pay", [{"pay": 30}, {"coefficient": 234}, {"grade": "G"}, {}], ids=["pay", "coefficient", "grade", "none"]
)
@pytest.mark.parametrize("filled", [5, None], ids=["filled", "unknown"])
def test_a_row_that_is_split_costs_the_same(pay, filled):
    """Part by part and together, also where nobody states its pay, or how many are there."""
    before, after = split(pay, filled)
    found = measure_change(before, after, "cost_year")
    assert found.before.missing == (1 if not pay or pay == {"grade": "G"} or filled is None else 0)
    assert found.change == 0
    draft = Draft(after)
    merge = {"consolidate": ["b", "c"], "into": {"unit": "d", "parent": "top"}, "head": {"keep": "b/head"}}
    head = next(post.id for post in after.posts_of("c") if post.rank == "head")
    done = perform(
        draft, operation_of({**merge, "head": {"keep": "a/head"}, "surplus_heads": {head: {"convert": "staff"}}})
    )
    assert done.problems == ()
    assert measure_change(before, draft.structure(), "cost_year").change == 0
    parts = [measure_change(before, after, "cost_year", unit).after for unit in "bc"]
    if filled == 5 and found.before.missing == 0:
        assert sum(one.value for one in parts) == found.before.value


def test_part_time_is_split_to_the_hundredth():
    """Full-time equivalents of 3.33 at 100.01 a head cost the same in two parts: nothing is rounded on the way."""
    terms = Vocabulary(language="en", money=Money("EUR", 2))
    post = Post("a/cv", "a", authorized=5, filled=5, fte=333, pay=10_001)
    before = Structure.of([Unit("a"), Unit("b"), post], terms=terms)
    draft = Draft(before)
    done = perform(draft, operation_of({"transfer": {"posts": [{"post": "a/cv", "count": 2, "filled": 2}]}, "to": "b"}))
    assert done.problems == ()
    found = measure_change(before, draft.structure(), "cost_year")
    assert (found.before.value, found.change) == (333.03, 0)


def test_what_is_said_of_pay_is_what_changes():
    """A new row, a converted head and a regraded row are paid what the operation says, with a range where it has one."""
    grade = Grade("G", pay=40)
    terms = Vocabulary(language="en", money=Money("GBP", base_pays=(BasePay(100),)))
    posts = [Post("a/cv", "a", authorized=3, filled=3, pay=30)]
    before = Structure.of([Unit("a"), grade, *posts], terms=terms)

    def change(order):
        draft = Draft(before)
        done = perform(draft, operation_of({**order, "why": "law"}))
        assert done.problems == ()
        found = measure_change(before, draft.structure(), "cost_year")
        return found.change, found.low, found.high

    new = {
        "create": {"post": "new", "unit": "a", "authorized": 2, "filled": 2, "pay": 20, "pay_low": 10, "pay_high": 25}
    }
    assert change(new) == (40, 20, 50)
    assert change({"create": {"post": "new", "unit": "a", "filled": 1, "coefficient": 1.5}}) == (1800, 1800, 1800)
    assert change({"create": {"post": "new", "unit": "a", "filled": 1}}) == (None, None, None)
    assert change({"resize": "a/cv", "grade": "G"}) == (30, 30, 30)
    assert change({"resize": "a/cv", "pay": 29}) == (-3, -3, -3)
    refused = perform(Draft(before), operation_of({"resize": "a/cv", "pay": 29.5, "why": "law"}))
    assert [one.code for one in refused.problems] == ["BAD_VALUE"]


def test_a_second_post_that_begins_changes_what_it_adds():
    """The allowance shows in the change, also where the pay that it is a share of is not known."""
    terms = Vocabulary(language="en", money=Money("GBP", concurrent=1000))
    posts = [Post("a/1", "a", filled=1, pay=1000), Post("a/2", "a", filled=0, pay=900)]
    before = Structure.of([Unit("a"), *posts], terms=terms)
    for pay, change in ((1000, 100), (None, None)):
        start = Structure.of([Unit("a"), replace(posts[0], pay=pay), posts[1]], terms=terms)
        draft = Draft(start)
        assert perform(draft, operation_of({"link_posts": "a/1", "also_holds": "a/2"})).problems == ()
        assert measure_change(start, draft.structure(), "cost_year").change == change
    assert Link("a/1", "a/2") not in list(before.links)


@settings(max_examples=20, deadline=None)
@given(priced_structures())
def test_pay_is_carried_by_every_format(structure):
    """Our own JSON, CSV, XLSX and frames bring back every salary, coefficient and grade, with its range and date."""
    again, problems = from_json(to_json(structure))
    assert [one for one in problems if one.severity == "error"] == []
    assert again == structure
    assert again.terms == structure.terms
    carried = [Structure.from_frames(**structure.to_frames(), terms=structure.terms, as_of=structure.as_of)]
    with tempfile.TemporaryDirectory() as folder:
        write_baseline(structure, Path(folder) / "tables")
        export_xlsx(structure, Path(folder) / "book.xlsx")
        paths = (Path(folder) / "tables", Path(folder) / "book.xlsx")
        carried += [read_baseline(path, structure.terms, structure.as_of)[0] for path in paths]
    for one in carried:
        for table in ("posts", "grades", "pay"):
            assert {record.key: record for record in one.table(table)} == {
                record.key: record for record in structure.table(table)
            }


def test_pay_by_rank_follows_the_rank():
    """Who is paid by category and rank is paid as a deputy once a head post becomes one."""
    terms = Vocabulary(language="en", money=Money("VND", base_pays=(BasePay(100),)))
    posts = [Post(f"{unit}/head", unit, rank="head", category="CC", filled=1) for unit in "ab"]
    pay = [Pay("CC", "head", 400, 50), Pay("CC", "deputy", 300)]
    before = Structure.of([Unit("a"), Unit("b"), *posts, *pay], terms=terms)
    draft = Draft(before)
    done = perform(
        draft, operation_of({"absorb": "b", "into": "a", "surplus_heads": {"b/head": {"convert": "deputy"}}})
    )
    assert done.problems == ()
    assert measure_change(before, draft.structure(), "cost_year").change == -150 * 12
