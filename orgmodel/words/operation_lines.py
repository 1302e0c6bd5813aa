"""An operation in one line: what it takes, and where that goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from orgmodel.core.names import names_of, text_in
from orgmodel.words.labels import label
from orgmodel.words.notes import worded
from orgmodel.words.numbers import number

Data = dict[str, Any]
NameOf = Callable[[str], str | None]

UNNAMED = ("names", "title", "kind", "level", "block", "area", "rank", "category", "why", "basis")
"""The fields of an operation that hold no ids."""


def describe(data: Data, language: str = "vi", name_of: NameOf | None = None) -> str:
    """Say in one line what an operation takes and where it goes; ``name_of`` gives what stands in the place of an id.

    A unit that is begun and has no name there is called by the name that the operation gives it.

    >>> describe({"consolidate": ["a", "b"], "into": {"unit": "ab", "kind": "office"}})
    'a, b → ab'
    >>> describe({"redirect": {"kind": "professional", "from": "a", "to": "b"}, "to": None}, "en")
    'a professional guidance: b → none'
    >>> describe({"resize": "a/1", "to": 8, "filled_by": -1, "why": "x"})
    'a/1: biên chế giao 8, có mặt -1'
    >>> describe({"resize": "a/1", "pay": 97000, "by": 1200}, "en")
    'a/1: authorized +1,200, pay 97,000'
    >>> describe({"rename": "a", "names": {"en": "a to b"}}, "en", {"a": "Office", "b": "Board"}.get)
    'Office → a to b'
    """
    if name_of is not None:
        data = _named(data, name_of, language)
    verb = next(iter(data))
    if verb in _SPECIAL:
        return _SPECIAL[verb](data, language)
    start = data[verb]
    if isinstance(start, dict) and "quantities" in start:
        taken = {
            key: _note(one, language) if one in ("all", "rest", "part") else _figure(one, language)
            for key, one in start["quantities"].items()
        }
        amounts = ", ".join(f"{label('quantity', key, language)} {one}" for key, one in taken.items())
        start = f"{start.get('from', '')}: {amounts}"
    elif isinstance(start, dict):
        start = start.get("posts", start)
    return f"{_listed(start, language)} → {_listed(data.get('into', data.get('to')), language)}"


def _named(value: Any, name_of: NameOf, language: str) -> Any:
    """Put names in the place of ids wherever the data of an operation hold any."""
    if isinstance(value, list):
        return [_named(one, name_of, language) for one in value]
    if isinstance(value, str):
        return name_of(value) or value
    if not isinstance(value, Mapping):
        return value
    named = {key: one if key in UNNAMED else _named(one, name_of, language) for key, one in value.items()}
    if isinstance(value.get("gives"), Mapping):
        named["gives"] = {name_of(key) or key: one for key, one in named["gives"].items()}
    if (
        isinstance(begun := value.get("unit"), str)
        and named["unit"] == begun
        and isinstance(value.get("names"), Mapping)
    ):
        named["unit"] = text_in(names_of(**value["names"]), language) or begun
    return named


def _note(key: str, language: str, **values: object) -> str:
    return text_in(worded(key, values), language)


def _created(data: Data, language: str) -> str:
    new = data["create"]
    if "post" in new:
        size = "" if new.get("authorized") is None else f": {_figure(new['authorized'], language)}"
        return _note("begun_in", language, what=new["post"], unit=new["unit"]) + size
    if "function" in new:
        return _note("begun_in", language, what=new["function"], unit=new["unit"])
    return (
        _note("begun_under", language, what=new["unit"], unit=new["parent"]) if new.get("parent") else str(new["unit"])
    )


def _dissolved(data: Data, language: str) -> str:
    old = data["dissolve"]
    if isinstance(old, dict):
        return (
            str(old["post"]) if "post" in old else _note("ended_of", language, what=old["function"], unit=old["unit"])
        )
    heirs = data.get("gives_all") or ", ".join(data.get("gives", {}))
    return f"{old} → {heirs}" if heirs else str(old)


def _redirected(data: Data, language: str) -> str:
    line = data["redirect"]
    start, end = _listed(line.get("to"), language), _listed(data.get("to"), language)
    return f"{line['from']} {label('line', line['kind'], language)}: {start} → {end}"


def _resized(data: Data, language: str) -> str:
    if isinstance(data["resize"], dict):
        amount = data.get("amount_to")
        changed = _signed(data.get("amount_by"), language) if amount is None else _figure(amount, language)
        return f"{data['resize']['unit']}: {label('quantity', data['resize']['quantity'], language)} {changed}"
    words = {"authorized": ("to", "by"), "filled": ("filled_to", "filled_by"), "fte": ("fte_to", "fte_by")}
    told = []
    for name, (to, by) in words.items():
        if data.get(to) is not None:
            told.append(f"{label('column', name, language)} {_figure(data[to], language)}")
        elif data.get(by) is not None:
            told.append(f"{label('column', name, language)} {_signed(data[by], language)}")
    told += [
        f"{label('column', name, language)} {_figure(data[name], language)}"
        for name in ("grade", "pay", "coefficient")
        if name in data
    ]
    return f"{data['resize']}: {', '.join(told)}"


def _listed(value: Any, language: str) -> str:
    if isinstance(value, list):
        return ", ".join(_listed(one, language) for one in value)
    if isinstance(value, dict):
        name = value.get("restores") or value.get("unit")
        if name is None and "post" in value:
            count = _note("rest", language) if value.get("rest") else value.get("count")
            return f"{value['post']} ({_figure(count, language)})" if count is not None else str(value["post"])
        fields = (f"{label('column', key, language)} {_listed(one, language)}" for key, one in value.items())
        return _listed(name, language) if name is not None else ", ".join(fields)
    return _note("to_none", language) if value is None else _figure(value, language)


def _figure(value: Any, language: str) -> str:
    """Write a figure as people of a language do, and anything else as it stands."""
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    return number(value, language) if is_figure else str(value)


def _signed(value: Any, language: str) -> str:
    """Write by how much a figure changes, with its sign."""
    if not isinstance(value, int | float):
        return str(value)
    return f"{'-' if value < 0 else '+'}{number(abs(value), language)}"


_SPECIAL: dict[str, Callable[[Data, str], str]] = {
    "create": _created,
    "dissolve": _dissolved,
    "rename": lambda one, language: f"{one['rename']} → {text_in(names_of(**one['names']), language)}",
    "convert": lambda one, language: f"{one['convert']}: {_listed(one['change'], language)}",
    "redirect": _redirected,
    "resize": _resized,
    "assign_function": lambda one, _: f"{one['assign_function']}: {one['from']} → {one['to']}",
    "link_posts": lambda one, _: f"{one['link_posts']} + {one['also_holds']}",
    "unlink_posts": lambda one, _: f"{one['unlink_posts']} - {one['also_holds']}",
}
"""By verb: how an operation is told that does not only lead from what it takes to where that goes."""
