"""From strangers' files to a study: a map proposed or kept, the import by it, and every file of the study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from orgmodel.core.doors import behind
from orgmodel.core.frozen import Held
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.names import spoken_in
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_text
from orgmodel.io.importers.hierarchy.hierarchy import TablesRead, import_tables
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.lineage.lineage import import_lineage
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.importers.popolo.popolo import import_popolo
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, SURE, Guesses, Guessing
from orgmodel.io.importers.proposal.heads_told import say_headless
from orgmodel.io.importers.proposal.kinds_told import say_untold
from orgmodel.io.importers.proposal.map_text import map_text, shown
from orgmodel.io.importers.proposal.proposal import Proposal, propose
from orgmodel.io.importers.proposal.study import (
    MAP,
    ORIGINS,
    origins_text,
    readme_text,
    study_text,
    title_of,
    vocabulary_of,
)
from orgmodel.io.importers.proposal.sums_told import say_of_sums
from orgmodel.io.importers.proposal.words import language_of
from orgmodel.io.importers.source import Opened
from orgmodel.io.importers.source_frames import is_popolo
from orgmodel.io.sheet import Sheet
from orgmodel.io.yaml_text import read_yaml
from orgmodel.operations.faults import validated

Told = Callable[[str], str]
Source = tuple[str, "Path | Sheet"]


@dataclass(frozen=True, repr=False)
class Begun(Held):
    """Hold a study that is begun of strangers' files, before it is written.

    ``open`` are the questions of the map that somebody has to answer: nothing is imported while there is one. The map is
    text to write where it was proposed, empty where one was kept.
    """

    imported: Imported
    map: HierarchyMap | None
    guesses: Guesses = field(default_factory=Guesses)
    map_text: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    open: tuple[Problem, ...] = ()

    @property
    def structure(self) -> Structure:
        """The organisation that was found."""
        return self.imported.structure

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is told of the rows, or what the map asks."""
        return self.open or self.imported.problems

    def save(self, folder: str | Path, *, force: bool = False) -> Path:
        """Write the study with its map, and give its folder.

        Raises ProblemsError, with the map alone written, while the map asks something, and where the folder holds files
        that orgmodel did not write or that were changed since, unless ``force`` replaces them.
        """
        folder = Path(folder)
        if not self.open:
            save(self.imported, folder, force=force)
        if self.map_text:
            write_text(folder / MAP, self.map_text, force=force)
        if self.open:
            raise ProblemsError(self.open)
        return folder

    def __repr__(self) -> str:
        """Show what was found, and how many guesses are not sure."""
        return f"{type(self).__name__}({self.structure!r}, {len(self.guesses.found)} guesses, {len(self.open)} open)"

    def _repr_html_(self) -> str:
        """Show what was found and every guess in a notebook."""
        return behind("orgmodel.notebook.making", "show_begun")(self)  # type: ignore[no-any-return]

    def shown(self, told: Told) -> list[str]:
        """Say each guess on a line."""
        return shown(self.guesses, told)


@gc_paused()
def begin(
    files: Sequence[Source], kept: Path | Mapping[str, Any] | None, *, as_of: str | None, told: Told = str
) -> Begun:
    """Begin a study of files: by the map that is kept, as a file or as plain data, else by one that is proposed.

    Raises ProblemsError for a map that cannot be read, and for files of which nothing can be told.
    """
    if kept is not None:
        data = _read(kept) if isinstance(kept, Path) else kept
        if as_of is not None and data.get("as_of") == ASK:
            data = {**data, "as_of": as_of}
        asked = _asked(data, kept if isinstance(kept, Path) else Path("<map>"))
        if asked:
            return Begun(Imported(Structure.of()), None, open=tuple(asked))
        if "lineage" in data:
            return _of_lineage(files, data, Guesses(), "")
        map = validated(HierarchyMap, data)
        read = import_tables(dict(files), map, as_of=as_of)
        return _begun(files, map, read, Guesses(), "", as_of, told)
    if len(files) == 1 and isinstance(path := files[0][1], Path) and is_popolo(path):
        return _of_popolo(path, as_of, told)
    opened = Opened()
    proposal = propose(files, as_of=as_of, opened=opened)
    if not proposal.data:
        raise ProblemsError(proposal.problems)
    noted = proposal.guesses
    if noted.guesses.open:
        return _open(proposal, told)
    if "lineage" in proposal.data:
        text = map_text(proposal.data, noted.guesses, told)
        return _of_lineage(files, proposal.data, noted.guesses, text)
    map = HierarchyMap.model_validate(proposal.data)
    read = import_tables(dict(files), map, as_of=as_of, opened=opened)
    if say_of_sums(read.sums, proposal):
        if noted.guesses.open:
            return _open(proposal, told)
        map = HierarchyMap.model_validate(proposal.data)
        read = import_tables(dict(files), map, as_of=as_of, opened=opened)
    read = replace(read, imported=_with_unused(read.imported, proposal))
    if "ranks" in proposal.data:
        why = Message.of(
            "the post to which the others of its unit answer: {count}, of {total} units with posts",
            count=read.heads, total=read.units_with_posts,
        )  # fmt: skip
        noted.add("ranks.structure", "head", LIKELY, why)
        why = Message.of(
            "lines of the ordinary rule (a post under the head of its unit, a head under the nearest above) follow when units "
            "move: {count} of {total}",
            count=read.ordinary_lines, total=read.lines,
        )  # fmt: skip
        noted.add("ordinary_lines", "derived", SURE, why)
        say_headless(read.imported.structure, noted)
    say_untold(read.imported.structure, proposal.data, noted)
    text = map_text(proposal.data, noted.guesses, told)
    return _begun(files, map, read, noted.guesses, text, as_of, told)


