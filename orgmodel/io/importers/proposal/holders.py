"""What stands in a column of holders, as a map that is proposed says it: what may be a name or a word for a vacancy is asked."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.io.importers.known.holders import doubtful, vacancy
from orgmodel.io.importers.known.tables import plain, statuses
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, Guessing
from orgmodel.io.importers.proposal.part import Part, texts_of


def ask_holders(part: Part, place: str, guesses: Guessing, key: str = "person") -> None:
    """Ask of each text in the column of holders, or of heads of units, that may be a name or not what it is."""
    texts = texts_of(part, key)
    for text in dict.fromkeys(filter(None, texts)):
        if (meaning := vacancy(text)) and plain(text) not in statuses():
            part.data.setdefault("holders", {})[text] = meaning
            guesses.add(f"{place}.holders.{text}", meaning, LIKELY, Message.of("its words are those of a vacancy"))
    for text, reason in doubtful(texts).items():
        part.data.setdefault("holders", {})[text] = ASK
        why = Message.of(
            "{reason}; is it a name (person), several names (several), or a word in place of one (vacant, frozen, unknown)?",
            reason=reason,
        )
        guesses.add(f"{place}.holders.{text}", ASK, OPEN, why)
