"""What init finds or asks where headings, totals, names, dates and holders leave a doubt, on small tables of our own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment

import orgmodel
from orgmodel.cli.main import run
from tests.io.importers.beginning import begun


def codes(found: Any) -> dict[str, int]:
    return found.imported.counts()


def superiors(found: Any) -> dict[str, str]:
    return {line.post: line.to for line in found.structure.lines}


def parents(found: Any) -> dict[str, str | None]:
    names = {unit.id: dict(unit.names).popitem()[1] for unit in found.structure.units}
    return {f"{names[unit.id]}#{unit.id}": names.get(unit.parent) for unit in found.structure.units}


# -- ids that only the column of superiors tells ---------------------------------------------------------------------------

UNKNOWN_ID = {
    "Ticket,Job title,Unit,Reports to\nQ1,Chief,HQ,\nQ2,Head,Ops,Q1\nQ3,Clerk,Ops,Q2\nQ4,Clerk,Fin,Q1\n": (
        "Ticket",
        "id",
    ),
    "Mailbox,Name,Title,Manager Email\nann@x.org,Ann,Chief,\nbo@x.org,Bo,Clerk,ANN@x.org\ncy@x.org,Cy,Clerk,ann@x.org\n": (
        "Mailbox",
        "id",
    ),
    "Código de plaza,Puesto,Unidad,Superior\n7,Jefe,Sede,\n8,Auxiliar,Obras,7\n9,Auxiliar,Obras,8\n": (
        "Código de plaza",
        "id",
    ),
    "Employee ID,Name,Mailbox,Unit,Title,Manager Email\n1,Ann,ann@x.org,HQ,Chief,\n2,Bo,bo@x.org,HQ,Clerk,ann@x.org\n": (
        "Mailbox",
        "also",
    ),
}


@pytest.mark.parametrize("text", UNKNOWN_ID, ids=["ref", "mail", "es", "also"])
def test_the_ids_are_the_column_that_superiors_name(text: str, tmp_path: Path) -> None:
    """A column of ids or addresses under an unknown heading is found by the superiors that name its values."""
    found = begun(text, tmp_path)
    name, key = UNKNOWN_ID[text]
    assert found.guesses.at(f"tables.0.columns.{key}").value == name
    assert found.guesses.at("tables.0.columns.parent") is not None
    assert not [one for one in found.guesses.found if "not used" in one.place]
    assert "UNKNOWN_SUPERIOR" not in codes(found)


# -- names are names, and ids that stand in no file are none ---------------------------------------------------------------


def test_a_name_that_two_units_have_is_no_superior(tmp_path: Path) -> None:
    """A superior's name that two units have is told as ambiguous, however it is written."""
    found = begun(
        "Unit,Parent,Headcount\nCity,,1\nEast,City,2\nWest,City,3\nDesk,East,4\nDesk,West,5\nPhones,desk,6\n", tmp_path
    )
    assert codes(found)["AMBIGUOUS_SUPERIOR"] == 1
    assert next(above for name, above in parents(found).items() if name.startswith("Phones")) is None


def test_names_written_otherwise_are_not_told_as_ids(tmp_path: Path) -> None:
    """Names in another case are found as names; of ids nothing is told where the file has none."""
    found = begun("Unit,Parent,Headcount\nCity Hall,,1\nEast,CITY HALL,2\nWest,city hall,3\n", tmp_path)
    assert {"CASE", "DECIMALS"} & codes(found).keys() == set()
    assert sorted(map(str, parents(found).values())) == ["City Hall", "City Hall", "None"]


# -- totals ---------------------------------------------------------------------------------------------------------------

TOTALS = {
    "Unit,Job title,Posts\nParks,Head,1\nParks,Gardener,6\nSub-total,,7\nZoo,Keeper,3\nSub-total,,3\nGrand total,,10\n": 3,
    "Unit code,Unit name,Parent unit code,Establishment\n1,Town,,2\n2,Parks,1,8\n,Total,,10\n": 1,
    "Directorate,Division,Posts\nGreen,Parks,4\nGreen,Zoo,6\nGreen,Total,10\nTotal,,10\n": 2,
    "TT,Tên đơn vị,Chức danh,Biên chế\n1,Phòng Cây xanh,Trưởng phòng,1\n2,Phòng Cây xanh,Chuyên viên,9\n,Tổng cộng,,10\n": 1,
    "Position ID,Job title,Unit,Posts\n1,Keeper,Zoo,4\n2,Guard,Zoo,6\n,Total Zoo,Zoo,10\n": 1,
}


