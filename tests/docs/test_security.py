"""SECURITY.md, line by line: what it says is defended is attacked here, each sentence by a test that bears its first words."""

from __future__ import annotations

import builtins
import json
import os
import re
import shutil
import socket
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import orgmodel
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.records import Incumbency, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_text
from orgmodel.io.exporters.formats import export_to
from orgmodel.io.importers.formats import import_from
from orgmodel.io.read import read_with_problems
from orgmodel.io.schema import schemas
from orgmodel.scenario.elements import Step
from tests.fuzz.read_back import READERS

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "fixtures" / "small"
CLAIMS = re.findall(
    r"^- \*\*(.+?)\*\*", (ROOT / "SECURITY.md").read_text("utf-8").split("## Not defended")[0], re.MULTILINE
)
TESTED = {
    "Studies, scenarios, norms and tables are data.": "test_nothing_is_executed",
    "Nothing is fetched.": "test_nothing_is_fetched",
    "A study reads only what lies in its folder": "test_a_study_reads_only_its_folder",
    "Bounds.": "test_bounds",
    "Names are never markup.": "test_names_are_never_markup",
    "Nothing unseen.": "test_nothing_unseen",
    "Nothing is overwritten that orgmodel did not write": "test_nothing_is_overwritten",
    "Names of persons": "test_names_of_persons",
}
MARKUP = "</text><script>x</script>|`*_[a](javascript:x)\"'--> ]]>&<b>{}\\"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study that a test may spoil."""
    return Path(shutil.copytree(SMALL, tmp_path / "study"))


def codes(path: Path) -> set[str]:
    """Read a path, run what it holds, and give the codes of all problems."""
    found, problems = read_with_problems(path)
    if isinstance(found, orgmodel.Scenario):
        problems = [*problems, *found.run().problems]
    return {one.code for one in problems}


def scenario(study: Path, do: str) -> set[str]:
    """Give the codes of what a scenario with these operations is told."""
    (study / "own.yaml").write_text(f"title: {{en: x}}\nsteps:\n- id: a\n  do: {do}\n", "utf-8")
    return codes(study / "own.yaml")


def test_every_claim_has_a_test() -> None:
    """What the page says is defended is tested below, and no more is said to be."""
    assert list(TESTED) == CLAIMS
    assert [name for name in TESTED.values() if not callable(globals().get(name))] == []


@pytest.mark.parametrize(
    "do",
    [
        '!!python/object/apply:os.system ["touch ran"]',
        "[{<<: {transfer: h.ptp}, to: h.hu}]",
        "[{transfer: {where: {kind: \"__import__('os').system('touch ran')\"}}, to: h.hu}]",
        "[{transfer: {where: \"kind == 'agency' or exec('x')\"}, to: h.hu}]",
        '[{resize: h.ptp/cv, by: "{__class__}", why: x}]',
        '[{rename: "{0.__class__}", names: {vi: x}}]',
        '[{for_each: {columns: [u], rows: [[h.ptp]]}, resize: h.ptp/cv, by: "{u}", why: x}]',
    ],
)
def test_nothing_is_executed(do: str, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tags, merge keys, expressions, and placeholders where a number is are refused, and nothing runs meanwhile."""
    scenario(study, "[{transfer: h.ptp, to: h.hu}]")  # whatever is imported only now is no file's doing
    schemas()  # nor is what pydantic evaluates of our models, which are made ready when first used
    ran: list[object] = []
    for module, name in ((os, "system"), (subprocess, "Popen"), (builtins, "eval")):
        monkeypatch.setattr(module, name, lambda *given, **_: ran.append(given))
    assert scenario(study, do)
    assert ran == []


