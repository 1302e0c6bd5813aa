"""Who heads units by number, code or address, and in columns of their own on coarser levels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel
from tests.io.importers.beginning import begun
from tests.io.importers.test_init_heads import codes, held, posts

UNITS = """code,name,parent_code,{head},headcount
M,Ministry of Ports,,{0},120
R,Roads Division,M,{1},30
W,Water Division,M,{2},25
F,Finance Section,R,{3},6
"""


@pytest.mark.parametrize(
    ("heading", "ids"),
    [
        ("head_id", ("10023", "10044", "10051", "10077")),
        ("Manager ID", ("10023", "10044", "10023", "10077")),
        ("head.email", ("ann@ports.gov", "bo@ports.gov", "cy@ports.gov", "di@ports.gov")),
        ("Personalnummer Leitung", ("10023", "10044", "10051", "10077")),
        ("Mã trưởng đơn vị", ("CB023", "CB044", "CB051", "CB077")),
        ("负责人编号", ("10023", "10044", "10051", "10077")),
    ],
)
def test_ids_of_heads_are_no_counts(tmp_path: Path, heading: str, ids: tuple[str, ...]) -> None:
    """Each head is a person of that id in a post at the head of the unit; the figures of the file stay."""
    found = begun(UNITS.format(*ids, head=heading), tmp_path)
    assert not found.open
    assert found.map.parts[0].columns["head_id"] == heading
    assert sum(filled or 0 for _, _, filled in posts(found).values()) == 120 + 30 + 25 + 6
    assert {one.post: one.person for one in found.structure.table("incumbencies")} == {
        f"{unit}/head": f"{id}#person" for unit, id in zip("MRWF", ids, strict=True)
    }
    assert len(list(found.structure.table("persons"))) == len(set(ids))


def test_names_and_ids_of_heads_are_of_one_person(tmp_path: Path) -> None:
    """The name stands with its id; a second sign of the same head is told and not used."""
    found = begun(
        "id,name,parent,head.name,head.email,head.id,posts\nM,Ministry,,Ann Lee,ann@p.gov,10023,120\n"
        "R,Roads,M,Bo Elm,bo@p.gov,10044,30\nF,Finance,R,,,,6\n",
        tmp_path,
    )
    assert held(found) == {"M/head": "Ann Lee", "R/head": "Bo Elm"}
    assert {one.id for one in found.structure.table("persons")} == {"10023#person", "10044#person"}
    assert "as 'head.id' does" in found.guesses.at("tables.0.not used: head.email").why


def test_heads_are_found_among_people_by_id_or_address(tmp_path: Path) -> None:
    """Of ids and addresses the one that the table of people has counts, whatever its case; no second post is made."""
    (tmp_path / "units.csv").write_text(
        "Unit code,Unit name,Parent,Manager ID,Manager e-mail\nM,Ministry of Ports,,881,ANN@ports.gov\n"
        "R,Roads Division,M,882,bo@ports.gov\nW,Water Division,M,883,zoe@ports.gov\n",
        "utf-8",
    )
    (tmp_path / "people.csv").write_text(
        "E-mail,Name,Unit code,Title\nann@ports.gov,Ann Lee,M,Director\nbo@ports.gov,Bo Elm,R,Chief\ncy@ports.gov,Cy Oak,R,Engineer\n"
        "di@ports.gov,Di Ash,W,Chief\n",
        "utf-8",
    )
    found: Any = orgmodel.init(tmp_path / "units.csv", tmp_path / "people.csv")
    assert found.map.parts[0].columns["head_id"] == "Manager e-mail"
    assert sum(post.filled or 0 for post in found.structure.posts) == 4
    heads = {one.person for one in found.structure.table("incumbencies")} and {
        dict(post.titles)["en"] + " " + post.unit for post in found.structure.posts if post.rank == "head"
    }
    assert heads == {"Director M", "Chief R"}
    assert "HEAD_WITHOUT_POST" in codes(found)


def test_few_signs_are_counts(tmp_path: Path) -> None:
    """A number of heads is no id of one."""
    found = begun("Code,Unit,Parent,Head no,Posts\nM,Ministry,,1,20\nR,Roads,M,2,8\nW,Water,M,1,7\n", tmp_path)
    assert "head_id" not in (found.map.parts[0].columns if found.map else {})


def test_heads_of_a_coarser_level_head_its_units(tmp_path: Path) -> None:
    """A director over several sections heads the directorate; what figures of the sections count of it is not known."""
    found = begun(
        "Directorate,Director,Section,Head of Section,Posts\nRoads,Ann Lee,Bridges,Bo Elm,5\nRoads,Ann Lee,Paving,Cy Oak,6\n"
        "Water,Di Ash,Pumps,Ed Fir,3\nWater,Di Ash,Mains,,4\n",
        tmp_path,
    )
    assert held(found) == {
        "roads/head": "Ann Lee", "roads.bridges/head": "Bo Elm", "roads.paving/head": "Cy Oak", "water/head": "Di Ash",
        "water.pumps/head": "Ed Fir",
    }  # fmt: skip
    mine = posts(found)
    assert sum(authorized or 0 for _, authorized, _ in mine.values()) == 18
    assert mine["roads/head"] == ("head", None, 1)
    assert "HEADS_ABOVE" in codes(found)
    assert found.guesses.at("tables.0.level_heads.Directorate").value == "Director"


def test_of_two_heads_of_one_unit_none_is_taken(tmp_path: Path) -> None:
    """Both are told with the unit."""
    begun("Directorate,Director,Section,Posts\nRoads,Ann Lee,Bridges,5\nRoads,Ann Lee,Paving,6\nWater,Di Ash,Pumps,3\nWater,Di Ash,Mains,4\n", tmp_path).save(tmp_path / "study")  # fmt: skip
    (tmp_path / "table.csv").write_text(
        "Directorate,Director,Section,Posts\nRoads,Ann Lee,Bridges,5\nRoads,Zoe Yew,Paving,6\nWater,Di Ash,Pumps,3\nWater,Di Ash,Mains,4\n"
    )
    found: Any = orgmodel.init(tmp_path / "table.csv", map=tmp_path / "study" / "import" / "map.yaml")
    assert held(found) == {"water/head": "Di Ash"}
    assert [one.message for one in found.problems if one.code == "HEADS_DIFFER"] == [
        "several names head the unit 'roads' (Ann Lee, Zoe Yew), and none is taken"
    ]
