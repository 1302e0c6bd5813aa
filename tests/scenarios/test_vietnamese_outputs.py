"""Every output of the Vietnamese studies, read word by word: nothing English, and no id where there is a name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import orgmodel
from orgmodel.cli.main import run
from orgmodel.measures.catalogue import MEASURES
from orgmodel.scenario.scenario import Study
from orgmodel.words.labels import LABELS

ROOT = Path(__file__).parents[2]
STUDIES = {name: ROOT / "scenarios" / name for name in ("ha-tinh-2022", "ha-tinh-2018-2026")}
WORD = re.compile(r"[^\W\d_]{2,}")
TOKEN = re.compile(r"\w[\w./-]*\w|\w")
ALLOWED = {
    *("long", "scope", "by", "format", "json"),  # options, as they are typed
    "tr",  # trang
    "tt",  # thứ tự: the heading of the column of numbers
}
"""Words that are no Vietnamese and may be there."""
READ_BY = ("2.3-no-new-quota", "2.4-deputies-kept", "2.5-actual-2023", "history")
"""Scenarios whose outputs are all read; of the others those that say what no other does, in the slow tests."""


def words(text: str) -> set[str]:
    """Split a text into its words of two letters or more."""
    return {one.casefold() for one in WORD.findall(text)}


def prose(path: Path) -> str:
    """Read a page without its code."""
    return re.sub(r"```.*?```|`[^`]*`", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def cells(path: Path, wanted: str) -> Iterator[str]:
    """Read the columns of a table whose heading matches."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (cell for name, cell in row.items() if name and cell and re.fullmatch(wanted, name))


@cache
def english() -> frozenset[str]:
    """Give the words of our English pages, those of the Vietnamese ones left out."""
    made = ROOT / "docs" / "generated"  # by the site: its glossary has both languages
    pages = [one for one in ROOT.glob("docs/**/*.md") if not one.name.endswith(".vi.md") and made not in one.parents]
    theirs = {word for page in pages for word in words(prose(page)) if word.isascii()}
    ours = words(" ".join(map(prose, (ROOT / "README.vi.md", ROOT / "docs" / "first-ten-minutes.vi.md"))))
    for table in (ROOT / "orgmodel" / "words").glob("*.csv"):
        ours |= words(re.sub("{[^}]*}", " ", " ".join(cells(table, "vi"))))
    return frozenset(theirs - ours)


@cache
def spoken(name: str) -> frozenset[str]:
    """Give the words that a study itself says in Vietnamese, and the numbers and issuers of its papers."""
    folder = STUDIES[name]
    said = [text for path in folder.rglob("*.csv") for text in cells(path, r".*_vi|issuer|number|note|src")]
    for path in (*folder.glob("*.yaml"), *ROOT.glob("orgmodel/norms/data/**/*.yaml")):
        said += re.findall(r"\bvi: *(?:>-)?\s*(\"[^\"]*\"|[^,}\n]*(?:\n {4,}[^\n:]*)*)", path.read_text("utf-8"))
    return frozenset(words(" ".join(said)))


@cache
def study_of(name: str) -> Study:
    """Read a study, once."""
    found = orgmodel.read(STUDIES[name])
    assert isinstance(found, Study)
    return found


@cache
def ids_of(name: str) -> frozenset[str]:
    """Give every id of a study that no Vietnamese word is like: of records, scenarios, steps, parameters, and keys of ours."""
    study = study_of(name)
    found: set[str] = {one.id for one in MEASURES} | set(study.terms.kinds) | set(study.scenarios)
    for structure in (study.baseline, *(one.after for one in study.outcomes)):
        for table in ("units", "posts", "documents"):
            found |= {one.id for one in structure.table(table)}  # type: ignore[attr-defined]
        found |= {one.function for one in structure.functions}  # type: ignore[attr-defined]
    for scenario in study.scenarios.values():
        found |= {step.id for step in scenario.all_steps()}
        for parameter in scenario.all_parameters().values():
            found |= {parameter.name, *parameter.choices}
    found |= {key for family in LABELS.values() for key in family if "_" in key}
    norms = {one.id for one in study.norms.norms} if study.norms is not None else set()
    return frozenset(found - norms - {"tinh", "khoi", "new", "keep"})


def any_of(texts: Iterable[str]) -> str:
    """Match one of the texts, the longest that stands there."""
    return "|".join(re.escape(one) for one in sorted(texts, key=len, reverse=True)) or "(?!)"


@cache
def keys_of(name: str) -> re.Pattern[str]:
    """Match ids in the key of scenarios and codes of norms, in one pass over a line."""
    study = study_of(name)
    scenarios = any_of(text for id in study.scenarios for text in (f"({id})", f"| {id} |", f"Mã: {id}."))
    norms = any_of(one.id for one in (study.norms.norms if study.norms is not None else ()))
    return re.compile(rf"{scenarios}|(?<![\w-])(?:{norms})(?![\w-])")


def without_keys(line: str, name: str) -> str:
    """Leave out what is meant for a command: ids in the key of scenarios, codes of norms, paths, options; and Roman numerals."""
    line = keys_of(name).sub(" ", line)
    line = re.sub(r"\b[IVXLC]+\b", " ", line)  # the thirtieth row, XXX, is no English word
    line = re.sub(r"\S*\.(yaml|md|svg)(:\d+:\d+)?", " ", line)
    return re.sub(r"--\w+( json)?", " ", line)


