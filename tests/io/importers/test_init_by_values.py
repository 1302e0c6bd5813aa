"""Tables whose headings say little: totals, superiors by name, marks before names, days, read by what stands in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import orgmodel
from tests.io.importers.beginning import begun


def tree(found: Any) -> dict[str, str | None]:
    names = {unit.id: dict(unit.names or {"": unit.id}).popitem()[1] for unit in found.structure.units}
    return {names[unit.id]: names.get(unit.parent) for unit in found.structure.units}


def total(found: Any, key: str) -> int:
    return sum(getattr(post, key) or 0 for post in found.structure.posts)


def codes(found: Any) -> dict[str, int]:
    """The counts of what is told, with the account of rows checked on the way."""
    imported = found.imported
    assert imported.rows_in == imported.rows_imported + imported.rows_reported
    return imported.counts()


TOTALS = {
    "outline numbers": "No,Unit,Posts,Filled\n1,Office,2,2\n1.1,Works,10,9\n1.2,Health,6,5\nTotal,,18,16\n",
    "German": "Nr.;Einheit;Planstellen;besetzt\n1.;Amt;2;2\n1.1.;Bau;10;9\n1.2.;Jugend;6;5\nSumme;;18;16\n",
    "Vietnamese": "STT,Đơn vị,Biên chế,Có mặt\nI,Văn phòng,2,2\n1,Tổ Một,10,9\n2,Tổ Hai,6,5\nTổng cộng,,18,16\n",
    "levels": "Level,Unit,Posts,Filled\n1,Office,2,2\n2,Works,10,9\n2,Health,6,5\nTotal,,18,16\n",
    "behind": "Unit,Posts,Filled,Remarks\nOffice,2,2,\nWorks,10,9,\nHealth,6,5,\n,18,16,Total\n",
    "proved": "Unit,Posts,Filled,Sort\nOffice,2,2,own\nWorks,10,9,own\nHealth,6,5,own\nAll of it,18,16,Grand total\n",
}


@pytest.mark.parametrize("text", TOTALS.values(), ids=TOTALS.keys())
def test_a_total_in_whatever_column_is_no_unit(text: str, tmp_path: Path) -> None:
    """A word for a sum may stand in the column of numbers, or behind the figures."""
    found = begun(text, tmp_path)
    assert (total(found, "authorized"), total(found, "filled")) == (18, 16)
    assert codes(found)["TOTAL_ROW"] == 1
    assert len(found.structure.units) == 3


def test_a_word_for_a_total_beside_a_name_is_none_unless_the_sums_prove_it(tmp_path: Path) -> None:
    """A remark that speaks of a total makes no total of its row."""
    found = begun("Unit,Posts,Remarks\nOffice,2,\nWorks,10,Total\nHealth,6,\n", tmp_path)
    assert total(found, "authorized") == 18
    assert "TOTAL_ROW" not in codes(found)


def test_units_above_by_name_in_a_table_of_posts(tmp_path: Path) -> None:
    """A column of units above places the units of posts by name, as it does by code; one that has no row is made."""
    found = begun(
        "Post ID,Title,Department,Parent department\n1,Director,City Works,City Hall\n2,Manager,Housing,City Works\n"
        "3,Clerk,Housing,City Works\n4,Manager,Traffic,City Works\n",
        tmp_path,
    )
    assert tree(found) == {
        "City Hall": None,
        "City Works": "City Hall",
        "Housing": "City Works",
        "Traffic": "City Works",
    }
    assert codes(found) == {"IMPLIED": 1}


def test_a_misspelt_unit_above_is_told_and_none_is_made_of_it(tmp_path: Path) -> None:
    """A name that differs in a letter from one that is there is not taken for another unit."""
    found = begun(
        "Post ID,Title,Department,Parent department\n1,Director,Works,\n2,Manager,Housing,Works\n3,Clerk,Traffic,Work\n",
        tmp_path,
    )
    assert "Work" not in tree(found)
    assert codes(found)["UNKNOWN_SUPERIOR_UNIT"] == 1


ABOVE = {
    "English": "Unit,Subordinate to,Posts,Filled\nWorks,,3,2\nBridges,Works,10,7\nRoads,Works,12,12\nRepair,Roads,8,5\n",
    "a kind": "Unit,Above,Posts,Filled\nWorks,Works,3,2\nBridges,Works,10,7\nRoads,Works,12,12\nRepair,Roads,8,5\n",
    "Slovene": "Unit,Nadrejena,Posts,Filled\nWorks,,3,2\nBridges,works,10,7\nRoads,WORKS,12,12\nRepair,Roads,8,5\n",
}


@pytest.mark.parametrize("text", ABOVE.values(), ids=ABOVE.keys())
def test_units_above_by_name_under_a_heading_that_is_not_known(text: str, tmp_path: Path) -> None:
    """Names of other rows of the column of units, from each of which one comes to a top, are superiors."""
    found = begun(text, tmp_path)
    assert tree(found) == {"Works": None, "Bridges": "Works", "Roads": "Works", "Repair": "Roads"}
    codes(found)


@pytest.mark.parametrize(
    "text",
    [
        "Unit,Works with,Posts\nWorks,Bridges,3\nBridges,Works,10\nRoads,Works,12\nRepair,Roads,8\n",
        "Unit,Partner,Posts\nWorks,,3\nBridges,,10\nRoads,Works,12\nRepair,,8\n",
    ],
    ids=["in a ring", "of few"],
)
def test_names_of_other_rows_that_are_no_superiors(text: str, tmp_path: Path) -> None:
    """What goes round, or is told of few rows, places nobody."""
    found = begun(text, tmp_path)
    assert set(tree(found).values()) == {None}


def test_units_whose_heading_is_not_known_either_are_named_by_their_column(tmp_path: Path) -> None:
    """What other rows name is the id of a unit, and its name where it is a word."""
    found = begun("Dienst X,Valt onder,Formatie\nGemeente,,2\nRuimte,Gemeente,10\nSociaal,Gemeente,8\n", tmp_path)
    assert tree(found) == {"Gemeente": None, "Ruimte": "Gemeente", "Sociaal": "Gemeente"}
    assert all(unit.names for unit in found.structure.units)


def test_units_above_in_a_table_of_posts_under_a_heading_that_is_not_known(tmp_path: Path) -> None:
    """A column that has the same in all rows of a unit, and names other units, places them."""
    found = begun(
        "Department,Nadrejeno,Post ID,Title\nHall,,1,Chief\nWorks,Hall,2,Head\nWorks,Hall,3,Clerk\nRoads,Works,4,Head\nPorts,Works,5,Head\n",
        tmp_path,
    )
    assert tree(found) == {"Hall": None, "Works": "Hall", "Roads": "Works", "Ports": "Works"}


def test_superiors_of_people_by_name_under_a_heading_that_is_not_known(tmp_path: Path) -> None:
    """People are called by their names."""
    found = begun(
        "Employee,Job title,Department,Odpowiada przed\nAnn Lee,Director,Works,\nBo Ray,Clerk,Works,Ann Lee\nCy Tan,Clerk,"
        "Works,Ann Lee\n",
        tmp_path,
    )
    assert found.map.parts[0].columns["parent"] == "Odpowiada przed"


MARKS = {
    "repeated": ("Museum", "- Collections", "-- Registry", "- Visitors"),
    "without spaces": ("Museum", "–Collections", "––Registry", "–Visitors"),
    "bullets": ("Museum", "• Collections", "•• Registry", "• Visitors"),
    "of several kinds": ("Museum", "* Collections", "+ Registry", "* Visitors"),
    "spaces and dashes": ("Museum", "  - Collections", "    - Registry", "  - Visitors"),
    "bullets, and spaces further in": ("Museum", "• Collections", "   ◦ Registry", "• Visitors"),
    "drawn": ("Museum", "├── Collections", "│   └── Registry", "└── Visitors"),
}


@pytest.mark.parametrize("names", MARKS.values(), ids=MARKS.keys())
def test_signs_before_names_set_them_in(names: tuple[str, ...], tmp_path: Path) -> None:
    """Dashes and bullets say how deep a unit is, and are no part of its name."""
    rows = "".join(f"{name},{figure}\n" for name, figure in zip(names, (3, 8, 2, 12), strict=True))
    found = begun(f"Unit,Posts\n{rows}", tmp_path)
    assert tree(found) == {"Museum": None, "Collections": "Museum", "Registry": "Collections", "Visitors": "Museum"}
    assert total(found, "authorized") == 25


def test_signs_that_set_nothing_in_stay_with_the_names(tmp_path: Path) -> None:
    """A sign before every name, or before one alone, tells no place."""
    assert set(tree(begun("Unit,Posts\n- Works,3\n- Roads,8\n", tmp_path)).values()) == {None}
    assert ".NET team" in tree(begun("Unit,Posts\nWorks,3\n.NET team,8\nRoads,2\n", tmp_path))


def test_a_column_of_days_beside_a_known_end_holds_the_beginnings(tmp_path: Path) -> None:
    """A unit that has not begun is left out, and told."""
    text = (
        "Unit ID,Unit,Parent ID,Opened,Closed,Employees\n10,Board,,1990-01-01,,4\n12,East,10,1998-03-01,2023-12-31,3\n"
        "13,West,10,2024-01-01,,9\n"
    )
    found = begun(text, tmp_path, as_of="2023-06-30")
    assert total(found, "filled") == 7
    assert codes(found)["NOT_BEGUN"] == 1
    late = begun(text.replace("1998-03-01", "2024-03-01"), tmp_path, as_of="2023-06-30")
    assert "begins" not in late.map.parts[0].columns


def test_superiors_with_the_family_name_first(tmp_path: Path) -> None:
    """A superior written with a comma is found among names written without, in one column or two, and the other way round."""
    two = "Employee No,First Name,Last Name,Department,Job Title,Reporting to\n1,Ann,Orr,Office,CEO,\n2,Ben,Poe,Finance,CFO,"
    one = "Employee No,Name,Department,Job Title,Reporting to\n1,Ann Orr,Office,CEO,\n2,Ben Poe,Finance,CFO,"
    back = 'Employee No,Name,Department,Job Title,Reporting to\n1,"Orr, Ann",Office,CEO,\n2,"Poe, Ben",Finance,CFO,'
    for text, above in ((two, '"Orr, Ann"'), (one, '"Orr, Ann"'), (back, "Ann Orr")):
        found = begun(text + above + "\n", tmp_path)
        assert codes(found) == {"BY_NAME": 1}
        assert tree(found) == {"Office": None, "Finance": "Office"}


def test_a_word_for_a_kind_within_another_name_tells_no_kind(tmp_path: Path) -> None:
    """An English word for a kind begins a name only before of, for or a number; Town Hall is no town."""
    found = begun(
        "Unit,Parent,Posts\nTown Hall,,3\nRoads Division,Town Hall,2\nDivision of Ports,Town Hall,4\nSection 3,Roads Division,1\n",
        tmp_path,
    )
    kinds = {dict(unit.names).popitem()[1]: unit.kind for unit in found.structure.units}
    assert kinds == {
        "Town Hall": "agency", "Roads Division": "division", "Division of Ports": "division", "Section 3": "section",
    }  # fmt: skip


def is_open(found: Any, place: str) -> bool:
    return any(str(one.message).startswith(place) for one in found.open)


LEVELS = {
    "two departments of one name": "Hospital,Department,Posts\nSt Mary,Pharmacy,6\nSt Mary,Surgery,20\nRoyal,Pharmacy,9\nRoyal,Surgery,25\n",
    "values that speak of kinds": "Betrieb,Bereich X,Posts\nSt Mary Hospital,Ward 1,6\nSt Mary Hospital,Ward 2,20\nRoyal Hospital,Ward 1,9\nRoyal Hospital,Ward 2,25\n",
    "with sorts of posts": "Hospital,Department,Role,Posts\nSt Mary,Pharmacy,Clerk,6\nSt Mary,Surgery,Nurse,20\nRoyal,Pharmacy,Clerk,9\nRoyal,Surgery,Nurse,25\n",
    "the finer one first": "School,District,Posts\nOak,North,6\nElm,North,20\nAsh,South,9\nFir,South,25\n",
}


@pytest.mark.parametrize("text", LEVELS.values(), ids=LEVELS.keys())
def test_levels_under_headings_of_kinds_keep_units_of_one_name_apart(text: str, tmp_path: Path) -> None:
    """Four units in two others, whatever stands first, and no figure lost."""
    found = begun(text, tmp_path)
    assert len(found.structure.units) == 6
    assert sum(unit.parent is None for unit in found.structure.units) == 2
    assert total(found, "authorized") == 60
    codes(found)


ASKED = {
    "above": "Verband,Company,Posts\n1 Bn,A Coy,5\n1 Bn,B Coy,6\n2 Bn,A Coy,7\n2 Bn,B Coy,8\n",
    "both strange": "Betrieb,Bereich X,Posts\nNord,Eins,5\nNord,Zwei,6\nSüd,Eins,7\nSüd,Zwei,8\n",
    "above two levels": "Verbund,Department,Section,Posts\nNord,Works,Roads,5\nNord,Works,Ports,6\nSüd,Works,Roads,7\nSüd,Works,Ports,8\n",
    "units or sorts": "Department,Berufsgruppe,Posts\nWorks,Fitters,5\nWorks,Clerks,6\nPorts,Fitters,7\nPorts,Clerks,8\n",
}


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED.keys())
def test_what_may_be_a_level_or_something_else_is_asked(text: str, tmp_path: Path) -> None:
    """Under a heading that nobody lists the two readings differ in the count of units; the answer is taken."""
    found = begun(text, tmp_path)
    assert is_open(found, "tables.0.levels")
    names = text.partition(",Posts")[0].split(",")
    answered = orgmodel.init(
        tmp_path / "table.csv",
        map={"tables": [{"file": "table.csv", "levels": names, "columns": {"authorized": "Posts"}}]},
    )
    assert len(answered.structure.units) == 2 + 2 * len(names)
    assert total(answered, "authorized") == 26


@pytest.mark.parametrize("heading", ["Hjemlede årsverk", "Besatte årsverk", "Posts"])
def test_levels_are_asked_of_figures_with_decimals_as_of_whole_ones(heading: str, tmp_path: Path) -> None:
    """Columns before full-time equivalents may be levels too; the answer carries every unit and its figure."""
    text = (
        f"Sektor;Enhet;{heading}\nSkoler;Fagerlia;32,5\nSkoler;Solbakken;14,8\nHelse;Hjemmet;28,3\nHelse;Legevakt;7,0\n"
    )
    assert is_open(begun(text, tmp_path), "tables.0.levels")
    key = {"Hjemlede årsverk": "fte_authorized", "Besatte årsverk": "fte", "Posts": "authorized"}[heading]
    part = {"file": "table.csv", "levels": ["Sektor", "Enhet"], "columns": {key: heading}}
    answered = orgmodel.init(tmp_path / "table.csv", map={"tables": [part]})
    assert len(answered.structure.units) == 6


@pytest.mark.parametrize(
    "text",
    [
        "Unit,Remarks X,Posts\nWorks,as before,5\nPorts,as before,6\nRoads,to be moved,7\n",
        "Posts,Department,Ort\n5,Works,Riga\n6,Ports,Riga\n7,Roads,Oslo\n",
        "Unit,Parent,Sitz,Posts\nWorks,,Riga,5\nPorts,Works,Riga,6\nRoads,Works,Oslo,7\n",
    ],
    ids=["remarks", "behind the figures", "superiors are told"],
)
def test_words_that_part_no_rows_are_no_levels(text: str, tmp_path: Path) -> None:
    """What stands behind the units or the figures, and parts no rows that are alike, is left out and named."""
    found = begun(text, tmp_path)
    assert not found.open
    assert len(found.structure.units) == 3


def test_figures_of_units_that_another_sheet_places_are_joined_or_asked(tmp_path: Path) -> None:
    """Head counts by year beside a sheet of units are asked for, not dropped; one count under a known heading is carried."""
    (tmp_path / "units.csv").write_text("Code,Name,Parent\nA,Water,\nB,Supply,A\nC,Sewers,A\n", "utf-8")
    for counted, answer in (("2024,2025", None), ("Headcount,Posts", 56)):
        (tmp_path / "figures.csv").write_text(f"Code,{counted}\nA,4,5\nB,30,33\nC,22,20\n", "utf-8")
        found = orgmodel.init(tmp_path / "units.csv", tmp_path / "figures.csv")
        assert is_open(found, "tables.1.columns.authorized") == (answer is None)
        if answer is not None:
            assert total(found, "filled") == answer
            codes(found)


def test_what_places_nothing_is_told_with_its_reason(tmp_path: Path) -> None:
    """No tree at all, headings that are not known, and superiors that are not found are each said as they are."""
    found = begun("Unit,Posts\nWorks,5\nPorts,6\n", tmp_path)
    [note] = [one for one in found.problems if one.code == "SEVERAL_TOPS"]
    assert str(note.message) == "no tree was found: each of the 2 rows is at the top"
    lost = begun("Unit,Parent,Posts\nWorks,X1,5\nPorts,X2,6\n", tmp_path)
    assert codes(lost)["VALUES_NOT_FOUND"] == 1
    assert "NOT_MAPPED" not in codes(lost)
    with pytest.raises(orgmodel.ProblemsError, match="headings that are not known: 'Gadget', 'Colour'"):
        begun("Gadget,Colour\nHammer,red\nSaw,blue\n", tmp_path)


def test_the_name_of_the_only_sheet_may_be_the_date(tmp_path: Path) -> None:
    """A sheet that is called by a day says of which day its figures are."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "2026-01-01"
    for row in (("Unit", "Parent", "Posts"), ("Works", None, 5), ("Ports", "Works", 6)):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    assert orgmodel.init(tmp_path / "b.xlsx").structure.as_of == "2026-01-01"


