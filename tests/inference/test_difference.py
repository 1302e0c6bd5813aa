"""Differences of tables that say nothing of the past, and how sure their operations are."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import orgmodel
from orgmodel.core.records import Ended, Function, Post, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import difference
from orgmodel.reports.differences import difference_rows
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario, Study
from tests.scenario.random_scenarios import single_operations

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


def _silent(structure: Structure) -> Structure:
    """Give a structure as a table of what there is would tell it: no register, no sources, no dates of beginning."""
    records = []
    for spec in Tables.ALL:
        for record in structure.table(spec.table) if spec.table != "ended" else ():
            known = {field.name for field in fields(record)}
            blank: dict[str, Any] = {"src": ""} if "src" in known else {}
            records.append(replace(record, **blank, **({"begins": None} if isinstance(record, Unit) else {})))
    return Structure.of(records, terms=structure.terms, as_of=structure.as_of)


@given(single_operations())
def test_what_is_unsaid_is_no_change(scenario) -> None:
    """Whatever one operation did, it is replayed to what a table without register, sources and dates says."""
    after = _silent(scenario.run().after)
    found = difference(scenario.baseline, after)
    assert [change for change in found.corrections if change.table != "ended"] == []
    assert _silent(found.inference.outcome.after) == after


def test_nothing_but_silence_is_filled_in() -> None:
    """A source, a date and an end that the later structure does tell are corrections where running says otherwise."""
    before = Structure.of([Unit("a", src="law"), Unit("b"), Post("a/1", "a", src="law")])
    after = Structure.of(
        [Unit("a", src="act"), Unit("c", begins="2020", src="act"), Post("a/1", "a"), Ended(Unit("b"), "2019-01-01")]
    )
    found = difference(before, after)
    assert [(change.table, change.fields) for change in found.corrections] == [("units", ("src",)), ("units", ("src",))]
    assert {one.verb: one.step.effective for one in found.inference.steps} == {
        "dissolve": "2019-01-01",
        "create": "2020",
    }
    assert [(change.table, change.fields) for change in found.unsaid] == [("posts", ("src",))]


def test_a_step_is_no_surer_than_the_match_it_rests_on() -> None:
    """A unit matched by what it contains moves as surely as it is matched, and the pair is told; others stay certain."""

    def unit(id: str, name: str, parent: str | None, *functions: str) -> list[Any]:
        return [Unit(id, (("en", name),), parent=parent), *(Function(id, function) for function in functions)]

    before = Structure.of(
        [
            *unit("g", "Gov", None),
            *unit("a", "Trade", "g", *"xyz"),
            *unit("b", "Tax", "g"),
            Post("b/1", "b", authorized=1),
        ]
    )
    after = Structure.of(
        [
            *unit("g", "Gov", None),
            *unit("q", "Commerce", "b", *"xyw", "z"),
            *unit("b", "Tax", "g"),
            Post("b/1", "b", authorized=3),
        ]
    )
    found = difference(before, after, by=("id", "content"))
    sure = {one.verb: (one.certainty, dict(one.basis)["en"]) for one in found.inference.steps}
    assert sure["transfer"] == ("possible", "a is q by content")
    assert sure["resize"] == ("certain", "the record kept its id")
    said = difference(before, after, by=("id", "content"), language="vi").scenario.steps[0]
    assert "có thể: a là q theo content" in dict(said.notes)["vi"]


def test_other_readings_are_told() -> None:
    """One unit in another's place may have been absorbed or split off: the steps are only possible, and that is told."""
    before = Structure.of([Unit("g"), Unit("a", parent="g"), Function("a", "f")])
    after = Structure.of([Unit("g"), Unit("c", parent="g"), Function("c", "f")])
    steps = difference(before, after).inference.steps
    assert [one.certainty for one in steps] == ["possible"] * 2
    assert "as well possible: created + dissolved, or split off + dissolved" in dict(steps[0].basis)["en"]
    assert "cũng có thể: " in dict(steps[0].basis)["vi"]


def test_the_same_in_python() -> None:
    """The public functions take what was read, and give a scenario and what became of each step."""
    study = orgmodel.read(STUDY)
    assert isinstance(study, Study)
    scenario = study.scenario("2.4-propaganda-mobilisation")
    assert orgmodel.diff(study, scenario).scenario.run().after == scenario.run().after
    assert orgmodel.diff(scenario.run(), scenario).changes == ()
    done = orgmodel.combine(scenario, onto=scenario.run().after)
    assert [step.state for one in done.rebased for step in one.steps] == ["no longer applies"]
    with pytest.raises(orgmodel.core.problems.ProblemsError, match="no unit"):
        orgmodel.diff(
            study, Scenario("s", study.baseline, steps=(Step("s", do=[{"rename": "zz", "names": {"vi": "Z"}}]),))
        )


