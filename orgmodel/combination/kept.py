"""Whether each scenario still gets what it wants, once another one has ended a unit that it wants something under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from orgmodel.combination.pieces import Piece
from orgmodel.combination.relations import BEFORE, CONFLICT, Relation, wish
from orgmodel.core.records import Key, Record

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

PLACES = ("parent", "unit", "from_", "to")
"""The fields of a record that name the unit which it is in, under, or leads to."""


def unkept(chains: Sequence[Sequence[Piece]], after: Structure) -> list[Relation]:
    """List the records that a scenario puts in a unit which another one ends, and that are elsewhere in the end.

    Where the unit lives on in one that it was merged into or split into, what was put there goes along: the first step
    has to come before the second. Where it was dissolved, the two want different things.
    """
    relations: list[Relation] = []
    for chain in chains:
        last = {(change.table, change.key): (piece, change.after) for piece in chain for change in piece.changes}
        for (table, key), (piece, wanted) in last.items():
            if wanted is None or table == "ended":
                continue
            final = after.table(table).get(key)
            for unit in _places_lost(wanted, final):
                ender = _ender(chains, piece, unit)
                if ender is not None and _is_news(piece, table, key):
                    relations.append(_relation(piece, ender, table, key, wanted, final, unit))
    return relations


def _places_lost(wanted: Record, final: Record | None) -> Iterator[str]:
    for field in PLACES:
        unit = getattr(wanted, field, None)
        if isinstance(unit, str) and (final is None or getattr(final, field) != unit):
            yield unit


def _is_news(piece: Piece, table: str, key: Key) -> bool:
    """Tell whether a step put the record where it is, rather than only changing it there."""
    change = next(one for one in piece.changes if (one.table, one.key) == (table, key))
    return change.before is None or any(field in PLACES for field in change.fields)


def _ender(chains: Sequence[Sequence[Piece]], piece: Piece, unit: str) -> Piece | None:
    others = (one for chain in chains for one in chain if one.turn != piece.turn)
    return next((one for one in others if unit in one.fates), None)


def _relation(
    piece: Piece, ender: Piece, table: str, key: Key, wanted: Record, final: Record | None, unit: str
) -> Relation:
    fate = ender.fates[unit]
    field = next(name for name in PLACES if getattr(wanted, name, None) == unit)
    place = getattr(final, field, None) if final is not None else None
    lost = fate.verb == "dissolve"
    goes = f"would be in {place}" if place is not None else "would be there no more"
    why = f"{unit} ends ({fate.told()}), and the first puts this in it; carried out before, it {goes}"
    return Relation(
        CONFLICT if lost else BEFORE, wish(piece, wanted), wish(ender, final, key), table, key, (field,), why
    )
