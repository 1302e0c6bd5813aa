"""Records as other formats can hold them: in a fixed order, texts without characters that cannot be seen.

Records are made a few thousand at a time and written as they are made, so that a large structure is never held a second
time as records or text.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from orgmodel.core.characters import invisible, without_invisible
from orgmodel.core.tables import Table
from orgmodel.core.writing import Content


def by_key(table: Table) -> Iterator[Any]:
    """List the records of a table sorted by key."""
    if table.spec.fields[0] == "id":
        rows = np.flatnonzero(table.live)
        yield from table.each(rows[np.argsort(table.id_ranks()[rows], kind="stable")].tolist())
    else:
        yield from sorted(table.records(list(table.rows())), key=lambda one: one.key)


def head_known_last(head: Callable[[], str], body: Iterable[str], tail: str = "") -> Content:
    """Give the content of a file whose head is known only when its body has been written, which stands beside it till then."""

    def write(file: BinaryIO) -> None:
        with tempfile.TemporaryFile(dir=Path(file.name).parent) as beside:
            beside.writelines(text.encode() for text in body)
            file.write(head().encode())
            beside.seek(0)
            shutil.copyfileobj(beside, file, 1 << 20)
            file.write(tail.encode())

    return write


def visible(text: str) -> str:
    r"""Leave out the characters that cannot be seen and that other formats refuse.

    >>> visible("Sở\u200b Nội vụ\x00")
    'Sở Nội vụ'
    """
    return text if invisible(text) is None else without_invisible(text)
