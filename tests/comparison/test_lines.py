"""Lines accounted for: what became of each, which operation did it and why; people who are left without a post."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given

import orgmodel
from orgmodel.comparison.line_changes import UNCHANGED, compare_lines, lines_of
from orgmodel.core.problems import errors
from orgmodel.core.records import Incumbency, Line, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from tests.scenario.random_scenarios import scenarios, single_operations

TOP = [Unit("top"), Unit("x", parent="top"), Unit("y", parent="top"), Unit("z", parent="top"), Unit("c", parent="x")]
POSTS = [
    Post("x/h", "x", rank="head", authorized=1, filled=1),
    Post("x/d", "x", rank="deputy", authorized=1, filled=1),
    Post("y/h", "y", rank="head", authorized=1, filled=1),
]


def run(lines: list[Line], *do: dict[str, Any]) -> Outcome:
    """Run operations, each in a step with a clause."""
    steps = tuple(Step(f"s{n}", f"2.{n}", do=[one]) for n, one in enumerate(do))
    outcome = Scenario("x", Structure.of([*TOP, *POSTS, *lines]), steps=steps).run()
    assert errors(outcome.problems) == []
    return outcome


def rows(outcome: Outcome, *, derived: bool = False) -> list[tuple[Any, ...]]:
    """Give what became of the lines that are not kept: where from and to, before and after, and why."""
    return [
        (one.was_from or one.from_ if one.was or one.status == "ended" else None,
         one.was or (one.to if one.status == "ended" else None),
         *((one.from_, one.to) if one.status != "ended" else (None, None)),
         one.status, one.clause, one.operation, one.reason.kind, one.reason.of)
        for one in compare_lines(outcome.before, outcome.after, outcome)
        if one.status != "kept" and one.derived is derived
    ]  # fmt: skip


def pro(start: str, end: str) -> Line:
    """A professional line."""
    return Line("professional", start, end)


def split_up(**more: Any) -> dict[str, Any]:
    """Split x in two, c with the first."""
    into = [
        {
            "unit": {"unit": "n1", "parent": "top"},
            "takes": {"posts": ["h"], "children": ["c"], "lines": more.pop("takes", [])},
        },
        {"unit": {"unit": "n2", "parent": "top"}, "takes": {"posts": ["d"]}, "head": {"convert": "d"}},
    ]
    return {"split_up": "x", "into": into, **more}


FOLLOWS = ("line_follows", ("x",))


def test_lines_of_a_split_unit_go_on_from_its_successors():
    """What it led goes on from who takes it, what ended at it goes on to those it is said to; nothing changes."""
    taken = [{"kind": "professional", "to": "z"}]
    outcome = run([pro("x", "z"), pro("y", "x")], split_up(incoming="both", takes=taken))
    assert rows(outcome) == [
        ("x", "z", "n1", "z", "passed_on", "2.0", "split_up", *FOLLOWS),
        ("y", "x", "y", "n1", "passed_on", "2.0", "split_up", *FOLLOWS),
        ("y", "x", "y", "n2", "passed_on", "2.0", "split_up", *FOLLOWS),
    ]
    assert [one[:5] for one in rows(outcome, derived=True)] == [
        ("c", "x", "c", "n1", "passed_on"),
        ("x", "top", "n1", "top", "passed_on"),
        ("x", "top", "n2", "top", "passed_on"),
    ]
    assert changed(outcome) == 0


def changed(outcome: Outcome) -> float:
    """Give the measure."""
    table = orgmodel.compare(outcome).measures
    return float(table[(table["measure"] == "lines_changed") & (table["scope"] == "total")]["after"].iloc[0])


def changed_by_unit(outcome: Outcome) -> dict[str, float]:
    """Give the measure of each unit of which it is not 0."""
    table = orgmodel.compare(outcome).units
    table = table[(table["measure"] == "lines_changed") & (table["after"] > 0)]
    return dict(zip(table["scope"], table["after"].astype(float), strict=True))


def test_a_line_of_a_post_counts_at_the_unit_of_the_post():
    """Redirected, begun and ended, wherever the post is after; of a post that ended, where it was."""
    dissolve = {"dissolve": "x", "ends": {"posts": "all"}, "children": "z", "incoming": "z", "why": "w"}
    outcome = run([pro("y/h", "x/h")], dissolve)
    assert [one[:5] for one in rows(outcome)] == [("y/h", "x/h", "y/h", "z", "redirected")]
    assert changed(outcome) == 3  # with the place of c, and x's own, which ends
    assert changed_by_unit(outcome)["y"] == 1
    gone = run([pro("x/d", "y")], {"dissolve": {"post": "x/d"}, "why": "w"})
    assert [one[4] for one in rows(gone)] == ["ended"]
    assert (changed(gone), changed_by_unit(gone)["x"]) == (1, 1)


def test_lines_that_end_with_a_split_are_ended():
    """Dropped ones end, since it is said."""
    outcome = run([pro("y", "x")], split_up(incoming="drop"))
    assert rows(outcome) == [("y", "x", None, None, "ended", "2.0", "split_up", "line_dropped", ("x",))]
    assert changed(outcome) == 1


def test_lines_of_merged_units_go_on_as_one():
    """Both lines to z are the new unit's; the one between the two ends."""
    merge = {
        "consolidate": ["x", "y"],
        "into": {"unit": "n"},
        "head": {"keep": "x/h"},
        "surplus_heads": {"y/h": {"convert": "deputy"}},
    }
    outcome = run([pro("x", "z"), pro("y", "z"), pro("x", "y"), pro("z", "y")], merge)
    assert rows(outcome) == [
        ("x", "z", "n", "z", "passed_on", "2.0", "consolidate", "line_follows", ("x",)),
        ("y", "z", "n", "z", "passed_on", "2.0", "consolidate", "line_follows", ("y",)),
        ("x", "y", None, None, "ended", "2.0", "consolidate", "line_ends_with", ("x",)),
        ("z", "y", "z", "n", "passed_on", "2.0", "consolidate", "line_follows", ("y",)),
    ]
    assert changed(outcome) == 1