@pytest.mark.parametrize("text", TOTALS, ids=["posts", "units", "levels", "vi", "words"])
def test_rows_of_totals_are_told_and_no_unit(text: str, tmp_path: Path) -> None:
    """A row for a total counts nowhere: the posts are those of the other rows, and none is named for it."""
    found = begun(text, tmp_path)
    assert codes(found)["TOTAL_ROW"] == TOTALS[text]
    assert sum(post.authorized for post in found.structure.posts) == 10
    assert not [name for name in parents(found) if "total" in name.casefold() or "Tổng" in name]


def test_a_unit_whose_name_speaks_of_totals_stays(tmp_path: Path) -> None:
    """A name that only begins with such a word is one of a unit where its figure is no sum of those above."""
    found = begun("Unit,Parent,Headcount\nTown,,3\nTotal Quality,Town,4\nParks,Town,5\n", tmp_path)
    assert len(found.structure.units) == 3
    assert "TOTAL_ROW" not in codes(found)


# -- people by the code of their post ---------------------------------------------------------------------------------------

UNITS = "Unit code,Unit name,Parent unit code\nT,Town,\nZ,Zoo,T\n"
POSITIONS = "Position ID,Title,Unit code,Reports to\nK1,Mayor,T,\nK2,Keeper,Z,K1\nK3,Guard,Z,K2\n"


@pytest.mark.parametrize("heads", ["Employee ID,Name,Position ID", "Staff no,Staff name,Position"])
def test_people_are_joined_by_the_code_of_their_post(heads: str, tmp_path: Path) -> None:
    """Three files of units, positions and people are one organisation; every row of people is in the account."""
    people = f"{heads}\n900,Ann Lee,K1\n901,Bo Chan,K2\n902,Cy Dow,K9\n"
    paths = []
    for name, text in (("units", UNITS), ("positions", POSITIONS), ("people", people)):
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    found = orgmodel.init(*paths)
    assert sum(post.filled for post in found.structure.posts) == 2
    assert sum(post.authorized for post in found.structure.posts) == 3
    assert (found.imported.rows_in, codes(found)["UNKNOWN_POST"]) == (8, 1)


def test_a_table_that_is_not_used_is_told_with_its_rows(tmp_path: Path) -> None:
    """A table that cannot be joined is in the account of problems, with the number of its rows."""
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "other.csv").write_text("Employee ID,Name\n1,Ann\n2,Bo\n", encoding="utf-8")
    found = orgmodel.init(tmp_path / "units.csv", tmp_path / "other.csv")
    [told] = [one for one in found.problems if one.code == "NOT_USED"]
    assert told.message.endswith("its rows: 2")
    account = found.imported
    assert (account.rows_in, account.rows_reported, account.rows_left_out) == (account.rows_imported + 2, 2, 2)


# -- the day that is meant ----------------------------------------------------------------------------------------------------

SEVERAL_DATES = "Employee ID,Job title,Department,Manager ID,Effective date\n1,Chief,HQ,,2018-01-01\n2,Clerk,Ops,1,2019-01-01\n2,Typist,Ops,1,2023-06-01\n"
ENDING = "Post ID,Title,Unit,Reports to,Valid from,Valid to\n1,Chief,HQ,,2020-01-01,9999-12-31\n2,Clerk,HQ,1,2019-01-01,2022-03-04\n"
TO_COME = "Post ID,Title,Unit,Reports to,Valid from\n1,Chief,HQ,,2020-01-01\n2,Clerk,HQ,1,2999-01-01\n"
NO_END = (
    "Post ID,Title,Unit,Reports to,Valid from,Valid to\n1,Chief,HQ,,2020-01-01,9999-12-31\n2,Clerk,HQ,1,2019-01-01,\n"
)


@pytest.mark.parametrize("text", [SEVERAL_DATES, ENDING, TO_COME], ids=["dates", "ends", "to-come"])
def test_figures_that_differ_by_the_day_are_asked(text: str, tmp_path: Path) -> None:
    """Without a day the map asks for one and nothing is imported; the map that asks is answered by ``--as-of``."""
    path, folder = tmp_path / "table.csv", tmp_path / "s"
    path.write_text(text, encoding="utf-8")
    assert run(["init", str(path), "-o", str(folder)]) == 1
    assert "as_of: '?'" in (folder / "import" / "map.yaml").read_text("utf-8").replace('"', "'")
    assert run(["init", str(path), "-o", str(folder), "--as-of", "2024-01-01"]) == 0


def test_a_day_is_not_asked_where_no_row_ends(tmp_path: Path) -> None:
    """Rows that began, and ends that mean none, count on whatever day is meant."""
    assert not begun(NO_END, tmp_path).open


# -- plain lists of units -------------------------------------------------------------------------------------------------------

LISTS = {
    "Unit code,Unit name,Headcount\nP,Parks,6\nZ,Zoo,4\n": ("filled", 10),
    "Unit,Posts,Filled\nParks,6,5\nZoo,4,4\n": ("authorized", 10),
    "STT,Cơ quan,Biên chế giao,Biên chế có mặt\n1,Ban Cây xanh,6,6\n2,Ban Thú,4,4\n,Tổng số,10,10\n": ("filled", 10),
}


