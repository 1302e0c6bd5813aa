"""A name as it stands within a sentence."""

from __future__ import annotations


def within_sentence(text: str) -> str:
    """Give a name with a small first letter; one that begins with several capitals, as abbreviations do, as it is.

    >>> (
    ...     within_sentence("Posts authorized"),
    ...     within_sentence("Biên chế giao"),
    ...     within_sentence("FTE"),
    ...     within_sentence(""),
    ... )
    ('posts authorized', 'biên chế giao', 'FTE', '')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