@pytest.mark.parametrize(
    "text",
    [
        "Структурное подразделение,Код,Должность,Количество штатных единиц\nДирекция,01,Директор,1\nДирекция,01,Секретарь,1\nКадры,03,Инспектор,2\n",  # noqa: RUF001
        "Department,Code,Post,Posts\nBoard,01,Director,1\nBoard,01,Secretary,1\nStaff,03,Inspector,2\n",
    ],
)
def test_a_code_that_goes_with_the_units_is_theirs(text: str, tmp_path: Path) -> None:
    """No post is thrown out as a second one of an id; codes that part the rows of one unit stay those of posts."""
    found = begun(text, tmp_path)
    assert total(found, "authorized") == 4
    assert {"01", "03"} <= {unit.id for unit in found.structure.units}
    assert "DUPLICATE_ID" not in codes(found)


def test_codes_of_posts_stay_theirs(tmp_path: Path) -> None:
    """Rows of one code that are one post, with two holders, are none of a unit."""
    text = "Department,Code,Post,Holder\nBoard,01,Director,Ann Lee\nBoard,01,Director,Bo Fox\nStaff,03,Clerk,Cy Day\n"
    assert {post.id for post in begun(text, tmp_path).structure.posts} == {"01", "03"}


def test_words_that_hold_several_units_stand_above_them(tmp_path: Path) -> None:
    """A code has one name: what has several is no code, and no unit is lost in another."""
    text = "소속,부서명,직급,정원,현원\n기획조정실,예산과,5급,2,2\n기획조정실,법무과,5급,1,1\n안전국,재난과,7급,6,6\n"
    found = begun(text, tmp_path)
    units = tree(found)
    assert (units["예산과"], units["법무과"], units["재난과"]) == ("기획조정실", "기획조정실", "안전국")
    assert "UNIT_NAMES_DIFFER" not in codes(found)


