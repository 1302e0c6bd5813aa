"""Importers and exporters: one record a format, with docs, an example, and a round trip or losses that are true."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from orgmodel.cli import importing
from orgmodel.cli.main import run
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.ledger import Lineage
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem
from orgmodel.core.records import Document, Ended
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import REPORT
from orgmodel.io.exporters.formats import EXPORTERS, Exporter, export_to
from orgmodel.io.formats import Option, OptionError, lost_by, named, options_of, record_of
from orgmodel.io.importers.formats import IMPORTERS, Importer, import_from
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.popolo.keys import CARRIED, KEYS
from orgmodel.io.read import read

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "tests" / "fixtures" / "imports"
SMALL = ROOT / "tests" / "fixtures" / "small"
PAGE = (ROOT / "docs" / "exchange.md").read_text("utf-8")
HEADINGS = {line.lstrip("# ") for line in PAGE.splitlines() if line.startswith("#")}
RECORDS = [*IMPORTERS, *EXPORTERS]


def _losses_on_the_page(heading: str) -> dict[str, str]:
    """Give the last cell of each row of the table under a heading, by the formats that its first cell names."""
    below = PAGE[PAGE.index(f"\n### {heading}\n") :].split("\n### ")[1]
    rows = [line.strip("| ").split(" | ") for line in below.splitlines() if line.startswith("| `")]
    return {name.strip("` "): row[-1].strip() for row in rows for name in row[0].split(",")}


@pytest.mark.parametrize("one", RECORDS, ids=lambda one: f"{type(one).__name__}-{one.name}")
def test_every_format_has_its_function_and_its_docs(one: Importer | Exporter):
    """What the record names is there, and the page has its section and says what is lost, in its words."""
    assert callable(named(one.function))
    assert all(named(option.model) for option in one.options if option.model)
    assert one.section in HEADINGS
    page = _losses_on_the_page("What an import leaves out" if isinstance(one, Importer) else "What is lost")
    assert page[one.name] == lost_by(one)


# -- importers -----------------------------------------------------------------------------------------------------------


def _given(one: Importer) -> tuple[list[Path], dict[str, Path]]:
    """Give the files of a format's example: the one by place, and those by option."""
    folder = EXAMPLES / one.name
    options = {file.stem: file for file in folder.iterdir() if file.stem in {option.name for option in one.options}}
    return ([next(folder.glob("example.*"))] if one.takes_a_file else []), options


def _import_example(one: Importer) -> Imported:
    files, options = _given(one)
    return import_from(one.name, *files, options=options)


