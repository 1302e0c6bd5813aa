"""Money in words: amounts with their currency, measures of money, and the date and base pay that they are priced at."""

from __future__ import annotations

from orgmodel.core.money import Money
from orgmodel.core.names import text_in
from orgmodel.core.quantities import decimals_of
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.words.measures import measure_name
from orgmodel.words.numbers import date, number

MONEY_MEASURES = ("cost_year", "cost_one_off")


def money_text(amount: float | None, currency: str, language: str, *, signed: bool = False) -> str:
    """Write an amount with the marks of thousands of the language and its currency; ``?`` where it is not known.

    >>> money_text(1490000, "VND", "vi"), money_text(-31234.5, "GBP", "en"), money_text(None, "GBP", "en")
    ('1.490.000 VND', '-31,234.5 GBP', '?')
    """
    return f"{number(amount, language, signed=signed)} {currency if amount is not None else ''}".rstrip()


def measure_places(id: str, terms: Vocabulary) -> int:
    """Give the decimals that a figure of a measure is written with: those of its currency or declared quantity, but two or more.

    >>> measure_places("cost_year", Vocabulary(money=Money("KWD", 3))), measure_places("units", Vocabulary())
    (3, 2)
    """
    if id in MONEY_MEASURES:
        return max(2, terms.money.decimals) if terms.money is not None else 2
    return max(2, decimals_of(terms.quantities, id))


def measure_title(id: str, terms: Vocabulary, language: str) -> str:
    """Name a measure, in the study's own words if it has any; one of money with its currency, a declared quantity with its unit.

    >>> terms = Vocabulary(money=Money("VND"))
    >>> measure_title("cost_year", terms, "vi"), measure_title("units", terms, "en")
    ('Chi phí trả lương một năm (VND)', 'Units')
    """
    name, money = measure_name(id, language, terms.labels), terms.money
    unit = money.currency if id in MONEY_MEASURES and money is not None else ""
    if id in terms.quantities:
        unit = text_in(terms.quantities[id].unit, language)
    return f"{name} ({unit})" if unit else name


def priced_line(money: Money | None, at: str | None, language: str, *, compared: bool = True) -> str:
    """Say of which date base pay and grades are that yearly cost is worked out with, of both states where two are compared.

    >>> from orgmodel.core.money import BasePay
    >>> priced_line(Money("VND", base_pays=(BasePay(1_490_000, "2019-07-01", "38/2019/NĐ-CP"),)), "2020-01-01", "en")
    'Pay in VND, before and after as of 1 January 2020; base pay 1,490,000 VND a month from 1 July 2019 (38/2019/NĐ-CP)'
    """
    said, vietnamese = money or Money(), language == "vi"
    unit = f" ({said.currency})" if vietnamese else f" in {said.currency}"
    if not said.currency:
        unit = " (chưa nêu đơn vị tiền tệ)" if vietnamese else " (currency not stated)"
    states = (" trước và sau" if vietnamese else ", before and after") if compared else ""
    if at:
        when = f" tính theo ngày {date(at, language)}" if vietnamese else f" as of {date(at, language)}"
    else:
        when = " theo mức ban hành sau cùng" if vietnamese else " as laid down last"
    parts = [f"{'Lương' if vietnamese else 'Pay'}{unit}{states}{when}"]
    base = said.base_pay(at)
    if base is not None:
        amount = money_text(base.amount / said.unit, said.currency, language)
        since = f" {'từ' if vietnamese else 'from'} {date(base.begins, language)}" if base.begins else ""
        told = f"mức lương cơ sở {amount} một tháng" if vietnamese else f"base pay {amount} a month"
        parts.append(f"{told}{since}{_by(base.src)}")
    if said.concurrent:
        share = f"{number(said.concurrent / 100, language)}%"
        told = f"phụ cấp kiêm nhiệm {share}" if vietnamese else f"a second post adds {share}"
        parts.append(f"{told}{_by(said.concurrent_src)}")
    return "; ".join(parts)


def _by(src: str) -> str:
    return f" ({src})" if src else ""
