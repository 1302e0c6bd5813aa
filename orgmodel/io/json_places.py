"""Where in a JSON text a value stands: looked up only for what is wrong, all places in one pass."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

Way = tuple[str | int, ...]
"""The keys and positions that lead to a value: ``("tables", "units", 0, "id")``."""

_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def shown(way: Way) -> str:
    """Write a way as a reader would.

    >>> shown(("tables", "units", 0, "id"))
    'tables.units[0].id'
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in way)
    return text.removeprefix(".")


def places(text: str, ways: Iterable[Way]) -> dict[Way, tuple[int, int]]:
    r"""Give line and column of the values at the end of some ways, as far as the ways lead.

    >>> places('{"a": [1,\n  {"b": 2}]}', [("a", 1, "b"), ("a", 1, "c"), ("x",)])
    {('a', 1, 'b'): (2, 9), ('a', 1, 'c'): (2, 3), ('x',): (1, 1)}
    """
    ways = list(ways)
    wanted: dict[str | int, Any] = {}
    for way in ways:
        branch = wanted
        for step in way:
            branch = branch.setdefault(step, {})
    found: dict[Way, int] = {}
    _walk(text, _BLANK.match(text, 0).end(), wanted, (), found)  # type: ignore[union-attr]
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    placed = {}
    for way in ways:
        known = next(way[:length] for length in range(len(way), -1, -1) if way[:length] in found)
        line = bisect_right(lines, found[known])
        placed[way] = (line, found[known] - lines[line - 1] + 1)
    return placed


def _walk(text: str, at: int, wanted: dict[str | int, Any], way: Way, found: dict[Way, int]) -> int:
    """Note where a value begins and go on into the parts of it that are wanted; give the position behind it."""
    found[way] = at
    if not wanted or text[at] not in "{[":
        return _DECODER.raw_decode(text, at)[1]
    closing = "}" if text[at] == "{" else "]"
    at, number = _skip(text, at + 1), 0
    while text[at] != closing:
        step: str | int = number
        if closing == "}":
            step, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)  # over the colon
        if step in wanted:
            at = _walk(text, at, wanted[step], (*way, step), found)
        else:
            at = _DECODER.raw_decode(text, at)[1]
        at, number = _skip(text, at), number + 1
        if text[at] == ",":
            at = _skip(text, at + 1)
    return at + 1


def _skip(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]
