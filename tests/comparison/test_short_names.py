"""Scenarios are called by short names where people read, each by one of its own; ids are for programs and the key."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import orgmodel
from orgmodel.api import comparison_of
from orgmodel.charts.pictures import headcount
from orgmodel.cli.compare import compare as command
from orgmodel.comparison.case import labels_of
from orgmodel.comparison.short_names import LONGEST, short_names
from orgmodel.core.names import names_of
from orgmodel.core.structure import Structure
from orgmodel.notebook.display import show_comparison
from orgmodel.reports.side_by_side import key_table
from orgmodel.scenario.elements import Parameter
from orgmodel.scenario.scenario import Scenario
from orgmodel.scenario.write import scenario_text

LONG = "Three merged agencies of a district into six with no new quota"
STUDY = """
title: {en: %s}
as_of: 2024-01-01
language: en
kinds: {agency: agency}
blocks: [gov]
"""
UNITS = "id,name_en,kind,block\ntop,Top,agency,gov\n"
POSTS = "id,unit,rank,block,authorized,filled\ntop/h,top,head,gov,1,1\n"
MAKES = "steps:\n- id: s\n  do:\n%s"
UNIT = "  - {create: {unit: u%d, parent: top, kind: agency, block: gov}, why: asked for}\n"


def written(folder: Path, title: str, scenarios: dict[str, str]) -> Path:
    """Write a study of one agency, whose scenarios make one agency, two, and so on."""
    (folder / "baseline").mkdir(parents=True)
    (folder / "study.yaml").write_text(STUDY % title, "utf-8")
    (folder / "baseline" / "units.csv").write_text(UNITS, "utf-8")
    (folder / "baseline" / "posts.csv").write_text(POSTS, "utf-8")
    for number, (id, head) in enumerate(scenarios.items(), 1):
        steps = MAKES % "".join(UNIT % one for one in range(number))
        (folder / f"{id}.yaml").write_text(f"{head}\n{steps}", "utf-8")
    return folder


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Scenarios with a short title, a short enough one, one that is too long, and none."""
    heads = {
        "a-given": f"title: {{en: {LONG}}}\nshort: {{en: No new quota}}",
        "b-title": "title: {en: New quota}\nillustrative: true",
        "c-long": f"title: {{en: {LONG}}}",
        "d-none": "documents: []",
    }
    return written(tmp_path / "study", "Agencies", heads)


CALLED = ["No new quota", "New quota", "Scenario 3", "d-none"]
IDS = ["a-given", "b-title", "c-long"]


def test_a_name_is_the_short_title_else_the_title_else_a_number(study):
    """The title stands where it is short, a number where it is not, and the id where nothing else is said."""
    found = orgmodel.compare(orgmodel.read(study))
    assert [case.short("en") for case in found.cases] == CALLED
    assert [case.short("vi") for case in found.cases] == ["No new quota", "New quota", "Phương án 3", "d-none"]
    assert found.labels == ("a-given", "b-title", "c-long", "d-none")


def test_one_name_in_every_deliverable(study, tmp_path):
    """Text, Markdown, report, workbook, display and picture call each the same; the id stands in the key, JSON and CSV alone."""
    found = orgmodel.compare(orgmodel.read(study))
    told = {style: CliRunner().invoke(command, [str(study), "--format", style]).stdout for style in ("text", "md")}
    told["report"] = orgmodel.report(found, tmp_path / "r.md").read_text("utf-8")
    told["display"] = show_comparison(found)
    told["picture"] = " ".join(" ".join(tick.get_text().split()) for tick in headcount(found).get_xticklabels())
    told["sentences"] = found.summary("en")
    for name, text in told.items():
        assert all(one in text for one in CALLED[1:3]), name
        for id in IDS:
            rest = text.replace(f"({id})", "").replace(f"| {id} |", "").replace(f"Id: {id}.", "")
            rest = rest.replace(f"Id: {id.replace('-', chr(92) + '-')}.", "")
            assert id not in rest, (name, id)
    assert all(LONG in told[name] for name in ("text", "md", "report"))
    assert all("New quota †" in told[name] for name in ("text", "md"))
    made = json.loads(CliRunner().invoke(command, [str(study), "--format", "json"]).stdout)
    assert [one["id"] for one in made["scenarios"]] == [*IDS, "d-none"]
    assert [one["short"]["en"] for one in made["scenarios"]] == CALLED
    assert {row["scenario"] for row in made["measures"]} == {*IDS, "d-none"}


