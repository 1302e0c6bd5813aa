"""Linked data out: valid by SHACL, change events with what was before and after, the same bytes in every run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyshacl import validate

from orgmodel.core.ledger import Lineage
from orgmodel.core.names import names_of
from orgmodel.core.records import Ended, Function, Incumbency, Line, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.exporters.plain import visible
from orgmodel.io.exporters.w3c_org.turtle import Turtle, address, literal
from orgmodel.io.exporters.w3c_org.w3c_org import export_cpov, export_w3c_org
from orgmodel.io.importers.w3c_org.w3c_org import import_w3c_org
from tests.io.structures import structures

SHAPES = Path(__file__).with_name("w3c-org-shapes.ttl")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")


def _city() -> Structure:
    return Structure.of(
        [
            Unit("city", names_of(vi="Thành phố", en="City"), "agency", begins="1954-10-10"),
            Unit("city.pay", names_of(vi="Phòng Trả lương"), "internal", parent="city"),
            Post("city/head", "city", names_of(vi="Chủ tịch"), "head", filled=1),
            Post("city.pay/cv", "city.pay", names_of(vi="Chuyên viên"), authorized=5, filled=4),
            Person("lan", "Lan"),
            Incumbency("lan", "city/head"),
            Line("administrative", "city.pay/cv", "city/head"),
            Line("professional", "city.pay", "city"),
            Line("professional", "city.pay/cv", "city"),
            Function("city.pay", "trả lương", names_of(vi="Trả lương")),
            Ended(Unit("old", names_of(vi="Phòng cũ"), "internal", parent="city"), "2018-12-01"),
            Ended(Unit("older", names_of(vi="Phòng cũ hơn"), "internal", parent="city")),
            Ended(Unit("city", names_of(vi="Thị xã"), "agency"), "1954-10-10"),
        ],
        terms=Vocabulary({"agency": "agency", "internal": "internal"}),
    )


def _conforms(path: Path, *shapes: Path) -> str:
    report = ""
    for one in shapes:
        conforms, _, text = validate(str(path), shacl_graph=str(one), advanced=False, inference="none")
        report += "" if conforms else text
    return report


@pytest.mark.parametrize("base", ["https://example.org/city/", "urn:orgmodel:"])
def test_a_structure_is_valid_and_reads_back(tmp_path: Path, base: str) -> None:
    """The export conforms to the shapes, and importing it gives the units, posts, lines, people and functions back."""
    structure = _city()
    warnings = export_w3c_org(structure, tmp_path / "x.ttl", base=base)
    assert _conforms(tmp_path / "x.ttl", SHAPES) == ""
    back = import_w3c_org(tmp_path / "x.ttl", language="vi")
    assert [one.code for one in back.problems] == []
    for unit in structure.units:
        read: Any = back.structure.unit(unit.key)  # type: ignore[arg-type]
        assert (read.names, read.parent, read.kind, read.begins) == (unit.names, unit.parent, unit.kind, unit.begins)  # type: ignore[union-attr]
    assert {(post.id, post.unit, post.titles) for post in back.structure.posts} == {
        (post.id, post.unit, post.titles) for post in structure.posts
    }
    assert {line.key for line in back.structure.lines} == {
        ("administrative", "city.pay/cv", "city/head"),
        ("coordination", "city.pay", "city"),
    }
    assert {(post.id, post.rank) for post in back.structure.posts} == {("city/head", "head"), ("city.pay/cv", "staff")}
    assert [(one.unit.id, one.unit.names, one.ends) for one in back.structure.table("ended")] == [  # type: ignore[union-attr]
        ("old", names_of(vi="Phòng cũ"), "2018-12-01")
    ]
    assert back.not_carried == ()
    assert [one.key for one in back.structure.table("incumbencies")] == [("lan", "city/head")]
    assert [one.function for one in back.structure.functions_of("city.pay")] == ["trả lương"]
    said = {subject: one.message for one in warnings for subject in one.subject.split()}
    assert {"posts.authorized", "posts.filled", "lines.kind", "lines", "ended.ends", "ended", "study.yaml"} == set(said)
    assert "professional (1)" in said["lines.kind"]
    assert "from or to a post, and not in the file: 1" in said["lines"]
    assert "only if a change event names it (1 unit)" in said["ended.ends"]
    assert "earlier ones, not in the file: 1" in said["ended"]


@pytest.mark.needs_data
def test_every_term_is_of_the_ontology_and_used_as_it_says(data_folder: Path, tmp_path: Path) -> None:
    """Against the published ontology: each term is defined there, and joins resources of its domain and range."""
    ontology = rdflib.Graph().parse(data_folder / "standards" / "org.ttl")
    defined = {one for one in ontology.subjects() if str(one).startswith(str(ORG))}
    before, after = _after()
    for structure, lineage, earlier in ((_city(), (), None), (after, LINEAGE, before)):
        export_w3c_org(structure, tmp_path / "x.ttl", lineage=lineage, before=earlier)
        graph = rdflib.Graph().parse(tmp_path / "x.ttl")
        used = {one for _, *two in graph for one in two if str(one).startswith(str(ORG))}
        assert used
        assert used <= defined
        for start, predicate, end in graph:
            for side, one in ((rdflib.RDFS.domain, start), (rdflib.RDFS.range, end)):
                classes = {each for each in ontology.objects(predicate, side) if str(each).startswith(str(ORG))}
                assert classes <= set(graph.objects(one, rdflib.RDF.type)), (start, predicate, end)


LINEAGE = (
    Lineage("consolidate", "a", "ab", step="s1", clause="2.4", date="2023-04-01"),
    Lineage("consolidate", "b", "ab", step="s1", clause="2.4", date="2023-04-01"),
    Lineage("split_up", "c", "c1", {"authorized": 0.5}, step="s2", date="2023-04-01"),
    Lineage("split_up", "c", "c2", {"authorized": 0.5}, step="s2", date="2023-04-01"),
    Lineage("dissolve", "d", None, step="s3"),
    Lineage("create", None, "e", step="s3"),
    Lineage("rename", "f", "f", step="s4"),
)


def _after() -> tuple[Structure, Structure]:
    before = Structure.of([Unit(id, names_of(en=id.upper())) for id in "abcdf"])
    after = Structure.of(
        [Unit(id, names_of(en=id)) for id in ("ab", "c1", "c2", "e", "f")] + [Ended(Unit("a"), "2023-04-01")]
    )
    return before, after


def test_change_events_tell_what_was_before_and_after(tmp_path: Path) -> None:
    """A merger is one event with two originals, a split one with two results; beginnings and endings alone are none."""
    before, after = _after()
    warnings = export_w3c_org(after, tmp_path / "x.ttl", lineage=LINEAGE, before=before)
    assert _conforms(tmp_path / "x.ttl", SHAPES) == ""
    graph = rdflib.Graph().parse(tmp_path / "x.ttl")

    def ids(event: rdflib.term.Node, predicate: rdflib.URIRef) -> set[str]:
        return {str(graph.value(one, ORG.identifier)) for one in graph.objects(event, predicate)}

    events = {
        (frozenset(ids(event, ORG.originalOrganization)), frozenset(ids(event, ORG.resultingOrganization)))
        for event in graph.subjects(rdflib.RDF.type, ORG.ChangeEvent)
    }
    assert events == {(frozenset("ab"), frozenset(["ab"])), (frozenset("c"), frozenset(["c1", "c2"]))}
    ended = graph.value(predicate=ORG.identifier, object=rdflib.Literal("b"))
    assert str(graph.value(ended, rdflib.URIRef("https://schema.org/dissolutionDate"))) == "2023-04-01"
    assert "lineage.shares" in {one.subject for one in warnings}


@pytest.mark.needs_data
def test_events_conform_to_published_shapes(data_folder: Path, tmp_path: Path) -> None:
    """Dated events conform to the published shapes for change events, and CPOV's shapes accept the CPOV export."""
    before, after = _after()
    standards = data_folder / "standards"
    export_w3c_org(after, tmp_path / "x.ttl", lineage=LINEAGE, before=before)
    assert _conforms(tmp_path / "x.ttl", standards / "sodorg" / "sodorg_example_shapes_v2.ttl") == ""
    shapes = standards / "cpov-2.1.1" / "core-public-organisation-ap-SHACL.ttl"
    for structure, lineage, earlier in ((after, LINEAGE, before), (_city(), (), None)):
        export_cpov(structure, tmp_path / "cpov.ttl", lineage=lineage, before=earlier)
        assert _conforms(tmp_path / "cpov.ttl", shapes) == ""
        graph = rdflib.Graph().parse(tmp_path / "cpov.ttl")
        public = rdflib.URIRef("http://data.europa.eu/m8g/PublicOrganisation")
        assert len(set(graph.subjects(rdflib.RDF.type, public))) >= len(structure.units)


