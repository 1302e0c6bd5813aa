"""The road without YAML: a workbook for an office, edited by other programs, read back by diff as a scenario; and Parquet tables."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings

from orgmodel.cli.main import run
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import difference
from orgmodel.io.baseline import read_baseline
from orgmodel.io.exporters.office import export_office
from orgmodel.io.exporters.parquet import export_parquet
from orgmodel.io.office import title_in
from orgmodel.io.read import read, read_start
from orgmodel.scenario.scenario import Scenario, Study
from tests.io.structures import structures

STUDY = """title: {en: Town}
language: en
as_of: 2024-01-01
kinds: {office: agency, desk: internal}
quantities: {residents: {}}
baseline: baseline
"""
UNITS = (
    "id,name_en,kind,parent,from\ntown,Town Hall,office,,1990-01-01\ntax,Taxes,office,town,\nfees,Fees,office,town,\n"
)
POSTS = (
    "id,unit,title_en,rank,authorized,filled\ntax/head,tax,Head,head,1,1\ntax/clerks,tax,Clerk,staff,6,5\n"
    "fees/head,fees,Head,head,1,1\nfees/clerks,fees,Clerk,staff,3,3\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Write a small study: a town hall with two offices."""
    folder = tmp_path / "town"
    (folder / "baseline").mkdir(parents=True)
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    for name, text in (("units", UNITS), ("posts", POSTS), ("quantities", "unit,quantity,value\ntax,residents,1000\n")):
        (folder / "baseline" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def _exported(study: Path, *more: str) -> Path:
    path = study.parent / "town.xlsx"
    assert run(["export", str(study), "--to", "office", "-o", str(path), *more]) == 0
    return path


def _edited(path: Path, edit: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def _column(sheet: openpyxl.worksheet.worksheet.Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def _row(sheet: openpyxl.worksheet.worksheet.Worksheet, id: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == id)


def _plan(book: openpyxl.Workbook) -> None:
    """Edit as an office would: quotas, a name, another superior, a new unit with a post, and a title."""
    book["orgmodel"]["C1"] = "One desk for payments"
    units, posts = book["Units"], book["Posts"]
    units.cell(_row(units, "tax"), _column(units, "Name (en)"), "Taxes and Fees")
    units.append([None, "Payments", "desk", "Taxes"])
    header = [cell.value for cell in posts[1]]
    assert [cell.value for cell in units[1]][:4] == ["Id", "Name (en)", "Kind", "Under (id)"]
    posts.cell(_row(posts, "tax/clerks"), _column(posts, "Posts authorized"), 7)
    new = {"Title (en)": "Head", "Unit (id)": "Payments", "Rank": "head", "Posts authorized": 1, "Posts filled": 0}
    posts.append([new.get(name) for name in header])


def test_a_workbook_is_written_for_people(study: Path) -> None:
    """Headings are words, the header stays in sight, numbers and dates are such, and what may be edited has its own colour."""
    book = openpyxl.load_workbook(_exported(study))
    units, posts = book["Units"], book["Posts"]
    assert (units.freeze_panes, posts.freeze_panes, book.active.title) == ("B2", "B2", "Units")
    name, id = (units.cell(1, _column(units, heading)) for heading in ("Name (en)", "Id"))
    assert name.fill.fgColor.rgb != id.fill.fgColor.rgb
    assert isinstance(posts.cell(2, _column(posts, "Posts authorized")).value, int)
    assert str(units.cell(_row(units, "town"), _column(units, "From")).value)[:10] == "1990-01-01"
    listed = [row[2].value for row in book["orgmodel"].iter_rows() if row[2].value]
    assert {"units.parent", "posts.authorized", "quantities.value"} <= set(listed)
    vietnamese = openpyxl.load_workbook(_exported(study, "--headings-in", "vi", "--force"))
    assert {"Đơn vị", "Vị trí"} <= set(vietnamese.sheetnames)


def test_headings_in_a_language_that_has_none_are_refused(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They would be in English, and nobody told; the languages that there are are named, and nothing is written."""
    assert run(["export", str(study), "--to", "office", "-o", str(study.parent / "x.xlsx"), "--headings-in", "fr"]) == 1
    assert "no language 'fr'; there are vi, en" in capsys.readouterr().err
    assert not (study.parent / "x.xlsx").exists()


def _led_by_plan(study: Path, edited: Path) -> Scenario:
    plan = study / "plan.yaml"
    assert run(["diff", str(study), str(edited), "-o", str(plan), "--force"]) == 0
    scenario = read(plan)
    assert isinstance(scenario, Scenario)
    return scenario


def _units_and_posts(structure: Structure) -> dict[str, tuple[object, ...]]:
    units = {unit.id: (unit.name("en"), unit.kind, unit.parent) for unit in structure.units}  # type: ignore[union-attr]
    posts = {post.id: (post.unit, post.rank, post.authorized, post.filled) for post in structure.posts}  # type: ignore[union-attr]
    return units | posts


def _check_plan(study: Path, edited: Path) -> None:
    scenario = _led_by_plan(study, edited)
    assert scenario.title == (("en", "One desk for payments"),)
    outcome = scenario.run()
    assert not outcome.refused
    before = read(study)
    assert isinstance(before, Study)
    expected = _units_and_posts(before.baseline) | {
        "tax": ("Taxes and Fees", "office", "town"),
        "payments": ("Payments", "desk", "tax"),
        "tax/clerks": ("tax", "staff", 7, 5),
        "payments/head": ("payments", "head", 1, 0),
    }
    found = _units_and_posts(outcome.after)
    assert found == expected


def test_an_edited_workbook_comes_back_as_a_scenario_with_its_title(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was edited by another program is what the scenario leads to; new rows have ids of their names, told in a line a sheet."""

    def plan(book: openpyxl.Workbook) -> None:
        _plan(book)
        units = book["Units"]
        units.cell(units.max_row, _column(units, "Under (id)"), "tax")

    _check_plan(study, _edited(_exported(study), plan))
    assert capsys.readouterr().err.count("NEW_IDS") == 2


@pytest.mark.needs_office
def test_a_workbook_saved_by_libreoffice_comes_back_the_same(study: Path, soffice: Path, tmp_path: Path) -> None:
    """Saving it in an office suite changes nothing: the untouched one has no difference, the edited one leads to the same."""
    path = _exported(study)

    def saved(name: str) -> Path:
        command = [
            str(soffice),
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "xlsx",
        ]
        subprocess.run(
            [*command, "--outdir", str(tmp_path / name), str(path)], check=True, capture_output=True, timeout=120
        )
        return tmp_path / name / path.name

    before = read_start(study)
    assert isinstance(before, Structure)
    same = difference(before, read_start(saved("first"), before))  # type: ignore[arg-type]
    assert (same.inference.verbs, same.corrections) == ({}, ())

    def plan(book: openpyxl.Workbook) -> None:
        _plan(book)
        units = book["Units"]
        units.cell(units.max_row, _column(units, "Under (id)"), "tax")

    _edited(path, plan)
    _check_plan(study, saved("second"))


def test_what_an_office_writes_wrong_is_told_in_its_sheet(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt kind, a heading that was changed and a new sheet are told at their cell, with the nearest; nothing is written."""

    def spoil(book: openpyxl.Workbook) -> None:
        book["Units"].cell(2, _column(book["Units"], "Kind"), "ofice")
        book["Posts"].cell(1, _column(book["Posts"], "Posts filled"), "Posts filed")
        book.create_sheet("Notes")["A1"] = "mine"

    path = _edited(_exported(study), spoil)
    capsys.readouterr()
    assert run(["diff", str(study), str(path), "-o", str(study / "plan.yaml"), "--lang", "en"]) == 1
    told = capsys.readouterr().err
    assert "[Posts]:1:" in told
    assert "did you mean 'Posts filled'" in told
    assert "the sheet 'Notes' is not one that the sheet 'orgmodel' lists" in told
    assert not (study / "plan.yaml").exists()


def test_a_kind_that_is_not_declared_is_told(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The words of the study hold in its workbook, wherever it lies."""
    path = _edited(_exported(study), lambda book: book["Units"].cell(2, 3, "ofice"))
    capsys.readouterr()
    assert run(["diff", str(study), str(path), "--lang", "en"]) == 1
    assert "kind 'ofice'" in capsys.readouterr().err


def test_a_title_left_blank_is_the_name_of_the_file(study: Path) -> None:
    """A workbook without a title is called as its file; other workbooks have none."""
    path = _exported(study)
    assert title_in(path) == "town"
    other = study.parent / "other.xlsx"
    assert run(["export", str(study), "--to", "xlsx", "-o", str(other)]) == 0
    assert title_in(other) is None


@settings(max_examples=25, deadline=None)
@given(structures())
def test_any_structure_comes_back_from_its_workbook(
    tmp_path_factory: pytest.TempPathFactory, structure: Structure
) -> None:
    """An unedited workbook differs in nothing that a table holds."""
    path = tmp_path_factory.mktemp("office") / "x.xlsx"
    export_office(structure, path)
    back, _ = read_baseline(path, structure.terms, structure.as_of)
    assert _units_and_posts(back) == _units_and_posts(structure)


def test_parquet_holds_the_tables_and_the_flows_of_a_run(study: Path, tmp_path: Path) -> None:
    """Pandas reads units, posts, lines, the ledger and the trace, typed; what is missing is null, and a second run writes the same bytes."""
    scenario = study / "s.yaml"
    scenario.write_text(
        "steps:\n- id: s\n  do:\n  - absorb: [fees]\n    into: tax\n    surplus_heads: {fees/head: {convert: deputy}}\n"
        "  - redirect: {kind: administrative, from: tax/clerks, to: null}\n    to: tax/head\n",
        encoding="utf-8",
    )
    folder = tmp_path / "tables"
    assert run(["export", str(scenario), "--to", "parquet", "-o", str(folder)]) == 0
    frames = {path.stem: pd.read_parquet(path) for path in folder.iterdir() if path.suffix == ".parquet"}
    assert {"units", "posts", "lines", "ledger", "trace"} <= set(frames)
    outcome = read(scenario).run()  # type: ignore[union-attr]
    assert frames["posts"]["authorized"].sum() == 11
    assert str(frames["posts"]["authorized"].dtype).lower().startswith("int")
    ledger = frames["ledger"]
    moved = ledger[(ledger["quantity"] == "authorized") & (ledger["from"] == "fees") & (ledger["to"] == "tax")]
    assert moved["amount"].sum() == 4
    assert len(ledger) == len(outcome.ledger)
    trace = frames["trace"]
    assert trace[trace["quantity"] == "filled"]["amount"].sum() == 4
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(["export", str(scenario), "--to", "parquet", "-o", str(folder)]) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


@settings(max_examples=15, deadline=None)
@given(structures())
def test_parquet_tables_are_those_of_the_structure(
    tmp_path_factory: pytest.TempPathFactory, structure: Structure
) -> None:
    """Each table that has rows is a file with the rows of its frame."""
    folder = tmp_path_factory.mktemp("parquet") / "out"
    export_parquet(structure, folder)
    frames = structure.to_frames()
    assert {path.stem for path in folder.glob("*.parquet")} == set(frames)
    for name, frame in frames.items():
        back = pd.read_parquet(folder / f"{name}.parquet")
        assert back.astype(object).where(back.notna(), None).to_dict("list") == frame.astype(object).where(
            frame.notna(), None
        ).to_dict("list")
