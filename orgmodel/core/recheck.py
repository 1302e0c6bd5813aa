"""Checking what a run touched as a file is checked: the records that it wrote, and all that refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.change import Change
from orgmodel.core.figures import LARGEST_SUM
from orgmodel.core.integrity import check, in_its_unit, sum_too_large
from orgmodel.core.lives import wrong_lives
from orgmodel.core.problems import Problem
from orgmodel.core.records import Key, Post, Record, Unit
from orgmodel.core.schema import RANGED, REFERENCED_BY, Tables
from orgmodel.core.structure import Structure

if TYPE_CHECKING:
    from orgmodel.core.queries import Queries

SMALL = 10**9
"""Figures up to this one come to no sum that is too large: no organisation has so many records."""

Place = tuple[str, Key]
"""A table and the key of a record in it."""


def recheck(
    before: Structure, after: Queries, changes: Sequence[Change], end: Structure | None = None
) -> list[tuple[Problem, list[Place]]]:
    """List what is wrong after a run in the records that it touched and in all that refer to them, and was not before.

    Each problem stands beside the places of its record and of what that refers to. Costs what was touched, or a whole
    check of ``end``, what the run leads to, where that is given. Of a unit whose posts a run touches all posts are looked
    at, so that a second head is found.
    """
    touched = dict.fromkeys((change.table, change.key) for change in changes) if end is None else {}
    lived = [change.key for change in changes if change.table in _LIVES]
    units = dict.fromkeys(key if isinstance(key, str) else key[0] for key in lived)
    found = _checked(end) if end is not None else _problems(after, before, touched)
    found += _sums(before, changes)
    lives = wrong_lives(after, units)
    if not found and not lives:
        return []
    there = dict.fromkeys([*touched, *(place for _, places in found for place in places[:1])])
    known = {_name(one) for one, _ in (_checked(before) if end is not None else _problems(before, before, there))}
    known |= {_name(problem) for problem in wrong_lives(before, units)}
    found += [(problem, [("units", problem.subject)]) for problem in lives]
    return [(problem, places) for problem, places in found if _name(problem) not in known]


_LIVES = ("units", "ended")


def _checked(structure: Structure) -> list[tuple[Problem, list[Place]]]:
    """Check all records of a structure; sums that are too large are looked at apart."""
    return [
        (problem, _places(problem, structure))
        for problem in check(structure)
        if problem.code != "TOO_LARGE" or problem.subject != problem.table
    ]


def _places(problem: Problem, structure: Structure) -> list[Place]:
    """Give the place of the record that a problem is of, and of all that this refers to."""
    if not problem.table or problem.row < 0:
        return []
    wrong = structure.table(problem.table).record(problem.row)
    references = Tables.BY_NAME[problem.table].references
    around = [(table, getattr(wrong, one.field)) for one in references for table in one.to]
    return [(problem.table, wrong.key), *around]


def _sums(before: Structure, changes: Iterable[Change]) -> list[tuple[Problem, list[Place]]]:
    """Refuse a run whose figures come to more than sums can hold; only large figures can, so others are not summed."""
    found = []
    for table, fields in RANGED.items():
        there = [change for change in changes if change.table == table]
        for field in fields:
            figures = [
                [
                    value if isinstance(value := getattr(one, field, None), int) else 0
                    for one in (change.before, change.after)
                ]
                for change in there
            ]
            if max((new for _, new in figures), default=0) <= SMALL:
                continue
            rows = before.table(table)
            known = rows.figures(field)[rows.live & ~rows.missing(field)]
            if sum(known.tolist()) + sum(new - old for old, new in figures) > LARGEST_SUM:
                grown = sorted(zip(figures, there, strict=True), key=lambda one: (-one[0][1], str(one[1].key)))
                largest = grown[0][1]
                quantity = str(getattr(largest.after, "quantity", "")) if table == "quantities" else ""
                most = in_its_unit(before.terms, table, field, LARGEST_SUM, quantity)
                found.append((sum_too_large(table, field, str(largest.key), most), [(table, largest.key)]))
    return found


def _name(problem: Problem) -> tuple[str, str, str, str]:
    return problem.code, problem.table, problem.subject, problem.field


def _problems(state: Queries, base: Structure, touched: Iterable[Place]) -> list[tuple[Problem, list[Place]]]:
    """Check the records of some places as they are in a state, with all that they refer to or that refers to them."""
    judged: dict[Place, Record] = {}
    referring = {name: [one for one in by if not state.is_bare(one[0])] for name, by in REFERENCED_BY.items()}
    for table, key in touched:
        written = state.get(table, key)
        if written is not None:
            judged[table, written.key] = written
        if isinstance(key, str):
            for other, field in referring[table]:
                judged.update({(other, one.key): one for one in state.group(other, field, key)})
    units = dict.fromkeys(getattr(record, "unit", None) for record in judged.values())
    for unit in units:  # the posts of a unit stand together: it has one head
        if isinstance(unit, str):
            for post in state.group("posts", "unit", unit):
                judged.setdefault(("posts", post.key), post)
    beside = _named(state, judged)
    if any(getattr(record, "grade", "") for (table, _), record in judged.items() if table == "posts"):
        beside.update({("grades", one.key): one for one in base.table("grades")})
    structure = Structure.of([*judged.values(), *beside.values()], terms=base.terms, as_of=base.as_of)
    return [(problem, places) for problem, places in _checked(structure) if places and places[0] in judged]


def _named(state: Queries, judged: Mapping[Place, Record]) -> dict[Place, Record]:
    """List the records that others name; a unit among them without what it is under, which nobody asks it."""
    beside: dict[Place, Record] = {}
    for (table, _), record in judged.items():
        for reference in Tables.BY_NAME[table].references:
            name = getattr(record, reference.field)
            for other in reference.to if isinstance(name, str) and name else ():
                named = state.get(other, name)
                if named is not None and (other, named.key) not in judged:
                    beside[other, named.key] = named
    for post in [one for one in beside.values() if isinstance(one, Post)]:
        unit = state.get("units", post.unit)
        if unit is not None and ("units", unit.key) not in judged:
            beside.setdefault(("units", unit.key), unit)
    for place, one in list(beside.items()):
        if isinstance(one, Unit) and not any(("units", one.parent) in known for known in (judged, beside)):
            beside[place] = replace(one, parent=None)
    return beside
