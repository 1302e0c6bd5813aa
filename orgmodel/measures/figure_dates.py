"""Of which dates the figures are, where their sources tell another than that of the structure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from orgmodel.core.records import NUMBER_UNKNOWN, UNKNOWN_DATE, Document, Members, Post, Unit, is_assumed

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def figure_dates(structure: Structure, units: Collection[str] | None = None) -> tuple[str, ...]:
    """List the dates of the sources that figures are cited from, earliest first; those of the structure's own date left out.

    With ``units`` only the figures of these. What is assumed has no date of its own, but for the number of a remainder, which
    rests on the source that it names.

    >>> from orgmodel.core.structure import Structure
    >>> paper, post = Document("p", date="2020-12"), Post("a/1", "a", authorized=3, src="p:table 2")
    >>> figure_dates(Structure.of([Unit("a"), paper, post], as_of="2022-09-30"))
    ('2020-12',)
    >>> figure_dates(Structure.of([Unit("a"), paper, post], as_of="2022-09-30"), {"b"})
    ()
    """

    def told(unit: str) -> bool:
        return units is None or unit in units

    sources = {
        one.src
        for one in structure.posts
        if isinstance(one, Post)
        and not is_assumed(one.src)
        and (one.authorized, one.filled) != (None, None)
        and told(one.unit)
    }
    sources |= {
        one.src for one in structure.members if isinstance(one, Members) and one.total is not None and told(one.unit)
    }
    sources |= {
        one.src.removeprefix("assumed:")
        for one in structure.units
        if isinstance(one, Unit) and one.stands_for not in (NUMBER_UNKNOWN, 1) and told(one.id)
    }
    papers = [structure.documents.get(src.partition(":")[0]) for src in sources]
    dates = {one.date for one in papers if isinstance(one, Document) and one.date not in ("", None, UNKNOWN_DATE)}
    return tuple(sorted(date for date in dates if date and date != structure.as_of))
