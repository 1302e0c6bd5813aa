"""What changed between two structures, as rows for tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from orgmodel.core.change import Change
from orgmodel.core.figures import Amount, Estimate
from orgmodel.core.names import Names, text_in
from orgmodel.core.records import Key, Line, Unit
from orgmodel.core.schema import POST_FIGURES

CHANGE_COLUMNS = ("table", "key", "change", "event", "field", "before", "after")

EVENTS = {
    ("units", "parent"): "moved",
    ("units", "names"): "renamed",
    **{("units", field): "converted" for field in ("kind", "level", "block", "area")},
    ("posts", "unit"): "moved",
    ("posts", "titles"): "renamed",
    ("posts", "block"): "converted",
    **{("posts", field): "resized" for field in POST_FIGURES},
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
        return str(Amount.of(value))
    if isinstance(value, Unit):
        return value.id
    if isinstance(value, tuple):
        return text_in(value, "vi") or None
    return value if value != "" else None
