"""Tables that stand side by side in one sheet are read as several, each row of each accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel
from orgmodel.core.integrity import check
from orgmodel.io.importers.side_by_side import side_by_side
from tests.io.importers.beginning import begun, tree


def sums(found: Any) -> tuple[int, int]:
    """Give the posts authorized and filled; the rows are accounted for, and the study is sound."""
    assert not found.open
    assert check(found.structure) == []
    assert found.imported.rows_in == found.imported.rows_imported + found.imported.rows_reported
    posts = list(found.structure.posts)
    return sum(post.authorized or 0 for post in posts), sum(post.filled or 0 for post in posts)


def test_two_lists_of_units(tmp_path: Path) -> None:
    """A blank column parts them; the shorter one ends where its rows are blank."""
    found = begun(
        "Unit,Authorised posts,Filled posts,,Unit,Authorised posts,Filled posts\n"
        "Payroll,5,4,,Hiring,3,2\nBudget,6,6,,Training,4,4\nAudit,2,1,,,,\n",
        tmp_path,
    )
    assert sums(found) == (20, 17)
    assert set(tree(found)) == {"Payroll", "Budget", "Audit", "Hiring", "Training"}
    assert found.imported.rows_in == 5
    assert {unit.src for unit in found.structure.units} == {"table:2", "table:3", "table:4", "table-2:2", "table-2:3"}
    assert [(found.guesses.at(f"tables.{at}.block") or pytest.fail("no guess")).value for at in (0, 1)] == ["1", "2"]


def test_the_same_header_over_again_without_a_blank_column(tmp_path: Path) -> None:
    """Lists of posts that run on beside themselves are of one organisation."""
    head = "Post No,Post title,Unit,Holder"
    found = begun(f"{head},{head}\n1,Clerk,A,Ann Lee,4,Cook,B,vacant\n2,Head,A,Bo Ray,5,Guard,B,Di Elm\n", tmp_path)
    assert sums(found) == (4, 3)
    assert {post.id for post in found.structure.posts} == {"1", "2", "4", "5"}


def test_tables_of_other_columns_are_joined(tmp_path: Path) -> None:
    """Units on the left, their posts on the right: each has its own columns, and one names the rows of the other."""
    found = begun(
        "Unit,Part of,,Post title,Unit,Authorised,Filled\nTrust,,,Director,Trust,1,1\nPayroll,Trust,,Clerk,Payroll,5,4\n"
        ",,,Typist,Payroll,2,0\n",
        tmp_path,
    )
    assert sums(found) == (8, 5)
    assert tree(found) == {"Trust": None, "Payroll": "Trust"}


def test_rows_that_are_reported_are_counted_in_each(tmp_path: Path) -> None:
    """A total of each of two tables in one line of the sheet is two rows."""
    found = begun("Unit,Posts,,Unit,Posts\nPayroll,5,,Hiring,3\nBudget,6,,Training,4\nTotal,11,,Total,7\n", tmp_path)
    assert sums(found)[0] == 18
    totals = [one for one in found.problems if one.code == "TOTAL_ROW"]
    assert [one.location.file.rpartition("[")[2] for one in totals] == ["A:B]", "D:E]"]
    assert (found.imported.rows_in, found.imported.rows_left_out) == (6, 2)


def test_units_of_one_name_in_two_tables_are_asked(tmp_path: Path) -> None:
    """Whether they are one is a figure: as others of one name both count, and never stand under one id."""
    text = "Unit,Posts,,Unit,Posts\nPayroll,5,,Payroll,6\nBudget,6,,Training,4\n"
    found = begun(text, tmp_path)
    assert [one.place for one in found.guesses.open] == ["tables.1.ids"]
    tables = [
        {"file": "table.csv", "block": block, "header": 1, "rows": "units", "flat": True, "columns": {"name": "Unit", "authorized": "Posts"}}
        for block in (1, 2)
    ]  # fmt: skip
    others = orgmodel.init(tmp_path / "table.csv", map={"tables": [tables[0], {**tables[1], "ids": "own"}]})
    assert sums(others)[0] == 21
    shared = orgmodel.init(tmp_path / "table.csv", map={"tables": tables})
    assert sums(shared)[0] == 10
    assert [one.code for one in shared.problems if one.severity == "error"] == ["DUPLICATE_ID", "DUPLICATE_ID"]
    beyond = orgmodel.init(tmp_path / "table.csv", map={"tables": [{**tables[0], "block": 3}]})
    assert [one.code for one in beyond.problems] == ["MISSING_BLOCK"]


def test_a_unit_that_one_table_lists_and_another_implies_is_one(tmp_path: Path) -> None:
    """Whether it stands on the way to units of the other table, or in a row of its own there too, which is told."""
    head = "Unit,Part of,Posts"
    found = begun(f"{head},,{head}\nTrust,,2,,Hiring,Trust,3\nPayroll,Trust,5,,Training,Trust,4\n", tmp_path)
    assert sums(found) == (14, 0)
    assert tree(found) == {"Trust": None, "Payroll": "Trust", "Hiring": "Trust", "Training": "Trust"}
    again = begun(f"{head},,{head}\nTrust,,2,,Trust,,2\nPayroll,Trust,5,,Hiring,Trust,3\n", tmp_path)
    assert sums(again) == (10, 0)
    assert [one.code for one in again.problems if one.severity == "error"] == ["DUPLICATE_ID"]


@pytest.mark.parametrize(
    "header",
    [
        "Unit,Posts,,Remarks,Day", "Unit,Posts,,Unit", "Position,Position,Holder", "Name,Name", "Unit,,,", "", "Code,Text,Text,Code",
        "Unit,Posts – 2024,Posts – 2025",
    ],
)  # fmt: skip
def test_one_table_stays_one(header: str) -> None:
    """Notes beside a table, a single name over again, and codes with their texts are of one table."""
    assert side_by_side(header.split(",")) == []


def test_titles_that_name_units_are_the_units_above(tmp_path: Path) -> None:
    """Each of two tables has its own title; a title over both is none of them."""
    for above in ("", "Staff of the harbour\n"):
        found = begun(
            f"{above}Roads Department,,,,Water Department,,\nSection,Posts,Filled,,Section,Posts,Filled\nBridges,5,4,,Pumps,7,7\n"
            "Paving,6,6,,Mains,3,2\n",
            tmp_path,
        )
        assert tree(found) == {
            "Roads Department": None, "Bridges": "Roads Department", "Paving": "Roads Department",
            "Water Department": None, "Pumps": "Water Department", "Mains": "Water Department",
        }  # fmt: skip
        assert sums(found) == (21, 19)
        assert found.guesses.at("tables.1.unit").certainty == "likely"


def test_posts_without_a_unit_are_of_the_one_in_the_title(tmp_path: Path) -> None:
    """What no column says, the title of the table does."""
    found = begun(
        "Phòng Nội vụ,,,,Phòng Tài chính,,\nSTT,Chức danh,Biên chế,,STT,Chức danh,Biên chế\n1,Trưởng phòng,1,,1,Trưởng phòng,1\n"
        "2,Chuyên viên,4,,2,Chuyên viên,3\n",
        tmp_path,
    )
    assert not found.open
    units = {unit.id: dict(unit.names)["vi"] for unit in found.structure.units}
    count: dict[str, int] = {}
    for post in found.structure.posts:
        count[units[post.unit]] = count.get(units[post.unit], 0) + (post.authorized or 0)
    assert count == {"Phòng Nội vụ": 5, "Phòng Tài chính": 4}


def test_a_title_above_the_first_table_alone_is_told(tmp_path: Path) -> None:
    """Of one table or of all is not known; said in the map it is the unit above the rows of that table."""
    found = begun(
        "Roads Department,,,,\nSection,Posts,,Section,Posts\nBridges,5,,Pumps,7\nPaving,6,,Mains,3\n", tmp_path
    )
    assert set(tree(found)) == {"Bridges", "Paving", "Pumps", "Mains"}
    assert "of that one or of all" in found.guesses.at("tables.0.not used: Roads Department").why
    path = found.save(tmp_path / "study") / "import" / "map.yaml"
    path.write_text(path.read_text().replace("flat: true", "flat: true\n  unit: Roads Department", 1))
    again: Any = orgmodel.init(tmp_path / "table.csv", map=path)
    assert tree(again) == {
        "Roads Department": None, "Bridges": "Roads Department", "Paving": "Roads Department", "Pumps": None, "Mains": None,
    }  # fmt: skip


def test_titles_of_two_days_are_asked_and_of_words_told(tmp_path: Path) -> None:
    """Figures of two days are never added; words that name neither a unit nor a day are told."""
    table = "Section,Posts,,Section,Posts\nBridges,5,,Bridges,7\nPaving,6,,Paving,3\n"
    dated = begun(f"Before (31.12.2023),,,After (31.12.2024),\n{table}", tmp_path)
    assert [one.message.split(":")[0] for one in dated.open] == ["as_of"]
    assert sums(begun(f"Before (31.12.2023),,,After (31.12.2024),\n{table}", tmp_path, as_of="2024-12-31"))[0] == 10
    worded = begun(f"Plan,,,Real,\n{table}", tmp_path)
    assert worded.guesses.at("tables.1.not used: Real").certainty == "unsure"
    assert worded.open


def test_internal_that_is_put_in_is_told(tmp_path: Path) -> None:
    """Units that are only named below others have no kind of their own, and this is said with how many there are."""
    found = begun("Division,Office,Posts\nRoads,Bridges,5\nRoads,Paving,6\nWater,Pumps,3\n", tmp_path)
    kinds = [unit.kind for unit in found.structure.units]
    guess = found.guesses.at("kind of units below")
    assert (guess.value, str(kinds.count("internal"))) == ("internal", "3")
    assert ": 3;" in guess.why
    assert "# kind: internal  # unsure" in found.map_text
