"""What stands above each of several tables side by side: its own title, which may name the unit of its rows or their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.core.messages import Message
from orgmodel.io.importers.known.sorts_of_staff import counted_in
from orgmodel.io.importers.known.tables import kind_in, plain, words_of_kinds
from orgmodel.io.importers.proposal.guess import LIKELY, UNSURE


@dataclass(frozen=True)
class BlockTitle:
    """Hold the title of one of several tables side by side; ``of_all`` says that it may be that of all, as it stands above the first alone."""

    text: str
    of_all: bool = False


def titles_of(over: Sequence[Sequence[str]], blocks: Sequence[range]) -> list[BlockTitle | None]:
    """Give the title of each of some tables side by side, of the lines above their headers; None for one without.

    >>> blocks = [range(0, 3), range(3, 5)]
    >>> [one and one.text for one in titles_of([["Staff"], ["Roads", "", "", "Water"]], blocks)]
    ['Roads', 'Water']
    >>> titles_of([["Roads"]], blocks)[0].of_all, titles_of([["", "", "", "Water"]], blocks)[0]
    (True, None)
    """
    found: list[BlockTitle | None] = [None] * len(blocks)
    if len(blocks) < 2:
        return found
    for row in reversed(over):
        texts = [next((text.strip() for text in row[one.start : one.stop] if text.strip()), "") for one in blocks]
        if any(texts[1:]):
            found = [one or (BlockTitle(text) if text else None) for one, text in zip(found, texts, strict=True)]
    if not any(found) and over and (first := next((text.strip() for text in over[-1] if text.strip()), "")):
        found[0] = BlockTitle(first, of_all=True)
    return found


def names_unit(title: str) -> bool:
    """Tell whether a title names a unit: it has a word for a kind at its beginning or end, and more than that.

    >>> names_unit("Roads Department"), names_unit("Departments"), names_unit("Plan")
    (True, False, False)
    """
    word = kind_in(title, words_of_kinds())
    return bool(word) and plain(word) != plain(title) and len(plain(title).split()) > 1 and not counted_in([title])


def why_unit(title: str) -> tuple[str, Message]:
    """Say how sure it is that a title is the unit of the rows below it."""
    why = "{title!r} stands above this one of the tables side by side"
    return (LIKELY if names_unit(title) else UNSURE), Message.of(why, title=title)


def why_told(title: BlockTitle) -> Message:
    """Say that a title is not used, and how it would be."""
    if title.of_all:
        why = (
            "{title!r} stands above the first of the tables side by side, and whether it is of that one or of all is not known; "
            "say unit: {title} where it is the unit of the rows of one"
        )
        return Message.of(why, title=title.text)
    why = (
        "{title!r} stands above this one of the tables side by side; say unit: {title} where it is the unit of its rows"
    )
    return Message.of(why, title=title.text)
