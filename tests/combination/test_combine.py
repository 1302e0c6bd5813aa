"""Scenarios combined into one in an order that works, or the records they quarrel over; and carried to another baseline."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel.combination.combine import Combination, combine
from orgmodel.combination.rebase import FAILS, OTHERWISE, rebase
from orgmodel.combination.relations import BEFORE, COMMUTE, SAME
from orgmodel.core.change import compose
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.records import Function, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Parameter, Step
from orgmodel.scenario.scenario import Scenario, Study
from orgmodel.scenario.write import scenario_text
from tests.scenario.random_scenarios import scenarios

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


def _base() -> Structure:
    records: list[object] = [Unit("top")]
    for id in ("a", "b", "c", "d"):
        records += [
            Unit(id, (("vi", id),), "organ", parent="top", block="government"),
            Post(f"{id}/head", id, rank="head", block="government", filled=1),
            Post(f"{id}/cv", id, block="government", authorized=5, filled=3),
            Function(id, f"f-{id}", block="government"),
        ]
    return Structure.of(records)  # type: ignore[arg-type]


BASE = _base()
MERGE = {
    "consolidate": ["a", "b"],
    "into": {"unit": "ab"},
    "head": {"keep": "a/head"},
    "surplus_heads": {"b/head": {"convert": "deputy"}},
}


def _one(id: str, *do: object, effective: str | None = None, **fields: object) -> Scenario:
    return Scenario(id, BASE, steps=(Step("s", do=list(do), effective=effective),), **fields)  # type: ignore[arg-type]


def _kinds(found: Combination) -> list[tuple[str, str, str]]:
    return [(one.kind, one.first.scenario, one.second.scenario) for one in found.relations]


def _ran(found: Combination) -> Structure:
    assert found.outcome is not None
    assert errors(found.outcome.problems) == []
    return found.outcome.after


# -- in one ------------------------------------------------------------------------------------------------------------


def test_scenarios_that_touch_nothing_in_common_give_the_same_in_any_order() -> None:
    """Three proposals on different units combine in all six orders to one result, and nothing is listed between them."""
    parts = [
        _one("one", {"transfer": "c", "to": "a"}),
        _one("two", {"resize": "b/cv", "by": 1, "why": "need"}),
        _one("three", {"dissolve": {"function": "f-d", "unit": "d"}, "why": "law"}),
    ]
    results = [combine(order) for order in itertools.permutations(parts)]
    assert all(one.any_order and one.relations == () for one in results)
    assert all(_ran(one) == _ran(results[0]) for one in results)


def test_changes_of_other_fields_of_one_record_commute() -> None:
    """A transfer and a new name of the same unit go together, and are told as steps that commute."""
    found = combine([_one("one", {"transfer": "c", "to": "a"}), _one("two", {"rename": "c", "names": {"vi": "C"}})])
    assert _kinds(found) == [(COMMUTE, "one", "two")]
    unit = _ran(found).unit("c")
    assert (unit.parent, unit.name(), found.any_order) == ("a", "C", True)


def test_figures_that_add_up_commute_and_figures_that_are_set_do_not() -> None:
    """Two more posts and three more posts make five; five posts and six posts cannot both be."""
    added = combine(
        [_one("one", {"resize": "c/cv", "by": 2, "why": "x"}), _one("two", {"resize": "c/cv", "by": 3, "why": "y"})]
    )
    assert _ran(added).post("c/cv").authorized == 10
    either = combine(
        [_one("one", {"resize": "c/cv", "to": 6, "why": "x"}), _one("two", {"resize": "c/cv", "to": 7, "why": "y"})]
    )
    (conflict,) = either.conflicts
    assert either.scenario is None
    assert (conflict.table, conflict.key, conflict.fields) == ("posts", "c/cv", ("authorized",))
    assert (conflict.first.after.authorized, conflict.second.after.authorized) == (6, 7)  # type: ignore[union-attr]


def test_what_needs_a_unit_comes_before_the_step_that_ends_it() -> None:
    """New posts in an agency are created before it is merged away, whichever proposal is named first, and go with it."""
    merge, create = _one("merge", MERGE), _one("create", {"create": {"post": "new", "unit": "a"}, "why": "law"})
    for order in ([merge, create], [create, merge]):
        found = combine(order)
        assert _ran(found).post("a/new").unit == "ab"
    relations = combine([merge, create]).relations
    assert {(one.kind, one.first.scenario, one.second.scenario) for one in relations} == {(BEFORE, "create", "merge")}
    assert [(one.key, one.second.after.unit) for one in relations if one.table] == [("a/new", "ab")]  # type: ignore[union-attr]
    assert not combine([merge, create]).any_order


def test_two_ends_of_one_unit_are_a_conflict() -> None:
    """One proposal merges an agency that another dissolves: the unit is named, and what each wants of it."""
    end = {"dissolve": "b", "ends": {"posts": "all", "functions": "all"}, "why": "law"}
    found = combine([_one("merge", MERGE), _one("end", end)])
    assert found.scenario is None
    units = [one for one in found.conflicts if one.table == "units"]
    assert [(one.key, one.first.step, one.second.scenario, one.why) for one in units] == [
        ("b", "s", "merge", "both end it, in different ways")
    ]


def test_two_superiors_for_one_unit_are_a_conflict() -> None:
    """A unit cannot be transferred to two superiors; each wish is told with its record."""
    found = combine([_one("one", {"transfer": "c", "to": "a"}), _one("two", {"transfer": "c", "to": "b"})])
    (conflict,) = found.conflicts
    assert (conflict.key, conflict.fields) == ("c", ("parent",))
    assert (conflict.first.after.parent, conflict.second.after.parent) == ("a", "b")  # type: ignore[union-attr]


def test_the_same_step_in_two_scenarios_is_taken_once() -> None:
    """A step that both proposals hold is taken once, and told."""
    found = combine([_one("one", MERGE), _one("two", MERGE)])
    assert _kinds(found) == [(SAME, "one", "two")]
    assert found.scenario is not None
    assert len(found.scenario.steps) == 1


def test_dates_that_forbid_the_only_order_are_a_conflict() -> None:
    """A step that has to come before a merger, and takes effect after it, is a conflict that names both dates."""
    merge = _one("merge", MERGE, effective="2021")
    create = _one("create", {"create": {"post": "new", "unit": "a"}, "why": "law"}, effective="2022")
    (conflict,) = combine([merge, create]).conflicts
    assert "2022" in conflict.why
    assert "2021" in conflict.why
    assert "a" in conflict.why


def test_parameters_of_one_name_are_kept_apart() -> None:
    """Two proposals with a parameter of the same name keep both, each with its own value, and both can still be set."""

    def asks(id: str, unit: str, default: str) -> Scenario:
        step = Step("s", do=[{"transfer": unit, "to": {"choose": "where", "a": "a", "b": "b"}}])
        parameter = Parameter("where", choices=("a", "b"), default=default)
        return Scenario(id, BASE, parameters={"where": parameter}, steps=(step,))

    found = combine([asks("one", "c", "a"), asks("two", "d", "b")])
    assert found.scenario is not None
    assert sorted(found.scenario.parameters) == ["two-where", "where"]
    assert [_ran(found).unit(id).parent for id in "cd"] == ["a", "b"]
    other = found.scenario.run(**{"two-where": "a"}).after
    assert [other.unit(id).parent for id in "cd"] == ["a", "a"]


def test_what_cannot_be_combined_is_refused() -> None:
    """A scenario that does not run by itself, or that starts elsewhere, is named; nothing and one are no trouble."""
    with pytest.raises(ProblemsError, match="no unit 'zz'"):
        combine([_one("one", {"transfer": "zz", "to": "a"})])
    with pytest.raises(ProblemsError, match="another baseline"):
        combine([_one("one"), Scenario("two", Structure.of([Unit("a")]))])
    assert combine([]).scenario is None
    assert _ran(combine([_one("one", MERGE)])) == _one("one", MERGE).run().after


@settings(max_examples=settings.default.max_examples // 2)
@given(st.data())
def test_a_combination_holds_what_each_scenario_did(data) -> None:
    """Of two random scenarios of one baseline that combine, every record that only one changes is as that one wants it."""
    first = data.draw(scenarios(2))
    drawn = data.draw(scenarios(2, apart=True, before=first.baseline))
    found = combine([first, drawn])
    if found.scenario is None:
        assert found.conflicts
        return
    after = _ran(found)
    changes = [one.run().changes for one in (first, drawn)]
    keys = [{(change.table, change.key) for change in one} for one in changes]
    if not keys[0] & keys[1]:
        both = compose(changes[0], changes[1])
        wanted = {(change.table, change.key): change.after for change in both}
        if found.any_order and not found.relations:
            assert all(after.table(table).get(key) == record for (table, key), record in wanted.items())
    assert combine([drawn, first]).scenario is not None or not found.any_order


def test_clauses_of_the_study_combine() -> None:
    """Clauses 2.3, 2.4 and 2.5 of the study are proposals that combine in any order; the two variants of 2.3 do not."""
    study = orgmodel.read(STUDY)
    assert isinstance(study, Study)
    names = ["2.3-no-new-quota", "2.4-propaganda-mobilisation", "2.5-actual-2023"]
    found = combine([study.scenario(name) for name in names])
    assert found.any_order
    together = Scenario("all", study.baseline, included=tuple(map(study.scenario, names)))
    assert _ran(found) == together.run().after
    assert "gov_head" in scenario_text(found.scenario)  # type: ignore[arg-type]
    clash = combine([study.scenario(name) for name in ("2.3-no-new-quota", "2.3-new-quota")])
    assert clash.scenario is None
    assert "duc-tho.tcnv" in {one.key for one in clash.conflicts}


# -- on another baseline -----------------------------------------------------------------------------------------------


def test_a_rebase_tells_what_no_longer_applies_and_why() -> None:
    """Of three steps the one whose unit has gone no longer applies, one that needed it neither, and the third does."""
    scenario = Scenario(
        "s",
        BASE,
        steps=(
            Step("merge", do=[MERGE]),
            Step("rename", do=[{"rename": "ab", "names": {"vi": "AB"}}]),
            Step("resize", do=[{"resize": "c/cv", "by": 1, "why": "x"}]),
        ),
    )
    gone = {post.id: None for post in BASE.posts_of("b")}
    onto = BASE.patched({"units": {"b": None}, "posts": gone, "functions": {("b", "f-b"): None}})
    found = rebase(scenario, onto)
    assert [(one.step.id, one.state) for one in found.steps] == [
        ("merge", FAILS),
        ("rename", FAILS),
        ("resize", "applies"),
    ]
    merge, rename, _ = found.steps
    assert ("units", "b") in [(change.table, change.key) for change in merge.because]
    assert "no unit 'b'" in merge.problems[0].message
    assert rename.needs == ("merge",)
    assert not found.complete
    assert found.outcome.after.post("c/cv").authorized == 6


def test_a_rebase_tells_a_step_that_does_otherwise() -> None:
    """A merger of an agency that has another post by now still applies, and is told to do otherwise than before."""
    onto = BASE.patched({"posts": {"a/extra": Post("a/extra", "a", block="government", authorized=2)}})
    (step,) = rebase(_one("s", MERGE), onto).steps
    assert step.state == OTHERWISE
    assert rebase(_one("s", MERGE), BASE).steps[0].state == "applies"


def test_a_rebase_keeps_what_is_included() -> None:
    """Steps of included scenarios are carried over too, and dropped where they no longer apply."""
    inner = _one("inner", {"transfer": "c", "to": "a"})
    outer = Scenario("outer", BASE, included=(inner,), steps=(Step("own", do=[{"rename": "d", "names": {"vi": "D"}}]),))
    found = rebase(outer, BASE.patched({"units": {"c": None}, "posts": {"c/head": None, "c/cv": None}}))
    assert [(one.step.id, one.state) for one in found.steps] == [("s", FAILS), ("own", "applies")]
    assert errors(found.outcome.problems) == []


MORE = BASE.patched(
    {"posts": {"a/cv": replace(BASE.post("a/cv"), authorized=7), "c/cv": replace(BASE.post("c/cv"), authorized=7)}}
)
BELOW = BASE.patched({"units": {"c": replace(BASE.unit("c"), parent="b")}})


@pytest.mark.parametrize(
    ("do", "onto", "state", "moves"),
    [
        (MERGE, MORE, OTHERWISE, [("authorized", "a", "ab", 6, 8)]),
        ({"resize": "c/cv", "to": 6, "why": "x"}, MORE, OTHERWISE, [("authorized", None, "c", 1, 0), ("authorized", "c", None, 0, 1)]),
        ({"resize": "c/cv", "to": 9, "why": "x"}, MORE, OTHERWISE, [("authorized", None, "c", 4, 2)]),
        ({"resize": "c/cv", "by": 1, "why": "x"}, MORE, "applies", []),
        ({"rename": "c", "names": {"vi": "C"}}, MORE, "applies", []),
        ({"rename": "c", "names": {"vi": "C"}}, BELOW, "applies", []),
        (
            {"transfer": "c", "to": "a"}, BELOW, OTHERWISE,
            [(q, *ends, *n) for q, k in (("authorized", 6), ("filled", 4), ("people", 4), ("functions", 1))
             for ends, n in ((("top", "a"), (k, 0)), (("b", "a"), (0, k)))],
        ),
    ],
)  # fmt: skip
def test_a_rebase_tells_where_amount_or_direction_changed(do, onto, state, moves) -> None:
    """Another amount on a way, or another way, is told with that before and now; what is as it was applies."""
    (step,) = rebase(_one("s", do), onto).steps
    told = sorted((way[0], str(way[1][0]), str(way[2][0]), was.told, now.known_best) for way, was, now in step.moves)
    expected = sorted((one[0], str(one[1]), str(one[2]), *one[3:]) for one in moves)
    assert step.state == state
    assert [one for one in told if one[0] in {"authorized", "filled", "people", "functions"}] == expected
