"""What the pages print is what orgmodel takes: code is run, commands too, and YAML is loaded.

What a page leaves open is completed by rules that stand here: words in capitals by ``STANDS_FOR``, a name that is the
reader's own by ``OF_YOURS``, and ``…`` by nothing: it is a value like any other, or at the
end of a mapping says that there are more keys. docs/operations.md and the first ten
minutes have stricter tests of their own.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import orgmodel
from orgmodel.cli.main import run
from orgmodel.core.problems import ProblemsError
from orgmodel.io.grid_file import read_grid
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.importers.map_file import read_map
from orgmodel.io.norm_files import read_norms
from orgmodel.io.read import read_with_problems
from orgmodel.io.yaml_text import parse_yaml
from orgmodel.operations.verbs import operation_of

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "README.vi.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STUDY = "scenarios/ha-tinh-2022"
ONE, OTHER = f"{STUDY}/2.4-propaganda-mobilisation.yaml", f"{STUDY}/2.5-actual-2023.yaml"
STANDS_FOR = {
    "STUDY": STUDY, "SCENARIO": ONE, "PATH": STUDY, "BEFORE": STUDY, "AFTER": ONE, "A.yaml": ONE, "B.yaml": OTHER,
    "UNIT": "duc-tho.mttq",
}  # fmt: skip
LONG, LESS = ("compare", "explore", "report"), "scenarios/ministry"
"""Commands that take long, and a study of less on which they are run."""
OUTPUTS = {"new": "n.yaml", "diff": "STUDY/found.yaml", "combine": "STUDY/both.yaml", "export": "x.json"}
MAPS: dict[str, Any] = {"hierarchy": HierarchyMap, "lineage": LineageMap}
NORM_KEYS = ("norms", "models", "discrepancies")
NAMED = re.compile(r"^`([^`\n]+/[^`\n]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STUB = """title: {en: Beside}
parameters: {gov_head: {choices: [from_deputy, from_staff, new], default: new}}
"""
BESIDE = {
    "baseline/units.csv": "id,kind\n",
    "before/units.csv": "id,area,parent\ntinh.ban-to-chuc,,\nduc-tho.btv,duc-tho,\n",
    "before/documents.csv": "id,number\nkl-btv,1\ndoc-id,2\nqd-12,3\n",
    "norms.yaml": "norms: []\n",
    "evaluation.yaml": "title: {en: Evaluation}\n",
    "2.3-no-new-quota.yaml": STUB + "steps: [{id: step-id}, {id: other-step-id}]\n",
    "2.3-new-quota.yaml": STUB,
    "2.4.yaml": "title: {en: Beside}\n",
}
"""What pages name and do not print."""
SHOWN_ONLY = ("import",)  # a stranger's file, of which there is none here; tests/io imports them


def _blocks(page: Path, *kinds: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")) if kind in kinds]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder in which the studies of the project stand, and work there."""
    (tmp_path / "scenarios").mkdir()
    for source in (ROOT / "scenarios").rglob("*"):
        copy = tmp_path / "scenarios" / source.relative_to(ROOT / "scenarios")
        if source.is_file() and "/." not in source.as_posix().removeprefix(ROOT.as_posix()):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("page", [page for page in PAGES if _blocks(page, "python")], ids=lambda page: page.name)
def test_python_on_a_page_runs(page: Path) -> None:
    """The Python blocks of a page run one after the other, with matplotlib axes where it speaks of the reader's own."""
    of_yours: dict[str, Any] = {"axes": Figure().subplots()}
    for body in _blocks(page, "python"):
        exec(compile(body, page.name, "exec"), of_yours)


