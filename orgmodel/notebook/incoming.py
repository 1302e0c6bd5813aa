"""Lines that end at a unit that ends, told by kind: the first of each, how many more there are, and what gives them all."""

from __future__ import annotations

from orgmodel.core.messages import Message, Parts, values_of
from orgmodel.notebook.naming import Namer
from orgmodel.words.labels import label
from orgmodel.words.tables import word

MOST_LINES = 4
"""So many lines of a kind are named of those for which one decision is asked."""


def incoming_told(message: str, unit: str, namer: Namer) -> str:
    """List from where the lines come that a message asks about, kind by kind."""
    kinds: dict[str, list[str]] = {}
    for one in values_of(message)["lines"]:
        kinds.setdefault(one.values["kind"], []).append(namer.of(one.values["start"]))
    own, language = namer.terms.labels, namer.language
    told = [
        f"{label('line', kind, language, own)} ({len(starts)}): {', '.join(starts[:MOST_LINES])}"
        for kind, starts in kinds.items()
    ]
    left = sum(max(0, len(starts) - MOST_LINES) for starts in kinds.values())
    more = f" {word('more', language, left, f'plan.after.lines_to({unit!r})')}" if left else ""
    return "; ".join(told) + more


def with_few_lines(message: Message, unit: str, namer: Namer) -> Message:
    """Give a message that asks about more lines than a reader needs with these told by kind."""
    values = values_of(message)
    if len(values.get("lines", ())) <= MOST_LINES:
        return message
    return Message(message.template, values | {"lines": Parts([incoming_told(message, unit, namer)])})
