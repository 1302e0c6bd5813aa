"""Long tuples that show themselves shortly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from orgmodel.core.doors import behind
from orgmodel.core.messages import Message

T = TypeVar("T")
_SHOWN, _LETTERS = 3, 200


class Listing(tuple[T, ...]):
    """Hold rows as a tuple does; its repr shows the first few, and how many there are.

    ``around`` is what a display takes names from: the structure before, and the steps whose changes begin others.

    >>> Listing(range(10_000)), Listing([1])
    ((0, 1, 2, … 10,000 in all), (1,))
    """

    around: Any = None

    @classmethod
    def within(cls, rows: Iterable[T], around: Any) -> Listing[T]:
        """Hold rows with what a display takes their names from."""
        made = cls(rows)
        object.__setattr__(made, "around", around)
        return made

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse to change what is held."""
        raise AttributeError(Message.of("{name} of {kind} cannot be changed", name=name, kind="rows"))

    def __delattr__(self, name: str) -> None:
        """Refuse to take away what is held."""
        self.__setattr__(name, None)

    def __getitem__(self, at: Any) -> Any:
        """Give a row, or some of them, which show themselves by the same names."""
        found = super().__getitem__(at)
        return Listing.within(found, self.around) if isinstance(at, slice) else found

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle the rows alone: what stands around them may be large."""
        return Listing, (tuple(self),)

    def __repr__(self) -> str:
        """Show the first rows, each cut, and the number of all."""
        shown = [text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…" for text in map(repr, self[:_SHOWN])]
        if len(self) > _SHOWN:
            return f"({', '.join(shown)}, … {len(self):,} in all)"
        return f"({', '.join(shown)}{',' * (len(shown) == 1)})"

    def _repr_html_(self) -> str | None:
        """Show the rows in a notebook, where there is a display of their kind."""
        return behind("orgmodel.notebook.listings", "show_listing")(self)  # type: ignore[no-any-return]


def list_rows(owner: Any, names: Iterable[str], around: Any) -> None:
    """Let attributes of a frozen object that hold rows show themselves shortly, by the names around them."""
    for name in names:
        object.__setattr__(owner, name, Listing.within(getattr(owner, name), around))
