"""Figures of units that stand in a column a rank: heads, deputies and staff are rows of posts of their own, and none is the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

import orgmodel
from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from tests.io.importers.beginning import begun


def ranked(found: Any, key: str) -> dict[tuple[str, str], int | None]:
    """Give a figure by unit and rank; by category where there is one."""
    return {(one.unit, one.category or one.rank): getattr(one, key) for one in found.structure.posts}


def test_no_rank_is_taken_for_all_posts(tmp_path: Path) -> None:
    """Staff posts beside those of heads and deputies are not the quota of the unit."""
    found = begun(
        "Unit,Parent,Head of unit posts,Deputy posts,Staff posts\nMinistry,,1,2,0\nRoads,Ministry,1,1,12\n", tmp_path
    )
    assert not found.open
    assert ranked(found, "authorized") == {
        ("ministry", "head"): 1, ("ministry", "deputy"): 2, ("ministry", "staff"): 0,
        ("roads", "head"): 1, ("roads", "deputy"): 1, ("roads", "staff"): 12,
    }  # fmt: skip
    assert not errors(check(found.structure))


def test_what_ranks_count_is_asked_where_nothing_says_it(tmp_path: Path) -> None:
    """Once of all of them; a sum of the ranks is not asked for beside them; contracts are outside the quota; the answer gives the figures."""
    text = "Đơn vị,Tổng số,Cấp trưởng,Cấp phó,Chuyên viên,Hợp đồng 68\nBan Tổ chức,7,1,2,4,0\nVăn phòng,12,1,2,9,3\n"
    found = begun(text, tmp_path)
    (asked,) = found.open
    assert str(asked.message).startswith("tables.0.sorts_count: ")
    assert all(repr(name) in str(asked.message) for name in ("Cấp trưởng", "Cấp phó", "Chuyên viên"))
    map_ = yaml.safe_load(found.map_text)
    map_["tables"][0]["sorts_count"] = "filled"
    figures = ranked(begun(text, tmp_path, map=map_), "filled")
    assert figures["văn-phòng", "deputy"] == 2
    assert sum(value for (_, sort), value in figures.items() if sort in ("head", "deputy", "staff")) == 19
    assert figures["văn-phòng", "Hợp đồng 68"] == 3
    map_["tables"][0]["sorts"]["Cấp phó"]["counts"] = "none"  # a column may say it for itself
    assert ("văn-phòng", "deputy") not in ranked(begun(text, tmp_path, map=map_), "filled")


def test_two_heads_of_a_unit_are_a_sort_of_staff(tmp_path: Path) -> None:
    """Where the column of heads counts more than one, as of a whole district, they are told by their name and not as heads."""
    found = begun("Unit,Parent,Heads authorized,Deputies authorized\nDistrict,,6,9\nWard,District,1,1\n", tmp_path)
    assert {one.rank for one in found.structure.posts} == {"unknown", "deputy"}
    assert not errors(check(found.structure))


def test_staff_alone_is_the_whole_and_years_count_nobody(tmp_path: Path) -> None:
    """Without heads beside them staff are all; a year of birth is no figure to be asked for."""
    found = begun("Unit,Parent,Staff in post\nMinistry,,4\nRoads,Ministry,12\n", tmp_path)
    assert ranked(found, "filled") == {("ministry", "unknown"): 4, ("roads", "unknown"): 12}
    people = "Đơn vị,Họ và tên,Chức vụ,Năm sinh\nBan Tổ chức,Nguyễn An,Trưởng ban,1970\nBan Tổ chức,Lê Bình,Chuyên viên,1985\n"
    assert not begun(people, tmp_path, "people.csv").open


def test_a_column_of_ranks_says_them(tmp_path: Path) -> None:
    """Head, deputy and staff under the heading Rank are ranks, and a table with an id, a unit and a title is of posts, one a unit or not."""
    (tmp_path / "units.csv").write_text(
        "id,name,kind,parent\nm,Board,agency,\nk0,North,division,m\nk1,South,division,m\n"
    )
    posts = "id,unit,title,rank,authorized,filled\np0,k0,Director,head,1,0\np1,k1,Officer,staff,3,1\np10,m,Aide,deputy,1,1\n"
    (tmp_path / "posts.csv").write_text(posts)
    found = orgmodel.init(tmp_path / "units.csv", tmp_path / "posts.csv")
    assert not found.open
    assert {(one.id, one.unit, one.rank) for one in found.structure.posts} == {
        ("p0", "k0", "head"), ("p1", "k1", "staff"), ("p10", "m", "deputy"),
    }  # fmt: skip
    assert len(found.structure.units) == 3
