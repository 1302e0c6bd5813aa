"""How units begin: the form that they have of the old unit, and the head that nobody gave them."""

from __future__ import annotations

from typing import Any

import pytest

from orgmodel.core.problems import Location, errors
from orgmodel.core.records import Ended, Members, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.operations.verbs import operation_of
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from orgmodel.scenario.write import operation_data

TERMS = Vocabulary(
    {"office": "agency", "board": "body", "cell": "party"}, ("district", "province"), ("party", "government", "mixed")
)
TOP = Unit("top", kind="board", level="province", block="party")


def run(records: list[Any], *do: dict[str, Any]) -> Outcome:
    """Run operations, each in a step of its own line."""
    steps = tuple(Step(f"s{n}", do=[one], at=Location("s.yaml", n)) for n, one in enumerate(do))
    return Scenario("x", Structure.of([TOP, *records], terms=TERMS), steps=steps).run()


def told(outcome: Outcome) -> list[tuple[str, str, str, int]]:
    """Give code, severity, subject and line of each problem."""
    return [
        (one.code, one.severity, one.subject, one.location.line if one.location else -1) for one in outcome.problems
    ]


def agency(block: str) -> list[Any]:
    """An agency with a head and two more, in one of two blocks or both."""
    return [
        Unit("a", kind="office", level="district", block=block, area="north", parent="top"),
        Post("a/h", "a", rank="head", block="party", authorized=1, filled=1),
        Post("a/d", "a", rank="deputy", block="party", authorized=1, filled=1),
        Post("a/s", "a", block="party", authorized=4, filled=4),
    ]


def off(unit: dict[str, Any], verb: str = "split_off") -> dict[str, Any]:
    """Split with a second receiver where both begin."""
    part = {"unit": {"unit": "n", "parent": "top", **unit}, "takes": {"posts": ["d"]}, "head": {"convert": "d"}}
    rest = {"unit": {"unit": "m", "parent": "top", **unit}, "takes": {"posts": ["h", "s"]}, "head": {"keep": "h"}}
    return {verb: "a", "into": [part] if verb == "split_off" else [part, rest]}


@pytest.mark.parametrize("verb", ["split_off", "split_up"])
def test_a_part_has_the_form_of_the_whole_where_nothing_is_said(verb):
    """Kind, level, block and area; what is said goes before, be it that there is none."""
    outcome = run(agency("party"), off({}, verb))
    assert told(outcome) == []
    for one in outcome.after.units:
        if one.id in ("n", "m"):
            assert (one.kind, one.level, one.block, one.area) == ("office", "district", "party", "north")
    new = run(agency("party"), off({"area": "", "level": "province"}, verb)).after.unit("n")
    assert (new.kind, new.level, new.block, new.area) == ("office", "province", "party", "")


def place(outcome: Outcome, unit: str) -> str | None:
    """Give the unit above another, after a run without a problem."""
    assert told(outcome) == []
    return outcome.after.unit(unit).parent


@pytest.mark.parametrize("verb", ["split_off", "split_up"])
def test_a_part_is_where_the_whole_was_where_nothing_is_said(verb):
    """Under the same unit, and not at the top of the chart; at the top where `parent: null` says so."""
    order = off({}, verb)
    for part in order["into"]:
        del part["unit"]["parent"]
    for id in ("n", "m")[: len(order["into"])]:
        assert place(run(agency("party"), order), id) == "top"
    assert place(run(agency("party"), off({"parent": None}, verb)), "n") is None


def merged(*units: str, **into: Any) -> dict[str, Any]:
    """Merge a with others, each of which has a head."""
    surplus = {f"{one}/h": {"convert": "deputy"} for one in units if one != "a"}
    return {
        "consolidate": list(units),
        "into": {"unit": "n", **into},
        "head": {"keep": "a/h"},
        "surplus_heads": surplus,
    }


def test_a_merged_unit_is_where_the_first_was_where_nothing_is_said():
    """Under the unit above the first, or where that ends as well, under the next one that goes on."""
    other = [Unit("b", kind="office", block="party", parent="a"), Post("b/h", "b", rank="head", block="party")]
    units = [*agency("party"), *other]
    assert place(run(units, merged("a", "b")), "n") == "top"
    assert place(run(units, merged("b", "a")), "n") == "top"  # b was under a, which ends
    assert place(run(units, merged("a", "b", parent=None)), "n") is None
    stated = run(units, merged("b", "a", parent="a"))
    assert [one.code for one in stated.problems] == ["TARGET"]


@pytest.mark.parametrize("verb", ["split_off", "split_up"])
def test_a_mixed_block_must_be_said(verb):
    """Of what block the part of a merged agency is, nobody can tell but the author."""
    outcome = run(agency("mixed"), off({}, verb))
    subjects = ["n"] if verb == "split_off" else ["n", "m"]
    assert [(one.code, one.subject) for one in outcome.problems] == [("BLOCK", one) for one in subjects]
    assert str(outcome.problems[0].message) == (
        "n takes part of a, which is of several blocks: say block: party, government or mixed"
    )
    for block in ("party", "mixed"):
        outcome = run(agency("mixed"), off({"block": block}, verb))
        assert (told(outcome), outcome.after.unit("n").block) == ([], block)


