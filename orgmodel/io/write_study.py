"""What a structure knows of its study as study.yaml: its date and the words that it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.money import Money, amount_text
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.scenario.write import yaml_text

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

Data = dict[str, Any]


def study_text(structure: Structure) -> str:
    """Write study.yaml of a structure whose tables stand beside it: its date, and all that its words differ in from the usual.

    Grades stand in a table of their own.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> print(study_text(Structure.of([Unit("a")], terms=Vocabulary(levels=("city",)), as_of="2025")), end="")
    baseline: "."
    as_of: "2025"
    language: en
    levels: [city]
    """
    terms, usual = structure.terms, Vocabulary()
    told: Data = {"as_of": structure.as_of, "language": terms.language or None}
    for name in ("kinds", "levels", "blocks", "categories", "lines", "subordination", "known_share", "states"):
        value = getattr(terms, name)
        if value != getattr(usual, name):
            told[name] = list(value) if isinstance(value, tuple) else value if isinstance(value, float) else dict(value)
    named = terms.names_of_quantities  # which stand with the quantities
    own = {key: dict(names) for key, names in terms.labels.items() if names != named.get(key)}
    told["labels"] = own or None
    told["money"] = None if terms.money is None else _money(terms.money)
    told["quantities"] = {id: _quantity(one) for id, one in terms.quantities.items()} or None
    if terms.csv != PLAIN:
        told["csv"] = csv_data(terms.csv)
    told["covers"] = "part" if terms.is_part else None
    return yaml_text({"baseline": ".", **{key: value for key, value in told.items() if value is not None}})


def csv_data(habit: CsvHabit) -> Data:
    """Give a habit of CSV as data."""
    told: Data = {"separator": habit.separator, "decimal": habit.decimal}
    return told if habit.bom is None else told | {"bom": habit.bom}


def _quantity(one: DeclaredQuantity) -> Data:
    told = {"names": dict(one.names), "unit": dict(one.unit), "decimals": one.decimals}
    return {key: value for key, value in told.items() if value} | {"split": one.split}


def _money(money: Money) -> Data:
    def amount(value: int) -> float | int:
        text = amount_text(value, money.decimals)
        return float(text) if "." in text else int(text)

    told: Data = {"currency": money.currency, "decimals": money.decimals, "at": money.at}
    told["base_pay"] = [
        {key: value for key, value in (("amount", amount(one.amount)), ("from", one.begins), ("src", one.src)) if value}
        for one in money.base_pays
    ]
    if money.concurrent is not None:
        told["concurrent"] = {"percent": money.concurrent / 100, "src": money.concurrent_src}
    return {key: value for key, value in told.items() if value not in (None, [])}
