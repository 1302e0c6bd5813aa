"""Tables that are not as they should be: each fault is named at its place, and nothing half-made is written."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from orgmodel.core.problems import ProblemsError
from orgmodel.io.importers import source
from orgmodel.io.importers.hierarchy.hierarchy import import_hierarchy
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.lineage.lineage import import_lineage
from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram
from tests.io.importers.organograms import junior, senior, write_return

TABLE = "id,parent,name,authorized\n1,,Sở Nội vụ,10\n2,1,Văn phòng,3\n3,1,Phòng Tổ chức,4\n"


def read(tmp_path: Path, data: str | bytes, map: HierarchyMap | None = None) -> Imported:
    path = tmp_path / "t.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return import_hierarchy(path, map=map)


def told(result: Imported) -> list[tuple[int, str]]:
    return [(one.location.line if one.location else 0, one.code) for one in result.problems]


@pytest.mark.parametrize(
    ("data", "line", "code", "said"),
    [
        (TABLE.replace(",", "^"), 1, "DELIMITER", "'^'"),
        (TABLE.replace(",", "  "), 1, "DELIMITER", "spaces"),
        (TABLE.encode("utf-16"), 1, "ENCODING", "UTF-16"),
        (TABLE.encode("utf-16-le"), 2, "ENCODING", "UTF-16"),
        ("id,parent,name\n1,,Café\n".encode("cp1252"), 2, "ENCODING", "Windows-1252"),
        ("id,parent,name\n1,,Отдел кадров\n".encode("cp1251"), 2, "ENCODING", "Windows-1251"),
        ("id,parent,name\n1,,人事部门,财务部\n".encode("gb18030"), 2, "ENCODING", "East Asian"),
        (TABLE.encode()[: TABLE.encode().rindex("ứ".encode()) + 1], 4, "ENCODING", "cut off"),
        (b"PK\x03\x04" + b"\0" * 99, 0, "NOT_TEXT", "ZIP"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, 0, "NOT_TEXT", "old Excel"),
        (bytes(range(1, 32)) * 20, 0, "NOT_TEXT", "binary"),
        ("Danh sách\n\n" + TABLE, 1, "BANNER", "header: 3"),
        ("id,parent,name,name\n1,,A,B\n", 1, "DUPLICATE_COLUMN", "'name'"),
        ("id,parent,name,Posts,\n,,,authorized,filled\n1,,A,10,9\n", 2, "TWO_HEADERS", "authorized, filled"),
        ("", 1, "EMPTY", "empty"),
        ("id,parent\n", 0, "EMPTY_FILE", "no rows"),
        ("id,name\n1,A\n", 1, "MISSING_COLUMN", "who is above"),
        ('id,parent,name\n1,,"A\n2,1,B\n', 2, "QUOTES", "not closed"),
        ("id,parent" + "," * 20_000 + "\n", 0, "TOO_MANY_COLUMNS", "16,384"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_written(
    tmp_path: Path, data: str | bytes, line: int, code: str, said: str
) -> None:
    """Delimiter, encoding, kind of file, lines above the header …: told with what to do."""
    result = read(tmp_path, data)
    assert told(result) == [(line, code)]
    assert said in result.problems[0].message
    with pytest.raises(ProblemsError, match="NOTHING"):
        save(result, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


@pytest.mark.parametrize(
    "data",
    [
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace(",", "|"),
        TABLE.encode("utf-8-sig"),
        unicodedata.normalize("NFD", TABLE),
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("\n", "\r"),
        TABLE.replace("\n", ",,\n") + ",,,,,\n\n",
        TABLE.replace(",1,", ",1.0,"),
        TABLE.replace("\n1,", "\n1.0,"),
    ],
)
def test_what_reads_in_one_way_only_is_read(tmp_path: Path, data: str | bytes) -> None:
    """Semicolons, tabs, a BOM, decomposed letters, line ends, trailing blanks, 1.0 for 1."""
    structure = read(tmp_path, data).structure
    units = list(structure.units)
    assert [unit.name() for unit in units] == ["Sở Nội vụ", "Văn phòng", "Phòng Tổ chức"]
    assert [unit.parent for unit in units] == [None, units[0].id, units[0].id]
    assert structure.posts.figures("authorized").sum() == 17


@pytest.mark.parametrize(
    ("data", "rows", "kept", "expected"),
    [
        (TABLE + "Total,,,17\n", 4, 3, [(5, "TOTAL_ROW")]),
        (TABLE + "Tổng cộng:,,,17\n", 4, 3, [(5, "TOTAL_ROW")]),
        (TABLE + "3.0,1,D,1\n", 4, 4, [(4, "CODES_ALIKE"), (5, "CODES_ALIKE")]),
        (TABLE + "4,1,,1\n", 4, 4, [(5, "MISSING_NAME")]),
        (TABLE.replace("3,1,", "3,1\u200b,"), 3, 3, [(4, "CONTROL")]),
        (TABLE.replace("name", "name\u200b"), 3, 3, [(0, "CONTROL")]),
        (TABLE.replace(",3\n", ",1.234\n"), 3, 3, [(3, "BAD_FIGURE")]),
        ("id,parent,name\n1,1,A\n2,9,B\n3,4,C\n4,3,D\n", 4, 4, [(0, "SEVERAL_TOPS"), (2, "SELF_REPORT"), (3, "UNKNOWN_SUPERIOR"), (4, "LOOP"), (5, "LOOP")]),
        ("id,parent,name\n1,,A\n2,1,B\n2,1,C\n,1,D\n", 4, 1, [(3, "DUPLICATE_ID"), (4, "DUPLICATE_ID"), (5, "MISSING_ID")]),
    ],
)  # fmt: skip
def test_faults_of_rows_are_told_by_row(
    tmp_path: Path, data: str, rows: int, kept: int, expected: list[tuple[int, str]]
) -> None:
    """What is sound comes in, and each other row is told; the account of rows holds."""
    result = read(tmp_path, data)
    assert (told(result), result.rows_in, len(result.structure.units)) == (expected, rows, kept)
    assert result.rows_reported == len({line for line, _ in expected if line})
    assert result.rows_in - result.rows_left_out == kept


def test_blank_top_levels_are_not_guessed(tmp_path: Path) -> None:
    """Merged cells hold their text once: rows below that lack the top level are left out, not put at the top."""
    result = read(tmp_path, "Sở,Phòng\nA,B\n,C\nD,\n", HierarchyMap(levels=["Sở", "Phòng"]))
    assert [unit.name() for unit in result.structure.units] == ["A", "B", "D"]
    assert (3, "MISSING_PATH") in told(result)


def test_more_rows_than_fit_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are counted without holding the file; the reader is never called."""
    monkeypatch.setattr(source, "MOST_ROWS", 2)
    monkeypatch.setattr(source, "read_text", None)
    result = read(tmp_path, TABLE + "4,1,D,1\n")
    assert told(result) == [(0, "TOO_MANY_ROWS")]


