"""Hierarchies of any table: links by id, HierarchyId and path, each broken one reported, each row accounted for."""

from __future__ import annotations

import collections
import csv
import re
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.integrity import check
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.io.importers.hierarchy.hierarchy import import_hierarchy
from orgmodel.io.importers.hierarchy.id import read_node
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from orgmodel.io.importers.imported import Imported
from orgmodel.io.importers.map_file import read_map


def _import(tmp_path: Path, text: str, **map: object) -> Imported:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return import_hierarchy(path, map=HierarchyMap.model_validate(map))


def _reported(result: Imported) -> list[tuple[int, str]]:
    return [(one.location.line, one.code) for one in result.problems if one.location]


def _parents(result: Imported) -> dict[str, str | None]:
    return {unit.id: unit.parent for unit in result.structure.units}


def test_units_by_parent_with_their_figures(tmp_path: Path) -> None:
    """Usual column names need no map; figures become a row of posts of unknown rank, a blank one stays missing."""
    result = _import(
        tmp_path, "code;parent;name;authorized;present;note\na;;Sở;;\nb;a;Phòng;12;11;x\n".replace(";;\n", ";;;\n")
    )
    assert _parents(result) == {"a": None, "b": "a"}
    post = result.structure.post("b/posts")
    assert (post.rank, post.authorized, post.filled, post.fte, post.src) == ("unknown", 12, 11, None, "table:3")
    assert (result.not_carried, result.problems, result.rows_imported) == (("note",), (), 2)


def test_people_by_manager_make_lines_and_ranks(tmp_path: Path) -> None:
    """Each row is a person present in a post of unknown quota; heads are told where they can be told."""
    text = "employee_id,manager_id,title,department\n1,,Director,Office\n2,1,Head,Pay\n3,2,Clerk,Pay\n4,2,Clerk,Pay\n5,1,Driver,\n"
    structure = _import(tmp_path, text, rows="people", organisation="City Hall", language="en").structure
    assert {post.id: (post.rank, post.authorized, post.filled) for post in structure.posts} == {
        "1": ("head", None, 1),
        "2": ("head", None, 1),
        "3": ("unknown", None, 1),
        "4": ("unknown", None, 1),
        "5": ("unknown", None, 1),
    }
    assert {(line.from_, line.to) for line in structure.lines} == {("2", "1"), ("3", "2"), ("4", "2"), ("5", "1")}
    assert {unit.id: unit.kind for unit in structure.units} == {
        "city-hall": "agency",
        "city-hall.office": "internal",
        "city-hall.pay": "internal",
    }
    assert errors(check(structure)) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("b,b", [(3, "SELF_REPORT")]),
        ("b,c\nc,d\nd,b", [(3, "LOOP"), (4, "LOOP"), (5, "LOOP")]),
        ("b,x", [(3, "UNKNOWN_SUPERIOR")]),
        ("b,a\nb,a", [(3, "DUPLICATE_ID"), (4, "DUPLICATE_ID")]),
        (",a", [(3, "MISSING_ID")]),
        ("b", [(3, "ROW_LENGTH")]),
        ("1,a\n2,1.0", [(0, "DECIMALS")]),
    ],
)
def test_each_broken_link_is_reported(tmp_path: Path, rows: str, expected: list[tuple[int, str]]) -> None:
    """A broken link costs the link or the row, is reported at its rows and leaves a structure without errors."""
    result = _import(tmp_path, f"id,parent\na,\n{rows}\n")
    assert [one for one in _reported(result) if one[1] != "SEVERAL_TOPS"] == expected
    assert result.rows_in == 1 + len(rows.split("\n"))
    assert errors(check(result.structure)) == []


def test_rows_under_a_row_that_was_left_out_stay(tmp_path: Path) -> None:
    """Rows of one id are left out, and what is under them is kept at the top and reported."""
    result = _import(tmp_path, "id,parent\na,\nb,a\nb,a\nc,b\n")
    assert _parents(result) == {"a": None, "c": None}
    assert (result.rows_in, result.rows_imported, result.rows_reported) == (4, 1, 3)


