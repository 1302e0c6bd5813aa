"""Characters that nobody sees: where they stand in a text, and a text shown without them and not too long."""

from __future__ import annotations

import re

MOST = 80
"""The most characters of a value that a message shows."""
MOST_OF_PATH = 400
MOST_OF_PROSE = 600
"""The most characters of what is a sentence or a list already."""
MOST_OF_ERROR = 200
"""The most characters of what a library says that could not read something; it may quote the file."""

# Control characters (C0 and C1), halves of a character, and marks that nobody sees: they make two ids that look the same
# differ, or text run backwards. Joiners (U+200C, U+200D) are letters' own in Persian, in Indian scripts and in emoji.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_RAW = re.compile(f"{_INVISIBLE.pattern[:-1]}\t\n\r]")


def invisible(text: str) -> int | None:
    r"""Give the position of the first character that cannot be seen and must not be there, or None.

    >>> invisible("duc\u200b-tho"), invisible("two\nlines")
    (3, None)
    """
    found = _INVISIBLE.search(text)
    return None if found is None else found.start()


def seen(text: str) -> str:
    r"""Write what cannot be seen, and what ends a line, as its escape: a terminal may obey it.

    >>> print(seen("a\x1b[31m\udcff.yaml"))
    a\x1b[31m\udcff.yaml
    """
    if text.isprintable():
        return text
    return _RAW.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def cut(text: str, most: int = 0) -> str:
    """Cut what is too long for a message, to ``most`` characters where that is said; of a path more is shown.

    >>> len(cut("x" * 1000)), cut("short")
    (80, 'short')
    """
    most = most or (MOST_OF_PATH if "/" in text or "\\" in text else MOST)
    return text if len(text) <= most else text[: most - 1] + "…"


class Shown(str):
    """A representation that stands for itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Give it as it is."""
        return str(self)
