"""Exports of objects and of the relations between them (HRP1000, HRP1001): units, posts, who holds them, who heads and who is above."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import orgmodel
from orgmodel.core.problems import ProblemsError
from tests.io.importers.beginning import tree

OBJECTS = """PLVAR,OTYPE,OBJID,BEGDA,ENDDA,LANGU,SHORT,STEXT
01,O,50000100,20200101,99991231,E,HQ,Port Authority
01,O,50000110,20200101,99991231,E,OPS,Operations
01,O,50000120,20200101,99991231,E,FIN,Finance
01,S,60000001,20200101,99991231,E,CEO,Chief Executive
01,S,60000002,20200101,99991231,E,HOPS,Harbour Master
01,S,60000003,20200101,99991231,E,PIL1,Pilot
01,S,60000004,20200101,99991231,E,HFIN,Treasurer
01,S,60000005,20200101,99991231,E,ACC,Accountant
01,C,70000001,20200101,99991231,E,PILOT,Pilot job
01,P,00001001,20200101,99991231,E,,Ann Lee
01,P,00001002,20200101,99991231,E,,Bo Elm
01,P,00001003,20200101,99991231,E,,Cy Oak
"""
RELATIONS = """PLVAR,OTYPE,OBJID,RSIGN,RELAT,BEGDA,ENDDA,SCLAS,SOBID,PROZT
01,O,50000110,A,002,20200101,99991231,O,50000100,0
01,O,50000100,B,002,20200101,99991231,O,50000110,0
01,O,50000120,A,002,20200101,99991231,O,50000100,0
01,S,60000001,A,003,20200101,99991231,O,50000100,0
01,S,60000002,A,003,20200101,99991231,O,50000110,0
01,S,60000003,A,003,20200101,99991231,O,50000110,0
01,S,60000004,A,003,20200101,99991231,O,50000120,0
01,O,50000120,B,003,20200101,99991231,S,60000005,0
01,S,60000001,A,012,20200101,99991231,O,50000100,0
01,O,50000110,B,012,20200101,99991231,S,60000002,0
01,S,60000005,A,012,20200101,99991231,O,50000120,0
01,S,60000003,A,002,20200101,99991231,S,60000001,0
01,S,60000001,A,008,20200101,99991231,P,00001001,100
01,P,00001002,B,008,20200101,99991231,S,60000002,100
01,P,00001003,B,008,20200101,20221231,S,60000005,100
01,S,60000003,A,008,20230101,99991231,P,00001003,50
01,S,60000003,A,008,20230101,99991231,P,00001009,50
01,S,60000003,B,007,20200101,99991231,C,70000001,0
01,S,60000005,A,005,20200101,99991231,S,60000002,0
"""


def _begun(folder: Path, relations: str = RELATIONS, objects: str = OBJECTS, **given: Any) -> Any:
    (folder / "HRP1000.csv").write_text(objects, "utf-8")
    (folder / "HRP1001.csv").write_text(relations, "utf-8")
    return orgmodel.init(folder / "HRP1000.csv", folder / "HRP1001.csv", **given)


def _told(found: Any, code: str) -> list[str]:
    return [one.message for one in found.problems if one.code == code]


def test_units_posts_people_heads_and_lines_are_read_from_relations(tmp_path: Path) -> None:
    """Both signs of a relation say the same; by hand: five posts in three units, three of them held, one by two who share it."""
    found = _begun(tmp_path, as_of="2024-06-01")
    assert tree(found) == {"Port Authority": None, "Operations": "Port Authority", "Finance": "Port Authority"}
    posts = {post.id: post for post in found.structure.posts}
    assert {id: post.unit for id, post in posts.items()} == {
        "60000001": "50000100", "60000002": "50000110", "60000003": "50000110", "60000004": "50000120", "60000005": "50000120",
    }  # fmt: skip
    assert {id for id, post in posts.items() if post.rank == "head"} == {"60000001", "60000002", "60000005"}
    filled = {"60000001": 1, "60000002": 1, "60000003": 1, "60000004": 0, "60000005": 0}
    assert {id: post.filled for id, post in posts.items()} == filled
    assert posts["60000003"].fte == 100
    assert {post.category for post in posts.values()} == {""}
    held = {(one.post, one.person, one.share) for one in found.structure.table("incumbencies")}
    assert held == {
        ("60000001", "00001001#person", 100), ("60000002", "00001002#person", 100),
        ("60000003", "00001003#person", 50), ("60000003", "00001009#person", 50),
    }  # fmt: skip
    assert {(line.from_, line.to) for line in found.structure.lines} == {("60000003", "60000001")}


def test_relations_of_other_codes_and_days_are_counted(tmp_path: Path) -> None:
    """Nothing of a table of relations is passed over in silence: 19 rows are 16 that count, one past and two of other codes."""
    found = _begun(tmp_path, as_of="2024-06-01")
    assert _told(found, "RELATIONS") == [
        "relations: 19, of which 16 count, 1 are not in force on the day, and 2 are of other codes"
    ]
    assert _told(found, "RELATIONS_NOT_TAKEN") == ["relations of which nothing is made: B007 S–C: 1, A005 S–S: 1 (2)"]
    assert any("rows of 'C'" in message for message in _told(found, "NOT_TAKEN"))
    assert found.guesses.at("tables.0.relations").certainty == "likely"


def test_the_day_is_asked_where_relations_end(tmp_path: Path) -> None:
    """Who holds a post differs by the day, though no object ends."""
    found = _begun(tmp_path)
    assert [one.message.split(":")[0] for one in found.open] == ["as_of"]
    before = _begun(tmp_path, as_of="2021-01-01")
    held = {(one.post, one.person) for one in before.structure.table("incumbencies")}
    assert held == {
        ("60000001", "00001001#person"), ("60000002", "00001002#person"), ("60000005", "00001003#person")
    }  # fmt: skip


def test_of_two_superiors_in_force_none_is_taken(tmp_path: Path) -> None:
    """A second unit above is told, and neither stands as the one."""
    twice = RELATIONS + "01,O,50000120,A,002,20210101,99991231,O,50000110,0\n"
    found = _begun(tmp_path, twice, as_of="2024-06-01")
    assert tree(found)["Finance"] is None
    assert _told(found, "RELATIONS_DIFFER") == [
        "'50000120' has several relations A002 in force: 50000100, 50000110; none is taken"
    ]


def test_people_without_a_post_are_told(tmp_path: Path) -> None:
    """Whoever is in the table of objects and in no relation is left out with a word."""
    more = OBJECTS + "01,P,00001077,20200101,99991231,E,,Zoe Yew\n"
    found = _begun(tmp_path, objects=more, as_of="2024-06-01")
    assert any("00001077" in message for message in _told(found, "WITHOUT_POST"))


def test_objects_in_two_languages_stand_once(tmp_path: Path) -> None:
    """The commonest language counts, and rows of the other one are left out with their count."""
    rows = OBJECTS.splitlines()
    german = [row.replace(",E,", ",D,") for row in rows if ",O," in row]
    found = _begun(tmp_path, objects="\n".join([*rows, *german]) + "\n", as_of="2024-06-01")
    assert set(tree(found)) == {"Port Authority", "Operations", "Finance"}
    assert any("'O · D'" in message for message in _told(found, "NOT_TAKEN"))


def test_sheets_of_numbers_are_read_alike_and_the_map_is_kept(tmp_path: Path) -> None:
    """Excel takes zeros before codes away; the map that is written imports the same again."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in (("HRP1000", OBJECTS), ("HRP1001", RELATIONS)):
        sheet = book.create_sheet(name)
        for row in text.splitlines():
            sheet.append([int(cell) if cell.isdigit() and len(cell) < 9 else cell for cell in row.split(",")])
    book.save(tmp_path / "export.xlsx")
    found = orgmodel.init(tmp_path / "export.xlsx", as_of="2024-06-01")
    assert {post.id: post.unit for post in found.structure.posts} == {
        post.id: post.unit for post in _begun(tmp_path, as_of="2024-06-01").structure.posts
    }
    folder = found.save(tmp_path / "study")
    again = orgmodel.init(tmp_path / "export.xlsx", map=folder / "import" / "map.yaml")
    assert again.structure == found.structure


def test_a_table_that_is_none_of_relations_is_refused(tmp_path: Path) -> None:
    """A map that names another table as that of relations says what is missing."""
    found = _begun(tmp_path, as_of="2024-06-01")
    path = found.save(tmp_path / "study") / "import" / "map.yaml"
    (tmp_path / "HRP1001.csv").write_text("id,name\n1,x\n", "utf-8")
    files = (tmp_path / "HRP1000.csv", tmp_path / "HRP1001.csv")
    with pytest.raises(ProblemsError, match="no columns of codes"):
        _ = orgmodel.init(*files, map=path).save(tmp_path / "other")
