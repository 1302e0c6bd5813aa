"""Units of which no table tells the head: how many they are is said, and the titles by which a map says it."""

from __future__ import annotations

from pathlib import Path

import orgmodel
from tests.io.importers.beginning import begun

COUNTED = """Department,Designation,Authorised,In post
Crops,Director,1,1
Crops,Officer,18,14
Livestock,Director,1,1
Livestock,Officer,1,1
Livestock,Driver,4,6
Water,Manager,1,1
Water,Clerk,1,1
Water,Clerk,1,0
"""
LED = """Unit,Position No.,Title,Reports to
Roads,1,Chief,
Roads,2,Clerk,1
"""


def told(found: object) -> list[str]:
    return [str(one.why) for one in found.guesses.found if one.place == "heads not told"]  # type: ignore[attr-defined]


def test_units_without_a_head_are_counted_and_titles_that_are_one_a_unit_are_offered(tmp_path: Path) -> None:
    """An officer is one of many elsewhere, and a clerk one of two, so that neither is offered; what is offered answers it."""
    found = begun(COUNTED, tmp_path)
    (why,) = told(found)
    assert "who heads 3 of 3 units" in why
    assert "{title: {Director: head, Manager: head}}" in why
    folder = found.save(tmp_path / "study")
    text = (folder / "import" / "map.yaml").read_text("utf-8")
    assert f"# heads not told: unsure: {why}" in text
    said = text.replace("ranks:\n", "ranks:\n  title: {Director: head, Manager: head}\n", 1)
    (tmp_path / "map.yaml").write_text(said, "utf-8")
    anew = orgmodel.init(tmp_path / "table.csv", map=tmp_path / "map.yaml")
    assert sum(post.rank == "head" for post in anew.structure.posts) == 3


def test_nothing_is_said_where_each_unit_has_a_head(tmp_path: Path) -> None:
    """Who answers to whom told it."""
    assert told(begun(LED, tmp_path)) == []
