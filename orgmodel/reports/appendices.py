"""The annexes of a paper of the state: each by itself, numbered in Roman, on pages of its own numbers (Decree 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from orgmodel.core.names import Names
from orgmodel.reports.form import Form
from orgmodel.reports.manuscript import Block, Chapter, Picture

ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """Write a number in Roman.

    >>> [roman(one) for one in (1, 4, 9, 14, 49, 88)]
    ['I', 'IV', 'IX', 'XIV', 'XLIX', 'LXXXVIII']
    """
    written = ""
    for value, letters in ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


def by_the_decree(chapters: Sequence[Chapter], attached: Names) -> tuple[Chapter, ...]:
    """Make a chapter of every annex, numbered in their order; tables of the text itself have no number.

    ``attached`` says to which paper they belong, and stands in each. A title that says only that annexes follow is left out,
    since each says so by itself; any other stays above the first that it is over.
    """
    body = tuple(replace(one, blocks=tuple(map(_unnumbered, one.blocks))) for one in chapters if not one.annex)
    found: list[Chapter] = []
    for chapter in chapters:
        if not chapter.annex:
            continue
        title = () if chapter.says_annexes and _is_one(chapter.blocks[:1]) else chapter.title
        for blocks in _each(chapter.blocks) if chapter.blocks else ((),):
            found.append(replace(chapter, title=title, blocks=blocks, restarts=True))
            title = ()
    several = sum(_is_one(one.blocks) for one in found) > 1
    numbers = map(roman, count(1))
    numbered = [
        replace(one, blocks=(_numbered(one.blocks[0], next(numbers) if several else "", attached), *one.blocks[1:]))
        if _is_one(one.blocks)
        else one
        for one in found
    ]
    return (*body, *numbered)


def _is_one(blocks: Sequence[Block]) -> bool:
    """Tell whether what is to be an annex begins with a form or a picture, over which its head stands."""
    return bool(blocks) and isinstance(blocks[0], Form | Picture)


def _each(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Part the blocks of a chapter into annexes: a form with a number, or a picture, and what has none behind it."""
    held: list[Block] = []
    for block in blocks:
        begins = isinstance(block, Picture) or (isinstance(block, Form) and bool(block.annex))
        if begins and held:
            yield tuple(held)
            held = []
        held.append(block)
    if held:
        yield tuple(held)


def _unnumbered(block: Block) -> Block:
    return replace(block, annex="") if isinstance(block, Form) and block.annex else block


def _numbered(block: Block, number: str, attached: Names) -> Block:
    if isinstance(block, Form):
        return replace(block, annex=number, attached=attached)
    return block.numbered(number, attached) if isinstance(block, Picture) else block
