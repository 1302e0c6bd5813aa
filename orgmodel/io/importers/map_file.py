"""The file of a map: what a reader says of the columns of a stranger's table, and of the language of its names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel

from orgmodel.core.messages import Message
from orgmodel.core.names import is_language
from orgmodel.core.problems import ProblemsError
from orgmodel.io.yaml_text import read_yaml
from orgmodel.operations.faults import validated

Made = TypeVar("Made", bound=BaseModel)


def _language(code: str) -> str:
    if not is_language(code):
        raise ValueError(Message.of("{given!r} is no code of a language, such as en", given=code))
    return code


Language = Annotated[str, AfterValidator(_language)]
"""The code of a language, as columns of names bear it (``name_en``)."""


def read_map(path: Path, model: type[Made]) -> Made:
    """Read the map that an import goes by.

    Raises ProblemsError with every fault of the file at its place.
    """
    problems: list = []  # type: ignore[type-arg]
    data = read_yaml(path, problems)
    if problems or data is None:
        raise ProblemsError(problems)
    return validated(model, data)
