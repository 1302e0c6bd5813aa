"""Wrong input of every format is told in the language that is asked for, with where it stands; nothing is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orgmodel.cli.main import run
from orgmodel.io.importers.formats import IMPORTERS

Screen = pytest.CaptureFixture[str]
TABLE = "code,above,label\n1,,City Hall\n2,1,Roads\n"
FILES = {
    "x.csv": TABLE,
    "empty.csv": "",
    "header.csv": "code,above,label\n",
    "cut.json": '{"organizations": [{"id": ',
    "comma.json": '{"organizations": [{"id": "a" "b"}]}',
    "none.json": "[]",
    "prose.ttl": "hello",
    "nothing.ttl": "<u:a> <u:b> <u:c> .",
    "key.yaml": "colums: {id: code}\n",
    "meaning.yaml": "columns: {idd: code}\n",
    "column.yaml": "columns: {id: cod, parent: above}\n",
    "word.yaml": "rows: unit\n",
    "open.yaml": "columns: [id\n",
    "blank.yaml": "",
    "language.yaml": "language: English\n",
}
HIERARCHY = ("hierarchy", "x.csv", "--map")
WRONG = {
    ("hierarchy", "none.csv"): r"^none.csv: MISSING_FILE",
    ("hierarchy", "empty.csv"): r"^empty.csv:1: EMPTY",
    ("hierarchy", "x.csv"): r"^x.csv:1: MISSING_COLUMN",
    ("hierarchy", "."): r"^\.: NOT_A_FILE",
    (*HIERARCHY, "none.yaml"): r"^none.yaml: MISSING_FILE",
    (*HIERARCHY, "key.yaml"): r"^key.yaml:1:1: UNKNOWN_KEY .*'colums'.*'columns'",
    (*HIERARCHY, "meaning.yaml"): r"^meaning.yaml:1:11: UNKNOWN_WORD 'idd'.*'id'",
    (*HIERARCHY, "column.yaml"): r"^x.csv:1: MISSING_COLUMN .*'cod'.*'code'",
    (*HIERARCHY, "word.yaml"): r"^word.yaml:1:1: UNKNOWN_WORD 'rows'.*'unit'.*'units'",
    (*HIERARCHY, "open.yaml"): r"^open.yaml:1:13: SYNTAX",
    (*HIERARCHY, "blank.yaml"): r"^blank.yaml:1:1: EMPTY",
    (*HIERARCHY, "language.yaml"): r"^language.yaml:1:1: INVALID 'English'",
    ("lineage", "none.csv"): r"^none.csv: MISSING_FILE",
    ("lineage", "x.csv"): r"^x.csv:1: MISSING_COLUMN",
    ("lineage", "x.csv", "--map", "key.yaml"): r"^key.yaml:1:1: UNKNOWN_KEY",
    ("popolo", "gone.json"): r"^gone.json: MISSING_FILE",
    ("popolo", "cut.json"): r"^cut.json:1:27: SYNTAX",
    ("popolo", "comma.json"): r"^comma.json:1:31: SYNTAX",
    ("popolo", "none.json"): r"^none.json: EMPTY_FILE",
    ("w3c-org", "gone.ttl"): r"^gone.ttl: MISSING_FILE",
    ("w3c-org", "nothing.ttl"): r"^nothing.ttl: NO_ORGANISATION",
    ("w3c-org", "x.csv"): r"^x.csv: UNKNOWN_FORMAT .*\.ttl",
    ("uk-organogram", "--senior", "gone.csv", "--junior", "x.csv"): r"^gone.csv: MISSING_FILE",
    ("uk-organogram", "--senior", "x.csv", "--junior", "x.csv"): r"^x.csv:1: MISSING_COLUMN",
    ("uk-organogram", "--senior", "empty.csv", "--junior", "empty.csv"): r"^empty.csv: EMPTY_FILE",
}
"""What cannot be imported, and what is said of it in every language."""
VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with files of every kind of wrong."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_wrong_input_is_told_in_the_language_that_is_asked_for(words: tuple[str, ...], language: str, capsys: Screen):
    """Every line has a code, and words of the language; the exit code is 1, and there is no folder."""
    assert run(["import", *words, "-o", "out", "--lang", language]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert re.search(WRONG[words], err, re.MULTILINE), err
    assert [line for line in err.splitlines() if bool(VIETNAMESE.search(line)) != (language == "vi")] == []
    assert not Path("out").exists()


def test_every_format_is_given_wrong_input():
    """No format is left out above."""
    assert {words[0] for words in WRONG} == {one.name for one in IMPORTERS}


def test_what_a_parser_of_turtle_says_is_kept(capsys: Screen):
    """A fault of Turtle is told with its line and what the parser expected there, which is the parser's English."""
    assert run(["import", "w3c-org", "prose.ttl", "-o", "out"]) == 1
    assert "prose.ttl:1: SYNTAX not linked data in the syntax of its suffix: expected" in capsys.readouterr().err


def test_one_row_is_no_rows(capsys: Screen):
    """A count of one is one, in the account of an import too."""
    Path("one.csv").write_text("id,parent,name\n1,,City Hall\n", "utf-8")
    assert run(["import", "hierarchy", "one.csv", "-o", "out"]) == 0
    assert capsys.readouterr().out.startswith("1 row: 1 imported unchanged, 0 reported")
