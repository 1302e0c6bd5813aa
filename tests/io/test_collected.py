"""Forms that go out and come back: exactly the cells that were filled in change, each told, and nothing is taken over in doubt."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import orgmodel
from orgmodel.api import forms_of
from orgmodel.cli.main import cli
from orgmodel.io.collected import collect
from orgmodel.tracking.asked_figures import asked_figures
from orgmodel.words.collecting import words

ROOT = Path(__file__).parents[2]
TABLES = {
    "units.csv": "id,name_en,parent\na,Agency,\nb,Bureau,a\n",
    "posts.csv": (
        "id,unit,title_en,rank,authorized,authorized_low,authorized_high,filled,filled_low,filled_high,fte,fte_low,fte_high,src\r\n"
        'b/head,b,"Head, of it",head,1,,,1,,,1.00,,,law\r\n'
        "b/x,b,Clerks,staff,6,5,8,,,,2.50,2.00,3.00,assumed\r\n"
        "b/y,b,Typists,staff,,,,,,,,,,assumed:law\r\n"
        "a/head,a,Chief,head,1,,,1,,,1.00,,,assumed:law\r\n"
    ),
    "members.csv": "unit,total,total_low,total_high,src\nb,,,,law\n",
    "documents.csv": "id,number,kind,issuer,date,title_en\nlaw,12/2020,law,Assembly,2020-01-01,The law\n",
}


@pytest.fixture
def study(tmp_path) -> Path:
    folder = tmp_path / "reform"
    (folder / "baseline").mkdir(parents=True)
    (folder / "study.yaml").write_text("title: {en: Reform}\nlanguage: en\nas_of: 2026-01-01\nbaseline: baseline\n")
    for name, text in TABLES.items():
        (folder / "baseline" / name).write_bytes(text.encode())
    return folder


def _form(study: Path, folder: Path, fill: dict[tuple[str, str], tuple], *, language: str = "en") -> list[Path]:
    """Write the forms of a study and fill in cells: by key and field the figure, and what else."""
    folder.mkdir(exist_ok=True)
    paths = []
    for stem, data in forms_of(orgmodel.read(study), language).items():
        path = folder / f"{stem}.xlsx"
        path.write_bytes(data)
        book = openpyxl.load_workbook(path)
        sheet = book.active
        columns = {cell.value: cell.column for cell in sheet[6]}
        for row in range(7, sheet.max_row + 1):
            key = (
                sheet.cell(row, columns[words("key", language)]).value,
                sheet.cell(row, columns[words("field", language)]).value,
            )
            for name, value in zip(("figure", "paper", "day", "note"), fill.get(key, ()), strict=False):
                sheet.cell(row, columns[words(name, language)]).value = value
        book.save(path)
        paths.append(path)
    return paths


def _rows(study: Path, table: str) -> list[str]:
    return (study / "baseline" / table).read_bytes().decode().splitlines()


def test_every_missing_and_assumed_figure_is_asked_once(study) -> None:
    """What the lists of missing and assumed figures have stands in the form, with what stands now, and nothing else."""
    asked = asked_figures(orgmodel.read(study).baseline, lambda figure: ())
    assert {(str(one.figure), one.value, one.low, one.high) for one in asked} == {
        ("posts:b/x:authorized", 6, 5, 8),
        ("posts:b/x:filled", None, None, None),
        ("posts:b/x:fte", 2.5, 2, 3),
        ("posts:b/y:authorized", None, None, None),
        ("posts:b/y:filled", None, None, None),
        ("posts:b/y:fte", None, None, None),
        ("posts:a/head:authorized", 1, 1, 1),
        ("posts:a/head:filled", 1, 1, 1),
        ("posts:a/head:fte", 1, 1, 1),
        ("members:b|:total", None, None, None),
    }


def test_filled_cells_change_and_no_other_letter_does(study, tmp_path) -> None:
    """Lines that nobody filled in stay byte for byte, line ends too; ranges go with the figure, the paper is cited."""
    forms = _form(study, tmp_path / "out", {
        ('["b/y"]', "authorized"): (3, "7/BC", "30/9/2026"),
        ('["b/y"]', "filled"): ("2",),
        ('["b", ""]', "total"): (41, "law", None),
    })  # fmt: skip
    found = collect(study, forms)
    assert not found.problems
    before = _rows(study, "posts.csv")
    found.write()
    after = _rows(study, "posts.csv")
    assert after[:3] == before[:3]
    assert after[3] == "b/y,b,Typists,staff,3,,,2,,,,,,collected-1"
    assert (study / "baseline" / "posts.csv").read_bytes().count(b"\r\n") == 5
    assert _rows(study, "members.csv")[1] == "b,41,,,law"  # a listed paper is cited as it is
    assert _rows(study, "documents.csv")[2] == "collected-1,,form of figures,Nobody named,2026-09-30,7/BC"
    told = {(one.file.name, one.record, one.column, one.after) for one in found.changes}
    assert told == {
        ("posts.csv", "b/y", "authorized", "3"), ("posts.csv", "b/y", "filled", "2"), ("posts.csv", "b/y", "src", "collected-1"),
        ("documents.csv", "collected-1", "id", "collected-1"), ("members.csv", "b", "total", "41"),
    }  # fmt: skip
    baseline = orgmodel.read(study).baseline
    assert (baseline.post("b/y").authorized, baseline.post("b/y").filled) == (3, 2)
    assert not collect(study, forms).changes  # taken over once


def test_a_source_that_others_rest_on_is_kept_and_told(study, tmp_path) -> None:
    """A figure of a row of which another stays assumed without a range does not make that one sourced."""
    forms = _form(
        study, tmp_path / "out", {('["a/head"]', "authorized"): (1, "7/BC"), ('["b/x"]', "authorized"): (7, "8/BC")}
    )
    found = collect(study, forms)
    assert [(one.code, one.subject) for one in found.problems] == [("SOURCE_KEPT", "a/head")]
    found.write()
    rows = _rows(study, "posts.csv")
    assert rows[2] == "b/x,b,Clerks,staff,7,,,,,,2.50,2.00,3.00,collected-1"  # what stays assumed has its range
    assert rows[4] == "a/head,a,Chief,head,1,,,1,,,1.00,,,assumed:law"
    every = {('["a/head"]', field): (1, "7/BC") for field in ("authorized", "filled", "fte")}
    found = collect(study, _form(study, tmp_path / "again", every))
    assert not found.problems
    found.write()
    assert _rows(study, "posts.csv")[4] == "a/head,a,Chief,head,1,,,1,,,1,,,collected-2"


@pytest.mark.parametrize("wrong", ["many", "-1", "1.5", "1.234", True, "1e30"])
def test_what_is_no_figure_is_refused_at_its_cell(study, tmp_path, wrong) -> None:
    """Words, negative and broken counts are told with the row and column, and nothing changes."""
    forms = _form(study, tmp_path / "out", {('["b/y"]', "authorized"): (wrong,), ('["b/y"]', "filled"): (2,)})
    before = _rows(study, "posts.csv")
    with pytest.raises(orgmodel.ProblemsError) as told:
        collect(study, forms)
    (problem,) = told.value.problems
    assert (problem.code, problem.location.column) == ("BAD_VALUE", 7)
    assert "whole number" in str(problem.message)
    assert _rows(study, "posts.csv") == before


def test_what_stands_beside_the_cells_that_are_asked_for_is_told(study, tmp_path) -> None:
    """A figure in a row that was added, and a formula whose value was not saved: neither is lost without a word."""
    (form, *_) = _form(study, tmp_path / "out", {('["b/y"]', "authorized"): (3, "7/BC")})
    book = openpyxl.load_workbook(form)
    book.active.append(["99", "Another bureau", "present", "", "", "", 5, "7/BC"])
    last = book.active.max_row
    book.save(form)
    found = collect(study, [form])
    assert [(one.code, one.severity, one.location.line) for one in found.problems if one.code == "ADDED_ROW"] == [("ADDED_ROW", "warning", last)]  # fmt: skip
    assert any(change.after == "3" for change in found.changes)
    for row in range(7, last):
        if book.active.cell(row, 13).value == '["b/y"]' and book.active.cell(row, 14).value == "filled":
            book.active.cell(row, 7).value = "=1+1"
            asked = row
    book.save(form)
    with pytest.raises(orgmodel.ProblemsError) as told:
        collect(study, [form])
    assert [(one.code, one.location.line, one.location.column) for one in told.value.problems if one.severity == "error"] == [("NO_VALUE", asked, 7)]  # fmt: skip


def test_doubt_is_told_and_nothing_is_taken_over(study, tmp_path) -> None:
    """A cell that changed since, two figures for one cell, another study's form, no form, and hidden columns that were changed."""
    fill = {('["b/y"]', "authorized"): (3,)}
    one = _form(study, tmp_path / "one", fill)
    two = _form(study, tmp_path / "two", {('["b/y"]', "authorized"): (4,)})
    with pytest.raises(orgmodel.ProblemsError, match=r"3|4") as told:
        collect(study, [*one, *two])
    assert [problem.code for problem in told.value.problems] == ["TWO_FIGURES"]
    posts = study / "baseline" / "posts.csv"
    posts.write_bytes(posts.read_bytes().replace(b"b/y,b,Typists,staff,,", b"b/y,b,Typists,staff,9,"))
    with pytest.raises(orgmodel.ProblemsError) as told:
        collect(study, one)
    assert [problem.code for problem in told.value.problems] == ["CHANGED_SINCE"]
    other = shutil.copytree(study, tmp_path / "other")
    with pytest.raises(orgmodel.ProblemsError) as told:
        collect(other, one)
    assert [problem.code for problem in told.value.problems] == ["OTHER_STUDY"]
    openpyxl.Workbook().save(tmp_path / "none.xlsx")
    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(orgmodel.ProblemsError) as told:
        collect(study, [tmp_path / "none.xlsx", tmp_path / "text.xlsx", tmp_path / "missing.xlsx"])
    assert len(told.value.problems) == 3
    book = openpyxl.load_workbook(one[0])
    for row in book.active.iter_rows(min_row=7):
        row[13].value = "seal"
    book.save(one[0])
    with pytest.raises(orgmodel.ProblemsError, match="hidden columns"):
        collect(study, one)


