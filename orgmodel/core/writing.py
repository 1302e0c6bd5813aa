"""Write files so that nothing is lost: each whole or not at all, and none over what orgmodel did not write.

Every writer goes through :func:`write_all`. A manifest in the folder (:data:`MANIFEST`) holds the hash of each file that
a run wrote there; what it does not hold, or what has changed since, is somebody's.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from orgmodel.core.inputs import files_read
from orgmodel.core.manifest import MANIFEST, Entry, Manifest, read_manifest
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError

MARKS = ("study.yaml", "units.csv", "units.xlsx")
"""What makes a folder a study or a baseline."""


@dataclass(frozen=True, slots=True)
class TableSet:
    """Name a set of tables that fills a folder: its kind, and the names there that belong to nothing else.

    An earlier set of the same kind is replaced as a whole; tables of it that are no longer made are taken away.
    """

    kind: str
    folder: Path
    names: frozenset[str] = frozenset()


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """Write a UTF-8 file as :func:`write_all` does; line ends stay as they are in the text."""
    write_all({path: text.encode("utf-8")}, force=force)


def write_bytes(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file as :func:`write_all` does."""
    write_all({path: data}, force=force)


def write_all(files: Mapping[Path, bytes], *, force: bool = False, tables: TableSet | None = None) -> None:
    """Write files, all or none, each put in its place in one move; folders on the way are made.

    Refused before the first byte is written, by ProblemsError with every problem: a file that this run has read, be it
    by another name or link; without ``force`` a file that no run of orgmodel wrote, or that has changed since; a link
    that leads out of its folder; a file that is read-only; and ``tables`` in a folder that holds a study, a baseline or
    another kind of set. A file that already holds the same bytes is never refused but for being read. Raises OSError
    where a place cannot be written.
    """
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    targets, stale = _checked(hashes, force, tables)
    made: list[Path] = []
    staged: list[tuple[_Target, Path]] = []
    try:
        for target in targets:
            _make_folder(target.real.parent, made)
            beside = target.real.with_name(f".{target.real.name[:100]}.{uuid.uuid4().hex}.tmp")
            staged.append((target, beside))
            try:
                with beside.open("xb") as file:
                    file.write(files[target.asked])
                if target.standing:
                    shutil.copymode(target.real, beside)
            except OSError as error:  # nobody knows of the file beside
                raise OSError(error.errno, error.strerror, str(target.asked)) from error
        _put_in_place(staged, stale, hashes, tables)
    except BaseException:
        for _, beside in staged:
            beside.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


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
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


@dataclass(frozen=True, slots=True)
class _Target:
    """A file to be written: as it was asked for, where it really lies, its manifest's folder, its name in there."""

    asked: Path
    real: Path
    root: Path
    name: str
    standing: str = ""
    """The hash of what stands there; nothing where nothing does."""


def _checked(hashes: Mapping[Path, str], force: bool, tables: TableSet | None) -> tuple[list[_Target], list[_Target]]:
    """Give the files to write, and those of an earlier set to take away; refuse what may not be touched."""
    problems: list[Problem] = []
    targets = [found for path in hashes if (found := _placed(path, tables, problems))]
    roots = {one.root: one.asked.parent for one in targets}
    if tables is not None:
        roots = {tables.folder.resolve(): tables.folder}
    manifests = {root: read_manifest(root) for root in roots}
    for root, asked in roots.items():
        if manifests[root].fault and not force:
            problems.append(
                _problem("MANIFEST", asked / MANIFEST, _MANIFEST, manifest=MANIFEST, fault=manifests[root].fault)
            )
    stale: list[_Target] = []
    if tables is not None:
        manifest = manifests[tables.folder.resolve()]
        same = {one.name for one in targets if one.standing == hashes[one.asked]}
        problems += _in_use(tables, manifest, same)
        stale = _left_over(tables, manifest, {one.name for one in targets})
    if not any(problem.code == "FOLDER_IN_USE" for problem in problems):
        is_read = _Read(files_read())
        for target in targets:
            problems += _faults(target, manifests[target.root], hashes[target.asked], is_read, force)
        for target in stale:
            problems += _faults(target, manifests[target.root], "", is_read, force)
    if problems:
        raise ProblemsError(dict.fromkeys(problems))
    return targets, stale


def _placed(path: Path, tables: TableSet | None, problems: list[Problem]) -> _Target | None:
    """Find where a file would be written; a link may lead to another name in the same folder."""
    refuse_no_room(path)
    folder = path.parent.resolve()
    real = folder / path.name
    if path.is_symlink():
        try:
            real = path.resolve()
        except (OSError, RuntimeError):  # a link that leads to itself
            real = Path()
        if real.parent != folder or real.is_symlink():
            problems.append(_problem("LINK", path, _LINK, to=str(path.readlink())))
            return None
    root = folder if tables is None else tables.folder.resolve()
    if not real.is_relative_to(root):
        problems.append(_problem("LINK", path, _LINK, to=str(real)))
        return None
    if real.name == MANIFEST:
        problems.append(_problem("MANIFEST", path, _OWN_LIST, manifest=MANIFEST))
        return None
    return _Target(path, real, root, real.relative_to(root).as_posix(), _standing(path, real))


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


