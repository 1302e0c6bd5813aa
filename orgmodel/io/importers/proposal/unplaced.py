"""Tables of which none says where its rows belong: what can be read of them all the same, and what has to be asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.core.messages import Message
from orgmodel.io.importers.proposal.columns import columns_of
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN
from orgmodel.io.importers.proposal.part import Part, is_shaped

_OF_UNITS = frozenset(("unit", "unit_name"))
_NAMING = ("name", "person", "id", "person_id")


def readings_of(parts: Sequence[Part]) -> list[Part]:
    """Give the tables that have a reading where nothing places their rows, with what decides it asked; none where none has one."""
    return [part for one in parts if not one.candidate.is_hidden and (part := _read(one)) is not None]


def _read(part: Part) -> Part | None:
    if part.found.rows != "units":
        return _in_shared_units(part)
    one, keys = part.candidate, part.found.keys
    name = keys.get("name", keys.get("id", ASK))
    if name == ASK:
        return None
    known = one.heading(name)
    if known is not None and known.meaning("posts") in _OF_UNITS:
        return part if _has_words(part, name) else None
    if not any(one.heading(each) for each in one.columns):
        found = columns_of(one, "posts")
        if "id" in found.keys and _are_worded(one.texts(found.keys["id"])):  # names, of what is not known
            del found.keys["id"]
        if "unit" in found.keys:  # rows share words, as posts do their units
            return _asked(part, found)
    if not _has_words(part, name) or not (part.found.sorts or keys.keys() & _FIGURES):
        return None
    return _asked(part, part.found)


_FIGURES = frozenset(("authorized", "filled", "fte"))


def _has_words(part: Part, name: str) -> bool:
    """Tell whether a column of names names every row, each another one."""
    texts = part.candidate.texts(name)
    return all(texts) and len(set(texts)) == len(texts) and not all(map(str.isdigit, texts))


def _asked(part: Part, found: Found) -> Part:
    """Ask what the rows are."""
    why = Message.of("are its rows units, or posts? no heading tells: units, posts or people")
    found.why["rows"] = (OPEN, why)
    data = {key: value for key, value in part.data.items() if key not in ("rows", "columns", "lines", "sorts")}
    data |= {"rows": ASK, "columns": found.keys}
    data |= {key: value for key, value in (("lines", found.lines), ("sorts", found.sorts)) if value}
    return Part(part.candidate, found, data)


def _in_shared_units(part: Part) -> Part | None:
    """Take the column of words that rows share for that of their units, though its heading has another use."""
    keys = part.found.keys
    if not any(key in keys for key in _NAMING):
        return None
    one = part.candidate
    free = [name for name in one.columns if name not in {*keys.values(), *part.found.lines.values()}]
    shared = [name for name in free if _is_shared(one.texts(name))]
    if len(shared) == 1:
        why = Message.of("its values are words that many rows share, and another column is of its heading")
        part.found.take("unit", shared[0], LIKELY, why)
        return part
    if shared:
        names = ", ".join(map(repr, shared))
        why = Message.of("which of these columns names the unit of each row: {names}?", names=names)
        part.found.take("unit", ASK, OPEN, why)
        return part
    return part


def is_nowhere(part: Part) -> bool:
    """Tell whether nothing says in which unit the rows of a table of posts or people are."""
    placing = {"unit", "unit_name", "unit_parent", "post"}
    return part.found.rows != "units" and not (
        is_shaped(part) or "unit" in part.data or placing & part.found.keys.keys()
    )


def _are_worded(texts: list[str]) -> bool:
    """Tell whether nearly all texts are words without digits."""
    given = [text for text in texts if text]
    worded = sum(any(map(str.isalpha, text)) and not any(map(str.isdigit, text)) for text in given)
    return bool(given) and worded * 10 >= len(given) * 9


def _is_shared(texts: list[str]) -> bool:
    given = [text for text in texts if text]
    return _are_worded(texts) and 1 < len(set(given)) < len(given) and len(given) * 10 >= len(texts) * 9
