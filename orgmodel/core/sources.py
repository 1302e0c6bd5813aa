"""Source marks: the document that one names, and what is said where there is no such document."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.messages import Message
from orgmodel.core.problems import nearest

MARKS = ("", "assumed", "derived")
"""What stands where a source names no document."""


def cited_document(src: str) -> str | None:
    """Give the document that a source mark names; None where it names none.

    >>> cited_document("kl-btv:2.3"), cited_document("assumed:kl-btv"), cited_document("")
    ('kl-btv', None, None)
    """
    name = src.partition(":")[0]
    return None if name in MARKS else name


def unknown_document(name: str, known: Iterable[str]) -> Message:
    """Say that a source names no listed document, with the nearest."""
    return Message.of(
        "no document {name!r} in documents{hint}", name=name, hint=nearest(name, sorted({*known, *MARKS}))
    )
