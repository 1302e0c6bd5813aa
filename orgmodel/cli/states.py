"""The structure that a path on the command line stands for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def structure_at(path: Path, *, after: bool) -> Structure:
    """Read a structure; of a study its baseline, of a scenario the state before it or, with ``after``, behind it.

    Raises ProblemsError for what cannot be read, or run.
    """
    from orgmodel.core.problems import refuse_if_any
    from orgmodel.core.structure import Structure
    from orgmodel.io.read import read
    from orgmodel.scenario.scenario import Scenario

    found = read(path)
    if isinstance(found, Structure):
        return found
    if isinstance(found, Scenario) and after:
        outcome = found.run()
        refuse_if_any(outcome.problems)
        return outcome.after
    return found.baseline


def baseline_name(structure: Path, scenario: Path) -> str | None:
    """Name a folder of tables as a scenario file that stands in no study can: from its own folder, never outside it."""
    home, folder = scenario.resolve().parent, structure.resolve()
    if any((one / "study.yaml").is_file() for one in (home, *home.parents)):
        return None
    if folder != home and folder.is_relative_to(home):
        return folder.relative_to(home).as_posix()
    return None
