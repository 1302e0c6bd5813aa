"""The file of a map: what a reader says of the columns of a stranger's table, and of the language of its names."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from orgmodel.core.problems import ProblemsError
from orgmodel.io.yaml_text import read_yaml
from orgmodel.operations.faults import validated

Made = TypeVar("Made", bound=BaseModel)


def read_map(path: Path, model: type[Made]) -> Made:
    """Read the map that an import goes by.

    Raises ProblemsError with every fault of the file at its place.
    """
    problems: list = []  # type: ignore[type-arg]
    data = read_yaml(path, problems)
    if problems or data is None:
        raise ProblemsError(problems)
    return validated(model, data)
