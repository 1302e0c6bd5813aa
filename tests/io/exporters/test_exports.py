"""GraphML, DOT, Mermaid, workbooks and Visio's table: other programs read them, nothing in a name does harm, losses are said."""

from __future__ import annotations

import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings

from orgmodel.core.change import diff
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem
from orgmodel.core.records import Attribute, Line, Link, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import read_baseline
from orgmodel.io.exporters.diagrams import export_dot, export_mermaid
from orgmodel.io.exporters.graphml import export_graphml
from orgmodel.io.exporters.tables import export_csv, export_xlsx
from orgmodel.io.exporters.visio import HEADER, export_visio
from orgmodel.io.exporters.w3c_org.w3c_org import export_cpov, export_w3c_org
from tests.io.structures import structures

HARM = '"]; <script>alert(1)</script> =cmd|x \\N {a} #1; `x`\nnew "line'


def _structure() -> Structure:
    return Structure.of(
        [
            Unit("so", names_of(vi="Sở Y tế", en="Health"), "agency", block="government"),
            Unit("so.vp", names_of(vi=HARM), "agency", parent="so", stands_for=3),
            Unit("apart", names_of(vi="=1+1"), "agency"),
            Post("so/head", "so", names_of(vi="Giám đốc"), "head", authorized=1, filled=1),
            Post(
                "so.vp/cv",
                "so.vp",
                names_of(vi="Chuyên viên"),
                authorized=Estimate(Source(FigureId("posts", "so.vp/cv", "authorized"), 5, 6, 7)),
                fte=550,
            ),
            Line("professional", "so.vp", "apart", "government"),
            Line("administrative", "so.vp/cv", "so/head"),
            Link("so/head", "so.vp/cv", "quyết định"),
            Attribute("so", "districts", "13"),
        ],
        terms=Vocabulary({"agency": "agency"}),
        as_of="2022-09-30",
    )


def _said(warnings: list[Problem]) -> set[str]:
    assert {one.severity for one in warnings} <= {"warning"}
    return {subject for one in warnings for subject in one.subject.split()}


def test_graphml_opens_in_networkx(tmp_path: Path) -> None:
    """Nodes, figures, the chart, every line and links come back from networkx; ranges and other tables are told as lost."""
    said = _said(export_graphml(_structure(), tmp_path / "x.graphml"))
    graph = nx.read_graphml(tmp_path / "x.graphml")
    assert {id for id, data in graph.nodes(data=True) if data["node"] == "unit"} == {"so", "so.vp", "apart"}
    assert graph.nodes["so.vp"]["name_vi"] == HARM
    assert (graph.nodes["so.vp/cv"]["authorized"], graph.nodes["so.vp/cv"]["fte"]) == (6, 5.5)
    assert "filled" not in graph.nodes["so.vp/cv"]
    edges = {(start, end, data["edge"]) for start, end, data in graph.edges(data=True)}
    assert edges == {
        ("so", "so.vp", "contains"),
        ("so", "so/head", "contains"),
        ("so.vp", "so.vp/cv", "contains"),
        ("so.vp", "apart", "professional"),
        ("so.vp/cv", "so/head", "administrative"),
        ("so/head", "so.vp/cv", "also_holds"),
    }
    assert said == {"attributes", "ranges", "study.yaml"}


def test_losses_are_counted(tmp_path: Path) -> None:
    """Each message says how many: ranges without a best value, lines of posts, texts too long for a cell, parts of figures."""
    long = "x" * 40_000
    records = [
        Unit("a", names_of(vi=long, en="A")),
        Unit("b", parent="a"),
        *(
            Post(f"b/{n}", "b", authorized=Estimate(Source("group", 1, None, 9), None, 30, n), filled=None)
            for n in range(30)
        ),
        Line("professional", "b/1", "a"),
        Line("professional", "b", "a"),
    ]
    structure = Structure.of(records)

    def messages(export: Callable[..., list[Problem]], name: str) -> str:
        return "\n".join(one.message for one in export(structure, tmp_path / name))

    said = messages(export_graphml, "x.graphml")
    assert "0 ranges are written as the best value; without one, and not in the file: 30" in said
    for export in (export_dot, export_mermaid):
        said = messages(export, "x.txt")
        assert "lines between units; from or to a post, and not in the file: 1" in said
        assert "one name in 'vi': names in other languages are not in the file (units: 1)" in said
    assert "id (2)" in said  # a node of Mermaid has a number
    said = messages(export_xlsx, "x.xlsx")
    assert said.count("comes from group") == 20
    assert "of 10 figures more the range alone is kept" in said
    assert "1 longer text is cut there" in said
    assert "of 30 posts it holds the sums" in messages(export_visio, "v.xlsx")
    assert messages(export_csv, "csv").count("\n") == 20


def test_graphml_declares_each_key_once_with_its_type(tmp_path: Path) -> None:
    """Every key that a node, an edge or the graph uses is declared for it, whole numbers as such."""
    export_graphml(_structure(), tmp_path / "x.graphml")
    root = ET.parse(tmp_path / "x.graphml").getroot()
    name = "{http://graphml.graphdrawing.org/xmlns}"
    declared = {one.get("id"): one for one in root.iter(f"{name}key")}
    used = {
        (data.get("key"), element.tag.removeprefix(name))
        for element in root.iter()
        for data in element.findall(f"{name}data")
    }
    assert {(id, one.get("for")) for id, one in declared.items()} == used
    types = {(one.get("for"), one.get("attr.name")): one.get("attr.type") for one in declared.values()}
    assert types["node", "authorized"] == "long"
    assert types["node", "fte"] == "double"
    assert types["edge", "edge"] == "string"
    edges = [one.get("id") for one in root.iter(f"{name}edge")]
    assert len(edges) == len(set(edges)) == 6


