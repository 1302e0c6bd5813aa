"""Words in the data of operations that the study does not declare: one check over every field of every verb."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from pydantic.fields import FieldInfo

from orgmodel.core.problems import Problem
from orgmodel.operations.operation_schema import Model, Word

if TYPE_CHECKING:
    from orgmodel.core.vocabulary import Vocabulary

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


@cache
def _fields(model: type[Model]) -> dict[str, tuple[str, Word | None]]:
    """Give, by field of a model, its name in files and the mark of its words."""
    return {
        name: (field.alias or name, _mark(field)) for name, field in model.model_fields.items() if not field.exclude
    }


def _mark(field: FieldInfo) -> Word | None:
    """Give the mark of a field, or of an alternative that it has, such as a word or nothing."""
    told = [*field.metadata, *(one for kind in get_args(field.annotation) for one in getattr(kind, "__metadata__", ()))]
    return next((one for one in told if isinstance(one, Word)), None)


def _words(data: Model) -> Iterator[tuple[str, str, str]]:
    """List the words of a model and of those in it: the field, the word and its family."""
    fields = _fields(type(data))
    for name in sorted(data.model_fields_set & fields.keys()):
        written, word = fields[name]
        value = getattr(data, name)
        if word is not None:
            yield from _marked(written, word, value)
        elif not isinstance(value, str):
            yield from _inside(value)


def _inside(value: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, Model):
        yield from _words(value)
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
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
