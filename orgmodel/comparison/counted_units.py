"""How many units begin, end and pass on, by what they count as: a remainder as the number that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.core.records import NUMBER_UNKNOWN
from orgmodel.core.vocabulary import COUNTS

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case

MOST_RECEIVERS = 4
"""How many superiors that receive units from one are named."""


def many(case: Case, units: Iterable[str]) -> int:
    """Count units, a remainder as the number that it stands for."""
    return sum(case.stands_for.get(unit, 1) for unit in units)


def by_count(case: Case, units: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """Count units by what they count as, where that is not the same for all or some are not counted: how many, and whether at least."""
    found: dict[str, list[str]] = {}
    for unit in units:
        found.setdefault(case.counts_as[unit], []).append(unit)
    if len(found) < 2 and "none" not in found:
        return {}
    return {kind: (many(case, found[kind]), of_unknown_number(case, found[kind])) for kind in COUNTS if kind in found}


def of_unknown_number(case: Case, units: Iterable[str]) -> bool:
    """Tell whether a remainder is among units of which nobody knows how many it stands for: their count is a least."""
    return any(case.stands_for.get(unit, 1) == NUMBER_UNKNOWN for unit in units)


def begun_ended_holds(entry: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Tell whether counts of units that begin and end are those of the JSON object's entry for the scenario."""
    for side in ("begun", "ended"):
        by: dict[str, list[str]] = {}
        for unit in entry[f"units_{side}"]:
            by.setdefault(entry["counts_as"][unit], []).append(unit)
        told = {kind: tuple(many) for kind, many in values[f"{side}_by"].items()}
        if told and told != {kind: counted(entry, units) for kind, units in by.items()}:
            return False
        all_counted = [unit for kind, units in by.items() if kind != "none" for unit in units]
        if (values[side], values[f"{side}_at_least"]) != counted(entry, all_counted):
            return False
    return True


def counted(entry: Mapping[str, Any], units: Iterable[str]) -> tuple[int, bool]:
    """Count units, a remainder as what it stands for, and tell whether of some that number is not known."""
    numbers = [entry["stands_for"].get(unit, 1) for unit in set(units)]
    return sum(numbers), NUMBER_UNKNOWN in numbers


def passes(case: Case) -> dict[str, Any]:
    """Give the one superior that all leave and the few that receive them, with how many each: the id, its names, the number."""
    origins = {origin for _, origin, _ in case.units_moved}
    received: dict[str, list[str]] = {}
    for unit, _, receiver in case.units_moved:
        received.setdefault(receiver, []).append(unit)
    ends = {*origins, *received}
    if len(origins) != 1 or "" in ends or len(received) > MOST_RECEIVERS or len(received) < 2:
        return {}
    if not all(case.before.units.get(end) is not None for end in ends):
        return {}
    called = {end: dict(case.before.unit(end).names) for end in ends}
    (origin,) = origins
    to = [(end, called[end], many(case, units)) for end, units in received.items()]
    return {} if any(of_unknown_number(case, units) for units in received.values()) else {"from": (origin, called[origin]), "to": to}  # fmt: skip


def passes_hold(entry: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Tell whether the ends of units that pass, where they are told, are those of the JSON object's entry for the scenario."""
    received: dict[str, list[str]] = {}
    for row in entry["units_moved"]:
        received.setdefault(row["to"], []).append(row["unit"])
    if "to" not in values:
        return True
    told = {end: (number, False) for end, _, number in values["to"]}
    origins = {row["from"] for row in entry["units_moved"]}
    return origins == {values["from"][0]} and told == {end: counted(entry, units) for end, units in received.items()}
