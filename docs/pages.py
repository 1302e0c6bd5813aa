"""Pages of the site that are made from the program: commands, calls, words in both languages, formats of files, notebooks."""

from __future__ import annotations

import inspect
import json
import shutil
from pathlib import Path
from typing import Any

import click

import orgmodel
from orgmodel.cli.main import cli
from orgmodel.core.schema import Spec, Tables
from orgmodel.io.schema import schemas
from orgmodel.words.labels import LABELS

ROOT = Path(__file__).resolve().parents[1]
WORDS = {
    "operation": "Operations", "lineage": "What becomes of units", "quantity": "Quantities", "figure": "Figures",
    "rank": "Ranks", "block": "Blocks", "line": "Lines", "line_status": "What becomes of lines", "count_as": "Units by what they count as",
    "scope": "Scopes", "state": "States of a step", "standing": "Force of a document", "result": "Results of norms", "force": "Force of norms",
    "verdict": "Judgements", "deviation": "Deviations from a model", "event": "Events", "certainty": "How sure", "aspect": "Aspects of an evaluation",
    "person_outcome": "What becomes of persons", "table": "Tables", "column": "Columns",
}  # fmt: skip
"""The families of words of the glossary, in their order."""


SECTIONS = {
    "start": ("Start", ["why", "first-ten-minutes", "first-ten-minutes.vi", "generated/notebooks/first-ten-minutes", "generated/notebooks/first-steps", "how-to", "concepts"]),
    "guides": ("Guides", ["grammar", "operations", "norms", "exchange", "headings", "charts", "gallery/README", "reports", "explore", "python", "files", "scale"]),
    "worked": ("Worked through", []),
    "reference": ("Reference", ["measures", "generated/commands", "generated/api", "generated/formats", "json", "generated/glossary"]),
    "about": ("About", ["decisions/README", "generated/changes"]),
}  # fmt: skip
"""The sections of the site and their pages, in order; notebooks that no other section has are worked through."""


def contents(pages: list[str]) -> str:
    """Write the contents of a page, as the sidebar shows them."""
    return "\n```{toctree}\n:hidden:\n\n" + "\n".join(pages) + "\n```\n"


