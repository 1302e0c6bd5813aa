"""Cases: two outcomes of one name stand apart in every table, form and finding."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import orgmodel
from orgmodel.cli.tables import write_tables
from orgmodel.comparison.case import cases_of, labels_of
from orgmodel.comparison.restate import restate
from orgmodel.core.problems import ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Expectation, Step
from orgmodel.scenario.scenario import Scenario
from tests.comparison.merged import TERMS, merger, records

STUDY = "title: {en: Firm}\nas_of: 2022-01-01\nlanguage: en\nbaseline: baseline\nkinds: {agency: agency}\n"
CREATED = "  - {create: {unit: %s, parent: top, kind: agency}, why: asked for}\n"


@pytest.fixture
def studies(tmp_path: Path) -> list[Path]:
    """Write two studies with a scenario of one file name and title; it makes one unit in the one and three in the other."""
    made = []
    for name, count in (("first", 1), ("second", 3)):
        folder = tmp_path / name
        (folder / "baseline").mkdir(parents=True)
        (folder / "study.yaml").write_text(STUDY, "utf-8")
        (folder / "baseline" / "units.csv").write_text("id,name_en,kind\ntop,Top,agency\n", "utf-8")
        steps = "".join(CREATED % f"u{number}" for number in range(count))
        (folder / "plan.yaml").write_text(f"title: {{en: Plan}}\nsteps:\n- id: s\n  do:\n{steps}", "utf-8")
        made.append(folder)
    return made


def test_two_studies_with_a_scenario_of_one_name(studies, tmp_path):
    """Every table names the two apart and has the units of each: 2 and 4 after."""
    found = orgmodel.compare(*(orgmodel.read(one) for one in studies))
    assert found.labels == ("first/plan", "second/plan")
    units = found.measures[(found.measures["scope"] == "total") & (found.measures["measure"] == "units")]
    assert dict(zip(units["scenario"], units["after"], strict=True)) == {"first/plan": 2, "second/plan": 4}
    made = found.to_json_object()
    for name in ("measures", "units", "lineage", "steps", "lines"):
        assert {row["scenario"] for row in made[name]} == set(found.labels), name
    text = orgmodel.report(found, tmp_path / "both.md").read_text("utf-8")
    assert (
        "| Measure | Now | Plan (first): After | Plan (first): +/- | Plan (second): After | Plan (second): +/- |"
        in text
    )
    assert "| Units | 1 | 2 | +1 | 4 | +3 |" in text
    assert "### Plan (first)" in text
    assert "## Annexes B: Plan (second)" in text


def test_labels_are_the_ids_where_those_are_enough():
    """An id that stands alone is the label; one that repeats is told apart, by a number where nothing else differs."""
    one = Scenario("a", Structure.of()).run()
    other = Scenario("b", Structure.of()).run()
    assert labels_of([one, other]) == ("a", "b")
    assert labels_of([one, other, one, one]) == ("a", "b", "a#2", "a#3")


def test_a_case_is_asked_for_by_its_label():
    """A label that does not exist is a problem with the nearest."""
    found = orgmodel.compare(merger().run())
    assert found.case(found.labels[0]).label == found.labels[0]
    with pytest.raises(ProblemsError, match=f"did you mean '{found.labels[0]}'"):
        found.case(found.labels[0] + "x")


def test_cases_share_the_state_before():
    """Outcomes of one baseline are measured against the same evaluator."""
    first, second = cases_of([merger().run(), merger().run()])
    assert (first.change_evaluator.before is second.change_evaluator.before) == (first.before is second.before)


def test_a_scenario_with_errors_has_no_figures_anywhere(tmp_path):
    """Half a run, or one whose end breaks a rule of files, is in no table but that of its steps; an unmet expectation has all."""
    base = Structure.of(records(), terms=TERMS)
    good = {"absorb": "edu", "into": "tcnv", "surplus_heads": {"edu/head": {"end": True, "why": "one head"}}}
    half = (Step("s", do=[good]), Step("t", do=[{"dissolve": "not-there", "why": "w"}]))
    late = (Step("s", do=[good], after=("t",)), Step("t"))
    unmet = Scenario("unmet", base, steps=half[:1], expectations=(Expectation("units", ("total",), change=9),)).run()
    for steps in (half, late):
        refused = Scenario("plan", base, steps=steps).run()
        assert refused.refused
        assert refused.changes
        found = orgmodel.compare(refused, unmet)
        tables = {one.stem: one for one in write_tables(found, tmp_path / "o", force=True) if one.suffix == ".csv"}
        of_plan = {name for name, one in tables.items() if "plan" in set(pd.read_csv(one)["scenario"])}
        of_unmet = {name for name, one in tables.items() if "unmet" in set(pd.read_csv(one)["scenario"])}
        assert of_plan == {"steps"}
        assert of_unmet >= {
            "measures",
            "units",
            "ledger",
            "lineage",
            "posts",
            "crosswalk",
            "flows",
            "heads",
            "disturbance",
        }
        assert found.to_json_object()["scenarios"][0]["units_begun"] == []
        with pytest.raises(ProblemsError):
            restate(pd.DataFrame({"x": [1.0]}), refused)
        text = orgmodel.report(found, tmp_path / "r.md", force=True).read_text("utf-8")
        assert text.count("không thực hiện được, nên không có số liệu") >= 2
    assert not unmet.refused
    assert found.measures["scenario"].unique().tolist() == ["unmet"]
