"""What init finds or asks where headings, totals, names, dates and holders leave a doubt, on small tables of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel


def begun(text: str, tmp_path: Path, name: str = "table.csv", **given: Any) -> Any:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return orgmodel.init(path, **given)


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
