"""Numbers before the rows of a list, as offices write them: 1, 1.1, 1.2; or A, I, 1, a, 2, II, B, each kind of sign a level."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PARTS = re.compile(r"[.\-/)\s]+")
_MARK = re.compile(r"\(?\s*([0-9]{1,3}(?:\.[0-9]{1,3})*|[A-Za-zĐđ]|[IVXLivxl]{2,7}|[-–—+•*])\s*[.)]?")
_ROMAN = re.compile(r"(?:X[LC]|L?X{0,3})(?:I[XV]|V?I{0,3})", re.IGNORECASE)
_LETTERS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDĐEGHIKLMNOPQRSTUVXY")

Read = tuple[str, int]
"""The kind of a sign, and its number in its kind; 0 where it has none."""


def places(marks: Sequence[str]) -> list[str]:
    """Give the place of each row in the list as the numbers on the way to it, parted by points; blank where a sign is none.

    >>> places(["1", "1.1", "2"])
    ['1', '1.1', '2']
    >>> places(["A", "I", "1", "2", "II", "1", "B", "I", "1", "-", "-"])
    ['A', 'A.I', 'A.I.1', 'A.I.2', 'A.II', 'A.II.1', 'B', 'B.I', 'B.I.1', 'B.I.1.-1', 'B.I.1.-2']
    """
    if is_nested(marks):
        return [".".join(way) for way in _nested(marks)]
    return [".".join(part for part in _PARTS.split(mark.strip()) if part) for mark in marks]


def is_nested(marks: Sequence[str]) -> bool:
    """Tell whether signs of several kinds number a list, each counting on from the one before it.

    >>> is_nested(["I", "1", "2", "II", "1"]), is_nested(["1", "2", "3"]), is_nested(["A", "C", "X", "1"])
    (True, False, False)
    """
    given = [mark.strip() for mark in marks if mark.strip()]
    if len(given) < 3 or not all(map(_MARK.fullmatch, given)):
        return False
    ways = _nested(given)
    depths = {len(way) for way in ways}
    return len(depths) > 1 and len({".".join(way) for way in ways}) == len(given) and _counts_on(ways)


def is_mark(text: str) -> bool:
    """Tell whether a text is nothing but the number of a row in a list.

    >>> is_mark("2.1"), is_mark("IV."), is_mark("(a)"), is_mark("IT unit")
    (True, True, True, False)
    """
    return _MARK.fullmatch(text.strip()) is not None


def _counts_on(ways: list[tuple[str, ...]]) -> bool:
    """Tell whether nearly every sign is the first of its list or the next one."""
    last: dict[tuple[str, ...], int] = {}
    good = 0
    for way in ways:
        numbers = [number for _, number in _readings(way[-1])]
        before = last.get(way[:-1], 0)
        good += not numbers or before + 1 in numbers or 0 in numbers
        last[way[:-1]] = next((number for number in numbers if number == before + 1), before + 1)
    return good * 20 >= len(ways) * 19


def _readings(mark: str) -> list[Read]:
    """List what a sign may be: a number, a Roman number, a letter, a dash; by kind and number."""
    found = _MARK.fullmatch(mark.strip())
    if found is None:
        return []
    said = found[1]
    if said[0].isdigit():
        return [(f"number{said.count('.')}", int(said.rpartition(".")[2]))]
    if not said[0].isalpha():
        return [(said, 0)]
    case = "upper" if said[0].isupper() else "lower"
    read: list[Read] = []
    if _ROMAN.fullmatch(said):
        read.append((f"roman {case}", _roman(said.upper())))
    if len(said) == 1:
        read += [(f"letter {case}", row.index(said.upper()) + 1) for row in _LETTERS if said.upper() in row]
    return read


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in text]
    return sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))


def _nested(marks: Sequence[str]) -> list[tuple[str, ...]]:
    """Give the way to each row: a sign that goes on with a list above closes those within; a first one opens one below."""
    levels: list[tuple[str, int, str]] = []  # kind, number, as it stands in the way
    ways: list[tuple[str, ...]] = []
    dashes = 0
    for mark in marks:
        readings = _readings(mark)
        if not readings:
            ways.append(())
            continue
        kinds = [kind for kind, _, _ in levels]
        going_on = [
            (kind, number) for kind, number in readings if kind in kinds and number == levels[kinds.index(kind)][1] + 1
        ]
        first = [one for one in readings if one[1] == 1 and one[0] not in kinds]
        known = [one for one in readings if one[0] in kinds]
        kind, number = (going_on or first or known or readings)[0]
        if kind in kinds:
            del levels[kinds.index(kind) :]
        if number:
            shown, dashes = mark.strip().strip("(). "), 0
            shown = shown.rpartition(".")[2]
        else:
            dashes += 1
            shown = f"-{dashes}"
        levels.append((kind, number, shown))
        ways.append(tuple(level[2] for level in levels))
    return ways
