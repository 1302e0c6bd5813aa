"""What the values of a column of units look like: names, and cells that were merged."""

from __future__ import annotations

import re
from itertools import pairwise

from orgmodel.io.importers.proposal.column_values import is_answer, is_name

_SHORTEST_NAME = 2.5
_WITHOUT_SPACES = re.compile("[\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af]")


def are_names(texts: list[str]) -> bool:
    """Tell whether cells are names of units: words, no letters of grades, no codes, no answers."""
    given = list(dict.fromkeys(filter(None, texts)))
    if not is_name(given) or all(map(is_answer, given)):
        return False
    coded = sum(any(map(str.isdigit, text)) and " " not in text for text in given)
    long = sum(map(len, given)) / len(given) >= _SHORTEST_NAME or _WITHOUT_SPACES.search("".join(given)) is not None
    return long and coded * 2 <= len(given)


def is_spanning(texts: list[str]) -> bool:
    """Tell whether a column looks like one of merged cells: begun, with blanks, and never the same in two rows that follow."""
    return bool(texts) and bool(texts[0]) and not all(texts) and all(a != b or not a for a, b in pairwise(texts))


def filled(texts: list[str]) -> list[str]:
    """Take a blank cell as the one above it."""
    found, last = [], ""
    for text in texts:
        last = text or last
        found.append(last)
    return found
