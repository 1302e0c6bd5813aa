"""Long tuples that show themselves shortly."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")
_SHOWN, _LETTERS = 3, 200


class Listing(tuple[T, ...]):
    """Hold rows as a tuple does; its repr shows the first few, and how many there are.

    >>> Listing(range(10_000)), Listing([1])
    ((0, 1, 2, … 10,000 in all), (1,))
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Show the first rows, each cut, and the number of all."""
        shown = [text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…" for text in map(repr, self[:_SHOWN])]
        if len(self) > _SHOWN:
            return f"({', '.join(shown)}, … {len(self):,} in all)"
        return f"({', '.join(shown)}{',' * (len(shown) == 1)})"
