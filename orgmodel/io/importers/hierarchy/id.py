"""SQL Server's HierarchyId: a node's way from the root, in hexadecimal digits or as ``/1/2/``.

The bits are those of ORDPATH (O'Neil et al., SIGMOD 2004) as SQL Server stores them: each step is a prefix that tells
how many bits its number has, the number with guard bits between its digits, and a closing bit (1: the step ends; 0: a
further number belongs to the same step, written with a point, and this one is stored one too high).
"""

from __future__ import annotations

import re

from orgmodel.core.messages import Message

Node = tuple[tuple[int, ...], ...]
"""A way from the root: one tuple a step, with several numbers where nodes were inserted between siblings."""

# the least number of each form, and its bits: 0 and 1 as they stand, x a bit of the number, T the closing bit
_FORMS = (
    (0, "01xxT"),
    (4, "100xxT"),
    (8, "101xxxT"),
    (16, "110xx0x1xxxT"),
    (80, "1110xxx0xxx0x1xxxT"),
    (1104, "11110xxxxx0xxx0x1xxxT"),
    (5200, "111110xxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxxT"),
    (4294972496, "111111xxxxxxxxxxxxxx0xxxxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxxT"),
    (-8, "00111xxxT"),
    (-72, "0010xx0x1xxxT"),
    (-4168, "000110xxxxx0xxx0x1xxxT"),
    (-4294971464, "000101xxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxxT"),
    (-281479271682120, "000100xxxxxxxxxxxxxx0xxxxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxxT"),
)
_PATH = re.compile(r"/(?:-?[0-9]{1,15}(?:\.-?[0-9]{1,15})*/)*")
_HEX = re.compile(r"(?:0x)?((?:[0-9A-Fa-f]{2})*)")
_MOST_BYTES = 892


def read_node(text: str) -> Node:
    """Read a node, hexadecimal or as a path of numbers; the root is blank, ``0x`` or ``/``.

    Raises ValueError where the text is neither.

    >>> read_node("5AC0"), read_node("0x58"), read_node("/1/2.1/"), read_node("")
    (((1,), (1,)), ((1,),), ((1,), (2, 1)), ())
    """
    text = text.strip()
    if text.startswith("/"):
        if not _PATH.fullmatch(text):
            raise ValueError(Message.of("{text!r} is not a path such as /1/2/", text=text[:40]))
        return tuple(tuple(int(number) for number in step.split(".")) for step in text.strip("/").split("/") if step)
    found = _HEX.fullmatch(text)
    if found is None or len(found[1]) > 2 * _MOST_BYTES:
        raise ValueError(
            Message.of(
                "{text!r} is no HierarchyId: hexadecimal digits in pairs, or a path such as /1/2/", text=text[:40]
            )
        )
    return _decoded("".join(f"{int(digit, 16):04b}" for digit in found[1]), text)


def _decoded(bits: str, text: str) -> Node:
    steps: list[tuple[int, ...]] = []
    step: list[int] = []
    at = 0
    while "1" in bits[at:]:
        number, closes, at = _number(bits, at, text)
        step.append(number)
        if closes:
            steps.append(tuple(step))
            step = []
    if step:
        raise ValueError(Message.of("{text!r} is no HierarchyId: it ends in the middle of a step", text=text[:40]))
    return tuple(steps)


def _number(bits: str, at: int, text: str) -> tuple[int, bool, int]:
    for least, form in _FORMS:
        piece = bits[at : at + len(form)]
        if len(piece) == len(form) and all(mark in (bit, "x", "T") for mark, bit in zip(form, piece, strict=True)):
            value = int("".join(bit for mark, bit in zip(form, piece, strict=True) if mark == "x"), 2)
            closes = piece[-1] == "1"
            return least + value - (not closes), closes, at + len(form)
    raise ValueError(
        Message.of("{text!r} is no HierarchyId: its bits from the {at}th on are none", text=text[:40], at=at + 1)
    )
