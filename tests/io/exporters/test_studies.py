"""The studies of the repository and the returns of UK bodies, in every format: read back, or opened by another program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyshacl import validate

import orgmodel
from orgmodel.core.change import diff
from orgmodel.core.structure import Structure
from orgmodel.io.baseline import read_baseline
from orgmodel.io.exporters.formats import export_to
from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram
from orgmodel.io.own_json import from_json, to_json
from orgmodel.scenario.scenario import Outcome, Study

ROOT = Path(__file__).parents[3]
STUDIES = (*sorted((ROOT / "scenarios").iterdir()), ROOT / "tests" / "fixtures" / "small")
SHAPES = Path(__file__).with_name("w3c-org-shapes.ttl")


def _study(folder: Path) -> Study:
    study = orgmodel.read(folder)
    assert isinstance(study, Study)
    return study


def _structures(study: Study) -> Iterator[Structure]:
    yield study.baseline
    yield from (outcome.after for outcome in study.outcomes)


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_own_json_gives_every_state_back(folder: Path) -> None:
    """The baseline and the state after each scenario come back whole, words and date too, in the same bytes."""
    for structure in _structures(_study(folder)):
        text = to_json(structure)
        back, problems = from_json(text)
        assert [one for one in problems if one.severity == "error"] == []
        assert (back == structure, back.terms, back.as_of) == (True, structure.terms, structure.as_of)
        assert to_json(back) == text


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_tables_give_the_records_back(folder: Path, tmp_path: Path) -> None:
    """Folder and workbook give every record of the baseline back."""
    structure = _study(folder).baseline
    for form, name in (("csv", "tables"), ("xlsx", "x.xlsx")):
        export_to(form, structure, tmp_path / name)
        back, _ = read_baseline(tmp_path / name, structure.terms, structure.as_of)
        assert diff(structure, back) == ()


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_a_run_as_graph_and_as_linked_data(folder: Path, tmp_path: Path) -> None:
    """After the last scenario: networkx counts what is there, SHACL accepts it, events name what began and what ended."""
    outcome = list(_study(folder).outcomes)[-1]
    assert isinstance(outcome, Outcome)
    after = outcome.after
    export_to("graphml", after, tmp_path / "x.graphml")
    graph = nx.read_graphml(tmp_path / "x.graphml", force_multigraph=True)
    assert set(graph) == {*after.ids("units"), *after.ids("posts")}
    contained = sum(unit.parent is not None for unit in after.units) + len(after.posts)  # type: ignore[union-attr]
    assert graph.number_of_edges() == contained + len(after.lines) + len(after.table("links"))
    export_to("w3c-org", after, tmp_path / "x.ttl", lineage=outcome.lineage, before=outcome.before)
    conforms, _, report = validate(str(tmp_path / "x.ttl"), shacl_graph=str(SHAPES), inference="none")
    assert conforms, report
    linked = rdflib.Graph().parse(tmp_path / "x.ttl")
    predicates = (rdflib.ORG.originalOrganization, rdflib.ORG.resultingOrganization)
    named = [
        {str(linked.value(unit, rdflib.ORG.identifier)) for unit in linked.objects(None, predicate)}
        for predicate in predicates
    ]
    links = [(one.before, one.after) for one in outcome.lineage if one.before and one.after and one.before != one.after]
    assert {before for before, _ in links} <= named[0]
    assert {new for _, new in links} <= named[1]
    live = set(linked.subjects(rdflib.RDF.type, rdflib.ORG.Organization))
    assert len(live) == len({*after.ids("units"), *named[0], *named[1], *_dated(after)})


def _dated(structure: Structure) -> set[str]:
    return {one.unit.id for one in structure.table("ended") if one.ends != "?"}  # type: ignore[union-attr]


@pytest.mark.needs_data
def test_every_uk_return_comes_back(data_folder: Path) -> None:
    """Whatever the returns hold, own JSON gives the structures made of them back."""
    seniors = sorted((data_folder / "uk_organograms_2013").glob("*-senior.csv"))
    assert len(seniors) == 120
    for senior in seniors:
        structure = import_uk_organogram(senior, senior.with_name(senior.name[:-10] + "junior.csv")).structure
        text = to_json(structure)
        back, _ = from_json(text)
        assert back == structure, senior
        assert to_json(back) == text
