"""Characters that nobody sees: where they stand in a text, and a text shown without them and not too long."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

MOST = 80
"""The most characters of a value that a message shows."""
MOST_OF_PATH = 400
MOST_OF_PROSE = 600
"""The most characters of what is a sentence or a list already."""
MOST_OF_ERROR = 200
"""The most characters of what a library says that could not read something; it may quote the file."""


@dataclass(frozen=True, slots=True)
class CharacterClass:
    """Hold a class of characters that readers do not see: what it is, its ranges, and where such a character may stand."""

    said: str
    ranges: tuple[tuple[int, int], ...]
    in_texts: str
    """``REFUSED``, ``TOLD`` (by a warning) or ``READ``; in ids none of these may stand."""


REFUSED, TOLD, READ = "refused", "told", "read"

CLASSES = (
    CharacterClass("a control character", ((0, 8), (0xB, 0xC), (0xE, 0x1F), (0x7F, 0x9F), (0x2028, 0x2029)), REFUSED),
    CharacterClass("half of a character", ((0xD800, 0xDFFF),), REFUSED),
    CharacterClass("no character", ((0xFDD0, 0xFDEF), *((at + 0xFFFE, at + 0xFFFF) for at in range(0, 0x110000, 0x10000))), REFUSED),
    CharacterClass("a mark of direction", ((0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069)), REFUSED),
    CharacterClass(
        "a filler",
        ((0xAD, 0xAD), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180E, 0x180E), (0x200B, 0x200B), (0x2060, 0x2065), (0x206A, 0x206F),
         (0x3164, 0x3164), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
         (0xE0000, 0xE00FF), (0xE01F0, 0xE0FFF)),
        REFUSED,
    ),
    CharacterClass("a letter that shows nothing", ((0x34F, 0x34F), (0x2800, 0x2800)), TOLD),
    CharacterClass("a character of private use", ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD)), TOLD),
    CharacterClass("a variation selector", ((0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)), READ),
)  # fmt: skip
"""All that makes two ids look the same and differ, or a text run backwards, in one table for every format. Variation
selectors are a part of how a letter or a picture is drawn; joiners (U+200C, U+200D) are letters' own in Persian and in Indian
scripts, so that ids may hold them, and a second id that looks the same is told (``LOOKS_ALIKE``)."""


def _pattern(*kinds: str) -> str:
    ranges = [one for kind in CLASSES if kind.in_texts in kinds for one in kind.ranges]
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


_INVISIBLE = re.compile(f"[{_pattern(REFUSED)}]")
_UNFIT = re.compile(f"[{_pattern(REFUSED, TOLD, READ)}]")
_DOUBTFUL = re.compile(f"[{_pattern(TOLD)}]")
_RAW = re.compile(f"[{_pattern(REFUSED)}\t\n\r]")
_MANY_MARKS = re.compile(r"[^\w\x00-\x7f]{31,}")
"""Where more marks may stand on one letter than any script has: no mark is a letter or a digit."""


_PLAIN = bytes((9, 10, 13, *range(0x20, 0x7F)))
_LONG = 1000


def _search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Search a text; of a long one first what is no plain ASCII, which is little and quickly found."""
    if len(text) > _LONG:
        rest = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")
        if pattern.search(rest) is None:
            return None
    return pattern.search(text)


def invisible(text: str) -> int | None:
    r"""Give the position of the first character that cannot be seen and may stand in no text, or None.

    >>> invisible("duc\u200b-tho"), invisible("two\nlines")
    (3, None)
    """
    found = _search(_INVISIBLE, text)
    return None if found is None else found.start()


def begins_of_invisible() -> tuple[bytes, ...]:
    """Give how those of them that are no ASCII begin in UTF-8, so that bytes can be searched quickly."""
    codes = [
        code
        for kind in CLASSES
        if kind.in_texts == REFUSED
        for first, last in kind.ranges
        for code in (*range(max(first, 0x80), last, 64), last)
        if code >= 0x80 and not 0xD800 <= code <= 0xDFFF
    ]
    encoded = {chr(code).encode() for code in codes}
    return tuple(sorted({one[: 1 if len(one) == 2 else 2] for one in encoded}))


def unfit(text: str) -> int | None:
    r"""Give the position of the first character that may not stand in an id, or None.

    >>> unfit("so\ufe0f"), unfit("sở")
    (2, None)
    """
    found = None if text.isascii() and text.isprintable() else _search(_UNFIT, text)
    return None if found is None else found.start()


def doubtful(text: str) -> int | None:
    r"""Give the position of the first character that is told where it stands in a name, or None.

    >>> doubtful("S\u2800"), doubtful("\u2764\ufe0f")
    (1, None)
    """
    found = None if text.isascii() else _DOUBTFUL.search(text)
    return None if found is None else found.start()


def without_invisible(text: str) -> str:
    """Leave out what may stand in no text."""
    return _INVISIBLE.sub("", text)


def without_unfit(text: str) -> str:
    r"""Leave out what may not stand in an id.

    >>> without_unfit("a\u200b\ufe0fb")
    'ab'
    """
    return _UNFIT.sub("", text)


def class_of(character: str) -> CharacterClass:
    r"""Give the class of a character that may not stand in an id.

    >>> class_of("\ue000").said
    'a character of private use'
    """
    code = ord(character)
    return next(one for one in CLASSES if any(first <= code <= last for first, last in one.ranges))


def nfc(text: str) -> str:
    """Compose the letters of a text with their marks (NFC).

    Very many marks on one letter are put in order beforehand: the library's own way takes as long as their number squared.

    >>> nfc("To\u0302\u0309 chu\u031b\u0301c"), len(nfc("a" + "\u0302\u0323" * 100_000))
    ('Tổ chức', 199999)
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _MANY_MARKS.sub(_in_order, text))


def _in_order(found: re.Match[str]) -> str:
    """Put marks that follow each other into the order of their classes, as every normal form does."""
    letters = "".join(unicodedata.normalize("NFD", one) for one in found[0])
    parts = (
        sorted(part, key=unicodedata.combining) if is_mark else part
        for is_mark, part in groupby(letters, lambda one: unicodedata.combining(one) > 0)
    )
    return "".join(one for part in parts for one in part)


def seen(text: str) -> str:
    r"""Write what cannot be seen, and what ends a line, as its escape: a terminal may obey it.

    >>> print(seen("a\x1b[31m\udcff.yaml"))
    a\x1b[31m\udcff.yaml
    """
    if text.isascii() and text.isprintable():
        return text
    return _RAW.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def cut(text: str, most: int = 0) -> str:
    """Cut what is too long for a message, to ``most`` characters where that is said; of a path more is shown.

    >>> len(cut("x" * 1000)), cut("short"), len(cut("a/" * 1000)), len(cut(str({"a": "/" * 1000})))
    (80, 'short', 400, 80)
    """
    is_path = ("/" in text or "\\" in text) and text[:1] not in "{["  # which mappings and lists begin with
    most = most or (MOST_OF_PATH if is_path else MOST)
    return text if len(text) <= most else text[: most - 1] + "…"


class Shown(str):
    """A representation that stands for itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Give it as it is."""
        return str(self)
