"""Figures that nobody gave, and agencies of which no posts are listed at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.schema import Tables
from orgmodel.core.tree import unit_rows
from orgmodel.measures.masks import counting_as
from orgmodel.measures.posts import vacant_rows

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

NO_POSTS = "no posts listed"


def missing_figures(structure: Structure) -> pd.DataFrame:
    """Tabulate what is missing: each blank figure of posts and members, and agencies without any row of posts.

    Columns: table, record (id), unit, field, src. Full-time equivalents that no post of the structure gives, and the
    authorized number of posts outside quota, are not asked for; nor the parts of a party organisation whose total is
    known. Sorted by unit in the chart's order, then by record and field.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> missing_figures(Structure.of([Unit("a"), Unit("b"), Post("a/1", "a")]))[["record", "field"]].values.tolist()
    [['a/1', 'filled'], ['b', 'no posts listed']]
    """
    import pandas as pd

    value, units = structure.strings.value, structure.units
    start = structure.tree.start
    found: list[tuple[int, str, str, str, str, str]] = []
    for name in ("posts", "members"):
        table, of_unit = structure.table(name), unit_rows(structure, name, "unit")
        for field in Tables.BY_NAME[name].figures:
            blank = table.missing(field) & table.live & (of_unit >= 0)
            blank &= _asked(structure, name, field)
            for row in np.flatnonzero(blank).tolist():
                unit = int(of_unit[row])
                id = str(value(table.column("id" if name == "posts" else "unit")[row]))
                src = str(value(table.column("src")[row]) or "")
                found.append((int(start[unit]), name, id, str(value(units.column("id")[unit])), field, src))
    staffed = np.zeros(units.size, dtype=np.bool_)
    of_unit = structure.reporting.post_unit
    staffed[of_unit[structure.posts.live & (of_unit >= 0)]] = True
    for row in np.flatnonzero(counting_as(structure, "agency") & ~staffed).tolist():
        id = str(value(units.column("id")[row]))
        found.append((int(start[row]), "units", id, id, NO_POSTS, str(value(units.column("src")[row]) or "")))
    return pd.DataFrame([row[1:] for row in sorted(found)], columns=["table", "record", "unit", "field", "src"])


def _asked(structure: Structure, name: str, field: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    table = structure.table(name)
    asked = np.ones(table.size, dtype=np.bool_)
    if name == "posts" and field == "fte":
        asked[:] = not table.missing("fte")[table.live].all()
        asked &= ~vacant_rows(structure)
    elif name == "posts" and field == "authorized":
        asked &= table.column("quota") != structure.strings.code("out")
    elif name == "members" and field != "total":
        asked &= table.missing("total")
    elif name == "members":
        asked &= table.missing("official") | table.missing("probationary")
    return asked