def test_a_dissolved_unit_leads_its_lines_on_as_said():
    """A line to its head is led to z with ``incoming``: redirected, and counted once."""
    dissolve = {"dissolve": "x", "ends": {"posts": "all"}, "children": "z", "incoming": "z", "why": "w"}
    outcome = run([pro("y", "x/h")], dissolve)
    assert rows(outcome) == [
        ("y", "x/h", "y", "z", "redirected", "2.0", "dissolve", "line_led_on", ("x/h", "z")),
    ]
    assert [one[:5] for one in rows(outcome, derived=True)] == [
        ("c", "x", "c", "z", "redirected"),
        ("x", "top", None, None, "ended"),
    ]
    assert changed(outcome) == 3


def test_what_is_redirected_and_what_begins_is_stated():
    """The user's own words are the reason; a line that is led away and back is kept."""
    there = {"redirect": {"kind": "professional", "from": "x", "to": "z"}, "to": "y", "why": "law"}
    new = {"redirect": {"kind": "professional", "from": "z", "to": None}, "to": "y", "why": "law"}
    outcome = run([pro("x", "z")], there, new)
    assert rows(outcome) == [
        ("x", "z", "x", "y", "redirected", "2.0", "redirect", "stated", ()),
        (None, None, "z", "y", "added", "2.1", "redirect", "stated", ()),
    ]
    assert {entry.move.reason.text for entry in outcome.lines} == {"law"}
    assert changed(outcome) == 2
    back = {"redirect": {"kind": "professional", "from": "x", "to": "y"}, "to": "z"}
    assert rows(run([pro("x", "z")], there, back)) == []


def test_a_line_is_followed_through_several_steps():
    """A split, and then the successor's line is redirected: one change, by the last step."""
    taken = [{"kind": "professional", "to": "z"}]
    redirect = {"redirect": {"kind": "professional", "from": "n1", "to": "z"}, "to": "y"}
    outcome = run([pro("x", "z")], split_up(takes=taken), redirect)
    assert [one[:7] for one in rows(outcome)] == [("x", "z", "n1", "y", "redirected", "2.1", "redirect")]
    assert changed(outcome) == 1


def test_a_transferred_unit_takes_its_line_to_the_new_parent():
    """Written or derived, the line goes with the place in the chart."""
    transfer = {"transfer": "c", "to": "y"}
    told = ("c", "x", "c", "y", "redirected", "2.0", "transfer", "line_with_unit", ("c",))
    assert rows(run([], transfer), derived=True) == [told]
    assert rows(run([Line("administrative", "c", "x")], transfer)) == [told]


