"""What a long work has found so far, kept beside its table until that is whole: work that is stopped goes on from here.

The manifest of :mod:`orgmodel.core.writing` would be written anew for each of thousands of parts. Here the folder as a
whole is ours, by the header in it; in a folder without one nothing is made, moved or deleted.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError

FORMAT = "orgmodel/sweep"
HEADER = "sweep.json"
TEMPORARY = ".tmp"
FILE = re.compile(r"\d{9}(-\d{9})?")
"""The name of a file of chunks: the places of the first and the last."""
LAYOUT = 2
"""How the files are laid out; of another layout it is another sweep."""
TOGETHER, SECONDS = 4096, 10.0
"""Chunks are written once they have so many rows, or so many seconds after others were: a sweep that is killed loses no more."""
Floats = NDArray[np.float64]
_SPOILT = (ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
"""What numpy raises of a file that is not what it wrote."""


class Parts:
    """The folder of the chunks that are measured; each is a file that is whole or not there.

    `signature` tells one sweep from another: the same files, values and columns. Raises ProblemsError where the folder
    is somebody's, or of another sweep, unless `anew` throws the latter's parts away, and OSError that names the table where
    the disk takes no more: what was written before stays, and the work goes on from it. A file that is no longer whole is
    taken away, so that its chunks are measured anew.
    """

    def __init__(self, table: Path, signature: str, *, anew: bool = False) -> None:
        self.table, self.folder = table, table.with_name(f"{table.name}.parts")
        signature = f"{LAYOUT}:{signature}"
        header = self.folder / HEADER
        if self.folder.exists() or self.folder.is_symlink():
            known = self._known(header)
            if known is None and self._begun():
                known = signature
            if known is None:
                message = (
                    "orgmodel keeps its parts in a folder of this name, and did not make what is there; move it away"
                )
                raise ProblemsError([Problem("NOT_OURS", message, location=Location(str(self.folder)))])
            if known != signature:
                if not anew:
                    message = Message.of("these are parts of another sweep into {table}, or its files were changed since; --force begins anew", table=table.name)  # fmt: skip
                    raise ProblemsError([Problem("OTHER_SWEEP", message, location=Location(str(self.folder)))])
                self.forget()
            for _, path in self._files():
                if not zipfile.is_zipfile(path):  # cut short, as a machine that fails leaves it
                    path.unlink()
        self._waiting: dict[int, tuple[Floats, dict[int, str]]] = {}
        self._rows, self._saved = 0, monotonic()
        if not header.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(header, json.dumps({"format": FORMAT, "signature": signature}).encode())

    def _begun(self) -> bool:
        """Tell whether nothing but what a killed run began lies in the folder."""
        return self.folder.is_dir() and {path.name for path in self.folder.iterdir()} <= {Path(HEADER).stem + TEMPORARY}

    @staticmethod
    def _known(header: Path) -> str | None:
        if not header.is_file():
            return None
        try:
            data = json.loads(header.read_bytes())
        except ValueError:
            return None
        return str(data.get("signature")) if isinstance(data, dict) and data.get("format") == FORMAT else None

    def done(self) -> frozenset[int]:
        """Give the places of the chunks that are there."""
        return frozenset(place for places, _ in self._files() for place in places)

    def _files(self) -> list[tuple[range, Path]]:
        """List the files of chunks in order, each with the places that are in it."""
        named = [(path.stem.split("-"), path) for path in self.folder.glob("*.npz") if FILE.fullmatch(path.stem)]
        return sorted(
            ((range(int(ends[0]), int(ends[-1]) + 1), path) for ends, path in named), key=lambda one: one[0].start
        )

    def keep(self, place: int, figures: Floats, refused: Mapping[int, str]) -> None:
        """Keep one chunk: its figures, a row a variant, and why variants are refused, by number; soon, and by :meth:`save` at last."""
        self._waiting[place] = figures, dict(refused)
        self._rows += len(figures)
        if self._rows >= TOGETHER or monotonic() - self._saved > SECONDS:
            self.save()

    def save(self) -> None:
        """Write what is kept and not written yet: chunks that follow one another as one file."""
        while self._waiting:
            first = min(self._waiting)
            places = [first]
            while places[-1] + 1 in self._waiting:
                places.append(places[-1] + 1)
            some = [self._waiting[place] for place in places]
            why = {number: code for _, refused in some for number, code in refused.items()}
            stream = io.BytesIO()
            np.savez_compressed(
                stream,
                figures=np.concatenate(
                    [figures for figures, _ in some]
                ).T,  # a column's values stand together: a tenth of the time
                refused=np.array(list(why), np.int64),
                why=np.array(list(why.values()), np.str_),
            )
            self._write(self.folder / f"{first:09d}-{places[-1]:09d}.npz", stream.getvalue())
            for place in places:
                del self._waiting[place]
        self._rows, self._saved = 0, monotonic()

    def read(self) -> Iterator[tuple[range, Floats, dict[int, str]]]:
        """Give the chunks in order, several at once: their places, their figures, and why variants are refused.

        Raises ProblemsError that names a file whose contents are spoilt.
        """
        for places, path in self._files():
            try:
                with np.load(path, allow_pickle=False) as kept:
                    figures, refused = (
                        kept["figures"].T,
                        zip(kept["refused"].tolist(), kept["why"].tolist(), strict=True),
                    )
                    why = dict(refused)
            except _SPOILT as error:
                message = (
                    "this part of the sweep cannot be read; delete it and run the sweep again, which measures it anew"
                )
                raise ProblemsError([Problem("SPOILT_PART", message, location=Location(str(path)))]) from error
            yield places, figures, why

    def forget(self) -> None:
        """Take our parts away, and the folder unless somebody has put something into it."""
        for path in (*self.folder.glob("*.npz"), *self.folder.glob(f"*{TEMPORARY}"), self.folder / HEADER):
            if FILE.fullmatch(path.stem) or path.stem == Path(HEADER).stem:
                path.unlink(missing_ok=True)
        with suppress(OSError):
            self.folder.rmdir()

    def _write(self, path: Path, data: bytes) -> None:
        """Write a file whole; where that fails and nothing is kept yet, take the folder away again."""
        beside = path.with_suffix(TEMPORARY)
        try:
            beside.write_bytes(data)
            beside.replace(path)
        except BaseException as error:
            beside.unlink(missing_ok=True)
            if not self.done():
                self.forget()
            if isinstance(error, OSError):  # of the table, which somebody asked for
                raise OSError(error.errno, error.strerror, str(self.table)) from error
            raise