def test_a_baseline_that_would_fail_its_checks_is_not_written(study, tmp_path) -> None:
    """What is filled in goes through the checks of a file first; the problem stands at the form's cell and names the row."""
    posts = study / "baseline" / "posts.csv"
    text = posts.read_bytes()
    forms = _form(study, tmp_path / "out", {('["a/head"]', "authorized"): (2, "7/BC"), ('["b/y"]', "authorized"): (3,)})
    with pytest.raises(orgmodel.ProblemsError) as told:
        collect(study, forms)
    (problem,) = told.value.problems
    sheet = openpyxl.load_workbook(forms[0]).active
    row = next(row for row in range(7, sheet.max_row + 1) if sheet.cell(row, 7).value == 2)
    assert (problem.code, str(problem.location)) == (
        "SECOND_HEAD", f"{forms[0]}[{sheet.title}]:{row}:7"
    )  # fmt: skip
    assert str(problem.message).endswith(f"(in {posts}:5:21)")
    assert posts.read_bytes() == text


SUMMED = {
    "members.csv": "unit,total,total_low,total_high,total_group,src\na,,,,both,law\nb,,,,both,law\n",
    "member_groups.csv": "id,total,src\nboth,42,law\n",
}
EACH = ('["a", ""]', "total"), ('["b", ""]', "total")


