"""Data read from a file that still knows where each part of it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, cast

from orgmodel.core.frozen import Frozen, FrozenList
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location

Path = tuple[str | int, ...]


class LocatedDict(dict[str, Any]):
    """A mapping that knows its place and the place of each key."""

    place: Location | None = None
    places: dict[str, Location]


class LocatedList(list[Any]):
    """A list that knows its place and the place of each item."""

    place: Location | None = None
    places: list[Location]


class _Held:
    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(Message.of("{name} of {kind} cannot be changed", name=name, kind="data as read"))

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)


class _HeldDict(_Held, Frozen[str, Any], LocatedDict):
    def __reduce__(self) -> tuple[Any, ...]:
        return _held, (_HeldDict, dict(self), vars(self))

    def __deepcopy__(self, memo: dict[int, Any]) -> _HeldDict:
        return cast(_HeldDict, _held(_HeldDict, deepcopy(dict(self), memo), vars(self)))


class _HeldList(_Held, FrozenList[Any], LocatedList):
    def __reduce__(self) -> tuple[Any, ...]:
        return _held, (_HeldList, list(self), vars(self))

    def __deepcopy__(self, memo: dict[int, Any]) -> _HeldList:
        return cast(_HeldList, _held(_HeldList, deepcopy(list(self), memo), vars(self)))


def _held(kind: type[_HeldDict | _HeldList], content: Any, places: Mapping[str, Any]) -> _HeldDict | _HeldList:
    made = kind(content)
    kept = {"place": places.get("place"), "places": places.get("places")}
    vars(made).update({name: held_data(value) for name, value in kept.items() if value is not None})
    return made


def held_data(data: Any) -> Any:
    """Give data as read, places and all, so that nobody changes it.

    >>> held_data([{"to": 5}])[0]["to"] = 6
    Traceback (most recent call last):
    TypeError: this mapping cannot be changed; dict(…) makes one of it that can
    """
    if isinstance(data, Frozen | FrozenList):
        return data
    if isinstance(data, dict):
        inside = {name: held_data(value) for name, value in data.items()}
        return _held(_HeldDict, inside, vars(data)) if isinstance(data, LocatedDict) else Frozen(inside)
    if isinstance(data, list):
        items = [value if isinstance(value, str) else held_data(value) for value in data]
        return _held(_HeldList, items, vars(data)) if isinstance(data, LocatedList) else FrozenList(items)
    return data


def place_of(data: Any, path: Sequence[str | int]) -> Location | None:
    """Give the place of the part that a path leads to, or of the last part on the way that has one."""
    found = getattr(data, "place", None)
    for step in path:
        places = getattr(data, "places", None)
        if isinstance(data, dict) and step in data:
            found = (places or {}).get(str(step), found)
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            found = places[step] if places and step < len(places) else found
            data = data[step]
        # a step that is not in the data (a tag, a missing key) leaves the place where it is
    return found
