"""Data read from a file that still knows where each part of it stood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
