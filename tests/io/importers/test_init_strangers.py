"""Exports and lists as offices have them, each read by init without a map: places, figures, holders and what is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import orgmodel
from orgmodel.cli.main import run
from tests.io.importers.beginning import begun


def tree(found: Any) -> dict[str, str | None]:
    names = {unit.id: dict(unit.names).popitem()[1] for unit in found.structure.units}
    return {names[unit.id]: names.get(unit.parent) for unit in found.structure.units}


def total(found: Any, key: str) -> int | None:
    figures = [getattr(post, key) for post in found.structure.posts]
    return None if any(figure is None for figure in figures) else sum(figures)


def codes(found: Any) -> dict[str, int]:
    return found.imported.counts()


def in_and_told(found: Any) -> bool:
    """The account of rows: what is read is imported as it is or reported."""
    imported = found.imported
    return imported.rows_in == imported.rows_imported + imported.rows_reported


WORKDAY = """Position ID,Position,Supervisory Organization,Superior Organization,Manager,Worker,Staffing Status,FTE %,Annual Base Pay (EUR),Pay Rate Type
P1,Secretary,Office,,,Ann Oak,Filled,100%,"142,000",Salary
P2,Director,Programmes,Office,P1,Bo Elm,Filled,100%,"118,500",Salary
P3,Officer,Programmes,Office,P2,,Unfilled,100%,,Salary
P4,Officer,Programmes,Office,P2,Cy Fir,Filled,37.5%,"71,500",Salary
P5,Clerk,Programmes,Office,P2,,Closed,100%,,Salary
"""
PEOPLESOFT = """Position Number,Eff Date,Eff Status,Descr,DeptID,Dept Descr,Reports To,Max Head Count,Grade
0001,01/15/2020,A,Commissioner,100,Office,,1,E9
0002,03/31/2021,A,Inspector,110,Inspections,0001,12,S3
0003,06/30/2021,I,Inspector at night,110,Inspections,0001,4,S3
"""
STELLENPLAN = """Stellen-Nr.;OE-Nr.;OE-Bezeichnung;Übergeordnete OE;Funktionsbezeichnung;Bes.-Gr.;VZÄ Soll;VZÄ Ist;Stelleninhaber/in;Vorgesetzte Stelle
1;10;Leitung;;Amtsleiter;A15;1,0;1,0;Krause, Jutta;
2;11;Bau;10;Sachbearbeiter;A10;1,0;0,5;Maus, Ina;1
3;11;Bau;10;Sachbearbeiter;A10;1,0;0,0;N.N.;1
"""
NORWAY = """Navn;Stilling;Avdeling;Nærmeste leder;Stillingsprosent;Ansattnr
Berg, Kari;Rådmann;Stab;;100;1
Dahl, Ola;Leder;Skole;Berg, Kari;100;2
Lie, Tor;Lærer;Skole;Dahl, Ola;80;3
"""
FRANCE = """Direction;Sous-direction;Bureau;Intitulé du poste;Catégorie;Titulaire;ETP
Routes;;;Directeur;A+;M. Un;1,00
Routes;Travaux;Ponts;Chef;A;M. Deux;1,00
Routes;Travaux;Ponts;Ingénieur;A;vacant;1,00
Routes;Travaux;Tunnels;Technicien;B;Mme Trois;0,50
"""
INDIA = """S.No.,Name of the Division,Group,Designation,Sanctioned Strength,In Position,Vacant
1,Administration,A,Director,1,1,0
2,Administration,C,Clerk,10,7,3
,Administration,,Sub Total,11,8,3
3,Accounts,B,Accountant,6,6,0
,Accounts,,Sub Total,6,6,0
,,,Grand Total,17,14,3
"""
TAIWAN = """機關代碼,機關名稱,上級機關代碼,預算員額,現有員額,生效日期
A0,文化部,,120,115,101/05/20
A1,文化資產局,A0,80,71,101/05/20
"""
GOOGLE = """First Name [Required],Last Name [Required],Email Address [Required],Employee ID,Employee Title,Manager Email,Department,Status [READ ONLY]
Ada,Moss,ada@lib.example,E1,Librarian in Chief,,Direction,Active
Ben,Fox,ben@lib.example,E2,Head of Lending,ada@lib.example,Lending,Active
Cat,Hay,cat@lib.example,E3,Clerk,ben@lib.example,Lending,Suspended
"""


def test_positions_of_a_personnel_system_with_hundredths_and_thousands(tmp_path: Path) -> None:
    """FTE in hundredths, pay with thousands parted, units with those above them, posts that are closed left out."""
    found = begun(WORKDAY, tmp_path)
    assert tree(found) == {"Office": None, "Programmes": "Office"}
    assert (total(found, "authorized"), total(found, "filled"), total(found, "fte")) == (4, 3, 238)
    assert found.map.currency == "EUR"
    assert sorted(
        post.pay.as_number() if hasattr(post.pay, "as_number") else post.pay
        for post in found.structure.posts
        if post.pay
    ) == [71500, 118500, 142000]
    assert codes(found)["FTE_DECIMALS"] == codes(found)["THOUSANDS"] == codes(found)["ENDED"] == 1


def test_a_post_that_is_active_is_not_for_that_filled(tmp_path: Path) -> None:
    """A and I under such a heading say which posts are in force; who is in them is not said, and stays missing."""
    found = begun(PEOPLESOFT, tmp_path)
    assert dict(found.map.parts[0].status) == {"A": "in force", "I": "ended"}
    assert total(found, "authorized") == 13
    assert [post.filled for post in found.structure.posts] == [None, None]
    assert found.map.parts[0].dates == ("month first",) or list(found.map.parts[0].dates) == ["month first"]


def test_a_german_list_of_posts(tmp_path: Path) -> None:
    """Compound headings with numbers, second genders and decimal commas; N.N. is nobody."""
    found = begun(STELLENPLAN, tmp_path)
    assert tree(found) == {"Leitung": None, "Bau": "Leitung"}
    assert (total(found, "authorized"), total(found, "filled"), total(found, "fte")) == (3, 2, 150)
    assert found.map.language == "de"


def test_people_with_hundredths_under_their_heading(tmp_path: Path) -> None:
    """A heading that speaks of hundredths is read so, and the map says it."""
    found = begun(NORWAY, tmp_path)
    assert found.map.parts[0].fte == "percent"
    assert (total(found, "filled"), total(found, "fte")) == (3, 280)
    assert [post.rank for post in found.structure.posts] == ["head", "head", "unknown"]


def test_a_level_between_two_that_are_known_is_one(tmp_path: Path) -> None:
    """A column that parts the level above it is a level, whatever it is called."""
    found = begun(FRANCE, tmp_path)
    assert tree(found) == {"Routes": None, "Travaux": "Routes", "Ponts": "Travaux", "Tunnels": "Travaux"}
    assert (total(found, "authorized"), total(found, "filled"), total(found, "fte")) == (4, 3, 250)


def test_sums_within_a_unit_are_no_posts(tmp_path: Path) -> None:
    """Subtotals that stand in another column than the unit are told by their figures; a count of vacancies is no status."""
    found = begun(INDIA, tmp_path)
    assert (total(found, "authorized"), total(found, "filled")) == (17, 14)
    assert codes(found)["TOTAL_ROW"] == 3
    assert "status" not in found.map.parts[0].columns


def test_years_of_the_republic(tmp_path: Path) -> None:
    """Chinese headings of registers, with years since 1912."""
    found = begun(TAIWAN, tmp_path)
    assert (total(found, "authorized"), total(found, "filled")) == (200, 186)
    assert {unit.begins for unit in found.structure.units} == {"2012-05-20"}


def test_people_of_a_directory_with_names_in_two_columns(tmp_path: Path) -> None:
    """Given and family names are one name; who is suspended may be there or not."""
    found = begun(GOOGLE, tmp_path)
    assert found.map.parts[0].rows == "people"
    assert set(found.structure.to_frames()["persons"]["name"]) == {"Ada Moss", "Ben Fox", "Cat Hay"}
    assert sorted(post.filled for post in found.structure.posts if post.filled is not None) == [1, 1]


def test_objects_within_objects_are_columns(tmp_path: Path) -> None:
    """JSON of a directory: the manager is an object, and accounts that are disabled have left."""
    people = [
        {"id": f"a{n}", "displayName": name, "jobTitle": title, "department": unit, "accountEnabled": enabled,
         "manager": {"id": boss, "displayName": "x"} if boss else None}
        for n, (name, title, unit, boss, enabled) in enumerate(
            [("Rosa", "Chief", "Executive", "", True), ("Ned", "Director", "Forests", "a0", True), ("Jo", "Ranger", "Forests", "a1", False)]
        )
    ]  # fmt: skip
    found = begun(json.dumps({"value": people}), tmp_path, "graph.json")
    assert found.map.parts[0].columns["parent"] == "manager.id"
    assert (total(found, "filled"), codes(found)["ENDED"]) == (2, 1)


def annex(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["PHỤ LỤC"], ["Tính đến ngày 31/12/2025"], ["STT", "Tên cơ quan, đơn vị", "Biên chế", None, "Ghi chú"],
        [None, None, "Được giao", "Có mặt", None], ["A", "B", 1, 2, 3],
        ["A", "KHỐI ĐẢNG", 60, 55, None], ["I", "Ban Tổ chức", 30, 28, None], [1, "Phòng Tổng hợp", 12, 11, None],
        [2, "Phòng Cán bộ", 18, 17, None], ["II", "Ban Tuyên giáo", 30, 27, None], [1, "Phòng Báo chí", 30, 27, "thiếu"],
        ["B", "KHỐI CHÍNH QUYỀN", 40, 39, None], ["I", "Sở Nội vụ", 40, 39, None], ["-", "Văn phòng", 20, 20, None],
        ["-", "Thanh tra", 20, 19, None], [None, "TỔNG CỘNG", 100, 94, None],
    ):  # fmt: skip
        sheet.append(row)
    for cells in ("C3:D3", "A3:A4", "B3:B4", "E3:E4"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "annex.xlsx")
    return tmp_path / "annex.xlsx"


def test_an_annex_with_two_lines_of_header_and_signs_of_several_kinds(tmp_path: Path) -> None:
    """A, I, 1 and dashes nest; figures that include those below are taken apart; the row that numbers the columns is none."""
    found = orgmodel.init(annex(tmp_path))
    part = found.map.parts[0]
    assert (part.header, part.header_lines, part.figures) == (3, 2, "with all below")
    assert tree(found) == {
        "KHỐI ĐẢNG": None, "Ban Tổ chức": "KHỐI ĐẢNG", "Phòng Tổng hợp": "Ban Tổ chức", "Phòng Cán bộ": "Ban Tổ chức",
        "Ban Tuyên giáo": "KHỐI ĐẢNG", "Phòng Báo chí": "Ban Tuyên giáo", "KHỐI CHÍNH QUYỀN": None,
        "Sở Nội vụ": "KHỐI CHÍNH QUYỀN", "Văn phòng": "Sở Nội vụ", "Thanh tra": "Sở Nội vụ",
    }  # fmt: skip
    assert (total(found, "authorized"), total(found, "filled")) == (100, 94)
    assert found.map.as_of == "2025-12-31"
    assert in_and_told(found)


@pytest.mark.parametrize(("top", "said", "authorized"), [(30, "with all below", 30), (29, "", 95)])
def test_figures_that_include_those_below(top: int, said: str, authorized: int, tmp_path: Path) -> None:
    """Where every figure is the sum of those below it the map says so, and each counts once; where one is less, none is one."""
    found = begun(f"Unit,Parent unit,Posts\nA,,{top}\nB,A,12\nC,A,18\nD,C,18\nE,D,18\n", tmp_path)
    assert found.map.parts[0].figures == said
    assert total(found, "authorized") == authorized


def test_a_map_that_says_nothing_of_sums_is_warned(tmp_path: Path) -> None:
    """Without a word in the map figures are own, and what looks like sums is told; with a word nothing is."""
    text = "id,name,parent,authorized\na,A,,30\nb,B,a,12\nc,C,a,18\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    for said, codes_told, posts in (
        ({}, ["FIGURES_INCLUDE_BELOW"], 60),
        ({"figures": "own"}, [], 60),
        ({"figures": "with all below"}, [], 30),
    ):
        found = orgmodel.import_from("hierarchy", tmp_path / "t.csv", options={"map": {"language": "en", **said}})
        assert list(found.counts()) == codes_told
        assert sum(post.authorized for post in found.structure.posts) == posts


def test_a_unit_that_has_less_than_those_below_stays_missing(tmp_path: Path) -> None:
    """What is less than the sum below it cannot include it: told at its row, and its own figure is missing."""
    (tmp_path / "t.csv").write_text("id,name,parent,authorized\na,A,,29\nb,B,a,12\nc,C,a,18\n", encoding="utf-8")
    found = orgmodel.import_from(
        "hierarchy", tmp_path / "t.csv", options={"map": {"language": "en", "figures": "with all below"}}
    )
    assert found.counts() == {"LESS_THAN_BELOW": 1}
    assert sorted(post.authorized for post in found.structure.posts) == [12, 18]


def test_figures_of_which_some_are_sums_are_asked(tmp_path: Path) -> None:
    """Where some figures are sums and the others more, two readings differ, and it is asked."""
    found = begun("Unit,Parent unit,Posts\nA,,40\nB,A,12\nC,A,18\nD,C,10\nE,C,8\n", tmp_path)
    assert [one.place for one in found.guesses.open] == ["tables.0.figures"]


def book_of(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {
        "Roads": [
            ["Head of Roads", "Ann", "Filled", 1],
            ["Engineer", "Bob", "Filled", 1],
            ["Engineer", None, "Vacant", 1],
        ],
        "Ports": [["Head of Ports", "Cat", "Filled", 1], ["Pilot", "Dan", "Filled", 1]],
        "Old": [["Head of Rail", "Zed", "Filled", 1]],
    }.items():
        sheet = book.create_sheet(name)
        for row in (["Job title", "Post holder", "Status", "FTE"], *rows):
            sheet.append(row)
    book["Old"].sheet_state = "hidden"
    book["Roads"].row_dimensions[3].hidden = True
    book.save(tmp_path / "staff.xlsx")
    return tmp_path / "staff.xlsx"


def test_sheets_of_one_kind_are_a_unit_each(tmp_path: Path) -> None:
    """Sheets with the same headings are units by their names; a hidden one is left out and told, hidden rows are read and told."""
    found = orgmodel.init(book_of(tmp_path))
    assert tree(found) == {"staff": None, "Roads": "staff", "Ports": "staff"}
    assert (total(found, "authorized"), total(found, "filled")) == (5, 4)
    assert codes(found)["HIDDEN_ROWS"] == codes(found)["NOT_USED"] == 1
    assert found.imported.rows_in == 6
    assert in_and_told(found)


def test_a_hidden_list_of_units_that_others_name_is_read(tmp_path: Path) -> None:
    """A hidden sheet counts where it is the list of codes that another sheet names."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Position no", "Title", "Unit code", "Reports to"], [1, "Chief", "T", None], [2, "Keeper", "Z", 1]):
        sheet.append(row)
    codes_of = book.create_sheet("Codes")
    for row in (["Code", "Unit", "Parent"], ["T", "Town", None], ["Z", "Zoo", "T"]):
        codes_of.append(row)
    codes_of.sheet_state = "hidden"
    book.save(tmp_path / "b.xlsx")
    assert tree(orgmodel.init(tmp_path / "b.xlsx")) == {"Town": None, "Zoo": "Town"}


