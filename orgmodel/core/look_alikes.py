"""Ids that nobody can tell apart: by case, joiners, blanks, dashes, or letters of another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from orgmodel.core.characters import nfc
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem

_OTHERS = "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧορνıɡ"  # noqa: RUF001  # Cyrillic, Greek, rare Latin
_LATIN = "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXopvig"
_SAME = str.maketrans(_OTHERS, _LATIN) | dict.fromkeys([0x034F, 0x200C, 0x200D, *range(0xFE00, 0xFE10)], None)
_SAME |= {0xF0: 0x111, 0xD0: 0x110, 0x256: 0x111, 0x189: 0x110}  # an eth that stands for the letter of Viet Nam
_SAME |= dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-") | dict.fromkeys([9, 10, 13, 0x85, 0xA0, 0x202F], " ")


MOST_LOOK_ALIKES = 50
"""Ids that look like another one which are told of one baseline."""


def look_alike(id: str, other: str, at: Location | None, first: Location | None = None) -> Problem:
    """Warn of an id at its place, with the other one and its place, where that is known."""
    where = f" ({first})" if first is not None else ""
    message = "{id!r} looks like {other!r}{where}, and is another id; is one of them misspelt?"
    return Problem("LOOKS_ALIKE", Message.of(message, id=id, other=other, where=where), id, at, WARNING)


def look_alikes(ids: Sequence[str]) -> list[tuple[int, int]]:
    r"""Give pairs of positions of different ids that look alike, each with the first that looks so.

    >>> look_alikes(["so-a", "b", "So-A", "s\u043e-a", "so\u200d-a", "b"])
    [(0, 2), (0, 3), (0, 4)]
    """
    if _is_plain(ids):
        return []
    first: dict[str, int] = {}
    found = []
    for at, id in enumerate(ids):
        before = first.setdefault(look_of(id), at)
        if ids[before] != id:
            found.append((before, at))
    return found


def looks_of(ids: Sequence[str]) -> dict[str, str] | None:
    """Give the first id of each look; None where all are of small ASCII, so that each is its own look.

    >>> looks_of(["a", "b"]), looks_of(["A", "b"])
    (None, {'a': 'A', 'b': 'b'})
    """
    if _is_plain(ids):
        return None
    found: dict[str, str] = {}
    for id in ids:
        found.setdefault(look_of(id), id)
    return found


def _is_plain(ids: Sequence[str]) -> bool:
    """Tell whether ids are nothing but small ASCII, so that what differs can be seen."""
    joined = "\n".join(ids)
    return joined.isascii() and joined == joined.lower() and not re.search("[ \t]{2}|\t", joined)


def look_of(id: str) -> str:
    r"""Give what an id and all that look like it have in common.

    >>> look_of("So-A") == look_of("s\u043e-a")
    True
    """
    if not id.isascii():
        id = unicodedata.normalize("NFKC", nfc(id)).translate(_SAME)
    return re.sub(r"\s+", " ", id).casefold()
