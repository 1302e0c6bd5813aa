"""The W3C Organization Ontology in: what a graph tells, what it tells twice or not at all, and nothing from the network."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.io.importers.imported import Imported
from orgmodel.io.importers.w3c_org.w3c_org import import_w3c_org

PREFIXES = """
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <https://schema.org/> .
@prefix x: <https://example.org/> .
"""
WHOLE = """
x:city a org:FormalOrganization ; skos:prefLabel "City"@en, "Thành phố"@vi ; schema:foundingDate "1954-10-10T00:00:00" .
x:pay a org:OrganizationalUnit ; org:unitOf x:city ; org:identifier "P-1" ; org:purpose x:paying .
x:city org:hasPost x:mayor .
x:clerk a org:Post ; org:postIn x:pay ; org:reportsTo x:mayor .
x:lan a foaf:Person ; foaf:name "Lan" ; org:holds x:mayor, x:clerk .
"""


def _import(tmp_path: Path, text: str, suffix: str = ".ttl") -> Imported:
    path = tmp_path / f"x{suffix}"
    path.write_text((PREFIXES if suffix == ".ttl" else "") + text, encoding="utf-8")
    return import_w3c_org(path)


def _codes(result: Imported) -> list[str]:
    return [one.code for one in result.problems]


def test_a_graph_comes_in(tmp_path: Path) -> None:
    """Organisations with names by language, units within them, posts, lines, functions and who holds what."""
    result = _import(tmp_path, WHOLE)
    structure = result.structure
    assert {unit.id: (unit.parent, unit.kind, unit.begins) for unit in structure.units} == {
        "city": (None, "agency", "1954-10-10"),
        "P-1": ("city", "internal", None),
    }
    assert (structure.unit("city").name("en"), structure.unit("city").name("vi")) == ("City", "Thành phố")
    assert {post.id: (post.unit, post.authorized) for post in structure.posts} == {
        "mayor": ("city", None),
        "clerk": ("P-1", None),
    }
    assert [(line.from_, line.to) for line in structure.lines] == [("clerk", "mayor")]
    assert [one.function for one in structure.functions_of("P-1")] == ["paying"]
    assert [(one.post, one.order) for one in structure.table("incumbencies")] == [("clerk", 0), ("mayor", 1)]
    assert (result.rows_in, result.problems, errors(check(structure))) == (5, (), [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x:a a org:Organization ; org:subOrganizationOf x:a .", ["SELF_REPORT"]),
        ("x:a org:subOrganizationOf x:b . x:b org:subOrganizationOf x:a .", ["LOOP", "LOOP"]),
        ("x:a org:subOrganizationOf x:b, x:c .", ["SEVERAL_PARENTS"]),
        ("[] a org:Organization .", ["ANONYMOUS"]),
        ("x:a org:subOrganizationOf [ a org:Organization ] .", ["ANONYMOUS", "UNKNOWN_SUPERIOR"]),
        ("x:p a org:Post .", ["UNKNOWN_UNIT"]),
        ("x:a a org:Organization . x:p org:postIn x:a ; org:reportsTo x:p, x:q .", ["SELF_REPORT", "UNKNOWN_SUPERIOR"]),
        ('x:a a org:Organization ; skos:prefLabel "A"@en, "B"@en-GB .', ["NAME_TWICE"]),
        ("x:a a org:Organization ; org:classification x:k, x:l .", ["SEVERAL_KINDS"]),
        ("x:a a org:Organization . [] a org:Membership ; org:organization x:a .", ["MEMBERSHIP"]),
        ("x:a a org:Organization . x:e a org:ChangeEvent ; org:originalOrganization x:a .", ["CHANGE_EVENT"]),
        ('x:a a org:Organization ; schema:foundingDate "soon" .', ["BAD_DATE"]),
    ],
)
def test_what_cannot_be_taken_as_it_stands_is_reported(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Each is reported once, and a structure without errors comes of the rest."""
    result = _import(tmp_path, text)
    assert _codes(result) == expected
    assert result.rows_imported + result.rows_reported == result.rows_in
    assert errors(check(result.structure)) == []


