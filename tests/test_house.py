"""The rules of the house that no other tool looks after: what import loads, what modules may be, what git may hold."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import grimp
import networkx
import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "orgmodel"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 500
WRITTEN_BY_SCRIPTS = {"orgmodel/scenario/plan_verbs.py"}
"""Modules that a script writes of what stands elsewhere, and a test holds to it."""
VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "types"}
BINARY = {".png", ".jpg", ".pdf", ".docx", ".xlsx", ".pptx", ".parquet", ".ttf", ".woff2", ".ico"}


def _tracked() -> list[Path]:
    """List the files that git holds, or of a tree without git those that are not made by tools."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        paths = [ROOT / name for name in listed.split("\0") if name]
    else:
        paths = [p for p in ROOT.rglob("*") if not {"out", "__pycache__"} & set(p.parts) and "/." not in p.as_posix()]
    return [path for path in paths if path.is_file()]


def _texts() -> Iterator[tuple[str, str]]:
    for path in _tracked():
        if path.suffix.lower() not in BINARY:
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a file that is wrong on purpose, for a test of reading


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _loaded_by(*arguments: str) -> set[str]:
    """List the top packages that a fresh interpreter loads."""
    run = subprocess.run([sys.executable, "-X", "importtime", *arguments], capture_output=True, check=True, text=True)
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in run.stderr.splitlines() if "|" in line}


def test_import_is_light() -> None:
    """Importing the package loads none of the heavy libraries."""
    loaded = _loaded_by("-c", "import orgmodel")
    assert "orgmodel" in loaded
    assert not loaded & {"pandas", "matplotlib", "networkx", "numpy", "pydantic", "scipy", "rich", "yaml"}


@pytest.mark.parametrize("arguments", [["--help"], ["compare", "--help"], ["chart", "--help"]])
def test_help_is_light(arguments: list[str]) -> None:
    """Asking for help loads no numpy, and so nothing that stands on it."""
    if not (PACKAGE / "cli" / "main.py").exists():
        return
    loaded = _loaded_by("-c", "import sys; from orgmodel.cli.main import main; main()", *arguments)
    assert "orgmodel" in loaded
    assert not loaded & {"numpy", "pandas", "matplotlib", "networkx", "pydantic", "scipy", "yaml"}