@pytest.mark.needs_data
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(structures())
def test_any_structure_is_a_public_organisation(data_folder: Path, structure: Structure) -> None:
    """Whatever a structure has, with or without names, CPOV's shapes accept its export."""
    shapes = data_folder / "standards" / "cpov-2.1.1" / "core-public-organisation-ap-SHACL.ttl"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "x.ttl")
        export_cpov(structure, path)
        assert _conforms(path, shapes) == ""


@given(st.text(), st.text(), st.sampled_from([None, "vi", "pt-BR", "x_y", "1"]))
def test_any_text_comes_back_from_turtle(id: str, text: str, language: str | None) -> None:
    """Rdflib reads the address and the text that were written, but for characters that cannot be seen."""
    turtle = Turtle({"p": "urn:p:", "unused": "urn:u:"})
    where = address(f"urn:x:{quote(id, safe='', errors='replace')}")
    turtle.add(where, "p:says", literal(text, language=language))
    turtle.add(where, "p:says", literal(text, language=language))
    turtle.add(where, "a", "p:Thing")
    body = "".join(turtle.blocks("", iter(())))
    said = turtle.head() + body
    assert "unused" not in said
    graph = rdflib.Graph().parse(data=said, format="turtle")
    (value,) = graph.objects(None, rdflib.URIRef("urn:p:says"))
    assert str(value) == visible(text)
    assert {unquote(str(one).removeprefix("urn:x:")) for one in graph.subjects()} == {id}


@settings(max_examples=15)
@given(structures())
def test_any_structure_is_valid(structure: Structure) -> None:
    """Whatever names and ids a structure has, the export parses and conforms to the shapes."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "x.ttl")
        export_w3c_org(structure, path)
        assert _conforms(path, SHAPES) == ""


def test_the_bytes_are_the_same_in_every_run(tmp_path: Path) -> None:
    """Hash seeds do not change the file."""
    code = (
        "import sys; from pathlib import Path; from tests.io.exporters.test_linked_data import _after, LINEAGE;"
        "from orgmodel.io.exporters.w3c_org.w3c_org import export_w3c_org as e; b, a = _after(); e(a, Path(sys.argv[1]), lineage=LINEAGE, before=b)"
    )
    made = set()
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "x.ttl")],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            cwd=Path(__file__).parents[3],
            check=True,
        )
        made.add((tmp_path / "x.ttl").read_bytes())
    assert len(made) == 1
