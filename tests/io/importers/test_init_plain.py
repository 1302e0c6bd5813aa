"""Plain tables as offices send them: levels in whatever order, counts that are counts, headings of two meanings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orgmodel.core.problems import ProblemsError
from tests.io.importers.beginning import begun


def ways(found: Any) -> list[str]:
    """Each unit as its names from the top."""
    units = {unit.id: unit for unit in found.structure.units}

    def way(id: str | None) -> list[str]:
        return [] if id is None else [*way(units[id].parent), dict(units[id].names).popitem()[1]]

    return [" / ".join(way(id)) for id in units]


def figures(found: Any) -> dict[str, tuple[int | None, int | None]]:
    """Quota and people by name of unit, of tables with a row a unit."""
    names = {unit.id: dict(unit.names).popitem()[1] for unit in found.structure.units}
    return {names[post.unit]: (post.authorized, post.filled) for post in found.structure.posts}


def columns(found: Any) -> dict[str, str]:
    return dict(found.map.parts[0].columns)


def moved(text: str, order: str) -> str:
    """A table with its columns in another order."""
    rows = [line.split(",") for line in text.splitlines()]
    return "".join(",".join(row[int(at)] for at in order.split()) + "\n" for row in rows)


POSITIONS = """Position ID,Title,Division,Department,Reports to,Name,Status,Grade,FTE
P1,Director,,Works,,Ann Lee,Filled,A1,1
P2,Head of Roads,Roads,Works,P1,Bo Elm,Filled,B1,1
P3,Engineer,Roads,Works,P2,,Vacant,C1,1
P4,Head of Water,Water,Works,P1,Cy Fir,Filled,B1,1
P5,Director,,Finance,,Di Oak,Filled,A1,1
P6,Clerk,Administration,Finance,P5,Ed Ash,Filled,C1,0.5
P7,Clerk,Administration,Works,P1,Flo Yew,Filled,C1,1
"""


@pytest.mark.parametrize("order", ["0 1 2 3 4 5 6 7 8", "0 1 3 2 4 5 6 7 8", "3 8 0 6 2 1 5 4 7"])
def test_two_columns_of_names_are_two_levels_in_whatever_order(order: str, tmp_path: Path) -> None:
    """A post with a blank division stands in its department; administrations of two departments are two."""
    found = begun(moved(POSITIONS, order), tmp_path)
    assert list(found.map.parts[0].levels) == ["Department", "Division"]
    assert sorted(ways(found)) == [
        "Finance", "Finance / Administration", "Works", "Works / Administration", "Works / Roads", "Works / Water",
    ]  # fmt: skip
    names = {unit.id: way for unit, way in zip(found.structure.units, ways(found), strict=True)}
    homes = {post.src.rpartition(":")[2]: names[post.unit] for post in found.structure.posts}
    assert homes == {
        "2": "Works", "3": "Works / Roads", "4": "Works / Roads", "5": "Works / Water", "6": "Finance",
        "7": "Finance / Administration", "8": "Works / Administration",
    }  # fmt: skip
    assert "UNIT_NAMES_DIFFER" not in found.imported.counts()


def test_the_one_that_tells_the_other_is_the_finer_whatever_the_words(tmp_path: Path) -> None:
    """Here divisions are above departments."""
    text = "Position ID,Title,Department,Division\n1,Head,Roads,Works\n2,Head,Water,Works\n3,Head,Pay,Finance\n4,Chief,,Works\n"
    assert list(begun(text, tmp_path).map.parts[0].levels) == ["Division", "Department"]


THREE = """Post no,Post title,Section,Department,Directorate,Holder
1,Director,,,Operations,Ann
2,Head,,Roads,Operations,Bo
3,Clerk,Administration,Roads,Operations,Cy
4,Clerk,Administration,Ports,Operations,Di
5,Engineer,Design,Ports,Operations,VACANT
6,Director,,,Support,Ed
7,Officer,Pay,Finance,Support,Flo
"""
THREE_VI = """Mã vị trí,Chức danh,Tổ,Phòng,Cục,Họ và tên
1,Cục trưởng,,,Cục Thuế,An
2,Trưởng phòng,,Phòng Nội vụ,Cục Thuế,Bình
3,Tổ trưởng,Tổ Một,Phòng Nội vụ,Cục Thuế,Chi
4,Nhân viên,Văn phòng,Phòng Nội vụ,Cục Thuế,Dũng
5,Trưởng phòng,,Phòng Tài chính,Cục Thuế,Em
6,Nhân viên,Văn phòng,Phòng Tài chính,Cục Thuế,Giang
"""


@pytest.mark.parametrize("order", ["0 1 2 3 4 5", "4 3 2 1 0 5", "0 3 4 1 2 5"])
def test_three_levels_and_sections_of_one_name_stay_apart(order: str, tmp_path: Path) -> None:
    """Three columns of units are three levels, from the finest or from the top."""
    found = begun(moved(THREE, order), tmp_path)
    assert sorted(ways(found)) == [
        "Operations", "Operations / Ports", "Operations / Ports / Administration", "Operations / Ports / Design",
        "Operations / Roads", "Operations / Roads / Administration", "Support", "Support / Finance", "Support / Finance / Pay",
    ]  # fmt: skip
    found = begun(moved(THREE_VI, order), tmp_path)
    assert sorted(ways(found)) == [
        "Cục Thuế",
        "Cục Thuế / Phòng Nội vụ",
        "Cục Thuế / Phòng Nội vụ / Tổ Một",
        "Cục Thuế / Phòng Nội vụ / Văn phòng",
        "Cục Thuế / Phòng Tài chính",
        "Cục Thuế / Phòng Tài chính / Văn phòng",
    ]


@pytest.mark.parametrize("order", ["0 1 2 3 4", "0 2 1 3 4", "3 4 2 1 0"])
def test_offices_that_have_the_same_sections(order: str, tmp_path: Path) -> None:
    """Where neither column tells the other the words for kinds say which is above."""
    text = """STT,Sở,Phòng,Chức danh,Biên chế
