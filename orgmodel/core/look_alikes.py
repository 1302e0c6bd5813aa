"""Ids that nobody can tell apart: by case, joiners, blanks, dashes, or letters of another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_OTHERS = "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧορνıɡ"  # noqa: RUF001  # Cyrillic, Greek, rare Latin
_LATIN = "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXopvig"
_SAME = str.maketrans(_OTHERS, _LATIN) | dict.fromkeys([0x034F, 0x200C, 0x200D, *range(0xFE00, 0xFE10)], None)
_SAME |= {0xF0: 0x111, 0xD0: 0x110, 0x256: 0x111, 0x189: 0x110}  # an eth that stands for the letter of Viet Nam
_SAME |= dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-") | dict.fromkeys([9, 10, 13, 0x85, 0xA0, 0x202F], " ")


def look_alikes(ids: Sequence[str]) -> list[tuple[int, int]]:
    r"""Give pairs of positions of different ids that look alike, each with the first that looks so.

    >>> look_alikes(["so-a", "b", "So-A", "s\u043e-a", "so\u200d-a", "b"])
    [(0, 2), (0, 3), (0, 4)]
    """
    joined = "\n".join(ids)
    if joined.isascii() and joined == joined.lower() and not re.search("[ \t]{2}|\t", joined):
        return []  # nothing but small ASCII: what differs can be seen
    first: dict[str, int] = {}
    found = []
    for at, id in enumerate(ids):
        before = first.setdefault(_skeleton(id), at)
        if ids[before] != id:
            found.append((before, at))
    return found


def _skeleton(id: str) -> str:
    if not id.isascii():
        id = unicodedata.normalize("NFKC", id).translate(_SAME)
    return re.sub(r"\s+", " ", id).casefold()