def _faults(target: _Target, manifest: Manifest, content: str, is_read: _Read, force: bool) -> list[Problem]:
    """Say why a file may not be replaced by a content of that hash, or taken away."""
    if is_read(target.real):
        return [_problem("INPUT_REPLACED", target.asked, _INPUT)]
    if not target.standing:
        return []
    if not target.real.stat().st_mode & 0o222:  # the owner said so, even where the superuser could
        return [_problem("READ_ONLY", target.asked, _READ_ONLY)]
    entry = manifest.files.get(target.name)
    if force or target.standing == content or (entry is not None and target.standing in entry.hashes):
        return []
    if entry is None:
        return [_problem("NOT_WRITTEN_HERE", target.asked, _NOT_OURS)]
    return [_problem("CHANGED_SINCE", target.asked, _CHANGED)]


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
    return unicodedata.normalize("NFC", name).casefold()


# -- sets of tables --------------------------------------------------------------------------------------------------------


def _in_use(tables: TableSet, manifest: Manifest, same: set[str]) -> list[Problem]:
    """Refuse a folder with a study or baseline, or with files of the names of a set, that is no earlier set of the kind."""
    folder = tables.folder.resolve()
    if not folder.is_dir():
        return []
    belongs = {_folded(name) for name in (*MARKS, *tables.names)}
    ours = {name.split("/")[0] for name, entry in manifest.files.items() if entry.kind == tables.kind} | same
    there = sorted(path.name for path in folder.iterdir() if _folded(path.name) in belongs and path.name not in ours)
    if not there:
        return []
    names = ", ".join(there[:5]) + (" …" if len(there) > 5 else "")
    kinds = sorted({entry.kind for name, entry in manifest.files.items() if name.split("/")[0] in there and entry.kind})
    what = Message.of(" (of {kinds})", kinds=", ".join(kinds)) if kinds else ""
    return [_problem("FOLDER_IN_USE", tables.folder, _IN_USE, names=names, what=what, kind=tables.kind)]


def _left_over(tables: TableSet, manifest: Manifest, kept: set[str]) -> list[_Target]:
    """List the files of an earlier set of the kind that are made no longer."""
    root = tables.folder.resolve()
    found = []
    for name, entry in manifest.files.items():
        place = root / name
        if entry.kind != tables.kind or name in kept or place.is_symlink() or not place.is_file():
            continue
        if place.resolve().is_relative_to(root):  # not where a folder on the way is a link
            found.append(_Target(tables.folder / name, place, root, name, _standing(place, place)))
    return found


# -- putting in place ------------------------------------------------------------------------------------------------------


def _put_in_place(
    staged: list[tuple[_Target, Path]], stale: list[_Target], hashes: Mapping[Path, str], tables: TableSet | None
) -> None:
    """Move the files to their places; the manifests know both what stood there and what comes, until it has come."""
    kind = "" if tables is None else tables.kind
    roots = sorted({target.root for target, _ in staged})
    with ExitStack() as alone:
        for root in roots:
            alone.enter_context(_alone_in(root))
        manifests = {root: read_manifest(root) for root in roots}
        for target, _ in staged:
            known = manifests[target.root].files.get(target.name, Entry("", ()))
            before = [one for one in known.hashes if one == target.standing]
            both = tuple(dict.fromkeys([hashes[target.asked], *before]))
            manifests[target.root].files[target.name] = Entry(kind, both)
        for root in roots:
            manifests[root].save()
        for target, beside in staged:
            try:
                beside.replace(target.real)
            except OSError as error:
                raise OSError(error.errno, error.strerror, str(target.asked)) from error
            manifests[target.root].files[target.name] = Entry(kind, (hashes[target.asked],))
        for target in stale:
            target.real.unlink(missing_ok=True)
            manifests[target.root].files.pop(target.name, None)
        for root, manifest in manifests.items():
            for name in [name for name in manifest.files if not (root / name).exists()]:
                del manifest.files[name]
            manifest.save()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other runs from changing the manifest of a folder meanwhile, where the system can."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a disk on the network without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make_folder(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        made.append(one)


_INPUT = "this run reads this file, and an input is never replaced, not even with --force; name another file"
_NOT_OURS = (
    "this file is there, and no run of orgmodel wrote it; name another file, or replace it with --force (force=True)"
)
_CHANGED = (
    "this file has been changed since orgmodel wrote it; name another file, or replace it with --force (force=True)"
)
_READ_ONLY = "this file is read-only, and is left as it is; name another file, or make it writable"
_LINK = "this leads to {to}, out of its folder, and is not written through; name the file itself"
_MANIFEST = (
    "{manifest} lists the files that orgmodel wrote here, and {fault}; move it away, or write it anew with "
    "--force (force=True)"
)
_OWN_LIST = "{manifest} is where orgmodel lists the files that it wrote; name another file"
_IN_USE = (
    "the folder holds {names}{what}, which is no earlier {kind} that orgmodel wrote; a set of tables goes into no folder "
    "with a study, a baseline or other tables, not even with --force: name another folder, or move these away"
)


def _problem(code: str, path: Path, template: str, **values: str) -> Problem:
    return Problem(code, Message.of(template, **values), subject=path.name, location=Location(str(path)))
