"""What is given out cannot be changed: mappings, arrays and attributes that others stand on."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import fields
from typing import Any, NoReturn, TypeVar, cast

from orgmodel.core.messages import Message

Name = TypeVar("Name")
Value = TypeVar("Value")


class Frozen(dict[Name, Value]):
    """Hold a mapping that cannot be changed; equal to a dict of the same content, it pickles and copies.

    >>> Frozen({"a": 1}) == {"a": 1}
    True
    >>> Frozen({"a": 1})["a"] = 2
    Traceback (most recent call last):
    TypeError: this mapping cannot be changed; dict(…) makes one of it that can
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(Message.of("this mapping cannot be changed; dict(…) makes one of it that can"))

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        """Make it anew from a dict, not item by item."""
        return Frozen, (dict(self),)

    def __copy__(self) -> Frozen[Name, Value]:
        """Give itself: it does not change."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Frozen[Name, Value]:
        """Copy what it holds."""
        return Frozen({deepcopy(name, memo): deepcopy(value, memo) for name, value in self.items()})


class FrozenList(list[Value]):
    """Hold a list that cannot be changed; equal to a list of the same content, it pickles and copies.

    >>> FrozenList([1, 2]) == [1, 2]
    True
    >>> FrozenList([1, 2]).append(3)
    Traceback (most recent call last):
    TypeError: this list cannot be changed; list(…) makes one of it that can
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(Message.of("this list cannot be changed; list(…) makes one of it that can"))

    __setitem__ = __delitem__ = __iadd__ = __imul__ = append = clear = extend = insert = pop = remove = _refuse
    reverse = sort = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        """Make it anew from a list, not item by item."""
        return FrozenList, (list(self),)

    def __copy__(self) -> FrozenList[Value]:
        """Give itself: it does not change."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> FrozenList[Value]:
        """Copy what it holds."""
        return FrozenList([deepcopy(value, memo) for value in self])


SMALL = 4096
"""Bytes of an array that is copied rather than kept behind another."""


class _Kept:
    """Keep an array behind one that reads its numbers, and through which nobody can write."""

    __slots__ = ("__array_interface__", "_array")

    def __init__(self, array: Any) -> None:
        self._array = array
        told = array.__array_interface__
        self.__array_interface__ = {**told, "data": (told["data"][0], True)}


def read_only(array: Any) -> Any:
    """Give an array of the same numbers that nobody can write into, nor make writable again; what was given is its keeper's.

    >>> import numpy as np
    >>> read_only(np.array([1, 2])).flags.writeable = True
    Traceback (most recent call last):
    ValueError: cannot set WRITEABLE flag to True of this array
    """
    base = array.base
    while hasattr(base, "base"):
        base = base.base
    if isinstance(base, bytes | _Kept) and not array.flags.writeable:
        return array
    if array.nbytes <= SMALL:
        return type(array)(array.shape, array.dtype, array.tobytes())
    from numpy import asarray

    array.setflags(write=False)
    return asarray(_Kept(array))


_AS_THEY_ARE = (Frozen, str, tuple, int, type(None))


def hold(one: object, *names: str) -> None:
    """Make the arrays among an object's public attributes (or those named) read-only, and its mappings and lists frozen."""
    for name in names or [name for name in vars(one) if not name.startswith("_")]:
        value = getattr(one, name)
        if isinstance(value, _AS_THEY_ARE):
            continue
        if hasattr(value, "setflags"):  # an array; numpy is not asked for where there is none
            object.__setattr__(one, name, read_only(value))
        elif isinstance(value, list):
            object.__setattr__(one, name, tuple(value))
        elif isinstance(value, Mapping):
            object.__setattr__(one, name, Frozen(value))


class Held:
    """Hold values that nobody changes: for frozen data classes with arrays, mappings and lists, be they made or unpickled."""

    def __post_init__(self) -> None:
        """Make what is held read-only."""
        hold(self)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make it read-only again: a copy of an array may be written into."""
        self.__dict__.update(state)
        hold(self)


class Alike(Held):
    """Hold such values and equal another of the kind where every field does, arrays by their numbers: for data classes with ``eq=False``."""

    def __eq__(self, other: object) -> bool:
        """Compare field by field those that a data class compares."""
        if type(other) is not type(self):
            return NotImplemented
        compared = [one.name for one in fields(cast(Any, self)) if one.compare]
        return self is other or all(_same(getattr(self, name), getattr(other, name)) for name in compared)

    __hash__ = None  # type: ignore[assignment]


def _same(one: Any, other: Any) -> bool:
    if hasattr(one, "setflags"):
        from numpy import array_equal

        return hasattr(other, "setflags") and array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    return bool(one == other)


class SetOnce(Held):
    """Hold public attributes that are set when an object is made, and never again."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse to set what is there already; what an object works out for itself has a private name."""
        if not name.startswith("_") and (name in self.__dict__ or hasattr(type(self), name)):
            raise AttributeError(Message.of("{name} of {kind} cannot be changed", name=name, kind=type(self).__name__))
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        """Refuse to take anything away."""
        raise AttributeError(Message.of("{name} of {kind} cannot be changed", name=name, kind=type(self).__name__))
