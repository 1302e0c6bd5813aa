"""Reading a path as what it is: a study, a scenario of one, or a structure."""

from __future__ import annotations

from pathlib import Path

from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.one_run import only_looking
from orgmodel.core.problems import Location, Problem, few_hints, first_told, missing_file, refuse_if_any
from orgmodel.core.source_map import LocatedDict, place_of
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import DEFAULT_LANGUAGE, Vocabulary
from orgmodel.io.baseline import read_baseline
from orgmodel.io.decoding import unreadable
from orgmodel.io.office import NEW_IDS, title_in
from orgmodel.io.own_json import read_json
from orgmodel.io.scenario_files import ParsedFile, ScenarioFiles
from orgmodel.io.study_files import STUDY, home_of, language_of_tables, read_frame, read_study
from orgmodel.io.study_paths import inside
from orgmodel.io.yaml_tables import is_tables
from orgmodel.io.yaml_text import read_yaml
from orgmodel.scenario.scenario import Scenario, Study
from orgmodel.words.labels import languages_of

YAML = (".yaml", ".yml")

Found = Structure | Scenario | Study | None


def read(path: Path) -> Structure | Scenario | Study:
    """Read a structure, a scenario or a study.

    Raises ProblemsError with every problem of every file, as soon as one of them is an error.
    """
    found, problems = read_with_problems(path)
    refuse_if_any(problems)
    assert found is not None  # nothing is found only with a problem that says so
    return found


@gc_paused()
@few_hints()
def read_start(path: Path, like: Structure | None = None, told: list[Problem] | None = None) -> Structure | Scenario:
    """Read what :func:`read` does, but of a study its baseline alone: no scenario there is opened, nor need be sound.

    Tables outside of any study have the quantities that ``like`` declares, a workbook that an office edited all its words;
    what orgmodel made of the latter (ids of new rows) goes into ``told``. Raises ProblemsError with every problem of the files that are opened, as soon as one of them is an error.
    """
    folder = path.parent if path.name == STUDY else path
    if like is not None and _is_tables(path) and home_of(path) is None:
        terms = like.terms if title_in(path) is not None else Vocabulary(quantities=like.terms.quantities)
        tables, faults = read_baseline(path, terms, None)
        refuse_if_any(faults)
        if told is not None:
            told += [one for one in faults if one.code == NEW_IDS]
        return tables
    if not (folder / STUDY).is_file():
        found = read(path)
        return found.baseline if isinstance(found, Study) else found
    problems: list[Problem] = []
    frame = read_frame(folder, problems)
    structure = Structure.of(terms=frame.terms, as_of=frame.as_of)
    if frame.baseline is not None:
        structure, faults = frame.read_baseline(frame.baseline)
        problems += faults
    refuse_if_any(dict.fromkeys(problems))
    return structure


@gc_paused()
@few_hints()
def read_with_problems(path: Path) -> tuple[Found, list[Problem]]:
    """Read what a path holds, with all problems: errors, and warnings that do not stop the work.

    A folder with study.yaml is a study; a folder of tables, an XLSX workbook, a YAML file with tables or an exported JSON
    file a structure; any other YAML file a scenario, in the study whose folder it lies in. Of very many problems of one
    kind in one file the first are told.
    """
    try:
        found, problems = _read(path)
        return found, first_told(problems)
    except OSError as error:  # a folder that may not be listed, a disk that is gone
        return None, [unreadable(Path(error.filename or path), error)]


def _read(path: Path) -> tuple[Found, list[Problem]]:
    if not path.exists():
        return None, [missing_file(path)]
    if path.is_dir():
        if (path / STUDY).exists():
            return read_study(path)
        if (path / "units.csv").exists() or (path / "units.xlsx").exists():
            return _structure(path)
        message: str = Message.of(
            "neither a study (study.yaml) nor a baseline (units.csv) is in this folder{hint}", hint=_what_is_there(path)
        )
        return None, [Problem("UNKNOWN_FORMAT", message, location=Location(str(path)))]
    if path.name == STUDY:
        return read_study(path.parent)
    if path.suffix.lower() == ".xlsx":
        return _structure(path)
    if path.suffix.lower() in YAML:
        return _yaml(path)
    if path.suffix.lower() == ".json":
        return read_json(path)
    message = "this is neither a scenario (.yaml) nor a baseline (.xlsx, .yaml, .json)"
    if path.suffix.lower() == ".csv":
        message = "this is a table of a baseline or no table at all; give the folder that it is in, or make a study of a table of your own: orgmodel init"
    return None, [Problem("UNKNOWN_FORMAT", message, location=Location(str(path)))]


def _what_is_there(folder: Path) -> str:
    """Say which studies stand in a folder that is none itself, else what makes one of the tables there."""
    inside = sorted(folder.iterdir())
    studies = [f"{one.name}" for one in inside if one.is_dir() and (one / STUDY).is_file()]
    if studies:
        more = [f"+{len(studies) - _MOST_STUDIES}"] if len(studies) > _MOST_STUDIES else []
        return Message.of("; studies in it: {names}", names=", ".join(studies[:_MOST_STUDIES] + more))
    table = next(
        (one for one in inside if one.suffix.lower() in (".xlsx", ".csv") and not one.name.startswith(("~", "."))), None
    )
    return (
        "" if table is None else Message.of("; of a table of your own orgmodel init makes one: {file}", file=table.name)
    )


