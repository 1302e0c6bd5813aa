"""Reading a path as what it is: a study, a scenario of one, or a structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from orgmodel.core.places import place_of
from orgmodel.core.problems import Location, Problem, ProblemsError, errors, nearest, refuse_if_any
from orgmodel.core.records import names_of
from orgmodel.core.structure import Structure
from orgmodel.core.terms import Terms
from orgmodel.io.baseline import TABLE_NAMES, read_baseline
from orgmodel.io.scenario_files import ScenarioFiles

from orgmodel.io.yaml_text import read_yaml
from orgmodel.operations.faults import validated
from orgmodel.scenario.build import constraint_of, target_of, terms_of
from orgmodel.scenario.model import StudyFile
from orgmodel.scenario.references import check_constraint
from orgmodel.scenario.scenario import Constraint, Scenario, Study

STUDY = "study.yaml"


def read(path: Path) -> Structure | Scenario | Study:
    """Read a structure, a scenario or a study.

    Raises ProblemsError with every problem of every file, as soon as one of them is an error.
    """
    if not path.exists():
        beside = sorted(one.name for one in path.parent.iterdir()) if path.parent.is_dir() else []
        message = f"no file or folder {path.name!r} here{nearest(path.name, beside)}"
        raise ProblemsError([Problem("MISSING_FILE", message, location=Location(str(path)))])
    if path.is_dir():
        return read_study(path) if (path / STUDY).exists() else _structure(path)
    if path.name == STUDY:
        return read_study(path.parent)
    if path.suffix.lower() in (".yaml", ".yml"):
        return _yaml(path)
    if path.suffix.lower() == ".xlsx":
        return _structure(path)
    message = "this is neither a study folder, a scenario (.yaml), nor a baseline (a folder of tables, .xlsx, .yaml)"
    raise ProblemsError([Problem("UNKNOWN_FORMAT", message, location=Location(str(path)))])


def read_study(folder: Path) -> Study:
    """Read a study folder with all its scenarios."""
    problems: list[Problem] = []
    study, files = _frame(folder, problems)
    if study is None or files is None:
        raise ProblemsError(problems)
    file, data = files
    reader = ScenarioFiles(folder, study.baseline)
    scenarios: dict[str, Scenario] = {}
    for path, at in _scenario_paths(folder, file, data):
        scenario = reader.read(path, at)
        if scenario is None:
            continue
        if scenario.id in scenarios:
            message = f"two scenario files have the name {scenario.id!r}"
            reader.problems.append(Problem("DUPLICATE", message, location=at))
        scenarios[scenario.id] = scenario
    problems += reader.problems
    problems = list(dict.fromkeys(problems))
    if errors(problems):
        raise ProblemsError(problems)
    study = replace(study, problems=tuple(problems))
    bound = {name: replace(scenario, study=study) for name, scenario in scenarios.items()}
    return replace(study, scenarios=bound)


def _scenario_paths(folder: Path, file: StudyFile, data: Any) -> list[tuple[Path, Location | None]]:
    if file.scenarios is None:
        found = sorted(one for one in folder.glob("*.yaml") if one.name != STUDY and not one.name.startswith("."))
        tables = (file.baseline,)
        return [(one, None) for one in found if one.name not in tables]
    return [(folder / name, place_of(data, ("scenarios", index))) for index, name in enumerate(file.scenarios)]


def _frame(folder: Path, problems: list[Problem]) -> tuple[Study | None, tuple[StudyFile, Any] | None]:
    """Read study.yaml and the baseline; what the study's scenarios need."""
    data = read_yaml(folder / STUDY, problems)
    if data is None:
        return None, None
    try:
        file = validated(StudyFile, data)
    except ProblemsError as error:
        problems.extend(error.problems)
        return None, None
    terms = terms_of(file)
    as_of = None if file.as_of in (None, "unknown", "?") else file.as_of
    source = folder / file.baseline
    if not source.resolve().is_relative_to(folder.resolve()):
        at = place_of(data, ("baseline",))
        message = "the baseline is outside the study folder; a study names only its own files"
        problems.append(Problem("OUTSIDE", message, location=at))
        return None, None
    baseline, found = _tables(source, terms, as_of)
    problems += found
    constraints = _constraints(file, data, problems)
    for constraint in constraints:
        problems += check_constraint(constraint, baseline)
    study = Study(
        folder.resolve().name,
        str(folder),
        baseline,
        terms,
        names_of(**file.title),
        file.language,
        constraints=constraints,
        targets=tuple(target_of(one) for one in file.targets),
        norms=tuple(file.norms),
        parameters=dict(file.parameters),
    )
    return study, (file, data)


