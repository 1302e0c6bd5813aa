"""What is inferred between two structures leads, when run, from the one to the other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel.core.change import apply
from orgmodel.core.figures import FigureId, assumed
from orgmodel.core.problems import errors
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.records import (
    Attribute,
    Function,
    Identity,
    Incumbency,
    Line,
    Link,
    Members,
    Person,
    Post,
    Unit,
)
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.inference.infer import Inference, infer
from orgmodel.io.yaml_text import parse_yaml
from orgmodel.operations.faults import validated
from orgmodel.scenario.build import scenario_of
from orgmodel.scenario.elements import Step
from orgmodel.scenario.model import ScenarioFile
from orgmodel.scenario.scenario import Scenario, Study
from orgmodel.scenario.write import scenario_text
from tests.scenario.random_scenarios import scenarios, shuffled, single_operations

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


def _replayed(found: Inference) -> Structure:
    assert errors(found.outcome.problems) == []
    return found.scenario.run().after


# -- random scenarios ----------------------------------------------------------------------------------------------------


@given(single_operations())
def test_one_operation_is_replayed(scenario) -> None:
    """Whatever one operation did, what is inferred from before and after does again, to the last source mark."""
    after = scenario.run().after
    found = infer(scenario.baseline, after)
    assert found.corrections == ()
    assert _replayed(found) == after


@given(
    single_operations(
        (
            "create",
            "transfer",
            "rename",
            "convert",
            "redirect",
            "resize",
            "assign_function",
            "link_posts",
            "unlink_posts",
        )
    )
)
def test_one_plain_operation_is_one_step(scenario) -> None:
    """An operation that neither merges nor splits is found as one step at most."""
    assert len(infer(scenario.baseline, scenario.run().after).steps) <= len(scenario.steps)


@given(scenarios(apart=True, dated=True))
def test_operations_apart_are_replayed(scenario) -> None:
    """Several operations, dated or not, that write different records are replayed exactly."""
    after = scenario.run().after
    found = infer(scenario.baseline, after)
    assert found.corrections == ()
    assert _replayed(found) == after


@given(scenarios(4))
def test_chains_are_replayed_and_corrected(scenario) -> None:
    """Operations one upon the other are replayed but for corrections, which are said and then make it exact."""
    after = scenario.run().after
    found = infer(scenario.baseline, after)
    assert apply(_replayed(found), found.corrections) == after


@given(st.data())
def test_two_unrelated_structures_are_led_to_each_other(data) -> None:
    """Nothing is assumed of what the two structures share: replaying and correcting gives the second."""
    first, second = data.draw(scenarios(1)).baseline, data.draw(scenarios(1)).baseline
    found = infer(first, second)
    assert apply(_replayed(found), found.corrections) == second


@settings(max_examples=25)
@given(st.data())
def test_the_order_of_rows_changes_nothing(data) -> None:
    """The same two structures read in another order give the same text, byte for byte."""
    scenario = data.draw(scenarios(2))
    after = scenario.run().after
    mixed = infer(shuffled(scenario.baseline, data.draw), shuffled(after, data.draw))
    assert scenario_text(mixed.scenario) == scenario_text(infer(scenario.baseline, after).scenario)


@given(single_operations())
def test_what_is_inferred_can_be_written_and_read(scenario) -> None:
    """The text of an inferred scenario, read again, runs to the same structure."""
    after = scenario.run().after
    found = infer(scenario.baseline, after)
    problems: list[object] = []
    data = parse_yaml(scenario_text(found.scenario), "x.yaml", problems)  # type: ignore[arg-type]
    assert problems == []
    again = scenario_of(validated(ScenarioFile, data or {}), data or {}, scenario.baseline, id="x", path="x.yaml")
    assert again.run().after == after


def test_no_change_needs_no_step() -> None:
    """Equal structures, and empty ones, give a scenario without steps."""
    one = Structure.of([Unit("a"), Post("a/1", "a")])
    assert infer(one, Structure.of([Post("a/1", "a"), Unit("a")])).steps == ()
    assert infer(Structure.of(), Structure.of()).steps == ()


# -- the study -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def study() -> Study:
    read = orgmodel.read(STUDY)
    assert isinstance(read, Study)
    return read


def test_every_scenario_of_the_study_is_replayed(study) -> None:
    """Every scenario of the study is found again from its two structures, and replays exactly."""
    for scenario in study.scenarios.values():
        after = scenario.run().after
        found = infer(scenario.baseline, after)
        assert found.corrections == (), scenario.id
        assert _replayed(found) == after, scenario.id


@pytest.mark.parametrize(
    ("name", "verbs"),
    [
        ("2.3-no-new-quota", {"split_up": 3}),
        ("2.3-new-quota", {"split_up": 3}),
        ("2.4-propaganda-mobilisation", {"split_up": 1}),
        ("2.5-actual-2023", {"transfer": 3}),
        ("2.5-internal", {"absorb": 1, "rename": 1}),
        ("conclusion", {"split_up": 4}),
    ],
)
def test_operations_of_the_conclusion_are_found_by_kind(study, name, verbs) -> None:
    """Of clauses 2.3, 2.4 and 2.5 exactly the operations that the papers order are found."""
    scenario = study.scenario(name)
    assert infer(scenario.baseline, scenario.run().after).verbs == verbs


def test_a_split_is_found_with_its_parts(study) -> None:
    """Of the split of an agency of Đức Thọ its restored units, blocks, heads and shared function are found."""
    scenario = study.scenario("2.3-no-new-quota")
    steps = infer(scenario.baseline, scenario.run().after).steps
    (split,) = [step for step in steps if step.step.do[0]["split_up"] == "duc-tho.tcnv"]
    data = split.step.do[0]
    assert [(one["restores"], one["takes"]) for one in data["into"]] == [
        ("duc-tho.ban-to-chuc", {"block": "party"}),
        ("duc-tho.phong-noi-vu", {"block": "government"}),
    ]
    assert data["into"][1]["head"]["convert"] == "duc-tho.tcnv/dep-gov"
    assert data["both"] == {"functions": ["hanh-chinh-tcnv"]}
    assert split.certainty == "likely"


# -- by hand -------------------------------------------------------------------------------------------------------------


def _agency(id: str, *, staff: int = 3, parent: str | None = "top", src: str = "doc") -> list[object]:
    return [
        Unit(id, (("vi", id),), "organ", parent=parent, block="government", src=src),
        Post(f"{id}/head", id, rank="head", block="government", filled=1, src=src),
        Post(f"{id}/cv", id, block="government", authorized=staff, filled=staff, src=src),
        Function(id, f"f-{id}", block="government", src=src),
    ]


def _structure(*records: object) -> Structure:
    flat = [one for record in records for one in (record if isinstance(record, list) else [record])]
    return Structure.of([Unit("top"), *flat])  # type: ignore[list-item]


def _verbs(before: Structure, after: Structure) -> dict[str, int]:
    found = infer(before, after)
    assert apply(_replayed(found), found.corrections) == after
    return found.verbs


def _after(before: Structure, *do: object) -> Structure:
    outcome = Scenario("x", before, steps=(Step("s", do=list(do)),)).run()
    assert list(outcome.problems) == []
    return outcome.after


def test_the_same_name_is_no_evidence() -> None:
    """A unit that ended and another that began elsewhere under the same name are not taken for one."""
    before = _structure(_agency("a"), Unit("hr-1", (("vi", "Phòng Nhân sự"),), parent="a", src="doc"))
    after = _structure(_agency("a"), Unit("hr-2", (("vi", "Phòng Nhân sự"),), parent="top", begins="?", src="derived"))
    assert _verbs(before, after) == {"create": 1, "dissolve": 1}


def test_a_merger_is_told_from_two_transfers() -> None:
    """Two agencies whose posts are together in a new one were consolidated; posts moved between two that stay were not."""
    before = _structure(_agency("a"), _agency("b"))
    merged = _after(
        before,
        {"consolidate": ["a", "b"], "into": {"unit": "c"}, "head": {"keep": "a/head"}, "surplus_heads": {"b/head": {"convert": "deputy"}}},
    )  # fmt: skip
    found = infer(before, merged)
    assert found.verbs == {"consolidate": 1}
    assert found.steps[0].step.do[0]["surplus_heads"] == {"b/head": {"convert": "deputy"}}
    moved = _after(before, {"transfer": {"posts": ["a/cv"]}, "to": "b"})
    assert _verbs(before, moved) == {"transfer": 1}


def test_many_into_many_is_found_through_the_unit_between() -> None:
    """Two agencies merged and split up again at once are found through the merged one, which the register knows."""
    before = _structure(_agency("a"), _agency("b"))
    after = _after(
        before,
        {"consolidate": ["a", "b"], "into": {"unit": "m"}, "head": {"keep": "a/head"}, "surplus_heads": {"b/head": {"convert": "deputy"}}},
        {
            "split_up": "m",
            "into": [
                {"unit": {"unit": "x"}, "takes": {"posts": ["a/head", "b/cv"], "functions": ["f-a"]}, "head": {"keep": "a/head"}},
                {"unit": {"unit": "y"}, "takes": {"posts": ["a/cv", "b/head"], "functions": ["f-b"]}, "head": {"convert": "b/head"}},
            ],
        },
    )  # fmt: skip
    assert _verbs(before, after) == {"consolidate": 1, "split_up": 1}


def test_dates_of_the_register_are_the_dates_of_the_steps() -> None:
    """A merger takes effect on the day that the register gives; what no record dates is undated."""
    before = _structure(_agency("a"), _agency("b"), _agency("d"))
    outcome = Scenario("x", before, steps=(
        Step("s", effective="2021-03-01", do=[{"absorb": "a", "into": "b", "surplus_heads": {"a/head": {"end": True, "why": "one head"}}}]),
        Step("t", do=[{"rename": "d", "names": {"vi": "D"}}]),
    )).run()  # fmt: skip
    found = infer(before, outcome.after)
    assert found.corrections == ()
    assert {step.verb: step.step.effective for step in found.steps} == {"absorb": "2021-03-01", "rename": None}


def test_what_no_operation_writes_is_a_correction() -> None:
    """Sources, attributes, persons and an unexplained register entry are corrections, and nothing else is."""
    before = _structure(_agency("a"), Attribute("a", "size", "1"), Person("p", "Lan"))
    after = _structure(_agency("a", src="other"), Attribute("a", "size", "2"), Person("p", "Lan"), Person("q", "Mai"))
    found = infer(before, after)
    assert found.steps == ()
    tables = Counter(change.table for change in found.corrections)
    assert tables == {"units": 1, "posts": 2, "functions": 1, "attributes": 1, "persons": 1}


def test_a_life_that_only_the_register_tells_of_is_replayed() -> None:
    """A unit that began and ended in between, of which nothing else is left, is created and dissolved; no more is claimed."""
    before = _structure(_agency("a"))
    after = _after(before, {"create": {"unit": "m", "parent": "a"}, "why": "law"}, {"dissolve": "m", "why": "law"})
    found = infer(before, after)
    assert (found.verbs, found.corrections) == ({"create": 1, "dissolve": 1}, ())
    assert {step.certainty for step in found.steps} == {"possible"}


def test_ranges_keep_their_source() -> None:
    """A split that shared out a figure known as a range is found with its weights, and gives the same parts."""
    before = _structure(
        Unit("a", kind="organ", parent="top", src="doc"),
        Post("a/head", "a", rank="head", filled=1, src="doc"),
        Post("a/cv", "a", authorized=assumed(FigureId("posts", "a/cv", "authorized"), 5, 6, 8), filled=4, src="doc"),
        Members("a", total=assumed(FigureId("members", ("a", ""), "total"), 9, 10, 12), src="doc"),
    )
    after = _after(
        before,
        {
            "split_up": "a",
            "into": [
                {"unit": {"unit": "x"}, "takes": {"posts": ["a/head"]}, "head": {"keep": "a/head"}},
                {"unit": {"unit": "y"}, "head": {"quota": 1, "block": ""}},
            ],
            "shares": {"by": [2, 1]},
        },
    )
    found = infer(before, after)
    assert found.verbs == {"split_up": 1}
    assert found.steps[0].step.do[0]["shares"] == {"by": [2, 1], "of": ["members", "posts"]}
    assert found.corrections == ()


def test_lines_links_identities_and_holders_follow() -> None:
    """Lines, concurrent holdings, legal identities and persons who went along are replayed with what they belong to."""
    before = _structure(
        _agency("a"), _agency("b"), Identity("seal-a", "a", src="doc"),
        Line("professional", "a", "top", src="doc"), Line("coordination", "b", "a", src="doc"),
        Person("p"), Incumbency("p", "a/head"), Post("b/dep", "b", rank="deputy", block="government", authorized=1, filled=0, src="doc"),
    )  # fmt: skip
    after = _after(
        before,
        {"absorb": "a", "into": "b", "lines": "keep", "surplus_heads": {"a/head": {"convert": "deputy"}}},
        {"link_posts": "b/head", "also_holds": "b/dep", "basis": "KL"},
        {"redirect": {"kind": "professional", "from": "b", "to": "top"}, "to": None},
    )
    found = infer(before, after)
    assert found.corrections == ()
    assert found.verbs == {"absorb": 1, "link_posts": 1}  # with its lines dropped, nothing is left to redirect


def test_a_displaced_holder_is_found() -> None:
    """A post taken over through a link, whose holder is now elsewhere, is one operation."""
    before = _structure(
        _agency("a"),
        _agency("b"),
        Post("b/dep", "b", rank="deputy", block="government", authorized=1, filled=0, src="doc"),
    )
    after = _after(before, {"link_posts": "a/head", "also_holds": "b/head", "displaced": {"to": "b/dep"}})
    assert isinstance(after.table("links").get(("a/head", "b/head")), Link)
    assert _verbs(before, after) == {"link_posts": 1}


def test_a_transfer_of_many_is_one_operation() -> None:
    """Units that went under the same superior went together."""
    before = _structure(_agency("a"), *[_agency(f"u{n}") for n in range(30)])
    after = _after(before, {"transfer": [f"u{n}" for n in range(30)], "to": "a"})
    assert _verbs(before, after) == {"transfer": 1}


@pytest.mark.parametrize("verb", ["split_up", "split_off"])
def test_a_split_of_which_one_half_absorbs_another_unit_is_two_steps(verb) -> None:
    """What was split, and what one part took in, are told apart, be it that the split unit ended or goes on."""
    deputy = Post("a/dep", "a", rank="deputy", block="government", authorized=1, filled=1, src="doc")
    before = _structure(_agency("a"), deputy, Function("a", "g-a", block="government", src="doc"), _agency("d"))
    rest = {
        "unit": {"unit": "b"},
        "takes": {"posts": ["a/head", "a/cv"], "functions": ["f-a"]},
        "head": {"keep": "a/head"},
    }
    part = {"unit": {"unit": "c"}, "takes": {"posts": ["a/dep"], "functions": ["g-a"]}, "head": {"convert": "a/dep"}}
    after = _after(
        before,
        {verb: "a", "into": [rest, part] if verb == "split_up" else [part]},
        {"absorb": "d", "into": "c", "surplus_heads": {"d/head": {"convert": "deputy"}}},
    )
    assert [(step.verb, step.certainty) for step in infer(before, after).steps] == [
        (verb, "likely"),
        ("absorb", "likely"),
    ]


def test_the_lines_of_a_new_row_of_posts_are_told_with_it() -> None:
    """A row that begins with a line to another unit is one operation."""
    before = _structure(_agency("a"), _agency("b"))
    row = {"post": "a/new", "unit": "a", "block": "government"}
    after = _after(before, {"create": row, "lines": [{"kind": "professional", "to": "b"}], "why": "law"})
    assert [(one.kind, one.from_, one.to) for one in after.table("lines")] == [("professional", "a/new", "b")]
    assert _verbs(before, after) == {"create": 1}


@pytest.mark.parametrize("value", [0, 5])
def test_a_declared_quantity_tells_who_takes_a_unit_in(value) -> None:
    """A unit that has nothing but people served, and ends, is in the one that they came to from it."""
    before = Structure.from_frames(
        units={"id": ["u0", "u1", "u2"], "parent": [None, "u0", "u0"]},
        quantities={"unit": ["u2"], "quantity": ["served"], "value": [value]},
        terms=Vocabulary(quantities={"served": DeclaredQuantity()}),
        as_of="2022-09-30",
    )
    do = [{"dissolve": "u2", "gives_all": "u0", "ends": {"posts": []}, "why": "streamlining"}]
    after = Scenario("ends", before, steps=(Step("ends", do=do),)).run().after
    found = infer(before, after)
    assert found.corrections == ()
    assert [dict(one) for step in found.scenario.steps for one in step.do] == [{"absorb": "u2", "into": "u0"}]
