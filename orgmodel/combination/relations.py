"""How two steps of different scenarios stand to each other, and what each wants of the record over which they meet."""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.combination.pieces import Piece
from orgmodel.core.problems import Location
from orgmodel.core.records import Key, Record

COMMUTE, BEFORE, SAME, CONFLICT = "commute", "before", "same", "conflict"
"""Their order does not matter; the first must come before the second; they do the same, and one is enough; or they cannot
both be carried out as they are."""


@dataclass(frozen=True)
class Wish:
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
    first: Wish
    second: Wish
    table: str = ""
    key: Key = ""
    fields: tuple[str, ...] = ()
    why: str = ""


def wish(piece: Piece, after: Record | None = None, key: Key = "") -> Wish:
    """Tell what a step wants of a record (of none: that it is carried out at all)."""
    fate = piece.fates.get(key) if after is None and isinstance(key, str) else None
    return Wish(piece.scenario, piece.name, after, piece.step.at, "" if fate is None else fate.told())


def between(kind: str, first: Piece, second: Piece, why: str) -> Relation:
    """Say how two steps stand to each other as wholes."""
    return Relation(kind, wish(first), wish(second), why=why)
