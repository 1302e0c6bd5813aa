"""Selecting units by criteria as data, and judging them by questions with three answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.core.records import Unit
from orgmodel.operations.effect import NO, UNKNOWN, YES, Refused, refuse
from orgmodel.operations.operation_schema import Ask, Criteria, Criterion
from orgmodel.operations.undeclared import undeclared

if TYPE_CHECKING:
    from orgmodel.core.queries import Queries
    from orgmodel.core.structure import Structure

FIELDS = ("id", "kind", "level", "block", "area", "parent")


def select(base: Structure, reader: Queries, criteria: Criteria) -> list[Unit]:
    """List the units that meet criteria, by id; ``reader`` is the draft (or the structure itself) to read them in.

    Only units of the base and those that began in the draft are looked at; an unknown ``under``, and words that are not
    declared, are refused.
    """
    if wrong := undeclared(base.terms, criteria):
        raise Refused(wrong)
    narrowed = _narrowest(reader, criteria)
    below = _below(reader, base, criteria.under) if criteria.under is not None else None
    return sorted((unit for unit in narrowed if meets(reader, unit, criteria, below)), key=lambda unit: unit.id)


def _narrowest(reader: Queries, criteria: Criteria) -> list[Unit]:
    """List a superset of the selection by the cheapest way there is."""
    if criteria.parent:
        return [child for parent in criteria.parent for child in reader.queries.children_of(parent)]
    return [unit for top in reader.queries.children_of(None) for unit in reader.queries.subtree(top.id)]


def _below(reader: Queries, base: Structure, under: str) -> set[str]:
    if not any(True for _ in reader.group("units", "parent", under)) and base.units.get(under) is None:
        raise refuse(
            "UNKNOWN_UNIT",
            Message.of("no unit {unit!r}{hint}", unit=under, hint=base.hint("units", under)),
            under,
        )
    return {unit.id for child in reader.queries.children_of(under) for unit in reader.queries.subtree(child.id)}


def meets(reader: Queries, unit: Unit, criteria: Criteria, below: set[str] | None = None) -> bool:
    """Tell whether a unit meets criteria; ``below`` is the set of ids under ``criteria.under``."""
    for field in FIELDS:
        words = getattr(criteria, field)
        if words is not None and (getattr(unit, field) or "") not in words:
            return False
    if below is not None and unit.id not in below:
        return False
    if criteria.name_contains is not None:
        wanted = criteria.name_contains.casefold()
        if not any(wanted in text.casefold() for _, text in unit.names):
            return False
    if criteria.has_members is not None and bool(reader.group("members", "unit", unit.id)) != criteria.has_members:
        return False
    if criteria.attribute:
        values = reader.queries.attributes_of(unit.id)
        for name, wanted_value in criteria.attribute.items():
            known = values.get(name)
            if known is None or answer(as_ask(name, wanted_value), known.value) != "yes":
                return False
    return (
        all(meets(reader, unit, one) for one in criteria.all)
        and (not criteria.any or any(meets(reader, unit, one) for one in criteria.any))
        and (criteria.not_ is None or not meets(reader, unit, criteria.not_))
    )


def as_ask(name: str, wanted: object) -> Ask:
    """Make the question that a criterion on an attribute asks."""
    if isinstance(wanted, dict):
        return Ask.model_validate({**wanted, "attribute": name})
    if isinstance(wanted, list):
        return Ask(attribute=name, one_of=[str(one) for one in wanted])
    return Ask(attribute=name, equals=str(wanted))


def answer(ask: Ask, value: str | None) -> str:
    """Answer a question: yes, no, or unknown where there is no value.

    >>> answer(Ask(attribute="n", at_most=1), "1"), answer(Ask(attribute="n", at_most=1), None)
    ('yes', 'unknown')
    """
    if value is None or value == "":
        return "unknown"
    if ask.equals is not None:
        return "yes" if value == str(ask.equals) else "no"
    if ask.one_of is not None:
        return "yes" if value in ask.one_of else "no"
    number = as_number(value)
    if number is None:
        return "unknown"
    if ask.at_least is not None and number < ask.at_least:
        return "no"
    return "no" if ask.at_most is not None and number > ask.at_most else "yes"


def as_number(value: str) -> float | None:
    """Read a number with a decimal comma or point, or None."""
    try:
        return float(value.replace(",", ".").strip().rstrip("%"))
    except ValueError:
        return None


def judge(reader: Queries, unit: str, criteria: list[Criterion]) -> tuple[str, tuple[tuple[str, str, str, str], ...]]:
    """Judge a unit: all answers yes → eligible, any no → not eligible, else it needs judgement; with the evidence."""
    values = reader.queries.attributes_of(unit)
    answers = []
    for one in criteria:
        known = values.get(one.ask.attribute)
        answers.append(
            (
                one.id,
                answer(one.ask, known.value if known else None),
                known.value if known else "",
                known.src if known else "",
            )
        )
    given = {one[1] for one in answers}
    verdict = NO if "no" in given else UNKNOWN if "unknown" in given else YES
    return verdict, tuple(answers)
