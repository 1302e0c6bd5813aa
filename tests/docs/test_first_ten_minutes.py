"""The first ten minutes, typed as they are printed: the files written, the commands run, what they say compared."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from orgmodel.cli.main import run

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("first-ten-minutes.md", "first-ten-minutes.vi.md")
BLOCK = re.compile(
    r"^`(?P<file>[^`\n]+)`\n\n```\w+\n(?P<body>.*?)^```$|^```console\n(?P<session>.*?)^```$", re.MULTILINE | re.DOTALL
)
CODE = "; echo $?"


def typed(session: str) -> list[tuple[str, list[str]]]:
    """Part what a page shows of a terminal into commands and the lines under each."""
    found: list[tuple[str, list[str]]] = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


def said(command: str) -> tuple[int, list[str]]:
    """Run a command as a terminal would, results and messages as they come."""
    program, *arguments = shlex.split(command.removesuffix(CODE))
    assert program == "orgmodel"
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(arguments)
    lines = [line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")]
    return code, [*lines, str(code)] if command.endswith(CODE) else lines


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_shows_is_what_a_reader_sees(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the page, in a folder with the files written so far, says what the page has under it."""
    monkeypatch.chdir(tmp_path)
    for workbook in re.findall(r"\]\((workbooks/[^)]+)\)", (DOCS / page).read_text(encoding="utf-8")):
        shutil.copy(DOCS / workbook, tmp_path)
    commands = 0
    for block in BLOCK.finditer((DOCS / page).read_text(encoding="utf-8")):
        if block["file"]:
            path = tmp_path / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["body"], encoding="utf-8")
            continue
        for command, shown in typed(block["session"]):
            code, lines = said(command)
            assert lines == shown, command
            assert code == 0 or command.endswith(CODE), command  # a failure is not passed over in silence
            commands += 1
    assert commands == 13
    (picture,) = tmp_path.glob("*.svg")
    assert picture.read_text(encoding="utf-8").count("<svg") == 1
    assert len(list(tmp_path.glob("*.md"))) == 1


@pytest.mark.parametrize("page", PAGES)
def test_the_page_begins_with_the_workbook_that_it_shows(page: str) -> None:
    """The first command reads the workbook that the page leads to, whose sheets hold the tables that it prints, cell by cell."""
    text = (DOCS / page).read_text(encoding="utf-8")
    (workbook,) = re.findall(r"\]\((workbooks/[^)]+)\)", text)
    begun = next(block for block in BLOCK.finditer(text) if block["session"])
    assert begun["session"].startswith(f"$ orgmodel init {Path(workbook).name} -o ")
    printed = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in re.findall(r"^\|[^-].*", text[: begun.start()], re.MULTILINE)
    ]
    kept = []
    for sheet in openpyxl.load_workbook(DOCS / workbook):
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert all("".join(row) in text for row in rows if "".join(row[1:]) == "")  # the banner, and what is blank
        kept += [row for row in rows if "".join(row[1:])]
    assert printed == kept


def test_both_pages_show_the_same_steps() -> None:
    """The two languages have the same commands in the same order, but for the names in them."""
    commands, files = [], []
    for page in PAGES:
        text = (DOCS / page).read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text)
        blocks = list(BLOCK.finditer(text))
        files.append([block["body"].count("\n") for block in blocks if block["file"]])
        commands.append(
            [
                re.findall(r"^orgmodel \w+|echo", command)
                for block in blocks
                if block["session"]
                for command, _ in typed(block["session"])
            ]
        )
    assert commands[0] == commands[1]
    assert files[0] == files[1]


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_links_lead_somewhere(page: str) -> None:
    """Every file that a page links to is there."""
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", (DOCS / page).read_text(encoding="utf-8")):
        assert (DOCS / target).exists(), target
