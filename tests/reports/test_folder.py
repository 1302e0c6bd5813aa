"""A folder of papers in every format and both languages: what the forms hold stands in each, names in none, and twice the same bytes."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from orgmodel import api
from orgmodel.cli.main import run
from orgmodel.io.exporters.formats import EXPORTERS, FORMATS
from orgmodel.io.formats import record_of
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.form import Form
from orgmodel.reports.papers import papers_of
from orgmodel.reports.write import WRITERS

ROADS = Path(__file__).parents[1] / "fixtures" / "roads"
PEOPLE = {"p1": "Zofia Quillfeather", "p2": "Đoàn Thị Xuyến", "p3": "Ibrahim Vandersloot"}
LANGUAGES = ("vi", "en")


def make_study(folder: Path) -> Path:
    """Copy the small study, with people in three of its posts."""
    shutil.copytree(ROADS, folder)
    base = folder / "baseline"
    people = "".join(f"{id},{name}\n" for id, name in PEOPLE.items())
    base.joinpath("persons.csv").write_text(f"id,name\n{people}", "utf-8")
    held = "p1,road/head\np2,road/deputy\np3,safe/head\n"
    base.joinpath("incumbencies.csv").write_text(f"person,post\n{held}", "utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the papers of a split twice, with their tables, in both languages; each once for all tests."""
    top = tmp_path_factory.mktemp("folder")
    study = make_study(top / "study")
    for name in ("one", "two"):
        assert run(["report", str(study / "split.yaml"), "-o", str(top / name), "--lang", "vi,en"]) == 0
    assert run(["compare", str(study / "split.yaml"), "-o", str(top / "tables")]) == 0
    return top


@pytest.fixture(scope="module")
def forms(made: Path) -> list[Form]:
    """Give the forms of the report that the folder holds."""
    comparison = api.compare_all(api.read_outcomes([made / "study" / "split.yaml"]), language="vi")
    (report,) = papers_of(comparison, ("report",), api.report_asked(comparison))
    return list(report.forms())


def texts_of(path: Path) -> str:
    """Read all text of a file, whatever it is packed in."""
    if path.suffix in (".docx", ".xlsx", ".pptx"):
        with ZipFile(path) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages) + repr(PdfReader(path).metadata)
    return path.read_bytes().decode("utf-8", "replace")


def named_in(folder: Path) -> set[tuple[str, str]]:
    """Find the files in which a person is named, wherever a line may break."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            text = re.sub(r"\s+", "", texts_of(path))
            found |= {(path.name, name) for name in PEOPLE.values() if name.replace(" ", "") in text}
    return found


def test_twice_the_same_bytes(made: Path) -> None:
    """Every file of every paper, format and language."""
    files = sorted(path.name for path in (made / "one").iterdir() if not path.name.startswith("."))
    assert {Path(name).suffix for name in files} >= set(WRITERS)
    differing = [name for name in files if (made / "one" / name).read_bytes() != (made / "two" / name).read_bytes()]
    assert differing == []


def test_nobody_is_named(made: Path) -> None:
    """No paper, table, chart or export names a person unless that is asked for."""
    study, charts = made / "study", made / "charts"
    for suffix in ("svg", "pdf", "pptx", "drawio", "html"):
        assert run(["chart", str(study / "split.yaml"), "-o", str(charts / f"c.{suffix}"), "--state", "changes"]) == 0
    for place in ("one", "tables", "charts"):
        assert named_in(made / place) == set(), place


@pytest.mark.parametrize(("option", "named"), [("--persons", True), ("--pseudonyms", False)])
def test_people_are_named_where_asked(made: Path, option: str, named: bool, tmp_path: Path) -> None:
    """The holders' annex names people, or gives each a number."""
    for suffix in (".md", ".html"):
        file = tmp_path / f"r{suffix}"
        assert run(["report", str(made / "study" / "split.yaml"), "-o", str(file), option, "--lang", "en"]) == 0
        text = file.read_text("utf-8")
        assert [name in text for name in PEOPLE.values()] == [named] * len(PEOPLE)
    plain = (made / "one" / "report-split.en.md").read_text("utf-8")
    assert len(text) > 0
    assert len((tmp_path / "r.md").read_text("utf-8")) > len(plain)


