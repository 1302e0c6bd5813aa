"""What a text was and is, in pieces that stay, go and come, as a reader is shown what changed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

STAYS, GOES, COMES = "stays", "goes", "comes"
LEAST_ALIKE = 0.4
"""Of texts that have less than this in common the whole is replaced."""
_WORDS = re.compile(r"\s+|[^\s]+")


def pieces(was: str, now: str) -> list[tuple[str, str]]:
    """Give a text word by word as what stays, what goes and what comes.

    >>> pieces("Giảm từ 10 đến 6", "Giảm từ 10 đến 7")
    [('stays', 'Giảm từ 10 đến '), ('goes', '6'), ('comes', '7')]
    >>> pieces("", "6"), pieces("05", "06")
    ([('comes', '6')], [('goes', '05'), ('comes', '06')])
    """
    old, new = _WORDS.findall(was), _WORDS.findall(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return [(kind, text) for kind, text in ((GOES, was), (COMES, now)) if text]
    found: list[tuple[str, str]] = []
    for what, start, end, low, high in matcher.get_opcodes():
        if what == "equal":
            found.append((STAYS, "".join(new[low:high])))
            continue
        found += [(GOES, "".join(old[start:end]))] if end > start else []
        found += [(COMES, "".join(new[low:high]))] if high > low else []
    return found
