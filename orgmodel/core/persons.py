"""What persons are called: by id everywhere, and by name where that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message, values_of
from orgmodel.core.problems import Problem
from orgmodel.core.records import Person

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def with_names(structure: Structure, problems: Iterable[Problem]) -> list[Problem]:
    """Put the name of a person before the id in problems that speak of one; the id alone where no name is known."""
    return [_with_name(structure, one) for one in problems]


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