# -- rows of which a later file knows the sum alone ------------------------------------------------------------------------

ROWS = Structure.of(
    [
        Unit("g", (("en", "Council"),)),
        *(Unit(id, (("en", f"{id} Office"),), "office", parent="g") for id in "abc"),
        *(Post(f"{id}/h", id, (("en", "Head"),), "head", authorized=1, filled=1) for id in "abc"),
        *(Post(f"a/{n}", "a", (("en", "Clerk"),), authorized=n, filled=n, order=n) for n in (3, 4)),
        *(Post(f"{id}/2", id, (("en", "Clerk"),), authorized=2, filled=1) for id in "bc"),
        *(Function(id, f"f-{id}") for id in "abc"),
    ]
)
MERGED = {
    "consolidate": ["a", "b"], "into": {"unit": "ab", "names": {"en": "ab Office"}, "kind": "office", "parent": "g"},
    "head": {"keep": "a/h"}, "surplus_heads": {"b/h": {"convert": "deputy"}},
}  # fmt: skip


def _as_one(structure: Structure, unit: str, id: str, more: int = 0) -> Structure:
    """Give a structure in which the clerks of a unit are one row."""
    clerks = [post for post in structure.posts_of(unit) if post.titles == (("en", "Clerk"),)]
    figures = {name: sum(getattr(one, name) for one in clerks) + more for name in ("authorized", "filled")}
    rows = {one.id: None for one in clerks} | {id: replace(clerks[0], id=id, **figures)}
    return structure.patched({"posts": rows})


@pytest.mark.parametrize("id", ["a/3", "a/clerks"])
def test_rows_that_a_later_file_sums_into_one_are_no_change(id) -> None:
    """Three and four clerks, and later seven in one row: nobody comes or goes, and the pairs say what was read; eight are not that."""
    found = difference(ROWS, _as_one(ROWS, "a", id))
    assert (found.inference.steps, found.corrections, found.changes) == ((), (), ())
    pairs = [(one.before, one.after, one.key, one.certainty) for one in found.matching.posts if one.key == "sum"]
    assert pairs == [("a/3", id, "sum", "possible"), ("a/4", id, "sum", "possible")]
    assert difference(ROWS, _as_one(ROWS, "a", id, more=1)).inference.steps != ()


@pytest.mark.parametrize("by", [(), ("path", "name")])
def test_rows_that_come_together_in_a_merger_may_be_one_row_later(by) -> None:
    """A merged office of which a table has one row of nine clerks is one merger, and no post from or to outside."""
    after = _as_one(Scenario("s", ROWS, steps=(Step("m", do=[MERGED]),)).run().after, "ab", "ab/clerks")
    found = difference(ROWS, _silent(after), by=by)
    assert (found.inference.verbs, found.corrections) == ({"consolidate": 1}, ())
    assert sorted(one.before for one in found.matching.posts if one.key == "sum") == ["a/3", "a/4", "b/2"]


def test_the_concurrent_holder_of_a_new_post_is_told_with_it() -> None:
    """A post that begins with a line and a head who holds it too is one step, which says all of it."""
    orders = [
        {
            "create": {"post": "legal", "unit": "b", "authorized": 1},
            "lines": [{"kind": "professional", "to": "a/h"}],
            "why": "w",
        },
        {"link_posts": "a/h", "also_holds": "b/legal", "basis": "law"},
    ]
    after = Scenario("s", ROWS, steps=(Step("m", do=orders),)).run().after
    found = difference(ROWS, _silent(after))
    (step,) = found.inference.steps
    assert ([next(iter(one)) for one in step.step.do], found.corrections) == (["create", "link_posts"], ())
    (row,) = difference_rows(found, "en")["operations"]
    assert row["data"] == step.step.do[0]
    assert [one in row["what"] for one in ("b/legal", "a/h (Head)")] == [True, True]


@pytest.mark.parametrize("order", [0, 2])
def test_a_row_that_says_no_place_among_siblings_is_a_merger_all_the_same(order: int) -> None:
    """A unit made of two is the consolidation of both, whether or not its row says where it stands."""
    office = [Unit("t"), Unit("a", parent="t", order=1), Unit("b", parent="t", order=2), Unit("x", parent="a", order=1)]
    posts = [
        Post("a/h", "a", rank="head", authorized=1, filled=1),
        Post("b/h", "b", rank="head", authorized=1, filled=1),
    ]
    later = [Unit("t"), Unit("c", parent="t", order=order), Unit("x", parent="c", order=1)]
    kept = [replace(posts[0], unit="c"), replace(posts[1], unit="c", rank="deputy")]
    found = difference(Structure.of([*office, *posts]), Structure.of([*later, *kept]))
    assert found.inference.verbs == {"consolidate": 1}
    assert found.corrections == ()
    assert found.scenario.run().after.unit("c").parent == "t"
