"""Texts that a spreadsheet would run as formulas, and how they are written so that it shows them instead."""

from __future__ import annotations

import re

_DANGEROUS = re.compile("'*[=+\\-@\t\r]")
FIRST = frozenset("'=+-@\t\r")
"""The signs of which a text to guard begins with one."""
_GUARDED = re.compile("'+[=+\\-@\t\r]")
_NUMBER = re.compile("-[0-9]+(?:[.,][0-9]+)?")


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run (it begins with ``=``, ``+``, ``-`` or ``@``).

    A number below zero is left as it is. A text that already begins as a guarded one gets one more apostrophe, so that
    :func:`unguard` gives every text back.

    >>> guard("=1+1"), guard("Phòng Nội vụ"), guard("'=1"), guard("-1")
    ("'=1+1", 'Phòng Nội vụ', "''=1", '-1')
    """
    if text[:1] not in FIRST or not _DANGEROUS.match(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def unguard(text: str) -> str:
    """Take the apostrophe away that :func:`guard` put before a text.

    >>> unguard("'=1+1"), unguard("'s-Hertogenbosch"), unguard(unguard(guard(guard("-"))))
    ('=1+1', "'s-Hertogenbosch", '-')
    """
    return text[1:] if _GUARDED.match(text) else text
