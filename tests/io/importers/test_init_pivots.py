"""Figures of units by grade in a column each, or of grades by unit: a row of posts of each, checked against their totals."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

import orgmodel
from tests.io.importers.beginning import begun

GRADES = "Unit,A1,A2,A3,Total\nRoads,1,2,3,6\nBridges,0,1,2,3\nPayroll,,1,1,2\nTotal,1,4,6,11\n"


def figures(found: Any, key: str) -> dict[tuple[str, str], int | None]:
    names = {unit.id: unit.name("en") for unit in found.structure.units}
    return {(names[one.unit], one.category): getattr(one, key) for one in found.structure.posts}


def told(found: Any) -> dict[str, int]:
    return dict(found.imported.counts())


def test_what_grades_count_is_asked_once(tmp_path: Path) -> None:
    """Grades are no ids and no superiors; nothing says whether posts or people are counted, and a total is no unit."""
    found = begun(GRADES, tmp_path)
    asked = [str(one.message).partition(":")[0] for one in found.open]
    assert asked == ["tables.0.sorts_count"]
    map = yaml.safe_load(found.map_text)
    map["tables"][0]["sorts_count"] = "authorized"
    found = begun(GRADES, tmp_path, map=map)
    assert figures(found, "authorized") == {
        ("Roads", "A1"): 1, ("Roads", "A2"): 2, ("Roads", "A3"): 3, ("Bridges", "A1"): 0, ("Bridges", "A2"): 1,
        ("Bridges", "A3"): 2, ("Payroll", "A2"): 1, ("Payroll", "A3"): 1,
    }  # fmt: skip
    assert told(found).keys() == {"SEVERAL_TOPS", "TOTAL_ROW"}
    assert not found.imported.not_carried


def test_a_title_says_what_grades_count(tmp_path: Path) -> None:
    """Of posts and people it says nothing; a blank stays missing where no total says that nobody is there."""
    title = "Filled posts by unit and grade,,,,\n"
    found = begun(title + GRADES, tmp_path)
    assert (found.open, sum(filter(None, figures(found, "filled").values()))) == ((), 11)
    assert begun("Posts authorised and filled by grade,,,,\n" + GRADES, tmp_path).open
    alone = begun("Headcount by grade,,\nUnit,A1,A2\nRoads,1,2\nBridges,,3\n", tmp_path)
    assert figures(alone, "filled")["Bridges", "A1"] is None


def test_totals_that_are_no_sums_are_told(tmp_path: Path) -> None:
    """Those of a row and those of a column, each at its row; the parts count."""
    text = "Headcount by grade,,,,\n" + GRADES.replace("3,6\n", "3,7\n").replace("Total,1,4,6", "Total,1,5,6")
    found = begun(text, tmp_path)
    assert {key: told(found)[key] for key in ("PARTS_DIFFER", "TOTAL_DIFFERS")} == {
        "PARTS_DIFFER": 1,
        "TOTAL_DIFFERS": 1,
    }
    assert sum(filter(None, figures(found, "filled").values())) == 11


def test_grades_under_their_word_are_whatever_they_are_called(tmp_path: Path) -> None:
    """A manager's column under the heading Grade is no column of superiors."""
    text = "Staff in post,,,\nDepartment,Grade,,\n,Director,Manager,Clerk\nRoads,1,2,3\nBridges,1,1,2\n"
    found = begun(text, tmp_path)
    assert figures(found, "filled")["Roads", "Manager"] == 2
    assert {one.parent for one in found.structure.units} == {None}


def test_quarters_and_years_are_no_grades(tmp_path: Path) -> None:
    """Columns of quarters and of years are asked about as before, and are no sorts of staff."""
    for names in ("Q1,Q2,Q3", "FY21,FY22,FY23", "2021,2022,2023"):
        assert "sorts" not in begun(f"Unit,{names}\nRoads,1,2,3\nBridges,4,4,9\n", tmp_path).map_text


TURNED = "Posts authorised by grade and section,,,,\nGrade,Roads,Bridges,Payroll,Total\nA1,1,0,,1\nA2,2,1,1,4\nA3,3,2,1,6\nTotal,6,3,2,11\n"


def test_grades_in_rows_are_turned_when_that_is_said(tmp_path: Path) -> None:
    """Whether columns are units is asked; then each is one, with the same posts as if units stood in rows."""
    found = begun(TURNED, tmp_path)
    assert [str(one.message).partition(":")[0] for one in found.open] == ["tables.0.turned"]
    map = yaml.safe_load(found.map_text)
    map["tables"][0]["turned"] = True
    found = begun(TURNED, tmp_path, map=map)
    assert found.open == ()
    assert figures(found, "authorized") == {
        ("Roads", "A1"): 1, ("Roads", "A2"): 2, ("Roads", "A3"): 3, ("Bridges", "A1"): 0, ("Bridges", "A2"): 1,
        ("Bridges", "A3"): 2, ("Payroll", "A2"): 1, ("Payroll", "A3"): 1,
    }  # fmt: skip


def test_a_problem_of_a_turned_table_names_its_column(tmp_path: Path) -> None:
    """A total that is no sum is told at the line of the turned table, which is a column of the file."""
    map = yaml.safe_load(begun(TURNED, tmp_path).map_text)
    map["tables"][0]["turned"] = True
    found = begun(TURNED.replace("Total,6,3", "Total,6,4"), tmp_path, map=map)
    (wrong,) = [one for one in found.imported.problems if one.code == "PARTS_DIFFER"]
    assert wrong.location is not None
    assert (Path(wrong.location.file).name, wrong.location.line) == ("table.csv[turned]", 3)


def test_tables_of_figures_by_grade_are_not_turned(tmp_path: Path) -> None:
    """Years, figures that are known, and a pay scale of grades by step."""
    for text in (
        "Grade,2023,2024\nA1,1,2\nA2,3,4\n",
        "Grade,Posts,Filled\nA1,1,2\nA2,3,4\n",
        "Grade,Step 1,Step 2\nA1,30000,32000\nA2,34000,36000\n",
    ):
        with suppress(orgmodel.ProblemsError):  # nothing of use may be found there
            assert "turned" not in begun(text, tmp_path).map_text
