"""A column as its distinct values and, for each row, the number of its value: how tables are read fast."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.distinct import firsts_of

Found = TypeVar("Found")


class Categorical(Sequence[Any]):
    """Hold a column; whatever is done to its values is done once for each distinct one.

    >>> column = Categorical.of(["a", "", "a"])
    >>> column.values, column.codes.tolist(), column[2], column.rows_where(lambda text: not text)
    (['a', ''], [0, 1, 0], 'a', [1])
    """

    __slots__ = ("_distinct", "_found", "_is_distinct", "codes", "values")

    def __init__(self, values: list[Any], codes: NDArray[np.int32]) -> None:
        """Take the values and the number of each row's value among them."""
        self.values = values
        self.codes = codes
        self._is_distinct = False  # as far as is known
        self._distinct: Categorical | None = None
        self._found: dict[Callable[[list[Any]], Any], Any] = {}

    @classmethod
    def of(cls, cells: Iterable[Any]) -> Categorical:
        """Code a column of hashable values."""
        numbers: defaultdict[Any, int] = defaultdict(count().__next__)
        codes = np.fromiter(map(numbers.__getitem__, cells), dtype=np.int32)
        return cls(list(numbers), codes)

    @classmethod
    def constant(cls, value: Any, size: int) -> Categorical:
        """Make a column of one value."""
        return cls([value], np.zeros(size, dtype=np.int32))

    @classmethod
    def joined(cls, some: Sequence[Categorical]) -> Categorical:
        """Put columns behind each other; what is alike in them is one value.

        >>> both = Categorical.joined([Categorical.of(["a", "b"]), Categorical.of(["b"])])
        >>> both.values, list(both)
        (['a', 'b'], ['a', 'b', 'b'])
        """
        if len(some) == 1:
            return some[0]
        numbers: defaultdict[Any, int] = defaultdict(count().__next__)
        codes = [np.array([numbers[value] for value in one.values], dtype=np.int32)[one.codes] for one in some]
        return cls(list(numbers), np.concatenate(codes) if codes else np.empty(0, dtype=np.int32))

    def cells(self) -> list[Any]:
        """List the value of each row."""
        if len(self.codes) < len(self.values):
            return list(map(self.values.__getitem__, self.codes.tolist()))
        if len(self.codes) == len(self.values) and np.array_equal(self.codes, np.arange(len(self.values))):
            return list(self.values)
        values = np.fromiter(self.values, dtype=object, count=len(self.values))
        found: list[Any] = values[self.codes].tolist()
        return found

    def distinct(self) -> Categorical:
        """Code the column so that no value stands twice, as after :meth:`mapped`, and none is of no row; in their order.

        >>> Categorical(["a", "b", "a"], np.array([2, 0])).distinct().values
        ['a']
        """
        if self._is_distinct:
            return self
        if self._distinct is not None:
            return self._distinct
        used = np.bincount(self.codes, minlength=len(self.values)) > 0
        if used.all() and len(set(self.values)) == len(self.values):
            self._is_distinct = True
            return self
        numbers: defaultdict[Any, int] = defaultdict(count().__next__)
        codes = np.zeros(len(self.values), dtype=np.int32)
        for code in np.flatnonzero(used).tolist():
            codes[code] = numbers[self.values[code]]
        self._distinct = Categorical(list(numbers), codes[self.codes])
        self._distinct._is_distinct = True
        return self._distinct

    def found(self, look: Callable[[list[Any]], Found]) -> Found:
        """Give what a function finds in the values, which it is asked once.

        >>> Categorical.of(["a", "b"]).found(len)
        2
        """
        if look not in self._found:
            self._found[look] = look(self.values)
        return cast(Found, self._found[look])

    def counted(self) -> Counter[Any]:
        """Count the rows of each value, in the order in which they come.

        >>> Categorical.of(["b", "a", "b"]).counted()
        Counter({'b': 2, 'a': 1})
        """
        column = self.distinct()
        firsts, which = firsts_of(column.codes)
        counts = np.bincount(which).tolist()
        order = np.argsort(firsts).tolist()
        values = [column.values[code] for code in column.codes[firsts].tolist()]
        return Counter({values[at]: counts[at] for at in order})

    def mapped(self, function: Callable[[Any], Any]) -> Categorical:
        """Apply a function to each value; values may then repeat."""
        return Categorical(list(map(function, self.values)), self.codes)

    def taken(self, rows: Sequence[int] | NDArray[np.int64]) -> Categorical:
        """Keep some rows."""
        return Categorical(self.values, self.codes[np.asarray(rows, dtype=np.int64)])

    def replaced(self, cells: Mapping[int, Any]) -> Categorical:
        """Put other values into some rows."""
        if not cells:
            return self
        codes = self.codes.copy()
        codes[list(cells)] = np.arange(len(self.values), len(self.values) + len(cells))
        return Categorical([*self.values, *cells.values()], codes)

    def blanks(self) -> NDArray[np.bool_]:
        """Mark the rows that hold nothing.

        >>> Categorical.of(["a", ""]).blanks().tolist()
        [False, True]
        """
        if all(self.values):
            return np.zeros(len(self.codes), dtype=np.bool_)
        return np.array([not value for value in self.values], dtype=np.bool_)[self.codes]

    def rows_of(self, value: Any) -> list[int]:
        """List the rows that hold a value."""
        return self.rows_where(lambda one: one == value) if value in self.values else []

    def rows_where(self, test: Callable[[Any], bool]) -> list[int]:
        """List the rows whose value passes a test."""
        passes = np.fromiter((bool(test(value)) for value in self.values), dtype=np.bool_, count=len(self.values))
        if not passes.any():
            return []
        found: list[int] = np.flatnonzero(passes[self.codes]).tolist()
        return found

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.codes)

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> Categorical: ...
    def __getitem__(self, row: int | slice) -> Any:
        """Give the value of a row."""
        return Categorical(self.values, self.codes[row]) if isinstance(row, slice) else self.values[self.codes[row]]
