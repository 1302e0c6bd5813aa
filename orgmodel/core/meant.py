"""What a signature says an argument is, asked only after a call has failed: which argument is of another kind."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from numbers import Real
from pathlib import PurePath
from types import ModuleType, UnionType
from typing import Any

from orgmodel.core.messages import Message

_PLAIN: dict[str, type] = {"str": str, "None": type(None), "bool": bool}
_LISTS = ("Sequence", "Iterable", "Iterator", "list", "tuple")
_NAMES = "Names"
PAIRS = "pairs of a language and a text, as (('en', 'Office'),)"
Misfit = tuple[str, Any, list[str]]
"""What does not fit, as ``changes['units']``; what it is; and the kinds that were expected."""


def misfit(
    signature: inspect.Signature, args: tuple[Any, ...], given: Mapping[str, Any]
) -> tuple[str, Any, str] | None:
    """Give the first argument, or part of one, that is not of the kind that its annotation says: its name, what it is, what was expected.

    >>> def of(unit: str, depth: int | None = None, into: Mapping[str, str] = {}): ...
    >>> signature = inspect.signature(of)
    >>> misfit(signature, (3,), {}), misfit(signature, ("a",), {"depth": "x"}), misfit(signature, ("a",), {})
    (('unit', 3, 'a text'), ('depth', 'x', 'a whole number'), None)
    >>> misfit(signature, ("a",), {"into": {"b": 3}})
    ("into['b']", 3, 'a text')
    """
    bound = signature.bind(*args, **given).arguments
    for name, parameter in signature.parameters.items():
        if name in ("self", "cls") or name not in bound or not isinstance(parameter.annotation, str):
            continue
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if found := _misfit(name, bound[name], _alternatives(parameter.annotation)):
            where, value, kinds = found
            return where, value, _expected([one for one in kinds if one != "None"])
    return None


def _misfit(name: str, value: Any, kinds: list[str]) -> Misfit | None:
    """Look for what does not fit: the value itself, or what it holds."""
    fitting = [kind for kind in kinds if _is(value, kind)]
    if not fitting:
        return name, value, kinds
    within = [_within(name, value, kind) for kind in fitting]
    return None if None in within else within[0]


def _within(name: str, value: Any, kind: str) -> Misfit | None:
    """Look for what a mapping or a list holds that does not fit."""
    head, _, inner = kind.partition("[")
    head, parts = head.rpartition(".")[2], _parted(inner[:-1], ",")
    if head in ("Mapping", "dict") and len(parts) == 2:
        of, held = parts[1], ((f"{name}[{key!r}]", one) for key, one in value.items())
    elif (
        head in _LISTS
        and parts[1:] in ([], ["..."])
        and parts[0] not in ("", "str")
        and isinstance(value, list | tuple)
    ):
        of, held = parts[0], ((f"{name}[{at}]", one) for at, one in enumerate(value))
    else:
        return None
    kinds = _alternatives(of)
    return next(filter(None, (_misfit(where, one, kinds) for where, one in held)), None)


def _alternatives(annotation: str) -> list[str]:
    """Part an annotation at the bars that stand in no brackets; a name of ours for several kinds stands for them."""
    return [one for part in _parted(annotation, "|") for one in _named_kinds(part)]


def _parted(text: str, mark: str) -> list[str]:
    """Part a text at the marks that stand in no brackets."""
    found, depth = [""], 0
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if letter == mark and not depth:
            found.append("")
        else:
            found[-1] += letter
    return [one.strip() for one in found]


def _named_kinds(name: str) -> list[str]:
    """Give the kinds that a name of ours stands for, as ``Record`` does for those of each table."""
    if name.isidentifier() and name not in _PLAIN and not _is_class(name):
        for module in _ours():
            if isinstance(found := vars(module).get(name), UnionType):
                return _parted(str(found), "|")
    return [name]


def _is(value: Any, kind: str) -> bool:
    """Tell whether a value is of a kind; a name that no class of ours or of Python has is not looked into."""
    head = kind.partition("[")[0].rpartition(".")[2]
    if head == "str":
        return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if head in _PLAIN:
        return isinstance(value, _PLAIN[head])
    if head == _NAMES:
        return are_pairs(value)
    if head in ("int", "float"):
        whole = hasattr(value, "__index__") and not getattr(value, "ndim", 0)
        return not isinstance(value, bool) and (whole or (head == "float" and isinstance(value, Real)))
    if head in ("Mapping", "dict"):
        return isinstance(value, Mapping)
    if head in _LISTS:
        if not isinstance(value, Iterable) or isinstance(value, bytes | Mapping) or hasattr(value, "ndim"):
            return False
        return "[str]" not in kind or (
            isinstance(value, str | list | tuple) and all(isinstance(one, str) for one in value)
        )
    if head == "Path":
        return isinstance(value, PurePath)
    if head == "NDArray":
        return hasattr(value, "ndim")
    if head in ("Any", "object"):
        return True
    if head in ("date", "Executor"):
        return any(one.__name__ == head for one in type(value).__mro__)
    if _is_class(head):
        return any(one.__name__ == head for one in type(value).__mro__)
    return True


def are_pairs(value: object) -> bool:
    """Tell whether a value is made of pairs, as names by language are."""
    return isinstance(value, tuple) and all(isinstance(one, tuple) and len(one) == 2 for one in value)


def _ours() -> list[ModuleType]:
    return [module for key, module in list(sys.modules.items()) if key.startswith("orgmodel")]


def _is_class(name: str) -> bool:
    """Tell whether a class of ours that is loaded has a name."""
    return _is_class_among(name, len(sys.modules))


@lru_cache(256)
def _is_class_among(name: str, _: int) -> bool:
    """Look through all modules once for a name, and again where more are loaded: a list may hold many of one kind."""
    return any(isinstance(vars(one).get(name), type) for one in _ours())


def _expected(kinds: list[str]) -> str:
    """Say what is expected, of several kinds with *or* between."""
    said = list(dict.fromkeys(_said(one) for one in kinds))
    if len(said) == 1:
        return said[0]
    return Message.of("{first} or {last}", first=", ".join(said[:-1]), last=said[-1])


def _said(kind: str) -> str:
    head = kind.partition("[")[0].rpartition(".")[2]
    if head == _NAMES:
        return Message.of(PAIRS)
    if head in ("Mapping", "dict"):
        return Message.of("a mapping of names to values")
    if head in _LISTS:
        return Message.of("a text or a list of texts") if "[str]" in kind else Message.of("a list")
    words = {"str": "a text", "int": "a whole number", "float": "a number", "bool": "True or False"}
    words |= {"Path": "a path", "date": "a date", "NDArray": "an array"}
    return Message.of(words[head]) if head in words else Message.of("an object of the class {name}", name=head)
