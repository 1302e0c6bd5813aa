"""How the steps of combined scenarios stand to each other, as rows for tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from orgmodel.combination.relations import Relation, Wish
from orgmodel.core.change_rows import differing, key_text, shown
from orgmodel.core.records import Record

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


def relation_rows(relations: Iterable[Relation]) -> list[dict[str, Any]]:
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
            "why": one.why or None,
            "first_at": None if one.first.at is None else str(one.first.at),
            "second_at": None if one.second.at is None else str(one.second.at),
        }
        for one in relations
    ]


def _wanted(relation: Relation, wish: Wish, other: Wish) -> str | None:
    if not relation.table:
        return None
    if wish.after is None:
        return f"ends: {wish.fate}" if wish.fate else "ends"
    told = []
    for name in relation.fields or tuple(_plain_fields(wish.after)):
        value = getattr(wish.after, name)
        if isinstance(value, tuple) and other.after is not None:
            value = differing(value, getattr(other.after, name))
        told.append(f"{name.rstrip('_')}: {shown(value)}")
    return ", ".join(told)


def _plain_fields(record: Record) -> list[str]:
    kept = ("unit", "parent", "rank", "authorized", "to")
    return [field.name for field in fields(record) if field.name in kept]
