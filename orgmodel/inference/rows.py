"""What was found to have changed, as rows for tables, with what each operation is about in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orgmodel.core.change_rows import change_rows
from orgmodel.core.names import names_of, text_in
from orgmodel.inference.difference import Difference
from orgmodel.inference.infer import Inference
from orgmodel.inference.matching import Matching
from orgmodel.inference.search import Data


def describe(data: Data, language: str = "vi") -> str:
    """Say in one line what an operation takes and where it goes.

    >>> describe({"consolidate": ["a", "b"], "into": {"unit": "ab", "kind": "office"}})
    'a, b → ab'
    >>> describe({"redirect": {"kind": "professional", "from": "a", "to": "b"}, "to": None})
    'a professional: b → none'
    >>> describe({"resize": "a/1", "to": 8, "filled_by": -1, "why": "x"})
    'a/1: authorized 8, filled -1'
    """
    verb = next(iter(data))
    special: dict[str, Callable[[Data], str]] = {
        "create": lambda one: _created(one["create"]),
        "dissolve": _dissolved,
        "rename": lambda one: f"{one['rename']} → {text_in(names_of(**one['names']), language)}",
        "convert": lambda one: f"{one['convert']}: {_listed(one['change'])}",
        "redirect": _redirected,
        "resize": _resized,
        "assign_function": lambda one: f"{one['assign_function']}: {one['from']} → {one['to']}",
        "link_posts": lambda one: f"{one['link_posts']} + {one['also_holds']}",
        "unlink_posts": lambda one: f"{one['unlink_posts']} - {one['also_holds']}",
    }
    if verb in special:
        return special[verb](data)
    start = data[verb]
    if isinstance(start, dict):
        start = start.get("posts", start)
    return f"{_listed(start)} → {_listed(data.get('into', data.get('to')))}"


def _created(new: Data) -> str:
    if "post" in new:
        size = "" if new.get("authorized") is None else f": {new['authorized']}"
        return f"{new['post']} in {new['unit']}{size}"
    if "function" in new:
        return f"{new['function']} in {new['unit']}"
    return f"{new['unit']} under {new['parent']}" if new.get("parent") else str(new["unit"])


def _dissolved(data: Data) -> str:
    old = data["dissolve"]
    if isinstance(old, dict):
        return str(old["post"]) if "post" in old else f"{old['function']} of {old['unit']}"
    heirs = data.get("gives_all") or ", ".join(data.get("gives", {}))
    return f"{old} → {heirs}" if heirs else str(old)


def _redirected(data: Data) -> str:
    line = data["redirect"]
    ends = [end if end is not None else "none" for end in (line.get("to"), data.get("to"))]
    return f"{line['from']} {line['kind']}: {ends[0]} → {ends[1]}"


def _resized(data: Data) -> str:
    words = {"authorized": ("to", "by"), "filled": ("filled_to", "filled_by"), "fte": ("fte_to", "fte_by")}
    told = []
    for name, (to, by) in words.items():
        if data.get(to) is not None:
            told.append(f"{name} {data[to]}")
        elif data.get(by) is not None:
            told.append(f"{name} {data[by]:+}")
    return f"{data['resize']}: {', '.join(told)}"


def _listed(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_listed, value))
    if isinstance(value, dict):
        name = value.get("restores") or value.get("unit")
        if name is None and "post" in value:
            count = "rest" if value.get("rest") else value.get("count")
            return f"{value['post']} ({count})" if count is not None else str(value["post"])
        return _listed(name) if name is not None else ", ".join(f"{key} {_listed(one)}" for key, one in value.items())
    return "none" if value is None else str(value)


OPERATION_COLUMNS = ("step", "date", "operation", "certainty", "what", "basis")
LINEAGE_COLUMNS = ("before", "after", "event", "certainty")
MATCH_COLUMNS = ("table", "before", "after", "key", "certainty")
AMBIGUOUS_COLUMNS = ("before", "after", "key", "why")


def operation_rows(inference: Inference, language: str = "vi") -> list[dict[str, Any]]:
    """List the operations that explain the change: step, date, verb, how sure, what it is about, what shows it, data."""
    return [
        {
            "step": one.step.id,
            "date": one.step.effective,
            "operation": one.verb,
            "certainty": one.certainty,
            "what": describe(one.step.do[0], language),
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
