"""A scope of a sweep may be a unit that the scenario as its file has it does not make, but a variant does."""

from __future__ import annotations

import csv

import pytest

import orgmodel
from orgmodel.cli.main import run as command
from orgmodel.core.problems import ProblemsError

FILES = {
    "study.yaml": "title: {en: City of Leeds}\nlanguage: en\nas_of: 2024-01-01\nbaseline: base.yaml\nkinds: {office: agency}\nscenarios: [all.yaml, plan.yaml, other.yaml]\n",
    "base.yaml": "units: [{id: a, name_en: A, kind: office}, {id: b, name_en: B, kind: office}]\nposts: [{id: a/s, unit: a, rank: staff, authorized: 9, filled: 8}, {id: b/s, unit: b, rank: staff, authorized: 4, filled: 4}]\n",
    "plan.yaml": """title: {en: Plan}
parameters: {way: {default: keep, choices: [keep, new]}, left: {default: 0, low: 0, high: 200}}
steps:
- id: one
  do:
    choose: way
    keep: [{rename: a, names: {en: Alpha}}]
    new: [{split_off: a, into: [{unit: {unit: n, names: {en: N}, kind: office}, takes: {posts: [{post: a/s, count: 2, filled: 2}]}, head: none}]}]
- {id: two, do: [{create: {post: b/t, unit: b, rank: staff, authorized: {param: left}, filled: 0}, why: law}]}
""",
    "other.yaml": """title: {en: Other}
steps:
- {id: three, do: [{split_off: a, into: [{unit: {unit: m, names: {en: M}, kind: office, area: far}, takes: {posts: [{post: a/s, count: 3, filled: 3}]}, head: none}]}]}
""",
    "all.yaml": "title: {en: All}\nincludes: [plan.yaml]\nsteps: []\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def swept(folder, *asked: str) -> list[dict]:
    assert (
        command(["sweep", *asked, "--measures", "posts_authorized", "-o", str(folder / "t.csv"), "--lang", "en"]) == 0
    )
    with (folder / "t.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_choice_makes_it(folder, capsys):
    """The column is filled where the choice makes the unit, and empty where it does not; compiled and run alike."""
    rows = swept(folder, str(folder / "plan.yaml"), "--scope", "n", "--scope", "b")
    assert len(rows) == 402
    assert {(row["way"], row["posts_authorized@n"]) for row in rows} == {("keep", ""), ("new", "2")}
    assert all(int(row["posts_authorized@b"]) == 4 + int(row["left"]) for row in rows)


def test_an_alternative_makes_it(folder, capsys):
    """So does another scenario in the place of an included one; also an area that only its unit has."""
    (folder / "grid.yaml").write_text("alternatives: {plan: [other]}\nparameters: {way: [keep]}\n")
    asked = [str(folder / "all.yaml"), "--grid", str(folder / "grid.yaml")]
    rows = swept(folder, *asked, "--scope", "m", "--scope", "area:far")
    assert [(row["plan"], row["posts_authorized@m"], row["posts_authorized@area:far"]) for row in rows] == [
        ("plan", "", "0"),
        ("other", "3", "3"),
    ]


def test_a_step_alone_makes_it(folder, capsys):
    """A unit that one of the steps that may be left out makes is known, though in Python, too."""
    plan = orgmodel.read(folder / "other.yaml")
    table = orgmodel.sweep(plan, grid={"steps": ["three"]}, measures=["posts_authorized"], scopes=["m"])
    assert table["posts_authorized@m"].tolist()[0] == 3
    assert table["posts_authorized@m"].isna().tolist() == [False, True]


def test_one_that_nobody_makes_is_refused(folder, capsys):
    """A slip of the pen is told with the nearest id, and that variants were tried."""
    asked = ["sweep", str(folder / "plan.yaml"), "--scope", "nn", "-o", str(folder / "t.csv"), "--lang", "en"]
    assert command(asked) == 1
    told = capsys.readouterr().err
    assert "no unit 'nn' to measure" in told
    assert "no variant has it either" in told
    assert "(tried: 65, of these refused: 0)" in told
    with pytest.raises(ProblemsError, match="no variant has it either"):
        orgmodel.sweep(orgmodel.read(folder / "plan.yaml"), scopes=["nn"], measures=["heads"])
