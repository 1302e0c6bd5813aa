"""Of which dates the figures are, where their sources tell another than that of the structure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.records import NUMBER_UNKNOWN, UNKNOWN_DATE, Document, is_assumed
from orgmodel.core.rows_cited import rows_cited

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgmodel.core.structure import Structure
    from orgmodel.core.tables import Table


def figure_dates(structure: Structure, units: Collection[str] | None = None) -> tuple[str, ...]:
    """List the dates of the sources that figures are cited from, earliest first; those of the structure's own date left out.

    With ``units`` only the figures of these. What is assumed has no date of its own, but for the number of a remainder, which
    rests on the source that it names.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> paper, post = Document("p", date="2020-12"), Post("a/1", "a", authorized=3, src="p:table 2")
    >>> figure_dates(Structure.of([Unit("a"), paper, post], as_of="2022-09-30"))
    ('2020-12',)
    >>> figure_dates(Structure.of([Unit("a"), paper, post], as_of="2022-09-30"), {"b"})
    ()
    """
    posts, members, stands = (structure.table(name) for name in ("posts", "members", "units"))
    many = ~np.isin(stands.column("stands_for"), (NUMBER_UNKNOWN, 1))
    sources = {
        src
        for src in rows_cited(structure, "posts", units, where=_told(posts, "authorized") | _told(posts, "filled"))
        if not is_assumed(src)
    }
    sources |= {*rows_cited(structure, "members", units, where=_told(members, "total"))}
    sources |= {src.removeprefix("assumed:") for src in rows_cited(structure, "units", units, where=many)}
    papers = [structure.documents.get(src.partition(":")[0]) for src in sources]
    dates = {one.date for one in papers if isinstance(one, Document) and one.date not in ("", None, UNKNOWN_DATE)}
    return tuple(sorted(date for date in dates if date and date != structure.as_of))


def _told(table: Table, field: str) -> NDArray[np.bool_]:
    """Mark the rows of which something is known of a figure, be it within what bounds it lies."""
    told = ~table.missing(field)
    told[[*table.estimates(field)]] = True
    return told
