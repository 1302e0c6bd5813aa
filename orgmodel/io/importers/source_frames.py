"""Tables that are no files of tables: data frames of any library, and lists of objects in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.io.frames import A_FRAME, columns_of, sheet_of
from orgmodel.io.json_text import read_json
from orgmodel.io.sheet import Sheet

LARGEST_JSON = 50_000_000
"""The most bytes of a JSON file to import."""

_DEEPEST = 200
_DEEPEST_OBJECT = 3


def frame_sheet(name: str, frame: Any, problems: list[Problem]) -> Sheet | None:
    """Take a frame as a table, unseen characters as they stand; None after a problem.

    >>> frame_sheet("units", {"id": ["a", "b"]}, []).size
    2
    """
    columns = columns_of(frame)
    if columns is None:
        message = Message.of(
            "{table} is {frame}, not {name}", table=name, frame=Message.of(A_FRAME), name=type(frame).__name__
        )
        problems.append(Problem("SUBJECT", message, name, Location(f"<{name}>")))
        return None
    if len({len(values) for _, values in columns}) > 1:
        lengths = ", ".join(f"{column} {len(values)}" for column, values in columns)
        message = Message.of("columns of {table} differ in length: {lengths}", table=name, lengths=lengths)
        problems.append(Problem("LENGTH", message, name))
        return None
    return sheet_of(name, columns, problems, keep_invisible=True)


def json_tables(path: Path, problems: list[Problem]) -> dict[str, Sheet]:
    """Read the lists of objects of a JSON file: one without a name, or those of an object by their keys.

    Objects that hold others of their kind in a list (a tree) are numbered as an outline: 1, 1.1, 1.2.
    """
    data = read_json(path, problems, limit=LARGEST_JSON, keep_invisible=True)
    if data is None:
        return {}
    lists = _lists(data)
    if not lists:
        message = "no list of objects stands in this file, and a table is one"
        problems.append(Problem("EMPTY", message, location=Location(str(path))))
    found = {}
    for name, rows in lists.items():
        file = f"{path}[{name}]" if name and len(lists) > 1 else str(path)
        sheet = frame_sheet(name or path.stem, _scalar(_flat(rows), file, problems), problems)
        if sheet is not None:
            found[name] = replace(sheet, file=file, place=_placed(file, sheet.place))
    return found


def _placed(file: str, place: Callable[[int, int], Location]) -> Callable[[int, int], Location]:
    return lambda row, column: replace(place(row, column), file=file)


def _lists(data: Any) -> dict[str, list[Mapping[str, Any]]]:
    """Give the lists of objects in the data of a file: the list that it is, those of an object, or the one root of a tree."""
    if isinstance(data, list):
        return {"": data} if _are_objects(data) else {}
    if not isinstance(data, Mapping):
        return {}
    lists = {str(name): rows for name, rows in data.items() if _are_objects(rows)}
    if not lists or any(_is_kin(data, rows) for rows in lists.values()):
        return {"": [data]}
    return lists


def json_table(tables: Mapping[str, Sheet], path: Path, name: str, problems: list[Problem]) -> Sheet | None:
    """Choose one of the lists of objects of a JSON file, by its key; None after a problem."""
    if name in tables:
        return tables[name]
    if not name and len(tables) == 1:
        return next(iter(tables.values()))
    if tables:
        message = Message.of("no list {name!r}{hint}", name=name, hint=nearest(name, tables))
        problems.append(Problem("UNKNOWN_SHEET", message, location=Location(str(path), 0)))
    return None


def _are_objects(rows: Any) -> bool:
    return isinstance(rows, list) and bool(rows) and all(isinstance(row, Mapping) for row in rows)


def _flat(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put the objects of a tree into one list, numbered as an outline; a plain list stays as it is."""
    key = next(
        (name for row in rows for name, value in row.items() if _are_objects(value) and _is_kin(row, value)), None
    )
    if key is None:
        return [dict(row) for row in rows]
    found: list[dict[str, Any]] = []

    def walk(some: list[Mapping[str, Any]], above: str, depth: int) -> None:
        for number, row in enumerate(some, start=1):
            outline = f"{above}{number}"
            found.append({"outline": outline, **{name: value for name, value in row.items() if name != key}})
            below = row.get(key)
            if isinstance(below, list) and depth < _DEEPEST:
                walk([one for one in below if isinstance(one, Mapping)], f"{outline}.", depth + 1)

    walk(rows, "", 1)
    return found


def _is_kin(row: Mapping[str, Any], below: list[Mapping[str, Any]]) -> bool:
    """Tell whether objects in a list are of the kind of the one that holds them: they share a key or two."""
    return any(len(row.keys() & one.keys()) > 1 or (row.keys() & one.keys() and len(one) < 3) for one in below)


def _scalar(rows: list[dict[str, Any]], file: str, problems: list[Problem]) -> list[dict[str, Any]]:
    """Take what is known of an object within a row as columns of the row (``manager.id``); lists are left out, and told."""
    rows = [_spread(row) for row in rows]
    nested = dict.fromkeys(name for row in rows for name, value in row.items() if isinstance(value, list | Mapping))
    message = "{name}: the baseline has no place for this column or property"
    problems += [
        Problem("NOT_CARRIED", Message.of(message, name=name), location=Location(file), severity="note")
        for name in nested
    ]
    return [{name: value for name, value in row.items() if name not in nested} for row in rows]


def _spread(row: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping) and depth < _DEEPEST_OBJECT:
            found |= _spread(value, f"{before}{name}.", depth + 1)
        else:
            found[f"{before}{name}"] = value
    return found


def is_popolo(path: Path) -> bool:
    """Tell whether a JSON file is Popolo: an object with organizations beside posts, persons or memberships."""
    if path.suffix.lower() != ".json":
        return False
    data = read_json(path, [], limit=LARGEST_JSON, keep_invisible=True)
    return (
        isinstance(data, Mapping)
        and "organizations" in data
        and bool(data.keys() & {"posts", "persons", "memberships"})
    )
