"""Dates as papers give them: a day, a month, a year, or unknown."""

from __future__ import annotations

import datetime
import re

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def date(text: str) -> str:
    """Read a date as its source gives it: a day, a month, a year, or ``?`` for unknown.

    >>> date("2018-12"), date("?")
    ('2018-12', '?')
    >>> date("1/12/2018")
    Traceback (most recent call last):
    ValueError: '1/12/2018' is not a date; write year-month-day: 2018-12-01 if the day comes first
    """
    if text == "?":
        return text
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(
            Message.of("{text!r} is not a date; {how_to_write}", text=text, how_to_write=_how_to_write(text))
        )
    if not is_day(*(int(part) if part else 1 for part in found.groups())):
        raise ValueError(Message.of("{text!r} is not a day of the calendar", text=text))
    return text


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has a day.

    >>> is_day(2024, 2, 29), is_day(2023, 2, 29)
    (True, False)
    """
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _how_to_write(text: str, *, may_be_unknown: bool = True) -> str:
    if told := meant_date(text):
        return told
    if not may_be_unknown:
        return Message.of("write 2018-12-01, 2018-12 or 2018")
    return Message.of("write 2018-12-01, 2018-12, 2018, or ? where it is unknown")


def meant_date(text: str) -> str:
    """Say how a day that is written otherwise is written here; nothing for what is no day.

    >>> meant_date("31/12/2024"), meant_date("soon")
    ('write year-month-day: 2024-12-31 if the day comes first', '')
    """
    found = _DAY_FIRST.fullmatch(text)
    if found:
        day, month, year = (int(part) for part in found.groups())
        if is_day(year, month, day):
            return Message.of(
                "write year-month-day: {example} if the day comes first", example=f"{year:04}-{month:02}-{day:02}"
            )
    found = _YEAR_FIRST.fullmatch(text)
    if found and is_day(*(int(part) for part in found.groups())):
        year, month, day = (int(part) for part in found.groups())
        return Message.of("write {example}", example=f"{year:04}-{month:02}-{day:02}")
    return ""


def first_day(text: str) -> str:
    """Give the day from which a date counts where an order is needed: the first of its month or year.

    >>> first_day("2018"), first_day("2018-12")
    ('2018-01-01', '2018-12-01')
    """
    return text + "0000-01-01"[len(text) :]


def day_of(date: object) -> str:
    """Give the first day that a date means, as text; takes a date, a datetime, or a text such as 2018, 2018-12, 2018-12-01.

    Raises ProblemsError for anything else.

    >>> day_of("2018-12"), day_of(datetime.date(2020, 2, 5))
    ('2018-12-01', '2020-02-05')
    """
    if isinstance(date, datetime.date) and date == date:  # pandas has a date that is none, equal to nothing
        return date.isoformat()[:10]
    if isinstance(date, str) and _DATE.fullmatch(date):
        try:
            return first_day(_read_date(date))
        except ValueError as error:
            raise ProblemsError([Problem("DATE", error.args[0], date)]) from None
    how = _how_to_write(str(date), may_be_unknown=False)
    message = Message.of("{text!r} is not a date; {how_to_write}", text=date, how_to_write=how)
    raise ProblemsError([Problem("DATE", message, str(date))])


_read_date = date
