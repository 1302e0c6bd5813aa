"""A small baseline in one YAML file: each table a list of rows, with the columns that its CSV would have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orgmodel.core.categorical import Categorical
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.core.schema import NO, YES
from orgmodel.core.source_map import LocatedDict
from orgmodel.io.layout import LAYOUTS
from orgmodel.io.sheet import Sheet
from orgmodel.io.yaml_text import read_yaml

MOST_COLUMNS = 500
"""So many different keys the rows of one table may have; a row of a faulty file may have some of its own."""
OTHER_KEYS = ("title", "as_of")
"""Keys that may stand beside the tables."""


def read_yaml_tables(path: Path, problems: list[Problem]) -> dict[str, Sheet]:
    """Read the tables of a YAML file by name; what is not a list of rows is a problem."""
    data = read_yaml(path, problems)
    return {} if data is None else yaml_tables(data, problems)


def is_tables(data: LocatedDict) -> bool:
    """Tell whether a YAML file holds tables of a baseline."""
    return "units" in data


def yaml_tables(
    data: Mapping[str, Any], problems: list[Problem], places: Mapping[str, Location] | None = None
) -> dict[str, Sheet]:
    r"""Turn lists of rows into sheets by table name; ``places`` are those of the tables where the data has none.

    >>> from orgmodel.io.yaml_text import parse_yaml
    >>> found = []
    >>> data = parse_yaml("units:\n- {id: a, order: 2}\n- {id: b, parent: a}", "b.yaml", found)
    >>> sheet = yaml_tables(data, found)["units"]
    >>> sheet.header, list(sheet.column("order")), str(sheet.at(1, "parent"))
    (['id', 'order', 'parent'], ['2', ''], 'b.yaml:3:11')
    """
    names = [layout.table for layout in LAYOUTS]
    sheets = {}
    for key, rows in data.items():
        place = (places if places is not None else data.places)[key]  # type: ignore[attr-defined]
        if key in OTHER_KEYS:
            continue
        if key not in names:
            hint = nearest(key, names) or Message.of("; tables are {names}", names=", ".join(names))
            problems.append(
                Problem(
                    "UNKNOWN_TABLE",
                    Message.of("{key!r} is not a table of a baseline{hint}", key=key, hint=hint),
                    key,
                    place,
                )
            )
        elif rows is not None and not isinstance(rows, list):
            problems.append(
                Problem("NOT_A_LIST", Message.of("{key} is a list of rows, such as - id: …", key=key), key, place)
            )
        else:
            sheets[key] = _sheet(key, rows or [], place, problems)
    return sheets


def _sheet(table: str, rows: Sequence[Any], top: Location, problems: list[Problem]) -> Sheet:
    kept: list[LocatedDict] = []
    for row in rows:
        if isinstance(row, LocatedDict):
            kept.append(row)
        else:
            message = Message.of(
                "a row of {table} is a mapping of columns to values, not {row!r}", table=table, row=row
            )
            problems.append(Problem("NOT_A_MAPPING", message, location=top))
    first: dict[str, Location] = {}
    for one in kept:
        for name in one:
            if name not in first:
                first[name] = one.places[name]
    header = list(first)
    if len(header) > MOST_COLUMNS:
        message = Message.of("the rows of {table} have more than {most} different keys", table=table, most=MOST_COLUMNS)
        problems.append(Problem("TOO_LARGE", message, table, first[header[MOST_COLUMNS]]))
        del header[MOST_COLUMNS:]
    cells = [Categorical.of(_text(row, name, problems) for row in kept) for name in header]

    def place(row: int, column: int) -> Location:
        if row < 0:
            return first[header[column]] if column >= 0 else top
        places = kept[row].places
        return places.get(header[column] if column >= 0 else "", kept[row].place or top)

    return Sheet(top.file, header, cells, len(kept), place)


def _text(row: LocatedDict, name: str, problems: list[Problem]) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    if isinstance(value, dict | list):
        message = Message.of(
            "{name} is one value, not a list or mapping; texts by language are {stem}_vi and so on",
            name=name,
            stem=name.rstrip("s"),
        )
        problems.append(Problem("BAD_VALUE", message, name, row.places[name]))
        return ""
    return str(value).strip()