def faults(text: str, name: str) -> list[str]:
    """List what is English or an id in a text, each with its line."""
    found = []
    for line in text.splitlines():
        told = without_keys(line.replace("\\", ""), name)
        ids = [token for token in TOKEN.findall(told) if token in ids_of(name)]
        left = (words(told) & english()) - spoken(name) - ALLOWED
        found += [f"{one}: {line.strip()[:120]}" for one in (*ids, *sorted(left))]
    return found


def told(arguments: tuple[str, ...], screen: pytest.CaptureFixture[str], folder: Path) -> str:
    """Run a command and give all that a reader sees of it: both streams, and the texts of the files that it makes."""
    code = run([*arguments])
    out, err = screen.readouterr()
    assert code == (1 if "combine" in arguments else 0), err
    files = [one for one in sorted(folder.rglob("*")) if one.suffix in (".md", ".svg", ".html")]
    texts = [one.read_text(encoding="utf-8") for one in files]
    seen = [
        "\n".join(re.findall(r">([^<>]+)<", text)) if one.suffix != ".md" else text
        for one, text in zip(files, texts, strict=True)
    ]
    for one in files:
        one.unlink()
    return "\n".join([out, err, *seen])


def of_study(folder: Path) -> list[tuple[str, ...]]:
    """List the commands on a whole study."""
    path = str(folder)
    return [
        ("show", path, "--long"),
        ("show", path, "--by", "kind", "--by", "level"),
        *(("status", path, "--as-of", "2022-11-15", *how) for how in ((), ("--long",), ("--format", "md"))),
    ]


def of_all(folder: Path) -> list[tuple[str, ...]]:
    """List the commands that run all scenarios of a study side by side, which take long."""
    path = str(folder)
    return [("compare", path), ("compare", path, "--format", "md"), ("report", path, "-o", "report.md")]


def of_scenario(folder: Path, id: str) -> list[tuple[str, ...]]:
    """List the commands on one scenario; of a few with every paper, state and form of its charts that is a text.

    The state before is that of the study, what is new after stands in the chart of changes, and what the other papers
    list is what compare --long and status say.
    """
    path = str(folder / f"{id}.yaml")
    with_list = ("chart", path, "--state", "changes", "-o", "c.svg", "--list", "c.md")
    always: list[tuple[str, ...]] = [
        ("show", path),
        ("compare", path),
        ("compare", path, "--long"),
        ("compare", path, "--format", "md"),
        ("status", path, "--as-of", "2022-11-15"),
        ("report", path, "--paper", "report", "-o", "report.md"),
        ("diff", str(folder), path),
        with_list,
    ]
    if id not in READ_BY:
        return always
    drawn = [("chart", path, "--state", state, "-o", f"{state}.svg") for state in ("before", "after", "changes")]
    return [
        *always,
        *(("report", path, "--paper", paper, "-o", "report.md") for paper in ("progress", "lists")),
        ("diff", str(folder), path, "--format", "md"),
        *drawn,
    ]


EVERY = [(name, path.stem) for name, folder in STUDIES.items() for path in sorted(folder.glob("*.yaml"))]
SCENARIOS = [(name, id) for name, id in EVERY if id not in ("study", "norms")]


@pytest.mark.parametrize("name", STUDIES)
def test_what_commands_say_of_a_study(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The structure and the board of each study."""
    monkeypatch.chdir(tmp_path)
    for arguments in of_study(STUDIES[name]):
        assert faults(told(arguments, capsys, tmp_path), name) == [], arguments


@pytest.mark.parametrize(
    ("name", "id"),
    [one if one[1] in READ_BY else pytest.param(*one, marks=pytest.mark.slow) for one in SCENARIOS],
)
def test_what_commands_say_of_a_scenario(
    name: str, id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its structure, comparison, board, report, what diff finds of it, and its charts."""
    monkeypatch.chdir(tmp_path)
    for arguments in of_scenario(STUDIES[name], id):
        assert faults(told(arguments, capsys, tmp_path), name) == [], arguments


@pytest.mark.slow
@pytest.mark.parametrize("name", STUDIES)
def test_what_commands_say_of_all_scenarios(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scenarios side by side, and the report of all."""
    monkeypatch.chdir(tmp_path)
    for arguments in of_all(STUDIES[name]):
        assert faults(told(arguments, capsys, tmp_path), name) == [], arguments


def test_what_combine_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Steps that meet, and their conflicts: the scenario that is written is for a program."""
    monkeypatch.chdir(tmp_path)
    folder = STUDIES["ha-tinh-2022"]
    ids = ("2.3-no-new-quota", "2.3-new-quota", "2.3-party-cells", "2.1-health-centres-to-department")
    out = told(("combine", *(str(folder / f"{id}.yaml") for id in ids)), capsys, tmp_path)
    assert "2.3 Thêm ba biên chế: Chia tách ba cơ quan hợp nhất theo mô hình chung" in out
    assert faults(out, "ha-tinh-2022") == []


def test_the_reader_finds_english_and_ids() -> None:
    """What must not be there is found: a scenario's id, a unit's, a measure's, a word of English."""
    for text in ("cột 2.3-no-new-quota", "duc-tho.tcnv giải thể", "units_direct 3", "không có vacancies nào"):
        assert faults(text, "ha-tinh-2022"), text
    assert faults("Cơ quan Tổ chức - Nội vụ (DIST-1) … và 3 nữa (--long)", "ha-tinh-2022") == []
