"""A study folder: its study.yaml, baseline, constraints and norms, and from there its scenarios."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np
from pydantic import ValidationError

from orgmodel.core.messages import Message
from orgmodel.core.names import names_of, spoken
from orgmodel.core.problems import WARNING, Location, Problem, ProblemsError, errors
from orgmodel.core.quantities import MOST_DECIMALS, wrong_declaration
from orgmodel.core.schema import Tables
from orgmodel.core.source_map import LocatedDict, place_of
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import read_baseline, unfinished
from orgmodel.io.causes import LOST, lost_tables, with_untold
from orgmodel.io.norm_files import read_named_norms
from orgmodel.io.scenario_files import ParsedFile, ScenarioFiles
from orgmodel.io.study_paths import inside, named_well
from orgmodel.io.yaml_tables import yaml_tables
from orgmodel.io.yaml_text import read_yaml
from orgmodel.operations.faults import validated
from orgmodel.scenario.build import constraint_of, letter_of, quantity_of, target_of, terms_of, uncertainty_of
from orgmodel.scenario.elements import Constraint, Uncertainty
from orgmodel.scenario.model import MOST_FILES, QuantityFile, StudyFile
from orgmodel.scenario.references import check_constraint
from orgmodel.scenario.scenario import Scenario, Study
from orgmodel.scenario.uncertainty import check_parameters, check_uncertainty
from orgmodel.words.measures import MEASURES
from orgmodel.words.own_labels import label_problems

STUDY = "study.yaml"
ANY_MONEY = {"currency": "?", "decimals": 3}
"""The money of a study that says of it what cannot be read."""
MOST_HEAD = 10_000
_FOLLOWS = ("UNKNOWN_UNIT", "UNKNOWN_POST", "UNKNOWN_DOCUMENT")


@dataclass(frozen=True)
class Frame:
    """Hold what a study's scenarios stand on: its file (or what could be made of it) and its words."""

    folder: Path
    file: StudyFile
    data: LocatedDict
    baseline: Path | None

    @property
    def terms(self) -> Vocabulary:
        """Give the words that the study declares, in its language (see :attr:`language`)."""
        return replace(terms_of(self.file), language=self.language)

    @property
    def language(self) -> str:
        """Tell the language: as declared, else of the baseline's columns of names, else of the title; empty where none tells it."""
        return self.file.language or language_of_tables(self.baseline) or spoken([names_of(**self.file.title)])

    def read_baseline(self, path: Path, texts: Mapping[Path, str] | None = None) -> tuple[Structure, list[Problem]]:
        """Read the tables of a baseline with the words, the date and the grades of the study; give it with its problems.

        ``texts`` are read in place of what files of the folder hold.
        """
        problems: list[Problem] = []
        money = self.data.get("money")
        listed = money if isinstance(money, LocatedDict) and self.file.money is not None else LocatedDict()
        rows = listed.get("grades")
        beside = yaml_tables({"grades": rows}, problems, listed.places) if rows else {}
        return read_baseline(path, self.terms, self.as_of, self.folder, beside=beside, problems=problems, texts=texts)

    @property
    def as_of(self) -> str | None:
        """Give the date of the baseline, or None where it is unknown."""
        return None if self.file.as_of in (None, "unknown", "?") else self.file.as_of


def home_of(path: Path) -> Path | None:
    """Find the study folder that a file or folder lies in: the nearest upwards with a study.yaml."""
    real = Path(os.path.realpath(path))  # of a link that leads to itself, too
    for folder in (real, *real.parents):
        if (folder / STUDY).is_file():
            here = Path.cwd()
            return folder.relative_to(here) if folder.is_relative_to(here) else folder
    return None


def read_frame(folder: Path, problems: list[Problem]) -> Frame:
    """Read study.yaml; after faults in it, what can be told of its baseline and scenarios still counts."""
    named_well(folder.resolve(), None, problems)
    if fault := unfinished(folder):
        problems.append(fault)
    data = read_yaml(folder / STUDY, problems)
    is_yaml = data is not None
    if data is None:
        data = LocatedDict()
        data.places = {}
    try:
        file = validated(StudyFile, data) if is_yaml else StudyFile(**_sound_part({}, _spoken_in(folder / STUDY)))
    except ProblemsError as error:
        problems.extend(error.problems)
        file = StudyFile.model_validate(_sound_part(data, _spoken_in(folder / STUDY)))
    file = file.model_copy(update={"quantities": _sound_quantities(file, data, problems)})
    baseline = inside(
        folder, folder, file.baseline, place_of(data, ("baseline",)) or Location(str(folder / STUDY)), problems
    )
    return Frame(folder, file, data, baseline)