@pytest.mark.usefixtures("place")
def test_commands_of_the_readme_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command of the README, its words in capitals completed, ends without an error."""
    lines = [line for body in _blocks(ROOT / "README.md", "") for line in body.splitlines()]
    commands = [line.split(" #")[0] for line in lines if line.startswith("orgmodel ")]
    assert len(commands) >= 10
    shutil.copytree(ROOT / "docs" / "workbooks", "docs/workbooks")
    for command in commands:
        verb = command.split()[1]
        if verb in SHOWN_ONLY:
            continue
        typed = re.sub(r"FORMAT\b", "json", command).replace("FILE", OUTPUTS.get(verb, "x"))
        if verb == "chart":
            typed = typed.replace("--root UNIT", "--root duc-tho")
        if verb in LONG:
            typed = typed.replace("STUDY", LESS).replace("SCENARIO", f"{LESS}/split.yaml --draws 20")
        for word, meant in STANDS_FOR.items():
            typed = re.sub(rf"(?<![\w./-]){re.escape(word)}(?![\w-])", meant, typed)
        code = run(shlex.split(typed)[1:])
        assert code == 0, f"{typed}: {capsys.readouterr().err}"


def _yaml_blocks() -> list[Any]:
    """List the YAML blocks of all pages, each with its page and the text above it."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = [block for block in BLOCK.finditer(text) if block[1] in ("yaml", "yml")]
        found += [
            pytest.param(block[2], text[: block.start()], id=f"{page.name}-{number}")
            for number, block in enumerate(blocks)
        ]
    return found


@pytest.mark.parametrize(("body", "above"), _yaml_blocks())
def test_yaml_on_a_page_is_loaded(body: str, above: str, tmp_path: Path) -> None:
    """Each YAML block is loaded by the reader of such a file, with no problem; a list is what stands under ``do``."""
    problems: list[Any] = []
    data = parse_yaml(f"do:\n{body}" if body.startswith("- ") else body, "page", problems)
    assert data is not None
    assert problems == []
    path = tmp_path / "page.yaml"
    path.write_text(body, encoding="utf-8")
    if "columns" in data or "tables" in data:
        read_map(path, MAPS[re.findall(r"^### (\w+)$", above, re.MULTILINE)[-1]])
    elif any(isinstance(data.get(key), list) and isinstance(data[key][0], dict) for key in NORM_KEYS):
        read_norms([path])
    elif "alternatives" in data:
        assert read_grid(path) == data
    elif "do" not in data:
        _load_scenario_or_study(body, data, above, path)


def _load_scenario_or_study(body: str, data: Any, above: str, path: Path) -> None:
    """Read a study or a scenario beside what its page prints above it, and what it names and no page prints."""
    folder = path.parent
    beside = {
        name: text for name, text in BESIDE.items() if name.partition("/")[0] in body or name.startswith("baseline")
    }
    beside |= {name.partition("/")[2]: text for name, text in NAMED.findall(above)}
    for name, text in beside.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    if "steps" not in data and "units" not in data:
        path.unlink()
        path = folder / "study.yaml"
        path.write_text(body, encoding="utf-8")
        path = folder
    _, found = read_with_problems(path)
    assert [str(one) for one in found if one.severity == "error"] == []


def test_operations_of_the_grammar_have_the_keys_they_take() -> None:
    """No operation that the grammar prints has a key or a verb that is refused."""
    told = []
    for body in _blocks(ROOT / "docs" / "grammar.md", "yaml"):
        if not body.startswith("- "):
            continue
        problems: list[Any] = []
        data = parse_yaml("do:\n" + body.replace(", …}", "}"), "grammar.md", problems)
        for one in (data or {})["do"]:
            bare = {key: value for key, value in one.items() if key not in ("for_each", "needs")}
            try:
                operation_of(bare)
            except ProblemsError as error:
                told += [
                    str(problem)
                    for problem in error.problems
                    if problem.code in ("UNKNOWN_KEY", "UNKNOWN_VERB", "VERB")
                ]
    assert told == []


def test_a_page_names_what_is_exported() -> None:
    """Whatever a page calls as ``orgmodel.NAME`` is a public name or a module."""
    named = {name for page in PAGES for name in re.findall(r"\borgmodel\.([A-Za-z_]+)\b(?!/)", page.read_text("utf-8"))}
    folders = {path.stem for path in (ROOT / "orgmodel").iterdir()}
    assert {name for name in named if name not in orgmodel.__all__ and name not in folders} <= {"json"}
