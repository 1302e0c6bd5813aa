"""Tables of positions and people: what the file says is carried, what it does not say is missing, what is doubtful is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from orgmodel.cli.main import run
from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.core.structure import Structure
from orgmodel.io.importers.hierarchy.hierarchy import import_hierarchy
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from orgmodel.io.importers.imported import Imported
from orgmodel.io.importers.popolo.popolo import import_popolo


def read(tmp_path: Path, text: str, as_of: str | None = None, **map: Any) -> Imported:
    """Import a table by a map."""
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    found = import_hierarchy(path, map=HierarchyMap.model_validate(map), as_of=as_of)
    assert found.rows_in == found.rows_imported + found.rows_reported
    assert errors(check(found.structure)) == []
    return found


def told(found: Imported, code: str) -> list[int]:
    """List the lines of which a code is told."""
    return [one.location.line for one in found.problems if one.code == code and one.location]


def figures(structure: Structure, key: str) -> tuple[int, int]:
    """Sum a figure of posts, and count where it is missing."""
    values = [getattr(post, key) for post in structure.posts]
    return sum(value or 0 for value in values), sum(value is None for value in values)


def lines(structure: Structure) -> set[tuple[str, str, str]]:
    """Give the lines."""
    return {(line.kind, line.from_, line.to) for line in structure.lines}


STAFF = """id,manager_id,title,department,status
10,,Permanent secretary,Ministry,Filled
20,10,Chief,Bridges Agency,Filled
30,10,Chief,Ferries Agency,On leave
21,20,Head,Support,Filled
31,30,Head,Support,Filled
32,31,Clerk,Support,Vacant
33,31,Clerk,Support,Frozen
34,31,Clerk,Support,Proposed
35,31,Clerk,Support,to be seen
"""


def test_units_are_made_from_who_reports_to_whom(tmp_path: Path) -> None:
    """Two sections of one name under two agencies stay two; the ministry is not put into itself."""
    map = {"rows": "posts", "organisation": "Ministry", "status": {"to be seen": "unknown"}}
    columns = {"id": "id", "parent": "manager_id", "name": "title", "unit": "department", "status": "status"}
    found = read(tmp_path, STAFF, columns=columns, **map)
    units = {unit.id: (unit.name(), unit.parent) for unit in found.structure.units}
    tree = {(name, units[parent][0] if parent else None) for name, parent in units.values()}
    assert len(units) == 5
    assert tree == {
        ("Ministry", None),
        ("Bridges Agency", "Ministry"),
        ("Ferries Agency", "Ministry"),
        ("Support", "Bridges Agency"),
        ("Support", "Ferries Agency"),
    }
    assert (figures(found.structure, "authorized"), figures(found.structure, "filled")) == ((8, 0), (5, 1))
    assert told(found, "PROPOSED") == [9]
    flat = read(tmp_path, STAFF, columns=columns, units="names", **map)
    assert {(unit.name(), unit.parent) for unit in flat.structure.units} == {
        ("Ministry", None),
        *((name, "ministry") for name in ("Bridges Agency", "Ferries Agency", "Support")),
    }


def test_ranks_are_what_a_rule_says_or_unknown(tmp_path: Path) -> None:
    """Without who reports to whom no rank is made up; a rule of the map ranks by title, then by grade."""
    text = "L1,L2,Title,Band,N\nCity,HQ,Director,S,1\nCity,HQ,Deputy Director,T,2\nCity,Ops,Head of Ops,S,1\nCity,Ops,Officer,U,9\n"
    map: dict[str, Any] = {
        "rows": "posts",
        "levels": ["L1", "L2"],
        "columns": {"name": "Title", "authorized": "N", "category": "Band"},
    }
    plain = read(tmp_path, text, **map)
    assert {post.rank for post in plain.structure.posts} == {"unknown"}
    ruled = read(tmp_path, text, ranks={"title": {"deputy *": "deputy"}, "grade": {"S": "head"}}, **map)
    assert [post.rank for post in ruled.structure.posts] == ["head", "deputy", "head", "unknown"]


def test_a_deputy_to_whom_nobody_reports_is_of_unknown_rank(tmp_path: Path) -> None:
    """The one to whom the others answer is the head; who has nobody under is not staff for that."""
    text = "id,parent,title,unit\n1,,Director,HQ\n2,1,Deputy Director,HQ\n3,1,Clerk,HQ\n"
    found = read(tmp_path, text, rows="posts")
    assert [post.rank for post in found.structure.posts] == ["head", "unknown", "unknown"]
    turned_off = read(tmp_path, text, rows="posts", ranks={"structure": "unknown"})
    assert {post.rank for post in turned_off.structure.posts} == {"unknown"}


@pytest.mark.parametrize(
    ("column", "authorized", "filled"),
    [("filled", (0, 3), (12, 0)), ("authorized", (12, 0), (0, 3)), ("", (3, 0), (0, 3))],
)
def test_neither_quota_nor_headcount_is_made_of_the_other(
    tmp_path: Path, column: str, authorized: tuple[int, int], filled: tuple[int, int]
) -> None:
    """A column that counts people leaves the quota missing, a quota leaves people missing; a post a row is one."""
    text = "L1,Title,N\nHQ,Director,1\nHQ,Deputy,2\nHQ,Clerk,9\n"
    columns = {"name": "Title"} | ({column: "N"} if column else {})
    found = read(tmp_path, text, rows="posts", levels=["L1"], columns=columns).structure
    assert (figures(found, "authorized"), figures(found, "filled")) == (authorized, filled)


def test_further_superiors_are_lines_of_their_kind(tmp_path: Path) -> None:
    """A second superior has a column and a kind; two in one cell are told as two; one that is not there is told."""
    text = "id,name,boss,expert,unit\n1,Chief,,,HQ\n2,A,1,,A\n3,B,1,,B\n4,M,2;3,,A\n5,O,2,3,A\n6,P,2,99,A\n"
    map: dict[str, Any] = {"rows": "people", "columns": {"id": "id", "parent": "boss", "name": "name", "unit": "unit"}}
    found = read(tmp_path, text, lines={"coordination": "expert"}, **map)
    assert lines(found.structure) == {
        ("administrative", "2", "1"),
        ("administrative", "3", "1"),
        ("administrative", "5", "2"),
        ("administrative", "6", "2"),
        ("coordination", "5", "3"),
    }
    assert (told(found, "SEVERAL_SUPERIORS"), told(found, "UNKNOWN_LINE")) == ([5], [7])
    assert "expert" not in found.not_carried
    header, rest = text.split("\n", 1)
    known = read(tmp_path, f"{header.replace('expert', 'dotted_line_manager_id')}\n{rest}", **map)
    assert known.not_carried == ()
    [note] = [one.message for one in known.problems if one.code == "NOT_MAPPED"]
    assert "lines: {dotted_line: dotted_line_manager_id}" in note


def test_ids_are_the_same_whatever_case_zeros_or_decimals(tmp_path: Path) -> None:
    """Where one id alone fits it is meant, told once; where none is near nothing is suggested; where two fit, neither."""
    text = "id,boss\nTop@ex.org,\nA.Lee@ex.org,top@EX.org \nb@ex.org,a.lee@ex.org\nc@ex.org,lost@ex.org\n"
    found = read(tmp_path, text, rows="people", columns={"id": "id", "parent": "boss"})
    assert lines(found.structure) == {
        ("administrative", "A.Lee@ex.org", "Top@ex.org"),
        ("administrative", "b@ex.org", "A.Lee@ex.org"),
    }
    assert [one.code for one in found.problems].count("CASE") == 1
    [unknown] = [one for one in found.problems if one.code == "UNKNOWN_SUPERIOR"]
    assert unknown.location is not None
    assert unknown.location.line == 5
    assert "did you mean" not in str(unknown.message)
    zeros = read(tmp_path, "id,parent\n007,\n12,7.0\n13,0012\n", rows="posts")
    assert lines(zeros.structure) == {("administrative", "12", "007"), ("administrative", "13", "12")}
    two = read(tmp_path, "id,parent\n01,\n1,\n2,001\n", rows="posts")
    assert (lines(two.structure), told(two, "CODES_ALIKE"), told(two, "UNKNOWN_SUPERIOR")) == (set(), [2, 3], [4])
    near = read(tmp_path, "id,parent\nabc,\nxyz,abd\n", rows="posts")
    assert "did you mean 'abc'?" in str(near.problems[-1].message)


def test_superiors_by_name_where_one_alone_has_it(tmp_path: Path) -> None:
    """A superior may be named by person or title; a name that two have is told."""
    text = "id,parent,job title,employee name\n1,,Chief,Ana Sol\n2,Ana Sol,Head,Bo Li\n3,Chief,Head,Cy Ray\n4,Head,Clerk,Di Oh\n"
    found = read(tmp_path, text, rows="people")
    assert lines(found.structure) == {("administrative", "2", "1"), ("administrative", "3", "1")}
    assert (told(found, "AMBIGUOUS_SUPERIOR"), [one.code for one in found.problems].count("BY_NAME")) == ([5], 1)


def test_what_has_ended_and_what_has_not_begun(tmp_path: Path) -> None:
    """On a day an ended unit is kept as ended, one to come is left out, and both are told; signs of no end mean none."""
    text = (
        "id,name,parent,start,end\nM,Ministry,,1990-01-01,9999-12-31\nA,Old,M,1990-01-01,2015-12-31\n"
        "B,New,M,2016-01-01,31.12.9999\nC,Later,M,2030-01-01,\nD,Under old,A,1990-01-01,\n"
    )
    columns = {"id": "id", "name": "name", "parent": "parent", "begins": "start", "ends": "end"}
    found = read(tmp_path, text, "2022-09-30", columns=columns)
    assert {unit.id: unit.parent for unit in found.structure.units} == {"M": None, "B": "M", "D": None}
    [ended] = found.structure.ended_units("A")
    assert ended.ends == "2016-01-01"
    assert (told(found, "KEPT_AS_ENDED"), told(found, "NOT_BEGUN"), told(found, "ENDED_SUPERIOR")) == ([3], [5], [6])
    assert [one.code for one in found.problems].count("NO_END") == 1
    first = read(tmp_path, text, "2015-12-31", columns=columns, ends="first day without")
    assert first.structure.ended_units("A")[0].ends == "2015-12-31"
    assert read(tmp_path, text, "2015-12-31", columns=columns).structure.unit("A")


def test_people_who_have_left_are_left_out(tmp_path: Path) -> None:
    """Whoever left before the day is not counted, and those under are told."""
    text = "id,department,manager_id,hire_date,termination_date\n1,HQ,,2010-01-01,\n2,Ops,1,2012-01-01,2019-06-30\n3,Ops,2,2020-01-01,\n"
    found = read(tmp_path, text, "2022-09-30", rows="people")
    assert figures(found.structure, "filled") == (2, 0)
    assert (told(found, "ENDED"), told(found, "SUPERIOR_LEFT_OUT")) == ([3], [4])


DATED = """id,title,manager_id,department,effective_date
1,Chief,,HQ,2020-01-01
2,Officer,1,Ops,2020-01-01
2,Senior officer,1,Finance,2023-06-01
3,Clerk,2,Ops,2021-01-01
3,Clerk,1,Ops,2024-01-01
"""


def test_of_rows_of_several_dates_the_one_in_force(tmp_path: Path) -> None:
    """The latest row that has begun on the day counts, earlier and later ones are told; without a day it is asked."""
    found = read(tmp_path, DATED, "2023-12-31", rows="people")
    posts = {post.id: (post.title(), found.structure.unit(post.unit).name()) for post in found.structure.posts}
    assert posts == {"1": ("Chief", "HQ"), "2": ("Senior officer", "Finance"), "3": ("Clerk", "Ops")}
    assert ("administrative", "3", "2") in lines(found.structure)
    assert (told(found, "SUPERSEDED"), told(found, "NOT_BEGUN")) == ([3], [6])
    assert (found.rows_left_out, found.rows_reported) == (2, 2)
    asked = read(tmp_path, DATED, rows="people")
    assert told(asked, "DUPLICATE_ID") == [3, 4, 5, 6]
    assert all("--as-of" in str(one.message) for one in asked.problems if one.code == "DUPLICATE_ID")


def test_organizations_to_come_are_left_out_of_popolo(tmp_path: Path) -> None:
    """An organization that is founded after the day is left out, and told."""
    items = [{"id": "a", "name": "Board"}, {"id": "b", "name": "Next", "parent_id": "a", "founding_date": "2035-01-01"}]
    (tmp_path / "p.json").write_text(json.dumps({"organizations": items}), "utf-8")
    found = import_popolo(tmp_path / "p.json", as_of="2022-09-30")
    assert [unit.id for unit in found.structure.units] == ["a"]
    assert [one.code for one in found.problems] == ["NOT_BEGUN"]
    assert len(import_popolo(tmp_path / "p.json").structure.units) == 2


def test_captions_follow_the_language_of_the_import(tmp_path: Path) -> None:
    """A chart of an import speaks its language: English of English names, Vietnamese of Vietnamese ones."""
    (tmp_path / "t.csv").write_text("id,parent,name\n1,,Firm\n2,1,Sales\n", "utf-8")
    for language, caption in (("en", "Belongs to"), ("vi", "Trực thuộc")):
        (tmp_path / "m.yaml").write_text(f"language: {language}\n", "utf-8")
        out = tmp_path / language
        arguments = ["import", "hierarchy", str(tmp_path / "t.csv"), "--map", str(tmp_path / "m.yaml"), "-o", str(out)]
        assert run(arguments) == 0
        assert run(["chart", str(out), "--state", "before", "-o", str(tmp_path / f"{language}.svg")]) == 0
        assert caption in (tmp_path / f"{language}.svg").read_text("utf-8")


TABLES: dict[str, Any] = {
    "language": "en",
    "tables": [
        {"file": "u.csv", "rows": "units", "columns": {"id": "Code", "parent": "Above", "name": "Name"}},
        {"file": "p.csv", "rows": "posts", "columns": {"id": "No", "parent": "Up", "unit": "Unit", "name": "Title"}},
        {"file": "h.csv", "rows": "people", "columns": {"id": "Staff", "post": "Post", "person": "Who"}},
    ],
}


def test_tables_are_joined_by_code(tmp_path: Path) -> None:
    """Units, posts and holders of three files are one structure; codes that join nothing are told in their file."""
    (tmp_path / "u.csv").write_text("Code,Above,Name\n01,,City\n02,1,Roads\n", "utf-8")
    (tmp_path / "p.csv").write_text(
        "No,Up,Unit,Title\np1,,01,Chief\np2,p1,2,Head\np3,p2,Roads,Clerk\np4,p2,77,Clerk\n", "utf-8"
    )
    (tmp_path / "h.csv").write_text("Staff,Post,Who\ns1,p1,Ana\ns2,p3,Bo\ns3,p3,Cy\ns4,p9,Di\n", "utf-8")
    files = [tmp_path / name for name in ("u.csv", "p.csv", "h.csv")]
    found = import_hierarchy(*files, map=HierarchyMap.model_validate(TABLES))
    assert {post.id: (post.unit, post.authorized, post.filled) for post in found.structure.posts} == {
        "p1": ("01", 1, 1),
        "p2": ("02", 1, 0),
        "p3": ("02", 1, 1),
        "p4": ("77", 1, 0),
    }
    headcount = found.structure.measures(["headcount"], scopes=["total"])["value"].tolist()
    assert headcount == [3], "two share p3"
    assert {unit.id: unit.parent for unit in found.structure.units} == {"01": None, "02": "01", "77": "02"}
    reported = [
        (Path(one.location.file).name, one.location.line, one.code)
        for one in found.problems
        if one.location and one.location.line
    ]
    assert reported == [("h.csv", 5, "UNKNOWN_POST"), ("p.csv", 5, "UNKNOWN_UNIT")]
    assert (found.rows_in, found.rows_reported) == (10, 2)


def test_alike_posts_as_one_row_count_what_the_table_counts(tmp_path: Path) -> None:
    """Grouped or not, sums by unit and title are those that pandas counts of the file."""
    text = "id,parent,title,unit,status,fte\n1,,Head,A,Filled,1\n" + "".join(
        f"{n},1,{'Clerk' if n % 3 else 'Cook'},{'A' if n % 2 else 'B'},{('Filled', 'Vacant', 'tbc')[n % 5 % 3]},{(1, 0.5)[n % 2]}\n"
        for n in range(2, 60)
    )
    each = read(tmp_path, text, rows="posts")
    one = read(tmp_path, text, rows="posts", identical="one row")
    table = pd.read_csv(tmp_path / "table.csv")
    table["filled"] = table["status"].map({"Filled": 1, "Vacant": 0})
    expected = table.groupby(["unit", "title"]).agg(
        n=("id", "size"), filled=("filled", "sum"), unknown=("filled", lambda c: c.isna().sum())
    )
    for found in (each, one):
        structure = found.structure
        rows = pd.DataFrame(
            [(structure.unit(p.unit).name(), p.title(), p.authorized, p.filled or 0, p.filled is None and p.authorized) for p in structure.posts],
            columns=["unit", "title", "n", "filled", "unknown"],
        ).groupby(["unit", "title"]).sum()  # fmt: skip
        pd.testing.assert_frame_equal(rows.astype(int), expected.astype(int))
    assert len(one.structure.posts) < len(each.structure.posts)


def test_rows_left_out_are_nobody_under_whom_one_is(tmp_path: Path) -> None:
    """A name of a row that is left out leads nowhere, and an end before its beginning is left out; both are told."""
    text = "id,parent,job title,name,from,to\n1,,Chief,Ana,2020-01-01,2019-01-01\n2,Ana,Head,Bo,,\n2,Ana,Head,Bo,,\n3,Bo,Clerk,Cy,,\n"
    found = read(tmp_path, text, rows="people")
    assert [post.id for post in found.structure.posts] == ["1", "3"]
    assert (told(found, "ENDS_EARLY"), told(found, "UNKNOWN_SUPERIOR"), told(found, "DUPLICATE_ID")) == (
        [2],
        [5],
        [3, 4],
    )


def test_holders_by_id_and_words_that_are_nobody(tmp_path: Path) -> None:
    """One id is one person, whose posts stay apart from others alike; VACANT, TBC and the like are nobody."""
    text = "Position ID,Position Title,Unit,Reports to,Employee ID,Employee Name\n1,Chief,HQ,,E1,Ann\n" + "".join(
        f"{n},Clerk,HQ,1,{key},{name}\n"
        for n, (key, name) in enumerate(
            (("E2", "Bob"), ("E2", "Bob"), ("E3", "Cy"), ("E4", "Di"), ("", "VACANT"), ("E9", "TBC"), ("", "N/A"), ("", "-"), ("", "")), 2
        )
    )  # fmt: skip
    found = read(tmp_path, text, rows="posts", identical="one row").structure
    persons = {person.id: person.name for person in found.table("persons")}
    assert persons == {"E1#person": "Ann", "E2#person": "Bob", "E3#person": "Cy", "E4#person": "Di"}
    assert {one.post for one in found.table("incumbencies") if one.person == "E2#person"} == {"2", "3"}
    assert {post.id: (post.authorized, post.filled) for post in found.posts} == {
        "1": (1, 1),
        "2": (1, 1),
        "3": (1, 1),
        "4": (3, 2),
        "7": (4, None),
    }