1,Sở Nội vụ,Văn phòng,Chánh Văn phòng,1
2,Sở Nội vụ,Thanh tra,Thanh tra viên,4
3,Sở Tài chính,Văn phòng,Chánh Văn phòng,1
4,Sở Tài chính,Thanh tra,Chuyên viên,5
"""
    assert list(begun(moved(text, order), tmp_path).map.parts[0].levels) == ["Sở", "Phòng"]


def test_a_code_and_its_name_are_one_unit(tmp_path: Path) -> None:
    """A column of codes and one of their names are no two levels."""
    text = "Position ID,Title,Unit,Department\n1,Head,W1,Works\n2,Clerk,W1,Works\n3,Head,F1,Finance\n"
    found = begun(text, tmp_path)
    assert {unit.id for unit in found.structure.units} == {"W1", "F1", "table"}


UNITS = """unit,name,parent,type,staff
U1,Works,,department,12
U2,Roads,U1,section,40
U3,Water,U1,section,9
"""
UNITS_VI = """đơn vị,tên,cấp trên,loại,nhân sự
D1,Sở Nội vụ,,sở,12
D2,Văn phòng,D1,phòng,40
D3,Phòng Tổ chức,D1,phòng,9
"""


@pytest.mark.parametrize("order", ["0 1 2 3 4", "4 1 3 0 2", "1 2 4 0 3"])
def test_numbers_are_no_persons_and_the_named_column_is_the_id(order: str, tmp_path: Path) -> None:
    """Numbers under staff are a count, and the column that superiors name holds the ids."""
    found = begun(moved(UNITS, order), tmp_path)
    assert (found.map.parts[0].rows, columns(found)["id"], columns(found)["filled"]) == ("units", "unit", "staff")
    assert ways(found) == ["Works", "Works / Roads", "Works / Water"]
    assert figures(found) == {"Works": (None, 12), "Roads": (None, 40), "Water": (None, 9)}
    found = begun(moved(UNITS_VI, order), tmp_path)
    assert (found.map.parts[0].rows, columns(found)["id"], columns(found)["filled"]) == ("units", "đơn vị", "nhân sự")
    assert ways(found) == ["Sở Nội vụ", "Sở Nội vụ / Văn phòng", "Sở Nội vụ / Phòng Tổ chức"]


def test_staff_that_are_names_are_people(tmp_path: Path) -> None:
    """Names under staff are people."""
    found = begun("unit,staff,title\nRoads,Ann Lee,Head\nRoads,Bo Elm,Clerk\nPay,Cy Fir,Clerk\n", tmp_path)
    assert (found.map.parts[0].rows, columns(found)["person"]) == ("people", "staff")


@pytest.mark.parametrize(
    ("text", "filled", "vacancies"),
    [
        ("Department,Employees,Vacancies\nWorks,40,2\nFinance,12,5\nHealth,9,0\n", "Employees", "Vacancies"),
        ("Vacancies,Department,Employees\n2,Works,40\n5,Finance,12\n0,Health,9\n", "Employees", "Vacancies"),
        ("Vacant,Department,Employees\n2,Works,40\n5,Finance,12\n0,Health,9\n", "Employees", "Vacant"),
        ("Phòng,Còn thiếu,Số người có mặt\nNội vụ,2,40\nTài chính,5,12\nY tế,0,9\n", "Số người có mặt", "Còn thiếu"),
    ],
)
def test_vacancies_are_a_fact_of_the_unit_and_no_ids(text: str, filled: str, vacancies: str, tmp_path: Path) -> None:
    """Vacancies are carried as they stand; neither quota nor people is made of them."""
    found = begun(text, tmp_path)
    assert columns(found) | {"name": ""} == {"name": "", "filled": filled, "vacancies": vacancies}
    assert sorted(figures(found).values(), key=str) == [(None, 12), (None, 40), (None, 9)]
    facts = [found.structure.attributes_of(unit.id)["vacancies"].value for unit in found.structure.units]
    assert facts == ["2", "5", "0"]


def test_vacancies_beside_quota_and_people_follow_from_them(tmp_path: Path) -> None:
    """Vacancies are not carried where they are the difference of what is."""
    text = "Department,Posts,In post,Vacancies\nWorks,42,40,2\nFinance,17,12,5\nHealth,9,9,0\n"
    found = begun(text, tmp_path)
    assert figures(found) == {"Works": (42, 40), "Finance": (17, 12), "Health": (9, 9)}
    assert found.guesses.at("tables.0.not used: Vacancies") is not None


def test_established_is_a_quota_or_a_day_by_its_values(tmp_path: Path) -> None:
    """One heading is a quota over counts and a beginning over years."""
    head = "unit,parent,established,in_post\n"
    found = begun(f"{head}Works,,5,4\nRoads,Works,20,18\nWater,Works,30,30\n", tmp_path)
    assert figures(found) == {"Works": (5, 4), "Roads": (20, 18), "Water": (30, 30)}
    assert "BAD_DATE" not in found.imported.counts()
    found = begun(f"{head}Works,,1999,4\nRoads,Works,2004-05-01,18\nWater,Works,2011,30\n", tmp_path)
    assert columns(found)["begins"] == "established"


@pytest.mark.parametrize("order", ["0 1 2", "2 0 1", "1 2 0"])
def test_what_is_given_and_who_is_there(order: str, tmp_path: Path) -> None:
    """Quota and people are told apart in Vietnamese headings, in any order."""
    text = "Tên đơn vị,Số biên chế được giao,Số biên chế có mặt\nVăn phòng,20,18\nPhòng Tổ chức,12,11\nPhòng Tài chính,15,15\n"
    found = begun(moved(text, order), tmp_path)
    assert figures(found) == {"Văn phòng": (20, 18), "Phòng Tổ chức": (12, 11), "Phòng Tài chính": (15, 15)}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Unit,Head count 2023,Head count 2024\nWorks,40,42\nPay,12,11\n", "several dates; which one"),
        ("Unit,Quota 31/12/2023,Quota 31/12/2024\nWorks,40,42\nPay,12,11\n", "several dates; which one"),
        (
            "Đơn vị,Số lượng người làm việc năm 2023,Số lượng người làm việc năm 2024\nVăn phòng,20,18\nPhòng Y tế,12,11\n",
            "several dates; which one",
        ),
        ("Department,2022,2023\nWorks,40,42\nPay,12,11\n", "several dates; which one"),
        ("Phòng,Số lượng,Trưởng phòng\nNội vụ,12,Lê An\nTài chính,9,Vũ Bình\n", "'Số lượng' counts something"),
    ],
)
def test_of_which_date_a_figure_is_is_asked(text: str, asked: str, tmp_path: Path) -> None:
    """Where columns are of several dates it is asked which is meant, and nothing is imported."""
    found = begun(text, tmp_path)
    assert [asked in str(problem.message) for problem in found.open] == [True]
    with pytest.raises(ProblemsError):
        found.save(tmp_path / "study")
    assert "?" in (tmp_path / "study/import/map.yaml").read_text(encoding="utf-8")


def test_units_are_counted_where_all_kinds_are_internal(tmp_path: Path) -> None:
    """Where no kind would count as an agency, that of the units at the top does."""
    text = "id,name,type,parent\n1,Works,department,\n2,Roads,section,1\n3,Bridges,section,2\n"
    assert dict(begun(text, tmp_path).map.kinds) == {"department": "agency", "section": "internal"}
    text = "id,name,type,parent\n1,City Hall,city,\n2,Works,department,1\n3,Roads,section,2\n"
    assert dict(begun(text, tmp_path).map.kinds) == {"city": "agency", "department": "internal", "section": "internal"}
    text = "Tên đơn vị,Biên chế\nPhòng Nội vụ,20\nPhòng Tổ chức,12\nPhòng Tài chính,15\n"
    assert dict(begun(text, tmp_path).map.kinds) == {"phòng": "agency"}


def test_columns_of_units_that_cross_are_asked(tmp_path: Path) -> None:
    """Where neither column tells the other nor the words, no level is taken in silence."""
    text = "Title,Department,Office\nHead,Works,Leeds\nHead,Works,York\nClerk,Finance,Leeds\nClerk,Finance,York\n"
    found = begun(text, tmp_path)
    assert ["'Department', 'Office'" in str(one.message) for one in found.open] == [True]


@pytest.mark.parametrize("heading", ["Level", "Cấp"])
def test_numbers_of_levels_place_rows_and_other_numbers_do_not(heading: str, tmp_path: Path) -> None:
    """Each row stands under the nearest above it of a lesser number, where no row is two deeper than the one before."""
    text = f"{heading},Unit,Posts\n1,Ministry,4\n2,Works,12\n3,Roads,7\n2,Finance,9\n"
    assert ways(begun(text, tmp_path)) == [
        "Ministry",
        "Ministry / Works",
        "Ministry / Works / Roads",
        "Ministry / Finance",
    ]
    text = f"{heading},Unit,Posts\n3,Ministry,4\n1,Works,12\n2,Roads,7\n2,Finance,9\n"
    assert columns(begun(text, tmp_path))["level"] == heading


def test_a_unit_with_several_rows_is_one(tmp_path: Path) -> None:
    """Names that repeat in a table of counts are sorts of posts of one unit, not units of one name."""
    text = "Department,Category,Posts\nWorks,A,12\nWorks,B,8\nFinance,A,3\n"
    found = begun(text, tmp_path)
    assert [way.rpartition(" / ")[2] for way in ways(found)] == ["table", "Works", "Finance"]
    assert sorted((post.category, post.authorized) for post in found.structure.posts) == [("A", 3), ("A", 12), ("B", 8)]
