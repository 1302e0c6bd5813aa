"""Numbers as people write them in cells and files: exact, with a point or a comma, and never read in two ways."""

from __future__ import annotations

import re

from orgmodel.core.estimates import LARGEST
from orgmodel.core.messages import Message
from orgmodel.core.money import MOST_DIGITS, TOO_LARGE

NUMBER = re.compile(r"([+-]?)([0-9]+)(?:[.,]([0-9]+))?")
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
    sign, digits, decimals = number_parts(text)
    if decimals.strip("0"):
        raise ValueError(Message.of("{text!r} is not a whole number; posts and people are counted whole", text=text))
    return bounded(int(sign + digits), text)


def count(text: str) -> int:
    """Read a whole number that is not below zero.

    >>> count("3")
    3
    """
    number = whole(text)
    if number < 0:
        raise ValueError(Message.of("{text!r} is below zero; a count starts at 0", text=text))
    return number


def hundredths(text: str) -> int:
    """Read a number with at most two decimals, after a point or a comma, as exact hundredths.

    >>> hundredths("12,5"), hundredths("-0.25"), hundredths("3")
    (1250, -25, 300)
    """
    refuse_unclear(text)
    if _THREE_DECIMALS.fullmatch(text):
        raise _many_decimals(text, text[:-1])
    sign, digits, decimals = number_parts(text)
    if decimals[2:].strip("0"):
        raise _many_decimals(text, text[: len(text) - len(decimals) + 2])
    return bounded(int(sign + digits + decimals[:2].ljust(2, "0")), text)


def _many_decimals(text: str, short: str) -> ValueError:
    """Refuse decimals beyond two, with what is near: of what would be nothing, the least that can be written."""
    if not short.strip("+-\u22120.,"):
        short = f"{short[:-1]}1"
    return ValueError(Message.of("{text!r}: two decimals at most, such as {short}", text=text, short=short))


def refuse_unclear(text: str) -> None:
    """Refuse three decimals that end in a zero: they are thousands as well as two decimals; ValueError."""
    if _UNCLEAR.fullmatch(text):
        plain, longer = re.sub("[.,]", "", text), text.rstrip("0").rstrip(".,")
        message = "{text!r} reads in two ways; write {plain} or {longer}"
        raise ValueError(Message.of(message, text=text, plain=plain, longer=longer))


def number_parts(text: str) -> tuple[str, str, str]:
    """Take a number apart into its sign, digits and decimals; ValueError for thousands that are parted, and for anything else."""
    text = text.replace("\u2212", "-")
    if _GROUPED.fullmatch(text):
        plain = re.sub(r"[., \u00a0\u202f'’](?=[0-9]{3}(?![0-9]))", "", text)
        raise ValueError(Message.of("{text!r} has a separator of thousands; write {plain}", text=text, plain=plain))
    found = NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(
            Message.of("{text!r} is not a number; leave the cell blank where the figure is not known", text=text)
        )
    sign, digits, decimals = found.groups()
    if len(digits) > MOST_DIGITS:  # before it is made a number
        raise ValueError(Message.of(TOO_LARGE, text=text))
    return sign, digits, decimals or ""


def bounded(number: int, text: str) -> int:
    """Give a figure that is not beyond any organisation; ValueError otherwise."""
    if abs(number) > LARGEST:
        raise ValueError(Message.of(TOO_LARGE, text=text))
    return number
