"""What people get wrong at the command line is answered with what was expected and the contract's exit code; nothing changes."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

IMPORTS = Path(__file__).parents[1] / "fixtures" / "imports"
OF_THE_STUDY = """
1 | check small none | there is no such file or folder
1 | check mine.txt | neither a scenario (.yaml) nor a baseline
1 | check empty | neither a study (study.yaml) nor a baseline (units.csv)
1 | check empty.yaml | the file is empty
1 | check list.yaml | a mapping of keys to values is expected at the top
1 | check table.csv | give the folder that it is in
1 | check not.xlsx | not an XLSX workbook
1 | check small/split.yml | did you mean 'split.yaml'?
1 | check Small | did you mean 'small'?
2 | check small --format xml | there are text, json, sarif
2 | check http://example.org/x.yaml | nothing is fetched
2 | check "" | a path is empty
2 | check small --persons=yes | does not take a value
2 | show small small | unexpected extra argument
1 | show small --measures headcounts | did you mean 'headcount'?
1 | show small --measures "" | no measure ''
1 | show small --measures headcount --measures unitss | did you mean 'units'?
1 | show small --by blok | did you mean 'block'?
1 | show small --scope h.hhu | did you mean 'h.hu'?
1 | show small --scope H.HU | did you mean 'h.hu'?
1 | show small --scope block | total, block:…, area:…
1 | show small --scope block:goverment | did you mean 'government'?
1 | show small --scope level:x | there are district
2 | show small --at tomorrow | write 2018-12-01, 2018-12 or 2018
2 | show small --at 31/12/2022 | 2022-12-31 if the day comes first
2 | show small --at 2022-02-30 | not a day of the calendar
1 | show small/split.yaml --at 1900-01-01 | 2022-09-30
2 | show small/split.yaml --set x | is not NAME=VALUE
1 | show small/split.yaml --set x=1 | no parameter 'x'
1 | show small --set x=1 | only a scenario that has not run has parameters
2 | show small --format csv,json | did you mean 'json'?
2 | compare small/baseline | give a study or a scenario file
2 | compare small -o mine.txt | name a folder
2 | compare small -o report.docx | named as a file is; name a folder
2 | collect --study small -o forms.xlsx | named as a file is; name a folder
1 | check . | studies in it: bare, small
1 | new split h.tcnv | studies in it: bare, small
1 | check own | of a table of your own orgmodel init makes one: posts.xlsx
1 | check own/posts.xlsx | no sheet of this workbook is a table of a baseline; of a workbook of your own orgmodel init
1 | new split "Tư pháp" --study small | did you mean one of h.cell, h.ptp?
1 | new split "phong tu phap" --study small | did you mean 'h.ptp'?
1 | show small --scope "chi bộ phòng" | did you mean 'h.cell'?
1 | compare small -o small | FOLDER_IN_USE
1 | compare small -o small/baseline | FOLDER_IN_USE
1 | compare small -o mine.txt/sub | a file stands where a folder is needed
2 | compare small --form csv | No such option
2 | explore small/baseline | give a study or a scenario file
1 | explore nope.yaml | there is no such file or folder
1 | new transfer h.hu --into h.hu --study small | cannot go into itself
1 | new absorb h.hu --into h.hu --study small | cannot go into itself
1 | new split h.hu --into total --into x --study small | is a scope
1 | new merge h.hu h.ubnd --into block:x --study small | is a scope
2 | export small --to w3c-org --base "javascript:alert(1)" -o x.ttl | is no address
1 | chart small/split.yaml --template none.pptx -o x.pptx | there is no such file or folder
1 | report small/split.yaml --template none.docx -o x.docx | there is no such file or folder
2 | compare small —long | options begin with two hyphens
1 | compare small --scope nope | no unit 'nope'
1 | chart small/split.yaml -o x.gif | there are .svg, .png
1 | chart small/split.yaml -o x | there are .svg, .png
1 | chart small/split.yaml -o mine.svg | no run of orgmodel wrote it
1 | chart small/split.yaml -o mine.txt/x.svg | a file stands where a folder is needed
2 | chart small/split.yaml x.svg | Missing option '-o'
2 | chart small/split.yaml -o "" | a path is empty
2 | chart small/split.yaml -o small | name a file
2 | chart small/split.yaml --state now -o x.svg | there are before, after, changes
1 | chart small/split.yaml --root "Phòng Tư pháp" -o x.svg | did you mean 'h.ptp'?
1 | chart small/split.yaml --root H.PTP --tree posts --state after -o x.svg | did you mean 'h.ptp'?
2 | chart small/split.yaml --depth two -o x.svg | no whole number from 0
2 | chart small/split.yaml --page a5x -o x.svg | a4, a3, fit
2 | chart small/split.yaml --page 10x10 -o x.svg | at least 60x60
2 | chart small/split.yaml --page 99999999999x99999999999 -o x.svg | at most 5000x5000
2 | chart small/split.yaml --depth 999999999999999999999999 -o x.svg | too large; at most 999999999
2 | explore small/split.yaml --draws 100000000000000000000 | too large; at most 999999999
1 | chart small/split.yaml --theme mine.txt -o x.svg | a path to a .toml or .json file
1 | chart small/split.yaml --fields nope -o x.svg | name, id, head
1 | chart small/split.yaml --color-by rainbow -o x.svg | block, kind, level
1 | chart small/split.yaml --list x.txt -o x.svg | there are .md, .html
2 | chart small/split.yaml --split --state before -o x.svg | --split is for --state changes
1 | report small -o x.txt | .docx, .xlsx
1 | report small -o small/study.yaml | .docx, .xlsx
2 | report small -o x.md --paper annexe | there are report
2 | report small -o x.md --profile nato | there are neutral, party, state
1 | report small -o x.docx --template mine.txt | no Word document
1 | report small -o x.md --since empty | issue.json
1 | report small -o x.md --set nope=1 | parameter 'nope'
2 | report small/baseline -o x.md | give a study or a scenario file
2 | status small/baseline | name a study or a scenario
2 | status small --as-of yesterday | write 2018-12-01
2 | status small --as-of "" | is not a date
2 | status small --as-of 2022-W44-1 | is not a date
2 | diff small | Missing argument 'AFTER'
1 | diff small mine.txt | neither a scenario (.yaml) nor a baseline
1 | diff small/split.yaml small -o small/split.yaml | never
1 | diff small small/split.yaml -o x.docx | .yaml or .yml
2 | combine small/baseline | name scenario files
2 | combine small/split.yaml bare | bare: no scenario in it
0 | compare bare | orgmodel new split UNIT --study bare
1 | combine small/split.yaml --onto none | no such file or folder
1 | combine small/split.yaml -o small/split.yaml | never
2 | collect --study small | name filled-in forms
1 | collect not.xlsx --study small | not an XLSX workbook
1 | collect small --study small | this is a folder, and a file is needed
1 | collect not.xlsx --study small/split.yaml | with study.yaml in it
1 | collect not.xlsx --study none | no such file or folder
2 | collect not.xlsx --study small -o out | -o is for forms that go out
1 | collect --study small -o small | FOLDER_IN_USE
2 | export small --to svg -o x | there are json, csv
2 | export small --to csv -o mine.txt | name a folder for the tables
2 | export small --to json -o small | name a file
1 | export small --to xlsx -o x.json | .xlsx
1 | export small --to json -o mine.txt | .json
2 | export small --to w3c-org --base nowhere -o x.ttl | https://
2 | export small --to json --state changes -o x.json | there are before, after
1 | new split h.nope --study small | no unit 'h.nope'
1 | new split h.tcnv --study none | no such file or folder
1 | new split h.tcnv h.ptp --study small | a split is of one unit
1 | new merge h.tcnv --study small | at least two units
1 | new merge h.tcnv h.tcnv --into x --study small | named twice
1 | new split h.tcnv --into a --into a --study small | named twice
1 | new split h.tcnv --into "" --into b --study small | an id is blank
1 | new split h.tcnv --into h.ptp --into b --study small | exists already
1 | new split h.tcnv --study small -o small/split.yaml | no run of orgmodel wrote it
"""
OF_STRANGERS = """
2 | init table.csv -o mine.txt | name a folder
1 | init small -o made | this is a folder, and a file is needed
1 | init mine.txt -o made | no table in these files
1 | init not.xlsx -o made | not an XLSX workbook
2 | init table.csv -o made --as-of soon | is not a date
2 | import csv table.csv -o made | there are uk-organogram, hierarchy
2 | import popolo.json popolo -o made | 'popolo.json' is not known
2 | import hierarchy table.csv | Missing option '-o'
1 | import hierarchy none.csv -o made | no such file or folder
1 | import hierarchy table.csv -o made | no column tells who is above
1 | import hierarchy table.csv --map small -o made | this is a folder, and a file is needed
2 | import hierarchy --senior table.csv -o made | it is for uk-organogram
2 | import uk-organogram table.csv -o made | takes --senior FILE and --junior FILE
1 | import uk-organogram --senior uk/junior.csv --junior uk/senior.csv -o made | the other file of the pair
1 | import popolo small -o made | this is a folder, and a file is needed
1 | import popolo table.csv -o made | not JSON
1 | import popolo popolo.json -o small | FOLDER_IN_USE
2 | import popolo popolo.json --as-of soon -o made | is not a date
1 | import w3c-org mine.txt -o made | linked data is read from .ttl
"""
OF_NO_LANGUAGE = """
2 | Compare small | 'compare'
2 | help | there are check, show
2 | schema foo | there are scenario, study, norms
2 | schema -o empty | name a file
1 | schema -o mine.txt | no run of orgmodel wrote it
"""


@pytest.fixture
def place(small, tmp_path, monkeypatch):
    """Stand in a folder with a study and files of other kinds."""
    monkeypatch.chdir(tmp_path)
    files = {
        "mine.txt": "mine", "mine.svg": "<svg/>", "empty.yaml": "", "list.yaml": "- a\n", "table.csv": "a,b\n1,2\n",
        "not.xlsx": "no workbook", "popolo.json": (IMPORTS / "popolo" / "example.json").read_text("utf-8"),
    }  # fmt: skip
    for name, text in files.items():
        Path(name).write_text(text, "utf-8")
    Path("empty").mkdir()
    shutil.copytree("small", "bare")
    Path("bare/split.yaml").unlink()
    Path("own").mkdir()
    book = Workbook()
    book.active.title = "Establishment"
    book.active.append(["Unit", "Posts", "=1+1"])
    book.save("own/posts.xlsx")
    shutil.copytree(IMPORTS / "uk-organogram", "uk")
    return tmp_path


@pytest.mark.parametrize(
    ("table", "asked"),
    [(OF_THE_STUDY, ["--lang", "en"]), (OF_STRANGERS, ["--lang", "en"]), (OF_NO_LANGUAGE, [])],
    ids=["of a study", "of strangers' files", "of no file"],
)
def test_a_mistake_is_told_with_what_was_expected(table, asked, place, orgmodel):
    """Each line of the table: its exit code, something that is said, no traceback, and no file is made or changed."""
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    wrong = []
    for line in table.strip().splitlines():
        code, words, said = map(str.strip, line.split(" | "))
        found = orgmodel(*shlex.split(words), *asked)
        told = found.out + found.err
        if found.code != int(code) or said not in told or "Traceback" in told or "INTERNAL_ERROR" in told:
            wrong.append(f"{line}: {found.code} {told[:400]}")
        if {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} != before:
            wrong.append(f"{line}: changes files")
            break
    assert wrong == []


def test_one_mistake_is_told_once(place, orgmodel):
    """Files that are swapped, or a study that is not there, are one problem, and not what follows from it beside."""
    swapped = orgmodel(
        "import", "uk-organogram", "--senior", "uk/junior.csv", "--junior", "uk/senior.csv", "-o", "made"
    )
    assert [line.split(": ")[1].split()[0] for line in swapped.err.splitlines()[:-1]] == ["WRONG_FILE", "WRONG_FILE"]
    assert len(orgmodel("collect", "not.xlsx", "--study", "none").err.splitlines()) == 1
    assert len(orgmodel("collect", "not.xlsx", "--study", "small/split.yaml").err.splitlines()) == 1


def test_measures_may_be_asked_for_one_by_one(small, orgmodel):
    """An option that is repeated adds to what was asked for, as commas do."""
    asked = ("show", small, "--format", "csv", "--scope", "total")
    both = orgmodel(*asked, "--measures", "headcount,units")
    assert orgmodel(*asked, "--measures", "headcount", "--measures", "units") == both
    assert both.out.count("\n") == 3
