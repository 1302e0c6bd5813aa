"""What long commands show meanwhile: on a terminal, after a second, on the stream of the messages, and nothing of it stays."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from orgmodel.cli.progress import Bar

SMALL = Path(__file__).parents[1] / "fixtures" / "small"
AT_ONCE = "import orgmodel.cli.progress as p; p.PATIENCE = 0; from orgmodel.cli.main import main; main()"
UNTIL = "import sys, time; from orgmodel.cli.progress import at_work\nwith at_work('comparing'): time.sleep({seconds})"
COMMANDS = {
    "check": ["check", SMALL],
    "show": ["show", SMALL],
    "status": ["status", SMALL, "--as-of", "2023-01-01"],
    "compare": ["compare", SMALL, "-o", "out"],
    "compare on the screen": ["compare", SMALL],
    "compare --long": ["compare", SMALL, "--long"],
    "compare as JSON": ["compare", SMALL, "--format", "json"],
    "report": ["report", SMALL, "-o", "out.md"],
    "chart": ["chart", SMALL, "-o", "out.svg"],
    "export": ["export", SMALL, "--to", "csv", "-o", "out"],
    "import": ["import", "hierarchy", "third.csv", "-o", "out"],
    "init": ["init", "third.csv", "-o", "out"],
    "diff": ["diff", SMALL, SMALL / "split.yaml"],
    "combine": ["combine", SMALL / "split.yaml", SMALL / "split.yaml"],
    "collect": ["collect", "--study", SMALL, "-o", "out"],
    "new": ["new", "split", "a", "--study", SMALL, "--into", "x", "--into", "y"],
}

QUICK = ("check", "compare", "compare on the screen", "chart", "export")
"""Those that are tried always; each is a process of its own."""


def _run(folder: Path, code: str, *arguments: object, terminal: bool) -> tuple[int, bytes, bytes]:
    """Run a command with its messages on a pseudo terminal, or on none; give what came to either stream."""
    folder.mkdir()
    (folder / "third.csv").write_text("id,name,parent\na,Office,\nb,Team,a\n", encoding="utf-8")
    command = [sys.executable, "-c", code, *map(str, arguments)]
    if not terminal:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        return done.returncode, done.stdout, done.stderr
    ours, theirs = pty.openpty()
    with (folder / "stdout").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=theirs)
        os.close(theirs)
        told = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the terminal is closed
                break
            if not part:
                break
            told += part
        code_given = process.wait()
    os.close(ours)
    return code_given, (folder / "stdout").read_bytes(), told.replace(b"\r\n", b"\n")


def _seen(told: bytes) -> str:
    """Give what a terminal shows in the end: of a line what was written over it last."""
    lines = []
    for line in told.decode().split("\n"):
        shown: list[str] = []
        for part in line.split("\r"):
            shown[: len(part)] = part
        lines.append("".join(shown).rstrip())
    return "\n".join(lines).strip()


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in COMMANDS]
)
def test_every_command_shows_a_bar_on_a_terminal_and_none_elsewhere(name: str, tmp_path: Path) -> None:
    """The bar is drawn on stderr, leaves nothing there, and stdout is the same with and without it."""
    code, out, told = _run(tmp_path / "terminal", AT_ONCE, *COMMANDS[name], terminal=True)
    plain_code, plain_out, plain_told = _run(tmp_path / "pipe", AT_ONCE, *COMMANDS[name], terminal=False)
    assert b"\r[" in told
    assert b"#####" in told
    assert b"\r" not in plain_told
    assert b"#####" not in plain_told
    assert (code, out) == (plain_code, plain_out)
    assert _seen(told) == _seen(plain_told)


TEXT = """
import sys, time
from orgmodel.cli.progress import at_work_on_text
with at_work_on_text("comparing", streams={streams}):
    print("first")
    time.sleep(1.5)
    print("second")
"""


@pytest.mark.parametrize("streams", [False, True])
def test_what_is_printed_on_the_terminal_of_the_bar_follows_it(streams: bool) -> None:
    """Results and messages on one terminal do not run into each other; elsewhere results come as they are made."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", TEXT.format(streams=streams)], stdout=theirs, stderr=theirs)
    os.close(theirs)
    told = b""
    with suppress(OSError):  # the terminal is closed
        while part := os.read(ours, 65536):
            told += part
    process.wait()
    os.close(ours)
    assert told.index(b"comparing, 1 s") < told.index(b"first")
    assert _seen(told.replace(b"\r\n", b"\n")) == "first\nsecond"


@pytest.mark.parametrize(("seconds", "is_shown"), [(0.3, False), (1.6, True)])
def test_it_appears_after_a_second(seconds: float, is_shown: bool, tmp_path: Path) -> None:
    """A work of less than a second shows nothing at all."""
    told = _run(tmp_path / "t", UNTIL.format(seconds=seconds), terminal=True)[2]
    assert (b"comparing, 1 s" in told) is is_shown
    assert bool(told) is is_shown
    assert _seen(told) == ""


def test_a_bar_tells_how_far_the_work_is() -> None:
    """It fills as things are done, and goes to and fro where nobody knows how many there are."""
    bar = Bar("x")
    assert len({bar.shown(seconds) for seconds in range(10)}) == 10
    for done in range(8):
        bar.tell(done, 8)
        assert bar.shown(1).count("#") == 20 * done // 8
        assert f"{done}/8 x" in bar.shown(1)
