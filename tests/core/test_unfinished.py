"""A run that is killed while it writes a set: each file whole, the set told as unfinished, and mended by the next run."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from orgmodel import read
from orgmodel.core import writing
from orgmodel.core.manifest import MANIFEST, read_manifest, unfinished_sets
from orgmodel.core.one_run import one_run, told
from orgmodel.core.problems import Problem, ProblemsError, system_reason
from orgmodel.core.replacing import FileSet
from orgmodel.core.writing import write_all
from tests.full_disk import no_file_over

OLD = {"a.csv": b"old a", "sub/b.csv": b"old b", "gone.csv": b"old gone"}
NEW: dict[str, bytes | Callable[[BinaryIO], object]] = {
    "a.csv": b"new a", "sub/b.csv": lambda file: file.write(b"new b"), "c.csv": b"new c"
}  # fmt: skip
WRITTEN = {"a.csv": b"new a", "sub/b.csv": b"new b", "c.csv": b"new c"}


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Write a set into a folder."""
    write_all({folder / name: content for name, content in files.items()}, one_set=FileSet("tables", folder))


def standing(folder: Path) -> dict[str, bytes]:
    """Give what lies in a folder, the manifest apart."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != MANIFEST}


def _until_killed(folder: Path, moment: int) -> None:
    """Write the new set, and die without a word at one moment: before a file is opened, moved or taken away."""
    count = iter(range(10_000))

    def dying(work: Callable) -> Callable:
        def at(*given: object, **named: object) -> object:
            if next(count) == moment:
                os._exit(9)
            return work(*given, **named)

        return at

    for name in ("open", "replace", "unlink", "write_bytes", "mkdir"):
        setattr(Path, name, dying(getattr(Path, name)))
    put(folder, NEW)
    os._exit(0)


@pytest.mark.parametrize("begin", [OLD, {}], ids=["over an old set", "into a new folder"])
def test_killed_at_any_moment(begin: dict[str, bytes], tmp_path: Path) -> None:
    """Every moment is tried until a run gets through; a state between two sets is always told, and the next run mends it."""
    fork = multiprocessing.get_context("fork")
    unfinished = 0
    for moment in range(200):
        folder = tmp_path / str(moment)
        if begin:
            put(folder, begin)
        run = fork.Process(target=_until_killed, args=(folder, moment))
        run.start()
        run.join()
        found = standing(folder) if folder.exists() else {}
        whole = {name: content for name, content in found.items() if not name.endswith(".tmp")}
        for name, content in whole.items():
            assert content in (begin.get(name), WRITTEN.get(name)), (moment, name)
        between = whole not in (begin, WRITTEN)
        assert not between or unfinished_sets(folder) == ["tables"], moment
        unfinished += between
        if run.exitcode == 0:
            assert found == WRITTEN
            break
        with one_run():
            was_told = bool(folder.exists() and unfinished_sets(folder))
            put(folder, NEW)
            assert [one.code for one in told()] == ["UNFINISHED"] * was_told
        assert standing(folder) == WRITTEN, moment
        manifest = read_manifest(folder)
        assert (manifest.unfinished, sorted(manifest.files)) == ({}, sorted(WRITTEN))
    assert run.exitcode == 0
    assert unfinished >= 2


@pytest.mark.parametrize("also", ["", "mine.txt"], ids=["leavings alone", "and somebody's file"])
def test_leavings_in_a_folder_of_a_set(also: str, tmp_path: Path) -> None:
    """A folder with nothing but what a killed run left is the set's own; with somebody's file in it, it is not."""
    token = "0" * 32
    runs = {token: {"kind": "tables", "folders": ["sub"], "is_folder": True}}
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / f".b.csv.{token}.tmp").write_bytes(b"half")
    (tmp_path / MANIFEST).write_text(
        json.dumps({"format": "orgmodel/written", "version": 1, "unfinished": runs, "files": {}})
    )
    one_set = FileSet("tables", tmp_path, frozenset(["sub"]))
    if also:
        (tmp_path / "sub" / also).write_bytes(b"mine")
        with pytest.raises(ProblemsError, match="FOLDER_IN_USE"):
            write_all({tmp_path / "sub" / "b.csv": b"whole"}, one_set=one_set)
    else:
        write_all({tmp_path / "sub" / "b.csv": b"whole"}, one_set=one_set)
        assert standing(tmp_path) == {"sub/b.csv": b"whole"}


def test_a_full_disk_leaves_the_old_set(tmp_path: Path) -> None:
    """No space for the second file, half written: the old set stands, nothing lies beside it, and nothing is unfinished."""
    put(tmp_path, OLD)
    manifest = (tmp_path / MANIFEST).read_bytes()

    def full(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space") as caught:
        put(tmp_path, NEW | {"c.csv": full})
    assert caught.value.filename == str(tmp_path / "c.csv")
    assert standing(tmp_path) == OLD
    assert json.loads((tmp_path / MANIFEST).read_text()) == json.loads(manifest)


@pytest.mark.parametrize("size", [0, 1_000, 20_000])
def test_what_the_system_refuses_to_write_leaves_the_old_set(size: int, tmp_path: Path) -> None:
    """At the first byte, in the middle, or in the list: the old set stands, nothing lies beside it, and nothing is unfinished."""
    put(tmp_path, OLD)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    long: dict[str, bytes | Callable[[BinaryIO], object]] = {"c.csv": lambda file: file.write(b"c" * 30_000)}
    with no_file_over(size), pytest.raises(OSError, match="large") as caught:
        put(tmp_path, NEW | long)
    assert system_reason(caught.value) == "no file may be as large as this one would be"
    assert standing(tmp_path) == OLD
    assert json.loads((tmp_path / MANIFEST).read_text()) == manifest
    put(tmp_path, NEW)
    assert standing(tmp_path) == WRITTEN


def test_a_full_disk_leaves_no_folder(tmp_path: Path) -> None:
    """Where nothing was, nothing is afterwards."""

    def full(_: BinaryIO) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space"):
        put(tmp_path / "new" / "set", {"a": full})
    assert not (tmp_path / "new").exists()


def test_what_is_written_bit_by_bit_is_judged_like_the_rest(tmp_path: Path) -> None:
    """A file that somebody keeps is refused also where its new bytes are not known beforehand, and the same bytes are not."""
    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(ProblemsError, match="NOT_WRITTEN_HERE"):
        write_all({tmp_path / "a": lambda file: file.write(b"other")})
    assert standing(tmp_path) == {"a": b"mine"}
    write_all({tmp_path / "a": lambda file: file.write(b"mine")})
    write_all({tmp_path / "a": lambda file: file.write(b"other")})
    assert standing(tmp_path) == {"a": b"other"}


@pytest.fixture
def held(tmp_path: Path) -> Iterator[threading.Event]:
    """Hold a folder by another writer until the event is set."""
    begun, end = threading.Event(), threading.Event()

    def slowly(file: BinaryIO) -> None:
        begun.set()
        end.wait(60)
        file.write(b"slow")

    other = threading.Thread(target=write_all, args=({tmp_path / "slow": slowly},))
    other.start()
    assert begun.wait(60)
    yield end
    end.set()
    other.join()


def test_the_later_of_two_runs_waits(held: threading.Event, tmp_path: Path) -> None:
    """It writes when the first has ended, and both stand in the list."""
    threading.Timer(0.3, held.set).start()
    write_all({tmp_path / "quick": b"quick"})
    assert standing(tmp_path) == {"slow": b"slow", "quick": b"quick"}
    assert sorted(read_manifest(tmp_path).files) == ["quick", "slow"]


def test_what_a_run_waits_for_is_told_at_once(held: threading.Event, tmp_path: Path) -> None:
    """It is said while it waits, not when it has ended, and once."""
    said: list[str] = []

    def say(problem: Problem) -> None:
        said.append(str(problem))
        held.set()

    with one_run(at_once=say):
        write_all({tmp_path / "quick": b"quick"})
    assert len(said) == 1
    assert f"{tmp_path}: WAITING another run of orgmodel is writing into this folder" in said[0]


def test_one_that_waits_too_long_is_told(
    held: threading.Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused with nothing written, and the first goes on."""
    monkeypatch.setattr(writing, "PATIENCE", 0.1)
    with pytest.raises(ProblemsError, match="FOLDER_BUSY"):
        write_all({tmp_path / "quick": b"quick"})
    held.set()
    assert "quick" not in standing(tmp_path)


