"""Texts by number: each distinct text (or tuple, flag, None) is kept once and columns hold its code."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.frozen import read_only

CodeArray = NDArray[np.int32]
HashArray = NDArray[np.int64]
_MANY = 1000
"""So many values are looked up as an array, which is then kept."""


class StringTable:
    """Give each distinct text (or tuple, flag, None) a small number; code 0 is None.

    >>> words = StringTable()
    >>> words.encode(["a", None, "a"]).tolist()
    [1, 0, 1]
    >>> words.value(1), words.code("zz")
    ('a', -1)
    """

    def __init__(self, base: StringTable | None = None) -> None:
        """Start empty, or as an extension of another that stays as it is."""
        self._base: StringTable | None = base if base is None or base._base is None else base._base
        self._codes: dict[Hashable, int] = {None: 0} if base is None else {}
        if base is not None and base._base is not None:
            self._codes.update(base._codes)
        self._offset = len(self._base) if self._base is not None else 0
        self._values: list[Hashable] = list(self._codes)
        self._cells = np.empty(0, dtype=object)
        self._hashes = np.empty(0, dtype=np.int64)
        self._hashed_in = 0

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the array of the values, which is made again where it is needed."""
        return {**vars(self), "_cells": np.empty(0, dtype=object)}

    def __len__(self) -> int:
        """Count the values."""
        return self._offset + len(self._values)

    def code(self, value: Hashable) -> int:
        """Give the code of a value, or -1 where it has none."""
        found = self._base._codes.get(value) if self._base is not None else None
        return self._codes.get(value, -1) if found is None else found

    def value(self, code: int) -> Any:
        """Give the value of a code."""
        if self._base is not None and code < self._offset:
            return self._base._values[code]
        return self._values[code - self._offset]

    def values_of(self, codes: NDArray[np.integer]) -> list[Any]:
        """Give the values of many codes."""
        own, offset = self._values, self._offset
        if self._base is None:
            if len(codes) < _MANY:
                return list(map(own.__getitem__, codes.tolist()))
            if len(self._cells) < len(own):
                self._cells = np.fromiter(own, dtype=object, count=len(own))
            found: list[Any] = self._cells[codes].tolist()
            return found
        base = self._base._values
        return [base[code] if code < offset else own[code - offset] for code in codes.tolist()]

    def values(self) -> list[Hashable]:
        """List all values by code."""
        return (self._base._values if self._base is not None else []) + self._values

    def add(self, value: Hashable) -> int:
        """Give the code of a value, making one where needed."""
        code = self._base._codes.get(value) if self._base is not None else None
        if code is None:
            new = self._offset + len(self._values)
            code = self._codes.setdefault(value, new)
            if code == new:
                self._values.append(value)
        return code

    def add_all(self, values: Iterable[Hashable]) -> None:
        """Give codes to all values that have none."""
        for value in values:
            self.add(value)

    def encode(self, values: Iterable[Hashable]) -> CodeArray:
        """Give the codes of many values, making new ones where needed."""
        if self._base is not None:
            return np.fromiter((self.add(value) for value in values), dtype=np.int32)
        given = values if isinstance(values, list) else list(values)
        codes, known, size = self._codes, len(self._codes), len(given)
        found = np.fromiter(map(codes.setdefault, given, range(known, known + size)), dtype=np.int32, count=size)
        if count := len(codes) - known:
            first = np.flatnonzero(found == np.arange(known, known + size))  # where each new one stands first
            new = given if count == size else list(map(given.__getitem__, first.tolist()))
            if int(first[-1]) >= count:  # others stand between them, and no code is left out
                turns = np.empty(size, dtype=np.int32)
                turns[first] = np.arange(known, known + count)
                is_new = found >= known
                found[is_new] = turns[found[is_new] - known]
                codes.update(zip(new, range(known, known + count), strict=True))
            self._values += new
            self.hashes()  # cheap while the new texts are at hand, and diff needs them
        return found

    def hashes(self) -> HashArray:
        """Give a 64-bit hash of each value by code: equal values of any two tables of strings have equal hashes.

        They are Python's own hashes, keyed anew in each process, so two different texts share one by chance alone,
        once in some 10^19 pairs; they serve to compare tables read separately and are never written anywhere.
        """
        process = hash("process")  # a copy sent to another process must not keep this one's
        if process != self._hashed_in:
            self._hashes, self._hashed_in = np.empty(0, dtype=np.int64), process
        if len(self._hashes) < len(self._values):
            new = self._values[len(self._hashes) :]
            made = np.fromiter(map(hash, new), dtype=np.int64, count=len(new))
            self._hashes = read_only(np.concatenate([self._hashes, made]))
        return self._hashes if self._base is None else np.concatenate([self._base.hashes(), self._hashes])
