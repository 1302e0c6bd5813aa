"""Quantities that a study declares: read, told where they are wrong, split, moved and summed; figures are worked by hand."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import pytest

import orgmodel
from orgmodel.comparison.restate import restate
from orgmodel.comparison.unit_mappings import unit_mappings
from orgmodel.core.draft import Draft
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.records import Post, Quantity, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import read_baseline
from orgmodel.io.new import new_scenario
from orgmodel.io.own_json import from_json, to_json
from orgmodel.io.study_files import read_study
from orgmodel.measures.measuring import value
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import operation_of

STUDY = Path(__file__).parents[1] / "fixtures" / "served"
TERMS = Vocabulary(
    quantities={"served": DeclaredQuantity(), "land": DeclaredQuantity(decimals=2, split="weights"), "cost": DeclaredQuantity(split="posts")}
)  # fmt: skip


def _study(tmp_path: Path, file: str, old: str, new: str) -> list[Problem]:
    """Read the study with one text of a file written otherwise, and give its problems."""
    folder = tmp_path / "served"
    shutil.copytree(STUDY, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return read_study(folder)[1]


def _held(structure: Structure) -> dict[tuple[str, str, str], Any]:
    return {one.key: one.value for one in structure.table("quantities")}  # type: ignore[union-attr, misc]


# -- files ---------------------------------------------------------------------------------------------------------------


def test_totals_worked_by_hand() -> None:
    """118.25 + 80.5 km²; 41,000 and 9,000 people, of which the 9,000 are 8,500 at least, and one unit nobody tells of."""
    baseline = read_study(STUDY)[0].baseline
    area, people = value(baseline, "area"), value(baseline, "people_served")
    assert (area.value, area.missing) == (198.75, 0)
    assert (people.value, people.low, people.missing) == (50_000, 49_500, 1)  # at least so many
    assert round(people.assumed, 2) == 0.18
    north = value(baseline, "people_served", "north")
    assert (north.value, north.low, north.high, north.missing) == (50_000, 49_500, 50_600, 0)
    assert value(baseline, "area", "area:south").value == 80.5
    assert value(baseline, "running_cost", "block:services").value == 1_400_000


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "place", "words"),
    [
        ("baseline/quantities.csv", "north,area", "north,aera", "UNDECLARED", "3:7", "did you mean 'area'"),
        ("baseline/quantities.csv", "118.25", "large", "BAD_VALUE", "3:12", "'large' is not a number"),
        ("baseline/quantities.csv", "118.25", "118.2555", "BAD_VALUE", "3:12", "which has 2 decimals"),
        ("baseline/quantities.csv", "900000", "900000.5", "BAD_VALUE", "4:20", "which has 0 decimals"),
        ("baseline/quantities.csv", "118.25", "-1", "NEGATIVE", "3:12", "below zero"),
        ("baseline/quantities.csv", "118.25", "1" + "0" * 16, "BAD_VALUE", "3:12", "too large"),
        ("baseline/quantities.csv", "south,area,80.5", "north,area,80.5", "DUPLICATE", "7:1", "each stands there once"),
        ("baseline/quantities.csv", "south,area", "sout,area", "UNKNOWN_UNIT", "7:1", "did you mean 'south'"),
        ("study.yaml", "  area: {", "  authorized: {", "QUANTITY", "10:3", "every organisation already"),
        ("study.yaml", "  area: {", "  headcount: {", "QUANTITY", "10:3", "id of a measure"),
        ("study.yaml", "  area: {", "  deviations: {", "QUANTITY", "10:3", "every organisation already"),
        ("study.yaml", "  area: {", "  area_low: {", "QUANTITY", "10:3", "does not end with _low, _high, _missing"),
        ("study.yaml", "split: weights", "split: wieghts", "UNKNOWN_WORD", "10", "did you mean 'weights'"),
        ("study.yaml", "decimals: 2", "decimals: 9", "TOO_LARGE", "10", "at most 4"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    tmp_path: Path, file: str, old: str, new: str, code: str, place: str, words: str
) -> None:
    """Each slip has its problem, where it stands, with what was expected."""
    found = [one for one in _study(tmp_path, file, old, new) if one.code == code and words in one.message]
    assert found, _study(tmp_path / "again", file, old, new)
    assert any(f"{Path(file).name}:{place}" in str(one.location) for one in found)


def test_every_format_carries_them() -> None:
    """Our own JSON and frames bring back values, decimals, ranges, and the declaration."""
    baseline = read_study(STUDY)[0].baseline
    again, problems = from_json(to_json(baseline))
    assert problems == []
    assert again == baseline
    assert again.terms == baseline.terms
    frames = baseline.to_frames()
    assert frames["quantities"]["value"].dropna().tolist()[:2] == [9000.0, 118.25]
    assert Structure.from_frames(**frames, terms=baseline.terms, as_of=baseline.as_of) == baseline  # type: ignore[arg-type]


def test_without_a_declaration_nothing_is_said_of_them() -> None:
    """A study without quantities has no such key in its JSON."""
    assert "quantities" not in to_json(Structure.of([Unit("a")]))


# -- operations ----------------------------------------------------------------------------------------------------------


def _small(*quantities: Quantity) -> Structure:
    posts = [Post("a/h", "a", rank="head", authorized=1, filled=1), Post("a/s", "a", authorized=5, filled=5)]
    return Structure.of([Unit("a"), Unit("b"), *posts, *quantities], terms=TERMS)


def _split(takes: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    first = {"unit": {"unit": "x"}, "takes": {"posts": ["h", {"post": "s", "count": 2, "filled": 2}], **takes[0]}}
    second = {"unit": {"unit": "y"}, "takes": {"posts": [{"post": "s", "rest": True}], **takes[1]}, "head": "none"}
    return {"split_up": "a", "into": [{**first, "head": {"keep": "h"}}, second], **more}


def _after(before: Structure, order: dict[str, Any]) -> tuple[dict[tuple[str, str, str], Any], list[Problem]]:
    draft = Draft(before)
    problems = list(perform(draft, operation_of(order)).problems)
    return _held(draft.structure()), problems


def test_a_split_takes_what_is_stated_and_the_rest() -> None:
    """Of 1,000 people 300 go to x, and 700 to y."""
    before = _small(Quantity("a", "served", value=1000))
    order = _split([{"quantities": {"served": 300}}, {"quantities": {"served": "rest"}}])
    assert _after(before, order) == ({("x", "served", ""): 300, ("y", "served", ""): 700}, [])


@pytest.mark.parametrize(
    ("takes", "code"),
    [
        ([{}, {}], "LEFT_OVER"),
        ([{"quantities": {"served": 300}}, {"quantities": {"served": 600}}], "LEFT_OVER"),
        ([{"quantities": {"served": 300}}, {"quantities": {"served": 800}}], "TAKEN_TWICE"),
        ([{"quantities": {"served": "all"}}, {"quantities": {"served": 1}}], "TAKEN_TWICE"),
        ([{"quantities": {"served": "all", "land": 1}}, {}], "UNKNOWN_QUANTITY"),
        ([{"quantities": {"served": 0.5}}, {"quantities": {"served": "rest"}}], "NOT_A_NUMBER"),
    ],
)
def test_a_split_that_leaves_over_or_takes_twice_is_refused(takes: list[dict[str, Any]], code: str) -> None:
    """It is refused by the name of the quantity, and nothing has moved."""
    held, problems = _after(_small(Quantity("a", "served", value=1000)), _split(takes))
    assert held == {("a", "served", ""): 1000}
    assert [one.code for one in problems] == [code]


def test_a_split_by_weights_and_by_posts() -> None:
    """Land of 10.00 by weights 1 : 3 is 2.50 and 7.50; a cost of 600 by 3 and 3 posts is 300 each."""
    before = _small(Quantity("a", "land", value=1000), Quantity("a", "cost", value=600))
    held, problems = _after(before, _split([{}, {}], shares={"by": [1, 3]}))
    assert problems == []
    assert held == {
        ("x", "cost", ""): 300, ("x", "land", ""): 250, ("y", "cost", ""): 300, ("y", "land", ""): 750,
    }  # fmt: skip


def test_what_came_together_stays_apart_and_is_counted_off_by_what_is_stated() -> None:
    """A with 60 absorbs b with 30; of the 90 a part of 30 is 20 of a's and 10 of b's."""
    before = _small(Quantity("a", "served", value=60), Quantity("b", "served", value=30))
    draft = Draft(before)
    perform(draft, operation_of({"absorb": "b", "into": "a"}))
    merged = draft.structure()
    assert _held(merged) == {("a", "served", ""): 60, ("a", "served", "b"): 30}
    held, problems = _after(merged, _split([{"quantities": {"served": 30}}, {"quantities": {"served": "rest"}}]))
    assert problems == []
    assert held == {
        ("x", "served", ""): 20, ("x", "served", "b"): 10, ("y", "served", ""): 40, ("y", "served", "b"): 20,
    }  # fmt: skip


def test_a_missing_figure_stays_missing_where_it_goes() -> None:
    """Of an unknown figure 5 go to x, and y has what is left of it; the sum is the one figure again."""
    before = _small(Quantity("a", "served"))
    order = _split([{"quantities": {"served": 5}}, {"quantities": {"served": "rest"}}])
    draft = Draft(before)
    assert perform(draft, operation_of(order)).problems == ()
    after = draft.structure()
    assert value(after, "served", "x").value == 5
    assert value(after, "served", "y").missing == 1
    found = value(after, "served")
    assert (found.value, found.missing) == (None, 1) or found.missing == 1


def test_a_transfer_and_a_resize() -> None:
    """Of 40 people 15 go to b and come back; 5 begin from outside, and no more end than there are."""
    before = _small(Quantity("a", "served", value=40))
    draft = Draft(before)
    for order in (
        {"transfer": {"quantities": {"served": 15}, "from": "a"}, "to": "b"},
        {"resize": {"quantity": "served", "unit": "a"}, "amount_by": 5, "why": "census"},
    ):
        assert perform(draft, operation_of(order)).problems == ()
    assert _held(draft.structure()) == {("a", "served", ""): 30, ("b", "served", "a"): 15}
    back = {"transfer": {"quantities": {"served": "all"}, "from": "b"}, "to": "a"}
    assert perform(draft, operation_of(back)).problems == ()
    assert _held(draft.structure()) == {("a", "served", ""): 45}
    too_much = {"resize": {"quantity": "served", "unit": "a"}, "amount_by": -46, "why": "census"}
    assert [one.code for one in perform(draft, operation_of(too_much)).problems] == ["NEGATIVE"]


def test_dissolving_says_what_ends() -> None:
    """What is not said to end is refused; said, it goes outside with its reason."""
    before = Structure.of([Unit("a"), Unit("b"), Quantity("a", "served", value=7)], terms=TERMS)
    _, problems = _after(before, {"dissolve": "a", "why": "w"})
    assert [one.code for one in problems] == ["LEFT_OVER"]
    assert _after(before, {"dissolve": "a", "ends": {"quantities": "all"}, "why": "w"}) == ({}, [])
    assert _after(before, {"dissolve": "a", "gives_all": "b", "why": "w"}) == ({("b", "served", "a"): 7}, [])


# -- runs ----------------------------------------------------------------------------------------------------------------


def test_the_study_compared_as_worked_by_hand() -> None:
    """118.25 km² by 2 : 3 is 47.30 and 70.95; 900,000 by 4 and 5 posts is 400,000 and 500,000; the clinics go to the south."""
    study = orgmodel.read(STUDY)
    outcome = study.scenario("split").run()
    assert outcome.problems == ()
    after = outcome.after
    assert (value(after, "area", "coast").value, value(after, "area", "hills").value) == (47.3, 70.95)
    assert (value(after, "running_cost", "coast").value, value(after, "running_cost", "hills").value) == (
        400_000,
        500_000,
    )
    assert (value(after, "people_served", "coast").value, value(after, "people_served", "hills").value) == (
        16_000,
        25_000,
    )
    south = value(after, "people_served", "south")
    assert (south.value, south.low, south.missing) == (9000, 8500, 1)
    table = orgmodel.compare(outcome).measures.set_index(["scope", "measure"])
    assert table.loc[("total", "area"), ["before", "after", "change"]].tolist() == [198.75, 198.25, -0.5]
    assert table.loc[("total", "people_served"), "change"] == 0
    ledger = orgmodel.compare(outcome).ledger
    assert ledger[(ledger["quantity"] == "area") & (ledger["to"] == "coast")]["amount"].tolist() == [47.3]
    merged = study.scenario("merge").run()
    assert merged.problems == ()  # its expectations are met
    assert value(merged.after, "area", "health").value == 198.75


def test_crosswalk_and_restated_series_follow_a_quantity() -> None:
    """Of the north's area 47.30 of 118.25 is at the coast; a series goes by it."""
    import pandas as pd

    outcome = orgmodel.read(STUDY).scenario("split").run()
    shares = {(one.before, one.after): one.shares.get("area") for one in unit_mappings(outcome)}
    assert shares["north", "coast"] == pytest.approx(0.4)
    assert shares["north", "hills"] == pytest.approx(0.6)
    found = restate(pd.DataFrame({"north": [100.0]}), outcome, quantity="area").series
    assert found[["coast", "hills"]].loc[0].tolist() == pytest.approx([40, 60])
    with pytest.raises(ProblemsError, match="did you mean 'area'"):
        restate(pd.DataFrame({"north": [100.0]}), outcome, quantity="aera")


