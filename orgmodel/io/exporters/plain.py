"""Records as other formats can hold them: in a fixed order, texts without characters that cannot be seen."""

from __future__ import annotations

from typing import Any

from orgmodel.core.characters import invisible
from orgmodel.core.tables import Table


def by_key(table: Table) -> list[Any]:
    """List the records of a table sorted by key."""
    return sorted(table.records(list(table.rows())), key=lambda one: one.key)


def visible(text: str) -> str:
    r"""Leave out the characters that cannot be seen and that other formats refuse.

    >>> visible("Sở\u200b Nội vụ\x00")
    'Sở Nội vụ'
    """
    if text.isprintable() or invisible(text) is None:
        return text
    return "".join(character for character in text if invisible(character) is None)
