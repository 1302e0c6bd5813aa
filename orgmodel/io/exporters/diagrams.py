"""Diagrams as text: DOT for graphviz and Mermaid for pages of Markdown, with every name escaped."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_text
from orgmodel.io.exporters.losses import frame_not_carried, names_not_carried, not_carried
from orgmodel.io.exporters.plain import by_key, visible

_UNITS = ("names", "parent", "order", "stands_for")
_LINES = ("kind", "from_", "to")
_MANY = 500
_SPECIAL = re.compile(r"[^\w \-.,:;/()–—·]")


def export_dot(structure: Structure, path: Path, *, force: bool = False) -> list[Problem]:
    """Write the chart of units as DOT; written lines between units are edges labelled by kind."""
    lines = [
        "digraph organisation {",
        "  rankdir=LR; ranksep=0.9; nodesep=0.12; ordering=out;",  # from the left: hundreds of units stay legible
        '  node [shape=box, fontname="DejaVu Sans", fontsize=11, height=0.3, style=filled, fillcolor=white];',
        '  edge [fontname="DejaVu Sans", fontsize=8, arrowsize=0.6];',
    ]
    units = _units(structure)
    for id, name, stands_for, parent in units:
        label = name if stands_for == 1 else f"{name} (× {stands_for})"
        lines.append(f"  {_quoted(id)} [label={_quoted(_folded(label))}];")
        if parent is not None:
            lines.append(f"  {_quoted(parent)} -> {_quoted(id)};")
    here = {id for id, *_ in units}
    for line in by_key(structure.lines):
        kind, start, end = line.key
        if start in here and end in here:
            style = structure.terms.lines.get(kind, "dotted")
            lines.append(
                f"  {_quoted(start)} -> {_quoted(end)} [label={_quoted(kind)}, style={_quoted(style)}, "
                "color=gray40, fontcolor=gray40, constraint=false];"
            )
    write_text(path, "\n".join([*lines, "}", ""]), force=force)
    return _lost(structure, ("id", *_UNITS), "DOT")


def export_mermaid(structure: Structure, path: Path, *, force: bool = False) -> list[Problem]:
    """Write the chart of units as a Mermaid flowchart; written lines between units are dotted arrows."""
    units = _units(structure)
    number = {id: f"u{at}" for at, (id, *_) in enumerate(units, start=1)}
    lines = ["flowchart TD"]
    for id, name, stands_for, parent in units:
        label = name if stands_for == 1 else f"{name} (× {stands_for})"
        lines.append(f'  {number[id]}["{_entities(label)}"]')
        if parent is not None:
            lines.append(f"  {number[parent]} --> {number[id]}")
    for line in by_key(structure.lines):
        kind, start, end = line.key
        if start in number and end in number:
            lines.append(f'  {number[start]} -. "{_entities(kind)}" .-> {number[end]}')
    write_text(path, "\n".join(lines) + "\n", force=force)
    warnings = _lost(structure, _UNITS, "Mermaid")
    if len(units) > _MANY:
        message = Message.of(
            "{count} units: Mermaid draws few hundred; export a branch, or use orgmodel chart", count=len(units)
        )
        warnings.append(Problem("TOO_MANY", message, severity=WARNING))
    return warnings


def _units(structure: Structure) -> list[tuple[str, str, int, str | None]]:
    """List id, name, what it stands for, and parent of the units that the chart reaches, depth-first."""
    tree = structure.tree
    units: list[Any] = structure.units.records(tree.order.tolist())
    here = {unit.id for unit in units}
    language = structure.terms.language
    return [
        (unit.id, visible(unit.name(language)), unit.stands_for, unit.parent if unit.parent in here else None)
        for unit in units
    ]


def _quoted(text: str) -> str:
    r"""Quote a text for DOT, where a backslash begins an escape.

    >>> print(_quoted('a "b" \\N'))
    "a \"b\" \\N"
    """
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _entities(text: str) -> str:
    """Write what Mermaid or a browser could take for markup as entity codes.

    >>> _entities('<b> "x"')
    '#60;b#62; #34;x#34;'
    """
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", visible(text).replace("\n", " "))


def _folded(label: str) -> str:
    r"""Fold a long name into lines of some 30 characters.

    >>> _folded("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân")
    'Văn phòng Hội đồng nhân dân và\nỦy ban nhân dân'
    """
    return "\n".join("\n".join(textwrap.wrap(line, 30, break_long_words=False)) for line in label.split("\n"))


def _lost(structure: Structure, units: tuple[str, ...], format: str) -> list[Problem]:
    """List what a diagram of units leaves out: other tables and fields, lines of posts, names in other languages."""
    warnings = frame_not_carried(structure, format)
    warnings += not_carried(structure, {"units": units, "lines": _LINES}, format)
    posts = set(structure.ids("posts"))
    count = sum(bool(posts & {line.from_, line.to}) for line in by_key(structure.lines))
    if count:
        message = Message.of(
            "{format} shows lines between units; from or to a post, and not in the file: {count}",
            format=format,
            count=count,
        )
        warnings.append(Problem("NOT_CARRIED", message, "lines", severity=WARNING))
    return warnings + names_not_carried(structure.units, "names", structure.terms.language, format)
