"""The money that a study declares: its currency, base pay by date, what a second post adds, and the date it is priced at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from orgmodel.core.dates import first_day
from orgmodel.core.estimates import LARGEST
from orgmodel.core.messages import Message

MOST_DECIMALS = 3
MOST_DIGITS = len(str(LARGEST))
TOO_LARGE = "{text!r} is too large to be a figure of an organisation"


@dataclass(frozen=True, slots=True)
class BasePay:
    """Hold the monthly base pay from a date on (None: always), in the smallest unit, and where it is laid down."""

    amount: int
    begins: str | None = None
    src: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """Hold what a study says of money; amounts are whole numbers of its smallest unit.

    ``currency`` is written beside amounts (a code such as VND), ``decimals`` are those that an amount may have: the
    smallest unit is one of the last. ``at`` is the date whose base pay and grades every state is measured at (None: the
    date of the state before). ``concurrent`` is what a second post adds to its holder's pay, in hundredths of a per cent
    of the first post's (None: nothing is said, and nothing added), by ``concurrent_src``.
    """

    currency: str = ""
    decimals: int = 0
    at: str | None = None
    base_pays: tuple[BasePay, ...] = ()
    concurrent: int | None = None
    concurrent_src: str = ""

    @property
    def unit(self) -> int:
        """Give how many of the smallest unit one of the currency is."""
        return int(10**self.decimals)

    def base_pay(self, date: str | None) -> BasePay | None:
        """Give the base pay in force on a date: the last that has begun; without a date the last of all.

        >>> money = Money("VND", base_pays=(BasePay(1_390_000, "2018-07-01"), BasePay(1_490_000, "2019-07-01")))
        >>> money.base_pay("2019-01-31").amount, money.base_pay("2017")
        (1390000, None)
        """
        begun = [one for one in self.base_pays if has_begun(one.begins, date)]
        return max(begun, key=lambda one: begins_on(one.begins), default=None)


def begins_on(date: str | None) -> str:
    """Give the day from which a date counts, to sort by; none, or an unknown one, comes first."""
    return "" if date in (None, "", "?") else first_day(str(date))


def has_begun(begins: str | None, date: str | None) -> bool:
    """Tell whether what begins on one date is in force on another; a year or month counts from its first day.

    >>> has_begun("2019-07", "2019-07-01"), has_begun("2020", "2019-12-31"), has_begun(None, "2019")
    (True, False, True)
    """
    return date is None or begins_on(begins) <= first_day(date)


def smallest_units(text: str, decimals: int) -> int:
    """Read an amount of money as a whole number of the smallest unit; decimals of zeros are passed over.

    Raises ValueError for what is no amount, and for one that is finer than the currency of the study.

    >>> smallest_units("1490000", 0), smallest_units("31234.5", 2), smallest_units("12.00", 0)
    (1490000, 3123450, 12)
    """
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise ValueError(
            Message.of("{text!r} is not an amount of money; leave it blank where it is not known", text=text)
        )
    if amount.adjusted() >= MOST_DIGITS:
        raise ValueError(Message.of(TOO_LARGE, text=text))
    scaled = amount.scaleb(decimals)
    if abs(scaled) > LARGEST:
        raise ValueError(Message.of(TOO_LARGE, text=text))
    if scaled != scaled.to_integral_value():
        raise ValueError(
            Message.of(
                "{text!r} is finer than the currency of the study, which has {decimals} decimals (money: decimals:)",
                text=text,
                decimals=decimals,
            )
        )
    return int(scaled)


def amount_text(amount: int, decimals: int) -> str:
    """Write an amount as files hold it: without marks of thousands, with the decimals of the currency.

    >>> amount_text(3123450, 2), amount_text(-5, 2), amount_text(1490000, 0)
    ('31234.50', '-0.05', '1490000')
    """
    if not decimals:
        return str(amount)
    whole, part = divmod(abs(amount), 10**decimals)
    return f"{'-' if amount < 0 else ''}{whole}.{part:0{decimals}}"
