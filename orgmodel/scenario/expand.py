"""Expanding what a step orders: parameters, choices and bulk rows become plain operations that know their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import MOST_TOLD, Location, Problem, ProblemsError, nearest
from orgmodel.core.records import Unit
from orgmodel.core.source_map import LocatedDict, LocatedList, place_of
from orgmodel.operations.effect import Refused
from orgmodel.operations.faults import validated
from orgmodel.operations.model import Operation
from orgmodel.operations.operation_schema import Criteria
from orgmodel.operations.verbs import operation_of

PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)\}")


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that act at once: one, or the rows of one bulk table, which may have none."""

    operations: tuple[Operation, ...]
    at: Location | None = None


Selector = Callable[[Criteria], list[Unit]]
UNIT_COLUMNS = ("unit", "kind", "level", "block", "area", "parent")
"""The placeholders that ``for_each: {where: …}`` gives for each selected unit."""


def expand(do: Any, parameters: Mapping[str, Any], select: Selector) -> list[Group]:
    """Expand the operations of a step under parameters; ``select`` finds units by criteria as the step begins.

    Raises ProblemsError with every fault, up to very many.
    """
    problems: list[Problem] = []
    groups: list[Group] = []
    chosen = _resolved(do, parameters, problems)
    for item in _operations(chosen, problems):
        rows = [item]
        if isinstance(item, dict) and "for_each" in item:
            rows = _rows(item, select, problems)
        made = []
        for row in rows:
            if len(problems) >= MOST_TOLD:
                message = Message.of("more than {most} faults; what stands below is not tried", most=MOST_TOLD)
                problems.append(Problem("TOO_MANY", message, location=getattr(row, "place", None)))
                raise ProblemsError(dict.fromkeys(problems))
            try:
                made.append(operation_of(row, getattr(do, "place", None)))
            except ProblemsError as error:
                problems.extend(error.problems)
        groups.append(Group(tuple(made), getattr(item, "place", None)))
    if problems:
        raise ProblemsError(dict.fromkeys(problems))
    return groups


def _operations(chosen: Any, problems: list[Problem]) -> list[Any]:
    """Flatten the operations of a step: a chosen option may be a list of them, or nothing."""
    if chosen is None:
        return []
    if isinstance(chosen, list):
        return [one for item in chosen for one in (_operations(item, problems) if _is_many(item) else [item])]
    if isinstance(chosen, dict):
        return [chosen]
    problems.append(Problem("NOT_A_LIST", Message.of("do: is a list of operations, not {chosen!r}", chosen=chosen)))
    return []


def _is_many(item: Any) -> bool:
    return item is None or isinstance(item, list)


def resolved(do: Any, parameters: Mapping[str, Any]) -> Any:
    """Give what the operations of a step are by these parameters; what is wrong with them a run tells.

    >>> resolved(
    ...     [{"choose": "way", "old": [], "new": {"rename": "a", "to": {"param": "name"}}}], {"way": "new", "name": "b"}
    ... )
    [{'rename': 'a', 'to': 'b'}]
    """
    return _resolved(do, parameters, [])


def _resolved(data: Any, parameters: Mapping[str, Any], problems: list[Problem]) -> Any:
    """Put the values of parameters, and the options they choose, in their places."""
    if isinstance(data, list):
        if all(isinstance(item, str) for item in data):  # a row of a bulk table
            return data
        items = LocatedList(_resolved(item, parameters, problems) for item in data)
        items.place = getattr(data, "place", None)
        items.places = getattr(data, "places", [])
        return items
    if not isinstance(data, dict):
        return data
    if set(data) == {"param"}:
        return _parameter(data, "param", parameters, problems)
    if "choose" in data:
        option = _parameter(data, "choose", parameters, problems)
        if option is None:
            return None
        if str(option) not in data:
            options = [key for key in data if key != "choose"]
            message = Message.of(
                "choose: {parameter} is {option!r}, and there is no such option here{hint}",
                parameter=data["choose"],
                option=option,
                hint=nearest(option, options),
            )
            problems.append(Problem("UNKNOWN_OPTION", message, location=getattr(data, "place", None)))
            return None
        return _resolved(data[str(option)], parameters, problems)
    mapping = LocatedDict()
    mapping.place, mapping.places = getattr(data, "place", None), getattr(data, "places", {})
    for key, value in data.items():
        mapping[key] = _resolved(value, parameters, problems)
    return mapping


def _parameter(data: Any, key: str, parameters: Mapping[str, Any], problems: list[Problem]) -> Any:
    name = str(data[key])
    if name not in parameters:
        hint = nearest(name, parameters)
        problems.append(
            Problem(
                "UNKNOWN_PARAMETER",
                Message.of("no parameter {name!r}{hint}", name=name, hint=hint),
                location=place_of(data, (key,)),
            )
        )
        return None
    return parameters[name]


