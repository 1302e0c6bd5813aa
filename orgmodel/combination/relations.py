"""How two steps of different scenarios stand to each other: what each wants of a record, who depends on whom, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

    def __str__(self) -> str:
        """Name the step as a reader of the scenarios would."""
        return f"{self.scenario}:{self.step}"


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
    enders = [source for chain in chains for source in chain if source.fates]
    for chain in chains:
        last = {(change.table, change.key): (source, change) for source in chain for change in source.changes}
        for (table, key), (source, change) in last.items():
            final = after.table(table).get(key)
            for field in PLACES if change.after is not None and table != "ended" else ():
                unit, place = (getattr(record, field, None) for record in (change.after, final))
                ender = next((one for one in enders if unit in one.fates and not one.turns & source.turns), None)
                if ender is not None and place != unit and (change.before is None or field in change.fields):
                    fate, told = ender.fates[str(unit)], Message.of("would be there no more")
                    why = Message.of(
                        "{unit} ends ({fate}), and the first puts this in it; carried out before, it {goes}",
                        unit=unit,
                        fate=fate.in_words(),
                        goes=told if place is None else Message.of("would be in {place}", place=place),
                    )
                    wishes = intent(source, change.after), intent(ender, final, key)
                    kind = CONFLICT if fate.verb == "dissolve" else BEFORE
                    relations.append(Relation(kind, *wishes, table, key, (field,), why))
    return relations


RELATION_COLUMNS = (
    "kind", "first", "second", "table", "key", "first_wants", "second_wants", "why", "first_at", "second_at",
)  # fmt: skip


def relation_rows(relations: Iterable[Relation], language: str) -> list[dict[str, Any]]:
    """List how the steps of combined scenarios stand to each other: over which record, and what each wants of it."""
    rows: list[tuple[Any, ...]] = []
    for one in relations:
        sides = one.first, one.second
        wants = _wanted(one, *sides), _wanted(one, *sides[::-1])
        places = [None if side.at is None else str(side.at) for side in sides]
        why = message_text(one.why, language)
        rows.append(
            (one.kind, *map(str, sides), one.table or None, key_text(one.key) or None, *wants, why or None, *places)
        )
    return [dict(zip(RELATION_COLUMNS, row, strict=True)) for row in rows]


def _wanted(relation: Relation, intent: Intent, other: Intent) -> str | None:
    if not relation.table:
        return None
    if intent.after is None:
        return f"ends: {intent.fate}" if intent.fate else "ends"
    told = []
    plain = [field.name for field in fields(intent.after) if field.name in TOLD]
    for name in relation.fields or plain:
        value = getattr(intent.after, name)
        if isinstance(value, tuple) and other.after is not None:
            value = differing(value, getattr(other.after, name))
        told.append(f"{name.rstrip('_')}: {shown(value)}")
    return ", ".join(told)


TOLD = ("unit", "parent", "rank", "authorized", "to")
"""The fields that are told of a record of which no single one is in question."""
