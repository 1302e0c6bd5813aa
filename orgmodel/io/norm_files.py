"""Files of norms: the packs that ship with the package, and those of a study, which add to them or override them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, errors, nearest, refuse_if_any
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.study_paths import inside
from orgmodel.io.yaml_text import parse_yaml, read_yaml
from orgmodel.norms.model import NormFile
from orgmodel.norms.pack_parser import CheckedFile, pack_of
from orgmodel.norms.parameters import faults_of
from orgmodel.norms.record import NormPack
from orgmodel.operations.faults import validated

if TYPE_CHECKING:
    from orgmodel.core.source_map import LocatedDict

YAML = (".yaml", ".yml")


def shipped_packs() -> list[str]:
    """List the packs of norms that ship with the package.

    >>> shipped_packs()
    ['vn']
    """
    return sorted(one.name for one in _data().iterdir() if one.is_dir() and not one.name.startswith("_"))


def _data() -> resources.abc.Traversable:
    return resources.files("orgmodel.norms").joinpath("data")


def shipped(name: str) -> NormPack:
    """Read a pack that ships with the package.

    Raises ProblemsError for an unknown name, naming the nearest.

    >>> len(shipped("vn").norms) > 30
    True
    """
    if name not in shipped_packs():
        message = Message.of(
            "no pack of norms {name!r}{hint}; shipped: {shipped_packs}",
            name=name,
            hint=nearest(name, shipped_packs()),
            shipped_packs=", ".join(shipped_packs()),
        )
        raise ProblemsError([Problem("UNKNOWN_NORMS", message, subject=name)])
    problems: list[Problem] = []
    sources: list[CheckedFile] = []
    for one in sorted(_data().joinpath(name).iterdir(), key=lambda file: file.name):
        if one.name.endswith(YAML):
            file = f"{name}/{one.name}"
            sources += _source(parse_yaml(one.read_text(encoding="utf-8"), file, problems), file, problems)
    pack, found = pack_of(sources)
    refuse_if_any([*problems, *found])
    return pack


def read_norms(paths: Iterable[Path], base: NormPack | None = None) -> NormPack:
    """Read files of norms that belong together, over a pack that they add to or override.

    Raises ProblemsError with every malformed norm of every file at its place.
    """
    problems: list[Problem] = []
    pack = _read(paths, base, problems, None)
    refuse_if_any(problems)
    return pack


def read_named_norms(
    folder: Path,
    names: Iterable[str],
    parameters: Mapping[str, Any],
    problems: list[Problem],
    terms: Vocabulary | None = None,
) -> NormPack:
    """Read the norms that a study names: packs by name, and files in its folder, in this order, later ones overriding.

    The study's own parameters are given to the norms that know them; ``terms`` are the words that it declares. What is wrong
    is added to ``problems``; the pack then holds what could be read.
    """
    place = Location(str(folder / "study.yaml"))
    shipping = shipped_packs()
    pack, own = NormPack(), []
    for name in names:
        if name in shipping:
            pack = pack.joined(shipped(name))
        elif name.endswith(YAML):
            path = inside(folder, folder, name, place, problems)
            own += [] if path is None else [path]
        else:
            message = Message.of(
                "norms: no pack {name!r}{hint}; shipped: {shipping}; or name a file of the study",
                name=name,
                hint=nearest(name, shipping),
                shipping=", ".join(shipping),
            )
            problems.append(Problem("UNKNOWN_NORMS", message, name, place))
    found: list[Problem] = []
    read = _read(own, pack, found, terms)
    problems += found
    given = {name: str(value) for name, value in parameters.items()}
    if errors(found):  # a parameter may stand in what could not be read
        return pack.joined(NormPack(given={name: value for name, value in given.items() if name in pack.parameters}))
    problems += [replace(one, location=place) for one in faults_of(read, given)]
    return read.joined(NormPack(given=given))


def _read(paths: Iterable[Path], base: NormPack | None, problems: list[Problem], terms: Vocabulary | None) -> NormPack:
    sources = [source for path in paths for source in _source(read_yaml(path, problems), str(path), problems)]
    pack, found = pack_of(sources, base, terms)
    problems += found
    return pack


def _source(data: LocatedDict | None, name: str, problems: list[Problem]) -> list[CheckedFile]:
    if data is None:
        return []
    try:
        return [CheckedFile(validated(NormFile, data), data, name)]
    except ProblemsError as error:
        problems += error.problems
        return []