def test_a_half_written_baseline_is_not_read(tmp_path: Path) -> None:
    """Tables of two states are no structure: one problem, which says to run again; a chart's pages do not matter."""
    (tmp_path / "units.csv").write_text("id,name_vi,kind\na,A,agency\n", encoding="utf-8")
    assert read(tmp_path).units
    open_run = {"0" * 32: {"kind": "pages of x.svg", "folders": ["."], "is_folder": False}}
    listed = {"format": "orgmodel/written", "version": 1, "unfinished": open_run, "files": {}}
    (tmp_path / MANIFEST).write_text(json.dumps(listed))
    assert read(tmp_path).units
    open_run["0" * 32]["is_folder"] = True
    (tmp_path / MANIFEST).write_text(json.dumps(listed))
    with pytest.raises(ProblemsError) as caught:
        read(tmp_path)
    assert [one.code for one in caught.value.problems] == ["UNFINISHED"]


@pytest.mark.parametrize("folders", [["../away"], ["/"], 3, [3], ["link"], ["9" * 400], ["a\0b"]])
def test_a_list_made_by_somebody_sweeps_nothing_elsewhere(folders: object, tmp_path: Path) -> None:
    """Names that lead out of the folder are passed over, and so is a link that does."""
    token = "f" * 32
    here, away = tmp_path / "here", tmp_path / "away"
    here.mkdir()
    away.mkdir()
    (away / f".x.{token}.tmp").write_bytes(b"mine")
    (here / "link").symlink_to(away, target_is_directory=True)
    runs = {token: {"kind": "t", "folders": folders}, "x": {"kind": "t", "folders": ["."]}, "0" * 32: 7}
    listed = {"format": "orgmodel/written", "version": 1, "unfinished": runs, "files": {}}
    (here / MANIFEST).write_text(json.dumps(listed))
    write_all({here / "a": b"1"})
    assert (away / f".x.{token}.tmp").read_bytes() == b"mine"
