"""The structure that a path on the command line stands for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgmodel.cli.output import say
from orgmodel.core.messages import Message

if TYPE_CHECKING:
    from orgmodel.core.problems import Problem
    from orgmodel.core.structure import Structure


def structure_at(
    path: Path, *, after: bool, like: Structure | None = None, told: list[Problem] | None = None
) -> Structure:
    """Read a structure; of a study its baseline, of a scenario the state before it or, with ``after``, behind it.

    Tables outside of any study have the quantities that ``like`` declares; what was made of them goes into ``told``.
    Raises ProblemsError for what cannot be read, or run.
    """
    from orgmodel.core.problems import refuse_if_any
    from orgmodel.core.structure import Structure
    from orgmodel.io.read import read_start

    found = read_start(path, like, told)
    if isinstance(found, Structure):
        return found
    if after:
        outcome = found.run()
        refuse_if_any(outcome.problems)
        return outcome.after
    return found.baseline


def refuse_place(path: Path) -> None:
    """Raise ProblemsError where a file does not end as a scenario's does, and OSError where its folder cannot be one."""
    from orgmodel.core.problems import Location, Problem, ProblemsError
    from orgmodel.core.replacing import refuse_no_room
    from orgmodel.io.read import YAML

    refuse_no_room(path)
    if path.suffix.lower() not in YAML:
        message = Message.of(
            "a scenario ends in .yaml or .yml, not in {suffix}", suffix=path.suffix or Message.of("nothing")
        )
        raise ProblemsError([Problem("SUFFIX", message, path.name, Location(str(path)))])


def write_scenario(path: Path, text: str, *, force: bool) -> None:
    """Write a scenario file; say on stderr where that replaces a scenario of a study, or where the study does not list it."""
    from orgmodel.core.writing import write_text
    from orgmodel.io.read import language_of
    from orgmodel.io.study_files import STUDY, home_of, read_frame

    refuse_place(path)
    home = home_of(path.parent)
    told = []
    if home is not None:
        listed = read_frame(home, []).file.scenarios
        where = (path.parent.resolve() / path.name).relative_to(home.resolve()).as_posix()
        if path.is_file() and path.read_bytes() != text.encode():
            told.append(Message.of("replaces the scenario {file} of the study {study}", file=where, study=home))
        if listed is not None and where not in listed:
            told.append(Message.of("{study} lists its scenarios: add {file} there", study=home / STUDY, file=where))
    write_text(path, text, force=force)
    for line in told:
        say(line, language_of(path.parent))


def baseline_for(source: Path, structure: Structure, scenario: Path) -> str | None:
    """Name the baseline of a scenario file that is to be written, or None in a study that has it already.

    ``source`` is where the structure was read from: tables, a study, or a scenario on that baseline. Raises UsageError
    where the file would start from another baseline, or could not name its own.
    """
    home = scenario.parent.resolve()
    study = next((one for one in (home, *home.parents) if (one / "study.yaml").is_file()), None)
    if study is not None:
        if structure_at(study, after=False) == structure:
            return None
        raise click.UsageError(
            Message.of(
                "{scenario} would stand in the study {study}, whose baseline is not what {source} holds",
                scenario=scenario,
                study=study,
                source=source,
            )
        )
    found = _tables_of(source)
    if found is None:
        raise click.UsageError(
            Message.of(
                "{scenario} would stand outside the study that {source} is in: write it into that study",
                scenario=scenario,
                source=source,
            )
        )
    if found == home or not found.is_relative_to(home):
        raise click.UsageError(
            Message.of(
                "{scenario} could not name its baseline {source}: write it into the folder that holds it",
                scenario=scenario,
                source=source,
            )
        )
    if found != source.resolve() and structure_at(found, after=False) != structure:
        raise click.UsageError(
            Message.of(
                "{source} leads to a state that no tables hold: export it, and name that export instead", source=source
            )
        )
    return found.relative_to(home).as_posix()


def _tables_of(source: Path) -> Path | None:
    """Give the tables that a path holds, or that the scenario there starts from; None for a study or what is in it."""
    from orgmodel.io.read import YAML, baseline_named
    from orgmodel.io.study_files import STUDY, home_of
    from orgmodel.io.yaml_tables import is_tables
    from orgmodel.io.yaml_text import read_yaml

    if (source / STUDY).is_file():
        return None
    if source.suffix.lower() in YAML:
        data = read_yaml(source, [])
        if data is not None and not is_tables(data):
            found = None if home_of(source.parent) is not None else baseline_named(source, data, [])
            return None if found is None else found.resolve()
    return source.resolve()
