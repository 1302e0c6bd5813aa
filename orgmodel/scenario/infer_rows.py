"""What changed between two structures, and what explains it, as rows for tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from orgmodel.core.change import Change
from orgmodel.core.figures import Amount, Estimate
from orgmodel.core.names import Names, text_in
from orgmodel.core.records import Key, Line, Record, Unit
from orgmodel.scenario.combine_relations import Relation, Wish
from orgmodel.scenario.difference import Difference
from orgmodel.scenario.infer import Inference
from orgmodel.scenario.infer_about import about
from orgmodel.scenario.match import Matching

CHANGE_COLUMNS = ("table", "key", "change", "event", "field", "before", "after")
OPERATION_COLUMNS = ("step", "date", "operation", "certainty", "what", "basis")
LINEAGE_COLUMNS = ("before", "after", "event", "certainty")
MATCH_COLUMNS = ("table", "before", "after", "key", "certainty")
AMBIGUOUS_COLUMNS = ("before", "after", "key", "why")
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


EVENTS = {
    ("units", "parent"): "moved",
    ("units", "names"): "renamed",
    **{("units", field): "converted" for field in ("kind", "level", "block", "area")},
    ("posts", "unit"): "moved",
    ("posts", "titles"): "renamed",
    ("posts", "block"): "converted",
    **{("posts", field): "resized" for field in ("authorized", "filled", "fte")},
}
"""What the change of a field is called; any other is a change."""


def change_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """List a row for each record that began or ended, and for each field that changed, with what happened in a word.

    >>> from orgmodel.core.records import Unit
    >>> [tuple(row.values()) for row in change_rows([Change("units", Unit("a"), Unit("a", parent="b"), "a")])]
    [('units', 'a', 'changed', 'moved', 'parent', None, 'b')]
    """
    rows: list[dict[str, Any]] = []
    found = list(changes)
    redirected = _redirected(found)
    for one in found:
        place = {"table": one.table, "key": key_text(one.key)}
        if one.before is None or one.after is None:
            kind = "ended" if one.after is None else "begun"
            event = "redirected" if (one.table, one.key) in redirected else kind
            event = "registered" if (one.table, kind) == ("ended", "begun") else event
            rows.append({**place, "change": kind, "event": event, "field": None, "before": None, "after": None})
            continue
        for name in one.fields:
            was, now = getattr(one.before, name), getattr(one.after, name)
            if isinstance(was, tuple) and isinstance(now, tuple):
                was, now = differing(was, now), differing(now, was)
            event = EVENTS.get((one.table, name), "changed")
            values = {"before": shown(was), "after": shown(now)}
            rows.append({**place, "change": "changed", "event": event, "field": name.rstrip("_"), **values})
    return rows


def _redirected(changes: Iterable[Change]) -> set[tuple[str, Key]]:
    """Find the lines that end and begin at one place, so that they only lead elsewhere."""
    places: dict[tuple[str, str], dict[str, list[Key]]] = {}
    for one in changes:
        line = one.before or one.after
        if isinstance(line, Line) and (one.before is None or one.after is None):
            sides = places.setdefault((line.kind, line.from_), {"ended": [], "begun": []})
            sides["ended" if one.after is None else "begun"].append(one.key)
    found: set[tuple[str, Key]] = set()
    for sides in places.values():
        pairs = min(map(len, sides.values()))
        found.update(("lines", key) for keys in sides.values() for key in sorted(keys)[:pairs])
    return found


def differing(names: Names, others: Names) -> Names:
    """Leave out of names the languages in which others are the same.

    >>> differing((("en", "Parks"), ("vi", "A")), (("en", "Roads"), ("vi", "A")))
    (('en', 'Parks'),)
    """
    known = dict(others)
    return tuple((language, text) for language, text in names if known.get(language) != text)


def key_text(key: Key) -> str:
    """Write a record's key in one text."""
    return key if isinstance(key, str) else " ".join(key).strip()


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
            "what": about(one.step.do[0], language),
            "basis": text_in(one.basis, language),
            "data": one.step.do[0],
        }
        for one in inference.steps
    ]


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


def difference_rows(found: Difference, language: str = "vi") -> dict[str, list[dict[str, Any]]]:
    """List everything that is known of a difference, as rows by table."""
    return {
        "changes": change_rows(found.changes),
        "operations": operation_rows(found.inference, language),
        "lineage": lineage_rows(found.inference),
        "corrections": change_rows(found.corrections),
        "unsaid": change_rows(found.unsaid),
        **matching_rows(found.matching),
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
