"""CSV tables: delimiters, quotes, rows that do not fit, and the place of every cell."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.io.delimited import parse_csv, read_csv

NAMES = ("id", "name_vi", "filled")


def parse(text: str):
    problems = []
    return parse_csv(text, "x.csv", problems, NAMES), [str(one) for one in problems]


def rows(sheet) -> list[list[str]]:
    return [list(row) for row in zip(*sheet.cells, strict=True)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter):
    """Commas, semicolons and tabs are told apart by the names in the header."""
    sheet, said = parse(delimiter.join(NAMES) + "\n" + delimiter.join(["a", "b", "1"]))
    assert (sheet.header, rows(sheet), said) == (list(NAMES), [["a", "b", "1"]], [])


def test_excels_own_line_names_the_delimiter():
    """``sep=;`` before the header is Excel's, and lines are still counted from the top."""
    sheet, said = parse("sep=;\nid;filled\na;1\n")
    assert (rows(sheet), said, str(sheet.at(0, "filled"))) == ([["a", "1"]], [], "x.csv:3:3")


def test_a_decimal_comma_in_a_table_with_commas_is_told_as_a_long_row():
    """A number that falls apart is told at its row, with what to do."""
    sheet, said = parse("id,filled\na,1,5\nb,2\n")
    assert said == [
        "x.csv:2:3: ROW_LENGTH 3 cells, but the header names 2 columns; a text or number with ',' in it stands in quotes"
    ]
    assert rows(sheet) == [["a", "1"], ["b", "2"]]


def test_short_rows_are_told_and_trailing_delimiters_are_not():
    """A cell left out is a problem; empty cells after the last column are Excel's habit."""
    sheet, said = parse("id,name_vi,filled\na,b\nc,d,1,,\n")
    assert [line.split(" ")[1] for line in said] == ["ROW_LENGTH"]
    assert said[0].startswith("x.csv:2:3:")
    assert rows(sheet) == [["a", "b", ""], ["c", "d", "1"]]


def test_a_quote_that_is_not_closed_is_told_where_it_begins():
    """The row with the fault is named, not the end of the file."""
    _, said = parse('id,name_vi,filled\na,b,1\nc,"d,2\ne,f,3\n')
    assert len(said) == 1
    assert said[0].startswith("x.csv:3: QUOTES")


def test_places_hold_after_blank_lines_and_cells_of_several_lines():
    """A row's line is that of the file, whatever stands above."""
    sheet, said = parse('id,name_vi,filled\n\na,"two\nlines, and ""more""",x\n,,\nb,c,\n')
    assert said == []
    assert rows(sheet) == [["a", 'two\nlines, and "more"', "x"], ["b", "c", ""]]
    places = [
        str(sheet.at(0, "id")),
        str(sheet.at(0, "filled")),
        str(sheet.at(1, "name_vi")),
        str(sheet.at(1, "filled")),
    ]
    assert places == ["x.csv:3:1", "x.csv:4:22", "x.csv:6:3", "x.csv:6:5"]


@pytest.mark.parametrize("text", ["", "\n\n", "  \n"])
def test_an_empty_file_is_told(text):
    """A table without a header line has nothing to be read by."""
    sheet, said = parse(text)
    assert sheet is None
    assert said[0].startswith("x.csv:1: EMPTY")


def test_a_table_of_a_header_alone_has_no_rows():
    """No rows is no fault."""
    sheet, said = parse("id,name_vi\n")
    assert (sheet.size, said) == (0, [])


