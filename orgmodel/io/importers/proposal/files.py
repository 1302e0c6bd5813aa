"""The files that a study is begun of, and the map that is kept in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orgmodel.core.arguments import not_expected, path_given
from orgmodel.core.dates import day_of
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, refuse_if_any
from orgmodel.core.writing import write_text
from orgmodel.io.importers.proposal.init import Begun, Source, Told, begin
from orgmodel.io.importers.proposal.study import MAP
from orgmodel.io.importers.source_frames import frame_sheet
from orgmodel.io.sheet import Sheet


def begin_files(files: Sequence[Path], study: Path, *, as_of: str | None, told: Told) -> Begun:
    """Begin a study of files, by the map that stands in it where there is one.

    Raises ProblemsError for a date that is none, and for files of which nothing can be told.
    """
    if as_of is not None:
        as_of = _said(as_of)
    kept = study / MAP
    return begin(named(files), kept if kept.is_file() else None, as_of=as_of, told=told)


def begin_of(sources: Sequence[Any], map: Any = None, *, as_of: str | None = None) -> Begun:
    """Begin a study of files and frames, in any order; frames are called ``table``, ``table-2`` and so on.

    Raises ProblemsError for what is neither, and for a map that is no file and no mapping.
    """
    if not sources:
        raise ProblemsError([Problem("SUBJECT", Message.of("init takes files and frames: none is given"))])
    if as_of is not None:
        as_of = _said(as_of)
    problems: list[Problem] = []
    paths = named([path_given("sources", one) for one in sources if isinstance(one, str | Path)])
    frames: list[tuple[str, Sheet | None]] = []
    for one in sources:
        if not isinstance(one, str | Path):
            name = "table" if not frames else f"table-{len(frames) + 1}"
            frames.append((name, frame_sheet(name, one, problems)))
    refuse_if_any(problems)
    kept = path_given("map", map) if isinstance(map, str | Path) else map
    if kept is not None and not isinstance(kept, Path | Mapping):
        raise not_expected("map", map, Message.of("a file or a mapping"))
    found = [(name, sheet) for name, sheet in frames if sheet is not None]
    return begin([*paths, *found], kept, as_of=as_of)


def _said(as_of: object) -> str:
    """Give a date as it was written, or the day of a date that is no text; raises ProblemsError for what is no date."""
    day = day_of(as_of)
    return as_of if isinstance(as_of, str) else day


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