def test_a_unit_split_off_begins_a_line_of_its_own():
    """The old unit keeps its line, so that of the new one is added; lines that end at it are led on where it is said."""
    into = [{"unit": {"unit": "n", "parent": "top"}, "takes": {"posts": ["d"]}, "head": {"convert": "d"}}]
    outcome = run([], {"split_off": "x", "into": into})
    assert [one[2:7] for one in rows(outcome, derived=True)] == [("n", "top", "added", "2.0", "split_off")]
    for rule, told in (
        (0, [("y", "x", "y", "n", "redirected")]),
        ("both", [(None, None, "y", "n", "added")]),
        ("drop", [("y", "x", None, None, "ended")]),
        ({"coordination": "drop"}, []),
    ):
        assert [
            one[:5] for one in rows(run([pro("y", "x")], {"split_off": "x", "into": into, "incoming": rule}))
        ] == told


def test_a_line_that_goes_on_says_of_which_end():
    """It goes on from what the end before became that is another one after: never of an end that stays, nor of the new."""
    outcome = run([], split_up())
    of = {(one[2], one[3]): (one[4], one[8]) for one in rows(outcome, derived=True)}
    assert of == dict.fromkeys([("c", "n1"), ("n1", "top"), ("n2", "top")], ("passed_on", ("x",)))
    merge = {
        "consolidate": ["n1", "y"], "into": {"unit": "m", "parent": "top"}, "head": {"keep": "y/h"},
        "surplus_heads": {"x/h": {"convert": "deputy"}},
    }  # fmt: skip
    twice = run([], split_up(), merge, {"absorb": "z", "into": "m"})
    told = {(one[0], one[2]): one[4:9] for one in rows(twice, derived=True)}
    assert told["c", "c"] == ("passed_on", "2.1", "consolidate", "line_follows", ("x",))
    assert told["y", "m"] == ("passed_on", "2.1", "consolidate", "line_follows", ("y",))
    assert told["z", "m"] == ("passed_on", "2.2", "absorb", "line_follows", ("z",))


@given(single_operations())
def test_each_changed_line_has_one_record_and_kept_ones_have_none(scenario):
    """Counted from the records of the two structures: what ends is spoken of once, what begins at least once."""
    outcome = scenario.run()
    for result in outcome.steps:
        moves = [entry.move for entry in outcome.lines if entry.step == result.step.id]
        then = {line.key for line in outcome.before_step(result.step.id).lines}
        ended = Counter(move.before.key for move in moves if move.before is not None)
        begun = {line.key for move in moves for line in move.after}
        changes = [one for one in result.changes if one.table == "lines"]
        assert {one.key for one in changes if one.after is None} <= set(ended)
        assert {one.key for one in changes if one.before is None} <= begun
        assert max(ended.values(), default=1) == 1
        assert not (then & set(ended)) - {one.key for one in changes}
    assert {entry.step for entry in outcome.lines} <= {one.step.id for one in outcome.steps}


@given(scenarios())
def test_what_became_of_lines_accounts_for_all(scenario):
    """Every line before stands in a row as it was, every line after as it is; a kept one in one row without a cause."""
    outcome = scenario.run()
    found = compare_lines(outcome.before, outcome.after, outcome)
    old, new = lines_of(outcome.before), lines_of(outcome.after)
    after = {(one.kind, one.from_, one.to) for one in found if one.status != "ended"}
    before = [(one.kind, one.was_from or one.from_, one.was or one.to) for one in found if one.status != "added"]
    assert after == set(new)
    assert set(before) == set(old)
    for one in found:
        key = (one.kind, one.from_, one.to)
        if one.status == "kept":
            assert key in old
            assert key in new
            assert one.step is None
        else:
            assert one.step, one
            assert one.operation in next(each.operations for each in outcome.steps if each.step.id == one.step)
            assert one.reason.is_given or one.operation == "redirect", one
            if one.reason.kind == "line_follows" and one.derived:
                ends = {(one.was_from or one.from_): one.from_, one.was: one.to}
                assert any(ends[end] != end for end in one.reason.of), one
            assert one.status in UNCHANGED or key not in old or key not in new or one.was is not None
    real = {(one.status == "ended", one.kind, one.from_, one.to) for one in found if one.status not in UNCHANGED}
    assert changed(outcome) == len(real)
    counts = Counter((one.kind, one.from_, one.to) for one in found if one.status == "added")
    assert max(counts.values(), default=1) == 1