def _summed(study: Path, groups: str = SUMMED["member_groups.csv"]) -> None:
    for name, text in (SUMMED | {"member_groups.csv": groups}).items():
        (study / "baseline" / name).write_text(text)


@pytest.mark.parametrize(
    "groups", [SUMMED["member_groups.csv"], "id,total,src\nboth,,law\n",
               "id,total,total_low,total_high,src\nboth,43,40,44,law\n"],
)  # fmt: skip
def test_parts_that_come_to_their_sum_take_its_place(study, tmp_path, groups) -> None:
    """Each organisation of a sum has its own figure then, the sum goes, and both are told; a second run changes nothing."""
    _summed(study, groups)
    forms = _form(study, tmp_path / "out", {EACH[0]: (20, "law"), EACH[1]: (22, "7/BC")})
    found = collect(study, forms)
    assert not found.problems
    found.write()
    assert _rows(study, "members.csv")[1:] == ["a,20,,,,law", "b,22,,,,collected-1"]
    assert _rows(study, "member_groups.csv") == [groups.splitlines()[0]]
    told = {(one.file.name, one.record, one.column, one.before, one.after) for one in found.changes}
    assert ("members.csv", "a", "total_group", "both", "") in told
    assert ("member_groups.csv", "both", "id", "both", "") in told
    again = collect(study, forms)
    assert not again.changes
    assert not again.problems
    members = orgmodel.read(study).baseline.to_frames()["members"]
    assert members.total.tolist() == [20, 22]


@pytest.mark.parametrize(
    ("fill", "code", "says"),
    [
        ({EACH[0]: (20, "law"), EACH[1]: (23, "law")}, "OTHER_SUM", "sum to 43, and 42 is the sum known"),
        ({EACH[0]: (20, "law")}, "PART_OF_SUM", "with b left blank: fill in each, or none at all"),
    ],
)
def test_parts_that_cannot_stand_in_place_of_their_sum_are_refused_at_the_cell(
    study, tmp_path, fill, code, says
) -> None:
    """The problem names workbook, sheet and cell, where the sum stands, and what to do; nothing changes."""
    _summed(study)
    forms = _form(study, tmp_path / "out", fill)
    before = {path: path.read_bytes() for path in (study / "baseline").glob("*.csv")}
    with pytest.raises(orgmodel.ProblemsError) as told:
        collect(study, forms)
    (problem,) = told.value.problems
    sheet = openpyxl.load_workbook(forms[0]).active
    row = next(row for row in range(7, sheet.max_row + 1) if sheet.cell(row, 7).value == 20)
    assert (problem.code, str(problem.location)) == (code, f"{forms[0]}[{sheet.title}]:{row}:7")
    assert says in problem.message
    assert "both at member_groups.csv:2" in problem.message
    assert before == {path: path.read_bytes() for path in (study / "baseline").glob("*.csv")}


