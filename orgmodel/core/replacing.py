"""What may be replaced or taken away: nothing that orgmodel did not write, that was changed since, or that this run reads."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from orgmodel.core.characters import nfc, seen
from orgmodel.core.manifest import MANIFEST, Manifest, read_manifest
from orgmodel.core.messages import Message
from orgmodel.core.one_run import files_read
from orgmodel.core.problems import Location, Problem, ProblemsError

FILE_NAME = "the file's name {name!r} holds control characters, or is not UTF-8; give it another"
FILE_OPEN = "the file is open in another program: close it there, and run this again"
LOCKS_OPEN_FILES = os.name == "nt"
"""Whether the system keeps a file that a program has open from being replaced, as Windows does."""
MARKS = ("study.yaml", "units.csv", "units.xlsx")
"""What makes a folder a study or a baseline."""


@dataclass(frozen=True, slots=True)
class FileSet:
    """Name a set of files that are written together: its kind, its folder, and the names there that belong to nothing else.

    An earlier set of the same kind is replaced as a whole; files of it that are no longer made are taken away. One that
    ``is_folder`` is the whole of its folder, and goes into none with a study, a baseline or another such set.
    """

    kind: str
    folder: Path
    names: frozenset[str] = frozenset()
    is_folder: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """A file to be written: as it was asked for, where it really lies, its manifest's folder, its name in there."""

    asked: Path
    real: Path
    root: Path
    name: str
    standing: str = ""
    """The hash of what stands there; nothing where nothing does."""


def roots_of(paths: Iterable[Path], one_set: FileSet | None) -> dict[Path, Path]:
    """Give the folders that hold a manifest of these files, links resolved, each as it was asked for."""
    if one_set is not None:
        return {one_set.folder.resolve(): one_set.folder}
    return {path.parent.resolve(): path.parent for path in paths}


def checked(
    hashes: Mapping[Path, str | None], force: bool, one_set: FileSet | None, plan: str = ""
) -> tuple[list[Target], list[Target]]:
    """Give the files to write, and those of an earlier set to take away; refuse what may not be touched.

    A file of which the hash is not known yet (None) is judged when it is.
    """
    problems: list[Problem] = []
    targets = [found for path in hashes if (found := _placed(path, one_set, problems))]
    roots = roots_of(hashes, one_set)
    manifests = {root: read_manifest(root) for root in roots}
    stale: list[Target] = []
    used: list[Problem] = []
    if one_set is not None:
        manifest = manifests[one_set.folder.resolve()]
        same = {one.name for one in targets if one.standing and one.standing == hashes[one.asked]}
        used = _in_use(one_set, manifest, same) if one_set.is_folder else []
        stale = _left_over(one_set, manifest, {one.name for one in targets})
    for root, asked in roots.items():
        if manifests[root].fault and (used or not force):
            said = _MANIFEST_OF_SET if used else _MANIFEST
            message = Message.of(said, manifest=MANIFEST, fault=manifests[root].fault)
            problems.append(problem_at("MANIFEST", asked / MANIFEST, message))
    if not any(problem.code == "MANIFEST" for problem in problems):
        problems += used
    if not used:
        is_read = _Read(files_read())
        for target in targets:
            if not manifests[target.root].fault or force:  # else nobody knows whose a file is
                problems += _faults(target, manifests[target.root], hashes[target.asked], is_read, force, plan)
        for target in stale:
            problems += _faults(target, manifests[target.root], "", is_read, force)
    if problems:
        raise ProblemsError(dict.fromkeys(problems))
    return targets, stale


