"""Columns of tables of units that name who heads each of them: a post at the head, its holder, and figures that stay those of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import orgmodel
from orgmodel.core.integrity import check
from tests.io.importers.beginning import begun

WATER = """Code,Unit,Parent,Head,Headcount
M,Ministry of Water,,Ann Lee,120
R,Roads Division,M,Bo Elm,30
W,Water Division,M,VACANT,25
F,Finance Section,R,N/A,6
G,Grants Section,R,-,4
L,Legal Section,R,,2
"""


def posts(found: Any) -> dict[str, tuple[str, int | None, int | None]]:
    return {post.id: (post.rank, post.authorized, post.filled) for post in found.structure.posts}


def held(found: Any) -> dict[str, str]:
    people = {one.id: one.name for one in found.structure.table("persons")}
    return {one.post: people[one.person] for one in found.structure.table("incumbencies")}


def codes(found: Any) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_head_is_one_of_those_whom_the_figures_count(tmp_path: Path) -> None:
    """Totals stay those of the file; a vacant head is nobody, and of what stands for nothing no post is made."""
    found = begun(WATER, tmp_path)
    assert posts(found) == {
        "M/head": ("head", None, 1), "M/posts": ("unknown", None, 119), "R/head": ("head", None, 1),
        "R/posts": ("unknown", None, 29), "W/head": ("head", None, 0), "W/posts": ("unknown", None, 25),
        "F/posts": ("unknown", None, 6), "G/posts": ("unknown", None, 4), "L/posts": ("unknown", None, 2),
    }  # fmt: skip
    assert held(found) == {"M/head": "Ann Lee", "R/head": "Bo Elm"}
    assert {post.titles for post in found.structure.posts if post.rank == "head"} == {(("en", "Head"),)}
    assert found.map.parts[0].heads == "counted"
    assert found.guesses.at("tables.0.heads").certainty == "unsure"
    assert not [one for one in check(found.structure) if one.severity == "error"]


def test_heads_stand_beside_figures_where_the_map_says_so(tmp_path: Path) -> None:
    """Then they are more than the figures of the units."""
    begun(WATER, tmp_path).save(tmp_path / "study")
    path = tmp_path / "study" / "import" / "map.yaml"
    path.write_text(path.read_text().replace("heads: counted", "heads: beside"))
    found: Any = orgmodel.init(tmp_path / "table.csv", map=path)
    assert sum(post.filled or 0 for post in found.structure.posts) == 120 + 30 + 25 + 6 + 4 + 2 + 2


def test_a_head_of_a_unit_that_counts_nobody_is_asked_about(tmp_path: Path) -> None:
    """Whether heads are counted is then doubtful: by the answer its own figure is missing, or it stands beside the others."""
    text = "Code,Unit,Parent,Head,Headcount\nM,Ministry,,Ann Lee,0\nR,Roads,M,Bo Elm,3\n"
    found = begun(text, tmp_path)
    assert [one.place for one in found.guesses.open] == ["tables.0.heads"]
    assert found.map_text.count('heads: "?"') == 1
    answers = {
        "counted": {"M/head": None, "R/head": 1, "R/posts": 2},
        "beside": {"M/head": 1, "R/head": 1, "R/posts": 3},
    }
    for answer, filled in answers.items():
        path = tmp_path / f"{answer}.yaml"
        path.write_text(found.map_text.replace('heads: "?"', f"heads: {answer}"))
        said: Any = orgmodel.init(tmp_path / "table.csv", map=path)
        assert {id: count for id, (_, _, count) in posts(said).items() if count != 0} == filled
        assert ("HEAD_NOT_COUNTED" in codes(said)) is (answer == "counted")


def test_a_vacant_head_of_a_unit_of_which_all_posts_are_filled_is_asked_about(tmp_path: Path) -> None:
    """Counted among the posts it would leave more people than the others have."""
    text = "Code,Unit,Parent,Head,Posts authorised,Posts filled\nM,Ministry,,Ann Lee,9,8\nR,Roads,M,vacant,{},3\n"
    assert begun(text.format(3), tmp_path).guesses.open
    assert not begun(text.format(4), tmp_path).guesses.open


def test_of_a_unit_without_figures_the_head_is_all_that_is_known(tmp_path: Path) -> None:
    """A blank is no zero: nothing says that the head is not counted."""
    found = begun("Code,Unit,Parent,Head,Headcount\nM,Ministry,,Ann Lee,\nR,Roads,M,Bo Elm,3\n", tmp_path)
    assert posts(found) == {"M/head": ("head", None, 1), "R/head": ("head", None, 1), "R/posts": ("unknown", None, 2)}
    assert "HEAD_NOT_COUNTED" not in codes(found)


SPOKEN = {
    "de": "Kürzel;Organisationseinheit;übergeordnete OE;Leitung;Stellen (Soll);Stellen (Ist)\nBM;Bundesamt;;Dr. Eva Holt;200;190\n"
    "R1;Referat 1;BM;Jan Kern;12;11\nR2;Referat 2;BM;N.N.;9;8\nR3;Referat 3;BM;-;7;7\n",
    "vi": "Mã đơn vị,Tên đơn vị,Đơn vị cấp trên,Trưởng đơn vị,Biên chế được giao\nSNV,Sở Nội vụ,,Nguyễn Văn An,60\n"
    "VP,Văn phòng Sở,SNV,Trần Thị Bình,12\nTC,Phòng Tổ chức,SNV,(khuyết),9\n",
    "pl": "Kod;Nazwa komórki;Komórka nadrzędna;Kierownik;Liczba etatów\nU;Urząd Miasta;;Anna Kowalska;100\nA;Wydział A;U;Jan Nowak;20\n"
    "B;Wydział B;U;wakat;10\n",
    "fr": "Code,Nom du service,Service parent,Responsable,Effectif\nD,Direction générale,,Marie Curie,80\nS1,Service achats,D,Paul Roy,10\n"
    "S3,Service juridique,D,vacant,4\n",
    "zh": "部门编号,部门名称,上级部门编号,部门负责人,编制数\nA,省水利厅,,王强,80\nB,办公室,A,李娜,10\nC,规划处,A,空缺,12\n",
    "ja": "部署コード,部署名,上位部署コード,所長,定員\nA,研究所,,山田太郎,50\nB,総務部,A,佐藤花子,10\nC,企画部,A,欠員,8\n",
    "ko": "부서코드,부서명,상위부서코드,부서장,정원\nA,수자원청,,김철수,50\nB,총무과,A,이영희,10\nC,기획과,A,공석,8\n",
    "ar": "رمز الوحدة,اسم الوحدة,الوحدة الأعلى,رئيس الوحدة,عدد الموظفين\nA,وزارة المياه,,أحمد علي,50\nB,إدارة المالية,A,فاطمة حسن,10\n"
    "C,إدارة التخطيط,A,شاغر,8\n",
    "en": "Code,Unit,Parent,Manager name\nM,Ministry,,Ann Lee\nR,Roads,M,Bo Elm\nW,Water,M,Vacant\n",
}  # fmt: skip


@pytest.mark.parametrize("language", SPOKEN)
def test_headings_of_heads_are_known_in_many_languages(language: str, tmp_path: Path) -> None:
    """Two units have a head by name, and one a vacant head, whatever the language; rows stay units."""
    found = begun(SPOKEN[language], tmp_path)
    assert not found.open
    heads = {id: filled for id, (rank, _, filled) in posts(found).items() if rank == "head"}
    assert list(heads.values()) == [1, 1, 0]
    assert len(held(found)) == 2
    assert found.map.parts[0].rows == "units"


def test_objects_of_json_give_the_title_of_the_head(tmp_path: Path) -> None:
    """Of an object with a name, a title and an address the post has the title; of null nothing is made, and others are told as missing."""
    text = (
        '[{"id": "hq", "name": "Harbour", "parent_id": null, "head": {"name": "Ann Lee", "title": "Director General", "email": "a@h.gov"}},'
        '{"id": "ops", "name": "Operations", "parent_id": "hq", "head": {"name": "Bo Elm", "title": "Director", "email": "b@h.gov"}},'
        '{"id": "fin", "name": "Finance", "parent_id": "hq", "head": null}]'
    )
    found = begun(text, tmp_path, "table.json")
    assert posts(found) == {"hq/head": ("head", None, 1), "ops/head": ("head", None, 1)}
    assert [dict(post.titles).popitem()[1] for post in found.structure.posts] == ["Director General", "Director"]
    assert held(found) == {"hq/head": "Ann Lee", "ops/head": "Bo Elm"}
    assert "HEADS_ALONE" in codes(found)


def test_a_table_of_posts_counts_and_who_is_another_head_there_is_told(tmp_path: Path) -> None:
    """The head holds a post of it, which is then of rank head; another one at its head, or nobody of that name, is told."""
    book = openpyxl.Workbook()
    units: Any = book.active
    staff: Any = book.create_sheet("Posts")
    units.title = "Units"
    for row in (
        ("Code", "Unit", "Parent", "Head of unit"), ("M", "Ministry", None, "Ann Lee"), ("R", "Roads", "M", "Bo Elm"),
        ("W", "Water", "M", "Cy Oak"), ("F", "Finance", "M", "Gil Fox"), ("L", "Legal", "M", "Ann Lee"), ("T", "Transport", "M", "Ida Bay"),
    ):  # fmt: skip
        units.append(row)
    for post in (
        ("Post ID", "Title", "Unit", "Holder", "Reports to"), ("P1", "Secretary", "M", "Ann Lee", None), ("P2", "Director", "R", "Bo Elm", "P1"),
        ("P4", "Director", "W", "Di Ash", "P1"), ("P5", "Engineer", "W", "Jo Ray", "P4"), ("P6", "Engineer", "T", "Al Orr", "P1"),
    ):  # fmt: skip
        staff.append(post)
    book.save(tmp_path / "book.xlsx")
    found: Any = orgmodel.init(tmp_path / "book.xlsx")
    ranks = {id: rank for id, (rank, _, _) in posts(found).items()}
    assert {id for id, rank in ranks.items() if rank == "head"} == {"P1", "P2", "P4", "F/head"}
    assert held(found)["F/head"] == "Gil Fox"
    assert "M/head" not in ranks
    told = {problem.subject: problem.code for problem in found.problems if problem.code.startswith("HEAD")}
    assert told == {"W": "HEADS_DIFFER", "L": "HEAD_ELSEWHERE", "T": "HEAD_WITHOUT_POST"}
    imported = found.imported
    assert imported.rows_in == imported.rows_imported + imported.rows_reported


@pytest.mark.parametrize(
    "text",
    [
        "Code,Unit,Parent,Head\nM,Ministry,,1\nR,Roads,M,1\n",
        "Code,Unit,Parent,Head\nM,Ministry,,a@x.org\nR,Roads,M,b@x.org\n",
        "Code,Unit,Parent,Head\nM,Ministry,,E100\nR,Roads,M,E101\n",
        "Code,Unit,Parent,Head\nM,Ministry,,Director\nR,Roads,M,Director\nW,Water,M,Director\nF,Finance,M,Director\n",
        "Code,Unit,Parent,Head\nM,Ministry,,VACANT\nR,Roads,M,N/A\n",
    ],
)
def test_what_is_no_name_makes_nobody_a_head(text: str, tmp_path: Path) -> None:
    """Counts, addresses, codes and titles that repeat under such a heading are no persons."""
    assert not begun(text, tmp_path).structure.table("persons")


def test_the_figures_of_a_single_person_are_the_heads(tmp_path: Path) -> None:
    """Of a unit of one the head is the whole; full-time equivalents go with people where these tell them, and are never made."""
    text = (
        "Code,Unit,Parent,Head,Posts authorised,Posts filled,FTE\nM,Ministry,,Ann Lee,1,1,0.80\nR,Roads,M,Bo Elm,3,3,3.00\n"
        "W,Water,M,Cy Oak,4,3,2.50\nF,Finance,M,vacant,2,1,1.00\n"
    )
    found = begun(text, tmp_path)
    figures = {post.id: (post.authorized, post.filled, post.fte) for post in found.structure.posts}
    assert figures == {
        "M/head": (1, 1, 80), "R/head": (1, 1, 100), "R/posts": (2, 2, 200), "W/head": (1, 1, None), "W/posts": (3, 2, 250),
        "F/head": (1, 0, 0), "F/posts": (1, 1, 100),
    }  # fmt: skip


def test_a_head_holds_the_post_of_the_column_of_heads(tmp_path: Path) -> None:
    """Where a column counts heads, no second post is made; among sorts of staff of which none is of heads, none is made either."""
    text = "Code,Unit,Parent,Director,Heads authorised,Deputies authorised\nM,Ministry,,Ann Lee,1,2\nR,Roads,M,Bo Elm,1,1\n"
    found = begun(text, tmp_path)
    assert {id for id, (rank, _, _) in posts(found).items() if rank == "head"} == {"M/head", "R/head"}
    assert held(found) == {"M/head": "Ann Lee", "R/head": "Bo Elm"}
    text = "Code,Unit,Parent,Director,Officers authorised,Soldiers authorised\nM,Ministry,,Ann Lee,4,2\nR,Roads,M,Bo Elm,3,1\n"
    found = begun(text, tmp_path)
    assert "head" not in {rank for rank, _, _ in posts(found).values()}
    assert "HEADS_AMONG_SORTS" in codes(found)


SECTIONS = """Department,Head of department,Section,Head of section,Authorised posts
Central,Ann Lee,Personnel,Bo Elm,6
Central,Ann Lee,Budget,Cy Orr,5
Works,Di Fox,Roads,VACANT,9
Works,Di Fox,Water,Ed Kay,3
"""


@pytest.mark.parametrize("merged", [False, True])
def test_who_heads_a_coarser_level_heads_its_units_and_none_of_the_finer_ones(tmp_path: Path, merged: bool) -> None:
    """Between the columns of two levels stands that of those who head the upper one."""
    text = SECTIONS
    if merged:
        text = text.replace("Central,Ann Lee,Budget", ",,Budget").replace("Works,Di Fox,Water", ",,Water")
    found = begun(text, tmp_path)
    parents = {unit.id: unit.parent for unit in found.structure.units}
    assert parents == {
        "central": None,
        "central.personnel": "central",
        "central.budget": "central",
        "works": None,
        "works.roads": "works",
        "works.water": "works",
    }
    assert held(found) == {
        "central/head": "Ann Lee",
        "central.personnel/head": "Bo Elm",
        "central.budget/head": "Cy Orr",
        "works/head": "Di Fox",
        "works.water/head": "Ed Kay",
    }
    assert sum(authorized or 0 for _, authorized, _ in posts(found).values()) == 6 + 5 + 9 + 3


def test_who_heads_a_coarser_level_alone_heads_none_of_the_finer_ones(tmp_path: Path) -> None:
    """No section has a head where only its department's is said."""
    lines = [line.split(",") for line in SECTIONS.splitlines()]
    found = begun("".join(",".join((*one[:3], one[4])) + "\n" for one in lines), tmp_path)
    assert {post.unit for post in found.structure.posts if post.rank == "head"} == {"central", "works"}
    assert held(found) == {"central/head": "Ann Lee", "works/head": "Di Fox"}
