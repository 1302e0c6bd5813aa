"""Write files so that a reader, or an interruption, never meets a half-written one."""

from __future__ import annotations

import uuid
from pathlib import Path


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there in one move; folders on the way are made.

    Raises OSError where the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(error.errno, "a file stands where a folder is needed", error.filename) from None
    beside = path.with_name(f".{path.name[:100]}.{uuid.uuid4().hex}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error  # nobody knows of the file beside
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file as :func:`write_bytes` does; line ends stay as they are in the text."""
    write_bytes(path, text.encode("utf-8"))
