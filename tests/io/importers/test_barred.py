"""Tables parted by bars come in as those parted by commas do, each row at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.io.importers.barred import without_bars
from tests.io.importers.beginning import begun, tree

PLAIN = "Unit ID|Unit|Parent|Filled posts\nU1|Ministry||4\nU2|Roads, east|U1|8\nU3|Rail|U1|7\n"
MARKDOWN = "# Posts, in all\n\n| " + PLAIN.replace("|", " | ").replace("\n", " |\n| ").removesuffix("| ")
MARKDOWN = MARKDOWN.replace("posts |\n", "posts |\n|---|:---|---|---:|\n", 1)


@pytest.mark.parametrize(("text", "name", "line"), [(PLAIN, "t.csv", 3), (MARKDOWN, "t.md", 6)])
def test_bars_part_cells(text: str, name: str, line: int, tmp_path: Path) -> None:
    """With bars at the ends and a rule beneath the header or without; a comma within a cell parts none."""
    found = begun(text, tmp_path, name)
    assert tree(found) == {"Ministry": None, "Roads, east": "Ministry", "Rail": "Ministry"}
    assert [post.filled for post in found.structure.posts] == [4, 8, 7]
    assert [post.src.rpartition(":")[2] for post in found.structure.posts][1] == str(line)
    assert (found.imported.rows_in, found.imported.rows_reported) == (3, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Unit,Path\nRoads,Works|Roads\nRail,Works|Rail\n",
        "Unit;Parent\nA|B;\nC;A|B\n",
        "Unit\nA|B\n",
        "",
        "|",
    ],
)
def test_bars_within_cells_are_left(text: str) -> None:
    """A path in a table parted by commas is one cell; what is no table stays as it is."""
    assert without_bars(text) == text
