"""How two steps of different scenarios stand to each other: what each wants of a record, who depends on whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.combination.steps import Fate, SourceStep
from orgmodel.core.change_rows import key_text
from orgmodel.core.messages import Message, Parts, series
from orgmodel.core.problems import Location
from orgmodel.core.records import Key, Record

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
    fate: Fate | None = None
    turn: int = 0  # which of the scenarios, from 0

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
    others: tuple[Intent, ...] = ()  # where more than two do not go together

    @property
    def ends(self) -> frozenset[str]:
        """Name the steps that meet."""
        return frozenset(map(str, (self.first, self.second, *self.others)))

    @property
    def turns(self) -> tuple[int, ...]:
        """List which scenarios meet."""
        return tuple(sorted({one.turn for one in (self.first, self.second, *self.others)}))


def intent(source: SourceStep, after: Record | None = None, key: Key = "") -> Intent:
    """Tell what a step wants of a record (of none: that it is carried out at all)."""
    fate = source.fates.get(key) if after is None and isinstance(key, str) else None
    return Intent(source.scenario, source.name, after, source.step.at, fate, source.turn)


def between(kind: str, first: SourceStep, second: SourceStep, why: str) -> Relation:
    """Say how two steps stand to each other as wholes."""
    return Relation(kind, intent(first), intent(second), why=why)


def named(keys: Sequence[Key]) -> str:
    """Name records; of many the first, and how many more there are."""
    texts, rest = [key_text(key) for key in keys[:MOST_NAMED]], len(keys) - MOST_NAMED
    if rest <= 0:
        return series(texts)
    return Message.of("{named}{more}", named=Parts(texts), more=Message.of(" and {count} others", count=rest))


MOST_NAMED = 5

PLACES = ("parent", "unit", "from_", "to")
"""The fields of a record that name the unit which it is in, under, or leads to."""


def dependencies(chains: Sequence[Sequence[SourceStep]], after: Structure) -> list[Relation]:
    """List the records that a scenario puts in a unit which another one ends, and that are elsewhere in the end.

    The first step has to come before the second: where the unit lives on in others what was put there goes along.
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
                    relations.append(Relation(BEFORE, *wishes, table, key, (field,), why))
    return relations
