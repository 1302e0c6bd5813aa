"""Messages as a template and named values: English as they stand, worded in other languages by the template."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from orgmodel.core.characters import MOST, MOST_OF_ERROR, MOST_OF_PROSE, Shown, cut, invisible, seen
from orgmodel.core.counting import of_one

SERIES = {"and": "{first} and {last}", "or": "{first} or {last}"}


class Parts(tuple[object, ...]):
    """Hold texts or messages that stand side by side in a message, parted by commas."""

    __slots__ = ()

    def __str__(self) -> str:
        """Write them one after another."""
        return ", ".join(map(str, self))


class Message(str):
    """A text that remembers what it was made of: the template is its key in other languages, the values are data.

    A value may be a Message itself, such as the hint of a near match; it is then worded with the rest.
    """

    __slots__ = ("_template", "_values")

    _template: str
    _values: dict[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any]) -> Message:
        """Make the English text of a template in the form of ``str.format``."""
        values = {name: _worded(value, name, template) for name, value in values.items()}
        made = super().__new__(cls, of_one(template, values).format_map(values))
        made._template = template
        made._values = values
        return made

    @property
    def template(self) -> str:
        """Give what the values were put into."""
        return self._template

    @property
    def values(self) -> Mapping[str, Any]:
        """Give what was put into the template, by name."""
        return MappingProxyType(self._values)

    def __reduce__(self) -> tuple[Any, ...]:
        """Make it anew of its template and values."""
        return type(self), (self._template, self._values)

    @classmethod
    def of(cls, template: str, /, **values: Any) -> Message:
        """Make a message of a template and its values.

        >>> one = Message.of("no unit {unit!r}{hint}", unit="duc-to", hint="")
        >>> one, one.template, one.values["unit"]
        ("no unit 'duc-to'", 'no unit {unit!r}{hint}', 'duc-to')
        """
        return cls(template, values)


def _worded(value: Any, name: str, template: str) -> Any:
    """Give what an error says in the place of an error, and texts seen and not too long; lists of words stay whole."""
    kind = type(value)
    if kind is str:
        if len(value) <= MOST and (value.isascii() or invisible(value) is None) and value.isprintable():
            return value
        if f"{{{name}!r" in template:
            return value if name == "near" else cut(value)
        return seen(cut(value, MOST_OF_PROSE) if any(map(str.isspace, value)) else cut(value))
    if kind is int or kind is Message:
        return value
    if isinstance(value, Exception):
        said = value.args[0] if value.args else ""
        return said if isinstance(said, Message) else seen(cut(str(value), MOST_OF_ERROR))
    if isinstance(value, os.PathLike):
        return seen(str(value))
    if isinstance(value, dict | list | set | tuple | bytes) and f"{{{name}!r" in template:
        text = repr(value)
        return value if len(text) <= MOST else Shown(cut(text))
    return value


def series(names: Iterable[object], last: str = "and") -> str:
    """Name several things, the last after ``and`` or ``or``; one alone stays as it is.

    >>> series(["a", "b", "c"]), series(["a", "b"], "or"), series(["a"])
    ('a, b and c', 'a or b', 'a')
    """
    known = list(names)
    if len(known) < 2:
        return known[0] if known and isinstance(known[0], str) else "".join(map(str, known))
    first = known[0] if len(known) == 2 else Parts(known[:-1])
    return Message(SERIES[last], {"first": first, "last": known[-1]})


def values_of(message: str) -> dict[str, Any]:
    """Give the named values of a message; a plain text has none.

    >>> values_of(Message.of("no unit {unit!r}", unit="a")), values_of("this file is empty")
    ({'unit': 'a'}, {})
    """
    return dict(message.values) if isinstance(message, Message) else {}


def near_of(message: str) -> str | None:
    """Give the known name that a message suggests, be it in one of its parts.

    >>> near_of(Message.of("no unit {unit!r}{hint}", unit="a", hint=Message.of("; or {near!r}?", near="b")))
    'b'
    """
    values = values_of(message)
    found = values.get("near") or next(
        filter(None, (near_of(one) for one in values.values() if isinstance(one, str))), None
    )
    return None if found is None else str(found)
