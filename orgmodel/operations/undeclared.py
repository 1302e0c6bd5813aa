"""Words in the data of operations that the study does not declare: one check over every field of every verb."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from pydantic.fields import FieldInfo

from orgmodel.core.problems import Problem
from orgmodel.operations.operation_schema import Model, Word

if TYPE_CHECKING:
    from orgmodel.core.vocabulary import Vocabulary

_SEVERAL = (list, dict)
FAMILIES = {"kind": "kinds", "level": "levels", "block": "blocks"}
"""By field of a unit's form: the family of its words; an area is any text."""


def undeclared(terms: Vocabulary, data: Model) -> list[Problem]:
    """List the words in the data of an operation that are not declared, with all data inside it.

    >>> from orgmodel.core.vocabulary import Vocabulary
    >>> from orgmodel.operations.operation_schema import LineSpec
    >>> print(*undeclared(Vocabulary(), LineSpec(kind="profesional", to="a")))
    UNDECLARED kind 'profesional' is not declared under lines; did you mean 'professional'?
    """
    found = dict.fromkeys(_words(data))
    return [
        Problem("UNDECLARED", terms.undeclared(field, word, family), subject=word)
        for field, word, family in found
        if word and not terms.is_known(family, word)
    ]


@lru_cache(1024)
def _fields(model: type[Model], given: frozenset[str]) -> list[tuple[str, str, Word | None]]:
    """List, of the fields of a model that are given, those that hold words or data with some: the name, that in files, the mark."""
    return [
        (name, field.alias or name, _mark(field))
        for name, field in sorted(model.model_fields.items())
        if not field.exclude and name in given and (_mark(field) is not None or _may_hold(field.annotation))
    ]


def _may_hold(annotation: Any) -> bool:
    """Tell whether data of a kind may hold words of its own: a model, or anything."""
    inside = get_args(annotation)
    if annotation is Any or (isinstance(annotation, type) and issubclass(annotation, Model)):
        return True
    return any(map(_may_hold, inside))


def _mark(field: FieldInfo) -> Word | None:
    """Give the mark of a field, or of an alternative that it has, such as a word or nothing."""
    told = [*field.metadata, *(one for kind in get_args(field.annotation) for one in getattr(kind, "__metadata__", ()))]
    return next((one for one in told if isinstance(one, Word)), None)


def _words(data: Model) -> Iterator[tuple[str, str, str]]:
    """List the words of a model and of those in it: the field, the word and its family."""
    for name, written, word in _fields(type(data), frozenset(data.model_fields_set)):
        value = getattr(data, name)
        if word is not None:
            yield from _marked(written, word, value)
        elif value and not isinstance(value, str):
            yield from _inside(value)


def _inside(value: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, Model):
        yield from _words(value)
    elif isinstance(value, _SEVERAL):
        for one in value.values() if isinstance(value, dict) else value:
            if not isinstance(one, str):
                yield from _inside(one)


def _marked(name: str, word: Word, value: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            if not word.family:
                if key in FAMILIES:
                    yield key, one, FAMILIES[key]
                continue
            if word.keys:
                yield name, key, word.family
            if word.values:
                yield name, one, word.family
    elif word.values:
        for one in [value] if isinstance(value, str) else value or ():
            yield name, one, word.family
