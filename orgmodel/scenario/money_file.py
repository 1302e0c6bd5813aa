"""What study.yaml says of money: its keys, checked when they are read, and the record made of them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from orgmodel.core.messages import Message
from orgmodel.core.money import MOST_DECIMALS, BasePay, Money, smallest_units
from orgmodel.operations.operation_schema import Amount, Model, Whole
from orgmodel.operations.written_numbers import TWO_DECIMALS
from orgmodel.scenario.days import Day


def _year(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Since = Annotated[Day, BeforeValidator(_year)]
"""A date, of which a year alone may stand as a number."""


class BasePayFile(Model):
    """The monthly base pay from a date on."""

    amount: Amount
    from_: Since | None = Field(default=None, alias="from")
    src: str = ""


MOST_PERCENT = 10_000
"""A second post that adds more than a hundred times the first's pay is a slip."""


class ConcurrentFile(Model):
    """What a second post adds to its holder's pay, in per cent of the first post's."""

    percent: Annotated[float, Field(ge=0, le=MOST_PERCENT), TWO_DECIMALS]
    src: str = ""


def _percent(value: Any) -> Any:
    return {"percent": value} if isinstance(value, int | float | str) and not isinstance(value, bool) else value


def _base_pay(value: Any) -> Any:
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        return [{"amount": value}]
    return [value] if isinstance(value, dict) else value


class MoneyFile(Model):
    """The money of a study: currency, base pay by date, what a second post adds, grades, and the date of prices."""

    currency: str = Field(min_length=1)
    decimals: Whole = Field(default=0, ge=0, le=MOST_DECIMALS)
    at: Since | None = None
    base_pay: Annotated[
        list[BasePayFile],
        BeforeValidator(_base_pay, json_schema_input_type=float | BasePayFile | list[BasePayFile]),
    ] = Field(default_factory=list)
    concurrent: (
        Annotated[ConcurrentFile, BeforeValidator(_percent, json_schema_input_type=float | ConcurrentFile)] | None
    ) = None
    grades: list[dict[str, Any]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _sound(self) -> MoneyFile:
        for one in self.base_pay:
            smallest_units(str(one.amount), self.decimals)
        begins = [one.from_ or "" for one in self.base_pay]
        if twice := [one for one in begins if begins.count(one) > 1]:
            raise ValueError(
                Message.of("two base pays begin on {date}; each date has one", date=twice[0] or Message.of("no date"))
            )
        return self


def money_of(file: MoneyFile | None, as_of: str | None) -> Money | None:
    """Make the money of a study; prices are those of its baseline's date where it names no other."""
    if file is None:
        return None
    at = file.at if file.at not in (None, "unknown", "?") else as_of
    pays = tuple(
        BasePay(smallest_units(str(one.amount), file.decimals), one.from_, one.src)
        for one in sorted(file.base_pay, key=lambda one: one.from_ or "")
    )
    concurrent = None if file.concurrent is None else round(file.concurrent.percent * 100)
    return Money(
        file.currency, file.decimals, at, pays, concurrent, file.concurrent.src if file.concurrent is not None else ""
    )
