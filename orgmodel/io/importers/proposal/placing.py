"""What tells the place of rows: a column a level, superiors that no row lists, or a shape without a column of superiors."""

from __future__ import annotations

from typing import Any

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.map import PLACING
from orgmodel.io.importers.proposal.column_values import is_id
from orgmodel.io.importers.proposal.columns import columns_of, several_names
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, UNSURE
from orgmodel.io.importers.proposal.level_values import is_spanning
from orgmodel.io.importers.proposal.levels import is_merged, unlisted_superiors
from orgmodel.io.importers.proposal.shapes import shape
from orgmodel.io.importers.proposal.sheets import Candidate

Told = tuple[str, str, str]
"""What rows are, how sure that is, and why."""

_SHAPES = PLACING | {"indent", "levels", "nested"}


def placed(
    one: Candidate, told: Told, found: Found, levels: tuple[list[str], str], data: dict[str, Any]
) -> tuple[Told, Found]:
    """Find what places the rows of a table and put it into its part of the map; give what its rows and columns are by it."""
    rows = told[0]
    names, sure = levels
    if names and (rows != "units" or "parent" not in found.keys):
        if sure == OPEN:
            data["levels"] = ASK
            why = Message.of(
                "which of these columns are a unit and the one above it, from the top, and which are something else: {names}?",
                names=", ".join(map(repr, names)),
            )
            found.why["levels"] = (OPEN, why)
            if rows == "units" and found.keys.get("name") in names:  # the answer names the units
                del found.keys["name"]
            if is_merged(one, names):
                data["fill"] = True
                found.why["fill"] = (LIKELY, Message.of("a blank level is the one above it, as merged cells leave it"))
            return told, found
        return _on_levels(one, told, found, levels, data)
    if rows == "posts" and (unit := _merged_units(one, found)):
        data["levels"], data["fill"] = [unit], True
        found.why["levels"] = found.why.pop("unit", (LIKELY, ""))
        found.why["fill"] = (LIKELY, Message.of("a blank level is the one above it, as merged cells leave it"))
        del found.keys["unit"]
    if "parent" in found.keys or rows != "units":
        return told, found
    if names := unlisted_superiors(one, found):
        data["levels"] = names
        del found.keys["name"]
        found.why["levels"] = (LIKELY, Message.of("units above that no row lists, and those below them"))
        return told, found
    data |= shape(one, found)
    if not (data.keys() | found.keys.keys()) & _SHAPES and (several := several_names(one, found)):
        return ("posts", LIKELY, Message.of("a unit has several rows, each of a sort of posts")), several
    return told, found


def _merged_units(one: Candidate, found: Found) -> str:
    """Name the column of units where each stands once, in merged cells, over the rows of its posts; empty where none is."""
    keys = found.keys.keys()
    if keys & {"parent", "unit_name", "unit_parent", "person", "person_id", "id"} or not keys & {
        "authorized",
        "filled",
    }:
        return ""
    name = found.keys.get("unit", ASK)
    texts = one.texts(name) if name != ASK else []
    given = [text for text in texts if text]
    return name if is_spanning(texts) and len(set(given)) == len(given) > 1 else ""


def _on_levels(
    one: Candidate, told: Told, found: Found, levels: tuple[list[str], str], data: dict[str, Any]
) -> tuple[Told, Found]:
    names, sure = levels
    if told[0] == "units" and "name" in found.keys:
        why = Message.of("units stand in a column a level, and {name!r} names posts", name=found.keys["name"])
        told = ("posts", UNSURE, why)
        found = columns_of(one, "posts", names)
    for key in ("unit", "unit_name", "unit_parent", "unit_kind"):
        found.keys.pop(key, None)
    if told[0] == "units":
        _ids_of_the_finest(one, found)
    data["levels"] = names
    found.why["levels"] = (sure, Message.of("a column a level, from the top"))
    if is_merged(one, names):
        data["fill"] = True
        found.why["fill"] = (LIKELY, Message.of("a blank level is the one above it, as merged cells leave it"))
    return told, found


def _ids_of_the_finest(one: Candidate, found: Found) -> None:
    """Keep a column of codes only where each row has its own, as those of coarser levels do not."""
    name = found.keys.get("id")
    if name is None or is_id(one.texts(name)):
        return
    del found.keys["id"]
    for other in one.columns:
        known = one.heading(other)
        if known is not None and known.meaning("units") == "id" and is_id(one.texts(other)):
            found.take("id", other, LIKELY, Message.of("its values are all there and all different"))
            return
