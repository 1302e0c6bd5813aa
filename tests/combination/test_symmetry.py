"""What combine answers does not depend on which scenario is named first, and no order is dropped."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from orgmodel.combination.combine import combine
from orgmodel.core.problems import Location, errors
from orgmodel.core.records import Function, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

BASE = Structure.of(
    [
        Unit("root"), Unit("a", parent="root"), Unit("b", parent="root"),
        Post("a/h", "a", rank="head", authorized=1, filled=1), Post("b/h", "b", rank="head", authorized=1, filled=1),
        Post("a/s", "a", authorized=6, filled=6), Function("a", "f1"), Function("a", "f2"),
    ]
)  # fmt: skip
MERGE = {
    "consolidate": ["a", "b"], "into": {"unit": "m", "parent": "root"}, "head": {"keep": "a/h"},
    "surplus_heads": {"b/h": {"convert": "deputy"}},
}  # fmt: skip
ABOLISH = {"dissolve": {"function": "f1", "unit": "a"}, "why": "no more"}
ASSIGN = {"assign_function": "f1", "from": "a", "to": "b"}
ADD = {"resize": "a/s", "by": 3, "why": "w"}
SET = {"resize": "a/s", "to": 9, "why": "w"}
RENAME = {"rename": "b", "names": {"en": "B"}}


def scenario(name: str, order: dict[str, object]) -> Scenario:
    """A scenario of one operation."""
    return Scenario(name, BASE, steps=(Step(name, do=[order]),))


@pytest.mark.parametrize("turn", [1, -1], ids=["as given", "the other way round"])
@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        (MERGE, ABOLISH, ["y", "x"]),
        (ASSIGN, ABOLISH, None),
        (ADD, SET, ["y", "x"]),
        (RENAME, RENAME, 1),
        (RENAME, ADD, 2),
    ],
    ids=["merger and abolition", "assigned and abolished", "by three and to nine", "the same", "apart"],
)
def test_no_order_is_dropped(one, other, steps, turn) -> None:
    """Two proposals are combined in an order that runs, or conflict, whichever is named first."""
    found = combine([scenario("x", one), scenario("y", other)][::turn])
    if steps is None:
        assert (found.scenario, bool(found.conflicts)) == (None, True)
        return
    assert found.scenario is not None
    names = [step.id for step in found.scenario.steps]
    assert names == steps if isinstance(steps, list) else len(names) == steps
    outcome = found.scenario.run()
    assert errors(outcome.problems) == []
    if ABOLISH in (one, other):
        assert [function.function for function in outcome.after.functions] == ["f2"]
    if found.any_order:
        back = Scenario("back", BASE, steps=tuple(reversed(found.scenario.steps))).run()
        assert back.after == outcome.after


# -- what is not known, what is said twice, and what takes turns ----------------------------------------------------------

UNKNOWN = BASE.patched({"posts": {"a/s": Post("a/s", "a", authorized=6, filled=6, fte=None)}})


def on(base: Structure, name: str, *orders: dict[str, object], at: Location | None = None) -> Scenario:
    """A scenario of steps of one operation each."""
    return Scenario(name, base, steps=tuple(Step(f"{name}{n}", do=[one], at=at) for n, one in enumerate(orders)))


def part(count: int, to: str) -> dict[str, object]:
    """A transfer of some of a row of posts."""
    return {"transfer": {"posts": [{"post": "a/s", "count": count, "filled": count}]}, "to": to}


def test_parts_of_a_row_of_which_a_figure_is_missing_go_in_any_order() -> None:
    """Two transfers out of one row commute where its full-time equivalents are not known, as where they are."""
    known = UNKNOWN.patched({"posts": {"a/s": Post("a/s", "a", authorized=6, filled=6, fte=600)}})
    for base in (UNKNOWN, known):
        found = combine([on(base, "x", part(1, "b")), on(base, "y", part(2, "root"))])
        assert (found.any_order, found.conflicts) == (True, ())
        assert found.outcome is not None
        assert [found.outcome.after.post(id).authorized for id in ("a/s", "a/s~b", "a/s~root")] == [3, 1, 2]


@pytest.mark.parametrize(
    ("one", "other", "any_order"),
    [
        ({"fte_to": 5}, {"fte_to": 6}, False),
        ({"fte_to": 5}, {"fte_by": 1}, False),
        ({"fte_by": 1}, {"fte_by": 2}, True),
        ({"by": 1}, {"fte_to": 6}, True),
    ],
    ids=["to and to", "to and by", "by and by", "another figure"],
)
def test_a_missing_figure_that_both_set_is_a_conflict(one, other, any_order) -> None:
    """A missing figure can be set to one value; what is added to it adds up, and other figures have nothing to do with it."""
    scenarios = [on(UNKNOWN, name, {"resize": "a/s", **way, "why": "w"}) for name, way in (("x", one), ("y", other))]
    found = combine(scenarios)
    assert (found.any_order, bool(found.conflicts), found.scenario is None) == (any_order, not any_order, not any_order)
    assert all((row.table, row.key, row.fields) == ("posts", "a/s", ("fte",)) for row in found.conflicts)


def test_three_more_twice_is_six_unless_it_is_one_step_of_a_file() -> None:
    """Two files that order three posts more order six; a step that both hold from one file is taken once."""
    found = combine([on(BASE, "x", ADD), on(BASE, "y", ADD)])
    assert found.outcome is not None
    assert (found.any_order, found.outcome.after.post("a/s").authorized) == (True, 12)
    place = Location("shared.yaml", 3, 3)
    shared = [replace(on(BASE, "z", ADD, at=place), id=name) for name in "xy"]
    found = combine([shared[0], replace(shared[1], steps=(*shared[1].steps, Step("own", do=[RENAME], after=("z0",))))])
    assert found.outcome is not None
    assert (len(found.outcome.steps), found.outcome.after.post("a/s").authorized, found.any_order) == (2, 9, True)
    assert errors(found.outcome.problems) == []


def test_steps_take_turns_where_no_scenario_can_go_first() -> None:
    """Each scenario has a step that must come before one of the other: an order between their steps serves both."""
    base = BASE.patched({"units": {id: Unit(id, parent="root") for id in "cd"}})
    one = on(base, "x", {"rename": "c", "names": {"en": "C"}}, {"absorb": ["d"], "into": "b"})
    other = on(base, "y", {"create": {"post": "new", "unit": "d"}, "why": "w"}, {"absorb": ["c"], "into": "a"})
    other = replace(other, steps=(*other.steps, Step("y2", do=[{"resize": "a/s", "by": 1, "why": "w"}])))
    one = replace(one, steps=(Step("x9", do=[{"create": {"post": "new", "unit": "c"}, "why": "w"}]), *one.steps[1:]))
    for pair in ([one, other], [other, one]):
        found = combine(pair)
        assert found.outcome is not None, [row.why for row in found.conflicts]
        assert errors(found.outcome.problems) == []
        assert {found.outcome.after.post(id).unit for id in ("c/new", "d/new")} == {"a", "b"}
        names = [step.id for step in found.outcome.scenario.steps]
        assert names.index("x9") < names.index("y1")
        assert names.index("y0") < names.index("x1")


def test_dates_settle_what_would_differ() -> None:
    """Two names for one unit, the one in 2021 and the other in 2022, go together: the later one stands in the end."""
    names = [replace(on(BASE, name, {"rename": "b", "names": {"en": name}})) for name in "xy"]
    assert combine(names).conflicts
    dated = [
        replace(one, steps=(replace(one.steps[0], effective=day),))
        for one, day in zip(names, ("2022", "2021"), strict=True)
    ]
    found = combine(dated)
    assert found.outcome is not None
    assert (found.any_order, found.outcome.after.unit("b").name("en")) == (True, "x")


def test_two_orders_that_lead_elsewhere_are_a_conflict_that_names_where() -> None:
    """A transfer of all units of a kind, and a new unit of that kind: the orders differ in that unit."""
    every = {"transfer": {"where": {"kind": "office"}}, "to": "b"}
    base = BASE.patched({"units": {"c": Unit("c", parent="a", kind="office")}})
    new = {"create": {"unit": "n", "parent": "a", "kind": "office"}, "why": "w"}
    for pair in ([on(base, "x", every), on(base, "y", new)], [on(base, "y", new), on(base, "x", every)]):
        (row,) = combine(pair).conflicts
        assert {row.first.step, row.second.step} == {"x0", "y0"}
        assert row.why == "the other way round the result differs in n"


def test_scenarios_of_one_name_are_told_apart() -> None:
    """Two files of one stem, from two folders, are told apart in what is said of their steps."""
    names = [on(BASE, "x", {"rename": "b", "names": {"en": text}}) for text in ("B", "C")]
    (row,) = combine(names).conflicts
    assert (str(row.first), str(row.second)) == ("x:x0", "x-2:x0")


def test_one_transfer_in_two_scenarios_is_one_whatever_else_they_do_to_the_row() -> None:
    """Two scenarios quarrel over the figure of a row that both transfer: the transfer is the same, and no conflict."""
    both = [
        on(BASE, name, {"resize": "a/s", "to": to, "why": "w"}, {"transfer": {"posts": ["a/s"]}, "to": "b"})
        for name, to in (("x", 8), ("y", 9))
    ]
    found = combine(both)
    kinds = [(row.kind, row.first.step, row.second.step) for row in found.relations]
    assert ("same", "x1", "y1") in kinds
    assert [one for one in kinds if one[0] == "conflict"] == [("conflict", "x0", "y0")]


@pytest.mark.parametrize("turn", [1, -1], ids=["as given", "the other way round"])
def test_of_more_scenarios_than_are_tried_in_all_orders_each_comes_before_the_one_that_it_must(turn) -> None:
    """Of six scenarios each puts a post in a unit that the next one merges away: an order is found and explained."""
    units = [Unit(f"u{n}", parent="root") for n in range(7)]
    base = BASE.patched({"units": {unit.id: unit for unit in units}})
    six = [
        on(
            base, f"s{n}",
            {"create": {"post": "new", "unit": f"u{n + 1}"}, "why": "w"}, {"absorb": [f"u{n}"], "into": "b"},
        )
        for n in range(6)
    ]  # fmt: skip
    found = combine(six[::turn])
    assert found.outcome is not None
    assert (errors(found.outcome.problems), found.any_order) == ([], False)
    assert len(found.outcome.after.posts_of("b")) == 6
    first = {(row.first.step, row.second.step) for row in found.relations if row.kind == "before" and not row.table}
    assert first == {(f"s{n}0", f"s{n + 1}1") for n in range(5)}


# -- what fits in part only ------------------------------------------------------------------------------------------------


def test_three_that_fit_in_pairs_only_are_one_conflict_of_three() -> None:
    """Three of three posts each out of seven: any two fit, and all three are told with the row and its figures."""
    base = BASE.patched({"posts": {"a/s": Post("a/s", "a", authorized=7, filled=7)}})
    for three in itertools.permutations(
        [on(base, "x", part(3, "b")), on(base, "y", part(3, "root")), on(base, "z", part(3, "b"))]
    ):
        found = combine(three)
        kinds = sorted((row.kind, row.first.scenario, row.second.scenario) for row in found.relations)
        assert kinds == [("commute", "x", "y"), ("commute", "x", "z"), ("commute", "y", "z"), ("conflict", "x", "y")]
        (row,) = found.conflicts
        assert ([one.scenario for one in row.others], row.table, row.key, row.fields) == (
            ["z"],
            "posts",
            "a/s",
            ("authorized",),
        )
        assert row.why == "any 2 of x, y and z fit, not all 3: posts authorized 7, x -3, y -3, z -3"
        assert found == combine(three[::-1])


def test_of_more_each_least_group_is_told_and_what_fits_with_help_is_no_conflict() -> None:
    """Four of two posts each out of six: every three fit, not four; and two that fit only once a third has added posts."""
    four = [on(BASE, name, part(2, "root")) for name in "wxyz"]
    (row,) = combine(four).conflicts
    assert row.why == "any 3 of w, x, y and z fit, not all 4: posts authorized 6, w -2, x -2, y -2, z -2"
    many = [on(BASE, f"s{n}", part(1, "root")) for n in range(7)]
    (row,) = combine(many).conflicts
    assert len(row.turns) == 7
    more = on(BASE, "more", {"resize": "a/s", "by": 6, "filled_by": 6, "why": "w"})
    found = combine([on(BASE, "x", part(4, "root")), on(BASE, "y", part(4, "root")), more])
    assert (found.conflicts, found.any_order, found.scenario is None) == ((), False, False)


def test_ids_of_new_rows_are_no_difference_and_the_one_order_that_runs_is_named() -> None:
    """Two parts of one row for one unit go in any order; a unit gets its new name before it is merged away."""
    found = combine([on(BASE, "x", part(2, "b")), on(BASE, "y", part(3, "b"))])
    assert (found.any_order, found.conflicts) == (True, ())
    found = combine([on(BASE, "x", MERGE), on(BASE, "y", {"rename": "a", "names": {"en": "A"}})])
    assert found.scenario is not None
    assert ([step.id for step in found.scenario.steps], found.any_order) == (["y0", "x0"], False)
    end = {"dissolve": "b", "ends": {"posts": "all"}, "why": "w"}
    found = combine([on(BASE, "x", {"create": {"post": "n", "unit": "b"}, "why": "w"}), on(BASE, "y", end)])
    assert found.scenario is not None
    assert [step.id for step in found.scenario.steps] == ["x0", "y0"]


def test_a_step_twice_for_which_too_little_is_left_is_no_step_that_is_enough_once() -> None:
    """Two transfers of four posts each out of six are eight posts, as out of ten: a conflict over the row."""
    found = combine([on(BASE, "x", part(4, "b")), on(BASE, "y", part(4, "b"))])
    assert [(row.kind, row.key, row.why) for row in found.relations if row.key == "a/s"] == [
        ("conflict", "a/s", "posts authorized 6, x -4, y -4")
    ]


def test_what_two_do_in_any_order_a_third_may_put_in_one() -> None:
    """One more post and two away are any order; where three are away already nothing is left to have one more."""
    base = BASE.patched({"posts": {"a/s": Post("a/s", "a", authorized=5, filled=None)}})
    x, z = (
        on(base, name, {"transfer": {"posts": [{"post": "a/s", "count": count, "filled": 0}]}, "to": "b"})
        for name, count in (("x", 3), ("z", 2))
    )
    y = on(base, "y", {"resize": "a/s", "by": 1, "why": "w"})
    assert combine([y, z]).any_order
    found = combine([x, y, z])
    assert (found.any_order, found.scenario is None) == (False, False)
    assert len({row.ends for row in found.relations}) == len(found.relations)
    why = next(row.why for row in found.relations if row.kind == "before")
    assert why.startswith("beside the others, after it: ")
