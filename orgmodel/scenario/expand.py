"""Expanding what a step orders: parameters, choices and bulk rows become plain operations that know their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest
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

    Raises ProblemsError with every fault.
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


def _resolved(data: Any, parameters: Mapping[str, Any], problems: list[Problem]) -> Any:
    """Put the values of parameters, and the options they choose, in their places."""
    if isinstance(data, list):
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
        values = {str(name): "" if value is None else str(value) for name, value in zip(columns, row, strict=True)}
        filled = _filled(template, values, problems)
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


MOST_FILLED = 131_072
"""The most characters of a text that placeholders fill, as of a cell: a short file of many of them is a long text."""


def _filled(data: Any, values: Mapping[str, str], problems: list[Problem]) -> Any:
    if isinstance(data, str):
        if "{" not in data:
            return data
        named = PLACEHOLDER.findall(data)
        size = len(data) + sum(len(values.get(name, "")) for name in named)
        if size > MOST_FILLED:
            told = Message.of(
                "a text of {size:,} characters, filled from a row; {most:,} at most", size=size, most=MOST_FILLED
            )
            problems.append(Problem("TOO_LONG", told))
            return data
        for name in named:
            if name not in values:
                hint = nearest(name, values)
                problems.append(
                    Problem("UNKNOWN_COLUMN", Message.of("no column {name!r} in for_each{hint}", name=name, hint=hint))
                )
        return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), data)
    if isinstance(data, list):
        items = LocatedList(_filled(item, values, problems) for item in data)
        items.place, items.places = getattr(data, "place", None), getattr(data, "places", [])
        return items
    if isinstance(data, dict):
        mapping = LocatedDict(
            (_filled(key, values, problems), _filled(value, values, problems)) for key, value in data.items()
        )
        mapping.place, mapping.places = getattr(data, "place", None), getattr(data, "places", {})
        return mapping
    return data
