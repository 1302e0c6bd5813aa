"""Sharing whole numbers by weights, and what each share can be when the number is only known to lie in a range."""

from __future__ import annotations

from collections.abc import Sequence


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Share a whole number by weights so that the shares sum to it (Hamilton's method).

    Ties go to the earlier share; a weight of 0 gets nothing. A negative total is shared as its mirror image.
    Raises ValueError for a negative weight, or where all are 0.

    >>> largest_remainder(10, [1, 1, 1])
    [4, 3, 3]
    >>> sum(largest_remainder(7, [60, 40]))
    7
    """
    if total < 0:
        return [-share for share in largest_remainder(-total, weights)]
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative with a positive sum")
    shares = [total * weight // whole for weight in weights]
    left = total - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[:left]:
        shares[i] += 1
    return shares


def least_share(low: int, high: int, weights: Sequence[int], position: int) -> int:
    """Give the least share that a position gets of any number in a range.

    A share can fall while the number rises (the Alabama paradox), so the ends of the range do not settle it.

    >>> [largest_remainder(total, [6, 6, 2])[2] for total in (10, 11)], least_share(10, 11, [6, 6, 2], 2)
    ([2, 1], 1)
    """
    if low < 0:
        mirrored = -_greatest(max(0, -high), -low, weights, position)
        return mirrored if high < 0 else min(mirrored, _least(0, high, weights, position))
    return _least(low, high, weights, position)


def greatest_share(low: int, high: int, weights: Sequence[int], position: int) -> int:
    """Give the greatest share that a position gets of any number in a range.

    >>> greatest_share(10, 11, [6, 6, 2], 2)
    2
    """
    return -least_share(-high, -low, weights, position)


def _least(low: int, high: int, weights: Sequence[int], position: int) -> int:
    """Look upward from a share that is rounded up, for as long as one rounded down would be less."""
    weight, whole = weights[position], sum(weights)
    first = largest_remainder(low, weights)[position]
    if len(weights) <= 2 or not weight or first == low * weight // whole:
        return first
    for total in range(low + 1, min(high, (first * whole - 1) // weight) + 1):
        if largest_remainder(total, weights)[position] < first:
            return first - 1
    return first


def _greatest(low: int, high: int, weights: Sequence[int], position: int) -> int:
    """Look downward from a share that is rounded down, for as long as one rounded up would be more."""
    weight, whole = weights[position], sum(weights)
    first = largest_remainder(high, weights)[position]
    if len(weights) <= 2 or not weight or first == -(-high * weight // whole):
        return first
    for total in range(high - 1, max(low, first * whole // weight) - 1, -1):
        if largest_remainder(total, weights)[position] > first:
            return first + 1
    return first
