"""Plain data with places, as a reader of files would give it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orgmodel.core.problems import Location
from orgmodel.core.source_map import LocatedDict, LocatedList

Path = tuple[str | int, ...]


def placed(data: Any, locate: Callable[[Path], Location | None], path: Path = ()) -> Any:
    """Copy plain data with the place of every part.

    >>> from orgmodel.core.source_map import place_of
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
