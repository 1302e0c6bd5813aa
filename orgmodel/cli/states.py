"""The structure that a path on the command line stands for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

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


def baseline_for(source: Path, structure: Structure, scenario: Path) -> str | None:
    """Name the baseline of a scenario file that is to be written, or None in a study that has it already.

    ``source`` is where the structure was read from: tables, a study, or a scenario on that baseline. Raises UsageError
    where the file would start from another baseline, or could not name its own.
    """
    home, tables = scenario.resolve().parent, source.resolve()
    study = next((one for one in (home, *home.parents) if (one / "study.yaml").is_file()), None)
    if study is not None:
        if structure_at(study, after=False) == structure:
            return None
        raise click.UsageError(
            f"{scenario} would stand in the study {study}, whose baseline is not what {source} holds"
        )
    if (tables / "study.yaml").is_file():
        raise click.UsageError(f"{scenario} would stand outside the study {source}: write it into that folder")
    name = _named_in(tables) if tables.is_file() else None
    found = (tables.parent / name).resolve() if name is not None else tables
    if found == home or not found.is_relative_to(home) or (not found.is_dir() and not _is_tables(found)):
        raise click.UsageError(
            f"{scenario} could not name its baseline {source}: write it into the folder that holds it"
        )
    if structure_at(found, after=False) != structure:
        raise click.UsageError(f"{source} leads to a state that no tables hold: export it first, then name its tables")
    return found.relative_to(home).as_posix()


def _named_in(scenario: Path) -> str | None:
    """Give the baseline that a scenario file outside of studies names; None for a file of tables."""
    from orgmodel.io.yaml_text import read_yaml

    if scenario.suffix.lower() not in (".yaml", ".yml"):
        return None
    data = read_yaml(scenario, [])
    name = data.get("baseline") if data is not None else None
    return name if isinstance(name, str) else None


def _is_tables(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".yaml", ".yml", ".json")
