"""Files named by a study's own files: only what lies in the study's folder, however the name is put."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from orgmodel.core.characters import seen
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.core.replacing import FILE_NAME


def inside(root: Path, base: Path, name: str, at: Location | None, problems: list[Problem]) -> Path | None:
    """Give the path of a file or folder that a file in ``base`` names, or None after a problem.

    Refused: an absolute path, one that leaves ``root`` by ``..`` or through a link, and one that does not exist.
    """
    if not name.strip() or "\\" in name:
        message = (
            "a file's name is expected"
            if not name.strip()
            else Message.of("{name!r}: folders are parted by /, not by \\", name=name)
        )
        problems.append(Problem("PATH", message, name, at))
        return None
    path = base / name
    if Path(name).is_absolute() or PureWindowsPath(name).drive or not _within(root, path):
        message = Message.of("{name!r} lies outside the study's folder; a study reads only what is in it", name=name)
        problems.append(Problem("OUTSIDE", message, name, at))
        return None
    if not path.exists():
        beside = sorted(one.name for one in path.parent.iterdir()) if path.parent.is_dir() else []
        hint = nearest(path.name, beside)
        problems.append(
            Problem("MISSING_FILE", Message.of("there is no file {name!r} here{hint}", name=name, hint=hint), name, at)
        )
        return None
    return path


def named_well(path: Path, at: Location | None, problems: list[Problem]) -> bool:
    """Tell whether a file's name can stand in tables and reports; one that cannot is a problem, shown by its escapes."""
    if seen(path.name) == path.name:
        return True
    message = Message.of(FILE_NAME, name=path.name)
    problems.append(Problem("FILE_NAME", message, location=at or Location(str(path))))
    return False


def stays(root: Path, path: Path, problems: list[Problem]) -> bool:
    """Tell whether a path that was found lies in a folder for real; one that a link leads away is a problem."""
    if _within(root, path):
        return True
    message = "a link that leads out of the folder is not followed; put the file itself here"
    problems.append(Problem("OUTSIDE", message, location=Location(str(path))))
    return False


def _within(root: Path, path: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False
