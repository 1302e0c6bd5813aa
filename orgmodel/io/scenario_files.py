"""Scenario files to scenarios: what they extend and include is found within the study, and loops are told as chains."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import MOST_TOLD, Location, Problem, ProblemsError, nearest
from orgmodel.core.source_map import LocatedDict, LocatedList, place_of
from orgmodel.core.structure import Structure
from orgmodel.io.delimited import read_csv
from orgmodel.io.sheet import Sheet
from orgmodel.io.study_paths import inside, named_well, stays
from orgmodel.io.workbook import read_workbook
from orgmodel.io.yaml_text import read_yaml
from orgmodel.operations.faults import validated
from orgmodel.scenario.build import scenario_of
from orgmodel.scenario.model import MOST_FILES, ScenarioFile
from orgmodel.scenario.references import check_references
from orgmodel.scenario.scenario import Scenario


@dataclass(frozen=True)
class ParsedFile:
    """Hold a file that has been parsed, so that a long one need not be a second time: its data, and the problems met."""

    path: Path
    data: LocatedDict
    problems: list[Problem]


class ScenarioFiles:
    """Read the scenario files of one study folder, each once; problems are collected in ``problems``."""

    def __init__(self, folder: Path, baseline: Structure, parsed: ParsedFile | None = None) -> None:
        """Work within a folder, on a baseline; ``parsed`` is a file of which the text has been read."""
        self.folder = folder
        self.baseline = baseline
        self.problems: list[Problem] = []
        self._read: dict[Path, Scenario | None] = {}
        self._chain: list[Path] = []
        self._parsed = parsed

    def named(self, base: Path, name: str, at: Location | None) -> Scenario | None:
        """Read a scenario that a file in ``base`` names; None where it cannot be built."""
        if len(self.problems) >= MOST_TOLD:
            self._stop(at)
            return None
        path = inside(self.folder, base, name, at, self.problems)
        return None if path is None else self.read(path, at)

    def _stop(self, at: Location | None) -> None:
        """Say once that no further file is read, since very many faults are found."""
        if self.problems[-1].code != "TOO_MANY":
            more = Message.of("more than {most} faults; no file that is named below is read", most=MOST_TOLD)
            self.problems.append(Problem("TOO_MANY", more, location=at))

    def read(self, path: Path, at: Location | None = None) -> Scenario | None:
        """Read a scenario file; None where it cannot be built. ``at`` is the place that names it."""
        real = path.resolve()
        if real in self._read:
            return self._read[real]
        if real in self._chain:
            names = " → ".join(one.name for one in [*self._chain[self._chain.index(real) :], real])
            message = Message.of(
                "scenarios that extend or include each other: {names}; one of them must not", names=names
            )
            self.problems.append(Problem("LOOP", message, location=at))
            return None
        if not (stays(self.folder, path, self.problems) and named_well(path, at, self.problems)):
            return None
        self._chain.append(real)
        try:
            self._read[real] = self._build(path)
        except ProblemsError as error:
            self.problems.extend(error.problems)
            self._read[real] = None
        finally:
            self._chain.pop()
        return self._read[real]

    def _data(self, path: Path) -> LocatedDict | None:
        if self._parsed is None or self._parsed.path != path:
            return read_yaml(path, self.problems)
        parsed, self._parsed = self._parsed, None
        self.problems += parsed.problems
        return parsed.data

    def _build(self, path: Path) -> Scenario | None:
        data = self._data(path)
        if data is None:
            return None
        self._put_tables(data, path.parent)
        try:
            file = validated(ScenarioFile, data)
        except ProblemsError as error:  # what it names is read all the same, so that all faults are told at once
            self.problems.extend(error.problems)
            self._parts(path, data, _names(data))
            return None
        extended, included = self._parts(path, data, (file.extends, [one.file for one in file.includes]))
        if (file.extends is not None and extended is None) or None in included:
            return None
        parts = [one for one in included if one is not None]
        for index, one in enumerate(file.includes):
            known = parts[index].all_parameters()
            for name in one.set:
                if name not in known:
                    at = place_of(data, ("includes", index, "set", name))
                    message = Message.of(
                        "{file} has no parameter {name!r}{hint}", file=one.file, name=name, hint=nearest(name, known)
                    )
                    self.problems.append(Problem("UNKNOWN_PARAMETER", message, name, at))
            parts[index] = parts[index].with_settings_below(one.set)
        scenario = scenario_of(
            file, data, self.baseline, id=path.stem, path=str(path), extended=extended, included=parts
        )
        self.problems.extend(check_references(scenario, place_of(data, ("documents",))))
        return scenario

    def _parts(
        self, path: Path, data: Any, names: tuple[str | None, list[str]]
    ) -> tuple[Scenario | None, list[Scenario | None]]:
        """Read what a file extends, and what it includes."""
        extends, includes = names
        extended = None
        if extends is not None:
            extended = self.named(path.parent, extends, place_of(data, ("extends",)))
        included = [
            self.named(path.parent, name, place_of(data, ("includes", index))) for index, name in enumerate(includes)
        ]
        return extended, included

    # -- bulk tables -------------------------------------------------------------------------------------------------

    def _put_tables(self, data: Any, base: Path) -> None:
        """Put the rows of bulk tables in the place of their file names."""
        stack = [data.get("steps")]
        while stack:
            part = stack.pop()
            if isinstance(part, dict):
                table = part.get("for_each")
                if isinstance(table, LocatedDict) and isinstance(table.get("file"), str):
                    part["for_each"] = self._bulk(table, base)
                else:
                    stack.extend(part.values())
            elif isinstance(part, list):
                stack.extend(part)

    def _bulk(self, table: LocatedDict, base: Path) -> LocatedDict:
        at = table.places["file"]
        filled = LocatedDict(columns=[], rows=[])
        filled.place, filled.places = table.place, {}
        for name in table:
            if name != "file":
                message = Message.of("for_each with file: takes nothing else; delete {name!r}", name=name)
                self.problems.append(Problem("UNKNOWN_KEY", message, name, table.places[name]))
        path = inside(self.folder, base, table["file"], at, self.problems)
        sheet = None if path is None else self._sheet(path)
        if sheet is None:
            return filled
        rows = LocatedList(list(row) for row in zip(*sheet.cells, strict=True))
        rows.place = at
        rows.places = [sheet.at(number) for number in range(len(rows))]
        filled["columns"], filled["rows"] = list(sheet.header), rows
        return filled

    def _sheet(self, path: Path) -> Sheet | None:
        if path.suffix.lower() == ".xlsx":
            return next(iter(read_workbook(path, self.problems).values()), None)
        return read_csv(path, self.problems)


def _names(data: Any) -> tuple[str | None, list[str]]:
    """Give the files that faulty data still names."""
    extends, includes = data.get("extends"), data.get("includes")
    listed = includes[:MOST_FILES] if isinstance(includes, list) else []
    files = [one.get("file") if isinstance(one, dict) else one for one in listed]
    return extends if isinstance(extends, str) else None, [name for name in files if isinstance(name, str)]
