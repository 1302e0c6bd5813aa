"""UK organograms: what a sound return becomes, and each defect of the schema's rules, one at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.core.integrity import check
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.io.baseline import read_baseline
from orgmodel.io.importers.imported import save
from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram
from tests.io.importers.organograms import imported, junior, reported, senior, write_return

BODY = "passport-office"


def test_a_sound_return_comes_in_whole(tmp_path: Path) -> None:
    """Units, posts, figures and written lines are as the rows say; junior posts and people stay missing."""
    result = imported(
        tmp_path,
        [senior("1", "XX"), senior("2", "1", unit="Ports", name="Vacant", fte="0.8")],
        [junior("2", "3.25", unit="Ports")],
    )
    structure = result.structure
    assert (result.rows_in, result.rows_imported, result.problems) == (3, 3, ())
    assert [unit.id for unit in structure.children_of("home-office")] == [BODY]
    assert [unit.name() for unit in structure.children_of(BODY)] == ["Board", "Ports"]
    top, vacant = structure.post(f"{BODY}/1"), structure.post(f"{BODY}/2")
    assert (top.rank, top.authorized, top.filled, top.fte) == ("head", 1, 1, 100)
    assert (vacant.rank, vacant.authorized, vacant.filled, vacant.fte) == ("head", 1, 0, 80)
    row = structure.post(f"{BODY}/2/eo-examiner")
    assert (row.rank, row.authorized, row.filled, row.fte, row.src) == ("staff", None, None, 325, "junior:2")
    assert [(line.from_, line.to) for line in structure.lines_from(row.id)] == [(row.id, vacant.id)]
    assert errors(check(structure)) == []


def test_a_job_share_is_one_post(tmp_path: Path) -> None:
    """Rows alike save for name, contacts and notes are one post held by two people, whose hours add up."""
    rows = [
        senior("2", "1", fte="0.6", name="A. Smith", phone="1"),
        senior("2", "1", fte="0.6", name="B. Jones", notes="x"),
    ]
    result = imported(tmp_path, [senior("1", "XX"), *rows], [junior("1")])
    post = result.structure.post(f"{BODY}/2")
    assert (post.authorized, post.filled, post.fte) == (1, 2, 120)
    assert [person.name for person in result.structure.table("persons")] == ["A. Smith", "B. Jones"]
    assert {code for _, _, code in reported(result)} == {"JOB_SHARE_ABOVE_ONE"}


def test_one_reference_on_two_posts_makes_two(tmp_path: Path) -> None:
    """Rows of one reference that differ in more become two posts; who reports to the reference reports to neither."""
    rows = [senior("2", "1", title="Editor"), senior("2", "1", title="Printer"), senior("3", "2")]
    result = imported(tmp_path, [senior("1", "XX"), *rows], [junior("2")])
    assert reported(result) == [
        ("junior", 2, "AMBIGUOUS_SUPERIOR"),
        ("senior", 3, "REPEATED_REFERENCE"),
        ("senior", 4, "REPEATED_REFERENCE"),
        ("senior", 5, "AMBIGUOUS_SUPERIOR"),
    ]
    assert [post.title() for post in result.structure.posts if post.id.startswith(f"{BODY}/2")][:2] == [
        "Editor",
        "Printer",
    ]
    assert result.structure.lines_from(f"{BODY}/3") == []
    assert "Job Title" in result.problems[1].message


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([senior("2", "2")], [(3, "SELF_REPORT")]),
        ([senior("2", "3"), senior("3", "4"), senior("4", "2")], [(3, "LOOP"), (4, "LOOP"), (5, "LOOP")]),
        ([senior("2", "9")], [(3, "UNKNOWN_SUPERIOR")]),
        ([senior("2", "")], [(3, "MISSING_SUPERIOR")]),
        ([senior("2", "XX")], [(2, "MORE_THAN_ONE_ROOT"), (3, "MORE_THAN_ONE_ROOT")]),
        ([senior("2", "xx", name="Eliminated")], [(3, "ELIMINATED")]),
        ([senior("2", "1", name="ELIMINATED"), senior("3", "2")], [(3, "ELIMINATED"), (4, "ELIMINATED_SUPERIOR")]),
        ([senior("0", "1"), senior("0", "1")], [(3, "NOT_IN_POST"), (4, "NOT_IN_POST")]),
        ([senior("", "1")], [(3, "MISSING_REFERENCE")]),
        ([senior("xx", "1")], [(3, "RESERVED_REFERENCE")]),
        ([senior("2", "1", organisation="N/A")], [(3, "MISSING_ORGANISATION")]),
        ([senior("2", "1", title="")], [(3, "MISSING_TITLE")]),
        ([senior("2", "1", name="")], [(3, "MISSING_NAME")]),
        ([senior("2", "1", fte="0.333")], [(3, "FTE_DECIMALS")]),
        ([senior("2", "1", fte="1.005")], [(3, "FTE_DECIMALS")]),
        ([senior("2", "1", fte="0.890")], []),
        ([senior("2", "1", fte="part time")], [(3, "FTE_NOT_A_NUMBER")]),
        ([senior("2", "1", fte="-1")], [(3, "FTE_NEGATIVE")]),
        ([senior("2", "1", fte="")], [(3, "FTE_MISSING")]),
        ([senior("2", "1", fte="1.5")], [(3, "FTE_ABOVE_ONE")]),
        ([senior("2", "1", fte="0.00")], [(3, "FTE_ZERO")]),
        ([senior("2_a", "1")], [(0, "REFERENCE_CHARACTERS")]),
        ([senior("2", "1", name="ND")], [(0, "NAME_MARKS")]),
        ([senior("2", "1", unit="BOARD ")], [(0, "SPELLINGS")]),
    ],
)
def test_each_defect_is_reported_where_it_is(
    tmp_path: Path, rows: list[dict[str, str]], expected: list[tuple[int, str]]
) -> None:
    """Every defect is reported at its rows, and at no other; every row is imported or reported."""
    result = imported(tmp_path, [senior("1", "XX"), *rows], [junior("1")])
    assert [(line, code) for _, line, code in reported(result)] == expected
    assert result.rows_in == 2 + len(rows)
    assert result.rows_reported == len({line for line, _ in expected if line})
    assert errors(check(result.structure)) == []


def test_a_line_that_leads_nowhere_costs_the_line_only(tmp_path: Path) -> None:
    """Posts in a loop or under an unknown superior stay with their figures; the sound lines of others stay too."""
    rows = [senior("1", "XX"), senior("2", "3"), senior("3", "2"), senior("4", "3"), senior("5", "0004")]
    result = imported(tmp_path, rows)
    lines = {(line.from_.split("/")[1], line.to.split("/")[1]) for line in result.structure.lines}
    assert lines == {("4", "3")}
    assert result.structure.posts.figures("fte").sum() == 500
    assert "'4' is there: did a spreadsheet drop or add zeros?" in result.problems[-1].message


def test_a_person_in_no_post_is_outside_the_quota(tmp_path: Path) -> None:
    """Reference 0 is a person who is paid: present, and not a post authorized."""
    post = imported(tmp_path, [senior("1", "XX"), senior("0", "1", fte="0.5")]).structure.post(f"{BODY}/not-in-post")
    assert (post.quota, post.authorized, post.filled, post.fte) == ("surplus", 0, 1, 50)


def test_a_file_without_rows_is_said(tmp_path: Path) -> None:
    """A pair of files with headers only gives nothing, writes nothing and says so; one empty file is reported."""
    result = imported(tmp_path, [])
    assert {one.code for one in result.problems} == {"EMPTY_FILE"}
    with pytest.raises(ProblemsError, match="EMPTY_FILE"):
        save(result, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert reported(imported(tmp_path, [senior("1", "XX")])) == [("junior", 0, "EMPTY_FILE")]


def test_the_files_given_the_wrong_way_round_are_told(tmp_path: Path) -> None:
    """A junior file given as senior is told by its columns, and what follows from it is not told beside."""
    first, second = write_return(tmp_path, [senior("1", "XX")], [junior("1")])
    codes = {one.code for one in import_uk_organogram(second, first).problems}
    assert codes == {"WRONG_FILE"}


def test_strict_writes_nothing_where_a_row_has_a_defect(tmp_path: Path) -> None:
    """--strict refuses a defect, and not what the return itself says of a row (eliminated, not in post)."""
    result = imported(tmp_path, [senior("1", "XX"), senior("2", "2")], [junior("1")])
    with pytest.raises(ProblemsError) as caught:
        save(result, tmp_path / "out", strict=True)
    assert [(one.code, one.severity) for one in caught.value.problems] == [("SELF_REPORT", "error")]
    assert not (tmp_path / "out").exists()
    said = imported(tmp_path, [senior("1", "XX"), senior("2", "1", name="Eliminated")], [junior("1")])
    save(said, tmp_path / "out", strict=True)
    assert (tmp_path / "out" / "units.csv").exists()


def test_a_saved_import_reads_back_and_is_the_same_twice(tmp_path: Path) -> None:
    """The folder reads as a baseline without problems, beside it stands problems.csv, and a second run changes no byte."""
    rows = [senior("1", "XX"), senior("2", "2", title="=cmd|' /C calc'!A0")]
    for _ in range(2):
        save(imported(tmp_path, rows, [junior("1")]), tmp_path / "out")
    result = imported(tmp_path, rows, [junior("1")])
    save(result, tmp_path / "again")
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("out", "again"))
    assert first == second
    assert first["problems.csv"].decode().splitlines()[0] == "file,row,code,message,severity"
    read, problems = read_baseline(tmp_path / "out", result.structure.terms, None)
    assert (read == result.structure, errors(problems)) == (True, [])


def test_a_damaged_row_is_left_out_and_counted(tmp_path: Path) -> None:
    """A row with a cell too few is left out, reported, and counted among the rows read."""
    first, second = write_return(tmp_path, [senior("1", "XX"), senior("2", "1")], [junior("1")])
    first.write_text(first.read_text(encoding="utf-8") + "7,too,short\n", encoding="utf-8")
    result = import_uk_organogram(first, second)
    assert (result.rows_in, result.rows_imported, result.rows_reported) == (4, 3, 1)
    assert reported(result) == [("senior", 4, "ROW_LENGTH")]


def test_only_the_top_heads_the_organisation(tmp_path: Path) -> None:
    """A deputy entered under the organisation's own name is not its head, for then the chief would report to the deputy."""
    structure = imported(tmp_path, [senior("1", "XX", unit="CEO"), senior("2", "1", unit="Passport Office")]).structure
    assert {post.id: post.rank for post in structure.posts} == {f"{BODY}/1": "head", f"{BODY}/2": "unknown"}
    assert errors(check(structure)) == []
