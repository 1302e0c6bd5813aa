"""The distinct numbers of a column and where each row's stands among them: counted where they lie near each other, else sorted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SPREAD = 8
"""Numbers are counted while they range over no more than so many times their count."""


def distinct_of(numbers: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Give the distinct numbers in their order, and for each number its place among them.

    >>> values, which = distinct_of(np.array([7, 3, 7]))
    >>> values.tolist(), which.tolist()
    ([3, 7], [1, 0, 1])
    """
    if not lie_near(numbers):
        values, which = np.unique(numbers, return_inverse=True)
        return values, which.reshape(-1)
    least = int(numbers.min())
    places = numbers - least
    used = np.zeros(int(places.max()) + 1, dtype=np.bool_)
    used[places] = True
    values = np.flatnonzero(used)
    return (values + least).astype(numbers.dtype), _turns(values, len(used))[places]


def firsts_of(numbers: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give for the distinct numbers in their order where each comes first, and for each number its place among them.

    >>> firsts, which = firsts_of(np.array([7, 3, 7]))
    >>> firsts.tolist(), which.tolist()
    ([1, 0], [1, 0, 1])
    """
    if not lie_near(numbers):
        _, firsts, which = np.unique(numbers, return_index=True, return_inverse=True)
        return firsts, which.reshape(-1)
    least = int(numbers.min())
    places = numbers - least
    first = np.full(int(places.max()) + 1, -1, dtype=np.int64)
    first[places[::-1]] = np.arange(len(places) - 1, -1, -1)
    values = np.flatnonzero(first >= 0)
    return first[values], _turns(values, len(first))[places]


def first_places(numbers: NDArray[Any]) -> NDArray[np.int64]:
    """Give where each distinct number comes first, in the order in which they come.

    >>> first_places(np.array([7, 3, 7, 5])).tolist()
    [0, 1, 3]
    """
    order = np.argsort(numbers, kind="stable")
    ranked = numbers[order]
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = ranked[1:] != ranked[:-1]
    return np.sort(order[is_first])


def one_code(columns: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Give each row a number so that those alike in all columns have one.

    >>> one_code([np.array([7, 3, 7, 7]), np.array([1, 1, 1, 2])]).tolist()
    [1, 0, 1, 2]
    """
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values, codes = distinct_of(column)
        if len(values) > 1:
            _, code = distinct_of(code * len(values) + codes)
    return code


def _turns(values: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Give for each number below a size its place among some; of others nothing is said."""
    turns = np.empty(size, dtype=np.int64)
    turns[values] = np.arange(len(values))
    return turns


def lie_near(numbers: NDArray[Any]) -> bool:
    """Tell whether numbers lie so near each other that they are counted: none do not."""
    return bool(len(numbers)) and int(numbers.max()) - int(numbers.min()) <= _SPREAD * len(numbers)