def refuse_no_room(path: Path) -> None:
    """Raise OSError where the folder of a file is none and cannot be made, or may not be written into."""
    above = path.parent
    while not above.exists() and above != above.parent:
        if above.is_symlink():
            raise FileNotFoundError(errno.ENOENT, "this link leads to no folder", str(above))
        above = above.parent
    if not above.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "a file stands where a folder is needed", str(above))
    if not os.access(above, os.W_OK | os.X_OK):
        if hasattr(os, "statvfs") and os.statvfs(above).f_flag & os.ST_RDONLY:  # Windows has none
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _placed(path: Path, one_set: FileSet | None, problems: list[Problem]) -> Target | None:
    """Find where a file would be written; a link may lead to another name in the same folder."""
    refuse_no_room(path)
    if _hides(path.name):
        problems.append(problem_at("FILE_NAME", path, Message.of(FILE_NAME, name=path.name)))
        return None
    folder = path.parent.resolve()
    real = folder / path.name
    if path.is_symlink():
        try:
            real = path.resolve()
        except (OSError, RuntimeError):  # a link that leads to itself
            real = Path()
        if real.parent != folder or real.is_symlink():
            problems.append(problem_at("LINK", path, Message.of(_LINK, to=str(path.readlink()))))
            return None
    root = folder if one_set is None else one_set.folder.resolve()
    if not real.is_relative_to(root):
        problems.append(problem_at("LINK", path, Message.of(_LINK, to=str(real))))
        return None
    if real.name == MANIFEST:
        problems.append(problem_at("MANIFEST", path, Message.of(_OWN_LIST, manifest=MANIFEST)))
        return None
    return Target(path, real, root, real.relative_to(root).as_posix(), _standing(path, real))


def _hides(name: str) -> bool:
    """Tell whether a file's name holds control characters; bytes that are no UTF-8 are escaped where they are shown."""
    letters = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return seen(letters) != letters


def _standing(path: Path, real: Path) -> str:
    """Give the hash of the file that stands in a place; raises OSError where something else does."""
    try:
        about = real.stat()
    except FileNotFoundError:
        return ""
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "this is not a file that can be replaced", str(path))
    with real.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_open(file: Path) -> bool:
    """Tell whether another program keeps a file that may be written to from being changed."""
    try:
        os.close(os.open(file, os.O_RDWR))
    except PermissionError:
        return True
    return False


def _faults(
    target: Target, manifest: Manifest, content: str | None, is_read: _Read, force: bool, plan: str = ""
) -> list[Problem]:
    """Say why a file may not be replaced by a content of that hash (of a plan, or of none), or taken away."""
    if is_read(target.real):
        return [problem_at("INPUT_REPLACED", target.asked, _INPUT)]
    if not target.standing:
        return []
    if not target.real.stat().st_mode & 0o222:  # the owner said so, even where the superuser could
        return [problem_at("READ_ONLY", target.asked, _READ_ONLY)]
    if LOCKS_OPEN_FILES and _is_open(target.real):
        return [problem_at("FILE_OPEN", target.asked, FILE_OPEN)]
    entry = manifest.files.get(target.name)
    if force or content is None or target.standing == content:
        return []
    if entry is None:
        return [problem_at("NOT_WRITTEN_HERE", target.asked, _NOT_OURS)]
    if target.standing not in entry.hashes:
        return [problem_at("CHANGED_SINCE", target.asked, _CHANGED)]
    if entry.plan == plan or (not entry.plan and Path(target.name).stem == plan):
        return []
    said = _OF_PLAN if not plan else _OF_OTHER_PLAN if entry.plan else _OF_NO_PLAN
    return [problem_at("PLAN_REPLACED", target.asked, Message.of(said, plan=plan, other=entry.plan))]