@pytest.mark.parametrize("one", IMPORTERS, ids=lambda one: one.name)
def test_every_importer_has_an_example(one: Importer, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The page shows the command with what the record says it takes, and the example is imported by it."""
    files, options = _given(one)
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"orgmodel import {one.name} ")]
    typed = {option.name for option in one.options if f"--{option.name} " in line}
    assert typed == set(options)
    assert {option.name for option in one.options if option.needed} <= typed
    words = [str(file) for file in files] + [
        part for name, file in options.items() for part in (f"--{name}", str(file))
    ]
    assert run(["import", one.name, *words, "-o", str(tmp_path / "out")]) == 0, capsys.readouterr().err
    found = read(tmp_path / "out")
    structure = found if isinstance(found, Structure) else found.baseline
    assert len(structure.units) >= 2


@pytest.mark.parametrize("one", IMPORTERS, ids=lambda one: one.name)
def test_what_every_importer_loses_is_lost_and_told(one: Importer, tmp_path: Path):
    """Each loss stands in the example, marked as lost; it is in no table of the baseline, and told; so is nothing else."""
    files, options = _given(one)
    source = "".join(file.read_text("utf-8") for file in (*files, *options.values()))
    imported = _import_example(one)
    told = {*imported.not_carried, *(problem.code for problem in imported.problems if problem.severity != "warning")}
    told |= {code for code in ("NAME_TWICE", "SECOND_IDENTIFIER") if code in imported.counts()}
    general = {"NOT_CARRIED"} & {
        pattern for loss in one.losses for pattern in loss.told
    }  # whatever the columns are called
    told = (told - set(imported.not_carried)) | general if general else told
    save(imported, tmp_path / "out")
    written = [path for path in (tmp_path / "out").rglob("*") if path.suffix in (".csv", ".yaml")]
    tables = "".join(path.read_text("utf-8") for path in written if path.name != REPORT)
    assert "lost " not in tables
    left = set(told)
    for loss in one.losses:
        names = {name for name in told if any(fnmatchcase(name, pattern) for pattern in loss.told)}
        assert [name for name in names if f"lost {_last(name)}" in source] != [], loss.what
        left -= names
    assert left == set()
    report = (tmp_path / "out" / REPORT).read_text("utf-8")
    assert all(name in report for name in (*told, *imported.not_carried))


def _last(name: str) -> str:
    """Give the last part of the name of a property: of an address, or of a class and key."""
    return re.split(r"[/#]" if "://" in name else r"[.\[]", name.rstrip("]"))[-1]


def test_what_popolo_has_and_a_baseline_has_not_is_stated_key_by_key():
    """Every key of a class that is read and has no place is one of the losses of the format."""
    stated = [pattern for loss in record_of("popolo", IMPORTERS).losses for pattern in loss.told]
    left = {
        f"{name}.{key}" for name, keys in KEYS.items() for key in keys if key not in CARRIED[name] and key[0] != "@"
    }
    assert {key for key in left if not any(fnmatchcase(key, pattern) for pattern in stated)} == set()


def test_a_new_importer_needs_no_change_of_the_command(monkeypatch: pytest.MonkeyPatch):
    """The options of a sixth format, and their help, are those of its record."""
    option = Option("chart", "FILE", "The chart.", needed=True)
    sixth = dataclasses.replace(IMPORTERS[0], name="sixth", options=(option, *IMPORTERS[0].options[2:]))
    merged = options_of([*IMPORTERS, sixth])
    assert merged[option] == ("sixth",)
    assert merged[IMPORTERS[0].options[2]] == ("uk-organogram", "hierarchy", "popolo", "w3c-org", "sixth")
    command = importing.format_options([*IMPORTERS, sixth])(lambda: None)
    added = {one.opts[0]: one.help for one in command.__click_params__}
    assert added["--chart"] == "sixth: The chart."
    assert set(added) == {f"--{one.name}" for one in merged}


# -- exporters -----------------------------------------------------------------------------------------------------------


def _said(table: str, field: str) -> str:
    return f"said {table} {field}"


def _record(table: str, **given: Any) -> Any:
    """Make a record that says something in every field: in its texts, what field of what table it is."""
    spec = Tables.BY_NAME[table]
    usual: dict[str, Any] = {
        **{field: _said(table, field) for field in spec.fields},
        **dict.fromkeys(spec.dates, "1987-06-05"),
        **dict.fromkeys(spec.flags, True),
        **dict.fromkeys((*spec.figures, *spec.rates, *spec.numbers), 7),
    }
    if spec.names:
        usual[spec.names] = names_of(vi=_said(table, spec.names), en=f"{_said(table, spec.names)} in English")
    return spec.record(**(usual | given))


def _everything(*more: Any) -> Structure:
    part = Estimate(Source(FigureId("posts", "group", "authorized"), 5, 6, 7), None, 3, 1)
    return Structure.of(
        [
            _record("documents"),
            *(_record("units", id=id, parent=parent) for id, parent in (("a", None), ("b", "a"), ("c", "a"))),
            Ended(_record("units", id="old", parent="a"), "2001-01-01"),
            Ended(_record("units", id="older", parent="a"), "?"),
            _record("identities", unit="a"),
            _record("posts", id="a/h", unit="a", rank="head", quota="in", authorized=1, filled=1),
            _record(
                "posts",
                id="b/p",
                unit="b",
                rank="deputy",
                quota="in",
                authorized=part,
                titles=names_of(vi="said deputy"),
            ),
            _record("units", id="long", parent="c", names=names_of(vi="x" * 32_768)),
            _record("persons", id="x"),
            _record("incumbencies", person="x", post="a/h", order=0),
            _record("links", post="a/h", also_holds="b/p"),
            _record("lines", kind="professional", from_="b", to="c"),
            _record("lines", kind="coordination", from_="b/p", to="a/h"),
            _record("functions", unit="a"),
            _record("members", unit="a", origin="b", total=14),
            _record("attributes", unit="a"),
            _record("pay"),
            _record("grades", grade=_said("posts", "grade")),
            *more,
        ],
        terms=Vocabulary({_said("units", "kind"): "agency"}),
        as_of="2022-09-30",
    )


def _text(path: Path) -> str:
    """Give all that a file, workbook or folder holds, addresses with their spaces."""
    if path.is_dir() and (found := sorted(path.glob("*.parquet"))):
        return "".join(pd.read_parquet(one).to_json(orient="values", force_ascii=False) for one in found)
    if path.is_dir():
        return "".join(one.read_text("utf-8") for one in path.iterdir() if one.suffix == ".csv")
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8").replace("%20", " ")
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode("utf-8") for name in book.namelist())


def _names_of(problem: Problem) -> set[str]:
    """Name what a warning is about as the losses of a record do: tables, and fields of tables."""
    return {f"{problem.table}.{problem.field}"} if problem.field else set(problem.subject.split())


def _export(one: Exporter, structure: Structure, folder: Path, **run_: Any) -> tuple[Path, set[str]]:
    """Export a structure; give the file, and what the warnings are about."""
    target = folder / f"out{(one.suffixes or ('',))[0]}"
    problems = export_to(one.name, structure, target, **run_)
    assert {problem.severity for problem in problems} <= {"warning"}
    assert {problem.code for problem in problems} <= {"NOT_CARRIED"}
    return target, {name for problem in problems for name in _names_of(problem)}


@pytest.mark.parametrize("one", [one for one in EXPORTERS if not one.losses], ids=lambda one: one.name)
def test_an_exporter_without_losses_gives_the_structure_back(one: Exporter, tmp_path: Path):
    """What a format holds whole reads back equal, and nothing is told as lost."""
    cited = [Document(_said(table, "src")) for table, spec in Tables.BY_NAME.items() if "src" in spec.fields]
    structure = _everything(*cited)
    target, told = _export(one, structure, tmp_path)
    assert (read(target), told) == (structure, set())


@pytest.mark.parametrize("one", [one for one in EXPORTERS if one.losses], ids=lambda one: one.name)
def test_what_every_exporter_loses_is_lost_and_told(one: Exporter, tmp_path: Path):
    """Of a structure that says everything, a text is in the file unless it is told as lost; each loss stated is told, and no other."""
    structure = _everything()
    lineage = [Lineage("s", "split_up", "old", "a", {"authorized": 0.5})]
    run_ = {"lineage": lineage, "before": structure} if one.of_a_run else {}
    target, told = _export(one, structure, tmp_path, **run_)
    stated = {
        loss: [name for name in told if any(fnmatchcase(name, each) for each in loss.told)] for loss in one.losses
    }
    assert [loss.what for loss, names in stated.items() if not names] == []
    assert told - {name for names in stated.values() for name in names} == set()
    text = _text(target)
    partly = {
        "lines",
        "ended",
        "posts" if one.name == "visio" else "",
    }  # some of their records, or of these some fields
    for spec in Tables.ALL:
        for field in spec.texts:
            there = f"{_said(spec.table, field)}" in text
            if there and spec.table not in partly and field != spec.names:
                assert not {spec.table, f"{spec.table}.{spec.written_as(field)}"} & told, (spec.table, field)
            elif not there and _said(spec.table, field) in repr(
                structure.table(spec.table).records(list(structure.table(spec.table).rows()))
            ):
                assert {spec.table, f"{spec.table}.{spec.written_as(field)}"} & told, (spec.table, field)


# -- both ----------------------------------------------------------------------------------------------------------------


def test_a_file_is_imported_by_the_name_of_its_format(tmp_path: Path):
    """In Python as at the command line, by the record."""
    (tmp_path / "p.json").write_text('{"organizations": [{"id": "a", "name": "Council"}]}', "utf-8")
    assert import_from("popolo", tmp_path / "p.json").structure.unit("a").name("en") == "Council"
    for call, said in (
        (lambda: import_from("popollo", tmp_path / "p.json"), "did you mean 'popolo'"),
        (lambda: import_from("popolo"), "popolo takes one file"),
        (lambda: import_from("uk-organogram", tmp_path, options={"senior": "a", "junior": "b"}), "takes no file but"),
        (lambda: import_from("popolo", tmp_path, options={"as_of": "2020"}), "no option 'as_of'; did you mean 'as-of'"),
        (lambda: export_to("dot", Structure.of(), tmp_path / "x.dot", options={"base": "urn:x:"}), "it is for w3c-org"),
    ):
        with pytest.raises(OptionError, match=said):
            call()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", str(SMALL), "--to", "dot", "--base", "https://x.org/"], "--base không dùng cho dot"),
        (["export", str(SMALL), "--to", "cpov", "--base", "x.org"], "--base: 'x.org' không phải là địa chỉ"),
        (["import", "lineage", "x.csv", "--as-of", "2020-01-01"], "--as-of does not belong to lineage"),
        (
            ["import", "hierarchy", "x.csv", "--senior", "y"],
            "--senior does not belong to hierarchy: it is for uk-organogram",
        ),
        (["import", "uk-organogram", "--senior", "y"], "uk-organogram takes --senior FILE and --junior FILE"),
        (
            ["import", "popolo", "x.json", "--map", "m", "--lang", "vi"],
            "--map không dùng cho popolo: chỉ dùng cho hierarchy và",
        ),
        (["import", "popolo", "x.json", "--names-in", "English"], "'English' is no code of a language"),
        (["import", "popolo", "x.json", "--as-of", "?"], "'?' is not a date"),
        (["import", "popolo", "x.json", "y.json"], "popolo takes one file"),
    ],
)
def test_an_option_of_another_format_is_refused(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """What a format has no use for, lacks or cannot read is told, and nothing is written."""
    assert run([*words, "-o", str(tmp_path / "out.dot")]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
