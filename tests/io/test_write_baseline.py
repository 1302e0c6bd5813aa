"""Writing a baseline: what was written reads back the same, in the same bytes, and does a spreadsheet no harm."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from orgmodel.core.change import diff
from orgmodel.core.figures import Estimate, FigureId, Source
from orgmodel.core.problems import errors
from orgmodel.core.records import Members, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.baseline import read_baseline
from orgmodel.io.write_baseline import write_baseline
from tests.io.structures import structures


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@given(structures())
def test_a_baseline_reads_back_the_same(structure: Structure) -> None:
    """Every record and estimate of a structure survives its way through CSV, and the second writing has the same bytes."""
    with tempfile.TemporaryDirectory() as name:
        folder, again = Path(name, "a"), Path(name, "b")
        assert write_baseline(structure, folder) == []
        read, problems = read_baseline(folder, structure.terms, structure.as_of)
        assert [one for one in errors(problems) if one.code not in ("LINK", "SECOND_HEAD")] == []
        assert diff(structure, read) == ()
        write_baseline(read, again)
        assert _bytes(folder) == _bytes(again)


@given(structures())
def test_no_cell_begins_as_a_formula(structure: Structure) -> None:
    """No cell of a written table begins with a character that makes a spreadsheet calculate."""
    with tempfile.TemporaryDirectory() as name:
        write_baseline(structure, Path(name))
        for path in Path(name).glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                for row in list(csv.reader(file))[1:]:
                    assert [
                        cell
                        for cell in row
                        if cell[:1] in ("=", "+", "@") or (cell[:1] == "-" and not cell[1:].isdigit())
                    ] == []


def test_tables_of_an_earlier_writing_go(tmp_path: Path) -> None:
    """A folder written again holds no table of the structure before."""
    write_baseline(Structure.of([Unit("a"), Post("a/1", "a")]), tmp_path)
    write_baseline(Structure.of([Unit("a")]), tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["units.csv"]


def test_what_a_table_cannot_hold_is_said() -> None:
    """A part of another record's figure is written as its range, with a warning that names it."""
    part = Estimate(Source(FigureId("posts", "x/cv", "authorized"), 5, 6, 7), (1, 1), 2, 0)
    with tempfile.TemporaryDirectory() as name:
        warnings = write_baseline(Structure.of([Unit("a"), Post("a/1", "a", authorized=part)]), Path(name))
        text = Path(name, "posts.csv").read_text(encoding="utf-8")
    assert [(one.code, one.subject, one.severity) for one in warnings] == [("NOT_CARRIED", "a/1", "warning")]
    assert text.splitlines()[1] == "a/1,a,staff,in,3,3,4,,"


def test_a_group_that_is_not_whole_is_said(tmp_path: Path) -> None:
    """Members known only as a sum, of which one part is gone, cannot stand under the sum any more."""
    source = Source(FigureId("member_groups", "g", "total"), 42, 42, 42)
    warnings = write_baseline(Structure.of([Unit("a"), Members("a", total=Estimate(source, None, 2, 0))]), tmp_path)
    assert [one.code for one in warnings] == ["NOT_CARRIED"]
    assert not (tmp_path / "member_groups.csv").exists()


def test_nothing_is_half_written(tmp_path: Path) -> None:
    """A folder that cannot be written keeps what it had."""
    write_baseline(Structure.of([Unit("a")]), tmp_path)
    before = _bytes(tmp_path)
    (tmp_path / "posts.csv").mkdir()  # what cannot be replaced by a file
    with pytest.raises(OSError):
        write_baseline(Structure.of([Unit("a"), Post("a/1", "a")]), tmp_path)
    (tmp_path / "posts.csv").rmdir()
    assert _bytes(tmp_path) == before
