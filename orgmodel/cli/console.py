"""A console that has not every letter: what it lacks is written with the nearest that it has, never as a traceback."""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
import unicodedata

HANDLER = "orgmodel"
PLAIN = {
    "≥": ">=", "≤": "<=", "→": "->", "–": "-", "—": "-", "−": "-", "…": "...", "×": "x", "·": "-", "‘": "'", "’": "'",
    "“": '"', "”": '"', "†": "+",
}  # fmt: skip
"""Signs in ASCII where they have no part without a mark."""


def fit_console() -> None:
    """Make stdout and stderr write anything.

    What goes into a file or to another program is UTF-8, unless PYTHONIOENCODING says otherwise; a console keeps its own
    encoding, and what that has not is written plain.
    """
    codecs.register_error(HANDLER, _plain)
    for stream in (sys.stdout, sys.stderr):
        change = getattr(stream, "reconfigure", None)
        if change is None:
            continue
        if is_whole(stream.encoding) or os.environ.get("PYTHONIOENCODING") or stream.isatty():
            change(errors=HANDLER)
        else:
            change(encoding="utf-8", errors=HANDLER)


def is_whole(encoding: str | None) -> bool:
    """Tell whether an encoding has every letter.

    >>> is_whole("UTF-8"), is_whole("cp1252"), is_whole(None)
    (True, False, True)
    """
    return encoding is None or encoding.casefold().replace("-", "").replace("_", "").startswith(("utf", "cp65001"))


def json_for(stream: object, text: str) -> str:
    r"""Write JSON for a stream: with escapes for letters, which stand in texts alone, where it has not every one.

    >>> import io
    >>> print(json_for(io.TextIOWrapper(io.BytesIO(), "cp1252"), '["Sở"]'))
    ["S\u1edf"]
    """
    if is_whole(getattr(stream, "encoding", None)):
        return text
    return re.sub("[^\x00-\x7f]+", lambda found: json.dumps(found[0])[1:-1], text)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks by the letters without their marks, else by its escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacked = error.object[error.start : error.end]
    return "".join(map(plain, lacked)), error.end


def plain(character: str) -> str:
    r"""Write a character in ASCII.

    >>> "".join(map(plain, "Sở Đất ≥ 人"))
    'So Dat >= \\u4eba'
    """
    if character in PLAIN:
        return PLAIN[character]
    from orgmodel.core.names import plain_name

    small = character.lower()  # which a letter without decomposition is told by
    letters = plain_name(small)
    letters = letters.upper() if small != character else letters
    bare = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return bare or character.encode("ascii", "backslashreplace").decode()
