"""By which conventions dates are written, as a map that is proposed says it."""

from __future__ import annotations

from typing import Any

from orgmodel.core.messages import Message
from orgmodel.io.importers.dates import BUDDHIST
from orgmodel.io.importers.proposal.guess import ASK, OPEN, SURE, Guessing


def say_dates(data: dict[str, Any], place: str, order: list[str], asked: Message | None, guesses: Guessing) -> None:
    """Write into a map by which conventions its dates are read, or ask."""
    if asked is not None:
        data["dates"] = ASK
        guesses.add(place, ASK, OPEN, asked)
    elif order:
        data["dates"] = order if len(order) > 1 else order[0]
        why = (
            Message.of("all years are of the Buddhist era, 543 ahead")
            if BUDDHIST in order
            else Message.of("some days are above 12")
        )
        guesses.add(place, ", ".join(order), SURE, why)
