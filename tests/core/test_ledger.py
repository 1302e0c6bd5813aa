"""The ledger's check: flows that do not fit the changes, or come from outside where they may not, are found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.change import diff
from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount, FigureId, assumed
from orgmodel.core.ledger import Flow, Reason, check, concurrent_of, net, stated
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Function, Incumbency, Link, Members, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import MAY_CROSS, operation_of
from tests.books import Values, holdings
from tests.strategies import operations, structures


@given(structures(), st.data())
def test_the_net_of_changes_is_after_less_before(structure, data):
    """What changes come to, account by account, is what plain counting finds before and after."""
    draft = Draft(structure)
    for _ in range(2):
        try:
            perform(draft, operation_of(data.draw(operations(structure))))
        except ProblemsError:
            continue
    after, values = draft.structure(), Values()
    expected = holdings(after, values)
    expected.subtract(holdings(structure, values))
    for changes in (draft.changes(), diff(structure, after)):
        found = {account: values.amount(amount) for account, amount in net(changes, draft).items()}
        assert found == {account: number for account, number in expected.items() if number}


@given(structures(), st.data())
def test_any_row_left_out_or_turned_is_found(structure, data):
    """A ledger that lacks a row, or has one that differs in amount or end, does not pass."""
    order = data.draw(operations(structure, ("transfer", "absorb", "split_up", "resize", "dissolve", "create")))
    draft = Draft(structure)
    try:
        operation = operation_of(order)
    except ProblemsError:
        return
    effect = perform(draft, operation)
    verb = next(iter(order))
    assert effect.problems != () or check(verb, effect.flows, effect.changes, draft, MAY_CROSS) == []
    for row in (one for one in effect.flows if one.via is None):
        rest = [other for other in effect.flows if other is not row]
        for wrong in (
            [],
            [row, row],
            [replace(row, amount=row.amount + Amount(1))],
            [replace(row, block_to="elsewhere")],
        ):
            if wrong and wrong[0].to_unit is None and wrong[0].block_to == "elsewhere":
                continue  # outside has no accounts
            problems = check(verb, [*rest, *wrong], effect.changes, draft, MAY_CROSS)
            assert "LEDGER_IMBALANCE" in {one.code for one in problems}


BASE = Structure.of([Unit("a"), Unit("b"), Post("a/1", "a", block="party", authorized=3, filled=2, fte=150)])


def moved(post: Post) -> Draft:
    """Make a draft in which a post is written."""
    draft = Draft(BASE)
    draft.put(post)
    return draft


def test_a_post_lost_on_the_way_is_named():
    """A flow of three posts where two arrive is found at the unit, quantity and block, with both amounts."""
    draft = moved(Post("a/1", "b", block="party", authorized=2, filled=2, fte=150))
    flows = [
        Flow(quantity, "a", "b", "party", "party", Amount(number))
        for quantity, number in (("authorized", 3), ("filled", 2), ("people", 2), ("fte", 150))
    ]
    (problem,) = check("transfer", flows, draft.changes(), draft, MAY_CROSS)
    assert problem.code == "LEDGER_IMBALANCE"
    assert "authorized of b in block party change by 2, and 3 is stated" in problem.message


@pytest.mark.parametrize(
    "verb, reason, codes",
    [
        ("transfer", "need", {"FLOW_OUTSIDE"}),
        ("resize", "", {"FLOW_WITHOUT_REASON"}),
        ("resize", "need", set()),
        ("create", "need", set()),
        ("split_up", "need", {"FLOW_OUTSIDE"}),
    ],
)
def test_only_some_verbs_may_go_outside_and_say_why(verb, reason, codes):
    """Quota from nowhere is for create, dissolve and resize, with a reason."""
    draft = moved(Post("a/1", "a", block="party", authorized=4, filled=2, fte=150))
    flow = Flow("authorized", None, "a", "party", "party", Amount(1), Reason(text=reason))
    assert {one.code for one in check(verb, [flow], draft.changes(), draft, MAY_CROSS)} == codes
    part = replace(flow, operation="create")  # the new head post of a split is created
    assert {one.code for one in check(verb, [part], draft.changes(), draft, MAY_CROSS)} == codes - {"FLOW_OUTSIDE"}


def test_uncertain_figures_balance_by_identity():
    """A missing figure balances with itself, not with another missing one of the same size."""
    base = Structure.of(
        [Unit("a"), Unit("b"), Post("a/1", "a", authorized=None), Post("a/2", "a", authorized=assumed("s", 1, 2, 3))]
    )
    draft = Draft(base)
    draft.put(replace(base.post("a/1"), unit="b"))
    right = Flow("authorized", "a", "b", "", "", Amount.of(None, FigureId("posts", "a/1", "authorized")))
    rest = [
        replace(right, quantity=one, amount=Amount.of(None, FigureId("posts", "a/1", figure)))
        for one, figure in (("filled", "filled"), ("people", "filled"), ("fte", "fte"))
    ]
    assert check("transfer", [right, *rest], draft.changes(), draft, MAY_CROSS) == []
    wrong = replace(right, amount=Amount.of(None, FigureId("posts", "a/2", "authorized")))
    assert {one.code for one in check("transfer", [wrong, *rest], draft.changes(), draft, MAY_CROSS)} == {
        "LEDGER_IMBALANCE"
    }


def test_people_are_counted_once():
    """A second post held by a person of another post adds a filled post and nobody; a person's later posts likewise."""
    base = Structure.of(
        [
            Unit("a"),
            Post("a/1", "a", filled=1),
            Post("a/2", "a", filled=0),
            Post("a/3", "a", filled=1),
            Person("p"),
            Incumbency("p", "a/1"),
        ]
    )
    draft = Draft(base)
    draft.put(replace(base.post("a/2"), filled=1))
    draft.put(Link("a/1", "a/2"))
    draft.put(Incumbency("p", "a/3", order=1))
    assert (concurrent_of(draft, "a/2"), concurrent_of(draft, "a/3"), concurrent_of(draft, "a/1")) == (1, 1, 0)
    found = net(draft.changes(), draft)
    assert found == {("a", "filled", ""): Amount(1), ("a", "people", ""): Amount(-1)}


def test_functions_and_members():
    """Functions count one each but internal ones not; members by their total, or both parts together."""
    base = Structure.of([Unit("a")])
    draft = Draft(base)
    draft.put(Function("a", "f", block="party"))
    draft.put(Function("a", "g", block="party", internal=True))
    draft.put(Members("a", official=10, probationary=2))
    draft.put(Members("a", "older", total=5))
    assert net(draft.changes(), draft) == {
        ("a", "functions", "party"): Amount(1),
        ("a", "members", "party"): Amount(17),
    }


def test_what_is_carried_along_is_on_no_account():
    """Rows that show what a transferred unit carries along are left out of the accounts of single units."""
    carried = Flow("authorized", "a", "b", "", "", Amount(3), via="c")
    assert stated([carried]) == {}
    assert stated([replace(carried, via=None)]) == {
        ("a", "authorized", ""): Amount(-3),
        ("b", "authorized", ""): Amount(3),
    }