def test_labels_are_the_studys_own() -> None:
    """Sentences name a quantity in the language that is asked for."""
    comparison = orgmodel.compare(orgmodel.read(STUDY).scenario("split").run())
    assert "diện tích 198,75 → 198,25 (giảm 0,5)" in comparison.summary("vi")
    assert "area 198.75 → 198.25 (down 0.5)" in comparison.summary("en")


# -- inference and templates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["split", "merge"])
def test_diff_finds_operations_that_lead_to_the_same_quantities(name: str) -> None:
    """A split, a merger and a corrected area are told as operations, and nothing is left to correct."""
    study = orgmodel.read(STUDY)
    after = study.scenario(name).run().after
    found = orgmodel.diff(study.baseline, after)
    assert [one.table for one in found.inference.corrections] == []


def test_a_template_lists_the_quantities() -> None:
    """Each stands in a comment with how much there is, until it is decided."""
    text = new_scenario(read_study(STUDY)[0].baseline, "split", ["north"], ["a", "b"])
    assert "# area: all,  # DECIDE: all | rest | 118.25" in text


def test_a_comparison_of_quantities_copies() -> None:
    """What a study declares is found again by its id."""
    comparison = orgmodel.compare(orgmodel.read(STUDY).scenario("merge").run(), measures=["area"])
    again = copy.deepcopy(comparison)
    assert again.measures.equals(comparison.measures)


def test_tables_without_a_study_say_where_to_declare() -> None:
    """A folder of tables alone declares nothing, so that its quantities are told, once each."""
    found = read_baseline(STUDY / "baseline", Vocabulary(), None)[1]
    assert {one.code for one in found if "quantities" in str(one.location)} == {"UNDECLARED"}
    assert any("declare it in study.yaml (quantities: {area: …})" in one.message for one in found)
