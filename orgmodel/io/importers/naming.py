"""Ids made from names: opaque to us, readable to people, the same on every import."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from orgmodel.core.characters import nfc
from orgmodel.core.integrity import TOTAL, is_scope
from orgmodel.core.messages import Message

_AS_NUMBER = re.compile(r"0*([0-9]+)(?:\.0+)?")
_NOT_A_WORD = re.compile(r"[^\w]+", re.UNICODE)


@lru_cache(maxsize=4096)
def slug(name: str, default: str = "x") -> str:
    """Make the part of an id from a name; letters of every script stay.

    >>> slug("Finance & Corporate Services"), slug("Phòng Nội vụ"), slug("İşleri"), slug("–")
    ('finance-corporate-services', 'phòng-nội-vụ', 'işleri', 'x')
    """
    text = nfc(name).casefold().replace("i\u0307", "i")  # the dot of a Turkish capital
    return _NOT_A_WORD.sub("-", text).strip("-_")[:80].strip("-_") or default


def plain_code(code: str) -> str:
    """Give what a code and the same after a spreadsheet took it for a number have in common.

    >>> plain_code("007"), plain_code("7.0"), plain_code("A07")
    ('7', '7', 'A07')
    """
    found = _AS_NUMBER.fullmatch(code)
    return found[1] if found else code


@lru_cache(maxsize=1 << 16)
def same_name(name: str) -> str:
    """Give what two spellings of one name share: case and spacing apart they are equal.

    >>> same_name("Government  Procurement Service") == same_name("government Procurement Service")
    True
    """
    return " ".join(nfc(name).casefold().split())


def reserved(code: str) -> Message:
    """Say that a code means a scope, so that its row is left out."""
    return Message.of(
        "the code {code!r} is a scope (total, block:…, area:…); the row is left out: give it another", code=code
    )


class Ids:
    """Give out ids, each once: a second one that would be the same is numbered."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Start with the ids that are taken already."""
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """Give the id wanted, or with the next free number behind it; one that means a scope is never free.

        >>> ids = Ids()
        >>> ids.give("a"), ids.give("a"), ids.give("a")
        ('a', 'a-2', 'a-3')
        >>> ids.give("total"), ids.give("kind:office")
        ('total-2', 'kind-office')
        """
        if ":" in wanted and is_scope(wanted):  # no number behind it would make of a group anything else
            wanted = wanted.replace(":", "-", 1)
        id = wanted
        while id in self._taken or id == TOTAL:
            number = self._next.get(wanted, 1) + 1
            self._next[wanted] = number
            id = f"{wanted}-{number}"
        self._taken.add(id)
        return id

    def take(self, ids: Iterable[str]) -> None:
        """Take ids as given away."""
        self._taken.update(ids)
