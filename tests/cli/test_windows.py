"""What is other on an office's Windows, as far as it can be simulated: consoles, open files, names, line ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from orgmodel.core import replacing
from orgmodel.core.problems import ProblemsError
from orgmodel.core.writing import write_text

ENCODINGS = ("cp1252", "cp1258", "cp437", "ascii", "latin-1", "utf-8")


@pytest.fixture
def study(tmp_path) -> Path:
    """A Vietnamese study under a path with spaces and diacritics, with the line ends and the mark of Windows."""
    folder = tmp_path / "Đề án số 1 (bản nháp)"
    (folder / "baseline").mkdir(parents=True)
    (folder / "study.yaml").write_bytes("title: {vi: Đề án}\r\nlanguage: vi\r\n".encode())
    table = "\ufeffid;name_vi;parent\r\na;Sở Nội vụ;\r\nb;Phòng Tổ chức;a\r\n"
    (folder / "baseline" / "units.csv").write_bytes(table.encode())
    posts = "sep=;\r\nid;unit;rank;authorized;filled;fte\r\np;b;staff;3;2;1,5\r\n"
    (folder / "baseline" / "posts.csv").write_bytes(("\ufeff" + posts).encode())
    (folder / "phương án.yaml").write_bytes('title: {vi: "Phương án"}\r\nsteps: []\r\n'.encode())
    return folder


ONE = "from orgmodel.cli.main import main; main()"
SHOW_THEN_CHECK = """
import sys
from pathlib import Path
from orgmodel.cli.console import fit_console
from orgmodel.cli.main import run
fit_console()
study = Path(sys.argv[1])
assert run(["show", str(study)]) == 0
(study / "baseline" / "units.csv").write_text("id,parent\\na,Không\\n", encoding="utf-8")
sys.exit(run(["check", str(study)]))
"""


def run(*arguments: object, encoding: str = "", code: str = ONE) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONUTF8": "0", **({"PYTHONIOENCODING": encoding} if encoding else {})}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_console_without_utf8(study, encoding):
    """Whatever a console can show, results and problems are written, without a traceback."""
    told = run(study, encoding=encoding, code=SHOW_THEN_CHECK)
    assert told.returncode == 1, told.stderr
    assert b"Traceback" not in told.stderr
    assert b"posts_authorized" in told.stdout or b"3" in told.stdout
    assert b"UNKNOWN_UNIT" in told.stdout
    assert b"INTERNAL_ERROR" not in told.stdout + told.stderr


def test_json_is_whole_on_any_console(study):
    """JSON loses no letter where the console has it not: it is written as an escape."""
    plain = json.loads(run("compare", study, "--format", "json", encoding="cp1252").stdout.decode("cp1252"))
    assert plain == json.loads(run("compare", study, "--format", "json", encoding="utf-8").stdout.decode())
    assert "phương án" in json.dumps(plain, ensure_ascii=False)


def test_what_goes_into_a_file_is_utf8(study):
    """A program that reads results gets UTF-8 where nobody asked for another encoding."""
    shown = run("show", study, "--format", "csv")
    assert shown.stdout.decode("utf-8").startswith("scope,")


def test_a_file_that_is_open_elsewhere(tmp_path, monkeypatch):
    """A report that Word has open is told before anything is changed."""
    file = tmp_path / "báo cáo.md"
    write_text(file, "one")
    listed = (tmp_path / ".orgmodel.json").read_bytes()
    monkeypatch.setattr(replacing, "LOCKS_OPEN_FILES", True)
    plain = os.open

    def refuse(path: Path, flags: int, *more: object, **named: object) -> int:
        if path == file and flags == os.O_RDWR:
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path, flags, *more, **named)

    monkeypatch.setattr(replacing.os, "open", refuse)
    with pytest.raises(ProblemsError, match="FILE_OPEN the file is open in another program: close it"):
        write_text(file, "two")
    assert (file.read_text(), (tmp_path / ".orgmodel.json").read_bytes()) == ("one", listed)


def test_a_file_that_is_opened_meanwhile(tmp_path, monkeypatch):
    """Where the file is opened at the last moment, the old one stands, nothing is left over and the next run works."""
    file = tmp_path / "report.md"
    write_text(file, "one")
    plain = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == file:
            raise PermissionError(13, "The process cannot access the file", str(self))
        return plain(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(ProblemsError, match=r"report\.md: FILE_OPEN"):
            write_text(file, "two")
    assert file.read_text() == "one"
    assert sorted(one.name for one in tmp_path.iterdir()) == [".orgmodel.json", "report.md"]
    write_text(file, "two")
    assert file.read_text() == "two"


@pytest.mark.parametrize("name", ["a\x1b[31m.md", "a\n.md", "a\udcff\x1b.md", "a\u202e.md"])
def test_names_of_files_that_no_terminal_should_see(tmp_path, name):
    """A name with control characters, or that is not UTF-8, is refused and shown by its escapes."""
    with pytest.raises(ProblemsError) as told:
        write_text(tmp_path / name, "x")
    assert [one.code for one in told.value.problems] == ["FILE_NAME"]
    assert str(told.value).isprintable()
    assert list(tmp_path.iterdir()) == []


def test_scenarios_with_such_names_are_told(study):
    """A study's scenario under such a name is a problem of check and compare, never printed raw."""
    (study / "a\x1b[31m.yaml").write_text("title: {vi: x}\nsteps: []\n")
    (study / "b\udcff.yaml").write_text("title: {vi: x}\nsteps: []\n")
    for command in ("check", "compare"):
        told = run(command, study)
        assert told.returncode == 1
        said = told.stdout + told.stderr
        assert said.count(b"FILE_NAME") == 2
        assert b"\x1b" not in said