def test_columns_left_over_are_listed_whole_beside_the_baseline(tmp_path: Path) -> None:
    """Each column that a baseline has no place for is a note in problems.csv, one without a name by its number."""
    result = read(tmp_path, "id,parent,name,colour,\n1,,A,red,x\n")
    save(result, tmp_path / "out")
    with (tmp_path / "out" / "problems.csv").open(encoding="utf-8") as file:
        rows = [(row["code"], row["message"].split(":")[0], row["severity"]) for row in csv.DictReader(file)]
    assert rows == [("NOT_CARRIED", "colour", "note"), ("NOT_CARRIED", "column 5 (without a name)", "note")]


def test_columns_without_a_use_for_these_rows_are_left_over(tmp_path: Path) -> None:
    """A level says nothing of a post here, nor a grade of a unit: neither is dropped without a word."""
    table = "id,parent,name,unit,level,grade\n1,,A,U,4,G7\n2,1,B,U,3,G6\n"
    assert read(tmp_path, table).not_carried == ("unit", "grade")
    assert read(tmp_path, table, HierarchyMap(rows="posts")).not_carried == ("level",)


def test_a_table_of_which_every_row_is_left_out_is_nothing(tmp_path: Path) -> None:
    """An organisation around rows that all failed is no import."""
    names = HierarchyMap(rows="people", names=["id", "parent"], organisation="Works")
    result = read(tmp_path, "1,\n1,1\n", names)
    assert (len(result.structure.units), result.rows_left_out) == (1, 2)
    with pytest.raises(ProblemsError, match="NOTHING"):
        save(result, tmp_path / "out")
    assert told(read(tmp_path, "1,,x\n", names)) == [(1, "NAMES")]


