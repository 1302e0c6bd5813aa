"""Tables in which units, posts and people stand as rows of one table, told apart by a column."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.core.problems import ProblemsError
from tests.io.importers.beginning import begun, tree

OBJECTS = """Obj type;Object ID;Object name;Belongs to;Reports to
O;1;Harbour;;
O;2;Pilots;1;
C;90;Job of pilot;;
S;10;Harbour master;1;
S;11;Chief pilot;2;10
S;12;Pilot;2;11
P;21;Ida Moe;10;
P;22;Per Dahl;12;
"""


@pytest.mark.parametrize(
    ("unit", "post", "person"),
    [
        ("O", "S", "P"),
        ("Org. Unit", "Position", "Person"),
        ("Organisationseinheit", "Planstelle", "Person"),
        ("Đơn vị", "Vị trí", "Người"),
        ("Подразделение", "Должность", "Сотрудник"),
        ("组织", "职位", "员工"),
    ],
)
def test_rows_of_several_sorts_are_each_what_their_word_says(unit: str, post: str, person: str, tmp_path: Path) -> None:
    """Units, posts in them and people in these; no row is lost, and each is cited by its line."""
    words = {"O": unit, "S": post, "P": person}
    lines = [line.split(";", 1) for line in OBJECTS.splitlines()]
    found = begun("\n".join(f"{words.get(word, word)};{rest}" for word, rest in lines), tmp_path)
    assert tree(found) == {"Harbour": None, "Pilots": "Harbour"}
    posts = {(one.id, one.unit, one.authorized, one.filled) for one in found.structure.posts}
    assert posts == {("10", "1", 1, 1), ("11", "2", 1, 0), ("12", "2", 1, 1)}
    assert {(one.name, one.src) for one in found.structure.table("persons")} == {
        ("Ida Moe", "table:8"),
        ("Per Dahl", "table:9"),
    }
    assert found.map is not None
    assert [dict(part.where) for part in found.map.tables] == [{"Obj type": [word]} for word in (unit, post, person)]
    imported = found.imported
    assert (imported.rows_in, imported.rows_imported, imported.rows_left_out) == (8, 7, 1)
    told = next(one for one in found.problems if one.code == "NOT_TAKEN")
    assert "'C'" in told.message
    assert len(found.structure.table("documents")) == 1


def test_the_map_is_kept_and_read_again(tmp_path: Path) -> None:
    """What was proposed gives the same by its own text."""
    found = begun(OBJECTS, tmp_path)
    found.save(tmp_path / "study")
    again = begun(OBJECTS, tmp_path, map=tmp_path / "study" / "import" / "map.yaml")
    assert again.structure == found.structure
    assert again.imported.rows_in == found.imported.rows_in


def test_posts_of_the_id_of_a_unit_are_still_held(tmp_path: Path) -> None:
    """Units and posts that are numbered each from 1 on are told apart, by who holds posts too."""
    text = "Type,No,Name,In\nUnit,1,Works,\nUnit,2,Roads,1\nPosition,1,Chief,1\nPosition,2,Clerk,2\nPerson,1,Ann Lee,1\nPerson,2,Bo Elm,2"
    found = begun(text, tmp_path)
    assert [(dict(one.titles)["en"], one.filled) for one in found.structure.posts] == [("Chief", 1), ("Clerk", 1)]
    assert {one.post for one in found.structure.table("incumbencies")} == {"1@post", "2@post"}


@pytest.mark.parametrize(
    "rows",
    [
        "S,10,Chief,1\nS,11,Clerk,10",  # a post under a unit, one under a post: of which unit is not said
        "S,10,Chief,Works",  # units by name, and no such id
        "S,10,Chief,\nP,20,Ann Lee,1\nP,21,Bo Elm,1",
    ],
)
def test_rows_that_nothing_places_are_asked_for(rows: str, tmp_path: Path) -> None:
    """No figure is given where the place of some rows is not told."""
    found = begun(f"Obj type,ID,Name,Above\nO,1,Works,\nO,2,Roads,1\n{rows}", tmp_path)
    assert [one.place for one in found.guesses.open] == ["tables.0.rows"]
    assert "O: 2" in found.guesses.open[0].why
    with pytest.raises(ProblemsError):
        found.save(tmp_path / "study")


@pytest.mark.parametrize(
    "words", ["Department,Division,Department", "Position,Position,Position", "Permanent,Person,Post"]
)
def test_a_column_of_kinds_parts_no_table(words: str, tmp_path: Path) -> None:
    """Words of one sort, or others beside them, are what they were."""
    rows = [f"{word},{row},Unit {row},{'' if row == 1 else 1}" for row, word in enumerate(words.split(","), start=1)]
    found = begun("\n".join(["Type,ID,Name,Parent", *rows]), tmp_path)
    assert found.map is None or len(found.map.tables) == 1