def _sound_quantities(file: StudyFile, data: Any, problems: list[Problem]) -> dict[str, QuantityFile]:
    """Give the quantities that a study may declare so, and report the others."""
    sound = {}
    for id, one in file.quantities.items():
        message = wrong_declaration(id, quantity_of(one))
        if message is None and id in MEASURES:
            message = Message.of("quantity {id!r} bears the id of a measure; give it another id", id=id)
        if message is None:
            sound[id] = one
        else:
            problems.append(Problem("QUANTITY", message, id, place_of(data, ("quantities", id))))
    return sound


def _sound_part(data: Mapping[str, Any], spoken: Mapping[str, Any]) -> dict[str, Any]:
    """Give what of a study with faults is sound, entry by entry, so that nothing is told of its tables that follows from a fault here.

    What is faulty of its money and quantities stands for any: with the most decimals.
    """

    def is_sound(**part: Any) -> bool:
        try:
            StudyFile.model_validate({**spoken, **part})
        except ValidationError:
            return False
        return True

    usual = {**spoken, **({"money": ANY_MONEY} if "money" in data or not data else {})}
    kept: dict[str, Any] = dict(usual)
    listed = data.get("scenarios")
    if isinstance(listed, list):
        kept["scenarios"] = [one for one in listed[:MOST_FILES] if isinstance(one, str)]
    for key, value in data.items():
        if is_sound(**{key: value}):
            kept[key] = value
        elif isinstance(value, dict) and key != "money":
            sound = {name: one for name, one in value.items() if is_sound(**{key: {name: one}})}
            unsound = value.keys() - sound if key == "quantities" else ()
            kept[key] = {**sound, **{name: {"decimals": MOST_DECIMALS} for name in unsound}}
    return kept if is_sound(**kept) else usual


def _spoken_in(file: Path) -> dict[str, Any]:
    """Tell the language and the title that a file with faults declares, be it no YAML at all."""
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    language = re.search(r"^language:[ \t]*[\"']?([a-z]{2,3})\b", text, re.MULTILINE)
    title = re.search(r"^title:.*(?:\n[ \t]+.*)*", text, re.MULTILINE)
    titled = re.findall(r"[{,\n]\s*([a-z]{2,3}):", title[0]) if title else []
    return {"language": language and language[1], "title": dict.fromkeys(titled, "?")}


def language_of_tables(path: Path | None) -> str:
    """Tell the language of the columns of names in a folder of tables: Vietnamese where it is among them; empty of none."""
    table = None if path is None else path / "units.csv"
    if table is None or not table.is_file():
        return ""
    with table.open("rb") as file:
        head = file.readline(MOST_HEAD).decode("utf-8", "replace").lower()
    found = re.findall(r"\bname_([a-z]{2,3})\b", head)
    return spoken([tuple((code, "") for code in found)])


def read_study(folder: Path, only: Path | None = None, parsed: ParsedFile | None = None) -> tuple[Study, list[Problem]]:
    """Read a study folder with all its scenarios, or with one, and all that they are judged by; give it with the problems of every file.

    After errors the study holds what could be read.
    """
    problems: list[Problem] = []
    frame = read_frame(folder, problems)
    structure = Structure.of(terms=frame.terms, as_of=frame.as_of)
    if frame.baseline is not None:
        structure, found = frame.read_baseline(frame.baseline)
        if unread := [one.location for one in problems if one.code in LOST and _is_study(one.location)]:
            kept = [one for one in found if one.code != "UNDECLARED"]  # all words may be declared in what is not read
            problems = with_untold([*problems, *kept], STUDY, len(found) - len(kept), unread[0])
        else:
            problems += found
    problems += _check_labels(frame, structure)
    lost = lost_tables(problems, tuple(Tables.BY_NAME))
    is_whole = not lost
    constraints = _constraints(frame, problems)
    for constraint in constraints if is_whole else ():
        problems += check_constraint(constraint, structure)
    files = ScenarioFiles(folder, structure, parsed)
    scenarios = _all(frame, files) if only is None else _one(files, only)
    problems += [one for one in files.problems if is_whole or one.code not in _FOLLOWS]
    if hidden := len(files.problems) - sum(is_whole or one.code not in _FOLLOWS for one in files.problems):
        table, place = next(iter(lost.items()))
        problems = with_untold(problems, table, hidden, place)
    norms = read_named_norms(folder, frame.file.norms, frame.file.parameters, problems, frame.terms)
    uncertainty = uncertainty_of(frame.file.uncertainty, frame.data.get("uncertainty"))
    if is_whole:
        problems += check_uncertainty(uncertainty, structure)
    if only is None or scenarios:
        problems += check_parameters(uncertainty, _that_draw(uncertainty, scenarios, frame, structure))
    problems = list(dict.fromkeys(problems))
    study = Study(
        folder.resolve().name,
        str(folder),
        structure,
        structure.terms,
        names_of(**frame.file.title),
        structure.terms.language,
        constraints=constraints,
        targets=tuple(target_of(one) for one in frame.file.targets),
        norms=norms,
        profile=frame.file.profile,
        problems=tuple(problems),
        letter=letter_of(frame.file.letter),
        uncertainty=uncertainty,
    )
    bound = {name: replace(scenario, study=study) for name, scenario in scenarios.items()}
    return replace(study, scenarios=bound), problems


