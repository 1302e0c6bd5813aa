"""Dates as sources give them: a day, a month, a year, unknown, or none; compared without making them exact."""

from __future__ import annotations

import datetime

from orgmodel.core.records import UNKNOWN_DATE


def known(date: str | None) -> bool:
    """Tell whether a date says anything.

    >>> known("2020"), known("?"), known("unknown"), known(None)
    (True, False, False, False)
    """
    return date not in (None, "", UNKNOWN_DATE, "unknown")


def first_day(date: str) -> str:
    """Give the first day that a date can mean.

    >>> first_day("2020"), first_day("2020-02"), first_day("2020-02-05")
    ('2020-01-01', '2020-02-01', '2020-02-05')
    """
    return date + "-01" * (2 - date.count("-"))


def last_day(date: str) -> str:
    """Give the last day that a date can mean.

    >>> last_day("2020"), last_day("2020-02"), last_day("2020-02-05")
    ('2020-12-31', '2020-02-29', '2020-02-05')
    """
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return date
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (following - datetime.timedelta(days=1)).isoformat()


def within(date: str | None, from_: str | None, to: str | None) -> bool:
    """Tell whether a date lies from one day until before another; an open side, or no date, is always within.

    >>> within("2025-03-01", "2020-11-25", "2025-03-01"), within("2025-02-28", "2020-11-25", "2025-03-01")
    (False, True)
    """
    if date is None:
        return True
    day = first_day(date)
    return (from_ is None or first_day(from_) <= day) and (to is None or day < first_day(to))


def years_after(date: str, years: int) -> str:
    """Give the day some years later; 29 February becomes 1 March.

    >>> years_after("2026-01-10", 5), years_after("2024-02-29", 1)
    ('2031-01-10', '2025-03-01')
    """
    day = datetime.date.fromisoformat(first_day(date))
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:
        return datetime.date(day.year + years, 3, 1).isoformat()


def days_between(earlier: str, later: str) -> int:
    """Count the days from one full date to another.

    >>> days_between("2022-10-31", "2022-11-01")
    1
    """
    return (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days
