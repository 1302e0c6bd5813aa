"""Figures of strangers' columns: counts and pay with thousands parted, full-time equivalents as parts of one or in hundredths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from orgmodel.core.messages import Message
from orgmodel.io import cells

COUNTED = ("authorized", "filled", "fte")
"""The figures of rows of posts and units; pay is an amount beside them."""

_READ: dict[str, Callable[[str], int]] = {
    "authorized": cells.count,
    "filled": cells.count,
    "fte": cells.hundredths,
    "fte_authorized": cells.hundredths,
    "pay": cells.amount_of_money(0),
}
FTE_AUTHORIZED = "fte_authorized"
"""Full-time equivalents that are authorized: of each unit, beside the posts, of which it makes none."""
IN_FTE = {"authorized": FTE_AUTHORIZED, "filled": "fte"}
"""What figures are where full-time equivalents are counted, and no posts or people."""
IN_HUNDREDTHS = frozenset(("fte", "fte_authorized"))
_GROUPS = re.compile(r"[1-9][0-9]{0,2}([.,'’ \u00a0\u202f])[0-9]{3}(?:\1[0-9]{3})*")
_DECIMALS = re.compile(r"[0-9]{1,9}[.,][0-9]{3,}")
_PERCENT = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?)\s*[%\u066a\uff05]")


@dataclass
class FiguresRead:
    """Hold what the distinct texts of a column of figures say: numbers, what is none, what was rounded, how thousands part."""

    numbers: dict[str, int | None] = field(default_factory=dict)
    faults: dict[str, Message] = field(default_factory=dict)
    rounded: list[str] = field(default_factory=list)
    parted_by: str = ""


def read_figures(key: str, texts: Sequence[str], *, percent: bool = False) -> FiguresRead:
    """Read the distinct texts of a column of figures; full-time equivalents in hundredths, yearly pay in whole units.

    >>> read_figures("pay", ["142,000", "71,500"]).numbers
    {'142,000': 142000, '71,500': 71500}
    >>> read_figures("fte", ["80%", "0.125"]).numbers, read_figures("fte", ["80"], percent=True).numbers
    ({'80%': 80, '0.125': 12}, {'80': 80})
    """
    read = FiguresRead(parted_by=parted_by(list(map(western, texts))) if key not in IN_HUNDREDTHS else "")
    for text in texts:
        read.numbers[text] = None
        try:
            number = _number(key, western(text), read, percent=percent) if text else None
            if number is not None and number < 0:
                raise ValueError(Message.of("{text!r} is below zero", text=text))
            read.numbers[text] = number
        except ValueError as error:
            read.faults[text] = Message.of("{key}: {error}; it is kept as missing", key=key, error=error.args[0])
    return read


def western(text: str) -> str:
    r"""Write a number of other digits (Arabic, Persian, those of India, Thai) by those from 0 to 9.

    >>> western("\u0661\u0662\u066b\u0665"), western("\u0e51\u0e52"), western("12 posts")
    ('12.5', '12', '12 posts')
    """
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else _ARABIC.get(sign, sign) for sign in text)


_ARABIC = {"\u066b": ".", "\u066c": ","}


def _number(key: str, text: str, read: FiguresRead, *, percent: bool) -> int:
    if key in IN_HUNDREDTHS:
        return _fte(key, text, read, percent=percent)
    if read.parted_by and _GROUPS.fullmatch(text):
        return _READ[key](text.replace(read.parted_by, ""))
    return _READ[key](text)


def _fte(key: str, text: str, read: FiguresRead, *, percent: bool) -> int:
    """Read full-time equivalents as hundredths; more decimals are rounded, half to even."""
    said = _PERCENT.fullmatch(text)
    if said or percent:
        exact = Fraction((said[1] if said else text).replace(",", ".")) if said or _is_plain(text) else None
        if exact is not None:
            return _rounded(exact, text, read)
    if _DECIMALS.fullmatch(text) and Fraction(text.replace(",", ".")) < 1:
        return _rounded(Fraction(text.replace(",", ".")) * 100, text, read)
    return _READ[key](text)


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?", text) is not None


def _rounded(exact: Fraction, text: str, read: FiguresRead) -> int:
    if exact.denominator > 1:
        read.rounded.append(text)
    return cells.count(str(round(exact)))


def parted_by(texts: Sequence[str]) -> str:
    """Give the sign that parts thousands in a column of whole numbers; empty where one cell alone, or decimals, may have it.

    >>> parted_by(["142,000", "71,500"]), parted_by(["1,000", "2,000"]), parted_by(["1,500", "2,5"])
    (',', '', '')
    """
    marked = [text for text in texts if re.search(r"[^0-9]", text) and any(map(str.isdigit, text))]
    found = [_GROUPS.fullmatch(text) for text in marked]
    signs = {one[1] for one in found if one is not None}
    if len(found) < 2 or None in found or len(signs) > 1:
        return ""
    sign = signs.pop()
    sure = sign not in ".," or any(
        text.count(sign) > 1 or text.rpartition(sign)[2].strip("0") for text in marked
    )  # 1,000 alone may be 1
    return sign if sure else ""
