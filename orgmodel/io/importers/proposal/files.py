"""The files that a study is begun of, and the map that is kept in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orgmodel.core.dates import day_of
from orgmodel.core.writing import write_text
from orgmodel.io.importers.proposal.init import Begun, Source, Told, begin
from orgmodel.io.importers.proposal.study import MAP


def begin_files(files: Sequence[Path], study: Path, *, as_of: str | None, told: Told) -> Begun:
    """Begin a study of files, by the map that stands in it where there is one.

    Raises ProblemsError for a date that is none, and for files of which nothing can be told.
    """
    if as_of is not None:
        day_of(as_of)
    kept = study / MAP
    return begin(named(files), kept if kept.is_file() else None, as_of=as_of, told=told)


def named(files: Sequence[Path]) -> list[Source]:
    """Call files by their names; two of one name by their paths."""
    names = [file.name for file in files]
    return [
        (name if names.count(name) == 1 else file.as_posix(), file) for name, file in zip(names, files, strict=True)
    ]


def write_map(begun: Begun, study: Path, *, force: bool = False) -> Path:
    """Write a proposed map into a study, and give its place."""
    path = study / MAP
    write_text(path, begun.map_text, force=force)
    return path
