"""Writing in one move: all or nothing, and a fault names the file that was asked for."""

from __future__ import annotations

import errno
import os
import tempfile
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.manifest import MANIFEST
from orgmodel.core.one_run import note, one_run
from orgmodel.core.problems import ProblemsError
from orgmodel.core.replacing import MARKS, FileSet
from orgmodel.core.writing import write_all, write_bytes, write_text


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """Folders on the way are made, and nothing stays beside the file."""
    write_text(tmp_path / "a" / "b" / "x.txt", "Sở\n")
    write_bytes(tmp_path / "a" / "b" / "x.txt", b"again")
    assert [path.name for path in (tmp_path / "a" / "b").iterdir() if path.name != MANIFEST] == ["x.txt"]
    assert (tmp_path / "a" / "b" / "x.txt").read_bytes() == b"again"


def test_a_fault_names_the_file_asked_for(tmp_path: Path) -> None:
    """A folder in its place, or a file in the place of its folder: named as given, and no other file is left."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(OSError, match="directory") as caught:
        write_text(tmp_path / "folder", "x")
    assert (caught.value.filename, caught.value.filename2) == (str(tmp_path / "folder"), None)
    with pytest.raises(NotADirectoryError, match="a file stands where a folder is needed"):
        write_text(tmp_path / "file" / "x.txt", "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("fails_at", range(6))
def test_an_interruption_leaves_whole_files_that_are_known(
    fails_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at any move, each file is the old one or the new one, nothing lies beside, and the same run works again."""
    paths = [tmp_path / name for name in ("a", "b", "c")]
    write_all(dict.fromkeys(paths, b"old"))
    move, moves = Path.replace, iter(range(100))

    def stop(self: Path, target: Path) -> Path:
        if next(moves) == fails_at:
            raise KeyboardInterrupt
        return move(self, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_all(dict.fromkeys(paths, b"new"))
    monkeypatch.undo()
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c", MANIFEST}
    assert {path.read_bytes() for path in paths} <= {b"old", b"new"}
    write_all(dict.fromkeys(paths, b"newer"))
    assert [path.read_bytes() for path in paths] == [b"newer"] * 3


def test_all_or_none(tmp_path: Path) -> None:
    """One file that may not be replaced keeps all others from being written, and each fault is told."""
    for name in ("a", "z"):
        (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(ProblemsError) as caught:
        write_all({tmp_path / name: b"x" for name in ("a", "new/b", "z")})
    assert [(one.code, one.subject) for one in caught.value.problems] == [
        ("NOT_WRITTEN_HERE", "a"),
        ("NOT_WRITTEN_HERE", "z"),
    ]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"mine", "z": b"mine"}


def test_a_folder_that_may_not_be_written_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found before the first of several files is written, and named by the file that was asked for."""
    write_all({tmp_path / "a" / "x": b"1", tmp_path / "b" / "x": b"1"})
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "b" and may(path, mode))
    with pytest.raises(PermissionError) as caught:
        write_all({tmp_path / "a" / "x": b"2", tmp_path / "b" / "x": b"2"})
    assert caught.value.filename == str(tmp_path / "b" / "x")
    assert {(tmp_path / folder / "x").read_bytes() for folder in "ab"} == {b"1"}


def test_names_that_are_no_utf_8_are_known(tmp_path: Path) -> None:
    """A name of other bytes, as some systems allow, is listed and found again."""
    path = Path(os.fsdecode(os.fsencode(tmp_path / "x") + b"\xff"))
    write_bytes(path, b"1")
    write_bytes(path, b"2")
    assert path.read_bytes() == b"2"


def test_rights_of_a_file_stay(tmp_path: Path) -> None:
    """A file that only its owner may read is so after it was written again."""
    write_bytes(tmp_path / "x", b"1")
    (tmp_path / "x").chmod(0o600)
    write_bytes(tmp_path / "x", b"2")
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o600


def test_a_file_read_by_the_run_is_an_input(tmp_path: Path) -> None:
    """Reading notes the file, and only within the run; a name in another case or form of letters is the same name."""
    (tmp_path / "Sở.csv").write_bytes(b"id\n")
    with one_run():
        note(tmp_path / "Sở.csv")
        for name in ("Sở.csv", "sở.CSV", unicodedata.normalize("NFD", "Sở.csv")):
            with pytest.raises(ProblemsError, match="INPUT_REPLACED"):
                write_bytes(tmp_path / name, b"x", force=True)
    write_bytes(tmp_path / "Sở.csv", b"x", force=True)


NAMES = ("a.csv", "b.csv", "study.yaml", "units.csv")
DEEDS = st.tuples(
    st.sampled_from(("write", "force", "set", "forced set", "edit", "delete", "forget")),
    st.sampled_from(NAMES),
    st.binary(max_size=2),
)


@given(deeds=st.lists(DEEDS, max_size=12))
def test_what_somebody_wrote_is_only_lost_by_force(deeds: list[tuple[str, str, bytes]]) -> None:
    """Whatever orgmodel and somebody else write in turn: a book kept apart says what stands there and what is orgmodel's."""
    with tempfile.TemporaryDirectory() as name_of_folder:
        folder = Path(name_of_folder)
        book: dict[str, bytes] = {}
        ours: set[tuple[str, bytes, str]] = set()  # what orgmodel wrote since the list was last thrown away
        for deed, name, data in deeds:
            if deed == "edit":
                (folder / name).write_bytes(data)
                book[name] = data
            elif deed == "delete":
                (folder / name).unlink(missing_ok=True)
                book.pop(name, None)
            elif deed == "forget":
                (folder / MANIFEST).unlink(missing_ok=True)
                ours = set()
            else:
                _try(folder, book, ours, deed, name, data)
            standing = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}
            assert standing == book