@given(st.lists(st.integers(0, 400), max_size=40))
def test_a_tree_comes_in_as_networkx_knows_it(tmp_path_factory: pytest.TempPathFactory, seeds: list[int]) -> None:
    """Random trees come in with the edges, descendants and depths that networkx computes."""
    tree = nx.DiGraph([("0", "0x")] if not seeds else [])
    tree.add_node("0")
    for number, seed in enumerate(seeds, start=1):
        tree.add_edge(str(seed % number), str(number))
    parent = {child: above for above, child in tree.edges}
    text = "id,parent\n" + "".join(f"{node},{parent.get(node, '')}\n" for node in sorted(tree, key=hash_free))
    structure = _import(tmp_path_factory.mktemp("trees"), text).structure
    assert set(structure.graph("units").edges) == set(tree.edges)
    depth = nx.single_source_shortest_path_length(tree, "0")
    rows = {unit.id: row for row, unit in zip(structure.units.rows(), structure.units, strict=True)}
    assert {id: int(structure.tree.depth[row]) for id, row in rows.items()} == depth


def hash_free(text: str) -> tuple[int, str]:
    """Sort key that puts rows in another order than that of the tree."""
    return (int(text.rstrip("x")) * 7919 % 101, text)


def test_paths_name_units_that_have_no_row(tmp_path: Path) -> None:
    """A path places a unit under those named before it; the ones without a row are made and told."""
    result = _import(tmp_path, "path,authorized\nCity/Finance/Pay,5\nCity/Finance,2\n")
    assert _parents(result) == {"city": None, "city.finance": "city", "city.finance.pay": "city.finance"}
    assert result.structure.unit("city.finance.pay").name() == "Pay"
    assert [code for _, code in _reported(result)] == ["IMPLIED"]


def test_a_column_a_level(tmp_path: Path) -> None:
    """Columns from the top down place posts in the last unit that they name."""
    text = "L1,L2,title\nTỉnh,Sở Y tế,Giám đốc\nTỉnh,Sở Y tế,Chuyên viên\nTỉnh,,Chủ tịch\n"
    structure = _import(tmp_path, text, rows="posts", levels=["L1", "L2"], organisation="x").structure
    assert [unit.name() for unit in structure.units] == ["Tỉnh", "Sở Y tế"]
    assert collections.Counter(post.unit for post in structure.posts) == {"tỉnh.sở-y-tế": 2, "tỉnh": 1}


def test_hierarchy_ids_as_sql_server_writes_them() -> None:
    """Nodes in hexadecimal are those that SQL Server shows as paths (its documentation's and published examples)."""
    shown = {"58": "/1/", "68": "/2/", "0x78": "/3/", "5AC0": "/1/1/", "5B40": "/1/2/", "62C0": "/1.1/", "84": "/4/"}
    shown |= {"A2": "/8/", "C110": "/16/", "": "/", "0x": ""}
    assert {text: read_node(text) for text in shown} == {text: read_node(path) for text, path in shown.items()}
    for text in ("5", "zz", "0xFF", "60"):
        with pytest.raises(ValueError, match="HierarchyId"):
            read_node(text)


def test_a_node_that_is_nowhere_is_reported(tmp_path: Path) -> None:
    """Rows are under the row whose node is the way above theirs; gaps and double nodes are reported."""
    result = _import(tmp_path, "id,hierarchyid\na,/\nb,/1/\nc,/1/1/\nd,/2/7/\ne,/1/\nf,zz\n")
    assert _parents(result) == {"a": None, "b": "a", "c": None, "d": None, "e": "a"}
    assert [one for one in _reported(result) if one[0]] == [
        (3, "DUPLICATE_NODE"),
        (4, "AMBIGUOUS_SUPERIOR"),
        (5, "UNKNOWN_SUPERIOR"),
        (6, "DUPLICATE_NODE"),
        (7, "BAD_HIERARCHY_ID"),
    ]


