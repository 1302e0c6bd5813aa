"""A disk that is full in the middle of a command: one problem, the old files stand whole, nothing half written lies beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.full_disk import no_file_over

UNITS = "Code,Parent code,Name\na,,City\nb,a,Roads\nc,a,Water\n"


def standing(folder: Path) -> dict[str, bytes]:
    """Give every file and its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def commands(study: Path, table: Path, out: Path) -> dict[str, list[object]]:
    """Give a command of each writer, by name."""
    split = study / "split.yaml"
    return {
        "init": ["init", table, "-o", out / "begun"],
        "collect": ["collect", "--study", study, "-o", out / "forms"],
        "schema": ["schema", "scenario", "-o", out / "scenario.json"],
        "sweep": ["sweep", split, "-o", out / "sweep.csv"],
        "report": ["report", split, "-o", out / "papers"],
        "compare": ["compare", split, "-o", out / "compared"],
        "export": ["export", study, "--to", "csv", "-o", out / "tables"],
        "chart": ["chart", split, "-o", out / "chart.pdf"],
        "new": ["new", "split", "h.hu", "--study", study, "-o", out / "split-hu.yaml"],
    }


SIZE = 400
"""Bytes; so that a small file is written and a larger one stops in its middle."""
NAMES = list(commands(Path(), Path(), Path()))


@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk_leaves_what_was_there(orgmodel: Callable, small: Path, tmp_path: Path, name: str) -> None:
    """Nothing that stood is touched, nothing is left beside it, and the next run does it all."""
    table, out = tmp_path / "units.csv", tmp_path / "out"
    table.write_text(UNITS, encoding="utf-8")
    out.mkdir()
    call = commands(small, table, out)[name]
    with no_file_over(SIZE):
        said = orgmodel(*call)
    assert said.code == 1, said
    assert "Traceback" not in said.err
    assert said.err.count("\n") <= 3
    assert standing(out) == {}
    said = orgmodel(*call)
    assert said.code == 0, said
    first = standing(out)
    assert first
    with no_file_over(SIZE):
        orgmodel(*call, "--force")
    assert standing(out) == first


def test_a_sweep_that_was_killed_at_its_first_word_goes_on(orgmodel: Callable, small: Path, tmp_path: Path) -> None:
    """A folder of parts in which nothing but the beginning of our list stands is ours; one that holds a file is somebody's."""
    begun = tmp_path / "sweep.csv.parts"
    begun.mkdir()
    (begun / "sweep.tmp").write_bytes(b"{")
    call = ["sweep", small / "split.yaml", "-o", tmp_path / "sweep.csv"]
    assert orgmodel(*call).code == 0
    assert not begun.exists()
    begun.mkdir()
    (begun / "mine.txt").write_bytes(b"mine")
    assert "NOT_OURS" in orgmodel(*call, "--force").err
    assert standing(begun) == {"mine.txt": b"mine"}
