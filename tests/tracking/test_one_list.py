"""What is missing and what is assumed is one list each: measures, report, status and charts have the same of any baseline."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

from click.testing import CliRunner
from hypothesis import given, settings

import orgmodel
from orgmodel.api import assumed_rows, assumed_sums, missing_rows
from orgmodel.charts.content_writer import ContentWriter
from orgmodel.cli.status import status
from orgmodel.comparison.case import cases_of
from orgmodel.core.estimates import FigureId
from orgmodel.core.records import Post, Quantity, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import assumed_figures, missing_figures, value
from orgmodel.norms.finding import NOT_EVALUABLE
from orgmodel.reports.forms import assumed_form, missing_form
from orgmodel.scenario.scenario import Scenario
from orgmodel.tracking.missing_data import missing_data
from tests import strategies as make

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
SUMS = {"posts_authorized": "authorized", "posts_filled": "filled"}


def agree(subject, structure: Structure) -> None:
    """Compare the four with the list, of a study or a scenario and its baseline."""
    missing, assumed = missing_figures(structure), assumed_figures(structure)
    fields = Counter(missing["field"])
    # measures
    for id in (*SUMS, *structure.terms.quantities):
        found = value(structure, id)
        if found.why != "no_posts":
            assert found.missing == fields[SUMS.get(id, id)], id
    # status: each once, in words of its own, and what norms and papers lack stands beside
    told = [
        row for row in missing_rows(subject) if row["id"].split(":")[0] in ("posts", "members", "quantities", "units")
    ]
    listed = Counter((row["table"], row["record"], row["field"]) for row in missing.to_dict("records"))
    found = Counter(place for row in told if (place := _place(row["id"])) in listed)
    assert found == listed
    assert all(row["what"]["en"] and row["figure"] for row in told)
    assert assumed_rows(subject) == _plain(assumed_rows_of(structure, subject))
    assert sum(one.count for one in assumed_sums(subject)) == len(assumed)
    # report
    case = next(iter(cases_of([Scenario("s", structure).run()])))
    assert sum(row[-1] for row in missing_form(case).rows) == len(missing)
    assert sum(row[2] for row in assumed_form(case).rows) == len(assumed)
    # charts: a box is marked by what the lists have of its unit and below, and by nothing else
    writer = ContentWriter(structure, "en")
    for unit in structure.ids("units"):
        at = structure.units.row(unit)
        below = {one.id for one in structure.units if unit in [up.id for up in structure.upward(one.id)]}
        of_posts = assumed[(assumed["table"] == "posts") & assumed["field"].isin(list(SUMS.values()))]
        assert bool(writer.sums.assumed[at]) == bool(set(of_posts["unit"]) & below), unit
        of_members = assumed[(assumed["table"] == "members") & (assumed["unit"] == unit)]
        assert (at in writer.members_assumed) == bool(len(of_members)), unit
        lacking = missing[(missing["table"] == "posts") & missing["unit"].isin(below)]
        sums = writer.sums
        assert sums.no_authorized[at] == (lacking["field"] == "authorized").sum(), unit
        assert sums.no_filled[at] + sums.no_outside[at] == (lacking["field"] == "filled").sum(), unit


def _place(id: str) -> tuple[str, ...]:
    """Read table, record and field of an id of the list of status; of members and quantities the record is the unit."""
    table, key, field = id.split(":", 2)
    unit, *more = key.split("|")
    return table, unit if table in ("members", "quantities") else key, more[0] if table == "quantities" else field


def assumed_rows_of(structure: Structure, subject) -> list[dict]:
    """Tabulate what is assumed, with who could confirm it as the subject's pack of norms says."""
    from orgmodel.api import _suppliers

    return assumed_figures(structure, _suppliers(subject).of).to_dict("records")


def _plain(rows: list[dict]) -> list[dict]:
    from orgmodel.comparison.plain_data import plain_value

    return [{key: plain_value(one) for key, one in row.items()} for row in rows]


@settings(max_examples=40)
@given(make.structures())
def test_the_four_have_one_list(structure):
    """Of any structure, with ranges, blanks, persons and declared quantities."""
    agree(Scenario("s", structure), structure)


def test_the_four_have_one_list_of_the_shipped_study():
    """The study with norms, whose questions stand beside the list and in it."""
    study = orgmodel.read(STUDY)
    agree(study, study.baseline)
    asked = [row for row in missing_rows(study) if row["asked_by"]]
    assert any(_place(row["id"])[0] == "posts" for row in asked if row["id"].count(":") == 2)


def test_status_lists_a_declared_quantity_that_is_missing(tmp_path):
    """By its own name, with its unit, as the report counts it."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "study.yaml").write_text(
        "title: {en: S}\nlanguage: en\nbaseline: baseline\nkinds: {office: agency}\nblocks: []\n"
        "quantities: {served: {names: {en: People served}, unit: {en: people}}}\n"
    )
    (tmp_path / "baseline" / "units.csv").write_text(
        "id,name_en,kind,parent\na,Office A,office,\nb,Office B,office,a\n"
    )
    (tmp_path / "baseline" / "posts.csv").write_text("id,unit,rank,authorized,filled\na/h,a,head,1,1\n")
    (tmp_path / "baseline" / "quantities.csv").write_text("unit,quantity,value\na,served,\nb,served,40\n")
    study = orgmodel.read(tmp_path)
    agree(study, study.baseline)
    printed = CliRunner().invoke(status, [str(tmp_path), "--long", "--lang", "en"], catch_exceptions=False).output
    assert "Office A: People served" in printed
    assert "Agencies that list no posts" in printed  # Office B


def test_posts_of_an_agency_that_lists_none_are_missing_once():
    """Where a norm asks for its posts the row of the list says so, and no other row says the same."""
    structure = Structure.of([Unit("a"), Unit("b"), Post("a/1", "a", filled=1), Quantity("a", "q", "", None)])
    asked = SimpleNamespace(
        norm="N",
        title=(),
        result=NOT_EVALUABLE,
        missing=(FigureId("posts", ("b", "*"), "authorized"), FigureId("posts", ("a", "*"), "authorized")),
    )
    rows = missing_data([], [asked], baseline=structure)  # type: ignore[list-item]
    assert [(row.id, row.asked_by) for row in rows] == [
        ("posts:a|*:authorized", ("N",)),
        ("quantities:a|q|:value", ()),
        ("units:b:no posts listed", ("N",)),
    ]
