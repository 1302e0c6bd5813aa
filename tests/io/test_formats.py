"""Importers and exporters: one record a format, with docs, an example, and a round trip or stated losses."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from orgmodel.cli.main import run
from orgmodel.core.structure import Structure
from orgmodel.io.exporters.formats import EXPORTERS, Exporter, export_to
from orgmodel.io.importers.formats import IMPORTERS, Importer, import_from
from orgmodel.io.read import read

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "exchange.md").read_text("utf-8")
HEADINGS = {line.lstrip("# ") for line in PAGE.splitlines() if line.startswith("#")}
RECORDS = [*IMPORTERS, *EXPORTERS]


@pytest.mark.parametrize("one", RECORDS, ids=lambda one: f"{type(one).__name__}-{one.name}")
def test_every_format_has_its_function_and_its_docs(one: Importer | Exporter):
    """The function of the record is there, and so is its section of the page, which names the format."""
    module, _, name = one.function.partition(":")
    assert callable(getattr(importlib.import_module(module), name))
    assert one.section in HEADINGS
    assert f"`{one.name}`" in PAGE or f"import {one.name} " in PAGE


@pytest.mark.parametrize("one", IMPORTERS, ids=lambda one: one.name)
def test_every_importer_has_an_example(one: Importer):
    """The page shows the command, with every file and map that the record says the format takes."""
    (line,) = re.findall(rf"^orgmodel import {one.name} .*$", PAGE, re.MULTILINE)
    assert all(f"--{name} " in line for name in one.files)
    assert ("--map" in line) == bool(one.map)


@pytest.mark.parametrize("one", EXPORTERS, ids=lambda one: one.name)
def test_what_every_exporter_loses_is_stated(one: Exporter, tmp_path):
    """A format reads back equal, or the page says what is lost, and the export warns of it."""
    before = read(ROOT / "tests" / "fixtures" / "small")
    target = tmp_path / f"out{(one.suffixes or ('',))[0]}"
    problems = export_to(one.name, before.baseline, target)
    assert target.exists()
    (row,) = [
        line
        for line in PAGE[PAGE.index("### What is lost") :].splitlines()
        if line.startswith("|") and f"`{one.name}`" in line.split("|")[1]
    ]
    if one.without_loss:
        assert problems == []
        again = read(target)
        assert isinstance(again, Structure)
        assert again == before.baseline
        assert "nothing" in row
    else:
        assert {problem.severity for problem in problems} == {"warning"}
        assert "nothing" not in row


def test_a_file_is_imported_by_the_name_of_its_format(tmp_path):
    """In Python as at the command line, by the record."""
    (tmp_path / "p.json").write_text('{"organizations": [{"id": "a", "name": "Council"}]}', "utf-8")
    assert import_from("popolo", tmp_path / "p.json").structure.unit("a").name("en") == "Council"
    with pytest.raises(ValueError, match="did you mean 'popolo'"):
        import_from("popollo", tmp_path / "p.json")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["export", str(ROOT / "tests/fixtures/small"), "--to", "dot", "--base", "https://x.org/"],
            "--base chỉ dùng cho w3c-org",
        ),
        (["import", "lineage", "x.csv", "--as-of", "2020-01-01"], "--as-of does not belong to lineage"),
    ],
)
def test_an_option_of_another_format_is_refused(words, said, tmp_path, capsys):
    """What a format has no use for is told, and nothing is written."""
    assert run([*words, "-o", str(tmp_path / "out.dot")]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
