"""Tables that tell which units became which: a map for the reader of lineages, with how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.io.importers.dates import conventions_of
from orgmodel.io.importers.known.tables import known_columns, lineage_columns, lineage_language
from orgmodel.io.importers.proposal.dates import say_dates
from orgmodel.io.importers.proposal.guess import LIKELY, SURE, Guessing
from orgmodel.io.importers.proposal.sheets import Candidate
from orgmodel.io.importers.proposal.words import language_of

_FROM_UNITS = {"id": "id", "name": "name", "begins": "starts", "ends": "ends", "kind": "kind", "area": "within"}
"""What the columns of a table of units are called in a register that names successors."""


def lineage_map(some: Sequence[Candidate], guesses: Guessing) -> dict[str, Any] | None:
    """Propose the map of the first table that tells which units became which; None where none does."""
    for one in some:
        columns = lineage_columns(one.columns)
        if columns:
            return _map(one, columns, guesses)
    return None


def _map(one: Candidate, columns: dict[str, str], guesses: Guessing) -> dict[str, Any]:
    if "successors" in columns and "old" not in columns:
        units = known_columns([name for name in one.columns if name not in columns.values()], "units")
        columns = {"successors": columns["successors"]} | {
            _FROM_UNITS[key]: name for key, name in units.items() if key in _FROM_UNITS
        }
    for key, name in columns.items():
        guesses.add(f"lineage.columns.{key}", name, SURE, Message.of("the heading is known"))
    names = [text for key in ("name", "old_name", "new_name") if key in columns for text in one.texts(columns[key])]
    language, certainty, why = language_of([one], names)
    spoken = lineage_language(one.columns)
    if language == "und" and spoken:
        language, certainty, why = spoken, LIKELY, Message.of("its headings are in it")
    guesses.add("lineage.language", language, certainty, why)
    data: dict[str, Any] = {"columns": columns, "language": language}
    if one.sheet:
        data["sheet"] = one.sheet
    if one.header > 1:
        data["header"] = one.header
    texts = [text for key in ("date", "starts", "ends") if key in columns for text in one.texts(columns[key])]
    say_dates(data, "lineage.dates", *conventions_of(texts), guesses)
    return {"lineage": data, "file": one.file}
