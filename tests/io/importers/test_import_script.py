"""The script that imports a folder of organogram returns: every pair, copies told, the same bytes twice."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

from tests.io.importers.organograms import junior, senior, write_return

ROOT = Path(__file__).parents[3]


def _run(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "import_uk_organograms.py"), str(folder), "-o", str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_folder_of_returns(tmp_path: Path) -> None:
    """Each pair is imported, a copy under another name is said to be one, and empty files do not stop the rest."""
    folder = tmp_path / "returns"
    folder.mkdir()
    for name, seniors in (("b", [senior("1", "XX"), senior("2", "2")]), ("empty", [])):
        for path in write_return(folder, seniors, [junior("1", "2.5")] if seniors else []):
            path.rename(folder / path.name.replace("x-", f"{name}-"))
    for kind in ("senior", "junior"):
        shutil.copy(folder / f"b-{kind}.csv", folder / f"c-{kind}.csv")
    first = _run(folder, tmp_path / "out")
    made = _bytes(tmp_path / "out")
    second = _run(folder, tmp_path / "out")
    assert (first.returncode, second.returncode, first.stderr) == (0, 0, "")
    assert _bytes(tmp_path / "out") == made
    with (tmp_path / "out" / "bodies.csv").open(encoding="utf-8") as file:
        bodies = {row["body"]: row for row in csv.DictReader(file)}
    assert {name: row["copy_of"] for name, row in bodies.items()} == {"b": "", "c": "b", "empty": ""}
    counted = {key: bodies["b"][key] for key in ("rows_in", "rows_imported", "rows_reported", "fte")}
    assert counted == {"rows_in": "3", "rows_imported": "2", "rows_reported": "1", "fte": "4.50"}
    assert bodies["empty"]["not_imported"] == "EMPTY_FILE, NOTHING"
    lines = (tmp_path / "out" / "defects.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == ["EMPTY_FILE,2,1", "SELF_REPORT,1,1"]
    assert _run(tmp_path / "out", tmp_path / "none").returncode == 1


def test_a_missing_half_does_not_stop_the_rest(tmp_path: Path) -> None:
    """A body with one file alone, be it the senior or the junior one, is told as not imported; the others come in."""
    folder = tmp_path / "returns"
    folder.mkdir()
    for name in ("a", "b", "c"):
        for path in write_return(folder, [senior("1", "XX")], [junior("1")]):
            path.rename(folder / path.name.replace("x-", f"{name}-"))
    (folder / "b-junior.csv").unlink()
    (folder / "c-senior.csv").unlink()
    run = _run(folder, tmp_path / "out")
    assert (run.returncode, run.stderr) == (0, "")
    with (tmp_path / "out" / "bodies.csv").open(encoding="utf-8") as file:
        told = {row["body"]: row["not_imported"] for row in csv.DictReader(file)}
    assert told == {"a": "", "b": "MISSING_FILE, NOTHING", "c": "MISSING_FILE, NOTHING"}
    assert sorted(path.name for path in (tmp_path / "out" / "baselines").iterdir()) == ["a"]
