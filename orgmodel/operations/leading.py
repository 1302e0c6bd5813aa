"""Leading lines elsewhere, ending and beginning them: the one place where operations write lines, and state why."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.draft import Draft
from orgmodel.core.ledger import Reason
from orgmodel.core.line_moves import FOLLOWS, LineMove
from orgmodel.core.records import Line
from orgmodel.operations.effect import Book


def lead(draft: Draft, book: Book, line: Line, to: Iterable[Line], reason: Reason | None = None) -> None:
    """End a line and let it go on as others, or as none; one that stands already stays as it is."""
    draft.end(line)
    _state(draft, book, line, to, reason)


def begin(draft: Draft, book: Book, line: Line, reason: Reason | None = None) -> None:
    """Begin a line, if it does not stand already."""
    if draft.get("lines", line.key) is None:
        _state(draft, book, None, [line], reason)


def _state(draft: Draft, book: Book, line: Line | None, to: Iterable[Line], reason: Reason | None) -> None:
    after = tuple(dict.fromkeys(to))
    for one in after:
        if draft.get("lines", one.key) is None:
            draft.put(one)
    book.lines.append(LineMove(line, after, reason or book.reason))


def follows(id: str) -> Reason:
    """Give the reason of a line that goes on from, or to, what a unit or post became."""
    return Reason(FOLLOWS, (id,))


def ends_with(id: str) -> Reason:
    """Give the reason of a line that ends with a unit or post."""
    return Reason("line_ends_with", (id,))


def dropped(id: str) -> Reason:
    """Give the reason of a line that ends since nobody keeps it: what is said of a unit or post."""
    return Reason("line_dropped", (id,))


def led_on(id: str, to: str) -> Reason:
    """Give the reason of a line that is led from a unit or post to another, which is not what that became."""
    return Reason("line_led_on", (id, to))


def with_unit(id: str) -> Reason:
    """Give the reason of a line that changes with a unit's place in the chart."""
    return Reason("line_with_unit", (id,))
