"""What a cell's text means: numbers exact, dates as given, yes and no; a ValueError says what was expected."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from orgmodel.core.dates import date, first_day
from orgmodel.core.messages import Message
from orgmodel.core.money import MOST_DIGITS, smallest_units
from orgmodel.core.numerals import NUMBER, bounded, count, hundredths, number_parts, whole
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


def remainder(text: str) -> int:
    """Read how many units a row stands for, one at least; `?` is an unknown number, which is kept as 0.

    >>> remainder("3"), remainder("?")
    (3, 0)
    """
    if text == UNKNOWN_DATE:
        return NUMBER_UNKNOWN
    number = count(text)
    if number == NUMBER_UNKNOWN:
        raise ValueError(Message.of("a row stands for one unit at least; write ? where nobody knows for how many"))
    return number


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
        return bounded(int(sign + digits + part[:decimals].ljust(decimals, "0")), text)

    return read


def _amount(text: str, decimals: int, *, comma: bool) -> tuple[str, str, str]:
    found = NUMBER.fullmatch(text) if decimals > 2 and ("." in text or (comma and "," in text)) else None
    if found is None or len(found[2]) > MOST_DIGITS:
        return number_parts(text)
    return found[1], found[2], found[3] or ""


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
