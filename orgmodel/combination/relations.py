"""How two steps of different scenarios stand to each other: what each wants of a record, who depends on whom, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from orgmodel.combination.steps import SourceStep
from orgmodel.core.change_rows import differing, key_text, shown
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location
from orgmodel.core.records import Key, Record
from orgmodel.words.messages import message_text

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


COMMUTE, BEFORE, SAME, CONFLICT = "commute", "before", "same", "conflict"
"""Their order does not matter; the first must come before the second; they do the same, and one is enough; or they cannot
both be carried out as they are."""


@dataclass(frozen=True)
class Intent:
    """What a step, which stands at a place in a file, wants a record to be; None: that it ends, which ``fate`` tells how."""

    scenario: str
    step: str
    after: Record | None
    at: Location | None = None
    fate: str = ""


@dataclass(frozen=True)
class Relation:
    """How two steps stand to each other, over which record (if over one), what each wants of it, and why."""

    kind: str
    first: Intent
    second: Intent
    table: str = ""
    key: Key = ""
    fields: tuple[str, ...] = ()
    why: str = ""


def intent(source: SourceStep, after: Record | None = None, key: Key = "") -> Intent:
    """Tell what a step wants of a record (of none: that it is carried out at all)."""
    fate = source.fates.get(key) if after is None and isinstance(key, str) else None
    return Intent(source.scenario, source.name, after, source.step.at, "" if fate is None else fate.in_words())


def between(kind: str, first: SourceStep, second: SourceStep, why: str) -> Relation:
    """Say how two steps stand to each other as wholes."""
    return Relation(kind, intent(first), intent(second), why=why)


PLACES = ("parent", "unit", "from_", "to")
"""The fields of a record that name the unit which it is in, under, or leads to."""


def check_dependencies(chains: Sequence[Sequence[SourceStep]], after: Structure) -> list[Relation]:
    """List the records that a scenario puts in a unit which another one ends, and that are elsewhere in the end.

    Where the unit lives on in one that it was merged into or split into, what was put there goes along: the first step
    has to come before the second. Where it was dissolved, the two want different things.
    """
    relations: list[Relation] = []
    for chain in chains:
        last = {(change.table, change.key): (source, change.after) for source in chain for change in source.changes}
        for (table, key), (source, wanted) in last.items():
            if wanted is None or table == "ended":
                continue
            final = after.table(table).get(key)
            for unit in _places_lost(wanted, final):
                ender = _ender(chains, source, unit)
                if ender is not None and _is_news(source, table, key):
                    relations.append(_relation(source, ender, table, key, wanted, final, unit))
    return relations


def _places_lost(wanted: Record, final: Record | None) -> Iterator[str]:
    for field in PLACES:
        unit = getattr(wanted, field, None)
        if isinstance(unit, str) and (final is None or getattr(final, field) != unit):
            yield unit


def _is_news(source: SourceStep, table: str, key: Key) -> bool:
    """Tell whether a step put the record where it is, rather than only changing it there."""
    change = next(one for one in source.changes if (one.table, one.key) == (table, key))
    return change.before is None or any(field in PLACES for field in change.fields)


def _ender(chains: Sequence[Sequence[SourceStep]], source: SourceStep, unit: str) -> SourceStep | None:
    others = (one for chain in chains for one in chain if one.turn != source.turn)
    return next((one for one in others if unit in one.fates), None)


def _relation(
    source: SourceStep, ender: SourceStep, table: str, key: Key, wanted: Record, final: Record | None, unit: str
) -> Relation:
    fate = ender.fates[unit]
    field = next(name for name in PLACES if getattr(wanted, name, None) == unit)
    place = getattr(final, field, None) if final is not None else None
    lost = fate.verb == "dissolve"
    goes = Message.of("would be in {place}", place=place) if place is not None else Message.of("would be there no more")
    why = Message.of(
        "{unit} ends ({fate}), and the first puts this in it; carried out before, it {goes}",
        unit=unit,
        fate=fate.in_words(),
        goes=goes,
    )
    return Relation(
        CONFLICT if lost else BEFORE, intent(source, wanted), intent(ender, final, key), table, key, (field,), why
    )


RELATION_COLUMNS = (
    "kind",
    "first",
    "second",
    "table",
    "key",
    "first_wants",
    "second_wants",
    "why",
    "first_at",
    "second_at",
)


def relation_rows(relations: Iterable[Relation], language: str) -> list[dict[str, Any]]:
    """List how the steps of combined scenarios stand to each other: over which record, and what each wants of it."""
    return [
        {
            "kind": one.kind,
            "first": f"{one.first.scenario}:{one.first.step}",
            "second": f"{one.second.scenario}:{one.second.step}",
            "table": one.table or None,
            "key": key_text(one.key) or None,
            "first_wants": _wanted(one, one.first, one.second),
            "second_wants": _wanted(one, one.second, one.first),
            "why": message_text(one.why, language) or None,
            "first_at": None if one.first.at is None else str(one.first.at),
            "second_at": None if one.second.at is None else str(one.second.at),
        }
        for one in relations
    ]


def _wanted(relation: Relation, intent: Intent, other: Intent) -> str | None:
    if not relation.table:
        return None
    if intent.after is None:
        return f"ends: {intent.fate}" if intent.fate else "ends"
    told = []
    for name in relation.fields or tuple(_plain_fields(intent.after)):
        value = getattr(intent.after, name)
        if isinstance(value, tuple) and other.after is not None:
            value = differing(value, getattr(other.after, name))
        told.append(f"{name.rstrip('_')}: {shown(value)}")
    return ", ".join(told)


def _plain_fields(record: Record) -> list[str]:
    kept = ("unit", "parent", "rank", "authorized", "to")
    return [field.name for field in fields(record) if field.name in kept]
