"""What a caller gives to a function: each check says what was given and what is expected."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from operator import index
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from orgmodel.core.meant import PAIRS, are_pairs, misfit
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Made = TypeVar("Made")
MOST_SHOWN = 80  # letters of what was given
_OF_PYTHON = (TypeError, ValueError, AttributeError, KeyError, OverflowError)


def kind_of(value: object) -> Message:
    """Name the kind of a value, with its article; of our own kinds of lists and mappings what they are kinds of.

    >>> kind_of([]), kind_of(3)
    ('a list', 'an int')
    """
    kinds = type(value).__mro__
    name = next((one.__name__ for one in kinds if one in (list, tuple, dict)), type(value).__name__)
    return Message.of("an {type}" if name[:1] in "AEIOUaeiou" else "a {type}", type=name)


def not_expected(name: str, given: object, expected: str) -> ProblemsError:
    """Say what an argument is to be, and what was given.

    >>> print(not_expected("depth", "x", "a whole number"))
    ARGUMENT depth is a whole number, not 'x'
    """
    shown = "" if getattr(given, "ndim", 0) else repr(given)  # a frame or an array is not written out
    if not shown or len(shown) > MOST_SHOWN or "\n" in shown:
        shown = kind_of(given)
    message = Message.of("{name} is {expected}, not {given}", name=name, expected=expected, given=shown)
    return ProblemsError([Problem("ARGUMENT", message, name)])


def texts_given(name: str, given: object) -> list[str]:
    """Give texts as a list: one text is one of them, and not its letters.

    >>> texts_given("by", "block"), texts_given("by", ("block", "area"))
    (['block'], ['block', 'area'])
    """
    if isinstance(given, str):
        return [given]
    if isinstance(given, Iterable) and not isinstance(given, bytes):
        listed = list(given)
        if all(isinstance(one, str) for one in listed):
            return listed
    raise not_expected(name, given, Message.of("a text or a list of texts"))


def text_given(name: str, given: object) -> str:
    """Give a text as it is; raises ProblemsError for anything else."""
    if not isinstance(given, str):
        raise not_expected(name, given, Message.of("a text"))
    return given


def flag_given(name: str, given: object) -> bool:
    """Give True or False as it is; raises ProblemsError for anything else."""
    if not isinstance(given, bool):
        raise not_expected(name, given, Message.of("True or False"))
    return given


def count_given(name: str, given: object) -> int:
    """Give a whole number from 0 as it is; raises ProblemsError for anything else."""
    if (
        hasattr(given, "__index__")
        and not isinstance(given, bool)
        and not getattr(given, "ndim", 0)
        and index(given) >= 0
    ):
        return index(given)
    raise not_expected(name, given, Message.of("a whole number from 0"))


def number_given(name: str, given: object, most: float) -> float:
    """Give a number above 0 as it is; raises ProblemsError for one that is larger than ``most``, and for anything else."""
    if isinstance(given, int | float) and 0 < given <= most:
        return given
    raise not_expected(name, given, Message.of("a number above 0, at most {most}", most=most))


def path_given(name: str, given: object) -> Path:
    """Give a path of a text or a path; raises ProblemsError for anything else, and for what no system takes as a path."""
    if not isinstance(given, str | Path):
        raise not_expected(name, given, Message.of("a path"))
    try:
        named = os.fsencode(given)
    except UnicodeEncodeError:  # half of a character
        named = b"\0"
    if b"\0" in named:
        raise not_expected(name, str(given), Message.of("a path"))
    return Path(given)


def settings_given(given: object, name: str = "settings") -> dict[str, Any]:
    """Give the settings of parameters by name, none for None; raises ProblemsError for what is no mapping of names."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not all(isinstance(one, str) for one in given):
        raise not_expected(name, given, Message.of("a mapping of names to values"))
    return dict(given)


def names_given(name: str, given: object) -> None:
    """Refuse what is no text by language in pairs, such as one text."""
    if not are_pairs(given):
        raise not_expected(name, given, Message.of(PAIRS))


def instance_given(name: str, given: object, kind: type, expected: str) -> None:
    """Refuse a value that is of another class than is expected."""
    if not isinstance(given, kind):
        raise not_expected(name, given, expected)


def instances_given(name: str, given: object, kind: type, expected: str) -> None:
    """Refuse what is no tuple of values of a class."""
    if not isinstance(given, tuple) or not all(isinstance(one, kind) for one in given):
        raise not_expected(name, given, expected)


def hashable_given(name: str, given: object, expected: str) -> None:
    """Refuse a value that nothing can be looked up by, such as a list."""
    try:
        hash(given)
    except TypeError:
        raise not_expected(name, given, expected) from None