FOLDERS = ("csv", "parquet")


@pytest.mark.parametrize("form", FORMATS)
def test_no_export_names_anybody_unasked(
    made: Path, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every format has persons by their ids, where it has them; names only where they are asked for, and it is said."""
    study = str(made / "study" / "split.yaml")
    folder = form in FOLDERS
    suffix = "" if folder else record_of(form, EXPORTERS).suffixes[0]
    for option, told in (((), True), (("--persons",), False)):
        place = tmp_path / f"out{len(option)}"
        place.mkdir()
        assert run(["export", study, "--to", form, "-o", str(place / f"x{suffix}"), "--lang", "en", *option]) == 0
        assert ("NAMES_LEFT_OUT" in capsys.readouterr().err) is told
    assert named_in(tmp_path / "out0") == set()
    carried = {"json", "csv", "xlsx", "office", "parquet", "w3c-org", "cpov"}
    assert bool(named_in(tmp_path / "out1")) is (form in carried)


@pytest.mark.parametrize("style", ["text", "json", "csv", "md"])
def test_compare_names_nobody_unasked(made: Path, style: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On the screen, in JSON and in tables."""
    assert run(["compare", str(made / "study"), "--format", style, "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert [name for name in PEOPLE.values() if name in told.out + told.err] == []


# -- one truth in every format ------------------------------------------------------------------------------------------------


def rows_of_word(path: Path) -> Counter[tuple[str, ...]]:
    """Read the rows of all tables; what is merged is there once."""
    rows = [row for table in Document(str(path)).tables for row in table.rows]
    return Counter(tuple(cell.text for place, cell in enumerate(row.cells) if not place or cell._tc is not row.cells[place - 1]._tc) for row in rows)  # fmt: skip


class _Rows(HTMLParser):
    """Gather the rows of tables."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag, attributes) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def wanted(forms: list[Form], language: str) -> Counter[tuple[str, ...]]:
    """Give every row of every form as a reader sees it."""
    return Counter(tuple(texts[place] for place, _ in form.spans(at, language)) for form in forms for at, texts in enumerate(form.texts(language)))  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_stand_in_word_and_html(made: Path, forms: list[Form], language: str) -> None:
    """Each row, cell by cell, as often as the report has it."""
    rows = wanted(forms, language)
    assert sum(rows.values()) > 20
    reader = _Rows()
    reader.feed((made / "one" / f"report-split.{language}.html").read_text("utf-8"))
    assert rows - Counter(map(tuple, reader.rows)) == Counter()
    assert rows - rows_of_word(made / "one" / f"report-split.{language}.docx") == Counter()


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_stand_in_pdf_slides_and_text(made: Path, forms: list[Form], language: str) -> None:
    """Each cell's text, in the PDF and Markdown as text, on slides in cells of tables."""
    pdf = re.sub(r"[\s\u200b]+", "", texts_of(made / "one" / f"report-split.{language}.pdf"))
    text = re.sub(r"[\s\\]+", "", (made / "one" / f"report-split.{language}.md").read_text("utf-8"))
    slides = Presentation(str(made / "one" / f"report-split.{language}.pptx")).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    cells = Counter(re.sub(r"\s+", "", cell.text_frame.text) for table in tables for row in table.rows for cell in row.cells)  # fmt: skip
    told = Counter(
        re.sub(r"\s+", "", cell)
        for form in forms
        if form.id != "handover"  # what is left to be filled in is on no slide
        for row in form.texts(language)
        for cell, column in zip(row, form.columns, strict=True)
        if cell and column.kind != "no"
    )
    assert [cell for cell in told if cell not in pdf] == []
    assert [cell for cell in told if cell not in text] == []
    assert told - cells == Counter()


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_stand_in_the_workbook(made: Path, forms: list[Form], language: str) -> None:
    """Each figure is a number, by two readers, and each formula gives what the report says."""
    path = made / "one" / f"report-split.{language}.xlsx"
    book = CalamineWorkbook.from_path(str(path))
    other = load_workbook(path, data_only=True)
    for name, form in zip(book.sheet_names[1:], forms, strict=True):
        first = 2 + (2 if any(column.group for column in form.columns) else 1)
        lines, sheet = book.get_sheet_by_name(name).to_python(skip_empty_area=False), other[name]
        for at in range(len(form.rows)):
            for place in range(len(form.columns)):
                number = form.number(at, place)
                if form.kind_of(at, place) in FIGURES and number is not None:
                    assert lines[first + at][place] == pytest.approx(number)
                    assert sheet.cell(first + at + 1, place + 1).value == pytest.approx(number)


# -- many, and what fails ------------------------------------------------------------------------------------------------------


def test_of_many_one_fails_and_the_rest_is_done(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario that is refused is told, at the end and in the index, and has no folder; the others have theirs, by any name."""
    study = tmp_path / "study"
    shutil.copytree(made / "study", study)
    (study / "split.yaml").rename(study / "2.3-split.yaml")
    file = study / "study.yaml"
    file.write_text(file.read_text("utf-8").replace("split.yaml", "2.3-split.yaml"), "utf-8")
    (study / "broken.yaml").write_text(
        "title: {en: Broken}\nsteps:\n- id: a\n  do:\n  - dissolve: nowhere\n    why: x\n"
    )
    assert run(["report", str(study), "-o", str(tmp_path / "all"), "--each", "--lang", "en"]) == 1
    told = capsys.readouterr()
    assert "nowhere" in told.err
    index = (tmp_path / "all" / "index.html").read_text("utf-8")
    assert 'href="2.3-split/index.html"' in index
    assert "nowhere" in index
    assert 'href="broken/' not in index
    assert {path.name for path in (tmp_path / "all").iterdir() if path.is_dir()} >= {"2.3-split", "centre"}
    assert not (tmp_path / "all" / "broken").exists()


def test_a_refused_scenario_has_no_figures(made: Path, tmp_path: Path) -> None:
    """By itself it is an error and nothing is written."""
    study = tmp_path / "study"
    shutil.copytree(made / "study", study)
    (study / "broken.yaml").write_text(
        "title: {en: Broken}\nsteps:\n- id: a\n  do:\n  - dissolve: nowhere\n    why: x\n"
    )
    for suffix in WRITERS:
        assert run(["report", str(study / "broken.yaml"), "-o", str(tmp_path / f"r{suffix}")]) == 1
        assert not (tmp_path / f"r{suffix}").exists()
    assert run(["report", str(study / "broken.yaml"), "-o", str(tmp_path / "all")]) == 1
    assert not (tmp_path / "all").exists()


def test_of_a_study_with_a_refused_scenario_the_rest_is_told(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The refused one stands in the report with why and without figures, the others with theirs; all errors are told, and the code is 1."""
    study = tmp_path / "study"
    shutil.copytree(made / "study", study)
    alone = run(["report", str(study), "-o", str(tmp_path / "whole.md"), "--lang", "en"])
    whole = (tmp_path / "whole.md").read_text("utf-8")
    assert alone == 0
    (study / "broken.yaml").write_text(
        "title: {en: Broken}\nsteps:\n- id: a\n  do:\n  - dissolve: nowhere\n    why: x\n"
    )
    capsys.readouterr()
    for suffix in WRITERS:
        assert run(["report", str(study), "-o", str(tmp_path / f"some{suffix}"), "--lang", "en"]) == 1
        assert "UNKNOWN_UNIT" in capsys.readouterr().err
    some = (tmp_path / "some.md").read_text("utf-8")
    part = some.split("# Broken\n")[1].split("\n#")[0]
    assert "cannot be carried out" in part
    assert "no unit 'nowhere'" in part
    assert not re.search(r"\d", part)
    rows = [line for line in whole.splitlines() if line.startswith("- ") and re.search(r"\d", line)]
    assert rows
    assert [line for line in rows if line not in some] == []
    assert run(["compare", str(study), "--papers", str(tmp_path / "papers"), "--lang", "en"]) == 1
    assert (tmp_path / "papers" / "index.html").exists()


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_strangers_file_stays(made: Path, suffix: str, tmp_path: Path) -> None:
    """What orgmodel did not write, or what was changed since, is left as it is, byte by byte."""
    file, scenario = tmp_path / f"r{suffix}", str(made / "study" / "split.yaml")
    file.write_bytes(b"mine")
    assert run(["report", scenario, "-o", str(file)]) == 1
    assert file.read_bytes() == b"mine"
    assert run(["report", scenario, "-o", str(file), "--force"]) == 0
    written = file.read_bytes()
    assert written != b"mine"
    file.write_bytes(written + b" ")
    assert run(["report", scenario, "-o", str(file)]) == 1
    assert file.read_bytes() == written + b" "


def test_a_folder_that_may_only_be_read_stays(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system refuses to write, it is told in one line, and nothing is there that was not."""
    scenario, folder = str(made / "study" / "split.yaml"), tmp_path / "all"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", "utf-8")
    whole = os.open

    def read_only(path: str | bytes | os.PathLike[str], flags: int, *rest: int, **more: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
        return whole(path, flags, *rest, **more)

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(folder))

    opened = io.open

    def read_only_file(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if set(mode) & set("wax+") and str(tmp_path) in str(file):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(file))
        return opened(file, mode, *rest, **more)

    monkeypatch.setattr(os, "open", read_only)
    monkeypatch.setattr(os, "mkdir", refused)
    monkeypatch.setattr(io, "open", read_only_file)
    monkeypatch.setattr("builtins.open", read_only_file)
    code = run(["report", scenario, "-o", str(folder), "--lang", "en"])
    monkeypatch.undo()
    told = capsys.readouterr().err
    assert code == 1
    assert "nothing can be written on this disk" in told
    assert "INTERNAL" not in told
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    file = tmp_path / "file"  # a file where a folder is wanted
    file.write_text("mine", "utf-8")
    assert run(["report", scenario, "-o", str(file / "in"), "--lang", "en"]) == 1
    assert file.read_text("utf-8") == "mine"


def test_what_people_write_of_steps_is_kept_between_runs(made: Path, tmp_path: Path) -> None:
    """The file is begun once; what is written into it stands in each later report, and no run changes it."""
    notes, scenario = tmp_path / "notes.csv", str(made / "study" / "split.yaml")

    def report() -> str:
        options = ["--paper", "progress", "--as-of", "2026-10-31", "--progress", str(notes), "--lang", "en", "--force"]
        assert run(["report", scenario, "-o", str(tmp_path / "p.md"), *options]) == 0
        return (tmp_path / "p.md").read_text("utf-8")

    report()
    begun = notes.read_text("utf-8")
    assert "split," in begun
    written = begun.replace(
        "split,Two agencies in place of one,,,", "split,Two agencies in place of one,=sent back,no room,more time"
    )
    assert written != begun
    notes.write_text(written, "utf-8")
    for _ in range(2):
        told = report()
        assert all(text in told for text in ("sent back", "no room", "more time"))
        assert notes.read_text("utf-8") == written
    notes.write_text(written.replace("split,", "other,"), "utf-8")  # a step that is no more, and one without a row
    assert "sent back" not in report()
    assert "other," in notes.read_text("utf-8")


def test_of_two_studies_one_is_refused(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Scenarios of one name in several studies have a folder each; a study that cannot be read is told, and the rest is done."""
    for name in ("good", "bad", "like"):
        shutil.copytree(made / "study", tmp_path / name)
    (tmp_path / "bad" / "baseline" / "units.csv").write_text("id,name_en,parent\na,A,nowhere\n", "utf-8")
    for one in (*(tmp_path / "good").glob("centre.yaml"), *(tmp_path / "like").glob("centre.yaml")):
        one.unlink()  # two papers are enough
    studies = [str(tmp_path / name) for name in ("good", "bad", "like")]
    assert run(["report", *studies, "-o", str(tmp_path / "all"), "--each", "--lang", "en"]) == 1
    told = capsys.readouterr().err
    assert "bad/split.yaml" in told
    index = (tmp_path / "all" / "index.html").read_text("utf-8")
    assert ['href="split/index.html"' in index, 'href="like-split/index.html"' in index] == [True, True]
    assert {path.parent.name for path in (tmp_path / "all").rglob("report-*.docx")} == {"split", "like-split"}


def test_a_full_disk_leaves_nothing_half_written(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full before the last file stands, those that were there stay whole, and nothing stays beside them."""
    scenario, folder = str(made / "study" / "split.yaml"), tmp_path / "all"
    assert run(["report", scenario, "-o", str(folder), "--lang", "en"]) == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    written, whole = [], hashlib.file_digest

    def full(file: BinaryIO, kind: str) -> object:
        written.append(file.name)
        if len(written) > 12:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(file, kind)

    monkeypatch.setattr(hashlib, "file_digest", full)
    assert run(["report", scenario, "-o", str(folder), "--lang", "vi"]) == 1
    monkeypatch.undo()
    assert len(written) == 13
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_day_that_is_none_is_refused_at_once(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of which day a progress report is must be one; a language that is named twice is one."""
    scenario = str(made / "study" / "split.yaml")
    assert run(["report", scenario, "-o", str(tmp_path / "all"), "--as-of", "2026-13-45"]) == 2
    assert "2026-13-45" in capsys.readouterr().err
    assert run(["report", scenario, "-o", str(tmp_path / "r.md"), "--lang", "en,en"]) == 0
    assert [path.name for path in tmp_path.glob("*.md")] == ["r.md"]


HOSTILE = "=1+1{{ x }}{% if %}<i>#let $x$ ]]> @a"
LONG = "X" * 300


def test_names_of_any_kind_stay_what_they_are(made: Path, tmp_path: Path) -> None:
    """In the names of what a scenario makes, markup, formulas and braces are text in every format; one of 300 letters is whole."""
    study = tmp_path / "study"
    shutil.copytree(made / "study", study)
    text = (study / "split.yaml").read_text("utf-8")
    text = text.replace("{en: Road Safety Agency}", f"{{en: '{HOSTILE}'}}")
    text = text.replace("{en: Licensing Agency}", f"{{en: {LONG}}}")
    (study / "split.yaml").write_text(text, "utf-8")
    assert run(["report", str(study / "split.yaml"), "-o", str(tmp_path / "all"), "--lang", "en"]) == 0
    report = tmp_path / "all" / "report-split.docx"
    assert all(any(name in cell for row in rows_of_word(report) for cell in row) for name in (HOSTILE, LONG))
    reader = _Rows()
    page = report.with_suffix(".html").read_text("utf-8")
    reader.feed(page)
    assert all(any(name in cell for row in reader.rows for cell in row) for name in (HOSTILE, LONG))
    assert "<i>" not in page
    cells = [cell for sheet in load_workbook(report.with_suffix(".xlsx")) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if HOSTILE in str(cell.value)} == {"s"}
    told = re.sub(r"[\s\u200b\u00ad-]+", "", texts_of(report.with_suffix(".pdf")))
    assert all(re.sub(r"[\s-]+", "", name) in told for name in (HOSTILE, LONG))
    slides = Presentation(str(report.with_suffix(".pptx"))).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert any(HOSTILE in cell.text_frame.text for table in tables for row in table.rows for cell in row.cells)