def book(path: Path, **sheets: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_the_sheet_that_is_a_hierarchy_is_found(tmp_path: Path) -> None:
    """Of several sheets the only one with known columns is read; where two have them, the map must say which."""
    rows = [["id", "parent", "name"], [1, None, "A"]]
    one = import_hierarchy(book(tmp_path / "a.xlsx", Cover=[["Read me"]], Staff=rows))
    assert [unit.id for unit in one.structure.units] == ["1"]
    two = import_hierarchy(book(tmp_path / "b.xlsx", Staff=rows, Old=rows))
    assert [problem.code for problem in two.problems] == ["SEVERAL_SHEETS"]
    assert "Staff, Old" in two.problems[0].message


def test_formulas_and_errors_of_a_workbook_leave_their_rows_out(tmp_path: Path) -> None:
    """A cell that shows something and holds no value is never taken as blank."""
    rows = [["id", "parent", "name", "authorized"], [1, None, "A", 3], [2, 1, "B", "=1+1"], [3, "#N/A", "C", 1]]
    result = import_hierarchy(book(tmp_path / "a.xlsx", Staff=rows))
    assert told(result) == [(3, "NO_VALUE"), (4, "NO_VALUE")]
    assert [unit.id for unit in result.structure.units] == ["1"]
    assert "#N/A" in result.problems[1].message


def test_an_organogram_needs_both_its_files(tmp_path: Path) -> None:
    """A file that cannot be read refuses the pair; one with nothing in it is told, and the other comes in."""
    files = write_return(tmp_path, [senior("1", "XX")], [junior("1")])
    files[0].write_bytes(files[0].read_bytes().decode().encode("utf-16"))
    result = import_uk_organogram(*files)
    assert ([one.code for one in result.problems], len(result.structure.units)) == (["ENCODING"], 0)
    missing = import_uk_organogram(tmp_path / "none.csv", files[1])
    assert [one.code for one in missing.problems] == ["MISSING_FILE"]
    files[0].write_bytes(b"")
    half = import_uk_organogram(*files)
    assert {one.code for one in half.problems} == {"EMPTY_FILE", "UNKNOWN_SUPERIOR"}
    assert (half.rows_in, half.rows_imported, half.rows_reported) == (1, 0, 1)


def test_every_row_of_a_job_share_is_a_source(tmp_path: Path) -> None:
    """The post of two rows names both, and a unit the first row that names it."""
    files = write_return(tmp_path, [senior("1", "XX"), *[senior("2", "1", fte="0.5")] * 2], [junior("2")])
    structure = import_uk_organogram(*files).structure
    assert sorted(post.src for post in structure.posts) == ["junior:2", "senior:2", "senior:3, 4"]
    assert {unit.src for unit in structure.units} == {"senior:2"}


def test_a_strangers_files_are_not_overwritten(tmp_path: Path) -> None:
    """A folder with tables of those names is refused whole; other files in it stay; an own import is replaced."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "posts.csv").write_text("mine\n")
    with pytest.raises(ProblemsError, match="FOLDER_IN_USE"):
        save(read(tmp_path, TABLE), out)
    assert {path.name: path.read_text() for path in out.iterdir()} == {"posts.csv": "mine\n"}
    (out / "posts.csv").rename(out / "notes.txt")
    save(read(tmp_path, TABLE), out)
    save(read(tmp_path, "id,parent,name\n1,,A\n"), out)
    assert {path.name for path in out.iterdir()} == {
        ".orgmodel.json",
        "notes.txt",
        "units.csv",
        "documents.csv",
        "problems.csv",
    }


def test_an_import_of_another_kind_is_not_mixed_in(tmp_path: Path) -> None:
    """A lineage makes a study: it neither goes into a baseline's folder nor leaves tables of an earlier lineage."""
    out = tmp_path / "out"
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("old_code,new_code\n1,10\n2,10\n")
    save(import_lineage(pairs), out)
    with pytest.raises(ProblemsError, match="as an earlier import"):
        save(read(tmp_path, TABLE), out)
    pairs.write_text("old_code,new_code\n1,1\n2,10\n")
    (out / "bulk" / "mine.csv").write_text("a\n")
    save(import_lineage(pairs), out)
    assert sorted(path.name for path in (out / "bulk").iterdir()) == ["mine.csv", "undated-replace-1-1.csv"]


def test_successors_in_a_ring_and_codes_alike_are_told(tmp_path: Path) -> None:
    """A unit cannot come from itself; the way into a ring is no part of it; 01 and 1 may be one code."""
    path = tmp_path / "register.csv"
    path.write_text('id,name,successors\na,A,b\nb,B,c\nc,C,"b,d"\nd,D,\n01,E,d\n1,F,\n')
    result = import_lineage(path)
    assert told(result) == [(3, "LOOP"), (4, "LOOP"), (6, "CODES_ALIKE"), (7, "CODES_ALIKE")]
    assert {(line.split(",")[0], line.split(",")[2]) for line in result.texts["crosswalk.csv"].splitlines()[1:]} == {
        ("a", "b"),
        ("c", "d"),
        ("01", "d"),
    }