def _is_study(place: Location | None) -> TypeGuard[Location]:
    return place is not None and Path(place.file).name == STUDY


def sound_scenarios(study: Study) -> tuple[Scenario, ...]:
    """List the scenarios that can be run in spite of errors elsewhere: none after a fault in study.yaml or the baseline."""
    faulty = {Path(one.location.file) for one in errors(study.problems) if one.location}
    if not faulty:
        return () if errors(study.problems) else tuple(study.scenarios.values())
    folder = Path(study.folder)
    baseline = read_frame(folder, []).baseline
    for path in faulty:
        if path == folder / STUDY or (baseline is not None and (path == baseline or baseline in path.parents)):
            return ()
    return tuple(one for one in study.scenarios.values() if not any(Path(part.file) in faulty for part in one.parts()))


def _check_labels(frame: Frame, structure: Structure) -> list[Problem]:
    """Warn of labels that word nothing."""
    labels, rows = structure.terms.labels, structure.table("attributes")
    live = np.flatnonzero(rows.live) if labels else np.empty(0, np.int64)
    attributes = zip(*(rows.values(field, live) for field in ("name", "value")), strict=True)
    return [
        Problem("UNKNOWN_LABEL", message, key, place_of(frame.data, ("labels", key)), WARNING)
        for key, message in label_problems(labels, structure.terms, attributes)
    ]


def _constraints(frame: Frame, problems: list[Problem]) -> tuple[Constraint, ...]:
    found = []
    for index, one in enumerate(frame.file.constraints):
        try:
            found.append(constraint_of(one, place_of(frame.data, ("constraints", index))))
        except ProblemsError as error:
            problems.extend(error.problems)
    return tuple(found)


def _all(frame: Frame, files: ScenarioFiles) -> dict[str, Scenario]:
    """Read the scenarios that a study lists, or else every YAML file beside its study.yaml, by name."""
    listed: list[tuple[str, Location | None]] = []
    if frame.file.scenarios is None:
        others = (STUDY, frame.file.baseline, *frame.file.norms)
        found = sorted(frame.folder.glob("*.yaml")) if frame.folder.is_dir() else []
        listed = [(one.name, None) for one in found if one.name not in others and not one.name.startswith(".")]
    else:
        listed = [(name, place_of(frame.data, ("scenarios", at))) for at, name in enumerate(frame.file.scenarios)]
    scenarios: dict[str, Scenario] = {}
    for name, at in listed:
        scenario = files.named(frame.folder, name, at or Location(str(frame.folder / name)))
        if scenario is not None and scenario.id in scenarios:
            message = Message.of(
                "two scenarios are named {scenario!r}; a file's name without .yaml is its id", scenario=scenario.id
            )
            files.problems.append(Problem("DUPLICATE", message, scenario.id, at))
        elif scenario is not None:
            scenarios[scenario.id] = scenario
    return scenarios


def _that_draw(said: Uncertainty, read: Mapping[str, Scenario], frame: Frame, baseline: Structure) -> list[Scenario]:
    """Give the scenarios that may have the parameters that are drawn: those read, or all of the study where these lack any."""
    known = {name for one in read.values() for name in one.all_parameters()}
    if all(one.name in known for one in said.parameters):
        return list(read.values())
    return list((_all(frame, ScenarioFiles(frame.folder, baseline)) | dict(read)).values())


def _one(files: ScenarioFiles, path: Path) -> dict[str, Scenario]:
    scenario = files.read(path)
    return {} if scenario is None else {scenario.id: scenario}
