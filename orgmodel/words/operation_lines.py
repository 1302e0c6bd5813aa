"""An operation in one line: what it takes, and where that goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orgmodel.core.names import names_of, text_in

Data = dict[str, Any]


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
    told += [f"{name} {data[name]}" for name in ("grade", "pay", "coefficient") if name in data]
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
