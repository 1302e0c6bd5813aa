"""A study begun of a table that stands in a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orgmodel


def begun(text: str, folder: Path, name: str = "table.csv", **given: Any) -> Any:
    """Write a table into a folder and begin a study of it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return orgmodel.init(path, **given)


def tree(found: Any) -> dict[str, str | None]:
    """Give the name of the unit above each, by name."""
    names = {unit.id: dict(unit.names or {"": unit.id}).popitem()[1] for unit in found.structure.units}
    return {names[unit.id]: names.get(unit.parent) for unit in found.structure.units}
