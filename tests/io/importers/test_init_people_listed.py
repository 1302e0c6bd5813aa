"""A list of people beside posts or units that know them by id alone: it gives their names, and places nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

import orgmodel

POSTS = [
    ["Pos ID", "Pos title", "Org code", "Status", "Incumbent ID"],
    ["P1", "Mayor", "10", "Occupied", "E1"], ["P2", "Gardener", "20", "Occupied", "e2"], ["P3", "Gardener", "20", "Vacant", None],
]  # fmt: skip
UNITS = [["Org code", "Org name", "Parent code"], ["10", "City", ""], ["20", "Parks", "10"]]
PEOPLE = [
    ["Emp ID", "Surname", "Forename", "Contract %"], ["E1", "Lee", "Ann", 100], ["E2", "Elm", "Bo", 50], ["E9", "Yew", "Zoe", 100],
]  # fmt: skip


def _begun(folder: Path, **sheets: list[list[Any]]) -> Any:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "staff.xlsx")
    return orgmodel.init(folder / "staff.xlsx")


def test_who_holds_posts_by_id_has_the_name_of_the_list(tmp_path: Path) -> None:
    """Three sheets are one organisation; who holds no post is told, and what else the list says is not used."""
    found = _begun(tmp_path, Units=UNITS, Positions=POSTS, Employees=PEOPLE)
    assert not found.open
    assert {one.id: one.name for one in found.structure.table("persons")} == {
        "E1#person": "Ann Lee",
        "e2#person": "Bo Elm",
    }
    posts = list(found.structure.posts)
    assert (sum(post.authorized or 0 for post in posts), sum(post.filled or 0 for post in posts)) == (3, 2)
    assert [(one.code, one.subject) for one in found.problems if one.code == "WITHOUT_POST"] == [("WITHOUT_POST", "E9")]
    assert found.guesses.at("tables.2.names_only").certainty == "likely"
    assert found.guesses.at("tables.2.not used: Contract %") is not None
    assert found.imported.rows_in == found.imported.rows_imported + found.imported.rows_reported == 8


def test_heads_of_units_by_id_have_the_name_of_the_list(tmp_path: Path) -> None:
    """The figures of the units stay, and each head is a person with a name."""
    units = [
        ["Org code", "Org name", "Parent code", "Manager ID", "Headcount"], ["10", "City", "", "E11", 4], ["20", "Parks", "10", "E22", 6],
    ]  # fmt: skip
    people = [["Emp ID", "Name"], ["E11", "Ann Lee"], ["E22", "Bo Elm"]]
    found = _begun(tmp_path, Units=units, Employees=people)
    assert {one.id: one.name for one in found.structure.table("persons")} == {
        "E11#person": "Ann Lee",
        "E22#person": "Bo Elm",
    }
    assert sum(post.filled or 0 for post in found.structure.posts) == 10
