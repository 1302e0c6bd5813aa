"""The file that a report keeps of what it showed, read as data: what it means is for the reports to say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, refuse_if_any
from orgmodel.io.json_text import read_json


def read_issue_data(path: Path) -> Any:
    """Read what an earlier report keeps in its folder. Raises ProblemsError where it is not there, or is no JSON."""
    if not path.exists():
        message = Message.of(
            "the folder holds no earlier report ({file} is missing); give one that orgmodel report -o FOLDER wrote",
            file=path.name,
        )
        raise ProblemsError([Problem("NO_ISSUE", message, path.name, Location(str(path.parent)))])
    problems: list[Problem] = []
    data = read_json(path, problems, keep_invisible=True)
    refuse_if_any(problems)
    return data
