"""The list of the files that orgmodel wrote into a folder, each with its hash: what is not in it is somebody's."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from orgmodel.core.messages import Message

MANIFEST = ".orgmodel.json"
FORMAT = "orgmodel/written"
VERSION = 1
LONGEST_NAME = 255
"""The most bytes of a file's or folder's name."""
_TOKEN = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold what is known of one file: the kind of set that it is of (or none), and the hash that it was written with.

    While it is being replaced there are two hashes, so that an interruption leaves a file that is known. ``plan`` is the id
    of the plan that was saved there, or none.
    """

    kind: str
    hashes: tuple[str, ...]
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Hold what a run that has not ended is writing: the kind of its set (or none), and the folders that it writes into.

    ``is_folder``: the set is the whole content of the folder, which then is not to be read.
    """

    kind: str
    folders: tuple[str, ...]
    is_folder: bool = False


@dataclass(slots=True)
class Manifest:
    """Hold the files of a folder by name, and the runs that did not end; ``fault`` says why the list could not be read."""

    folder: Path
    files: dict[str, Entry] = field(default_factory=dict)
    unfinished: dict[str, Unfinished] = field(default_factory=dict)
    fault: str = ""

    def text(self) -> str:
        """Write the list: files by name, each on its line."""
        lines = []
        for name, entry in sorted(self.files.items()):
            data: dict[str, Any] = {"sha256": list(entry.hashes)}
            data |= {key: said for key, said in (("kind", entry.kind), ("plan", entry.plan)) if said}
            lines.append(f"  {_json(name)}: {_json(data)}")
        inside = ",\n".join(lines)
        runs = {
            token: {"kind": run.kind, "folders": list(run.folders), "is_folder": run.is_folder}
            for token, run in sorted(self.unfinished.items())
        }
        open_runs = f'\n "unfinished": {_json(runs)},' if runs else ""
        return f'{{\n "format": {_json(FORMAT)},\n "version": {VERSION},{open_runs}\n "files": {{\n{inside}\n }}\n}}\n'

    def stage(self) -> Path:
        """Write the list beside its place, and give the file that is to be moved there."""
        beside = self.folder / f"{MANIFEST}.{uuid.uuid4().hex}.tmp"
        try:
            beside.write_bytes(self.text().encode())
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        return beside

    def save(self) -> None:
        """Write the list in one move."""
        beside = self.stage()
        try:
            beside.replace(self.folder / MANIFEST)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def left_by_a_run(self, folder: Path) -> bool:
        """Tell whether a folder holds nothing but what runs that did not end left beside the places of their files."""
        ends = tuple(f".{token}.tmp" for token in self.unfinished)
        return (
            bool(ends)
            and folder.is_dir()
            and all(one.name.endswith(ends) for one in folder.rglob("*") if not one.is_dir())
        )

    def sweep(self) -> None:
        """Take away the files that runs which did not end left beside their places, and forget those runs.

        Only names that such a run is known to have made are touched. The caller holds the folder alone.
        """
        left = [path for path in self.folder.glob(f"{MANIFEST}.*.tmp") if _TOKEN.fullmatch(path.name.split(".")[-2])]
        for token, run in self.unfinished.items():
            for folder in run.folders:
                if (self.folder / folder).resolve().is_relative_to(self.folder.resolve()):  # no link that leads out
                    left += (self.folder / folder).glob(f".*.{token}.tmp")
        for path in left:
            with suppress(OSError):
                path.unlink()
        self.unfinished = {}


def read_manifest(folder: Path) -> Manifest:
    """Read the list of a folder; where there is none, or none that can be read, no file is known."""
    path = folder / MANIFEST
    if not path.exists() and not path.is_symlink():
        return Manifest(folder)
    try:
        if path.is_symlink() or not path.is_file():
            return Manifest(folder, fault=Message.of("this is a link or no file"))
        data = json.loads(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Manifest(folder, fault=Message.of("it cannot be read"))
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("files"), dict):
        return Manifest(folder, fault=Message.of("this file is something else"))
    if data.get("version") != VERSION:
        return Manifest(folder, fault=Message.of("another version of orgmodel wrote it"))
    entries = {name: _entry(entry) for name, entry in data["files"].items() if _stays_inside(name)}
    files = {name: entry for name, entry in entries.items() if entry is not None}
    return Manifest(folder, files, _unfinished(data.get("unfinished")))


def unfinished_sets(folder: Path) -> list[str]:
    """List the kinds of the sets that fill a folder and were not written to their end."""
    return sorted({run.kind for run in read_manifest(folder).unfinished.values() if run.is_folder})


def _entry(data: Any) -> Entry | None:
    hashes = data.get("sha256") if isinstance(data, dict) else None
    if not isinstance(hashes, list) or not all(isinstance(one, str) for one in hashes):
        return None
    kind, plan = (said if isinstance(said := data.get(key), str) else "" for key in ("kind", "plan"))
    return Entry(kind, tuple(hashes), plan)


def _unfinished(data: Any) -> dict[str, Unfinished]:
    """Read the runs that did not end; what somebody else made of them is passed over."""
    found = {}
    for token, run in data.items() if isinstance(data, dict) else ():
        if _TOKEN.fullmatch(token) and isinstance(run, dict) and isinstance(run.get("kind"), str):
            folders = run.get("folders")
            inside: Iterable[Any] = folders if isinstance(folders, list) else ()
            known = tuple(name for name in inside if isinstance(name, str) and (name == "." or _stays_inside(name)))
            found[token] = Unfinished(run["kind"], known, run.get("is_folder") is True)
    return found


def _stays_inside(name: str) -> bool:
    """Tell whether a name leads to a file below the folder, in any system."""
    path = PurePosixPath(name)
    if "\0" in name or any(len(part.encode("utf-8", "surrogatepass")) > LONGEST_NAME for part in path.parts):
        return False  # no system has such a file
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not PureWindowsPath(name).drive


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a name that is no UTF-8, as systems allow
        return json.dumps(value)
    return text
