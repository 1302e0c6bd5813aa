"""The command export: structures, studies and scenarios in other formats, losses told, nothing written on a fault."""

from __future__ import annotations

import networkx as nx
import pytest
import rdflib


@pytest.fixture
def orgmodel(orgmodel):
    """Ask for English, which these tests read, of a study in Vietnamese."""
    return lambda *said: orgmodel(*said, *(() if said[0] == "new" or "--lang" in said else ("--lang", "en")))


def test_export_reads_back_without_loss(small, tmp_path, orgmodel):
    """A study's baseline as JSON is shown with the same figures as the study itself, and nothing is told as lost."""
    said = orgmodel("export", small, "--to", "json", "-o", tmp_path / "x.json")
    assert (said.code, said.out.strip(), said.err) == (0, str(tmp_path / "x.json"), "")
    shown = orgmodel("show", tmp_path / "x.json", "--format", "json")
    assert shown.out == orgmodel("show", small, "--format", "json").out


def test_export_of_a_scenario_is_its_outcome(small, tmp_path, orgmodel):
    """The state after differs from the state before, and linked data has the events between."""
    scenario = next(path for path in sorted(small.glob("*.yaml")) if path.name != "study.yaml")
    for state in ("before", "after"):
        said = orgmodel("export", scenario, "--to", "graphml", "--state", state, "-o", tmp_path / f"{state}.graphml")
        assert said.code == 0, said.err
        assert "NOT_CARRIED GraphML has no place for" in said.err
    graphs = [nx.read_graphml(tmp_path / f"{state}.graphml") for state in ("before", "after")]
    assert set(graphs[0]) != set(graphs[1])
    base = "https://example.org/x"
    assert orgmodel("export", scenario, "--to", "w3c-org", "--base", base, "-o", tmp_path / "x.ttl").code == 0
    graph = rdflib.Graph().parse(tmp_path / "x.ttl")
    events = list(graph.subjects(rdflib.RDF.type, rdflib.ORG.ChangeEvent))
    assert events
    assert all(str(one).startswith(f"{base}/event/") for one in events)


def test_export_takes_the_format_in_any_case_and_parameters(small, tmp_path, orgmodel):
    """GraphML is graphml, and --set runs the scenario with other parameters, or says that there are none."""
    assert orgmodel("export", small, "--to", "GraphML", "-o", tmp_path / "x.graphml").code == 0
    scenario = next(path for path in sorted(small.glob("*.yaml")) if path.name != "study.yaml")
    said = orgmodel("export", scenario, "--to", "json", "--set", "nosuch=1", "-o", tmp_path / "y.json")
    assert (said.code, "nosuch" in said.err, (tmp_path / "y.json").exists()) == (1, True, False)


def test_export_refuses_what_it_cannot_do(small, tmp_path, orgmodel):
    """An unknown format and a folder in the place of a file are wrong usage; a path that is not there is an error."""
    unknown = orgmodel("export", small, "--to", "graphm", "-o", tmp_path / "x")
    assert unknown.code == 2
    assert "'graphm' is not known; did you mean 'graphml'?; there are json, csv," in unknown.err
    assert orgmodel("export", small, "--to", "cpov", "--base", "city", "-o", tmp_path / "x").code == 2
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    assert orgmodel("export", small, "--to", "csv", "-o", tmp_path / "file").code == 2
    below = orgmodel("export", small, "--to", "json", "-o", tmp_path / "file" / "x.json")
    assert (below.code, below.err.split(": FILE ")[0]) == (1, str(tmp_path / "file"))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"
    assert orgmodel("export", small, "--to", "json", "--set", "a=1", "-o", tmp_path / "x.json").code == 2
    assert orgmodel("export", small, "--to", "json", "-o", tmp_path).code == 2
    assert orgmodel("export", tmp_path / "none", "--to", "json", "-o", tmp_path / "x.json").code == 1
    assert not (tmp_path / "x.json").exists()
