"""What changed between two structures, and what explains it, as rows for tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from orgmodel.core.change import Change
from orgmodel.core.figures import Amount, Estimate
from orgmodel.core.names import text_in
from orgmodel.core.records import Key, Record, Unit
from orgmodel.scenario.combine import Relation, Wish
from orgmodel.scenario.infer import Inference
from orgmodel.scenario.match import Matching

CHANGE_COLUMNS = ("table", "key", "change", "field", "before", "after")
OPERATION_COLUMNS = ("step", "date", "operation", "certainty", "what", "basis")
LINEAGE_COLUMNS = ("before", "after", "event", "certainty")
RELATION_COLUMNS = ("kind", "first", "second", "table", "key", "first_wants", "second_wants", "why")


def change_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """List a row for each record that began or ended, and for each field that changed.

    >>> from orgmodel.core.records import Unit
    >>> [tuple(row.values()) for row in change_rows([Change("units", Unit("a"), Unit("a", parent="b"), "a")])]
    [('units', 'a', 'changed', 'parent', None, 'b')]
    """
    rows: list[dict[str, Any]] = []
    for one in changes:
        place = {"table": one.table, "key": key_text(one.key)}
        if one.before is None or one.after is None:
            kind = "ended" if one.after is None else "begun"
            rows.append({**place, "change": kind, "field": None, "before": None, "after": None})
            continue
        for name in one.fields:
            values = {"before": shown(getattr(one.before, name)), "after": shown(getattr(one.after, name))}
            rows.append({**place, "change": "changed", "field": name.rstrip("_"), **values})
    return rows


def key_text(key: Key) -> str:
    """Write a record's key in one text."""
    return key if isinstance(key, str) else " ".join(key)


def shown(value: Any) -> Any:
    """Give a field's value as a table shows it; what is missing stays None."""
    if isinstance(value, Estimate):
        return str(Amount.of(value, value.source.id))
    if isinstance(value, Unit):
        return value.id
    if isinstance(value, tuple):
        return text_in(value, "vi") or None
    return value if value != "" else None


def operation_rows(inference: Inference, language: str = "vi") -> list[dict[str, Any]]:
    """List the operations that explain the change: step, date, verb, how sure, what it is about, what shows it, data."""
    return [
        {
            "step": one.step.id,
            "date": one.step.effective,
            "operation": one.verb,
            "certainty": one.certainty,
            "what": _about(one.step.do[0]),
            "basis": text_in(one.basis, language),
            "data": one.step.do[0],
        }
        for one in inference.steps
    ]


def _about(data: dict[str, Any]) -> str:
    """Say in one line what an operation takes and where it goes."""
    verb, rest = next(iter(data)), dict(data)
    start, into = rest.pop(verb), rest.get("into", rest.get("to"))
    if isinstance(start, dict):
        start = start.get("posts", list(start.values()))
    return f"{_listed(start)} → {_listed(into)}" if into is not None else _listed(start)


def _listed(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_listed, value))
    if isinstance(value, dict):
        inner = value.get("restores") or value.get("unit") or value.get("post") or value.get("attribute", "")
        return _listed(inner)
    return str(value)


def lineage_rows(inference: Inference) -> list[dict[str, Any]]:
    """List what became of each unit that was touched: the unit before and after, by what event, how sure."""
    sure = {one.step.id: one.certainty for one in inference.steps}
    return [
        {"before": one.before, "after": one.after, "event": one.operation, "certainty": sure[one.step]}
        for one in inference.outcome.lineage
    ]


def matching_rows(matching: Matching) -> dict[str, list[dict[str, Any]]]:
    """List the pairs that are not the same id, and what stayed ambiguous."""
    pairs = [(table, pair) for table in ("units", "posts") for pair in getattr(matching, table) if pair.key != "id"]
    return {
        "matches": [
            {"table": table, "before": one.before, "after": one.after, "key": one.key, "certainty": one.certainty}
            for table, one in pairs
        ],
        "ambiguous": [
            {"before": ", ".join(one.before), "after": ", ".join(one.after), "key": one.key, "why": one.why}
            for one in matching.ambiguous
        ],
    }


def relation_rows(relations: Iterable[Relation]) -> list[dict[str, Any]]:
    """List how the steps of combined scenarios stand to each other: over which record, and what each wants of it."""
    return [
        {
            "kind": one.kind,
            "first": f"{one.first.scenario}:{one.first.step}",
            "second": f"{one.second.scenario}:{one.second.step}",
            "table": one.table or None,
            "key": key_text(one.key) or None,
            "first_wants": _wanted(one, one.first),
            "second_wants": _wanted(one, one.second),
            "why": one.why or None,
        }
        for one in relations
    ]


def _wanted(relation: Relation, wish: Wish) -> str | None:
    if not relation.table:
        return None
    if wish.after is None:
        return "ends"
    names = relation.fields or tuple(_plain_fields(wish.after))
    return ", ".join(f"{name.rstrip('_')}: {shown(getattr(wish.after, name))}" for name in names)


def _plain_fields(record: Record) -> list[str]:
    kept = ("unit", "parent", "rank", "authorized", "to")
    return [field.name for field in fields(record) if field.name in kept]