def test_a_workbook_with_lines_above_its_header(tmp_path: Path) -> None:
    """Lines above the header are told with the line to name in the map; with it the workbook comes in."""
    book = openpyxl.Workbook()
    for row in (
        ["Danh sách đơn vị"],
        [],
        ["id", "parent", "name", "authorized"],
        ["a", None, "Sở", 3.0],
        ["b", "a", "Phòng", 2],
    ):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    told = import_hierarchy(tmp_path / "x.xlsx")
    assert [(one.code, "header: 3" in one.message) for one in told.problems] == [("BANNER", True)]
    result = import_hierarchy(tmp_path / "x.xlsx", map=HierarchyMap(header=3))
    assert (_parents(result), result.structure.post("a/posts").authorized) == ({"a": None, "b": "a"}, 3)
    text = "Danh sách\n\nid,parent\na,\n"
    assert [one.code for one in _import(tmp_path, text).problems] == ["BANNER"]
    assert _parents(_import(tmp_path, text, header=3)) == {"a": None}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("id,parent\nPhòng,\n".encode("utf-16"), "ENCODING"),
        ("id,parent\nPh\xf2ng,\n".encode("latin-1"), "ENCODING"),
        (b"", "EMPTY"),
        (b"name,colour\na,b\n", "MISSING_COLUMN"),
        (b"parent,colour\na,b\n", "MISSING_COLUMN"),
        (b"id,parent\n" + b"a,b\n" * 1_000_001, "TOO_MANY_ROWS"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, data: bytes, code: str) -> None:
    """Wrong encodings, empty files, missing columns and endless files are problems, and nothing is imported."""
    (tmp_path / "x.csv").write_bytes(data)
    result = import_hierarchy(tmp_path / "x.csv")
    assert [one.code for one in result.problems] == [code]
    assert len(result.structure.units) == 0


def test_a_map_is_checked_where_it_is_written(tmp_path: Path) -> None:
    """A key that a map does not have is told with its place and the nearest one; so is a column that is not there."""
    path = tmp_path / "map.yaml"
    path.write_text("columns: {idd: X}\nrow: people\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_map(path, HierarchyMap)
    assert {one.location.line for one in caught.value.problems if one.location} == {1, 2}
    path.write_text("columns: {id: Cod, parent: Up}\n", encoding="utf-8")
    (tmp_path / "x.csv").write_text("Code,Up\na,\n", encoding="utf-8")
    result = import_hierarchy(tmp_path / "x.csv", map=read_map(path, HierarchyMap))
    assert "did you mean 'Code'?" in result.problems[0].message


@pytest.mark.needs_data
def test_adventure_works(data_folder: Path) -> None:
    """290 employees by HierarchyId: 1, 6, 27, 66 and 190 by level, 47 managers, 22 under one, nobody left over."""
    names = "id nationalid login OrganizationNode level title birth status gender hired salaried vacation sick current guid modified"
    map = HierarchyMap(rows="people", names=names.split(), columns={"hierarchy": "OrganizationNode"}, organisation="AW")
    structure = import_hierarchy(data_folder / "adventureworks" / "Employee.csv", map=map).structure
    graph = structure.graph("posts")
    levels = collections.Counter(nx.single_source_shortest_path_length(graph.reverse(), "1").values())
    spans = collections.Counter(line.to for line in structure.lines)
    assert (dict(sorted(levels.items())), len(spans), max(spans.values())) == (
        {0: 1, 1: 6, 2: 27, 3: 66, 4: 190},
        47,
        22,
    )


@pytest.mark.needs_data
def test_oracle_hr(data_folder: Path, tmp_path: Path) -> None:
    """107 employees by manager: 1, 14, 82 and 10 by level, 18 managers, 14 under 100, number 178 in no department."""
    text = (data_folder / "oracle_hr" / "hr_populate.sql").read_text(encoding="utf-8")
    inserts = re.findall(r"INSERT INTO employees VALUES\s*\((.*?)\);", text, re.DOTALL)
    rows = [[cell.strip().strip("'") for cell in re.split(r",(?![^(]*\))", insert)] for insert in inserts]
    with (tmp_path / "employees.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["employee_id", "manager_id", "title", "department"])
        writer.writerows([row[0], row[9], row[6], "" if row[10] == "NULL" else row[10]] for row in rows)
    result = import_hierarchy(tmp_path / "employees.csv", map=HierarchyMap(rows="people", organisation="HR"))
    spans = collections.Counter(line.to for line in result.structure.lines)
    levels = collections.Counter(
        nx.single_source_shortest_path_length(result.structure.graph("posts").reverse(), "100").values()
    )
    assert (dict(sorted(levels.items())), len(spans), spans["100"]) == ({0: 1, 1: 14, 2: 82, 3: 10}, 18, 14)
    assert [(one.code, one.subject) for one in result.problems] == [("MISSING_UNIT", "178")]
