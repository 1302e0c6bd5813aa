"""Dates as strangers write them, read by a stated convention: each distinct text once, the doubtful ones refused."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from orgmodel.core.dates import is_day
from orgmodel.core.messages import Message
from orgmodel.io.importers.months import MONTHS

DAY_FIRST, MONTH_FIRST, EXCEL = "day first", "month first", "excel"
BUDDHIST, SHORT_YEARS = "buddhist era", "short years"
LAST_DAY, FIRST_DAY_WITHOUT = "last day", "first day without"
NO_END = frozenset(("2999-12-31", "4712-12-31", "9999-12-30", "9999-12-31", "9999-12", "9999"))
"""The days by which registers and personnel systems write that something has no end."""

Convention = Literal["day first", "month first", "excel", "buddhist era", "short years"]
Ends = Literal["last day", "first day without"]


def _listed(given: object) -> object:
    return [given] if isinstance(given, str) else given


def _one_order(given: list[Convention]) -> list[Convention]:
    if DAY_FIRST in given and MONTH_FIRST in given:
        raise ValueError(Message.of("dates are day first or month first, not both"))
    return given


Dates = Annotated[list[Convention], BeforeValidator(_listed), AfterValidator(_one_order)]
"""How a map says that dates are written: one convention, or a list of them (``[day first, excel]``)."""

_YEAR_FIRST = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?\.?")
_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_EAST_ASIAN = re.compile(r"([0-9]{4})\s*[年년](?:\s*([0-9]{1,2})\s*[月월](?:\s*([0-9]{1,2})\s*[日일])?)?")
_ERA = re.compile(
    r"(民國|令和|平成|昭和|大正|明治)\s*([0-9]{1,3}|元)\s*(?:年\s*(?:([0-9]{1,2})\s*月(?:\s*([0-9]{1,2})\s*日)?)?|[-/.]([0-9]{1,2})[-/.]([0-9]{1,2}))"
)
_ERAS = {"民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_REPUBLIC = re.compile(r"(1[0-9]{2})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_VIETNAMESE = re.compile(r"(?:(?:ngày\s+)?([0-9]{1,2})\s+)?tháng\s+([0-9]{1,2})(?:\s+năm\s+|\s*[/-]\s*)([0-9]{4})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})\.?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2}|[^\W\d_]+\.?)\2'?([0-9]{2})")
_LATEST_SHORT_YEAR = 68
"""Two digits up to these are of this century, those above of the last: so POSIX reads them, and most programs."""
_BUDDHIST_YEARS = 543
_NO_YEARS = frozenset(day[:4] for day in NO_END)
_BUDDHIST = range(2440, 2650)
_BUDDHIST_SIGN = re.compile(r"(?:พ\s?\.?\s?ศ\s?\.?|\bb\.?\s?e\.?)\s*(?=[0-9]{4})", re.IGNORECASE)
_BUDDHIST_YEAR = re.compile(r"(?<![0-9])(2[4-6][0-9]{2})(?=[0-9]{4}(?![0-9])|(?![0-9]))")
_THAI = re.compile(r"(?:วันที่\s*)?(?:([0-9]{1,2})\s*)?([\u0e01-\u0e4e.]+?)\s*([0-9]{4})")
_NAMED = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de\s+)?)?([^\W\d_]+)\.?(?:[\s-]+|\s+de\s+)([0-9]{4})"
)
_NAMED_FIRST = re.compile(r"([^\W\d_]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_TIME = re.compile(
    r"(.+?)(?:T|\s+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?\s*(AM|PM)?\s*(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_BASIC_TIME = re.compile(r"([0-9]{8})T([0-9]{2})([0-9]{2})([0-9]{2})?()(Z|[+-][0-9]{2}:?[0-9]{2})?")
_NUMBER = re.compile(r"([0-9]{1,7})(?:\.[0-9]+)?")
_LAST_SERIAL, _NO_DAY, _FIRST_YEARS = 2_958_465, 60, 2200
_MIDNIGHT_IN_THE_EAST = 10
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_EPOCH = datetime.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class DatesRead:
    """Hold what the distinct texts of a column mean.

    ``days`` gives a day, month or year (``2019-04-01``, ``2019-04``, ``2019``) or ``?`` of each text, None of a blank
    and of one that means no end; ``no_end`` are the texts of the latter, to be told once; ``faults`` says of each text
    that could not be read what to do, and ``days`` has None of it.
    """

    days: Mapping[str, str | None]
    faults: Mapping[str, Message]
    no_end: tuple[str, ...] = ()


def read_dates(texts: Iterable[str], dates: Sequence[str] = ()) -> DatesRead:
    """Read the distinct texts of a column by a convention; each is read once.

    >>> read = read_dates(["2019-04-01T00:00:00", "31.12.9999", "", "01/04/2019"])
    >>> read.days["2019-04-01T00:00:00"], read.no_end, str(read.faults["01/04/2019"])[:43]
    ('2019-04-01', ('31.12.9999',), "'01/04/2019' is 2019-04-01 or 2019-01-04; s")
    """
    days: dict[str, str | None] = {}
    faults: dict[str, Message] = {}
    no_end = []
    for text in dict.fromkeys(texts):
        days[text] = None
        if not text.strip():
            continue
        try:
            day = date_of(text, tuple(dates))
        except ValueError as error:
            faults[text] = error.args[0]
            continue
        if day in NO_END:
            no_end.append(text)
        else:
            days[text] = day
    return DatesRead(days, faults, tuple(no_end))


def date_of(text: str, dates: tuple[str, ...] = ()) -> str:
    """Read one date as a day, a month, a year, or ``?`` for unknown; a time of day is left out.

    Raises ValueError where it is none, or where several readings are left, with what to say in the map.

    >>> date_of("20190401"), date_of("2019-04-01T00:00:00Z"), date_of("1 April 2019"), date_of("2019年4月1日")
    ('2019-04-01', '2019-04-01', '2019-04-01', '2019-04-01')
    >>> date_of("01/04/2019", ("day first",)), date_of("01/04/2019", ("month first",)), date_of("13/04/2019")
    ('2019-04-01', '2019-01-04', '2019-04-13')
    >>> date_of("43556", ("excel",)), date_of("04/2019"), date_of("2019")
    ('2019-04-01', '2019-04', '2019')
    >>> date_of("令和6年4月1日"), date_of("民國101年5月20日"), date_of("101/05/20")
    ('2024-04-01', '2012-05-20', '2012-05-20')
    >>> date_of("1 เม.ย. 2567", ("buddhist era",)), date_of("1/4/19", ("day first", "short years"))
    ('2024-04-01', '2019-04-01')
    >>> date_of("1/4/19", ("day first",))
    Traceback (most recent call last):
    ValueError: '1/4/19' has a year of two digits; write all four, or say dates: [short years] in the map
    """
    given = " ".join(text.translate(_DIGITS).split())
    if given == "?":
        return given
    bare = _BUDDHIST_SIGN.sub("", given)
    if bare != given or BUDDHIST in dates:
        given = _of_common_era(text, bare, dates)
    if EXCEL in dates and (found := _NUMBER.fullmatch(given)):
        return _of_serial(given, int(found[1]))
    found = _BASIC_TIME.fullmatch(given) or _TIME.fullmatch(given)
    if found:
        _check_time(given, found)
        given = found[1]
    named = _parts(given)
    if named is not None:
        return _joined(text, *named)
    found = _YEAR_LAST.fullmatch(given)
    if found:
        return _year_last(text, int(found[1]), int(found[3]), int(found[4]), dates)
    if short := _SHORT_YEAR.fullmatch(given):
        if SHORT_YEARS not in dates:
            told = "{text!r} has a year of two digits; write all four, or say dates: [short years] in the map"
            raise ValueError(Message.of(told, text=text))
        first, sign, second, year = short.groups()
        century = 2000 if int(year) <= _LATEST_SHORT_YEAR else 1900
        return date_of(f"{first}{sign}{second}{sign}{century + int(year)}", dates)
    if (found := _NUMBER.fullmatch(given)) and _NO_DAY < int(found[1]) <= _LAST_SERIAL:
        raise ValueError(
            Message.of(
                "{text!r} is no date, or the number by which Excel writes {example}; if so, say dates: excel in the map",
                text=text,
                example=(_EPOCH + datetime.timedelta(int(found[1]))).isoformat(),
            )
        )
    raise ValueError(Message.of("{text!r} is not a date; write 2018-12-01, 2018-12 or 2018", text=text))


def _parts(given: str) -> tuple[int, int | None, int | None] | None:
    """Give year, month and day where the writing leaves no doubt which is which; None where it is another."""
    for pattern, order in (
        (_BASIC, (1, 2, 3)),
        (_YEAR_FIRST, (1, 3, 4)),
        (_EAST_ASIAN, (1, 2, 3)),
        (_VIETNAMESE, (3, 2, 1)),
        (_MONTH_YEAR, (2, 1, 0)),
    ):
        found = pattern.fullmatch(given if pattern is not _VIETNAMESE else given.casefold())
        if found:
            year, month, day = (int(found[at]) if at and found[at] else None for at in order)
            return (year or 0, month, day)
    if era := _ERA.fullmatch(given):
        year = _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        month_of, day_of = era[3] or era[5], era[4] or era[6]
        return year, int(month_of) if month_of else None, int(day_of) if day_of else None
    if republic := _REPUBLIC.fullmatch(given):  # years of three digits are those of the Republic of China
        return _ERAS["民國"] + int(republic[1]), int(republic[3]), int(republic[4])
    if (thai := _THAI.fullmatch(given)) and (month := MONTHS.get(thai[2].replace(".", ""))):
        return int(thai[3]), month, int(thai[1]) if thai[1] else None
    for pattern, (year_at, month_at, day_at) in ((_NAMED, (3, 2, 1)), (_NAMED_FIRST, (3, 1, 2))):
        found = pattern.fullmatch(given)
        if found and (month := MONTHS.get(found[month_at].casefold())):
            return int(found[year_at]), month, int(found[day_at]) if found[day_at] else None
    return None


def _joined(text: str, year: int, month: int | None, day: int | None) -> str:
    if not is_day(year, 1 if month is None else month, 1 if day is None else day):
        raise ValueError(Message.of("{text!r} is not a day of the calendar", text=text))
    return f"{year:04}" + ("" if month is None else f"-{month:02}") + ("" if day is None else f"-{day:02}")


def _year_last(text: str, first: int, second: int, year: int, dates: tuple[str, ...]) -> str:
    """Read 01/04/2019 by the order that the map says, or where only one order is a day."""
    orders = [one for one in dates if one in (DAY_FIRST, MONTH_FIRST)]
    readings = {DAY_FIRST: (second, first), MONTH_FIRST: (first, second)}
    days = {
        order: f"{year:04}-{month:02}-{day:02}"
        for order, (month, day) in readings.items()
        if is_day(year, month, day) and (order in orders or not orders)
    }
    if len(set(days.values())) == 1:
        return next(iter(days.values()))
    if days:
        raise ValueError(
            Message.of(
                "{text!r} is {first} or {second}; say dates: day first, or dates: month first, in the map",
                text=text,
                first=days[DAY_FIRST],
                second=days[MONTH_FIRST],
            )
        )
    order = orders[0] if orders else ""
    told = "{text!r} is not a day of the calendar, read as the map says ({order})" if order else ""
    raise ValueError(Message.of(told or "{text!r} is not a day of the calendar", text=text, order=order))


def _of_common_era(text: str, given: str, dates: tuple[str, ...]) -> str:
    """Put the year of the common era (2024) into a text in place of that of the Buddhist one (2567); what has neither is refused."""
    if short := _SHORT_YEAR.fullmatch(given):  # 67 is 2567
        return f"{given[: short.start(4)]}{2500 + int(short[4]) - _BUDDHIST_YEARS}" if SHORT_YEARS in dates else given
    found = _BUDDHIST_YEAR.search(given)
    if found:
        return f"{given[: found.start()]}{int(found[1]) - _BUDDHIST_YEARS}{given[found.end() :]}"
    if given[:4] in _NO_YEARS or given[-4:] in _NO_YEARS or (EXCEL in dates and _NUMBER.fullmatch(given)):
        return given
    message = "{text!r} has no year of the Buddhist era, and the map says that years are of it"
    raise ValueError(Message.of(message, text=text))


def _check_time(text: str, found: re.Match[str]) -> None:
    """Refuse a time that is none, and a full hour of universal time which is midnight of the day after in the east."""
    hour, minute, second = (int(part or 0) for part in found.groups()[1:4])
    half, zone = found[5], found[6]
    if hour > 23 + (minute == second == 0) or minute > 59 or second > 60 or (half and not 1 <= hour <= 12):
        raise ValueError(Message.of("{text!r} is not a date; write 2018-12-01, 2018-12 or 2018", text=text))
    universal = zone is not None and zone.upper().replace(":", "").lstrip("+-") in ("Z", "UTC", "GMT", "0000")
    if hour == 24 or (universal and hour >= _MIDNIGHT_IN_THE_EAST and not second and minute in (0, 30)):
        told = "{text!r} may mean the midnight with which the day after begins; write the day alone"
        raise ValueError(Message.of(told, text=text))


def _of_serial(text: str, number: int) -> str:
    """Read the number of a day in Excel's system of 1900, which has a 29 February 1900."""
    if number == _NO_DAY or not 1 <= number <= _LAST_SERIAL:
        raise ValueError(Message.of("{text!r} is not a day of the calendar", text=text))
    day = (_EPOCH + datetime.timedelta(number + (number < _NO_DAY))).isoformat()
    if 1800 <= number < _FIRST_YEARS:
        told = "{text!r} is a year, or the number by which Excel writes {example}; write the day"
        raise ValueError(Message.of(told, text=text, example=day))
    return day