def _rows(item: Any, select: Selector, problems: list[Problem]) -> list[Any]:
    """Make one operation a row; placeholders fill ids and texts only."""
    table = item["for_each"]
    if isinstance(table, dict) and set(table) == {"where"}:
        table = _selected(table, select, problems)
    columns, rows = (table.get("columns"), table.get("rows")) if isinstance(table, dict) else (None, None)
    if not isinstance(columns, list) or not isinstance(rows, list):
        message = "for_each needs columns: [names] and rows: [[values]], file: a CSV table, or where: criteria"
        problems.append(Problem("FOR_EACH", message, location=place_of(item, ("for_each",))))
        return []
    template = LocatedDict((key, value) for key, value in item.items() if key != "for_each")
    template.place, template.places = getattr(item, "place", None), getattr(item, "places", {})
    pairs = [(key, _filler(key), value, _filler(value)) for key, value in template.items()]
    names = list(map(str, columns))
    fixed, uses = _weight(template)
    places, characters = MOST_PLACES, MOST_CHARACTERS
    result = []
    for number, row in enumerate(rows):
        at = place_of(table, ("rows", number))
        if not isinstance(row, list) or len(row) != len(columns):
            count = len(row) if isinstance(row, list) else 1
            message = Message.of(
                "row {number} has {count} values for {columns} columns",
                number=number + 1,
                count=count,
                columns=len(columns),
            )
            problems.append(Problem("FOR_EACH", message, location=at))
            continue
        values = dict(zip(names, ["" if value is None else str(value) for value in row], strict=True))
        places -= uses.total()
        characters -= fixed + sum(count * len(values.get(name, name)) for name, count in uses.items())
        if places < 0 or characters < 0:
            told = "too much is filled in from these rows; name fewer columns in an operation, or part the table"
            problems.append(Problem("TOO_LARGE", Message.of(told), location=at or template.place))
            break
        filled = _mapping(template, pairs, values, problems)
        filled.place = at or filled.place
        result.append(filled)
    return result


def _selected(table: Any, select: Selector, problems: list[Problem]) -> Any:
    """Make the rows of the units that meet criteria."""
    rows: list[list[str]] = []
    try:
        rows = [
            [unit.id, unit.kind, unit.level, unit.block, unit.area, unit.parent or ""]
            for unit in select(validated(Criteria, table["where"]))
        ]
    except ProblemsError as error:
        problems.extend(error.problems)
    except Refused as refused:
        problems.extend(one.at(getattr(table, "place", None)) for one in refused.problems)
    return {"columns": list(UNIT_COLUMNS), "rows": rows}


MOST_PLACES, MOST_CHARACTERS = 5_000_000, 200_000_000
"""So many placeholders, and characters of texts with some, are filled from the rows of one table: a few long texts and many
rows come to more than a machine holds."""


def _weight(data: Any) -> tuple[int, Counter[str]]:
    """Count the characters of the texts with placeholders in data, and how often each is named."""
    fixed, uses, stack = 0, Counter[str](), [data]
    while stack:
        part = stack.pop()
        if isinstance(part, str) and "{" in part:
            fixed += len(part)
            uses.update(PLACEHOLDER.findall(part))
        elif isinstance(part, dict):
            stack += [*part, *part.values()]
        elif isinstance(part, list):
            stack += part
    return fixed, uses


MOST_FILLED = 131_072
"""The most characters of a text that placeholders fill, as of a cell: a short file of many of them is a long text."""


Fill = Callable[[Mapping[str, str], "list[Problem]"], Any]
"""What puts the values of a row in their places in the data of an operation."""


def _filler(data: Any) -> Fill | None:
    """Look once at data for placeholders that each row fills; None where there are none, and the data stays as it is."""
    if isinstance(data, str):
        return partial(_text, data, PLACEHOLDER.split(data)) if "{" in data else None
    if isinstance(data, list):
        items = [(item, _filler(item)) for item in data]
        return partial(_list, data, items) if any(fill is not None for _, fill in items) else None
    if isinstance(data, dict):
        pairs = [(key, _filler(key), value, _filler(value)) for key, value in data.items()]
        filled = any(key is not None or value is not None for _, key, _, value in pairs)
        return partial(_mapping, data, pairs) if filled else None
    return None


def _text(data: str, parts: list[str], values: Mapping[str, str], problems: list[Problem]) -> str:
    """Fill a text, of which every second part names a column."""
    named = parts[1::2]
    if len(parts) == 3 and len(filled := values.get(named[0], "")) < MOST_FILLED // 2 and filled and data[0] == "{":
        return filled + parts[2]  # most texts are one placeholder
    size = len(data) + sum(len(values.get(name, "")) for name in named)
    if size > MOST_FILLED:
        told = Message.of(
            "a text of {size:,} characters, filled from a row; {most:,} at most", size=size, most=MOST_FILLED
        )
        problems.append(Problem("TOO_LONG", told))
        return data
    made = list(parts)
    for at, name in enumerate(named):
        if name in values:
            made[2 * at + 1] = values[name]
        else:
            hint = nearest(name, values)
            message = Message.of("no column {name!r} in for_each{hint}", name=name, hint=hint)
            problems.append(Problem("UNKNOWN_COLUMN", message))
            made[2 * at + 1] = f"{{{name}}}"
    return "".join(made)


def _list(
    data: Any, items: list[tuple[Any, Fill | None]], values: Mapping[str, str], problems: list[Problem]
) -> LocatedList:
    made = LocatedList([item if fill is None else fill(values, problems) for item, fill in items])
    made.place, made.places = getattr(data, "place", None), getattr(data, "places", [])
    return made


def _mapping(
    data: Any,
    pairs: list[tuple[Any, Fill | None, Any, Fill | None]],
    values: Mapping[str, str],
    problems: list[Problem],
) -> LocatedDict:
    mapping = LocatedDict()
    for key, key_fill, value, fill in pairs:
        name = key if key_fill is None else key_fill(values, problems)
        mapping[name] = value if fill is None else fill(values, problems)
    mapping.place, mapping.places = getattr(data, "place", None), getattr(data, "places", {})
    return mapping