class _Read:
    """Tell whether a place is one of the files read: by its name in any case, or by what it is on the disk."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.names: set[tuple[Path, str]] = set()
        self.files: set[tuple[int, int]] = set()
        for path in paths:
            self.names.add((path.parent, _folded(path.name)))
            with suppress(OSError):
                about = path.stat()
                self.files.add((about.st_dev, about.st_ino))

    def __call__(self, real: Path) -> bool:
        if (real.parent, _folded(real.name)) in self.names:
            return True
        with suppress(OSError):
            about = real.stat()
            return (about.st_dev, about.st_ino) in self.files
        return False


def _folded(name: str) -> str:
    return nfc(name).casefold()


# -- sets of files ---------------------------------------------------------------------------------------------------------


def _in_use(one_set: FileSet, manifest: Manifest, same: set[str]) -> list[Problem]:
    """Refuse a folder with a study or baseline, or with files of the names of a set, that is no earlier set of the kind."""
    folder = one_set.folder.resolve()
    if not folder.is_dir():
        return []
    belongs = {_folded(name) for name in (*MARKS, *one_set.names)}
    ours = {name.split("/")[0] for name, entry in manifest.files.items() if entry.kind == one_set.kind} | same
    there = sorted(
        path.name
        for path in folder.iterdir()
        if _folded(path.name) in belongs and path.name not in ours and not manifest.left_by_a_run(path)
    )
    if not there:
        return []
    names = ", ".join(there[:5]) + (" …" if len(there) > 5 else "")
    kinds = sorted({entry.kind for name, entry in manifest.files.items() if name.split("/")[0] in there and entry.kind})
    what = Message.of(" (of {kinds})", kinds=", ".join(kinds)) if kinds else ""
    message = Message.of(_IN_USE, names=names, what=what, kind=one_set.kind, manifest=MANIFEST)
    return [problem_at("FOLDER_IN_USE", one_set.folder, message)]


def _left_over(one_set: FileSet, manifest: Manifest, kept: set[str]) -> list[Target]:
    """List the files of an earlier set of the kind that are made no longer."""
    root = one_set.folder.resolve()
    found = []
    for name, entry in manifest.files.items():
        place = root / name
        if entry.kind != one_set.kind or name in kept or place.is_symlink() or not place.is_file():
            continue
        if place.resolve().is_relative_to(root):  # not where a folder on the way is a link
            found.append(Target(one_set.folder / name, place, root, name, _standing(place, place)))
    return found


_INPUT = "this run reads this file, and an input is never replaced, not even with --force; name another file"
_NOT_OURS = (
    "this file is there, and no run of orgmodel wrote it; name another file, or replace it with --force (force=True)"
)
_CHANGED = (
    "this file has been changed since orgmodel wrote it; name another file, or replace it with --force (force=True)"
)
_OF_PLAN = (
    "the plan {other!r} was saved in this file, and this would replace it; name another file, or replace it with --force "
    "(force=True)"
)
_OF_OTHER_PLAN = (
    "the plan {other!r} was saved in this file, and this is the plan {plan!r}; save it under another name, or replace the "
    "other with force=True"
)
_OF_NO_PLAN = (
    "orgmodel wrote this file, but not for the plan {plan!r}; save the plan under another name, or replace the file with "
    "force=True"
)
_READ_ONLY = "this file is read-only, and is left as it is; name another file, or make it writable"
_LINK = "this leads to {to}, out of its folder, and is not written through; name the file itself"
_MANIFEST = (
    "{manifest} lists the files that orgmodel wrote here, and {fault}; move it away, or write it anew with "
    "--force (force=True)"
)
_OWN_LIST = "{manifest} is where orgmodel lists the files that it wrote; name another file"
_MANIFEST_OF_SET = (
    "{manifest} lists the files that orgmodel wrote here, and {fault}, so whose the files of the folder are is not known; "
    "name another folder, or move these away"
)
_IN_USE = (
    "the folder holds {names}{what}, which no list of orgmodel's there ({manifest}) names as an earlier {kind}; a set of tables "
    "goes into no folder with a study, a baseline or other tables, not even with --force: name another folder, or move these "
    "away"
)


def problem_at(code: str, path: Path, message: str) -> Problem:
    """Say what is wrong about a place to write to."""
    return Problem(code, message, subject=path.name, location=Location(str(path)))
