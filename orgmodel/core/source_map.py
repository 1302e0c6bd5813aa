"""Data read from a file that still knows where each part of it stood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from orgmodel.core.problems import Location

Path = tuple[str | int, ...]


class LocatedDict(dict[str, Any]):
    """A mapping that knows its place and the place of each key."""

    place: Location | None = None
    places: dict[str, Location]

    def copy_places(self, other: LocatedDict) -> LocatedDict:
        """Take over the places of another mapping."""
        self.place, self.places = other.place, other.places
        return self


class LocatedList(list[Any]):
    """A list that knows its place and the place of each item."""

    place: Location | None = None
    places: list[Location]


def placed(data: Any, locate: Callable[[Path], Location | None], path: Path = ()) -> Any:
    """Copy plain data with the place of every part.

    >>> data = placed({"a": [1]}, lambda path: Location("f.yaml", len(path) + 1))
    >>> str(place_of(data, ("a", 0)))
    'f.yaml:3'
    """
    if isinstance(data, dict):
        mapping = LocatedDict()
        mapping.place = locate(path)
        mapping.places = {}
        for key, value in data.items():
            mapping[key] = placed(value, locate, (*path, key))
            at = locate((*path, key))
            if at is not None:
                mapping.places[key] = at
        return mapping
    if isinstance(data, list):
        items = LocatedList(placed(value, locate, (*path, index)) for index, value in enumerate(data))
        items.place = locate(path)
        items.places = [at for index in range(len(data)) if (at := locate((*path, index))) is not None]
        return items
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
