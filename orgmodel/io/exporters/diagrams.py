"""Diagrams as text: DOT for graphviz and Mermaid for pages of Markdown, with every name escaped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from orgmodel.core.atomic import write_text
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.structure import Structure
from orgmodel.io.exporters.losses import not_carried
from orgmodel.io.exporters.plain import by_key, visible

_UNITS = ("id", "names", "parent", "order", "stands_for")
_LINES = ("kind", "from_", "to")
_MANY = 500
_SPECIAL = re.compile(r"[^\w \-.,:;/()–—·]")


def export_dot(structure: Structure, path: Path) -> list[Problem]:
    """Write the chart of units as DOT; written lines between units are edges labelled by kind."""
    language = structure.terms.language
    lines = [
        "digraph organisation {",
        "  rankdir=TB;",
        '  node [shape=box, fontname="DejaVu Sans", style=filled, fillcolor=white];',
    ]
    units = _units(structure)
    for id, name, stands_for, parent in units:
        label = name if stands_for == 1 else f"{name} (× {stands_for})"
        lines.append(f"  {_quoted(id)} [label={_quoted(label)}];")
        if parent is not None:
            lines.append(f"  {_quoted(parent)} -> {_quoted(id)};")
    here = {id for id, *_ in units}
    for line in by_key(structure.lines):
        kind, start, end = line.key
        if start in here and end in here:
            style = structure.terms.lines.get(kind, "dotted")
            lines.append(
                f"  {_quoted(start)} -> {_quoted(end)} [label={_quoted(kind)}, style={_quoted(style)}, constraint=false];"
            )
    write_text(path, "\n".join([*lines, "}", ""]))
    return not_carried(structure, {"units": _UNITS, "lines": _LINES}, "DOT") + _other_names(structure, language, "DOT")


def export_mermaid(structure: Structure, path: Path) -> list[Problem]:
    """Write the chart of units as a Mermaid flowchart; written lines between units are dotted arrows."""
    language = structure.terms.language
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
    write_text(path, "\n".join(lines) + "\n")
    warnings = not_carried(structure, {"units": _UNITS, "lines": _LINES}, "Mermaid")
    if len(units) > _MANY:
        message = f"{len(units)} units: Mermaid draws few hundred; export a branch, or use orgmodel chart"
        warnings.append(Problem("TOO_MANY", message, severity=WARNING))
    return warnings + _other_names(structure, language, "Mermaid")


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


def _other_names(structure: Structure, language: str, format: str) -> list[Problem]:
    count = sum(len(unit.names) > 1 for unit in by_key(structure.units))
    if not count:
        return []
    message = f"{format} holds one name a unit: the names in other languages than {language!r} of {count} units are not in the file"
    return [Problem("NOT_CARRIED", message, "units.names", severity=WARNING)]
