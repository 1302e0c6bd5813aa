"""Write files so that nothing is lost: each whole or not at all, and none over what orgmodel did not write.

Every writer goes through :func:`write_all`. A manifest in the folder (:data:`MANIFEST`) holds the hash of each file that
a run wrote there; what it does not hold, or what has changed since, is somebody's. While a run writes, the manifest says
so, and what files it leaves beside their places: a run that is killed leaves a set that is known to be unfinished, and
the next run into the folder takes its leavings away and writes the set whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from orgmodel.core.manifest import MANIFEST, Entry, Manifest, Unfinished, read_manifest
from orgmodel.core.messages import Message
from orgmodel.core.one_run import tell, tell_at_once
from orgmodel.core.problems import WARNING, Location, Problem, ProblemsError
from orgmodel.core.replacing import FILE_OPEN, FileSet, Target, checked, problem_at, refuse_no_room, roots_of
from orgmodel.core.watching import one_by_one

Content = bytes | Callable[[BinaryIO], object]
"""What goes into a file: its bytes, or a function that writes them into it, for what is too large to be held at once."""

PATIENCE = 30.0
"""How many seconds a run waits for another one that writes into the same folder."""


def write_text(path: Path, text: str, *, force: bool = False, plan: str = "") -> None:
    """Write a UTF-8 file as :func:`write_all` does; line ends stay as they are in the text."""
    write_all({path: text.encode("utf-8")}, force=force, plan=plan)


def write_bytes(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file as :func:`write_all` does."""
    write_all({path: data}, force=force)


def folder_of(paths: Iterable[str]) -> TemporaryDirectory[str]:
    """Make a folder of our own with links to some files, and nothing else; it goes when nobody holds it any more.

    Where links are not allowed it holds copies.
    """
    folder = TemporaryDirectory(prefix="orgmodel-")
    for number, path in enumerate(paths):
        link = Path(folder.name) / f"{number}{Path(path).suffix}"
        try:
            link.symlink_to(Path(path).resolve())
        except OSError:
            shutil.copyfile(path, link)
    return folder


def write_all(
    files: Mapping[Path, Content], *, force: bool = False, one_set: FileSet | None = None, plan: str = ""
) -> None:
    """Write files, all or none, each put in its place in one move; folders on the way are made.

    Refused before anything is changed, by ProblemsError with every problem: a file that this run has read, be it by
    another name or link; without ``force`` a file that no run of orgmodel wrote, or that has changed since; a link
    that leads out of its folder; a file that is read-only; a set in a folder that holds a study, a baseline or
    another kind of set; and a folder that another run writes into all the time. ``plan`` is the id of a plan that is
    saved: without ``force`` it replaces what it wrote itself, or what orgmodel wrote under its name, and what it wrote
    nothing else replaces. A file that already holds the same bytes is never refused but for being read. Raises OSError
    where a place cannot be written.
    """
    hashes = {
        path: hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else None for path, data in files.items()
    }
    for path in files:
        refuse_no_room(path)
    made: list[Path] = []
    with ExitStack() as alone:
        try:
            for root, asked in roots_of(files, one_set).items():
                _make_folder(root, made)
                alone.enter_context(_alone_in(root, asked))
            _write(files, hashes, made, force, one_set, plan)
        except BaseException:
            for folder in reversed(made):
                with suppress(OSError):
                    folder.rmdir()
            raise


def _write(
    files: Mapping[Path, Content],
    hashes: dict[Path, str | None],
    made: list[Path],
    force: bool,
    one_set: FileSet | None,
    plan: str,
) -> None:
    """Write all files beside their places, then move them; the folders are this run's alone."""
    targets, stale = checked(hashes, force, one_set, plan)
    token = uuid.uuid4().hex
    staged: list[Path] = []
    opened: list[Manifest] = []
    try:
        for root in roots_of(files, one_set):
            inside = [one for one in targets if one.root == root]
            opened += [_open_run(root, token, inside, one_set)]
        for target in one_by_one(targets, len(targets)):
            _make_folder(target.real.parent, made)
            staged.append(target.real.with_name(f".{target.real.name[:100]}.{token}.tmp"))
            hashes[target.asked] = _stage(target, staged[-1], files[target.asked], hashes[target.asked])
        if not all(isinstance(content, bytes) for content in files.values()):
            checked(hashes, force, one_set, plan)  # now that all contents are known
        manifests = {manifest.folder: manifest for manifest in opened}
        known = {path: content for path, content in hashes.items() if content}
        ends = _announce(manifests, targets, stale, known, token, one_set, plan)
        staged += ends.values()
    except BaseException:
        for beside in staged:
            beside.unlink(missing_ok=True)
        for manifest in opened:
            _close_run(manifest, token)
        raise
    try:
        for target in targets:
            beside = target.real.with_name(f".{target.real.name[:100]}.{token}.tmp")
            _put_in_place(beside, target)
        for target in stale:
            target.real.unlink(missing_ok=True)
        for root, end in ends.items():
            end.replace(root / MANIFEST)
    except BaseException:  # the manifests go on saying that this set is unfinished
        if targets and staged[0].exists():  # but for one of which nothing is in its place yet
            for manifest in opened:
                _close_run(manifest, token)
        for beside in staged:
            beside.unlink(missing_ok=True)
        raise


