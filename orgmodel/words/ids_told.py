"""Names in the place of ids in a text that is already worded."""

from __future__ import annotations

import re
from collections.abc import Callable

_ID = re.compile(r"\w[\w./:~-]*\w|\w")


def with_names(text: str, name_of: Callable[[str], str | None]) -> str:
    """Put the name of each id that stands in a text in its place; what has no name stays.

    >>> with_names("60% of what a.b handed on is in c, as a/1", {"a.b": "Office", "c": "Board"}.get)
    '60% of what Office handed on is in Board, as a/1'
    """
    return _ID.sub(lambda found: name_of(found[0]) or found[0], text)