def test_the_commands_send_and_take_over(study, tmp_path, monkeypatch) -> None:
    """The command writes a form per supplier, tells each change, and changes nothing in a dry run."""
    run = CliRunner().invoke
    sent = run(cli, ["collect", "--study", str(study), "-o", str(tmp_path / "forms"), "--lang", "en"])
    assert sent.exit_code == 0
    assert len(list((tmp_path / "forms").glob("*.xlsx"))) == 1
    forms = _form(study, tmp_path / "filled", {('["b/y"]', "authorized"): (3, "7/BC")})
    before = _rows(study, "posts.csv")
    dry = run(cli, ["collect", *map(str, forms), "--study", str(study), "--dry-run", "--lang", "en"])
    assert "b/y, authorized: nothing → 3" in dry.output
    assert _rows(study, "posts.csv") == before
    done = run(cli, ["collect", *map(str, forms), "--study", str(study), "--lang", "en"])
    assert "figures changed: 1" in done.output
    assert _rows(study, "posts.csv") != before
    assert run(cli, ["collect", "--study", str(study)]).exit_code == 2
    assert run(cli, ["collect", *map(str, forms), "--study", str(study), "-o", str(tmp_path)]).exit_code == 2


def test_the_forms_of_the_province_name_suppliers_and_give_the_same_bytes() -> None:
    """Each supplier of the study has a form, every asked figure stands in one of them, and no id stands where a name exists."""
    study = orgmodel.read(ROOT / "scenarios" / "ha-tinh-2022")
    forms = forms_of(study, "vi")
    assert forms == forms_of(study, "vi")
    assert len(forms) >= 4
    rows = 0
    for data in forms.values():
        import io

        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        columns = {cell.value: cell.column for cell in sheet[6]}
        rows += sheet.max_row - 6
        shown = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=7)]
        assert not [cell for row in shown for cell in row if "gk-tinh" in str(cell) or "duc-tho." in str(cell)]
        assert sheet.protection.sheet
        assert not sheet.cell(7, columns["Số liệu đúng"]).protection.locked
        hidden = [one for one in sheet.column_dimensions.values() if one.hidden]
        assert all(any(one.min <= columns[words(name, "vi")] <= one.max for one in hidden) for name in ("key", "stood"))
    assert rows == len(asked_figures(study.baseline, lambda figure: ()))


@pytest.mark.needs_office
@pytest.mark.slow
def test_a_form_filled_in_in_libreoffice_comes_back(study, tmp_path, office) -> None:
    """A form that goes out, is typed into in an office suite and saved there changes exactly the cells that were typed into."""
    run = CliRunner().invoke
    assert run(cli, ["collect", "--study", str(study), "-o", str(tmp_path / "out"), "--lang", "en"]).exit_code == 0
    (form,) = (tmp_path / "out").glob("*.xlsx")
    sheet = openpyxl.load_workbook(form).active
    columns = {cell.value: cell.column_letter for cell in sheet[6]}
    rows = {
        (sheet[f"{columns[words('key', 'en')]}{row}"].value, sheet[f"{columns[words('field', 'en')]}{row}"].value): row
        for row in range(7, sheet.max_row + 1)
    }
    at = {name: columns[words(name, "en")] for name in ("figure", "paper", "day", "note")}
    one, other = rows['["b/y"]', "authorized"], rows['["b", ""]', "total"]
    typed = {
        f"{at['figure']}{one}": 3, f"{at['paper']}{one}": "7/BC", f"{at['day']}{one}": "30/9/2026", f"{at['note']}{one}": "đã rà soát",
        f"{at['figure']}{other}": 41, f"{at['paper']}{other}": "law",
    }  # fmt: skip
    filled = office.typed(form, tmp_path / "filled.xlsx", typed)
    before = {path.name: path.read_bytes().decode().splitlines() for path in (study / "baseline").glob("*.csv")}
    done = run(cli, ["collect", str(filled), "--study", str(study), "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "posts.csv:4: b/y, authorized: nothing → 3" in done.output
    assert "members.csv:2: b, total: nothing → 41" in done.output
    after = {path.name: path.read_bytes().decode().splitlines() for path in (study / "baseline").glob("*.csv")}
    changed = {
        name: [line for line in after[name] if line not in before[name]]
        for name in after
        if after[name] != before[name]
    }
    assert changed == {
        "posts.csv": ["b/y,b,Typists,staff,3,,,,,,,,,collected-1"],
        "members.csv": ["b,41,,,law"],
        "documents.csv": ["collected-1,,form of figures,Nobody named,2026-09-30,7/BC"],
    }
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) + (name == "documents.csv") for name, rows in before.items()
    }
