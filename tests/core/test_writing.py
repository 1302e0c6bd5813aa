"""Writing in one move: all or nothing, and a fault names the file that was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.core.manifest import MANIFEST
from orgmodel.core.writing import write_bytes, write_text


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
