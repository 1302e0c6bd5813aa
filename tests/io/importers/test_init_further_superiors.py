"""Columns of superiors of a further kind by name: lines of the study's own; and lists of names of which nothing says posts or people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel
from tests.io.importers.beginning import begun

POSTS = """Position ID,Title,Unit,Reports to,{0},Holder
1,Director,Ports,,,Ann Lee
2,Chief of roads,Roads,1,Di Ash,Bo Elm
3,Engineer,Roads,2,Di Ash,Cy Oak
4,Chief of water,Water,1,,Di Ash
5,Engineer,Water,4,Bo Elm,Ed Fir
"""
STAFF = """Name,Officer grade,Section,Supervising officer,Matrix officer
Ann Lee,D1,Ports,,
Bo Elm,P4,Roads,Ann Lee,Di Ash
Cy Oak,P3,Roads,Bo Elm,Di Ash
Di Ash,P4,Water,Ann Lee,
"""


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Matrix officer", "matrix"), ("Matrix reporting officer", "matrix"), ("Second reporting officer", "dotted_line"),
        ("Countersigning officer", "countersigning"), ("Jefe funcional", "functional"), ("虚线上级", "dotted_line"),
        ("Cấp trên chuyên môn", "professional"),
    ],
)  # fmt: skip
def test_names_of_further_superiors_are_lines_of_their_kind(tmp_path: Path, heading: str, kind: str) -> None:
    """Nobody is asked whether they hold the post; the solid lines stay as they are."""
    found = begun(POSTS.format(heading), tmp_path)
    assert not found.open
    assert {(line.kind, line.from_, line.to) for line in found.structure.lines if line.kind == kind} == {
        (kind, "2", "4"), (kind, "3", "4"), (kind, "5", "2"),
    }  # fmt: skip
    assert kind in found.texts["study.yaml"]
    assert len(list(found.structure.table("persons"))) == 5


def test_a_strange_column_that_names_rows_says_how_it_would_be_a_line(tmp_path: Path) -> None:
    """A mentor may be no superior: the column is not used, and told as what it is."""
    found = begun(POSTS.format("Mentor"), tmp_path)
    guess = found.guesses.at("tables.0.not used: Mentor")
    assert guess.why == (
        "100% of its values name rows of the table; where these are superiors of a further kind, say lines: {mentor: Mentor}"
    )


def test_a_list_of_names_is_asked_whether_it_is_of_posts_or_people(tmp_path: Path) -> None:
    """Until then each name was the title of a post that is authorized; said to be people, each holds a post of which no quota is known."""
    found = begun(STAFF, tmp_path)
    assert [one.message.split(":")[0] for one in found.open] == ["tables.0.rows"]
    folder = tmp_path / "study"
    with pytest.raises(orgmodel.ProblemsError):
        found.save(folder)
    path = folder / "import" / "map.yaml"
    path.write_text(path.read_text("utf-8").replace('rows: "?"', "rows: people"), "utf-8")
    people: Any = orgmodel.init(tmp_path / "table.csv", map=path)
    assert {one.name for one in people.structure.table("persons")} == {"Ann Lee", "Bo Elm", "Cy Oak", "Di Ash"}
    assert [(post.authorized, post.filled) for post in people.structure.posts] == [(None, 1)] * 4
    assert {(line.kind, line.from_, line.to) for line in people.structure.lines} >= {("matrix", "row-3", "row-5")}
    path.write_text(path.read_text("utf-8").replace("rows: people", "rows: posts"), "utf-8")
    posts: Any = orgmodel.init(tmp_path / "table.csv", map=path)
    assert [post.authorized for post in posts.structure.posts] == [1] * 4


def test_titles_under_a_heading_of_names_are_posts(tmp_path: Path) -> None:
    """Names that repeat, or that say a rank, are titles."""
    found = begun("Name,Section\nChief clerk,Roads\nClerk,Roads\nClerk,Water\n", tmp_path)
    assert not found.open
    assert sum(post.authorized or 0 for post in found.structure.posts) == 3
