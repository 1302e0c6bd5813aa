"""Whether figures of units count those who head them, as a map that is proposed says it, or asks."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.figures import read_figures
from orgmodel.io.importers.known.holders import vacancy
from orgmodel.io.importers.known.tables import plain, statuses
from orgmodel.io.importers.proposal.guess import ASK, OPEN, UNSURE, Guessing
from orgmodel.io.importers.proposal.part import Part, texts_of

_COUNTED = ("authorized", "filled")


def say_heads(part: Part, place: str, guesses: Guessing) -> None:
    """Say that heads are among those whom figures of their units count, so that these stay as they are; ask where units with a head count nobody."""
    figures = [key for key in (*_COUNTED, "fte") if part.found.keys.get(key, ASK) != ASK]
    if not part.found.keys.keys() & {"head", "head_id"} or not figures:
        return
    beyond = _without_room(part)
    if beyond:
        why = Message.of(
            "units whose figures have no room for their head (they count nobody, or all posts are filled and the head's is vacant): "
            "{count}; do the figures of others count heads (counted), or do all heads stand beside them (beside)?",
            count=beyond,
        )  # fmt: skip
        part.data["heads"] = ASK
        guesses.add(f"{place}.heads", ASK, OPEN, why)
        return
    why = Message.of(
        "the figures of a unit are taken to count its head, so that totals are those of the file; say beside if they do not"
    )
    part.data["heads"] = "counted"
    guesses.add(f"{place}.heads", "counted", UNSURE, why)


def _without_room(part: Part) -> int:
    """Count the units that a named head is none of whom their figures count, or a vacant one none of the posts that are not filled."""
    names, ids = texts_of(part, "head"), texts_of(part, "head_id")
    heads = [name or id for name, id in zip(names, ids, strict=True)] if names and ids else names or ids
    figures = {key: _numbers(key, texts) for key in _COUNTED if (texts := texts_of(part, key))}
    found = 0
    for row, text in enumerate(heads):
        is_vacant = bool(vacancy(text))
        is_named = bool(text) and not is_vacant and plain(text) not in statuses()
        said = [numbers[row] for numbers in figures.values()]
        full = len(said) == len(_COUNTED) and said[0] is not None and said[0] == said[1]
        found += (is_named and 0 in said) or (is_vacant and full)
    return found


def _numbers(key: str, texts: list[str]) -> list[int | None]:
    read = read_figures(key, list(dict.fromkeys(texts))).numbers
    return [read[text] for text in texts]