_MOST_STUDIES = 5


def _is_tables(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx" or any((path / f"units{suffix}").exists() for suffix in (".csv", ".xlsx"))


def _structure(path: Path) -> tuple[Structure, list[Problem]]:
    """Read a baseline: with the words and the date of the study whose baseline it is, else with any words and its quantities."""
    home = home_of(path.parent)
    if home is None:
        return read_baseline(path, Vocabulary(), None)
    problems: list[Problem] = []
    frame = read_frame(home, problems)
    if frame.baseline is None or frame.baseline.resolve() != path.resolve():
        return read_baseline(path, Vocabulary(quantities=frame.terms.quantities), None)
    structure, found = frame.read_baseline(path)
    return structure, problems + found


def language_of(path: Path) -> str:
    """Tell the language of a study, of a file in one, or of tables by their names; English where neither tells it."""
    if home_of(path) is not None:
        return study_language(path) or DEFAULT_LANGUAGE
    tables: Path | None = path if path.is_dir() else path.parent
    if path.suffix.lower() in YAML and path.is_file():
        data = read_yaml(path, [])
        tables = None if data is None or is_tables(data) else baseline_named(path, data, [])
    return language_of_tables(tables) or DEFAULT_LANGUAGE


def languages_brought(path: Path) -> tuple[str, ...]:
    """List the languages of the study that a path lies in: its own, and those of its labels; of tables theirs."""
    home = home_of(path)
    if home is None:
        return (language_of(path),)
    frame = read_frame(home, [])
    return languages_of(frame.terms.labels, frame.language)


def study_language(path: Path) -> str | None:
    """Tell the language of the study that a file or folder lies in, be it there already or not; None outside of any."""
    home = home_of(path)
    with only_looking():
        return None if home is None else read_frame(home, []).language or DEFAULT_LANGUAGE


def csv_habit_at(path: Path) -> CsvHabit:
    """Tell how the study that a file or folder lies in writes CSV, be it there already or not; plainly outside of any."""
    try:
        home = home_of(path)
    except (OSError, RuntimeError):  # a link in a loop, of which the writer tells
        home = None
    with only_looking():
        return PLAIN if home is None else read_frame(home, []).terms.csv


def _yaml(path: Path) -> tuple[Found, list[Problem]]:
    problems: list[Problem] = []
    data = read_yaml(path, problems)
    if data is None:
        return None, problems
    if is_tables(data):
        return _structure(path)
    home = home_of(path.parent)
    if home is None:
        return _alone(path, data, problems)
    study, problems = read_study(home, only=path, parsed=ParsedFile(path, data, problems))
    return next(iter(study.scenarios.values()), None), problems


def _alone(path: Path, data: LocatedDict, met: list[Problem]) -> tuple[Scenario | None, list[Problem]]:
    """Read a scenario that is in no study: it names its baseline, or what it extends or includes does."""
    problems: list[Problem] = []
    source = baseline_named(path, data, problems)
    if source is None and not problems:
        message = "a scenario in no study names its baseline: write baseline: FOLDER, or put it beside a study.yaml"
        return None, [Problem("NO_BASELINE", message, location=place_of(data, ("baseline",)))]
    structure = Structure.of()
    if source is not None:
        json = source.suffix.lower() == ".json"
        structure, problems = read_json(source) if json else read_baseline(source, Vocabulary(), None, path.parent)
    files = ScenarioFiles(path.parent, structure, ParsedFile(path, data, met))
    scenario = files.read(path)
    return scenario, list(dict.fromkeys([*problems, *files.problems]))


def baseline_named(path: Path, data: LocatedDict, problems: list[Problem]) -> Path | None:
    """Find the baseline that a scenario file in no study starts from: its own, or that of what it extends or includes."""
    stack: list[tuple[Path, LocatedDict]] = [(path, data)]
    seen = {path.resolve()}
    while stack:
        file, one = stack.pop(0)
        name = one.get("baseline")
        if isinstance(name, str):
            return inside(path.parent, file.parent, name, place_of(one, ("baseline",)), problems)
        for part in _parts(one):
            other = file.parent / part
            if other.resolve() not in seen and other.is_file() and other.suffix.lower() in YAML:
                seen.add(other.resolve())
                found = read_yaml(other, [])  # its own problems are told when it is read in its turn
                stack += [] if found is None else [(other, found)]
    return None


def _parts(data: LocatedDict) -> list[str]:
    includes = data.get("includes")
    listed = (
        [one.get("file") if isinstance(one, dict) else one for one in includes or ()]
        if isinstance(includes, list)
        else []
    )
    return [name for name in (data.get("extends"), *listed) if isinstance(name, str)]
