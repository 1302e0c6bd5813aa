"""``compare --long`` prints every row, as CSV and JSON do."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from orgmodel.cli.compare import compare

STUDY = {
    "study.yaml": "title: {en: T}\nlanguage: en\nas_of: 2024-01-01\nbaseline: base.yaml\nkinds: {agency: agency}\nblocks: [gov]\n",
    "base.yaml": """units:
- {id: m, name_en: M, kind: agency, block: gov}
- {id: a, name_en: A, kind: agency, block: gov, parent: m}
- {id: b, name_en: B, kind: agency, block: gov, parent: m}
posts:
- {id: m/h, unit: m, rank: head, block: gov, authorized: 1, filled: 1}
- {id: a/s, unit: a, block: gov, authorized: 10, filled: 8}
- {id: b/s, unit: b, block: gov, authorized: 3, filled: }
""",
    "s.yaml": "title: {en: s}\nsteps:\n- id: s\n  do:\n  - resize: b/s\n    filled_to: 2\n    why: t\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study in which nothing changes in one unit, and a figure that was missing is stated in another."""
    for name, text in STUDY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def printed(*arguments: object) -> str:
    """What the command prints."""
    found = CliRunner().invoke(compare, [str(one) for one in arguments], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


@pytest.mark.parametrize("style", ["text", "md"])
@pytest.mark.parametrize("asked", [["--scope", "a", "--measures", "posts_filled"], ["--scope", "b"], []])
def test_every_row_is_printed(study, style, asked):
    """Unchanged rows, and those of which the change is not known, stand there with the others."""
    rows = list(csv.DictReader(io.StringIO(printed(study / "s.yaml", *asked, "--format", "csv").lstrip("\ufeff"))))
    assert rows
    lines = [
        line.replace("|", " ").replace("\\", "").split()
        for line in printed(study / "s.yaml", *asked, "--long", "--format", style).splitlines()
    ]
    there = {tuple(words[:3]) for words in lines}
    assert {(row["scenario"], row["scope"], row["measure"]) for row in rows} <= there


def test_rows_left_out_are_counted(study):
    """By groups alone, rows that do not change are left out, and it says how many; an unknown change stays."""
    text = printed(study / "s.yaml", "--by", "rank", "--measures", "posts_filled,posts_authorized")
    assert "(--long)" in text
    assert "rank:staff" in text
