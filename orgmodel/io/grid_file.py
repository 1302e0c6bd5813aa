"""The values that a sweep tries, from a file: YAML for a grid, CSV for a list of variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, errors, refuse_if_any
from orgmodel.core.source_map import LocatedDict
from orgmodel.io.delimited import read_csv
from orgmodel.io.yaml_text import read_yaml
from orgmodel.io.yaml_values import plain_value


def read_grid(path: Path) -> Mapping[str, Any] | Sequence[Mapping[str, Any]]:
    """Read a grid (a mapping, from YAML) or a list of variants (from CSV: a column a parameter, a row a variant).

    Each part knows its place in the file. Raises ProblemsError with every problem.
    """
    problems: list[Problem] = []
    if path.suffix.lower() != ".csv":
        grid = read_yaml(path, problems)
        refuse_if_any(errors(problems))
        return grid or {}
    sheet = read_csv(path, problems)
    refuse_if_any(errors(problems))
    if sheet is None or not sheet.size:
        message = "no variant stands here; write a column a parameter and a row a variant"
        raise ProblemsError([Problem("GRID", message, location=Location(str(path)))])
    twice = [at for at, name in enumerate(sheet.header) if name and name in sheet.header[:at]]
    refuse_if_any(
        Problem("GRID", Message.of("{name} stands in two columns", name=sheet.header[at]), location=sheet.place(-1, at))
        for at in twice
    )
    columns = {
        name: texts
        for name, column in zip(sheet.header, sheet.cells, strict=True)
        if any(texts := column.cells()) or name
    }
    rows = []
    for number in range(sheet.size):
        row = LocatedDict({name: plain_value(texts[number] or "null") for name, texts in columns.items()})
        row.place = sheet.at(number)
        row.places = {name: sheet.at(number, name) for name in columns}
        rows.append(row)
    return rows
