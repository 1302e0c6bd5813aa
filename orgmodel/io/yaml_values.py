"""What a plain scalar means in the core schema of YAML 1.2, and numbers that remember how they were written."""

from __future__ import annotations

import re
from typing import Any

_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,2})?")
_NULL = ("", "~", "null", "Null", "NULL")
_TRUE = ("true", "True", "TRUE")
_FALSE = ("false", "False", "FALSE")
MOST_DIGITS = 18


class WrittenInt(int):
    """A whole number that shows itself as its file has it: 007 stays 007."""

    _written: str

    def __repr__(self) -> str:
        """Show the number as written."""
        return self._written

    __str__ = __repr__


class WrittenFloat(float):
    """A number that shows itself as its file has it: 2.10 stays 2.10."""

    _written: str

    def __repr__(self) -> str:
        """Show the number as written."""
        return self._written

    __str__ = __repr__


def plain_value(text: str) -> Any:
    """Give the value of an unquoted scalar: null, a flag, a number, else the text (``yes`` and dates are texts).

    Infinity and not-a-number are texts too: no figure of an organisation is either.

    >>> [plain_value(text) for text in ("~", "true", "yes", "12", "2.10", "2022-10-31", ".nan")]
    [None, True, 'yes', 12, 2.10, '2022-10-31', '.nan']
    """
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if len(text) > MOST_DIGITS or not (text[0].isdigit() or text[0] in "+-."):
        return text
    if _INT.fullmatch(text):
        number = int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        return number if str(number) == text else _written(WrittenInt(number), text)
    if _FLOAT.fullmatch(text):
        return _written(WrittenFloat(text), text)
    return text


def _written(number: Any, text: str) -> Any:
    number._written = text
    return number
