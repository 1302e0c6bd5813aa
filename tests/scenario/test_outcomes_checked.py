"""What a scenario leads to is checked as a file is: an outcome without errors is a structure without errors."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.core.records import Ended, Incumbency, Line, Link, Members, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.exporters.formats import export_to
from orgmodel.io.read import read_with_problems
from orgmodel.operations.money_schema import CostSpec
from orgmodel.scenario.elements import Expectation, Step
from orgmodel.scenario.scenario import Outcome, Scenario, Study
from tests.priced import priced_structures
from tests.scenario.random_scenarios import scenarios

GOV = Unit("gov")
HEAD = Post("a/h", "a", rank="head", authorized=1, filled=1)


def run(records: list[object], *do: dict[str, object], date: str | None = None) -> Outcome:
    """Run operations, each in a step."""
    steps = tuple(Step(f"s{number}", do=[one], effective=date) for number, one in enumerate(do))
    return Scenario("x", Structure.of([GOV, *records]), steps=steps).run()  # type: ignore[arg-type]


def codes(outcome: Outcome) -> list[str]:
    """List the codes of the errors of an outcome."""
    return [problem.code for problem in errors(outcome.problems)]


def test_expectations_of_a_refused_run_are_not_judged() -> None:
    """No figure of half a run is told, in an expectation that is not met neither."""
    steps = tuple(Step(f"s{unit}", do=[{"rename": unit, "names": {"en": "N"}}]) for unit in ("gov", "nowhere"))
    expected = (Expectation("units", change=5),)
    refused = Scenario("x", Structure.of([GOV]), steps=steps, expectations=expected).run()
    assert (codes(refused), refused.expectations) == (["UNKNOWN_UNIT"], ())
    assert codes(Scenario("x", Structure.of([GOV]), steps=steps[:1], expectations=expected).run()) == ["EXPECT"]


@given(scenarios())
def test_what_a_scenario_without_errors_leads_to_passes_the_check(scenario) -> None:
    """Law 11: of a baseline without errors, an outcome without errors has none."""
    outcome = scenario.run()
    if not errors(check(outcome.before)) and not errors(outcome.problems):
        assert errors(check(outcome.after)) == []


@given(scenarios())
def test_whatever_a_file_would_be_told_of_is_told_after_a_run(scenario) -> None:
    """Warnings of holders, surplus and members too: what the end has and the baseline had not, and nothing that it has not."""
    outcome = scenario.run()
    before, after = ({(one.code, one.subject) for one in check(state)} for state in (outcome.before, outcome.after))
    told = {(one.code, one.subject) for one in outcome.problems}
    assert after - before <= told
    assert {one for one in told if one[0] in HELD} <= after


HELD = ("FTE_OF_VACANT", "HOLDER_OF_VACANT", "TWO_HOLDERS", "ONLY_SECOND", "NAMELESS")


def test_holders_that_contradict_their_posts_are_told_after_operations():
    """A post made vacant under its holder, fewer present than holders, and no warning where it is said what becomes of them."""
    records = [
        Unit("a", parent="gov"), HEAD, Post("a/s", "a", authorized=3, filled=2), *(Person(one, one.upper()) for one in "pqr"),
        Incumbency("p", "a/h"), Incumbency("q", "a/s"), Incumbency("r", "a/s"),
    ]  # fmt: skip
    for data, told in (
        ({"resize": "a/h", "filled_to": 0}, [("HOLDER_OF_VACANT", "a/h")]),
        ({"resize": "a/s", "filled_to": 1}, [("TWO_HOLDERS", "a/s")]),
        ({"resize": "a/h", "filled_to": 0, "people": {"p": "retires"}}, []),
        ({"resize": "a/s", "filled_to": 1, "people": {"r": {"outcome": "leaves", "why": "w"}}}, []),
    ):
        assert [(one.code, one.subject) for one in run(records, data | {"why": "w"}).problems] == told


COSTS = st.lists(
    st.one_of(
        st.builds(CostSpec, amount=st.integers(0, 9)),
        st.builds(CostSpec, low=st.integers(0, 4), amount=st.just(5), high=st.integers(5, 9)),
        st.just(CostSpec()),
    ),
    max_size=2,
)


@st.composite
def costly(draw: st.DrawFn) -> Scenario:
    """A scenario over an organisation with pay, persons and links, whose steps cost something once and have dates."""
    found = draw(scenarios(3, dated=True, before=draw(priced_structures())))
    steps = tuple(replace(step, cost=tuple(draw(COSTS))) for step in found.steps)
    return replace(found, steps=steps)


@settings(max_examples=30)
@given(costly())
def test_what_it_leads_to_exported_and_read_again_passes_the_check(scenario) -> None:
    """Law 11 over files: persons, links, lines, pay and costs included, as a study of the same words reads it."""
    outcome = scenario.run()
    if errors(check(outcome.before)) or outcome.refused:
        return
    terms = outcome.before.terms
    money = {"currency": "XYZ", "decimals": terms.money.decimals} if terms.money else None
    words = {"title": {"en": "Read again"}, "as_of": outcome.after.as_of, "kinds": terms.kinds, "levels": [*terms.levels],
             "blocks": [*terms.blocks], "categories": [*terms.categories], "lines": terms.lines,
             "subordination": [*terms.subordination], "money": money,
             "quantities": {id: {"decimals": one.decimals, "split": one.split} for id, one in terms.quantities.items()}}  # fmt: skip
    with TemporaryDirectory() as folder:
        place = Path(folder)
        export_to("csv", outcome.after, place / "baseline")
        (place / "study.yaml").write_text(json.dumps({key: one for key, one in words.items() if one}), "utf-8")
        study, problems = read_with_problems(place)
    assert errors(problems) == []
    assert isinstance(study, Study)
    for table in ("units", "posts", "persons", "incumbencies", "links", "lines", "functions", "identities", "members"):
        read, kept = ({one.key for one in state.table(table)} for state in (study.baseline, outcome.after))
        assert read == kept, table
    read, kept = (
        {(one.key, one.value) for one in state.table("quantities") if isinstance(one.value, int)}
        for state in (study.baseline, outcome.after)
    )
    assert read == kept


def test_a_link_to_a_post_that_lost_its_holder_is_told() -> None:
    """A row of two with one holder, held through a link: the part that becomes head cannot take the only holder."""
    records = [
        Unit("a", parent="gov"), Unit("b", parent="gov"), HEAD, Post("a/d", "a", rank="deputy", authorized=2, filled=1),
        Post("b/h", "b", rank="head", authorized=1, filled=1), Link("b/h", "a/d"),
    ]  # fmt: skip
    off = {
        "split_off": "a",
        "into": [
            {
                "unit": {"unit": "n", "parent": "gov"},
                "takes": {"posts": [{"post": "d", "count": 1, "filled": 1}]},
                "head": {"convert": "d", "filled": 1},
            }
        ],
    }
    (problem,) = errors(run(records, off).problems)
    assert problem.code == "LINKED_POST"
    assert "filled: 0 at most" in problem.message
    part = off["into"][0]["takes"]["posts"][0] | {"filled": 0}  # type: ignore[index]
    off["into"][0] |= {"takes": {"posts": [part]}, "head": {"convert": "d", "filled": 0}}  # type: ignore[index]
    outcome = run(records, off)
    assert codes(outcome) == errors(check(outcome.after)) == []


def test_a_step_before_the_date_of_the_baseline_is_told():
    """The baseline ought to hold what took effect before it; a duty that changes nothing, and the same day, are fine."""
    baseline = Structure.of([GOV, Unit("a", parent="gov"), HEAD, Post("a/s", "a", authorized=2)], as_of="2020-01-01")
    do = [{"resize": "a/s", "by": 1, "why": "w"}]
    steps = (
        Step("early", do=do, effective="2019-12"),
        Step("same", do=do, effective="2020"),
        Step("duty", effective="2018"),
        Step("undated", do=do),
    )
    (told,) = Scenario("x", baseline, steps=steps).run().problems
    assert (told.code, told.severity, told.subject) == ("BEFORE_BASELINE", "warning", "early")
    assert "2019-12" in told.message
    assert "2020-01-01" in told.message


def test_people_and_posts_of_a_counted_transfer_must_fit() -> None:
    """Vacant posts that are not there are refused, and so is a written figure that contradicts the whole row."""
    records = [
        Unit("a", parent="gov"),
        Unit("c", parent="gov"),
        HEAD,
        Post("a/s", "a", authorized=11, filled=10),
        Post("a/t", "a", authorized=5, filled=3),
    ]
    few = {"transfer": {"posts": [{"post": "a/s", "count": 3, "filled": 0}]}, "to": "c"}
    all_ = {"transfer": {"posts": [{"post": "a/t", "count": 5, "filled": 1}]}, "to": "c"}
    assert codes(run(records, few)) == codes(run(records, all_)) == ["FILLED_UNCLEAR"]
    fits = {"transfer": {"posts": [{"post": "a/s", "count": 3, "filled": 2}]}, "to": "c"}
    assert codes(run(records, fits)) == []


def test_no_share_has_more_people_than_posts() -> None:
    """Eleven posts with ten people shared by 6, 6 and 2: each part seats its people."""
    records = [
        Unit("a", parent="gov"),
        HEAD,
        Post("a/d2", "a", rank="deputy", authorized=1, filled=1),
        Post("a/d3", "a", rank="deputy", authorized=1, filled=1),
        Post("a/s", "a", authorized=11, filled=10),
    ]
    split = {
        "split_up": "a",
        "into": [{"unit": {"unit": unit, "parent": "gov"}, "takes": {"posts": [post]}, "head": head} for unit, post, head in
                 (("x1", "h", {"keep": "h"}), ("x2", "d2", {"convert": "d2"}), ("x3", "d3", {"convert": "d3"}))],
        "shares": {"by": [6, 6, 2], "of": ["posts"]},
    }  # fmt: skip
    outcome = run(records, split)
    assert codes(outcome) == []
    staff = [(post.authorized, post.filled) for post in outcome.after.posts if post.rank == "staff"]
    assert sum(posts for posts, _ in staff) == 11
    assert sum(people for _, people in staff) == 10
    assert all(people <= posts for posts, people in staff)


@pytest.mark.parametrize(
    ("incoming", "ends"), [({"incoming": "gov"}, ["gov"]), ({"incoming": "drop"}, []), ({"gives_all": "gov"}, ["gov"])]
)
def test_lines_that_end_at_posts_of_a_dissolved_unit_go_where_its_own_go(incoming, ends) -> None:
    """A professional line to a head post that ends goes on to the heir, or is dropped because it is said."""
    records = [
        Unit("a", parent="gov"),
        Unit("b", parent="gov"),
        HEAD,
        Post("b/1", "b", authorized=1, filled=1),
        Line("professional", "b/1", "a/h"),
    ]
    outcome = run(records, {"dissolve": "a", "ends": {"posts": ["h"]}, "why": "w", **incoming})
    assert codes(outcome) == []
    assert [line.to for line in outcome.after.lines] == ends


def test_lines_that_nobody_speaks_of_are_left_over_by_name() -> None:
    """A post that ends while a line ends at it is refused, naming the line."""
    records = [
        Unit("a", parent="gov"),
        Unit("b", parent="gov"),
        HEAD,
        Post("a/2", "a", authorized=1, filled=1),
        Line("professional", "b", "a/2"),
    ]
    (problem,) = errors(run(records, {"dissolve": {"post": "a/2"}, "why": "w"}).problems)
    assert (problem.code, "professional b a/2" in problem.message) == ("LEFT_BEHIND", True)


def test_a_unit_is_not_restored_before_it_ended() -> None:
    """A unit that ended on a day can be restored from that day on."""
    records = [
        Unit("b", parent="gov"),
        Post("b/h", "b", rank="head", authorized=1, filled=1),
        Post("b/2", "b", rank="deputy", authorized=1, filled=1),
        Ended(Unit("old", parent="gov"), "2018-12-01"),
    ]
    off = {
        "split_off": "b",
        "into": [{"restores": "old", "takes": {"posts": ["2"]}, "head": {"convert": "2", "filled": 1}}],
    }
    assert codes(run(records, off, date="2017-01-01")) == ["RESTORED_EARLY"]
    assert codes(run(records, off, date="2018-12")) == []


def test_a_year_counts_from_its_first_day() -> None:
    """Steps of 2023 and of 2023-01-01 are of one day: the order of the file decides."""
    records = [Unit("a", parent="gov"), HEAD, Post("a/s", "a", authorized=11, filled=10)]
    baseline = Structure.of([GOV, *records])
    steps = (
        Step("d", do=[{"resize": "a/s", "by": 1, "why": "w"}], effective="2023-01-01"),
        Step("y", do=[{"resize": "a/s", "to": 20, "why": "w"}], effective="2023"),
    )
    assert Scenario("x", baseline, steps=steps).run().after.post("a/s").authorized == 20
    assert Scenario("x", baseline, steps=steps[::-1]).run().after.post("a/s").authorized == 21


@pytest.mark.parametrize(
    ("redirect", "told"),
    [
        ({"redirect": {"kind": "professional", "from": "a", "to": None}, "to": "a"}, ["LINE"]),
        ({"redirect": {"kind": "professional", "from": "a/h", "to": None}, "to": "a/h"}, ["LINE"]),
        ({"redirect": {"kind": "administrative", "from": "a", "to": None}, "to": "a"}, ["CYCLE"]),
    ],
)
def test_a_line_to_oneself_is_told(redirect, told):
    """A line joins two; one of superiors is a cycle besides."""
    outcome = run([Unit("a", parent="gov"), HEAD], redirect)
    assert codes(outcome) == told


@pytest.mark.parametrize(
    ("lines", "operation"),
    [
        (["b/h > a/h"], {"redirect": {"kind": "administrative", "from": "a", "to": None}, "to": "b"}),
        (["b/h > a/h", "a > c"], {"dissolve": "c", "incoming": "drop", "why": "w"}),
        (["a > b/h"], {"redirect": {"kind": "administrative", "from": "b", "to": None}, "to": "a"}),
    ],
    ids=["a line between units", "the rule in the place of a line that ends", "a line to a post"],
)
def test_a_ring_of_posts_through_lines_of_units_is_refused(lines, operation):
    """Where posts have lines of their own, one between units may close a ring of posts: the operation says which, not the run in the end."""
    units = [Unit("a", parent="b"), Unit("b", parent="gov"), Unit("c", parent="gov")]
    heads = [Post(f"{id}/h", id, rank="head", authorized=1, filled=1) for id in "ab"]
    outcome = run([*units, *heads, *(Line("administrative", *line.split(" > ")) for line in lines)], operation)
    assert codes(outcome) == ["CYCLE"]
    assert outcome.after == outcome.before
    assert "a/h" in str(errors(outcome.problems)[0].message)


def test_lives_of_one_unit_do_not_overlap():
    """An id is given again before its unit ended, or a unit ends before it began; the same day, and unknown ones, may be."""
    ended = Ended(Unit("old", parent="gov"), "2018-12-01")
    again = {"create": {"unit": "old", "parent": "gov"}, "head": "none", "why": "w"}
    assert codes(run([ended], again, date="2017")) == ["DUPLICATE"]
    assert codes(run([ended], again, date="2018-12-01")) == codes(run([ended], again)) == []
    young = Unit("a", parent="gov", begins="2020")
    dissolve = {"dissolve": "a", "why": "w"}
    assert codes(run([young], dissolve, date="2019-12-31")) == ["DATE_ORDER"]
    assert codes(run([young], dissolve, date="2020-01")) == []
    create = {"create": {"unit": "n", "parent": "gov"}, "head": "none", "why": "w"}
    assert codes(run([], create, {"dissolve": "n", "why": "w"}, date="2020-05")) == []


def test_members_are_told_by_kind():
    """Official and probationary members come to the total, and are taken by kind; who has members is a party organisation."""
    terms = Vocabulary({"office": "agency", "cell": "party"})
    wrong = [
        Members("c", official=5, probationary=1, total=7),
        Members("d", official=8, total=7),
        Members("o", total=1),
    ]
    fine = [
        Members("e", official=5, probationary=1, total=6),
        Members("f", official=5, total=6),
        Members("g", official=5),
    ]
    units = [Unit(one.unit, kind="office" if one.unit == "o" else "cell") for one in (*wrong, *fine)]
    found = check(Structure.of([*units, *wrong, *fine], terms=terms))
    assert [(one.code, one.severity, one.subject) for one in found] == [
        ("MEMBERS", "error", "c"), ("MEMBERS", "error", "d"), ("MEMBERS", "warning", "o"),
    ]  # fmt: skip
    cell = [Unit("c", parent="gov"), Members("c", official=8, probationary=2)]
    for parts, told in (([(6, 1), (2, 1)], []), ([(8, 1), (1, 0)], ["TAKEN_TWICE"]), ([(6, 1), (1, 2)], ["LEFT_OVER"])):
        into = [
            {"unit": {"unit": f"c{n}", "parent": "gov"}, "takes": {"members": {"official": one, "probationary": other}}}
            for n, (one, other) in enumerate(parts)
        ]
        assert codes(run(cell, {"split_up": "c", "into": into})) == told


@pytest.mark.parametrize(
    "data",
    [
        {"transfer": {"where": {"area": "nroth"}}, "to": "gov"},
        {"for_each": {"where": {"area": "nroth"}}, "convert": "{unit}", "change": {"level": "district"}},
        {"for_each": {"columns": ["u"], "rows": []}, "convert": "{u}", "change": {"level": "district"}},
    ],
)
def test_criteria_that_nothing_meets_are_told(data):
    """A misspelt area meets no unit: nothing is done, and that is said; where one meets it nothing is told."""
    outcome = run([Unit("a", parent="gov", area="north")], data)
    assert [(one.code, one.severity) for one in outcome.problems] == [("NO_ROWS", "warning")]
    assert outcome.changes == ()
