"""A unit whose id means a scope (``total``, ``kind:…``) comes in by no importer, and what is written is read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgmodel import Outcome, Scenario, Structure, Study
from orgmodel.cli.main import run
from orgmodel.core.integrity import is_scope
from orgmodel.core.problems import errors
from orgmodel.io.importers.formats import import_from
from orgmodel.io.importers.imported import save
from orgmodel.io.read import read_with_problems

SCOPES = ["total", "kind:office", "block:party", "level:", "area:x"]
UNITS = "id,name,parent\na,Alpha,\n{scope},Beta,a\nc,Gamma,{scope}\n"
HIERARCHY = {
    "units by id": (UNITS, "columns: {id: id, name: name, parent: parent}\n"),
    "units by outline": ("no,name\n1,Alpha\n1.1,Beta\n{scope},Gamma\n", "columns: {outline: no, name: name}\n"),
    "units by a path": (
        "id,way\na,Alpha\n{scope},Alpha/Beta\nc,Alpha/Beta/Gamma\n",
        "columns: {id: id, path: way}\nseparator: /\n",
    ),
    "posts in units": (
        "id,title,unit\n1,Head,{scope}\n{scope},Clerk,a\n",
        "rows: posts\ncolumns: {id: id, name: title, unit: unit}\n",
    ),
    "people": (
        "id,name,manager,team\n{scope},An,,total\nb,Binh,{scope},total\n",
        "rows: people\ncolumns: {id: id, name: name, parent: manager, unit: team}\norganisation: total\n",
    ),
    "levels": ("A,B\ntotal,x\n{scope},y\n", "levels: [A, B]\n"),
}


def _is_sound(structure: Structure) -> None:
    assert not [id for id in structure.ids("units") if is_scope(id)]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("kind", HIERARCHY)
def test_tables(kind: str, scope: str, tmp_path: Path) -> None:
    """Of strangers' tables: a row of a unit is left out and told, and those below it are told."""
    table, map = HIERARCHY[kind]
    (tmp_path / "t.csv").write_text(table.replace("{scope}", scope), "utf-8")
    (tmp_path / "map.yaml").write_text(map, "utf-8")
    found = import_from("hierarchy", tmp_path / "t.csv", options={"map": str(tmp_path / "map.yaml")})
    _is_sound(found.structure)
    if kind == "units by id":
        codes = {one.code: one.subject for one in found.problems}
        assert (codes["RESERVED_ID"], codes["SUPERIOR_LEFT_OUT"]) == (scope, "c")
        assert sorted(found.structure.ids("units")) == ["a", "c"]
    save(found, tmp_path / "out")
    _, problems = read_with_problems(tmp_path / "out")
    assert not errors(problems)


@pytest.mark.parametrize("scope", SCOPES)
def test_popolo(scope: str, tmp_path: Path) -> None:
    """Of Popolo the item is left out."""
    items = [{"id": "a", "name": "A"}, {"id": scope, "name": "B"}, {"id": "c", "name": "C", "parent_id": scope}]
    (tmp_path / "x.json").write_text(json.dumps(items), "utf-8")
    found = import_from("popolo", tmp_path / "x.json")
    _is_sound(found.structure)
    assert [one.subject for one in found.problems if one.code == "RESERVED_ID"] == [scope]


def test_linked_data(tmp_path: Path) -> None:
    """Of linked data the address takes the place of an identifier that is a scope, and stands in brackets where it is one."""
    text = """\
@prefix org: <http://www.w3.org/ns/org#> .
<https://example.org/a> a org:Organization ; org:identifier "total" .
<https://example.org/total> a org:Organization .
<kind:office> a org:Organization .
"""
    (tmp_path / "x.ttl").write_text(text, "utf-8")
    found = import_from("w3c-org", tmp_path / "x.ttl")
    assert sorted(found.structure.ids("units")) == [
        "<kind:office>",
        "https://example.org/a",
        "https://example.org/total",
    ]
    save(found, tmp_path / "out")
    _, problems = read_with_problems(tmp_path / "out")
    assert not errors(problems)


@pytest.mark.parametrize("scope", ["total", "kind:office"])
def test_init(scope: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A study from a stranger's table passes ``check``."""
    more = "".join(f"u{number},Unit {number},a\n" for number in range(20))
    (tmp_path / "t.csv").write_text(UNITS.replace("{scope}", scope) + more, "utf-8")
    run(["init", str(tmp_path / "t.csv"), "-o", str(tmp_path / "study")])
    assert "is a scope" in capsys.readouterr().out
    assert run(["check", str(tmp_path / "study")]) == 0


@pytest.mark.parametrize("scope", SCOPES)
def test_scenarios(scope: str, tmp_path: Path) -> None:
    """No operation lets a unit begin under such an id, and no command writes one that would."""
    (tmp_path / "study.yaml").write_text("title: {en: S}\nas_of: 2025-01-01\nkinds: {office: agency}\n", "utf-8")
    (tmp_path / "baseline").mkdir()
    (tmp_path / "baseline/units.csv").write_text("id,name_en,kind,parent\na,A,office,\nb,B,office,a\n", "utf-8")
    orders = (
        f'{{create: {{unit: "{scope}", names: {{en: N}}, parent: a, kind: office}}, why: w, head: none}}',
        f'{{consolidate: [a, b], into: {{unit: "{scope}", names: {{en: N}}, kind: office}}}}',
        f'{{split_off: b, into: [{{unit: "{scope}", names: {{en: N}}, kind: office}}]}}',
    )
    for order in orders:
        (tmp_path / "s.yaml").write_text(f"title: {{en: S}}\nsteps: [{{id: '1', do: [{order}]}}]\n", "utf-8")
        found, problems = read_with_problems(tmp_path / "s.yaml")
        outcome: Outcome | None = found.run() if isinstance(found, Scenario) else None
        assert errors(problems) or (outcome is not None and errors(outcome.problems)), order
    assert isinstance(read_with_problems(tmp_path)[0], Study)
    assert run(["new", "split", "b", "--into", scope, "--study", str(tmp_path), "-o", str(tmp_path / "n.yaml")]) != 0
    assert not (tmp_path / "n.yaml").exists()