def test_formulas_of_workbooks_are_not_run(tmp_path: Path) -> None:
    """Of a formula the saved value counts, and one without any is told; macros and links stay where they are."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "units"
    for row in (["id", "name_en"], ["a", '=HYPERLINK("http://x","y")'], ["b", "=1+1"]):
        sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx", "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
        package.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    found, problems = read_with_problems(tmp_path / "x.xlsx")
    assert isinstance(found, Structure)
    assert "1+1" not in str([unit.names for unit in found.units])
    assert problems


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses in linked data, entities of XML and contexts elsewhere are refused, with no socket opened."""
    opened: list[object] = []
    monkeypatch.setattr(socket, "socket", lambda *given, **_: opened.append(given))
    monkeypatch.setattr(socket, "create_connection", lambda *given, **_: opened.append(given))
    files = {
        "a.jsonld": '{"@context": "http://localhost:9/c", "@id": "urn:a", "@type": "Organization"}',
        "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "a.ttl": '<!DOCTYPE x [<!ENTITY a SYSTEM "http://localhost:9/x">]><x>&a;</x>',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        found = import_from("w3c-org", tmp_path / name)
        assert {one.code for one in found.problems} & {"REMOTE_CONTEXT", "UNKNOWN_FORMAT"}
        assert len(found.structure.units) == 0
    (tmp_path / "secret").write_text("a secret")
    _workbook_with_entity(tmp_path / "x.xlsx", tmp_path / "secret")
    found, _ = read_with_problems(tmp_path / "x.xlsx")
    assert "secret" not in str([unit.names for unit in found.units] if isinstance(found, Structure) else found)
    assert opened == []


def _workbook_with_entity(path: Path, secret: Path) -> None:
    """Write a workbook of which a name is an entity of XML that stands for a file elsewhere."""
    export_to("xlsx", Structure.of([Unit("a", (("en", "NAME"),))]), path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    head = (
        f'<!DOCTYPE sst [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "http://localhost:9/x">]><sst'.encode()
    )
    strings = parts["xl/sharedStrings.xml"]
    assert b"NAME" in strings
    parts["xl/sharedStrings.xml"] = strings.replace(b"<sst", head, 1).replace(b"NAME", b"&a;&b;")
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)


@pytest.mark.parametrize("name", ["/etc/passwd", "../away.yaml", "link.yaml", "..\\away.yaml"])
def test_a_study_reads_only_its_folder(name: str, study: Path) -> None:
    """A scenario extends, and a study has as its baseline or norms, nothing that lies elsewhere."""
    away = study.parent / "away.yaml"
    away.write_text("title: {en: secret}\nsteps: []\n")
    (study / "link.yaml").symlink_to(away)
    refused = {"OUTSIDE", "MISSING_FILE", "UNKNOWN_FORMAT", "PATH", "FILE_NAME"}
    (study / "own.yaml").write_text(f"title: {{en: x}}\nextends: {json.dumps(name)}\nsteps: []\n")
    assert codes(study / "own.yaml") & refused
    declared = (study / "study.yaml").read_text("utf-8")
    for key in ("baseline: {}", "norms: [{}]", "scenarios: [{}]"):
        (study / "study.yaml").write_text(f"{declared}{key.replace('{}', json.dumps(name))}\n", "utf-8")
        found = codes(study / "study.yaml")
        assert found & (refused | {"UNKNOWN_NORMS"}), key
        if name != "..\\away.yaml":
            assert "OUTSIDE" in found or key == "norms: [{}]", key


BOMBS: dict[str, Callable[[], str]] = {
    "aliases": lambda: (
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    ),
    "levels": lambda: "a: " + "[" * 100_000,
    "parts": lambda: "a: [" + "x, " * 2_000_000 + "]",
    "numbers": lambda: "title: {en: x}\nsteps: [{id: a, do: [{resize: h.ptp/cv, to: 1" + "0" * 5000 + ", why: x}]}]\n",
}


@pytest.mark.parametrize("kind", BOMBS)
def test_bounds(kind: str, study: Path) -> None:
    """Aliases that grow, levels, parts and numbers without end are problems."""
    (study / "own.yaml").write_text(BOMBS[kind]())
    assert codes(study / "own.yaml")


def test_bounds_of_archives(tmp_path: Path) -> None:
    """A workbook that unpacks to far more than its bytes is refused before it is unpacked."""
    package = zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED)
    with package as book, book.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(400):
            part.write(b" " * 1_000_000)
    assert (tmp_path / "x.xlsx").stat().st_size < 1_000_000
    assert errors(read_with_problems(tmp_path / "x.xlsx")[1])