def named(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Make a function refuse arguments that it has not, naming the nearest, and name those that are missing.

    What is annotated as a flag is True or False: a text such as "no" would be taken for yes. Where the function fails on an
    argument of another kind than its annotation says, that is told in place of the error of Python.

    >>> named(text_given)("depth", gven="x")
    Traceback (most recent call last):
    orgmodel.core.problems.ProblemsError: ARGUMENT text_given has no argument 'gven'; did you mean 'given'?; it takes name, given
    """
    flags = [name for name, said in function.__annotations__.items() if said == "bool"]

    @wraps(function)
    def _checked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        if kwargs and flags:
            for name in flags:
                if name in kwargs:
                    flag_given(name, kwargs[name])
        try:
            return function(*args, **kwargs)
        except _OF_PYTHON:  # looked at only then, since some are called often
            signature = inspect.signature(function)
            try:
                signature.bind(*args, **kwargs)
            except TypeError:
                raise _misfit(function.__name__, signature, args, kwargs) from None
            if found := misfit(signature, args, kwargs):
                raise not_expected(*found) from None
            raise

    return _checked


def all_named(kind: type[Made]) -> type[Made]:
    """Make every public method of a class, inherited ones too, refuse arguments that it has not, as :func:`named` does.

    >>> @all_named
    ... class Plan:
    ...     def step(self, id): ...
    >>> Plan().step()
    Traceback (most recent call last):
    orgmodel.core.problems.ProblemsError: ARGUMENT step needs id
    """
    for name in [one for one in dir(kind) if not one.startswith("_")]:
        method = inspect.getattr_static(kind, name)
        if inspect.isfunction(method):
            setattr(kind, name, named(method))
        elif isinstance(method, classmethod):
            setattr(kind, name, classmethod(named(method.__func__)))
    return kind


def named_fields(made: type[Made]) -> type[Made]:
    """Make a class refuse fields that it has not, as :func:`named` does.

    >>> from dataclasses import dataclass
    >>> @named_fields
    ... @dataclass
    ... class Words:
    ...     kinds: tuple = ()
    >>> Words(kind=())
    Traceback (most recent call last):
    orgmodel.core.problems.ProblemsError: ARGUMENT Words has no argument 'kind'; did you mean 'kinds'?; it takes kinds
    """
    begin = made.__init__
    begin.__name__ = made.__name__
    made.__init__ = named(begin)  # type: ignore[method-assign]
    return made


def made_by(way: str) -> Callable[[type[Made]], type[Made]]:
    """Make a class that functions give say so where it is called with other arguments than it takes; its methods, too.

    >>> @made_by("read(path)")
    ... class Plan:
    ...     def __init__(self, steps): ...
    >>> Plan()
    Traceback (most recent call last):
    orgmodel.core.problems.ProblemsError: ARGUMENT Plan is made by read(path), and by itself needs steps
    """

    def decorated(made: type[Made]) -> type[Made]:
        begin = made.__init__

        @wraps(begin)
        def _begun(self: Made, *args: Any, **kwargs: Any) -> None:
            try:
                begin(self, *args, **kwargs)
            except TypeError:
                signature = inspect.signature(begin)
                try:
                    signature.bind(self, *args, **kwargs)
                except TypeError:
                    needed = [
                        one.name
                        for one in list(signature.parameters.values())[1:]
                        if one.default is one.empty and one.kind is not one.KEYWORD_ONLY
                    ]
                    message = Message.of(
                        "{made} is made by {way}, and by itself needs {needed}",
                        made=made.__name__,
                        way=way,
                        needed=", ".join(needed),
                    )
                    raise ProblemsError([Problem("ARGUMENT", message, made.__name__)]) from None
                raise

        made.__init__ = _begun  # type: ignore[assignment,method-assign]
        return all_named(made)

    return decorated


def _misfit(call: str, signature: inspect.Signature, args: tuple[Any, ...], given: Mapping[str, Any]) -> ProblemsError:
    """Say which arguments a function has not, or else which are missing, or that there are too many without a name."""
    parameters = [one for name, one in signature.parameters.items() if name not in ("self", "cls")]
    names = [one.name for one in parameters]
    listed = ", ".join(names)
    unknown = [
        Message.of(
            "{call} has no argument {name!r}{hint}; it takes {listed}",
            call=call,
            name=name,
            hint=nearest(name, names),
            listed=listed,
        )
        for name in given
        if name not in names
    ]
    if unknown:
        return ProblemsError(Problem("ARGUMENT", one) for one in unknown)
    placed = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    count = len(args) - (len(signature.parameters) - len(parameters))
    later = [one for one in parameters if one not in placed[:count] and one.name not in given]
    missing = [one.name for one in later if one.default is one.empty and one.kind is not one.VAR_POSITIONAL]
    if missing and count <= len(placed):
        message = Message.of("{call} needs {missing}", call=call, missing=", ".join(missing))
    elif not names:
        message = Message.of("{call} takes no argument", call=call)
    else:
        message = Message.of("{call} takes {listed}, each once and as named", call=call, listed=listed)
    return ProblemsError([Problem("ARGUMENT", message)])