@pytest.mark.parametrize("text", LISTS, ids=["headcount", "posts", "vi"])
def test_a_plain_list_is_of_units_at_the_top(text: str, tmp_path: Path) -> None:
    """Units with figures and none above them are a study of units at the top, which passes check."""
    field, total = LISTS[text]
    found = begun(text, tmp_path)
    assert [unit.parent for unit in found.structure.units] == [None, None]
    assert sum(getattr(post, field) for post in found.structure.posts) == total
    found.save(tmp_path / "s")
    assert run(["check", str(tmp_path / "s")]) == 0


# -- words ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["Vacant post", "Position vacant", "VACANT - frozen", "To be recruited", "Recruiting", "(vacant)"]
)
def test_words_for_a_vacancy_are_no_people(word: str, tmp_path: Path) -> None:
    """A post beside whose title such words stand is vacant, and nobody is made of them."""
    found = begun(f"Post ID,Title,Unit,Reports to,Incumbent\n1,Chief,HQ,,Ann Lee\n2,Clerk,HQ,1,{word}\n", tmp_path)
    assert [post.filled for post in found.structure.posts] == [1, 0]
    assert len(found.structure.ids("persons")) == 1


STATUSES = {
    "fi": "Vakanssinumero,Nimike,Yksikkö,Esihenkilö,Tila\n1,A,HQ,,täytetty\n2,B,HQ,1,avoin\n",
    "pl": "Numer stanowiska,Stanowisko,Komórka organizacyjna,Przełożony,Status\n1,A,HQ,,obsadzone\n2,B,HQ,1,wakat\n",
    "ru": "Номер должности,Должность,Подразделение,Руководитель,Статус\n1,A,HQ,,занята\n2,B,HQ,1,вакантна\n",
    "ja": "職位番号,職名,部署,上司,状態\n1,A,HQ,,在職\n2,B,HQ,1,欠員\n",
    "tr": "Pozisyon No,Unvan,Birim,Üst pozisyon,Durum\n1,A,HQ,,dolu\n2,B,HQ,1,boş\n",
    "id": "Nomor jabatan,Jabatan,Unit kerja,Atasan,Status\n1,A,HQ,,terisi\n2,B,HQ,1,kosong\n",
    "th": "เลขตำแหน่ง,ชื่อตำแหน่ง,หน่วยงาน,ผู้บังคับบัญชา,สถานะ\n1,A,HQ,,มีผู้ครอง\n2,B,HQ,1,ว่าง\n",
}


@pytest.mark.parametrize("language", STATUSES)
def test_positions_in_other_languages_are_read_whole(language: str, tmp_path: Path) -> None:
    """Ids, titles, units, superiors and status are known by their headings; no column is without a place."""
    found = begun(STATUSES[language], tmp_path)
    assert [(post.authorized, post.filled) for post in found.structure.posts] == [(1, 1), (1, 0)]
    assert len(found.structure.units) == 1
    assert found.imported.not_carried == ()


def test_the_organisation_is_named_by_the_name_of_its_unit(tmp_path: Path) -> None:
    """Where codes stand beside names of units, the one at the top is no unit around itself."""
    text = "Post ID,Title,Unit code,Unit name,Reports to\n1,Mayor,U1,Town Hall,\n2,Clerk,U2,Parks,1\n"
    assert sorted(parents(begun(text, tmp_path))) == ["Parks#U2", "Town Hall#U1"]


UNTOLD = "qa,qb,qc,qd\nA1,Rat,Zentrum,\nA2,Schreiber,Garten,A1\nA3,Gärtner,Garten,A2\nA4,Wärter,Zoo,A1\n"


def test_rows_that_may_be_units_or_posts_are_asked(tmp_path: Path) -> None:
    """Where no heading tells and the figures differ, the map asks what the rows are, and an answer is enough."""
    path, folder = tmp_path / "table.csv", tmp_path / "s"
    path.write_text(UNTOLD, encoding="utf-8")
    assert run(["init", str(path), "-o", str(folder)]) == 1
    asked = folder / "import" / "map.yaml"
    text = asked.read_text("utf-8")
    assert re.search(r"rows: ['\"]?[?]", text)
    asked.write_text(re.sub(r"rows: ['\"]?[?]['\"]?", "rows: posts", text), "utf-8")
    assert run(["init", str(path), "-o", str(folder)]) == 0
    assert len((folder / "baseline" / "posts.csv").read_text("utf-8").splitlines()) == 5


