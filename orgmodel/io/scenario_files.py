"""Scenario files to scenarios: what they extend and include is found within the study, and loops are told as chains."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orgmodel.core.places import PlacedDict, PlacedList, place_of
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest
from orgmodel.core.structure import Structure
from orgmodel.io.delimited import read_csv
from orgmodel.io.yaml_text import read_yaml
from orgmodel.operations.faults import validated
from orgmodel.scenario.build import scenario_of
from orgmodel.scenario.model import ScenarioFile
from orgmodel.scenario.references import check_references
from orgmodel.scenario.scenario import Scenario


class ScenarioFiles:
    """Read the scenario files of one study folder, each once."""

    def __init__(self, folder: Path, baseline: Structure) -> None:
        """Work within a folder, on a baseline."""
        self.folder = folder
        self.baseline = baseline
        self.problems: list[Problem] = []
        self._read: dict[Path, Scenario | None] = {}
        self._chain: list[Path] = []

    def read(self, path: Path, at: Location | None = None) -> Scenario | None:
        """Read a scenario file; its problems are collected, and None is given where it cannot be built."""
        real = path.resolve()
        if real in self._read:
            return self._read[real]
        if real in self._chain:
            names = " → ".join(one.name for one in [*self._chain[self._chain.index(real) :], real])
            self._report("LOOP", f"scenarios that extend or include each other: {names}; one of them must not", at)
            return None
        if not real.is_relative_to(self.folder.resolve()):
            self._report(
                "OUTSIDE",
                f"{path.name!r} is outside the study folder {self.folder.name!r}; a study names only its own files",
                at,
            )
            return None
        if not real.is_file():
            self._missing(path, at)
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

    def _report(self, code: str, message: str, at: Location | None) -> None:
        self.problems.append(Problem(code, message, location=at))

    def _missing(self, path: Path, at: Location | None) -> None:
        beside = sorted(one.name for one in path.parent.iterdir()) if path.parent.is_dir() else []
        self._report(
            "MISSING_FILE", f"no file {path.name!r} here{nearest(path.name, beside)}", at or Location(str(path))
        )

    def _build(self, path: Path) -> Scenario | None:
        data = read_yaml(path, self.problems)
        if data is None:
            return None
        self._tables(data, path)
        file = validated(ScenarioFile, data)
        extended = None
        if file.extends is not None:
            extended = self.read(path.parent / file.extends, place_of(data, ("extends",)))
        included = [
            self.read(path.parent / one.file, place_of(data, ("includes", index)))
            for index, one in enumerate(file.includes)
        ]
        if (file.extends is not None and extended is None) or None in included:
            return None
        whole = [one for one in included if one is not None]
        for index, one in enumerate(file.includes):
            part = whole[index]
            known = part.all_parameters()
            for name in one.set:
                if name not in known:
                    at = place_of(data, ("includes", index, "set", name))
                    self._report("UNKNOWN_PARAMETER", f"{one.file} has no parameter {name!r}{nearest(name, known)}", at)
            whole[index] = part.with_settings_below(one.set)
        scenario = scenario_of(
            file, data, self.baseline, id=path.stem, path=str(path), extended=extended, included=whole
        )
        self.problems.extend(check_references(scenario, place_of(data, ("documents",))))
        return scenario

    def _tables(self, data: Any, path: Path) -> None:
        """Put the rows of bulk tables in the place of their file names."""
        if isinstance(data, list):
            for item in data:
                self._tables(item, path)
        if not isinstance(data, dict):
            return
        table = data.get("for_each")
        if isinstance(table, dict) and "file" in table:
            data["for_each"] = self._rows(path.parent / str(table["file"]), place_of(data, ("for_each", "file")))
        for value in data.values():
            self._tables(value, path)

    def _rows(self, path: Path, at: Location | None) -> PlacedDict:
        mapping = PlacedDict(columns=[], rows=[])
        mapping.place, mapping.places = at, {}
        if not path.resolve().is_relative_to(self.folder.resolve()):
            self._report("OUTSIDE", f"{path.name!r} is outside the study folder; a study names only its own files", at)
            return mapping
        if not path.is_file():
            self._missing(path, at)
            return mapping
        sheet = read_csv(path, self.problems)
        if sheet is None:
            return mapping
        rows = PlacedList(list(row) for row in zip(*sheet.cells, strict=True))
        rows.place = Location(str(path))
        rows.places = [sheet.at(number) for number in range(len(rows))]
        mapping["columns"], mapping["rows"] = list(sheet.header), rows
        return mapping