def _open(proposal: Proposal, told: Told) -> Begun:
    """Give the map alone, with what somebody has to answer."""
    guesses = proposal.guesses.guesses
    asked = tuple(
        Problem("OPEN", Message.of("{place}: {why}", place=one.place, why=one.why), location=Location(MAP))
        for one in guesses.open
    )
    return Begun(Imported(Structure.of()), None, guesses, map_text(proposal.data, guesses, told), open=asked)


def _with_unused(imported: Imported, proposal: Proposal) -> Imported:
    """Account for the rows of tables that are not used: each was read, and is reported as left out."""
    told = tuple(one for one in proposal.problems if one.code == "NOT_USED")
    unused = proposal.rows_unused
    problems = (*imported.problems, *told)
    return replace(
        imported, problems=problems, rows_in=imported.rows_in + unused, rows_unused=imported.rows_unused + unused
    )


def _of_lineage(files: Sequence[Source], data: Mapping[str, Any], guesses: Guesses, text: str) -> Begun:
    """Begin a study of a table that tells which units became which, by the reader of lineages."""
    name = data.get("file", "")
    file = dict(files).get(name)
    if not isinstance(file, Path):
        message = Message.of(
            "the map names the file {name!r}, which is not given{hint}", name=name, hint=nearest(name, dict(files))
        )
        raise ProblemsError([Problem("MISSING_FILE", message, name)])
    map = validated(LineageMap, data["lineage"])
    return Begun(import_lineage(file, map), None, guesses, text)


def _of_popolo(path: Path, as_of: str | None, told: Told) -> Begun:
    """Begin a study of Popolo by its own reader, which needs no map."""
    imported = import_popolo(path, as_of=as_of)
    names = [text for unit in imported.structure.units if isinstance(unit, Unit) for _, text in unit.names]
    language, certainty, why = language_of([], names)
    noted = Guessing()
    noted.add("format", "popolo", SURE, Message.of("organizations stand in it as Popolo has them"))
    noted.add("language", language, certainty, why)
    imported = import_popolo(path, as_of=as_of, language=language)
    made = TablesRead(imported, {})
    return _begun([(path.name, path)], HierarchyMap(language=language), made, noted.guesses, "", as_of, told)


def _begun(
    files: Sequence[Source],
    map: HierarchyMap,
    read: TablesRead,
    guesses: Guesses,
    text: str,
    as_of: str | None,
    told: Told,
) -> Begun:
    structure = read.imported.structure
    terms = vocabulary_of(structure, map)
    language = spoken_in(map.language)
    sources = [name for name, _ in files]
    title = title_of(structure, map, sources)
    day = as_of or (None if map.as_of in (None, "unknown", "?") else map.as_of)
    texts = {
        "study.yaml": study_text(title, map, terms, day),
        "README.md": readme_text(title, sources, read.imported.summary(_ours(language)), told),
    }
    if any(post != row for post, row in read.rows_of_posts.items()):
        texts[ORIGINS] = origins_text(read.rows_of_posts)
    return Begun(replace(read.imported, texts=texts), map, guesses, text, texts)


def _ours(language: str) -> str:
    return language if language in ("vi", "en") else "en"


def _read(path: Path) -> Mapping[str, Any]:
    problems: list[Problem] = []
    data = read_yaml(path, problems)
    if problems or data is None:
        raise ProblemsError(problems)
    return data


def _asked(data: Any, path: Path, place: str = "") -> list[Problem]:
    """List the places of a map where a question mark stands for an answer."""
    if isinstance(data, Mapping):
        items = [(f"{place}.{key}" if place else str(key), value) for key, value in data.items()]
    elif isinstance(data, list):
        items = [(f"{place}.{number}", value) for number, value in enumerate(data)]
    else:
        return []
    found = []
    for name, value in items:
        if value == ASK:
            message = Message.of("{place} is open: put an answer in place of ?", place=name)
            found.append(Problem("OPEN", message, name, Location(str(path))))
        else:
            found += _asked(value, path, name)
    return found
