"""Third parties' tables from frames and JSON: by the same map what a CSV of the same gives, with the same account of rows."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import orgmodel
from orgmodel.core.structure import Structure
from orgmodel.io.formats import OptionError

TEXT = """Position No.,Position Title,Unit,Reports to,Status,FTE,From
P1,Director,Harbour,,Filled,1.0,2020-01-01
P2,Clerk,Harbour,P1,Vacant,,2021-06-01
P3,Head,Pilots,P1,Filled,0.8,2019-03-01
P4,Pilot,Pilots,P3,Filled,1.0,2018-01-01
P5,Pilot,Pilots,P9,Frozen,,2022-01-01
"""
MAP = {
    "rows": "posts",
    "language": "en",
    "organisation": "Harbour",
    "columns": {"id": "Position No.", "name": "Position Title", "unit": "Unit", "parent": "Reports to", "status": "Status", "fte": "FTE"},
}  # fmt: skip


FRAMES: dict[str, Callable[[], Any]] = {
    "pandas": lambda: pd.read_csv(io.StringIO(TEXT)),
    "pandas with dates": lambda: pd.read_csv(io.StringIO(TEXT), parse_dates=["From"]),
    "polars": lambda: pl.read_csv(io.StringIO(TEXT)),
    "polars lazy": lambda: pl.read_csv(io.StringIO(TEXT), try_parse_dates=True).lazy(),
    "mapping": lambda: pl.read_csv(io.StringIO(TEXT)).to_dict(as_series=False),
    "rows": lambda: pl.read_csv(io.StringIO(TEXT)).to_dicts(),
}


def what(structure: Structure) -> Any:
    """Give the records of a structure without where they come from."""
    posts = sorted((p.id, p.unit, p.titles, p.rank, p.authorized, p.filled, p.fte) for p in structure.posts)
    units = sorted((u.id, u.names, u.kind, u.parent or "") for u in structure.units)
    return units, posts, sorted(line.key for line in structure.lines)


def _csv(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_is_what_a_file_is(kind: str, tmp_path: Path) -> None:
    """By one map a frame gives the structure, the codes and the account of rows that the CSV gives."""
    file = orgmodel.import_from("hierarchy", _csv(tmp_path), options={"map": MAP})
    frame = orgmodel.import_from("hierarchy", FRAMES[kind](), options={"map": MAP})
    assert what(frame.structure) == what(file.structure)
    assert frame.counts() == file.counts() == {"UNKNOWN_SUPERIOR": 1, "SEVERAL_TOPS": 1}
    assert (frame.rows_in, frame.rows_imported, frame.rows_reported) == (5, 4, 1)
    assert (file.rows_in, file.rows_imported, file.rows_reported) == (5, 4, 1)


@pytest.mark.parametrize("kind", FRAMES)
def test_init_of_a_frame_is_init_of_the_file(kind: str, tmp_path: Path) -> None:
    """A frame is guessed as the file is, and saved as a study that passes check."""
    file, frame = orgmodel.init(_csv(tmp_path)), orgmodel.init(FRAMES[kind]())
    assert what(frame.structure)[1:] == what(file.structure)[1:]
    assert {one.place for one in file.guesses.found} - {one.place for one in frame.guesses.found} == set()
    study = orgmodel.read(frame.save(tmp_path / "study"))
    assert isinstance(study, orgmodel.Study)
    assert [one for one in study.problems if one.severity == "error"] == []
    again = orgmodel.init(FRAMES[kind](), map=tmp_path / "study" / "import" / "map.yaml")
    assert what(again.structure) == what(frame.structure)


def test_several_frames_are_joined() -> None:
    """Units and posts as two frames of two libraries are joined by code."""
    units = pd.DataFrame({"Code": ["A", "B"], "Name": ["City", "Roads"], "Parent code": [None, "A"]})
    posts = pl.DataFrame(
        {"Position No.": [1, 2], "Org Unit Code": ["A", "B"], "Reports to": [None, 1], "Title": ["Mayor", "Head"]}
    )
    structure = orgmodel.init(units, posts).structure
    assert {post.id: post.unit for post in structure.posts} == {"1": "A", "2": "B"}
    assert {unit.id: unit.parent for unit in structure.units} == {"A": None, "B": "A"}


def test_what_is_no_frame_is_told() -> None:
    """A wrong argument is a problem that says what is meant; formats of files take no frames."""
    with pytest.raises(orgmodel.ProblemsError, match="a DataFrame of pandas or polars"):
        orgmodel.init(3)
    with pytest.raises(orgmodel.ProblemsError, match="none is given"):
        orgmodel.init()
    with pytest.raises(orgmodel.ProblemsError, match="map"):
        orgmodel.init({"id": ["a"], "parent": [None]}, map=3)
    with pytest.raises(OptionError, match="takes files"):
        orgmodel.import_from("popolo", {"id": ["a"]})
    with pytest.raises(orgmodel.ProblemsError, match="differ in length"):
        orgmodel.init({"id": ["a"], "parent": []})


def test_json_lists_and_trees(tmp_path: Path) -> None:
    """A list of objects is a table; objects that hold others of their kind are a tree."""
    rows = [{"id": 1, "name": "City", "parent": None}, {"id": 2, "name": "Roads", "parent": 1, "tags": ["a"]}]
    tree = {
        "name": "City",
        "headcount": 3,
        "children": [{"name": "Roads", "headcount": 9, "children": [{"name": "Bridges", "headcount": 4}]}],
    }
    for name, data in (("list", rows), ("tree", tree), ("lists", {"units": rows, "notes": [{"text": "x", "by": "y"}]})):
        (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    listed = orgmodel.init(tmp_path / "list.json")
    assert {unit.id: unit.parent for unit in listed.structure.units} == {"1": None, "2": "1"}
    units = {unit.name("en"): unit for unit in orgmodel.init(tmp_path / "tree.json").structure.units}
    assert {
        name: unit.parent and next(n for n, u in units.items() if u.id == unit.parent) for name, unit in units.items()
    } == {
        "City": None,
        "Roads": "City",
        "Bridges": "Roads",
    }
    assert len(orgmodel.init(tmp_path / "lists.json").structure.units) == 2
