"""Tables whose headings say little: totals, superiors by name, marks before names, days, read by what stands in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel


def begun(text: str, tmp_path: Path, **given: Any) -> Any:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return orgmodel.init(path, **given)


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
