"""The list of the files that orgmodel wrote into a folder, each with its hash: what is not in it is somebody's."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from orgmodel.core.messages import Message

MANIFEST = ".orgmodel.json"
FORMAT = "orgmodel/written"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold what is known of one file: the kind of set that it is of (or none), and the hash that it was written with.

    While it is being replaced there are two hashes, so that an interruption leaves a file that is known.
    """

    kind: str
    hashes: tuple[str, ...]


@dataclass(slots=True)
class Manifest:
    """Hold the files of a folder by name; ``fault`` says why the list could not be read."""

    folder: Path
    files: dict[str, Entry] = field(default_factory=dict)
    fault: str = ""

    def save(self) -> None:
        """Write the list, in one move, where it has changed: files by name, each on its line."""
        lines = []
        for name, entry in sorted(self.files.items()):
            data: dict[str, Any] = {"sha256": list(entry.hashes)}
            lines.append(f"  {_json(name)}: {_json(data | ({'kind': entry.kind} if entry.kind else {}))}")
        inside = ",\n".join(lines)
        text = f'{{\n "format": {_json(FORMAT)},\n "version": {VERSION},\n "files": {{\n{inside}\n }}\n}}\n'
        path = self.folder / MANIFEST
        if path.is_file() and not path.is_symlink() and path.read_bytes() == text.encode():
            return
        beside = path.with_name(f"{MANIFEST}.{uuid.uuid4().hex}.tmp")
        try:
            beside.write_bytes(text.encode())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


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
    return Manifest(folder, {name: entry for name, entry in entries.items() if entry is not None})


def _entry(data: Any) -> Entry | None:
    hashes = data.get("sha256") if isinstance(data, dict) else None
    if not isinstance(hashes, list) or not all(isinstance(one, str) for one in hashes):
        return None
    kind = data.get("kind", "")
    return Entry(kind if isinstance(kind, str) else "", tuple(hashes))


def _stays_inside(name: str) -> bool:
    """Tell whether a name leads to a file below the folder, in any system."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not PureWindowsPath(name).drive


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a name that is no UTF-8, as systems allow
        return json.dumps(value)
    return text