def test_pay_whose_heading_says_the_currency_is_carried(tmp_path: Path) -> None:
    """A currency in the heading of pay is that of the amounts; of two categories the other is told, with how to carry it."""
    text = "Post ID,Title,Unit,Reports to,Category,Grade,Salary (EUR)\n1,Chief,HQ,,Permanent,E1,90000\n2,Clerk,HQ,1,Contract,E5,40000\n"
    found = begun(text, tmp_path)
    assert [post.pay for post in found.structure.posts] == [90000, 40000]
    assert found.map.currency == "EUR"
    assert found.imported.not_carried == ()
    assert codes(found)["NOT_MAPPED"] == 1


def test_a_title_that_speaks_of_totals_is_no_sum_of_one_row(tmp_path: Path) -> None:
    """A post named so stays where its figure is that of the one row above it."""
    found = begun("Unit,Job title,Posts\nStaff,Head,1\nStaff,Total Rewards Officer,1\n", tmp_path)
    assert sum(post.authorized for post in found.structure.posts) == 2


def test_a_person_in_two_posts_asks_for_no_day(tmp_path: Path) -> None:
    """Rows of one person in two posts of another table are no rows of several dates."""
    (tmp_path / "positions.csv").write_text("Position ID,Title,Unit,Reports to\nK1,Mayor,T,\nK2,Keeper,Z,K1\n", "utf-8")
    people = "Employee ID,Name,Position ID,Start date\n9,Ann,K1,2020-01-01\n9,Ann,K2,2021-01-01\n"
    (tmp_path / "people.csv").write_text(people, "utf-8")
    found = orgmodel.init(tmp_path / "positions.csv", tmp_path / "people.csv")
    assert not found.open
    assert [post.filled for post in found.structure.posts] == [1, 1]


# -- notes beneath the table ---------------------------------------------------------------------------------------------------

NOTED = "Post ID,Title,Unit,Reports to,Status\n1,Chief,HQ,,Filled\n2,Clerk,HQ,1,Vacant\n"


@pytest.mark.parametrize(
    "note",
    [
        "Source: HR system",
        "* provisional",
        "Nguồn: Phòng Tổ chức",
        "Figures are those of the payroll run of May.",
        "(1) without trainees",
    ],
)
def test_notes_beneath_a_table_are_no_posts(note: str, tmp_path: Path) -> None:
    """A text alone at the end is told and left out, and authorizes nobody."""
    path = tmp_path / "staff.csv"
    path.write_text(f'{NOTED},,"{note}",,\n', encoding="utf-8")
    found = orgmodel.init(path)
    assert [one.authorized for one in found.structure.posts] == [1, 1]
    assert codes(found)["NOTE_ROW"] == 1
    account = found.imported
    assert (account.rows_in, account.rows_imported, account.rows_left_out) == (3, 2, 1)


def test_a_name_alone_at_the_end_is_a_unit(tmp_path: Path) -> None:
    """Of a unit nothing but its name may be known."""
    path = tmp_path / "units.csv"
    path.write_text("Unit,Parent,Quota\nCity,,3\nParks,City,2\nOffice of the Ombudsman,,\n", encoding="utf-8")
    assert len(orgmodel.init(path).structure.units) == 3


def test_where_posts_are_is_where_their_unit_is(tmp_path: Path) -> None:
    """One place of all posts of a unit is its location; of a unit in several places that is told."""
    path = tmp_path / "staff.csv"
    path.write_text(
        "Post ID,Title,Unit,Reports to,Status,Location\n1,Chief,HQ,,Filled,Hanoi\n2,Clerk,HQ,1,Vacant,hanoi\n"
        "3,Head,Ports,1,Filled,Hue\n4,Pilot,Ports,3,Filled,Vinh\n5,Head,Roads,1,Filled,\n",
        encoding="utf-8",
    )
    found = orgmodel.init(path)
    assert [(one.unit, one.name, one.value) for one in found.structure.table("attributes")] == [
        ("hq", "location", "Hanoi")
    ]
    assert codes(found)["SEVERAL_LOCATIONS"] == 1
    assert not found.imported.not_carried


def test_names_set_in_by_the_alignment_of_cells_are_a_tree(tmp_path: Path) -> None:
    """A spreadsheet's button for indents writes no spaces; figures that are set in too say nothing."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Unit", "Posts"], ["Port", 3], ["Harbour", 12], ["Pilots", 20], ["Finance", 6]):
        sheet.append(row)
    for cell, indent in (("A3", 1), ("A4", 2), ("A5", 1), ("B2", 1)):
        sheet[cell].alignment = Alignment(indent=indent)
    book.save(tmp_path / "units.xlsx")
    structure = orgmodel.init(tmp_path / "units.xlsx").structure
    parents = {unit.id: unit.parent for unit in structure.units}
    assert parents == {"port": None, "harbour": "port", "pilots": "harbour", "finance": "port"}
    assert sum(post.authorized for post in structure.posts) == 41