CELL = st.text(st.sampled_from(list("ab,;\"\n đ'")), max_size=5)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_the_csv_module_writes_is_read_back(table, delimiter):
    """Any cells written by Python's csv writer come back, stripped; blank rows are passed over."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerows([NAMES, *table])
    sheet, said = parse(stream.getvalue())
    assert said == []
    assert rows(sheet) == [[cell.strip() for cell in row] for row in table if any(cell.strip() for cell in row)]


def test_a_large_file_is_the_same_with_and_without_quotes(tmp_path):
    """Blocks without quotes are split, blocks with quotes are parsed: both give the same cells and places."""
    lines = [f"u{number},Phòng {number},{number % 7}" for number in range(9000)]
    lines[5000] = 'u5000,"Phòng, 5000",3'
    (tmp_path / "a.csv").write_text("\n".join(["id,name_vi,filled", *lines]), "utf-8")
    problems = []
    sheet = read_csv(tmp_path / "a.csv", problems)
    assert problems == []
    assert list(sheet.column("id")) == [f"u{number}" for number in range(9000)]
    assert sheet.column("name_vi")[5000] == "Phòng, 5000"
    assert str(sheet.at(8999, "filled")).endswith("a.csv:9001:18")


LONG = "x" * 200_000


@pytest.mark.parametrize(
    "text", [f"id,{LONG}\na,b\n", f"id,name_vi\na,{LONG}\nb,c\n", f'id,name_vi\na,"{LONG}"\nb,c\n']
)
def test_a_cell_has_one_bound(text):
    """In the header, quoted or not, a cell that is too long is one problem at its row."""
    _, said = parse(text)
    assert [line.split(" ")[1] for line in said] == ["QUOTES"]
    assert said[0].startswith("x.csv:1:" if text.startswith("id,x") else "x.csv:2:")


def test_nothing_behind_an_open_quotation_mark_is_guessed():
    """A hundred thousand rows behind a mark that is not closed are no rows of the middle of a cell."""
    rest = "".join(f"u{number},n\n" for number in range(40_000))
    sheet, said = parse(f'id,name_vi\na,b\nb,"c\n{rest}')
    assert (rows(sheet), [line[:15] for line in said]) == ([["a", "b"]], ["x.csv:3: QUOTES"])


def test_a_pipe_is_told():
    """A table parted by another sign is one problem that names it."""
    sheet, said = parse("id|name_vi\na|b\n")
    assert sheet is None
    assert said == [
        "x.csv:1: DELIMITER the columns seem to be parted by '|'; save the table with commas, semicolons or tabs"
    ]


def test_a_quotation_mark_within_a_name_hides_no_row():
    """It stands for itself there, and the rows below are read as they are, each at its line."""
    problems = []
    sheet = parse_csv('id,na"me\na,A\nb,B,c\n"c",C\n', "x.csv", problems)
    assert (sheet.header, sheet.size) == (["id", 'na"me'], 3)
    assert [list(column) for column in sheet.cells] == [["a", "b", "c"], ["A", "B", "C"]]
    assert [str(one)[:21] for one in problems] == ["x.csv:3:3: ROW_LENGTH"]
    assert str(sheet.at(2, "id")) == "x.csv:4:1"


@pytest.mark.parametrize("bound", [3, 10**9])
def test_the_bound_of_a_cell_is_ours(bound):
    """Whatever bound the module csv has in a process, ours holds for a cell, quoted or not, and the other is left as it was."""
    before = csv.field_size_limit(bound)
    try:
        for long in ("x" * 131_073, f'"{"x" * 131_073}"'):
            problems = []
            parse_csv(f"id,name_en\na,{long}\n", "x.csv", problems)
            assert [one.code for one in problems] == ["QUOTES"]
            assert "131,072 characters" in problems[0].message
        problems = []
        sheet = parse_csv('id,name_en\na,"quoted ""name"""\n', "x.csv", problems)
        assert (problems, list(sheet.column("name_en"))) == ([], ['quoted "name"'])
        assert csv.field_size_limit() == bound
    finally:
        csv.field_size_limit(before)


def test_ids_that_come_again_far_below():
    """A column whose texts all differ for thousands of rows and then do not is read as the module csv reads it."""
    lines = [f"p{row},{row % 7},{row // 3}" for row in range(9000)] + ["p5,1,p5", "new,1,", "p8999,0,0"]
    text = "\n".join(["id,name_vi,filled", *lines]) + "\n"
    sheet, said = parse(text)
    assert said == []
    assert rows(sheet) == list(csv.reader(io.StringIO(text)))[1:]
    assert len(sheet.cells[0].distinct().values) == 9001
    assert [str(sheet.at(row)) for row in (8999, 9000, 9002)] == ["x.csv:9001", "x.csv:9002", "x.csv:9004"]