@pytest.mark.parametrize(
    ("text", "suffix", "code"),
    [
        (
            "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>",
            ".rdf",
            "UNKNOWN_FORMAT",
        ),
        ("x:a a org:Organization", ".nt", "SYNTAX"),
        ("x:a a org: Organization ;;; nonsense", ".ttl", "SYNTAX"),
        ('{"@context": "https://example.org/c.jsonld", "@id": "x"}', ".jsonld", "REMOTE_CONTEXT"),
        ('{"@graph": [{"@context": [{"@import": "http://localhost/c"}]}]}', ".json", "REMOTE_CONTEXT"),
        ("3", ".jsonld", "SYNTAX"),
    ],
)
def test_nothing_is_fetched_or_expanded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, suffix: str, code: str
) -> None:
    """XML, contexts elsewhere and broken syntax are clear problems; no connection is ever opened."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    result = _import(tmp_path, text, suffix)
    assert (_codes(result), len(result.structure.units)) == ([code], 0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NO_ORGANISATION"),
        ("x:a x:b x:c .", "NO_ORGANISATION"),
        ("x:a x:b " + "(" * 20_000, "TOO_DEEP"),
    ],
)
def test_a_graph_without_an_organisation_is_said(tmp_path: Path, text: str, code: str) -> None:
    """An empty file, another vocabulary or a nest of brackets gives a reason, and nothing else."""
    result = _import(tmp_path, text)
    assert (_codes(result), len(result.structure.units)) == ([code], 0)


def test_xml_under_another_suffix_is_never_parsed(tmp_path: Path) -> None:
    """Entities that would expand to gigabytes are not looked at, whatever the suffix says."""
    path = tmp_path / "x.ttl"
    path.write_text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>', encoding="utf-8")
    assert _codes(import_w3c_org(path)) == ["UNKNOWN_FORMAT"]


def test_odd_addresses_are_told_and_nothing_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An address with a space is kept as it stands, and the parser's own remarks stay out of the messages."""
    result = _import(tmp_path, "<http://x/a b> a org:Organization .")
    assert (_codes(result), [unit.id for unit in result.structure.units]) == (["BAD_ADDRESS"], ["a b"])
    assert not caplog.records


def test_json_ld_says_the_same_as_turtle(tmp_path: Path) -> None:
    """The same graph in JSON-LD with its context inside gives the same structure."""
    import rdflib

    turtle = _import(tmp_path, WHOLE)
    graph = rdflib.Graph().parse(data=PREFIXES + WHOLE, format="turtle")
    result = _import(tmp_path, graph.serialize(format="json-ld"), ".jsonld")
    for table in ("units", "posts", "lines", "functions", "persons", "incumbencies"):
        assert list(result.structure.table(table)) == list(turtle.structure.table(table))
    assert (result.rows_in, _codes(result)) == (turtle.rows_in, [])


def test_the_account_is_the_same_in_every_run(tmp_path: Path) -> None:
    """Neither hash seeds nor the parser's names for what has no address change a byte of the account."""
    path = tmp_path / "x.ttl"
    nameless = "[] a org:Organization . [] a org:Membership . [] a org:ChangeEvent ; org:originalOrganization x:city . [] a org:ChangeEvent ."
    path.write_text(PREFIXES + WHOLE + nameless, encoding="utf-8")
    code = "import sys; from pathlib import Path; from orgmodel.io.importers.w3c_org.w3c_org import import_w3c_org as i; r = i(Path(sys.argv[1])); print([str(p) for p in r.problems], list(r.structure.units), list(r.structure.posts))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1


@pytest.mark.needs_data
def test_published_examples(data_folder: Path) -> None:
    """A CPOV example gives its organisation, the example of change events its five organisations and two events."""
    cpov = import_w3c_org(data_folder / "standards" / "cpov-2.1.1" / "example-rdf_public_organisation.ttl")
    assert [unit.name("en") for unit in cpov.structure.units] == ["Federal Public Service FINANCE"]
    sodorg = import_w3c_org(data_folder / "standards" / "sodorg" / "sodorg_example_data_v2.ttl")
    assert (len(sodorg.structure.units), sodorg.counts()) == (5, {"CHANGE_EVENT": 2})
