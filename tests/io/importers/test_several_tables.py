"""Tables of one organisation that share ids: what stands twice is taken once, asked of or told, and superiors are found elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.integrity import check
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.io.importers.proposal.files import begin_of

HEADER = "Position ID,Title,Department,Reports to,Status\n"
NORTH = f"{HEADER}1,Director,HQ,,Filled\n2,Head,Roads,1,Filled\n3,Clerk,Roads,2,Vacant\n"
OTHERS = f"{HEADER}1,Manager,Depot,,Filled\n2,Driver,Depot,1,Vacant\n"
BELOW = f"{HEADER}11,Head,Ports,1,Filled\n12,Clerk,Ports,11,Filled\n"


def files(folder: Path, **texts: str) -> list[Path]:
    """Write tables, in the order in which they are given."""
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def codes(found: object) -> dict[str, int]:
    """Count the problems by code."""
    return found.imported.counts()  # type: ignore[attr-defined,no-any-return]


def test_a_table_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    """A copy of a table, as on a hidden sheet, counts nobody twice; its rows are in the account."""
    found = orgmodel.init(*files(tmp_path, staff=NORTH, old_staff=NORTH))
    assert sum(post.authorized for post in found.structure.posts) == 3
    assert codes(found)["REPEATED_ROW"] == 3
    account = found.imported
    assert (account.rows_in, account.rows_imported, account.rows_left_out) == (6, 3, 3)


def test_whether_one_id_is_one_post_is_asked(tmp_path: Path) -> None:
    """Two offices that number from one: the readings differ in a figure, so that nothing is imported."""
    paths = files(tmp_path, north=NORTH, south=OTHERS)
    asked = orgmodel.init(*paths)
    assert [one.message.split(":")[0] for one in asked.open] == ["tables.1.ids"]
    with pytest.raises(ProblemsError):
        asked.save(tmp_path / "study")
    assert not (tmp_path / "study" / "baseline").exists()


@pytest.mark.parametrize(("said", "authorized"), [("own", 5), ("shared", 1)])
def test_an_answer_is_kept(said: str, authorized: int, tmp_path: Path) -> None:
    """Own ids are of other posts; shared ones that differ are all left out and told. Either way check accepts it."""
    paths = files(tmp_path, north=NORTH, south=OTHERS)
    study = tmp_path / "study"
    with pytest.raises(ProblemsError):
        orgmodel.init(*paths).save(study)
    map = study / "import" / "map.yaml"
    map.write_text(map.read_text(encoding="utf-8").replace('ids: "?"', f"ids: {said}"), encoding="utf-8")
    found = begin_of(paths, map)
    assert sum(post.authorized for post in found.structure.posts) == authorized
    assert errors(check(found.structure)) == []
    assert ("DUPLICATE_ID" in codes(found)) is (said == "shared")


def test_a_superior_in_another_table_is_found(tmp_path: Path) -> None:
    """A workbook with a sheet for each office: heads report to somebody on another sheet."""
    found = orgmodel.init(*files(tmp_path, north=NORTH, south=BELOW))
    structure = found.structure
    assert "UNKNOWN_SUPERIOR" not in codes(found)
    assert structure.graph("posts").out_degree("11") == 1
    assert structure.graph("posts").has_edge("11", "1")
    assert errors(check(structure)) == []


def test_who_holds_which_post_may_say_the_department_too(tmp_path: Path) -> None:
    """A list of staff by position is of holders, and authorizes no second post."""
    people = "Position ID,Employee name,Department\n1,Ann Lee,HQ\n2,Bo Chan,Roads\n"
    found = orgmodel.init(*files(tmp_path, positions=NORTH, staff=people))
    assert sum(post.authorized for post in found.structure.posts) == 3
    assert len(found.structure.table("incumbencies")) == 2


def test_a_unit_in_two_tables_is_one_where_the_rows_are_alike(tmp_path: Path) -> None:
    """Units listed by region repeat the ministry; what is below a unit of another table is under it."""
    first = "Code,Name,Parent code\nM,Ministry,\nA,North,M\nB,Roads,A\n"
    second = "Code,Name,Parent code\nM,Ministry,\nC,South,M\nD,Ports,B\nE,Docks,D\n"
    found = orgmodel.init(*files(tmp_path, north=first, south=second))
    parents = {unit.id: unit.parent for unit in found.structure.units}
    assert parents == {"M": None, "A": "M", "B": "A", "C": "M", "D": "B", "E": "D"}
    assert codes(found)["REPEATED_ROW"] == 1
