"""What the rows of a table are cited from, counted without making a record of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.frozen import Frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgmodel.core.structure import Structure


def rows_cited(
    structure: Structure, table: str, units: Collection[str] | None = None, *, where: NDArray[np.bool_] | None = None
) -> Mapping[str, int]:
    """Count the rows of a table by what they are cited from, in the order of their texts.

    With ``units`` only the rows of these, and with ``where`` only rows marked. ``table`` is one whose rows are of a unit: units, posts, members.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> made = Structure.of(
    ...     [Unit("a"), Post("a/1", "a", src="p"), Post("a/2", "a", src="p:table 2"), Post("a/3", "a", src="p")]
    ... )
    >>> dict(rows_cited(made, "posts")), dict(rows_cited(made, "posts", {"b"}))
    ({'p': 2, 'p:table 2': 1}, {})
    """
    rows = structure.table(table)
    taken = rows.live if where is None else rows.live & where
    strings = rows.strings
    if units is not None:
        wanted = np.zeros(len(strings), dtype=np.bool_)
        codes = np.array([strings.code(unit) for unit in units], dtype=np.int64)
        wanted[codes[codes >= 0]] = True
        taken = taken & wanted[rows.column("id" if table == "units" else "unit")]
    found, counts = np.unique(rows.column("src")[taken], return_counts=True)
    return Frozen(sorted(zip(strings.values_of(found), counts.tolist(), strict=True)))
