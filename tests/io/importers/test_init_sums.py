"""Flat lists in which sums tell what is above: rows that are the sum of others, names over rows and their subtotal."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.core.integrity import check
from tests.io.importers.beginning import begun, tree

_HEAD = "Unit,Authorised,Present\n"
_PARTS = "1 Battalion,30,25\n2 Battalion,20,18\nHQ Company,10,8\n"
_WHOLE = "Regiment,60,51\n"
_OF_REGIMENT = {"Regiment": None, "1 Battalion": "Regiment", "2 Battalion": "Regiment", "HQ Company": "Regiment"}
_BRIGADE = "Brigade,100,85\n1 Regiment,60,51\nA,30,25\nB,30,26\n2 Regiment,40,34\nC,25,20\nD,15,14\n"


def _totals(found: object) -> tuple[int, int]:
    posts = found.structure.posts  # type: ignore[attr-defined]
    return sum(post.authorized for post in posts), sum(post.filled for post in posts)


@pytest.mark.parametrize("rows", [_WHOLE + _PARTS, _PARTS + _WHOLE])
def test_a_row_that_is_the_sum_of_all_others_is_the_unit_above_them(rows: str, tmp_path: Path) -> None:
    """Its posts are those of the others, and count once; each row is accounted for."""
    found = begun(_HEAD + rows, tmp_path)
    assert (tree(found), _totals(found)) == (_OF_REGIMENT, (60, 51))
    assert found.imported.counts()["ABOVE_BY_SUMS"] == 1
    assert (found.imported.rows_in, check(found.structure)) == (4, [])
    assert "figures: with all below" in found.map_text


def test_sums_of_sums_are_levels(tmp_path: Path) -> None:
    """A sum over rows that are sums themselves takes each once."""
    found = begun(_HEAD + _BRIGADE, tmp_path)
    assert _totals(found) == (100, 85)
    above = {"Brigade": None, "1 Regiment": "Brigade", "2 Regiment": "Brigade"}
    assert tree(found) == {**above, "A": "1 Regiment", "B": "1 Regiment", "C": "2 Regiment", "D": "2 Regiment"}


def test_a_sum_among_other_rows_is_asked(tmp_path: Path) -> None:
    """It may be chance; either answer gives figures that count once."""
    text = f"{_HEAD}Works,15,14\nRoads,10,9\nBridges,5,5\nMuseum,7,6\n"
    asked = begun(text, tmp_path)
    assert [one.place for one in asked.guesses.open] == ["tables.0.figures"]
    table = {
        "rows": "units",
        "flat": True,
        "columns": {"name": "Unit", "authorized": "Authorised", "filled": "Present"},
    }
    own = begun(text, tmp_path, map={**table, "figures": "own"})
    below = begun(text, tmp_path, map={**table, "figures": "with all below"})
    assert (_totals(own), _totals(below)) == ((37, 34), (22, 20))
    assert tree(below)["Roads"] == "Works"


def test_a_total_says_which_rows_are_sums(tmp_path: Path) -> None:
    """A total of all rows says that none of them is a sum; one that leaves out what is below another says that this is one."""
    rows = "Works,20,18\nRoads,8,7\nBridges,12,11\nMuseum,15,15\n"
    beside = begun(f"{_HEAD}{rows}Total,55,51\n", tmp_path)
    assert (_totals(beside), set(tree(beside).values())) == ((55, 51), {None})
    below = begun(f"{_HEAD}{rows}Total,35,33\n", tmp_path)
    assert (_totals(below), tree(below)["Roads"]) == ((35, 33), "Works")


@pytest.mark.parametrize(
    "rows",
    [
        "Roads,10,9\nBridges,5,5\nYard,15,12\nSchools,20,18\n",  # in one figure alone
        "Roads,10,9\nAnnex,10,9\nSchools,20,\n",  # a figure is not known
    ],
)
def test_what_is_no_sum_in_every_figure_stays_beside_the_others(rows: str, tmp_path: Path) -> None:
    """Nothing is asked of it."""
    found = begun(_HEAD + rows, tmp_path)
    assert (found.open, set(tree(found).values())) == ((), {None})


def test_small_sums_of_one_figure_are_chance(tmp_path: Path) -> None:
    """Lists of one figure have them everywhere."""
    found = begun("Unit,Posts\nParks,7\nRoads,8\nShops,5\nMaps,3\nArchive,9\n", tmp_path)
    assert found.open == ()


def test_a_name_over_rows_and_their_subtotal_is_the_unit_above_them(tmp_path: Path) -> None:
    """The departments count as agencies, what is under them as internal."""
    rows = "Finance Department,,\nPayments Section,10,8\nBudget Section,6,6\nSubtotal,16,14\n"
    rows += "Legal Department,,\nContracts Section,4,3\nLitigation Section,5,5\nSubtotal,9,8\nTotal,25,22\n"
    found = begun(_HEAD + rows, tmp_path)
    assert _totals(found) == (25, 22)
    assert tree(found)["Budget Section"] == "Finance Department"
    assert tree(found)["Contracts Section"] == "Legal Department"
    assert "section: internal" in found.map_text


def test_a_name_whose_subtotal_is_another_stays_beside_the_rows(tmp_path: Path) -> None:
    """A unit of which no figure is known is none above those that follow it."""
    rows = "Council,,\nRoads,10,8\nSubtotal,10,8\nLegal,,\nCourts,4,3\nPrisons,5,5\nTotal,19,16\n"
    assert set(tree(begun(_HEAD + rows, tmp_path)).values()) == {None}


def test_signs_of_sections_begin_with_those_of_their_departments(tmp_path: Path) -> None:
    """Z and Z 1 are levels, though Z alone is no name; grades beside units are none."""
    found = begun(
        "Abteilung;Referat;Stellen (Soll);Stellen (Ist)\nZ;Z 1;14;12\nZ;Z 2;9;9\nI;I 1;7;7\nI;I 2;6;5\n", tmp_path
    )
    assert tree(found) == {"Z": None, "I": None, "Z 1": "Z", "Z 2": "Z", "I 1": "I", "I 2": "I"}
    assert sum(post.authorized for post in found.structure.posts) == 36


def test_who_signs_beneath_a_form_is_no_unit(tmp_path: Path) -> None:
    """Words under columns of figures, without a number or name before them, are who signs; what cannot be counted is a unit's."""
    text = (
        "STT,Cơ quan,Biên chế được giao – Công chức,Biên chế được giao – Viên chức,Hiện có mặt – Công chức,Hiện có mặt – Viên chức\n"
        "A,Cấp tỉnh,,,,\n1,Văn phòng Tỉnh ủy,60,10,57,9\n2,Ban Tổ chức Tỉnh ủy,30,2,29,2\n"
        "B,Cấp huyện,,,,\n1,Huyện ủy Đức Thọ,38,3,36,3\n,Cộng,128,15,122,14\n"
        ',,,,"Hà Tĩnh, ngày 05 tháng 10 năm 2022",\n,,NGƯỜI LẬP BIỂU,,TRƯỞNG BAN,\n,,(Ký),,(Ký tên),\n'
    )
    found = begun(text, tmp_path)
    assert not found.open
    assert len(tree(found)) == 5
    posts = found.structure.posts
    assert (sum(one.authorized for one in posts), sum(one.filled for one in posts)) == (143, 136)
    assert {one.unit for one in posts} == {"A.1", "A.2", "B.1"}
    codes = [one.code for one in found.imported.problems]
    assert codes.count("NOTE_ROW") == 3
    assert "BAD_FIGURE" not in codes
    merged = begun(
        "Unit,Title,Approved,Filled\nRoads,Chief,1,1\n,Clerk,3,2\nParks,Head,1,1\n,Gardener,n/a,not known\n",
        tmp_path,
        "m.csv",
    )
    assert "NOTE_ROW" not in [one.code for one in merged.imported.problems]
    assert {one.title() for one in merged.structure.posts} == {"Chief", "Clerk", "Head", "Gardener"}
    by = begun("No,Unit,Posts,In post\n1,Roads,5,4\n2,Parks,6,6\n,Prepared by:,,Approved by:\n", tmp_path, "by.csv")
    assert set(tree(by)) == {"Roads", "Parks"}
    kept = begun("Unit,Posts,In post\nRoads,5,4\nParks,6,6\nWater,n/a,to be confirmed\n", tmp_path, "kept.csv")
    assert "Water" in tree(kept)


def test_counts_under_a_word_of_status_are_no_status(tmp_path: Path) -> None:
    """A column Vacant that counts what the others leave is not told as a status that the map could have; a scale is a category."""
    found = begun(
        "Section,Designation,Scale,Approved,Filled,Vacant\nRoads,Engineer,B2,6,4,2\nRoads,Clerk,C1,3,3,0\n", tmp_path
    )
    assert "NOT_MAPPED" not in [one.code for one in found.imported.problems]
    assert {one.category for one in found.structure.posts} == {"B2", "C1"}
