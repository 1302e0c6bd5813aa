"""``compare --long`` prints every row, as CSV and JSON do."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from orgmodel.cli.compare import compare
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.words.money import measure_title

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


CALLED = {
    "m": "M", "a": "A", "b": "B", "total": "total", "block:gov": "gov", "kind:agency": "kind agency",
    "host:gov": "hosted by: gov", "block:gov,host:gov": "gov, hosted by: gov",
}  # fmt: skip
"""What people read in place of a scope; the title of the scenario is its id."""


@pytest.mark.parametrize("style", ["text", "md"])
@pytest.mark.parametrize("asked", [["--scope", "a", "--measures", "posts_filled"], ["--scope", "b"], []])
def test_every_row_is_printed(study, style, asked):
    """Unchanged rows, and those of which the change is not known, stand there with the others, by names."""
    rows = list(csv.DictReader(io.StringIO(printed(study / "s.yaml", *asked, "--format", "csv").lstrip("\ufeff"))))
    assert rows
    between = r" \| " if style == "md" else r"\s{2,}"
    lines = [
        re.split(between, line.removeprefix("| ").removesuffix(" |"))
        for line in printed(study / "s.yaml", *asked, "--long", "--format", style).splitlines()
    ]
    there = {tuple(words[:3]) for words in lines}
    terms = Vocabulary(kinds={"agency": "agency"})
    wanted = {(row["scenario"], CALLED[row["scope"]], measure_title(row["measure"], terms, "en")) for row in rows}
    assert wanted <= there
    least = [words for words in lines if words[1:3] == ["B", "Posts filled"]]
    assert all(words[3:5] in (["?", "2"], ["", "2"]) for words in least)


def test_rows_left_out_are_counted(study):
    """By groups alone, rows that do not change are left out, and it says how many; an unknown change stays."""
    text = printed(study / "s.yaml", "--by", "rank", "--measures", "posts_filled,posts_authorized")
    assert "(--long)" in text
    assert "rank staff" in text
