"""The day that the name of a sheet or file bears: 2024, Staff 31.12.2024, FY24."""

from __future__ import annotations

import re

from orgmodel.io.importers.dates import DAY_FIRST, date_of
from orgmodel.io.importers.known.composed import days_in, without_days
from orgmodel.io.importers.known.tables import plain

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SHORT_YEAR = re.compile(r"fy\s*['’]?([0-9]{2})", re.IGNORECASE)
_QUARTER = re.compile(r"q([1-4])\s*((?:19|20)[0-9]{2})", re.IGNORECASE)
_FIRST_DIGIT = re.compile(r"[^0-9]*")


def day_in(name: str) -> str:
    """Give the one day, month or year in a name, empty where there is none or several.

    >>> day_in("2024"), day_in("Staff_2024-06-30"), day_in("Q2 2025"), day_in("Stellen am 30. Juni 2024")
    ('2024', '2024-06-30', '2025-04', '2024-06-30')
    >>> day_in("FY24"), day_in("2024/25"), day_in("Roads"), day_in("2023 to 2024")
    ('2024', '2024', '', '')
    """
    found = days_in(name.replace("_", " "))
    return _day(found[0]) if len(found) == 1 else ""


def without_day(name: str) -> str:
    """Give a name without its day, as words.

    >>> without_day("Staff 2024") == without_day("staff_2025"), without_day("2024")
    (True, '')
    """
    return plain(without_days(name.replace("_", " ")))


def _day(text: str) -> str:
    if quarter := _QUARTER.search(text):
        return f"{quarter[2]}-{int(quarter[1]) * 3 - 2:02}"
    for said in (text, text[_FIRST_DIGIT.match(text).end() :]):  # type: ignore[union-attr]
        for dates in ((), (DAY_FIRST,)):
            try:
                return date_of(said.strip(), dates)
            except ValueError:
                continue
    if year := _YEAR.search(text):
        return year[0]
    return f"20{short[1]}" if (short := _SHORT_YEAR.search(text)) else ""