def _constraints(file: StudyFile, data: Any, problems: list[Problem]) -> tuple[Constraint, ...]:
    found = []
    for index, one in enumerate(file.constraints):
        try:
            found.append(constraint_of(one, place_of(data, ("constraints", index))))
        except ProblemsError as error:
            problems.extend(error.problems)
    return tuple(found)


def _tables(source: Path, terms: Terms, as_of: str | None) -> tuple[Structure, list[Problem]]:
    if source.suffix.lower() in (".yaml", ".yml"):
        from orgmodel.io.yaml_baseline import read_yaml_baseline

        return read_yaml_baseline(source, terms, as_of)
    return read_baseline(source, terms, as_of)


def _structure(path: Path) -> Structure:
    """Read a baseline; inside a study whose baseline it is, with the study's words and date."""
    home = _home(path.parent)
    terms, as_of = Terms(), None
    if home is not None:
        problems: list[Problem] = []
        data = read_yaml(home / STUDY, problems)
        refuse_if_any(problems)
        file = validated(StudyFile, data)
        if (home / file.baseline).resolve() == path.resolve():
            terms, as_of = terms_of(file), None if file.as_of in (None, "unknown", "?") else file.as_of
    structure, found = _tables(path, terms, as_of)
    refuse_if_any(found)
    return structure


def _home(folder: Path) -> Path | None:
    """Find the nearest study folder, from a folder upwards."""
    folder = folder.resolve()
    return next((one for one in (folder, *folder.parents) if (one / STUDY).is_file()), None)


def _yaml(path: Path) -> Structure | Scenario:
    problems: list[Problem] = []
    data = read_yaml(path, problems)
    refuse_if_any(problems)
    if isinstance(data, Mapping) and "units" in data and set(data) <= {*TABLE_NAMES, "as_of", "kinds", "title"}:
        return _structure(path)
    home = _home(path.parent)
    if home is not None:
        study, files = _frame(home, problems)
        if study is None or files is None:
            raise ProblemsError(problems)
        reader = ScenarioFiles(Path(study.folder), study.baseline)
        scenario = reader.read(path)
        found = list(dict.fromkeys([*problems, *reader.problems]))
        if scenario is None or errors(found):
            raise ProblemsError(found)
        return replace(scenario, study=replace(study, problems=tuple(found), scenarios={scenario.id: scenario}))
    return _alone(path, data)


def _alone(path: Path, data: Any) -> Scenario:
    """Read a scenario without a study: it names its own baseline, in its folder."""
    name = data.get("baseline") if isinstance(data, Mapping) else None
    if not isinstance(name, str):
        message = "a scenario outside a study names its baseline: add baseline: FOLDER, or put it beside a study.yaml"
        raise ProblemsError([Problem("NO_BASELINE", message, location=Location(str(path), 1, 1))])
    source = path.parent / name
    if not source.resolve().is_relative_to(path.parent.resolve()):
        message = "the baseline is outside the scenario's folder"
        raise ProblemsError([Problem("OUTSIDE", message, location=place_of(data, ("baseline",)))])
    baseline, found = _tables(source, Terms(), None)
    reader = ScenarioFiles(path.parent, baseline)
    scenario = reader.read(path)
    problems = list(dict.fromkeys([*found, *reader.problems]))
    if scenario is None or errors(problems):
        raise ProblemsError(problems)
    return scenario
