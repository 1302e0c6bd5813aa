"""Operation schema: numbers as files and Python give them, and never a flag, a number in sixteens or a power of ten."""

from __future__ import annotations

import re
from collections.abc import Callable
from numbers import Integral
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from orgmodel.core.figures import LARGEST
from orgmodel.core.messages import Message
from orgmodel.core.money import TOO_LARGE
from orgmodel.core.numerals import hundredths, number_parts, refuse_unclear, whole
from orgmodel.operations.expected import NUMBER_FORM

_LIKE_ONE = re.compile("[-+\u2212]?[0-9][0-9., \u00a0\u202f'’]*|[-+]?[.][0-9]+")


def plain_number(value: float | None) -> str:
    """Write a number as a file would have it; nothing of none.

    >>> plain_number(10.0), plain_number(0.5), plain_number(None)
    ('10', '0.5', '')
    """
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else str(float(value))


def _given(value: Any, read: Callable[[str], Any], kind: str) -> Any:
    """Read a number by what a reader of texts makes of it; ``kind`` is the error of what is no number."""
    is_number = isinstance(value, int | float | Integral) and not isinstance(value, bool)
    if not is_number and not isinstance(value, str):
        raise PydanticCustomError(kind, "number")
    text = str(value).strip()
    if not _LIKE_ONE.fullmatch(text):
        if not is_number or text in ("inf", "-inf", "nan"):
            raise PydanticCustomError(kind, "number")
        why = Message.of("{text} is not written in digits; write {plain}", text=text, plain=plain_number(value))
        raise PydanticCustomError(NUMBER_FORM, "number", {"why": why})
    try:
        return read(text.removesuffix("."))
    except ValueError as error:
        why = error.args[0]
        if getattr(why, "template", "") == TOO_LARGE:
            return _beyond(text)
        raise PydanticCustomError(NUMBER_FORM, "number", {"why": why}) from None


def _beyond(text: str) -> int:
    """Give a number that is too large for a figure, as far as tells so, to be refused by the bound of its field."""
    sign = "-" if text[0] in "-\u2212" else ""
    return int(sign + re.split("[^0-9]", text.lstrip("+-\u2212"))[0][:30])


def _number(text: str) -> float:
    refuse_unclear(text)
    if re.fullmatch(r"[+-]?[0-9]*[.][0-9]+", text):  # a point before decimals, be they three
        return float(text)
    sign, digits, decimals = number_parts(text)
    return float(f"{sign}{digits}.{decimals or 0}")


def _led(text: str) -> str:
    """Give a number that begins with its point, as YAML may write it, the zero that cells have there."""
    return re.sub("^([-+\u2212]?)[.]", r"\g<1>0.", text)


def _whole(value: Any) -> Any:
    return _given(value, lambda text: whole(_led(text)), "int_type")


def _two_decimals(value: Any) -> Any:
    return _given(value, lambda text: hundredths(_led(text)) / 100, "float_type")


def _any_number(value: Any) -> Any:
    return _given(value, _number, "float_type")


def _plainest(value: Any) -> Any:
    number: float = _any_number(value)
    return int(number) if number.is_integer() else number


def number_said(value: Any) -> int | float | None:
    """Give a number that somebody says, be it in digits of a text; None for anything else, such as a flag or 0x10.

    >>> number_said(3), number_said("2,5"), number_said(True), number_said("1_000")
    (3, 2.5, None, None)
    """
    try:
        found: int | float = _plainest(value)
    except PydanticCustomError:
        return None
    return found


WHOLE = BeforeValidator(_whole)
"""Let a whole number come as one: 3, 3.0, or the digits of a cell."""
TWO_DECIMALS = BeforeValidator(_two_decimals)
"""Let a figure that is kept in hundredths have two decimals at most."""
ANY_NUMBER = BeforeValidator(_any_number)
"""Let a number have any decimals, but not such as may be thousands."""
PLAINEST = BeforeValidator(_plainest, json_schema_input_type=Annotated[float, Field(ge=0, le=LARGEST)])
"""Let an amount have any decimals, and be whole where it has none, so that it is written as it was."""