@pytest.mark.parametrize(
    "suffix", [".svg", ".html", ".drawio", ".graphml", ".dot", ".mmd", ".ttl", ".md", ".xlsx", ".csv"]
)
def test_names_are_never_markup(suffix: str, study: Path, tmp_path: Path) -> None:
    """A unit whose name is markup in every format is written so that each file is read again, and shows no script."""
    table = study / "baseline" / "units.csv"
    name = MARKUP.replace('"', '""')
    table.write_text(table.read_text("utf-8").replace("Phòng Tư pháp", f'"{name}"', 1), "utf-8")
    path = tmp_path / f"x{suffix}"
    found = orgmodel.read(study)
    assert isinstance(found, orgmodel.Study)
    forms = {".graphml": "graphml", ".dot": "dot", ".mmd": "mermaid", ".ttl": "w3c-org", ".xlsx": "xlsx"}
    if suffix == ".md":
        orgmodel.report(found, path)
    elif suffix == ".csv":
        changed = Structure.of([Unit("a", (("vi", "=1+1"),)), Unit("b", (("vi", "@SUM(A1)"),))])
        export_to("csv", changed, tmp_path / "out")
        path = tmp_path / "out" / "units.csv"
        assert "'=1+1" in path.read_text()
        assert "'@SUM(A1)" in path.read_text()
    elif suffix in forms:
        export_to(forms[suffix], found.baseline, path)
    else:
        orgmodel.chart(found.baseline).save(path)
    READERS[path.suffix](path)
    text = path.read_bytes().decode("utf-8", "replace")
    if suffix in (".svg", ".html", ".drawio", ".graphml", ".md", ".mmd"):
        assert "<script>x" not in text


@pytest.mark.parametrize("name", ["x.csv", "x.yaml", "x.json", "x.ttl"])
@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\x1b", "\x85", "\u3164"])
def test_nothing_unseen(name: str, hidden: str, tmp_path: Path) -> None:
    """An invisible character is refused in each format, and no message brings it to a terminal."""
    texts = {
        "x.csv": f"id,name_en\na,A{hidden}\n",
        "x.yaml": f"units:\n- {{id: a, name_en: A{hidden}}}\n",
        "x.json": '{"format": "orgmodel/structure", "version": 2, "as_of": null, "terms": {}, "tables": '
        f'{{"units": [{{"id": "a", "names": {{"en": "A{hidden}"}}}}]}}}}',
        "x.ttl": f'<urn:a> <urn:b> "A{hidden}" .',
    }
    folder = tmp_path / "b"
    folder.mkdir()
    path = folder / ("units.csv" if name == "x.csv" else name)
    path.write_text(texts[name], "utf-8", newline="")
    try:
        if name == "x.ttl":
            problems = list(import_from("w3c-org", path).problems)
        else:
            problems = read_with_problems(folder if name == "x.csv" else path)[1]
    except ProblemsError as error:
        problems = list(error.problems)
    assert errors(problems)
    assert all(str(one).isprintable() for one in problems)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """What somebody wrote stays, and so does what a link leads to elsewhere."""
    (tmp_path / "mine.md").write_text("mine")
    with pytest.raises(ProblemsError, match="NOT_WRITTEN_HERE"):
        write_text(tmp_path / "mine.md", "x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.md").symlink_to(tmp_path / "mine.md")
    with pytest.raises(ProblemsError, match="LINK"):
        write_text(folder / "link.md", "x", force=True)
    assert (tmp_path / "mine.md").read_text() == "mine"


def test_names_of_persons(tmp_path: Path) -> None:
    """A comparison has the ids of people, and their names only where they are asked for."""
    people = [Person("p1", "Nguyễn Văn A"), Incumbency("p1", "a/1")]
    before = Structure.of([Unit("a"), Unit("b"), Post("a/1", "a", authorized=1, filled=1), *people])
    step = Step("s", do=[{"transfer": {"posts": ["a/1"]}, "to": "b"}])
    outcome = orgmodel.Scenario("s", before, steps=(step,)).run()
    for asked in (False, True):
        shown = json.dumps(orgmodel.compare(outcome, persons=asked).to_json_object(), ensure_ascii=False)
        assert asked or "Nguyễn" not in shown
