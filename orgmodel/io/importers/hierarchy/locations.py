"""Where units are, by where their posts and people are: one place where all that tell it tell the same."""

from __future__ import annotations

from collections.abc import Collection

from orgmodel.core.messages import Message
from orgmodel.core.records import Attribute
from orgmodel.io.importers.hierarchy.home_units import Homes
from orgmodel.io.importers.hierarchy.posts import PostRows
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.naming import same_name

NAME = "location"


def locations(rows: PostRows, homes: Homes, placed: Collection[str]) -> list[Attribute]:
    """Give the location of each unit whose posts tell one, but for those ``placed`` already; units in several places are told."""
    if NAME not in rows.table.cells:
        return []
    texts = rows.table.coded(NAME)
    told: dict[int, dict[str, tuple[str, int]]] = {}
    codes, lines = texts.codes[rows.placed.rows].tolist(), rows.placed.lines.tolist()
    for unit, code, line in zip(rows.homes.tolist(), codes, lines, strict=True):
        if text := texts.values[code]:
            told.setdefault(unit, {}).setdefault(same_name(text), (text, line))
    several = [homes.every[unit] for unit, places in told.items() if len(places) > 1]
    if several:
        message = Message.of(
            "units whose posts are in several places: {count}, as {unit!r}; where each post is is not carried",
            count=len(several), unit=several[0].name or several[0].id,
        )  # fmt: skip
        rows.table.report.whole("SEVERAL_LOCATIONS", message, severity=NOTE)
    ones = [(homes.every[unit].id, *next(iter(places.values()))) for unit, places in told.items() if len(places) == 1]
    return [Attribute(id, NAME, text, rows.table.src(line)) for id, text, line in ones if id not in placed]