def order_seen(texts: Iterable[str]) -> Literal["day first", "month first", ""] | None:
    """Tell by some texts in which order day and month stand; nothing where none tells, None where they contradict.

    >>> order_seen(["13/04/2019", "01/04/2019"]), order_seen(["01/04/2019"]), order_seen(["13/04/2019", "04/13/2019"])
    ('day first', '', None)
    """
    firsts = seconds = 0
    for text in dict.fromkeys(texts):
        found = _TIME.fullmatch(text.strip())
        parts = _YEAR_LAST.fullmatch(found[1] if found else text.strip())
        if parts:
            firsts += int(parts[1]) > 12
            seconds += int(parts[3]) > 12
    if firsts and seconds:
        return None
    return "day first" if firsts else "month first" if seconds else ""


def conventions_of(texts: Iterable[str]) -> tuple[list[str], Message | None]:
    """Tell by some texts by which conventions dates are written, and what is to be asked where none tells.

    >>> conventions_of(["13/04/2567", "01/04/2567"]), str(conventions_of(["1/2/2019"])[1])
    ((['day first', 'buddhist era'], None), 'day first, or month first? no date tells')
    """
    some = [" ".join(text.translate(_DIGITS).split()) for text in dict.fromkeys(texts) if text.strip()]
    order = order_seen(some)
    found: list[str] = [order] if order else []
    years = [_BUDDHIST_YEAR.search(text) for text in some if text[:4] not in _NO_YEARS and text[-4:] not in _NO_YEARS]
    ahead = [year is not None and int(year[1]) in _BUDDHIST for year in years]
    if ahead and all(ahead):
        found.append(BUDDHIST)
    elif any(ahead):
        told = "some years may be of the Buddhist era, and others are not: write all of them in one way"
        return found, Message.of(told)
    if any(map(_SHORT_YEAR.fullmatch, some)):
        told = "years have two digits: write all four, or say [day first, short years] (to 68 of this century)"
        return found, Message.of(told)
    if order is None or any(_is_doubtful(text, tuple(found)) for text in some):
        return found, Message.of("day first, or month first? no date tells")
    return found, None


def _is_doubtful(text: str, dates: tuple[str, ...]) -> bool:
    try:
        date_of(text, dates)
    except ValueError as error:
        return "say dates" in str(error) and not _NUMBER.fullmatch(text)
    return False


def first_day_without(day: str, ends: str) -> str:
    """Give the first day (month, year) without what ends on a day, which is the last with it, or the first without.

    >>> first_day_without("2015-12-31", "last day"), first_day_without("2015-12", "last day")
    ('2016-01-01', '2016-01')
    >>> first_day_without("2016-01-01", "first day without")
    '2016-01-01'
    """
    if ends != LAST_DAY or day == "?":
        return day
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 1:
        return f"{parts[0] + 1:04}"
    if len(parts) == 2:
        year, month = divmod(parts[0] * 12 + parts[1], 12)
        return f"{year:04}-{month + 1:02}"
    return (datetime.date(*parts) + datetime.timedelta(1)).isoformat()