def test_rows_of_long_tables_are_called_so_too(study):
    """``--long`` names scenarios; as CSV it has ids."""
    text = CliRunner().invoke(command, [str(study), "--long"]).stdout
    rows = text.partition("measures\n")[2]
    assert all(one in rows for one in CALLED)
    assert not any(id in rows for id in IDS)
    assert "c-long,total,units" in CliRunner().invoke(command, [str(study), "--long", "--format", "csv"]).stdout


def test_alike_names_of_two_studies_are_told_apart_by_the_study(tmp_path):
    """By the study's title where that is short and its own, else by its folder."""
    heads = {"plan": "title: {en: A plan}\nshort: {en: The plan}", "other": "title: {en: Another}"}
    one = written(tmp_path / "north", "The north", heads)
    other = written(
        tmp_path / "south", "A" * (LONGEST + 1), {"plan": "title: {en: The plan}", "third": "title: {en: B}"}
    )
    found = orgmodel.compare(orgmodel.read(one), orgmodel.read(other))
    named = {case.label: case.short("en") for case in found.cases}
    assert named["north/plan"] == "The plan (The north)"
    assert named["south/plan"] == "The plan (south)"
    assert (named["other"], named["third"]) == ("Another", "B")
    rows = key_table(found, "en").rows
    assert ("The plan (south)", "The plan", "south/plan") in rows


def test_variants_of_one_scenario_are_told_apart_by_what_was_chosen():
    """A choice by its title, a number with what it is of; the same outcome twice by a number."""
    base = Structure.of()
    parameters = {
        "head": Parameter("head", names_of(en="Where heads come from"), ("staff", "new"), "staff"),
        "many": Parameter("many", names_of(en="Posts"), default=2),
    }
    plan = Scenario("plan", base, names_of(en="Plan"), parameters=parameters)
    outcomes = [plan.run(), plan.run(many=3), plan.run(head="new"), plan.run()]
    texts = [dict(one)["en"] for one in short_names(outcomes, labels_of(outcomes))]
    assert texts[1:3] == ["Plan (Posts: 3)", "Plan (Where heads come from: new)"]
    assert texts[0] != texts[3]
    assert [case.name("en") for case in comparison_of([plan, plan]).cases] == ["Plan", "Plan (2)"]


def test_a_variant_has_no_short_name_of_what_it_extends(tmp_path):
    """A title of its own makes it another; without one it bears both names of what it extends."""
    folder = written(tmp_path / "s", "S", {"a": "title: {en: One}\nshort: {en: First}"})
    (folder / "b.yaml").write_text("extends: a.yaml\ntitle: {en: Two}\n", "utf-8")
    (folder / "c.yaml").write_text("extends: a.yaml\n", "utf-8")
    study = orgmodel.read(folder)
    assert [text for one in "abc" for _, text in study.scenario(one).short] == ["First", "First"]
    assert "short: {en: First}" in scenario_text(study.scenario("c"))


TEXTS = st.sampled_from(["Plan", "Plan (2)", "Plan (3)", "Other", "x" * (LONGEST + 1), ""])


@given(st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from("ab")), min_size=1, max_size=6))
def test_no_two_cases_bear_one_name(drawn):
    """Whatever titles and short titles there are, names are unique, in both languages, and so are full names."""
    base = Structure.of()
    scenarios = [Scenario(id, base, names_of(en=title), short=names_of(vi=short)) for title, short, id in drawn]
    found = comparison_of(scenarios)
    for language in ("vi", "en"):
        texts = [case.short(language) for case in found.cases]
        assert len(set(texts)) == len(texts)
        names = [case.name(language) for case in found.cases]
        assert len(set(names)) == len(names)
        assert all(re.sub(r" [(\[].*", "", name) or name for name in names)