def test_three_files_are_joined_by_code(tmp_path: Path) -> None:
    """Units, positions and people of three files: posts that nobody holds are vacant, and FTE is that of those who hold them."""
    files = {
        "units.csv": "Code,Unit,Parent\nHQ,Tax Office,\nAU,Audit,HQ\n",
        "positions.csv": "Pos No,Title,Unit code,Grade,Reports to\n1,Commissioner,HQ,G1,\n2,Head,AU,G3,1\n3,Auditor,AU,G5,2\n",
        "people.csv": "Staff No,Full name,Pos No,FTE\n91,Ida,1,1.0\n92,Ben,2,0.5\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = orgmodel.init(*(tmp_path / name for name in files))
    assert tree(found) == {"Tax Office": None, "Audit": "Tax Office"}
    assert (total(found, "authorized"), total(found, "filled"), total(found, "fte")) == (3, 2, 150)
    assert codes(found)["NOT_HELD"] == 1
    assert in_and_told(found)


def test_a_code_of_jobs_is_no_id_of_posts(tmp_path: Path) -> None:
    """A column of ids in which most repeat is none; the rows stay."""
    text = "Job code,Job title,Unit,Status\n" + "".join(f"J{n % 2},Clerk,Zoo,Filled\n" for n in range(6))
    found = begun(text, tmp_path)
    assert "id" not in found.map.parts[0].columns
    assert total(found, "authorized") == 6


@pytest.mark.parametrize(
    "text",
    [
        "Position ID,Post name,Arm,Colour,Note\n1,Chief,North,red,a b\n2,Clerk,North,red,c d\n3,Clerk,South,blue,e f\n",
        "Unit,Parent,Posts 2025,Posts 2026\nTown,,3,4\nZoo,Town,5,6\n",
    ],
    ids=["unit", "figure"],
)
def test_two_columns_that_may_be_it_are_asked(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where two columns may be the units, or the figure, and differ, init asks and imports nothing."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    assert run(["init", str(path), "-o", str(tmp_path / "s")]) == 1
    assert "OPEN" in capsys.readouterr().err
    assert not (tmp_path / "s" / "baseline").exists()


def test_files_of_which_no_table_is_used_are_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing that tells of an organisation is an error in words, not a warning alone."""
    path = tmp_path / "t.csv"
    path.write_text("Colour,Length\nred,3.5\nblue,4.5\n", encoding="utf-8")
    assert run(["init", str(path), "-o", str(tmp_path / "s")]) == 1
    assert "NOTHING" in capsys.readouterr().err


def test_a_title_is_no_block_of_several(tmp_path: Path) -> None:
    """A list with several units at the top is called as its file."""
    path = tmp_path / "bien_che.csv"
    path.write_text("STT,Đơn vị,Biên chế\nI,Khối một,3\n1,Phòng A,3\nII,Khối hai,4\n1,Phòng B,4\n", encoding="utf-8")
    orgmodel.init(path).save(tmp_path / "s")
    assert "bien che" in (tmp_path / "s" / "study.yaml").read_text(encoding="utf-8")
