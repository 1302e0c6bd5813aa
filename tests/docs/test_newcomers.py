"""What a newcomer reads is so: counts told in prose, the language of messages, and commands that do not suppose what is not there."""

from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path

import pytest

from orgmodel.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
KNOWN = ROOT / "orgmodel" / "io" / "importers" / "known"
READ = [ROOT / "README.md", ROOT / "README.vi.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", ["index.md", "exchange.md"])
def test_headings_are_known_in_as_many_languages_as_are_told(page: str) -> None:
    """The table of headings is counted."""
    with (KNOWN / "headings.csv").open(encoding="utf-8", newline="") as stream:
        languages = {row["language"] for row in csv.DictReader(stream)}
    told = re.findall(r"\(headings\.md\), in (\d+) languages", (ROOT / "docs" / page).read_text("utf-8"))
    assert told == [str(len(languages))]


def test_messages_are_said_to_be_in_the_language_that_they_are_in() -> None:
    """The Vietnamese page shows Vietnamese messages, and says of none that it is English."""
    page = (ROOT / "docs" / "first-ten-minutes.vi.md").read_text("utf-8")
    assert "LEFT_OVER cap-phep: vị trí" in page
    assert "hiện bằng tiếng Anh" not in page


def test_nobody_is_called_a_stranger() -> None:
    """Pages and the list of commands speak of the reader's own files."""
    assert [path.name for path in READ if "stranger" in path.read_text("utf-8").lower()] == []
    assert [name for name, (_, short) in COMMANDS.items() if "stranger" in short] == []


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_readme_makes_an_environment_before_it_installs(page: str) -> None:
    """A Debian has no command python, and refuses to install outside of an environment."""
    (block,) = re.findall(
        r"^```\n([^`]*python -m pip install '\.\[office\]'\n)```", (ROOT / page).read_text("utf-8"), re.MULTILINE
    )
    assert block.splitlines()[0].startswith("python3 -m venv .venv && . .venv/bin/activate")


@pytest.mark.parametrize(
    ("study", "drawn"), [("ha-tinh-2022", "ha-tinh-2022/conclusion.yaml"), ("ministry", "ministry")]
)
def test_a_demo_draws_what_its_study_has(study: str, drawn: str) -> None:
    """Of a study with the scenario of a Conclusion that one, of another all of it."""
    command = ["make", "-n", "demo", f"STUDY=scenarios/{study}"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (path,) = re.findall(r"orgmodel chart (\S+) --state changes", said)
    assert path == f"scenarios/{drawn}"
    assert (ROOT / path).exists()