def write_pages(folder: Path) -> None:
    """Write every made page into a folder; a page that is as it was is not touched."""
    pages = {"commands.md": commands(), "api.rst": calls(), "glossary.md": glossary(), "formats.md": formats()}
    books = [f"generated/notebooks/{path.stem}" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    listed = {page for _, inner in SECTIONS.values() for page in inner}
    for name, (title, inner) in SECTIONS.items():
        inner = [f"/{page}" for page in inner or (book for book in books if book not in listed)]
        pages[f"{name}.md"] = f"# {title}\n\n```{{toctree}}\n:maxdepth: 1\n\n" + "\n".join(inner) + "\n```\n"
    for name, text in pages.items():
        _write(folder / name, text)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    _write(folder / "changes.md", changes.replace("](docs/", "](../"))  # its links start from the project's folder
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        copy = folder / "notebooks" / notebook.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not copy.exists() or copy.read_bytes() != notebook.read_bytes():
            shutil.copyfile(notebook, copy)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def commands() -> str:
    """List every command with its options, as its help has them."""
    context = click.Context(cli, info_name="orgmodel")
    parts = [
        "# Commands\n",
        "Every command says the same with `--help`.\n",
    ]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None and not command.hidden:
            parts += _command(command, f"orgmodel {name}", click.Context(command, info_name=name, parent=context), 2)
    return "\n".join(parts)


def _command(command: click.Command, path: str, context: click.Context, level: int) -> list[str]:
    parts = [
        f"{'#' * level} `{path}`\n",
        f"{_plain(command.help)}\n",
        f"`{path} {' '.join(command.collect_usage_pieces(context))}`\n",
    ]
    rows = [one.get_help_record(context) for one in command.get_params(context) if isinstance(one, click.Option)]
    rows = [row for row in rows if row is not None]
    parts += [
        "| option | what it does |",
        "|---|---|",
        *(f"| `{_cell(flags)}` | {_cell(told)} |" for flags, told in rows),
        "",
    ]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                parts += _command(
                    inner, f"{path} {name}", click.Context(inner, info_name=name, parent=context), level + 1
                )
    return parts


def _plain(text: str | None) -> str:
    """Give help without click's marks of paragraphs, with what Markdown would read as marks escaped."""
    return "\n\n".join(
        _escaped(" ".join(part.replace("\b", "").split())) for part in inspect.cleandoc(text or "").split("\n\n")
    )


def _escaped(text: str) -> str:
    for mark in "\\`*_<>[]#$":
        text = text.replace(mark, f"\\{mark}")
    return text


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def calls() -> str:
    """List every public name, with its members."""
    functions = sorted(name for name in orgmodel.__all__ if inspect.isfunction(getattr(orgmodel, name)))
    classes = sorted(set(orgmodel.__all__) - set(functions))
    parts = ["Calls in Python", "===============", "", ".. currentmodule:: orgmodel", "", "Functions", "---------", ""]
    parts += [f".. autofunction:: orgmodel.{name}" for name in functions]
    parts += ["", "Classes", "-------", ""]
    for name in classes:
        parts += [
            f".. autoclass:: orgmodel.{name}",
            "   :members:",
            "   :undoc-members:",
            "   :exclude-members: __init__",
            "",
        ]
    return "\n".join(parts)


def glossary() -> str:
    """List the words of the program in both languages, family by family."""
    parts = [
        "# Glossary, Vietnamese and English\n",
        "The words that reports, charts and tables use, from the one table that all of them read.\n",
    ]
    for family, title in WORDS.items():
        parts += [f"## {title}\n", "| code | tiếng Việt | English |", "|---|---|---|"]
        parts += [
            f"| `{code}` | {_cell(_escaped(vi))} | {_cell(_escaped(en))} |" for code, (vi, en) in LABELS[family].items()
        ]
        parts.append("")
    return "\n".join(parts)


def formats() -> str:
    """List the columns of every table, and the keys of the files in YAML, from what readers and writers share."""
    parts = [
        "# File formats\n",
        "## Tables\n",
        "A baseline is a folder of these tables (CSV, or sheets of a workbook).\n",
    ]
    for spec in Tables.ALL:
        parts += [f"### {spec.table}\n", "| column | holds | must be given |", "|---|---|---|"]
        parts += [
            f"| `{spec.written_as(field)}` | {_held(spec, field)} | {'yes' if spec.is_required(field) else ''} |"
            for field in spec.fields
        ]
        parts.append("")
    for file, schema in schemas().items():
        data = json.loads(schema)
        parts += [
            f"## {file.partition('.')[0]} files\n",
            f"The whole of it as JSON Schema: `orgmodel schema {file.partition('.')[0]}`.\n",
        ]
        parts += _keys(data)
        for name, inner in sorted(data["$defs"].items()):
            if inner.get("properties"):
                parts += [
                    f"### {name}\n",
                    f"{_escaped(' '.join(inner.get('description', '').split()))}\n",
                    *_keys(inner),
                ]
    return "\n".join(parts)


def _held(spec: Spec, field: str) -> str:
    for one in spec.references:
        if one.field == field:
            return f"an id of {' or '.join(one.to)}"
    if field == spec.names:
        return "a text in each language"
    kinds = {
        "ranged": "a figure, or least–most, or blank",
        "numbers": "a whole number",
        "dates": "a date",
        "flags": "yes or no",
    }
    return next(
        (told for kind, told in kinds.items() if field in getattr(spec, kind)),
        "the id" if field in spec.key else "a text",
    )


def _keys(schema: dict[str, Any]) -> list[str]:
    required = set(schema.get("required", ()))
    rows = ["| key | takes | what it is | must be given |", "|---|---|---|---|"]
    for key, one in schema.get("properties", {}).items():
        told = _cell(_escaped(one.get("description", "")))
        rows.append(f"| `{key}` | {_cell(_taken(one))} | {told} | {'yes' if key in required else ''} |")
    return [*rows, ""]


def _taken(schema: dict[str, Any]) -> str:
    """Say in words what a part of a schema takes."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{one}`" for one in schema.get("enum", [schema.get("const")]))
    if any_of := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(filter(None, (_taken(one) for one in any_of))))
    kind = schema.get("type", "")
    if kind == "array":
        return f"a list of {_taken(schema.get('items', {})) or 'values'}"
    return {
        "object": "a mapping",
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "yes or no",
        "null": "",
    }.get(kind, "")
