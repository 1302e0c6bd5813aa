"""Measures of the units of a large study: those that stay stand once, and nothing that is told of them is lost."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest
from hypothesis import given

import orgmodel
from orgmodel import api
from orgmodel.cli.tables import write_tables
from orgmodel.comparison import unit_rows
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from tests.scenario.random_outcomes import outcomes

COUNTED = ("posts_moved", "lines_changed", "cost_one_off")
SIZE = 60


def wide_structure() -> Structure:
    """Make a flat organisation: a root, and many units of two posts, the first of which has a figure missing."""
    units = [Unit("root"), *(Unit(f"u{k}", parent="root") for k in range(SIZE))]
    posts = [Post(f"u{k}/h", f"u{k}", rank="head", filled=None if k == 0 else 1) for k in range(SIZE)]
    return Structure.of([*units, *posts, *(Post(f"u{k}/s", f"u{k}", authorized=k) for k in range(SIZE))])


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> orgmodel.Comparison:
    """Compare two scenarios, each of one operation, as if the study were a large one."""
    monkeypatch.setattr(unit_rows, "MOST_IN_FULL", SIZE)
    before = wide_structure()
    return api.compare_all(
        [
            Scenario("first", before, steps=(Step("1", do=[{"transfer": "u5", "to": "u6"}]),)).run(),
            Scenario("second", before, steps=(Step("1", do=[{"resize": "u7/s", "to": 9, "why": "work"}]),)).run(),
        ]
    )


def test_units_that_stay_stand_once(found):
    """What a scenario touches and what is above it has rows; every other unit has one, with what is not known of it."""
    assert set(found.units["unit"]) == {"root", "u5", "u6", "u7"}
    now = found.units_now
    assert sorted(now["unit"]) == sorted(f"u{k}" for k in range(SIZE) if k not in (5, 6, 7))
    assert now.set_index("unit").loc["u20", "posts_authorized"] == 21  # 20 and its head
    assert now.set_index("unit")["posts_filled:missing"].loc[["u0", "u1"]].tolist() == [2, 1]
    assert not set(COUNTED) & set(now.columns)


def test_files_of_a_large_study(found, tmp_path):
    """The CSV and the JSON say the same of them, and a small study has neither."""
    write_tables(found, tmp_path / "out")
    made = json.loads((tmp_path / "out" / "comparison.json").read_text("utf-8"))
    assert made == json.loads(json.dumps(found.to_json_object()))
    rows = list(csv.DictReader((tmp_path / "out" / "units_now.csv").open(encoding="utf-8-sig")))
    assert len(rows) == len(made["units_now"]) == SIZE - 3
    for row, wanted in zip(rows, made["units_now"], strict=True):
        assert row["unit"] == wanted["unit"]
        for key in row.keys() - {"unit"}:
            assert (float(row[key]) if row[key] else None) == wanted[key], (row["unit"], key)


@given(outcomes())
def test_nothing_is_lost(made):
    """Every row of the full table is there, or is that of a unit in ``units_now``: exact, unchanged, of the same figure."""
    full = api.compare_all(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unit_rows, "MOST_IN_FULL", 0)
        short = api.compare_all(made)
        kept = {(row["scenario"], row["unit"], row["measure"]) for row in short.units.to_dict("records")}
        now = {row["unit"]: row for row in short.units_now.to_dict("records")}
    rows = full.units.to_dict("records")
    assert full.units_now.empty
    assert kept == {(row["scenario"], row["unit"], row["measure"]) for row in rows if row["unit"] not in now}
    for row in rows:
        if row["unit"] not in now:
            continue
        before, after = (None if math.isnan(row[name]) else row[name] for name in ("before", "after"))
        assert before == after
        assert row["change"] == 0 or math.isnan(row["change"])
        assert row["missing"] == row["missing_before"]
        if row["measure"] in COUNTED:
            assert before == 0
            continue
        told = now[row["unit"]]
        assert (None if math.isnan(told[row["measure"]]) else told[row["measure"]]) == before
        for name in unit_rows.ASPECTS:
            usual = {"missing": 0, "assumed": 0}.get(name, told[row["measure"]])
            said = told.get(f"{row['measure']}:{name}", usual)
            if name in ("known", "of") and f"{row['measure']}:{name}" not in told:
                assert math.isnan(row["known"]) or row["known"] == row["of"]
            elif before is not None or name not in ("low", "high"):
                assert said == pytest.approx(row[name], nan_ok=True, abs=1e-6)


def test_what_moves_at_a_unit_in_one_state_is_said_alike_by_units_and_by_scope():
    """Of units that begin or end, posts moved and lines changed asked as a scope are those of the table of units, and what exploring says."""
    scenario = orgmodel.read(Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022").scenario("2.3-no-new-quota")
    ids = ["duc-tho.ban-to-chuc", "duc-tho.vp-hdnd-ubnd", "duc-tho.tcnv"]
    found = orgmodel.compare(scenario, scopes=ids)
    moved = ["posts_moved", "lines_changed"]
    key = ["scope", "measure"]
    said = [
        table[table["scope"].isin(ids) & table["measure"].isin(moved)].set_index(key)["after"]
        for table in (found.measures, found.units)
    ]
    for one in said[1].index:
        assert said[0][one] == said[1][one]
    assert said[0]["duc-tho.ban-to-chuc", "posts_moved"] == 6
    explored = orgmodel.explore(scenario, draws=8, runs=8, scopes=ids[:2], measures=["posts_moved"]).measures
    best = explored[explored["state"] == "after"].set_index(key)["best"]
    assert (best == said[0][best.index]).all()
