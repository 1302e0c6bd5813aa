"""Dates as strangers write them: each spelling by hand, Excel's numbers against openpyxl, and what is doubtful refused."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel

from orgmodel.io.importers.dates import NO_END, date_of, first_day_without, order_seen, read_dates
from orgmodel.io.importers.months import MONTHS


@pytest.mark.parametrize(
    ("text", "dates", "day"),
    [
        ("2019-04-01", (), "2019-04-01"),
        ("20190401", (), "2019-04-01"),
        ("20190401", ("excel",), "2019-04-01"),
        ("2019-04-01T00:00:00", (), "2019-04-01"),
        ("2019-04-01T00:00:00Z", (), "2019-04-01"),
        ("2019-04-01T00:00:00.000+07:00", (), "2019-04-01"),
        ("2019-04-01 00:00", (), "2019-04-01"),
        ("20190401T000000Z", (), "2019-04-01"),
        ("4/1/2019 12:00:00 AM", ("month first",), "2019-04-01"),
        ("2019-04-01T14:03:07Z", (), "2019-04-01"),
        ("2019-4-1", (), "2019-04-01"),
        ("2019/04/01", (), "2019-04-01"),
        ("2019.04.01.", (), "2019-04-01"),
        ("2019", (), "2019"),
        ("2019-04", (), "2019-04"),
        ("2019/4", (), "2019-04"),
        ("04/2019", (), "2019-04"),
        ("01/04/2019", ("day first",), "2019-04-01"),
        ("1.4.2019", ("day first",), "2019-04-01"),
        ("01-04-2019", ("day first", "excel"), "2019-04-01"),
        ("04/01/2019", ("month first",), "2019-04-01"),
        ("13/04/2019", (), "2019-04-13"),
        ("04/13/2019", ("excel",), "2019-04-13"),
        ("04/04/2019", (), "2019-04-04"),
        ("01-APR-2019", (), "2019-04-01"),
        ("1st April 2019", (), "2019-04-01"),
        ("April 1, 2019", (), "2019-04-01"),
        ("Apr 2019", (), "2019-04"),
        ("1. März 2019", (), "2019-03-01"),
        ("1er août 2019", (), "2019-08-01"),
        ("1 de abril de 2019", (), "2019-04-01"),
        ("ngày 1 tháng 4 năm 2019", (), "2019-04-01"),
        ("tháng 4/2019", (), "2019-04"),
        ("2019年4月1日", (), "2019-04-01"),
        ("2019년 4월 1일", (), "2019-04-01"),
        ("43556", ("excel",), "2019-04-01"),
        ("43556.0", ("excel",), "2019-04-01"),
        ("?", (), "?"),
    ],
)
def test_a_date_is_read_in_whatever_way_it_is_written(text, dates, day):
    """A date is read in whatever way it is written."""
    assert date_of(text, dates) == day


@pytest.mark.parametrize(
    ("text", "dates", "told"),
    [
        ("01/04/2019", (), "is 2019-04-01 or 2019-01-04; say dates: day first, or dates: month first, in the map"),
        ("01/04/2019", ("excel",), "is 2019-04-01 or 2019-01-04"),
        ("13/04/2019", ("month first",), "read as the map says (month first)"),
        ("31/02/2019", (), "not a day of the calendar"),
        ("2019-02-30", (), "not a day of the calendar"),
        ("2019-13", (), "not a day of the calendar"),
        ("20191301", (), "not a day of the calendar"),
        ("1/4/19", ("day first",), "a year of two digits; write all four, or say"),
        ("01-APR-19", (), "a year of two digits; write all four, or say"),
        ("43556", (), "the number by which Excel writes 2019-04-01; if so, say dates: excel in the map"),
        ("60", ("excel",), "not a day of the calendar"),
        ("2019", ("excel",), "is a year, or the number by which Excel writes 1905-07-11"),
        ("2019-03-31T17:00:00Z", (), "may mean the midnight with which the day after begins"),
        ("2019-03-31T24:00:00", (), "may mean the midnight with which the day after begins"),
        ("2019-03-31T25:00:00", (), "not a date"),
        ("soon", (), "not a date; write 2018-12-01"),
        ("1 Foo 2019", (), "not a date"),
        ("", (), "not a date"),
    ],
)
def test_what_is_doubtful_or_no_date_is_refused_with_what_to_do(text, dates, told):
    """What is doubtful or no date is refused with what to do."""
    with pytest.raises(ValueError, match=re.escape(told)):
        date_of(text, dates)


@given(st.dates(datetime.date(1906, 1, 1), datetime.date(2998, 12, 31)))
def test_the_numbers_of_excel_are_what_openpyxl_reads(day):
    """The numbers of excel are what openpyxl reads."""
    number = (day - datetime.date(1899, 12, 30)).days
    assert date_of(str(number), ("excel",)) == from_excel(number).date().isoformat() == day.isoformat()


def test_the_numbers_of_excel_before_its_29_february_are_a_day_less():
    """The numbers of excel before its 29 february are a day less."""
    assert [date_of(str(number), ("excel",)) for number in (1, 59, 61)] == ["1900-01-01", "1900-02-28", "1900-03-01"]


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2998, 12, 31)), st.sampled_from("/.-"))
def test_a_day_is_one_day_in_all_its_spellings(day, mark):
    """A day is one day in all its spellings."""
    spellings = {
        (): [
            day.isoformat(),
            f"{day:%Y%m%d}",
            f"{day:%Y}{mark}{day.month}{mark}{day.day}",
            f"{day.isoformat()}T00:00:00Z",
        ],
        ("day first",): [f"{day.day}{mark}{day.month}{mark}{day:%Y}"],
        ("month first",): [f"{day.month}{mark}{day.day}{mark}{day:%Y}"],
    }
    for dates, texts in spellings.items():
        assert {date_of(text, dates) for text in texts} == {day.isoformat()}


@pytest.mark.parametrize(
    "text", ["9999-12-31", "31.12.9999", "12/31/9999", "99991231", "2999-12-31", "4712-12-31", "9999-12-31T23:59:59"]
)
def test_the_signs_of_no_end_are_no_dates(text):
    """The signs of no end are no dates."""
    read = read_dates([text, "2019-04-01"])
    assert (read.days, read.no_end, dict(read.faults)) == ({text: None, "2019-04-01": "2019-04-01"}, (text,), {})


def test_every_name_of_a_month_means_one():
    """Every name of a month means one."""
    from orgmodel.io.importers import months

    names = [name for line in months._NAMES for name in line.split()]
    assert len(names) == len(set(names))
    assert set(MONTHS.values()) == set(range(1, 13))


def test_the_order_is_told_by_what_only_one_order_reads():
    """The order is told by what only one order reads."""
    assert order_seen(["01/04/2019", "31.12.2019 00:00:00"]) == "day first"
    assert order_seen(["01/04/2019", "12/31/2019"]) == "month first"
    assert order_seen(["31/12/2019", "12/31/2019"]) is None
    assert order_seen(["2019-04-01", "01/04/2019"]) == ""


@pytest.mark.parametrize(
    ("day", "without"), [("2016-02-28", "2016-02-29"), ("2015-12", "2016-01"), ("2015", "2016"), ("?", "?")]
)
def test_the_last_day_is_followed_by_the_first_without(day, without):
    """The last day is followed by the first without."""
    assert first_day_without(day, "last day") == without
    assert first_day_without(day, "first day without") == day


def test_no_sign_of_no_end_is_a_date_that_registers_use():
    """No sign of no end is a date that registers use."""
    assert all(day[:4] in ("2999", "4712", "9999") for day in NO_END)