def test_importing_the_parts_draws_and_prints_nothing() -> None:
    """Importing every module works, says nothing, loads no plotting, table or graph library, and makes no model ready."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if path.stem != "__main__" and "notebook" not in path.parts
    ]
    code = f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
    code += "from orgmodel.operations.described import _below, Model\n"
    code += "print([one.__name__ for one in _below(Model) if one.__pydantic_complete__])\n"
    code += "print(sorted({'pandas', 'matplotlib', 'networkx', 'scipy', 'docx'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stdout.split(), run.stderr) == (["[]", "[]"], "")


def test_modules_do_not_import_each_other_in_circles() -> None:
    """No chain of imports leads back to where it began, be they inside functions or for types alone."""
    imports = grimp.build_graph("orgmodel", cache_dir=None)
    graph = networkx.DiGraph((a, b) for a in imports.modules for b in imports.find_modules_directly_imported_by(a))
    assert sorted(sorted(circle) for circle in networkx.strongly_connected_components(graph) if len(circle) > 1) == []


def test_modules_are_small() -> None:
    """No module is longer than one can take in."""
    lines = {_named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES and name not in WRITTEN_BY_SCRIPTS} == {}


def test_modules_have_names_that_say_something() -> None:
    """No module or folder is called by a word that fits anything."""
    assert [_named(p) for p in MODULES if SAYS_NOTHING & {part.removesuffix(".py") for part in p.parts}] == []


def test_nothing_is_forwarded_unseen() -> None:
    """No attribute is made up on access, and no public function hands its keywords on unnamed."""
    found = []
    for path in MODULES:
        for node in ast.walk(_tree(path)):
            if not isinstance(node, ast.FunctionDef):
                continue
            if node.name in {"__getattr__", "__getattribute__"}:
                found.append(f"{_named(path)}:{node.lineno} {node.name}")
            if node.args.kwarg and not node.name.startswith("_"):
                keywords = [
                    kw.value
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                    for kw in call.keywords
                    if kw.arg is None
                ]
                if any(isinstance(value, ast.Name) and value.id == node.args.kwarg.arg for value in keywords):
                    found.append(f"{_named(path)}:{node.lineno} {node.name} passes **{node.args.kwarg.arg} on")
    assert found == []


def test_modules_hold_no_state() -> None:
    """No module holds a list, dict or set under a name that is not a constant's, nor fills one when imported."""
    makers = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    found = []
    for path in MODULES:
        for node in _tree(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if isinstance(getattr(node, "value", None), makers):
                found += [f"{_named(path)}:{node.lineno} {n}" for n in names if n != n.upper() and n != "__all__"]
            calls = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
            ties_names = calls and ast.unparse(node).endswith(
                ".model_rebuild()"
            )  # pydantic, where models name later ones
            if isinstance(node, ast.For | ast.While | ast.With) or (calls and not ties_names):
                found.append(f"{_named(path)}:{node.lineno} works at import")
    assert found == []


def test_one_way_leads_to_the_disk() -> None:
    """Files are made, moved and deleted by the one guard alone, which replaces nothing that orgmodel did not write."""
    allowed = {
        "orgmodel/core/writing.py",
        "orgmodel/core/manifest.py",
        "orgmodel/core/parts.py",  # in a folder that bears its header alone
        "orgmodel/io/schema/__init__.py",  # writes a source of ours
    }
    deeds = {"write_text", "write_bytes", "unlink", "rmdir", "mkdir", "touch", "symlink_to", "rmtree", "move"}
    found = []
    for path in MODULES:
        if _named(path) in allowed:
            continue
        for call in (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)):
            texts = [
                one.value for one in ast.walk(call) if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
            name = ast.unparse(call.func).rsplit(".", 1)
            opens = name[-1] == "open" and any(re.fullmatch(r"[rwxabt+]*[wxa+][rwxabt+]*", text) for text in texts)
            if (len(name) == 2 and name[1] in deeds) or (opens and "os.devnull" not in ast.unparse(call)):
                found.append(f"{_named(path)}:{call.lineno} {ast.unparse(call)[:60]}")
    assert found == []


def test_the_face_explains_itself() -> None:
    """Every name that the package offers has a docstring, and every function among them an example."""
    package = importlib.import_module("orgmodel")
    bare = []
    for name in getattr(package, "__all__", ()):
        thing = getattr(package, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            examples = doctest.DocTestFinder(recurse=False).find(thing, name)
            if not inspect.getdoc(thing) or (inspect.isfunction(thing) and not any(e.examples for e in examples)):
                bare.append(name)
    assert bare == []


def test_no_public_function_bears_the_name_of_a_folder() -> None:
    """A function and a folder of one name would shadow each other."""
    package = importlib.import_module("orgmodel")
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    assert folders & set(getattr(package, "__all__", ())) == set()


def test_git_holds_no_addresses_of_registries_or_machines() -> None:
    """No file names a package registry, an option that points to one, or a path of the machine it was made on."""
    barred = re.compile(
        r"pypi\.org|pythonhosted\.|registry\.(?:npmjs|yarnpkg)\.|conda\.anaconda\.|--(?:extra-)?index[-]url|--find[-]links"
        r"|/wor[k]/|/roo[t]/|/opt/whee[l]s|/home/\w+/|/Users/\w+/|[A-Z]:\\Users"
    )
    found = [f"{name}: {match[0]}" for name, text in _texts() for match in barred.finditer(text)]
    assert found == []


def test_git_holds_no_lock_files_and_no_data() -> None:
    """Pins are names and versions only, and the real organisations that tests read stay outside."""
    locks = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"}
    assert [path for path in _tracked() if path.name in locks] == []


def test_texts_are_composed() -> None:
    """Every text is NFC, as Vietnamese must be to be compared and drawn; tests write the rest as escapes."""
    assert [name for name, text in _texts() if not unicodedata.is_normalized("NFC", text)] == []


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link in a Markdown file leads to a file that exists."""
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
    dead = [
        f"{name}: {target}"
        for name, text in _texts()
        if name.endswith(".md")
        for target in link.findall(text)
        if not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert dead == []


def test_every_dependency_is_pinned() -> None:
    """The constraints are plain pins, one for each library that the package or its extras ask for."""
    pin = re.compile(r"([A-Za-z0-9._-]+)==[A-Za-z0-9.+!]+(?: ; python_version .*)?")
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert [line for line in lines if not pin.fullmatch(line)] == []
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower() for requirement in asked}
    assert names - pinned - {"orgmodel"} == set()


def test_tests_skip_only_for_want_of_the_machine() -> None:
    """No test is skipped or expected to fail, except by the markers of conftest.py."""
    barred = re.compile(r"mark\.(?:skip|skipif|xfail)|pytest\.(?:skip|xfail|importorskip)|doctest: \+SKIP")
    found = [
        f"{name}: {match[0]}"
        for name, text in _texts()
        if name.startswith(("tests/", "orgmodel/")) and name not in {"tests/conftest.py", "tests/test_house.py"}
        for match in barred.finditer(text)
    ]
    assert found == []


def test_tests_say_what_holds() -> None:
    """Every test has one sentence that says what holds."""
    silent = [
        f"{_named(path)}:{node.lineno} {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_an_outcome_has_one_name() -> None:
    """Above the floor of scenarios nobody calls an outcome by its scenario's id: a case's label is its name."""
    above = ("api", "charts", "cli", "comparison", "norms", "notebook", "reports", "tracking")
    found = [
        f"{_named(path)}:{node.lineno} {ast.unparse(node)}"
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in above and path.name != "case.py"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "id" and ast.unparse(node.value).split(".")[-1] == "outcome"
    ]
    assert found == []


READS_VIETNAMESE = {
    "charts/content.py": "small words that a name is shortened at",
    "charts/render/slide_master.py": "names of placeholders in presentations that are read",
    "core/names.py": "a letter that no decomposition takes apart",
    "core/schema.py": "yes and no as tables write them",
    "io/importers/dates.py": "dates as they are written out in tables that are read",
    "io/importers/known/pay.py": "words for a year in headings that are read",
    "io/importers/months.py": "names of months in tables that are read",
    "io/importers/known/tables.py": "words of names of units that begin as one for a kind",
    "io/importers/proposal/column_meanings.py": "words in headings of tables that are read",
    "io/importers/proposal/levels.py": "words in headings of tables that are read",
    "io/importers/proposal/rows_told.py": "words in headings of tables that are read",
    "io/importers/hierarchy/numbering.py": "letters that number lists in tables that are read",
    "io/importers/known/composed.py": "words before a day in headings of tables that are read",
    "io/importers/proposal/column_values.py": "yes and no in tables that are read",
    "io/importers/proposal/part.py": "words of samples in tables that are read",
    "io/importers/proposal/headers.py": "letters that number columns of tables that are read",
    "io/importers/proposal/words.py": "letters of languages that are read",
    "io/importers/lineage/map.py": "headings and marks of tables that are read",
    "reports/letter_widths.py": "letters whose widths are measured",
}
"""The modules outside words/ that hold Vietnamese: to understand what is read or measure letters, never to word what is written."""


def test_what_is_worded_in_vietnamese_stands_in_words() -> None:
    """No module outside words/ holds a Vietnamese text, but for those that read tables and names."""
    found = set()
    for path in MODULES:
        tree = _tree(path)
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [one for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if any(id(one) not in told and VIETNAMESE.search(one.value) for one in texts):
            found.add(path.relative_to(PACKAGE).as_posix())
    assert {name for name in found if not name.startswith("words/")} == set(READS_VIETNAMESE)


@pytest.mark.parametrize(
    "script", sorted([*ROOT.glob("docs/**/*.py"), *ROOT.glob("scripts/*.py")]), ids=lambda path: path.name
)
def test_scripts_beside_the_package_still_import(script: Path) -> None:
    """What is run by hand finds the names that it uses."""
    run = subprocess.run(
        [sys.executable, "-c", f"import runpy; runpy.run_path({str(script)!r}, run_name='imported')"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")


CUTS = {"partition", "rpartition", "split", "rsplit", "removeprefix", "removesuffix", "startswith", "endswith"}
CUTS_IDS = {
    "orgmodel/operations/post_ids.py",  # a post's short name within its unit, and ids for new rows: the one place
    "orgmodel/io/importers/hierarchy/staff.py",  # makes ids for rows of posts that have none
}
"""Modules that may cut or join ids."""


def _cuts_an_id(node: ast.AST) -> bool:
    """Tell whether a part of the code cuts what is called an id, a unit or a post, or joins such a one with a slash."""

    def is_id(value: ast.expr) -> bool:
        name = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
        return name in {"id", "unit", "post"}

    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in CUTS and is_id(node.func.value)
    if isinstance(node, ast.JoinedStr):
        pairs = zip(node.values, node.values[1:], strict=False)
        return any(
            isinstance(one, ast.FormattedValue)
            and is_id(one.value)
            and isinstance(after, ast.Constant)
            and str(after.value).startswith("/")
            for one, after in pairs
        )
    return False


def test_ids_are_neither_cut_nor_joined() -> None:
    """What an id looks like means nothing: no module cuts or joins one but those listed, and each listed one does."""
    found = {_named(path) for path in MODULES if any(map(_cuts_an_id, ast.walk(_tree(path))))}
    assert found == CUTS_IDS