def begins(head: Any) -> dict[str, dict[str, Any]]:
    """By verb: an operation by which n begins without a post of its own, with what is said of its head."""
    said = {} if head is None else {"head": head}
    form = {"unit": "n", "parent": "top"}
    whole = {"unit": {"unit": "m", "parent": "top"}, "takes": {"posts": ["h", "d", "s"]}, "head": {"keep": "h"}}
    return {
        "create": {"create": {**form, "kind": "office"}, "why": "w", **said},
        "split_off": {"split_off": "a", "into": [{"unit": form, **said}]},
        "split_up": {"split_up": "a", "into": [{"unit": form, **said}, whole]},
        "consolidate": {"consolidate": ["b", "c"], "into": {"unit": "n", "parent": "top"}, **said},
        "restored": {"split_off": "a", "into": [{"restores": "n", **said}]},
    }


EMPTY = [Unit("b", kind="office", parent="top"), Unit("c", kind="office", parent="top")]
OLD = [Ended(Unit("n", kind="office", parent="top"), "2018")]


@pytest.mark.parametrize("verb", begins(None))
def test_a_unit_that_begins_without_a_head_is_told(verb):
    """By every verb that lets units begin, unless none is meant."""
    records = [*agency("party"), *EMPTY, *(OLD if verb == "restored" else [])]
    assert told(run(records, begins(None)[verb])) == [("NO_HEAD", "warning", "n", 0)]
    assert told(run(records, begins("none")[verb])) == []


def test_a_head_may_come_later_in_the_run():
    """A later step gives the head; a unit that ends again needs none."""
    head = {"create": {"post": "n/h", "unit": "n", "rank": "head"}, "why": "w"}
    create = begins(None)["create"]
    assert told(run(agency("party"), create, head)) == []
    assert told(run(agency("party"), create, {"dissolve": "n", "why": "w"})) == []


def test_kinds_without_a_head_need_none():
    """A committee, a cell, and a remainder that stands for others; and where no posts are listed nothing is known."""
    for form in ({"kind": "board"}, {"kind": "cell"}, {"kind": "office", "stands_for": 3}):
        create = {"create": {"unit": "n", "parent": "top", **form}, "why": "w"}
        assert told(run(agency("party"), create)) == []
    assert told(run(EMPTY, begins(None)["create"])) == []


def test_no_head_and_a_head_are_a_contradiction():
    """Who says that there is none takes none."""
    takes = {"unit": {"unit": "n", "parent": "top"}, "takes": {"posts": ["h"]}, "head": "none"}
    rest = {"unit": {"unit": "m", "parent": "top"}, "takes": {"posts": ["d", "s"]}, "head": {"convert": "d"}}
    assert [one.code for one in run(agency("party"), {"split_up": "a", "into": [takes, rest]}).problems] == [
        "SECOND_HEAD"
    ]
    create = {"create": {"unit": "n", "parent": "top", "kind": "office"}, "posts": [{"id": "h", "rank": "head"}]}
    assert [one.code for one in run(agency("party"), {**create, "head": "none", "why": "w"}).problems] == [
        "SECOND_HEAD"
    ]


CELL = [Unit("a", kind="cell", block="party", parent="top"), Unit("b", kind="cell", block="party", parent="top")]


@pytest.mark.parametrize(
    "how",
    [
        {"ends": {"members": True}},
        {"gives_all": "b"},
        {"gives": {"b": {"members": "all"}}},
        {"gives": {"b": {"block": "party"}}},
    ],
)
@pytest.mark.parametrize("held", [Members("a"), Members("a", official=3), Members("a", total=7)])
def test_a_dissolution_whose_members_are_missing_works(how, held):
    """They end or go on like known ones; what is missing stays so."""
    outcome = run([*CELL, held], {"dissolve": "a", "why": "w", **how})
    assert errors(outcome.problems) == []
    left = outcome.after.members_of("b")
    flows = [entry.flow for entry in outcome.ledger if entry.flow.quantity == "members"]
    assert [flow.to_unit for flow in flows] == ([None] if "ends" in how else ["b"])
    assert len(left) == (0 if "ends" in how else 1)
    assert [flow.amount.missing for flow in flows] == [int(held.total is None)]


def test_that_a_unit_begins_at_the_top_is_written_and_read_again():
    """`parent: null` is kept where an order is written; where nothing is said nothing is written."""
    for order in (off({"parent": None}), merged("a", "b", parent=None)):
        written = operation_data(operation_of(order))
        into = written["into"] if "consolidate" in order else written["into"][0]["unit"]
        assert "parent" in into
        assert into["parent"] is None
        assert operation_of(written) == operation_of(order)
    unsaid = off({})
    del unsaid["into"][0]["unit"]["parent"]
    assert "parent" not in operation_data(operation_of(unsaid))["into"][0]["unit"]
