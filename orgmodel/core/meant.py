"""What a signature says an argument is, asked only after a call has failed: which argument is of another kind."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Mapping
from numbers import Real
from pathlib import PurePath
from typing import Any

from orgmodel.core.messages import Message

_PLAIN: dict[str, type] = {"str": str, "None": type(None), "bool": bool}
_LISTS = ("Sequence", "Iterable", "Iterator", "list", "tuple")


def misfit(
    signature: inspect.Signature, args: tuple[Any, ...], given: Mapping[str, Any]
) -> tuple[str, Any, str] | None:
    """Give the first argument that is not of the kind that its annotation says: its name, what it is, what was expected.

    >>> def of(unit: str, depth: int | None = None): ...
    >>> signature = inspect.signature(of)
    >>> misfit(signature, (3,), {}), misfit(signature, ("a",), {"depth": "x"}), misfit(signature, ("a",), {})
    (('unit', 3, 'a text'), ('depth', 'x', 'a whole number'), None)
    """
    bound = signature.bind(*args, **given).arguments
    for name, parameter in signature.parameters.items():
        if name in ("self", "cls") or name not in bound or not isinstance(parameter.annotation, str):
            continue
        rests = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        kinds = _alternatives(parameter.annotation)
        if rests or any(_is(bound[name], one) for one in kinds):
            continue
        return name, bound[name], _expected([one for one in kinds if one != "None"])
    return None


def _alternatives(annotation: str) -> list[str]:
    """Part an annotation at the bars that stand in no brackets."""
    found, depth = [""], 0
    for letter in annotation:
        depth += (letter == "[") - (letter == "]")
        if letter == "|" and not depth:
            found.append("")
        else:
            found[-1] += letter
    return [one.strip() for one in found]


def _is(value: Any, kind: str) -> bool:
    """Tell whether a value is of a kind; a name that no class of ours or of Python has is not looked into."""
    head = kind.partition("[")[0].rpartition(".")[2]
    if head in _PLAIN:
        return isinstance(value, _PLAIN[head])
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
    if head in ("date", "Executor"):
        return any(one.__name__ == head for one in type(value).__mro__)
    if _is_class(head):
        return any(one.__name__ == head for one in type(value).__mro__)
    return True


def _is_class(name: str) -> bool:
    """Tell whether a class of ours that is loaded has a name."""
    loaded = [module for key, module in list(sys.modules.items()) if key.startswith("orgmodel")]
    return any(isinstance(vars(one).get(name), type) for one in loaded)


def _expected(kinds: list[str]) -> str:
    """Say what is expected, of several kinds with *or* between."""
    said = list(dict.fromkeys(_said(one) for one in kinds))
    if len(said) == 1:
        return said[0]
    return Message.of("{first} or {last}", first=", ".join(said[:-1]), last=said[-1])


def _said(kind: str) -> str:
    head = kind.partition("[")[0].rpartition(".")[2]
    if head in ("Mapping", "dict"):
        return Message.of("a mapping of names to values")
    if head in _LISTS:
        return Message.of("a text or a list of texts") if "[str]" in kind else Message.of("a list")
    words = {"str": "a text", "int": "a whole number", "float": "a number", "bool": "True or False"}
    words |= {"Path": "a path", "date": "a date"}
    return Message.of(words[head]) if head in words else Message.of("an object of the class {name}", name=head)