@settings(max_examples=20)
@given(structures())
def test_graphml_holds_the_chart_of_any_structure(structure: Structure) -> None:
    """The graph that networkx reads has the units, posts and chart of the one made of the structure."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "x.graphml")
        export_graphml(structure, path)
        graph = nx.read_graphml(path, force_multigraph=True)
    chart = structure.graph("units")
    edges = {(start, end) for start, end, data in graph.edges(data=True) if data["edge"] == "contains" and end in chart}
    assert edges == set(chart.edges)
    assert set(graph) == set(chart) | set(structure.graph("posts"))


@pytest.mark.needs_graphviz
def test_dot_is_drawn_by_graphviz(tmp_path: Path) -> None:
    """Graphviz draws every unit with its name as it is, markup and escapes shown and not followed."""
    said = _said(export_dot(_structure(), tmp_path / "x.dot"))
    svg = subprocess.run(["dot", "-Tsvg", str(tmp_path / "x.dot")], capture_output=True, check=True).stdout
    tree = ET.fromstring(svg)
    texts = "\n".join(element.text or "" for element in tree.iter() if element.tag.endswith("text"))
    assert "Sở Y tế" in texts
    assert "<script>alert(1)</script>" in texts
    assert "\\N {a}" in texts
    assert not [element for element in tree.iter() if element.tag.endswith("script")]
    assert len([one for one in tree.iter() if one.get("class") == "node"]) == 3
    assert len([one for one in tree.iter() if one.get("class") == "edge"]) == 2
    assert {"posts", "links", "attributes", "units.names", "units.block"} <= said


def test_mermaid_escapes_what_could_be_markup(tmp_path: Path) -> None:
    """Every label is one quoted text without a character that Mermaid or a browser could take for its own."""
    said = _said(export_mermaid(_structure(), tmp_path / "x.mmd"))
    lines = (tmp_path / "x.mmd").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "flowchart TD"
    shape = re.compile(r'  (u\d+\["[^"<>\[\]{}`\\]*"\]|u\d+ --> u\d+|u\d+ -\. "[^"]*" \.-> u\d+)')
    assert [line for line in lines[1:] if not shape.fullmatch(line)] == []
    assert '  u2["Sở Y tế"]' in lines
    assert "  u2 --> u3" in lines
    assert "posts" in said


def test_a_workbook_reads_back_as_the_same_structure(tmp_path: Path) -> None:
    """The sheets are the tables: read back they give the same structure; no cell is a formula or a link."""
    structure = _structure()
    said = _said(export_xlsx(structure, tmp_path / "x.xlsx"))
    first = (tmp_path / "x.xlsx").read_bytes()
    export_xlsx(structure, tmp_path / "x.xlsx")
    assert (tmp_path / "x.xlsx").read_bytes() == first
    back, problems = read_baseline(tmp_path / "x.xlsx", structure.terms, structure.as_of)
    assert [one.code for one in problems if one.severity == "error"] == []
    assert diff(structure, back) == ()
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []
    assert said == {"study.yaml"}


@settings(max_examples=20)
@given(structures())
def test_any_structure_comes_back_from_a_workbook(structure: Structure) -> None:
    """Every record of any structure survives its way through a workbook."""
    with tempfile.TemporaryDirectory() as name:
        export_xlsx(structure, Path(name, "x.xlsx"))
        back, _ = read_baseline(Path(name, "x.xlsx"), structure.terms, structure.as_of)
    assert diff(structure, back) == ()


def test_visio_reads_units_by_id_and_superior(tmp_path: Path) -> None:
    """The wizard's columns: an id, a name and whom each reports to, as texts; totals stay blank where a figure is missing."""
    said = _said(export_visio(_structure(), tmp_path / "x.xlsx"))
    rows = list(openpyxl.load_workbook(tmp_path / "x.xlsx").active.iter_rows(values_only=True))
    assert rows[0] == HEADER
    assert rows[1:] == [
        ("apart", "=1+1", None, None, "agency", None, None, None, 1, None, None),
        ("so", "Sở Y tế", None, "Giám đốc", "agency", None, "government", None, 1, 1, 1),
        ("so.vp", HARM, "so", None, "agency", None, None, None, 3, 6, None),
    ]
    assert said == {"lines", "links", "attributes", "posts", "units.names", "ranges", "study.yaml"}
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "x.xlsx").active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


@pytest.mark.parametrize(
    "export", [export_graphml, export_dot, export_mermaid, export_visio, export_xlsx, export_w3c_org, export_cpov]
)
def test_an_empty_structure_and_the_order_of_rows(tmp_path: Path, export: Callable[..., Any]) -> None:
    """Nothing at all is exported without a fault, and the order of rows never shows in the bytes."""
    export(Structure.of(), tmp_path / "empty.x")
    assert (tmp_path / "empty.x").stat().st_size > 0
    structure = _structure()
    records = [
        record for table in ("units", "posts", "lines", "links", "attributes") for record in structure.table(table)
    ]
    export(Structure.of(records, terms=structure.terms), tmp_path / "a.x")
    export(Structure.of(reversed(records), terms=structure.terms), tmp_path / "b.x")
    assert (tmp_path / "a.x").read_bytes() == (tmp_path / "b.x").read_bytes()


def test_csv_is_the_baseline_folder(tmp_path: Path) -> None:
    """The folder reads back as the same structure; the declared words and the date stand beside it and are named."""
    structure = _structure()
    assert _said(export_csv(structure, tmp_path)) == {"study.yaml"}
    back, _ = read_baseline(tmp_path, structure.terms, structure.as_of)
    assert back == structure
