"""What a cell's text means: numbers exact, dates as given, yes and no; a ValueError says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from orgmodel.core.dates import date, first_day
from orgmodel.core.estimates import LARGEST
from orgmodel.core.messages import Message
from orgmodel.core.money import MOST_DIGITS, TOO_LARGE, smallest_units
from orgmodel.core.records import NUMBER_UNKNOWN, UNKNOWN_DATE
from orgmodel.core.schema import NO, YES

__all__ = [
    "amount_of_money",
    "amount_of_quantity",
    "count",
    "date",
    "first_day",
    "hundredths",
    "remainder",
    "whole",
    "yes_no",
]

_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:[.,]([0-9]+))?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[., \u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]+)?")
_THREE_DECIMALS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_UNCLEAR = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{2}0")  # thousands, or two decimals and a zero


def whole(text: str) -> int:
    """Read a whole number; a decimal part of zeros is passed over, since Excel and pandas write 12.0.

    >>> whole("02"), whole("12,0")
    (2, 12)
    >>> whole("1.000")
    Traceback (most recent call last):
    ValueError: '1.000' has a separator of thousands; write 1000
    """
    sign, digits, decimals = _number(text)
    if decimals.strip("0"):
        raise ValueError(Message.of("{text!r} is not a whole number; posts and people are counted whole", text=text))
    return _bounded(int(sign + digits), text)


def count(text: str) -> int:
    """Read a whole number that is not below zero.

    >>> count("3")
    3
    """
    number = whole(text)
    if number < 0:
        raise ValueError(Message.of("{text!r} is below zero; a count starts at 0", text=text))
    return number


def remainder(text: str) -> int:
    """Read how many units a row stands for; `?` is an unknown number, which is kept as 0.

    >>> remainder("3"), remainder("?")
    (3, 0)
    """
    return NUMBER_UNKNOWN if text == UNKNOWN_DATE else count(text)


def hundredths(text: str) -> int:
    """Read a number with at most two decimals, after a point or a comma, as exact hundredths.

    >>> hundredths("12,5"), hundredths("-0.25"), hundredths("3")
    (1250, -25, 300)
    """
    if _UNCLEAR.fullmatch(text):
        plain = re.sub("[.,]", "", text)
        raise ValueError(
            Message.of(
                "{text!r} reads in two ways; write {plain} or {longer}",
                text=text,
                plain=plain,
                longer=text.rstrip("0").rstrip(".,"),
            )
        )
    if _THREE_DECIMALS.fullmatch(text):
        raise ValueError(
            Message.of(
                "{text!r}: two decimals at most, such as {short}; where it is thousands, write {plain}",
                text=text,
                short=text[:-1],
                plain=re.sub("[.,]", "", text),
            )
        )
    sign, digits, decimals = _number(text)
    if decimals[2:].strip("0"):
        raise ValueError(
            Message.of("{text!r} has more than two decimals; this figure is kept in hundredths", text=text)
        )
    return _bounded(int(sign + digits + decimals[:2].ljust(2, "0")), text)


@lru_cache
def amount_of_money(decimals: int, *, comma: bool = False) -> Callable[[str], int]:
    """Give the reader of amounts of money with so many decimals: whole numbers of the smallest unit.

    Where it has three, a point always stands before decimals, and so does a comma where the study writes one.

    >>> amount_of_money(2)("31234,5"), amount_of_money(0)("1490000")
    (3123450, 1490000)
    """

    def read(text: str) -> int:
        sign, digits, part = _amount(text, decimals, comma=comma)
        return smallest_units(f"{sign}{digits}.{part or 0}", decimals)

    return read


@lru_cache
def amount_of_quantity(decimals: int, *, comma: bool = False) -> Callable[[str], int]:
    """Give the reader of a quantity with so many decimals: whole numbers of the last of them.

    Where it has three or more, a point always stands before decimals, and so does a comma where the study writes one.

    >>> amount_of_quantity(2)("12,5"), amount_of_quantity(0)("300"), amount_of_quantity(3)("1.234")
    (1250, 300, 1234)
    >>> amount_of_quantity(3, comma=True)("1,234")
    1234
    """

    def read(text: str) -> int:
        sign, digits, part = _amount(text, decimals, comma=comma)
        if part[decimals:].strip("0"):
            raise ValueError(
                Message.of(
                    "{text!r} is finer than its quantity, which has {decimals} decimals (quantities: decimals:)",
                    text=text,
                    decimals=decimals,
                )
            )
        return _bounded(int(sign + digits + part[:decimals].ljust(decimals, "0")), text)

    return read


def _amount(text: str, decimals: int, *, comma: bool) -> tuple[str, str, str]:
    found = _NUMBER.fullmatch(text) if decimals > 2 and ("." in text or (comma and "," in text)) else None
    if found is None or len(found[2]) > MOST_DIGITS:
        return _number(text)
    return found[1], found[2], found[3] or ""


def _number(text: str) -> tuple[str, str, str]:
    text = text.replace("\u2212", "-")
    if _GROUPED.fullmatch(text):
        plain = re.sub(r"[., \u00a0\u202f'’](?=[0-9]{3}(?![0-9]))", "", text)
        raise ValueError(Message.of("{text!r} has a separator of thousands; write {plain}", text=text, plain=plain))
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(
            Message.of("{text!r} is not a number; leave the cell blank where the figure is not known", text=text)
        )
    sign, digits, decimals = found.groups()
    if len(digits) > MOST_DIGITS:  # before it is made a number
        raise ValueError(Message.of(TOO_LARGE, text=text[:20]))
    return sign, digits, decimals or ""


def _bounded(number: int, text: str) -> int:
    if abs(number) > LARGEST:
        raise ValueError(Message.of(TOO_LARGE, text=text[:20]))
    return number


def yes_no(text: str) -> bool:
    """Read yes or no.

    >>> yes_no("yes"), yes_no("không")
    (True, False)
    """
    word = text.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(Message.of("{text!r} is neither yes nor no", text=text))
