"""Tables of which some headings are known and others not: read by values, or asked, and never refused while there is a reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel
from orgmodel.core.integrity import check
from orgmodel.core.problems import ProblemsError
from orgmodel.io.yaml_text import read_yaml
from tests.io.importers.beginning import begun, tree


def answered(found: Any, folder: Path, **answers: Any) -> Any:
    """Answer what a map asks, of its one table or of the whole, and begin again."""
    with pytest.raises(ProblemsError):
        found.save(folder / "study")
    data: Any = dict(read_yaml(folder / "study" / "import" / "map.yaml", []) or {})
    table = dict(data["tables"][0])
    for key, value in answers.items():
        if key in data:
            data[key] = value
        elif key in table:
            table[key] = value
        else:
            table["columns"] = {**table["columns"], key: value}
    made = orgmodel.init(folder / "table.csv", map={**data, "tables": [table]})
    assert not made.open
    assert made.imported.rows_in == made.imported.rows_imported + made.imported.rows_reported
    assert check(made.structure) == []
    return made


def test_a_column_that_rows_share_is_of_units_though_another_bears_its_heading(tmp_path: Path) -> None:
    """A word that means a title in one language and a department in another is the latter beside a known title."""
    found = begun(
        "NO,JABATAN,NAMA JAWATAN,GRED,JUMLAH PERJAWATAN,ISI\n1,Pengurusan,Pegawai,N41,4,4\n2,Pengurusan,Pembantu,N19,15,13\n"
        "3,Pembangunan,Jurutera,J41,6,4\n4,Pembangunan,Penolong,J29,10,8\n",
        tmp_path,
    )
    assert not found.open
    assert found.guesses.at("tables.0.columns.unit").value == "JABATAN"
    assert {"Pengurusan", "Pembangunan"} < set(tree(found))
    assert (
        sum(post.authorized for post in found.structure.posts),
        sum(post.filled for post in found.structure.posts),
    ) == (35, 29)


def test_figures_beside_an_unknown_heading_are_asked(tmp_path: Path) -> None:
    """Of units, or of posts in one: each answer leads to a study."""
    found = begun("Saila,Posts,Filled\nHirigintza,7,6\nOgasuna,5,4\nKultura,3,3\n", tmp_path)
    assert [one.place for one in found.guesses.open] == ["tables.0.rows"]
    units = answered(found, tmp_path, rows="units")
    assert set(tree(units)) == {"Hirigintza", "Ogasuna", "Kultura"}
    posts = answered(found, tmp_path, rows="posts", organisation="Udala")
    assert set(tree(posts)) == {"Udala"}
    assert sum(post.authorized for post in posts.structure.posts) == 15


def test_no_heading_known_at_all(tmp_path: Path) -> None:
    """What is counted is asked beside what the rows are."""
    found = begun("Uned,Swyddi\nFfyrdd,12\nCyllid,7\nTai,9\n", tmp_path)
    assert [one.place for one in found.guesses.open] == ["tables.0.rows", "tables.0.columns.authorized"]
    made = answered(found, tmp_path, rows="units", authorized="Swyddi")
    assert sum(post.authorized for post in made.structure.posts) == 28


def test_words_alone_are_asked(tmp_path: Path) -> None:
    """Words that rows share are of their units; names that are all different are no ids."""
    found = begun(
        "Nafn,Staða,Stofnun\nAnna Jónsdóttir,Skrifstofustjóri,Ráðuneyti\nBjörn Karlsson,Sérfræðingur,Ráðuneyti\n"
        "Dóra Einarsdóttir,Sérfræðingur,Skattur\n",
        tmp_path,
    )
    assert found.guesses.open
    assert found.guesses.at("tables.0.columns.id") is None
    assert {one.place for one in found.guesses.found} >= {"tables.0.rows", "tables.0.columns.unit"}


@pytest.mark.parametrize("head", ["Title,Grade,Posts", "Post title,Grade,Filled posts"])
def test_posts_without_a_unit_are_of_one_that_is_asked(head: str, tmp_path: Path) -> None:
    """A list of the posts of one office names it nowhere: the answer is the one unit of the study."""
    found = begun(f"{head}\nDirector,A,1\nOfficer,B,12\nClerk,C,8\n", tmp_path)
    assert [one.place for one in found.guesses.open] == ["organisation"]
    made = answered(found, tmp_path, organisation="Port Office")
    assert tree(made) == {"Port Office": None}
    assert len(made.structure.posts) == 3


def test_units_that_only_have_names_lie_side_by_side(tmp_path: Path) -> None:
    """Their heading says what they are; what stands beside is told as left over."""
    found = begun("Section,Colour\nRoads,red\nRail,blue\n", tmp_path)
    assert not found.open
    assert tree(found) == {"Roads": None, "Rail": None}
    assert "Colour" in found.imported.not_carried


def test_what_is_of_nothing_is_refused(tmp_path: Path) -> None:
    """No column names anything, or none counts."""
    with pytest.raises(ProblemsError, match="NOTHING"):
        begun("Foo,Bar\nred,good\nblue,good\n", tmp_path)


SENIORS = "Post Ref,Job Title,Group,Directorate,Reports to\n1,Permanent Secretary,,,XX\n2,Director General,{},,1\n4,Director,Policy,Housing,2\n3,Director General,{},,1\n5,Deputy Director,Policy,Housing,4\n"


@pytest.mark.parametrize(
    ("second", "above", "head"),
    [
        ("Operations", {"Policy": "organisation", "Operations": "organisation", "organisation": None}, "organisation"),
        ("Policy", {"Policy": None}, "policy"),
    ],
)
def test_the_post_at_the_top_without_a_unit_is_above_all_units(
    second: str, above: dict[str, str | None], head: str, tmp_path: Path
) -> None:
    """All answer to it, so that its unit is around theirs, or is the one at the top; where two answer to nobody neither is."""
    found = begun(SENIORS.format("Policy", second), tmp_path)
    assert {name: tree(found)[name] for name in above} == above
    assert sum(unit.parent is None for unit in found.structure.units) == 1
    top = next(post for post in found.structure.posts if post.id == "1")
    assert (top.unit, found.imported.counts()["MISSING_UNIT"]) == (head, 1)
    apart = begun(SENIORS.format("Policy", second).replace(",1\n3", ",\n3"), tmp_path)
    assert {unit.kind for unit in apart.structure.units if unit.parent is None} == {"agency"}