def _try(
    folder: Path, book: dict[str, bytes], ours: set[tuple[str, bytes, str]], deed: str, name: str, data: bytes
) -> None:
    forced, kind = deed.startswith("force"), "set" if deed.endswith("set") else ""
    known = {(one, there) for one, there, _ in ours}
    try:
        write_all({folder / name: data}, force=forced, one_set=FileSet("set", folder) if kind else None)
    except ProblemsError as error:
        codes = {one.code for one in error.problems}
        assert codes == {"FOLDER_IN_USE"} if forced else codes <= {"NOT_WRITTEN_HERE", "CHANGED_SINCE", "FOLDER_IN_USE"}
        assert kind or book[name] != data  # the same bytes are never refused
        return
    gone = {one for one in book if not (folder / one).exists()}
    lost = gone | ({name} if book.get(name, data) != data else set())
    assert forced or {(one, book[one]) for one in lost} <= known
    if kind:
        assert {one for one, _, of in ours if of == "set"} >= gone | (book.keys() & set(MARKS) - {name})
    for one in gone:
        book.pop(one)
    book[name] = data
    ours.add((name, data, kind))


def test_of_a_list_that_nobody_can_read_one_problem_is_told(tmp_path: Path) -> None:
    """Whose the files are is not known then, so that nothing is said of each; where it is gone, only what is so is said."""
    one_set = FileSet("comparison", tmp_path, frozenset({"measures.csv"}))
    write_all({tmp_path / "measures.csv": b"1"}, one_set=one_set)
    (tmp_path / MANIFEST).write_text("not a list")
    for force in (False, True):
        with pytest.raises(ProblemsError) as raised:
            write_all({tmp_path / "measures.csv": b"2"}, one_set=one_set, force=force)
        assert [one.code for one in raised.value.problems] == ["MANIFEST"]
        assert "--force" not in str(raised.value)
    (tmp_path / MANIFEST).unlink()
    with pytest.raises(ProblemsError, match="no list of orgmodel's there") as raised:
        write_all({tmp_path / "measures.csv": b"2"}, one_set=one_set)
    assert [one.code for one in raised.value.problems] == ["FOLDER_IN_USE"]
    assert (tmp_path / "measures.csv").read_bytes() == b"1"


def test_a_fault_of_the_list_names_what_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of files is written first, beside its place, under a name that says nothing to anybody."""

    def refused(self: Path, data: bytes) -> int:
        raise PermissionError(13, "no", str(self))

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(PermissionError) as raised:
        write_all({tmp_path / "x.json": b"1"})
    assert raised.value.filename == str(tmp_path / "x.json")


@pytest.mark.parametrize(("flags", "number"), [(os.ST_RDONLY, errno.EROFS), (0, errno.EACCES)])
def test_a_disk_that_is_only_read_is_no_matter_of_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: int, number: int
) -> None:
    """Whoever asks for the right to write would ask in vain where the disk takes nothing."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=flags))
    with pytest.raises(OSError, match=r"x[.]json") as raised:
        write_all({tmp_path / "x.json": b"1"})
    assert raised.value.errno == number
