"""Columns of figures that are each of one sort of staff: carried as parts, summed, or asked; never one taken for all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.io.importers.beginning import begun


def rows(found: Any) -> dict[tuple[str, str], list[tuple[int | None, int | None]]]:
    made: dict[tuple[str, str], list[tuple[int | None, int | None]]] = {}
    for post in found.structure.posts:
        made.setdefault((post.category, post.quota), []).append((post.authorized, post.filled))
    return made


def asked(found: Any) -> list[str]:
    return [one.message.partition(":")[0].removeprefix("tables.0.sorts.").removesuffix(".counts") for one in found.open]


def test_parts_that_are_the_whole_are_what_the_whole_is(tmp_path: Path) -> None:
    """Officers and soldiers are the strength, each a row of posts; the strength is not counted beside them."""
    found = begun("Squadron,Officers,NCOs,Soldiers,Total strength\n1 Sqn,6,20,74,100\n2 Sqn,5,18,70,93\n", tmp_path)
    assert rows(found) == {
        ("Officers", "in"): [(None, 6), (None, 5)],
        ("NCOs", "in"): [(None, 20), (None, 18)],
        ("Soldiers", "in"): [(None, 74), (None, 70)],
    }


def test_a_part_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    """Where a heading says that people are counted, so do those of other sorts beside it; other figures are none of it."""
    found = begun("Xã,Số thôn,Cán bộ,Công chức\nAn Bình,8,9,11\nHòa Lạc,6,10,10\n", tmp_path)
    assert rows(found) == {("Cán bộ", "in"): [(None, 9), (None, 10)], ("Công chức", "in"): [(None, 11), (None, 10)]}
    assert found.imported.not_carried == ("Số thôn",)
    alone = begun("Xã,Cán bộ\nAn Bình,9\nHòa Lạc,10\n", tmp_path)
    assert rows(alone) == {("", "in"): [(None, 9), (None, 10)]}


@pytest.mark.parametrize(
    ("table", "parts"),
    [
        ("Department,Permanent,Contract,Vacant\nFinance,10,2,1\nWorks,20,0,3\n", ["Permanent", "Contract"]),
        ("Unit,Officers,Other ranks\nA,5,110\nB,4,99\n", ["Officers", "Other ranks"]),
        (
            "Department,Professors,Lecturers,Students\nLaw,5,9,300\nArts,4,8,200\n",
            ["Professors", "Lecturers", "Students"],
        ),
        ("Amt;Beamte;Angestellte\nBauamt;5;9\nSozialamt;4;8\n", ["Beamte", "Angestellte"]),
        ("Unidad,Funcionarios,Laborales\nObras,5,9\nAguas,4,8\n", ["Funcionarios", "Laborales"]),
    ],
)
def test_parts_of_which_nothing_says_what_they_count_are_asked(table: str, parts: list[str], tmp_path: Path) -> None:
    """Posts or people: the answers are kept, and neither is one of them."""
    assert asked(begun(table, tmp_path)) == parts
    sorts = {name: {"counts": counts} for name, counts in zip(parts, ("filled", "filled", "none"), strict=False)}
    part = {
        "file": "table.csv",
        "rows": "units",
        "flat": True,
        "sorts": sorts,
        "columns": {"name": table.partition("\n")[0].replace(";", ",").partition(",")[0]},
    }
    said = begun(table, tmp_path, map={"tables": [part]})
    assert list(rows(said)) == [(name, "in") for name in parts[:2]]


def test_two_sorts_with_quota_and_people_each(tmp_path: Path) -> None:
    """Each sort has both figures, under headings in one line or in two; beds are no staff."""
    one = begun(
        "Ward,Beds,Nurses (established),Nurses in post,Doctors established,Doctors in post\nA,40,32,29,8,7\nB,20,16,16,4,2\n",
        tmp_path,
    )
    assert rows(one) == {("Nurses", "in"): [(32, 29), (16, 16)], ("Doctors", "in"): [(8, 7), (4, 2)]}
    two = begun(
        "Division,Officers,,Support,\n,Authorised,Filled,Authorised,Filled\nA,10,9,5,5\nB,20,18,6,2\n", tmp_path
    )
    assert rows(two) == {("Officers", "in"): [(10, 9), (20, 18)], ("Support", "in"): [(5, 5), (6, 2)]}


@pytest.mark.parametrize(
    ("table", "sort"),
    [
        ("Đơn vị,Biên chế giao,Có mặt,Hợp đồng\nPhòng Nội vụ,9,8,2\nPhòng Tài chính,10,10,0\n", "Hợp đồng"),
        ("所属,定員,実員,会計年度任用\n総務課,9,8,2\n税務課,10,10,0\n", "会計年度任用"),
        ("处室,行政编制,实有人数,编外人员\n办公室,9,8,2\n人事处,10,10,0\n", "编外人员"),
    ],
)
def test_staff_outside_the_quota_stands_beside_it(table: str, sort: str, tmp_path: Path) -> None:
    """It is people present, and no part of the quota nor of its vacancies."""
    found = begun(table, tmp_path)
    assert rows(found) == {("", "in"): [(9, 8), (10, 10)], (sort, "out"): [(None, 2)]}
    frame = found.structure.measures(["headcount", "vacancies"], scopes=["total"])
    assert frame["value"].tolist() == [20, 1]


def test_parts_of_people_under_a_quota_of_all_are_summed(tmp_path: Path) -> None:
    """Asked, as they are not the quota; where they are people, no part of it is said, and they stand beside it in one row."""
    table = "Đơn vị,Biên chế giao,Công chức,Viên chức\nPhòng Nội vụ,9,6,2\nPhòng Tài chính,10,7,3\n"
    assert asked(begun(table, tmp_path)) == ["Công chức", "Viên chức"]
    part = {"file": "table.csv", "flat": True, "columns": {"name": "Đơn vị", "authorized": "Biên chế giao"}}
    part["sorts"] = {"Công chức": {"counts": "filled"}, "Viên chức": {"counts": "filled"}}
    found = begun(table, tmp_path, map={"tables": [part]})
    assert rows(found) == {("", "in"): [(9, 8), (10, 10)]}


def test_a_part_of_a_whole_that_is_more_says_nothing_of_the_rest(tmp_path: Path) -> None:
    """Of which officers: the whole counts, and the part is told."""
    found = begun("Unit,Staff,Officers in post,Clerks in post\nA,30,5,10\nB,20,4,6\n", tmp_path)
    assert rows(found) == {("", "in"): [(None, 30), (None, 20)]}
    assert found.imported.not_carried == ("Officers in post", "Clerks in post")


def test_a_whole_that_is_not_its_parts_is_told(tmp_path: Path) -> None:
    """By the map that says them, the parts count, and the row is told."""
    part = {"file": "table.csv", "rows": "units", "flat": True, "columns": {"name": "Unit", "filled": "Total"}}
    sorts = {"Officers": {"counts": "filled"}, "Soldiers": {"counts": "filled"}}
    found = begun(
        "Unit,Officers,Soldiers,Total\nA,5,10,16\nB,4,6,10\n", tmp_path, map={"tables": [part | {"sorts": sorts}]}
    )
    assert found.imported.counts() == {"PARTS_DIFFER": 1, "SEVERAL_TOPS": 1}
    assert sum(post.filled for post in found.structure.posts) == 25
    below = begun(
        "Unit,Above,Officers,Soldiers\nTop,,9,16\nA,Top,5,10\n",
        tmp_path,
        map={
            "tables": [
                {
                    "file": "table.csv",
                    "columns": {"name": "Unit", "parent": "Above"},
                    "figures": "with all below",
                    "sorts": sorts,
                }
            ]
        },
    )
    assert rows(below) == {("Officers", "in"): [(None, 4), (None, 5)], ("Soldiers", "in"): [(None, 6), (None, 10)]}