def test_a_code_with_one_name_in_two_spellings_stays_a_code(tmp_path: Path) -> None:
    """Four codes with five names are codes, and the two names are told."""
    text = "부서코드,부서명,직급,정원\nA1,예산과,5급,2\nA1,예산 과,6급,1\nB1,법무과,5급,1\nC1,재난과,7급,6\nD1,교육과,7급,6\n"
    assert {"A1", "B1", "C1", "D1"} <= {unit.id for unit in begun(text, tmp_path).structure.units}


def test_units_that_merged_have_ended(tmp_path: Path) -> None:
    """The day under Closed On is their end, and merged is a word of it."""
    text = (
        "Agency,Parent Agency,Status,Closed On\nWater,,Active,\nDams,Water,Active,\nHydrology,Water,Merged,2021-12-31\n"
    )
    found = begun(text, tmp_path, as_of="2022-06-30")
    assert set(tree(found)) == {"Water", "Dams"}
    assert [(one.unit.id, one.ends) for one in found.structure.table("ended")] == [
        ("hydrology", "2022-01-01")
    ]  # the first day without


def test_numbers_behind_the_names_of_posts_are_no_ids(tmp_path: Path) -> None:
    """Pay under a heading that is not known is all different too, and names no post."""
    text = "Department,Job title,Rate X,Approved,Filled\nRoads,Chief,90000,1,1\nRoads,Clerk,40000,3,2\nParks,Head,60000,1,1\n"
    (tmp_path / "x.csv").write_text(text, "utf-8")
    found = orgmodel.init(tmp_path / "x.csv", as_of="2026-01-01")
    structure = found.structure
    assert structure is None or not {post.id for post in structure.posts} & {"90000", "40000", "60000"}