def test_merged_units_under_another_parent_lead_one_line_there():
    """Two lines become one that ends elsewhere: both rows say so, and one line has changed, by the merger."""
    merge = {
        "consolidate": ["x", "y"], "into": {"unit": "m", "parent": "z"}, "head": {"keep": "x/h"},
        "surplus_heads": {"y/h": {"convert": "deputy"}},
    }  # fmt: skip
    outcome = run([], merge)
    why = ("consolidate", "line_with_unit", ("m",))
    assert [(*one[:5], *one[6:]) for one in rows(outcome, derived=True)] == [
        ("c", "x", "c", "m", "passed_on", "consolidate", *FOLLOWS),
        ("x", "top", "m", "z", "redirected", *why),
        ("y", "top", "m", "z", "redirected", *why),
    ]
    assert changed(outcome) == 1
    assert changed_by_unit(outcome)["m"] == 1
    written = run(
        [pro("x", "top"), pro("y", "top")],
        {**merge, "into": {"unit": "m"}, "lines": "keep"},
        {"redirect": {"kind": "professional", "from": "m", "to": "top"}, "to": "z"},
    )
    assert [one[:5] for one in rows(written)] == [(unit, "top", "m", "z", "redirected") for unit in ("x", "y")]
    assert changed(written) == 1


def test_what_last_placed_a_unit_did_its_derived_line():
    """Of several operations on a unit the one that put it where it is: not one by which it gains or gives."""
    absorb = {"absorb": "y", "into": "c", "surplus_heads": {"y/h": {"convert": "deputy"}}}
    outcome = run([], {"transfer": "c", "to": "z"}, absorb)
    told = {(one[0], one[2]): one[4:7] for one in rows(outcome, derived=True)}
    assert told["c", "c"] == ("redirected", "2.0", "transfer")
    off = {"split_off": "c", "into": [{"unit": {"unit": "n"}, "head": "none", "takes": {}}]}
    told = {one[2]: one[4:7] for one in rows(run([], {"transfer": "c", "to": "z"}, off), derived=True)}
    assert told["c"] == ("redirected", "2.0", "transfer")
    carried = run([], {"transfer": "c", "to": "y"}, {"absorb": "y", "into": "z"})
    told = {(one[0], one[2]): (*one[2:4], *one[4:7]) for one in rows(carried, derived=True)}
    assert told["c", "c"] == ("c", "z", "redirected", "2.1", "absorb")


PEOPLE = [Person("p1", "A"), Person("p2", "B"), Incumbency("p1", "x/h"), Incumbency("p2", "y/h")]


@pytest.mark.parametrize("what", ["merger", "post"])
def test_who_holds_no_post_afterwards_is_listed_with_post_unit_and_reason(what):
    """In the outcome, in the comparison and its JSON, and in the report."""
    end = {"absorb": "y", "into": "x", "surplus_heads": {"y/h": {"end": True, "why": "retires"}}}
    if what == "post":
        end = {"dissolve": {"post": "y/h"}, "why": "retires"}
    base = Structure.of([*TOP, *POSTS, *PEOPLE])
    outcome = Scenario("s", base, steps=(Step("s0", "2.0", do=[end]),)).run()
    (one,) = outcome.displaced
    assert (one.person, one.post, one.unit, one.step, one.clause, one.operation, one.reason.text) == (
        "p2", "y/h", "y", "s0", "2.0", "dissolve", "retires",
    )  # fmt: skip
    (row,) = orgmodel.compare(outcome).to_json_object()["displaced"]
    assert (row["person"], row["post"], row["unit"], row["reason"], row["reason_kind"]) == (
        "p2",
        "y/h",
        "y",
        "retires",
        "stated",
    )


def test_the_report_has_forms_of_lines_and_people():
    """What changes and why in words, people by id."""
    from orgmodel.reports.full_lists import full_lists_of

    merge = {"absorb": "y", "into": "x", "lines": "keep", "surplus_heads": {"y/h": {"end": True, "why": "retires"}}}
    base = Structure.of([*TOP, *POSTS, *PEOPLE, pro("y", "z")])
    made = full_lists_of(orgmodel.compare(Scenario("s", base, steps=(Step("s0", "2.0", do=[merge]),)).run()))
    forms = {form.id: form for form in made.forms()}
    (line, *_) = [row for row in forms["lines"].rows if dict(row[1])["en"] == "professional guidance"]
    assert [dict(cell)["en"] if isinstance(cell, tuple) else cell for cell in line[2:]] == [
        "y", "z", "x", "z", "passed on", "goes on from what y became", None,
    ]  # fmt: skip
    assert [row[1] for row in forms["displaced"].rows] == ["p2"]
