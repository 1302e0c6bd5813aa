"""What a heading of pay says beside it: the currency, as its code or spelt, and whether it is of a year."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from orgmodel.io.importers.known.composed import folded

_CODE = re.compile(r"\W+\(?([A-Z]{3})\)?\s*$")
_WORD = re.compile(r"(?:[\s,;]+|\s*[(\[\uff08])([^\s()\[\]\uff08\uff09]{1,10}?)\.?\s*[)\]\uff09]?\s*$")
_OF_A_YEAR = re.compile(
    "annual|annuel|anual|anuale|annua|annuo|year|jahres|jährlich|jaar|årlig|årslön|årsløn|vuosi|roczn|roční|ročn|évi|godi\u0161|"
    "\u0433\u043e\u0434\u043e\u0432|\u0440\u0456\u0447\u043d|y\u0131ll\u0131k|tahunan|年|연봉|연간|سنوي|שנתי|n\u0103m"
)


@cache
def _currencies() -> dict[str, str]:
    with Path(__file__).with_name("currencies.csv").open(encoding="utf-8", newline="") as file:
        return {folded(row["word"]): row["currency"] for row in csv.DictReader(file)}


def currency_of(text: str) -> tuple[str, str]:
    """Give the currency with which a heading ends, and the heading without it; both empty where it has none.

    >>> currency_of("Annual pay (GBP)"), currency_of("Wynagrodzenie (zł)"), currency_of("Unit")
    (('GBP', 'Annual pay'), ('PLN', 'Wynagrodzenie'), ('', ''))
    """
    if said := _CODE.search(text):
        return said[1], text[: said.start()]
    word = _WORD.search(text)
    code = _currencies().get(folded(word[1]), "") if word else ""
    return (code, text[: word.start()]) if word and code else ("", "")


def speaks_of_a_year(text: str) -> bool:
    """Tell whether a heading of pay says that it is of a year.

    >>> speaks_of_a_year("Annual salary (EUR)"), speaks_of_a_year("Jahresgehalt"), speaks_of_a_year("Salary")
    (True, True, False)
    """
    return _OF_A_YEAR.search(text.casefold()) is not None
