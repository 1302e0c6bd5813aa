"""Deviations from reference models in variants are those of a comparison of each, whether run or put together of parts, and are told in a proposal's place."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import orgmodel
from orgmodel.cli.main import run as command
from orgmodel.exploration.compiled import Compiled
from orgmodel.exploration.deviating import DEVIATIONS
from orgmodel.exploration.space import space_of
from orgmodel.exploration.variants import Asked, asked_of, measured

STUDY = {
    "study.yaml": "title: {en: t}\nlanguage: en\nas_of: 2024-01-01\nbaseline: base.yaml\nkinds: {office: agency, body: body}\n"
    "levels: [district]\nnorms: [own.yaml]\n",
    "base.yaml": "units:\n"
    "- {id: x, name_en: Board X, kind: body, level: district, area: x}\n"
    "- {id: x-ab, name_en: Agency A and B, kind: office, level: district, area: x, parent: x}\n"
    "- {id: x-c, name_en: Registry, kind: office, level: district, area: x, parent: x}\n"
    "- {id: y, name_en: Board Y, kind: body, level: district, area: y}\n"
    "- {id: y-a, name_en: Agency A, kind: office, level: district, area: y, parent: y}\n"
    "- {id: z, name_en: Board Z, kind: body, level: district, area: z}\n"
    "posts:\n- {id: x-ab/s, unit: x-ab, rank: staff, authorized: 4}\n- {id: y-a/s, unit: y-a, rank: staff, authorized: 3}\n",
    "own.yaml": "documents: [{id: rule, number: '1', issuer: us, date: 2020-01-01, confidence: S}]\n"
    "models:\n- id: common\n  title: {en: Common}\n  level: district\n  closed: [office]\n  cite: [{document: rule, article: '1'}]\n"
    "  in_force: {from: 2020-01-01}\n  confidence: S\n  roles:\n"
    "  - {id: board, names: {en: Board}, called: [Board]}\n"
    "  - {id: a, names: {en: A}, called: [Agency A], under: board}\n"
    "  - {id: b, names: {en: B}, called: [Agency B, Agency A and B], under: board}\n"
    "  - {id: c, names: {en: C}, called: [Registry], optional: true}\n",
    "plan.yaml": "title: {en: p}\nparameters:\n"
    "  merged: {title: {en: merged}, default: keep, choices: [keep, renamed, ended]}\n"
    "  second: {title: {en: second}, default: none, choices: [none, new, odd]}\n"
    "  third: {title: {en: third}, default: none, choices: [none, new]}\n"
    "steps:\n- id: ab\n  do:\n  - choose: merged\n    keep: []\n"
    "    renamed: [{rename: x-ab, names: {en: Agency B}}]\n"
    "    ended: [{dissolve: x-ab, why: x}]\n"
    "- id: y\n  do:\n  - choose: second\n    none: []\n"
    "    new: [{create: {unit: y-b, names: {en: Agency B}, kind: office, level: district, area: y, parent: y}, head: none, why: x}]\n"
    "    odd: [{create: {unit: y-o, names: {en: Odd one}, kind: office, level: district, area: x, parent: y}, head: none, why: x}]\n"
    "- id: z\n  do:\n  - choose: third\n    none: []\n"
    "    new: [{create: {unit: z-c, names: {en: Registry}, kind: office, level: district, area: x, parent: x}, head: none, why: x}]\n",
}
SCOPES = ("total", "area:x", "area:y", "area:z")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A study of three areas: one with a merged agency, one that lacks a role, one of which only the board is described."""
    made = tmp_path_factory.mktemp("study")
    for name, text in STUDY.items():
        (made / name).write_text(text)
    return made


