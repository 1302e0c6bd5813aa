"""What a model expects where data does not fit: the form in words, and the keys that may stand there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from orgmodel.core.dates import meant_date
from orgmodel.core.messages import Message, series
from orgmodel.core.problems import nearest
from orgmodel.core.source_map import Path

_LONGEST = 60
NUMBER_FORM = "number_form"
"""The kind of error of what is a number and not written as one should be; its context says why."""

FORMS = {
    "int_type": ("NOT_A_NUMBER", "a whole number"),
    "int_parsing": ("NOT_A_NUMBER", "a whole number"),
    "int_parsing_size": ("NOT_A_NUMBER", "a whole number of reasonable size"),
    "int_from_float": ("NOT_A_NUMBER", "a whole number"),
    "float_type": ("NOT_A_NUMBER", "a number"),
    "float_parsing": ("NOT_A_NUMBER", "a number"),
    "finite_number": ("NOT_A_NUMBER", "a number"),
    NUMBER_FORM: ("NOT_A_NUMBER", "a number"),
    "bool_type": ("NOT_A_FLAG", "true or false"),
    "bool_parsing": ("NOT_A_FLAG", "true or false"),
    "string_type": ("NOT_A_TEXT", "a text"),
    "string_too_short": ("EMPTY", "a text that is not empty"),
    "string_pattern_mismatch": ("NOT_A_DATE", "a date (2022-10-31, 2022-10, 2022) or unknown"),
    "list_type": ("NOT_A_LIST", "a list"),
    "tuple_type": ("NOT_A_LIST", "a list"),
    "dict_type": ("NOT_A_MAPPING", "a mapping of keys to values"),
    "model_type": ("NOT_A_MAPPING", "a mapping of keys to values"),
    "model_attributes_type": ("NOT_A_MAPPING", "a mapping of keys to values"),
    "literal_error": ("UNKNOWN_WORD", ""),
    "greater_than_equal": ("NEGATIVE", ""),
    "less_than_equal": ("TOO_LARGE", ""),
    "too_short": ("TOO_FEW", ""),
    "too_long": ("TOO_MANY", ""),
}


def code_of(kind: str) -> str:
    """Give the code of a problem for a kind of error.

    >>> code_of("list_type"), code_of("something_new")
    ('NOT_A_LIST', 'INVALID')
    """
    return FORMS.get(kind, ("INVALID", ""))[0]


def expected(kinds: Iterable[tuple[str, dict[str, Any]]], given: Any) -> tuple[str, str]:
    """Say what is expected, by the kinds of error with their contexts, and what may help.

    >>> expected([("string_type", {}), ("list_type", {})], 2.1)
    ('a text or a list', '; put it in quotes: "2.1"')
    >>> expected([("literal_error", {"expected": "'both' or 'drop'"}), ("int_parsing", {})], "bth")
    ('both, drop or a whole number', "; did you mean 'both'?")
    """
    forms: list[str] = []
    words: list[str] = []
    told = list(kinds)
    for kind, context in told:
        if kind == "literal_error":
            choices = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
            words += choices
            forms += choices
        else:
            forms.append(_form(kind, context))
    forms = list(dict.fromkeys(forms))
    said = series(forms, "or")
    hint = nearest(given, words) if isinstance(given, str) else ""
    is_date = any(kind == "string_pattern_mismatch" and r"\d{4}" in context["pattern"] for kind, context in told)
    if is_date and isinstance(given, str) and (how := meant_date(given)):
        hint = Message.of("; {how}", how=how)
    if "a text" in forms and isinstance(given, int | float) and not isinstance(given, bool):
        hint = Message.of('; put it in quotes: "{given}"', given=given)
    return said, hint


def _form(kind: str, context: dict[str, Any]) -> str:
    if kind == "greater_than_equal":
        if context["ge"] == 0:
            return Message.of("a number that is not below zero")
        return Message.of("at least {least}", least=context["ge"])
    if kind == "less_than_equal":
        return Message.of("at most {most}", most=context["le"])
    if kind == "too_short":
        return Message.of("a list of at least {least}", least=context["min_length"])
    if kind == "too_long":
        return Message.of("a list of at most {most}", most=context["max_length"])
    if kind == "string_pattern_mismatch" and r"\d{4}" not in context["pattern"]:
        return Message.of("a text of the form {pattern}", pattern=context["pattern"])
    return Message.of(FORMS.get(kind, ("", "another kind of value"))[1])


def shown(value: Any) -> str:
    """Show a value as its file has it, cut where it is long.

    >>> shown("x"), shown(2.10), shown(True), shown(None)
    ("'x'", '2.1', 'true', 'nothing')
    """
    if value is None:
        return Message.of("nothing")
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def keys_at(model: type[BaseModel] | None, path: Path) -> list[str]:
    """List the keys that may stand in the mapping that a path leads to; none where any may."""
    found: list[Any] = [model] if model is not None else []
    for step in path:
        found = [inner for one in found for inner in _inside(one, step)]
    models = [one for annotation in found for one in _models(annotation)]
    return list(dict.fromkeys(key for one in models for key in _keys(one)))


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items() if not field.exclude]


def _inside(annotation: Any, step: str | int) -> list[Any]:
    """List the annotations of what stands at a key or index of an annotation."""
    result: list[Any] = []
    for one in _alternatives(annotation):
        if isinstance(one, type) and issubclass(one, BaseModel):
            result += [field.annotation for name, field in one.model_fields.items() if step in (name, field.alias)]
        elif get_origin(one) is dict and isinstance(step, str):
            result.append(get_args(one)[1])
        elif get_origin(one) in (list, tuple, Sequence) and isinstance(step, int):
            result.append(get_args(one)[0])
    return result


def _models(annotation: Any) -> list[type[BaseModel]]:
    """List the models that a mapping may be of; where only a list may stand, one entry of it may stand alone."""
    ways = _alternatives(annotation)
    found = [one for one in ways if isinstance(one, type) and issubclass(one, BaseModel)]
    return found or [one for way in ways if get_origin(way) is list for one in _models(get_args(way)[0])]


def _alternatives(annotation: Any) -> list[Any]:
    """Take unions and annotations apart."""
    origin = get_origin(annotation)
    if origin is None or origin in (dict, list, tuple, Sequence):
        return [annotation]
    inner = get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        inner = inner[:1]
    return [one for part in inner for one in _alternatives(part)]
