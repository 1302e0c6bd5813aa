"""Dependencies are those that are imported, and documents name only what is there."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from orgmodel.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
OURS = {"orgmodel", "tests", "benchmarks", "pages"}
TOOLS = {
    "import-linter",
    "ipykernel",
    "jupyterlab",
    "marimo",
    "mypy",
    "myst-nb",
    "nbmake",
    "pandas-stubs",
    "pydata-sphinx-theme",
    "pytest-xdist",
    "ruff",
    "sphinx",
    "types-networkx",
    "types-pyyaml",
}
"""What is run, or read by a tool, and imported by nothing of ours."""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _asked(requirements: list[str]) -> set[str]:
    return {_normal(re.split(r"[\[<>=!~; ]", one)[0]) for one in requirements} - {"orgmodel"}


def _imported(*folders: str) -> set[str]:
    """List the distributions that files import, be it inside functions or for types alone."""
    names: set[str] = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {one.name.split(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    owners = packages_distributions()
    strangers = names - set(sys.stdlib_module_names) - OURS
    return {_normal(owners.get(name, [name])[0]) for name in strangers}


def test_what_the_package_asks_for_is_what_it_imports() -> None:
    """No library is asked for that no module imports, and none is imported that is not asked for."""
    asked = _asked(PROJECT["dependencies"])
    optional = {name: _asked(requirements) for name, requirements in EXTRAS.items() if name != "dev"}
    assert asked | set().union(*optional.values()) == _imported("orgmodel")
    assert {name: both for name, found in optional.items() if (both := found & asked)} == {}


def test_what_developers_need_is_what_tests_import() -> None:
    """Tests, benchmarks and scripts import what the package asks for, what dev lists, and nothing else."""
    package = _asked([*PROJECT["dependencies"], *(one for name in EXTRAS if name != "dev" for one in EXTRAS[name])])
    imported = _imported("tests", "benchmarks", "scripts", "docs")
    dev = _asked(EXTRAS["dev"])
    assert imported - package == dev - TOOLS
    assert dev & package == set()


def test_all_is_all() -> None:
    """The extra named all holds every other but the developers'."""
    (all_of_them,) = EXTRAS["all"]
    assert set(re.findall(r"[a-z-]+", all_of_them.removeprefix("orgmodel"))) == EXTRAS.keys() - {"all", "dev"}


def test_documents_name_what_is_there() -> None:
    """Every extra, command and folder of the house that a page or a message names exists."""
    pages = [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "orgmodel").rglob("*.py")]
    unknown = []
    for path in pages:
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT).as_posix()
        for group in re.findall(r"(?:orgmodel|'\.)\[([a-z,-]+)\]", text):
            unknown += [f"{where}: extra {one}" for one in group.split(",") if one not in EXTRAS]
        typed = re.findall(r"(?m)^(?:\$ )?orgmodel ([a-z]+)\b|`+orgmodel ([a-z]+)\b", text)
        unknown += [f"{where}: command {one}" for pair in typed for one in pair if one and one not in COMMANDS]
        if path.suffix == ".md":
            floors = re.findall(r"`(\w+)`(?= →)|(?<=→ )`(\w+)`", text)
            folders = {one.name for one in (ROOT / "orgmodel").iterdir()}
            unknown += [f"{where}: folder {one}" for pair in floors for one in pair if one and one not in folders]
    assert unknown == []
