"""What the site of the documentation is made of: every public name, command, option and word stands in it."""

from __future__ import annotations

import inspect
import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import click
import pytest

import orgmodel
from orgmodel.cli.main import cli
from orgmodel.core.schema import Tables
from orgmodel.io.schema import schemas
from orgmodel.words.labels import LABELS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the pages that are made from the program."""
    sys.path.insert(0, str(DOCS))
    try:
        import pages as made
    finally:
        sys.path.remove(str(DOCS))
    folder = tmp_path_factory.mktemp("generated")
    made.write_pages(folder)
    return folder


def commands() -> list[tuple[str, click.Command]]:
    """List every command, those within groups too, with what is typed for it."""
    found: list[tuple[str, click.Command]] = []
    open_groups: list[tuple[str, click.Group, click.Context]] = [("orgmodel", cli, click.Context(cli))]
    while open_groups:
        path, group, context = open_groups.pop()
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            found.append((f"{path} {name}", command))
            if isinstance(command, click.Group):
                open_groups.append((f"{path} {name}", command, click.Context(command, parent=context)))
    return found


def test_every_public_name_says_what_it_is() -> None:
    """Each public name, and each public member of the classes among them, has a docstring of its own or of its base."""
    bare = []
    for name in orgmodel.__all__:
        one = getattr(orgmodel, name)
        members = inspect.getmembers(one) if inspect.isclass(one) else []
        told = {name: one} | {f"{name}.{key}": value for key, value in members if not key.startswith("_")}
        bare += [
            path for path, value in told.items()
            if (callable(value) or isinstance(value, property)) and not (inspect.getdoc(value) or "").strip()
        ]  # fmt: skip
    assert bare == []


def test_every_public_name_is_on_the_page_of_calls(pages: Path) -> None:
    """The page of calls names each public name once."""
    lines = (pages / "api.rst").read_text(encoding="utf-8").split()
    assert all(lines.count(f"orgmodel.{name}") == 1 for name in orgmodel.__all__)


def test_every_column_of_a_table_has_its_name(pages: Path) -> None:
    """No table of the documentation, written or made, has a column without a head: a screen reader reads it with each cell."""
    files = [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md"), *pages.rglob("*.md")]
    bare = [
        (path.name, number)
        for path in files
        for lines in (path.read_text(encoding="utf-8").splitlines(),)
        for number, (head, rule) in enumerate(pairwise(lines), 1)
        if re.fullmatch(r"\|(:?-+:?\|)+", rule.replace(" ", "")) and re.search(r"\|\s*\|", head)
    ]
    assert bare == []


def test_every_command_and_option_says_what_it_does(pages: Path) -> None:
    """Each command has a help, each option a text of its own, and both stand on the page of commands."""
    page = (pages / "commands.md").read_text(encoding="utf-8")
    bare = []
    for path, command in commands():
        assert f"# `{path}`\n" in page
        bare += [] if command.help else [path]
        for option in (one for one in command.params if isinstance(one, click.Option) and not one.hidden):
            assert max(option.opts, key=len) in page
            bare += [] if (option.help or "").strip() else [f"{path} {option.opts[-1]}"]
    assert bare == []


def test_words_and_formats_are_those_of_the_program(pages: Path) -> None:
    """The glossary has each word of its families in both languages; the formats have each column and key."""
    words, formats = ((pages / name).read_text(encoding="utf-8") for name in ("glossary.md", "formats.md"))
    for family in ("operation", "quantity", "rank", "line", "result"):
        for code, (vi, en) in LABELS[family].items():
            assert f"| `{code}` | {vi} | {en} |" in words
    for spec in Tables.ALL:
        assert all(f"| `{spec.written_as(field)}` |" in formats for field in spec.fields)
    for text in schemas().values():
        assert all(f"| `{key}` |" in formats for key in json.loads(text).get("properties", {}))
