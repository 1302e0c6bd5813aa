"""What persons are called: by id everywhere, and by name where that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message, values_of
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.records import Person

if TYPE_CHECKING:
    from orgmodel.core.records import Key, Record
    from orgmodel.core.structure import Structure


def with_names(structure: Structure, problems: Iterable[Problem]) -> list[Problem]:
    """Put the name of a person before the id in problems that speak of one; the id alone where no name is known."""
    return [_with_name(structure, one) for one in problems]


def without_names(structure: Structure) -> Structure:
    """Give the structure with all persons, and the name of none; the structure itself where none has any.

    >>> from orgmodel.core.structure import Structure
    >>> [*without_names(Structure.of([Person("p1", "Ann", born="1980")])).table("persons")]
    [Person(id='p1', name='', born='1980', gender='', grade='', qualification='', theory='', party_member='', src='')]
    """
    named: dict[Key, Record | None] = {
        one.id: replace(one, name="") for one in structure.table("persons") if isinstance(one, Person) and one.name
    }
    return structure.patched({"persons": named}) if named else structure


def names_left_out(structure: Structure) -> list[Problem]:
    """Warn that persons are named whose names :func:`without_names` takes away."""
    many = sum(isinstance(one, Person) and bool(one.name) for one in structure.table("persons"))
    told = Message.of("names of persons: {many} of them are not in the file; --persons writes them", many=many)
    return [Problem("NAMES_LEFT_OUT", told, severity=WARNING)] if many else []


def _with_name(structure: Structure, problem: Problem) -> Problem:
    values = values_of(problem.message)
    if not isinstance(problem.message, Message) or not isinstance(values.get("person"), str):
        return problem
    told = called_person(structure, values["person"])
    return replace(problem, message=Message(problem.message.template, {**values, "person": told}))


def called_person(structure: Structure, id: str) -> str:
    """Give a person's name with the id behind it in brackets, or the id where no name is known.

    >>> from orgmodel.core.structure import Structure
    >>> called_person(Structure.of([Person("p1", "Ann")]), "p1"), called_person(Structure.of(), "p1")
    ('Ann (p1)', 'p1')
    """
    person = structure.get("persons", id)
    return f"{person.name} ({id})" if isinstance(person, Person) and person.name else id