def told(rows: pd.DataFrame, scope: str) -> list[float]:
    """Count by hand: deviations after, the least, the most, and areas that are not judged, of a comparison's table."""
    after = rows[rows["state"] == "after"]
    mine = after if scope == "total" else after[after["area"] == scope[5:]]
    missing = int((mine["kind"] == "not_judged").sum())
    areas = {"total": 3}.get(scope, 1)
    value = float(len(mine) - missing) if missing < areas else np.nan
    return [value, value, np.nan if missing else value, missing]


def test_deviations_are_those_of_the_comparison(folder):
    """Every variant that is not refused, in the whole and in each area: the count, and how many areas are not judged."""
    plan = orgmodel.read(folder / "plan.yaml")
    space = space_of(plan)
    asked = Asked(("units",), SCOPES, norms=True)
    table = pd.DataFrame(measured(space, range(space.size), asked).figures, columns=asked.columns(space))
    for number in range(space.size):
        variant = space.variant(number)
        outcome = variant.scenario.run(**variant.settings)
        if outcome.refused:
            assert table.loc[number].isna().all()
            continue
        rows = orgmodel.compare(outcome).deviations
        for scope in SCOPES:
            tail = "" if scope == "total" else f"@{scope}"
            own = [table.loc[number, f"{DEVIATIONS}{figure}{tail}"] for figure in ("", "_low", "_high", "_missing")]
            np.testing.assert_array_equal(own, told(rows, scope), err_msg=f"{number} {scope}")
    assert table[DEVIATIONS].dropna().unique().tolist() == [2, 3, 1, 4]


def test_parts_put_together_deviate_as_their_runs(folder):
    """Three parts, two and three of which change one area: put together they are what running each gives."""
    space = space_of(orgmodel.read(folder / "plan.yaml"))
    asked = asked_of(space.scenario, ["units"], SCOPES, norms=True)
    compiled = Compiled(space, asked)
    numbers = list(range(space.size))
    found, want = compiled.measured(numbers), measured(space, numbers, asked)
    np.testing.assert_array_equal(found.figures, want.figures)
    assert (compiled.by_run, compiled.runs) == ((), 0)
    assert len([1 for _, axes, _ in compiled.parts if axes]) == 3


def test_without_models_nothing_is_counted():
    """A study that has no reference models has no column of deviations, nor has a sweep that is not judged."""
    plan = orgmodel.read("scenarios/ministry").scenario("split")
    space = space_of(plan)
    assert DEVIATIONS not in Asked(("units",), norms=True).columns(space)
    plan = orgmodel.read("scenarios/ha-tinh-2022").scenario("2.3-no-new-quota")
    assert DEVIATIONS not in Asked(("units",)).columns(space_of(plan))
    assert [scope for scope, one in Asked(("units",), ("total", "block:government"), norms=True).cells(space_of(plan)) if one == DEVIATIONS] == ["total"]  # fmt: skip


def test_the_place_tells_deviations(folder, tmp_path, capsys):
    """Text, JSON, CSV, picture and table of a sweep have where the proposal stands on deviations."""
    asked = ["sweep", str(folder / "plan.yaml"), "--norms", "--measures", "units", "--lang", "en"]
    assert command([*asked, "-o", str(tmp_path / "t.csv"), "--picture", str(tmp_path / "p.svg")]) == 0
    shown = capsys.readouterr().out
    assert "Deviations from the common model" in shown
    assert command([*asked, "-o", str(tmp_path / "u.csv"), "--format", "json"]) == 0
    (row,) = [one for one in json.loads(capsys.readouterr().out)["places"] if one["measure"] == DEVIATIONS]
    table = pd.read_csv(tmp_path / "t.csv")
    rows = orgmodel.compare(orgmodel.read(folder / "plan.yaml").run()).deviations
    assert [row["own"], row["missing"]] == [told(rows, "total")[0], 1]
    assert [row["lowest"], row["median"], row["highest"]] == table[DEVIATIONS].agg(["min", "median", "max"]).tolist()
    assert row["lower"] == (table[DEVIATIONS].dropna() < row["own"]).mean()