def _put_in_place(beside: Path, target: Target) -> None:
    """Move a file that stands beside its place into it."""
    try:
        beside.replace(target.real)
    except PermissionError as error:  # looked at before, so that somebody has opened it since
        raise ProblemsError([problem_at("FILE_OPEN", target.asked, FILE_OPEN)]) from error
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target.asked)) from error


def _stage(target: Target, beside: Path, content: Content, known: str | None) -> str:
    """Write a file beside its place with the rights of what stands there, and give its hash, which of bytes is known."""
    with _told_of(target.asked):
        with beside.open("xb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(file)
        if target.standing:
            shutil.copymode(target.real, beside)
        if known is not None:
            return known
        with beside.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _told_of(asked: Path) -> Iterator[None]:
    """Tell of a place that was asked for what is wrong about a file beside it, of which nobody knows."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(asked)) from error


# -- the manifest of a run -------------------------------------------------------------------------------------------------


def _open_run(root: Path, token: str, targets: Sequence[Target], one_set: FileSet | None) -> Manifest:
    """Say in the manifest that a run has begun; what runs before it left unfinished is swept and told."""
    manifest = read_manifest(root)
    if any(run.kind for run in manifest.unfinished.values()):
        place = Location(str(one_set.folder if one_set else root))
        tell(Problem("UNFINISHED", _SWEPT, root.name, place, WARNING))
    manifest.sweep()
    folders = sorted({one.real.parent.relative_to(root).as_posix() for one in targets})
    manifest.unfinished[token] = Unfinished(
        one_set.kind if one_set else "", tuple(folders), bool(one_set and one_set.is_folder)
    )
    with _told_of(one_set.folder if one_set is not None else targets[0].asked if targets else root):
        manifest.save()
    return manifest


def _close_run(manifest: Manifest, token: str) -> None:
    """Take back that a run has begun, of which nothing came; a list of nothing is no list."""
    standing = read_manifest(manifest.folder)
    standing.unfinished.pop(token, None)
    with suppress(OSError):  # a disk that is full: the list goes on saying that a run did not end
        if standing.files or standing.unfinished:
            standing.save()
        else:
            (manifest.folder / MANIFEST).unlink(missing_ok=True)


def _announce(
    manifests: Mapping[Path, Manifest],
    targets: Iterable[Target],
    stale: Iterable[Target],
    hashes: Mapping[Path, str],
    token: str,
    one_set: FileSet | None,
    plan: str,
) -> dict[Path, Path]:
    """Make the manifests know both what stands and what comes; give those of the end, staged, so that no space can lack."""
    kind = "" if one_set is None else one_set.kind
    ends = {}
    plans = {}
    for target in targets:
        files = manifests[target.root].files
        known = files.get(target.name, Entry("", ()))
        before = [one for one in known.hashes if one == target.standing]
        stays = hashes[target.asked] in before  # the same bytes, which stay whose they are
        plans[target.root, target.name] = said = known.plan if stays else plan
        files[target.name] = Entry(kind, tuple(dict.fromkeys([hashes[target.asked], *before])), said)
    asked = {one.root: one.asked if one_set is None else one_set.folder for one in targets}
    for root, manifest in manifests.items():
        with _told_of(asked.get(root, root)):
            manifest.save()
    coming = {(one.root, one.name): hashes[one.asked] for one in targets}
    going = {(one.root, one.name) for one in stale}
    for root, manifest in manifests.items():
        files = {
            name: Entry(kind, (coming[root, name],), plans[root, name]) if (root, name) in coming else entry
            for name, entry in manifest.files.items()
            if (root, name) in coming or ((root, name) not in going and (root / name).exists())
        }
        unfinished = {one: run for one, run in manifest.unfinished.items() if one != token}
        with _told_of(asked.get(root, root)):
            ends[root] = Manifest(root, files, unfinished).stage()
    return ends


@contextmanager
def _alone_in(folder: Path, asked: Path) -> Iterator[None]:
    """Keep other runs from writing into a folder meanwhile, where the system can; wait for one that does, but not for ever.

    What it waits for is said when it begins to.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    until = time.monotonic() + PATIENCE
    waits = False
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise ProblemsError([problem_at("FOLDER_BUSY", asked, _BUSY)]) from error
                if not waits:
                    waits = True
                    message = Message.of(_WAITS, seconds=PATIENCE)
                    tell_at_once(Problem("WAITING", message, asked.name, Location(str(asked)), WARNING))
                time.sleep(0.05)
            except OSError:  # a disk on the network without locks
                break
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


_BUSY = "another run of orgmodel is writing into this folder and does not end; wait for it, or name another folder"
_WAITS = "another run of orgmodel is writing into this folder; this run waits for it, {seconds:g} s at most"
_SWEPT = (
    "an earlier run was stopped while it wrote into this folder; what it left half done is taken away, and what this run "
    "writes is whole"
)
